"""Dask: the records and tables of a local run, whoever is killed; what cannot work is told in a sentence."""

from __future__ import annotations

import errno
import gc
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from vnplan.cli.main import cli
from vnplan.core.issues import UsageError, VnplanError
from vnplan.run import version
from vnplan.run.batch import Progress, extract_folder
from vnplan.run.output import read_lines
from vnplan.run.parts import Document, File, Made, Part, loads, read_parts
from vnplan.run.supervisor import Limits
from vnplan.store import TABLES, Store, write_parquet

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
from vnplan.cluster import ClusterOutcome, dask_client, extract_cluster, listing, task
from vnplan.cluster.dask_client import ClusterError
from vnplan.cluster.look import Content
from vnplan.cluster.plan import documents, partition, plan

MIB = 1024 * 1024
TIGHT = Limits(seconds=1.5, memory=256 * MIB)
FILES = "misbehaviour:files"
COUNT = 40
HEAD = "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU\nSố: {}/KH-UBND\n\nKẾ HOẠCH\nNuôi ong lấy mật\n\nGiao Sở Y tế lập sổ {}.\n"
Rows = dict[str, list[str]]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes on this machine, which comes back when they are killed."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, memory_limit=0, dashboard_address=":0") as cluster:
        yield cluster.scheduler_address


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


def extract(plans: Path, out: Path, scheduler: str, **options: Any) -> ClusterOutcome:
    return extract_cluster(
        plans, out, **{"scheduler": scheduler, "limits": TIGHT, "target": FILES, "part_documents": 6, **options}
    )


def tables(parquet: Path) -> Rows:
    """Every row of every table, in an order that does not depend on who wrote it."""
    with Store(parquet) as store:
        return {table: sorted(json.dumps(r, default=str) for r in store.table(table).rows()) for table in TABLES}


def local(plans: Path, place: Path, **options: Any) -> tuple[list[bytes], Rows]:
    """Records and tables of a run on this machine."""
    shutil.rmtree(place, ignore_errors=True)
    extract_folder(plans, place, limits=options.pop("limits", TIGHT), target=options.pop("target", FILES), **options)
    write_parquet(place, place / "parquet")
    return sorted(read_lines(place)), tables(place)


def clustered(out: Path) -> tuple[list[bytes], Rows]:
    """The same of a run with Dask; and the promise that its folders hold nothing else."""
    plain = b"".join(path.read_bytes() for path in (out / "records").iterdir())
    lines = sorted(line for line, _ in read_parts(out))
    assert sorted(plain.splitlines()) == lines
    names = {path.stem for path in (out / "parts").iterdir()}
    assert {path.stem for path in out.rglob("part-*")} == names
    return lines, tables(out)


# --- the same as a local run ------------------------------------------------------------------------------------------


