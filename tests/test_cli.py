"""The command line: what goes where, exit statuses, messages of one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import vnplan

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH NINH BÌNH\nSố: 12/KH-UBND\nNinh Bình, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\nThử nghiệm\n"
TEXT = HEAD + "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;\n"


def run(*args: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """One call of `vnplan`, and the promise that no call shows a traceback."""
    command = [sys.executable, "-c", "from vnplan.cli.main import main; main()", *map(str, args)]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, check=False)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    return subprocess.CompletedProcess(command, done.returncode, out, err)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plans = tmp_path / "plans"
    (plans / "sub").mkdir(parents=True)
    (plans / ".hidden").mkdir()
    for name in ("b.txt", "a.md", "sub/c.TXT", "note.csv", ".hidden/d.txt", ".e.txt"):
        (plans / name).write_text(TEXT, encoding="utf-8")
    return plans


def uris(jsonl: str) -> list[str]:
    return [json.loads(line)["source"]["uri"] for line in jsonl.splitlines()]


def test_extract_to_standard_output(folder: Path) -> None:
    """Lines of JSON, unescaped, and nothing else anywhere."""
    done = run("extract", folder / "b.txt")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "Chính phủ" in done.stdout
    assert vnplan.PlanRecord.model_validate_json(done.stdout) == vnplan.parse_file(folder / "b.txt")


def test_a_folder_is_walked_in_order(folder: Path) -> None:
    """Text files, sorted; hidden ones and other types are left; paths as given."""
    done = run("extract", "plans", "plans/b.txt", cwd=folder.parent)
    assert uris(done.stdout) == ["plans/a.md", "plans/b.txt", "plans/sub/c.TXT", "plans/b.txt"]


def test_output_file(folder: Path, tmp_path: Path) -> None:
    """The file appears whole, and its name is not taken while it is written."""
    out = tmp_path / "out.jsonl"
    done = run("extract", folder, "--output", out)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert uris(out.read_text(encoding="utf-8")) == [str(folder / name) for name in ("a.md", "b.txt", "sub/c.TXT")]
    assert not list(tmp_path.glob("*.part"))


def test_workers_make_no_difference(folder: Path) -> None:
    """Two processes give what one gives."""
    assert run("extract", folder, "--workers", "2").stdout == run("extract", folder).stdout


def test_failures_are_told_and_cost_nobody_else(folder: Path, tmp_path: Path) -> None:
    """Exit status 1, a line each on standard error, a failed record each in the output."""
    (folder / "bad.txt").write_bytes(b"%PDF-1.7")
    out = tmp_path / "out.jsonl"
    done = run("extract", folder / "bad.txt", folder / "none.txt", folder / "b.txt", "-o", out)
    assert done.returncode == 1
    records = [vnplan.PlanRecord.model_validate_json(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [record.status for record in records] == ["failed", "failed", "ok"]
    first, second, last = done.stderr.splitlines()
    assert first == f"failed\t{folder / 'bad.txt'}: {records[0].diagnostics[0].message}"
    assert second == f"failed\t{folder / 'none.txt'}: no such file; check the path"
    assert last == "2 of 3 documents failed"


def test_standard_input(folder: Path) -> None:
    """`-` is a document like any other, at its place; bytes in any known encoding."""
    done = run("extract", "-", folder / "b.txt", stdin=TEXT.encode("utf-16"))
    assert uris(done.stdout) == ["-", str(folder / "b.txt")]
    assert json.loads(done.stdout.splitlines()[0])["text"] == TEXT
    assert run("extract", "-", "-").returncode == 2


def test_json_and_table(folder: Path) -> None:
    """A JSON array, and a table for people."""
    records = json.loads(run("extract", folder, "--format", "json").stdout)
    assert len(records) == 3
    table = run("extract", folder, "--format", "table").stdout
    assert "12/KH-UBND" in table
    assert table.count("b.txt") == 1
    assert json.loads(run("extract", folder / "b.txt", "--format", "json").stdout)[0]["schema_version"] == "1"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["extract"], "Missing argument"),
        (["extract", "empty"], "holds no document"),
        (["extract", "b.txt", "-o", "no/where/out.jsonl"], "does not exist; create it first"),
        (["extract", "b.txt", "-o", "empty", "--format", "table"], "is a folder"),
        (["extract", "b.txt", "-o", "no/where/"], "does not exist; create it first"),
        (["extract", "b.txt", "-o", "gold"], "holds other files"),
        (["extract", "-", "-o", "empty"], "standard input (-) has no name"),
        (["extract", "b.txt", "-o", "x.jsonl", "--resume"], "need a folder"),
        (["extract", "b.txt", "--only", "failed"], "need a folder"),
        (["extract", "b.txt", "-o", "b.txt"], "is one of the inputs"),
        (["extract", "b.txt", "--format", "xml"], "'xml' is not one of"),
        (["extract", "b.txt", "--workers", "0"], "0 is not in the range"),
        (["explain", "none.txt", "--at", "1"], "no such file"),
        (["explain", "b.txt", "--at", "x"], "write it like 12:30"),
        (["explain", "b.txt", "--at", "0"], "counted from 1"),
        (["explain", "b.txt", "--at", "99"], "no line 99"),
        (["explain", "b.txt", "--at", "1:99"], "no column 99"),
        (["evaluate", "empty", "b.txt"], "no annotated documents"),
        (["evaluate", "gold", "b.txt"], "no JSON"),
        (["evaluate", "gold", "out.jsonl", "--min", "x=y"], "write it like citation_exact=0.95"),
        (["nonsense"], "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_misuse(tmp_path: Path, args: list[str], message: str) -> None:
    """Exit status 2 and one line that says what to do."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "b.json").write_text('{"document": "b"}', encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("", encoding="utf-8")
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == TEXT


