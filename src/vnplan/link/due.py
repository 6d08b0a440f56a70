"""When targets are due: the deadline in the sentence, row or column title, else in a line below or heading above."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from vnplan.core.document import Document, Line, Row, Table
from vnplan.core.mentions import Deadline, Due, Target
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.link.phases import phases

_DATING = frozenset({"date", "period", "recurring"})
_TITLE_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?[-–]\s?((?:19|20)\d\d))?(?!\d)")
_BULLETS = frozenset({"-", "+", "*", "•", "–"})
_CLOSING_LINES = 12  # how far below a line that tells the time is looked for
_OPENING = 40  # a limit that begins so near the beginning of its sentence opens it: "Trong năm 2026, …"
_UNTIL = re.compile(r"(?<!\w)(?:đến|hết)(?!\w)", re.IGNORECASE)
# "tăng trưởng năm 2026 bình quân đạt 8%": a year that ends the name of a measure; not "so với năm 2025", "34% năm 2025"
_OF_YEAR = re.compile(
    r"(?:(?<=[^\W\d_] )|(?<=\) ))(?<!so với )(?<!so )(?<!từ )(?<!hơn )(?<!với )(?<!là )"
    r"(?:(?:(?P<until>đến (?:hết |cuối )?)|(?:trong |cả )?)năm |(?:giai đoạn|\d năm) (?P<first>20\d\d) ?[-–] ?)"
    r"(?P<year>20\d\d)$"
)
# "đạt 70% năm 2025; 90% (năm 2030)": each value with a year of its own; "(năm 2025 trồng 9 ha" has one of another value
_OWN_YEAR = re.compile(
    r" ?(?:\((?=[^()]{0,24}\)))?(?:vào |trong |của )?năm (?P<year>20\d\d)(?!\d)(?! ?[-–/] ?\d)"
    r"(?! ?(?::|đạt|là) ?[^;.]{0,12}\d)"
)
_TIMES_AS_MUCH = re.compile(r"(?<!\w)gấp(?!\w)|(?<!\w)(?:tăng|giảm) [\d.,]+ lần$", re.IGNORECASE)
# "(năm 2026 trồng 10 ha; năm 2027 trồng 20 ha)": the year that opens brackets, which dates the value behind it
_BRACKET_YEAR = re.compile(r"\((?:trong )?năm (?P<year>20\d\d):? (?:[^\W\d_]+ ){0,4}$")
# "2026: 85%, 2027: 87%": the year that labels a value
_LABEL_YEAR = re.compile(r"[:;,.(\n-] ?(?P<year>20\d\d): ?$")
# "Phấn đấu hằng năm, 70% thôn …; 80% xã …": a rhythm that opens the sentence
_RHYTHM = re.compile(
    r"\W*(?:(?:phấn đấu|bảo đảm|đảm bảo|mục tiêu|chỉ tiêu|yêu cầu)(?: là)? )?"
    r"(?:hằng|hàng) (?P<unit>năm|quý|tháng|tuần)[,:] ",
    re.IGNORECASE,
)
_PART = (" Trong đó", "Trong đó")
_PART_IN_BRACKETS = "(trong đó"
_RULES = {"năm": "FREQ=YEARLY", "quý": "FREQ=MONTHLY;INTERVAL=3", "tháng": "FREQ=MONTHLY", "tuần": "FREQ=WEEKLY"}
# "Mục tiêu năm 2026 là thu hút 500 lao động, 12 dự án": a year that says of which time all aims of the sentence are
_AIM_OF_YEAR = re.compile(
    r"\W*(?:theo [^\d,;]{1,40}, )?(?:mục tiêu|chỉ tiêu)(?: [^\W\d_]+){0,5}? năm (?P<year>20\d\d)"
    r"(?: là(?!\w)| gồm(?!\w)| phấn đấu(?!\w)|[,:])"
)
_LIST = 20  # how many values of a list are looked at, so that time stays linear
_NEAR = 90  # how much of the words before a number is looked at for its year


def find(doc: Document, know: Knowledge) -> Iterator[Due]:
    """Yield for each target the deadline that dates it, in the order of the targets."""
    index = _Index(doc, know)
    for target in doc.get(Target):
        if stated := (
            index.behind(target)
            or index.in_brackets(target)
            or index.in_sentence(target)
            or index.in_row(target)
            or index.in_measure(target)
        ):
            yield Due(target=target, deadline=stated)
            continue
        rhythm = index.rhythm(target)
        if inferred := (
            index.of_whole(target)
            or index.in_title(target)
            or index.in_phase(target)
            or index.before_colon(target)
            or index.below(target)
            or index.above(target)
        ):
            if rhythm is not None and inferred.rrule is None:
                inferred = replace(inferred, rrule=rhythm.rrule)
            yield Due(target=target, deadline=inferred, inferred=True)
        elif rhythm is not None:
            yield Due(target=target, deadline=rhythm)


class _Index:
    """The deadlines and targets of a document by place."""

    def __init__(self, doc: Document, know: Knowledge) -> None:
        self.doc = doc
        self.roles = know.roles
        self.quantities = know.quantities
        issued, years = doc.header.issued_on, doc.header.plan_years or ()
        self.first_year = min([*([issued.year] if issued else []), *years[:1]], default=0)
        self.clean = doc.text.clean
        self.deadlines = sorted((d for d in doc.get(Deadline) if d.kind in _DATING), key=lambda d: d.span)
        self.starts = [deadline.span.start for deadline in self.deadlines]
        self.in_order = sorted(doc.get(Target), key=lambda target: target.span)
        self.targets = [target.span.start for target in self.in_order]
        self.rows = [row for table in doc.tables for row in table.rows]
        self.tables = [table for table in doc.tables for _ in table.rows]
        self.phases = list(phases(doc, lambda row: bool(self.within(row.span))))
        self.row_starts = [row.span.start for row in self.rows]
        self.times = {
            cell.span
            for table in doc.tables
            for row in table.rows
            for cell in row.cells
            if cell.column < len(table.columns) and table.columns[cell.column] == "time"
        }

    def within(self, span: Span) -> list[Deadline]:
        """The deadlines that begin in a span."""
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return self.deadlines[first:last]

    def sentence(self, at: int) -> Span:
        """The sentence around a place; a line break ends it, a full stop too, a semicolon does not."""
        start = max(self.clean.rfind("\n", 0, at) + 1, self.clean.rfind(". ", max(0, at - 3000), at) + 1)
        ends = [n for n in (self.clean.find("\n", at), self.clean.find(". ", at, at + 3000)) if n >= 0]
        return Span(start, min(ends, default=len(self.clean)))

    def behind(self, target: Target) -> Deadline | None:
        """The year straight behind a value, which is that value's own: `đạt 70% năm 2025; 90% năm 2030`."""
        year = self._own_year(target)
        if year is None or int(year["year"]) < self.first_year:
            return None
        near = self.within(Span(target.span.end, year.end()))
        return near[0] if near else _of_years(target.span, "times.own_year", int(year["year"]), until=False)

    def _own_year(self, target: Target) -> re.Match[str] | None:
        """The year behind a value; behind a multiple stands the one with which it compares: `gấp 2 lần năm 2025`."""
        multiple = _TIMES_AS_MUCH.search(self.clean, target.span.start, target.span.end)
        return None if multiple else _OWN_YEAR.match(self.clean, target.span.end)

    def in_brackets(self, target: Target) -> Deadline | None:
        """The year that opens the brackets in which a value stands: `30 ha (năm 2026 trồng 10 ha; …)`."""
        year = _BRACKET_YEAR.search(self.clean, max(0, target.span.start - _NEAR), target.span.start)
        if year is None:
            return None
        near = self.within(Span(year.start(), year.end("year")))
        return near[0] if near else _of_years(target.span, "times.own_year", int(year["year"]), until=False)

    def of_whole(self, target: Target) -> Deadline | None:
        """The time of the aim of which this one names a part: `…. Trong đó, …`, `đạt 60% (trong đó nữ đạt 40%)`."""
        start = self.sentence(target.span.start).start
        opened = self.clean.rfind(_PART_IN_BRACKETS, start, target.span.start)
        inside = opened >= 0 and self.clean.find(")", opened, target.span.start) < 0
        n = bisect_left(self.targets, opened if inside else start)
        if n == 0 or not (inside or self.clean.startswith(_PART, start)):
            return None
        whole = self.in_order[n - 1]
        if whole.span.start < start if inside else self.sentence(whole.span.start).end != start - 1:
            return None  # another sentence stands between, or a line ends
        return self.behind(whole) or self.in_sentence(whole) or self.in_measure(whole)

    def rhythm(self, target: Target) -> Deadline | None:
        """The rhythm that opens the sentence: `Phấn đấu hằng năm, 70% thôn …`. No deadline stands there."""
        opened = _RHYTHM.match(self.clean, self.sentence(target.span.start).start, target.span.start)
        if opened is None:
            return None
        rule = _RULES[opened["unit"].lower()]
        return Deadline(span=target.span, rule="times.rhythm_of_sentence", kind="recurring", rrule=rule)

    def in_sentence(self, target: Target) -> Deadline | None:
        """The deadline of the same sentence.

        `Đến năm 2025 đạt 60%, năm 2030 đạt 80%`: the last one before. `đạt 90% vào năm 2025 và 95% vào năm 2030`: the
        next one after. Which of the two holds is told by what comes first in the sentence.
        """
        sentence = self.sentence(target.span.start)
        first, last = bisect_left(self.starts, sentence.start), bisect_left(self.starts, sentence.end)
        if first == last:
            return None
        here = bisect_left(self.starts, target.span.start)
        before = self.deadlines[here - 1] if here > first else None
        after = self.deadlines[here] if here < last else None
        first_target = self.targets[bisect_left(self.targets, sentence.start)]
        if after and not (before and self.starts[first] < first_target):
            between = self.clean[target.span.end : after.span.start]
            # a limit beyond a semicolon belongs to what stands there
            if ";" not in between and not self._shares_out(between, after):
                return after
        if before and self._is_on_the_way(before, self.deadlines[first], target, sentence):
            return self.deadlines[first]
        return before if before and self._reaches(before, target, sentence) else None

    def _is_on_the_way(self, deadline: Deadline, opening: Deadline, target: Target, sentence: Span) -> bool:
        """Whether a year only dates a value on the way to what is due by the limit that opens the sentence.

        Beyond a semicolon that limit holds again: `Đến năm 2030 đạt 100% …, năm 2028 đạt 90%; 80% số hộ …`.
        """
        if opening.span.start - sentence.start >= _OPENING or not (deadline.end and opening.end):
            return False
        return (
            deadline.end < opening.end
            and self.clean[sentence.start : deadline.span.start].rstrip(" (").endswith((",", "trong đó"))
            and self.clean.find(";", deadline.span.end, target.span.start) >= 0
        )

    def _shares_out(self, between: str, deadline: Deadline) -> bool:
        """Whether a year opens brackets that share out the number before them: `60 ha (năm 2026: 20 ha; …)`."""
        if between.rfind("(") <= between.rfind(")"):
            return False
        close = self.clean.find(")", deadline.span.end, deadline.span.end + _NEAR)
        n = bisect_left(self.targets, deadline.span.end)
        return self.clean.startswith(":", deadline.span.end) or (n < len(self.targets) and self.targets[n] < close)

    def _is_passed(self, deadline: Deadline, target: Target) -> bool:
        """Whether a target between the two has a year of its own, so that it is not known which of the years holds."""
        first, last = bisect_left(self.targets, deadline.span.end), bisect_left(self.targets, target.span.start)
        nearest = range(max(first, last - _LIST), last)
        return any(self._own_year(self.in_order[n]) for n in nearest)

    def _reaches(self, deadline: Deadline, target: Target, sentence: Span) -> bool:
        """Whether a limit holds beyond the semicolons after it: one that opens the sentence or dates other targets."""
        stop = self.clean.find(";", deadline.span.end, target.span.start)
        if self._is_passed(deadline, target):
            return False
        if stop < 0 or deadline.span.start - sentence.start < _OPENING:
            return True
        start = max(self.clean.rfind(";", sentence.start, deadline.span.start), sentence.start)
        n = bisect_left(self.targets, start)
        return n < len(self.targets) and self.targets[n] < stop

    def in_measure(self, target: Target) -> Deadline | None:
        """The year with which the name of the measure ends, or that of the aims with which the sentence begins.

        Such a year is no limit by itself, so that no deadline stands there.
        """
        sentence = self.sentence(target.span.start)
        words = self.clean[max(sentence.start, target.span.start - _NEAR) : target.span.start].lower().rstrip()
        for _ in range(5):
            verb = self.quantities.heads.find(words) or self.quantities.tails["adverb"].find(words)
            if verb is None:
                break
            words = words[: -len(verb[0])].rstrip()
        year = (
            _LABEL_YEAR.search(words)
            or _OF_YEAR.search(words.rstrip(":"))
            or _AIM_OF_YEAR.match(self.clean[sentence.start : target.span.start].lower())
        )
        if year is None or int(year["year"]) < self.first_year:
            return None
        named = year.groupdict()
        return _of_years(
            target.span,
            "times.year_of_measure",
            int(named.get("first") or year["year"]),
            int(year["year"]),
            until=bool(named.get("until")),
        )

    def before_colon(self, target: Target) -> Deadline | None:
        """The limit that opens the paragraph and ends in a colon: `Đến năm 2030: Trồng 50 ha. Mở 12 lớp`."""
        line = self.doc.line_at(target.span.start)
        for deadline in self.within(Span(line.body.start, target.span.start)) if line else ():
            opens = line is not None and deadline.span.start - line.body.start < _OPENING
            if opens and self.clean.startswith(":", deadline.span.end):
                return deadline
        return None

    def in_row(self, target: Target) -> Deadline | None:
        """The deadline in the time column of the target's row."""
        n = self._row(target)
        if n is None:
            return None
        for cell in self.rows[n].cells:
            if cell.span in self.times and (found := self.within(cell.span)):
                return found[0]
        return None

    def in_title(self, target: Target) -> Deadline | None:
        """The year that the title of the target's column names: `Kế hoạch năm 2025`."""
        n = self._row(target)
        if n is None:
            return None
        column = next((cell.column for cell in self.rows[n].cells if cell.span.contains(target.span)), None)
        if column is None or column >= len(self.tables[n].titles):
            return None
        return _of_title(self.tables[n], column)

    def in_phase(self, target: Target) -> Deadline | None:
        """The limit in the row that heads those of a phase: `I. Đến năm 2030`."""
        n = self._row(target)
        phase = None if n is None else self.phases[n]
        return self.within(phase.span)[0] if phase is not None else None

    def _row(self, target: Target) -> int | None:
        """The number of the row in which a target stands."""
        n = bisect_left(self.row_starts, target.span.start + 1) - 1
        return n if n >= 0 and self.rows[n].span.contains(target.span) else None

    def below(self, target: Target) -> Deadline | None:
        """The deadline of the line that closes the paragraphs to which the target belongs: `Thời gian: quý IV/2024`."""
        n = self.doc.line_index(target.span.start)
        if n < 0:
            return None
        node = self.doc.lines[n].node
        if node < 0:
            return None
        parent = self.doc.nodes[node].parent
        for other in self.doc.lines[n + 1 : n + 1 + _CLOSING_LINES]:
            if other.node not in (node, parent):
                if other.node < 0 or self.doc.nodes[other.node].parent != parent:
                    break
                if self.doc.nodes[other.node].label not in _BULLETS:
                    break
            if self._tells_time(other) and (found := self.within(other.span)):
                return found[0]
        return None

    def _tells_time(self, line: Line) -> bool:
        """Whether a line says when what stands above it is done."""
        label = self.roles.attribute.match(self.clean, line.body.start, line.body.end)
        return label is not None and self.roles.holds_of[label[1].lower()].holds == "time"

    def above(self, target: Target) -> Deadline | None:
        """The deadline of the nearest heading or lead-in line above (`2. Đến năm 2030`, `Phấn đấu đến năm 2030:`)."""
        n = self.doc.line_index(target.span.start)
        if n < 0:
            return None
        line = self.doc.lines[n]
        for lead in range(n - 1, max(-1, n - 60), -1):
            other = self.doc.lines[lead]
            if other.node != line.node:
                break
            if self.clean[other.span.start : other.span.end].rstrip().endswith(":") and (
                found := self.within(other.span)
            ):
                return found[-1]
        for node in self.doc.ancestors(line.node):
            if node.heading.start < line.span.start and (found := self.within(self._line(node.heading))):
                return found[0]
        return None

    def _line(self, heading: Span) -> Span:
        line = self.doc.line_at(heading.start)
        return line.span if line else heading


def _of_title(table: Table, column: int) -> Deadline | None:
    """The time in the title of a column, which dates what stands below."""
    title = table.titles[column]
    years = _TITLE_YEARS.findall(title)
    if len(years) != 1:
        return None
    first, last = int(years[0][0]), int(years[0][1] or years[0][0])
    until = first == last and _UNTIL.search(title) is not None
    head: Row = table.rows[0]
    span = next((cell.span for cell in head.cells if cell.column == column), head.span)
    return _of_years(span, "times.column_title", first, last, until=until)


def _of_years(span: Span, rule: str, first: int, last: int | None = None, *, until: bool) -> Deadline:
    """The time of a year or some; it dates targets and is no limit that the plan sets by itself."""
    return Deadline(
        span=span,
        rule=rule,
        kind="date" if until else "period",
        relation="by" if until else "within",
        start=None if until else date(first, 1, 1),
        end=date(last or first, 12, 31),
    )
