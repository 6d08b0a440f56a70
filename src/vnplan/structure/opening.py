"""The head as portals of law write it: type and subject in one line, below it who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from vnplan.knowledge import Knowledge
from vnplan.knowledge.frames import Authorities
from vnplan.knowledge.sections import TypeRow
from vnplan.structure.drafts import Draft
from vnplan.structure.enacting import Intro
from vnplan.structure.frame import Head
from vnplan.structure.told import NO_NAME, reports

_NO_SUBJECT = regex.compile(r"(?:số\s?:?\s?)?\d|(?:của|này|trên|đó|số)(?!\p{L})")
_SENTENCE = regex.compile(r"\s(?:được|đã|đang|sẽ|vẫn|chưa|bị|còn|là|có|vừa)\s")
_WITHIN = regex.compile(rf"\s{NO_NAME}|[.;:,]$|\d")
_MEETING = regex.compile(r"\(?(?:Khóa|Nhiệm kỳ|Kỳ họp|KHÓA|NHIỆM KỲ|KỲ HỌP)\s[^;:]{1,80}")
_ENACTS = regex.compile(r"(?:nay )?(?:quyết định|quyết nghị|chỉ thị)\s?:", regex.IGNORECASE)
_CONCLUSIONS = regex.compile(r"kết luận (?:của|tại)\s")
_BULLETS = "-+*• "
_BEGINNINGS = ("Căn cứ ", "Kính gửi")  # of a legal basis, of those addressed
_SECTIONS = frozenset({"capital", "roman", "part", "chapter"})
_LONGEST = 600  # characters of the line
_LONGEST_BODY = 100
_INTRO = 12  # lines in which the formula of enacting stands
_FIRST_LINES = 6


def opening(drafts: Sequence[Draft], know: Knowledge) -> Head | None:
    r"""The head that the first line is, where what follows shows that this is the instrument and no page about it.

    >>> from vnplan.structure.drafts import scan
    >>> know = Knowledge.default()
    >>> head = opening(scan("Quyết định về việc trồng rừng\nỦy ban nhân dân tỉnh\nCăn cứ Luật Lâm nghiệp;"), know)
    >>> head.type_name, head.type_rest, head.authority
    ('Quyết định', 'về việc trồng rừng', 1)
    >>> opening(scan("Quyết định về việc trồng rừng\nNgười dân đã chờ lâu."), know) is None
    True
    """
    lines = [n for n, draft in enumerate(drafts[: _INTRO * 2]) if draft.text and draft.kind == "paragraph"][:_INTRO]
    if len(lines) < 2 or drafts[lines[0]].scheme:
        return None
    first, below = lines[:2]
    named = _named(drafts[first].text, know.sections.types)
    if named is None:
        return None
    row, subject = named
    head = Head(first=first, end=below, type_line=first, type_name=row.name, type_rest=subject)
    if _is_body(drafts[below]):
        head.authority = below
        head.end = _behind_meeting(drafts, below + 1)
        return head
    return head if _Page(drafts, know, head, row).is_instrument(lines[1:]) else None


def is_sentence(line: str) -> bool:
    """Whether a line tells something of what it names: `Kế hoạch đầu tư công đang được giải ngân`."""
    return _SENTENCE.search(line) is not None


def _named(line: str, types: Sequence[TypeRow]) -> tuple[TypeRow, str] | None:
    """The type that a line begins with, the narrowest first, and the subject behind it."""
    if len(line) > _LONGEST or line.endswith((";", ":", ",")) or ". " in line:
        return None
    rows = sorted((row for row in types if row.in_line and line.startswith(f"{row.name} ")), key=lambda r: -len(r.name))
    for row in rows:
        subject = line[len(row.name) :].strip(" .")
        if subject and _NO_SUBJECT.match(subject) is None:
            return row, subject
    return None


def _is_body(draft: Draft) -> bool:
    """Whether a line is the name of a body or office that decides, and nothing else."""
    text = draft.text.strip(" |")
    if draft.scheme or len(text) > _LONGEST_BODY or not text[:1].isupper() or _WITHIN.search(text):
        return False
    know, capitals = Authorities.load(), text.upper()
    return know.begins.match(capitals) is not None or know.whole.fullmatch(capitals) is not None


def _behind_meeting(drafts: Sequence[Draft], n: int) -> int:
    """The line behind those that tell in which term and meeting who decides met."""
    while n < len(drafts) and (not drafts[n].text or _MEETING.fullmatch(drafts[n].text)):
        n += 1
    return n


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with the head that its first line may be."""

    drafts: Sequence[Draft]
    know: Knowledge
    head: Head
    row: TypeRow

    def is_instrument(self, below: Sequence[int]) -> bool:
        """Whether the lines below are those of the instrument itself."""
        lines = [self.drafts[n] for n in below]
        if lines[0].scheme == "article" or lines[0].text.lstrip(_BULLETS).startswith(_BEGINNINGS):
            return True
        if any(_ENACTS.fullmatch(line.text) for line in lines):
            return True
        if any(self._is_reported(line.text) for line in lines[:_FIRST_LINES]):
            return False
        intro = Intro(self.drafts, self.head, self.know.instruments)
        if intro.order(self.row.orders) is not None or intro.leads_to(self.row.name):
            return True
        if is_sentence(self.head.type_rest):
            return False
        concludes = _CONCLUSIONS.match(self.head.type_rest) is not None
        return lines[0].scheme in _SECTIONS or concludes or self._names_itself()

    def _is_reported(self, line: str) -> bool:
        """Whether a line reports the number of such an instrument, as an article does."""
        places = reports(line, self.know.instruments)
        return any(place.is_numbered and place.type_name == self.row.name for place in places)

    def _names_itself(self) -> bool:
        """Whether the text speaks of `Quyết định này`."""
        own = (f"{self.row.name} này", f"{self.row.name.lower()} này")
        return any(name in draft.text for draft in self.drafts for name in own)
