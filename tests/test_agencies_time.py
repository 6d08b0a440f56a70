"""Agencies in time: who existed when, who took over from whom, who belongs to a group, what mentions mean."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work import calls_of

import vnplan
from vnplan import agencies
from vnplan.agencies import check
from vnplan.agencies.history import History, Node
from vnplan.knowledge import Knowledge
from vnplan.knowledge.successions import Successions

DAY = timedelta(days=1)
KNOW = Knowledge.default()
HISTORY = History(KNOW)

# name, province, day -> full name, or None and a piece of the reason
FOUND = [
    # ministries
    ("Bộ Thủy sản", None, "2006-05-01", "Bộ Thủy sản"),
    ("Bộ Thủy sản", None, "2008-05-01", "ended on 2007-07-31"),
    ("Bộ Công Thương", None, "2007-07-31", "was set up on 2007-08-01"),
    ("Bộ Công Thương", None, "2007-08-01", "Bộ Công Thương"),
    ("Bộ LĐTBXH", None, "2025-02-28", "Bộ Lao động - Thương binh và Xã hội"),
    ("Bộ LĐTBXH", None, "2025-03-01", "Bộ Nội vụ took over"),
    ("Bộ NN&MT", None, "2025-02-28", "was set up on 2025-03-01"),
    ("Bộ NN&MT", None, "2025-03-01", "Bộ Nông nghiệp và Môi trường"),
    ("Ủy ban Dân tộc", None, "2025-02-28", "Ủy ban Dân tộc"),
    ("Bộ Dân tộc và Tôn giáo", None, "2024-05-01", "was set up on 2025-03-01"),
    ("Bộ KH&ĐT", None, "2026-01-01", "Bộ Tài chính took over"),
    ("Bộ Khoa học, Công nghệ và Môi trường", None, "2003-01-01", "ended on 2002-08-04"),
    ("Ủy ban Thể dục Thể thao", None, "2005-03-01", "Ủy ban Thể dục Thể thao"),
    ("Tổng cục Du lịch", None, "2006-03-01", "Tổng cục Du lịch"),
    ("Thanh tra Nhà nước", None, "2004-09-30", "Thanh tra Nhà nước"),
    ("Thanh tra Chính phủ", None, "2004-09-30", "was set up on 2004-10-01"),
    ("Ban Tuyên giáo Trung ương", None, "2025-02-03", "Ban Tuyên giáo và Dân vận Trung ương took over"),
    ("Ban Kinh tế Trung ương", None, "2024-12-01", "Ban Kinh tế Trung ương"),
    ("Cục Thống kê", None, "2025-03-01", "Cục Thống kê"),
    ("Ủy ban Pháp luật và Tư pháp", None, "2025-02-20", "was set up on 2025-03-01"),
    # departments and what stands over them
    ("Sở TT&TT", "Bình Định", "2023-05-01", "Sở Thông tin và Truyền thông tỉnh Bình Định"),
    (
        "Sở Thông tin và Truyền thông tỉnh Bình Định",
        None,
        "2025-03-01",
        "Sở Khoa học và Công nghệ tỉnh Bình Định took over",
    ),
    ("Sở KH&CN", "Gia Lai", "2026-01-01", "Sở Khoa học và Công nghệ tỉnh Gia Lai"),
    ("Sở KH&CN tỉnh Bình Định", None, "2026-01-01", "as tỉnh Bình Định did"),
    ("Sở Thủy sản tỉnh Hà Tây", None, "2006-01-01", "Sở Thủy sản tỉnh Hà Tây"),
    ("Sở Nội vụ tỉnh Hà Tây", None, "2008-08-01", "Sở Nội vụ thành phố Hà Nội took over"),
    ("Sở Công Thương", "Nghệ An", "2008-02-29", "was set up on 2008-03-01"),
    ("Ban Dân tộc", "Lào Cai", "2024-06-01", "Ban Dân tộc tỉnh Lào Cai"),
    ("Sở Giao thông công chánh", "Hồ Chí Minh", "2025-04-01", "Sở Giao thông công chánh thành phố Hồ Chí Minh"),
    ("Sở Tài chính", None, "2024-01-01", "Sở Tài chính"),
    ("Sở Nội vụ tỉnh Đà Nẵng", None, "2024-01-01", "Đà Nẵng is thành phố, not tỉnh"),
    ("Sở Nội vụ tỉnh Hoa Tiên", None, "2024-01-01", "is no province of the tables"),
    ("Sở Lúa gạo tỉnh Gia Lai", None, "2024-01-01", "no row of the tables has the name"),
    # people's committees, provinces
    ("Uỷ ban nhân dân tỉnh Hoà Bình", None, "2024-01-01", "Ủy ban nhân dân tỉnh Hòa Bình"),
    ("UBND tỉnh Hòa Bình", None, "2025-07-01", "Ủy ban nhân dân tỉnh Phú Thọ took over"),
    ("UBND tỉnh Đắk Nông", None, "2003-06-01", "was set up on 2004-01-01"),
    ("UBND tỉnh Cần Thơ", None, "2003-06-01", "Ủy ban nhân dân tỉnh Cần Thơ"),
    ("UBND thành phố Cần Thơ", None, "2004-06-01", "Ủy ban nhân dân thành phố Cần Thơ"),
    ("UBND thành phố Huế", "Thừa Thiên Huế", "2024-12-31", "Ủy ban nhân dân thành phố Huế"),
    ("UBND tỉnh Thừa Thiên Huế", None, "2025-01-01", "Ủy ban nhân dân thành phố Huế took over"),
    ("Sở Y tế", "Đồng Nai", "2026-04-29", "Sở Y tế tỉnh Đồng Nai"),
    ("Sở Y tế", "Đồng Nai", "2026-04-30", "Sở Y tế thành phố Đồng Nai"),
    ("Sở Y tế", "Đồng Nai", "1999-01-01", "the tables begin on 2002-08-05"),
    # districts and communes
    ("UBND huyện Tây Sơn", "Bình Định", "2025-06-30", "Ủy ban nhân dân huyện Tây Sơn"),
    ("UBND huyện Tây Sơn", "Bình Định", "2025-07-01", "ended on 2025-06-30"),
    ("UBND xã Bình An, huyện Tây Sơn, tỉnh Bình Định", None, "2024-02-01", "Ủy ban nhân dân xã Bình An"),
    ("UBND phường 3", "Tây Ninh", "2024-02-01", "Ủy ban nhân dân phường 3"),
    ("UBND thị trấn Phú Phong", "Bình Định", "2025-08-01", "ended on 2025-06-30"),
    ("UBND đặc khu Phú Quốc", "An Giang", "2025-06-01", "was set up on 2025-07-01"),
    ("UBND đặc khu Phú Quốc", "An Giang", "2025-07-01", "Ủy ban nhân dân đặc khu Phú Quốc"),
    ("Công an huyện Tây Sơn", "Bình Định", "2025-02-28", "Công an huyện Tây Sơn"),
    ("Công an huyện Tây Sơn", "Bình Định", "2025-03-01", "Công an xã took over"),
    ("Công an thành phố Quy Nhơn", "Bình Định", "2024-01-01", "Công an thành phố Quy Nhơn"),
    ("Công an thành phố Hà Nội", None, "2024-01-01", "Công an thành phố Hà Nội"),
    ("Phòng Nông nghiệp và Môi trường huyện Tây Sơn", None, "2025-02-01", "was set up on 2025-03-01"),
    ("Phòng LĐTBXH huyện Tây Sơn", None, "2025-03-01", "Phòng Nội vụ huyện Tây Sơn took over"),
    ("Phòng Văn hóa - Xã hội xã Bình An", "Gia Lai", "2025-06-30", "was set up on 2025-07-01"),
    ("Thanh tra huyện Can Lộc", "Hà Tĩnh", "2025-07-01", "Thanh tra tỉnh Hà Tĩnh took over"),
    ("Tòa án nhân dân huyện Can Lộc", "Hà Tĩnh", "2025-07-01", "Tòa án nhân dân khu vực took over"),
    ("Hội Nông dân huyện Can Lộc", "Hà Tĩnh", "2026-01-01", "as all districts did"),
    # a hospital may keep the name of a former district
    ("Trung tâm Y tế huyện Can Lộc", "Hà Tĩnh", "2026-01-01", "Trung tâm Y tế huyện Can Lộc"),
    # party
    ("Tỉnh ủy Quảng Nam", None, "2025-06-30", "Tỉnh ủy Quảng Nam"),
    ("Tỉnh ủy Quảng Nam", None, "2025-07-01", "Thành ủy Đà Nẵng took over"),
    ("Tỉnh ủy", "Hà Nội", "2020-01-01", "Thành ủy Hà Nội"),
    ("Tỉnh ủy Hà Nội", None, "2020-01-01", "Hà Nội is thành phố, not tỉnh"),
    ("Thành ủy Hải Dương", "Hải Dương", "2024-01-01", "Thành ủy Hải Dương"),
    ("Ban Dân vận Tỉnh ủy Gia Lai", None, "2025-02-03", "Ban Tuyên giáo và Dân vận Tỉnh ủy Gia Lai took over"),
    ("Huyện ủy Tây Sơn", "Bình Định", "2025-07-01", "Đảng ủy took over"),
    # regions, groups, no bodies of towns
    ("Chi cục Hải quan khu vực XIX", None, "2025-10-01", "Chi cục Hải quan khu vực XIX"),
    ("các sở, ban, ngành", "Gia Lai", "2025-10-01", "names a group of bodies"),
    ("UBND cấp xã", "Gia Lai", "2025-10-01", "names a group of bodies"),
    # asked for in a province that began after its end: the one before is meant
    ("Công an huyện Tây Sơn", "Gia Lai", "2026-01-15", "Công an xã took over"),
    ("Sở NN&PTNT", "Gia Lai", "2026-01-15", "Sở Nông nghiệp và Môi trường tỉnh Gia Lai took over"),
    ("Văn phòng ĐĐBQH", "Gia Lai", "2025-10-01", "no row of the tables"),
]


@pytest.mark.parametrize(("name", "province", "on", "told"), FOUND, ids=str)
def test_who_existed(name: str, province: str | None, on: str, told: str) -> None:
    """The full name of the agency on that day, or why there was none."""
    finding = agencies.at(on).check(name, province)
    if finding.agency is not None:
        assert finding.agency.name == told
        assert finding.agency.existed(date.fromisoformat(on))
        assert finding.reason is None
    else:
        assert told in (finding.reason or "")
        assert agencies.at(on).find(name, province) is None


LEVELS = [
    ("UBND thành phố Huế", "Thừa Thiên Huế", "2024-12-31", "district", "thành phố Huế", "Thừa Thiên Huế"),
    ("UBND thành phố Huế", None, "2025-01-01", "province", "thành phố Huế", "Huế"),
    ("UBND thành phố Hải Dương", "Hải Dương", "2024-01-01", "district", "thành phố Hải Dương", "Hải Dương"),
    ("Thành ủy Quy Nhơn", "Bình Định", "2024-01-01", "district", "thành phố Quy Nhơn", "Bình Định"),
    ("Thành ủy Cần Thơ", None, "2024-01-01", "province", "thành phố Cần Thơ", "Cần Thơ"),
    ("Cục Thống kê", "Hà Tĩnh", "2024-01-01", "province", "tỉnh Hà Tĩnh", "Hà Tĩnh"),
    ("Cục Thống kê", None, "2025-04-01", "central", None, None),
    ("Phòng Kinh tế", "Gia Lai", "2025-06-30", "district", None, "Gia Lai"),
    ("Phòng Kinh tế", "Gia Lai", "2025-07-01", "commune", None, "Gia Lai"),
]


@pytest.mark.parametrize("case", LEVELS, ids=str)
def test_level_and_territory(case: tuple[str, str | None, str, str, str | None, str | None]) -> None:
    name, province, on, *expected = case
    found = agencies.at(on).find(name, province)
    assert found is not None
    assert [found.level, found.territory, found.province] == expected


def line(name: str, province: str | None = None, on: str | None = None) -> list[str]:
    """The main line after an agency."""
    return [
        f"{step.on} {step.successor.name}" for step in agencies.successors(name, province, on=on) if step.kind == "main"
    ]


CHAINS = [
    (
        "Sở Thông tin và Truyền thông tỉnh Bình Định",
        "2023-05-01",
        ["2025-03-01 Sở Khoa học và Công nghệ tỉnh Bình Định", "2025-07-01 Sở Khoa học và Công nghệ tỉnh Gia Lai"],
    ),
    (
        "Sở Thủy sản tỉnh Hà Tây",
        None,
        [
            "2008-03-01 Sở Nông nghiệp và Phát triển nông thôn tỉnh Hà Tây",
            "2008-08-01 Sở Nông nghiệp và Phát triển nông thôn thành phố Hà Nội",
            "2025-03-01 Sở Nông nghiệp và Môi trường thành phố Hà Nội",
        ],
    ),
    (
        "Sở GTVT thành phố Hồ Chí Minh",
        "2024-01-01",
        [
            "2025-03-01 Sở Giao thông công chánh thành phố Hồ Chí Minh",
            "2025-05-01 Sở Xây dựng thành phố Hồ Chí Minh",
            "2025-07-01 Sở Xây dựng thành phố Hồ Chí Minh",
        ],
    ),
    (
        "Cục Thuế tỉnh Bình Định",
        None,
        ["2025-03-01 Chi cục Thuế khu vực", "2025-07-01 Thuế tỉnh Gia Lai"],
    ),
    (
        "Bộ Thủy sản",
        None,
        ["2007-08-01 Bộ Nông nghiệp và Phát triển nông thôn", "2025-03-01 Bộ Nông nghiệp và Môi trường"],
    ),
    (
        "Tổng cục Bưu điện",
        None,
        [
            "2002-08-05 Bộ Bưu chính, Viễn thông",
            "2007-08-01 Bộ Thông tin và Truyền thông",
            "2025-03-01 Bộ Khoa học và Công nghệ",
        ],
    ),
    ("Bộ Kế hoạch và Đầu tư", None, ["2025-03-01 Bộ Tài chính"]),
    ("Tỉnh ủy Đồng Nai", "2026-01-01", ["2026-04-30 Thành ủy Đồng Nai"]),
    (
        "Ban Dân vận Tỉnh ủy Quảng Nam",
        None,
        [
            "2025-02-03 Ban Tuyên giáo và Dân vận Tỉnh ủy Quảng Nam",
            "2025-07-01 Ban Tuyên giáo và Dân vận Thành ủy Đà Nẵng",
        ],
    ),
    ("UBND tỉnh Thừa Thiên Huế", None, ["2025-01-01 Ủy ban nhân dân thành phố Huế"]),
    (
        "Phòng Tài nguyên và Môi trường huyện Tây Sơn",
        None,
        ["2025-03-01 Phòng Nông nghiệp và Môi trường huyện Tây Sơn", "2025-07-01 Phòng Kinh tế cấp xã"],
    ),
    ("Công an huyện Can Lộc", None, ["2025-03-01 Công an xã"]),
    ("Huyện ủy Can Lộc", None, ["2025-07-01 Đảng ủy"]),
    ("Bộ Công an", None, []),
    ("Sở Công Thương tỉnh Nghệ An", None, []),
]


@pytest.mark.parametrize(("name", "on", "expected"), CHAINS, ids=lambda value: str(value)[:40])
def test_what_became_of_it(name: str, on: str | None, expected: list[str]) -> None:
    assert line(name, on=on) == expected


def test_parts_name_their_duties() -> None:
    """What went elsewhere is told beside the main line."""
    steps = agencies.successors("Bộ Lao động - Thương binh và Xã hội")
    parts = {step.successor.name: step.duties for step in steps if step.kind == "part" and step.on.year == 2025}
    assert parts["Bộ Giáo dục và Đào tạo"] == "giáo dục nghề nghiệp"
    assert parts["Bộ Nông nghiệp và Môi trường"] == "giảm nghèo"
    assert "trẻ em" in (parts["Bộ Y tế"] or "")
    assert [step.successor.name for step in steps if step.kind == "main"] == ["Bộ Nội vụ"]


def test_what_follows_a_part_is_part() -> None:
    """The press went from one department to another, and with that to another province."""
    parts = [step for step in agencies.successors("Sở TT&TT", "Bình Định") if step.kind == "part"]
    assert [step.successor.name for step in parts] == [
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Bình Định",
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Gia Lai",
    ]
    assert all("báo chí" in (step.duties or "") for step in parts)


def test_every_step_has_its_act() -> None:
    steps = agencies.successors("Sở TT&TT", "Bình Định")
    assert [step.sources for step in steps if step.kind == "main"] == [
        ("Nghị định 45/2025/NĐ-CP",),
        ("Nghị quyết 202/2025/QH15",),
    ]
    # of two changes on one day both acts
    phong = agencies.successors("Phòng Tư pháp huyện Tây Sơn", "Bình Định")
    assert phong[0].sources == ("Nghị định 150/2025/NĐ-CP", "Nghị quyết 202/2025/QH15")
    assert phong[0].successor.province == "Gia Lai"


def test_predecessors() -> None:
    """The Ministry of Finance is also that of planning; the ministry that took over everything is told once."""
    before = [step.predecessor.name for step in agencies.predecessors("Bộ Tài chính")]
    assert "Bộ Kế hoạch và Đầu tư" in before
    before = [(str(step.on), step.predecessor.name) for step in agencies.predecessors("Bộ Công Thương")]
    assert before == [("2007-08-01", "Bộ Công nghiệp"), ("2007-08-01", "Bộ Thương mại")]
    steps = agencies.predecessors("Sở KH&CN", "Gia Lai")
    names = [step.predecessor.name for step in steps if step.on == date(2025, 7, 1)]
    assert names == ["Sở Khoa học và Công nghệ tỉnh Bình Định", "Sở Khoa học và Công nghệ tỉnh Gia Lai"]
    assert "Sở Thông tin và Truyền thông tỉnh Bình Định" in [step.predecessor.name for step in steps]


def test_what_was_given_away_before_is_not_of_the_line() -> None:
    """Labour came to the Ministry of the Interior on the day on which it gave religion away."""
    names = {step.successor.name for step in agencies.successors("Bộ Lao động - Thương binh và Xã hội")}
    assert "Bộ Dân tộc và Tôn giáo" not in names


def test_misuse() -> None:
    with pytest.raises(vnplan.VnplanError, match="write it like 2023-05-01"):
        agencies.at("1 May")
    with pytest.raises(vnplan.VnplanError, match="check the name"):
        agencies.successors("Sở Lúa gạo")
    with pytest.raises(vnplan.VnplanError, match="depends on the day"):
        agencies.expand("các sở", "Gia Lai")


COUNTS = [
    ("2003-01-01", 61, 26, True),
    ("2004-01-01", 64, 26, True),
    ("2007-07-31", 64, 26, True),
    ("2007-08-01", 64, 22, True),
    ("2008-08-01", 63, 22, True),
    ("2025-02-28", 63, 22, True),
    ("2025-03-01", 63, 17, True),
    ("2025-06-30", 63, 17, True),
    ("2025-07-01", 34, 17, False),
    ("2026-05-01", 34, 17, False),
]


@pytest.mark.parametrize(("on", "provinces", "ministries", "districts"), COUNTS)
def test_the_state_on_a_day(on: str, provinces: int, ministries: int, districts: bool) -> None:
    """61, 64, 63, 34 provinces; 26, 22 and 17 ministries and agencies of their rank."""
    directory = agencies.at(on)
    assert len(directory.provinces()) == provinces
    assert len(directory.ministries()) == ministries
    assert directory.has_districts == districts


def test_departments() -> None:
    """The same in every province; those of some provinces on request only; before 2008 no list."""
    names = [agency.base for agency in agencies.at("2026-01-01").departments("Gia Lai")]
    assert len(names) == 12
    assert "Sở Nông nghiệp và Môi trường" in names
    more = {agency.base for agency in agencies.at("2026-01-01").departments("Gia Lai", possible=True)}
    assert {"Sở Ngoại vụ", "Sở Dân tộc và Tôn giáo"} <= more
    assert "Sở Quy hoạch - Kiến trúc" not in more
    assert len(agencies.at("2024-01-01").departments("Gia Lai")) == 17
    assert agencies.at("2006-01-01").departments("Gia Lai") == ()
    assert agencies.at("2026-01-01").departments("Bình Định") == ()
    # Hà Nội has two in place of one
    assert "Sở Văn hóa, Thể thao và Du lịch" not in [a.base for a in agencies.at("2024-01-01").departments("Hà Nội")]


def bases(found: tuple[agencies.Agency, ...]) -> list[str]:
    return [agency.base for agency in found]


def test_expand_departments() -> None:
    found = agencies.expand("các sở, ban, ngành", "Bình Định", "2023-05-01")
    assert "Sở Thông tin và Truyền thông tỉnh Bình Định" in [agency.name for agency in found.members]
    assert "Công an tỉnh Bình Định" in [agency.name for agency in found.members]
    assert "Ban Dân tộc" in bases(found.possible)
    assert not found.left
    assert not found.narrowed


def test_expand_ministries() -> None:
    found = agencies.expand("Các Bộ, ngành Trung ương có liên quan", "Gia Lai", "2026-01-15")
    assert bases(found.members)[0].startswith("Bộ ")
    assert {"Thanh tra Chính phủ", "Đài Truyền hình Việt Nam"} <= set(bases(found.members))
    assert not [agency for agency in found.members if agency.level != "central"]
    assert found.narrowed
    both = agencies.expand("các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", on="2005-01-01")
    assert "Ủy ban Thể dục Thể thao" in bases(both.members)
    assert not both.left


def test_expand_unions() -> None:
    """Five, of the province or of the centre."""
    own = agencies.expand("các tổ chức chính trị - xã hội", "Gia Lai", "2026-01-15")
    assert len(own.members) == 5
    assert all(agency.province == "Gia Lai" for agency in own.members)
    central = agencies.expand("Các tổ chức chính trị - xã hội", on="2026-01-15")
    assert "Hội Nông dân Việt Nam" in bases(central.members)
    assert len(central.members) == 5


def test_expand_districts() -> None:
    """No list of districts is carried: the caller's is taken, else the words are left with the reason."""
    words = "UBND các huyện, thị xã, thành phố"
    none = agencies.expand(words, "Bình Định", "2023-05-01")
    assert none.members == ()
    assert "give `districts`" in none.left[0].reason
    given = ["huyện Tây Sơn", "huyện Phù Mỹ", "thị xã An Nhơn", "thành phố Quy Nhơn"]
    some = agencies.expand(words, "Bình Định", "2023-05-01", districts=given)
    assert [agency.territory for agency in some.members] == given
    assert {agency.base for agency in some.members} == {"Ủy ban nhân dân"}
    late = agencies.expand(words, "Gia Lai", "2025-07-01", districts=given)
    assert late.members == ()
    assert all("no districts on 2025-07-01" in left.reason for left in late.left)


