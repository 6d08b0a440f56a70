"""Page furniture: page numbers, running heads, portal frames, widgets, stamps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vnplan.knowledge.sections import Sections
from vnplan.structure.drafts import Draft

_HEAD_LINES = 40
_FOOT_LINES = 60


def mark_furniture(text: str, drafts: Sequence[Draft], know: Sections) -> bool:
    """Give furniture its kind; true where it shows that the page is a news page."""
    rows = {row.id: row for row in know.furniture}
    numbered = [n for n, draft in enumerate(drafts) if draft.scheme in ("roman", "arabic", "article", "part")]
    body_first, body_last = (numbered[0], numbered[-1]) if numbered else (len(drafts), -1)
    pages: list[int] = []
    is_article = False
    match_line = know.furniture_pattern.match
    for n, draft in enumerate(drafts):
        if draft.kind == "pipe" or not draft.text or (match := match_line(text, draft.start)) is None:
            continue
        row = rows[match.lastgroup or ""]
        if row.outside_body and body_first <= n <= body_last:
            continue
        if row.stamp and _HEAD_LINES <= n < len(drafts) - _FOOT_LINES:
            continue
        beside = [draft.kind == "pipe" for draft in drafts[max(0, n - 1) : n + 2]]
        if (row.bare_number and any(beside)) or sum(beside) > 1:  # a cell of a table
            continue
        if row.bare_number:
            pages.append(n)
        draft.kind = "boilerplate"
        if row.list_after:
            _mark_headlines(drafts, n + 1)
        is_article = is_article or row.article
    if pages:
        _mark_running_heads(drafts, pages, know)
    return is_article


def _mark_headlines(drafts: Sequence[Draft], first: int) -> None:
    """Headlines of other articles: short lines without an end mark."""
    for draft in drafts[first : first + 12]:
        if draft.scheme or len(draft.text) > 130 or draft.text.endswith((".", ";", ":", "!")) or draft.text.isupper():
            break
        draft.kind = "boilerplate"


def _mark_running_heads(drafts: Sequence[Draft], pages: Sequence[int], know: Sections) -> None:
    """A line beside page numbers that comes again and again is the head or foot of the pages."""
    beside = [n for page in pages for n in (page - 1, page + 1) if 0 <= n < len(drafts)]
    times = Counter(drafts[n].text for n in beside)
    types = tuple(row.name.upper() + " " for row in know.types)
    for n in beside:
        draft = drafts[n]
        repeated = times[draft.text] >= 2 or (
            n > _HEAD_LINES / 2 and draft.text.isupper() and draft.text.startswith(types)
        )
        if repeated and not draft.scheme and 0 < len(draft.text) < 150 and draft.kind == "paragraph":
            draft.kind = "boilerplate"
