"""The manifest of a batch: which documents are done, by what, and where their records are. SQLite, one writer."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from vnplan.core.issues import UsageError
from vnplan.run.reply import spelt_out
from vnplan.run.shards import Place
from vnplan.run.version import Version

NAME = "manifest.sqlite"
_FORM = 1  # of the tables
_REACHED = """INSERT INTO shards VALUES (?, ?) ON CONFLICT (shard) DO UPDATE SET "end" = max("end", excluded."end")"""


class Done(NamedTuple):
    """A document with its record."""

    key: str
    path: str
    status: str
    code: str
    message: str
    seconds: float
    diagnostics: int
    place: Place
    version: str


class Known(NamedTuple):
    """A file as it was when its content was looked at."""

    path: str
    key: str
    size: int
    changed: int
    looked_at: int


class Failure(NamedTuple):
    """A document that was not read whole."""

    file: str
    status: str
    code: str
    message: str


class Manifest:
    """What is changed between `begin` and `commit` stands on the disk after that, or none of it does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._db = sqlite3.connect(folder / NAME, isolation_level=None, timeout=2)
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            self._db.close()
            message = f"{folder / NAME}: cannot be used ({error}); {_advice(error)}"
            raise UsageError(message) from error
        except BaseException:
            self._db.close()
            raise

    def _open(self) -> None:
        # Exclusive: then the write-ahead log needs no shared memory, which network file systems lack
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
            self._db.execute(f"PRAGMA {setting}")
        form = self._db.execute("PRAGMA user_version").fetchone()[0]
        if form == 0:
            tables = files("vnplan.run").joinpath("manifest.sql").read_text(encoding="utf-8")
            self._db.executescript(f"BEGIN; {tables} PRAGMA user_version = {_FORM}; COMMIT")
        elif form != _FORM:
            message = f"{self._folder}: was made by another version of vnplan; extract into a new folder"
            raise UsageError(message)

    def begin(self) -> None:
        """Begin a change."""
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """See on the disk what was changed since `begin`."""
        self._db.execute("COMMIT")

    def undo(self) -> None:
        """Take back what was changed since `begin`, if it was."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    @contextmanager
    def change(self) -> Iterator[None]:
        """A change as a context."""
        self.begin()
        try:
            yield
        except BaseException:
            self.undo()
            raise
        self.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- questions ----------------------------------------------------------------------------------------------------

    def count(self) -> int:
        """How many documents have a record."""
        return int(self._db.execute("SELECT count(*) FROM documents").fetchone()[0])

    def schema_versions(self) -> set[str]:
        """The forms of the records."""
        query = "SELECT DISTINCT schema_version FROM versions WHERE digest IN (SELECT version FROM documents)"
        return {row[0] for row in self._db.execute(query)}

    def done(self, key: str) -> Done | None:
        """The record of a content."""
        row = self._db.execute("SELECT * FROM documents WHERE key = ?", (_stored(key),)).fetchone()
        if row is None:
            return None
        _, path, status, code, message, seconds, diagnostics, shard, offset, length, version = row
        place = Place(shard, offset, length)
        return Done(key, _loaded(path), status, code, message, seconds, diagnostics, place, version)

    def known(self, path: str) -> Known | None:
        """A file that was looked at before."""
        row = self._db.execute("SELECT * FROM paths WHERE path = ?", (_stored(path),)).fetchone()
        return None if row is None else Known(path, _loaded(row[1]), *row[2:])

    def key_of(self, path: str) -> str | None:
        """The content that a file had."""
        known = self.known(path)
        return None if known is None else known.key

    def paths(self, key: str) -> list[str]:
        """All files with a content."""
        rows = self._db.execute("SELECT path FROM paths WHERE key = ? ORDER BY path", (_stored(key),))
        return [_loaded(row[0]) for row in rows]

    def places(self, shard: str) -> list[Place]:
        """The records of a file, in their order."""
        return [place for place, _ in self.contents(shard)]

    def contents(self, shard: str) -> list[tuple[Place, str]]:
        """The same, each with the content that it is of."""
        query = 'SELECT shard, "offset", length, key FROM documents WHERE shard = ? ORDER BY "offset"'
        return [(Place(*row[:3]), _loaded(row[3])) for row in self._db.execute(query, (shard,))]

    def shards(self) -> list[tuple[str, int]]:
        """The files of records, and where each ends."""
        return list(self._db.execute("SELECT * FROM shards ORDER BY shard"))

    def empty_shards(self) -> list[str]:
        """Those in which no record is left."""
        query = "SELECT shard FROM shards WHERE shard NOT IN (SELECT DISTINCT shard FROM documents)"
        return [row[0] for row in self._db.execute(query)]

    def garbage(self) -> list[Place]:
        """Records that others stand for, which may not be blanked yet."""
        return [Place(*row) for row in self._db.execute("SELECT * FROM garbage")]

    def failures(self) -> Iterator[Failure]:
        """The documents that were not read whole, by their names."""
        query = "SELECT path, status, code, message FROM documents WHERE status <> 'ok' ORDER BY CAST(path AS BLOB)"
        for path, *rest in self._db.execute(query):
            yield Failure(spelt_out(_loaded(path)), *rest)

    # --- changes, in a transaction ------------------------------------------------------------------------------------

    def add_version(self, version: Version) -> None:
        """Tell what a digest stands for."""
        self._db.execute("INSERT OR IGNORE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)", (version.digest, *version))

    def know(self, files: Iterable[Known]) -> None:
        """Note what is in files. A content that no file has any more loses its record, which becomes garbage."""
        before = set()
        for known in files:
            before.add(self.key_of(known.path))
            row = (_stored(known.path), _stored(known.key), *known[2:])
            self._db.execute("INSERT OR REPLACE INTO paths VALUES (?, ?, ?, ?, ?)", row)
        self.retire(key for key in before if key is not None and not self.paths(key))  # once all have moved

    def retire(self, keys: Iterable[str]) -> None:
        """The records of these contents are garbage now."""
        for key in keys:
            select = 'SELECT shard, "offset", length FROM documents WHERE key = ?'
            self._db.execute(f"INSERT INTO garbage {select}", (_stored(key),))
            self._db.execute("DELETE FROM documents WHERE key = ?", (_stored(key),))

    def add(self, documents: Iterable[Done]) -> None:
        """Note where records are."""
        for each in documents:
            row = (_stored(each.key), _stored(each.path), *each[2:7], *each.place, each.version)
            self._db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            self._db.execute(_REACHED, (each.place.shard, each.place.end))

    def lose(self, places: Iterable[Place]) -> None:
        """The records that should be there are not."""
        rows = [(place.shard, place.offset) for place in places]
        self._db.executemany('DELETE FROM documents WHERE shard = ? AND "offset" = ?', rows)

    def discard(self, places: Iterable[Place]) -> None:
        """What stands there is garbage."""
        self._db.executemany("INSERT INTO garbage VALUES (?, ?, ?)", places)

    def cut(self, shard: str, end: int) -> None:
        """A file ends earlier than it did."""
        self._db.execute('UPDATE shards SET "end" = ? WHERE shard = ?', (end, shard))

    def forget_garbage(self) -> None:
        """All of it is blanked."""
        self._db.execute("DELETE FROM garbage")

    def forget_shards(self, shards: Iterable[str]) -> None:
        """Files that are gone."""
        self._db.executemany("DELETE FROM shards WHERE shard = ?", [(shard,) for shard in shards])


def _advice(error: sqlite3.DatabaseError) -> str:
    if not isinstance(error, sqlite3.OperationalError):
        return "it is none, or damaged: extract into a new folder"
    if "locked" in str(error):
        return "a run is at work there: wait for it"
    return "see to the disk: its free space, the permissions"


def _stored(name: str) -> str | bytes:
    """A name as SQLite can hold it: text, or the bytes of what is no UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name)
    return name


def _loaded(name: str | bytes) -> str:
    return name if isinstance(name, str) else os.fsdecode(name)
