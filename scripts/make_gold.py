#!/usr/bin/env python3
"""Turn annotations that quote the text into gold files with exact spans.

    make_gold.py corpus/train            writes corpus/train/gold/*.json
    make_gold.py corpus/train --check    exits 1 when a gold file is not what its annotation says

A split holds `texts/NAME.txt` and `annotations/NAME.json`. In an annotation every citation, deadline, target,
assignment and actor gives, instead of a span, the exact words (`quote`) and, where they stand more than once, words
that stand shortly before (`after`: the search starts at them) or their number (`nth`, 1-based, counted from there).
A line break in the text may be written as a blank in `quote` and `after`. Everything else is copied as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import re
import sys
import unicodedata
from typing import Any

KINDS = ("citations", "deadlines", "targets", "assignments")
ALLOWED: dict[str, set[str | None]] = {
    "form": {"full", "short", "anaphoric", "self"},
    "relation": {
        *("legal_basis", "implements", "mentions", "amends", "amended_by", "replaces", "repeals", "guides"),
        *("issued_with", "before", "by", "on", "within", "from", None),
    },
    "kind": {"date", "period", "recurring", "duration", "open"},
    "comparator": {"eq", "ge", "gt", "le", "lt", "between"},
    "mode": {"level", "increase", "decrease", "rank"},
    "modality": {"assign", "request"},
    "role": {"lead", "coordinate", "advise", "recipient", "supervise"},
}


class AnnotationError(ValueError):
    """An annotation that does not fit its text; the message names the record."""


def flexible(words: str) -> re.Pattern[str]:
    """A pattern for the words in which any white space stands for any other."""
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


def locate(text: str, record: dict[str, Any], where: str, nfd: bool) -> None:
    """Replace `quote`, `after` and `nth` of one record by its span and text."""
    if "quote" not in record:
        raise AnnotationError(f"{where}: no quote")
    quote, after, nth = record.pop("quote"), record.pop("after", None), record.pop("nth", 1)
    if nfd:
        quote = unicodedata.normalize("NFD", quote)
        after = unicodedata.normalize("NFD", after) if after else after
    start = 0
    if after:
        found = flexible(after).search(text)
        if not found:
            raise AnnotationError(f"{where}: `after` not found: {after!r}")
        start = found.start() if flexible(quote).search(after) else found.end()
    match = None
    for _ in range(nth):
        match = flexible(quote).search(text, start)
        if not match:
            break
        start = match.start() + 1
    if not match:
        raise AnnotationError(f"{where}: quote not found: {quote!r} (after {after!r}, nth {nth})")
    record["span"] = {"start": match.start(), "end": match.end()}
    record["text"] = match.group()


def check_values(record: dict[str, Any], where: str) -> None:
    for field, allowed in ALLOWED.items():
        if field in record and record[field] not in allowed:
            raise AnnotationError(f"{where}: {field} may not be {record[field]!r}")


def build(text: str, annotation: dict[str, Any]) -> dict[str, Any]:
    """The gold record of one text. Raises AnnotationError listing everything that does not fit."""
    nfd = not unicodedata.is_normalized("NFC", text)
    problems: list[str] = []

    def attempt(record: dict[str, Any], where: str) -> None:
        try:
            check_values(record, where)
            locate(text, record, where, nfd)
        except AnnotationError as error:
            problems.append(str(error))

    for kind in KINDS:
        for n, record in enumerate(annotation.get(kind, [])):
            attempt(record, f"{kind}[{n}]")
            for m, actor in enumerate(record.get("actors", [])):
                attempt(actor, f"{kind}[{n}].actors[{m}]")
    if problems:
        raise AnnotationError("\n".join(problems))
    for kind in KINDS:
        annotation.get(kind, []).sort(key=lambda r: (r["span"]["start"], r["span"]["end"]))
    annotation["text_sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return annotation


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("split", type=pathlib.Path, nargs="+")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    args = parser.parse_args()
    failed = False
    for split in args.split:
        for source in sorted(split.glob("annotations/*.json")):
            with (split / "texts" / f"{source.stem}.txt").open(encoding="utf-8", newline="") as file:
                text = file.read()
            try:
                gold = build(text, {"document": source.stem, **json.loads(source.read_text(encoding="utf-8"))})
            except (AnnotationError, json.JSONDecodeError) as error:
                print(f"{source}:\n{error}", file=sys.stderr)
                failed = True
                continue
            rendered = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
            target = split / "gold" / source.name
            if not args.check:
                target.write_text(rendered, encoding="utf-8")
            elif not target.exists() or target.read_text(encoding="utf-8") != rendered:
                print(f"{target} is not what {source} says: run {sys.argv[0]}", file=sys.stderr)
                failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