def test_expand_communes_and_provinces() -> None:
    given = ["xã Bình An", "phường Quy Nhơn"]
    found = agencies.expand("UBND các xã, phường, đặc khu", "Gia Lai", "2026-01-01", communes=given)
    assert [agency.name for agency in found.members] == [
        "Ủy ban nhân dân xã Bình An",
        "Ủy ban nhân dân phường Quy Nhơn",
    ]
    everywhere = agencies.expand("UBND các tỉnh, thành phố trực thuộc Trung ương", on="2025-07-01")
    assert len(everywhere.members) == 34
    assert agencies.expand("UBND các tỉnh, thành phố", on="2025-06-30").members[0].level == "province"


def test_expand_abstains() -> None:
    """Open groups, unknown words, a province that is not named or not yet there, departments before 2008."""
    assert "no closed list" in agencies.expand("các cơ quan, đơn vị", "Gia Lai", "2026-01-01").left[0].reason
    assert "no row" in agencies.expand("các chuyên gia", "Gia Lai", "2026-01-01").left[0].reason
    assert "which province" in agencies.expand("các sở", on="2026-01-01").left[0].reason
    assert "was no province" in agencies.expand("các sở", "Bình Định", "2026-01-01").left[0].reason
    assert "differed" in agencies.expand("các sở", "Gia Lai", "2006-01-01").left[0].reason


