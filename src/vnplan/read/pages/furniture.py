"""What repeats on the pages of a document and is no part of its text: page numbers, running heads and feet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from vnplan.read.pages.lines import PrintedLine
from vnplan.read.pages.page import Page

_PAGE_NUMBER = regex.compile(r"(?:[Tt]rang\s?)?[-–]?\s?\d{1,4}(?:\s?(?:/|of|trên)\s?\d{1,4})?\s?[-–]?")
_DIGITS = regex.compile(r"\d+")
_MARGIN = 0.11  # of the page height: where running heads and page numbers stand
_MARGIN_OF_TEXT = 0.066  # of the page height: Decree 30 leaves 20 mm of 297 above and below the text
_FAR_BELOW = 1.5  # of the type size: the room above a running foot
_EDGE_LINES = 3  # lines from the edge of the page that may be running heads


class RunningHeads:
    """Finds the lines of pages that are furniture, once all pages have been noted.

    A number alone at the edge of a page is its number; a line that stands at the same edge of two or more
    pages with the same words (but for numbers) is a running head or foot.
    """

    def __init__(self) -> None:
        self.times: Counter[tuple[str, bool]] = Counter()

    def note(self, page: Page, rows: Sequence[PrintedLine]) -> None:
        """Take down what stands at the edges of a page."""
        self.times.update({_key(page, rows[n]) for n in _edge_lines(page, rows)})

    def left_out(self, page: Page, rows: Sequence[PrintedLine]) -> set[int]:
        """The indices of the lines of a page that are furniture."""
        chosen: set[int] = set()
        for n in _edge_lines(page, rows):
            repeated = self.times[_key(page, rows[n])] > 1 and len(rows[n].text) > 3
            if repeated or _is_page_number(rows[n], page) or _stands_alone(page, rows, n):
                chosen.add(n)
        return chosen


def _edge_lines(page: Page, rows: Sequence[PrintedLine]) -> Iterator[int]:
    for n, line in enumerate(rows):
        high = line.bottom < _MARGIN * page.height and n < _EDGE_LINES
        low = line.top > (1 - _MARGIN) * page.height and n >= len(rows) - _EDGE_LINES
        if high or low:
            yield n


def _stands_alone(page: Page, rows: Sequence[PrintedLine], n: int) -> bool:
    """Whether a line stands in the margin by itself: a running head or foot, though it comes but once.

    The text of a page begins and ends inside its margins; only the first page's head may stand higher.
    """
    line = rows[n]
    if page.number > 1 and line.bottom < _MARGIN_OF_TEXT * page.height:
        return True
    if n != len(rows) - 1 or n == 0 or line.top < (1 - _MARGIN_OF_TEXT) * page.height:
        return False
    return line.top - rows[n - 1].bottom > _FAR_BELOW * line.size


def _key(page: Page, line: PrintedLine) -> tuple[str, bool]:
    return _DIGITS.sub("#", line.text.casefold()), line.bottom < page.height / 2


def _is_page_number(line: PrintedLine, page: Page) -> bool:
    """A number alone, on the first page only where it is that page's number."""
    if _PAGE_NUMBER.fullmatch(line.text) is None:
        return False
    numbers = [int(number) for number in _DIGITS.findall(line.text)]
    return page.number > 1 or numbers[0] == 1
