"""One document as the page carries it: the record with its places in UTF-16, headings, without what the text tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from vnplan.record import PlanRecord
from vnplan.report.packing import utf16_places

KINDS = ("assignments", "targets", "deadlines", "citations", "agencies")
_HEADING = 600  # characters from a section's start in which its heading is looked for


def packed_document(record: PlanRecord) -> dict[str, Any]:
    """What the page shows of a document. `span` is `[start, end]` in UTF-16, and the page where there is one.

    A record's `text` is left out: it is what stands at its span.
    """
    place = utf16_places(record.text)
    found: dict[str, Any] = _placed(record.model_dump(mode="json", exclude={"schema_version", "text"}), place)
    found["text"] = record.text
    found["headings"] = [[place(start), place(end), level] for start, end, level in headings(record)]
    return found


def headings(record: PlanRecord) -> Iterator[tuple[int, int, int]]:
    """Where the headings of sections stand: start, end, level. One that runs into its text is no heading to the eye."""
    for section in record.sections:
        words = " ".join(section.heading.split())
        if not words or len(words) > 200 or words.endswith((".", ";", ":", ",")):
            continue
        start = section.span.start
        end = _end_of(record.text, words, start, min(section.span.end, start + _HEADING))
        if end is not None:
            yield start, end, section.level


def _end_of(text: str, words: str, start: int, limit: int) -> int | None:
    """Where words end that stand between two places with any white space."""
    at = text.find(words.split(" ", 1)[0], start, limit)
    if at < 0:
        return None
    for ch in words:
        if ch == " ":
            while at < limit and text[at].isspace():
                at += 1
        elif at < limit and text[at] == ch:
            at += 1
        else:
            return None
    return at


def _placed(value: Any, place: Callable[[int], int]) -> Any:
    """The value without nulls and empty lists, its spans as pairs."""
    if isinstance(value, list):
        return [_placed(item, place) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, item in value.items():
        if item is None or item == []:
            continue
        if key == "span":
            page = [item["page"]] if item["page"] is not None else []
            kept[key] = [place(item["start"]), place(item["end"]), *page]
        elif key != "text" or "span" not in value:
            kept[key] = _placed(item, place)
    return kept


def rules_of(record: PlanRecord) -> set[str]:
    """The rules that made its records."""
    return {each.rule for kind in KINDS for each in getattr(record, kind)}


def told_rules(rules: set[str]) -> dict[str, dict[str, str]]:
    """What is known of rules: the row of knowledge, its source, its first example."""
    from vnplan.knowledge.rows import find_row  # noqa: PLC0415  reads every table, which only a report needs

    told = {}
    for rule in sorted(rules):
        row = find_row(rule)
        if row is not None:
            example = next(iter(row.values.get("examples", ())), "")
            told[rule] = {"row": str(row), "source": str(row.values.get("source", "")), "example": str(example)}
    return told
