"""Agencies: a table of cases, the rows' own examples, and what must hold for any text."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import calls_of

import vnplan
from vnplan.core.document import Document, Header, Signer, Source
from vnplan.core.mentions import Agency
from vnplan.core.text import Text
from vnplan.extract import agencies
from vnplan.knowledge import Knowledge
from vnplan.knowledge.agency_patterns import folded_name
from vnplan.knowledge.agency_places import region
from vnplan.knowledge.load import read_toml
from vnplan.normalise import normalise

CASES = tomllib.loads((Path(__file__).parent / "cases" / "agencies.toml").read_text(encoding="utf-8"))["case"]
VARIETY = tomllib.loads((Path(__file__).parent / "cases" / "agencies_variety.toml").read_text(encoding="utf-8"))["case"]
NAMES = tomllib.loads((Path(__file__).parent / "cases" / "agencies_names.toml").read_text(encoding="utf-8"))["case"]
KNOW = Knowledge.default()
HA_TINH = Header(province="Hà Tĩnh", issuer="Ủy ban nhân dân tỉnh Hà Tĩnh")
PLANTED = (
    "Sở Tài chính",
    "Sở LĐ-TB&XH",
    "UBND các huyện, thị xã, thành phố",
    "Ban Chỉ đạo Chuyển đổi số tỉnh",
    "các cơ quan, đơn vị liên quan",
    "Chủ tịch UBND cấp xã",
    "Trung tâm Khuyến nông tỉnh",
    "cấp có thẩm quyền",
)
WORDS = st.sampled_from("rà soát kết quả năm trước nhanh hơn mười lăm ngày nắng đẹp gạo trắng nước trong".split())


def found(raw: str, header: Header = HA_TINH, *, folded: bool = True) -> list[tuple[str, Agency]]:
    """The agencies of a text with their words."""
    text = normalise(raw) if folded else Text.of(raw)
    doc = Document(source=Source(uri="", sha256=""), text=text, header=header)
    return [(doc.quote(agency.span), agency) for agency in agencies.find(doc, KNOW)]


def only(raw: str, header: Header = HA_TINH) -> Agency:
    """The one agency of a text."""
    [(_, agency)] = found(raw, header)
    return agency


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, object]) -> None:
    """Words and full names of one line."""
    got = [words if words == agency.name else f"{words} => {agency.name}" for words, agency in found(str(case["text"]))]
    assert got == case["expect"]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=[pytest.mark.xfail(strict=True)] * case.get("fails", False)) for case in VARIETY],
    ids=[case["id"] for case in VARIETY],
)
def test_variety(case: dict[str, str]) -> None:
    """The exact spans in the words of communes, districts, departments, ministries, enterprises."""
    header = Header(province="Hà Tĩnh", issuer=case.get("issuer", "Ủy ban nhân dân tỉnh Hà Tĩnh"))
    assert [words for words, _ in found(case["text"], header)] == case["expect"]


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case["id"])
def test_whose_body(case: dict[str, str]) -> None:
    """Whose body a name means, and what is none."""
    header = Header(
        province=case.get("province", "Hà Tĩnh") or None,
        issuer=case.get("issuer", "Ủy ban nhân dân tỉnh Hà Tĩnh"),
    )
    named = [(words, agency.name) for words, agency in found(case["text"], header)]
    got = [words if words == name else f"{words} => {name}" for words, name in named]
    assert got == case["expect"]


def test_cases_have_names_of_their_own() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 120


def test_rows_find_their_examples() -> None:
    assert list(agencies.problems(KNOW)) == []


@pytest.mark.parametrize("row", KNOW.agencies.rows, ids=lambda row: row.id)
def test_every_row_is_found_by_its_names(row: object) -> None:
    """A name and all its spellings lead to their row, or to one that shares the spelling."""
    for name in (row.name, *row.variants):  # type: ignore[attr-defined]
        assert KNOW.agencies.row_of(name) is not None
        assert folded_name(name) == folded_name(name.upper())


def test_successors_exist() -> None:
    """What an agency went over into is an agency."""
    for row in KNOW.agencies.rows:
        assert row.successor is None or row.successor in KNOW.agencies.by_name, row.id
        assert row.successor is None or row.valid_to is not None, row.id


@pytest.mark.parametrize(
    ("raw", "kind", "level", "collective"),
    [
        ("Sở Tài chính", "state", "province", False),
        ("Bộ Tài chính", "state", "central", False),
        ("UBND xã Cẩm Bình", "state", "commune", False),
        ("UBND các xã, phường", "state", "commune", True),
        ("UBND huyện Can Lộc", "state", "district", False),
        ("Tỉnh ủy", "party", "province", False),
        ("Hội Nông dân tỉnh", "front_or_union", "province", False),
        ("Tòa án nhân dân tỉnh", "court_procuracy", "province", False),
        ("Trung tâm Khuyến nông tỉnh", "public_service_unit", "province", False),
        ("Đài Truyền hình Việt Nam", "media", "central", False),
        ("Giám đốc Sở Y tế", "person_in_office", "province", False),
        ("các sở, ban, ngành", "collective", None, True),
        ("Hiệp hội Du lịch tỉnh", "other", "province", False),
        ("UBND các huyện, thị xã, thành phố", "state", "district", True),
        ("Ủy ban nhân dân thị xã Kỳ Anh", "state", "district", False),
        ("Liên đoàn Lao động thành phố Sa Đéc", "front_or_union", "district", False),
        ("Ủy ban nhân dân thành phố Cao Bằng", "state", "district", False),
        ("Ủy ban nhân dân thành phố Đà Nẵng", "state", "province", False),
        ("Ban Chấp hành Thành đoàn Hải Phòng", "front_or_union", None, False),
        ("Ban Thường vụ Hội Cựu chiến binh tỉnh", "front_or_union", "province", False),
        ("Ban Chấp hành Trung ương Đoàn TNCS Hồ Chí Minh", "front_or_union", "central", False),
        ("Ban Chấp hành Đảng bộ tỉnh", "party", "province", False),
        ("Ban Thường vụ Tỉnh ủy", "party", "province", False),
        ("Văn phòng Tổng Bí thư", "party", "central", False),
        ("Chủ tịch nước", "person_in_office", "central", False),
        ("Đảng đoàn Quốc hội", "party", "central", False),
        ("Đảng ủy cơ quan Văn phòng Quốc hội", "party", "central", False),
        ("Thường trực Ủy ban Pháp luật", "state", "central", False),
        ("Đoàn giám sát của Ủy ban Thường vụ Quốc hội", "state", "central", False),
        ("các Ủy ban của Quốc hội", "collective", "central", True),
        ("các thành viên Ban Chỉ đạo tỉnh", "person_in_office", "province", True),
        ("các bộ, ngành", "collective", "central", True),
        ("các Bộ, ngành liên quan", "collective", "central", True),
        ("các bộ, ngành, địa phương", "collective", None, True),
        ("Các Bộ, ngành và địa phương", "collective", None, True),
        ("các chi bộ", "collective", None, True),
        ("các Khu Quản lý đường bộ", "collective", None, True),
        ("các bộ, ngành và cơ quan cấp tỉnh", "collective", None, True),
        ("Thủ trưởng cơ quan ngang bộ", "person_in_office", "central", True),
        ("Ban Bí thư Trung ương Đoàn", "front_or_union", "central", False),
        ("Ban Chỉ đạo Chuyển đổi số Tỉnh ủy", "party", "province", False),
        ("Tổ giúp việc Ban Chỉ đạo 35 Đảng ủy xã", "party", "commune", False),
        ("Ban Chỉ đạo Chuyển đổi số tỉnh", "state", "province", False),
        ("ĐẢNG ỦY PHƯỜNG LỘC NINH", "party", "commune", False),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÔNG TRIỀU", "state", "district", False),
    ],
)
def test_kind_and_level(raw: str, kind: str, level: str | None, collective: bool) -> None:
    agency = only(raw)
    assert (agency.kind, agency.level, agency.collective) == (kind, level, collective)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Căn cứ Luật Tổ chức HĐND và UBND ngày 26/11/2003;", []),
        ("Căn cứ Luật Tổ chức Tòa án nhân dân số 34/2024/QH15; Sở Y tế báo cáo.", ["Sở Y tế"]),
        ("Căn cứ Bộ Luật Hàng hải Việt Nam năm 2015 và Nghị định của Chính phủ;", ["Chính phủ"]),
        ("Thực hiện Kế hoạch số 12/KH-UBND của UBND tỉnh;", ["UBND tỉnh"]),
    ],
)
def test_names_of_laws_name_no_body(raw: str, expected: list[str]) -> None:
    assert [agency.text for agency in vnplan.parse(raw).agencies] == expected


def test_succession_of_department_and_province() -> None:
    """A department merged into another, in a province merged into another."""
    binh_dinh = Header(province="Bình Định", issuer="Ủy ban nhân dân tỉnh Bình Định", issued_on=date(2024, 3, 1))
    assert only("Sở Thông tin và Truyền thông", binh_dinh).successor == "Sở Khoa học và Công nghệ tỉnh Gia Lai"
    assert only("Sở Y tế", binh_dinh).successor == "Sở Y tế tỉnh Gia Lai"
    assert only("Sở Y tế").successor is None
    assert only("Bộ Kế hoạch và Đầu tư").successor == "Bộ Tài chính"


@pytest.mark.parametrize(
    ("raw", "province"),
    [
        ("UBND tỉnh Sóc Trăng", "Sóc Trăng"),
        ("Sở Y tế Sóc Trăng", "Sóc Trăng"),
        ("Tỉnh ủy Sóc Trăng", "Sóc Trăng"),
        ("UBND huyện Kế Sách, tỉnh Sóc Trăng", "Sóc Trăng"),
        ("UBND tỉnh", "Hà Tĩnh"),
        ("UBND huyện Kế Sách", "Hà Tĩnh"),
        ("Công an xã Hòa Bình", "Hà Tĩnh"),
        ("Đoàn TNCS Hồ Chí Minh", "Hà Tĩnh"),
        ("Bộ Y tế", None),
    ],
)
def test_a_body_named_with_its_province_is_of_that_one(raw: str, province: str | None) -> None:
    """The document's province is that of bodies named without one."""
    assert only(raw).province == province


