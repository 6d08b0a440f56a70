#!/usr/bin/env python3
"""Extract a folder of plans into a folder of records, and tell what is in them; run again, it goes on.

scripts/extract_folder.py PLANS OUT [WORKERS]
"""

from __future__ import annotations

import sys
from collections import Counter

from vnplan import Limits, VnplanError
from vnplan.run.batch import Progress, extract_folder, read_records


def tell(now: Progress) -> None:
    left = "?" if now.seconds_left is None else f"{now.seconds_left:.0f}"
    print(f"{now.done} of {now.total}, {now.failed} failed, {left} s left", file=sys.stderr)


def main(plans: str, out: str, workers: str = "1") -> int:
    try:
        done = extract_folder(plans, out, workers=int(workers), resume=True, limits=Limits(seconds=60), report=tell)
    except VnplanError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{done.extracted} extracted, {done.skipped} skipped, {done.failed} failed (see {out}/failures.csv)")
    leads: Counter[str] = Counter()
    for record in read_records(out):
        leads.update(actor.agency for task in record.assignments for actor in task.actors if actor.role == "lead")
    for name, tasks in leads.most_common(10):
        print(f"{tasks:5}  {name}")
    return 1 if done.failed else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
