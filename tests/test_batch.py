"""A batch: each content one record, whatever breaks the run off, whatever is in the files, however often it runs."""

from __future__ import annotations

import csv
import errno
import gc
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from vnplan.core.issues import UsageError, VnplanError
from vnplan.run import batch, shards, sources, version
from vnplan.run.batch import Outcome, OutputError, Progress, extract_folder, read_records
from vnplan.run.failures import read_failures, write_failures
from vnplan.run.lock import locked
from vnplan.run.manifest import Failure, Manifest
from vnplan.run.output import read_lines
from vnplan.run.reply import Reply
from vnplan.run.supervisor import Limits
from vnplan.store import Store

MIB = 1024 * 1024
TIGHT = Limits(seconds=1.5, memory=256 * MIB)
FILES = "misbehaviour:files"
COUNT = 40
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number:02}.txt").write_text(f"Kế hoạch số {number}\n" * (1 + number % 7), encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def extract(plans: Path, out: Path, **options: Any) -> Outcome:
    return extract_folder(plans, out, **{"limits": TIGHT, "target": FILES, "shard_bytes": 8000, **options})


def lines(out: Path) -> list[bytes]:
    """The records, by the manifest; and the promise that the files hold these and nothing else."""
    told = sorted(read_lines(out))
    plain = b"".join(path.read_bytes() for path in sorted((out / "records").glob("*.jsonl")))
    assert sorted(line for line in plain.splitlines() if line.strip()) == told
    assert not plain or plain.endswith(b"\n")
    return told


def texts(out: Path) -> list[str]:
    return sorted(record.text for record in read_records(out))


def paths(out: Path, key: str) -> list[str]:
    manifest = Manifest(out)
    try:
        return [Path(path).name for path in manifest.paths(key)]
    finally:
        manifest.close()


def key(path: Path) -> str:
    return sources.sha256_of(sources.Found(str(path), str(path)))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[bytes]]:
    """The records of a run that nothing broke off."""
    place = tmp_path_factory.mktemp("undisturbed")
    known: dict[str, list[bytes]] = {}

    def run(plans: Path) -> list[bytes]:
        told = "".join(f"{path.name}{path.read_bytes()!r}" for path in sorted(plans.iterdir()) if path.is_file())
        if told not in known:
            shutil.rmtree(place / "out", ignore_errors=True)
            extract(plans, place / "out")
            known[told] = [line.replace(str(plans).encode(), b"") for line in lines(place / "out")]
        return sorted(line.replace(b'"uri":"/', f'"uri":"{plans}/'.encode()) for line in known[told])

    return run


# --- one record each --------------------------------------------------------------------------------------------------


def test_every_document_once(plans: Path, out: Path) -> None:
    """A record a line in several files, the largest first; a second run does nothing, and says so without --resume."""
    seen: list[Progress] = []
    outcome = extract(plans, out, workers=2, report=seen.append)
    assert (outcome.extracted, outcome.skipped, outcome.records, outcome.failed) == (COUNT, 0, COUNT, 0)
    assert (seen[-1].done, seen[-1].cost_left, seen[-1].seconds_left) == (COUNT, 0, 0)
    assert len(lines(out)) == COUNT
    assert len(list((out / "records").iterdir())) > 1
    first = json.loads(next(read_lines(out)))
    assert len(first["text"]) == max(map(len, texts(out)))
    with pytest.raises(UsageError, match=rf"holds {COUNT} records; go on with --resume \(resume=True\)"):
        extract(plans, out)
    before = lines(out)
    again = extract(plans, out, resume=True, target="misbehaviour:breaks")  # no child is started
    assert (again.extracted, again.skipped) == (0, COUNT)
    assert lines(out) == before


def test_duplicates(plans: Path, out: Path) -> None:
    """The same bytes under several names, in archives too: one record, all the names kept."""
    shutil.copy(plans / "07.txt", plans / "copy.txt")
    with zipfile.ZipFile(plans / "more.zip", "w") as archive:
        archive.write(plans / "07.txt", "inside.txt")
        archive.writestr("new.txt", "Kế hoạch trong tệp nén")
    # the real parser: the names of an archive's members are no files
    outcome = extract_folder(plans, out)
    assert (outcome.records, outcome.extracted, outcome.skipped) == (COUNT + 1, COUNT + 1, 2)
    assert paths(out, key(plans / "07.txt")) == ["07.txt", "copy.txt", "inside.txt"]
    assert len(lines(out)) == COUNT + 1
    assert extract_folder(plans, out, resume=True).extracted == 0
    shutil.copy(plans / "07.txt", plans / "later.txt")
    assert extract_folder(plans, out, resume=True).extracted == 0
    assert "later.txt" in paths(out, key(plans / "07.txt"))


