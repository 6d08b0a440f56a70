"""Numbers as plans write them: `1.200,5`, `17 742`, `14.4`, `05`, `2 - 3`, `25/25`, `ít nhất một`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_ONE = r"(?:\d{1,3}(?:\.\d{3})++(?:,\d{1,3})?|\d{1,3}(?:[ ]\d{3})++(?!\s?%|\d)|\d{1,12}(?:[.,]\d{1,3})?)(?![\d]|[.,]\d)"
_REPEATED = r"(?:\s?%|\s(?:nghìn tỷ|ngàn tỷ|tỷ|tỉ|triệu|nghìn|ngàn)(?: đồng| USD)?|\s?(?:ha|km2|km|m2|tấn))"

# A number, or a fraction or range of two, before something that may be its unit.
# that what follows can be its unit, or the second of the two, or that a rank may stand before rules out half of them
_START = re.compile(
    r"[0-9](?<![\w.,/=][0-9])(?<![^a-zA-ZÀ-ỹ]:[0-9])(?<![\w)]-[0-9])"
    r"(?:(?=(?:[\d.,/]*\d)?(?:\s?[%‰÷~-]|\s?[^\W\d_]|[ ]\d{3}))|(?<=[pPuứgí] [0-9]))"
)
_DIGITS = re.compile(
    rf"(?P<low>{_ONE})(?:/(?P<over>\d{{1,3}}(?:\.\d{{3}})*+(?![\d.,/]\d)))?"
    rf"(?:(?P<repeated>{_REPEATED})?(?:\s?[-÷~]\s?|\s(?:đến|tới)\s)(?P<high>{_ONE}))?"
    rf"(?=\s?(?:[%‰]|[^\W\d_]))"
)
WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "đôi": 2,
    "tư": 4,
}  # fmt: skip
_WORD = "|".join(word for word in WORDS if word != "tư")
# Words are numbers after a comparator, in a range, in a fraction and before what is done so many times; "một" alone
# is mostly the article, but in "mỗi huyện chọn một xã", "năm" the year.
_SPELT = re.compile(
    rf"(?P<low>[Mm]ột|[Hh]ai|[Bb]a) phần (?P<over>hai|ba|tư|bốn|năm)(?= (?:tổng )?số )"
    r"|(?P<half>[Mm]ột) nửa(?= (?:tổng )?số )"
    r"|(?<=chọn )(?P<chosen>một)(?= (?:huyện|xã|phường|thị trấn|thôn|bản|ấp|khu phố|tổ dân phố|trường|cơ sở"
    r"|doanh nghiệp|hợp tác xã|đơn vị|mô hình|hộ)(?!\w))"
    rf"|(?:[ÍíTtKkGg](?:t nhất|ối thiểu|hông dưới|hông quá|ối đa|ấp)) (?P<compared>{_WORD})(?! phần)"
    rf"(?:(?: đến | - |-)(?P<high>{_WORD}))?(?=[\s.;,]|$)"
    r"|(?P<range>(?:hai|ba|bốn|năm|sáu) (?:đến|-) (?:ba|bốn|năm|sáu|bảy|tám|mười))(?=\s[^\W\d_])"
    r"|(?<= )(?P<times>hai|ba|bốn|sáu)(?= (?:lần|đợt|lớp|cuộc|buổi|mô hình|hội nghị|công trình|dự án|huyện|xã|phường"
    r"|thị trấn|thôn|bản|ấp|cụm|khu|tuyến|vùng|trường|trạm|trung tâm|hợp tác xã|doanh nghiệp|sản phẩm|cầu|hồ|nhà máy"
    r"|chợ|câu lạc bộ|tổ|đội|cơ sở)(?!\w))"
)
# by which one of them is found, the second letter or a later one: a set of rare letters is what the engine finds fast
_SPELT_LETTER = re.compile(
    r"[aáăấốộớ](?:i (?<=[Hh]ai )| (?<=[Bb]a )|u (?<=sáu )|m (?<=năm )|n (?<=bốn )"
    r"|t(?<=[Mm]ột) (?:phần|nửa|(?<=chọn một )[^\W\d_])|i(?<=[ÍíTtKkGg]ối) (?:thiểu|đa) |p(?<=[ÍíTtKkGg]ấp) "
    r"|(?P<sixth>t(?<=[ÍíTtKkGg]t nhất) )|(?P<ninth> (?<=[ÍíTtKkGg]hông quá )|i(?<=[ÍíTtKkGg]hông dưới) ))"
)
_CHOOSER = 40  # how far before its verb those may stand of whom each one chooses
_EACH = re.compile(r"(?<!\w)[Mm]ỗi (?:[^\W\d_]+ ){1,6}$")
_LETTERS_BEFORE = {None: 1, "sixth": 5, "ninth": 8}
_RANK = re.compile(r"(?P<low>\d{1,3})(?:/\d{2,3})?(?!\d|[.,]\d)")
_RANK_HEADS = (
    "tốp ", "Tốp ", "top ", "Top ", "TOP ", "TỐP ", "tốp đầu ", "xếp thứ ", "đứng thứ ", "xếp hạng ", "thứ hạng ",
    "xếp hạng thứ ", "vị trí thứ ", "vị trí ", "hạng thứ ", "xếp ở vị trí ",
)  # fmt: skip
_RANK_LETTERS = frozenset(head[-2] for head in _RANK_HEADS)
# a decimal at the end of a clause, with no unit: `Chỉ số HDI đạt 0,72;`
_BARE = re.compile(r"(?<=[^\W\d_] )\d{1,2}[.,]\d{1,4}(?=[;.,)]*(?:\s|$))(?! ?[%‰]|\s[^\W\d_])")
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
_COMMA_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")

SCALES = {
    "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "nghìn tỷ": 10**12,
    "ngàn tỷ": 10**12, "triệu tỷ": 10**15, "chục": 10, "trăm": 100,
}  # fmt: skip
SCALE = re.compile(
    r"\s?(nghìn tỷ|ngàn tỷ|triệu tỷ|nghìn|ngàn|vạn|triệu|tỷ|tỉ|chục|trăm)(?![^\W\d_])"
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
    """Every number that could be a target; those in words come last.

    >>> [(n.low, n.high) for n in numbers("Mở 2 - 3 lớp, ít nhất một lớp trực tuyến, vào tốp 5.")]
    [('2', '3'), ('5', None), ('một', None)]
    """
    done = 0
    for begin in _START.finditer(text):
        start = begin.start()
        if start < done:
            continue
        ranked = text[start - 2 : start - 1] in _RANK_LETTERS and text.endswith(_RANK_HEADS, 0, start)
        if ranked and (match := _RANK.match(text, start)):
            done = match.end()
            yield Number(start, done, match["low"], rank=_rank_start(text, start))
        elif match := _DIGITS.match(text, start):
            low, high, over = match["low"], match["high"], match["over"]
            done = match.end()
            if high is not None and not _is_range(low, high):
                high, done = None, match.end("over" if over else "low")
            yield Number(start, done, low, high, over)
    yield from _spelt(text)


def bare_values(text: str) -> Iterator[Number]:
    """Decimals with nothing after them that could be a unit, as indices have; `numbers` finds none of them.

    >>> [number.low for number in bare_values("Chỉ số HDI đạt 0,72; hệ số Gini 0,3 vào năm 2030; tăng 1,5%.")]
    ['0,72']
    """
    for match in _BARE.finditer(text):
        yield Number(match.start(), match.end(), match[0])


def spelt_places(text: str) -> Iterator[re.Match[str]]:
    """Where `_SPELT` matches, looked for only where it can begin."""
    done = 0
    for letter in _SPELT_LETTER.finditer(text):
        start = letter.start() - _LETTERS_BEFORE[letter.lastgroup]
        match = _SPELT.match(text, start) if start >= done else None
        if match is not None:
            done = match.end()
            yield match


def _spelt(text: str) -> Iterator[Number]:
    for match in spelt_places(text):
        if match["range"]:
            low, _, high = match["range"].split(" ")
            if not text.endswith(("thứ ", "tháng "), 0, match.start()):
                yield Number(match.start(), match.end(), low, high)
            continue
        if match["half"]:
            yield Number(match.start(), match.end(), "một", over="hai")
            continue
        if match["chosen"]:
            if _EACH.search(text, max(0, match.start() - _CHOOSER), match.start()):
                yield Number(match.start(), match.end(), "một")
            continue
        low = match["low"] or match["compared"] or match["times"]
        start = match.end() - len(low) if match["times"] else match.start("low" if match["low"] else "compared")
        yield Number(start, match.end(), low.lower(), match["high"], match["over"])


def _rank_start(text: str, number: int) -> int:
    head = max((head for head in _RANK_HEADS if text.endswith(head, 0, number)), key=len)
    return number - len(head)


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
