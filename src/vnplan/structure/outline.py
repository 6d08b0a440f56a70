"""From the lines of a text to sections, tables and roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from vnplan.core.document import Document, Line, Table, make_line
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.knowledge.sections import Sections
from vnplan.structure.drafts import BULLETS, RANK, Draft, scan
from vnplan.structure.frame import Foot, Frames, Head, Parts
from vnplan.structure.furniture import mark_furniture
from vnplan.structure.header import read_header
from vnplan.structure.heads import Heads
from vnplan.structure.missing import missing
from vnplan.structure.numbering import Tree
from vnplan.structure.opening import opening
from vnplan.structure.people import is_name_in_capitals
from vnplan.structure.tables import find_tables

_BASIS = regex.compile(
    r"(?:Căn cứ|Theo (?:đề nghị|Tờ trình)|Xét (?:đề nghị|Tờ trình)|Thực hiện|Trên cơ sở(?! đó)|Triển khai thực hiện)\b"
)
_PAST = regex.compile(
    r"(?:(?:Trong )?[Tt]hời gian (?:vừa )?qua|(?:Trong )?[Nn]hững năm (?:vừa )?qua|Tuy nhiên|Nguyên nhân"
    r"|Bên cạnh những kết quả|Qua (?:kiểm tra|theo dõi|\d+ năm)"
    # `Trong năm 2024, tổ chức 5 lớp` tells what is to be done, unless a word says that it is over
    r"|(?:Trong năm|Năm \d{4})(?=.{0,300}\b(?:đã|vừa qua|so với (?:cùng kỳ|năm)|được \d)\b))\b"
)
_AGENCY_LEAD = regex.compile(
    r"(?:(?:Các |Giao |Đề nghị |Thủ trưởng |Giám đốc |Chủ tịch )*(?:Sở|sở|Bộ|bộ|Ban|ban|UBND|Ủy ban|Công an|Văn phòng"
    r"|Thanh tra|Cục|Chi cục|Trung tâm|Mặt trận|Hội|Đoàn|Đài|Báo|Phòng|Viện|Trường)|Đối với)\s"
)
_ENACTS = regex.compile(r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|YÊU CẦU|NAY QUYẾT ĐỊNH|Quyết định|Quyết nghị) ?:")
_FORMULA = regex.compile(r"(?:như sau|sau đây|sau|gồm|cụ thể|nội dung|là) ?:$")
_LONGEST_TITLE = 150
_ORDERS = ("Chỉ thị", "Công điện", "Công văn")
_NEXT_LABEL = 60  # lines to look ahead for the next number


def outline(doc: Document, know: Knowledge) -> Document:
    """The document with lines, nodes, tables, header and the troubles of its numbering."""
    rows = know.sections
    drafts = scan(doc.text.clean)
    is_news = mark_furniture(doc.text.clean, drafts, rows)
    frames = Frames(drafts, rows)
    head = Heads(frames).head()
    if head.is_empty:
        head = opening(drafts, know) or head
    feet = frames.feet(head.end)
    parts = Parts(head, tuple(feet), _attached(drafts, frames, head, feet), is_news)
    _mark_frame(drafts, parts)
    tables = find_tables(doc.text, drafts, rows, doc.layout.grids)
    _mark_cells(drafts, tables)
    # a directive or letter only orders: what it numbers are tasks, whether or not a heading says so
    tree = Tree(
        drafts, rows, "task" if head.type_name in _ORDERS or (head.type_name is None and head.title) else "other"
    )
    _Grower(drafts, rows, frames, tree).grow(parts)
    _inherit(drafts, tree, head)
    nodes = tuple(tree.nodes())
    headings = {node.lines[0]: node.heading for node in nodes}
    doc = doc.with_lines(_line(draft, headings.get(n)) for n, draft in enumerate(drafts)).with_issues(tree.issues)
    tables = [replace(table, node=drafts[doc.line_index(table.span.start)].node) for table in tables]
    header = read_header(doc, drafts, frames, parts, know)
    doc = doc.with_issues(missing(doc, drafts, frames, parts, header))
    return replace(doc, nodes=nodes, tables=tuple(tables), header=header)


def _attached(drafts: Sequence[Draft], frames: Frames, head: Head, feet: Sequence[Foot]) -> Head | None:
    """The head of a plan that stands behind the foot of the decision that issues it."""
    if head.type_name not in ("Quyết định", "Nghị quyết", "Công văn", None) or not feet:
        return None
    for foot in feet:
        for n in range(foot.end, min(foot.end + 25, len(drafts))):
            if drafts[n].scheme in ("appendix", "roman", "arabic"):
                break
            found = frames.type_at(n)
            if found is not None:
                inner = Heads(frames).head(n)
                return inner if inner.title or inner.type_rest else None
    return None


def _mark_frame(drafts: Sequence[Draft], parts: Parts) -> None:
    for block in (parts.head, parts.attached):
        if block is not None:
            for draft in drafts[block.first : block.end]:
                if draft.kind == "paragraph":
                    draft.kind, draft.role = "header", "other"
    for foot in parts.feet:
        for n in range(foot.first, foot.end):
            draft = drafts[n]
            if draft.kind in ("pipe", "boilerplate"):
                continue
            listed = (
                foot.recipients >= 0
                and n >= foot.recipients
                and (foot.signature < foot.recipients or n < foot.signature)
            )
            draft.kind = draft.role = "recipients" if listed or draft.scheme == "dash" else "signature"


def _mark_cells(drafts: Sequence[Draft], tables: Sequence[Table]) -> None:
    at = 0
    for table in tables:
        while at < len(drafts) and drafts[at].end < table.span.start:
            at += 1
        while at < len(drafts) and drafts[at].start < table.span.end:
            draft = drafts[at]
            if draft.kind not in {"pipe", "boilerplate"}:
                draft.kind = "cell" if draft.text.strip("|-: ") else "pipe"
            at += 1


class _Grower:
    """Feeds the lines to the tree: which open a section, which only continue one."""

    def __init__(self, drafts: Sequence[Draft], know: Sections, frames: Frames, tree: Tree) -> None:
        self.drafts = drafts
        self.know = know
        self.frames = frames
        self.tree = tree

    def grow(self, parts: Parts) -> None:
        """Build the whole tree."""
        feet, attached = parts.feet, parts.attached
        restarts = {foot.end for foot in feet}
        closing_from = feet[0].first - 6 if feet else len(self.drafts) - 6
        if attached is not None:
            restarts.add(attached.end)
        for n in range(parts.head.end, len(self.drafts)):
            draft = self.drafts[n]
            if n in restarts:
                self.tree.restart()
            if draft.kind == "cell":
                self.tree.cell(n)
            elif draft.kind == "paragraph" and draft.text:
                self._line(n, near_end=n >= closing_from)

    def _line(self, n: int, *, near_end: bool) -> None:
        draft, tree = self.drafts[n], self.tree
        if draft.scheme:
            draft.kind = "item"
            tree.labelled(n)
            return
        if _ENACTS.fullmatch(draft.text):
            draft.kind = "header"
            tree.restart()
            return
        if tree.waiting < 0:
            match = self.know.closing_pattern.match(draft.text)
            if match is not None:
                row = next(row for row in self.know.closings if row.id == match.lastgroup)
                if (not row.last or near_end) and not tree.waits_for_words() and not self._numbers_go_on(n):
                    tree.restart()
                    return
            if self._is_title(n):
                tree.labelled(n)
                return
        tree.plain(n)

    def _numbers_go_on(self, n: int) -> bool:
        """Whether the next number after a line is the one that an open section waits for: `…`, then `7.` after `6.`."""
        for after in self.drafts[n + 1 : n + _NEXT_LABEL]:
            if after.kind in ("signature", "recipients", "header"):
                return False
            if after.kind == "paragraph" and after.scheme and after.scheme not in BULLETS:
                return self.tree.goes_on_with(after) is not None
        return False

    def _is_title(self, n: int) -> bool:
        """Whether a line without number is a heading; sets its rank."""
        draft = self.drafts[n]
        text = draft.text
        if len(text) > _LONGEST_TITLE or len(text) < 4 or text.endswith((".", ";", ",", "/")) or not text[0].isupper():
            return False
        if self.frames.is_caps(text):
            if self.tree.title_goes_on(n) or text.count(" ") < 1 or is_name_in_capitals(text):
                return False
            draft.scheme, draft.style, draft.rank = "title", "title caps", RANK["title"]
            return True
        after = next((d for d in self.drafts[n + 1 : n + 3] if d.kind not in ("pipe", "boilerplate") and d.text), None)
        if after is None or after.kind != "paragraph":
            return False
        short = len(text) <= 90 and text.count(" ") <= 14
        lists = after.scheme in BULLETS or after.scheme in ("letter", "paren")
        if short and text.endswith(":") and lists and _AGENCY_LEAD.match(text) and not _FORMULA.search(text):
            draft.scheme, draft.style, draft.rank = "title", "title lead", after.rank - 0.5
            return True
        if short and ": " not in text and ", " not in text[40:] and self.know.heading(text.rstrip(":")) is not None:
            return self._mixed_title(n)
        return False

    def _mixed_title(self, n: int) -> bool:
        """A short heading in ordinary letters: above the numbers that begin after it, below those that go on."""
        draft = self.drafts[n]
        draft.scheme, draft.style, draft.rank = "title", "title words", 6.5
        for after in self.drafts[n + 1 : n + _NEXT_LABEL]:
            if after.kind == "paragraph" and after.scheme and after.scheme not in BULLETS and after.scheme != "paren":
                below = self.tree.goes_on_with(after)
                draft.rank = below + 0.5 if below is not None else after.rank - 0.5
                break
        return True


def _inherit(drafts: Sequence[Draft], tree: Tree, head: Head) -> None:
    """Lines take the role of their section; those before the first section are legal bases or an introduction."""
    first = min((section.lines[0] for section in tree.sections), default=len(drafts))
    for n, draft in enumerate(drafts):
        if draft.kind == "boilerplate":
            draft.role = "boilerplate"
        elif draft.node >= 0:
            section = tree.sections[draft.node]
            draft.role, draft.past = section.role, section.past
            heading = draft.start <= section.heading.start <= draft.end
            if (heading or n == section.lines[0]) and tree.is_heading(section):
                draft.kind = "heading"
        elif head.end <= n < first and draft.kind == "paragraph":
            if _BASIS.match(draft.text) or draft.text.endswith(";"):
                draft.role = "legal_basis"
            elif _PAST.match(draft.text):
                draft.past = True


def _line(draft: Draft, heading: Span | None) -> Line:
    """The line of a draft; of the first line of a section the body is its heading, one span for both."""
    span = body = Span(draft.start, draft.end)
    if draft.body != draft.start:
        body = heading if heading is not None and heading == (draft.body, draft.end) else Span(draft.body, draft.end)
    return make_line(
        span=span,
        body=body,
        kind=draft.kind,
        label=draft.label,
        node=draft.node,
        role=draft.role,
        past=draft.past,
    )
