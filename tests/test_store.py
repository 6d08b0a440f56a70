"""The store: rows against records, whole data sets, versions, views, and every form that records leave in."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import vnplan
from vnplan.cli.main import cli
from vnplan.core.issues import UsageError
from vnplan.record import PlanRecord
from vnplan.record.models import Actor, Agency, Assignment, Cell, Column, Deadline, Row, Section, Span, Table, Target
from vnplan.store import (
    STORE_VERSION,
    TABLES,
    VIEWS,
    Store,
    arrow_schema,
    export,
    records_from,
    rows,
    write_calendars,
    write_csv,
    write_duckdb,
    write_parquet,
    write_xlsx,
)
from vnplan.store import parquet as parquet_module
from vnplan.store.days import first_day

ROOT = Path(__file__).resolve().parent.parent
pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")


@cache
def corpus() -> tuple[PlanRecord, ...]:
    """The training plans of the corpus."""
    texts = sorted((ROOT / "corpus" / "train" / "texts").glob("*.txt"))
    return tuple(vnplan.parse(path.read_text("utf-8"), uri=path.name) for path in texts)


PLAN = """ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
Số: 19/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Lai Châu, ngày 06 tháng 11 năm 2025

KẾ HOẠCH
Nuôi ong lấy mật năm 2026

