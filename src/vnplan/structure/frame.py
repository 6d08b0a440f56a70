"""Head and foot of a document, and of the plan attached to it: which lines they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from vnplan.knowledge.sections import Sections, bare
from vnplan.structure.drafts import BULLETS, Draft
from vnplan.structure.people import DEBRIS, is_debris, is_known_name, person

RULE = regex.compile(r"[-_=*~. ]+")
"""A line drawn with signs."""

_OWN_NUMBER = regex.compile(r"^\s*(?:[Ss]ố|SỐ)?\s?:?\s?\d{1,5}\s?[-/]\s?\p{Lu}[\p{Lu}\p{Ll}\d/&-]{1,24}\s*$")
_CAPITALS = regex.compile(r"(?=.*\p{Lu}{2})[^\p{Ll}]*(?:\([^()]{0,80}\)[^\p{Ll}]*)?")
_RECIPIENTS = regex.compile(r"noi nhan\b ?:?")
_CAPACITY = regex.compile(
    r"(?:T ?/ ?M|TM|K ?/ ?T|KT|T ?/ ?L|TL|TUQ|T ?/ ?UQ|T ?/ ?U|Q|PT)\b ?[./]? ?(?=\p{Lu}{2}\p{Lu}* \p{Lu}|\p{Lu}{4})"
)
MARK = regex.compile(r"[(\[]?(?:đã ký|ký tên).{0,30}[)\]]?", regex.IGNORECASE)
"""That somebody has signed: `(đã ký)`, `[đã ký]`."""
_ENCLOSURE = regex.compile(r"(?:DANH (?:SÁCH|MỤC)|BIỂU|BẢNG|LỊCH|MẪU|ĐỀ CƯƠNG|TỔNG HỢP|PHÂN CÔNG|THỐNG KÊ|PHỤ LỤC)\b")
_FAR_NAME = 12  # lines between an office and the name under it, where stamp and signature were read as words
_BEGIN_CAPACITIES = "TKQP"
_BEGIN_FEET = "NnÑ-TKQP"  # the letters of `Nơi nhận`, `TM.`, `KT.`, `Q.`, `P.`
_MOST_FEET = 12  # that of the document, that of an attached plan, those of its forms
_FOOT = 70  # lines that a foot has at most


@dataclass(slots=True)
class Head:
    """The lines of a head: `title` those of the subject, `authority` the one that names who decides."""

    first: int = 0
    end: int = 0
    type_line: int = -1
    type_name: str | None = None
    type_rest: str = ""  # words after the type on its line
    title: list[int] = field(default_factory=list)
    authority: int = -1
    heavy: bool = False  # has a state or Party heading

    @property
    def is_empty(self) -> bool:
        """Whether no line of a head was found."""
        return self.end == self.first


@dataclass(slots=True)
class Foot:
    """The lines of one foot; the first of its recipients and of its signature (-1: none)."""

    first: int
    end: int
    recipients: int = -1
    signature: int = -1
    named: bool = False  # a name stands under the signature


@dataclass(frozen=True, slots=True)
class Parts:
    """Where head and feet of a document stand, and the head of a plan attached to it."""

    head: Head
    feet: tuple[Foot, ...]
    attached: Head | None
    is_news: bool  # the page has the frame of a news page


def begins_enclosure(drafts: Sequence[Draft]) -> bool:
    """Whether a text is an appendix by itself; what its title names it carries out, and is not."""
    first = next((draft for draft in drafts if draft.text and draft.kind != "boilerplate"), None)
    return first is not None and (first.scheme == "appendix" or _ENCLOSURE.match(first.text) is not None)


def is_in_capitals(text: str) -> bool:
    """Whether words are written in capitals; what stands in brackets may not be."""
    return _CAPITALS.fullmatch(text) is not None


@cache
def _offices(names: tuple[str, ...]) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """An office in a line, and a line that begins with one."""
    either = "|".join(sorted((regex.escape(name) for name in names), key=len, reverse=True))
    office = rf"(?:PHÓ |TỔNG |QUYỀN |Q\. ?|ỦY VIÊN |THƯỜNG TRỰC ){{0,3}}(?:{either})\b"
    whole = regex.compile(rf"{office}[^\p{{Ll}}]{{0,60}}")
    return regex.compile(rf"(?<!\p{{L}}){office}(?: THƯỜNG TRỰC)?"), whole


@cache
def _plain_offices(names: tuple[str, ...]) -> dict[str, str]:
    """The offices by their letters without marks: a scan may lose them."""
    return {bare(f"{rank}{name}"): f"{rank}{name}" for name in names for rank in ("", "PHÓ ", "QUYỀN ")}


class Frames:
    """Knows the lines that only head and foot have, and finds the feet."""

    def __init__(self, drafts: Sequence[Draft], know: Sections) -> None:
        self.drafts = drafts
        self.types = sorted(((row.name.upper(), row.name) for row in know.types), key=lambda pair: -len(pair[0]))
        self._orders = {row.name: row.orders for row in know.types}
        names = tuple(row.name for row in know.positions)
        self.office, self.positions = _offices(names)
        self.plain_offices = _plain_offices(names)

    def type_at(self, n: int) -> tuple[str, str] | None:
        """The document type that a line names, and the words after it."""
        text = self.drafts[n].text.strip(" |:")
        if not text or not text[0].isupper():
            return None
        for upper, name in self.types:
            if text.startswith(upper):
                rest = text[len(upper) :]
                if not rest or rest[0] in " :*(":
                    return name, _OWN_NUMBER.sub("", rest).strip(" :*")
            elif text == name:
                return name, ""
        return None

    def orders_of(self, type_name: str | None) -> tuple[str, ...]:
        """The verbs with which who issues a document of a type comes to what it says."""
        return self._orders.get(type_name or "", ())

    def is_caps(self, text: str) -> bool:
        """Whether a line is written in capitals (what stands in brackets may not be)."""
        return len(text) < 400 and is_in_capitals(text)

    # --- foot ------------------------------------------------------------------------------------------------------

    def feet(self, first: int) -> list[Foot]:
        """The feet after a line, in reading order."""
        found: list[Foot] = []
        n = first
        while n < len(self.drafts):
            text = self.drafts[n].text.lstrip("| ")
            late = n >= len(self.drafts) - _FOOT // 2 and not self.drafts[n].scheme
            if not late and text[:1] not in _BEGIN_FEET:
                n += 1
                continue
            starts_recipients = (
                text[:1] in "NnÑ-" and len(text) < 2000 and _RECIPIENTS.match(bare(text[:12]).lstrip("- "))
            )
            if starts_recipients or self.is_capacity(text) or (late and self.is_position(text)):
                foot = self._foot(n)
                if self._is_foot(foot):
                    found.append(foot)
                n = max(foot.end, n + 1)
                if len(found) == _MOST_FEET:
                    break
            else:
                n += 1
        return found

    def is_capacity(self, text: str) -> bool:
        """`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`: who signs, on whose behalf."""
        return (
            text[:1] in _BEGIN_CAPACITIES
            and len(text) < 200
            and _CAPACITY.match(text) is not None
            and self.is_caps(text.strip(" |"))
        )

    def is_position(self, text: str) -> bool:
        """`PHÓ CHỦ TỊCH` alone on its line."""
        return len(text) < 120 and self.position(text) is not None

    def position(self, text: str) -> str | None:
        """The office that a line names, with the marks that a scan lost."""
        words = text.strip(DEBRIS)
        if self.positions.fullmatch(words) is not None:
            return words
        return self.plain_offices.get(bare(words)) if words.isupper() else None

    def _foot(self, first: int) -> Foot:
        drafts, foot = self.drafts, Foot(first, first)
        n, named, kept = first, False, False
        while n < len(drafts) and n < first + _FOOT:
            if n > first and self._is_heading(n):
                break  # of the plan that is attached; the signer's name was lost
            part = self._part(drafts[n], foot, named=named, kept=kept)
            if part is None and foot.signature >= 0 and not named and self._name_ahead(n):
                part = "skip"
            if part is None:
                break
            if part == "recipients" and foot.recipients < 0:
                foot.recipients = n
            elif part == "signature" and foot.signature < 0:
                foot.signature = n
            named = named or part == "name"
            kept = kept or (part == "entry" and "lưu" in drafts[n].text[:8].lower())
            n += 1
            if named and kept and n < len(drafts) and drafts[n].kind == "pipe":
                n += 1
                break
        while n > first + 1 and drafts[n - 1].kind == "pipe" and not named:
            n -= 1
        foot.end, foot.named = n, named
        return foot

    def _is_heading(self, n: int) -> bool:
        """Whether a line in capitals begins with the type of a document: `KẾ HOẠCH TRỒNG RỪNG`."""
        return self.type_at(n) is not None and self.is_caps(self.drafts[n].text.strip(" |"))

    def _name_ahead(self, n: int) -> bool:
        """Whether a line is debris, and only debris stands between it and a name alone on its line."""
        for draft in self.drafts[n : n + _FAR_NAME]:
            if draft.kind in ("pipe", "boilerplate") or not draft.text:
                continue
            if draft.kind != "paragraph" or _ENCLOSURE.match(draft.text):
                return False
            if person(draft.text) is not None:
                return True
            if not (is_debris(draft.text) or self.is_position(draft.text) or self.is_caps(draft.text)):
                return False
        return False

    def _signs_below(self, draft: Draft) -> bool:
        """Whether the office of a signer stands under a line."""
        at = self.drafts.index(draft) + 1
        offices = list(self.office.finditer(draft.text))
        if offices and offices[-1].start() > 0 and offices[-1].end() == len(draft.text):
            return True
        return any(self.is_position(after.text) for after in self.drafts[at : at + 2])

    def _is_foot(self, foot: Foot) -> bool:
        at_end = foot.signature >= 0 and foot.end >= len(self.drafts) - 12
        return foot.recipients >= 0 or foot.named or at_end

    def _is_name(self, draft: Draft, foot: Foot) -> bool:
        """Whether a line is a name: of `— 'Trần Văn An` below the recipients the dash is a stroke and no bullet."""
        below = 0 <= foot.recipients < foot.signature
        return (not draft.scheme or (below and draft.scheme == "dash")) and person(draft.text) is not None

    def _part(self, draft: Draft, foot: Foot, *, named: bool, kept: bool) -> str | None:
        """What a line is in a foot; None where the foot is over."""
        text = draft.text.strip(" |")
        if _RECIPIENTS.match(bare(text[:12]).lstrip("- ")):
            return "recipients"
        if self.is_capacity(text) or self.is_position(text):
            return None if named and foot.recipients >= 0 else "signature"
        if draft.kind in ("pipe", "boilerplate") or MARK.fullmatch(text) or RULE.fullmatch(text):
            return "skip"
        signing = foot.signature >= 0 and not named
        joint = named and foot.recipients < 0 and not draft.scheme
        if (signing or joint) and self._is_name(draft, foot):
            return "name"
        if kept and not named and foot.signature < 0 and is_known_name(text):
            return "name"  # the office above it is lost under the stamp
        if signing and _ENCLOSURE.match(text):
            return None
        if joint and self.is_caps(text) and len(text) < 120 and self._signs_below(draft):
            return "signature"
        entry = len(text) < 300 and (draft.scheme in BULLETS or (not draft.scheme and not kept))
        if foot.recipients > foot.signature and entry:
            return "entry"
        if foot.recipients >= 0 and foot.signature < 0 and not draft.scheme and len(text) < 60:
            return "skip"  # `09 KH` under the last entry
        if signing and draft.scheme == "dash" and foot.recipients >= 0:
            return "entry"
        return "skip" if signing and self.is_caps(text) and len(text) < 80 and not draft.scheme else None
