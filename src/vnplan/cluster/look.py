"""What files hold: the hash of each, and what is in archives. Runs where the files are near."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vnplan.cluster.listing import Item
from vnplan.cluster.place import is_url, read
from vnplan.core.issues import Issue
from vnplan.read import ARCHIVE, READERS
from vnplan.read.archive import members
from vnplan.read.sniff import sniff
from vnplan.run.sources import Found, keyed, unpacked, unread_key

_LARGEST = max(reader.max_bytes for reader in READERS.values())


class Content(NamedTuple):
    """A content, by its hash; of an archive one for each member."""

    key: str
    member: str | None
    size: int
    problem: tuple[str, str] | None = None

    def path(self, item: Item) -> str:
        """The name it is known by."""
        return f"{item.path}!/{self.member}" if self.member else item.path

    def uri(self, item: Item) -> str:
        """Its name in the record."""
        return f"{item.uri}!/{self.member}" if self.member else item.uri


def look(told: str) -> str:
    """The contents of files, for a worker: JSON comes in and goes out."""
    items = [Item(*each) for each in json.loads(told)]
    return json.dumps([list(contents(item)) for item in items])


def looked(told: str) -> list[list[Content]]:
    """What `look` told."""
    return [[_content(*each) for each in found] for found in json.loads(told)]


def _content(key: str, member: str | None, size: int, problem: Iterable[str] | None) -> Content:
    return Content(key, member, size, tuple(problem) if problem else None)  # type: ignore[arg-type]


def contents(item: Item) -> Iterator[Content]:
    """What a file holds; whatever is wrong with it is told, not raised."""
    if item.problem is not None:
        yield Content(unread_key(item.path), None, item.size, (item.problem[0], item.problem[1]))
    else:
        yield from _of_url(item) if is_url(item.path) else _of_file(item)


def _of_file(item: Item) -> Iterator[Content]:
    for found in unpacked([Found(item.path, item.path, item.size)]):
        member = found.path[len(item.path) :].removeprefix("!/") or None
        found, key = keyed(found)  # noqa: PLW2901
        if key is None:
            yield _unread(item, member, found.size, found.problem)
        else:
            yield Content(key, member, found.size)


def _unread(item: Item, member: str | None, size: int, problem: Issue | None) -> Content:
    assert problem is not None  # noqa: S101
    # here a file is called by its path, in its record by its name as given
    message = problem.message.replace(f"{item.path}: ", f"{item.uri}: ", 1)
    content = Content("", member, size, (problem.code, message))
    return content._replace(key=unread_key(content.path(item)))


def _of_url(item: Item) -> Iterator[Content]:
    if item.size > _LARGEST:
        message = f"{item.size:,} bytes are more than is read of any file ({_LARGEST:,}); split it"
        yield _unread(item, None, item.size, Issue("too-large", message, "error"))
        return
    try:
        data = read(item.path)
    except OSError as error:
        message = f"{item.uri}: cannot be read ({error.strerror or error}); check the URL and the permissions"
        yield _unread(item, None, item.size, Issue("unreadable", message, "error"))
        return
    inside = list(members(data)) if sniff(data, item.path) == ARCHIVE else []
    for member in inside:
        name = member.name or None
        if member.issue is not None:
            yield _unread(item, name, len(member.data), member.issue)
        else:
            yield Content(hashlib.sha256(member.data).hexdigest(), name, len(member.data))
    if not inside:
        yield Content(hashlib.sha256(data).hexdigest(), None, len(data))
