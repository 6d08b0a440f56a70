#!/usr/bin/env python3
"""`make demo`: extract the corpus's plans (text, PDF, DOCX, HTML), show a line of each and one of them in detail;
write a report of those that carry out one programme.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import vnplan
from vnplan.cli import tables
from vnplan.report import write_report

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
REPORT = CORPUS.parent / "out" / "report.html"
SHOWN = 8  # rows of each kind in the detailed view


def main() -> int:
    paths = [*sorted(CORPUS.glob("*/texts/*.txt")), *sorted(CORPUS.glob("media/*.*"))]
    if not paths:
        print(f"{CORPUS}: no plans (*/texts/*.txt, media/*) here", file=sys.stderr)
        return 1
    console = tables.console()
    start = time.perf_counter()
    records = list(vnplan.parse_many(paths))
    seconds = time.perf_counter() - start
    table, add = tables.summary()
    for record in records:
        add(record)
    console.print(table)
    size = sum(len(record.text) for record in records)
    console.print(f"\n{len(records)} plans, {size:,} characters in {seconds:.2f} s, on one core, start-up included\n")
    shown = [record for record in records if "/train/" in record.source.uri] or records
    record = max(shown, key=lambda r: min(len(r.citations), len(r.assignments), len(r.deadlines), len(r.targets)))
    console.print(f"One of them in detail, the first {SHOWN} records of each kind: {record.source.uri}\n")
    console.print(tables.header_table(record))
    for part in (
        tables.citation_table(record.citations[:SHOWN]),
        tables.assignment_table(record, SHOWN),
        tables.deadline_table(record.deadlines[:SHOWN]),
        tables.target_table(record.targets[:SHOWN]),
    ):
        console.print()
        console.print(part)
    console.print("\nNext: .venv/bin/vnplan extract YOUR_FILE --format table   (or --help)")
    compared = [record for record in records if "/compare/" in record.source.uri]
    if compared:
        REPORT.parent.mkdir(exist_ok=True)
        write_report(compared, REPORT)
        console.print(f"{len(compared)} plans that carry out one programme, side by side; open in a browser:")
        print(REPORT)  # on a line of its own, however long
    return 0


if __name__ == "__main__":
    sys.exit(main())