def test_a_signer_whose_family_name_begins_a_body_is_none() -> None:
    header = Header(signers=(Signer(name="Đoàn Ngọc Sơn", position="GIÁM ĐỐC", capacity=None),))
    assert [words for words, _ in found("GIÁM ĐỐC\nĐoàn Ngọc Sơn", header)] == []
    assert [words for words, _ in found("Đoàn Thanh niên tỉnh ra quân.", header)] == ["Đoàn Thanh niên tỉnh"]


def test_successor_in_the_province_named() -> None:
    assert only("Sở Y tế tỉnh Bạc Liêu").successor == "Sở Y tế tỉnh Cà Mau"


def test_the_portal_of_a_central_body_is_central() -> None:
    header = Header(issuer="Thủ tướng Chính phủ")
    assert only("Cổng TTĐT", header).level == "central"
    assert only("Cổng TTĐT").level == "province"
    assert only("Cục trưởng Cục Hóa chất", header).level == "central"
    assert only("Cục trưởng Cục Hóa chất").level is None


def test_city_has_no_tinh() -> None:
    can_tho = Header(province="Cần Thơ", issuer="Ủy ban nhân dân thành phố Cần Thơ")
    assert only("Công an thành phố", can_tho).name == "Công an thành phố Cần Thơ"
    assert only("Sở KH&CN", can_tho).name == "Sở Khoa học và Công nghệ thành phố Cần Thơ"


