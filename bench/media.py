#!/usr/bin/env python3
"""What is read of one plan in every medium, against the truth: characters, records, boxes, time.

    bench/media.py [--media pdf_weasyprint,docx,...] [--split dev ...] [--documents N] [--boxes N] [--json]

Each master text of the corpus is made into each medium (`bench/office`; kept under build/media) and read back. The
records are scored by their values, since places differ from medium to medium; so are those of the master text itself,
for comparison. On `test` and `blind` only totals are shown.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
from office.blocks import folded, truth
from office.files import MEDIA, ending, masters, missing, rendered
from office.master import read_master_file
from office.measure import body_rows, error_rate, found_rows, lost_and_added
from texts import ROOT

import vnplan
from vnplan.evaluate.score import Result, read_gold, score
from vnplan.evaluate.tally import headline

SECRET = ("test", "blind")  # splits whose single documents are not shown
DEFAULT = (
    "pdf_weasyprint,pdf_libreoffice,docx,html,scan_clean,scan_degraded,scan_hard,"
    "stamped_clean,stamped_degraded,stamped_hard"
)
KINDS = ("citation_exact", "deadline_exact", "target_exact", "assignment", "header", "header_recipients")
Plain = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """One plan read in one medium."""

    master: Path
    file: Path
    record: vnplan.PlanRecord
    seconds: float
    error_rate: float

    @property
    def name(self) -> str:
        """The name of the plan."""
        return self.master.stem

    @property
    def plain(self) -> Plain:
        """The record as it is published."""
        found: Plain = json.loads(self.record.to_json())
        return found


@dataclass
class Boxes:
    """Records whose words were cut out of their pages, and those that were cut out otherwise."""

    agreed: int = 0
    without: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of records with boxes whose words are in them."""
        return self.agreed / max(1, self.agreed + len(self.wrong))


@dataclass(frozen=True)
class Measured:
    """One split in one medium."""

    split: str
    medium: str
    readings: list[Reading]
    result: Result
    rows: tuple[int, int]  # of tables: found as they are, of how many
    boxes: Boxes
    plain_seconds: float  # what pdfplumber's own extract_text takes for the same pages

    @property
    def figures(self) -> dict[str, float]:
        """The headline of each kind of record."""
        return points(self.result)

    @property
    def rates(self) -> list[float]:
        """The character error rate of every document."""
        return [reading.error_rate for reading in self.readings]

    @property
    def seconds(self) -> float:
        """The time for all documents."""
        return sum(reading.seconds for reading in self.readings)

    @property
    def pages(self) -> int:
        """The pages of all documents, where the medium has pages."""
        return sum(reading.record.source.page_count or 0 for reading in self.readings)


def by_values(split: str, names: Iterable[str]) -> list[Plain]:
    """The gold of some documents, marked as that of another text: places are not compared."""
    wanted = set(names)
    gold = read_gold(ROOT / "corpus" / split / "gold")
    return [{**doc, "text_sha256": ""} for doc in gold if doc["document"] in wanted]


def scored(split: str, found: Sequence[Plain]) -> Result:
    """The records against the gold, by their values."""
    return score(by_values(split, (Path(doc["source"]["uri"]).stem for doc in found)), found)


def points(result: Result) -> dict[str, float]:
    """The headline of each kind of record."""
    return {kind: headline(figure) for kind, figure in result.figures.items()}


def rows_of_tables(readings: Iterable[Reading]) -> tuple[int, int]:
    """How many rows of tables were found as they are, of how many."""
    right = expected = 0
    for reading in readings:
        wanted = Counter(map(tuple, body_rows(read_master_file(reading.master))))
        right += (wanted & Counter(map(tuple, found_rows(reading.plain)))).total()
        expected += wanted.total()
    return right, expected


def read(master: Path, medium: str) -> Reading:
    """One plan made in a medium and read back."""
    file = rendered(master, medium)
    start = time.perf_counter()
    record = vnplan.parse_file(file)
    seconds = time.perf_counter() - start
    return Reading(master, file, record, seconds, error_rate(read_master_file(master), record.text))


