"""Pages to text: reading order, paragraphs over page breaks, tables over pages, footnotes after what cites them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import regex

from vnplan.core.collector import without_collector
from vnplan.core.issues import Issue
from vnplan.core.layout import Layout
from vnplan.read.pages.columns import Column, columns
from vnplan.read.pages.furniture import RunningHeads
from vnplan.read.pages.grids import RuledTable, goes_on, joined, tables_and_rest
from vnplan.read.pages.lines import PrintedLine, lines_of_runs, text_size
from vnplan.read.pages.packed import PackedWords
from vnplan.read.pages.page import Page
from vnplan.read.pages.paragraphs import Measure, Paragraph, goes_on_over_page, paragraphs
from vnplan.read.pages.runs import runs_of
from vnplan.read.pages.writing import PagesText, Shown

_NOTE_SIZE = 0.88  # of the size of the text: footnotes are set smaller
_NOTE_LABEL = regex.compile(r"(\d{1,3})[.)]?")
_PROSE_WORDS = 4  # in a line that tells the margins
_PROSE_LINES = 2  # that tell them together
_LOWER_PART = 0.5  # of the page, in which footnotes stand


@dataclass(slots=True)
class _Page:
    """What is on one page, in reading order: paragraphs and tables; its footnotes."""

    page: Page
    parts: list[Paragraph | RuledTable]
    notes: list[Paragraph]
    measure: Measure | None


@dataclass(slots=True)
class _Flow:
    """The document while pages are added to it."""

    parts: list[Shown | RuledTable] = field(default_factory=list)
    measure: Measure | None = None  # of the last page that has running text
    notes: list[Shown] = field(default_factory=list)  # waiting for the end of the paragraph that cites them

    def last_paragraph(self) -> Shown | None:
        last = self.parts[-1] if self.parts else None
        return last if isinstance(last, Shown) else None

    def finished(self) -> list[Shown | RuledTable]:
        """What no further page can change, which is taken out: all but the last part."""
        done, self.parts = self.parts[:-1], self.parts[-1:]
        return done

    def flush(self) -> None:
        self.parts += self.notes
        self.notes = []


class _Lines(NamedTuple):
    """The tables of a page and its lines outside of them."""

    tables: Sequence[RuledTable]
    lines: Sequence[PrintedLine]


@without_collector
def compose(pages: Sequence[Page]) -> tuple[str, Layout, tuple[Issue, ...]]:
    """The text of pages, its layout, and what was left out.

    Pages are looked at twice, for a running head is known by the pages that repeat it. Those whose words are packed
    are unpacked for each look, so that the words of but a few pages are there at one time.
    """
    heads = RunningHeads()
    looked: list[_Lines | None] = []
    for page in pages:
        found = _look(page)
        heads.note(page, found.lines)
        looked.append(None if isinstance(page.words, PackedWords) else found)
    flow, text, count = _Flow(), PagesText(pages), 0
    for n, page in enumerate(pages):
        tables, lines = looked[n] or _look(page)
        looked[n] = None
        skipped = heads.left_out(page, lines)
        count += len(skipped)
        _add(flow, _laid_out(page, tables, [line for k, line in enumerate(lines) if k not in skipped]))
        text.write(flow.finished())
    flow.flush()
    text.write(flow.parts)
    written, layout = text.finish()
    issues = text.issues
    if count:
        message = f"{count} page numbers and running heads were left out of the text"
        issues.append(Issue("page-furniture", message, "info"))
    return written, layout, tuple(issues)


def _look(page: Page) -> _Lines:
    tables, rest = tables_and_rest(page, runs_of(page.words))
    return _Lines(tables, lines_of_runs(rest))


# --- one page ----------------------------------------------------------------------------------------------------


def _laid_out(page: Page, tables: Sequence[RuledTable], lines: Sequence[PrintedLine]) -> _Page:
    body, notes = _footnotes(page, lines)
    parts: list[Column | RuledTable] = []
    above = 0.0
    for table in tables:
        parts += columns([line for line in body if above <= _middle(line) < table.top], page.width)
        parts.append(table)
        above = table.top
    parts += columns([line for line in body if above <= _middle(line)], page.width)
    measure = _measure(parts)
    found: list[Paragraph | RuledTable] = []
    for part in parts:
        found += [part] if isinstance(part, RuledTable) else paragraphs(part, measure)
    return _Page(page, found, notes, measure)


def _measure(parts: Sequence[Column | RuledTable]) -> Measure | None:
    """The measure of the running text of a page, if there is enough of it."""
    prose = [
        line
        for part in parts
        if isinstance(part, Column) and part.kind == "body"
        for line in part.lines
        if len(line) >= _PROSE_WORDS
    ]
    return Measure.of(prose) if len(prose) >= _PROSE_LINES else None


def _middle(line: PrintedLine) -> float:
    return line.bottom - 0.4 * line.size


def _footnotes(page: Page, lines: Sequence[PrintedLine]) -> tuple[list[PrintedLine], list[Paragraph]]:
    """The lines without those of footnotes: smaller ones at the foot of the page, the first with a number."""
    size = text_size(lines)
    first = len(lines)
    while first > 0 and lines[first - 1].runs[-1].size <= _NOTE_SIZE * size and lines[first - 1].size < size:
        first -= 1
    while first < len(lines) and not _begins_note(lines[first]):
        first += 1
    if first == len(lines) or lines[first].top < _LOWER_PART * page.height or _is_foot(lines[:first]):
        return list(lines), []
    notes: list[Paragraph] = []
    for line in lines[first:]:
        if _begins_note(line) or not notes:
            notes.append(Paragraph([_labelled(line)]))
        else:
            notes[-1].lines.append(line)
    return list(lines[:first]), notes


def _labelled(line: PrintedLine) -> PrintedLine:
    """The first line of a footnote, its number written as the mark that cites it: `[1]`."""
    first, *rest = line.words
    match = _NOTE_LABEL.fullmatch(first.text)
    if match is None:
        return line
    return PrintedLine.of([replace(first.with_text(f"[{match[1]}]"), raised=False), *rest])


def _begins_note(line: PrintedLine) -> bool:
    first, _, rest = line.text.partition(" ")
    return line.begins_raised or (bool(rest) and _NOTE_LABEL.fullmatch(first) is not None)


def _is_foot(lines: Sequence[PrintedLine]) -> bool:
    """Whether the small print is the list of recipients."""
    return any(line.text.startswith(("Nơi nhận", "NƠI NHẬN")) for line in lines[-40:])


# --- page after page ---------------------------------------------------------------------------------------------


def _add(flow: _Flow, laid: _Page) -> None:
    parts = list(laid.parts)
    flow.measure = laid.measure or flow.measure
    if parts:
        parts = _over_page(flow, laid, parts)
    if parts or not laid.parts:
        flow.flush()
    flow.parts += [part if isinstance(part, RuledTable) else Shown.on(part, laid.page) for part in parts]
    flow.notes += [Shown.on(note, laid.page) for note in laid.notes]


def _over_page(flow: _Flow, laid: _Page, parts: list[Paragraph | RuledTable]) -> list[Paragraph | RuledTable]:
    """The parts of a page without what goes on with the page before."""
    first = parts[0]
    last = flow.parts[-1] if flow.parts else None
    if isinstance(first, RuledTable):
        if isinstance(last, RuledTable) and goes_on(last, first):
            flow.parts[-1] = joined(last, first)
            return parts[1:]
        return parts
    open_paragraph = flow.last_paragraph()
    if open_paragraph is None or flow.measure is None or first.block:
        return parts
    if goes_on_over_page(open_paragraph.paragraph, first.lines[0], flow.measure):
        open_paragraph.paragraph.lines.extend(first.lines)
        open_paragraph.pages.extend([laid.page] * len(first.lines))
        return parts[1:]
    return parts
