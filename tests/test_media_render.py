"""The maker of media is right: other programs find in its files what the truth says, and pages look as they should."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import html
from office.blocks import Foot, Head, Master, Paragraph, Section, TableBlock, Title, folded, tables, truth
from office.broken_layers import damaged
from office.files import MEDIA, look_of, masters
from office.look import DECREE_30, look
from office.master import read_master, read_master_file
from office.measure import body_rows, character_error_rate, error_rate, found_rows, lost_and_added
from office.numbering import Numbering
from office.portal import to_html
from office.scan import to_scan
from office.word import to_docx
from PIL import Image

import vnplan
from vnplan.api import document

TEXTS = masters("train", "dev")
PRINTED = ("train-01", "train-02", "train-04", "train-07", "dev-01")  # appendix, furniture, letter, article, two heads
Rendered = Callable[[str, str], Path]
MastersOf = Callable[[str], Master]

# Invented; columns, furniture and a merged cell as texts from other media have them.
PLAN = """ỦY BAN NHÂN DÂN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN SƠN ĐÔNG              Độc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND              Sơn Đông, ngày 04 tháng 3 năm 2024

KẾ HOẠCH
Trồng cây phân tán năm 2024

Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;

I. MỤC TIÊU
1. Trồng ít nhất 20.000 cây.
2. Tỷ lệ cây sống đạt trên 90%.
II. TỔ CHỨC THỰC HIỆN
a) Hạt Kiểm lâm cấp giống trước ngày 30/4/2024.
b) UBND các xã báo cáo hằng quý.

