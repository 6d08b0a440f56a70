"""What a batch is to do: the files of folders, what stands in archives, what each is by its content."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vnplan.core.issues import Issue, SourceError
from vnplan.read import ARCHIVE, SUFFIXES, media_type_of
from vnplan.read.archive import members

Path = str | os.PathLike[str]
SETTLED = 2_000_000_000  # ns: a file changed just before it was looked at may change again within the clock's grain
_LATEST = 2**63 - 1  # nanoseconds that a manifest can hold; some files say that they are of the year 2600


def files_in(folder: str) -> Iterator[str]:
    """The documents in a folder and its folders, by the ends of their names, in path order; a folder that cannot be
    looked into stands for itself.
    """
    closed: list[str] = []
    for where, folders, names in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            # Word keeps a hidden file `~$plan.docx` beside each document that is open
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$")):
                yield os.path.join(where, name)  # noqa: PTH118  the path is kept as given
    yield from closed


@dataclass(frozen=True, slots=True)
class Found:
    """A file, or a member of an archive: its name as given, the name it is known by, what can be told at a glance."""

    uri: str
    path: str
    size: int = 0
    changed: int = 0  # when, in nanoseconds
    data: bytes | None = None
    problem: Issue | None = None  # why it cannot be read

    @property
    def cost(self) -> int:
        """What the time it takes is about in proportion to."""
        return self.size + 4096


def find(inputs: Iterable[Path]) -> list[Found]:
    """The files that paths mean, each once, the largest first: what takes longest must not begin last."""
    found: dict[str, Found] = {}
    for given in inputs:
        uri = os.fspath(given)
        for each in files_in(uri) if os.path.isdir(uri) else (uri,):  # noqa: PTH112  the path is kept as given
            path = os.path.abspath(each)  # noqa: PTH100  links are kept
            if path not in found:
                found[path] = glance(each, path)
    return sorted(found.values(), key=lambda each: -each.size)


def glance(uri: str, path: str) -> Found:
    """What a file looks like from outside, or why it cannot be read."""
    try:
        status = os.stat(uri)  # noqa: PTH116  a name need not be one that pathlib can hold
    except FileNotFoundError:
        if os.path.islink(uri):  # noqa: PTH114
            message = f"{uri}: a link to a file that is not there; mend the link or remove it"
        else:
            message = f"{uri}: no such file; check the path"
        return Found(uri, path, problem=Issue("unreadable", message, "error"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{uri}: cannot be read ({reason}); check the name and the permissions"
        return Found(uri, path, problem=Issue("unreadable", message, "error"))
    if stat.S_ISDIR(status.st_mode):
        message = f"{uri}: a folder that cannot be looked into; check the permissions"
        return Found(uri, path, problem=Issue("unreadable", message, "error"))
    if not stat.S_ISREG(status.st_mode):  # reading a pipe might wait for ever
        message = f"{uri}: a pipe or a device, not a file; give it as a file"
        return Found(uri, path, problem=Issue("unreadable", message, "error"))
    return Found(uri, path, status.st_size, min(status.st_mtime_ns, _LATEST))


def unpacked(found: Iterable[Found]) -> Iterator[Found]:
    """The files, archives replaced by what is in them, each read when it is asked for."""
    for each in found:
        if each.problem is not None or not _is_archive(each.uri):
            yield each
            continue
        empty = True
        try:
            for member in members(each.uri):
                empty = False
                inside = f"!/{member.name}" if member.name else ""  # without a name: the archive itself
                size = len(member.data)
                yield Found(each.uri + inside, each.path + inside, size, each.changed, member.data, member.issue)
        except OSError as error:
            message = f"{each.uri}: cannot be read ({error.strerror or error}); copy it again"
            yield Found(each.uri, each.path, problem=Issue("unreadable", message, "error"))
            continue
        if empty:
            yield each  # its reader says what is wrong with it


def _is_archive(uri: str) -> bool:
    try:
        with open(uri, "rb") as file:  # noqa: PTH123
            if file.read(2) != b"PK":  # as all of them begin: most files need no second look
                return False
    except (OSError, ValueError):
        return False
    try:
        return media_type_of(uri) == ARCHIVE
    except SourceError:
        return False


def keyed(found: Found) -> tuple[Found, str | None]:
    """A file and the hash of its content; without one where it cannot be read, of which the file then tells."""
    if found.problem is not None:
        return found, None
    try:
        return found, sha256_of(found)
    except OSError as error:
        message = f"{found.uri}: cannot be read ({error.strerror or error}); check the permissions"
        return Found(found.uri, found.path, found.size, problem=Issue("unreadable", message, "error")), None


def unread_key(path: str) -> str:
    """What a file is known by that cannot be read."""
    return f"path:{path}"


def sha256_of(found: Found) -> str:
    """The hash of the content. Raises OSError where it cannot be read."""
    if found.data is not None:
        return hashlib.sha256(found.data).hexdigest()
    with open(found.uri, "rb") as file:  # noqa: PTH123
        return hashlib.file_digest(file, "sha256").hexdigest()
