"""Records on disk: files of lines that are only ever added to, or blanked.

Which bytes of a file are records is told by the manifest, which is written after them. What stands behind the last of
them was being written when a run ended, and is cut off.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

SHARD_BYTES = 64 * 1024 * 1024
_BLANKS = b" " * (1 << 16)
_BINARY = getattr(os, "O_BINARY", 0)


class Place(NamedTuple):
    """Where a record stands: its line, the end of the line included."""

    shard: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        """Where the next line begins."""
        return self.offset + self.length


class Shards:
    """The files `part-00001.jsonl`, … of a folder. Nothing is kept in memory but where the last of them ends."""

    def __init__(self, folder: Path, size: int = SHARD_BYTES) -> None:
        self._folder = folder
        self._size = size
        self._descriptor: int | None = None
        self._name = ""
        self._end = 0

    def open(self, ends: Sequence[tuple[str, int]]) -> None:
        """Go on behind the last record; `ends` tells what of each file was finished. The rest is removed."""
        known = dict(ends)
        for path in self._folder.glob("part-*.jsonl"):
            if path.name not in known:
                path.unlink()
            elif path.stat().st_size > known[path.name]:
                os.truncate(path, known[path.name])
        if known:
            self._name = max(known)
            self._begin(known[self._name])

    def append(self, lines: Iterable[bytes]) -> list[Place]:
        """Add lines, without their ends, and see them on the disk. Where that fails, none of them is there."""
        places = []
        pieces: list[bytes] = []
        if self._descriptor is None or self._end >= self._size:
            self._next()
        at = self._end
        for line in lines:
            places.append(Place(self._name, at, len(line) + 1))
            pieces += (line, b"\n")
            at += len(line) + 1
        assert self._descriptor is not None  # noqa: S101
        try:
            _write(self._descriptor, b"".join(pieces), self._end)
            os.fsync(self._descriptor)
        except BaseException:
            os.ftruncate(self._descriptor, self._end)
            raise
        self._end = at
        return places

    def blank(self, places: Iterable[Place]) -> None:
        """Overwrite records that others stand for now with spaces, and see that on the disk; again is no harm."""
        of_shard: dict[str, list[Place]] = {}
        for place in places:
            of_shard.setdefault(place.shard, []).append(place)
        for shard, own in of_shard.items():
            path = self._folder / shard
            if not path.exists():
                continue
            descriptor = os.open(path, os.O_RDWR | _BINARY)
            try:
                size = os.fstat(descriptor).st_size
                for place in own:
                    for at in range(place.offset, min(place.end - 1, size), len(_BLANKS)):
                        _write(descriptor, _BLANKS[: place.end - 1 - at], at)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def remove(self, shard: str) -> None:
        """Remove a file in which no record is left."""
        if shard == self._name:
            self.close()
            self._name = ""
        (self._folder / shard).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file that is written."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _begin(self, end: int) -> None:
        self._descriptor = os.open(self._folder / self._name, os.O_RDWR | os.O_CREAT | _BINARY, 0o644)
        self._end = end

    def _next(self) -> None:
        self.close()
        numbers = [int(path.stem.removeprefix("part-")) for path in self._folder.glob("part-*.jsonl")]
        self._name = f"part-{max(numbers, default=0) + 1:05}.jsonl"
        self._begin(0)
        sync_folder(self._folder)


def unsound(folder: Path, places: Sequence[Place]) -> list[Place]:
    """The records, all of one file, that are not there whole, as after an accident of the disk."""
    try:
        descriptor = os.open(folder / places[0].shard, os.O_RDONLY | _BINARY) if places else -1
    except FileNotFoundError:
        return list(places)
    if descriptor < 0:
        return []
    try:
        return [each for each in places if not _sound(descriptor, each)]
    finally:
        os.close(descriptor)


def _sound(descriptor: int, place: Place) -> bool:
    os.lseek(descriptor, place.offset, os.SEEK_SET)
    if os.read(descriptor, 1) != b"{":
        return False
    os.lseek(descriptor, place.end - 2, os.SEEK_SET)
    return os.read(descriptor, 2) == b"}\n"


def sync_folder(folder: Path) -> None:
    """See the names in a folder on the disk. Windows has no such thing."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write(descriptor: int, data: bytes, at: int) -> None:
    os.lseek(descriptor, at, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
