"""Child processes under limits: what a document can do to its process, and what that costs the others: nothing."""

from __future__ import annotations

import gc
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import vnplan
from vnplan.core.issues import UsageError, VnplanError
from vnplan.record import PlanRecord
from vnplan.run import supervisor
from vnplan.run.supervisor import Limits, Task, Worker, parse_one, supervised

MIB = 1024 * 1024
TIGHT = Limits(seconds=1.5, memory=256 * MIB)
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
PLAN = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;\n"
DEEDS = "misbehaviour:deeds"


def ask(uri: str) -> str:
    worker = Worker(TIGHT, DEEDS)
    try:
        return worker.run(Task(uri)).text
    finally:
        worker.close()


EARLIER: set[int] = set()  # processes that libraries keep for as long as Python runs, such as trackers of resources


def children() -> list[psutil.Process]:
    found = psutil.Process().children(recursive=True)
    return [each for each in found if each.pid not in EARLIER and runs(each.pid)]


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(pids: list[int], seconds: float = 4) -> bool:
    """Whether none of the processes runs any more, or soon."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(runs(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(autouse=True, scope="module")
def no_other_children() -> None:
    """The child that earlier tests left waiting for the next document is none of ours."""
    supervisor._idle.worker.close()
    supervisor._idle = supervisor._Idle()
    EARLIER.update(each.pid for each in psutil.Process().children(recursive=True))


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test does, no process and no temporary file outlives it."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setattr(supervisor, "_idle", supervisor._Idle())
    yield
    supervisor._idle.worker.close()
    gc.collect()
    assert gone([each.pid for each in children()])
    assert not list(scratch.iterdir())


FATES: list[tuple[str, str, str]] = [
    ("hangs", "time-limit", r"time limit of 1\.5 s.*--timeout SECONDS \(Limits\(seconds="),
    ("hangs_in_c", "time-limit", "may be damaged"),
    ("hangs_deaf", "time-limit", "may be damaged"),
    ("hangs_with_offspring", "time-limit", "may be damaged"),
    ("eats", "memory-limit", r"memory limit of 256 MB \(it held \d+ MB\).*--memory MB \(Limits\(memory="),
    ("has_eaten_by_another", "memory-limit", "may be damaged"),
    ("segfaults", "crashed", "ended by SIGSEGV"),
    ("is_killed", "crashed", "ended by SIGKILL, as systems do where memory runs out"),
    ("exits", "crashed", "ended with status 3"),
    ("quits", "internal-error", "SystemExit: enough; please report"),
    ("raises", "internal-error", "ZeroDivisionError: planned; please report"),
    ("refuses", "unreadable", "^no such thing$"),
    ("runs_out", "memory-limit", "more memory than there is"),
    ("gives_nonsense", "internal-error", "please report"),
]


@pytest.fixture(scope="module")
def fates() -> list[PlanRecord]:
    """The records of a run in which every second document does something bad."""
    uris = [name for deed, *_ in FATES for name in (f"before {deed}", deed)]
    return list(supervised(map(Task, [*uris, "after"]), 2, TIGHT, target=DEEDS))


@posix
@pytest.mark.parametrize("number", range(len(FATES)), ids=[deed for deed, *_ in FATES])
def test_a_document_costs_itself_only(fates: list[PlanRecord], number: int) -> None:
    """It gives one failed record that says what happened and what can be done; its neighbours are sound."""
    deed, code, message = FATES[number]
    before, bad, after = fates[2 * number : 2 * number + 3]
    assert before.text == f"before {deed}"
    assert after.status == "ok"
    assert (bad.status, bad.source.uri) == ("failed", deed)
    assert [each.code for each in bad.diagnostics] == [code]
    assert re.search(message, bad.diagnostics[0].message)


def test_what_a_library_prints_goes_nowhere_near_the_records(capfd: pytest.CaptureFixture[str]) -> None:
    """Descriptor 1 of a child is the parent's standard error, its standard input is empty."""
    assert ask("scribbles") == "well"
    out, err = capfd.readouterr()
    assert out == ""
    assert "garbage" in err


@posix
def test_no_core_files() -> None:
    """A crash of a child of 2 GB writes no file of 2 GB."""
    assert ask("tells_its_limits") == "(0, 0)"


def test_a_slow_step_knows_its_budget() -> None:
    """It is told to stop before it would be killed."""
    assert ask("budget") == "1.2"


