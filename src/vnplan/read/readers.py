"""One reader for each type of file, each imported when a file of its type is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vnplan.core.issues import Issue
from vnplan.core.layout import Layout
from vnplan.read.found import Found
from vnplan.read.options import ReadOptions

_MB = 1_000_000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Read = Callable[[bytes, ReadOptions], Found]


def _text(data: bytes, options: ReadOptions) -> Found:  # noqa: ARG001  readers share their form
    from vnplan.read.txt import decode  # noqa: PLC0415

    decoded = decode(data)
    return Found(decoded.text, issues=decoded.issues)


def _html(data: bytes, options: ReadOptions) -> Found:  # noqa: ARG001
    from vnplan.read.html import read  # noqa: PLC0415

    return Found(*read(data), extraction="html")


def _mhtml(data: bytes, options: ReadOptions) -> Found:
    from vnplan.read.mhtml import page_of  # noqa: PLC0415

    page = page_of(data)
    return Found("", issues=(page,)) if isinstance(page, Issue) else _html(page, options)


def _docx(data: bytes, options: ReadOptions) -> Found:
    from vnplan.read.docx import images, read  # noqa: PLC0415

    text, layout, issues = read(data)
    pictures = images(data) if not text.strip() and options.ocr != "never" else []
    if not pictures:
        return Found(text, layout, issues, extraction="docx")
    from vnplan.read.images import read_pictures  # noqa: PLC0415

    return read_pictures(pictures, options)


def _converted(suffix: str) -> Read:
    def read(data: bytes, options: ReadOptions) -> Found:
        from vnplan.read.doc import SECONDS, to_docx  # noqa: PLC0415

        made = to_docx(data, suffix, min(SECONDS, options.budget or SECONDS))
        return Found("", Layout(), (made,)) if isinstance(made, Issue) else _docx(made, options)

    return read


def _pdf(data: bytes, options: ReadOptions) -> Found:
    from vnplan.read.pdf import read  # noqa: PLC0415

    return read(data, options)


def _image(data: bytes, options: ReadOptions) -> Found:
    from vnplan.read.images import read_pictures  # noqa: PLC0415

    return read_pictures([data], options)


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads a type of file, the largest file of that type, and the ends of names that such files have."""

    read: Read
    max_bytes: int
    suffixes: tuple[str, ...]


READERS: Mapping[str, Reader] = {
    "text/plain": Reader(_text, 20 * _MB, (".txt",)),
    "text/markdown": Reader(_text, 20 * _MB, (".md",)),
    "text/html": Reader(_html, 60 * _MB, (".html", ".htm", ".xhtml")),
    "multipart/related": Reader(_mhtml, 60 * _MB, (".mht", ".mhtml")),
    "application/pdf": Reader(_pdf, 500 * _MB, (".pdf",)),
    DOCX: Reader(_docx, 500 * _MB, (".docx", ".docm")),
    "application/msword": Reader(_converted(".doc"), 500 * _MB, (".doc",)),
    "application/rtf": Reader(_converted(".rtf"), 500 * _MB, (".rtf",)),
    "application/vnd.oasis.opendocument.text": Reader(_converted(".odt"), 500 * _MB, (".odt",)),
    "image/png": Reader(_image, 500 * _MB, (".png",)),
    "image/jpeg": Reader(_image, 500 * _MB, (".jpg", ".jpeg")),
    "image/tiff": Reader(_image, 500 * _MB, (".tif", ".tiff")),
}

SUFFIXES = tuple(sorted({suffix for reader in READERS.values() for suffix in reader.suffixes} | {".zip"}))
"""The ends of file names that are taken from a folder. What a file is, its content tells."""