def test_district_issuer_owns_its_offices() -> None:
    can_loc = Header(province="Hà Tĩnh", issuer="Ủy ban nhân dân huyện Can Lộc")
    assert only("UBND huyện", can_loc).name == "Ủy ban nhân dân huyện Can Lộc"


def test_short_names_inside_a_department() -> None:
    """`Thanh tra`, `Văn phòng`, `Sở` in a department's plan are its own."""
    department = Header(province="Hà Tĩnh", issuer="Sở Y tế tỉnh Hà Tĩnh")
    assert only("- Thanh tra chủ trì việc tiếp công dân.", department).name == "Thanh tra Sở Y tế tỉnh Hà Tĩnh"
    assert only("Văn phòng Sở", department).name == "Văn phòng Sở Y tế tỉnh Hà Tĩnh"
    assert only("báo cáo Sở trước ngày 15.", department).name == "Sở Y tế tỉnh Hà Tĩnh"
    assert found("báo cáo Sở trước ngày 15.") == []


def test_alias_names_a_whole_list() -> None:
    """A list with one plural short name is one group, and the short name means it from there on."""
    text = (
        "Thủ trưởng các sở, ban, ngành, UBND các huyện (sau đây gọi tắt là các đơn vị) báo cáo.\nCác đơn vị tổng kết."
    )
    first, second = found(text)
    assert first[0] == "Thủ trưởng các sở, ban, ngành, UBND các huyện"
    assert second == ("Các đơn vị", second[1])
    assert second[1].name == first[1].name