PLAN = """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
Số: 45/KH-UBND
Gia Lai, ngày {day} tháng {month} năm {year}

KẾ HOẠCH
Trồng rừng ngập mặn

III. TỔ CHỨC THỰC HIỆN
1. Sở Nông nghiệp và Phát triển nông thôn
Chủ trì, phối hợp với Sở Tài chính lập danh mục, báo cáo Chủ tịch UBND tỉnh.
2. Các sở, ban, ngành và UBND huyện Chư Sê
Rà soát diện tích, gửi Sở Thông tin và Truyền thông tổng hợp.
"""


def resolved(year: str, month: str = "05", day: str = "10") -> dict[str, agencies.Resolution]:
    record = vnplan.parse(PLAN.format(day=day, month=month, year=year))
    found = agencies.resolve(record)
    assert [one.mention for one in found] == [agency.id for agency in record.agencies]
    return {one.name: one for one in found}


def test_resolve_at_the_time() -> None:
    found = resolved("2023")
    body = found["Sở Nông nghiệp và Phát triển nông thôn tỉnh Gia Lai"]
    assert (body.status, body.level, body.territory, body.reason) == ("resolved", "province", "tỉnh Gia Lai", None)
    assert body.successors[0].successor.name == "Sở Nông nghiệp và Môi trường tỉnh Gia Lai"
    assert {step.predecessor.base for step in body.predecessors} == {"Sở Thủy sản"}
    chair = next(one for name, one in found.items() if name.startswith("Chủ tịch"))
    assert chair.agency is not None
    assert chair.agency.name == "Ủy ban nhân dân tỉnh Gia Lai"


