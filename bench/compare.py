#!/usr/bin/env python3
"""How well `vnplan.compare` finds what is planted in corpus/compare, and how long many plans take.

`bench/compare.py` measures both; `--part dev|held_out` only the quality, `--errors` shows what was wrong in the
development part (never in the other), `--time 250 500 1000` only the time.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from compare_plans import plans

import vnplan
from vnplan.store.rows import document_id

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "compare"
BODIES = {
    "XD": "Sở Xây dựng",
    "NNMT": "Sở Nông nghiệp và Môi trường",
    "TC": "Sở Tài chính",
    "KHCN": "Sở Khoa học và Công nghệ",
    "NV": "Sở Nội vụ",
    "GDDT": "Sở Giáo dục và Đào tạo",
    "VHTTDL": "Sở Văn hóa, Thể thao và Du lịch",
    "VHTT": "Sở Văn hóa và Thể thao",
    "CA": "Công an tỉnh",
    "HUYEN": "Ủy ban nhân dân cấp huyện",
    "XA": "Ủy ban nhân dân cấp xã",
}


@dataclass
class Tally:
    """Found, and found rightly, of what is planted."""

    right: int = 0
    found: int = 0
    planted: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.planted if self.planted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        counts = f"{self.right} right, {self.found} found, {self.planted} planted"
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  ({counts})"


class Part:
    """The plans of a part with the central one, compared; `only`: pairs count that have a plan of these."""

    def __init__(self, part: str) -> None:
        self.truth = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
        documents = self.truth["documents"]
        # held-out plans are compared with all, and counted are pairs with one of them
        names = [name for name, one in documents.items() if part == "held_out" or one["part"] == "dev"]
        self.records = {name: vnplan.parse_file(FOLDER / "texts" / f"{name}.txt") for name in names}
        self.name_of = {document_id(record): name for name, record in self.records.items()}
        self.only = {name for name in names if documents[name]["part"] == part}
        self.old = {one["old"] for one in self.truth["versions"]}
        self.comparison = vnplan.compare(self.records.values(), central=self.records[self.truth["central"]])

    def planted(self, name: str, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.truth["documents"][name]["planted"] if one["kind"] == kind]

    def counts(self, *names: str) -> bool:
        return bool(self.only & set(names)) and not self.old & set(names)

    def mark(self, name: str, row: Any) -> str | None:
        """What is planted where a record stands; two records in one place are told apart by the value."""
        kind = "target" if "value" in row else "assignment"
        for one in self.planted(name, kind):
            if row["span_start"] < one["end"] and one["start"] < row["span_end"]:
                if "value" in one and abs(one["value"] - row["value"]) > 1e-9:
                    continue
                return str(one["id"])
        return None

    def alignment(self, kind: str) -> Tally:
        """Pairs of records of two plans in one group, against pairs of the same mark."""
        table = self.comparison.targets if kind == "target" else self.comparison.assignments
        tally = Tally()
        found: set[tuple[str, ...]] = set()
        for _, group in table.groupby("group"):
            members = [(self.name_of[row["document"]], row) for row in group.to_dict("records")]
            for (one, own), (other, its) in combinations(members, 2):
                if one == other or not self.counts(one, other):
                    continue
                tally.found += 1
                marks = self.mark(one, own), self.mark(other, its)
                if marks[0] is not None and marks[0] == marks[1]:
                    key = (*sorted((one, other)), marks[0])
                    tally.right += key not in found
                    tally.found -= key in found
                    found.add(key)
                else:
                    tally.wrong.append(
                        f"joined {one} {marks[0]} {own['text'][:60]!r} | {other} {marks[1]} {its['text'][:60]!r}"
                    )
        for one, other in combinations(sorted(self.records), 2):
            if self.counts(one, other):
                both = {m["id"] for m in self.planted(one, kind)} & {m["id"] for m in self.planted(other, kind)}
                tally.planted += len(both)
                tally.wrong += [
                    f"apart {one} {other} {mark}" for mark in sorted(both) if (one, other, mark) not in found
                ]
        return tally

    def reuse(self) -> Tally:
        """Passages between plans against those planted: found is what half of is; of two versions none counts."""
        tally = Tally()
        wanted = list(self._copies())
        covered: list[set[int]] = [set() for _ in wanted]
        for row in self.comparison.passages.to_dict("records"):
            places = {
                self.name_of[row[f"{side}_document"]]: range(row[f"{side}_span_start"], row[f"{side}_span_end"])
                for side in ("earlier", "later")
            }
            if not self.counts(*places):
                continue
            tally.found += 1
            own = [n for n, want in enumerate(wanted) if set(want) == set(places) and _touch(want, places)]
            for number in own:
                copy = max(wanted[number])  # the later file has the copy
                covered[number] |= set(places[copy]) & set(wanted[number][copy])
            if not own:
                tally.wrong.append(f"reuse {list(places)} {row['later_text'][:90]!r}")
        hit = [n for n, want in enumerate(wanted) if len(covered[n]) * 2 >= len(want[max(want)])]
        tally.planted, tally.right = len(wanted), len(hit)
        tally.wrong += [f"reuse missed {list(want)}" for n, want in enumerate(wanted) if n not in hit]
        tally.found = len(hit) + sum(line.startswith("reuse [") for line in tally.wrong)
        return tally

    def _copies(self) -> Iterator[dict[str, range]]:
        """Each pair of places of one passage, in two plans."""
        places: dict[str, list[tuple[str, range]]] = {}
        for name in self.records:
            for one in self.planted(name, "passage"):
                places.setdefault(one.get("of", one["id"]), []).append((name, range(one["start"], one["end"])))
        for every in places.values():
            for first, second in combinations(every, 2):
                if self.counts(first[0], second[0]):
                    yield dict([first, second])

    def leads(self) -> Tally:
        """The comparable lead of each planted task."""
        tally = Tally()
        rows = self._rows(self.comparison.assignments)
        for name in self.only - self.old:
            for one in self.planted(name, "assignment"):
                if one.get("lead") not in BODIES:
                    continue
                tally.planted += 1
                got = [row["comparable_lead"] for row in rows[name] if self.mark(name, row) == one["id"]]
                tally.found += bool(got and got[0])
                right = bool(got) and got[0] == [BODIES[one["lead"]]]
                tally.right += right
                if not right:
                    tally.wrong.append(f"lead {name} {one['id']}: {got}, planted {one['lead']}")
        return tally

    def _rows(self, table: Any) -> dict[str, list[Any]]:
        rows: dict[str, list[Any]] = {name: [] for name in self.records}
        for row in table.to_dict("records"):
            rows[self.name_of[row["document"]]].append(row)
        return rows

    def values(self) -> Tally:
        """Above or below the central target, as the planted values are."""
        tally = Tally()
        central = {one["id"]: one["value"] for one in self.planted(self.truth["central"], "target")}
        rows = self._rows(self.comparison.targets)
        for name in self.only - self.old - {self.truth["central"]}:
            for one in self.planted(name, "target"):
                if one["id"] not in central:
                    continue
                tally.planted += 1
                side = (
                    "equal"
                    if one["value"] == central[one["id"]]
                    else "above"
                    if one["value"] > central[one["id"]]
                    else "below"
                )
                got = [row["versus_central"] for row in rows[name] if self.mark(name, row) == one["id"]]
                known = bool(got) and isinstance(got[0], str)
                tally.found += known
                tally.right += known and got[0] == side
                if not known or got[0] != side:
                    tally.wrong.append(f"versus {name} {one['id']}: {got}, planted {side}")
        return tally

    def dropped(self) -> Tally:
        """What a plan lacks of the central plan's targets and tasks that another plan has."""
        tally = Tally()
        central = self.truth["central"]
        shown = self.comparison.gaps
        plans = {row["plan"]: self.name_of[row["document"]] for row in self.comparison.plans.to_dict("records")}
        for kind in ("target", "assignment"):
            found = set()
            for row in shown[(shown["kind"] == kind) & (shown["gap"] == "missing")].to_dict("records"):
                if self.name_of[row["document"]] == central and plans[row["plan"]] in self.only:
                    with_value = row | ({"value": self._value(row)} if kind == "target" else {})
                    found.add((plans[row["plan"]], self.mark(central, with_value) or row["text"]))
            planted = set()
            others = [name for name in self.records if name != central and name not in self.old]
            for one in self.planted(central, kind):
                having = [n for n in others if any(its["id"] == one["id"] for its in self.planted(n, kind))]
                if having:
                    planted |= {(n, one["id"]) for n in others if n not in having and n in self.only}
            tally.found += len(found)
            tally.planted += len(planted)
            tally.right += len(found & planted)
            tally.wrong += [f"dropped {kind} {one}" for one in sorted(found ^ planted)]
        return tally

    def _value(self, row: Any) -> float:
        record = self.records[self.name_of[row["document"]]]
        return next(one.value for one in record.targets if one.id == row["record"])

    def changes(self) -> Tally:
        """Changes between versions, by kind."""
        tally = Tally()
        plans = {row["plan"]: self.name_of[row["document"]] for row in self.comparison.plans.to_dict("records")}
        for one in self.truth["versions"]:
            if one["new"] not in self.only:
                continue
            planted = Counter((edit["kind"], edit["change"]) for edit in one["edits"])
            planted += Counter({("header", "changed"): 2})  # number and day
            found = Counter(
                (row["kind"], row["change"])
                for row in self.comparison.changes.to_dict("records")
                if plans[row["new"]] == one["new"] and plans[row["old"]] == one["old"]
            )
            tally.right += (planted & found).total()
            tally.found += found.total()
            tally.planted += planted.total()
            tally.wrong += [f"version {one['new']}: {found - planted} too many, {planted - found} missed"]
        return tally