def test_memory_of_the_parent_is_flat() -> None:
    """Records that were taken are not kept, nor many that were not."""
    records = supervised((Task("is_huge") for _ in range(60)), 2, TIGHT, target=DEEDS)
    next(records)
    start = psutil.Process().memory_info().rss
    assert max(psutil.Process().memory_info().rss - start for _ in records) < 100 * MIB


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 8)])
def test_lazy(workers: int, most: int) -> None:
    """Nothing is asked for before the first record is; then a bounded number of tasks, however slow the caller is."""
    asked: list[int] = []

    def tasks() -> Iterator[Task]:
        for number in range(50):
            asked.append(number)
            yield Task(str(number))

    records = supervised(tasks(), workers, TIGHT, target=DEEDS)
    assert not asked
    assert not children()
    assert next(records).text == "0"
    time.sleep(0.1)
    assert len(asked) == most
    records.close()  # type: ignore[attr-defined]
    assert not children()


def test_a_fault_of_the_caller_ends_the_children() -> None:
    """An exception of the iterable of tasks, or of what options cannot be sent, comes out where the record would."""

    def tasks() -> Iterator[Task]:
        yield Task("a")
        raise KeyError("planned")

    records = supervised(tasks(), 1, TIGHT, target=DEEDS)
    assert next(records).text == "a"
    with pytest.raises(KeyError, match="planned"):
        next(records)
    assert not children()
    with pytest.raises((TypeError, AttributeError), match="pickle"):
        list(supervised([Task("a", options={"lock": threading.Lock()})], target=DEEDS))


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("misbehaviour:breaks", "LookupError: no model here"),
        ("vnplan.nowhere:f", "No module named"),
        ("misbehaviour:is_killed", "ended by SIGKILL"),
    ],
)
@posix
def test_a_child_that_cannot_start(target: str, message: str) -> None:
    """That is no document's fault, and would happen with each: an exception."""
    with pytest.raises(VnplanError, match=f"could not start.*{message}"):
        list(supervised([Task("a")], target=target))


@pytest.mark.parametrize(
    "fault",
    [{"seconds": 0}, {"seconds": float("nan")}, {"seconds": "9"}, {"seconds": True}, {"memory": 1}, {"memory": None}],
    ids=str,
)
def test_limits_that_are_none(fault: dict[str, object]) -> None:
    """Refused with the name of what is wrong."""
    with pytest.raises(UsageError, match="time limit" if "seconds" in fault else "memory limit"):
        Limits(**fault)  # type: ignore[arg-type]
    assert Limits(seconds=float("inf")).seconds > 1e9


def test_misuse() -> None:
    """Refused with what to do."""
    worker = Worker(TIGHT, DEEDS)
    with pytest.raises(UsageError, match="submit"):
        worker.result()
    worker.submit(Task("a"))
    with pytest.raises(UsageError, match="result"):
        worker.submit(Task("b"))
    assert worker.result().text == "a"
    worker.close()
    with pytest.raises(UsageError, match="closed"):
        worker.submit(Task("b"))
    with pytest.raises(UsageError, match="at least 1"):
        supervised([], 0)


def test_a_worker_is_replaced_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many documents, and when it has grown: memory stays flat over any number of documents."""
    worker = Worker(TIGHT, DEEDS)
    monkeypatch.setattr(supervisor, "_DOCUMENTS", 3)
    pids = [worker.run(Task("names_its_process")).text for _ in range(4)]
    assert pids[0] == pids[1] == pids[2] != pids[3]
    worker.close()
    monkeypatch.undo()
    worker = Worker(Limits(memory=256 * MIB), DEEDS)
    grown = [worker.run(Task("leaks")).text for _ in range(5)]
    assert grown[0] == grown[1]
    assert len(set(grown)) == 2
    worker.close()


@posix
def test_a_child_that_died_idle_costs_no_document() -> None:
    """It is replaced before the next document is sent."""
    worker = Worker(TIGHT, DEEDS)
    assert worker.run(Task("a")).text == "a"
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    gone([worker.pid])
    assert worker.run(Task("b")).text == "b"
    worker.close()


# --- the parent: who it is, and how it ends ---------------------------------------------------------------------------

CALL = f"""
import sys
sys.path.append({str(Path(__file__).parent)!r})
from vnplan.run.supervisor import Limits, Task, supervised
def run(*uris, seconds=60):
    for record in supervised(map(Task, uris), 2, Limits(seconds=seconds), target={DEEDS!r}):
        sys.stdout.write(record.text)