@posix
def test_poison(plans: Path, out: Path) -> None:
    """Documents that hang, eat memory or kill their process cost themselves only: a failed record, a row, a remedy."""
    deeds = {"hangs": "time-limit", "eats": "memory-limit", "segfaults": "crashed", "raises": "internal-error"}
    for deed in deeds:
        (plans / f"{deed}-1.txt").write_text(f"{deed} {'x' * 99}", encoding="utf-8")
    outcome = extract(plans, out, workers=2)
    assert (outcome.records, outcome.failed) == (COUNT + 4, 4)
    assert len(lines(out)) == COUNT + 4
    with (out / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {Path(row["file"]).name.partition("-")[0]: row["code"] for row in rows} == deeds
    hung = next(row for row in rows if row["code"] == "time-limit")
    assert hung["reason"] == "was stopped at the time limit of 1.5 s"
    assert "--timeout SECONDS" in hung["remedy"]


def test_what_cannot_be_read(plans: Path, out: Path) -> None:
    """Links to nothing, pipes, missing files: a failed record with the reason, tried again by each run."""
    (plans / "link.txt").symlink_to(plans / "nothing.txt")
    if hasattr(os, "mkfifo"):
        os.mkfifo(plans / "pipe.txt")
    outcome = extract_folder([plans, plans / "none.txt"], out, target=FILES)
    bad = {Path(r.source.uri).name: r.diagnostics[0].message for r in read_records(out) if r.status == "failed"}
    assert re.search("link to a file that is not there; mend", bad["link.txt"])
    assert re.search("no such file; check", bad["none.txt"])
    assert "pipe" not in bad or "a pipe or a device" in bad["pipe.txt"]
    assert outcome.failed == len(bad) == (3 if hasattr(os, "mkfifo") else 2)
    (plans / "nothing.txt").write_text("Kế hoạch mới", encoding="utf-8")
    again = extract_folder([plans, plans / "none.txt"], out, target=FILES, resume=True)
    assert again.failed == outcome.failed - 1
    assert "Kế hoạch mới" in texts(out)
    assert len(lines(out)) == again.records


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are no Unicode")
def test_names_that_are_no_unicode(tmp_path: Path, out: Path) -> None:
    """They are read, known again, and told apart."""
    for name in (b"k\xe1.txt", b"k\xe2.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(str(name), encoding="utf-8")
    (tmp_path / "k\\udce1.txt").write_text("another", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).symlink_to("nowhere")
    assert (extract(tmp_path, out).records, extract(tmp_path, out, resume=True).extracted) == (4, 1)
    assert "\\udcff.txt" in (out / "failures.csv").read_text(encoding="utf-8-sig")


def test_formulas_in_names_are_text(tmp_path: Path) -> None:
    """A spreadsheet that opens the table runs nothing."""
    write_failures(tmp_path, [Failure("=1+1.txt", "failed", "empty", "@no text; -give another")])
    assert next(read_failures(tmp_path)) == ("'=1+1.txt", "failed", "empty", "'@no text", "'-give another")


# --- again and again --------------------------------------------------------------------------------------------------


def test_changed_knowledge(plans: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is read again when what reads them changed, or the options did; none is there twice."""
    extract(plans, out)
    monkeypatch.setattr(version, "_installed", lambda: ("0", "code", "knowledge", "models"))
    assert extract(plans, out, resume=True).extracted == COUNT
    assert extract(plans, out, resume=True).extracted == 0
    assert extract(plans, out, resume=True, ocr="never").extracted == COUNT
    assert len(lines(out)) == COUNT
    monkeypatch.undo()
    assert version.current({}).digest != version.current({"ocr": "never"}).digest
    assert all(len(part) == 16 for part in version.current({})[1:4])


def test_edits(plans: Path, out: Path) -> None:
    """After any edits each content that a file holds has one record, which names a file that holds it."""
    chance = random.Random(3)  # noqa: S311  the same edits every time
    names = sorted(path.name for path in plans.iterdir())
    extract(plans, out)
    for _ in range(5):
        for _ in range(12):
            one, other = chance.sample(names, 2)
            held = (plans / one).read_bytes()
            deed = chance.choice("write copy swap".split())
            if deed == "swap":
                (plans / one).write_bytes((plans / other).read_bytes())
            text = f"Kế hoạch {chance.random()}\n".encode()
            (plans / other).write_bytes(text if deed == "write" else held)
        extract(plans, out, resume=True)
        assert texts(out) == sorted({path.read_text(encoding="utf-8") for path in plans.iterdir()})
        assert all(Path(r.source.uri).read_text(encoding="utf-8") == r.text for r in read_records(out))
        assert len(lines(out)) == len(texts(out))


def test_files_that_did_not_change_are_not_read(plans: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and time tell; a time that is too near to the look does not."""
    hashed: list[str] = []

    def keyed(found: sources.Found) -> tuple[sources.Found, str | None]:
        hashed.append(found.uri)
        return sources.keyed(found)

    monkeypatch.setattr(batch, "keyed", keyed)
    for path in plans.iterdir():
        os.utime(path, (1e9, 1e9))
    os.utime(plans / "00.txt", (2e10, 2e10))
    extract(plans, out)
    assert len(hashed) == COUNT
    hashed.clear()
    extract(plans, out, resume=True)
    assert [Path(uri).name for uri in hashed] == ["00.txt"]


def test_only_failed(plans: Path, out: Path) -> None:
    """Retries what failed, also where it was mended, and nothing else."""
    (plans / "raises-1.txt").write_text("one", encoding="utf-8")
    (plans / "raises-2.txt").write_text("two", encoding="utf-8")
    assert extract(plans, out).failed == 2
    assert extract(plans, out, resume=True).extracted == 0
    (plans / "new.txt").write_text("new", encoding="utf-8")
    (plans / "00.txt").write_text("changed", encoding="utf-8")
    again = extract(plans, out, only="failed", target="vnplan.run.worker:parser")
    assert (again.extracted, again.failed, again.records) == (2, 0, COUNT + 2)
    assert len(lines(out)) == COUNT + 2
    with pytest.raises(UsageError, match="only must be"):
        extract(plans, out, only="bad")


def test_another_schema_version(plans: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused, with the way; --resume goes it."""
    monkeypatch.setattr(version, "SCHEMA_VERSION", "0")
    extract(plans, out)
    monkeypatch.undo()
    for use in (lambda: extract(plans, out), lambda: list(read_records(out))):
        with pytest.raises(UsageError, match=r"records of schema_version 0, this vnplan makes 1; .*--resume"):
            use()
    assert extract(plans, out, resume=True).extracted == COUNT
    assert len(lines(out)) == COUNT


# --- broken off -------------------------------------------------------------------------------------------------------

CALL = f"""
import os, signal, sys
sys.path.append({str(Path(__file__).parent)!r})
from vnplan.run import shards, version
from vnplan.run.batch import extract_folder
from vnplan.run.manifest import Manifest
from vnplan.run.supervisor import Limits
plans, out, knowledge, step = *sys.argv[1:4], int(sys.argv[4])
version._installed = lambda: ("0", "code", knowledge, "models")

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def counted(function, last):
    def run(*args, **options):
        global step
        step -= 1
        if step == 0:
            last(*args)
        return function(*args, **options)
    return run

def half(descriptor, data, at):
    write(descriptor, data[: len(data) // 2], at)
    die()

write = shards._write
shards._write = counted(write, half)
for owner, names in ((os, ["fsync"]), (Manifest, ["begin", "commit", "add"]), (shards.Shards, ["open"])):
    for name in names:
        setattr(owner, name, counted(getattr(owner, name), die))

def report(now):
    print(now.extracted, flush=True)

extract_folder(plans, out, workers=2, resume=True, limits=Limits(60), target={FILES!r}, shard_bytes=8000, report=report)
"""


def start(plans: Path, out: Path, knowledge: str = "one", step: int = 0) -> subprocess.Popen[str]:
    """A run of its own, which kills itself at a step of writing; 0: at none."""
    command = [sys.executable, "-c", CALL, str(plans), str(out), knowledge, str(step)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish(run: subprocess.Popen[str]) -> int:
    run.communicate(timeout=60)
    return run.returncode


@posix
def test_killed_at_random_moments(plans: Path, out: Path, undisturbed: Callable[[Path], list[bytes]]) -> None:
    """Kill -9, and again, then --resume: the records of an undisturbed run."""
    chance = random.Random(5)  # noqa: S311  the same moments every time
    for _ in range(3):
        with start(plans, out) as run:
            assert run.stdout
            for _ in range(chance.randrange(1, 6)):
                run.stdout.readline()
            run.kill()
            assert finish(run) in (-signal.SIGKILL, 0)
    assert finish(start(plans, out)) == 0
    assert lines(out) == undisturbed(plans)


@posix
def test_killed_at_any_step_of_writing(plans: Path, out: Path, undisturbed: Callable[[Path], list[bytes]]) -> None:
    """In the middle of a line, before and after each commit: the next run mends what the last one left."""
    steps = [2, 9, 10, 12, 15, 20]
    assert all(finish(start(plans, out, step=step)) == -signal.SIGKILL for step in steps)
    assert finish(start(plans, out)) == 0
    assert lines(out) == undisturbed(plans)


@posix
def test_killed_while_records_are_replaced(plans: Path, out: Path, undisturbed: Callable[[Path], list[bytes]]) -> None:
    """Changed knowledge and changed files: at no step is a record there twice, or half."""
    assert finish(start(plans, out)) == 0
    for number in range(0, COUNT, 3):
        (plans / f"{number:02}.txt").write_text(f"Kế hoạch đã sửa {number}\n", encoding="utf-8")
    for step in (8, 9, 11, 12, 15, 20):
        assert finish(start(plans, out, "two", step)) == -signal.SIGKILL
    assert finish(start(plans, out, "two")) == 0
    assert lines(out) == undisturbed(plans)


def test_torn_and_damaged_files(plans: Path, out: Path, undisturbed: Callable[[Path], list[bytes]]) -> None:
    """What stands behind the last record is dropped; records that an accident took are made again."""
    extract(plans, out, shard_bytes=2000)
    parts = sorted((out / "records").iterdir())
    assert len(parts) > 4
    with parts[-1].open("ab") as file:
        file.write(b'{"schema_version":"1","source":{"uri"')
    (out / "records" / "part-00099.jsonl").write_bytes(b"{}\n")
    assert extract(plans, out, resume=True).extracted == 0
    assert lines(out) == undisturbed(plans)
    parts[0].unlink()
    os.truncate(parts[1], parts[1].stat().st_size - 10)
    os.truncate(parts[2], 700)
    with parts[3].open("r+b") as file:
        file.write(b"\0" * 20)
    os.truncate(parts[-1], 5)
    assert 4 < extract(plans, out, resume=True).extracted < COUNT
    assert lines(out) == undisturbed(plans)


@pytest.mark.parametrize("what", ["records", "manifest"])
def test_a_full_disk(
    plans: Path, out: Path, what: str, monkeypatch: pytest.MonkeyPatch, undisturbed: Callable[[Path], list[bytes]]
) -> None:
    """The run stops with what to do, what was done is safe, and --resume goes on."""
    if what == "records":
        write, count = shards._write, 0

        def full(descriptor: int, data: bytes, at: int) -> None:
            nonlocal count
            count += 1
            if count < 3:
                return write(descriptor, data, at)
            write(descriptor, data[:100], at)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(shards, "_write", full)
    else:
        opens = Manifest._open

        def small(self: Manifest) -> None:
            opens(self)
            pages = self._db.execute("PRAGMA page_count").fetchone()[0]
            self._db.execute(f"PRAGMA max_page_count = {pages + 2}")

        monkeypatch.setattr(Manifest, "_open", small)
    with pytest.raises(OutputError, match=r"the disk is full; what was done is safe: make room .*--resume"):
        extract(plans, out)
    done = len(lines(out))
    assert 0 < done < COUNT
    monkeypatch.undo()
    assert extract(plans, out, resume=True).extracted == COUNT - done
    assert lines(out) == undisturbed(plans)


def test_a_run_that_fails(plans: Path, out: Path, undisturbed: Callable[[Path], list[bytes]]) -> None:
    """Children that cannot start, an exception of the caller's report: the next run goes on."""
    with pytest.raises(VnplanError, match="no model here"):
        extract(plans, out, target="misbehaviour:breaks")

    def report(now: Progress) -> None:
        if now.extracted > 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(plans, out, report=report)  # nothing was done: no need to say resume
    assert 5 < len(lines(out)) < COUNT
    extract(plans, out, resume=True)
    assert lines(out) == undisturbed(plans)


# --- the folder -------------------------------------------------------------------------------------------------------


def test_one_run_at_a_time(plans: Path, out: Path) -> None:
    """A second is refused and told who works there; the lock of a dead process is taken over."""
    out.mkdir()
    with locked(out), pytest.raises(UsageError, match=rf"another run is at work there \(process {os.getpid()} on "):
        extract(plans, out)
    (out / "lock").write_text('{"pid": 4194303, "host": "gone"}', encoding="utf-8")
    assert extract(plans, out).records == COUNT


@pytest.mark.parametrize("case", ["file", "others", "unreadable", "other form", "no parent", "closed"])
def test_folders_that_cannot_be_used(plans: Path, out: Path, case: str) -> None:
    """Refused before any work, with what to do; what is in them stays."""
    if case == "file":
        out.write_text("x", encoding="utf-8")
    elif case in ("others", "unreadable"):
        out.mkdir()
        (out / ("notes.txt" if case == "others" else "manifest.sqlite")).write_text("mine" * 99, encoding="utf-8")
    elif case == "other form":
        extract(plans, out)
        manifest = Manifest(out)
        manifest._db.execute("PRAGMA user_version = 99")
        manifest.close()
    elif case == "no parent":
        out = out / "no" / "where"
    elif not Path("/proc/self").exists():
        pytest.skip("needs a folder in which nobody may write")
    else:
        out = Path("/proc/vnplan-out")
    message = {
        "file": "is a file; choose a folder",
        "others": "holds other files, and no manifest",
        "unreadable": "not a database.*: extract into a new folder",
        "other form": "made by another version of vnplan; extract into a new folder",
        "no parent": "does not exist; create it first",
        "closed": "cannot be written .*; choose another place",
    }[case]
    before = sorted(out.rglob("*")) if out.is_dir() else None
    with pytest.raises(UsageError, match=message):
        extract(plans, out, resume=case != "file")
    assert before is None or set(before) <= set(out.rglob("*"))


def test_the_parent_keeps_nothing(plans: Path, out: Path) -> None:
    """However many documents there are, only those in work are in memory."""
    alive: list[int] = []

    def report(_: Progress) -> None:
        alive.append(sum(isinstance(each, Reply | batch._Job) for each in gc.get_objects()))

    extract(plans, out, report=report)
    assert COUNT > 4 * batch._AHEAD
    assert max(alive) <= 3 * batch._AHEAD


# --- the command line -------------------------------------------------------------------------------------------------


PROGRAM = (sys.executable, "-c", "from vnplan.cli.main import main; main()")


def vnplan(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*PROGRAM, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "few"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"KẾ HOẠCH\nSố: {number}/KH-UBND\n", encoding="utf-8")
    return folder


def test_command(few: Path, tmp_path: Path) -> None:
    """Quiet where all is well and nobody watches; failures as a table, status 1; one line for misuse."""
    out = tmp_path / "out"
    done = vnplan("extract", few, "--output", out, "--workers", "2")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(lines(out)) == 3
    stored = vnplan("extract", few, "--output", out, "--resume", "--tables", "parquet", "--tables", "duckdb")
    assert (stored.returncode, stored.stderr) == (0, "")
    assert len(Store(out).table("documents")) == 3
    assert (out / "plans.duckdb").stat().st_size
    assert "--output OUT/" in vnplan("extract", few, "--tables", "duckdb").stderr
    refused = vnplan("extract", few, "--output", out)
    assert refused.returncode == 2
    assert re.fullmatch(r"vnplan: .*holds 3 records; go on with --resume .*\n", refused.stderr)
    for number in range(60):
        (few / f"bad{number}.pdf").write_bytes(b"%PDF-1.7 " + bytes([number]))
    bad = vnplan("extract", few, "--output", f"{out}/", "--resume")
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.count(".pdf") == 50
    assert "the first 50 of 60 documents that failed" in bad.stderr
    assert "remedy" in bad.stderr
    assert len((out / "failures.csv").read_text(encoding="utf-8-sig").splitlines()) == 61


@posix
def test_a_terminal_sees_the_progress(few: Path, tmp_path: Path) -> None:
    """How many of how many, the rate, what failed, the time left; what was done at the end."""
    import pty

    (few / "bad.pdf").write_bytes(b"%PDF-1.7 cut")
    ours, theirs = pty.openpty()
    command = [*PROGRAM, "extract", str(few), "--output", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**os.environ, "COLUMNS": "100"}) as run:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # the terminal ends with the program
            while piece := os.read(ours, 4096):
                shown += piece
    os.close(ours)
    assert run.returncode == 1
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"4/4 [\d.]+ a second, 1 failed, \d+:\d\d:\d\d left", text)
    assert "4 documents extracted, 0 files skipped" in text
