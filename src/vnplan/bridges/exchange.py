"""One function out and one back for every exchange format of annotated plans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal, get_args

from vnplan.bridges import bio, docbin, jsonl
from vnplan.bridges.gather import gathered
from vnplan.bridges.gold import Annotated
from vnplan.bridges.label_studio import back, tasks
from vnplan.bridges.label_studio.config import config
from vnplan.bridges.sheet import Sheet, laid_flat
from vnplan.bridges.tokens import Tokens
from vnplan.core.issues import SourceError, UsageError
from vnplan.store.whole import whole_file

Format = Literal["label-studio", "docbin", "spans-jsonl", "bio"]
FORMATS: tuple[Format, ...] = get_args(Format)
CONFIG = "labeling-config.xml"

_ENDINGS: dict[str, Format] = {
    ".json": "label-studio",
    ".spacy": "docbin",
    ".jsonl": "spans-jsonl",
    ".ndjson": "spans-jsonl",
    ".bio": "bio",
    ".conll": "bio",
    ".iob": "bio",
    ".tsv": "bio",
}


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The plans that were carried, and in words what was not."""

    plans: tuple[Annotated, ...]
    problems: tuple[str, ...]


def export(
    plans: Sequence[Annotated], output: str | PathLike[str], form: Format, *, tokens: Tokens = "words"
) -> Exchanged:
    """Write annotated plans for other tools; the file appears whole or not at all.

    `label-studio`: a file of tasks, and beside it the labelling interface. `tokens`: for `docbin` and `bio`.
    """
    path = Path(output)
    sheets = [laid_flat(plan) for plan in plans]
    problems: list[str] = []
    with whole_file(path) as part:
        match form:
            case "label-studio":
                problems = [problem for sheet in sheets for problem in tasks.problems(sheet)]
                part.write_text(json.dumps([tasks.task(sheet) for sheet in sheets], indent=1), encoding="utf-8")
            case "docbin":
                docbin.write(sheets, part, tokens)
            case "spans-jsonl":
                _lines(part, map(jsonl.line, sheets))
            case "bio":
                problems = [problem for sheet in sheets for problem in bio.problems(sheet)]
                _lines(part, (line for sheet in sheets for line in bio.lines(sheet, tokens)))
    if form == "label-studio":
        with whole_file(path.with_name(CONFIG)) as part:
            part.write_text(config(), encoding="utf-8")
    return Exchanged(tuple(plans), tuple(problems))


def import_(
    source: str | PathLike[str], form: Format | None = None, *, base: Sequence[Annotated] = (), accept: bool = False
) -> Exchanged:
    """Read corrected plans back as gold. `form` is told by the ending of the file where it is not given.

    `base`: for `bio` the plans that the file was made of. `accept`: see `label_studio.back.sheets`.
    """
    path = Path(source)
    if not path.is_file():
        raise SourceError(f"{path}: no file; give what was exported or corrected")
    plans: dict[str, Annotated] = {}
    problems: list[str] = []
    try:
        for sheet, told in _sheets(path, form or form_of(path), base, accept):
            problems += told
            if not sheet.text:
                continue
            if sheet.name in plans:
                raise UsageError(f"two documents are called {sheet.name}; change `document` in the data of one")
            found = gathered(sheet)
            problems += found.problems
            plans[sheet.name] = found.plan
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: not UTF-8 ({error.reason} at byte {error.start}); is this the right format?"
        ) from None
    return Exchanged(tuple(plans.values()), tuple(problems))


def form_of(path: Path) -> Format:
    """The format that the ending of a name means."""
    form = _ENDINGS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"{path}: its ending says no format; name it: {', '.join(FORMATS)}")
    return form


def _sheets(path: Path, form: Format, base: Sequence[Annotated], accept: bool) -> Iterator[tuple[Sheet, list[str]]]:
    if form == "docbin":
        yield from docbin.sheets(path)
    elif form == "label-studio":
        yield from back.sheets(path.read_text(encoding="utf-8-sig"), accept=accept)
    else:
        # line feeds only: a record of JSON Lines may hold any other line end
        with path.open(encoding="utf-8", newline="\n") as lines:
            if form == "bio":
                yield from bio.sheets(lines, {plan.name: laid_flat(plan) for plan in base})
            else:
                yield from jsonl.sheets(lines)


def _lines(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line + "\n")
