"""Documents on this machine, within limits: lazy, in input order, no document stops the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Any

from vnplan import api
from vnplan.core.issues import SourceError, UsageError, VnplanError
from vnplan.knowledge import Knowledge
from vnplan.read import ARCHIVE, PLAIN, Ocr, ReadOptions, media_type_of
from vnplan.read.archive import members
from vnplan.read.sniff import sniff
from vnplan.record import PlanRecord
from vnplan.run.supervisor import DEFAULT, Limits, parse_one, supervised
from vnplan.run.worker import Task, parse_task

Path = str | os.PathLike[str]


def parse_file(
    path: Path,
    *,
    knowledge: Knowledge | None = None,
    max_bytes: int | None = None,
    ocr: Ocr = "auto",
    limits: Limits | None = DEFAULT,
) -> PlanRecord:
    """The record of the plan in a file: text, Markdown, HTML, PDF, DOCX, DOC, RTF, ODT or a picture of a page.

    What a file is, its content tells; `source.uri` is the path as given. `ocr` is `auto` (pages without a text layer
    that can be trusted), `never` or `always`. A file that cannot be opened raises SourceError; one that holds no
    readable text, or takes more than the `limits`, gives a record with `status == "failed"`, whose diagnostics say why.
    Anything but plain text is parsed in a child process, which stays for the next call; with `limits=None`, or
    `knowledge` of your own, it is parsed in this one, without limits.
    """
    options = _options(max_bytes, ocr)
    if knowledge is not None or limits is None or media_type_of(path) in PLAIN:
        return api.parse_file(path, knowledge=knowledge, **options)
    return parse_one(path, limits, **options)


def parse_many(
    paths: Iterable[Path],
    *,
    workers: int = 1,
    knowledge: Knowledge | None = None,
    max_bytes: int | None = None,
    ocr: Ocr = "auto",
    limits: Limits | None = DEFAULT,
) -> Iterator[PlanRecord]:
    """The records of files, one by one, in the order of the paths; a ZIP archive stands for the files in it.

    A file that cannot be opened, or takes more than the `limits`, gives a record with `status == "failed"`. The files
    are parsed in child processes, as many as `workers`, which use the knowledge that ships with the package.
    `limits=None`, or `knowledge` of your own, parses in this process, without limits; so does a list of one text file,
    for which a child process is not worth its start.
    """
    if isinstance(paths, (str, bytes, os.PathLike)):
        raise UsageError("parse_many() takes several paths; for one file use vnplan.parse_file(path)")
    if workers < 1:
        raise UsageError(f"workers must be at least 1, not {workers}")
    if workers > 1 and knowledge is not None:
        raise UsageError("knowledge of your own needs workers=1")
    if workers > 1 and limits is None:
        raise UsageError("limits=None parses in this process and needs workers=1")
    options = _options(max_bytes, ocr)
    single = isinstance(paths, Sized) and len(paths) == 1
    tasks = (Task(os.fspath(path), options=options) for path in paths)
    if knowledge is not None or limits is None:
        return (_here(task, knowledge) for task in _unpacked(tasks))
    return parse_tasks(list(tasks) if single else tasks, workers, limits)


def parse_tasks(tasks: Iterable[Task], workers: int = 1, limits: Limits = DEFAULT) -> Iterator[PlanRecord]:
    """The records of documents given as files or as bytes, within limits, in the order of the tasks."""
    if isinstance(tasks, list) and len(tasks) == 1 and limits == DEFAULT and _type(tasks[0]) in PLAIN:
        return (_here(task, None) for task in tasks)
    return supervised(_unpacked(tasks), workers, limits)


def _options(max_bytes: int | None, ocr: Ocr) -> Mapping[str, Any]:
    ReadOptions(ocr=ocr, max_bytes=max_bytes)  # refuses what is misuse now, not with each document
    return {"ocr": ocr, "max_bytes": max_bytes}


def _unpacked(tasks: Iterable[Task]) -> Iterator[Task]:
    """The tasks, archives replaced by what is in them, one file after the other."""
    for task in tasks:
        if _type(task) != ARCHIVE:
            yield task
            continue
        empty = True
        for member in members(task.uri if task.data is None else task.data):
            empty = False
            uri = f"{task.uri}!/{member.name}" if member.name else task.uri  # without a name: the archive itself
            yield Task(uri, member.data, task.options, member.issue)
        if empty:
            yield task  # its reader says that it holds nothing


def _type(task: Task) -> str:
    """The type of a document; that of plain text where there is no file, which is told where it is read."""
    if task.data is not None:
        return sniff(task.data, task.uri)
    try:
        return media_type_of(task.uri)
    except SourceError:
        return "text/plain"


def _here(task: Task, knowledge: Knowledge | None) -> PlanRecord:
    try:
        return parse_task(task, knowledge=knowledge)
    except VnplanError as error:
        return api.failed_record(task.uri, str(error))
