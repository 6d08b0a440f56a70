"""The order of the stages: the whole architecture on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from vnplan import structure
from vnplan.core.collector import without_collector
from vnplan.core.document import Document, Source
from vnplan.core.issues import Issue
from vnplan.core.layout import Layout
from vnplan.core.mentions import Agency, Assignment, Citation, Deadline, Due, Identity, Resolution, Target, Unresolved
from vnplan.extract import agencies, citations, deadlines, targets
from vnplan.knowledge import Knowledge
from vnplan.link import assemble, backrefs, doubts, due, identities
from vnplan.normalise import normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A pure function from a document to the mentions of one class, and the classes it reads."""

    writes: type
    find: Callable[[Document, Knowledge], Iterable[Any]]
    reads: tuple[type, ...] = ()


STAGES = (
    Stage(writes=Citation, find=citations.find),
    Stage(writes=Agency, find=agencies.find, reads=(Citation,)),
    Stage(writes=Deadline, find=deadlines.find, reads=(Agency, Citation)),
    Stage(writes=Target, find=targets.find, reads=(Citation, Deadline)),
    Stage(writes=Resolution, find=backrefs.find, reads=(Citation,)),
    Stage(writes=Unresolved, find=backrefs.left_open, reads=(Citation, Resolution)),
    Stage(writes=Identity, find=identities.find, reads=(Citation, Resolution)),
    Stage(writes=Due, find=due.find, reads=(Deadline, Target)),
    Stage(writes=Assignment, find=assemble.find, reads=(Agency, Citation, Deadline, Target)),
)


@without_collector
def annotate(
    raw: str, source: Source, know: Knowledge, issues: Iterable[Issue] = (), layout: Layout | None = None
) -> Document:
    """Run every stage over a text. A stage that fails leaves its layer empty and an issue."""
    layout = layout or Layout()
    doc = Document(source=source, text=normalise(raw, layout), layout=layout, issues=tuple(issues))
    doc = structure.analyse(doc, know)
    for stage in STAGES:
        name = stage.writes.__name__.lower()
        try:
            doc = doc.put(stage.writes, stage.find(doc, know))
        except Exception as error:  # noqa: BLE001 - one broken stage must not cost the document its other records
            message = f"the {name} stage stopped with {type(error).__name__}: {error}; please report it"
            doc = doc.put(stage.writes, ()).with_issues([Issue("internal-error", message, "error")])
    return doc.with_issues(doubts.find(doc))
