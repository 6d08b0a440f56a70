"""Pages as OCR gives them, slips mended line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from vnplan.core.issues import Issue
from vnplan.read.ocr_forms import broken_symbol
from vnplan.read.ocr_repair import repair
from vnplan.read.pages.lines import PrintedLine, printed_lines, split_line
from vnplan.read.pages.page import Page, Word

_APART = 1.5  # of the type size: words that stand so far apart are in two columns
_SHOWN = 5  # slips of a page that are told one by one


def mended(page: Page) -> tuple[Page, list[Issue]]:
    """The page with those slips mended that the grammar of plans makes certain, and what was mended."""
    words: list[Word] = []
    slips: Counter[tuple[str, str]] = Counter()
    above: list[list[Word]] = []  # the parts of the line above
    for line in printed_lines(page.words):
        parts: list[list[Word]] = []
        for part in _columns(line):
            right, found = repair(part.words)
            slips.update((slip.old, slip.new) for slip in found)
            slips.update(_rejoined(above, right))
            parts.append(right)
        words += (word for part in above for word in part)
        above = parts
    words += (word for part in above for word in part)
    if not slips:
        return page, []
    told = ", ".join(f"`{old}` as `{new}`" for (old, new), _ in slips.most_common(_SHOWN))
    more = f" and {len(slips) - _SHOWN} more" if len(slips) > _SHOWN else ""
    message = f"read {told}{more}: slips of OCR that leave no other reading"
    return replace(page, words=words), [Issue("ocr-slips", message, "info")]


def _rejoined(above: list[list[Word]], line: list[Word]) -> Iterator[tuple[str, str]]:
    """Mend a symbol that goes on in the next line of its column, in both lines; what was read, what was written."""
    for part in above:
        before, after = part[-1], line[0]
        found = broken_symbol(before.text, after.text) if part[0].x0 < after.x1 and after.x0 < before.x1 else None
        if found:
            part[-1], line[0] = before.with_text(found[0]), after.with_text(found[1])
            yield before.text + after.text, "".join(found)


def _columns(line: PrintedLine) -> Iterator[PrintedLine]:
    """The parts of a line between wide gaps."""
    rest = line
    for gap in reversed(line.gaps()):
        if gap[1] - gap[0] > _APART * line.size:
            rest, part = split_line(rest, gap[2])
            yield part
    yield rest