@pytest.mark.skipif(os.name != "posix", reason="needs a shell with pipes")
def test_a_reader_that_stops(folder: Path) -> None:
    """`| head` ends quietly."""
    for number in range(40):
        (folder / f"x{number}.txt").write_text(TEXT * 20, encoding="utf-8")
    script = f"{sys.executable} -c 'from vnplan.cli.main import main; main()' extract {folder} | head -c 100"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert len(done.stdout.encode()) <= 100
    assert done.stderr == ""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_an_unwritable_folder(folder: Path, tmp_path: Path) -> None:
    """Told before any work is done."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    done = run("extract", folder, "-o", locked / "out.jsonl")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_explain(folder: Path) -> None:
    """The rule, the fields and the row behind them."""
    line = TEXT.splitlines().index(TEXT.splitlines()[-1]) + 1
    done = run("explain", folder / "b.txt", "--at", f"{line}:25")
    assert done.returncode == 0
    record = vnplan.parse_file(folder / "b.txt").citations[0]
    assert "30/2020/NĐ-CP" in done.stdout
    assert record.rule in done.stdout
    nothing = run("explain", folder / "b.txt", "--at", "5")
    assert "no rule found anything here" in nothing.stdout


def test_schema() -> None:
    """JSON Schema on standard output."""
    assert json.loads(run("schema").stdout)["title"] == "PlanRecord"


def test_evaluate(tmp_path: Path, folder: Path) -> None:
    """Figures, wishes and missing documents."""
    gold = tmp_path / "gold"
    gold.mkdir()
    plan = json.loads(vnplan.parse_file(folder / "b.txt").to_json())
    (gold / "b.json").write_text(json.dumps({**plan, "document": "b"}), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    run("extract", folder / "b.txt", "-o", out)
    figures = json.loads(run("evaluate", gold, out, "--json").stdout)
    assert figures["citation_exact"]["f1"] == 1.0
    assert run("evaluate", gold, out, "--min", "citation_exact=1").returncode == 0
    short = run("evaluate", gold, out, "--min", "no_such_kind=0.5")
    assert (short.returncode, short.stderr) == (1, "falls short: no_such_kind 0.0 < 0.5\n")
    (gold / "other.json").write_text('{"document": "other", "header": {"place": "Huế"}}', encoding="utf-8")
    missing = run("evaluate", gold, out, "--errors")
    assert (missing.returncode, missing.stderr) == (1, "missing: other\n")
    assert "other\theader\tWRONG\tplace: 'Huế' -> 'missing'" in missing.stdout


def test_help_teaches() -> None:
    """Every command shows an example."""
    for command in ([], ["extract"], ["explain"], ["agencies"], ["evaluate"], ["knowledge", "check"], ["schema"]):
        assert "Example" in run(*command, "--help").stdout


def test_help_loads_nothing_heavy() -> None:
    """What makes records is loaded only to make them; `bench/speed.py` measures the time."""
    script = Path(sys.executable).with_name("vnplan")
    command = [sys.executable, "-X", "importtime", script, "--help"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert "vnplan.cli" in loaded
    for heavy in ("pydantic", "regex", "vnplan.extract", "vnplan.structure", "vnplan.link", "rich.table"):
        assert not [line for line in loaded.splitlines() if line.split("|")[-1].strip().startswith(heavy)], heavy
