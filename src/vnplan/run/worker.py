"""The child side of a supervised run: one document after another, until the parent hangs up.

The parent (`vnplan.run.supervisor`) writes requests to the child's standard input and reads records from its standard
output. Both pipes are moved out of the way first, so that no library can write into them or wait for input.
"""

from __future__ import annotations

import importlib
import os
import pickle
import shutil
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import FileIO
from queue import SimpleQueue
from typing import Any, NamedTuple

from vnplan.api import failed_record, parse, parse_bytes, parse_file
from vnplan.core.document import Document, Source
from vnplan.core.issues import Issue, VnplanError
from vnplan.core.text import Text
from vnplan.knowledge import Knowledge
from vnplan.record import PlanRecord, build
from vnplan.run.reply import packed, reply_of

PARSER = "vnplan.run.worker:parser"

_HEAD = 8  # bytes that hold the length of a frame
_GRACE = 1.0  # seconds that an idle child has to end by itself when the parent is gone
_LATE = 2.0  # seconds over the limit after which a child that nobody stopped ends itself


@dataclass(frozen=True, slots=True)
class Task:
    """A document to parse: a file, or the bytes of one.

    `options` are keyword options of `vnplan.api.parse_file`; they travel to the child, so they must be picklable.
    """

    uri: str
    data: bytes | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    problem: Issue | None = None  # why there is nothing to parse
    folder: str | None = None  # where a relative `uri` starts, if not in the parent's current folder


class Request(NamedTuple):
    """What the parent sends: the task, and what holds for it."""

    task: Task
    budget: float  # seconds after which a slow step should stop early and give what it has
    limit: float  # seconds after which the parent kills the child
    folder: str | None  # where relative paths start: the parent may have moved since the child was started


Parse = Callable[[Task, float], PlanRecord]
"""What a child does with a document: the task and its time budget in seconds to the record."""


def parser() -> Parse:
    """The function that parses a document. What the first document needs is loaded before its clock runs."""
    parse("")
    return _parse


def _parse(task: Task, budget: float) -> PlanRecord:
    return parse_task(task, budget=budget)


def parse_task(task: Task, *, knowledge: Knowledge | None = None, budget: float | None = None) -> PlanRecord:
    """The record of a task, made in this process. Raises SourceError where its file cannot be opened."""
    if task.problem is not None:
        return failure(task.uri, task.problem.code, task.problem.message)
    options = {"budget": budget, **task.options}
    if task.data is None:
        return parse_file(task.uri, knowledge=knowledge, **options)
    return parse_bytes(task.data, uri=task.uri, knowledge=knowledge, **options)


def failure(uri: str, code: str, message: str) -> PlanRecord:
    """The record that stands for a document whose parsing ended early."""
    issues = (Issue(code, message, "error"),)
    return build(Document(source=Source(uri=uri, sha256=""), text=Text.of(""), issues=issues), Knowledge.default())


# --- frames: the length, then that many bytes -------------------------------------------------------------------------


def write_frame(pipe: FileIO, payload: bytes) -> None:
    """One message into a raw pipe."""
    left = memoryview(len(payload).to_bytes(_HEAD, "big") + payload)
    while left:
        left = left[pipe.write(left) or 0 :]


def read_frame(pipe: FileIO) -> bytes | None:
    """One message out of a raw pipe; None where the other side hung up."""
    head = _exactly(pipe, _HEAD)
    return None if head is None else _exactly(pipe, int.from_bytes(head, "big"))


def _exactly(pipe: FileIO, size: int) -> bytes | None:
    whole = bytearray()
    while len(whole) < size:
        piece = pipe.read(min(size - len(whole), 1 << 20))
        if not piece:
            return None
        whole += piece
    return bytes(whole)


# --- the process ------------------------------------------------------------------------------------------------------


def main(target: str, scratch: str) -> None:
    """Serve until the parent hangs up. `target` (`module:function`) gives the function that parses a document;
    `scratch` is the child's own folder for temporary files, removed at the end.
    """
    requests, replies = _private_pipes()
    _no_core_files()
    inbox: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, inbox, scratch), daemon=True).start()
    with suppress(BrokenPipeError):  # the parent is gone: there is nobody to tell
        try:
            module, _, name = target.partition(":")
            run: Parse = getattr(importlib.import_module(module), name)()
        except Exception as error:  # noqa: BLE001  whatever it is, the parent tells the user
            write_frame(replies, f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace"))
            return
        write_frame(replies, b"")
        while (frame := inbox.get()) is not None:
            write_frame(replies, _answer(run, frame))
    shutil.rmtree(scratch, ignore_errors=True)


def _private_pipes() -> tuple[FileIO, FileIO]:
    """The pipes to the parent under new descriptors that no program started here inherits.

    Standard input becomes empty, and standard output goes where standard error goes: C libraries write to
    descriptor 1 as they like.
    """
    requests, replies = FileIO(os.dup(0), "r"), FileIO(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # there is no standard error
        os.dup2(nothing, 1)
    os.close(nothing)
    return requests, replies


def _no_core_files() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _listen(requests: FileIO, inbox: SimpleQueue[bytes | None], scratch: str) -> None:
    """Hand on what the parent sends; end the process, and what it started, when the parent is gone.

    A thread of its own, because the parent may die while a document is being parsed. (PR_SET_PDEATHSIG would not do:
    it fires when the *thread* that started the child ends.)
    """
    while (frame := read_frame(requests)) is not None:
        inbox.put(frame)
    inbox.put(None)
    time.sleep(_GRACE)
    shutil.rmtree(scratch, ignore_errors=True)
    kill_tree(os.getpid())


def kill_tree(pid: int) -> None:
    """Kill a child that runs, and all that it started: some of its descendants may have left its group."""
    import psutil  # noqa: PLC0415

    with suppress(psutil.Error):
        for process in psutil.Process(pid).children(recursive=True):
            with suppress(psutil.Error):
                process.kill()
    kill_group(pid)


def kill_group(pid: int) -> None:
    """Kill a child and its group, in which some may live on when the child is gone."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(pid, signal.SIGKILL)  # the child leads it
        else:
            os.kill(pid, signal.SIGTERM)  # which on Windows cannot be refused


def _answer(run: Parse, frame: bytes) -> bytes:
    """The record of one request, as it is sent."""
    request = Request(*pickle.loads(frame))  # noqa: S301  from the parent, never from a file
    task = request.task
    if request.folder is not None:
        with suppress(OSError):
            os.chdir(request.folder)
    _alarm(request.limit + _LATE)
    try:
        return packed(reply_of(run(task, request.budget)))
    except VnplanError as error:
        record = failed_record(task.uri, str(error))
    except MemoryError:
        message = "needs more memory than there is; the file may be damaged"
        record = failure(task.uri, "memory-limit", message)
    except (Exception, SystemExit) as error:  # noqa: BLE001  one document must not stop a batch
        message = f"stopped with {type(error).__name__}: {error}; please report it"
        record = failure(task.uri, "internal-error", message)
    finally:
        _alarm(0)
    return packed(reply_of(record))


def _alarm(seconds: float) -> None:
    """Have the system end this process then. For a child that outlives its parent while it is stuck in C code, where
    no Python thread runs; 0 takes the alarm back.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, min(seconds, 1e8))
