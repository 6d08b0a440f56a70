"""One unit of work made into an assignment: its words, its actors, the mentions inside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TypeVar

import regex

from vnplan.core.document import Document
from vnplan.core.making import making
from vnplan.core.mentions import Actor, Assignment, Citation, Deadline, Mention, Modality, Target
from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.link.bodies import Bodies
from vnplan.link.products import Products

M = TypeVar("M", bound=Mention)

_AROUND = " ,;:-\n"
_AFTER = " ,;:./\n|"
# What of a unit's beginning tells the actors and not the task.
_LEADING = regex.compile(
    r"(?:[\s,;]|và |có trách nhiệm |chịu trách nhiệm(?: chính)?(?=,| chủ trì|$) ?|có nhiệm vụ |được giao "
    r"|được phân công |tiếp tục (?=chủ trì|phối hợp|làm đầu mối)"
    r"|(?:đồng |cùng )?chủ trì(?: thực hiện(?=[,.;:)]|(?: và)? phối hợp| cùng |$))?|chủ động phối hợp|phối kết hợp"
    r"|phối hợp(?: chặt chẽ| đồng bộ| hiệu quả)?|với |cùng |cùng với |làm đầu mối)+",
    regex.IGNORECASE,
)
# what several names share: `phối hợp với các sở Y tế, Nội vụ`, `các Vụ: Pháp chế, Kế hoạch`
_SHARED = regex.compile(r"các (?:\p{L}+[ ]?:\s)?")
_KIND = regex.compile(r"các \p{L}+[ ]?:\s", regex.IGNORECASE)  # `Các Sở: Nội vụ, Tài chính`: a part of the names
# behind a name in a list, a part of it: `Phong trào “Xóm sạch”`, `Bộ Tài chính (Kho bạc Nhà nước)`
_ASIDE = regex.compile(r"(?: [“\"][^“”\"\n]{1,160}[”\"])?(?: ?\([^()\n]{1,160}\))?(?=,| và )")
# behind the name of who pays or is paid: `Hộ gia đình: 12.500.000 đồng`, `Thư ký: bằng 60% mức của Trưởng ban`
_AMOUNT = regex.compile(r"[\d.,]+(?: ?\p{L}{1,6}){1,3}(?:/[\p{L} ]{1,20})?|bằng [\d.,]+ ?%.*")
_JOINING = regex.compile(r".*phối|với |cùng ", regex.IGNORECASE)
_LEADS_TOO = regex.compile(r"\s*(?:chủ trì(?:,| và)? phối hợp)", regex.IGNORECASE)
_AIM = regex.compile(r"(?:để|trong việc) (?=\p{Ll})")  # of working together: `phối hợp với Sở A để lập hồ sơ`
_SHORTEST = 4
_assignment = making(Assignment)


class Units:
    """Makes assignments of places in a document."""

    def __init__(self, doc: Document, bodies: Bodies, roles: Roles) -> None:
        self._text = doc.text.clean
        self._roles = roles
        self._products = Products(self._text, bodies, roles)
        self.deadlines = ByPlace(doc.get(Deadline))
        self._targets = ByPlace(doc.get(Target))
        self._citations = ByPlace(doc.get(Citation))

    def make(
        self,
        span: Span,
        actors: Sequence[Actor],
        rule: str,
        *,
        modality: Modality = "assign",
        task: str | None = None,
        task_start: int | None = None,
        output: Span | None = None,
        told_in: Span | None = None,
        deadlines: Sequence[Deadline] = (),
    ) -> Iterator[Assignment]:
        """The assignment of a place, if it has actors and words.

        `deadlines` are those told outside it; `told_in` is the part that tells the task, where that is not the whole.
        """
        span = self.stripped(span)
        if span.end - span.start < _SHORTEST or not actors:
            return
        told = self._task(span, max(span.start, task_start or 0), actors) if task is None else task
        if _AMOUNT.fullmatch(told):
            return
        inside = self.deadlines.within(span)
        citations = self._citations.within(span)
        yield _assignment(
            span=span,
            rule=rule,
            task=told,
            actors=tuple(_distinct(actors)),
            modality=modality,
            deadlines=(*inside, *(deadline for deadline in deadlines if deadline not in inside)),
            targets=self._targets.within(span),
            citations=citations,
            output=self.words(output) if output else self._product(told_in or span, actors, citations),
        )

    def _product(self, told_in: Span, actors: Sequence[Actor], citations: Sequence[Citation]) -> str | None:
        """What a task is to bring about: what it makes, else the report that it sends to somebody."""
        made = self._products.first(told_in, citations)
        sent = any(actor.role == "recipient" for actor in actors)
        return self._products.report(told_in) if made is None and sent else made

    def says_nothing(self, span: Span, start: int, actors: Sequence[Actor]) -> bool:
        """Whether a unit only names its actors (`Sở A chủ trì, phối hợp với Sở B`)."""
        return self._task(self.stripped(span), start, actors) == ""

    def words(self, span: Span) -> str:
        """The words of a place, line breaks and end marks left out."""
        return " ".join(self._text[span.start : span.end].split()).strip(" .;")

    def stripped(self, span: Span) -> Span:
        """A place without the marks around it; an ellipsis stays."""
        start, end = span
        while start < end and self._text[start] in _AROUND:
            start += 1
        while end > start and self._text[end - 1] in _AFTER and not self._text.endswith("...", start, end):
            end -= 1
        return Span(start, end)

    def _task(self, span: Span, start: int, actors: Sequence[Actor]) -> str:
        """The words of a unit without those that name its actors at its beginning."""
        names = [a.span.start for a in actors if span.start <= a.span.start < start]
        opening = self._text[span.start : min(names)] if names else ""
        opening = "" if _KIND.fullmatch(opening) else opening
        taking_part = {a.span.start: a.span.end for a in actors if a.role in ("coordinate", "lead")}
        offset = start
        while offset < span.end:
            lead_in = _LEADING.match(self._text, offset, span.end)
            after = lead_in.end() if lead_in else offset
            if after not in taking_part and (shared := _SHARED.match(self._text, after)) is not None:
                after = shared.end()
            if after not in taking_part:
                aim = _AIM.match(self._text, after, span.end) if offset > start else None
                if aim is not None:
                    offset = aim.end()
                elif lead_in is not None and not self._stays(lead_in, span.end):
                    offset = lead_in.end()
                break
            offset = taking_part[after]
            aside = _ASIDE.match(self._text, offset, span.end)
            offset = aside.end() if aside else offset
        return " ".join((opening + self._text[offset : span.end]).split()).strip(" ,;").removeprefix(":").lstrip()

    def _stays(self, lead_in: regex.Match[str], end: int) -> bool:
        """Whether words of coordination without a body stay in the task: not those of one who leads, before a verb."""
        if _JOINING.match(lead_in.group()) is None:
            return False
        leads = _LEADS_TOO.match(lead_in.group()) is not None
        return not leads or self._roles.predicate.match(self._text, lead_in.end(), end) is None


class ByPlace(tuple[M, ...]):
    """Mentions in reading order, found by place."""

    starts: list[int]

    def __new__(cls, mentions: Sequence[M]) -> ByPlace[M]:  # noqa: D102
        made = super().__new__(cls, sorted(mentions, key=lambda mention: mention.span.start))
        made.starts = [mention.span.start for mention in made]
        return made

    def within(self, span: Span) -> tuple[M, ...]:
        """The mentions that begin inside a place."""
        first = bisect_left(self.starts, span.start)
        return self[first : bisect_left(self.starts, span.end, first)]


def _distinct(actors: Sequence[Actor]) -> Iterator[Actor]:
    seen: set[tuple[Span, str]] = set()
    for actor in actors:
        if (actor.span, actor.role) not in seen:
            seen.add((actor.span, actor.role))
            yield actor
