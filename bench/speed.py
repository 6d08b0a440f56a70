#!/usr/bin/env python3
"""Speed of the full record, beside eyecite's citations in the same run; growth with length, memory, start-up.

    bench/speed.py [--rounds N] [--quick]

Absolute times depend on the machine and its moment; ratios within one run do not.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import textwrap
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from eyecite import get_citations
from texts import ROOT, corpus_texts, english_law, of_length, real_texts

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


def endless() -> tuple[str, float]:
    """What an endless line repeats where its time grows most, and how much: 1.0 is in step with its length."""
    pieces = tomllib.loads((ROOT / "tests" / "cases" / "endless.toml").read_text(encoding="utf-8"))["piece"]
    growths = {}
    for name, piece in pieces.items():
        short, long = (
            statistics.median(seconds(partial(parse, (piece * size)[:size])) for _ in range(3))
            for size in (20_000, 100_000)
        )
        growths[name] = long / short / 5
    worst = max(growths, key=growths.__getitem__)
    return worst, growths[worst]


def in_child(code: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent).stdout


def memory(size: int) -> tuple[int, int]:
    """Peak megabytes of a process that parses a text of a size, and of one that parses hardly anything."""
    code = """
        from texts import ROOT, corpus_texts, of_length, peak_memory
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


def report(rounds: int, quick: bool) -> list[str]:
    """The figures, line by line."""
    speeds = compare(rounds)
    lines = [f"Full record, one process, warm, median of {rounds} rounds:"]
    lines += [f"  {name:24}{speed:9,.0f} thousand characters a second" for name, speed in speeds.items()]
    peer = speeds["eyecite, English law"]
    lines += [f"  {name}: {speed / peer:.1f} times eyecite" for name, speed in speeds.items() if speed is not peer]
    if quick:
        return lines
    lines += ["", "One text: characters, seconds, thousand characters a second:"]
    lines += [f"  {size:>12,} {taken:8.2f} {size / taken / 1000:9,.0f}" for size, taken in growth().items()]
    piece, grown = endless()
    lines += ["", f"One endless line, time for a character at 100,000 against 20,000: at most {grown:.1f} ({piece})"]
    peak, idle = memory(GROWTH[-1])
    lines += ["", f"Peak memory: {peak} MB for {GROWTH[-1]:,} characters, {idle} MB for hardly any"]
    lines += ["", "Start-up, milliseconds of the whole process, median of 10:"]
    lines += [f"  {name:24}{taken:6.0f}" for name, taken in start_up().items()]
    return lines


HEAD = """# Speed

Generated by `make bench` on one machine at one moment: read the ratios, and run it on yours. vnplan makes the full
record (every kind of record, validated); eyecite's `get_citations`, beside it in the same run, finds citations in
generated English law of equal length.

"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="the comparison only; docs/speed.md stays as it is")
    args = parser.parse_args()
    lines = report(args.rounds, args.quick)
    print("\n".join(lines))
    if not args.quick:
        machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
        page = HEAD + f"{machine}\n\n```text\n" + "\n".join(lines) + "\n```\n"
        (ROOT / "docs" / "speed.md").write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
