"""The documents that a command line names: files, folders, standard input."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click


def documents(paths: Sequence[str]) -> list[str]:
    """The files meant, in input order; a folder stands for the documents in it, in path order."""
    from vnplan.run.sources import files_in

    if paths.count("-") > 1:
        raise click.UsageError("standard input (-) can be read only once")
    found = []
    for path in paths:
        if path != "-" and os.path.isdir(path):  # noqa: PTH112  the path is kept as given
            files = list(files_in(path))
            if not files:
                raise click.UsageError(f"{path}: the folder holds no document (by the end of its name); name the files")
            found += files
        else:
            found.append(path)
    return found