def test_alias_of_one_body() -> None:
    text = "Ban Chỉ đạo Du lịch tỉnh (gọi tắt là Ban Chỉ đạo) họp hằng quý. Giao Ban Chỉ đạo tổng hợp."
    assert [agency.name for _, agency in found(text)] == ["Ban Chỉ đạo Du lịch tỉnh Hà Tĩnh"] * 2


def test_alias_of_a_plan_is_no_agency() -> None:
    text = "thực hiện Kế hoạch của UBND tỉnh (sau đây gọi tắt là Kế hoạch). Kế hoạch gồm ba phần."
    assert [words for words, _ in found(text)] == ["UBND tỉnh"]


def test_numbered_heading_is_a_group_with_its_clause() -> None:
    heading = "Các sở, ngành chủ trì, quản lý dự án thành phần thuộc Chương trình"
    assert [words for words, _ in found(f"3. {heading}\n- Lập kế hoạch.")] == [heading]
    sentence = "Các sở, ngành chủ trì, quản lý dự án thành phần lập kế hoạch."
    assert [words for words, _ in found(sentence)] == ["Các sở, ngành"]


@given(st.lists(WORDS, max_size=12), st.sampled_from(PLANTED), st.lists(WORDS, max_size=12))
def test_a_planted_name_is_found_at_its_place(before: list[str], name: str, after: list[str]) -> None:
    text = f"{' '.join(before)}. Giao {name} chủ trì {' '.join(after)}".strip()
    assert [words for words, _ in found(text)] == [name]


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*PLANTED, "và", ",", "(", "các ", "thuộc", "İ", "\n"])).map(" ".join)
)
def test_any_text(text: str) -> None:
    """Never raises; names come in order, do not overlap, are not blank."""
    got = found(text, folded=False)
    spans = [agency.span for _, agency in got]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(words and words == words.strip() and agency.name for words, agency in got)


@pytest.mark.parametrize(
    "unit", ["sở, ", "các đơn vị thuộc ", "UBND các xã, ", "Trung tâm Khuyến nông và ", "Chủ tịch các "]
)
def test_work_is_linear(unit: str) -> None:
    """Ten times the text is about ten times the work."""
    small, large = (unit * (size // len(unit)) for size in (2_000, 20_000))
    found(unit, folded=False)  # what is made once is made here
    assert calls_of(lambda: found(large, folded=False)) < 12 * calls_of(lambda: found(small, folded=False))


def test_rows_of_regions() -> None:
    """Every region is found as its examples say."""
    row = read_toml("collectives.toml")["regions"]
    assert all(re.fullmatch(region(), example.lower()) for example in row["examples"])
    assert not any(re.fullmatch(region(), example.lower()) for example in row["not_examples"])