"""


def record_of(number: int = 1, **parts: object) -> PlanRecord:
    """A plan with the head above and records put into it."""
    record = vnplan.parse(PLAN, uri=f"plan-{number}.txt")
    source = replace(record.source, sha256=sha256(str(number).encode()).hexdigest())
    return record.model_copy(update={"source": source, **parts})


def deadline(rid: str = "d1", **fields: object) -> Deadline:
    return Deadline(id=rid, span=Span(0, 3), text="hạn", rule="r", confidence=1.0, kind="date", **fields)  # type: ignore[arg-type]


def assignment(task: str = "Lập sổ đàn ong", deadlines: tuple[str, ...] = ("d1",), **fields: object) -> Assignment:
    lead = Actor(span=Span(0, 3), text="Sở", agency="Sở Nuôi ong tỉnh Lai Châu", role="lead")
    values: dict[str, object] = {"actors": (lead,), "modality": "assign", **fields}
    return Assignment(
        id="a1", span=Span(0, 3), text=task, rule="r", confidence=1.0, task=task, deadlines=deadlines, **values
    )  # type: ignore[arg-type]


# --- rows -----------------------------------------------------------------------------------------------------------

OWN = ("sections", "citations", "agencies", "assignments", "deadlines", "targets", "diagnostics")


def check_rows(record: PlanRecord) -> None:
    """Every record is in its table once, in order, with its place; ids lead to rows."""
    found = rows(record)
    assert list(found) == list(TABLES)
    ids = {table: [row["id"] for row in found[table]] for table in TABLES}
    for table in TABLES:
        assert len(set(ids[table])) == len(ids[table]), table
        for row in found[table]:
            assert set(row) == {column.name for column in TABLES[table]}, table
            assert row["document"] == record.source.sha256
            for column in TABLES[table]:
                assert not (column.needed and row[column.name] is None), (table, column.name)
    for table in OWN:
        items = getattr(record, table)
        assert len(found[table]) == len(items)
        for row, item in zip(found[table], items, strict=True):
            assert row["id"] == getattr(item, "id", row["id"])
            assert row["span_start"] == (item.span.start if item.span else None)
            assert row["text" if "text" in row else "id"] == getattr(item, "text", row["id"])
    actors = [actor for one in record.assignments for actor in one.actors]
    assert [row["text"] for row in found["actors"]] == [actor.text for actor in actors]
    cells = [cell for table in record.tables for row in table.rows for cell in row.cells]
    assert [row["text"] for row in found["tables_cells"]] == [cell.text for cell in cells]
    for row in found["actors"]:
        assert row["assignment"] in ids["assignments"]
        assert row["agency_id"] is None or row["agency_id"] in ids["agencies"]
    for row in found["assignments"]:
        assert {*row["deadlines"]} <= {*ids["deadlines"]}
        assert {*row["targets"]} <= {*ids["targets"]}
        assert {*row["citations"]} <= {*ids["citations"]}
        assert row["section"] is None or row["section"] in ids["sections"]
    for row in found["citations"]:
        assert row["resolves_to"] is None or row["resolves_to"] in (*ids["citations"], *ids["documents"])
    assert {row["deadline"] for row in found["targets"]} <= {None, *ids["deadlines"]}
    assert {row["parent"] for row in found["sections"]} <= {None, *ids["sections"]}


def test_rows_of_the_corpus() -> None:
    for record in corpus():
        check_rows(record)
    filled = {table for record in corpus() for table, found in rows(record).items() if found}
    assert filled == set(TABLES), "a table that nothing fills is not tested"


@cache
def paragraphs() -> list[str]:
    return [part for record in corpus() for part in record.text.split("\n\n") if part.strip()]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_rows_of_any_text(data: st.DataObject) -> None:
    """Paragraphs of plans in any order, and what is no plan at all."""
    part = st.one_of(st.sampled_from(paragraphs()), st.text(max_size=40))
    check_rows(vnplan.parse("\n\n".join(data.draw(st.lists(part, max_size=6)))))


def test_rows_fit_the_schema() -> None:
    pa = pytest.importorskip("pyarrow")
    for record in corpus():
        for table, found in rows(record).items():
            made = pa.Table.from_pylist(found, schema=arrow_schema(table))
            assert made.to_pylist() == [{column.name: row[column.name] for column in TABLES[table]} for row in found]


@pytest.mark.parametrize(
    ("given_one", "due"),
    [
        (deadline(relation="before", start=date(2026, 5, 1), end=date(2026, 5, 1)), date(2026, 4, 30)),
        (deadline(relation="by", end=date(2026, 6, 30)), date(2026, 6, 30)),
        (deadline(relation="from", start=date(2026, 6, 30)), None),
        (deadline(relation="before", start=date.min, end=date.min), date.min),
        (deadline(rrule="FREQ=YEARLY", end=date(2026, 6, 30)), None),
        (deadline(), None),
    ],
)
def test_due_is_the_last_day_in_time(given_one: Deadline, due: date | None) -> None:
    found = rows(record_of(deadlines=(given_one,), assignments=(assignment(),)))
    assert found["deadlines"][0]["due"] == due
    assert found["assignments"][0]["due"] == due


def test_pages_and_cells() -> None:
    """What a paged source adds, and a table."""
    span = Span(0, 2, 3)
    cells = (Cell(span=span, text="Ong", column=0), Cell(span=span, text="", column=1, columns=2))
    table = Table(
        id="tb1",
        span=span,
        columns=(Column(title="Việc", role="task"), Column(title="")),
        rows=(Row(kind="body", span=span, cells=cells),),
    )
    found = rows(record_of(tables=(table,)))["tables_cells"]
    assert [(row["id"], row["page"], row["title"], row["role"], row["columns"]) for row in found] == [
        ("tb1.1.1", 3, "Việc", "task", 1),
        ("tb1.1.2", 3, "", None, 2),
    ]


# --- Parquet, DuckDB, Store -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the corpus in both forms."""
    made = tmp_path_factory.mktemp("a store [1]*")  # characters that are patterns elsewhere
    write_parquet(corpus(), made / "parquet")
    write_duckdb(made / "parquet", made / "plans.duckdb")
    return made


@pytest.mark.parametrize("place", ["", "parquet", "plans.duckdb"])
def test_store_holds_the_rows(folder: Path, place: str) -> None:
    with Store(folder / place) as store:
        for table, columns in TABLES.items():
            wanted = [
                {column.name: row[column.name] for column in columns}
                for record in corpus()
                for row in rows(record)[table]
            ]
            assert store.table(table).rows() == wanted
        assert store.table("targets", ["value", "unit"]).columns == ["value", "unit"]
        found = store.sql("SELECT count(*) AS n FROM actors WHERE role = ?", ["lead"]).rows()
    assert found[0]["n"] == sum(actor.role == "lead" for r in corpus() for one in r.assignments for actor in one.actors)


