"""Keys and URNs: one for every spelling, none shared, written and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnplan
from vnplan.core.issues import UsageError
from vnplan.identity import Home, Key, Urn, identify

SAME = [
    # one instrument, as texts, media and provinces write it
    [
        ("Nghị định", "04/2015/NĐ-CP", "2015-01-09", "Chính phủ"),
        ("Nghị định", "4/2015/NĐ-CP", None, None),
        ("Nghị định", "04/2015/ND-CP", "2015", "Chính phủ"),
    ],
    [
        ("Nghị quyết", "25-NQ/TW", "2013-06-03", "Ban Chấp hành Trung ương"),
        ("Nghị quyết", "25-NQ/TW", "2013", None),
        ("Nghị quyết", "25/NQ-TW", "2013-06-03", "Ban Chấp hành Trung ương khóa XI"),
    ],
    [
        ("Quy định", "22-QĐ/TW", "2021-07-28", None),
        ("Quyết định", "22-QĐ/TW", "2021-07-28", "Ban Chấp hành Trung ương"),
    ],
    [
        ("Quyết định", "749/QĐ-TTg", "2020-06-03", "Thủ tướng Chính phủ"),
        ("Quyết định", "749/QĐ-TTg", "2020", None),
    ],
    [("Luật", "45/2019/QH14", None, None), ("Bộ luật", "45/2019/QH14", "2019-11-20", "Quốc hội")],
    [
        ("Kế hoạch", "177/KH-UBND", "2022-09-20", "Ủy ban nhân dân tỉnh Tuyên Quang"),
        ("Kế hoạch", "177/KH-UBND", "2022-09-20", "Chủ tịch Ủy ban nhân dân tỉnh Tuyên Quang"),
        ("Kế hoạch", "177/KH-UBND", "2022", "UBND tỉnh Tuyên Quang"),
    ],
    [
        ("Chương trình hành động", "30-CTr/TU", "2023-03-04", "Tỉnh ủy Yên Bái"),
        ("Chương trình", "30-CTr/TU", "2023-03-04", "Ban Thường vụ Tỉnh ủy Yên Bái"),
    ],
    [("Công văn", "628/BNN-TT", "2020-01-21", None), ("Văn bản", "628/BNN-TT", "2020", None)],
]
OTHER = [
    # two instruments that look alike
    (("Nghị quyết", "18-NQ/TW", "2017-10-25", None), ("Nghị quyết", "18-NQ/TW", "2022-06-16", None)),  # two terms
    (("Nghị quyết", "10/2022/QH15", None, None), ("Luật", "10/2022/QH15", None, None)),
    (("Quyết định", "12/QĐ-TTg", "2019-01-05", None), ("Quyết định", "12/QĐ-TTg", "2020-01-05", None)),
    (("Thông tư", "05/2020/TT-BTC", None, None), ("Thông tư", "05/2020/TT-BCT", None, None)),
    (
        ("Kế hoạch", "9/KH-UBND", "2023-01-05", "Ủy ban nhân dân tỉnh Hà Giang"),
        ("Kế hoạch", "9/KH-UBND", "2023-01-05", "Ủy ban nhân dân tỉnh Tuyên Quang"),
    ),
    (  # one name, two provinces: before and after 1 July 2025
        ("Kế hoạch", "9/KH-UBND", "2025-02-05", "Ủy ban nhân dân tỉnh Tuyên Quang"),
        ("Kế hoạch", "9/KH-UBND", "2025-08-05", "Ủy ban nhân dân tỉnh Tuyên Quang"),
    ),
    (
        ("Quyết định", "9/QĐ-UBND", "2023-01-05", "Ủy ban nhân dân huyện Yên Minh tỉnh Hà Giang"),
        ("Quyết định", "9/QĐ-UBND", "2023-01-05", "Ủy ban nhân dân tỉnh Hà Giang"),
    ),
    (("Nghị quyết", "30/NQ-CP", "2021-03-01", None), ("Nghị quyết", "30c/NQ-CP", "2021-03-01", None)),
    (  # a department and its ministry, where the symbol names their field
        ("Công văn", "9/TC-NS", "2004-01-05", "Sở Tài chính tỉnh Cà Mau"),
        ("Công văn", "9/TC-NS", "2004-01-05", "Bộ Tài chính"),
    ),
    (
        ("Thông báo", "7/TB-UBND", "2024-01-05", "UBND tỉnh Cà Mau"),
        ("Kế hoạch", "7/KH-UBND", "2024", "UBND tỉnh Cà Mau"),
    ),
]
OPEN = [
    # what the symbol does not tell is not guessed
    (("Quyết định", "749/QĐ-TTg", None, None), "date"),
    (("Nghị quyết", "18-NQ/TW", None, None), "date"),
    (("Nghị quyết", "1-NQ/TW", "2021", None), "date"),  # the year of a congress has two terms
    (("Kế hoạch", "9/KH-UBND", "2023-01-05", None), "territory"),
    (("Công văn", "9/TC-NS", "2004-01-05", "Sở Tài chính"), "territory"),
    (("Quyết định", "9/QĐ-BTC", "2014-01-05", "Trưởng Ban Tổ chức Hội thi tay nghề"), "territory"),  # no ministry
    (("Kế hoạch", "9/KH-UBND", "2025", "Ủy ban nhân dân tỉnh Tuyên Quang"), "date"),
    ((None, "10/2022/QH15", None, None), "type"),
    (("Kế hoạch", "237", "2021-10-21", None), "symbol"),
    (("Luật", None, "2013", None), "number"),
]
URNS = [
    (("Nghị định", "145/2020/NĐ-CP", "2020-12-14", "Chính phủ"), "vn:chinh.phu:nghi.dinh:2020-12-14;145-2020-nd-cp"),
    (("Nghị quyết", "30c/NQ-CP", "2011-11-08", None), "vn:chinh.phu:nghi.quyet:2011-11-08;30c-nq-cp"),
    (
        ("Nghị quyết", "66.25/2026/NQ-CP", "2026-09-04", None),
        "vn:chinh.phu:nghi.quyet:2026-09-04;66.25-2026-nq-cp",
    ),
    (
        ("Thông tư liên tịch", "35/2014/TTLT-BGDĐT-BTC", "2014-10-15", None),
        "vn:bo.giao.duc.va.dao.tao+bo.tai.chinh:thong.tu.lien.tich:2014-10-15;35-2014-ttlt-bgddt-btc",
    ),
    (
        ("Nghị quyết", "25-NQ/TW", "2013-06-03", "Ban Chấp hành Trung ương"),
        "vn:dang.cong.san.viet.nam;ban.chap.hanh.trung.uong:nghi.quyet:2013-06-03;25-nq-tw",
    ),
    (
        ("Kế hoạch", "177/KH-UBND", "2022-09-20", "Ủy ban nhân dân tỉnh Tuyên Quang"),
        "vn;tuyen.quang:uy.ban.nhan.dan:ke.hoach:2022-09-20;177-kh-ubnd",
    ),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda group: group[0][1])
def test_one_key_for_every_spelling(spellings: list[tuple[str | None, ...]]) -> None:
    keys = {identify(*said).key for said in spellings}
    assert len(keys) == 1
    assert None not in keys


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_no_two_instruments_share_a_key(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> None:
    keys = [identify(*one).key, identify(*other).key]
    assert None not in keys
    assert keys[0] != keys[1]


@pytest.mark.parametrize(("said", "missing"), OPEN)
def test_what_is_not_said_is_not_guessed(said: tuple[str | None, ...], missing: str) -> None:
    found = identify(*said)
    assert found.key is None
    assert missing in found.missing


@pytest.mark.parametrize(("said", "urn"), URNS)
def test_urns(said: tuple[str | None, ...], urn: str) -> None:
    found = identify(*said).urn
    assert found == f"urn:lex:{urn}"
    assert str(Urn.parse(found)) == found


@pytest.mark.parametrize(
    ("issuer", "province", "key"),
    [
        ("Ủy ban nhân dân huyện", "Đắk Nông", None),  # of a text that does not say which
        ("Ủy ban nhân dân thành phố", "Cà Mau", None),
        ("Ủy ban nhân dân thành phố", "Cần Thơ", "vn;can.tho/uy.ban.nhan.dan/ke.hoach/2023/358-kh-ubnd"),
        ("Ủy ban nhân dân tỉnh", "Cà Mau", "vn;ca.mau/uy.ban.nhan.dan/ke.hoach/2023/358-kh-ubnd"),
    ],
)
def test_a_district_without_a_name_is_not_its_province(issuer: str, province: str, key: str | None) -> None:
    assert identify("Kế hoạch", "358/KH-UBND", "2023-01-18", issuer, home=Home(province)).key == key


def test_home_of_the_document() -> None:
    """`UBND tỉnh` is that of the document's province; in a commune's plan a bare UBND is nobody's."""
    said = ("Kế hoạch", "9/KH-UBND", "2023-01-05", None)
    assert identify(*said, home=Home("Hà Giang")).key == "vn;ha.giang/uy.ban.nhan.dan/ke.hoach/2023/9-kh-ubnd"
    assert identify(*said, home=Home("Hà Giang", "Yên Minh")).key is None
    province = (*said[:3], "Ủy ban nhân dân tỉnh")
    assert identify(*province, home=Home("Hà Giang", "Yên Minh")).key == identify(*said, home=Home("Hà Giang")).key


