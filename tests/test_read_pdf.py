"""PDF files: the text layer, its places, and what bad files get."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from office.blocks import Master
from office.measure import error_rate
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from vnplan.api import parse_bytes
from vnplan.read import Reading, ReadOptions, read_bytes

Rendered = Callable[[str, str], Path]
Mastered = Callable[[str], Master]

PLANS = ("train-01", "train-04", "train-05", "dev-01", "dev-02", "dev-04")
ENGINES = ("pdf_weasyprint", "pdf_libreoffice")
NO_OCR = ReadOptions(ocr="never")


def read(data: bytes, options: ReadOptions = NO_OCR) -> Reading:
    return read_bytes(data, "plan.pdf", options)


def codes(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("plan", PLANS)
def test_printed_plan_is_read_back(plan: str, engine: str, rendered: Rendered, master: Mastered) -> None:
    """At most one character in a thousand is wrong, page furniture left out, tables whole."""
    reading = read(rendered(plan, engine).read_bytes())
    assert error_rate(master(plan), reading.text) <= 0.001
    assert reading.source.extraction == "pdf_text"
    assert reading.source.page_count is not None
    assert not [issue for issue in reading.issues if issue.severity != "info"]


@pytest.mark.parametrize("engine", ENGINES)
def test_box_of_a_record_holds_its_words(engine: str, rendered: Rendered) -> None:
    """The box of a record, cropped and read again, gives the record's text."""
    data = rendered("dev-01", engine).read_bytes()
    record = parse_bytes(data, uri="plan.pdf", ocr="never")
    document = pdfium.PdfDocument(data)
    records = [*record.citations, *record.deadlines, *record.targets, *record.agencies]
    assert len(records) > 40
    for item in records:
        assert item.span.page is not None
        assert item.span.boxes
        pieces = []
        for box in item.span.boxes:
            page = document[box.page - 1]
            layer = page.get_textpage()
            high = page.get_height()
            pieces.append(layer.get_text_bounded(box.x0, high - box.bottom + 2, box.x1, high - box.top - 2))
        found = "".join("".join(pieces).replace("\x02", "-").replace("\ufffe", "-").split())
        assert found == "".join(item.text.split())


def test_table_of_a_page_has_its_merged_cells(rendered: Rendered) -> None:
    """A title over two columns spans two columns, a title over two rows two rows."""
    reading = read(rendered("dev-01", "pdf_weasyprint").read_bytes())
    (grid,) = reading.layout.grids
    cells = {reading.text[c.span.start : c.span.end]: c for c in grid.cells}
    assert cells["Phân công"].columns == 2
    assert cells["TT"].rows == 2
    assert cells["Chủ trì"].row == 1


def test_turned_page_reads_like_an_upright_one(rendered: Rendered) -> None:
    """A page shown on its side (`/Rotate`) gives the same text."""
    data = rendered("train-04", "pdf_weasyprint").read_bytes()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.rotate(90)
    turned = read(saved(writer))
    upright = read(data)
    assert turned.text == upright.text
    assert turned.layout.places is not None
    assert upright.layout.places is not None
    start = upright.text.index("Kính gửi")
    (box,) = upright.layout.places.boxes(span_of("Kính gửi", start))
    (other,) = turned.layout.places.boxes(span_of("Kính gửi", start))
    height = 842.0
    assert (other.x0, other.x1) == pytest.approx((height - box.bottom, height - box.top), abs=1)


def span_of(words: str, start: int):  # type: ignore[no-untyped-def]
    from vnplan.core.span import Span

    return Span(start, start + len(words))


def test_watermark_is_no_text() -> None:
    """Letters that run askew over the page are not mixed into its lines."""
    from office.paper import has_engine

    if not has_engine("weasyprint"):
        pytest.skip("WeasyPrint with Pango is not on this machine")
    from weasyprint import HTML

    lines = "".join(f"<p>Sở Y tế chủ trì thực hiện nhiệm vụ thứ {n} của Kế hoạch này.</p>" for n in range(12))
    mark = "<div style='position:absolute;top:80mm;left:20mm;font-size:60pt;transform:rotate(-40deg)'>DỰ THẢO</div>"
    text = read(HTML(string=lines + mark).write_pdf()).text
    assert text.count("Sở Y tế chủ trì thực hiện nhiệm vụ thứ") == 12
    assert not set("DỰẢO") & set(text)


def annotated(data: bytes, shown: list[tuple[tuple[int, int], str]]) -> bytes:
    """The first page with fields that show words of Latin letters, as signing tools leave them."""
    from pypdf.generic import (
        ArrayObject,
        DecodedStreamObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    font = {"/Type": NameObject("/Font"), "/Subtype": NameObject("/Type1"), "/BaseFont": NameObject("/Times-Roman")}
    made = DictionaryObject({NameObject(key): value for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): writer._add_object(made)})})
    found = ArrayObject()
    for (x, y), words in shown:
        look = DecodedStreamObject()
        oblique = "1 0 0.2126 1 2 4 Tm"
        look.set_data(f"BT /F 13 Tf {oblique} ({words}) Tj ET".encode())
        box = ArrayObject(map(NumberObject, (0, 0, 180, 20)))
        look.update({NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): box})
        look[NameObject("/Resources")] = fonts
        field = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject(f"Signature{x}"),
                NameObject("/F"): NumberObject(132),
                NameObject("/Rect"): ArrayObject(map(NumberObject, (x, y, x + 180, y + 20))),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
            }
        )
        found.append(writer._add_object(field))
    writer.pages[0][NameObject("/Annots")] = found
    return saved(writer)


