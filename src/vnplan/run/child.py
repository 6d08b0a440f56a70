"""One child process: started, spoken to, weighed, and killed with all that it started."""

from __future__ import annotations

import atexit
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from contextlib import suppress
from io import FileIO
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, cast

from vnplan.core.issues import UsageError
from vnplan.run.worker import Request, kill_group, kill_tree, read_frame, write_frame

if TYPE_CHECKING:
    import psutil

# Modules are found where the parent finds them, also in a source checkout; before that is so, none is imported that
# a file of the working folder could stand in for.
_BOOT = "import sys; sys.path[:] = sys.argv[3:]; from vnplan.run.worker import main; main(*sys.argv[1:3])"
_FAMILY_EVERY = 0.5  # seconds between looks for programs that a child started: it means reading all processes


class Child:
    """A process that runs `vnplan.run.worker`. `ready` must be received before anything is sent.

    It leads a session and group of its own, so that Ctrl-C in a terminal reaches the parent only, and one signal
    reaches all that it started.
    """

    def __init__(self, target: str) -> None:
        if not sys.executable or getattr(sys, "frozen", False):
            raise UsageError("there is no Python here to start worker processes with; use parse_many(limits=None)")
        import psutil  # noqa: PLC0415

        self._ending = threading.Lock()
        self._scratch = tempfile.mkdtemp(prefix="vnplan-")
        self._process = self._start(target)
        self._requests = cast("FileIO", self._process.stdin)
        self._replies = cast("FileIO", self._process.stdout)
        self._inbox: SimpleQueue[bytes | None] = SimpleQueue()
        threading.Thread(target=_receive, args=(self._replies, self._inbox), daemon=True).start()
        self._family: list[psutil.Process] = []
        self._family_at = time.monotonic()
        try:
            self._probe: psutil.Process | None = psutil.Process(self._process.pid)
        except psutil.Error:
            self._probe = None
        _living.add(self)

    def _start(self, target: str) -> subprocess.Popen[bytes]:
        places = [place for place in sys.path if isinstance(place, str)]
        options = ["-X", f"utf8={sys.flags.utf8_mode}"]
        windows = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        return subprocess.Popen(  # noqa: S603
            [sys.executable, *options, "-c", _BOOT, target, self._scratch, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, "TMPDIR": self._scratch, "TEMP": self._scratch, "TMP": self._scratch},
            start_new_session=True,
            creationflags=windows,
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs. One whose main thread is over does not, though its other threads are yet to end."""
        return self._process.poll() is None and not self._is_ending()

    def _is_ending(self) -> bool:
        import psutil  # noqa: PLC0415

        try:
            return self._probe is not None and self._probe.status() == psutil.STATUS_ZOMBIE
        except psutil.Error:
            return True

    def send(self, request: Request) -> None:
        """One request. A child that died meanwhile is met when the reply is received."""
        self._family, self._family_at = [], time.monotonic()  # a document that is done at once needs no look
        payload = pickle.dumps(tuple(request), pickle.HIGHEST_PROTOCOL)
        with suppress(OSError, ValueError):
            write_frame(self._requests, payload)

    def receive(self, timeout: float) -> bytes | None:
        """What it answered; None where it did not yet. Raises EOFError where it is gone."""
        try:
            reply = self._inbox.get(timeout=max(timeout, 0))
        except Empty:
            return None
        if reply is None:
            self._inbox.put(None)
            raise EOFError
        return reply

    def memory(self) -> int:
        """Bytes of main memory that it holds, with the programs it started; 0 where it is gone."""
        import psutil  # noqa: PLC0415

        if self._probe is None:
            return 0
        now = time.monotonic()
        if now - self._family_at > _FAMILY_EVERY:
            self._family_at = now
            with suppress(psutil.Error):
                self._family = self._probe.children(recursive=True)
        total = 0
        for process in (self._probe, *self._family):
            with suppress(psutil.Error):
                total += process.memory_info().rss
        return total

    def ended(self) -> int:
        """The status it ended with, once `receive` has raised EOFError; what it started is killed."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)  # its pipes are closed a moment before it is gone
        self.kill()
        return self._process.returncode

    def kill(self) -> None:
        """End it and all that it started, and remove its temporary files; again is no harm."""
        with self._ending:
            if self not in _living:  # killed before, or, in a fork of the parent, not its own
                return
            if self._process.poll() is None:
                kill_tree(self.pid)
                self._process.wait()
            elif os.name == "posix":
                kill_group(self.pid)
            with suppress(OSError):
                self._requests.close()
            shutil.rmtree(self._scratch, ignore_errors=True)
            _living.discard(self)

    def forget(self) -> None:
        """In a fork of the parent: let go of its child, whose pipes would stay open otherwise."""
        for pipe in (self._requests, self._replies):
            with suppress(OSError):
                pipe.close()
        self._process.returncode = 0  # there is nothing to wait for here


def _receive(replies: FileIO, inbox: SimpleQueue[bytes | None]) -> None:
    """Everything that a child answers, then None. A thread of its own: not every system can wait for a pipe with a
    time limit.
    """
    with replies, suppress(OSError, ValueError):
        while (frame := read_frame(replies)) is not None:
            inbox.put(frame)
    inbox.put(None)


_living: weakref.WeakSet[Child] = weakref.WeakSet()


@atexit.register
def _end_all() -> None:
    for child in list(_living):
        child.kill()


def _forget_all() -> None:
    for child in list(_living):
        child.forget()
    _living.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
