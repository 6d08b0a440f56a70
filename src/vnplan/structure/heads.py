"""The head of a document, or of the plan attached to it: from the letterhead to the last line of the title."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnplan.knowledge.frames import Authorities
from vnplan.knowledge.sections import bare
from vnplan.structure.drafts import Draft
from vnplan.structure.frame import RULE, Frames, Head, is_in_capitals

# Anchors are matched without diacritics, as scans and fonts lose them.
_ANCHOR = regex.compile(
    r"(?:cong h[o0]a xa h[o0]i chu nghia|doc lap\W{0,4}tu do|dang cong san viet nam"
    r"|doan (?:tncs|thanh nien cong san) ho chi minh$|so ?:? ?[\d.]*[a-z]? ?[/-] ?[a-z]"
    r"|so ?:? ?\d{1,5}\b.{0,40}$"
    # a sentence may begin so too, but goes on
    r"|.{2,45}, ngay(?:.{0,12}thang.{0,9}nam| \d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?!.{70})"
    r"|.{2,45}, (?:ngay [\W_]{1,20}\d{4}|thang [\W_]{0,6}\d{0,2}[\W_]{0,3}nam \d{4})$"
    r"|ngay .{0,8}thang.{0,9}nam.{0,6}$|(?:mat|toi mat|tuyet mat|khan|thuong khan|hoa toc|du thao.{0,20})$)"
)
_HEAVY = regex.compile(r"cong h[o0]a xa h[o0]i chu nghia|doc lap\W{0,4}tu do|dang cong san viet nam")
# the first row of a letterhead as a table: who issues beside the name of the state
_ROW_OF_HEAD = regex.compile(r"\|\s*\p{Lu}[^|\n]{2,120}\|[^|\n]*(?i:cộng h.{1,3}a)")
_BASIS = regex.compile(
    r"(?:Căn cứ|Theo (?:đề nghị|Tờ trình|chỉ đạo|ý kiến)|Xét (?:đề nghị|Tờ trình|báo cáo)|Trên cơ sở(?! đó)|Thực hiện"
    r"|Triển khai|Tiếp tục thực hiện|Nhằm|Để |Thời gian qua|Trong thời gian|Trong những năm)\b"
)
_BULLETS = "-+*• "
_OF_BODY = regex.compile(r"CỦA [^\p{Ll}]{4,90}")  # whose plan it is; the subject follows
_ENCLOSED = regex.compile(r"\(? ?(?:Ban hành )?[Kk]èm theo\b")
_SUBJECT = regex.compile(r"(?:V/v|Về việc|V/V|VỀ ?VIỆC)\b(?! này\b)")
_ADDRESS = regex.compile(r"K[íÍ]nh g[ửỬ]i\b|K[íÍ]NH GỬI|(?:\p{Lu}{2,} ){2,}điện\s?:|Nơi gửi\b")
_PAGE_HEAD = 40  # lines in which what stands above the type must be
_TITLE_LINES = 4  # of small letters that a title has at most
_LONGEST_TITLE_LINE = 130
_BELOW_HEAVY = 25  # lines below the name of the state in which the type must stand
_DOCUMENT_HEAD = 90  # lines in which the head must be


def _is_anchor(draft: Draft) -> bool:
    """Whether a line is one that only the head of a page has; what it is based on names numbers and days too."""
    if draft.text.startswith("(") or _BASIS.match(draft.text.lstrip(_BULLETS)):
        return False
    return _ANCHOR.match(bare(draft.text[:160].lstrip(" |"))) is not None


def _is_open(title: str) -> bool:
    """Whether a quotation in a title is not closed yet."""
    return title.count("“") > title.count("”")


def is_authority(text: str) -> bool:
    """`BỘ TRƯỞNG BỘ XÂY DỰNG`: a line in capitals that a body or office begins, before the legal bases."""
    text = text.strip(" |:")
    return len(text) <= 160 and is_in_capitals(text) and Authorities.load().begins.match(text) is not None


class Heads:
    """Finds heads."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.drafts: Sequence[Draft] = frames.drafts

    def head(self, first: int = 0) -> Head:
        """The head that begins at a line."""
        first = self._letterhead(first)
        drafts, head = self.drafts, Head(first=first, end=first)
        n, last = first, min(len(drafts), first + _DOCUMENT_HEAD)
        top = min(last, first + _PAGE_HEAD)
        furthest = next((k for k in range(top - 1, first - 1, -1) if _is_anchor(drafts[k])), -1)
        while n < last:
            draft = drafts[n]
            text = draft.text
            found = self.frames.type_at(n)
            if found is not None and not (draft.scheme and draft.scheme != "star"):
                head.type_line, (head.type_name, head.type_rest) = n, found
                head.end = self._title(head, n + 1)
                break
            if _ADDRESS.match(text):
                head.end = self._addressees(n)
                break
            if (_SUBJECT.match(text) and not head.title and n <= furthest + 3) or self._ends_subject(n, head):
                head.title.append(n)
            elif not self._belongs(n, furthest, head):
                break
            n += 1
            head.end = n
        if head.title and head.type_line < 0:
            n = head.end
            while n < last and (
                drafts[n].kind in ("pipe", "boilerplate") or _is_anchor(drafts[n]) or self._is_authority(n)
            ):
                head.authority = n if self._is_authority(n) else head.authority
                n += 1
            if n < last and _ADDRESS.match(drafts[n].text):
                n = self._addressees(n)
            head.end = n
        if head.type_line < 0 and not head.title:
            head.authority = next(
                (k for k in range(head.end - 1, max(first, furthest), -1) if self._is_authority(k)), -1
            )
        head.heavy = any(_HEAVY.search(bare(drafts[k].text[:200])) for k in range(first, head.end))
        headless = head.type_line < 0 and not head.title and furthest < 0 and not head.heavy
        if headless and not any(_is_anchor(drafts[k]) for k in range(top, last)):
            head.end = first
        return head

    def _ends_subject(self, n: int, head: Head) -> bool:
        """Whether a line is the second one of a letter's subject: between `V/v …` and `Kính gửi:`."""
        draft, last = self.drafts[n], len(self.drafts) - 1
        if head.title != [n - 1] or n == last or draft.kind != "paragraph" or draft.scheme or _is_anchor(draft):
            return False
        return len(draft.text) <= _LONGEST_TITLE_LINE and _ADDRESS.match(self.drafts[n + 1].text) is not None

    def _letterhead(self, first: int) -> int:
        """The line at which the head begins: below the title that a web page has above it."""
        last = min(len(self.drafts), first + _PAGE_HEAD)
        heavy = next((n for n in range(first, last) if _HEAVY.search(bare(self.drafts[n].text[:200]))), -1)
        if heavy >= 0 and _ROW_OF_HEAD.match(self.drafts[heavy].text):
            return heavy
        if heavy < 0 or not any(
            self.frames.type_at(n) for n in range(heavy, min(len(self.drafts), heavy + _BELOW_HEAVY))
        ):
            return first
        before = range(first, heavy)
        titles = [
            n for n in before if self.frames.type_at(n) or self.drafts[n].scheme or _SUBJECT.match(self.drafts[n].text)
        ]
        return titles[-1] + 1 if titles else first

    def _belongs(self, n: int, furthest: int, head: Head) -> bool:
        draft = self.drafts[n]
        text = draft.text
        if draft.kind in ("pipe", "boilerplate") or not text or RULE.fullmatch(text):
            return True
        if draft.scheme in ("roman", "article", "part", "chapter", "capital") and n > furthest:
            return False
        if _BASIS.match(text.lstrip(_BULLETS)):
            return False
        if _HEAVY.search(bare(text[:200])):  # all of a head on one line
            return True
        if n <= furthest:
            return True
        if _is_anchor(draft):
            return True
        return self.frames.is_caps(text.strip(" |")) and not draft.scheme and not head.title

    def _title(self, head: Head, n: int) -> int:
        """Collect the lines of the title; returns the line after the head."""
        drafts = self.drafts
        caps = self.frames.is_caps(head.type_rest) if head.type_rest else None
        while n < len(drafts):
            draft = drafts[n]
            text = draft.text.strip(" |")
            if draft.kind in ("pipe", "boilerplate") or not text or RULE.fullmatch(text):
                n += 1
                if head.title or head.type_rest:
                    while n < len(drafts) and (drafts[n].kind == "pipe" or RULE.fullmatch(drafts[n].text)):
                        n += 1
                    caps = None
                    if n < len(drafts) and not self._after_title(n):
                        return n
                continue
            if self._after_title(n):
                head.authority = n if self._is_authority(n) else head.authority
                n += 1
                continue
            started = bool(head.title or (head.type_rest and not _OF_BODY.fullmatch(head.type_rest)))
            if started and head.authority >= 0 and text.startswith("("):  # the days on which who decides met
                n += 1
                continue
            if (draft.scheme and not _is_open(self._title_so_far(head))) or (
                _BASIS.match(text) and (started or text.endswith((";", ",", ".", ":")) or text.startswith("Căn cứ"))
            ):
                return n
            if started and (caps is not True or not self.frames.is_caps(text)) and not self._is_title_still(head, n):
                return n
            if len(text) > 700 or (text.endswith((";", ":")) and not started):
                return n
            caps = self.frames.is_caps(text)
            head.title.append(n)
            n += 1
        return n

    def _title_so_far(self, head: Head) -> str:
        return " ".join([head.type_rest, *(self.drafts[k].text for k in head.title)])

    def _is_title_still(self, head: Head, n: int) -> bool:
        """Whether a line of small letters goes on with a title: up to bases, sections, a rule none has an end mark."""
        if _is_open(self._title_so_far(head)):
            return True
        following = self.drafts[n : n + _TITLE_LINES]
        for draft in following:
            if _BASIS.match(draft.text) or draft.scheme in ("roman", "part", "arabic") or RULE.fullmatch(draft.text):
                return draft is not following[0]
            plain = draft.kind == "paragraph" and not draft.scheme and len(draft.text) <= _LONGEST_TITLE_LINE
            if not plain or draft.text.endswith((".", ";", ":")):
                return False
        return False

    def _after_title(self, n: int) -> bool:
        text = self.drafts[n].text.strip(" |")
        return _ENCLOSED.match(text) is not None or _ANCHOR.match(bare(text[:160])) is not None or self._is_authority(n)

    def _is_authority(self, n: int) -> bool:
        """Whether a line names who decides."""
        return not self.drafts[n].scheme and is_authority(self.drafts[n].text)

    def _addressees(self, n: int) -> int:
        """`Kính gửi:` and the list after it."""
        drafts = self.drafts
        open_list = drafts[n].text.rstrip().endswith(":")
        n += 1
        while n < len(drafts):
            draft = drafts[n]
            if draft.kind in ("pipe", "boilerplate") or RULE.fullmatch(draft.text):
                n += 1
            elif (draft.scheme in ("dash", "plus", "star") and len(draft.text) < 300) or (
                open_list and not draft.scheme and len(draft.text) < 200 and not _BASIS.match(draft.text)
            ):
                n += 1
                open_list = False
            else:
                break
        return n
