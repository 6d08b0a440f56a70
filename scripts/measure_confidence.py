#!/usr/bin/env python3
"""Measure how often the records of each rule are right, and write it to the knowledge that ships.

    measure_confidence.py            writes src/vnplan/knowledge/data/confidence.csv
    measure_confidence.py --check    exits 1 when the file is not what would be written

Every split of the corpus counts. A record is right when its annotation says the same (`vnplan.evaluate`); one that
stands where a record may be found or missed does not count. Agencies are judged by the actors that they became.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from vnplan import parse
from vnplan.evaluate import same
from vnplan.evaluate.tally import pair_up

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/vnplan/knowledge/data/confidence.csv"
HALF = 0.5

Plain = Mapping[str, Any]
Judge = Callable[[Plain, Plain], bool]


def annotated() -> Iterator[tuple[Plain, Plain]]:
    """Every annotation of the corpus with the record of its text."""
    for path in sorted(ROOT.glob("corpus/*/gold/*.json")):
        text = path.parent.parent / "texts" / f"{path.stem}.txt"
        with text.open(encoding="utf-8", newline="") as file:
            yield json.loads(path.read_text(encoding="utf-8")), json.loads(parse(file.read()).to_json())


def judged(gold: Sequence[Plain], found: Sequence[Plain], right: Judge) -> Iterator[tuple[Plain, bool]]:
    """The found records that count, each with whether it is right."""
    pairing = pair_up(gold, found, lambda a, b: same.touches(a.get("span"), b.get("span")), True, right)
    taken = {id(record) for _, record in pairing.hits()}
    for wanted, record in pairing.hits():
        if not wanted.get("optional"):
            yield record, right(wanted, record)
    optional = [record for record in gold if record.get("optional")]
    for record in found:
        if id(record) not in taken and not any(same.touches(o.get("span"), record.get("span")) for o in optional):
            yield record, False


def right_citation(gold: Plain, found: Plain) -> bool:
    return same.same_instrument(gold, found) and same.same_type_and_date(gold, found)


def actors(record: Plain) -> list[Plain]:
    """Every actor, optional where its assignment is."""
    return [
        {**actor, "optional": actor.get("optional") or task.get("optional")}
        for task in record.get("assignments", ())
        for actor in task.get("actors", ())
    ]


def right_assignment(gold: Plain, found: Plain) -> bool:
    """The same unit, and every actor that must be found has its role."""
    wanted = [actor for actor in gold["actors"] if not actor.get("optional")]
    named = [(actor["role"], actor["span"]) for actor in found["actors"]]
    return same.overlap(gold["span"], found["span"]) >= HALF and all(
        any(role == a["role"] and same.overlap(a["span"], span) >= HALF for role, span in named) for a in wanted
    )


def right_place(gold: Plain, found: Plain) -> bool:
    return same.overlap(gold["span"], found["span"]) >= HALF


def judgements(gold: Plain, found: Plain) -> Iterator[tuple[str, str, bool]]:
    """(kind, rule, right) of every record that counts."""
    forms = ("full", "short")
    cited = [[c for c in record["citations"] if c["form"] in forms] for record in (gold, found)]
    kinds: tuple[tuple[str, list[Plain], list[Plain], Judge], ...] = (
        ("citation", cited[0], cited[1], right_citation),
        ("deadline", gold["deadlines"], found["deadlines"], same.same_deadline),
        ("target", gold["targets"], found["targets"], same.same_target),
        ("assignment", gold["assignments"], found["assignments"], right_assignment),
    )
    for kind, wanted, got, right in kinds:
        for record, verdict in judged(wanted, got, right):
            yield kind, record["rule"], verdict
    agencies = {(a["span"]["start"], a["span"]["end"]): a for a in found["agencies"]}
    for actor, verdict in judged(actors(gold), actors(found), right_place):
        agency = agencies.get((actor["span"]["start"], actor["span"]["end"]))
        if agency is not None:
            yield "agency", agency["rule"], verdict


def table() -> str:
    """The rows of the file: kinds, families of rules, rules."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for gold, record in annotated():
        for kind, rule, verdict in judgements(gold, record):
            for name in {kind, f"{kind}:{rule.split('.', 1)[0]}", f"{kind}:{rule}"}:
                found[name] += 1
                right[name] += verdict
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "found", "right", "source"))
    writer.writerows((name, found[name], right[name], "corpus") for name in sorted(found))
    return out.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    args = parser.parse_args()
    written = table()
    if not args.check:
        TARGET.write_text(written, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == written:
        return 0
    print(f"{TARGET} is not what the corpus shows: run scripts/measure_confidence.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