def test_the_rows_of_a_local_run(tmp_path: Path, out: Path, scheduler: str) -> None:
    """Copies, archives, damaged files and links to nothing included; after edits too."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for number in range(14):
        (plans / f"{number}.txt").write_text(HEAD.format(number, number * 3), encoding="utf-8")
    (plans / "below").mkdir()
    shutil.copy(plans / "5.txt", plans / "below" / "copy.txt")
    (plans / "bad.pdf").write_bytes(b"%PDF-1.7 cut off")
    (plans / "link.txt").symlink_to(plans / "nothing.txt")
    with zipfile.ZipFile(plans / "more.zip", "w") as archive:
        archive.write(plans / "7.txt", "inside.txt")
        archive.writestr("new.txt", HEAD.format(99, 1))
        archive.writestr("second.txt", HEAD.format(98, 1))

    def same(done: ClusterOutcome, *counts: int) -> None:
        assert (done.extracted, done.records, len(done.failures)) == counts
        assert clustered(out) == local(plans, tmp_path / "local", target="vnplan.run.worker:parser")

    real = {"target": "vnplan.run.worker:parser", "limits": TIGHT}
    same(extract(plans, out, scheduler, **real), 18, 18, 2)
    told = (out / "failures.csv").read_text(encoding="utf-8-sig")
    assert "a link to a file that is not there" in told
    with Store(out) as store:
        (found,) = store.sql("SELECT paths FROM documents WHERE len(paths) > 1 AND uri LIKE '%5.txt'").rows()
    assert found["paths"] == [str(plans / "5.txt"), str(plans / "below" / "copy.txt")]
    assert extract(plans, out, scheduler, resume=True, **real).extracted == 1  # the link is tried again
    (plans / "nothing.txt").write_text(HEAD.format(50, 50), encoding="utf-8")
    (plans / "3.txt").write_text(HEAD.format(60, 60), encoding="utf-8")
    shutil.copy(plans / "8.txt", plans / "below" / "another.txt")
    done = extract(plans, out, scheduler, resume=True, **real)
    assert 3 <= done.extracted <= 14
    same(done, done.extracted, 18, 1)
    # `vnplan export` of the folder
    write_parquet(out, tmp_path / "exported")
    assert tables(tmp_path / "exported") == tables(out)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_poison(plans: Path, out: Path, scheduler: str) -> None:
    """A document that hangs, eats memory or kills its process costs itself only; only="failed" tries it again."""
    deeds = {"hangs": "time-limit", "eats": "memory-limit", "segfaults": "crashed", "raises": "internal-error"}
    for deed in deeds:
        (plans / f"{deed}-1.txt").write_text(f"{deed} {'x' * 99}", encoding="utf-8")
    done = extract(plans, out, scheduler)
    assert {Path(row.file).name.partition("-")[0]: row.code for row in done.failures} == deeds
    assert len(clustered(out)[0]) == done.records == COUNT + len(deeds)
    for deed in deeds:
        (plans / f"{deed}-1.txt").write_text("mended", encoding="utf-8")
    (plans / "new.txt").write_text("new", encoding="utf-8")
    again = extract(plans, out, scheduler, only="failed", target="vnplan.run.worker:parser")
    assert again.failures == []
    assert again.records == COUNT + 1  # four files with the same words are one document
    assert not any(b"new.txt" in line for line in clustered(out)[0])


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
@pytest.mark.parametrize("all_of_them", [False, True], ids=["a worker", "all workers"])
def test_workers_that_are_killed(plans: Path, out: Path, scheduler: str, all_of_them: bool) -> None:
    """Kill -9 in the middle of the work: others, or those that come after, make what was lost; nothing twice."""
    from distributed import Client

    chance = random.Random(7)  # noqa: S311  the same worker every time
    killed: list[int] = []

    def report(now: Progress) -> None:
        if now.extracted and len(killed) < (2 if all_of_them else 1):
            with Client(scheduler, set_as_default=False) as client:
                living = sorted(client.run(os.getpid).values())
            for process in living if all_of_them else [chance.choice(living)]:
                killed.append(process)
                os.kill(process, signal.SIGKILL)

    done = extract(plans, out, scheduler, report=report, part_documents=2)
    assert killed
    assert (done.extracted, done.records, list(done.failures)) == (COUNT, COUNT, [])
    assert clustered(out) == local(plans, out.with_name("local"))


RUN = f"""
import sys
from vnplan.cluster import extract_cluster
if __name__ == "__main__":
    sys.path.append({str(Path(__file__).parent)!r})
    report = lambda now: print(now.extracted, flush=True)
    extract_cluster(*sys.argv[1:3], workers=2, resume=True, report=report, part_documents=2, target={FILES!r})
