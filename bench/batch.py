#!/usr/bin/env python3
"""The batch beside a bare loop over `parse_file`, two workers beside one, and the memory of the parent.

    bench/batch.py [--count N] [--rounds N] [--memory N]

Each figure is of a process of its own, candidates in turn, of the round that other work disturbed least. Time counts
from the first documents to the last: a child takes a second or two to start, which is told beside it. Ratios of one run
compare; times do not.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psutil
from texts import corpus_texts

from vnplan import api
from vnplan.run.batch import Progress, extract_folder

SIZE = 5_000  # characters of a text
FIRST = 30  # documents before the clock runs: imports, tables that are compiled when first used


def generate(folder: Path, count: int, size: int = SIZE) -> None:
    """Texts of pieces of the corpus, no two the same."""
    chance = random.Random(11)  # noqa: S311  the same texts every time
    texts = corpus_texts()
    for number in range(count):
        text = chance.choice(texts)
        start = text.find("\n", chance.randrange(max(1, len(text) - size))) + 1
        (folder / f"{number:06}.txt").write_text(f"Số: {number}/KH-UBND\n{text[start : start + size]}", "utf-8")


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
    children = sum(sum(child.cpu_times()[:2]) for child in process.children())
    return Mark(done, time.perf_counter(), process.memory_info().rss, time.process_time(), children)


def between(first: Mark, last: Mark) -> dict[str, float]:
    """What a document took, in milliseconds."""
    each = 1000 / (last.done - first.done)
    own, children = (last.own - first.own) * each, (last.children - first.children) * each
    return {"steady": (last.at - first.at) * each, "own": own, "children": children}


def loop(folder: Path) -> dict[str, float]:
    """A bare loop over `parse_file` in this process."""
    paths = sorted(folder.glob("*.txt"))
    begun = time.perf_counter()
    for path in paths[:FIRST]:
        api.parse_file(path)
    first = mark(FIRST)
    for path in paths[FIRST:]:
        api.parse_file(path)
    return {**between(first, mark(len(paths))), "whole": time.perf_counter() - begun}


def batch(folder: Path, workers: int) -> dict[str, float]:
    """The batch; its parent's memory after 100 documents and at the most later."""
    marks: list[Mark] = []

    def report(now: Progress) -> None:
        if not marks or now.extracted - marks[-1].done >= 10:
            marks.append(mark(now.extracted))

    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        extract_folder(folder, Path(out) / "out", workers=workers, report=report)
    first = next(each for each in marks if each.done >= FIRST)
    later = [each.memory for each in marks if each.done >= 100]
    return {
        **between(first, marks[-1]),
        "whole": time.perf_counter() - begun,
        "memory": later[-1] / 2**20,
        "growth": (max(later) - later[0]) / 2**20,
    }


CANDIDATES = ("loop", "one", "two")


def run(name: str, folder: Path) -> dict[str, float]:
    """One candidate in this process."""
    return loop(folder) if name == "loop" else batch(folder, 1 if name == "one" else 2)


def elsewhere(name: str, folder: Path) -> dict[str, float]:
    """One candidate in a process of its own."""
    command = [sys.executable, __file__, "--run", name, "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0, help="measure the parent's memory over so many documents")
    parser.add_argument("--run", choices=CANDIDATES)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    if args.run:
        print(json.dumps(run(args.run, args.folder)))
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if args.memory:
            generate(folder, args.memory, 1_000)
            figures = elsewhere("two", folder)
            print(
                f"{args.memory} documents: parent {figures['memory']:.0f} MB, from 100 on +{figures['growth']:.1f} MB"
            )
            return 0
        generate(folder, args.count)
        rounds = [{name: elsewhere(name, folder) for name in CANDIDATES} for _ in range(args.rounds)]
    least = {
        name: {key: min(each[name][key] for each in rounds) for key in ("steady", "whole", "own", "children")}
        for name in CANDIDATES
    }
    for name, took in least.items():
        print(
            f"{name:5} {took['steady']:6.2f} ms a document (processor: parent {took['own']:5.2f}, children "
            f"{took['children']:5.2f}), {took['whole']:6.2f} s for {args.count} with the start"
        )
    print(f"overhead of the batch, one worker: {100 * (least['one']['steady'] / least['loop']['steady'] - 1):+.1f} %")
    print(f"two workers: {least['one']['steady'] / least['two']['steady']:.2f} times the throughput of one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
