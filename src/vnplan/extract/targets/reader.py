"""From the numbers of a document to its targets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby

from vnplan.core.document import Document
from vnplan.core.making import making
from vnplan.core.mentions import Citation, Deadline, Target
from vnplan.core.span import Span
from vnplan.extract.targets.cells import find_in_tables, unread
from vnplan.extract.targets.clauses import (
    Clause,
    Meaning,
    clause_end,
    clean_after,
    clean_before,
    is_measure,
    told_measure,
    unmoved,
)
from vnplan.extract.targets.indicator import describe
from vnplan.extract.targets.judge import reason
from vnplan.extract.targets.numbers import Number, bare_values, numbers
from vnplan.extract.targets.population import split_population
from vnplan.extract.targets.quantity import Quantity, read
from vnplan.extract.targets.refuse import refusal, says_no_target
from vnplan.extract.targets.setting import Setting, Words
from vnplan.knowledge import Knowledge
from vnplan.knowledge.quantities import ComparatorRow, Quantities

_make = making(Target)
# the places of a list in a paragraph, "(2) Tỷ lệ …", begin sentences too
_SENTENCE = re.compile(r"[;|]|[.!?…](?=\s)|(?<=[,:;.] )(?=\(\d{1,2}\) [^\W\d_])")
# what goes on with what the sentence before says: the next place of such a list, the parts of a whole
_GOES_ON = re.compile(r"\s+(?:\(\d{1,2}\) [^\W\d_]|[Tt]rong đó(?!\w))")
_OPEN_LIST = re.compile(r"(?:,|;| và| hoặc)\s*$")
_LIST_LINK = re.compile(r", | và |; | với ")
_LIST_END = re.compile(r"[,;]? ?(?:(?<!\w)(?:và|hoặc|trong đó(?: có)?|đồng thời|với))?\s*$")
# "100% xã có chợ, năm 2026 đạt 80%, năm 2027 đạt 90%": the years of values on the way to the first
_OTHER_YEAR = re.compile(r"[,;(] ?(?:(?:trong đó|riêng|đến|vào|trong|cuối) ){0,2}năm 20\d\d[ :]*$")
_YEAR_WORDS = 40  # characters that they take at most
# How far before or after a number its words are looked for, so that time stays linear on endless lines.
_REACH = 800
_BEFORE = 400  # how much of that names the indicator
_ONWARD = 300  # and how much of what follows the next number


@lru_cache(maxsize=4)
def _words(know: Quantities) -> Words:
    return Words.of(know)


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
        """Whether a place lies in one of them."""
        n = bisect_right(self.starts, offset) - 1
        return n >= 0 and offset < self.ends[n]


def find(doc: Document, know: Knowledge) -> Iterator[Target]:
    """The targets of a document, in reading order."""
    first_year = _first_year(doc)
    tabular = list(find_in_tables(doc, know.quantities, first_year))
    blocked = _Blocked(
        [
            *(mention.extent for mention in doc.get(Citation)),
            *(mention.span for mention in doc.get(Deadline)),
            *(span for table in doc.tables for span in unread(table, know.quantities)),
            *(target.span for target in tabular),
        ]
    )
    yield from sorted([*tabular, *_in_prose(doc, know, blocked, first_year)], key=lambda target: target.span)


def _in_prose(doc: Document, know: Knowledge, blocked: _Blocked, first_year: int | None) -> Iterator[Target]:
    clean = doc.text.clean
    places = sorted(number for number in chain(numbers(clean), bare_values(clean)) if not blocked.covers(number.start))
    for n, group in groupby(places, key=lambda number: doc.line_index(number.start)):
        if n >= 0:
            yield from _LineReader(doc, n, know, first_year).targets(list(group))


def _first_year(doc: Document) -> int | None:
    """The first year that is not past: that of issue, or of the plan's period if that began before."""
    issued, years = doc.header.issued_on, doc.header.plan_years
    known = [*([issued.year] if issued else []), *(years[:1] if years else [])]
    return min(known, default=None)


@dataclass(slots=True)
class _Found:
    quantity: Quantity
    rule: str
    sentence: int


