"""Files by path or URL: on a disk that all machines see, or in a store that fsspec knows."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from typing import Any

from vnplan.core.issues import UsageError

_LOCAL = ("file://", "local://")


def is_url(name: str) -> bool:
    """Whether fsspec is to find it.

    >>> is_url("s3://plans/2026"), is_url("/plans/2026"), is_url("file:///plans")
    (True, False, False)
    """
    return "://" in name and not name.startswith(_LOCAL)


def local_path(name: str) -> str:
    """A path as it is, the path of a `file://` URL."""
    for prefix in _LOCAL:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it. Raises UsageError where there is none."""
    import fsspec  # noqa: PLC0415

    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url}: cannot be used ({error})") from error
    return system, path


def read(path: str) -> bytes:
    """The bytes of a URL's file. Raises OSError where it cannot be read."""
    system, inside = file_system(path)
    try:
        data: bytes = system.cat_file(inside)
    except OSError:
        raise
    except Exception as error:  # libraries of stores raise what they like
        raise OSError(f"{type(error).__name__}: {error}") from error
    return data


class Place:
    """A folder to write to. What is written appears whole, as far as the store can do that."""

    def __init__(self, output: str) -> None:
        self.remote = is_url(output)
        if self.remote:
            self.system, self.root = file_system(output)
        else:
            from fsspec.implementations.local import LocalFileSystem  # noqa: PLC0415

            self.system, self.root = LocalFileSystem(), os.path.abspath(local_path(output))  # noqa: PTH100

    def path(self, name: str) -> str:
        """The path of a file in it, as its file system wants it."""
        return f"{self.root.rstrip('/')}/{name}"

    def names(self, folder: str) -> list[str]:
        """The files in a folder of it; none where there is no such folder."""
        try:
            self.system.invalidate_cache()
            found = self.system.ls(self.path(folder).rstrip("/"), detail=False)
        except FileNotFoundError:
            return []
        return sorted(str(each).rstrip("/").rsplit("/", 1)[-1] for each in found)

    def get(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            data: bytes = self.system.cat_file(self.path(name))
        except FileNotFoundError:
            return None
        return data

    def put(self, name: str, data: bytes) -> None:
        """Write a file. Two who write the same one do not mix: one of them wins."""
        path = self.path(name)
        if self.remote:
            with suppress(NotImplementedError):
                self.system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            self.system.pipe_file(path, data)
            return
        folder, last = os.path.split(path)
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        half = os.path.join(folder, f".{last}.{uuid.uuid4().hex}")  # noqa: PTH118
        try:
            with open(half, "wb") as file:  # noqa: PTH123
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(half, path)  # noqa: PTH105
        finally:
            with suppress(FileNotFoundError):
                os.unlink(half)  # noqa: PTH108

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with suppress(FileNotFoundError):
            self.system.rm_file(self.path(name))
