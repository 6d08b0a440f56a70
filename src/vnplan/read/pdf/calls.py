"""Calls into PDFium for many characters or objects at once.

A call by way of ctypes costs as much as PDFium's own work for many characters, most of it for the types of arguments
and for the lock of the interpreter. Here arguments are plain numbers, the lock is kept, results go into one array.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import repeat
from typing import Any


@cache
def quick(name: str, arguments: int, result: type = ctypes.c_int) -> Callable[..., Any]:
    """A function of PDFium by its name; all its arguments are whole numbers or addresses."""
    from pypdfium2 import raw  # noqa: PLC0415

    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *[ctypes.c_void_p] * arguments)(address or 0)


def address_of(handle: Any) -> int:
    """The address that a handle of PDFium holds."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def page_text(textpage: Any, count: int) -> str | None:
    """All `count` characters of a text page; None where PDFium's numbers of them are not those of Python's string.

    A character outside the first plane of Unicode counts as two for PDFium.
    """
    from pypdfium2 import raw  # noqa: PLC0415

    room = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage, 0, count, room)
    try:
        text = bytes(memoryview(room).cast("B")[: 2 * max(0, written - 1)]).decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    return text if len(text) == count and "\0" not in text else None


def origins(textpage: Any, numbers: Sequence[int]) -> array[float] | None:
    """Where characters begin on their base lines, in user space: `x, y` of each; None where PDFium knows one not."""
    values = array("d", bytes(16 * len(numbers)))
    start, _ = values.buffer_info()
    call = quick("FPDFText_GetCharOrigin", 4)
    end = start + 16 * len(numbers)
    across, down = range(start, end, 16), range(start + 8, end, 16)
    known = all(map(call, repeat(address_of(textpage)), numbers, across, down))
    return values if known else None


def loose_boxes(textpage: Any, numbers: Sequence[int]) -> array[float] | None:
    """Boxes of characters in user space: `left, top, right, bottom` of each; None where PDFium has none for one."""
    values = array("f", bytes(16 * len(numbers)))
    start, _ = values.buffer_info()
    call = quick("FPDFText_GetLooseCharBox", 3)
    known = all(map(call, repeat(address_of(textpage)), numbers, range(start, start + 16 * len(numbers), 16)))
    return values if known else None


def font_sizes(textpage: Any, numbers: Iterable[int]) -> list[float]:
    """The sizes of the fonts of characters, before the matrix of their text."""
    call = quick("FPDFText_GetFontSize", 2, ctypes.c_double)
    return list(map(call, repeat(address_of(textpage)), numbers))


def matrices(textpage: Any, numbers: Sequence[int]) -> list[Sequence[float] | None]:
    """The matrices `a, b, c, d, e, f` of the text of characters; None where PDFium knows one not."""
    values = array("f", bytes(24 * len(numbers)))
    start, _ = values.buffer_info()
    call = quick("FPDFText_GetMatrix", 3)
    known = list(map(call, repeat(address_of(textpage)), numbers, range(start, start + 24 * len(numbers), 24)))
    found = values.tolist()
    return [found[6 * n : 6 * n + 6] if is_known else None for n, is_known in enumerate(known)]


def objects_of(holder: Any, *, form: bool = False, most: int) -> list[tuple[int, int]]:
    """The addresses and types of the objects of a page or a form, at most so many."""
    own = "FPDFFormObj_{}" if form else "FPDFPage_{}"
    where = address_of(holder)
    count = min(most, quick(own.format("CountObjects"), 1)(where))
    found = list(map(quick(own.format("GetObject"), 2, ctypes.c_void_p), repeat(where), range(count)))
    return list(zip(found, map(quick("FPDFPageObj_GetType", 1), found), strict=True))