def _touch(want: dict[str, range], places: dict[str, range]) -> bool:
    return all(set(want[name]) & set(places[name]) for name in want)


MEASURES = {
    "targets aligned": lambda part: part.alignment("target"),
    "tasks aligned": lambda part: part.alignment("assignment"),
    "text reuse": Part.reuse,
    "leads, comparable": Part.leads,
    "beside the central target": Part.values,
    "dropped of the central plan": Part.dropped,
    "changes of versions": Part.changes,
}


def measure(part: str) -> dict[str, Tally]:
    """All measures of a part."""
    compared = Part(part)
    return {name: find(compared) for name, find in MEASURES.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "held_out"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--time", type=int, nargs="*")
    options = parser.parse_args()
    if options.time is None:
        for part in [options.part] if options.part else ["dev", "held_out"]:
            print(part)
            for name, tally in measure(part).items():
                print(f"  {name:28} {tally}")
                if options.errors and part == "dev":
                    print(*(f"      {line}" for line in tally.wrong), sep="\n")
    for count in (options.time or (250, 500, 1000)) if options.part is None else ():
        _time(count)
    return 0


def _time(count: int) -> None:
    """Processor time of the comparison alone: the plans are read before."""
    records = [vnplan.parse(text, uri=f"{number}.txt") for number, text in enumerate(plans(count))]
    start = time.process_time()
    found = vnplan.compare(records)
    taken = time.process_time() - start
    rows = f"{len(found.targets)} targets, {len(found.assignments)} assignments, {len(found.passages)} passages"
    print(f"{count:6} plans  {taken:6.1f} s of processor time  ({rows})")


if __name__ == "__main__":
    sys.exit(main())
