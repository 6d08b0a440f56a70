"""A folder of plans into a folder of records: every document once, however often the run is broken off."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal

from vnplan.core.issues import UsageError
from vnplan.read import Ocr, ReadOptions
from vnplan.run import version
from vnplan.run.manifest import Done, Known
from vnplan.run.output import Output, OutputError, opened, read_records
from vnplan.run.reply import Reply
from vnplan.run.shards import SHARD_BYTES, Place
from vnplan.run.sources import SETTLED, Found, find, glance, keyed, unpacked, unread_key
from vnplan.run.supervisor import DEFAULT, Answers, Crew, Limits, next_reply
from vnplan.run.worker import PARSER, Task

__all__ = ["Outcome", "OutputError", "Progress", "extract_folder", "read_records"]

_AHEAD = 8  # documents submitted per worker: enough to keep it busy while records are written
_TOGETHER = 4  # records per worker that are written at once: each writing waits for the disk
_PATIENCE = 0.5  # seconds that a record waits for others
_NOTED = 500  # files that are noted together where nothing is to be done about them
_NOWHERE = Place("", 0, 0)


@dataclass(slots=True)
class Progress:
    """How far a run is. `total` counts files, and members of archives when they are met."""

    total: int
    extracted: int = 0
    skipped: int = 0
    failed: int = 0  # of those extracted
    cost: int = 0  # of those extracted, and of those left, in bytes
    cost_left: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        """Files that need no more work."""
        return self.extracted + self.skipped

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.extracted / max(time.monotonic() - self.started, 1e-9)

    @property
    def seconds_left(self) -> float | None:
        """Estimated by the bytes that are left: the largest files come first. None where nothing is known yet."""
        if not self.cost:
            return None
        return (time.monotonic() - self.started) * max(self.cost_left, 0) / self.cost


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, and how many documents of the output failed, in this run or an earlier one."""

    folder: Path
    extracted: int
    skipped: int
    records: int
    failed: int


Inputs = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def listed(inputs: Inputs) -> list[str | os.PathLike[str]]:
    """Inputs as a list, where one stands for itself."""
    return [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)


def at_least_one(**numbers: int) -> None:
    """Raise UsageError for a number of the call that is less than one."""
    for name, number in numbers.items():
        if number < 1:
            raise UsageError(f"{name} must be at least 1, not {number}")


def checked_options(only: str | None, ocr: Ocr, max_bytes: int | None) -> dict[str, Any]:
    """The options of reading; raises UsageError for one that there is not."""
    if only not in (None, "failed"):
        raise UsageError(f"only must be 'failed' or None, not {only!r}")
    ReadOptions(ocr=ocr, max_bytes=max_bytes)
    return {"ocr": ocr, "max_bytes": max_bytes}


def extract_folder(
    inputs: Inputs,
    output: str | os.PathLike[str],
    *,
    workers: int = 1,
    resume: bool = False,
    only: Literal["failed"] | None = None,
    ocr: Ocr = "auto",
    max_bytes: int | None = None,
    limits: Limits = DEFAULT,
    report: Callable[[Progress], None] | None = None,
    shard_bytes: int = SHARD_BYTES,
    target: str = PARSER,
) -> Outcome:
    """Extract files and folders into `output/records/part-*.jsonl`, a record a line, and `output/manifest.sqlite`.

    Each content has one record, whatever the number of files that hold it. `resume` goes on where a run ended: files
    that did not change are skipped while the code, knowledge and models that read them are the same. `only="failed"`
    tries those again that failed. `report` is told of the progress. Files with the same bytes are read once.

    Raises UsageError where the output cannot be used, OutputError where it cannot be written any more; after that, or
    after a crash of the machine, `resume` goes on.
    """
    at_least_one(workers=workers)
    options = checked_options(only, ocr, max_bytes)
    found = find(listed(inputs))
    with opened(Path(output), resume=resume or only is not None, shard_bytes=shard_bytes) as out:
        crew = Crew(workers, limits, target)
        try:
            run = _Run(out, crew, options, Progress(len(found), cost_left=sum(each.cost for each in found)))
            run.only_failed = only is not None
            run.report = report or run.report
            run.run(found, workers * _AHEAD)
        finally:
            crew.close()
        out.finish()
        progress, failed = run.progress, sum(1 for _ in out.manifest.failures())
        return Outcome(out.folder, progress.extracted, progress.skipped, out.manifest.count(), failed)


@dataclass(slots=True)
class _Job:
    """A content in work, and the files that hold it; the first is read."""

    found: Found
    key: str
    files: list[Known]


