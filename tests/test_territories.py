"""Provinces: names, spellings, dates, successions."""

from __future__ import annotations

from datetime import date

import pytest

from vnplan.knowledge.territories import Territories

KNOW = Territories.load()
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def test_63_became_34() -> None:
    assert sum(row.existed(BEFORE) for row in KNOW.rows) == 63
    assert sum(row.existed(AFTER) for row in KNOW.rows) == 34


def test_six_then_seven_cities() -> None:
    def cities(on: date) -> int:
        return sum(row.type == "thành phố" for row in KNOW.rows if row.existed(on))

    assert (cities(date(2024, 12, 31)), cities(AFTER), cities(date(2026, 4, 30))) == (5, 6, 7)


def test_every_former_province_goes_on_in_one_that_exists() -> None:
    for row in KNOW.rows:
        if row.valid_to:
            assert row.successor is not None
            assert any(other.name == row.successor and other.valid_to is None for other in KNOW.rows), row.id


def test_codes_are_unique_on_a_day() -> None:
    for day in (BEFORE, AFTER):
        codes = [row.code for row in KNOW.rows if row.existed(day)]
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("tỉnh Đăk Lăk", "Đắk Lắk"),
        ("ĐẮK LẮK", "Đắk Lắk"),
        ("BR-VT", "Bà Rịa - Vũng Tàu"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("thành phố Cần Thơ", "Cần Thơ"),
        ("Kontum", "Kon Tum"),
        ("Sài Gòn", None),
        ("huyện Can Lộc", None),
    ],
)
def test_canonical(words: str, name: str | None) -> None:
    assert KNOW.canonical(words) == name


def test_a_name_is_one_on_its_days_only() -> None:
    assert KNOW.canonical("Hà Giang", BEFORE) == "Hà Giang"
    assert KNOW.canonical("Hà Giang", AFTER) is None
    assert KNOW.canonical("Tuyên Quang", AFTER) == "Tuyên Quang"


def test_succession() -> None:
    assert KNOW.successor("Quảng Nam") == "Đà Nẵng"
    assert KNOW.successor("Đà Nẵng") is None
    assert KNOW.predecessors("Lâm Đồng") == ("Bình Thuận", "Lâm Đồng", "Đắk Nông")
    assert KNOW.predecessors("Nghệ An") == ()


def test_type_depends_on_the_day() -> None:
    assert KNOW.full_name("Đồng Nai", date(2026, 1, 1)) == "tỉnh Đồng Nai"
    assert KNOW.full_name("Đồng Nai", date(2026, 5, 1)) == "thành phố Đồng Nai"
    assert KNOW.full_name("Huế") == "thành phố Huế"


def test_seat() -> None:
    assert KNOW.of_seat("Vinh") == "Nghệ An"
    assert KNOW.of_seat("Quy Nhơn", BEFORE) == "Bình Định"
    assert KNOW.of_seat("Quy Nhơn", AFTER) == "Gia Lai"
    assert KNOW.of_seat("Can Lộc") is None


def test_find() -> None:
    text = "tỉnh Thái Bình và TP.HCM"
    assert [(text[f.start : f.end], f.name) for f in KNOW.find(text)] == [
        ("Thái Bình", "Thái Bình"),
        ("HCM", "Hồ Chí Minh"),
    ]