def test_number_and_day_entered_on_signing() -> None:
    """Fields show them, in oblique type too; the notice of who signed when is no text of the plan."""
    from office.paper import has_engine

    if not has_engine("weasyprint"):
        pytest.skip("WeasyPrint with Pango is not on this machine")
    from weasyprint import HTML

    style = "@page { size: 595pt 842pt; margin: 60pt } p { font: 13pt/20pt serif; margin: 0; white-space: pre }"
    page = f"<style>{style}</style><p>Số:            /TB-UBND</p><p>Huế, ngày         tháng 5 năm 2025</p>"
    notice = "Digitally signed by UBND 2025-05-18 07:25:14 +07:00"
    reading = read(
        annotated(HTML(string=page).write_pdf(), [((85, 762), "565"), ((122, 742), "15"), ((380, 800), notice)])
    )
    assert " ".join(reading.text.split()) == "Số: 565 /TB-UBND Huế, ngày 15 tháng 5 năm 2025"
    assert "signature-notice" in codes(reading)


def test_name_of_a_font_tells_the_encoding() -> None:
    """A page of few words in `.VnTime` is decoded, though the words alone would be no evidence."""
    from office.paper import has_engine

    faces = sorted(Path("/usr/share/fonts").glob("**/LiberationSerif-Regular.ttf"))
    if not has_engine("weasyprint") or not faces:
        pytest.skip("WeasyPrint with Pango, or Liberation Serif, is not on this machine")
    from weasyprint import HTML

    style = f"@font-face {{ font-family: '.VnTime'; src: url({faces[0].as_uri()}) }} p {{ font-family: '.VnTime' }}"
    page = f"<style>{style}</style><p>B\u00b8o c\u00b8o</p>"  # B¸o c¸o
    reading = read(HTML(string=page).write_pdf())
    assert reading.text == "Báo cáo\n"
    assert codes(reading) == ["text-layer-repaired"]


# --- files that are no good ------------------------------------------------------------------------------------------


def saved(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def blank(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return saved(writer)


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(blank(1))))
    writer.encrypt("mat khau", algorithm="RC4-128")
    return saved(writer)


def raw_pdf(*objects: str) -> bytes:
    """A PDF of hand-written objects, numbered from 1; the first is the catalogue."""
    body = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


PAGES_IN_A_RING = raw_pdf(
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
)
FORM_IN_ITSELF = raw_pdf(
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>",
    "<< /Length 4 >>\nstream\n/F Do\nendstream",
    "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F 5 0 R >> >> /Length 4 >>\n"
    "stream\n/F Do\nendstream",
)
NO_PAGES = raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\nnothing follows", "damaged"),
        (blank(2)[:300], "damaged"),
        (encrypted(), "encrypted"),
        (NO_PAGES, "damaged"),
        (blank(1), "no-text"),
        (PAGES_IN_A_RING, None),
        (FORM_IN_ITSELF, None),
    ],
    ids=["head only", "truncated", "password", "no pages", "blank page", "pages in a ring", "form in itself"],
)
def test_bad_file_says_why(data: bytes, code: str | None) -> None:
    """A file that gives no text gives a reason, and never an exception."""
    reading = read(data)
    assert reading.text == ""
    errors = [issue.code for issue in reading.issues if issue.severity == "error"]
    assert errors
    assert code is None or errors == [code]


def test_truncated_plan_is_not_silently_short(rendered: Rendered) -> None:
    """Half a file is either read whole by its remains or refused."""
    data = rendered("train-04", "pdf_weasyprint").read_bytes()
    reading = read(data[: len(data) // 2])
    assert not reading.text or reading.issues


def with_picture(width: int, height: int) -> bytes:
    """A page that is one picture, of a grey that compresses to nothing."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    packed = zlib.compressobj(9)
    row = bytes([255]) * width
    pieces = [packed.compress(row) for _ in range(height)]
    picture = DecodedStreamObject()
    picture._data = b"".join(pieces) + packed.flush()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(width),
            NameObject("/Height"): NumberObject(height),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/FlateDecode"),
        }
    )
    content = DecodedStreamObject()
    content.set_data(b"q 595 0 0 842 0 0 cm /P Do Q")
    resources = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(picture)})}
    )
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = writer._add_object(content)
    return saved(writer)


def test_scan_without_ocr_is_named() -> None:
    """A page that is a picture is not passed over: what it would take is said, page by page."""
    reading = read(with_picture(60, 80))
    assert reading.text == ""
    assert codes(reading) == ["page-not-read"]
    assert "page 1" in reading.issues[0].message
    assert "--ocr never" in reading.issues[0].message


def test_huge_picture_is_refused() -> None:
    """A picture of hundreds of millions of dots is not unpacked."""
    reading = read(with_picture(30_000, 30_000), ReadOptions(ocr="auto"))
    assert reading.text == ""
    assert "megapixels" in reading.issues[0].message


def test_two_thousand_pages() -> None:
    """A long file is read to its end."""
    reading = read(blank(2_000))
    assert reading.source.page_count == 2_000
    assert codes(reading) == ["no-text"]
