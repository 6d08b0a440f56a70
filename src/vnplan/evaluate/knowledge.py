"""The whole check of the knowledge: the tables by themselves, then what the stages that use them say."""

from __future__ import annotations

from collections.abc import Iterator

from vnplan import checks, structure
from vnplan.agencies import check as agencies_in_time
from vnplan.comparison import check as comparison
from vnplan.extract import agencies, citations, deadlines, targets
from vnplan.knowledge import Knowledge, check
from vnplan.link import assemble, backrefs, due

_USERS = (
    *(structure, citations, agencies, deadlines, targets, backrefs, due, assemble),
    *(checks, agencies_in_time, comparison),
)


def problems() -> Iterator[str]:
    """Everything wrong with the knowledge; a module that offers `problems(know)` tests its own rows both ways."""
    yield from check.problems()
    know = Knowledge.default()
    for module in _USERS:
        own = getattr(module, "problems", None)
        if own is not None:
            yield from own(know)