def plain_seconds(files: Iterable[Path]) -> float:
    """The time of pdfplumber's `extract_text` on every page."""
    start = time.perf_counter()
    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_text()
    return time.perf_counter() - start


class Printed:
    """What PDFium finds printed: each character of a page with its middle, from the top left corner."""

    def __init__(self, file: Path) -> None:
        self.document = pypdfium2.PdfDocument(file.read_bytes())
        self.pages: dict[int, list[tuple[str, float, float]]] = {}

    def characters(self, number: int) -> list[tuple[str, float, float]]:
        """The characters of a page."""
        if number not in self.pages:
            page = self.document[number - 1]
            height, text = page.get_height(), page.get_textpage()
            found = []
            for n in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(n, loose=True)
                # PDFium's mark for a hyphen at the end of a line
                character = text.get_text_range(n, 1).replace("\x02", "-").replace("\ufffe", "-")
                found.append((character, (left + right) / 2, height - (bottom + top) / 2))
            self.pages[number] = found
        return self.pages[number]

    def within(self, box: Plain) -> str:
        """The characters whose middle is in a box."""
        return "".join(
            character
            for character, x, y in self.characters(box["page"])
            if box["x0"] <= x <= box["x1"] and box["top"] <= y <= box["bottom"]
        )


def _squeezed(text: str) -> str:
    """The characters without white space and bars between cells: how lines and cells are set apart is no error."""
    return "".join(text.split()).replace("|", "")


