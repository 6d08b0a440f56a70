"""The documents that a command line names: files, folders, standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import click


def documents(paths: Sequence[str]) -> list[str]:
    """The files meant, in input order; a folder stands for the documents in it, in path order."""
    if paths.count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")
    found = []
    for path in paths:
        if path != "-" and os.path.isdir(path):  # noqa: PTH112  the path is kept as given
            files = list(_walk(path))
            if not files:
                raise click.UsageError(f"{path}: the folder holds no document (by the end of its name); name the files")
            found += files
        else:
            found.append(path)
    return found


def _walk(folder: str) -> Iterator[str]:
    from vnplan.read import SUFFIXES

    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            # Word keeps a hidden file `~$plan.docx` beside each document that is open
            if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$")):
                yield os.path.join(where, name)  # noqa: PTH118  the path is kept as given
