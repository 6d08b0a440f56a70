"""The files that an input means, and what can be told of them without reading them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from vnplan.cluster.place import file_system, is_url, local_path
from vnplan.core.issues import UsageError
from vnplan.read import SUFFIXES
from vnplan.run.sources import SETTLED, find

_TOKENS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "last_modified", "mtime", "created", "updated")


class Item(NamedTuple):
    """A file: its name as given, the name it is known by, its size, and a token that changes when it does."""

    uri: str
    path: str
    size: int = 0
    token: str = ""
    problem: tuple[str, str] | None = None


def items(inputs: Iterable[str | os.PathLike[str]], now: int) -> list[Item]:
    """The files that paths and URLs mean, each once, the largest first; `now` in nanoseconds."""
    found: dict[str, Item] = {}
    for given in inputs:
        uri = os.fspath(given)
        for each in _of_url(uri) if is_url(uri) else _local(local_path(uri), now):
            found.setdefault(each.path, each)
    return sorted(found.values(), key=lambda each: -each.size)


def _local(path: str, now: int) -> list[Item]:
    return [
        Item(
            each.uri,
            each.path,
            each.size,
            str(each.changed) if now - each.changed > SETTLED else "",
            (each.problem.code, each.problem.message) if each.problem else None,
        )
        for each in find([path])
    ]


def _of_url(url: str) -> list[Item]:
    system, path = file_system(url)
    try:
        found = _found(system, path)
    except FileNotFoundError:
        return [Item(url, url, problem=("unreadable", f"{url}: no such file; check the URL"))]
    except Exception as error:  # libraries of stores raise what they like
        raise UsageError(f"{url}: cannot be listed ({type(error).__name__}: {error})") from error
    if not found:
        raise UsageError(f"{url}: the folder holds no document (by the end of its name); name the files")
    return [_item(system.unstrip_protocol(name), each) for name, each in sorted(found.items())]


def _found(system: Any, path: str) -> dict[str, dict[str, Any]]:
    if "*" in path:
        found = system.glob(path, detail=True)
    elif system.isdir(path):
        found = {name: each for name, each in system.find(path, detail=True).items() if _is_document(name, path)}
    else:
        found = {path: system.info(path)}
    return {name: each for name, each in found.items() if each.get("type") != "directory"}


def _is_document(name: str, folder: str) -> bool:
    inside = name.removeprefix(folder).strip("/").split("/")
    hidden = any(part.startswith(".") for part in inside) or inside[-1].startswith("~$")
    return name.lower().endswith(SUFFIXES) and not hidden


def _item(url: str, told: dict[str, Any]) -> Item:
    token = next((f"{name} {told[name]}" for name in _TOKENS if told.get(name)), "")
    return Item(url, url, int(told.get("size") or 0), token)
