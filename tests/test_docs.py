"""The pages say what is so: examples run, generated pages are current, links lead somewhere, every name is told."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import importlib.util
import io
import pkgutil
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import vnplan

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("corpus/**/*.md"), *ROOT.glob("models/*.md")]
)
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
EXAMPLES = [*READMES, *(page for page in ROOT.glob("docs/concepts/*.md") if "```text\n" in page.read_text("utf-8"))]
MODULES = [module.name for module in pkgutil.walk_packages(vnplan.__path__, "vnplan.")]
CODE = re.compile(r"```python\n(.*?)```\s*(?:```text\n(.*?)```)?", re.DOTALL)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", EXAMPLES, ids=name_of)
def test_examples_print_what_they_show(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each Python block runs from the checkout's root and prints the block after it."""
    monkeypatch.chdir(ROOT)
    blocks = CODE.findall(page.read_text(encoding="utf-8"))
    assert blocks
    names: dict[str, Any] = {}
    for code, shown in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, str(page), "exec"), names)  # noqa: S102
        assert out.getvalue() == shown


def test_both_readmes_show_the_same_code() -> None:
    """A translation tells the same."""
    english, vietnamese = (CODE.findall(page.read_text(encoding="utf-8")) for page in READMES)

    def without_comments(blocks: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(re.sub(r" *#.*", "", code), shown) for code, shown in blocks]

    assert without_comments(english) == without_comments(vietnamese)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file that is there."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


def test_every_page_is_in_the_index() -> None:
    """A page that nobody finds is no page."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "docs").rglob("*")):
        if path.is_file() and path.name != "index.md":
            name = path.relative_to(ROOT / "docs")
            assert f"]({name.as_posix()})" in index or f"]({name.parent.as_posix()}/)" in index, path


def test_generated_pages_are_current() -> None:
    """`make docs` would change nothing but line breaks."""
    path = ROOT / "scripts" / "make_docs.py"
    spec = importlib.util.spec_from_file_location("make_docs", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for page, text in module.generated().items():
        assert page.read_text(encoding="utf-8").split() == text.split(), "run `make docs`"


def test_every_public_name_is_in_the_readme() -> None:
    """What can be imported is told."""
    text = READMES[0].read_text(encoding="utf-8")
    for name in vnplan.__all__:
        assert f"`{name}" in text, name


def test_every_dependency_has_a_reason() -> None:
    """docs/dependencies.md names each package that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for requirement in wanted:
        name = re.split(r"[\[<>=]", requirement)[0]
        assert name == "vnplan" or f"`{name}`" in text, name


def test_make_targets_that_pages_name_exist() -> None:
    """`make x` in a page is a target."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        for name in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8")):
            assert name in targets, f"{page}: make {name}"


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    """Examples in docstrings give what they show."""
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0
