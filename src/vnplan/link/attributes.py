"""Lines that say one thing of the task above them (`Cơ quan chủ trì: …`, `Thời gian: …`)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field

import regex

from vnplan.core.document import Document, Line
from vnplan.core.mentions import ActorRole
from vnplan.core.span import Span
from vnplan.knowledge import Knowledge
from vnplan.knowledge.roles import Holds, Roles
from vnplan.link.endings import Beginnings
from vnplan.link.headed import framed, headed, work_before

Tells = Callable[[Span], int | None]
Names = Callable[[Span], bool]
_TELLING: frozenset[Holds] = frozenset({"lead", "coordinate", "supervise", "time", "output", "recipient"})
_ROLES: dict[Holds, ActorRole] = {
    "lead": "lead",
    "coordinate": "coordinate",
    "supervise": "supervise",
    "recipient": "recipient",
}
_OF_TASKS_ABOVE = ("các", "những", "toàn bộ", "tất cả")  # `Các nhiệm vụ trên giao Sở A`
_NO_LABELS = frozenset({"pipe", "cell", "header", "boilerplate", "signature", "recipients"})
_VALUE_END = regex.compile(r"\)[ .;,]*$|\.(?= \p{Lu})|\)(?= )")
_MOST_ITEMS = 60  # lines looked at above attribute lines for the items that share them
_BULLETS = frozenset({"dash", "plus", "letter", "star"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: what it holds and where its value stands; `line` is its line, in a paragraph its offset."""

    line: int
    holds: Holds
    value: Span


@dataclass(slots=True)
class Group:
    """Attribute lines that follow one another, and the lines of the tasks that they describe."""

    attributes: list[Attribute]
    tasks: list[int] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self.attributes[-1].value.end

    def naming(self) -> Iterator[tuple[ActorRole, Span]]:
        """The values that name actors, with their role."""
        for attribute in self.attributes:
            if attribute.holds in _ROLES:
                yield _ROLES[attribute.holds], attribute.value

    def value(self, holds: Holds) -> Span | None:
        """The first value of a kind."""
        return next((attribute.value for attribute in self.attributes if attribute.holds == holds), None)

    def items(self, doc: Document) -> Iterator[int]:
        """The lines of items that belong to an attribute line above them."""
        for attribute in self.attributes:
            line = attribute.line + 1
            while line < len(doc.lines) and doc.lines[line].span.end <= attribute.value.end:
                yield line
                line += 1


def _attributes(doc: Document, index: int, know: Knowledge, labels: Beginnings, tells: Tells) -> list[Attribute]:
    """What a line says of the task above it: one thing, or several after one another (`Chủ trì: A; thời gian: B`).

    `labels`: how such a line begins that names its attribute.
    """
    line = doc.lines[index]
    if line.kind in _NO_LABELS:
        return []
    text, (start, end) = doc.text.clean, line.body
    start += text.startswith("(", start)
    match = None
    if labels.can_begin(text, start):
        match = know.roles.attribute.match(text, start, end) or know.telling.tasks_above.match(text, start, end)
    label = match.group(1) if match is not None and match.re is know.roles.attribute else None
    holds: Holds = know.roles.holds_of[label.lower()].holds if label else "lead"
    value = match.end() if match else tells(line.body) if line.kind == "paragraph" else None
    if value is None or (value == end and _table_follows(doc, index)):
        return []
    more = [label for label in know.roles.inline_attribute.finditer(text, value, end) if holds in _TELLING]
    kinds = [holds, *(know.roles.holds_of[label.group(1).lower()].holds for label in more)]
    starts = [value, *(label.end() for label in more)]
    values = [_value(text, n, label.start()) for n, label in zip(starts, more, strict=False)]
    found = zip(kinds, [*values, Span(starts[-1], end)], strict=True)
    return [Attribute(index, kind, value) for kind, value in found]


def _table_follows(doc: Document, index: int) -> bool:
    """Whether a table stands below a line: it tells its own actors."""
    return index + 1 < len(doc.lines) and doc.lines[index + 1].kind in ("cell", "pipe")


def _with_items(doc: Document, attribute: Attribute) -> Attribute:
    """An attribute whose value stands in the items under it takes them in."""
    if attribute.value.start < attribute.value.end:
        return attribute
    line = doc.lines[attribute.line]
    if line.node < 0 or not doc.nodes[line.node].lines or doc.nodes[line.node].lines[0] != attribute.line:
        return attribute
    end = doc.nodes[line.node].span.end
    return Attribute(attribute.line, attribute.holds, Span(attribute.value.start, max(attribute.value.end, end)))


def groups(doc: Document, know: Knowledge, tells: Tells, names: Names) -> Iterator[Group]:
    """The groups of attribute lines of a document, each with its tasks.

    `tells`: where the names begin in a line that only tells who does what stands above it; `names`: whether a line
    only names bodies.
    """
    labels = Beginnings.of(*know.roles.holds_of, *_OF_TASKS_ABOVE)
    known: dict[int, list[Attribute]] = {}
    for n in range(len(doc.lines)):
        found = _attributes(doc, n, know, labels, tells) or _headed(doc, n, know.roles, labels, names)
        if found:
            known[n] = found
    index = 0
    while index < len(doc.lines):
        if index not in known:
            index += 1
            continue
        group = Group([_with_items(doc, attribute) for attribute in known[index]])
        index += 1
        while index < len(doc.lines):
            if doc.lines[index].span.end <= group.attributes[-1].value.end:
                index += 1  # an item of the attribute before
                continue
            following = known.get(index)
            if following is None or (_begins_again(group, following[0]) and not _framed(doc, group, index, know.roles)):
                break
            group.attributes += [_with_items(doc, attribute) for attribute in following]
            index += 1
        if any(a.holds in ("lead", "coordinate") for a in group.attributes):
            group.tasks = _tasks(doc, group, known, know.roles)
            if group.tasks:
                yield group


