"""Files to text. `read_file` is the way in; what a file type needs stands in a module of its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vnplan.core.document import Source
from vnplan.core.issues import Issue, SourceError
from vnplan.read.txt import Decoded, accept_text, decode

__all__ = ["MAX_BYTES", "READERS", "Reading", "accept_text", "read_bytes", "read_file"]

MAX_BYTES = 20_000_000
"""A larger file is not read unless the caller raises the limit. The longest plans have about 1 MB of text."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What one file type needs."""

    media_type: str
    decode: Callable[[bytes], Decoded]


READERS = {
    ".txt": Reader("text/plain", decode),
    ".md": Reader("text/markdown", decode),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its source; empty, with an error among the issues, where there was none to read."""

    text: str
    source: Source
    issues: tuple[Issue, ...] = ()


def _reader(uri: str) -> Reader:
    return READERS.get(os.path.splitext(uri)[1].lower(), READERS[".txt"])  # noqa: PTH122  a URI need not be a path


def read_bytes(data: bytes, uri: str, max_bytes: int = MAX_BYTES) -> Reading:
    """The text in the bytes of a file."""
    reader = _reader(uri)
    source = Source(uri=uri, sha256=hashlib.sha256(data).hexdigest(), media_type=reader.media_type)
    if len(data) > max_bytes:
        return Reading("", source, (_too_large(len(data), max_bytes),))
    decoded = reader.decode(data)
    return Reading(decoded.text, source, decoded.issues)


def read_file(path: str | os.PathLike[str], max_bytes: int = MAX_BYTES) -> Reading:
    """The text of a file. Raises SourceError where there is no file that can be opened."""
    uri = os.fspath(path)
    try:
        size = Path(uri).stat().st_size
        if size > max_bytes:
            issue = _too_large(size, max_bytes)
            return Reading("", Source(uri=uri, sha256="", media_type=_reader(uri).media_type), (issue,))
        return read_bytes(Path(uri).read_bytes(), uri, max_bytes)
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