"""


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_the_one_who_called_is_killed(plans: Path, out: Path, tmp_path: Path, scheduler: str) -> None:
    """What was done is kept; the next run makes the rest, and leaves nothing of what was half done."""
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    command = [sys.executable, str(script), str(plans), str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as run:
        assert run.stdout
        for _ in range(3):
            run.stdout.readline()
        run.kill()
    with suppress(ProcessLookupError):  # its workers see that it is gone, and go; until then they may still write
        for _ in range(200):
            os.killpg(run.pid, 0)
            time.sleep(0.1)
        os.killpg(run.pid, signal.SIGKILL)
    names = [path.name for path in (out / "parts").iterdir()]
    assert 2 <= len(names) < COUNT // 2
    done = extract(plans, out, scheduler, resume=True, part_documents=2)
    assert 0 < done.extracted < COUNT
    assert clustered(out) == local(plans, out.with_name("local"))


def test_halves_that_were_left_behind(plans: Path, out: Path, scheduler: str) -> None:
    """A list that is torn, tables without one, files of a worker that died while it wrote: removed or made again."""
    extract(plans, out, scheduler)
    before = clustered(out)
    lists = sorted((out / "parts").iterdir())
    os.truncate(lists[0], 30)
    lists[1].unlink()
    (out / "records" / ".part-1.jsonl.abc").write_bytes(b"{")
    (out / "parquet" / "actors" / "part-other.parquet").write_bytes(b"half")
    done = extract(plans, out, scheduler, resume=True)
    assert done.extracted == 10  # two parts of five
    assert clustered(out) == before
    assert not list(out.rglob(".part*"))


def test_urls(plans: Path, scheduler: str) -> None:
    """Inputs and output in a store that only fsspec knows; here one that all threads of this process share."""
    fsspec = pytest.importorskip("fsspec")
    from distributed import LocalCluster

    memory = fsspec.filesystem("memory")
    for path in plans.iterdir():
        memory.pipe_file(f"/plans/{path.name}", path.read_bytes())
    memory.pipe_file("/plans/.hidden.txt", b"no")
    memory.pipe_file("/plans/bad.pdf", b"%PDF-1.7 cut off")
    with zipfile.ZipFile(plans / "two.zip", "w") as archive:
        archive.writestr("a.txt", "one more")
        archive.write(plans / "03.txt", "b.txt")
    memory.pipe_file("/plans/two.zip", (plans / "two.zip").read_bytes())
    options: dict[str, Any] = {"target": "vnplan.run.worker:parser", "limits": Limits(60)}
    where = {"n_workers": 1, "threads_per_worker": 2, "processes": False, "dashboard_address": ":0"}
    with LocalCluster(**where) as cluster:
        given = ["memory://plans", "memory://plans/none.txt", "memory://plans/*.pdf"]
        options["scheduler"] = cluster.scheduler_address
        done = extract_cluster(given, "memory://out/of/it", **options)
        assert (done.extracted, done.records) == (COUNT + 3, COUNT + 3)
        assert [(row.file.rsplit("/", 1)[-1], row.code) for row in done.failures] == [
            ("bad.pdf", "damaged"),
            ("none.txt", "unreadable"),
        ]
        again = extract_cluster(given, "memory://out/of/it", resume=True, **options)
        assert again.extracted == 1  # the one that is not there
    memory.get("/out/of/it", str(plans.parent / "got"), recursive=True)
    lines, found = clustered(plans.parent / "got")
    assert len(lines) == COUNT + 3
    uris = {json.loads(row)["uri"].rsplit("/", 1)[-1] for row in found["documents"]}
    assert {"a.txt", "bad.pdf", "none.txt", "39.txt"} <= uris
    with pytest.raises(UsageError, match="cannot be used"):
        extract_cluster(["nowhere://plans"], "memory://out2", scheduler=scheduler)
    with pytest.raises(UsageError, match="holds no document"):
        list(listing.items(["memory://out/of"], 0))


# --- what cannot work -------------------------------------------------------------------------------------------------


def test_a_package_that_is_missing(plans: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.util import find_spec

    from vnplan.store import parquet

    monkeypatch.setattr(parquet, "find_spec", lambda name: None if name == "distributed" else find_spec(name))
    with pytest.raises(UsageError, match=r"needs distributed: pip install 'vnplan\[dask\]'"):
        extract(plans, out, "")


NOWHERE = [
    "tcp://127.0.0.1:1",
    "nonsense",
    "127.0.0.1:nought",
    "127.0.0.1:99999999",
    "tls://127.0.0.1:1",
    "a://b:1",
    "",
]


@pytest.mark.parametrize("address", NOWHERE)
def test_no_scheduler(plans: Path, out: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told in a sentence, and no client is left behind: collected while another starts, it would stop both."""
    from distributed import Client

    ends: list[str] = []
    monkeypatch.setattr(Client, "__del__", lambda client: ends.append(client.status))
    monkeypatch.setattr(dask_client, "REACH", 0.5)
    with pytest.raises(UsageError, match=r"no scheduler of Dask answers at .* --scheduler tcp://HOST:8786"):
        extract(plans, out, address)
    gc.collect()
    assert set(ends) <= {"closed"}


