"""How much is done for a call, in calls of functions: the same on every machine, however busy it is.

What a regular expression does within one call is not counted: `make bench` times the pieces of cases/endless.toml.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def calls_of(function: Callable[[], object]) -> int:
    """The calls of functions, of Python's and of C's, that one call makes."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count
