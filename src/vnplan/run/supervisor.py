"""The parent side of a supervised run: every document within limits of time and memory.

A document that hangs, eats memory or crashes its process costs itself only: the child process that parses it is killed,
its record says why, and the next document gets a fresh child. Children are plain programs on pipes, because the pools
of the standard library lose documents or hang where a worker is killed, and run the caller's script again to start one.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any

from vnplan.core.issues import UsageError, VnplanError
from vnplan.record import PlanRecord
from vnplan.run.child import Child
from vnplan.run.reply import Reply, reply_of, unpacked
from vnplan.run.worker import PARSER, Request, Task, failure

__all__ = ["Crew", "Limits", "Task", "Worker", "next_reply", "parse_one", "supervised"]

AHEAD = 4  # documents read ahead per worker: enough to keep it busy, few enough to stay lazy
_TICK = 0.05  # seconds between looks at a child's memory
_START = 120.0  # seconds that a child may take to start, on the slowest machine
_SOFT = 0.8  # the part of the time limit after which slow steps should stop by themselves
_MIB = 1024 * 1024
_LEAST = 128 * _MIB  # a child that has parsed nothing holds about half of that
_GROWTH = 512 * _MIB  # what an idle child may hold more than when it was fresh; readers' libraries take half of that
_DOCUMENTS = 2000  # a fresh child takes one or two seconds, as long as some fifty documents


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of time, bytes of main memory.

    `memory` counts what the process holds, with the programs that it starts; it is looked at every 50 ms.

    >>> Limits(seconds=30, memory=512 * 1024**2).seconds
    30
    """

    seconds: float = 120
    memory: int = 2 * 1024**3

    def __post_init__(self) -> None:
        if not _is_number(self.seconds) or not self.seconds > 0:
            raise UsageError(f"a time limit is a number of seconds above 0, not {self.seconds!r}")
        if not _is_number(self.memory) or not self.memory >= _LEAST:
            least = f"{_LEAST:,} ({_LEAST // _MIB} MB)"
            raise UsageError(f"a memory limit is a number of bytes, at least {least}, not {self.memory!r}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


DEFAULT = Limits()


class Worker:
    """Parses one document at a time in a child process, which is started when first needed and replaced when it had
    to be killed, has died, has served long, or has grown.

    >>> worker = Worker(Limits(seconds=10))
    >>> worker.submit(Task("none.txt"))
    >>> worker.result().status
    'failed'
    >>> worker.close()
    """

    def __init__(self, limits: Limits = DEFAULT, target: str = PARSER) -> None:
        self.limits = limits
        self._target = target
        self._child: Child | None = None
        self._task: Task | None = None
        self._begun = self._deadline = 0.0
        self._served = 0
        self._most_idle = 0
        self._closed = False
        self._starting = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The child's process id."""
        return self._child.pid if self._child else None

    def submit(self, task: Task) -> None:
        """Have a document parsed; its `result` must be taken before the next. Its clock starts when the child is ready.

        Raises VnplanError where no child can be started.
        """
        if self._task is not None:
            raise UsageError("the worker has a document already; take its result() first")
        child = self._child
        if child is None or not child.alive:
            child = self._start()
        try:
            folder = task.folder or os.getcwd()  # noqa: PTH109  only its name is needed
        except OSError:  # it was removed
            folder = None
        seconds = self.limits.seconds
        child.send(Request(task, seconds * _SOFT, seconds, folder))
        self._task, self._begun = task, time.monotonic()
        self._deadline = self._begun + seconds

    def result(self) -> PlanRecord:
        """The record of the document, or one that says why there is none; waits for it."""
        uri = self._task.uri if self._task else ""
        return record_of(self.reply(), uri)

    def reply(self) -> Reply:
        """The same as it came from the child: JSON that was not looked into, which costs next to nothing here."""
        task, child = self._task, self._child
        if task is None or child is None:
            raise UsageError("the worker has no document; submit() one first")
        try:
            answer = self._answer(task, child)
        except BaseException:  # Ctrl-C: a late answer must not be taken for the next document's
            child.kill()
            raise
        finally:
            self._task = None
        if isinstance(answer, PlanRecord):
            self._child = None
            reply = reply_of(answer)
        else:
            self._replace_if_spent(child)
            try:
                reply = unpacked(answer)
            except ValueError as error:
                reply = reply_of(_invalid(task.uri, error))
        return reply._replace(seconds=time.monotonic() - self._begun)

    def run(self, task: Task) -> PlanRecord:
        """Submit and wait."""
        self.submit(task)
        return self.result()

    def close(self) -> None:
        """Kill the child; no further documents. May be called from any thread."""
        with self._starting:
            self._closed = True
            if self._child:
                self._child.kill()

    def _start(self) -> Child:
        with self._starting:
            if self._closed:
                raise UsageError("the worker is closed")
            if self._child:
                self._child.kill()
            child = self._child = Child(self._target)
        try:
            said = child.receive(_START)
        except EOFError:
            status = _ending(child.ended())
            message = f"a worker process could not start: it {status}; standard error may say more"
            raise VnplanError(message) from None
        except BaseException:
            child.kill()
            raise
        if said == b"":
            held = child.memory()
            self._served, self._most_idle = 0, held + min(_GROWTH, (self.limits.memory - held) // 2)
            return child
        child.kill()
        reason = said.decode() if said else f"it was not ready within {_START:.0f} s"
        raise VnplanError(f"a worker process could not start: {reason}")

    def _answer(self, task: Task, child: Child) -> bytes | PlanRecord:
        """What the child answered, or the record of a document that it could not answer for."""
        while True:
            left = self._deadline - time.monotonic()
            try:
                reply = child.receive(min(_TICK, left))
            except EOFError:
                if left <= 0:  # it ended itself: see `worker._alarm`
                    child.kill()
                    return failure(task.uri, "time-limit", _too_slow(self.limits.seconds))
                message = f"the process that parsed it {_ending(child.ended())}; the file may be damaged"
                return failure(task.uri, "crashed", message)
            if reply is not None:
                return reply
            if left <= 0:
                child.kill()
                return failure(task.uri, "time-limit", _too_slow(self.limits.seconds))
            if (held := child.memory()) > self.limits.memory:
                child.kill()
                return failure(task.uri, "memory-limit", _too_big(held, self.limits.memory))

    def _replace_if_spent(self, child: Child) -> None:
        self._served += 1
        if self._served >= _DOCUMENTS or child.memory() > self._most_idle:
            child.kill()
            self._child = None


def record_of(reply: Reply, uri: str) -> PlanRecord:
    """The record in a reply, or one that says that there is none."""
    return looked_into(reply, uri)[1]


def looked_into(reply: Reply, uri: str) -> tuple[Reply, PlanRecord]:
    """A reply with its record; where it holds none, others that say so."""
    try:
        return reply, PlanRecord.model_validate_json(reply.record)
    except ValueError as error:
        record = _invalid(uri, error)
        return reply_of(record)._replace(seconds=reply.seconds), record


def _invalid(uri: str, error: ValueError) -> PlanRecord:
    return failure(uri, "internal-error", f"gave no valid record ({error}); please report it")


def _too_slow(seconds: float) -> str:
    return (
        f"was stopped at the time limit of {seconds:g} s; the file may be damaged, or give it more time with "
        f"--timeout SECONDS (Limits(seconds=...))"
    )


def _too_big(held: int, limit: int) -> str:
    return (
        f"was stopped at the memory limit of {limit // _MIB} MB (it held {held // _MIB} MB); the file may be damaged, "
        f"or give it more with --memory MB (Limits(memory=...))"
    )


def _ending(status: int) -> str:
    """How a process ended, in words."""
    if status >= 0:
        return f"ended with status {status}" if status < 256 else f"ended with status {status:#010x}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    hint = ", as systems do where memory runs out" if name == "SIGKILL" else ""
    return f"was ended by {name}{hint}"


Answers = SimpleQueue[tuple[object, Reply | BaseException]]
"""Where replies arrive, each with the tag of its task; or what went wrong with its worker."""


class Crew:
    """Some workers, each served by a thread that enforces the limits while the caller does other things.

    A thread hands replies on as they came and sends its child the next task at once: records are looked into, or
    written, while the children work.
    """

    def __init__(self, workers: int, limits: Limits = DEFAULT, target: str = PARSER) -> None:
        self._todo: SimpleQueue[tuple[Task, Answers, object] | None] = SimpleQueue()
        self._workers = [Worker(limits, target) for _ in range(workers)]
        self._threads = [threading.Thread(target=self._serve, args=(each,), daemon=True) for each in self._workers]
        for thread in self._threads:
            thread.start()

    def submit(self, task: Task, answers: Answers, tag: object = None) -> None:
        """Have a document parsed when its turn comes; its reply arrives in `answers` with the tag."""
        self._todo.put((task, answers, tag))

    def _serve(self, worker: Worker) -> None:
        while (item := self._todo.get()) is not None:
            task, answers, tag = item
            try:
                worker.submit(task)
                answers.put((tag, worker.reply()))
            except BaseException as error:  # noqa: BLE001  the caller gets it
                answers.put((tag, error))
            del item, task, answers, tag  # this thread keeps no record while it waits

    def close(self) -> None:
        """Kill the children; no further documents."""
        with suppress(Empty):  # what nobody has begun need not be begun
            while True:
                self._todo.get_nowait()
        for worker in self._workers:
            self._todo.put(None)
            worker.close()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(timeout=5)


def supervised(
    tasks: Iterable[Task], workers: int = 1, limits: Limits = DEFAULT, *, target: str = PARSER
) -> Iterator[PlanRecord]:
    """The records of documents, one by one, in the order of the tasks, each parsed in one of `workers` child processes.

    Lazy: one worker takes a task when its record is asked for, several read ahead a few. Closing the iterator ends the
    children. `target` names (`module:function`) what gives the function that parses; see `worker.parser`.

    >>> [record.status for record in supervised([Task("none.txt"), Task("b.txt", "KẾ HOẠCH".encode())])]
    ['failed', 'ok']
    """
    if workers < 1:
        raise UsageError(f"workers must be at least 1, not {workers}")
    return _in_order(iter(tasks), workers, limits, target)


def _in_order(tasks: Iterator[Task], workers: int, limits: Limits, target: str) -> Iterator[PlanRecord]:
    waiting: deque[tuple[str, Answers]] = deque()
    ahead = workers * AHEAD if workers > 1 else 1
    owner = os.getpid()
    crew = Crew(workers, limits, target)

    def submit(task: Task) -> tuple[str, Answers]:
        answers: Answers = SimpleQueue()
        crew.submit(task, answers)
        return task.uri, answers

    try:
        waiting.extend(map(submit, islice(tasks, ahead)))
        while waiting:
            uri, answers = waiting.popleft()
            yield record_of(next_reply(answers)[1], uri)
            waiting.extend(map(submit, islice(tasks, 1)))
    finally:
        if owner == os.getpid():  # a fork of this process has neither the threads nor the children
            crew.close()


def next_reply(answers: Answers) -> tuple[object, Reply]:
    """The tag and reply that arrive next; waits for them. Raises what went wrong with the worker."""
    while True:
        with suppress(Empty):
            tag, reply = answers.get(timeout=0.5)  # in pieces: Windows hears no Ctrl-C while it waits for a lock
            if isinstance(reply, BaseException):
                raise reply
            return tag, reply


# --- one document at a time -------------------------------------------------------------------------------------------


class _Idle:
    """The one child that waits for the next document of `parse_one`."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.worker = Worker()


_idle = _Idle()


def parse_one(path: str | os.PathLike[str], limits: Limits = DEFAULT, **options: Any) -> PlanRecord:
    """The record of one file within limits; `options` are those of `vnplan.api.parse_file`.

    The child process stays for the next call, until this process ends. Calls from several threads take turns; for
    many files use `parse_many`. A file that cannot be opened gives a record with `status == "failed"`.

    >>> parse_one("none.txt", Limits(seconds=5)).status
    'failed'
    """
    idle = _idle
    with idle.turn:
        idle.worker.limits = limits
        return idle.worker.run(Task(os.fspath(path), options=options))


def _start_anew() -> None:
    global _idle  # noqa: PLW0603  a fork shares neither the child nor a lock that another thread holds
    _idle = _Idle()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)
