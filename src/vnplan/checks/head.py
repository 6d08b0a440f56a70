"""The head of a document: nation line and motto, number, place and date, type word (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from vnplan.checks.catalogue import CheckRow
from vnplan.checks.instruments import mixed
from vnplan.checks.plan import Hit, Plan, check_of_plan, folded
from vnplan.knowledge.sections import bare
from vnplan.record.models import Span

_NUMBER = regex.compile(r"(?<!\p{L})S[ốỐ]\s?(?P<colon>:?)\s*(?P<symbol>\d[\d.]*[a-zđ]?(?:\s?[-/]\s?[\p{L}\d&.]+){1,6})")
_DAY = regex.compile(
    r"(?<!\p{L})(?P<place>(?:\p{Lu}[\p{L}.']*\s+){0,5}\p{Lu}[\p{L}.']*)?(?P<comma>,)?\s*[Nn]gày\s+(?P<day>\d{1,2})"
    r"\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})"
)
_SHORT_DAY = regex.compile(
    r"(?m)^[\W_]*(?:\p{Lu}[\p{L} ]{1,30},\s*)?[Nn]gày\s+(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?\d{4}"
    r"[\W_]*$"
)
_PADDED_MONTHS = ("1", "2")


def _is_whole(plan: Plan) -> bool:
    """Whether the head came through with the text: its issuer's line and its number or date stand there."""
    header = plan.record.header
    if plan.is_copy or header.document_type is None or header.issuer is None:
        return False
    return _number(plan) is not None and _DAY.search(plan.head) is not None and _has_issuer(plan)


def _has_issuer(plan: Plan) -> bool:
    """Whether the issuer's name is in the head, at least the words of its kind (`ỦY BAN NHÂN DÂN`)."""
    words = bare(plan.record.header.issuer or "").split()
    return " ".join(words[:2]) in plan.bare_head


def _number(plan: Plan) -> regex.Match[str] | None:
    """The line of the number, if it is the number that the header has."""
    own = plan.symbol
    for match in _NUMBER.finditer(plan.head):
        read = plan.know.instruments.symbol(folded(match["symbol"]))
        if own is not None and read is not None and read.designation == own.designation:
            return match
    return None


def _at(plan: Plan, match: regex.Match[str], **values: object) -> Hit:
    return Hit(plan.where(Span(*match.span())), {"words": folded(match.group()), **values})


@check_of_plan("head-motto")
def head_motto(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """Nation line or motto is missing in a head that is otherwise whole."""
    del row
    if not _is_whole(plan):
        return
    if plan.is_of_party:
        lines = [] if plan.has_party else ["ĐẢNG CỘNG SẢN VIỆT NAM"]
    elif plan.is_of_state:
        lines = [] if plan.has_nation else ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
        lines += [] if plan.has_motto else ["Độc lập - Tự do - Hạnh phúc"]
    else:
        return
    if lines:
        yield Hit(plan.where(), {"lines": " and ".join(f"`{line}`" for line in lines)})


@check_of_plan("head-number")
def head_number(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """The number and symbol are not written in the form of the system that the body belongs to."""
    match, symbol = _number(plan), plan.symbol
    if match is None or symbol is None or plan.is_recognised or not plan.is_of_state:
        return
    words = regex.sub(r"\s", "", folded(match["symbol"]))
    slip = None
    if mixed(plan, words, symbol):
        slip = "mixes the forms of Party and State"
    elif symbol.year and symbol.type_code in row.words:
        slip = "has a year, which only legal documents have"
    elif words.lstrip("0").rstrip(".") != symbol.designation.lstrip("0"):
        slip = "is not the standard spelling"
    elif not match["colon"]:
        slip = "has no colon after `Số`"
    if slip:
        right = (
            symbol.designation.replace(f"/{symbol.year}", "") if symbol.type_code in row.words else symbol.designation
        )
        yield _at(plan, match, slip=slip, right=f"Số: {right}")


@check_of_plan("head-date")
def head_date(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """Place and date: `Ninh Bình, ngày 05 tháng 01 năm 2026`."""
    del row
    if plan.is_recognised or not (plan.is_of_state or plan.is_of_party) or _number(plan) is None:
        return
    whole = _DAY.search(plan.head)
    if whole is None:
        short = _SHORT_DAY.search(plan.head)
        if short is not None:
            yield _at(plan, short, slip="is written in figures with strokes")
    elif plan.record.header.place is None and whole["place"] is None:
        yield _at(plan, whole, slip="names no place")
    elif whole["comma"] is None and whole["place"] is not None:
        yield _at(plan, whole, slip="has no comma after the place")


@check_of_plan("head-zero")
def head_zero(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """Numbers and days below 10 and the months 1 and 2 are written with a zero."""
    del row
    number = _number(plan)
    if plan.is_recognised or not (plan.is_of_state or plan.is_of_party) or number is None:
        return
    figures = regex.match(r"\d+", number["symbol"])
    if figures is not None and len(figures[0]) == 1:
        yield _at(plan, number, right=f"0{figures[0]}")
    day = _DAY.search(plan.head)
    if day is None:
        return
    if len(day["day"]) == 1:
        yield _at(plan, day, right=f"ngày 0{day['day']}")
    elif day["month"] in _PADDED_MONTHS:
        yield _at(plan, day, right=f"tháng 0{day['month']}")


@check_of_plan("head-type")
def head_type(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """The type word is missing above the subject, or is another than the symbol's."""
    del row
    symbol = plan.symbol
    if symbol is None or symbol.type_code is None or not _is_whole(plan) or not (plan.is_of_state or plan.is_of_party):
        return
    code = symbol.type_code.upper()
    names = [row.name for row in plan.know.instruments.rows if code in (own.upper() for own in row.codes)]
    lines = [bare(folded(line)) for line in plan.record.text[: _after_head(plan)].splitlines()]
    if names and not any(line.startswith(bare(name)) for line in lines for name in names):
        meant = plan.know.instruments.type_of_symbol(symbol)
        yield Hit(plan.where(), {"type": (meant.name if meant else names[0]).upper(), "number": symbol.designation})


def _after_head(plan: Plan) -> int:
    """Where the first words after the head end: the type word may stand on a line with the first cited instrument."""
    end = plan.record.text.find("\n", len(plan.head))
    return len(plan.record.text) if end < 0 else end
