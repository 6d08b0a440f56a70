"""Bytes of a web page to its source text: what the bytes say themselves goes before what is declared."""

from __future__ import annotations

import codecs

import regex

from vnplan.core.issues import Issue
from vnplan.knowledge.encodings import as_windows_1252
from vnplan.read.txt import Decoded, decode

_MARKS = (  # UTF-32 before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = regex.compile(rb"<(?:meta|\?xml)\b[^<>]{0,400}?\b(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", regex.I)
_META_WITHIN = 8192  # browsers look into the first 1024 bytes; saved pages have long scripts in front
_WIDE = regex.compile(r"[^\x00-\x7f\ufffd]")
_LATIN = frozenset({"iso8859-1", "ascii", "latin_1"})  # browsers read these as Windows-1252


def decode_page(data: bytes, charset: str | None = None) -> Decoded:
    """The source text of a page.

    A page that is UTF-8 is read so whatever it declares: text in another encoding is never UTF-8 by chance.

    >>> decode_page("<meta charset='iso-8859-1'>Kế hoạch".encode()).text
    "<meta charset='iso-8859-1'>Kế hoạch"
    """
    if not data.strip():
        return decode(data)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) if encoding == "utf-8" else 0 :].decode(encoding, "replace")
            return _checked(text, encoding)
    if b"\0" in data[:_META_WITHIN]:  # UTF-16 without a mark, or no text at all
        return decode(data)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _declared(data, charset)


def _declared(data: bytes, charset: str | None) -> Decoded:
    """Bytes that are no UTF-8: a few bad ones, or the encoding that is declared, or Windows-1252."""
    text = data.decode("utf-8", "replace")
    bad, good = text.count("\ufffd"), len(_WIDE.findall(text))
    if bad <= 0.02 * len(text) + 1 and bad < 0.5 * good:
        return _checked(text, "utf-8")
    meta = _META.search(data[:_META_WITHIN])
    for name in (charset, meta and meta.group(1).decode("ascii")):
        codec = _codec(name)
        if codec == "cp1252":
            break
        if codec and codec != "utf-8":
            return _checked(data.decode(codec, "replace"), codec)
    # old Vietnamese encodings were declared as this one; the reader finds them out by the words
    return Decoded(as_windows_1252(data))


def _codec(name: str | None) -> str | None:
    """The codec of a declared name; None where no text codec has that name."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.rpartition("charset=")[2].strip(" \"';"))
        b"".decode(found.name)
    except (LookupError, ValueError):
        return None
    return "cp1252" if found.name in _LATIN else found.name


def _checked(text: str, encoding: str) -> Decoded:
    bad = text.count("\ufffd")
    if not bad:
        return Decoded(text)
    return Decoded(text, (Issue("bad-bytes", f"{bad} places that are no {encoding.upper()} were replaced by U+FFFD"),))