words = st.from_regex(r"[a-z][a-z0-9]{0,6}(\.[a-z0-9]{1,6}){0,2}", fullmatch=True)
numbers = st.from_regex(r"[0-9]{1,4}[a-z]?(-[a-z0-9]{1,6}){1,3}", fullmatch=True)
days = st.dates().map(str)
years = st.integers(1945, 2099).map(str)


@given(
    st.builds(
        Key,
        units=st.lists(words, max_size=2).map(tuple),
        issuers=st.lists(words, min_size=1, max_size=3).map(tuple),
        type=words,
        time=days | years | st.sampled_from(["khoa.xi", "khoa.xiii", "-"]),
        number=numbers | words.map(lambda name: f"~{name}"),
    )
)
def test_keys_are_read_as_they_are_written(key: Key) -> None:
    assert Key.parse(str(key)) == key


@given(
    st.builds(
        Urn,
        authority=st.lists(st.lists(words, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple),
        measure=st.lists(words, min_size=1, max_size=2).map(tuple),
        date=days | years,
        numbers=st.lists(numbers, min_size=1, max_size=2).map(tuple),
        units=st.lists(words, max_size=2).map(tuple),
        annexes=st.lists(words, max_size=2).map(tuple),
        version=st.none() | days,
        partition=st.none() | words,
    )
)
def test_urns_are_read_as_they_are_written(urn: Urn) -> None:
    assert Urn.parse(str(urn)) == urn


@pytest.mark.parametrize("text", ["", "vn", "vn/a/b/20/1", "vn//b/2020/1", "VN/a/b/2020/1-a", "vn/a/b/2020/1/2"])
def test_no_key(text: str) -> None:
    with pytest.raises(UsageError, match="is no key"):
        Key.parse(text)


@pytest.mark.parametrize("text", ["", "urn:lex:vn", "urn:lex:it:stato:legge:2003-09-21;456", "urn:lex:vn:a:b:2020-1;1"])
def test_no_urn(text: str) -> None:
    with pytest.raises(UsageError, match="is no URN"):
        Urn.parse(text)


PLAN = """ỦY BAN NHÂN DÂN
TỈNH BÌNH THUẬN
Số: 88/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Bình Thuận, ngày 05 tháng 4 năm 2023

KẾ HOẠCH
Phát triển nuôi trồng thủy sản năm 2023

Căn cứ Luật Thủy sản năm 2017; Nghị quyết số 36-NQ/TW ngày 22/10/2018 của Ban Chấp hành Trung ương;

Căn cứ Quyết định số 339/QĐ-TTg ngày 11/3/2021 của Thủ tướng Chính phủ;

I. MỤC TIÊU

1. Thực hiện Nghị quyết số 36-NQ/TW và Quyết định số 339/QĐ-TTg; Quyết định số 77/QĐ-UBND ngày 02/02/2023.

2. Nghị quyết nêu trên được phổ biến đến xã; Kế hoạch này gửi các sở, ngành. Luật Đất đai được tuyên truyền.
"""


def test_identities_in_a_record() -> None:
    """A date said once holds for the number's other mentions; laws are known by their names and the plan's own date."""
    record = vnplan.parse(PLAN)
    keys = [citation.instrument.key for citation in record.citations]
    assert record.header.key == "vn;binh.thuan/uy.ban.nhan.dan/ke.hoach/2023/88-kh-ubnd"
    assert keys == [
        "vn/quoc.hoi/luat/2017/18-2017-qh14",
        "vn/trung.uong/nghi.quyet/khoa.xii/36-nq-tw",
        "vn/thu.tuong.chinh.phu/quyet.dinh/2021/339-qd-ttg",
        "vn/trung.uong/nghi.quyet/khoa.xii/36-nq-tw",
        "vn/thu.tuong.chinh.phu/quyet.dinh/2021/339-qd-ttg",
        "vn;binh.thuan/uy.ban.nhan.dan/quyet.dinh/2023/77-qd-ubnd",
        "vn/trung.uong/nghi.quyet/khoa.xii/36-nq-tw",
        record.header.key,
        "vn/quoc.hoi/luat/2013/45-2013-qh13",
    ]
    known = record.citations[-1].known
    assert known is not None
    assert (known.id, known.how) == ("luat_45_2013_qh13", "in_force")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Luật Lưu trữ năm 2011", "vn/quoc.hoi/luat/2011/01-2011-qh13"),
        ("Luật Tổ chức chính quyền địa phương năm 2015", "vn/quoc.hoi/luat/2015/77-2015-qh13"),
        ("Luật Tổ chức chính quyền địa phương ngày 16/6/2025", "vn/quoc.hoi/luat/2025/72-2025-qh15"),
        ("Luật Bầu cử đại biểu Quốc hội và đại biểu HĐND ngày 25/6/2015", "vn/quoc.hoi/luat/2015/85-2015-qh13"),
        ("Luật Tổ chức HĐND và UBND ngày 26/11/2003", "vn/quoc.hoi/luat/2003/11-2003-qh11"),
        (
            "Luật Ban hành văn bản quy phạm pháp luật của HĐND và UBND năm 2004",
            "vn/quoc.hoi/luat/2004/31-2004-qh11",
        ),
        ("Luật Lưu trữ năm 1999", None),  # there is none of that year
        ("Luật Lưu trữ (2011)", "vn/quoc.hoi/luat/2011/01-2011-qh13"),
        ("Luật Hỗ trợ doanh nghiệp vừa và nhỏ", "vn/quoc.hoi/luat/2017/4-2017-qh14"),
        ("Luật Quản lý và sử dụng tài sản công", "vn/quoc.hoi/luat/2017/15-2017-qh14"),
        ("Luật Thuế xuất khẩu, nhập khẩu", "vn/quoc.hoi/luat/2016/107-2016-qh13"),
        ("Pháp lệnh ưu đãi người có công năm 2020", "vn/uy.ban.thuong.vu.quoc.hoi/phap.lenh/2020/2-2020-ubtvqh14"),
        ("Luật Ngân sách năm 2015", "vn/quoc.hoi/luat/2015/83-2015-qh13"),
        ("Luật Lao động năm 2012", "vn/quoc.hoi/luat/2012/10-2012-qh13"),
        ("Luật NSNN 2015", "vn/quoc.hoi/luat/2015/83-2015-qh13"),
    ],
)
def test_the_year_in_the_name_of_a_law(words: str, key: str | None) -> None:
    """A plan of 2026 may still cite the law before."""
    record = vnplan.parse(PLAN.replace("tháng 4 năm 2023", "tháng 4 năm 2026") + f"3. Theo {words}.\n")
    found = record.citations[-1].instrument.key
    assert (found.replace("/1-2011", "/01-2011") if found else None) == key


