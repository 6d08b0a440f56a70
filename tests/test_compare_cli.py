"""`vnplan compare`: what it reads, what it writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from vnplan.cli.main import cli
from vnplan.comparison.schema import TABLES

TEXTS = Path(__file__).resolve().parent.parent / "corpus" / "compare" / "texts"
PLANS = [str(TEXTS / f"{name}.txt") for name in ("01-kh-ubnd-binh-dinh", "06-kh-ubnd-gia-lai")]
CENTRAL = str(TEXTS / "00-qd-ttg.txt")


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, ["compare", *words])


def test_tables_for_people() -> None:
    """The answers in short; a table that was asked for whole."""
    shown = call(*PLANS, "--central", CENTRAL)
    assert shown.exit_code == 0, shown.output
    assert all(f"{name}" in shown.output for name in ("plans", "lags", "indicators", "tasks", "originality"))
    wide = call(*PLANS, "--matrix", "workload").stdout.splitlines()
    assert wide[0] == "agency,Bình Định,Gia Lai"
    assert "Sở Xây dựng,3,3" in wide
    one = call(*PLANS, "--show", "passages")
    assert "Bình Định" in one.output
    assert "indicators" not in one.output


def test_json_on_standard_output() -> None:
    """One object with the version and rows by table."""
    found = json.loads(call(*PLANS, "--central", CENTRAL, "--format", "json").stdout)
    assert set(found) == {"comparison_version", *TABLES}
    lag = next(row for row in found["lags"] if row["plan"] == "Gia Lai" and row["carried_out"])
    assert (lag["plan_on"], lag["days"]) == ("2025-08-05", 266)
    assert call(*PLANS, "--format", "json").stdout == call(*reversed(PLANS), "--format", "json").stdout


def test_files(tmp_path: Path) -> None:
    """A workbook with a sheet a table, a folder with a CSV a table, a JSON file; each replaces its older self."""
    book, folder, file = tmp_path / "c.xlsx", tmp_path / "c", tmp_path / "c.json"
    for target in (book, folder, file, folder):
        assert call(*PLANS, "--output", str(target)).exit_code == 0
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == list(TABLES)
    assert {row[10].value.isoformat()[:10] for row in sheets["plans"].iter_rows(min_row=2)} == {
        "2024-12-20",
        "2025-08-05",
    }
    with (folder / "targets.csv").open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert {row["plan"] for row in rows} == {"Bình Định", "Gia Lai"}
    assert json.loads(file.read_text(encoding="utf-8"))["plans"]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    """What a document says stays text."""
    text = Path(PLANS[0]).read_text(encoding="utf-8").replace("trên địa bàn tỉnh Bình Định", "\n=HYPERLINK(1)", 1)
    bad = tmp_path / "bad.txt"
    bad.write_text(text.replace("KẾ HOẠCH\n", "KẾ HOẠCH\n=1+1 "), encoding="utf-8")
    assert call(str(bad), PLANS[1], "--output", str(tmp_path / "c.xlsx")).exit_code == 0
    for sheet in openpyxl.load_workbook(tmp_path / "c.xlsx"):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_records_and_the_folder_of_a_batch(tmp_path: Path) -> None:
    """`.jsonl` and `out/` are read as documents are."""
    runner = CliRunner()
    assert runner.invoke(cli, ["extract", *PLANS, "--output", str(tmp_path / "r.jsonl")]).exit_code == 0
    first = call(*PLANS, "--format", "json", "--show", "targets").stdout
    assert call(str(tmp_path / "r.jsonl"), "--format", "json", "--show", "targets").stdout == first
    plans = tmp_path / "plans"
    plans.mkdir()
    for name in PLANS:
        (plans / Path(name).name).write_bytes(Path(name).read_bytes())
    assert runner.invoke(cli, ["extract", str(plans), "--output", f"{tmp_path / 'out'}/"]).exit_code == 0
    assert call(str(tmp_path / "out"), "--format", "json", "--show", "targets").stdout == first
    assert call(str(plans), "--format", "json", "--show", "targets").stdout == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "xlsx"], "--output"),
        (["--format", "table", "--output", "x"], "not written"),
        (["--central", "1/QĐ-TTg"], "no plan among these"),
        (["--matrix", "reuse", "--format", "json"], "standard output"),
    ],
)
def test_misuse(words: list[str], said: str) -> None:
    """Told with what to do."""
    done = call(*PLANS, *words)
    assert done.exit_code != 0
    assert said in f"{done.output}{done.exception}"


def test_help_teaches() -> None:
    """Examples, and what each table is for."""
    shown = CliRunner().invoke(cli, ["compare", "--help"]).output
    assert all(name in shown for name in TABLES)
    assert "Examples" in shown
