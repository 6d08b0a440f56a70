"""What a file is, by its content; its name only decides where the content does not tell."""

from __future__ import annotations

import codecs
import os
import zipfile
from io import BytesIO
from pathlib import Path

import regex

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ZIP = "application/zip"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
OLE = "application/x-ole-storage"
ENCRYPTED_OOXML = "application/encrypted-ooxml"
RTF = "application/rtf"
HTML = "text/html"
MHTML = "multipart/related"
XML = "text/xml"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
BINARY = "application/octet-stream"

# The first bytes of files that need no second look: where they stand, what they are.
_MAGIC = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"\xff\x4f\xff\x51", "image/jp2"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NO_ARCHIVE = (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError)
_ENOUGH = 1 << 16  # bytes of a file that tell what it is
_PDF_WITHIN = 1024  # readers accept junk before the header of a PDF
_HEAD = 8192  # bytes that tell text from HTML, XML or a web archive

# The streams by which OLE files are told apart, the surest first: a letter may have a spreadsheet in it.
_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OOXML),
    ("WordDocument", DOC),
    ("PowerPoint Document", PPT),
    ("Workbook", XLS),
    ("Book", XLS),
)
_PARTS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)

_EMPTY = regex.compile(r"(?:\s+|<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>|>).)*+\??>)*+", regex.DOTALL)
_DOCTYPE = regex.compile(r"<!doctype\s+html\b", regex.I)
_PAGE = regex.compile(r"<(?:html|head|body)(?=[\s>])[^<>]*>", regex.I)
# Elements that a piece of a page begins with; text that mentions a tag does not begin with it.
_PIECE = regex.compile(
    r"<(?:title|meta|link|base|style|script|div|table|p|center|font|span|section|article|main|header|nav|form|h[1-6]"
    r"|ul|ol|frameset|iframe|img|!\[if)(?=[\s>/])[^<>]*>",
    regex.I,
)
_END = regex.compile(
    r"</(?:title|style|script|div|table|t[dr]|p|center|font|span|section|article|li|h[1-6])\s*>", regex.I
)
_MIME = regex.compile(r"(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}?MIME-Version:", regex.I)
_MIME_TYPE = regex.compile(r"^Content-Type:\s*(?:multipart/related|text/html)\b", regex.I | regex.M)
_CONTROLS = regex.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKDOWN_NAMES = frozenset((".md", ".markdown", ".mdown"))
_PAGE_NAMES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp"))


def sniff(data: bytes, name: str = "") -> str:
    r"""The media type of a file; its first 64 KB are enough for most.

    >>> sniff(b"%PDF-1.7 ...", "ke-hoach.doc")
    'application/pdf'
    >>> sniff("# Kế hoạch\n\nMột dòng<br>".encode(), "ke-hoach.md")
    'text/markdown'
    """
    for offset, magic, media_type in _MAGIC:
        if data.startswith(magic, offset):
            return media_type
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_ZIP):
        return _zip(data, _names(data), name)
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS:
        return "image/bmp"
    if data[:64].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{\\rtf"):
        return RTF
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return PDF
    return _text(_shown(data[:_HEAD]), os.path.splitext(name)[1].lower())  # noqa: PTH122  a name need not be a path


def _ole(data: bytes) -> str:
    """By the names of the streams, as they stand in the directory."""
    for name, media_type in _STREAMS:
        if f"{name}\0".encode("utf-16-le") in data:
            return media_type
    return OLE


def sniff_file(path: str) -> str:
    """The media type of a file, by its first bytes; of an archive by its directory. Raises OSError without a file."""
    with Path(path).open("rb") as file:
        head = file.read(_ENOUGH)
    if not head.startswith(_ZIP):
        return sniff(head, path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _zip(head, archive.namelist(), path)
    except _NO_ARCHIVE:
        return sniff(head, path)


def _zip(data: bytes, names: list[str], name: str) -> str:
    if data[30:38] == b"mimetype":  # the first member of an ODF or EPUB file says what it is, unpacked
        said = regex.match(rb"[a-z]{1,20}/[a-z0-9.+-]{1,80}?(?=-template|PK|[^a-z0-9.+-]|$)", data[38:140])
        if said:
            return said.group().decode("ascii")
    if any(member.lower() == "[content_types].xml" for member in names):
        for folder, media_type in _PARTS:
            if any(member.lower().startswith(folder) for member in names):
                return media_type
        if name.lower().endswith((".docx", ".docm")):  # cut off before its first part
            return DOCX
    return ZIP


def _names(data: bytes) -> list[str]:
    """The names in a ZIP archive; where its directory is cut off or damaged, those before each member."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except _NO_ARCHIVE:
        return [
            data[at + 30 : at + 30 + int.from_bytes(data[at + 26 : at + 28], "little")].decode("cp437")
            for at in (match.start() for match in regex.finditer(rb"PK\x03\x04", data))
        ]


def _shown(head: bytes) -> str:
    """The first characters, whatever the encoding: tags are ASCII in all that are in use."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return head.decode(encoding, "replace").removeprefix("\ufeff")
    half = len(head) // 2
    if half and head[1::2].count(0) > 0.3 * half:
        return head.decode("utf-16-le", "replace")
    if half and head[::2].count(0) > 0.3 * half:
        return head.decode("utf-16-be", "replace")
    return head.decode("latin-1")


def _text(head: str, extension: str) -> str:
    empty = _EMPTY.match(head)
    start = empty.end() if empty else 0
    is_xml = head.lstrip().startswith("<?xml")
    if _DOCTYPE.match(head, start) or _PAGE.match(head, start):
        return HTML
    if is_xml:
        return XML
    if _MIME.match(head) and _MIME_TYPE.search(head):
        return MHTML
    plain = MARKDOWN if extension in _MARKDOWN_NAMES else TEXT
    if plain == TEXT and _PIECE.match(head, start) and _END.search(head, start):
        return HTML
    if extension in _PAGE_NAMES and (_PAGE.search(head) or _END.search(head)):
        return HTML
    if len(_CONTROLS.findall(head)) > 0.1 * len(head):
        return BINARY
    return plain