def test_an_anachronism_is_told_not_mended() -> None:
    found = resolved("2026")
    body = found["Sở Nông nghiệp và Phát triển nông thôn tỉnh Gia Lai"]
    assert body.status == "anachronism"
    assert "ended on 2025-02-28" in (body.reason or "")
    assert body.agency is not None
    assert body.agency.base == "Sở Nông nghiệp và Phát triển nông thôn"
    assert {one.status for name, one in found.items() if "huyện Chư Sê" in name} <= {"anachronism", "group"}
    assert found["Sở Tài chính tỉnh Gia Lai"].status == "resolved"


def test_without_a_date_nothing_is_resolved() -> None:
    found = resolved("……", "…", "…")
    assert found
    assert {one.status for one in found.values()} == {"undated"}
    assert all(one.agency is None and "no date" in (one.reason or "") for one in found.values())


def test_groups_are_left_to_expand() -> None:
    groups = [one for one in resolved("2023").values() if one.status == "group"]
    assert groups
    assert all("expand" in (one.reason or "") for one in groups)


# What must hold for all rows

PLACES = {row.id: row for row in KNOW.territories.rows}


def nodes() -> list[Node]:
    """Every row in a few telling provinces, where it fits."""
    ids = ("p63.52", "p34.52", "p63.64", "p64.28", "p.01", "p63.49", "p34.48", "p34.75", "p34.75b", "p63.79", "p34.79")
    found = []
    for row in HISTORY.names.rows:
        places = [PLACES[name] for name in ids] if row.level and row.level != "central" else [None]
        found += [Node(row, row.level, place) for place in places if HISTORY.fits(row, place)]
    return [node for node in found if lives(node)]