class _LineReader:
    """Reads the targets of one line; all places inside are counted from the line's beginning."""

    def __init__(self, doc: Document, number: int, know: Knowledge, first_year: int | None) -> None:
        self.line = line = doc.lines[number]
        above = doc.lines[number - 1] if number else line
        self.above = doc.text.clean[above.body.start : above.body.end] if above.node == line.node else ""
        self.know = know.quantities
        self.words = _words(know.quantities)
        self.first_year = first_year
        self.shift = line.span.start
        # "Tỷ lệ trẻ có cân nặng dưới" / "2.400 gram đạt 6%": the line above breaks off before a number
        hit = know.quantities.heads.find(self.above.rstrip().lower())
        self.goes_on = hit is not None and isinstance(hit[1], ComparatorRow)
        self.text = doc.text.clean[line.span.start : line.span.end]
        self.lower = self.text.lower()
        self.body = min(max(0, line.body.start - self.shift), len(self.text))

    def targets(self, places: Sequence[Number]) -> Iterator[Target]:
        """The targets among the numbers of the line."""
        if says_no_target(self.line) or self.text.isupper() or len(self.lower) != len(self.text):
            return
        quantities = self._quantities(places)
        if not quantities:
            return
        found = list(self._accepted(quantities))
        meaning: Meaning | None = None
        for n, item in enumerate(found):
            before = found[n - 1] if n and found[n - 1].sentence == item.sentence else None
            after = found[n + 1].quantity if n + 1 < len(found) else None
            clause = self._clause(item, before.quantity if before else None, after)
            earlier = meaning
            meaning = describe(item.quantity, clause, meaning if before else None, self.know, earlier=meaning)
            bare = meaning.indicator is None or not clean_after(clause.after)
            if bare and earlier and self._is_at_other_time(found[n - 1].quantity, item.quantity):
                meaning = meaning._replace(indicator=earlier.indicator, subject=earlier.subject)
            if meaning.indicator is None and not n:
                meaning = meaning._replace(indicator=self._measure_above(item.quantity))
            if meaning.indicator is None:
                told = self.text[max(self.body, item.sentence - _BEFORE) : item.sentence]
                meaning = meaning._replace(indicator=told_measure(told, self.know))
            yield self._target(item, meaning)

    def _is_at_other_time(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether a value tells of another year what the one before it does: `năm 2026: 40%; năm 2027: 50%`."""
        if quantity.unit.text != before.unit.text:
            return False
        between = self.text[before.end : quantity.head_end].strip(" ;.,()")
        only_time = any(map(str.isdigit, between)) and not clean_before(between)
        return only_time or self._on_the_way(before, quantity) is not None

    def _on_the_way(self, before: Quantity, quantity: Quantity) -> re.Match[str] | None:
        """The year of a value on the way to the one before it: `100% xã có chợ, năm 2026 đạt 80%`."""
        if quantity.unit.text != before.unit.text:
            return None
        return _OTHER_YEAR.search(self.text, max(before.end, quantity.head_end - _YEAR_WORDS), quantity.head_end)

    def _measure_above(self, quantity: Quantity) -> str | None:
        """The measure with which the line above ends, where the value begins its own: `… trẻ sơ sinh xuống:` `15‰`."""
        if self.text[self.body : quantity.head_end].strip() or not self.above.rstrip().endswith(":"):
            return None
        name = unmoved(clean_before(self.above[-_BEFORE:]), self.know)
        return name if is_measure(name, self.know) else None

    def _quantities(self, places: Sequence[Number]) -> list[Quantity]:
        found: list[Quantity] = []
        for place in places:
            number = place._replace(
                start=place.start - self.shift,
                end=place.end - self.shift,
                rank=None if place.rank is None else place.rank - self.shift,
            )
            floor = max(self.body, found[-1].end if found else 0)
            if number.start < floor or (self.goes_on and number.start == self.body):
                continue
            is_percent = self.text[number.end : number.end + 2].lstrip()[:1] in ("%", "‰")
            if number.rank is None and not is_percent and self._is_ordinal(number.start):
                continue
            quantity = read(self.text, self.lower, number, floor, self.know)
            if quantity is not None:
                found.append(quantity)
        return found

    def _is_ordinal(self, start: int) -> bool:
        """Whether a number is a date or name: `năm 2025`, `Nghị quyết 57`."""
        before = self.lower[max(0, start - 24) : start]
        return before.endswith(" ") and self.know.tails["ordinal"].find(before.rstrip()) is not None

    def _accepted(self, quantities: Sequence[Quantity]) -> Iterator[_Found]:
        marks = list(_SENTENCE.finditer(self.text, self.body))
        breaks = [self.body, *(mark.end() for mark in marks)]
        stops = [self.body, *(mark.end() for mark in marks if self._is_stop(mark))]
        accepted: Quantity | None = None
        share = -1  # where the last target that is a share begins
        told = -1  # the end of the last number that tells of the past
        for quantity in quantities:
            sentence = _last_break(breaks, quantity.start)
            if accepted is not None and accepted.end <= sentence and not self._is_series(accepted, quantity):
                accepted = None
            period = _last_break(stops, quantity.start)
            setting = Setting(
                quantity=quantity,
                line=self.line,
                lower=self.lower,
                sentence=sentence,
                period=period,
                in_row=share >= period and quantity.is_percent,
                paragraph=max(self.body, quantity.start - _REACH),
                first_year=self.first_year,
                accepted=accepted,
                told=told,
            )
            against = refusal(setting, self.know, self.words)
            if against is not None:
                told = quantity.end if against in ("past", "have_done", "reported", "fraction") else told
                continue
            rule = reason(setting, self.know, self.words)
            if rule is None:
                continue
            accepted = _share(quantity, accepted, self.lower) if accepted and setting.continues else quantity
            share = accepted.start if accepted.is_percent else share
            yield _Found(accepted, rule, sentence)

    def _is_series(self, before: Quantity, quantity: Quantity) -> bool:
        """Whether a semicolon is all between two items of a list: `2.000 ha bưởi; 4.000 ha xoài`."""
        same = quantity.unit.text == before.unit.text and quantity.is_percent == before.is_percent is False
        alone = self.text[before.end : quantity.head_end].rstrip().endswith(";")
        return same and alone and self.line.role != "target"

    def _is_stop(self, mark: re.Match[str]) -> bool:
        """Whether what follows speaks of something else."""
        return mark[0] not in ("", ";") and _GOES_ON.match(self.text, mark.end()) is None

    def _clause(self, item: _Found, before: Quantity | None, after: Quantity | None) -> Clause:
        quantity, begin, opening = item.quantity, item.sentence, None
        if before is not None:
            begin, opening = self._opening(before, quantity)
        head = self.text[max(begin, quantity.head_end - _BEFORE) : quantity.head_end]
        if self.goes_on and begin <= self.body:
            head = f"{self.above.rstrip()[-_BEFORE:]} {head}"
        stop = clause_end(self.text, quantity.end, quantity.end + _REACH)
        if after is None or after.start >= stop:
            return Clause(head, self.text[quantity.end : stop], opening, "")
        if year := self._on_the_way(quantity, after):
            return Clause(head, self.text[quantity.end : year.start()], opening, "")
        between = self.text[quantity.end : max(after.head_end, quantity.end)]
        if self._is_nested(quantity, between):
            return Clause(head, self.text[quantity.end : stop], opening, "")
        cut = max((match.start() for match in self._links(between)), default=len(between))
        words = _LIST_END.sub("", between[:cut])
        plain = not between[cut:].strip(" ,;").removeprefix("và").removeprefix("hoặc").strip()
        plain = plain and not between.rstrip().endswith(" với") and "aim" not in after.verbs
        return Clause(head, words, opening, self.text[after.end : min(stop, after.end + _ONWARD)] if plain else "")

    def _opening(self, before: Quantity, quantity: Quantity) -> tuple[int, str]:
        """Where the words about a number begin that follows another, and what links the two."""
        between = self.text[before.end : quantity.head_end]
        among = between.rfind("trong đó")
        if among >= 0:
            return before.end + among, "trong đó"
        if self._is_nested(before, between):
            _, predicate = split_population(between, self.know, cut=True)
            return before.end + between.rfind(predicate or ""), "nested"
        link = next(reversed(list(self._links(between))), None)
        if link is None:
            opened = between.rfind("(") + 1
            return before.end + (opened if between[opened:].strip(" )") else 0), ""
        # after "80% X, Y và 90% Z" only what follows the last comma or "và" is about the second number
        return before.end + link.end(), between[link.start() :][:14]

    def _links(self, between: str) -> Iterator[re.Match[str]]:
        """What links two numbers; "với" does where it leads to another measure: `03 tuyến với tổng chiều dài 9 km`."""
        for match in _LIST_LINK.finditer(between):
            if match[0] != " với " or is_measure(f"{between[match.end() :]} ", self.know):
                yield match

    def _is_nested(self, outer: Quantity, between: str) -> bool:
        """Whether a number stands in what the population of another does: `100% xã mở ít nhất 01 lớp`."""
        if outer.unit.kind != "percent" or outer.mode != "level" or _OPEN_LIST.search(between):
            return False
        if between.lstrip().startswith((",", ";")):
            return False  # "đạt 95%, tỷ lệ học sinh được khám đạt 90%": a measure of its own
        return split_population(between, self.know, cut=True)[1] is not None

    def _target(self, item: _Found, meaning: Meaning) -> Target:
        quantity = item.quantity
        return _make(
            span=Span(quantity.start + self.shift, quantity.end + self.shift),
            rule=item.rule,
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


def _last_break(breaks: Sequence[int], place: int) -> int:
    return max(breaks[bisect_right(breaks, place) - 1], place - _REACH)


def _share(quantity: Quantity, before: Quantity, lower: str) -> Quantity:
    """A comparator or verb holds for each number of its list, but not for what `trong đó` or `và 100%` names."""
    if quantity.compared or quantity.verbs or quantity.value_max is not None:
        return quantity
    between = lower[before.end : quantity.start].rstrip()
    same = quantity.unit.kind == before.unit.kind or (quantity.is_count and before.is_count)
    if "trong đó" in between or not same or (quantity.is_percent and quantity.value == 100):
        return quantity
    if before.mode in ("increase", "decrease") and quantity.mode == "level":
        quantity = quantity._replace(mode=before.mode)
    if quantity.is_percent and between.endswith("và"):
        return quantity
    if before.comparator in ("ge", "gt", "le", "lt") or before.approximate:
        return quantity._replace(comparator=before.comparator, approximate=before.approximate)
    return quantity