@pytest.mark.parametrize(
    ("years", "key"),
    [
        ("năm 2010", None),  # the law of 2015 was not made yet
        ("giai đoạn 2006 - 2010", None),
        ("năm 2023", "vn/quoc.hoi/luat/2015/78-2015-qh13"),
        ("giai đoạn 2021 - 2025", "vn/quoc.hoi/luat/2015/78-2015-qh13"),
    ],
)
def test_a_plan_without_a_date_cites_no_later_law(years: str, key: str | None) -> None:
    """The years that a plan is for tell when it was written."""
    undated = PLAN.replace("Bình Thuận, ngày 05 tháng 4 năm 2023", "").replace("thủy sản năm 2023", f"thủy sản {years}")
    record = vnplan.parse(undated + "3. Theo Luật Nghĩa vụ quân sự.\n")
    assert record.citations[-1].instrument.key == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Luật Đất đai năm 2003 còn hiệu lực. Theo Luật đất đai.", "vn/quoc.hoi/luat/2003/13-2003-qh11"),
        (
            "Luật Đất đai ngày 26/11/2003; Luật Đất đai năm 2003; theo Luật Đất đai.",
            "vn/quoc.hoi/luat/2003/13-2003-qh11",
        ),
        ("Luật Đất đai năm 2003; Luật Đất đai năm 1993; theo Luật Đất đai.", "vn/quoc.hoi/luat/2013/45-2013-qh13"),
    ],
)
def test_a_law_named_again_without_its_year(text: str, key: str) -> None:
    """It is the one named with the year, if that is one; else the one in force."""
    undated = PLAN.replace(" Luật Đất đai được tuyên truyền.", "")
    assert vnplan.parse(f"{undated}3. {text}\n").citations[-1].instrument.key == key
