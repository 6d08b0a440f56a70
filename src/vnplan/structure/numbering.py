"""The section tree: which label stands under which, also where numbers are lost or start again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from vnplan.core.document import Node, Role, make_node
from vnplan.core.issues import Issue
from vnplan.core.span import Span
from vnplan.knowledge.sections import Sections
from vnplan.structure.drafts import BULLETS, RANK, Draft
from vnplan.structure.section import ENDS, LONGEST_HEADING, Section, heads

_ALWAYS_BY_RANK = frozenset({"appendix", "part", "chapter", "muc", "capital", "roman", "title", "article"})
_BARE_TASK = regex.compile(r"(?:Chủ trì|Phối hợp|Tham mưu|Là cơ quan|Làm đầu mối|Là đầu mối|Chịu trách nhiệm)\b")
_OWN_SUBJECT = regex.compile(r"(?:Các |Giao )?(?:Sở|Bộ|Ban|UBND|Ủy ban|Công an|Văn phòng|Thanh tra|Cục|Chi cục)\s\p{L}")
_LONGEST_TITLE = 8  # lines


class Tree:
    """Grows the tree line by line. The open sections are a stack, outermost first."""

    def __init__(self, drafts: Sequence[Draft], know: Sections, role: Role = "other") -> None:
        self.drafts = drafts
        self.role = role  # of sections that no heading gives a role
        self.know = know
        self.sections: list[Section] = []
        self.issues: list[Issue] = []
        self.open: list[int] = []
        self.top: list[int] = []  # sections under no other
        self.learned: dict[str, str] = {}  # the style that a style was first met under
        self.paths: dict[str, int] = {}
        self.bullets: dict[tuple[int, str], int] = {}
        self.waiting = -1  # a section whose label stood alone on its line
        self.capitals = self.capitals_below = False  # capital letters were met; they stand under Roman numerals

    def restart(self) -> None:
        """Close everything: what follows belongs to no section above it."""
        self.open.clear()
        self.waiting = -1

    def labelled(self, n: int) -> None:
        """A line that opens a section."""
        draft = self.drafts[n]
        style = draft.style
        self.waiting = -1
        if draft.scheme == "capital" and (self.capitals_below or self._first_capital_below()):
            self.capitals_below = True
            draft.rank = RANK["roman"] + 0.5
        at = self._on_stack(style)
        if at is not None and draft.scheme == "decimal" and not self._same_prefix(self.open[at], draft):
            del self.open[at:]
            at = None
        if at is not None:
            before = self.sections[self.open[at]]
            before_index = self.open[at]
            del self.open[at:]
            index = self._add(n, style)
            self._check_sequence(before_index, before, index)
        else:
            self._make_room(draft, style)
            index = self._add(n, style)
            self._check_first(index)

    def _first_capital_below(self) -> bool:
        """Whether `A.` stands under `II.`: capitals above Roman numerals would have come before the first of them."""
        return not self.capitals and self._on_stack("roman") is not None

    def _on_stack(self, style: str) -> int | None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.sections[self.open[at]].style == style:
                return at
        return None

    def _same_prefix(self, index: int, draft: Draft) -> bool:
        ours, theirs = draft.label or "", self.sections[index].label or ""
        return ours.rpartition(".")[0] == theirs.rpartition(".")[0]

    def _make_room(self, draft: Draft, style: str) -> None:
        """Close what the new section cannot stand under."""
        rank = draft.rank
        if draft.scheme == "decimal" and draft.label:
            prefix = draft.label.rpartition(".")[0]
            for at in range(len(self.open) - 1, -1, -1):
                section = self.sections[self.open[at]]
                if section.label == prefix and section.scheme in ("arabic", "decimal"):
                    del self.open[at + 1 :]
                    return
        while self.open:
            above = self.sections[self.open[-1]]
            if above.rank < rank:
                return
            # `Điều 1. Phê duyệt Đề án với nội dung sau:` holds the parts of what it approves
            if above.scheme == "article" and draft.ordinal == 1 and self._ends_with_colon(self.open[-1]):
                return
            # `* Nhiệm vụ chung:` over dashes; a star that is itself an item ends like one
            if draft.scheme in BULLETS and above.scheme == "star" and self._is_open(self.open[-1]):
                return
            if draft.scheme not in _ALWAYS_BY_RANK:
                if draft.ordinal == 1 and above.scheme in BULLETS and self._ends_with_colon(self.open[-1]):
                    return
                learned = self.learned.get(style) if draft.scheme not in BULLETS else None
                place = self._on_stack(learned) if learned is not None else None
                if place is not None:
                    del self.open[place + 1 :]
                    return
                if draft.ordinal == 1 and above.scheme not in BULLETS and draft.scheme not in BULLETS:
                    return
            self.open.pop()

    def _is_open(self, index: int) -> bool:
        """Whether a bullet is a heading: one line that ends with a colon or without an end mark."""
        lines = self.sections[index].lines
        return len(lines) == 1 and len(words := self.drafts[lines[0]].text) < 160 and not words.endswith(ENDS)

    def _ends_with_colon(self, index: int) -> bool:
        lines = self.sections[index].lines
        return bool(lines) and self.drafts[lines[-1]].text.rstrip().endswith(":")

    def _add(self, n: int, style: str) -> int:
        draft = self.drafts[n]
        parent = self.open[-1] if self.open else -1
        above = self.sections[parent] if parent >= 0 else None
        if above is not None and style not in self.learned:
            self.learned[style] = above.style
        siblings = above.children if above is not None else self.top
        name = draft.label or f"t{len(siblings) + 1}"
        if draft.scheme in BULLETS:
            self.bullets[parent, style] = times = self.bullets.get((parent, style), 0) + 1
            name = f"{name}{times}"
        elif draft.scheme == "decimal" and above is not None and above.scheme in ("arabic", "decimal"):
            name = name.rpartition(".")[2]
        path = f"{above.path}.{name}" if above is not None else name
        self.paths[path] = times = self.paths.get(path, 0) + 1
        self.capitals = self.capitals or draft.scheme == "capital"
        index = len(self.sections)
        self.sections.append(
            Section(
                parent=parent,
                level=above.level + 1 if above is not None else 1,
                scheme=draft.scheme,
                style=style,
                label=draft.label,
                ordinal=draft.ordinal,
                rank=draft.rank,
                path=path if times == 1 else f"{path}({times})",
                heading=Span(draft.body, draft.end),
                role=above.role if above is not None else self.role,
                past=above.past if above is not None else False,
                after_gap=above.after_gap if above is not None else False,
                lines=[n],
            )
        )
        siblings.append(index)
        self.open.append(index)
        draft.node = index
        if draft.body >= draft.end:
            self.waiting = index
        else:
            self._set_role(index)
        return index

    def _set_role(self, index: int) -> None:
        section = self.sections[index]
        if section.scheme == "appendix":
            section.role = "appendix"
            return
        if section.scheme in BULLETS or section.scheme == "paren":
            return
        words = self.drafts[section.lines[0]].words if len(section.lines) == 1 else self.drafts[section.lines[1]].words
        if words.endswith(ENDS):  # a sentence is no heading, but `IV. Tổ chức thực hiện.` is
            short = words.partition(":")[0] if ":" in words[:80] or section.rank > RANK["title"] else words
            if short == words and section.rank > RANK["title"]:
                return
        else:
            short = words if len(words) <= LONGEST_HEADING else words.partition(":")[0]
        if len(short) > LONGEST_HEADING:
            return
        row = self.know.heading(short)
        if row is not None and row.role != "inherit":
            section.role, section.past = row.role, row.past

    def cell(self, n: int) -> None:
        """A line of a table: of the section that the table stands in."""
        self.waiting = -1
        while self.open and self.sections[self.open[-1]].scheme in BULLETS:
            self.open.pop()
        self.drafts[n].node = self.open[-1] if self.open else -1
        if self.open:
            self.sections[self.open[-1]].cells = self.drafts[n].end

    def title_goes_on(self, n: int) -> bool:
        """Whether a line in capitals only continues the heading just before it."""
        if not self.open:
            return False
        section = self.sections[self.open[-1]]
        if section.children or section.scheme not in ("appendix", "part", "chapter", "muc", "title"):
            return False
        if len(section.lines) > _LONGEST_TITLE:
            return False
        held = self.drafts[section.lines[0] : section.lines[-1] + 1]
        return section.lines[-1] >= n - 2 and all(draft.text.isupper() or len(draft.text) < 160 for draft in held)

    def waits_for_words(self) -> bool:
        """Whether the innermost section has a heading and nothing under it yet."""
        section = self.sections[self.open[-1]] if self.open else None
        if section is None or section.children or section.cells or len(section.lines) > 1 or section.scheme in BULLETS:
            return False
        words = self.drafts[section.lines[0]].words
        if not words or words.endswith(ENDS) or len(words) > LONGEST_HEADING:
            return False
        return words.endswith(":") or words.isupper() or self.know.heading(words) is not None

    def goes_on_with(self, after: Draft) -> float | None:
        """The rank of the open section whose next sibling a line to come will be; None where there is none."""
        at = self._on_stack(after.style)
        if at is None:
            return None
        section = self.sections[self.open[at]]
        return section.rank if after.ordinal == section.ordinal + 1 else None

    def plain(self, n: int) -> None:
        """A line without label: of the innermost section that can hold it."""
        draft = self.drafts[n]
        if self.waiting >= 0:  # the words of a label that stood alone
            section = self.sections[self.waiting]
            self.waiting = -1
            section.heading = Span(draft.start, draft.end)
            section.lines.append(n)
            draft.node = self.open[-1]
            self._set_role(draft.node)
            return
        while self.open and self.sections[self.open[-1]].scheme in BULLETS:
            last = self.drafts[self.sections[self.open[-1]].lines[-1]].text
            continues = draft.text[:1].islower() or draft.text[:1] in '(“"' or not last.endswith((".", ";", "…"))
            if continues:
                break
            self.open.pop()
        if self.open:
            self.sections[self.open[-1]].lines.append(n)
            draft.node = self.open[-1]

    # --- lost headings ------------------------------------------------------------------------------------------

    def _issue(self, code: str, message: str, index: int) -> None:
        section = self.sections[index]
        draft = self.drafts[section.lines[0]]
        self.issues.append(Issue(code, message, "warning", Span(draft.start, draft.end)))

    def _check_sequence(self, before_index: int, before: Section, index: int) -> None:
        section = self.sections[index]
        if section.scheme in BULLETS or not section.ordinal or not before.ordinal:
            return
        gap = section.ordinal - before.ordinal
        if section.scheme == "letter":
            if gap <= 0 and section.ordinal > 1:
                self._issue("duplicated-number", f"`{section.label}` follows `{before.label}`", index)
            return
        if gap == 1:
            return
        if gap > 1:
            self._issue("missing-heading", f"`{section.label}` follows `{before.label}`: a heading is lost", index)
            self._free_after_gap(before_index)
        elif gap == 0:
            self._issue("duplicated-number", f"`{section.label}` stands twice", index)
        else:
            self._issue("restarted-numbering", f"`{section.label}` follows `{before.label}`", index)
            if section.ordinal > 1:
                self._free_unlike_siblings(before_index, index)
            else:
                section.after_gap = True

    def _check_first(self, index: int) -> None:
        section = self.sections[index]
        if section.ordinal > 1 and section.scheme in ("roman", "arabic", "decimal"):
            self._issue("missing-heading", f"the first of its kind here is `{section.label}`", index)

    def _free_after_gap(self, before_index: int) -> None:
        """What stands under the section before a lost heading may belong to the lost one.

        Where a second numbering, or a task without subject after one that names its own, shows the place, the rest is
        taken out from under the section; elsewhere it stays and is marked.
        """
        before = self.sections[before_index]
        cut = self._place_of_lost(before.children)
        if cut is not None:
            self._lift(before_index, before.children[cut:])
            return
        for child in before.children[1:]:
            self._mark(child)

    def _place_of_lost(self, children: Sequence[int]) -> int | None:
        subject_seen = False
        highest: dict[str, int] = {}
        for at, child in enumerate(children):
            section = self.sections[child]
            if section.scheme not in BULLETS and section.ordinal == 1 and highest.get(section.style, 0) > 1:
                return at
            highest[section.style] = max(highest.get(section.style, 0), section.ordinal)
            words = self.drafts[section.lines[0]].words
            if section.scheme in BULLETS and subject_seen and _BARE_TASK.match(words):
                return at
            subject_seen = subject_seen or bool(at and _OWN_SUBJECT.match(words))
        return None

    def _free_unlike_siblings(self, before_index: int, index: int) -> None:
        """`12.`, bullets, `2.`: the bullets stood under a lost `1.` where no other item has any."""
        parent = self.sections[index].parent
        siblings = self.sections[parent].children if parent >= 0 else self.top
        group = [
            i for i in siblings[: siblings.index(before_index)] if self.sections[i].style == self.sections[index].style
        ]
        children = self.sections[before_index].children
        if children and not any(self.sections[i].children for i in group):
            self._lift(before_index, children)
        else:
            for child in children[1:]:
                self._mark(child)

    def _mark(self, index: int) -> None:
        self.sections[index].after_gap = True
        for child in self.sections[index].children:
            self._mark(child)

    def _lift(self, before_index: int, moved: list[int]) -> None:
        """Move sections out from under the one before a lost heading, to stand beside it."""
        before = self.sections[before_index]
        moved = list(moved)
        siblings = self.sections[before.parent].children if before.parent >= 0 else self.top
        at = siblings.index(before_index) + 1
        siblings[at:at] = moved
        before.children = [i for i in before.children if i not in set(moved)]
        role = self.sections[before.parent].role if before.parent >= 0 else "other"
        stem = f"{self.sections[before.parent].path}." if before.parent >= 0 else ""
        for child in moved:
            self.sections[child].parent = before.parent
            self._settle(
                child, before.level, f"{stem}?{self.sections[child].path.rpartition('.')[2]}", before.role, role
            )
            self._mark(child)
        # paragraphs of the section below the first one moved go along
        first = self.sections[moved[0]].lines[0]
        stray = [n for n in before.lines if n > first]
        before.lines = [n for n in before.lines if n < first]
        for n in stray:
            self.drafts[n].node = before.parent
            if before.parent >= 0:
                self.sections[before.parent].lines.append(n)

    def _settle(self, index: int, level: int, path: str, old_role: Role, role: Role) -> None:
        section = self.sections[index]
        self.paths[path] = times = self.paths.get(path, 0) + 1
        section.path = path if times == 1 else f"{path}({times})"
        section.level = level
        if section.role == old_role:
            section.role = role
        for child in section.children:
            name = self.sections[child].path.rpartition(".")[2]
            self._settle(child, level + 1, f"{section.path}.{name}", old_role, role)

    # --- the end -------------------------------------------------------------------------------------------------

    def nodes(self) -> Iterator[Node]:
        """The tree as it is published."""
        drafts = self.drafts
        for section in self.sections:
            section.lines.sort()
            section.end = max(drafts[section.lines[-1]].end, section.cells)
        for section in reversed(self.sections):
            if section.parent >= 0:
                above = self.sections[section.parent]
                above.end = max(above.end, section.end)
        for section in self.sections:
            yield make_node(
                path=section.path,
                parent=section.parent,
                level=section.level,
                scheme=section.scheme,
                label=section.label,
                heading=section.heading,
                role=section.role,
                span=Span(drafts[section.lines[0]].start, section.end),
                lines=tuple(section.lines),
                is_heading=self.is_heading(section),
                after_gap=section.after_gap,
            )

    def is_heading(self, section: Section) -> bool:
        """Whether a section's first line is a heading: short, with something under it. Asked when the tree is grown."""
        if section.heads is None:
            section.heads = heads(section, self.drafts)
        return section.heads
