"""Text that was shown in the wrong encoding: found by Vietnamese evidence, decoded, or left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from vnplan.core.issues import Issue
from vnplan.knowledge.encodings import Encoding, Encodings, syllables

# Letters that Vietnamese has in Unicode and that no wrongly shown encoding produces: a line with one is good.
_MODERN = regex.compile("[ĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]")
# Characters of the upper half of Windows-1252 that stand in no Vietnamese word, beside a letter.
_STRANGE = (
    r"\u0080-\u009f\u00a1-\u00a9\u00ab-\u00af\u00b4-\u00ba\u00bc-\u00bf"
    "ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿŒœŠšŽžŸƒ‡†‹›€™"
)
_TELL = regex.compile(rf"[{_STRANGE}](?:(?<=[A-Za-z\u00c0-\u00ff].)|(?=[A-Za-z\u00c0-\u00ff]))", regex.DOTALL)
_FOREIGN = regex.compile(r"[^\x00-\xff\u0152-\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122]")

_LEAST_WORDS = 3  # fewer different words that become Vietnamese are no evidence ("µm" is "àm" in TCVN3)
_LEAST_SHARE = 0.8  # of the decoded words that must be Vietnamese syllables
_SAMPLE = 20_000  # characters are enough to tell which encoding it is


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


@cache
def _encodings() -> tuple[Encoding, ...]:
    return Encodings.load().all


def _suspects(lines: Sequence[str]) -> list[_Line]:
    return [_Line(n, line) for n, line in enumerate(lines) if _TELL.search(line) and not _MODERN.search(line)]


def _best(sample: str) -> Encoding | None:
    """The encoding in which most words of the sample are Vietnamese syllables, if it mends enough of them."""
    words, good_before = syllables(sample)
    best, best_share = None, max(_LEAST_SHARE, good_before / words if words else 1.0)
    for encoding in _encodings():
        decoded = encoding.decode(sample)
        words, good = syllables(decoded)
        if good >= good_before + _LEAST_WORDS and good / words > best_share and _MODERN.search(decoded):
            best, best_share = encoding, good / words
    return best


def _is_vietnamese(decoded: str) -> bool:
    words, good = syllables(decoded)
    return words > 0 and good / words >= _LEAST_SHARE


def decode_legacy(text: str) -> tuple[str, Issue | None]:
    """The text with its wrongly shown lines decoded, and what was done; good text comes back as it is.

    >>> decode_legacy("Céng hßa x· héi chñ nghÜa ViÖt Nam")[0]
    'Cộng hòa xã hội chủ nghĩa Việt Nam'
    >>> decode_legacy("Cộng hòa, “naïve”, 25 m², 30°C")
    ('Cộng hòa, “naïve”, 25 m², 30°C', None)
    """
    if text.isascii() or not _TELL.search(text):
        return text, None
    lines = text.split("\n")
    suspects = _suspects(lines)
    encoding = _best("\n".join(line.text for line in suspects)[:_SAMPLE])
    if encoding is None:
        return text, None
    whole = not _MODERN.search(text)
    count = 0
    for line in [_Line(n, line) for n, line in enumerate(lines) if not line.isascii()] if whole else suspects:
        decoded = encoding.decode(line.text)
        if decoded != line.text and not _FOREIGN.search(line.text) and (whole or _is_vietnamese(decoded)):
            lines[line.number] = decoded
            count += 1
    message = f"{count} lines were {encoding.row.name} and were decoded; save the file as UTF-8 to keep them so"
    return "\n".join(lines), Issue(f"decoded-{encoding.row.id}", message, "warning")
