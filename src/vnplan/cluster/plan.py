"""What is to be done: each content once, what is done already left out, the rest in parts. No file is touched here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vnplan.cluster.listing import Item
from vnplan.cluster.look import Content
from vnplan.run.parts import Document, File, Part

_BYTES = 64 * 1024 * 1024  # of documents in a part: a part is what is done again where a worker dies


def documents(found: Iterable[tuple[Item, Sequence[Content]]]) -> list[Document]:
    """Each content once, with all the files that hold it; the first is read."""
    unique: dict[str, Document] = {}
    for item, contents in found:
        for content in contents:
            file = File(content.path(item), item.token)
            first = unique.get(content.key)
            if first is None:
                place = (content.uri(item), item.path, content.member, content.size)
                unique[content.key] = Document(content.key, *place, (file,), content.problem)
            elif file not in first.files:
                unique[content.key] = first._replace(files=(*first.files, file))
    return list(unique.values())


class Plan(NamedTuple):
    """Parts that stay, those that are made again or are of no use any more, and the documents to be done."""

    kept: dict[str, Part]
    dropped: list[str]
    todo: list[Document]


def plan(listed: Sequence[Document], parts: Mapping[str, Part], version: str, *, only_failed: bool) -> Plan:
    """What to do about documents, where parts of them are done.

    A part stays whole or is made again whole: with it go the documents of it that are not listed this time.
    """
    now = _Listing(listed)
    if only_failed:
        stale = {name for name, part in parts.items() if any(made.status != "ok" for made in part.made)}
    else:
        stale = {name for name, part in parts.items() if now.is_stale(part, version)}
    kept = {name: part for name, part in parts.items() if name not in stale}
    old = [document for name in sorted(stale) for document in parts[name].documents]
    held = {key for part in kept.values() for key in _keys(part)}
    wanted = list(listed)
    if only_failed:
        again = {path for document in old for path in document.paths}
        wanted = [each for each in listed if again.intersection(each.paths)]
    todo = {each.key: each for each in wanted if each.key not in held}
    for each in old:  # of other folders, from earlier runs
        if not any(path in now.key_of for path in each.paths) and each.key not in held:
            todo.setdefault(each.key, each)
    return Plan(kept, sorted(stale), list(todo.values()))


class _Listing:
    """What the files hold now."""

    def __init__(self, listed: Sequence[Document]) -> None:
        self.key_of = {path: each.key for each in listed for path in each.paths}
        self.paths_of = {each.key: set(each.paths) for each in listed}

    def is_stale(self, part: Part, version: str) -> bool:
        """Whether a part has something that would be made otherwise now."""
        listed = any(path in self.key_of for each in part.documents for path in each.paths)
        if listed and part.version != version:
            return True
        return any(map(self._differs, part.documents, _keys(part)))

    def _differs(self, document: Document, key: str) -> bool:
        if document.unread:
            return document.files[0].path in self.key_of  # it is tried again each time
        moved = any(self.key_of.get(path, key) != key for path in document.paths)
        return moved or not self.paths_of.get(key, set()) <= set(document.paths)


def _keys(part: Part) -> Iterator[str]:
    """The contents that were read: a file may have been changed after it was looked at."""
    return (made.key for made in part.made)


def partition(todo: Sequence[Document], version: tuple[str, str], most: int) -> list[Part]:
    """Documents in parts of at most so many; files that cannot be read apart, for they are tried again each time."""
    sound = [each for each in todo if not each.unread]
    unread = [each for each in todo if each.unread]
    return [Part(*version, tuple(some)) for kind in (sound, unread) for some in _portions(kind, most)]


def _portions(documents: Sequence[Document], most: int) -> Iterator[list[Document]]:
    some: list[Document] = []
    size = 0
    for each in documents:
        if some and (len(some) >= most or size + each.size > _BYTES):
            yield some
            some, size = [], 0
        some.append(each)
        size += each.size
    if some:
        yield some
