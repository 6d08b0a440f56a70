"""Pages that look right over a text layer that is wrong, as bad OCR software and old fonts leave them."""

from __future__ import annotations

import base64
import io
import random
import unicodedata
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from typing import Any, Literal

import pdfplumber

from office.blocks import Master
from office.look import DECREE_30, Look
from office.paper import printed, to_pdf
from office.scan import images
from vnplan.knowledge.encodings import Encodings

Damage = Literal["none", "no_diacritics", "tcvn3", "split_words", "private_use", "lost_letter"]
_DPI = 120
_ROOM = 0.92  # of the printed size: the letters of another alphabet may be wider
_STYLE = """
body { margin: 0; font-family: "Liberation Serif" }
.page { position: relative; break-after: page; overflow: hidden }
.page img { position: absolute; left: 0; top: 0; width: 100%; height: 100% }
.word { position: absolute; white-space: pre; color: transparent; line-height: 1 }
.bold { font-weight: bold }
"""
_SPACED = "p.title b, p.heading b { letter-spacing: 0.35em; word-spacing: 0.7em }"


def _no_diacritics(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _tcvn3(word: str) -> str:
    """What Windows-1252 shows of the codes; a font of capitals has the small letters' codes."""
    letters = next(one.row for one in Encodings.load().all if one.row.id == "tcvn3").letters
    code = dict(zip("".join(letters[1::2]), "".join(letters[::2]), strict=True))
    return "".join(code.get(letter) or code.get(letter.lower(), letter) for letter in word)


def _split_words(word: str) -> str:
    """A blank inside many words: the layer was set glyph by glyph."""
    chance = random.Random(word)  # noqa: S311  the same damage every time
    if len(word) < 4 or chance.random() > 0.5:
        return word
    cut = chance.randrange(1, len(word))
    return f"{word[:cut]} {word[cut:]}"


def _private_use(word: str) -> str:
    """What a font without a map to Unicode gives."""
    return "".join(chr(0xE000 + ord(letter) % 0x400) for letter in word)


def _lost_letter(word: str) -> str:
    """What is left where a font does not say what its letter H is."""
    return " ".join(word.replace("h", "H").split("H")).strip()


_DAMAGES: dict[Damage, Callable[[str], str]] = {
    "none": str,
    "no_diacritics": _no_diacritics,
    "tcvn3": _tcvn3,
    "split_words": _split_words,
    "private_use": _private_use,
    "lost_letter": _lost_letter,
}


def damaged(text: str, damage: Damage) -> str:
    """A text after the damage, word by word.

    >>> damaged("Kế hoạch số 5", "no_diacritics"), damaged("Kế hoạch số 5", "tcvn3")
    ('Ke hoach so 5', 'KÕ ho¹ch sè 5')
    """
    return " ".join(_DAMAGES[damage](word) for word in text.split(" "))


def _pieces(word: Any, damage: Damage) -> Iterator[tuple[float, float, str]]:
    """What the layer says of a word: left edge, right edge and text of each part."""
    if damage != "lost_letter":
        yield word["x0"], word["x1"], damaged(word["text"], damage)
    elif "Bold" not in word["fontname"]:  # a font of its own
        yield word["x0"], word["x1"], word["text"]
    else:
        for lost, letters in groupby(word["chars"], key=lambda char: char["text"] in "hH"):
            part = list(letters)
            if not lost:
                yield part[0]["x0"], part[-1]["x1"], "".join(char["text"] for char in part)


def _layer(page: Any, damage: Damage) -> Iterator[str]:
    """The words of a page at their places, unseen."""
    for word in page.extract_words(extra_attrs=["fontname"], return_chars=True):
        length = (word["x1"] - word["x0"]) / len(word["text"])
        for x0, x1, text in _pieces(word, damage):
            # set smaller where there are more or wider characters, so that it ends where the printed word does
            room = 1.0 if damage == "lost_letter" else _ROOM
            size = (word["bottom"] - word["top"]) * min(room, (x1 - x0) / length / len(text))
            place = f"left:{x0:.1f}pt; top:{word['top']:.1f}pt; font-size:{size:.1f}pt"
            weight = " bold" if damage == "lost_letter" and "Bold" in word["fontname"] else ""
            yield f'<span class="word{weight}" style="{place}">{escape(text)} </span>'


def with_layer(pdf: bytes, damage: Damage, *, dpi: int = _DPI) -> bytes:
    """Images of the pages over a text layer with a damage (`none`: as good OCR software leaves a scan)."""
    from weasyprint import HTML  # noqa: PLC0415  needs Pango, which may be missing

    sheets: list[str] = []
    rules: list[str] = [_STYLE]
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page, image in zip(document.pages, images(pdf, dpi), strict=True):
            saved = io.BytesIO()
            image.save(saved, "JPEG", quality=80)
            size = f"{page.width}pt {page.height}pt"
            name = f"sheet{page.page_number}"
            rules.append(f"@page {name} {{ size: {size}; margin: 0 }}")
            style = f"page: {name}; width: {page.width}pt; height: {page.height}pt"
            source = "data:image/jpeg;base64," + base64.b64encode(saved.getvalue()).decode()
            layer = "".join(_layer(page, damage))
            sheets.append(f'<div class="page" style="{style}"><img src="{source}">{layer}</div>')
    markup = f"<html><head><style>{' '.join(rules)}</style></head><body>{''.join(sheets)}</body></html>"
    return bytes(HTML(string=markup).write_pdf())


def to_broken(master: Master, damage: Damage, look: Look = DECREE_30) -> bytes:
    """The plan as pages with a damaged text layer."""
    return with_layer(to_pdf(master, "weasyprint", look), damage)


def to_spaced(master: Master, look: Look = DECREE_30) -> bytes:
    """The plan with letter-spaced titles and headings: readers that go by gaps find `K Ế H O Ạ C H`."""
    from weasyprint import HTML  # noqa: PLC0415

    return bytes(HTML(string=printed(master, look, _SPACED)).write_pdf())
