"""Files to text. `read_file` is the way in; what a file type needs stands in a module of its own.

What a file is, is told by its content: a PDF that is called `.doc` is read as a PDF.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from vnplan.core.document import Source
from vnplan.core.issues import Issue, SourceError
from vnplan.core.layout import Layout
from vnplan.read.found import Found, nothing
from vnplan.read.options import Ocr, ReadOptions
from vnplan.read.readers import READERS, SUFFIXES, Reader
from vnplan.read.sniff import sniff, sniff_file
from vnplan.read.txt import accept_text

__all__ = [
    "ARCHIVE",
    "PLAIN",
    "READERS",
    "SUFFIXES",
    "Ocr",
    "ReadOptions",
    "Reading",
    "accept_text",
    "media_type_of",
    "read_bytes",
    "read_file",
]

_SMALL = min(reader.max_bytes for reader in READERS.values())

ARCHIVE = "application/zip"

PLAIN = frozenset({"text/plain", "text/markdown"})
"""Every step over these is bounded, and no foreign library reads them."""

_REFUSED = {
    ARCHIVE: "a ZIP archive without documents in it, or one to give to `vnplan extract` (vnplan.parse_many)",
    "application/gzip": "a gzip file: unpack it first",
    "application/x-7z-compressed": "a 7z archive: unpack it first",
    "application/vnd.rar": "a RAR archive: unpack it first",
    "application/x-ole-storage": "an old Office file of an unknown kind: save it as DOCX or PDF first",
    "application/vnd.ms-excel": "a spreadsheet: save the sheet that holds the plan as PDF or HTML first",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "a spreadsheet: save the sheet that holds the plan as PDF or HTML first"
    ),
    "application/vnd.ms-powerpoint": "a presentation: save it as PDF first",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "a presentation: save it as PDF first",
    "application/vnd.sqlite3": "a database",
    "application/encrypted-ooxml": "an Office file protected by a password: save a copy without one",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its source and layout; empty, with an error among the issues, where there was none to read."""

    text: str
    source: Source
    issues: tuple[Issue, ...] = ()
    layout: Layout = field(default_factory=Layout)


def read_bytes(data: bytes, uri: str, options: ReadOptions | None = None) -> Reading:
    """The text in the bytes of a file."""
    options = options or ReadOptions()
    media_type = sniff(data, uri)
    found = _found(data, media_type, options)
    source = Source(
        uri=uri,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        page_count=found.page_count,
        extraction=found.extraction,
    )
    return Reading(found.text, source, found.issues, found.layout)


def _found(data: bytes, media_type: str, options: ReadOptions) -> Found:
    if media_type in _REFUSED:
        return nothing("not-text", f"this is {_REFUSED[media_type]}")
    reader = _reader(media_type)
    limit = options.max_bytes or reader.max_bytes
    if len(data) > limit:
        return Found("", issues=(_too_large(len(data), limit),))
    return reader.read(data, options)


def _reader(media_type: str) -> Reader:
    return READERS.get(media_type, READERS["text/plain"])


def read_file(path: str | os.PathLike[str], options: ReadOptions | None = None) -> Reading:
    """The text of a file. Raises SourceError where there is no file that can be opened."""
    options = options or ReadOptions()
    uri = os.fspath(path)
    with _opening(uri):
        size = Path(uri).stat().st_size
        if size > (options.max_bytes or _SMALL):
            media_type = media_type_of(uri)
            limit = options.max_bytes or _reader(media_type).max_bytes
            if size > limit:
                return Reading("", Source(uri=uri, sha256="", media_type=media_type), (_too_large(size, limit),))
        return read_bytes(Path(uri).read_bytes(), uri, options)


def media_type_of(path: str | os.PathLike[str]) -> str:
    """The type of a file, told by its first bytes. Raises SourceError where it cannot be opened."""
    uri = os.fspath(path)
    with _opening(uri):
        return sniff_file(uri)


@contextmanager
def _opening(uri: str) -> Iterator[None]:
    """Says what to do where a file cannot be opened."""
    try:
        yield
    except SourceError:
        raise
    except OSError as error:
        raise SourceError(f"{uri}: {_advice(error)}") from error
    except ValueError as error:  # a NUL in the name
        raise SourceError(f"{uri!r}: no possible file name") from error


def _too_large(size: int, max_bytes: int) -> Issue:
    message = f"{size:,} bytes are over the limit of {max_bytes:,}; raise it with --max-bytes {size} (max_bytes={size})"
    return Issue("too-large", message, "error")


def _advice(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file; check the path"
    if isinstance(error, IsADirectoryError):
        return "a folder; give its files, or `vnplan extract` the folder"
    if isinstance(error, PermissionError):
        return "cannot be read; check the permissions"
    return f"cannot be read ({error.strerror or error})"
