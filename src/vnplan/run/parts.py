"""Parts of an output that several machines write: some documents each, with a list that says what is done.

`parts/part-NAME.json` is written when the records and tables of a part are there; a part without it is none. The name
comes from the documents and from what makes their records, so that a part which is made again takes its own place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from vnplan.core.issues import UsageError
from vnplan.run.reply import spelt_out
from vnplan.run.sources import unread_key

LISTS = "parts"
RECORDS = "records"
_SHORT = 16  # digits of a name


class File(NamedTuple):
    """A file as it was when its content was looked at; `token` changes with it, and is empty where nothing does."""

    path: str
    token: str


class Document(NamedTuple):
    """A content to be read from the first of the files that hold it; `member` is its name in an archive."""

    key: str
    uri: str
    path: str
    member: str | None
    size: int
    files: tuple[File, ...]
    problem: tuple[str, str] | None = None  # code and message: why it cannot be read

    @property
    def paths(self) -> list[str]:
        """The names of the files."""
        return [file.path for file in self.files]

    @property
    def names(self) -> list[str]:
        """The same in their order, as text can hold them."""
        return [spelt_out(path) for path in sorted(self.paths)]

    @property
    def unread(self) -> bool:
        """Whether it stands for a file that could not be opened."""
        return self.key == unread_key(self.files[0].path)


class Made(NamedTuple):
    """What became of a document. `key` is that of the bytes which were read."""

    key: str
    status: str
    code: str
    message: str
    seconds: float
    diagnostics: int


class Part(NamedTuple):
    """Documents, what makes their records, and, once that is done, what became of them."""

    version: str
    schema_version: str
    documents: tuple[Document, ...]
    made: tuple[Made, ...] = ()

    @property
    def name(self) -> str:
        """The same for the same documents and version."""
        told = json.dumps([self.version, self.documents])
        return f"part-{hashlib.sha256(told.encode()).hexdigest()[:_SHORT]}"

    def dumps(self) -> str:
        """The part as JSON."""
        return json.dumps(self._asdict())


def loads(text: str | bytes) -> Part:
    """A part of JSON. Raises ValueError where it is none."""
    try:
        told = json.loads(text)
        documents = tuple(_document(each) for each in told["documents"])
        made = tuple(Made(*each) for each in told["made"])
        return Part(told["version"], told["schema_version"], documents, made)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no list of documents ({error})") from error


def _document(told: list[Any]) -> Document:
    key, uri, path, member, size, files, problem = told
    found = tuple(File(*each) for each in files)
    return Document(key, uri, path, member, size, found, (problem[0], problem[1]) if problem else None)


def read_parts(folder: Path) -> Iterator[tuple[bytes, list[str]]]:
    """The records of an output on this machine as lines of JSON, each with all the files that hold its document."""
    for path in sorted((folder / LISTS).glob("part-*.json")):
        try:
            part = loads(path.read_bytes())
        except ValueError:  # broken off while it was written: the part is not there yet
            continue
        with (folder / RECORDS / f"{path.stem}.jsonl").open("rb") as file:
            lines = file.read().splitlines()
        if len(lines) != len(part.documents):
            raise UsageError(f"{path}: does not fit its records; extract again with --resume (resume=True)")
        for line, document in zip(lines, part.documents, strict=True):
            yield line, document.names