def lives(node: Node) -> bool:
    start, end = HISTORY.days(node)
    return start is None or end is None or start <= end


NODES = nodes()


def test_chains_end_and_go_forward() -> None:
    """Each step later than the one before it, to a body that exists on that day."""
    for node in NODES:
        for step in HISTORY.chain(node):
            assert step.successor.existed(step.on), step
            assert step.predecessor.existed(step.on - DAY), step
            assert step.sources
            assert all(step.sources)


def test_main_lines_take_over_what_ended() -> None:
    for node in NODES:
        mains = [step for step, _ in HISTORY.steps_from(node) if step.kind == "main"]
        assert len(mains) <= 1
        assert all(step.predecessor.valid_to == step.on - DAY for step in mains)


def test_predecessors_are_the_inverse_of_successors() -> None:
    for node in NODES:
        for step, target in HISTORY.steps_from(node):
            assert step in [back for back, _ in HISTORY.steps_into(target)], step
        for step, source in HISTORY.steps_into(node):
            assert step in [on for on, _ in HISTORY.steps_from(source)], step


def test_the_full_name_finds_the_same_agency() -> None:
    """On any day of its life."""
    for node in NODES:
        agency = HISTORY.agency(node)
        if node.level not in ("central", "province") or node.row.name.endswith("khu vực"):
            continue
        for day in {agency.valid_from or date(2003, 1, 1), agency.valid_to or date(2026, 6, 1)}:
            if day >= HISTORY.begins and agency.existed(day):
                found = agencies.at(day).find(agency.name, agency.province)
                assert found is not None, (agency.name, day)
                assert found.name == agency.name


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from([row.name for row in HISTORY.names.rows]),
    province=st.sampled_from([None, *sorted({row.name for row in KNOW.territories.rows})]),
    on=st.dates(date(1999, 1, 1), date(2030, 1, 1)),
)
def test_any_name_on_any_day(name: str, province: str | None, on: date) -> None:
    """An agency that existed, or a reason; never both, never neither."""
    finding = agencies.at(on).check(name, province)
    assert (finding.agency is None) == (finding.reason is not None)
    if finding.agency:
        assert finding.agency.existed(on)
    if finding.other_days:
        assert not finding.other_days.existed(on)