def test_another_version_on_the_workers(
    plans: Path, out: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused where a worker is there, and by one that comes later; without vnplan too."""
    monkeypatch.setattr(version, "_installed", lambda: ("0.0", "code", "rows", "models"))
    with pytest.raises(UsageError, match=r"tcp://.*another vnplan \(vnplan .* instead of 0\.0, .*install the same"):
        extract(plans, out, scheduler)
    monkeypatch.setattr("vnplan.cluster.extract.check_workers", lambda *_: None)
    with pytest.raises(VnplanError, match="another vnplan"):
        extract(plans, out, scheduler)

    class Bare:
        def run(self, function: Callable[[], str | None]) -> dict[str, str | None]:
            with monkeypatch.context() as patch:
                patch.setitem(sys.modules, "vnplan.cluster.task", None)
                return {"tcp://here": function()}

    with pytest.raises(UsageError, match=r"tcp://here: this worker has no vnplan\[dask\]"):
        dask_client.check_workers(Bare(), {}, [])  # type: ignore[arg-type]


@pytest.mark.parametrize("case", ["file", "others", "no parent", "of a batch", "again"])
def test_folders_that_cannot_be_used(plans: Path, out: Path, case: str) -> None:
    """Refused before a cluster is asked for."""
    if case == "file":
        out.write_text("x", encoding="utf-8")
    elif case == "no parent":
        out = out / "no" / "where"
    else:
        (out / "parts").mkdir(parents=True)
        name = {"others": "notes.txt", "of a batch": "manifest.sqlite", "again": "parts/part-1.json"}[case]
        (out / name).write_text("mine", encoding="utf-8")
    message = {
        "file": "is a file; choose a folder",
        "others": "holds other files",
        "no parent": "does not exist; create it first",
        "of a batch": "without --engine dask",
        "again": r"holds 1 parts; go on with --resume \(resume=True\)",
    }[case]
    with pytest.raises(UsageError, match=message):
        extract(plans, out, "tcp://127.0.0.1:1")
    for options, told in (({"workers": 0}, "at least 1"), ({"only": "bad"}, "only must be")):
        with pytest.raises(UsageError, match=told):
            extract(plans, out, "", **options)


def test_a_part_that_fails(plans: Path, out: Path, scheduler: str) -> None:
    """Children that cannot start end the run in a sentence."""
    with pytest.raises(VnplanError, match="no model here"):
        extract(plans, out, scheduler, target="misbehaviour:breaks")


class Given:
    """A call that ends in a certain way."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def result(self) -> str:
        raise self.error


def test_calls_that_fail() -> None:
    """Workers that are lost: again, but not for ever. A full disk is told as it is, and so is what vnplan says."""
    from distributed import KilledWorker

    lost, tries = Given(KilledWorker("make", None, 3)), Counter[int]()  # type: ignore[no-untyped-call]
    assert [dask_client._result(lost, tries, 0) for _ in range(4)] == [None] * 4
    with pytest.raises(ClusterError, match=r"killed again and again.*; what was done is safe: .*--resume"):
        dask_client._result(lost, tries, 0)
    full = Given(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    with pytest.raises(ClusterError, match=r"No space left on device.* what was done is safe"):
        dask_client._result(full, Counter(), 0)
    with pytest.raises(UsageError, match=r"^so it is$"):
        dask_client._result(Given(UsageError("so it is")), Counter(), 0)


def test_a_scheduler_that_is_gone(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told in a sentence, in the middle of the work too."""
    from distributed import Client

    asked = iter([1])

    def ahead(client: Client) -> int:  # noqa: ARG001
        for number in asked:
            return number
        raise OSError("connection reset")

    monkeypatch.setattr(dask_client, "_ahead", ahead)
    with Client(scheduler, set_as_default=False) as client:
        results = dask_client.called(client, str.upper, ["a", "b"])
        assert next(results) == (0, "A")
        with pytest.raises(ClusterError, match=r"does not answer any more \(connection reset\); .*--resume"):
            next(results)


# --- what is to be done -----------------------------------------------------------------------------------------------


def document(key: str, *paths: str) -> Document:
    return Document(key, paths[0], paths[0], None, 10, tuple(File(path, "t") for path in paths))


def done(*found: Document, status: str = "ok", version: str = "v") -> dict[str, Part]:
    made = tuple(Made(each.key, status, "", "", 0.1, 0) for each in found)
    part = Part(version, "1", found, made)
    assert loads(part.dumps()) == part
    return {part.name: part}


A, B, C = document("1", "a"), document("2", "b"), document("3", "c")


@pytest.mark.parametrize(
    ("listed", "parts", "todo"),
    [
        ([A, B], {}, "ab"),
        ([A, B], done(A, B), ""),
        ([A, B, C], done(A, B), "c"),
        ([A], done(A, B), ""),  # a file that is gone, or was not named this time, keeps its record
        ([C], done(A, B), "c"),
        ([document("9", "a"), B], done(A, B), "ab"),  # changed
        ([document("1", "a", "z"), B], done(A, B), "ab"),  # another copy
        ([A], done(document("1", "a", "z")), ""),  # a copy that is gone
        ([document("1", "b"), document("2", "a")], done(A, B), "ba"),  # swapped
        ([A], done(A, B, version="old"), "ab"),
        ([C], done(A, B, version="old"), "c"),
        ([document("path:a", "a")], done(document("path:a", "a"), status="failed"), "a"),
        ([A], done(document("path:a", "a"), status="failed"), "a"),
    ],
)
def test_what_is_to_be_done(listed: list[Document], parts: dict[str, Part], todo: str) -> None:
    """A part stays while it would be made the same again; else all of it is made again."""
    planned = plan(listed, parts, "v", only_failed=False)
    assert "".join(each.path for each in planned.todo) == todo
    assert set(planned.kept) | set(planned.dropped) == set(parts)
    held = {each.key for part in planned.kept.values() for each in part.documents}
    assert not held & {each.key for each in planned.todo}


def test_only_what_failed() -> None:
    """Parts in which a document failed, mended files too, and nothing that is new."""
    parts = done(A, status="failed") | done(B)
    planned = plan([document("8", "a"), B, C], parts, "other", only_failed=True)
    assert [each.key for each in planned.todo] == ["8"]
    assert len(planned.kept) == 1


def test_parts_are_bounded() -> None:
    """By number and by size; what cannot be read is apart; names tell the documents and the version."""
    big = document("4", "d")._replace(size=60 * MIB)
    unread = document("path:e", "e")
    parts = partition([big, A, big._replace(key="5"), B, unread, C], ("v", "1"), 2)
    assert [[each.path for each in part.documents] for part in parts] == [["d", "a"], ["d", "b"], ["c"], ["e"]]
    names = [part.name for part in [*parts, *partition([A], ("w", "1"), 2), *partition([A], ("v", "1"), 2)]]
    assert len(set(names)) == len(names)


def test_contents_are_documents_once() -> None:
    one, two = listing.Item("a.zip", "/a.zip", 9), listing.Item("b", "/b", 5)
    found = documents([(one, [Content("1", "x", 3), Content("2", "y", 3)]), (two, [Content("1", None, 5)])])
    assert [(each.uri, each.path, each.member, each.paths) for each in found] == [
        ("a.zip!/x", "/a.zip", "x", ["/a.zip!/x", "/b"]),
        ("a.zip!/y", "/a.zip", "y", ["/a.zip!/y"]),
    ]


def test_any_order_of_the_work_makes_the_same_parts() -> None:
    """Names do not depend on who is asked first."""
    names = [{part.name for part in partition(some, ("v", "1"), 1)} for some in itertools.permutations([A, B, C])]
    assert all(each == names[0] for each in names)
    assert task.Settings("o", None, "auto", None, 1, 2, "t").options == {"ocr": "auto", "max_bytes": None}


# --- the command line -------------------------------------------------------------------------------------------------


def test_command(tmp_path: Path, out: Path, scheduler: str) -> None:
    """Failures as a table and status 1, as without Dask; misuse in a line."""
    few = tmp_path / "few"
    few.mkdir()
    (few / "1.txt").write_text(HEAD.format(1, 1), encoding="utf-8")
    (few / "bad.pdf").write_bytes(b"%PDF-1.7 ")

    call = ["extract", str(few), "--output", str(out), "--engine", "dask", "--scheduler", scheduler]
    ran = CliRunner().invoke(cli, call, standalone_mode=False)
    assert ran.return_value == 1
    assert "bad.pdf" in ran.stderr
    assert f"1 failed; all of them: {out}/failures.csv" in ran.stderr
    assert len(clustered(out)[0]) == 2
    for args, message in (
        (("--engine", "dask"), "--engine dask needs a folder or a URL: --output OUT/"),
        (("--output", str(out), "--scheduler", scheduler), "--scheduler needs --engine dask"),
        (("-", "--output", str(out), "--engine", "dask"), "standard input"),
    ):
        ran = CliRunner().invoke(cli, ["extract", str(few), *args])
        assert (ran.exit_code, message in ran.stderr) == (2, True), ran.stderr
