"""Bytes of a text file to text: byte order marks, UTF-8, UTF-16, the Vietnamese encodings before Unicode."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

import regex

from vnplan.core.issues import Issue
from vnplan.knowledge.encodings import as_windows_1252
from vnplan.read.legacy import decode_legacy

# UTF-32 before UTF-16: its mark begins with UTF-16's
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTAINERS = (
    (b"%PDF-", "a PDF file: turn it into text first (pdftotext FILE.pdf)"),
    (b"PK\x03\x04", "a ZIP container (DOCX, XLSX, ODT …): save it as plain text (UTF-8) first"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (DOC, XLS): save it as plain text (UTF-8) first"),
    (b"{\\rtf", "an RTF file: save it as plain text (UTF-8) first"),
    (b"\x89PNG", "a PNG image: recognise its text (OCR) first"),
    (b"\xff\xd8\xff", "a JPEG image: recognise its text (OCR) first"),
    (b"II*\x00", "a TIFF image: recognise its text (OCR) first"),
    (b"MM\x00*", "a TIFF image: recognise its text (OCR) first"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"SQLite format 3", "a database"),
)
_SAMPLE = 65_536
_EMPTY = "the file is empty; give a text file"
_BINARY = "this is no text; give a text file (UTF-8)"
_SURROGATE = regex.compile("[\ud800-\udfff]")
_WIDE = regex.compile(r"[^\x00-\x7f\ufffd]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was read. An issue of severity `error` means that there is no text."""

    text: str
    issues: tuple[Issue, ...] = ()


def _failed(code: str, message: str) -> Decoded:
    return Decoded("", (Issue(code, message, "error"),))


def accept_text(text: str) -> Decoded:
    """Text as it can be published: wrongly shown encodings decoded, lone surrogates replaced.

    >>> accept_text("QuyÕt ®Þnh vÒ viÖc").text
    'Quyết định về việc'
    """
    issues: list[Issue] = []
    if not text.isascii() and _SURROGATE.search(text):
        text, count = _SURROGATE.subn("\ufffd", text)
        issues.append(Issue("lone-surrogate", f"{count} half characters (lone surrogates) were replaced by U+FFFD"))
    text, issue = decode_legacy(text)
    return Decoded(text, (*issues, issue) if issue else tuple(issues))


def _utf16_without_mark(data: bytes) -> str | None:
    """Which UTF-16 it is, by the zero bytes of ASCII characters in every second place."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.3 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = sum(sample.count(n) for n in range(32) if n not in b"\t\n\v\f\r\x1b")
    return controls > 0.02 * len(sample)


def _wide(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    if not text.strip():
        return _failed("empty", _EMPTY)
    if _is_binary(text[:_SAMPLE].encode("utf-8", "replace")):
        return _failed("binary", _BINARY)
    accepted = accept_text(text)
    if "\ufffd" not in text:
        return accepted
    issue = Issue("bad-bytes", f"bytes that are no {encoding.upper()} were replaced by U+FFFD")
    return Decoded(accepted.text, (issue, *accepted.issues))


def _not_utf8(data: bytes) -> Decoded:
    """Bytes that are no UTF-8: an encoding before Unicode, or UTF-8 with a few bad bytes, or nothing we know."""
    if _is_binary(data):
        return _failed("binary", _BINARY)
    text = data.decode("utf-8", "replace")
    bad, good = text.count("\ufffd"), len(_WIDE.findall(text, endpos=_SAMPLE))
    if bad <= 0.02 * len(text) and bad < 0.5 * good:
        return Decoded(text, (Issue("bad-bytes", f"{bad} places that are no UTF-8 were replaced by U+FFFD"),))
    text, issue = decode_legacy(as_windows_1252(data))
    if issue:
        return Decoded(text, (issue,))
    return _failed(
        "unknown-encoding",
        "the text is neither UTF-8, UTF-16, TCVN3, VNI nor Windows-1258; save it as UTF-8 and try again",
    )


def decode(data: bytes) -> Decoded:
    """The text of a text file's bytes; never raises. A UTF-8 byte order mark stays, line ends stay.

    >>> decode("Kế hoạch".encode("utf-16")).text
    'Kế hoạch'
    >>> decode(b"%PDF-1.7").issues[0].message
    'this is a PDF file: turn it into text first (pdftotext FILE.pdf)'
    """
    if not data.strip():
        return _failed("empty", _EMPTY)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _wide(data, encoding)
    for magic, what in _CONTAINERS:
        if data.startswith(magic):
            return _failed("not-text", f"this is {what}")
    if b"\0" in data:
        wide = _utf16_without_mark(data)
        if wide:
            return _wide(data, wide)
        if _is_binary(data):
            return _failed("binary", _BINARY)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data)
    return _failed("binary", _BINARY) if _is_binary(data) else accept_text(text)
