"""Numbers as plans write them: `1.200,5`, `17 742`, `14.4`, `05`, `2 - 3`, `25/25`, `ít nhất một`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_ONE = r"(?:\d{1,3}(?:\.\d{3})++(?:,\d{1,3})?|\d{1,3}(?:[ ]\d{3})++(?!\s?%|\d)|\d{1,12}(?:[.,]\d{1,3})?)(?![\d]|[.,]\d)"
_REPEATED = r"(?:\s?%|\s(?:nghìn tỷ|ngàn tỷ|tỷ|tỉ|triệu|nghìn|ngàn)(?: đồng| USD)?|\s?(?:ha|km2|km|m2|tấn))"

# A number, or a fraction or range of two, before something that may be its unit.
_DIGITS = re.compile(
    rf"(?<![\w.,/:=])(?<![\w)]-)(?P<low>{_ONE})"
    rf"(?:/(?P<over>\d{{1,3}}(?:\.\d{{3}})*+(?![\d.,/]\d)))?"
    rf"(?:(?P<repeated>{_REPEATED})?(?:\s?-\s?|\s(?:đến|tới)\s)(?P<high>{_ONE}))?"
    rf"(?=\s?(?:[%‰]|[^\W\d_]))"
)
WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "đôi": 2,
}  # fmt: skip
_WORD = "|".join(WORDS)
# Words are numbers only after a comparator, or in a range: "một" alone is mostly the article.
_SPELT = re.compile(
    rf"(?:(?<=ít nhất )|(?<=tối thiểu )|(?<=không dưới )|(?<=không quá )|(?<=tối đa )|(?<=gấp ))"
    rf"(?P<low>{_WORD})(?:(?: đến | - |-)(?P<high>{_WORD}))?(?=[\s.;,]|$)"
    rf"|(?<![^\W_] thứ )(?<!\w)(?P<from>hai|ba|bốn|năm|sáu) (?:đến|-) (?P<to>ba|bốn|năm|sáu|bảy|tám|mười)(?=\s[^\W\d_])"
)
_RANK = re.compile(
    r"(?<!\w)(?:[tT](?:op|ốp)|(?:[Xx]ếp|[Đđ]ứng|vị trí|[Tt]hứ hạng|[Xx]ếp hạng)(?: ở)?(?: vị trí)?(?: thứ| hạng)?)"
    r"(?: đầu)? (?P<low>\d{1,3})(?:/\d{2,3})?(?!\d|[.,]\d)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
_COMMA_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")

SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "nghìn tỷ": 10**12,
    "ngàn tỷ": 10**12, "triệu tỷ": 10**15, "chục": 10, "trăm": 100,
}  # fmt: skip
SCALE = re.compile(
    r"\s(nghìn tỷ|ngàn tỷ|triệu tỷ|nghìn|ngàn|vạn|triệu|tỷ|tỉ|chục|trăm)(?![^\W\d_])"
    r"(?!\s(?:lệ|trọng|số|suất|giá)(?![^\W\d_]))(?!\sdân)"
)


class Number(NamedTuple):
    """A number at a place: `low` to `high`, or `low` of `over`. `start` is where its first digit stands."""

    start: int
    end: int
    low: str
    high: str | None = None
    over: str | None = None
    rank: int | None = None  # where the words of a rank begin ("tốp 15")

    @property
    def low_end(self) -> int:
        """Where the first number ends."""
        return self.start + len(self.low) + (len(self.over) + 1 if self.over else 0)


def numbers(text: str) -> Iterator[Number]:
    """Every number that could be a target, in no order.

    >>> [(n.low, n.high) for n in numbers("Mở 2 - 3 lớp, ít nhất một lớp trực tuyến, vào tốp 5.")]
    [('5', None), ('2', '3'), ('một', None)]
    """
    ranked = set()
    for match in _RANK.finditer(text):
        ranked.add(match.start("low"))
        yield Number(match.start("low"), match.end(), match["low"], rank=match.start())
    for match in _DIGITS.finditer(text):
        if match.start() in ranked:
            continue
        low, high, over = match["low"], match["high"], match["over"]
        end = match.end()
        if high is not None and not _is_range(low, high):
            high, end = None, match.end("over" if over else "low")
        yield Number(match.start(), end, low, high, over)
    for match in _SPELT.finditer(text):
        yield Number(match.start(), match.end(), match["low"] or match["from"], match["high"] or match["to"])


def decimal(text: str, *, whole: bool = False) -> Decimal:
    """The value of a number; `whole` where only whole numbers make sense (people, schools).

    >>> decimal("1.200,5"), decimal("17 742"), decimal("14.4"), decimal("05"), decimal("2,883", whole=True)
    (Decimal('1200.5'), Decimal('17742'), Decimal('14.4'), Decimal('5'), Decimal('2883'))
    """
    if text in WORDS:
        return Decimal(WORDS[text])
    if whole and _COMMA_THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "").replace(" ", "")
    return Decimal(text.replace(",", "."))


def is_year(text: str) -> bool:
    """Whether a number may be a year: four digits without separator, 19xx or 20xx."""
    return len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")


def _is_range(low: str, high: str) -> bool:
    if is_year(high) and not is_year(low):
        return False
    return decimal(low) < decimal(high)
