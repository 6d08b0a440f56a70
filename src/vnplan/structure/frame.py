"""Head and foot of a document, and of the plan attached to it: which lines they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from vnplan.knowledge.frames import Authorities
from vnplan.knowledge.sections import Sections, bare
from vnplan.structure.drafts import BULLETS, Draft
from vnplan.structure.people import DEBRIS, is_debris, is_known_name, person

# Anchors are matched without diacritics, as scans and fonts lose them.
_ANCHOR = regex.compile(
    r"(?:cong h[o0]a xa h[o0]i chu nghia|doc lap\W{0,4}tu do|dang cong san viet nam"
    r"|doan (?:tncs|thanh nien cong san) ho chi minh$|so ?:? ?[\d.]*[a-z]? ?[/-] ?[a-z]"
    r"|so ?:? ?\d{1,5}\b.{0,40}$|.{2,45}, ngay.{0,12}thang.{0,9}nam|.{2,45}, ngay \d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
    r"|.{2,45}, (?:ngay [\W_]{1,20}\d{4}|thang [\W_]{0,6}\d{0,2}[\W_]{0,3}nam \d{4})$"
    r"|ngay .{0,8}thang.{0,9}nam.{0,6}$|(?:mat|toi mat|tuyet mat|khan|thuong khan|hoa toc|du thao.{0,20})$)"
)
_HEAVY = regex.compile(r"cong h[o0]a xa h[o0]i chu nghia|doc lap\W{0,4}tu do|dang cong san viet nam")
_RULE = regex.compile(r"[-_=*~. ]+")
_BASIS = regex.compile(
    r"(?:Căn cứ|Theo (?:đề nghị|Tờ trình|chỉ đạo|ý kiến)|Xét (?:đề nghị|Tờ trình|báo cáo)|Trên cơ sở|Thực hiện"
    r"|Triển khai|Tiếp tục thực hiện|Nhằm|Để |Thời gian qua|Trong thời gian|Trong những năm)\b"
)
_ENCLOSED = regex.compile(r"\(? ?(?:Ban hành )?[Kk]èm theo\b")
_SUBJECT = regex.compile(r"(?:V/v|Về việc|V/V|VỀ VIỆC)\b")
_ADDRESS = regex.compile(r"K[íÍ]nh g[ửỬ]i\b|K[íÍ]NH GỬI|(?:\p{Lu}{2,} ){2,}điện\s?:|Nơi gửi\b")
_CAPS = regex.compile(r"(?=.*\p{Lu}{2})[^\p{Ll}]*(?:\([^()]{0,80}\)[^\p{Ll}]*)?")
_RECIPIENTS = regex.compile(r"noi nhan\b ?:?")
_CAPACITY = regex.compile(
    r"(?:T ?/ ?M|TM|K ?/ ?T|KT|T ?/ ?L|TL|TUQ|T ?/ ?UQ|T ?/ ?U|Q|PT)\b ?[./]? ?(?=\p{Lu}{2}\p{Lu}* \p{Lu}|\p{Lu}{4})"
)
_MARK = regex.compile(r"\(?(?:Đã ký|đã ký|ĐÃ KÝ|Ký tên|ký tên).{0,30}\)?")
_ENCLOSURE = regex.compile(r"(?:DANH (?:SÁCH|MỤC)|BIỂU|BẢNG|LỊCH|MẪU|ĐỀ CƯƠNG|TỔNG HỢP|PHÂN CÔNG|THỐNG KÊ|PHỤ LỤC)\b")
_FAR_NAME = 12  # lines between an office and the name under it, where stamp and signature were read as words
_PAGE_HEAD = 40  # lines in which what stands above the type must be
_DOCUMENT_HEAD = 90  # lines in which the head must be
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


def _is_anchor(draft: Draft) -> bool:
    """Whether a line is one that only the head of a page has."""
    return _ANCHOR.match(bare(draft.text[:160])) is not None


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
    """Finds head and foot."""

    def __init__(self, drafts: Sequence[Draft], know: Sections) -> None:
        self.drafts = drafts
        self.types = sorted(((row.name.upper(), row.name) for row in know.types), key=lambda pair: -len(pair[0]))
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
                    return name, rest.strip(" :*")
            elif text == name:
                return name, ""
        return None

    def is_caps(self, text: str) -> bool:
        """Whether a line is written in capitals (what stands in brackets may not be)."""
        return len(text) < 400 and _CAPS.fullmatch(text) is not None

    def head(self, first: int = 0) -> Head:
        """The head that begins at a line."""
        drafts, head = self.drafts, Head(first=first, end=first)
        n, last = first, min(len(drafts), first + _DOCUMENT_HEAD)
        top = min(last, first + _PAGE_HEAD)
        furthest = next((k for k in range(top - 1, first - 1, -1) if _is_anchor(drafts[k])), -1)
        while n < last:
            draft = drafts[n]
            text = draft.text
            found = self.type_at(n)
            if found is not None and not (draft.scheme and draft.scheme != "star"):
                head.type_line, (head.type_name, head.type_rest) = n, found
                head.end = self._title(head, n + 1)
                break
            if _ADDRESS.match(text):
                head.end = self._addressees(n)
                break
            if _SUBJECT.match(text) and not head.title and n <= furthest + 3:
                head.title.append(n)
            elif not self._belongs(n, furthest, head):
                break
            n += 1
            head.end = n
        if head.title and head.type_line < 0:
            n = head.end
            while n < last and (drafts[n].kind in ("pipe", "boilerplate") or _is_anchor(drafts[n])):
                n += 1
            if n < last and _ADDRESS.match(drafts[n].text):
                n = self._addressees(n)
            head.end = n
        head.heavy = any(_HEAVY.search(bare(drafts[k].text[:200])) for k in range(first, head.end))
        headless = head.type_line < 0 and not head.title and furthest < 0
        if headless and not any(_is_anchor(drafts[k]) for k in range(top, last)):
            head.end = first
        return head

    def _belongs(self, n: int, furthest: int, head: Head) -> bool:
        draft = self.drafts[n]
        text = draft.text
        if draft.kind in ("pipe", "boilerplate") or not text or _RULE.fullmatch(text):
            return True
        if draft.scheme in ("roman", "article", "part", "chapter", "capital") and n > furthest:
            return False
        if _BASIS.match(text):
            return False
        if n <= furthest:
            return True
        if _is_anchor(draft):
            return True
        return self.is_caps(text.strip(" |")) and not draft.scheme and not head.title

    def _title(self, head: Head, n: int) -> int:
        """Collect the lines of the title; returns the line after the head."""
        drafts = self.drafts
        caps = self.is_caps(head.type_rest) if head.type_rest else None
        while n < len(drafts):
            draft = drafts[n]
            text = draft.text.strip(" |")
            if draft.kind in ("pipe", "boilerplate") or not text or _RULE.fullmatch(text):
                n += 1
                if head.title or head.type_rest:
                    while n < len(drafts) and (drafts[n].kind == "pipe" or _RULE.fullmatch(drafts[n].text)):
                        n += 1
                    caps = None
                    if n < len(drafts) and not self._after_title(n):
                        return n
                continue
            if self._after_title(n):
                head.authority = n if self._is_authority(n) else head.authority
                n += 1
                continue
            started = bool(head.title or head.type_rest)
            if draft.scheme or (
                _BASIS.match(text) and (started or text.endswith((";", ",", ".", ":")) or text.startswith("Căn cứ"))
            ):
                return n
            if started and (caps is not True or not self.is_caps(text)):
                return n
            if len(text) > 700 or (text.endswith((";", ":")) and not started):
                return n
            caps = self.is_caps(text)
            head.title.append(n)
            n += 1
        return n

    def _after_title(self, n: int) -> bool:
        text = self.drafts[n].text.strip(" |")
        return _ENCLOSED.match(text) is not None or _ANCHOR.match(bare(text[:160])) is not None or self._is_authority(n)

    def _is_authority(self, n: int) -> bool:
        """`BỘ TRƯỞNG BỘ XÂY DỰNG`: a line in capitals that a body or office begins, before the legal bases."""
        text = self.drafts[n].text.strip(" |:")
        if not self.is_caps(text) or len(text) > 160 or self.drafts[n].scheme:
            return False
        return Authorities.load().begins.match(text) is not None

    def _addressees(self, n: int) -> int:
        """`Kính gửi:` and the list after it."""
        drafts = self.drafts
        open_list = drafts[n].text.rstrip().endswith(":")
        n += 1
        while n < len(drafts):
            draft = drafts[n]
            if draft.kind in ("pipe", "boilerplate") or _RULE.fullmatch(draft.text):
                n += 1
            elif (draft.scheme in ("dash", "plus", "star") and len(draft.text) < 300) or (
                open_list and not draft.scheme and len(draft.text) < 200 and not _BASIS.match(draft.text)
            ):
                n += 1
                open_list = False
            else:
                break
        return n

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
        if draft.kind in ("pipe", "boilerplate") or _MARK.fullmatch(text) or _RULE.fullmatch(text):
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
