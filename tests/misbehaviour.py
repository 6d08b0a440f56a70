"""What documents do to the process that parses them; child processes of the tests run it, by the name of the deed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vnplan.core.document import Document, Source
from vnplan.core.issues import SourceError
from vnplan.core.text import Text
from vnplan.knowledge import Knowledge
from vnplan.record import PlanRecord, build
from vnplan.run.worker import Parse, Task, failure

MIB = 1024 * 1024


def says(text: str, uri: str = "says") -> PlanRecord:
    return build(Document(source=Source(uri=uri, sha256=""), text=Text.of(text)), Knowledge.default())


def begins() -> None:
    """Tell whoever reads standard error that what follows has begun."""
    os.write(2, b"begun\n")


def hangs() -> None:
    begins()
    while True:
        pass


def hangs_in_c() -> None:
    begins()
    re.match(r"(a+)+$", "a" * 60 + "b")  # holds the interpreter's lock: no other thread of the child runs


def hangs_deaf() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    hangs()


def hangs_with_offspring() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    subprocess.Popen(command)
    subprocess.Popen(command, start_new_session=True)
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"half a page")
    hangs()


def eats() -> None:
    held = [b"x" * MIB for _ in range(600)]
    time.sleep(30)
    del held


def has_eaten_by_another() -> None:
    subprocess.run([sys.executable, "-c", f"a = b'x' * {600 * MIB}; import time; time.sleep(30)"], check=False)


def segfaults() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def exits() -> None:
    os._exit(3)


def quits() -> None:
    sys.exit("enough")


def raises() -> None:
    raise ZeroDivisionError("planned")


def refuses() -> None:
    raise SourceError("no such thing")


def runs_out() -> None:
    raise MemoryError


def gives_nonsense() -> str:
    return "no record"


def scribbles() -> PlanRecord:
    os.write(1, b"\0\0\0\0\0\0\0\7garbage")
    sys.stdout.write("more garbage")
    sys.stdout.flush()
    assert sys.stdin.read() == ""
    return says("well")


def is_huge() -> PlanRecord:
    return says("Kế hoạch\n" * 200_000)


def names_its_process() -> PlanRecord:
    return says(str(os.getpid()))


def leaks() -> PlanRecord:
    LEAK.append(b"x" * 40 * MIB)
    return names_its_process()


def tells_its_limits() -> PlanRecord:
    import resource

    return says(f"{resource.getrlimit(resource.RLIMIT_CORE)}")


LEAK: list[bytes] = []


def deeds() -> Parse:
    """What a child is told to prepare."""

    def run(task: Task, budget: float) -> PlanRecord:
        if task.uri == "budget":
            return says(f"{budget:g}")
        return globals()[task.uri]() if task.uri in globals() else says(task.uri)

    return run


def files() -> Parse:
    """The same by the name of a file: `hangs-1.txt` does what its name says, others say what is in them."""

    def run(task: Task, budget: float) -> PlanRecord:  # noqa: ARG001
        if task.problem is not None:
            return failure(task.uri, task.problem.code, task.problem.message)
        deed = Path(task.uri).name.partition("-")[0]
        if deed in globals():
            return globals()[deed]()
        return says(Path(task.uri).read_text(encoding="utf-8"), task.uri)

    return run


def breaks() -> Parse:
    raise LookupError("no model here")
