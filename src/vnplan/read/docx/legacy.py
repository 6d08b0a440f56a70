"""Text of a document that is not in Unicode: told by its font, or by the words that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import regex

from vnplan.core.issues import Issue
from vnplan.knowledge.encodings import Encoding, Encodings
from vnplan.read.docx.blocks import Paragraph, Run
from vnplan.read.legacy import decode_legacy

# Letters that only Unicode text has: then the font says nothing, as Word shows them in another one.
_MODERN = regex.compile("[ĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]")
_LEAST_SHARE = 0.8


@cache
def _encodings() -> dict[str, Encoding]:
    return {encoding.row.id: encoding for encoding in Encodings.load().all}


def upper(text: str) -> str:
    """Capitals, character by character: the length stays.

    >>> upper("điều 1, straße")
    'ĐIỀU 1, STRAßE'
    """
    capitals = text.upper()
    if len(capitals) == len(text):
        return capitals
    return "".join(capital if len(capital := ch.upper()) == 1 else ch for ch in text)


def decode(paragraphs: Sequence[Paragraph]) -> list[Issue]:
    """Give every paragraph its text."""
    issues = _by_font(paragraphs)
    texts = [_text(paragraph.runs) for paragraph in paragraphs]
    lines = [text.count("\n") + 1 for text in texts]
    decoded, issue = decode_legacy("\n".join(texts))
    parts = decoded.split("\n")
    at = 0
    for paragraph, count in zip(paragraphs, lines, strict=True):
        stripped = (line.strip() for line in parts[at : at + count])
        paragraph.text = "\n".join(stripped).strip("\n")
        at += count
    return [*issues, issue] if issue else issues


def _text(runs: Sequence[Run]) -> str:
    """The characters of a paragraph; capitals come last, as legacy letters are no letters before."""
    return "".join(
        upper(run.text) if run.capitals or (run.legacy is not None and run.legacy.capitals) else run.text
        for run in runs
    )


def _by_font(paragraphs: Sequence[Paragraph]) -> list[Issue]:
    """Decode runs in legacy fonts, unless the document has Unicode text in them."""
    of: dict[str, list[Run]] = {}
    for paragraph in paragraphs:
        paragraph.runs = _merged(paragraph.runs)
        for run in paragraph.runs:
            if run.legacy is not None and not run.text.isascii():
                of.setdefault(run.legacy.encoding, []).append(run)
    issues = []
    for name, runs in of.items():
        encoding = _encodings()[name]
        old = [run for run in runs if not _MODERN.search(run.text)]
        if len(old) < _LEAST_SHARE * len(runs):
            _forget(runs)
            continue
        for run in old:
            run.text = encoding.decode(run.text)
        message = f"{len(old)} runs in {encoding.row.name} fonts were decoded; save the file in a Unicode font"
        issues.append(Issue(f"decoded-{name}", message, "warning"))
    return issues


def _forget(runs: Sequence[Run]) -> None:
    for run in runs:
        run.legacy = None


def _merged(runs: Sequence[Run]) -> list[Run]:
    """Neighbours that look alike as one: a letter of two codes may stand in two runs."""
    groups = groupby(runs, key=lambda run: (run.capitals, run.legacy))
    return [Run("".join(run.text for run in group), *alike) for alike, group in groups]
