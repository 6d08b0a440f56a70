"""A split as `corpus/` has them: texts, annotations that quote them, and the gold that `vnplan evaluate` reads."""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from vnplan.bridges.fields import LISTS
from vnplan.bridges.gold import Annotated
from vnplan.core.issues import UsageError
from vnplan.store.whole import whole_file


def write_split(plans: Iterable[Annotated], folder: Path) -> tuple[int, list[str]]:
    """Write the plans to `texts/`, `annotations/` and `gold/`; files of other documents stay as they are.

    How many were written, and what an annotation cannot quote (the gold has it).
    """
    if not folder.absolute().parent.is_dir():
        raise UsageError(f"{folder}: the folder {folder.absolute().parent} does not exist; create it first")
    count, told = 0, []
    for plan in plans:
        name = _file_name(plan.name)
        annotation, problems = quoted(plan)
        told += [f"{name}: {problem}" for problem in problems]
        _write(folder / "texts" / f"{name}.txt", plan.text)
        _write(folder / "annotations" / f"{name}.json", _rendered(annotation))
        _write(folder / "gold" / f"{name}.json", _rendered(plan.gold))
        count += 1
    return count, told


def _file_name(name: str) -> str:
    # the name comes from a file that others had in their hands
    if not name.strip(". ") or name != PurePosixPath(name.replace("\\", "/")).name or not name.isprintable():
        raise UsageError(f"a document is called {name!r}, which is no name of a file; change `document` in its data")
    return name


def _rendered(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        file.write(text)


def quoted(plan: Annotated) -> tuple[dict[str, Any], list[str]]:
    """The annotation of a plan: words (`quote`) and their number (`nth`) instead of places.

    What cannot be quoted, because a text mixes composed and decomposed letters, is said and kept with its place.
    """
    annotation = {
        key: copy.deepcopy(value) for key, value in plan.gold.items() if key not in ("document", "text_sha256")
    }
    composed = unicodedata.is_normalized("NFC", plan.text)
    told = []
    for record in _places(annotation):
        start, end = record["span"]["start"], record["span"]["end"]
        quote = " ".join(record["text"].split())
        number = _number(plan.text, quote if composed else unicodedata.normalize("NFD", quote), start, end)
        if number is None:
            told.append(f"{record['text']!r} at {start}-{end} cannot be quoted in an annotation")
            continue
        del record["span"], record["text"]
        record["quote"] = quote
        if number > 1:
            record["nth"] = number
    return annotation, told


def _places(annotation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in LISTS.values():
        for record in annotation[name]:
            yield record
            yield from record.get("actors", ())


def _number(text: str, quote: str, start: int, end: int) -> int | None:
    """The how-manieth place of the quote in the text this is, any white space standing for any other."""
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    number, position = 0, 0
    while match := pattern.search(text, position):
        number += 1
        if match.start() == start:
            return number if match.end() == end else None
        if match.start() > start:
            return None
        position = match.start() + 1
    return None