def check_boxes(reading: Reading, most: int, boxes: Boxes) -> None:
    """Compare the words of records with what stands in their boxes."""
    plain = reading.plain
    records = [record for kind in ("citations", "deadlines", "targets", "assignments") for record in plain[kind]]
    printed = Printed(reading.file)
    for record in records[:: max(1, len(records) // most)][:most]:
        span = record["span"]
        if not span.get("boxes"):
            boxes.without += 1
            continue
        wanted = plain["text"][span["start"] : span["end"]]
        found = "".join(printed.within(box) for box in span["boxes"])
        if _squeezed(found) == _squeezed(wanted):
            boxes.agreed += 1
        else:
            boxes.wrong.append(f"{reading.name}: {folded(wanted)!r} -> {folded(found)!r}")
    printed.document.close()


def measure(split: str, medium: str, chosen: Sequence[Path], most_boxes: int) -> Measured:
    """One split in one medium."""
    readings = [read(master, medium) for master in chosen]
    boxes = Boxes()
    has_text = ending(medium) == ".pdf" and not medium.startswith(("scan", "stamped", "layer"))
    if has_text and most_boxes:
        for reading in readings:
            check_boxes(reading, most_boxes, boxes)
    plain = plain_seconds(reading.file for reading in readings) if has_text else 0.0
    result = scored(split, [one.plain for one in readings])
    return Measured(split, medium, readings, result, rows_of_tables(readings), boxes, plain)


def of_masters(split: str, chosen: Sequence[Path]) -> Result:
    """The master texts themselves, by values as well."""
    return scored(split, [json.loads(record.to_json()) for record in vnplan.parse_many(chosen)])


def lines(split: str, masters_figures: dict[str, float], found: Sequence[Measured]) -> Iterable[str]:
    """The figures as a table: in points, and how many points from the master text's."""
    yield f"{split}: {len(found[0].readings)} documents; CER in %; records: points, by values (change against the text)"
    yield "".join([f"{'medium':20}{'CER':>7}{'worst':>7}", *(f"{kind.removesuffix('_exact'):>20}" for kind in KINDS)])
    yield "".join([f"{'text':34}", *(f"{100 * masters_figures.get(kind, 0):11.1f}{'':9}" for kind in KINDS)])
    for one in found:
        row = [f"{one.medium:20}{100 * statistics.mean(one.rates):7.2f}{100 * max(one.rates):7.2f}"]
        for kind in KINDS:
            now, was = 100 * one.figures.get(kind, 0), 100 * masters_figures.get(kind, 0)
            row.append(f"{now:11.1f} ({now - was:+6.1f})")
        yield "".join(row)
    yield ""
    titles = (
        f"{'s/document':>11}{'pages':>7}{'pages/s':>9}{'× pdfplumber':>14}{'rows of tables':>16}{'boxes agree':>16}"
    )
    yield f"{'medium':20}{titles}"
    for one in found:
        pages_a_second = f"{one.pages / one.seconds:.1f}" if one.pages else ""
        ratio = f"{one.seconds / one.plain_seconds:.2f}" if one.plain_seconds else ""
        checked = one.boxes.agreed + len(one.boxes.wrong)
        share = f"{100 * one.boxes.share:.1f}% of {checked}" if checked else "none" if one.boxes.without else ""
        per_document = one.seconds / len(one.readings)
        rows = "{} of {}".format(*one.rows)
        numbers = f"{per_document:11.2f}{one.pages or '':>7}{pages_a_second:>9}{ratio:>14}"
        yield f"{one.medium:20}{numbers}{rows:>16}{share:>16}"


def documents(one: Measured, of_text: Result, differences: int) -> Iterable[str]:
    """Each document of a medium, with its first differences from the truth; mistakes that the text does not have."""
    yield f"\n{one.split}, {one.medium}"
    for reading in one.readings:
        yield f"  {reading.name:40}{100 * reading.error_rate:7.2f} %  {reading.record.status}  {reading.seconds:.2f} s"
        if differences:
            places = lost_and_added(truth(read_master_file(reading.master)), reading.record.text)
            yield from (f"      {place}" for place in places[:differences])
    yield from (f"    box: {wrong}" for wrong in one.boxes.wrong[:differences])
    new = Counter(map(str, one.result.mistakes)) - Counter(map(str, of_text.mistakes))
    yield from (f"    mistake: {mistake}" for mistake in sorted(new)[:differences])


def as_json(one: Measured, masters_figures: dict[str, float]) -> Plain:
    """One split in one medium, for programs."""
    found: Plain = {
        "split": one.split,
        "medium": one.medium,
        "cer": statistics.mean(one.rates),
        "figures": one.figures,
        "figures_of_text": masters_figures,
        "seconds": one.seconds,
        "rows": dict(zip(("right", "expected"), one.rows, strict=True)),
        "pages": one.pages,
        "pdfplumber_seconds": one.plain_seconds,
        "boxes": {"agreed": one.boxes.agreed, "wrong": len(one.boxes.wrong), "without": one.boxes.without},
    }
    if one.split not in SECRET:
        found["documents"] = {reading.name: reading.error_rate for reading in one.readings}
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--media", default=DEFAULT, help=f"of {', '.join(MEDIA)}")
    parser.add_argument("--split", nargs="+", default=["train", "dev"])
    parser.add_argument("--documents", type=int, help="the first N of each split")
    parser.add_argument("--boxes", type=int, default=20, help="records of a document whose boxes are checked")
    parser.add_argument("--differences", type=int, default=0, help="differences and mistakes shown")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    args.media = args.media.split(",")
    if unknown := [medium for medium in args.media if medium not in MEDIA]:
        parser.error(f"no such medium: {', '.join(unknown)}; there are {', '.join(MEDIA)}")
    return args


def main() -> int:
    args = _arguments()
    everything: list[Plain] = []
    for split in args.split:
        chosen = masters(split)[: args.documents]
        of_text = of_masters(split, chosen)
        found = []
        for medium in args.media:
            if lacking := missing(medium):
                print(f"{medium}: left out, {lacking} is not on this machine", file=sys.stderr)
                continue
            found.append(measure(split, medium, chosen, args.boxes))
        everything += [as_json(one, points(of_text)) for one in found]
        if args.json or not found:
            continue
        print("\n".join(lines(split, points(of_text), found)))
        if split not in SECRET:
            print("\n".join(line for one in found for line in documents(one, of_text, args.differences)))
        print()
    if args.json:
        print(json.dumps(everything, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
