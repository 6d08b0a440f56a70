"""Files and folders that appear whole or not at all; what stood there before goes only when the new is complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vnplan.core.issues import UsageError


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path to write to; it becomes `target` when all is written, and goes when something fails."""
    if target.is_dir():
        raise UsageError(f"{target}: is a folder; give the name of a file")
    part = _beside(target, "part")
    part.unlink(missing_ok=True)
    try:
        yield part
        os.replace(part, target)  # noqa: PTH105  atomic, and not a method that may copy
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path, ours: Callable[[Path], bool]) -> Iterator[Path]:
    """A folder to write to; it takes the place of `target` when all is written.

    A folder that is there is replaced only if `ours` says so of each file in it: nothing of the user's is deleted.
    """
    part, old = _beside(target, "part"), _beside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)  # stopped between the two renames below
    if target.exists() and not (target.is_dir() and all(map(ours, _files(target)))):
        raise UsageError(f"{target}: holds other things than vnplan writes there; name a new folder")
    for left in (part, old):
        if left.exists():
            shutil.rmtree(left)
    part.mkdir()
    try:
        yield part
        if target.exists():
            target.rename(old)
        part.rename(target)
        if old.exists():
            shutil.rmtree(old)
    finally:
        if part.exists():
            shutil.rmtree(part)


def _beside(target: Path, ending: str) -> Path:
    folder = target.absolute().parent
    if not folder.is_dir():
        raise UsageError(f"{target}: the folder {folder} does not exist; create it first")
    return folder / f".{target.name}.vnplan-{ending}"


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if not path.is_dir())
