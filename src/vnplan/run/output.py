"""An output folder: opened by one run at a time, mended after accidents, read back."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from vnplan.core.issues import UsageError, VnplanError
from vnplan.record import SCHEMA_VERSION, PlanRecord
from vnplan.run import manifest as manifests
from vnplan.run.failures import write_failures
from vnplan.run.lock import locked
from vnplan.run.manifest import Done, Known, Manifest
from vnplan.run.reply import spelt_out
from vnplan.run.shards import SHARD_BYTES, Place, Shards, sync_folder, unsound
from vnplan.run.version import Version

RECORDS = "records"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class OutputError(VnplanError):
    """The output cannot be written any more; what was written is sound."""


class Output:
    """What a run writes: records first, then the manifest that tells where they are."""

    def __init__(self, folder: Path, manifest: Manifest, shards: Shards) -> None:
        self.folder = folder
        self.manifest = manifest
        self._shards = shards

    def mend(self) -> None:
        """Find out which records are there, whatever happened since they were written; open the last file."""
        with self._told():
            self._note_losses()
            self._shards.blank(self.manifest.garbage())
            self._drop_empty()
            self._shards.open(self.manifest.shards())

    def _note_losses(self) -> None:
        records = self.folder / RECORDS
        with self.manifest.change():
            for shard, end in self.manifest.shards():
                path = records / shard
                size = path.stat().st_size if path.exists() else 0
                broken = unsound(records, self.manifest.places(shard))
                behind = [each for each in broken if each.end > size]
                self.manifest.lose(broken)
                self.manifest.discard(each for each in broken if each.end <= size)
                self.manifest.cut(shard, min(end, size, *(each.offset for each in behind)))

    def write(self, version: Version, files: Sequence[Known], done: Sequence[tuple[Done, bytes]]) -> None:
        """Have files and records noted; both are on the disk then.

        Records that others replace are blanked before: a power cut loses a record rather than doubling it.
        """
        manifest = self.manifest
        with self._told():
            manifest.begin()
            try:
                manifest.add_version(version)
                manifest.know(files)
                manifest.retire(document.key for document, _ in done)
                if garbage := manifest.garbage():
                    manifest.commit()
                    self._shards.blank(garbage)
                    manifest.begin()
                    manifest.forget_garbage()
                places = self._shards.append([line for _, line in done]) if done else []
                manifest.add(each._replace(place=place) for (each, _), place in zip(done, places, strict=True))
                manifest.commit()
            except BaseException:
                manifest.undo()
                raise

    def finish(self) -> None:
        """Remove files without records, and write the table of failures."""
        with self._told():
            self._drop_empty()
            write_failures(self.folder, self.manifest.failures())

    def _drop_empty(self) -> None:
        empty = self.manifest.empty_shards()
        for shard in empty:
            self._shards.remove(shard)
        with self.manifest.change():
            self.manifest.forget_shards(empty)
            self.manifest.forget_garbage()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What went wrong with the disk, in words."""
        try:
            yield
        except (OSError, sqlite3.OperationalError) as error:
            full = getattr(error, "errno", None) in _FULL or "full" in str(error)
            what = "the disk is full" if full else f"cannot be written ({getattr(error, 'strerror', None) or error})"
            advice = "make room" if full else "see to the disk"
            message = f"{self.folder}: {what}; what was done is safe: {advice} and go on with --resume (resume=True)"
            raise OutputError(message) from error


@contextmanager
def opened(folder: Path, *, resume: bool, shard_bytes: int = SHARD_BYTES) -> Iterator[Output]:
    """The output of a run, nobody else's until it ends. Raises UsageError where it cannot be one."""
    _make(folder)
    with locked(folder):
        if not (folder / manifests.NAME).exists():
            _refuse_others(folder)
        (folder / RECORDS).mkdir(exist_ok=True)
        sync_folder(folder)
        manifest = Manifest(folder)
        shards = Shards(folder / RECORDS, shard_bytes)
        try:
            if not resume:
                _refuse_earlier(folder, manifest)
            output = Output(folder, manifest, shards)
            output.mend()
            yield output
        finally:
            shards.close()
            manifest.close()


def _make(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; choose a folder, or a name that ends in .jsonl")
    if not folder.parent.is_dir():
        raise UsageError(f"{folder}: the folder {folder.parent} does not exist; create it first")
    try:
        folder.mkdir(exist_ok=True)
        probe = folder / "lock"
        os.close(os.open(probe, os.O_RDWR | os.O_CREAT, 0o644))
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror}); choose another place") from error


def _refuse_others(folder: Path) -> None:
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")} - {"lock", RECORDS}
    if names or ((folder / RECORDS).is_dir() and any((folder / RECORDS).iterdir())):
        raise UsageError(f"{folder}: holds other files, and no manifest of vnplan; choose an empty folder or a new one")


def _refuse_earlier(folder: Path, manifest: Manifest) -> None:
    if others := manifest.schema_versions() - {SCHEMA_VERSION}:
        raise UsageError(_other_schema(folder, others))
    if count := manifest.count():
        message = f"{folder}: holds {count:,} records; go on with --resume (resume=True), or choose another folder"
        raise UsageError(message)


def _other_schema(folder: Path, others: set[str]) -> str:
    told = ", ".join(sorted(others))
    return (
        f"{folder}: holds records of schema_version {told}, this vnplan makes {SCHEMA_VERSION}; "
        f"`vnplan extract` the same files with --resume (resume=True), which extracts them again"
    )


def read_lines(folder: str | os.PathLike[str]) -> Iterator[bytes]:
    """The records of an output folder as lines of JSON, those that its manifest names and no other."""
    return (line for line, _ in read_contents(folder))


def read_contents(folder: str | os.PathLike[str]) -> Iterator[tuple[bytes, list[str]]]:
    """The same, each with all the files that hold its document."""
    home = Path(folder)
    if not (home / manifests.NAME).is_file():
        raise UsageError(f"{home}: holds no manifest of vnplan; give the folder that `vnplan extract --output` wrote")
    manifest = Manifest(home)
    try:
        if others := manifest.schema_versions() - {SCHEMA_VERSION}:
            raise UsageError(_other_schema(home, others))
        for shard, _ in manifest.shards():
            contents = manifest.contents(shard)
            lines = _lines(home / RECORDS / shard, [place for place, _ in contents])
            for line, (_, key) in zip(lines, contents, strict=True):
                yield line, [spelt_out(path) for path in manifest.paths(key)]
    finally:
        manifest.close()


def _lines(path: Path, places: Sequence[Place]) -> Iterator[bytes]:
    with path.open("rb") as file:
        for place in places:
            file.seek(place.offset)
            yield file.read(place.length - 1)


def read_records(folder: str | os.PathLike[str]) -> Iterator[PlanRecord]:
    """The records of an output folder. Raises UsageError where it is none, or one of another schema_version."""
    return (PlanRecord.model_validate_json(line) for line in read_lines(folder))
