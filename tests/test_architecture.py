"""What the tree promises: import direction, sizes, no printing, heavy libraries only where they are used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from vnplan.pipeline import STAGES

SRC = Path(__file__).resolve().parent.parent / "src" / "vnplan"
# A part may import those before it, and itself.
ORDER = (
    "core",
    "registry",
    "knowledge",
    "identity",
    "read",
    "normalise",
    "structure",
    "extract",
    "link",
    "record",
    "pipeline",
    "api",
    "run",
    "collection",
    "store",
    "cluster",
    "checks",
    "agencies",
    "comparison",
    "evaluate",
    "report",
    "bridges",
    "cli",
)
HEAVY = {
    *("PIL", "cv2", "docx", "eyecite", "lxml", "numpy", "pdfplumber", "psutil", "pypdfium2", "sklearn", "spacy"),
    *("datasketch", "networkx", "pyarrow", "rapidfuzz", "scipy", "tesserocr", "underthesea"),
    *("altair", "jinja2", "markupsafe", "vl_convert"),
    *("dask", "distributed", "fsspec"),
    *("dateutil", "duckdb", "icalendar", "openpyxl", "pandas", "polars"),
}
ONLY_IN_CLI = {"click", "rich"}
FILES = sorted(SRC.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def name_of(path: Path) -> str:
    return str(path.relative_to(SRC).with_suffix(""))


def part_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            assert node.level == 0, "imports are absolute"


def top_level_imports(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(node)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    """Nothing imports a part that comes after its own."""
    part = part_of(path)
    if part == "__init__":
        return
    rank = ORDER.index(part)
    for name in imports(TREES[path]):
        package, _, rest = name.partition(".")
        if package == "vnplan" and rest:
            other = rest.split(".")[0]
            # `vnplan.parse` and the like are the public names of api and run
            other = {
                "parse": "api",
                "parse_file": "run",
                "Limits": "run",
                "parse_many": "run",
                "__version__": "core",
            }.get(other, other)
            assert ORDER.index(other) <= rank, f"{part} must not import {name}"


def reached(folder: str, entry: str) -> set[str]:
    """The modules of a folder that one of them needs, itself included."""
    found: set[str] = set()
    todo = [entry]
    while todo:
        own = todo.pop()
        if own in found:
            continue
        found.add(own)
        files = [SRC / folder / f"{own}.py", *(SRC / folder / own).glob("*.py")]
        for path in files:
            if path in TREES:
                names = (name.split(".") for name in imports(TREES[path]))
                todo += [name[2] for name in names if name[:2] == ["vnplan", folder]]
    return found


@pytest.mark.parametrize("folder", ["extract", "link"])
def test_siblings_do_not_know_each_other(folder: str) -> None:
    """One extractor can be changed or removed without another; so can one link: no two share a module."""
    modules = [stage.find.__module__.split(".") for stage in STAGES]
    entries = {module[2] for module in modules if module[1] == folder}
    assert entries
    owner: dict[str, str] = {}
    for entry in sorted(entries):
        for module in reached(folder, entry):
            assert owner.setdefault(module, entry) == entry, f"{owner[module]} and {entry} share {folder}.{module}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_sizes(path: Path) -> None:
    """A file has at most 400 lines, a function at most 60."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno + 1 <= 60, node.name


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    """A library neither prints nor exits."""
    if part_of(path) == "cli":
        return
    for name in imports(TREES[path]):
        assert name.split(".")[0] not in ONLY_IN_CLI
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in {"print", "exit", "quit", "sys.exit", "os._exit"}
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in {"sys.stdout", "sys.stderr"}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_heavy_libraries_are_imported_where_used(path: Path) -> None:
    """`import vnplan` stays fast, and the core works without the extras."""
    for name in top_level_imports(TREES[path]):
        assert name.split(".")[0] not in HEAVY


def test_no_junk_drawers() -> None:
    """A module's name says what is in it."""
    assert not [path for path in FILES if path.stem in {"utils", "util", "helpers", "misc", "common"}]


def test_stages_read_what_was_written() -> None:
    """Every stage reads only layers of earlier stages."""
    written: set[type] = set()
    for stage in STAGES:
        assert set(stage.reads) <= written, stage.writes.__name__
        written.add(stage.writes)