@settings(max_examples=200, deadline=None)
@given(words=st.text(max_size=60), on=st.dates(date(2003, 1, 1), date(2030, 1, 1)))
def test_any_words_do_no_harm(words: str, on: date) -> None:
    agencies.at(on).check(words, "Gia Lai")
    agencies.expand(words, "Gia Lai", on)


@pytest.mark.parametrize("unit", ["Ủy ban nhân dân xã ", "các sở, ban, "])
def test_work_is_linear(unit: str) -> None:
    """A text given as a name is no reason to hang."""

    def work(words: str) -> None:
        agencies.at("2024-01-01").check(words, "Gia Lai")
        agencies.expand(words, "Gia Lai", "2024-01-01")

    work(unit)  # what is made once is made here
    assert calls_of(lambda: work(unit * 5_000)) < 12 * calls_of(lambda: work(unit * 500))


# The check of the tables finds what breaks them


def broken(**changed: object) -> list[str]:
    know = Knowledge()
    table: Successions = replace(KNOW.successions, **changed)  # type: ignore[arg-type]
    know.__dict__["successions"] = table
    return list(check.problems(know))


def test_the_check_finds_bad_rows() -> None:
    row = next(row for row in KNOW.successions.rows if row.name == "Bộ Thủy sản")
    rest = tuple(other for other in KNOW.successions.rows if other is not row)

    def with_row(**fields: object) -> list[str]:
        return broken(rows=(*rest, row.model_copy(update=fields)))

    assert not broken()
    assert "does not end on" in with_row(on=date(2007, 7, 1))[0]
    assert "there was no Bộ Sông" in with_row(successor="Bộ Sông")[0]
    assert "there was no Bộ Biển" in with_row(name="Bộ Biển")[0]
    assert "names its duties" in with_row(kind="part")[0]
    twice = row.model_copy(update={"id": "x", "successor": "Bộ Tài chính"})
    assert "is the main successor already" in broken(rows=(*rest, row, twice))[0]
    member = KNOW.successions.members[0]
    assert "no province" in broken(members=(member.model_copy(update={"provinces": ("Ô",)}),))[0]
    past = KNOW.successions.past[0]
    assert "in the same days" in broken(past=(*KNOW.successions.past, past.model_copy(update={"id": "y"})))[0]


