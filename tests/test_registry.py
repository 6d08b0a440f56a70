"""Registries: read from files; looked up exactly, by other names, folded, nearly; of several nothing is chosen."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest

import vnplan
from vnplan.core.issues import UsageError
from vnplan.knowledge import Knowledge
from vnplan.registry import COLUMNS, Entry, Match, Registry, Unmatched
from vnplan.registry.table import write_csv

ROWS = [
    Entry("a", "Quyết định", "12/QĐ-TTg", "Đề án A", "Thủ tướng Chính phủ", "2019-01-05"),
    Entry("b", "Quyết định", "12/QĐ-TTg", "Đề án B", "Thủ tướng Chính phủ", "2020-01-09"),
    Entry("c", "Nghị định", "30/2020/NĐ-CP", "công tác văn thư", "Chính phủ", "2020-03-05", aliases=("Nghị định 30",)),
    Entry("d", "Luật", "45/2013/QH13", "Đất đai", "Quốc hội", "2013-11-29", "2014-07-01", "2024-07-31", "replaced"),
    Entry("e", "Luật", "31/2024/QH15", "Đất đai", "Quốc hội", "2024-01-18", "2024-08-01", status="in_force"),
    Entry("f", "Luật", "16/2017/QH14", "Lâm nghiệp", "Quốc hội", "2017-11-15", "2019-01-01", status="in_force"),
    Entry("g", "Kế hoạch", "9/KH-UBND", "", "Ủy ban nhân dân tỉnh Cà Mau", "2024-02-02"),
    Entry("h", "Kế hoạch", "9/KH-UBND", "", "Ủy ban nhân dân tỉnh Lai Châu", "2024-02-02"),
    Entry("i", "Nghị quyết", "18-NQ/TW", "", "Ban Chấp hành Trung ương", "2017-10-25"),
    Entry("j", "Nghị quyết", "18-NQ/TW", "", "Ban Chấp hành Trung ương", "2022-06-16"),
    Entry("k", "Thông tư", "05/2020/TT-BTC", "", "Bộ Tài chính", "2020-01-20"),
    Entry("m", "Luật", "65/2025/QH15", "Tổ chức chính quyền địa phương", "Quốc hội", "2025-02-19"),
    Entry("n", "Luật", "72/2025/QH15", "Tổ chức chính quyền địa phương", "Quốc hội", "2025-06-16"),
    Entry("l", "Luật", "63/2020/QH14", "Phòng, chống thiên tai và Luật Đê điều", "Quốc hội", "2020-06-17"),
]
REGISTRY = Registry([entry.row() for entry in ROWS])

FOUND = [
    (("Nghị định", "30/2020/NĐ-CP"), "c", "exact", ()),
    (("Nghị định", "30/2020/NĐ-CP", "2020-03-05"), "c", "exact", ()),
    (("Nghị định", "30/2020/NĐ-CP", "2020"), "c", "exact", ()),
    (("Nghị định", "30/2020/NĐ-CP", "2020-03-15"), "c", "exact", ("issued_on",)),  # a wrong day
    (("Nghị định", "30/2020/NĐ-CP", "2019-03-05"), "c", "exact", ("issued_on",)),  # the number has its year
    (("Thông tư", "30/2020/NĐ-CP"), "c", "exact", ("type",)),
    (("Nghị định", "30/2020/ND-CP"), "c", "folded", ()),
    (("Nghị định", "30/2020/nđ-cp"), "c", "folded", ()),
    (("Nghị định", "30/2020/NĐ-C"), "c", "fuzzy", ()),
    (("Thông tư", "5/2020/TT-BTC"), "k", "folded", ()),
    (("Quyết định", "12/QĐ-TTg", "2019-01-05"), "a", "exact", ()),
    (("Quyết định", "12/QĐ-TTg", "2020"), "b", "exact", ()),
    (("Quyết định", "12/QĐ-TTg", "2020-01-19"), "b", "exact", ("issued_on",)),
    (("Nghị định", "30"), "c", "alias", ()),
    (("Luật", None, None, None, "Đất đai năm 2013"), "d", "exact", ()),
    (("Luật", None, "2024-01-18", None, "Đất đai"), "e", "exact", ()),
    (("Luật", None, None, None, "LÂM NGHIỆP"), "f", "exact", ()),
    (("Luật", None, "2017-11-05", None, "Lâm nghiệp"), "f", "exact", ("issued_on",)),
    (("Luật", None, "2025-06-16", None, "Tổ chức chính quyền địa phương"), "n", "exact", ()),
    (("Luật", None, None, None, "Phòng chống thiên tai và Luật Đê điêu"), "l", "folded", ()),
    (("Luật", None, None, None, "Phòng chống thiên tai và Luật Đê điề"), "l", "fuzzy", ()),
    (("Kế hoạch", "9/KH-UBND", "2024-02-02", "Ủy ban nhân dân tỉnh Lai Châu"), "h", "exact", ()),
    (("Nghị quyết", "18-NQ/TW", "2022-06-16"), "j", "exact", ()),
]
NOT_FOUND = [
    (("Nghị định", "31/2020/NĐ-CP"), "unknown"),
    (("Nghị định", "30/2021/NĐ-CP"), "unknown"),
    (("Quyết định", "12/QĐ-TTg"), "several"),
    (("Quyết định", "13/QĐ-TTg", "2019-01-05"), "unknown"),
    (("Nghị quyết", "18-NQ/TW"), "several"),
    (("Kế hoạch", "9/KH-UBND", "2024-02-02"), "several"),
    (("Luật", None, None, None, "Đất đai"), "several"),
    (("Luật", None, "2003", None, "Đất đai"), "other_year"),
    (("Luật", None, "2025", None, "Tổ chức chính quyền địa phương"), "several"),
    (("Luật", None, None, None, "Đê điều"), "unknown"),
    (("Thông tư", "06/2020/TT-BTC"), "unknown"),  # another number is another instrument
    (("Thông tư", "05/2020/TT-BCT"), "unknown"),  # two letters changed places: another ministry
    ((None, None), "unknown"),
]


@pytest.mark.parametrize(("said", "id", "how", "conflicts"), FOUND)
def test_what_is_found(said: tuple[str | None, ...], id: str, how: str, conflicts: tuple[str, ...]) -> None:
    match = REGISTRY.find(*said)
    assert isinstance(match, Match)
    assert (match.entry.id, match.how, match.conflicts) == (id, how, conflicts)


@pytest.mark.parametrize(("said", "why"), NOT_FOUND)
def test_what_is_not(said: tuple[str | None, ...], why: str) -> None:
    found = REGISTRY.find(*said)
    assert isinstance(found, Unmatched)
    assert not found
    assert found.why == why


def test_one_year_of_a_number_without_year() -> None:
    """`5/QĐ-TTg` of 2019 is not that of 2021."""
    registry = Registry([Entry("x", "Quyết định", "5/QĐ-TTg", issued_on="2021-01-04").row()])
    found = registry.find("Quyết định", "5/QĐ-TTg", "2019-01-04")
    assert isinstance(found, Unmatched)
    assert found.why == "other_year"


@pytest.mark.parametrize(
    ("on", "id"), [("2020-05-01", "d"), ("2024-07-31", "d"), ("2024-08-01", "e"), ("2012-01-01", None)]
)
def test_the_law_in_force(on: str, id: str | None) -> None:
    found = REGISTRY.find("Luật", None, None, None, "Đất đai", on=on)
    assert (found.entry.id if isinstance(found, Match) else None) == id


def test_entries_and_rows() -> None:
    """A row is an entry and back; the registry has its rows by id."""
    for entry in ROWS:
        assert Entry.of(entry.row()) == entry
        assert REGISTRY.by_id(entry.id) == entry
    assert list(REGISTRY) == ROWS
    assert REGISTRY.by_id("no such") is None


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_files(ending: str, tmp_path: Path) -> None:
    """One registry from CSV, JSON Lines and Parquet; own rows go before those of the package."""
    path = tmp_path / f"mine{ending}"
    if ending == ".csv":
        write_csv([entry.row() for entry in ROWS], path)
    else:
        plain = [dict(zip(COLUMNS, entry.row(), strict=True)) for entry in ROWS]
        if ending == ".jsonl":
            path.write_text("\n".join(json.dumps(row) for row in plain), encoding="utf-8")
        else:
            pa = pytest.importorskip("pyarrow")
            parquet = pytest.importorskip("pyarrow.parquet")
            parquet.write_table(pa.Table.from_pylist(plain), path)
    mine = Registry.load(path, with_default=False)
    assert list(mine) == ROWS
    both = Registry.load(path)
    assert len(ROWS) < len(both) < len(ROWS) + len(Registry.default())  # own rows in place of the package's
    found = both.find("Nghị định", "30/2020/NĐ-CP")
    assert isinstance(found, Match)
    assert found.entry.id == "c"


def test_few_columns_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("\ufeffdesignation,id,note\n7/QĐ-ABC,one,x\n", encoding="utf-8")
    assert list(Registry.load(path, with_default=False)) == [Entry("one", designation="7/QĐ-ABC")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"x,y\n1,2\n", "no registry"),
        ("a.csv", b"id,designation\n\xff\xfe\n", "not UTF-8"),
        ("a.jsonl", b"{", "line 1"),
        ("a.jsonl", b"[]", "not an object"),
        ("a.jsonl", b'{"name": 1}', "no registry"),
    ],
)
def test_what_is_no_registry(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=message):
        Registry.load(tmp_path / name)
    with pytest.raises(UsageError, match=r"none\.csv"):
        Registry.load(tmp_path / "none.csv")


def test_a_registry_of_ones_own_in_a_record() -> None:
    """What it knows of an instrument is in the record: the way to it, the date that the text does not say."""
    registry = Registry([Entry("own", "Quyết định", "71/QĐ-STC", "", "Sở Tài chính tỉnh Cà Mau", "2024-05-06").row()])
    record = vnplan.parse("Thực hiện Quyết định số 71/QĐ-STC.", knowledge=Knowledge(registry=registry))
    (citation,) = record.citations
    assert citation.known is not None
    assert (citation.known.id, citation.known.how) == ("own", "exact")
    assert citation.instrument.key == "vn;ca.mau/so.tai.chinh/quyet.dinh/2024/71-qd-stc"
    assert citation.instrument.issued_on is None  # the text does not say it


OWN = Entry("own", "Kế hoạch", "9/KH-UBND", "", "Ủy ban nhân dân tỉnh Cà Mau", "2024-02-02")
HEAD = "ỦY BAN NHÂN DÂN\nTỈNH {}\nSố: 3/KH-UBND\n\n{}, ngày 05 tháng 5 năm 2024\n\nKẾ HOẠCH\nTrồng rừng\n\n"


def test_a_number_of_another_province_is_another_instrument() -> None:
    """The only row with a number is not taken where issuer or document are of another province."""
    registry = Registry([OWN.row()])
    assert not registry.find("Kế hoạch", "9/KH-UBND", "2024-02-02", "Ủy ban nhân dân tỉnh Lai Châu")
    for province, known in (("Cà Mau", "own"), ("Lai Châu", None)):
        text = HEAD.format(province.upper(), province) + "Thực hiện Kế hoạch số 9/KH-UBND ngày 02/02/2024.\n"
        (citation,) = vnplan.parse(text, knowledge=Knowledge(registry=registry)).citations
        assert (citation.known.id if citation.known else None) == known
        assert citation.instrument.key is not None
        assert citation.instrument.key.startswith("vn;ca.mau/" if known else "vn;lai.chau/")


def test_an_entry_later_than_the_plan_is_another_instrument() -> None:
    """Numbers are given anew in each term of the Party: `07-CT/TW` of 2021 is not that of 2026."""
    registry = Registry([Entry("later", "Chỉ thị", "07-CT/TW", "", "Bộ Chính trị", "2026-07-13").row()])
    text = HEAD.format("CÀ MAU", "Cà Mau") + "Căn cứ Chỉ thị số 07-CT/TW của Ban Bí thư về tiêm chủng;\n"
    (citation,) = vnplan.parse(text, knowledge=Knowledge(registry=registry)).citations
    assert citation.instrument.designation == "07-CT/TW"
    assert citation.known is None
    assert "2026" not in (citation.instrument.urn or "")


@pytest.mark.parametrize("running", [True, False])
def test_the_garbage_collector_is_left_as_it_was(running: bool) -> None:
    """It rests while an index is built, no longer and no shorter."""
    registry = Registry.load()
    (gc.enable if running else gc.disable)()
    try:
        assert registry.find("Nghị định", "30/2020/ND-CP", "2020-03-05")
        assert not registry.find("Nghị định", "30/2020/NĐQ-CP", "2020-03-06")
        assert gc.isenabled() is running
    finally:
        gc.enable()
