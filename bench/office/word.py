"""A plan as a DOCX file, as a typist makes it with Word: layout tables, automatic numbering, split runs, fields."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from office.blocks import Block, Foot, Head, Master, Paragraph, Section, TableBlock, Title
from office.look import DECREE_30, Look
from office.numbering import Numbering

if TYPE_CHECKING:
    from docx.section import Section as Pages
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph as WordParagraph

_SYMBOL = re.compile(r"(?<=[0-9])(?=/)|(?<=/)(?=[A-ZĐ])|(?<=[A-ZĐ])(?=-[A-ZĐ])")  # where Word splits runs of a symbol
_A4 = (Mm(210), Mm(297))
_ALIGNED = {"heading": ALIGN.JUSTIFY, "normal": ALIGN.JUSTIFY, "item": ALIGN.JUSTIFY, "centre": ALIGN.CENTER}


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _field(paragraph: WordParagraph, code: str) -> None:
    """A field such as PAGE, with no result yet: what it shows is the program's affair."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001  python-docx has no fields
        else:
            instruction = _element("w:instrText")
            instruction.text = code
            run._r.append(instruction)  # noqa: SLF001


class _Typist:
    """Types the blocks of a plan into a new document."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.file = docx.Document()
        self.room = 160.0  # millimetres between the margins
        self.numbering = Numbering(self.file, look.automatic)
        style = self.file.styles["Normal"]
        style.font.name = look.font
        style.font.size = Pt(look.size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), look.font)
        style.element.rPr.append(_element("w:lang", val="vi-VN"))

    def runs(self, paragraph: WordParagraph, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """The text in several runs, parted inside symbols as Word parts them after every correction."""
        for part in _SYMBOL.split(text):
            run = paragraph.add_run(part)
            run.bold, run.italic = bold or None, italic or None

    def line(
        self,
        cell: _Cell,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float = 12.5,
        centre: bool = True,
    ) -> WordParagraph:
        """One line in a layout cell; the first takes the paragraph that every cell has."""
        paragraph: WordParagraph = cell.paragraphs[0]
        if paragraph.runs:
            paragraph = cell.add_paragraph()
        self.runs(paragraph, text, bold=bold, italic=italic)
        for run in paragraph.runs:
            run.font.size = Pt(size)
        paragraph.paragraph_format.line_spacing = 1.15
        paragraph.alignment = ALIGN.CENTER if centre else ALIGN.LEFT
        paragraph.paragraph_format.space_after = Pt(0)
        return paragraph

    def layout(self, widths: Sequence[float], rows: int) -> Table:
        """A table without borders, that only places things."""
        table: Table = self.file.add_table(rows, len(widths))
        _set_widths(table, widths)
        return table

    def head(self, head: Head) -> None:
        table = self.layout((74, 102), 2)
        _put_out(table, 8)
        for texts, cell, inset in ((head.agencies, table.cell(0, 0), 20), (head.nation, table.cell(0, 1), 22)):
            for text in texts:
                self.line(cell, text, bold=True)
            _rule(cell, inset)
        for text in head.number:
            self.line(table.cell(1, 0), text)
        for text in head.place_date:
            self.line(table.cell(1, 1), text, italic=True)

    def title(self, title: Title) -> None:
        for n, text in enumerate(title.texts()):
            paragraph = self.file.add_paragraph()
            is_note = text in title.note
            self.runs(paragraph, text, bold=not is_note, italic=is_note)
            paragraph.alignment = ALIGN.CENTER
            paragraph.paragraph_format.space_before = Pt(0 if n else 14)
            paragraph.paragraph_format.space_after = Pt(0 if n + 1 < len(title.texts()) else 12)

    def paragraph(self, one: Paragraph) -> None:
        text, number = self.numbering.label(one.text)
        paragraph = self.file.add_paragraph()
        self.runs(paragraph, text, bold=one.style in ("heading", "centre"))
        paragraph.alignment = _ALIGNED[one.style] if self.look.justified or one.style == "centre" else ALIGN.LEFT
        layout = paragraph.paragraph_format
        layout.space_after = Pt(self.look.gap)
        layout.line_spacing = self.look.leading
        layout.keep_with_next = one.style == "heading"
        if one.style != "centre":
            layout.first_line_indent = Mm(self.look.indent)
            layout.left_indent = Mm(0)
        if number is not None:
            self.numbering.attach(paragraph, number)
            if one.style == "heading":  # a label looks as the mark at the end of its paragraph does
                mark = _element("w:rPr")
                mark.append(_element("w:b"))
                paragraph._p.get_or_add_pPr().append(mark)  # noqa: SLF001

    def table(self, block: TableBlock) -> None:
        table = self.file.add_table(block.rows, block.columns)
        table.style = "Table Grid"
        _set_widths(table, _widths(block, self.room))
        for cell in block.cells:
            place = table.cell(cell.row, cell.column)
            if cell.rows > 1 or cell.columns > 1:
                place = place.merge(table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
            is_head = cell.row < block.heads
            self.line(place, cell.text, bold=is_head, size=12, centre=is_head or len(cell.text) < 8)
        for row in table.rows[: block.heads]:
            row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001  repeats on each page

    def foot(self, foot: Foot) -> None:
        table = self.layout((84, 84), 1)
        left, right = table.rows[0].cells
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001  python-docx has none
        for n, text in enumerate(foot.recipients):
            self.line(left, text, bold=not n, italic=not n, size=11, centre=False)
        *offices, name = foot.signature or ("",)
        for text in offices:
            paragraph = self.line(right, text, bold=True, size=self.look.size)
        if offices:
            paragraph.paragraph_format.space_after = Mm(20)
        self.line(right, name, bold=True, size=self.look.size)

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            match block:
                case Head():
                    self.head(block)
                case Title():
                    self.title(block)
                case Paragraph():
                    self.paragraph(block)
                case TableBlock():
                    self.table(block)
                case Foot():
                    self.foot(block)

    def pages(self, pages: Pages, section: Section) -> None:
        """Format, margins, and in the header the number of the page, except on the first."""
        top, right, bottom, left = self.look.margins
        self.room = (297 if section.landscape else 210) - right - left
        width, height = _A4
        pages.orientation = WD_ORIENT.LANDSCAPE if section.landscape else WD_ORIENT.PORTRAIT
        pages.page_width, pages.page_height = (height, width) if section.landscape else (width, height)
        pages.top_margin, pages.right_margin = Mm(top), Mm(right)
        pages.bottom_margin, pages.left_margin = Mm(bottom), Mm(left)
        pages.header_distance = Mm(10)

    def furniture(self) -> None:
        """Header and footer of the first section; the others go on with them."""
        first = self.file.sections[0]
        first.different_first_page_header_footer = True
        paragraph = first.header.paragraphs[0]
        if self.look.running_head:
            paragraph.add_run(self.look.running_head)
            paragraph.alignment = ALIGN.CENTER
            paragraph = first.header.add_paragraph()
        _field(paragraph, "PAGE")
        paragraph.alignment = ALIGN.CENTER
        if self.look.running_foot:
            first.footer.paragraphs[0].add_run(self.look.running_foot).italic = True


def _rule(cell: _Cell, inset: float) -> None:
    """The short rule under the body's name and the motto: the upper border of an empty, narrow paragraph."""
    paragraph = cell.add_paragraph()
    borders = _element("w:pBdr")
    borders.append(_element("w:top", val="single", sz="6", space="1", color="auto"))
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001  python-docx has no borders
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm(inset)
    layout.space_after, layout.line_spacing = Pt(0), Pt(6)


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Widths in millimetres, of columns and of cells: Word heeds these, LibreOffice those."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _put_out(table: Table, inset: float) -> None:
    """Let a table begin left of the margin: the national name needs the room."""
    table._tblPr.append(_element("w:tblInd", w=str(round(-inset * 56.7)), type="dxa"))  # noqa: SLF001


_LETTER, _MARGINS = 2.8, 5.0  # millimetres: the widest a letter of 12 points is on average; a cell's margins


def _widths(block: TableBlock, room: float) -> list[float]:
    """Widths of columns: no word is broken, and what room is left goes to those with the longest texts."""
    least = [_MARGINS] * block.columns
    longest = [1] * block.columns
    for cell in block.cells:
        if cell.columns == 1:
            word = max(map(len, cell.text.split()), default=1)
            least[cell.column] = max(least[cell.column], _MARGINS + _LETTER * word)
            longest[cell.column] = max(longest[cell.column], min(40, len(cell.text)))
    left = max(0.0, room - sum(least))
    return [width + left * size / sum(longest) for width, size in zip(least, longest, strict=True)]


def to_docx(master: Master, look: Look = DECREE_30) -> bytes:
    """The bytes of the DOCX file."""
    typist = _Typist(look)
    for n, section in enumerate(master.sections):
        pages = typist.file.add_section(WD_SECTION.NEW_PAGE) if n else typist.file.sections[0]
        typist.pages(pages, section)
        typist.blocks(section.blocks)
    typist.furniture()
    saved = io.BytesIO()
    typist.file.save(saved)
    return saved.getvalue()
