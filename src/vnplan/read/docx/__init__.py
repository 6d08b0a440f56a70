"""Word documents (DOCX) to text: what a reader of the printed page sees, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from vnplan.core.issues import Issue
from vnplan.core.layout import Layout
from vnplan.read.docx.blocks import Block, Paragraph, Table, lines_of, notes_of
from vnplan.read.docx.frames import columns, has_head, is_layout
from vnplan.read.docx.grid import is_whole
from vnplan.read.docx.legacy import decode
from vnplan.read.docx.package import (
    DAMAGED,
    Package,
    UnreadableError,
    damaged,
    embedded_id,
    image_blobs,
    open_package,
    unsafe,
)
from vnplan.read.docx.story import Document
from vnplan.read.docx.xml import Element, R, UnsafeXmlError, W, parse, switch
from vnplan.read.writer import Entry, Writer

__all__ = ["images", "read"]

_HEAD = 60  # lines of a body in which its head must be
_BROKEN = (*DAMAGED, SyntaxError, RuntimeError)  # no XML; nested too deep, or an unknown compression


def read(data: bytes) -> tuple[str, Layout, tuple[Issue, ...]]:
    """The text of a DOCX file, its tables, and what is to be known of it; never raises.

    >>> text, _, issues = read(b"no ZIP")
    >>> text, issues[0].code, issues[0].severity
    ('', 'not-docx', 'error')
    """
    try:
        document, blocks, issues = _read(data)
    except UnreadableError as error:
        return "", Layout(), (error.issue,)
    if not any(lines_of(blocks)):
        return "", Layout(), (*issues, _no_text(len(document.seen.images)))
    writer = Writer()
    _write(writer, blocks)
    text, layout = writer.finish()
    return text, layout, (*issues, *document.issues())


def images(data: bytes) -> list[bytes]:
    """The pictures in a DOCX file, in the order of the body, each once: for text recognition. Empty where none."""
    try:
        document, _, _ = _read(data)
    except UnreadableError:
        return []
    ids = [embedded_id(image) for image in document.seen.images]
    return list(image_blobs(document.package, [key for key in ids if key]))


def _no_text(count: int) -> Issue:
    if count:
        message = f"the document holds {count} images and no text: recognise their text first (OCR)"
        return Issue("no-text", message, "error")
    return Issue("empty", "the document has no text; give a document with text", "error")


def _read(data: bytes) -> tuple[Document, list[Block], list[Issue]]:
    package = open_package(data)
    try:
        body = _body(package)
        document = Document(package)
        blocks = document.story(body)
        head = _page_head(document, body)
    except UnsafeXmlError as error:
        raise unsafe(error) from error
    except _BROKEN as error:
        raise damaged(error) from error
    issues = decode(document.paragraphs)
    if head and not has_head(islice(lines_of(blocks), _HEAD)) and has_head(lines_of(head)):
        blocks = [*head, *blocks]
    return document, blocks, issues


def _body(package: Package) -> Element:
    blob = package.blob(package.main)
    root = parse(blob or b"")
    body = root.find(W + "body")
    if body is None:
        raise ValueError("it has no body")
    return body


def _page_head(document: Document, body: Element) -> list[Block]:
    """What stands above the first page: some documents have the name of the state there."""
    section = next(body.iter(W + "sectPr"), None)
    if section is None:
        return []
    wanted = "first" if switch(section, "titlePg") else "default"
    for reference in section.iterchildren(W + "headerReference"):
        link = document.package.links.get(reference.get(R + "id") or "")
        if (reference.get(W + "type") or "default") == wanted and link is not None:
            root = document.package.root(link.target)
            return document.story(root, is_note=True) if root is not None else []
    return []


def _write(writer: Writer, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            _write_table(writer, block)
        else:
            _write_lines(writer, block.lines())
            _write_notes(writer, [block])


def _write_notes(writer: Writer, blocks: Sequence[Block]) -> None:
    for note in notes_of(blocks):
        _write_lines(writer, note.lines())


def _write_lines(writer: Writer, lines: Sequence[str]) -> None:
    if lines:
        writer.paragraph("\n".join(lines))


def _write_table(writer: Writer, table: Table) -> None:
    if is_layout(table):
        if table.columns <= 1 or len(table.slots) == 1:
            for slot in table.slots:
                _write(writer, slot.blocks)
            return
        for cells in columns(table):
            _write_column(writer, [block for slot in cells for block in slot.blocks])
        return
    if any(table.lines()):
        writer.table(_entries(table), heads=table.heads)
        _write_notes(writer, [table])


def _write_column(writer: Writer, blocks: Sequence[Block]) -> None:
    """One column of a layout table: its lines stand close together."""
    lines: list[str] = []
    above: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines += block.lines()
            above.append(block)
            continue
        _write_lines(writer, lines)
        lines = []
        _write_table(writer, block)
    _write_lines(writer, lines)
    _write_notes(writer, above)


def _entries(table: Table) -> list[list[Entry | None]]:
    rows: list[list[Entry | None]] = [[Entry() for _ in range(table.columns)] for _ in range(table.rows)]
    spans = is_whole(table)
    for slot in table.slots:
        tall = min(slot.rows, table.rows - slot.row) if spans else 1
        for row in range(slot.row, slot.row + tall):
            for column in range(slot.column, slot.column + slot.columns):
                rows[row][column] = None
        content = "\n".join(line.replace("\t", " ") for line in slot.lines())
        rows[slot.row][slot.column] = Entry(content, tall, slot.columns)
    return rows