def test_frames(folder: Path) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    with Store(folder) as store:
        frame = store.table("assignments")
        assert len(frame.to_pandas()) == len(frame.to_polars()) == len(frame.to_arrow()) == len(frame)
        assert list(frame.to_pandas().columns) == frame.to_polars().columns == frame.columns


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT", "cannot be run"),
        ("SELECT * FROM folder", "cannot be run"),  # a variable of the program is no table
        ("DELETE FROM targets", "cannot be run"),
    ],
)
def test_queries_that_cannot_be_run(folder: Path, query: str, told: str) -> None:
    with Store(folder) as store, pytest.raises(UsageError, match=told):
        store.sql(query)


def test_names_that_are_none(folder: Path, tmp_path: Path) -> None:
    with Store(folder) as store:
        with pytest.raises(UsageError, match="is no table; there are documents"):
            store.table("plans")
        with pytest.raises(UsageError, match="is no column of targets"):
            store.table("targets", ["size"])
    with pytest.raises(UsageError, match="is no store"):
        Store(tmp_path)
    (tmp_path / "x.duckdb").write_text("no database")
    with pytest.raises(UsageError, match="no DuckDB file"):
        Store(tmp_path / "x.duckdb")


@pytest.mark.parametrize("form", ["parquet", "plans.duckdb"])
def test_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    with monkeypatch.context() as patch:
        for module in ("schema", "database"):
            patch.setattr(f"vnplan.store.{module}.STORE_VERSION", "0")
        write_parquet([record_of()], tmp_path / "parquet")
        write_duckdb(tmp_path / "parquet", tmp_path / "plans.duckdb")
    with pytest.raises(UsageError, match=r"a store of version 0, .* vnplan export RECORDS --format"):
        Store(tmp_path / form)


def test_every_change_of_the_schema_has_a_version() -> None:
    """A change of a column needs another STORE_VERSION; then this line is changed too."""
    told = json.dumps({table: [(c.name, c.kind, c.needed) for c in columns] for table, columns in TABLES.items()})
    assert (STORE_VERSION, sha256(told.encode()).hexdigest()[:12]) == ("2", "31d1312226fb")


def test_parts_and_row_groups_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyarrow import parquet

    monkeypatch.setattr(parquet_module, "GROUP", 10)
    monkeypatch.setattr(parquet_module, "PART", 3)
    counts = write_parquet(corpus(), tmp_path / "parquet")
    for table, count in counts.items():
        files = [parquet.ParquetFile(path) for path in sorted((tmp_path / "parquet" / table).iterdir())]
        assert sum(file.metadata.num_rows for file in files) == count
        for file in files:
            assert file.metadata.num_row_groups <= 3
            assert all(file.metadata.row_group(n).num_rows <= 10 for n in range(file.metadata.num_row_groups))
    assert len(Store(tmp_path).table("agencies")) == counts["agencies"]


def test_records_are_taken_one_by_one(tmp_path: Path) -> None:
    """Of a collection no more than one record is held: that is what keeps memory flat."""
    import gc
    import weakref

    alive: list[weakref.ref[PlanRecord]] = []

    def many() -> Iterator[PlanRecord]:
        for number in range(40):
            gc.collect()
            assert sum(ref() is not None for ref in alive) <= 2
            record = record_of(number)
            alive.append(weakref.ref(record))
            yield record

    assert write_parquet(many(), tmp_path / "parquet")["documents"] == 40


def broken() -> Iterator[PlanRecord]:
    yield record_of()
    raise RuntimeError("stopped")


@pytest.mark.parametrize("form", ["parquet", "duckdb", "csv", "xlsx", "jsonl", "ics", "graphml"])
def test_whole_or_not_at_all(tmp_path: Path, form: str) -> None:
    target = tmp_path / "target"
    with pytest.raises(RuntimeError):
        export(broken(), target, form)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir()), "nothing is left"
    export([record_of(deadlines=(deadline(end=date(2026, 1, 1)),), assignments=(assignment(),))], target, form)  # type: ignore[arg-type]
    before = sorted((path, path.read_bytes()) for path in [target, *target.rglob("*")] if path.is_file())
    with pytest.raises(RuntimeError):
        export(broken(), target, form)  # type: ignore[arg-type]
    assert before
    assert before == sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file())
    export(corpus(), target, form)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


