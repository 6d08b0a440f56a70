"""Many documents on this machine: lazy, in input order, no document stops the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from vnplan.api import failed_record, parse_file
from vnplan.core.issues import UsageError, VnplanError
from vnplan.knowledge import Knowledge
from vnplan.read import MAX_BYTES
from vnplan.record import PlanRecord

Path = str | os.PathLike[str]

_AHEAD = 4  # documents read ahead per worker: enough to keep it busy, few enough to stay lazy


def parse_many(
    paths: Iterable[Path], *, workers: int = 1, knowledge: Knowledge | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[PlanRecord]:
    """The records of files, one by one, in the order of the paths.

    A file that cannot be opened gives a record with `status == "failed"`. With `workers` over 1 that many processes
    share the work; they use the knowledge that ships with the package.
    """
    if isinstance(paths, (str, bytes, os.PathLike)):
        raise UsageError("parse_many() takes several paths; for one file use vnplan.parse_file(path)")
    if workers < 1:
        raise UsageError(f"workers must be at least 1, not {workers}")
    if workers > 1 and knowledge is not None:
        raise UsageError("knowledge of your own needs workers=1")
    if workers == 1:
        return (_one(path, max_bytes, knowledge) for path in paths)
    return _in_processes(paths, workers, max_bytes)


def _one(path: Path, max_bytes: int, knowledge: Knowledge | None = None) -> PlanRecord:
    try:
        return parse_file(path, knowledge=knowledge, max_bytes=max_bytes)
    except VnplanError as error:
        return failed_record(os.fspath(path), str(error))


def _in_processes(paths: Iterable[Path], workers: int, max_bytes: int) -> Iterator[PlanRecord]:
    remaining = iter(paths)
    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[tuple[Path, Future[PlanRecord]]] = deque()

        def submit(count: int) -> None:
            for path in islice(remaining, count):
                waiting.append((path, pool.submit(_one, path, max_bytes)))

        submit(workers * _AHEAD)
        while waiting:
            path, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                yield failed_record(os.fspath(path), f"{path}: a worker process died; try it with --workers 1")
                break
            submit(1)
        left = [path for path, _ in waiting]
    for path in [*left, *remaining]:  # the pool broke: go on here, without it
        yield _one(path, max_bytes)