# The command line


def run(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from vnplan.cli.main import main; main()", "agencies", *args]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_command_line() -> None:
    done = run("Sở TT&TT", "--province", "Bình Định", "--on", "2023-05-01")
    assert done.returncode == 0
    assert "Sở Thông tin và Truyền thông tỉnh Bình Định" in done.stdout
    assert "[Nghị quyết 202/2025/QH15]" in done.stdout
    none = run("Công an huyện Tây Sơn", "--province", "Bình Định", "--on", "2025-04-01")
    assert (none.returncode, none.stderr) == (1, "")
    assert "none: Công an huyện Tây Sơn ended on 2025-02-28" in none.stdout


def test_command_line_json() -> None:
    told = json.loads(run("Bộ Thủy sản", "--on", "2006-01-01", "--json").stdout)
    assert told["agency"]["valid_to"] == "2007-07-31"
    assert told["successors"][0]["sources"] == ["Nghị quyết 01/2007/QH12"]
    group = json.loads(run("các bộ, ngành", "--on", "2026-01-01", "--json").stdout)
    assert len(group["members"]) == 22


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("Sở Y tế", "--on", "hôm qua"), "write it like 2023-05-01"),
        (("Sở Y tế", "--province", "Sài Gòn"), "is no province of the tables"),
    ],
)
def test_command_line_misuse(args: tuple[str, ...], message: str) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