@pytest.mark.parametrize("form", ["parquet", "csv", "ics"])
def test_files_of_others_are_not_removed(tmp_path: Path, form: str) -> None:
    (tmp_path / "mine.ics").write_text("BEGIN:VCALENDAR")
    (tmp_path / "mine.csv").write_text("a,b")
    with pytest.raises(UsageError, match="holds other things"):
        export([record_of()], tmp_path, form)  # type: ignore[arg-type]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_swap_that_was_cut_off_is_mended(tmp_path: Path) -> None:
    """Between the two renames the old data set waits beside its place."""
    write_parquet([record_of()], tmp_path / "parquet")
    (tmp_path / "parquet").rename(tmp_path / ".parquet.vnplan-old")
    with pytest.raises(RuntimeError):
        write_parquet(broken(), tmp_path / "parquet")
    assert len(Store(tmp_path).table("documents")) == 1


# --- sources --------------------------------------------------------------------------------------------------------


def test_sources(tmp_path: Path) -> None:
    """A file, a folder of files, records; one record a document, the torn end of a shard is left out."""
    lines = [record.to_json() + "\n" for record in corpus()]
    (tmp_path / "one.jsonl").write_text("".join(lines + lines[:2]), "utf-8")
    shards = tmp_path / "out" / "records"
    shards.mkdir(parents=True)
    (shards / "part-00001.jsonl").write_text("".join(lines[:3]) + " " * 50 + "\n", "utf-8")
    (shards / "part-00002.jsonl").write_text("".join(lines[3:]) + lines[0][:100], "utf-8")
    for source in (tmp_path / "one.jsonl", str(tmp_path / "out"), shards, [*corpus(), *corpus()]):
        assert list(records_from(source)) == list(corpus())


def test_the_folder_of_a_batch(tmp_path: Path) -> None:
    """Of a document that was changed and extracted again the old record is not stored; of copies one is."""
    from vnplan.run.batch import extract_folder

    plans, out = tmp_path / "plans", tmp_path / "out"
    plans.mkdir()
    for name, text in (("a.txt", PLAN), ("copy.txt", PLAN), ("b.txt", PLAN.replace("19/KH", "20/KH"))):
        (plans / name).write_text(text, "utf-8")
    extract_folder(plans, out)
    (plans / "b.txt").write_text(PLAN.replace("19/KH", "21/KH"), "utf-8")
    extract_folder(plans, out, resume=True)
    write_parquet(out, out / "parquet")
    with Store(out) as store:
        found = store.sql("SELECT designation, paths FROM documents ORDER BY designation").rows()
    told = {row["designation"]: [Path(path).name for path in row["paths"]] for row in found}
    assert told == {"19/KH-UBND": ["a.txt", "copy.txt"], "21/KH-UBND": ["b.txt"]}


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (str, "is not there"),
        (lambda path: path.mkdir(), "holds no records"),
        (lambda path: path.write_text('{"schema_version": "0"}\n'), "line 1: no record of this version"),
        (lambda path: path.write_text(record_of().to_json()[:99]), "line 1: no record of this version"),
    ],
)
def test_sources_that_are_none(tmp_path: Path, make: object, told: str) -> None:
    assert callable(make)
    make(tmp_path / "source")
    with pytest.raises(UsageError, match=told):
        list(records_from(tmp_path / "source"))


def test_failed_documents_have_keys_of_their_own(tmp_path: Path) -> None:
    """Files that could not be opened have no hash; a name that is no UTF-8 is written so that it can be."""
    from vnplan.api import failed_record

    failed = [failed_record("a\udcff.txt", "no right to read"), failed_record("b.txt", "no right to read")]
    write_parquet(failed, tmp_path / "parquet")
    found = Store(tmp_path).sql("SELECT document, uri, status FROM documents").rows()
    assert [row["document"] for row in found] == ["unread:a\\udcff.txt", "unread:b.txt"]
    assert {row["status"] for row in found} == {"failed"}