def _framed(doc: Document, group: Group, index: int, roles: Roles) -> bool:
    """Whether a line stands with those of a group under one heading that announces them (`Chủ trì, thực hiện`)."""
    first, node = doc.lines[group.attributes[0].line].node, doc.lines[index].node
    return first >= 0 and node >= 0 and doc.nodes[first].parent == doc.nodes[node].parent and framed(doc, first, roles)


def _begins_again(group: Group, following: Attribute) -> bool:
    seen = {a.holds for a in group.attributes}
    return following.holds in ("lead", "content") and following.holds in seen and following.holds in _TELLING


def _headed(doc: Document, index: int, roles: Roles, labels: Beginnings, names: Names) -> list[Attribute]:
    """What a heading that is nothing but a label says by the lines under it (`a) Cơ quan chủ trì`, `- Sở Y tế`)."""
    line = doc.lines[index]
    if line.kind != "heading" or not labels.can_begin(doc.text.clean, line.body.start):
        return []
    holds, lines = headed(doc, index, roles, names)
    found: list[Attribute] = []
    for n in lines:
        note = doc.text.clean.startswith("(", doc.lines[n].body.start)
        found.append(Attribute(n if found else index, "content" if note else holds, doc.lines[n].body))
    return found


def _tasks(doc: Document, group: Group, known: Container[int], roles: Roles) -> list[int]:
    """The lines of the tasks that a group describes: items listed right above it, else the line it stands under."""
    first = group.attributes[0].line
    line = doc.lines[first]
    labelled = line.node >= 0 and doc.nodes[line.node].lines[:1] == (first,)
    if labelled and (alone := work_before(doc, line.node, roles)) is not None:
        return alone
    owner = doc.nodes[line.node].parent if labelled else line.node
    if labelled:
        above = items_above(doc, first, owner, known)
        return above or _own_line(doc, owner)
    if owner < 0:
        return [first - 1] if first > 0 and doc.lines[first - 1].kind in ("item", "paragraph", "heading") else []
    node = doc.nodes[owner]
    if node.scheme in _BULLETS:
        above = items_above(doc, first, node.parent, known)
        return above or _own_line(doc, owner)
    above = items_above(doc, first, owner, known)
    if above:
        return above
    paragraphs = [i for i in node.lines if i < first and i not in known]
    return paragraphs[-1:] if node.is_heading and len(paragraphs) > 1 else _own_line(doc, owner)


def _own_line(doc: Document, node: int) -> list[int]:
    return list(doc.nodes[node].lines[:1]) if node >= 0 else []


def items_above(doc: Document, first: int, parent: int, known: Container[int]) -> list[int]:
    """The items under a section right above a line, back to the attribute lines before."""
    found: list[int] = []
    for index in range(first - 1, max(-1, first - 1 - _MOST_ITEMS), -1):
        line = doc.lines[index]
        if index in known:
            break
        if line.node < 0 or line.node == parent:
            break
        node = doc.nodes[line.node]
        if node.parent == parent and node.lines[:1] == (index,) and node.scheme in _BULLETS:
            found.append(index)
        elif node.span.start <= doc.nodes[parent].span.start if parent >= 0 else False:
            break
    return found[::-1]


def inline(text: str, line: Line, roles: Roles) -> Group | None:
    """The attributes told inside a line (`… (Chủ trì: Sở Y tế; thời gian: Quý I/2027)`), where one of them leads.

    A value ends where the next attribute begins, at the bracket's end or at the end of the sentence.
    """
    if ":" not in text[line.body.start : line.body.end]:
        return None
    labels = list(roles.inline_attribute.finditer(text, line.body.start, line.body.end))
    kinds = [roles.holds_of[label.group(1).lower()].holds for label in labels]
    if "lead" not in kinds:
        return None
    ends = [*(label.start() for label in labels[1:]), line.body.end]
    attributes = [
        Attribute(label.start(), holds, _value(text, label.end(), end))
        for label, holds, end in zip(labels, kinds, ends, strict=True)
    ]
    return Group(attributes)


def _value(text: str, start: int, end: int) -> Span:
    stop = _VALUE_END.search(text, start, end)
    end = stop.start() if stop else end
    while end > start and text[end - 1] in " ;,.(–-":
        end -= 1
    return Span(start, end)


def text_lines(doc: Document) -> Iterator[tuple[int, Line]]:
    """The lines that may hold a task: not head, foot, furniture, legal bases, nor parts of a table."""
    skipped = ("pipe", "cell", "header", "signature", "recipients", "boilerplate")
    for index, line in enumerate(doc.lines):
        if line.kind not in skipped and line.role not in ("legal_basis", "boilerplate", "signature", "recipients"):
            yield index, line
