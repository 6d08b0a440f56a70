#!/usr/bin/env python3
"""Speed of the full record, beside eyecite's citations in the same run; growth with length, memory, start-up.

    bench/speed.py [--rounds N] [--quick] [--json FILE]

Absolute times depend on the machine and its moment; ratios within one run do not.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from eyecite import get_citations
from texts import corpus_texts, english_law, of_length, real_texts

from vnplan import parse

SIZE = 500_000  # characters of each text compared
GROWTH = (50_000, 500_000, 5_000_000)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def parse_all(texts: list[str]) -> None:
    """Make every record and let it go."""
    for text in texts:
        parse(text)


def compare(rounds: int) -> dict[str, float]:
    """Thousand characters a second, every candidate in turn each round, medians."""
    works: dict[str, tuple[int, Callable[[], object]]] = {}
    for name, texts in (("vnplan, corpus", corpus_texts()), ("vnplan, real plans", real_texts())):
        if texts:
            size = sum(map(len, texts))
            repeats = max(1, SIZE // size)
            works[name] = (size * repeats, partial(parse_all, texts * repeats))
    pieces = [english_law(20_000) for _ in range(SIZE // 20_000)]
    works["eyecite, English law"] = (SIZE, lambda: [get_citations(piece) for piece in pieces])
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, (_, work) in works.items():
            taken = seconds(work)
            if number:  # the first round warms up
                times[name].append(taken)
    return {name: works[name][0] / statistics.median(times[name]) / 1000 for name in works}


def growth() -> dict[int, float]:
    """Seconds for one text, by its length."""
    texts = corpus_texts()
    return {size: min(seconds(partial(parse, of_length(texts, size))) for _ in range(2)) for size in GROWTH}


def in_child(code: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent).stdout


def memory(size: int) -> tuple[int, int]:
    """Peak megabytes of a process that parses a text of a size, and of one that parses hardly anything."""
    code = """
        from texts import corpus_texts, of_length, peak_memory
        from vnplan import parse
        record = parse(of_length(corpus_texts(), {size}))
        print(peak_memory())
    """
    return int(in_child(code.format(size=size))), int(in_child(code.format(size=100)))


def start_up(rounds: int = 10) -> dict[str, float]:
    """Median milliseconds of whole processes."""
    script = str(Path(sys.executable).with_name("vnplan"))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import vnplan": [sys.executable, "-c", "import vnplan"],
        "vnplan --help": [script, "--help"],
        "first record": [sys.executable, "-c", "import vnplan; vnplan.parse('KẾ HOẠCH')"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(seconds(partial(subprocess.run, command, capture_output=True, check=True)))
    return {name: 1000 * statistics.median(taken) for name, taken in times.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="the comparison only")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    args = parser.parse_args()
    speeds = compare(args.rounds)
    print(f"Full record, one process, warm, median of {args.rounds} rounds:")
    for name, speed in speeds.items():
        print(f"  {name:24}{speed:9,.0f} thousand characters a second")
    peer = speeds.get("eyecite, English law")
    if peer:
        ratios = {name: speed / peer for name, speed in speeds.items() if name.startswith("vnplan")}
        print(*(f"  {name}: {ratio:.1f} times eyecite" for name, ratio in ratios.items()), sep="\n")
    figures: dict[str, object] = {"speed": speeds}
    if not args.quick:
        grown = growth()
        started = start_up()
        figures |= {"growth": grown, "start_up": started}
        print("One text, seconds and thousand characters a second:")
        for size, taken in grown.items():
            print(f"  {size:>12,} {taken:8.2f} {size / taken / 1000:9,.0f}")
        peak, idle = memory(GROWTH[-1])
        figures["memory"] = {"peak": peak, "idle": idle}
        print(f"Peak memory: {peak} MB for {GROWTH[-1]:,} characters, {idle} MB for hardly any")
        print("Start-up, milliseconds of the whole process, median of 10:")
        for name, taken in started.items():
            print(f"  {name:24}{taken:6.0f}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