@pytest.mark.parametrize("form", ["parquet", "duckdb", "csv", "xlsx", "jsonl", "ics", "graphml"])
def test_empty_collection(tmp_path: Path, form: str) -> None:
    (tmp_path / "none.jsonl").write_text("")
    target = tmp_path / "target"
    export(tmp_path / "none.jsonl", target, form)  # type: ignore[arg-type]
    assert target.exists()
    if form in ("parquet", "duckdb"):
        with Store(target) as store:
            assert [len(store.table(table)) for table in TABLES] == [0] * len(TABLES)
            assert [len(store.sql(f"SELECT * FROM {view}")) for view in VIEWS] == [0] * len(VIEWS)  # noqa: S608
    if form == "csv":
        assert {path.stem for path in target.iterdir()} == set(TABLES)


# --- views ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["parquet", "plans.duckdb"])
def test_views_on_the_corpus(folder: Path, place: str) -> None:
    """Each view against the same question asked of the records in Python."""
    with Store(folder / place) as store:
        found = {view: store.sql(f"SELECT * FROM {view}").rows() for view in VIEWS}  # noqa: S608
    told = Counter(
        (actor.agency, actor.role, one.task, record.header.province)
        for record in corpus()
        for one in record.assignments
        for actor in one.actors
    )
    assert told == Counter((r["agency"], r["role"], r["task"], r["province"]) for r in found["who_does_what"])
    mentions = Counter(
        citation.instrument.key
        for record in corpus()
        for citation in record.citations
        if citation.instrument.key and citation.form != "self"
    )
    assert mentions == {row["key"]: row["mentions"] for row in found["cited_instruments"]}
    months = Counter(
        row["due"].replace(day=1) for record in corpus() for row in rows(record)["deadlines"] if row["due"]
    )
    assert months == {row["month"]: row["deadlines"] for row in found["deadlines_by_month"]}
    provinces = Counter(record.header.province for record in corpus() for _ in record.targets)
    counted: Counter[str | None] = Counter()
    for row in found["targets_by_province"]:
        counted[row["province"]] += row["targets"]
    assert counted == provinces


def test_views_say_what_their_names_say(tmp_path: Path) -> None:
    """Two plans: an assignment with two deadlines in a month is one, a target's year comes from its deadline."""
    april = deadline("d1", relation="before", start=date(2026, 5, 1), end=date(2026, 5, 1))
    also = deadline("d2", relation="by", end=date(2026, 4, 15))
    target = Target(
        id="t1",
        span=Span(0, 3),
        text="80%",
        rule="r",
        confidence=1.0,
        comparator="ge",
        value=80.0,
        deadline="d1",
        unit="%",
    )
    section = Section(id="s1", level=1, heading="Việc của Sở", role="task", span=Span(0, 9))
    one = record_of(
        1,
        deadlines=(april, also),
        targets=(target, replace(target, id="t2", value=90.0)),
        assignments=(assignment(deadlines=("d1", "d2"), section="s1"),),
        sections=(section,),
    )
    two = record_of(2, deadlines=(april,), targets=(replace(target, value=70.0),))
    write_parquet([one, two], tmp_path / "parquet")
    with Store(tmp_path) as store:
        months = store.sql("SELECT * FROM deadlines_by_month").rows()
        assert months == [{"month": date(2026, 4, 1), "deadlines": 3, "assignments": 1, "documents": 2}]
        (province,) = store.sql("SELECT * FROM targets_by_province").rows()
        assert (province["province"], province["year"], province["targets"], province["documents"]) == (
            "Lai Châu",
            2026,
            3,
            2,
        )
        assert (province["value_min"], province["value_median"], province["value_max"]) == (70.0, 80.0, 90.0)
        (task,) = store.sql("SELECT * FROM who_does_what").rows()
        assert (task["agency"], task["due"], task["section"], task["designation"]) == (
            "Sở Nuôi ong tỉnh Lai Châu",
            date(2026, 4, 15),
            "Việc của Sở",
            "19/KH-UBND",
        )


