"""Numbers as plans write them: `1.200,5`, `17 742`, `14.4`, `05`, `2 - 3`, `25/25`."""

from __future__ import annotations

import re
from decimal import Decimal

_ONE = r"(?:\d{1,3}(?:\.\d{3})++(?:,\d{1,3})?|\d{1,3}(?:[ ]\d{3})++(?!\s?%|\d)|\d{1,12}(?:[.,]\d{1,3})?)(?![\d]|[.,]\d)"
_REPEATED = r"(?:\s?%|\s(?:nghìn tỷ|ngàn tỷ|tỷ|tỉ|triệu|nghìn|ngàn)(?: đồng| USD)?|\s?(?:ha|km2|km|m2|tấn))"

# A number, or a fraction or range of two, before something that may be its unit.
NUMBER = re.compile(
    rf"(?<![\w.,/:=])(?<![\w)]-)(?P<low>{_ONE})"
    rf"(?:/(?P<over>\d{{1,3}}(?:\.\d{{3}})*+(?![\d.,/]\d)))?"
    rf"(?:(?P<repeated>{_REPEATED})?(?:\s?-\s?|\s(?:đến|tới)\s)(?P<high>{_ONE}))?"
    rf"(?=\s?(?:[%‰]|[^\W\d_]))"
)
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
_COMMA_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")

WORDS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "đôi": 2,
}
SCALES = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "vạn": 10**4,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "nghìn tỷ": 10**12,
    "ngàn tỷ": 10**12,
    "triệu tỷ": 10**15,
    "chục": 10,
    "trăm": 100,
}
SCALE = re.compile(
    r"\s(nghìn tỷ|ngàn tỷ|triệu tỷ|nghìn|ngàn|vạn|triệu|tỷ|tỉ|chục|trăm)(?![^\W\d_])"
    r"(?!\s(?:lệ|trọng|số|suất|giá)(?![^\W\d_]))(?!\sdân)"
)


def decimal(text: str, *, whole: bool = False) -> Decimal:
    """The value of a number; `whole` where only whole numbers make sense (people, schools).

    >>> decimal("1.200,5"), decimal("17 742"), decimal("14.4"), decimal("05"), decimal("2,883", whole=True)
    (Decimal('1200.5'), Decimal('17742'), Decimal('14.4'), Decimal('5'), Decimal('2883'))
    """
    if whole and _COMMA_THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "").replace(" ", "")
    return Decimal(text.replace(",", "."))


def is_year(text: str) -> bool:
    """Whether a number may be a year: four digits without separator, 19xx or 20xx."""
    return len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")
