"""Who is charged with the lines that name nobody: by a heading, an item above, a sentence that ends with a colon."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from vnplan.core.document import Document, Line
from vnplan.core.mentions import Actor, Agency, Deadline, Modality
from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.link.subjects import Subject, SubjectFinder

_NAME_LIMIT = 120  # characters in which the name that heads a section must end


@dataclass(frozen=True, slots=True)
class Charge:
    """Bodies charged with what follows an offset; `level` is the rank of the section where it is said.

    `headed`: by a heading that names them and nothing else, not by a sentence; `deadlines`: told of the whole.
    """

    leads: tuple[Agency, ...]
    others: tuple[Actor, ...]
    modality: Modality
    offset: int
    level: int
    headed: bool = False
    deadlines: tuple[Deadline, ...] = ()


class Charges:
    """The charges met so far, while a document is read from its beginning."""

    def __init__(self, doc: Document, subjects: SubjectFinder, roles: Roles) -> None:
        self._doc = doc
        self._subjects = subjects
        self._roles = roles
        self._sections: dict[int, Charge] = {}
        self._spoken: Charge | None = None  # by the last sentence that ended with a colon
        self._headings = {
            n: heading
            for n, section in enumerate(doc.nodes)
            if (heading := subjects.of_heading(section.heading)) is not None
        }
        self._uncharged = {
            n
            for n, section in enumerate(doc.nodes)
            if section.is_heading and roles.uncharged.match(doc.text.clean, *section.heading)
        }
        # how many headings of each group of sister sections name bodies and nothing else
        self._heads = Counter((doc.nodes[n].parent, doc.nodes[n].scheme) for n in self._headings)

    def add(
        self,
        subject: Subject,
        line: Line,
        *,
        of_section: bool,
        others: tuple[Actor, ...] = (),
        headed: bool = False,
        deadlines: tuple[Deadline, ...] = (),
    ) -> Charge:
        """Bodies are charged: with the section that the line begins, or with the lines after it."""
        level = self._doc.nodes[line.node].level if line.node >= 0 else 0
        charge = Charge(subject.bodies, others, subject.modality, line.span.start, level, headed, deadlines)
        if of_section:
            self._sections[line.node] = charge
        else:
            self._spoken = charge
        return charge

    def pass_on(self, subject: Subject, line: Line) -> None:
        """The subject of an item is also that of the items under it."""
        if self._doc.nodes[line.node].span.end > line.span.end:
            self.add(subject, line, of_section=True)

    def leave(self, level: int | None = None) -> None:
        """A heading of the same rank (or one that charges others: None) ends what a sentence charged."""
        if self._spoken is not None and (level is None or level <= self._spoken.level):
            self._spoken = None

    def at(self, line: Line) -> Charge | None:
        """The nearest charge above a line: of a section it stands in, or of a sentence."""
        section = None
        node = line.node
        while node >= 0 and section is None:
            section = self._sections.get(node)
            # what stands after a gap in the numbering may belong to a heading that is lost
            node = -1 if self._doc.nodes[node].after_gap else self._doc.nodes[node].parent
        if self._spoken is not None and line.role == "purpose" and not self._said_in(line.node):
            return section  # a sentence before a section on purposes gives no tasks in it
        if self._spoken is not None and self._in_later_article(line.node):
            return section
        if self._spoken is None or (section is not None and section.offset > self._spoken.offset):
            return section
        return self._spoken

    def _in_later_article(self, node: int) -> bool:
        """Whether a line stands in an article that begins behind the last sentence that charged somebody."""
        spoken = self._spoken.offset if self._spoken is not None else 0
        return any(section.scheme == "article" and section.span.start > spoken for section in self._doc.ancestors(node))

    def _said_in(self, node: int) -> bool:
        """Whether the last sentence that charged somebody stands in the same part as a section."""
        top = self._doc.ancestors(node)
        return bool(top) and self._spoken is not None and self._spoken.offset >= top[-1].span.start

    def inspected(self, node: int) -> bool:
        """Whether a section stands under a heading such as `NỘI DUNG KIỂM TRA`."""
        return any(
            section.is_heading and self._roles.inspected.match(self._doc.text.clean, *section.heading)
            for section in self._doc.ancestors(node)[1:]
        )

    def heading(self, node: int) -> Subject | None:
        """The bodies that a section is headed by: as names, or by its place among sections headed by bodies."""
        known = self._headings.get(node)
        if known is None and self._among_bodies(node):
            return self._subjects.of_place(self._doc.nodes[node].heading)
        return known

    def _among_bodies(self, node: int) -> bool:
        """Whether a section is headed like its sister sections, and those are headed by bodies."""
        section = self._doc.nodes[node]
        first = self._doc.lines[section.lines[0]]
        alone = section.span.end <= first.span.end
        if (not section.is_heading or alone) and ": " not in self._doc.quote(
            Span(first.body.start, min(first.body.end, first.body.start + _NAME_LIMIT))
        ):
            return False
        if self._doc.quote(first.body).rstrip().endswith(":") and not self._subjects.names(first.body):
            return self._heads[section.parent, section.scheme] > 0
        return self._heads[section.parent, section.scheme] > 1

    def for_nobody(self, line: Line) -> bool:
        """Whether a line stands under a heading such as `ĐỐI TƯỢNG, PHẠM VI`."""
        return any(section in self._uncharged for section in self._doc.above(line.node))