# --- spreadsheets ---------------------------------------------------------------------------------------------------

PAYLOADS = (
    '=HYPERLINK("http://x.example","Sở")',
    "=1+1",
    "+84 lập sổ",
    "- Lập sổ đàn ong",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "#N/A",
    "Lập sổ; =1+1",
)


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from zipfile import ZipFile

    records = [record_of(n, assignments=(assignment(task, ()),)) for n, task in enumerate(PAYLOADS)]
    write_xlsx(records, tmp_path / "plans.xlsx")
    with ZipFile(tmp_path / "plans.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == len(TABLES)
        for name in sheets:
            assert b"<f>" not in archive.read(name)
            assert b"<f " not in archive.read(name)
    sheet = openpyxl.load_workbook(tmp_path / "plans.xlsx")["assignments"]
    head = [cell.value for cell in sheet[1]]
    cells = [row[head.index("task")] for row in sheet.iter_rows(min_row=2)]
    # XML reads a carriage return as a line feed
    assert [cell.value.replace("\n", "\r") for cell in cells] == list(PAYLOADS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [True] * 8 + [False]


def test_limits_of_excel(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    long = assignment("ong " * 10_000, ())
    old = record_of(2, deadlines=(deadline(end=date(1886, 1, 1)),), assignments=(assignment("a\x00b\x0bc"),))
    written = write_xlsx([record_of(1, assignments=(long,)), old], tmp_path / "plans.xlsx", sheet_rows=1)
    assert (written.cut, written.rows["assignments"]) == (2, 2)  # text and task
    book = openpyxl.load_workbook(tmp_path / "plans.xlsx")
    assert "assignments 2" in book.sheetnames
    task = [column.name for column in TABLES["assignments"]].index("task")
    first, second = (
        list(book[name].iter_rows(min_row=2, values_only=True)) for name in ("assignments", "assignments 2")
    )
    assert len(first[0][task]) == 32_767
    assert second[0][task] == "abc"
    due = [column.name for column in TABLES["deadlines"]].index("due")
    assert next(book["deadlines"].iter_rows(min_row=2, values_only=True))[due] == "1886-01-01"


def test_csv(tmp_path: Path) -> None:
    """What is read back is what the rows have; with a byte order mark a formula is none."""
    records = [record_of(n, assignments=(assignment(task, ()),)) for n, task in enumerate(PAYLOADS)]
    counts = write_csv([*corpus(), *records], tmp_path / "plain", bom=False)
    assert counts["assignments"] == len(PAYLOADS) + sum(len(record.assignments) for record in corpus())
    with (tmp_path / "plain" / "assignments.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["task"] for row in read][-len(PAYLOADS) :] == list(PAYLOADS)
    told = [" | ".join(one.deadlines) for record in corpus() for one in record.assignments]
    assert [row["deadlines"] for row in read][: len(told)] == told
    write_csv(records, tmp_path / "excel", ["who_does_what", "assignments", "deadlines"], bom=True)
    assert {path.name for path in (tmp_path / "excel").iterdir()} == {
        "assignments.csv",
        "deadlines.csv",
        "who_does_what.csv",
    }
    for name in ("assignments", "who_does_what"):
        assert (tmp_path / "excel" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        with (tmp_path / "excel" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            tasks = sorted(row["task"] for row in csv.DictReader(file))
        assert tasks == sorted(task if task.startswith(("#", "Lập")) else "'" + task for task in PAYLOADS)
    with pytest.raises(UsageError, match="is no table or view"):
        write_csv(records, tmp_path / "other", ["plans"])


# --- calendars ------------------------------------------------------------------------------------------------------

RULES = [
    ("FREQ=MONTHLY;BYMONTHDAY=25", [date(2026, 1, 25), date(2026, 2, 25), date(2026, 3, 25)]),
    ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20", [date(2026, 3, 20), date(2026, 6, 20), date(2026, 9, 20)]),
    ("FREQ=WEEKLY;BYDAY=FR", [date(2026, 1, 2), date(2026, 1, 9), date(2026, 1, 16)]),
    ("FREQ=WEEKLY", [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)]),
    ("FREQ=MONTHLY;INTERVAL=3", [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]),
    ("FREQ=MONTHLY;INTERVAL=6", [date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1)]),
    ("FREQ=YEARLY", [date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)]),
    ("FREQ=DAILY", [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]),
    ("FREQ=YEARLY;BYMONTH=6", [date(2026, 6, 1), date(2027, 6, 1), date(2028, 6, 1)]),
]


@pytest.mark.parametrize(("rule", "days"), RULES)
def test_calendar_round_trip_of_rules(tmp_path: Path, rule: str, days: list[date]) -> None:
    """The plan is for 2026; its rules are read back, and tell these days."""
    icalendar = pytest.importorskip("icalendar")
    from dateutil.rrule import rrulestr

    record = record_of(deadlines=(replace(deadline(rrule=rule), kind="recurring"),), assignments=(assignment(),))
    assert tuple(write_calendars([record], tmp_path / "calendars")) == (1, 1, 0)
    text = (tmp_path / "calendars" / "so-nuoi-ong-tinh-lai-chau.ics").read_bytes()
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    start = event["dtstart"].dt
    assert type(start) is date
    assert event["dtend"].dt.toordinal() == start.toordinal() + 1
    read = event["rrule"].to_ical().decode()
    assert {*read.split(";")} == {*rule.split(";")}
    found = rrulestr(read, dtstart=datetime(start.year, start.month, start.day))  # noqa: DTZ001
    assert [day.date() for day, _ in zip(found, range(3), strict=False)] == days


def test_calendars_of_the_corpus(tmp_path: Path) -> None:
    """One for each body in the lead; every event is whole, and the same whenever it is made."""
    icalendar = pytest.importorskip("icalendar")

    made = write_calendars(corpus(), tmp_path / "one")
    write_calendars(corpus(), tmp_path / "two")
    uids = []
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        for event in calendar.walk("VEVENT"):
            assert not event.errors
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION"} <= set(event)
            uids.append(str(event["uid"]))
    assert len(set(uids)) == len(uids) == made.events
    leads = {
        actor.agency
        for record in corpus()
        for one in record.assignments
        if any(d.end or d.rrule for d in record.deadlines if d.id in one.deadlines)
        for actor in one.actors
        if actor.role == "lead"
    }
    assert len(list((tmp_path / "one").iterdir())) == made.calendars == len(leads)


def test_what_a_calendar_says(tmp_path: Path) -> None:
    icalendar = pytest.importorskip("icalendar")

    before = deadline(relation="before", start=date(2026, 5, 1), end=date(2026, 5, 1))
    task = "Lập sổ, đánh số; báo\x00 cáo \\ " + "ong " * 60
    write_calendars([record_of(deadlines=(before,), assignments=(assignment(task),))], tmp_path / "c")
    calendar = icalendar.Calendar.from_ical(next((tmp_path / "c").iterdir()).read_bytes())
    assert calendar["x-wr-calname"] == "Sở Nuôi ong tỉnh Lai Châu"
    (event,) = calendar.walk("VEVENT")
    assert event["dtstart"].dt == date(2026, 4, 30)
    assert event["summary"].startswith("Lập sổ, đánh số; báo cáo \\ ong")
    assert len(event["summary"]) <= 120
    assert event["description"].splitlines()[0] == " ".join(task.replace("\x00", " ").split())
    assert "Kế hoạch 19/KH-UBND Ủy ban nhân dân tỉnh Lai Châu" in event["description"].splitlines()


def test_deadlines_without_days_are_told(tmp_path: Path) -> None:
    """A duration, a rule of a plan that has no day, nobody in the lead: no event, but counted."""
    pytest.importorskip("icalendar")
    undated = record_of(1).header.__class__(document_type="Kế hoạch")
    records = [
        record_of(1, deadlines=(deadline(duration="P10D"),), assignments=(assignment(),)),
        record_of(2, deadlines=(deadline(rrule="FREQ=YEARLY"),), assignments=(assignment(),), header=undated),
        record_of(3, deadlines=(deadline(end=date(2026, 1, 1)),), assignments=(assignment(actors=()),)),
    ]
    assert tuple(write_calendars(records, tmp_path / "c")) == (0, 0, 3)


def test_groups_of_two_provinces_are_two(tmp_path: Path) -> None:
    pytest.importorskip("icalendar")
    actor = Actor(span=Span(0, 3), text="các xã", agency="các xã", role="lead")
    group = Agency(
        id="g1",
        span=Span(0, 3),
        text="các xã",
        rule="r",
        confidence=1.0,
        name="các xã",
        kind="collective",
        collective=True,
    )
    parts = {
        "agencies": (group,),
        "assignments": (assignment(actors=(actor,)),),
        "deadlines": (deadline(end=date(2026, 1, 1)),),
    }
    one, two = record_of(1, **parts), record_of(2, **parts)
    two = two.model_copy(update={"header": replace(two.header, province="Sơn La")})
    write_calendars([one, two], tmp_path / "c")
    assert sorted(path.name for path in (tmp_path / "c").iterdir()) == ["cac-xa-lai-chau.ics", "cac-xa-son-la.ics"]


def test_names_of_calendars_that_fall_together(tmp_path: Path) -> None:
    pytest.importorskip("icalendar")
    actors = tuple(Actor(span=Span(0, 3), text=name, agency=name, role="lead") for name in ("Tổ Ba", "Tổ Bà", "…"))
    parts = {"assignments": (assignment(actors=actors),), "deadlines": (deadline(end=date(2026, 1, 1)),)}
    assert write_calendars([record_of(1, **parts)], tmp_path / "c").calendars == 3
    assert len(list((tmp_path / "c").glob("*.ics"))) == 3


@pytest.mark.parametrize(
    "rule", ["FREQ=HOURLY", "hằng năm", "", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYDAY=XX"]
)
def test_rules_without_a_day(rule: str) -> None:
    assert first_day(rule, date(2026, 1, 1)) is None


# --- command line ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["parquet", "duckdb", "csv", "xlsx", "jsonl", "ics", "graphml"])
def test_command(tmp_path: Path, form: str) -> None:
    (tmp_path / "plans.jsonl").write_text("".join(record.to_json() + "\n" for record in corpus()), "utf-8")
    target = tmp_path / "target"
    call = ["export", str(tmp_path / "plans.jsonl"), "--format", form, "--output", str(target)]
    result = CliRunner().invoke(cli, call, catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert str(target) in result.stderr
    assert target.exists()
    if form == "jsonl":
        assert target.read_bytes() == (tmp_path / "plans.jsonl").read_bytes()


def test_places_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "plans.jsonl").write_text(record_of().to_json() + "\n", "utf-8")
    for form in ("parquet", "duckdb"):
        assert CliRunner().invoke(cli, ["export", str(tmp_path), "--format", form]).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parquet", "plans.duckdb", "plans.jsonl"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--format", "csv"], "say where to write"),
        (["--format", "jsonl", "--table", "targets", "--output", "x"], "tables can be chosen for csv and xlsx"),
        (["--format", "xlsx", "--bom", "--output", "x"], "is for csv"),
        (["--format", "jsonl", "--output", "no/such/x"], "does not exist"),
        (["--format", "duckdb", "--output", "no/such/x"], "does not exist"),
    ],
)
def test_calls_that_cannot_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plans.jsonl").write_text(record_of().to_json() + "\n", "utf-8")
    result = CliRunner().invoke(cli, ["export", ".", *options])
    message = str(result.exception) if isinstance(result.exception, UsageError) else result.stderr
    assert told in message


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_module, "find_spec", lambda _: None)
    for form in ("parquet", "duckdb", "xlsx", "ics"):
        with pytest.raises(UsageError, match=r"pip install 'vnplan\[(store|export)\]'"):
            export([record_of()], tmp_path / "x", form)  # type: ignore[arg-type]
    assert export([record_of()], tmp_path / "csv", "csv")  # needs nothing but Python
