#!/usr/bin/env python3
"""The batch: overhead beside a bare loop, growth, everything that goes wrong at once, kill -9. Writes docs/batch.md.

    bench/batch.py overhead [--documents 300] [--rounds 3]
    bench/batch.py growth   [--documents 5000]
    bench/batch.py mixed    [--documents 5000]
    bench/batch.py kills    [--documents 200] [--rounds 10]
    bench/batch.py dask     [--documents 600]

Each writes its section of the page. Every run is a process of its own. Processor time compares, whatever else the
machine does; seconds do not.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil
from batch_files import DEEDS, TARGET, mixed, texts

from vnplan import api
from vnplan.cluster import extract_cluster
from vnplan.run.batch import Progress, extract_folder, read_records
from vnplan.run.manifest import Manifest
from vnplan.run.output import read_lines
from vnplan.run.supervisor import DEFAULT, Limits
from vnplan.run.worker import PARSER
from vnplan.store import Store
from vnplan.store.export import export
from vnplan.store.schema import TABLES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "batch.md"
FIRST = 30  # documents before the clock runs: imports, tables that are compiled when first used
LARGE = 100_000  # documents that are extrapolated to
HARD = Limits(seconds=20, memory=1024**3)
SECTIONS = ("Overhead", "Growth", "Everything at once", "Kill -9", "Dask")


class Mark(NamedTuple):
    """A moment of a run."""

    done: int
    at: float
    memory: int  # of the parent, bytes
    own: float  # seconds of processor time, of the parent
    children: float


def mark(done: int) -> Mark:
    """This moment."""
    process = psutil.Process()
    children = sum(process.cpu_times()[2:4])
    for child in process.children(recursive=True):
        with suppress(psutil.Error):  # it ended meanwhile
            children += sum(child.cpu_times()[:4])
    return Mark(done, time.perf_counter(), process.memory_info().rss, time.process_time(), children)


def between(first: Mark, last: Mark) -> dict[str, float]:
    """What a document took, in milliseconds."""
    each = 1000 / (last.done - first.done)
    own, children = (last.own - first.own) * each, (last.children - first.children) * each
    return {"wall": (last.at - first.at) * each, "own": own, "children": children}


# --- runs, each in a process of its own -------------------------------------------------------------------------------


def loop(folder: Path) -> list[Mark]:
    """A bare loop over `parse_file` in this process."""
    marks = []
    for number, path in enumerate(sorted(folder.glob("*.txt")), start=1):
        api.parse_file(path)
        if number == FIRST or number % 10 == 0:
            marks.append(mark(number))
    return marks


def batch(folder: Path, workers: int, limits: Limits = DEFAULT, target: str = PARSER) -> list[Mark]:
    """The batch; marks every ten documents or so."""
    marks = [mark(0)]

    def report(now: Progress) -> None:
        if now.extracted - marks[-1].done >= 10:
            marks.append(mark(now.extracted))

    extract_folder(folder, folder.parent / "out", workers=workers, report=report, limits=limits, target=target)
    return marks


def cluster(folder: Path) -> list[Mark]:
    """Dask on this machine, marks after each part; the memory is that of a worker without its child."""
    marks = [mark(0)]

    def report(now: Progress) -> None:
        workers = [
            each for each in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(each.cmdline())
        ]
        held = max((each.memory_info().rss for each in workers), default=0)
        marks.append(mark(now.extracted)._replace(memory=held))

    extract_cluster(folder, folder.parent / "out", workers=2, report=report)
    return marks


RUNS: dict[str, Callable[[Path], list[Mark]]] = {
    "loop": loop,
    "one": lambda folder: batch(folder, 1),
    "two": lambda folder: batch(folder, 2),
    "dask": cluster,
    "hard": lambda folder: batch(folder, 2, HARD, TARGET),
}


def elsewhere(*runs: tuple[str, Path]) -> list[list[Mark]]:
    """Runs in processes of their own, at the same time."""
    command = [sys.executable, __file__, "run"]
    begun = [subprocess.Popen([*command, name, str(folder)], stdout=subprocess.PIPE) for name, folder in runs]
    told = [process.communicate()[0] for process in begun]
    return [[Mark(*each) for each in json.loads(text)] for text in told]


def nearest(marks: list[Mark], done: int) -> Mark:
    """The mark at so many documents."""
    return min(marks, key=lambda each: abs(each.done - done))


def steady(marks: list[Mark]) -> dict[str, float]:
    """What a document took after the first."""
    return between(next(each for each in marks if each.done >= FIRST), marks[-1])


# --- sections ---------------------------------------------------------------------------------------------------------


def overhead(place: Path, documents: int, rounds: int) -> list[str]:
    """The batch beside a bare loop, two workers beside one."""
    texts(place / "plans", documents)
    figures: dict[str, list[dict[str, float]]] = {"loop": [], "one": [], "two": []}
    for number in range(rounds):
        for names in (("loop", "one"), ("two",)):  # side by side: what else the machine does slows both
            folders = [place / f"{number}-{name}" / "plans" for name in names]
            for folder in folders:
                folder.parent.mkdir()
                folder.symlink_to(place / "plans")
            for name, marks in zip(names, elsewhere(*zip(names, folders, strict=True)), strict=True):
                figures[name].append(steady(marks))
    work = {name: [each["own"] + each["children"] for each in found] for name, found in figures.items()}
    walls = {name: median(each["wall"] for each in found) for name, found in figures.items()}
    rows = []
    for name, told in {"loop": "a bare loop", "one": "batch, one worker", "two": "batch, two workers"}.items():
        parent = median(each["own"] for each in figures[name]) if name != "loop" else 0.0
        rows.append(f"| {told} | {median(work[name]):.1f} | {parent:.1f} | {walls[name]:.1f} |")
    more = [100 * (one / bare - 1) for one, bare in zip(work["one"], work["loop"], strict=True)]
    return [
        f"{documents} texts of 5,000 characters, {rounds} rounds, a bare loop over `parse_file` beside the batch.",
        "Milliseconds a document, medians:",
        "",
        "| run | processor time | of it the parent | on the wall |",
        "|---|---|---|---|",
        *rows,
        "",
        f"- overhead of the batch: {median(more):+.1f} % of processor time ({min(more):+.1f} to {max(more):+.1f})",
        f"- throughput: two workers {walls['one'] / walls['two']:.2f} times that of one beside the loop",
    ]


def growth(place: Path, documents: int) -> list[str]:
    """Time and memory over thousands of texts."""
    texts(place / "plans", documents)
    (marks,) = elsewhere(("two", place / "plans"))
    steps = [FIRST, documents // 5, documents // 2, documents]
    at = [nearest(marks, each) for each in steps]
    rows = []
    for first, last in pairwise(at):
        whole, part = between(at[0], last), between(first, last)
        work = whole["own"] + whole["children"]
        rows.append(
            f"| {last.done:,} | {last.at - at[0].at:.0f} | {work * (last.done - at[0].done) / 1000:.0f} "
            f"| {part['own'] + part['children']:.1f} | {part['own']:.2f} | {last.memory / 2**20:.0f} |"
        )
    total = between(at[0], at[-1])
    hours = (total["own"] + total["children"]) * LARGE / 3_600_000
    wall = total["wall"] * LARGE / 3_600_000
    return [
        f"{documents:,} texts of 5,000 characters, two workers, from the {FIRST}th on:",
        "",
        "| documents | seconds | processor seconds | each since the last row, ms | of it the parent | parent, MB |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        f"- {LARGE:,} such texts: {hours:.2f} core-hours, or {LARGE / hours:,.0f} documents a core-hour",
        f"- on this machine, as busy as it was: {wall:.2f} hours",
        f"- from document 100 on the parent grew by {grown(marks):.0f} MB",
    ]


def grown(marks: list[Mark]) -> float:
    """Megabytes that the parent held more than at document 100."""
    later = [each.memory for each in marks if each.done >= 100]
    return (max(later) - later[0]) / 2**20


def everything(place: Path, documents: int) -> list[str]:
    """Media, damage, copies and documents that misbehave in one run."""
    names = mixed(place / "plans", documents)
    (marks,) = elsewhere(("hard", place / "plans"))
    records = Counter(Path(record.source.uri).name.removeprefix("copy-") for record in read_records(place / "out"))
    statuses = {Path(r.source.uri).name.removeprefix("copy-"): r.status for r in read_records(place / "out")}
    with (place / "out" / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        failures = {Path(row["file"]).name: row for row in csv.DictReader(file)}
    manifest = Manifest(place / "out")
    held = {Path(path).name for key in _keys(manifest) for path in manifest.paths(key)}
    manifest.close()
    once = sum(records[name] == 1 and statuses[name] == "ok" for name in names["sound"])
    reasons = Counter(failures[name]["code"] for name in names["damaged"] if name in failures)
    deeds = {name.partition("-")[0]: failures[name]["code"] for name in names["misbehave"] if name in failures}
    kinds = Counter(Path(name).suffix[1:] for name in names["sound"])
    took = marks[-1].at - marks[0].at
    media = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    bad = f"{len(names['damaged'])} damaged, {len(names['copies'])} copies, {len(DEEDS)} that misbehave"
    limits = f"{HARD.seconds:g} s and {HARD.memory // 2**20} MB a document"
    told = ", ".join(f"{code} {count}" for code, count in sorted(reasons.items()))
    return [
        f"{sum(map(len, names.values())):,} files ({media}; {bad}), two workers, {limits}: {took:.0f} s.",
        "",
        f"- sound documents with exactly one record: {once:,} of {len(names['sound']):,}",
        f"- damaged ones with a reason: {sum(reasons.values())} of {len(names['damaged'])} ({told})",
        f"- those that misbehave: {', '.join(f'{deed}: {code}' for deed, code in sorted(deeds.items()))}",
        f"- copies whose names are kept: {len(names['copies'] & held)} of {len(names['copies'])}",
        f"- records in all: {sum(records.values()):,}",
        f"- the parent: {marks[-1].memory / 2**20:.0f} MB at the end, {grown(marks):.0f} MB more than at document 100",
    ]


def _keys(manifest: Manifest) -> list[str]:
    return [key for shard, _ in manifest.shards() for _, key in manifest.contents(shard)]


def beside_dask(place: Path, documents: int) -> list[str]:
    """The same documents by the batch and by Dask, which writes tables too."""
    texts(place / "plans", documents)
    found = {}
    for name in ("two", "dask"):
        (place / name).mkdir()
        (place / name / "plans").symlink_to(place / "plans")
        (marks,) = elsewhere((name, place / name / "plans"))
        # from the middle on: both children have started by then
        first = next(each for each in marks if each.done >= documents // 2)
        took = between(first, marks[-1])
        found[name] = took["own"] + took["children"], max(each.memory for each in marks) / 2**20
    return [
        f"{documents} texts of 5,000 characters, two workers here, milliseconds of processor time a document:",
        f"batch {found['two'][0]:.1f}, Dask {found['dask'][0]:.1f} (with tables in Parquet); a worker of",
        f"Dask holds {found['dask'][1]:.0f} MB besides its child.",
    ]


CALL = """
import sys
from vnplan.run.batch import extract_folder
extract_folder(sys.argv[1], sys.argv[2], workers=2, resume=True, report=lambda now: print(now.extracted, flush=True))
"""


def kills(place: Path, documents: int, rounds: int) -> list[str]:
    """Kill -9 of the parent at random moments, then --resume, beside an undisturbed run."""
    texts(place / "plans", documents, 1_000)
    chance = random.Random(os.getpid())  # noqa: S311  other moments every time
    begun = 0
    for _ in range(rounds):
        command = [sys.executable, "-c", CALL, str(place / "plans"), str(place / "out")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout
            for _ in range(chance.randrange(1, 4)):
                run.stdout.readline()
            time.sleep(chance.random() * 0.05)  # anywhere between two writings
            run.kill()
            begun += run.wait() == -signal.SIGKILL
    left = len(list(read_lines(place / "out")))
    for name in ("out", "undisturbed"):
        subprocess.run(
            [sys.executable, "-c", CALL, str(place / "plans"), str(place / name)], check=True, stdout=subprocess.DEVNULL
        )
    same = sorted(read_lines(place / "out")) == sorted(read_lines(place / "undisturbed"))
    plain = b"".join(path.read_bytes() for path in (place / "out" / "records").iterdir())
    count = sum(bool(line.strip()) for line in plain.splitlines())
    result = "the same bytes as" if same and count == documents else "OTHERS than"
    tables = stored_rows(place / "out")
    equal = sum(rows == tables[name] for name, rows in stored_rows(place / "undisturbed").items())
    return [
        f"{documents} texts, two workers: killed {begun} times at random moments with {left} records done by then,",
        f"then `--resume`: {count} records, {result} an undisturbed run; {equal} of {len(tables)} tables of the store",
        "have the same rows.",
    ]


def stored_rows(folder: Path) -> dict[str, list[str]]:
    """The rows of each table of the store of a batch, in one order."""
    export(folder, folder / "parquet", "parquet")
    store = Store(folder)
    return {name: sorted(json.dumps(row, default=str) for row in store.table(name).rows()) for name in TABLES}


# --- the page ---------------------------------------------------------------------------------------------------------


def write(section: str, lines: list[str]) -> None:
    """Put a section in its place on the page."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    found = dict(re.findall(r"^## ([^\n]+)\n\n(.*?)(?=\n## |\Z)", text, re.DOTALL | re.MULTILINE))
    found[section] = "\n".join(lines) + "\n"
    head = (
        "# Batch: figures\n\n"
        "Written by `bench/batch.py` (`overhead`, `growth`, `mixed`, `kills`, `dask`), each section when it was last\n"
        "run, on two cores that had other work too: compare processor time.\n"
    )
    parts = [f"## {name}\n\n{found[name]}" for name in SECTIONS if name in found]
    PAGE.write_text("\n".join([head, *parts]), encoding="utf-8")


def main() -> int:
    if sys.argv[1:2] == ["run"]:
        print(json.dumps(RUNS[sys.argv[2]](Path(sys.argv[3]))))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("overhead", "growth", "mixed", "kills", "dask"))
    parser.add_argument("--documents", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--dry", action="store_true", help="leave the page as it is")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        if args.what == "overhead":
            section, lines = "Overhead", overhead(place, args.documents or 300, args.rounds or 3)
        elif args.what == "growth":
            section, lines = "Growth", growth(place, args.documents or 5_000)
        elif args.what == "mixed":
            section, lines = "Everything at once", everything(place, args.documents or 5_000)
        elif args.what == "dask":
            section, lines = "Dask", beside_dask(place, args.documents or 600)
        else:
            section, lines = "Kill -9", kills(place, args.documents or 200, args.rounds or 10)
    print("\n".join(lines))
    if not args.dry:
        write(section, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
