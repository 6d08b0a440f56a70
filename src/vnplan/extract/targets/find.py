"""From the numbers of a document to its targets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from vnplan.core.document import Document, Line
from vnplan.core.mentions import Citation, Deadline, Target
from vnplan.core.span import Span
from vnplan.extract.targets.indicator import Clause, Meaning, clause_end, describe
from vnplan.extract.targets.judge import Setting, Words, is_continuation, reason, refusal
from vnplan.extract.targets.numbers import NUMBER
from vnplan.extract.targets.quantity import Quantity, read
from vnplan.extract.targets.units import Unit
from vnplan.knowledge import Knowledge
from vnplan.knowledge.quantities import Quantities

_RANK = re.compile(
    r"(?<!\w)(?:[tT](?:op|ốp)|(?:[Xx]ếp|[Đđ]ứng|vị trí|[Tt]hứ hạng|[Xx]ếp hạng)(?: ở)?(?: vị trí)?(?: thứ| hạng)?)"
    r"(?: đầu)? (?P<low>\d{1,3})(?:/\d{2,3})?(?!\d|[.,]\d)"
)
_LIST_LINK = re.compile(r", | và |; ")
_LIST_END = re.compile(r"[,;]? ?(?:và|hoặc|trong đó(?: có)?|đồng thời)?\s*$")
_SENTENCE = re.compile(r";|[.!?](?=\s)")
_LABELS = (
    "năm ", "tháng ", "ngày ", "số ", "điều ", "khoản ", "mục ", "quý ", "phụ lục ", "giai đoạn ", "khóa ", "dự án ",
    "lần thứ ", "thứ ", "nghị quyết ", "quyết định ", "đề án ", "chương trình ", "kỳ ", "tầm nhìn ", "mức độ ", "luật ",
)  # fmt: skip


class _Blocked:
    """The places of citations and deadlines, in which no number is a target."""

    def __init__(self, spans: list[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def covers(self, offset: int) -> bool:
        n = bisect_right(self.starts, offset) - 1
        return n >= 0 and offset < self.ends[n]


@lru_cache(maxsize=4)
def _words_of(key: int, know: _Key) -> Words:
    return Words.of(know.know)


@dataclass(frozen=True)
class _Key:
    know: Quantities

    def __hash__(self) -> int:
        return id(self.know)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.know is self.know


def find(doc: Document, know: Knowledge) -> Iterator[Target]:
    """The targets of a document, in reading order."""
    text = doc.text.clean
    blocked = _Blocked(
        [mention.extent for mention in doc.get(Citation)] + [mention.span for mention in doc.get(Deadline)]
    )
    matches = [match for match in NUMBER.finditer(text) if not blocked.covers(match.start())]
    matches += [match for match in _RANK.finditer(text) if not blocked.covers(match.start())]
    ranked = {match.start("low") for match in matches if match.re is _RANK}
    matches = [match for match in matches if match.re is _RANK or match.start() not in ranked]
    matches.sort(key=lambda match: match.start("low"))
    quantities = know.quantities
    words = _words_of(0, _Key(quantities))
    years = doc.header.plan_years
    for number, group in groupby(matches, key=lambda match: doc.line_index(match.start())):
        if number < 0:
            continue
        line = doc.lines[number]
        yield from _LineReader(doc, line, quantities, words, years[0] if years else None).targets(list(group))


class _LineReader:
    """Reads the targets of one line."""

    def __init__(self, doc: Document, line: Line, know: Quantities, words: Words, first_year: int | None) -> None:
        self.doc = doc
        self.text = doc.text.clean
        self.line = line
        self.know = know
        self.words = words
        self.first_year = first_year
        start, end = line.span
        self.lower = ""
        self.start = min(line.body.start, end)
        self.end = end

    def targets(self, matches: list[re.Match[str]]) -> Iterator[Target]:
        text = self.text
        lower_line = text[self.line.span.start : self.end].lower()
        if text[self.line.span.start : self.end].isupper():
            return
        # positions in the line are positions in the text less `shift`
        shift = self.line.span.start
        body = self.start - shift
        line_text = text[shift : self.end]
        quantities: list[Quantity] = []
        for match in matches:
            place = match.start("low") - shift
            if lower_line.endswith(_LABELS, 0, place) and not _percent_follows(line_text, match.end() - shift):
                continue
            quantity = self._read(line_text, lower_line, match, shift, body, quantities)
            if quantity is not None:
                quantities.append(quantity)
        if not quantities:
            return
        yield from self._judged(line_text, lower_line, quantities, shift, body)

    def _read(
        self, text: str, lower: str, match: re.Match[str], shift: int, body: int, before: list[Quantity]
    ) -> Quantity | None:
        floor = max(body, before[-1].end if before else 0)
        if match.re is _RANK:
            return _rank(text, match, shift)
        local = NUMBER.match(text, match.start() - shift)
        if local is None or local.start() < (before[-1].end if before else 0):
            return None
        return read(text, lower, local, floor, self.know)

    def _judged(
        self, text: str, lower: str, quantities: list[Quantity], shift: int, body: int
    ) -> Iterator[Target]:
        breaks = [body, *(match.end() for match in _SENTENCE.finditer(text, body)), len(text)]
        accepted: Quantity | None = None
        meaning: Meaning | None = None
        for n, quantity in enumerate(quantities):
            sentence = breaks[bisect_right(breaks, quantity.start) - 1]
            if accepted is not None and accepted.end <= sentence:
                accepted = None
            setting = Setting(
                line=self.line,
                lower=lower,
                sentence=sentence,
                paragraph=body,
                line_end=len(text),
                first_year=self.first_year,
                accepted=accepted,
            )
            if refusal(quantity, setting, self.know, self.words) is not None:
                continue
            rule = reason(quantity, setting, self.know, self.words)
            if rule is None:
                continue
            if is_continuation(quantity, setting) and accepted is not None:
                quantity = _share(quantity, accepted, lower)
            following = len(text)
            if n + 1 < len(quantities) and not text[quantity.end : quantities[n + 1].start].count(";"):
                following = quantities[n + 1].head_end
            clause = _clause(text, quantity, setting, accepted, following)
            described = describe(quantity, clause, meaning if accepted is not None else None, self.know)
            accepted, meaning = quantity, described
            yield _target(quantity, described, rule, text, shift)


def _percent_follows(text: str, end: int) -> bool:
    return text[end : end + 2].lstrip()[:1] in ("%", "‰")


def _rank(text: str, match: re.Match[str], shift: int) -> Quantity:
    top = match[0][0] in "tT" and match[0][1] in "oố"
    start, number = match.start() - shift, match.start("low") - shift
    return Quantity(
        start=start, number=number, end=match.end() - shift, head_end=start, value=Decimal(match["low"]), value_max=None,
        unit=Unit(None, "unknown", match.end() - shift), comparator="le" if top else "eq", compared=True, firm=True,
        approximate=False, mode="rank", verbs=(), rule="targets.rank",
    )  # fmt: skip


def _share(quantity: Quantity, before: Quantity, lower: str) -> Quantity:
    """A comparator holds for each number of its list, but not for what `trong đó` or `và 100%` names."""
    between = lower[before.end : quantity.start]
    if before.comparator not in ("ge", "gt", "le", "lt") or quantity.value_max is not None:
        return quantity
    if "trong đó" in between or (quantity.is_percent and (quantity.value == 100 or between.rstrip().endswith("và"))):
        return quantity
    if quantity.unit.kind == "percent" and before.unit.kind != "percent":
        return quantity
    return replace(quantity, comparator=before.comparator, approximate=before.approximate)


def _clause(text: str, quantity: Quantity, setting: Setting, accepted: Quantity | None, following: int) -> Clause:
    begin, opening = setting.sentence, None
    if accepted is not None and accepted.end > begin:
        # after "80% X, Y và 90% Z" only what follows the last comma or "và" is about the second number
        between = text[accepted.end : quantity.head_end]
        cut = max((match.end() for match in _LIST_LINK.finditer(between)), default=0)
        opening = between[:cut][-20:] if cut else ""
        begin = accepted.end + cut
        opening = text[max(accepted.end, begin - 3) : begin] + text[begin : quantity.head_end][:12]
    stop = clause_end(text, quantity.end)
    after = text[quantity.end : min(stop, following)]
    onward = ""
    if following < stop:
        after = _LIST_END.sub("", after)
        onward = text[following:stop]
    return Clause(text[begin : quantity.head_end], after, opening, onward)


def _target(quantity: Quantity, meaning: Meaning, rule: str, text: str, shift: int) -> Target:
    start, end = quantity.start, quantity.end
    while start < end and text[start] in " (":
        start += 1
    return Target(
        span=Span(start + shift, end + shift),
        rule=rule,
        confidence=0.9,
        comparator=quantity.comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit.text,
        per=quantity.unit.per or meaning.per,
        mode=quantity.mode,
        approximate=quantity.approximate,
        indicator=meaning.indicator,
        subject=meaning.subject,
    )
