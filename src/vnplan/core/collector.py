"""The garbage collector at rest where work makes many objects and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def without_collector(work: Callable[P, T]) -> Callable[P, T]:
    """The same work with the collector at rest: it would look through all that is there at every so many new objects.

    That takes a tenth of the time of a record, and finds next to nothing: a document of 500 pages leaves fewer than
    3,000 objects in cycles. A collector that rests already is left so.

    >>> without_collector(gc.isenabled)(), gc.isenabled()
    (False, True)
    """

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()

    return done
