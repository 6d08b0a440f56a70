"""What a file is, told by its content."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnplan.read.sniff import (
    BINARY,
    DOC,
    DOCX,
    ENCRYPTED_OOXML,
    HTML,
    MARKDOWN,
    MHTML,
    ODT,
    OLE,
    PDF,
    PPT,
    PPTX,
    RTF,
    TEXT,
    XLS,
    XLSX,
    XML,
    ZIP,
    sniff,
)

PLAN = "# Kế hoạch\n\nCăn cứ Nghị quyết số 25-NQ/TU.\n"


def packed(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A ZIP archive with members of these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def ole(*names: str) -> bytes:
    """An OLE file's header and directory entries of these names."""
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64 for name in ("Root Entry", *names))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\r\n\xef\xbb\xbfjunk\n%PDF-1.4\n", PDF),
        (packed(TYPES, "word/document.xml"), DOCX),
        (packed("word/document.xml", TYPES), DOCX),
        (packed(TYPES, "word/document.xml")[:120], DOCX),  # cut off
        (packed(TYPES, "word/document.xml", "word/embeddings/xl/a.xlsx"), DOCX),
        (packed(TYPES, "xl/workbook.xml"), XLSX),
        (packed(TYPES, "ppt/presentation.xml"), PPTX),
        (packed("content.xml", first=("mimetype", ODT)), ODT),
        (packed("content.xml", first=("mimetype", ODT + "-template")), ODT),
        (packed(first=("mimetype", "application/vnd.oasis.opendocument.spreadsheet")),
         "application/vnd.oasis.opendocument.spreadsheet"),
        (packed("ke-hoach.docx", "word/ghi-chu.txt"), ZIP),
        (packed(), ZIP),
        (ole("WordDocument"), DOC),
        (ole("ObjectPool", "Workbook", "WordDocument"), DOC),  # a letter with a spreadsheet in it
        (ole("Workbook"), XLS),
        (ole("Book"), XLS),
        (ole("PowerPoint Document"), PPT),
        (ole("EncryptionInfo", "EncryptedPackage"), ENCRYPTED_OOXML),
        (ole("Props"), OLE),
        (b"{\\rtf1\\ansi", RTF),
        (b"\xef\xbb\xbf \n{\\rtf1\\ansi", RTF),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0..JFIF", "image/jpeg"),
        (b"II*\x00\x08\x00", "image/tiff"),
        (b"MM\x00*\x00\x00", "image/tiff"),
        (b"BM" + struct.pack("<IHHII", 100, 0, 0, 54, 40), "image/bmp"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a..", "image/gif"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (b"Rar!\x1a\x07\x01\x00", "application/vnd.rar"),
        (b"<!DOCTYPE html><title>x", HTML),
        (b"\xef\xbb\xbf\r\n <!-- saved --> <!-- b -->\n<HTML xmlns:o='urn'>", HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML'><html>", HTML),
        (b"<?xml version='1.0'?><svg/>", XML),
        (b"<div class=a><p>x</p></div>", HTML),
        (b"<table><tr><td>x</td></tr></table>", HTML),
        ("<html><body>Kế hoạch".encode("utf-16"), HTML),
        ("<html><body>Kế hoạch năm".encode("utf-16-be"), HTML),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x", MHTML),
        (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>", MHTML),
        (PLAN.encode(), TEXT),
        (PLAN.encode("utf-16"), TEXT),
        (PLAN.encode("utf-16-le"), TEXT),
        ("Thẻ <table> và </table> trong văn bản".encode(), TEXT),
        ("Một dòng<br>\nhai dòng<br>".encode(), TEXT),
        ("<Sở Y tế> chủ trì".encode(), TEXT),
        ("<p> là thẻ mở đoạn".encode(), TEXT),
        ("BM: bộ mẫu, PK là phụ khoa".encode(), TEXT),
        (b"", TEXT),
        (bytes(range(32)) * 20, BINARY),
    ],
)  # fmt: skip
def test_content_decides(data: bytes, media_type: str) -> None:
    """Every kind of file, whatever it is called."""
    for name in ("", "ke-hoach.txt", "ke-hoach.pdf", "https://xa.vn/tai-ve?id=1"):
        assert sniff(data, name) == media_type, name


@pytest.mark.parametrize(
    ("text", "name", "media_type"),
    [
        (PLAN, "ke-hoach.md", MARKDOWN),
        (PLAN, "KE-HOACH.MD", MARKDOWN),
        ("<div align=center>KẾ HOẠCH</div>\n\n# I. Mục tiêu", "ke-hoach.md", MARKDOWN),
        ("<div align=center>KẾ HOẠCH</div>\n\n# I. Mục tiêu", "ke-hoach.txt", HTML),
        ("<html><body># x</body></html>", "ke-hoach.md", HTML),
        ("Cảnh báo: lỗi\n<html><body><p>x</p>", "ke-hoach.aspx", HTML),
        ("Cảnh báo: lỗi\n<html><body><p>x</p>", "ke-hoach.txt", TEXT),
        (PLAN, "ke-hoach.html", TEXT),
    ],
)
def test_name_breaks_ties(text: str, name: str, media_type: str) -> None:
    """Markdown may have tags in it; a page may begin with text."""
    assert sniff(text.encode(), name) == media_type


def test_real_files() -> None:
    """Files as the libraries of the field write them."""
    docx = pytest.importorskip("docx")
    image = pytest.importorskip("PIL.Image")
    file = io.BytesIO()
    docx.Document().save(file)
    assert sniff(file.getvalue(), "a.zip") == DOCX
    for kind in ("png", "jpeg", "tiff", "bmp", "webp", "gif"):
        file = io.BytesIO()
        image.new("RGB", (4, 4)).save(file, kind)
        assert sniff(file.getvalue(), "a.pdf") == f"image/{kind}"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"<", b"<?xml", b"MIME-Version:", b"<!--", b"BM"]))
def test_any_bytes_have_a_type(data: bytes, start: bytes) -> None:
    """No bytes are too strange."""
    assert "/" in sniff(start + data, "x")


def test_long_beginnings_are_quick() -> None:
    """Blanks, comments and headers without end are no reason to hang."""
    for start in (b" ", b"<!--", b"<!-- a --> ", b"<?a?>", b"A:\n ", b"<p ", b"a: b\n"):
        assert sniff(start * 200_000, "x") in (TEXT, XML)
