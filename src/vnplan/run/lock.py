"""One run at a time on an output folder."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vnplan.core.issues import UsageError

_BEYOND = 1 << 20  # Windows forbids reading what is locked: a byte behind the text is


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder. The system lets go of it when the process ends, however it ends, so that no lock of a
    dead process is in the way; the file that stays says who held it.

    Raises UsageError where another process holds it.
    """
    place = folder / "lock"
    descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(descriptor)
        except OSError as error:
            if not isinstance(error, BlockingIOError | PermissionError):
                message = f"{folder}: its file system has no locks ({error.strerror}); choose a folder on a local disk"
                raise UsageError(message) from error
            message = f"{folder}: another run is at work there{_holder(place)}; wait for it, or choose another folder"
            raise UsageError(message) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(place: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(place.read_text(encoding="utf-8"))
        return f" (process {said['pid']} on {said['host']})"
    return ""