class _Run:
    def __init__(self, output: Output, crew: Crew, options: dict[str, Any], progress: Progress) -> None:
        self.output = output
        self.crew = crew
        self.options = options
        self.progress = progress
        self.version = version.current(options)
        self.digest = self.version.digest
        self.only_failed = False
        self.report: Callable[[Progress], None] = lambda _: None
        self.in_work: dict[str, _Job] = {}
        self.seen: list[Known] = []  # files to be noted, whose content has a record

    def run(self, found: list[Found], ahead: int) -> None:
        """Everything that is to be done; at most `ahead` documents at a time."""
        answers: Answers = SimpleQueue()
        jobs = self._jobs(found)
        while True:
            while len(self.in_work) < ahead and (job := next(jobs, None)) is not None:
                self.in_work[job.key] = job
                self.crew.submit(Task(job.found.uri, job.found.data, self.options, job.found.problem), answers, job)
            if not self.in_work:
                break
            self._write(list(_together(answers, min(len(self.in_work), ahead * _TOGETHER // _AHEAD))))
            self.report(self.progress)
        self._write([])
        self.report(self.progress)

    # --- what is to be done -------------------------------------------------------------------------------------------

    def _jobs(self, found: list[Found]) -> Iterator[_Job]:
        found.reverse()
        for each in unpacked(found.pop() for _ in range(len(found))):
            job = self._job(each)
            if job is not None:
                yield job
                continue
            self.progress.skipped += 1
            self.progress.cost_left -= each.cost
            if len(self.seen) >= _NOTED:
                self._write([])
            if self.progress.skipped % _NOTED == 0:
                self.report(self.progress)

    def _job(self, found: Found) -> _Job | None:
        """The work that a file makes; None where its content has a record, or will have one."""
        manifest = self.output.manifest
        before = manifest.known(found.path)
        found, file = self._looked_at(found, before)
        if (job := self.in_work.get(file.key)) is not None:
            job.files.append(file)
            return None
        done = manifest.done(file.key)
        if self.only_failed:
            last = done or (manifest.done(before.key) if before else None)
            return None if last is None or last.status == "ok" else _Job(found, file.key, [file])
        if done is None or not self._holds(done, file):
            return _Job(found, file.key, [file])
        if file != before:
            self.seen.append(file)
        return None

    def _holds(self, done: Done, file: Known) -> bool:
        """Whether a record is what would be made now; one that names a file with another content is not."""
        if done.version != self.digest or file.looked_at == 0:
            return False
        return done.path == file.path or not os.path.isfile(done.path) or self._key_of(done.path) == done.key  # noqa: PTH113

    def _key_of(self, path: str) -> str:
        """The content of a file as it is now, whatever the manifest has of it."""
        return self._looked_at(glance(path, path), self.output.manifest.known(path))[1].key

    def _looked_at(self, found: Found, before: Known | None) -> tuple[Found, Known]:
        """A file with its content, which is hashed where it may have changed."""
        if found.problem is None and found.data is None and before is not None and before.looked_at:
            same = (before.size, before.changed) == (found.size, found.changed)
            if same and before.looked_at - before.changed > SETTLED:
                return found, before
        now = time.time_ns()
        found, key = keyed(found)
        if key is not None:
            return found, Known(found.path, key, found.size, found.changed, now)
        return found, Known(found.path, unread_key(found.path), 0, 0, 0)  # to be looked at again each time

    # --- what was done ------------------------------------------------------------------------------------------------

    def _write(self, replies: list[tuple[object, Reply]]) -> None:
        ready: dict[str, tuple[Done, bytes]] = {}
        files, self.seen = self.seen, []
        for job, reply in replies:
            assert isinstance(job, _Job)  # noqa: S101
            done, known = self._done(job, reply)
            ready[done.key] = done, reply.record
            files += known
            del self.in_work[job.key]
        if files or ready:
            self.output.write(self.version, files, list(ready.values()))
        for job, reply in replies:
            assert isinstance(job, _Job)  # noqa: S101
            self.progress.extracted += 1
            self.progress.failed += reply.status != "ok"
            self.progress.cost += job.found.cost
            self.progress.cost_left -= job.found.cost
        self.progress.total = max(self.progress.total, self.progress.done)

    def _done(self, job: _Job, reply: Reply) -> tuple[Done, list[Known]]:
        key, files = job.key, job.files
        if reply.sha256 not in ("", key) and not job.found.problem:  # the file was changed after it was looked at
            key = reply.sha256
            files = [files[0]._replace(key=key, changed=0)]
        summary = (reply.status, reply.code, reply.reason(job.found.uri), reply.seconds, reply.diagnostics)
        return Done(key, job.found.path, *summary, _NOWHERE, self.digest), files


def _together(answers: Answers, enough: int) -> Iterator[tuple[object, Reply]]:
    """The next replies: the one that arrives first, and those that follow soon, which are written with it."""
    yield next_reply(answers)
    until = time.monotonic() + _PATIENCE
    for _ in range(1, enough):
        try:
            tag, reply = answers.get(timeout=max(until - time.monotonic(), 0))
        except Empty:
            return
        if isinstance(reply, BaseException):
            raise reply
        yield tag, reply
