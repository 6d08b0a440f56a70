"""BIO tags as in CoNLL files: a token a line with its place, a column of tags for each kind of record.

A tag says where a record stands and no more: values and links come from the plans that the file was made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vnplan.bridges.fields import KINDS, Kind
from vnplan.bridges.gold import digest
from vnplan.bridges.sheet import Region, Sheet
from vnplan.bridges.tokens import Place, Tokens, cut, places
from vnplan.core.issues import UsageError

_COLUMNS = ("token", "start", "end", *KINDS)
_SPACE = re.compile(r"\s")


def lines(sheet: Sheet, tokens: Tokens) -> Iterator[str]:
    """A plan as lines; an empty one where a line of the text ends and no record goes on. A blank in a token is `_`."""
    text = sheet.text
    yield f"# document = {sheet.name}"
    yield f"# text_sha256 = {digest(text)}"
    yield f"# columns = {' '.join(_COLUMNS)}"
    edges = [edge for region in sheet.regions for edge in (region.start, region.end)]
    found = cut(places(text, tokens), edges)
    columns = [_tags(found, _apart(sheet, kind)[0]) for kind in KINDS]
    last = 0
    for number, (start, end) in enumerate(found):
        tags = [column[number] for column in columns]
        if number and "\n" in text[last:start] and not any(tag.startswith("I-") for tag in tags):
            yield ""
        last = end
        yield "\t".join((_SPACE.sub("_", text[start:end]), str(start), str(end), *tags))
    yield ""


def problems(sheet: Sheet) -> Iterator[str]:
    """What tags cannot carry of a plan: of records of one kind that overlap only the first and longest is tagged."""
    for kind in KINDS:
        for region in _apart(sheet, kind)[1]:
            yield f"{sheet.name}: {kind} at {region.start}-{region.end} overlaps another; not tagged"


def _apart(sheet: Sheet, kind: Kind) -> tuple[list[Region], list[Region]]:
    """The regions of a kind that can be tagged, and those that overlap one of them."""
    kept: list[Region] = []
    left: list[Region] = []
    own = (region for region in sheet.regions if region.kind == kind)
    for region in sorted(own, key=lambda region: (region.start, -region.end)):
        (left if kept and region.start < kept[-1].end else kept).append(region)
    return kept, left


def _tags(found: Sequence[Place], regions: Sequence[Region]) -> list[str]:
    tags = ["O"] * len(found)
    waiting = iter(regions)
    region = next(waiting, None)
    for number, (start, end) in enumerate(found):
        while region is not None and region.end <= start:
            region = next(waiting, None)
        if region is not None and region.start <= start and end <= region.end:
            tags[number] = f"{'B' if start == region.start else 'I'}-{region.kind.upper()}"
    return tags


@dataclass
class _Tagged:
    """One document of a file."""

    name: str
    sha: str | None = None
    places: dict[Kind, list[list[int]]] = field(default_factory=lambda: {kind: [] for kind in KINDS})


def sheets(found: Iterable[str], base: Mapping[str, Sheet]) -> Iterator[tuple[Sheet, list[str]]]:
    """The plans of a file; `base`: those that it was made of, by name.

    A tagged place takes id, values and links of the record of its kind that stands there, else of the one that it
    overlaps most. What was tagged anew has none, and is left out where a record needs one.
    """
    for tagged in _documents(found):
        source = base.get(tagged.name)
        if source is None:
            raise UsageError(f"{tagged.name}: tags have no text; give the plans that they were made of")
        if tagged.sha not in (None, digest(source.text)):
            raise UsageError(f"{tagged.name}: not the text that was tagged; give the plans that the file was made of")
        yield _matched(tagged, source), []


def _documents(found: Iterable[str]) -> Iterator[_Tagged]:
    current: _Tagged | None = None
    for number, raw in enumerate(found, start=1):
        row = raw.rstrip("\r\n")
        if row.startswith("# "):
            key, _, value = row[2:].partition(" = ")
            if key == "document":
                if current is not None:
                    yield current
                current = _Tagged(value)
            elif key == "text_sha256" and current is not None:
                current.sha = value
        elif row:
            if current is None:
                raise UsageError(f"line {number}: no `# document = NAME` before it")
            _row(row, number, current)
    if current is not None:
        yield current


def _row(row: str, number: int, current: _Tagged) -> None:
    cells = row.split("\t")
    if len(cells) != len(_COLUMNS) or not (cells[1].isdecimal() and cells[2].isdecimal()):
        raise UsageError(f"line {number}: not the columns {' '.join(_COLUMNS)}, parted by tabs")
    start, end = int(cells[1]), int(cells[2])
    for kind, tag in zip(KINDS, cells[3:], strict=True):
        done = current.places[kind]
        if tag.startswith("B-") or (tag.startswith("I-") and not (done and done[-1][2])):
            done.append([start, end, 1])  # 1: the record may go on
        elif tag.startswith("I-"):
            done[-1][1] = end
        elif done:
            done[-1][2] = 0


def _matched(tagged: _Tagged, source: Sheet) -> Sheet:
    regions: list[Region] = []
    for kind in KINDS:
        free = [region for region in source.regions if region.kind == kind]
        _, hidden = _apart(source, kind)
        for number, (start, end, _) in enumerate(tagged.places[kind], start=1):
            best = max(free, key=lambda region: (_overlap(region, start, end), -region.start), default=None)
            if best is None or not _overlap(best, start, end):
                regions.append(Region(f"{kind}-{number}", kind, start, end))
                continue
            free.remove(best)
            regions.append(replace(best, start=start, end=end))
        regions += [region for region in hidden if region in free]
    return replace(source, regions=tuple(regions))


def _overlap(region: Region, start: int, end: int) -> float:
    both = min(region.end, end) - max(region.start, start)
    return max(0, both) / (max(region.end, end) - min(region.start, start))