Nơi nhận:
- Như Mục II;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Bách
"""


def squeezed(text: str) -> str:
    """Without white space: lines and cells are set apart in ways of their own in each medium."""
    return "".join(text.split())


def expected(one: Master) -> str:
    """The truth, its head read row by row, as the elements of a file stand."""
    return squeezed(truth(one, "row"))


def page_texts(pdf: bytes, *, margin: float = 0) -> list[str]:
    """What PDFium reads on each page, but for the margins on top and at the bottom (points)."""
    found = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in found:
            width, height = page.get_size()
            text = page.get_textpage().get_text_bounded(0, margin, width, height - margin)
            texts.append(text.replace("\x02", "-").replace("\ufffe", "-"))  # a hyphen at the end of a line
        return texts
    finally:
        found.close()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_master_keeps_every_word(path: Path) -> None:
    """The blocks have all words of the text but its furniture, and no others."""
    doc = document(path.read_text(encoding="utf-8"))
    lines = [line for line in doc.lines if line.kind not in ("pipe", "boilerplate")]
    wanted = Counter(word for line in lines for word in doc.quote(line.span).split() if word != "|")  # between cells
    assert Counter(truth(read_master_file(path)).split()) == wanted


def test_blocks_of_a_plan() -> None:
    """Columns that stand in one line of the master are parted; head, title, items and foot are what they are."""
    head, title, *body, foot = read_master(PLAN, "plan").blocks
    assert head == Head(
        agencies=("ỦY BAN NHÂN DÂN", "HUYỆN SƠN ĐÔNG"),
        number=("Số: 15/KH-UBND",),
        nation=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        place_date=("Sơn Đông, ngày 04 tháng 3 năm 2024",),
    )
    assert title == Title("KẾ HOẠCH", ("Trồng cây phân tán năm 2024",))
    assert body[1:3] == [Paragraph("I. MỤC TIÊU", "heading"), Paragraph("1. Trồng ít nhất 20.000 cây.", "item")]
    assert foot == Foot(
        ("Nơi nhận:", "- Như Mục II;", "- Lưu: VT."), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Bách")
    )


def test_titles_of_two_rows_are_merged_cells(master: MastersOf) -> None:
    """A title over two columns, and one beside it over two rows, take the places that they take in print."""
    first, second, *_ = tables(master("dev-01"))[0]
    assert first[2:6] == ["Phân công", "Phân công", "Thời gian", "Thời gian"]
    assert second == ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc", "Ghi chú"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_html_holds_the_truth_among_furniture(path: Path) -> None:
    """The article element has the plan and nothing else, through entities too; the page has more."""
    one = read_master_file(path)
    page = html.fromstring(to_html(one).encode())
    assert squeezed(page.get_element_by_id("noi-dung").text_content()) == expected(one)
    assert "Tin liên quan" in page.text_content()
    rows = [element.xpath(".//tr") for element in page.xpath("//table[@class='data']")]
    assert [len(found) for found in rows] == [len(table) for table in tables(one)]


def _word_texts(file: docx.document.Document) -> list[str]:
    """Paragraphs and cells in order; a merged cell once. Labels that Word shows by itself are not in it."""
    texts: list[str] = []
    for item in file.iter_inner_content():
        if isinstance(item, docx.table.Table):
            cells = {id(cell._tc): cell for row in item.rows for cell in row.cells}
            texts += [cell.text for cell in cells.values()]
        else:
            texts.append(item.text)
    return texts


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_docx_holds_the_truth(path: Path) -> None:
    """Where every label is typed, python-docx reads the truth; tables have the cells that they should."""
    one = read_master_file(path)
    file = docx.Document(io.BytesIO(to_docx(one, DECREE_30)))
    assert squeezed("".join(_word_texts(file))) == expected(one)
    data = [table for table in file.tables if table.style.name == "Table Grid"]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in data] == tables(one)


def test_docx_has_automatic_labels_split_symbols_and_page_numbers() -> None:
    """Labels in sequence are left to Word, symbols stand in several runs, the header has a page field."""
    automatic = next(found for found in map(look, range(1, 50)) if {"1.", "a)"} <= found.automatic)
    file = docx.Document(io.BytesIO(to_docx(read_master(PLAN, "plan"), automatic)))
    numbered = [paragraph.text for paragraph in file.paragraphs if paragraph._p.pPr.numPr is not None]
    assert "Trồng ít nhất 20.000 cây." in numbered
    assert "UBND các xã báo cáo hằng quý." in numbered
    number = file.tables[0].cell(1, 0).paragraphs[0]
    assert [run.text for run in number.runs] == ["Số: 15", "/", "KH", "-UBND"]
    assert "PAGE" in file.sections[0].header._element.xml


@pytest.mark.parametrize(
    ("labels", "typed"),
    [
        (["1.", "2.", "3."], []),
        (["1.", "3."], ["3."]),  # Word would show 2
        (["1.", "2.", "1.", "2."], []),  # a new list begins
        (["2."], ["2."]),
        (["a)", "b)", "c)", "d)", "đ)", "e)"], ["đ)"]),  # Word knows no đ
        (["-", "-"], []),
        (["I.", "II."], []),
        (["1.1.", "Điều 1."], ["1.1.", "Điều 1."]),
    ],
)
def test_labels_are_automatic_only_where_word_shows_the_same(labels: list[str], typed: list[str]) -> None:
    """A label that Word would count otherwise is typed."""
    numbering = Numbering(docx.Document(), frozenset({"-", "1.", "a)", "I."}))
    assert [label for label in labels if numbering.label(f"{label} Việc")[1] is None] == typed


@pytest.mark.parametrize("medium", ["pdf_weasyprint", "pdf_libreoffice"])
@pytest.mark.parametrize("name", PRINTED)
def test_pages_hold_the_truth(name: str, medium: str, rendered: Rendered, master: MastersOf) -> None:
    """Between its margins PDFium reads the truth, labels that LibreOffice counted included; numbers from page 2."""
    file = rendered(name, medium)
    top = min(look_of(file.stem).margins[0], 20) * 72 / 25.4
    inside = page_texts(file.read_bytes(), margin=top)
    assert squeezed("".join(inside)) == expected(master(name))
    whole = page_texts(file.read_bytes())
    first, *later = [
        Counter(squeezed(text)) - Counter(squeezed(part)) for text, part in zip(whole, inside, strict=True)
    ]
    assert not any(letter.isdigit() for letter in first)
    assert [number for number, found in enumerate(later, start=2) if str(number) not in found] == []


def test_a_wide_table_stands_on_a_landscape_page(rendered: Rendered) -> None:
    """Pages are A4; that of the appendix lies on its side."""
    for medium in ("pdf_weasyprint", "pdf_libreoffice"):
        found = pypdfium2.PdfDocument(rendered("dev-01", medium).read_bytes())
        sizes = [tuple(map(round, page.get_size())) for page in found]
        found.close()
        assert sizes[0] == (595, 842), medium
        assert sizes[-1] == (842, 595), medium


def test_the_row_of_titles_repeats_on_each_page(rendered: Rendered) -> None:
    """A table longer than a page has its titles on all of them."""
    rendered("dev-01", "pdf_weasyprint")  # skips where nothing can be printed
    from office.blocks import TableCell
    from office.paper import has_engine, to_pdf

    rows = [TableCell(f"Việc thứ {n}", n, 1) for n in range(1, 80)] + [TableCell(str(n), n, 0) for n in range(1, 80)]
    heads = [TableCell("TT", 0, 0), TableCell("Nội dung công việc", 0, 1)]
    plan = Master("dài", (Section((TableBlock((*heads, *rows), 80, 2, 1),)),))
    for engine in ("weasyprint", "libreoffice"):
        if has_engine(engine):
            assert [engine for text in page_texts(to_pdf(plan, engine)) if "Nội dung công việc" not in text] == []


def test_a_footnote_stands_at_the_end_of_its_page(rendered: Rendered, master: MastersOf) -> None:
    """The note is on the first page, and is not in the truth."""
    texts = page_texts(rendered("train-04", "pdf_note").read_bytes())
    assert "Số liệu do cơ quan soạn thảo" in folded(texts[0])
    assert "Số liệu do cơ quan soạn thảo" not in truth(master("train-04"))


def _pages(pdf: bytes) -> list[Image.Image]:
    found = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=0.5).to_pil().convert("RGB") for page in found]
    finally:
        found.close()


def test_scans_are_images_of_the_same_pages(rendered: Rendered) -> None:
    """No text, the same sizes, worse from level to level; a red stamp over the signature where one is asked for."""
    printed = rendered("train-04", "pdf_weasyprint").read_bytes()
    before: list[float] = []
    for level in ("clean", "degraded", "hard"):
        scanned = rendered("train-04", f"scan_{level}").read_bytes()
        assert "".join(page_texts(scanned)).strip() == ""
        for page, original in zip(_pages(scanned), _pages(printed), strict=True):
            assert all(abs(a - b) <= 1 for a, b in zip(page.size, original.size, strict=True))
        middle = _pages(scanned)[0].convert("L").histogram()
        before.append(sum(middle[64:224]) / sum(middle))  # grey where print is black on white
    assert before == sorted(before)
    assert before[2] > 2 * before[0]
    stamped = rendered("train-04", "stamped_hard").read_bytes()
    for pages, expected in ((_pages(scanned), False), (_pages(stamped), True)):
        red = [sum(r > 150 and g < 110 and b < 110 for r, g, b in page.get_flattened_data()) for page in pages]
        assert red[0] == 0
        assert (red[-1] > 100) == expected


def test_a_scan_is_the_same_for_a_seed(rendered: Rendered) -> None:
    """Noise and turn depend on the seed only."""
    printed = rendered("train-04", "pdf_weasyprint").read_bytes()
    pixels = [_pages(to_scan(printed, "degraded", dpi=50, seed=seed))[0].tobytes() for seed in (1, 1, 2)]
    assert pixels[0] == pixels[1]
    assert pixels[0] != pixels[2]


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("none", "Kế hoạch số 5"),
        ("no_diacritics", "Ke hoach so 5"),
        ("tcvn3", "KÕ ho¹ch sè 5"),
    ],
)
def test_damage(damage: str, found: str) -> None:
    """What each damage makes of a text."""
    assert damaged("Kế hoạch số 5", damage) == found  # type: ignore[arg-type]


@pytest.mark.parametrize("damage", ["good", "no_diacritics", "tcvn3", "split_words", "private_use"])
def test_damaged_layers_lie_over_the_printed_page(damage: str, rendered: Rendered, master: MastersOf) -> None:
    """The page shows what was printed, its text layer has the damage."""
    layered = rendered("train-04", f"layer_{damage}").read_bytes()
    text = damaged(truth(master("train-04"), "row"), "none" if damage == "good" else damage)  # type: ignore[arg-type]
    words = set(squeezed("".join(page_texts(layered))))
    assert words - set(squeezed(text)) <= set("0123456789")  # of page numbers
    whole = character_error_rate(squeezed(text), squeezed("".join(page_texts(layered))))
    assert whole < 0.25  # the same words, if not in the same order
    sheets = (rendered("train-04", "pdf_weasyprint").read_bytes(), layered)
    printed, shown = (_pages(pdf)[0].convert("L").resize((40, 56), Image.Resampling.BOX) for pdf in sheets)
    assert max(abs(a - b) for a, b in zip(printed.tobytes(), shown.tobytes(), strict=True)) < 30


def test_spaced_titles_have_gaps_between_letters(rendered: Rendered) -> None:
    """A reader that goes by gaps finds letters set apart."""
    import pdfplumber

    with pdfplumber.open(rendered("train-01", "pdf_spaced")) as pdf:
        assert "K Ế H O Ạ C H" in pdf.pages[0].extract_text()


@pytest.mark.parametrize(
    ("found", "rate"),
    [
        ("Kế hoạch năm 2026", 0.0),
        ("Kế\n\nhoạch | năm  2026 |", 0.0),  # white space and bars between cells are no errors
        ("Kế hoạch năm 2O26", 1 / 17),
        ("Kế hoạch năm", 5 / 17),
        ("", 1.0),
    ],
)
def test_character_error_rate(found: str, rate: float) -> None:
    """One character more, less or other is one error; canonical forms are the same."""
    assert character_error_rate("Kế hoạch năm 2026", found) == pytest.approx(rate)


def test_both_orders_of_a_head_are_right() -> None:
    """Read by columns or by rows a head is read rightly; otherwise not."""
    one = read_master(PLAN, "plan")
    assert error_rate(one, truth(one, "column")) == 0
    assert error_rate(one, truth(one, "row")) == 0
    assert error_rate(one, "\n".join(reversed(truth(one).splitlines()))) > 0.3


def test_rows_of_tables_are_compared_with_merged_cells_in_all_their_places(master: MastersOf) -> None:
    """The rows of the truth and those of a record of the same text are the same."""
    text = next(path for path in TEXTS if path.stem.startswith("dev-01")).read_text(encoding="utf-8")
    record = json.loads(vnplan.parse(text).to_json())
    assert body_rows(master("dev-01")) == found_rows(record)
    assert len(body_rows(master("dev-01"))) == 6


def test_differences_are_told_with_what_stands_before_them() -> None:
    """Each place once, a replacement as one."""
    shown = [str(place) for place in lost_and_added("Số: 15/KH-UBND ngày 04/3/2024", "Số: I5/KH-UBND ngay 04/3/2024.")]
    assert shown == ["…Số: [1 → I]", "…Số: 15/KH-UBND ng[à → a]", "…5/KH-UBND ngày 04/3/2024[ → .]"]


def test_looks_differ_and_stay() -> None:
    """Plans look different from one another, each always the same; every medium can be named."""
    looks = [look(seed) for seed in range(12)]
    assert len({(one.size, one.leading, one.gap, one.indent) for one in looks}) > 6
    assert looks == [look(seed) for seed in range(12)]
    assert {"pdf_weasyprint", "pdf_libreoffice", "docx", "html", "scan_clean", "scan_degraded", "scan_hard"} <= set(
        MEDIA
    )