"""
THREAD = "\nimport threading\nthread = threading.Thread(target=run, args='ab')\nthread.start()\nthread.join()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder in which some file names are those of modules."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("pickle", "vnplan", "psutil"):
        (folder / f"{name}.py").write_text("raise ImportError('the wrong module')")
    return folder


@pytest.mark.parametrize("way", ["file", "thread", "stdin", "command"])
def test_any_script_may_use_it(folder: Path, tmp_path: Path, way: str) -> None:
    """Without `if __name__ == "__main__"`, from a thread, from no file at all; nothing is run twice."""
    script = CALL + (THREAD if way == "thread" else "\nrun('a', 'b')")
    file = tmp_path / "script.py"
    file.write_text(script)
    if way in {"stdin", "command"}:  # Python itself looks for modules in the working folder then
        folder = tmp_path
    command = {"stdin": ["-"], "command": ["-c", script]}.get(way, [str(file)])
    done = subprocess.run(
        [sys.executable, *command], input=script, capture_output=True, text=True, cwd=folder, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("ab", "", 0)


@posix
@pytest.mark.parametrize(
    ("number", "uri", "seconds"),
    [
        (signal.SIGINT, "hangs_with_offspring", 60),
        (signal.SIGTERM, "hangs_with_offspring", 60),
        (signal.SIGKILL, "hangs_with_offspring", 60),
        (signal.SIGKILL, "hangs_in_c", 1),
    ],
    ids=["Ctrl-C", "terminated", "killed", "killed while stuck in C"],
)
def test_no_child_outlives_its_parent(number: int, uri: str, seconds: float, tmp_path: Path) -> None:
    """However it ends, and whatever the children do at that time; their temporary files go with them."""
    scratch = tmp_path / "elsewhere"
    scratch.mkdir()
    command = [sys.executable, "-c", CALL + f"\nrun(*[{uri!r}] * 40, seconds={seconds})"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(scratch)}) as parent:
        assert parent.stderr
        assert parent.stderr.readline() == b"begun\n"
        seen = [each.pid for each in psutil.Process(parent.pid).children(recursive=True)]
        parent.send_signal(number)
        _, stderr = parent.communicate(timeout=15)  # whoever lives on keeps it open
    assert len(seen) >= (3 if uri == "hangs_with_offspring" else 1)
    assert gone(seen)
    assert seconds == 1 or not list(scratch.iterdir())
    if number == signal.SIGINT:
        assert stderr.rstrip().endswith(b"KeyboardInterrupt")


# --- parsing for real -------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_records_are_the_same(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a child a file gives what it gives here: by path, by bytes, by a path of the folder of the moment."""
    expected = vnplan.parse_file(plan)
    assert parse_one(plan) == expected
    pid = supervisor._idle.worker.pid
    assert supervisor._idle.worker.run(Task(str(plan), plan.read_bytes())) == expected
    monkeypatch.chdir(plan.parent)
    assert parse_one("plan.txt").citations == expected.citations
    assert "--max-bytes" in parse_one("plan.txt", max_bytes=5).diagnostics[0].message
    assert parse_one("none.txt").diagnostics[0].message == "none.txt: no such file; check the path"
    assert supervisor._idle.worker.pid == pid, "one child serves all calls"


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are no Unicode")
def test_a_file_name_that_is_no_unicode(tmp_path: Path) -> None:
    """The file is read; in the record, which is Unicode, its name is spelt out."""
    path = os.fsdecode(os.fsencode(tmp_path) + b"/k\xe1.txt")
    Path(path).write_text(PLAN, encoding="utf-8")
    records = list(vnplan.parse_many([path, path + "x"]))
    assert records[0].source.uri == f"{tmp_path}/k\\udce1.txt"
    assert records[0].citations
    assert "no such file" in records[1].diagnostics[0].message
    assert all(record.to_json() for record in records)


def test_parse_many_is_limited(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several files go through a child, one text file does not; limits=None never does."""
    limits = Limits(seconds=1e-6)
    assert [each.diagnostics[0].code for each in vnplan.parse_many([plan], limits=limits)] == ["time-limit"]
    records = vnplan.parse_many([plan] * 2)
    assert next(records).status == "ok"
    assert len(children()) == 1
    records.close()  # type: ignore[attr-defined]
    monkeypatch.setattr(subprocess, "Popen", None)
    assert [each.status for each in vnplan.parse_many([plan])] == ["ok"]
    assert [each.status for each in vnplan.parse_many([plan] * 2, limits=None)] == ["ok"] * 2
    with pytest.raises(UsageError, match="workers=1"):
        vnplan.parse_many([plan], limits=None, workers=2)
    with pytest.raises(UsageError, match="max_bytes"):
        vnplan.parse_many([plan] * 2, max_bytes=0)


def test_one_child_serves_several_threads(plan: Path) -> None:
    """They take turns."""
    records: list[PlanRecord] = []
    threads = [threading.Thread(target=lambda: records.append(parse_one(plan))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert records == [vnplan.parse_file(plan)] * 4
    assert len(children()) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_has_a_child_of_its_own(plan: Path) -> None:
    """It neither uses nor ends that of the process it was forked from."""
    parse_one(plan)
    worker = supervisor._idle.worker
    pid = worker.pid
    fork = os.fork()
    if not fork:
        try:
            assert worker._child
            fine = worker._child._requests.closed and not worker._child.alive
            worker.close()
            fine = fine and parse_one(plan).status == "ok" and supervisor._idle.worker.pid != pid
            supervisor._idle.worker.close()
            os._exit(0 if fine else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
    assert parse_one(plan).status == "ok"
    assert supervisor._idle.worker.pid == pid
