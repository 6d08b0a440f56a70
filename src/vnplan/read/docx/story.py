"""Walks a body, a note or a page header in order, and makes paragraphs and tables of it."""

from __future__ import annotations

from vnplan.core.issues import Issue
from vnplan.knowledge import Knowledge
from vnplan.read.docx.blocks import Block, Paragraph, Run, Table
from vnplan.read.docx.grid import goes_on, join, read_table
from vnplan.read.docx.inline import CLEAR, Fields, Inline, Seen, chosen
from vnplan.read.docx.numbering import Numbering, written
from vnplan.read.docx.package import Package
from vnplan.read.docx.styles import Styles
from vnplan.read.docx.xml import MC, Element, W, children, number, switch, value

_NAMED_COLUMNS = 2  # a row that names so many columns is the head of a table


class Notes:
    """The footnotes and endnotes of a document; each is read where it is cited."""

    def __init__(self, package: Package, settings: Element | None) -> None:
        self.by_id: dict[tuple[str, str], Element] = {}
        self.marks: dict[tuple[str, str], str] = {}  # of the notes that were cited
        self.count = {"footnote": 0, "endnote": 0}
        self.style = {"footnote": "decimal", "endnote": "lowerRoman"}
        for kind in self.count:
            root = package.part(f"{kind}s")
            for note in root.iterchildren(W + kind) if root is not None else ():
                if note.get(W + "type") in (None, "normal"):
                    self.by_id[kind, note.get(W + "id") or ""] = note
            own = settings.find(W + f"{kind}Pr") if settings is not None else None
            self.style[kind] = value(own, "numFmt") or self.style[kind]
            self.count[kind] = max(0, (number(value(own, "numStart")) or 1) - 1)

    def mark(self, kind: str) -> str:
        """The mark of the next note."""
        self.count[kind] += 1
        return written(self.count[kind], self.style[kind])


class Document:
    """What all stories of a document share, and the paragraphs that were read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering(package.part("numbering"), self.styles)
        self.notes = Notes(package, package.part("settings"))
        self.contents = self.styles.named("paragraph", "toc ")
        self.seen = Seen()
        self.paragraphs: list[Paragraph] = []

    def story(self, root: Element, *, is_note: bool = False) -> list[Block]:
        """The blocks of a body, a note, a page header."""
        return Story(self, root, is_note=is_note).blocks(root)

    def issues(self) -> list[Issue]:
        """What a reader of the text should know that is not in it."""
        seen, found = self.seen, list(self.package.issues)
        if seen.changes:
            found.append(
                Issue("tracked-changes", f"{seen.changes} tracked changes were read as if they were accepted", "info")
            )
        if seen.hidden:
            found.append(Issue("hidden-text", f"{seen.hidden} runs of hidden text were left out", "info"))
        if seen.contents:
            found.append(Issue("contents", "a table of contents was left out; its headings are in the text", "info"))
        if seen.objects or seen.parts:
            message = f"{seen.objects + seen.parts} embedded objects (charts, sheets, files) were not read"
            found.append(Issue("embedded-objects", f"{message}; paste their text into the document if it matters"))
        if seen.images:
            found.append(Issue("images", f"{len(seen.images)} images were not read", "info"))
        return found


class Story:
    """Reads one part of a document."""

    def __init__(self, document: Document, root: Element, *, is_note: bool = False) -> None:
        self.document = document
        self.is_note = is_note
        self.inline = Inline(document.styles, Fields(root, document.seen), document.seen, self._cite)
        self.waiting: Paragraph | None = None  # a paragraph that goes on in the next, as its mark was deleted

    def blocks(self, parent: Element) -> list[Block]:
        """What is in a body, cell, note or text box."""
        found: list[Block] = []
        self._walk(parent, found)
        self._end_waiting(found)
        return _joined(found)

    def _end_waiting(self, found: list[Block]) -> None:
        """A paragraph that would go on in the next, where there is none."""
        if self.waiting is not None:
            self.document.paragraphs.append(self.waiting)
            found.append(self.waiting)
            self.waiting = None

    def _walk(self, parent: Element, found: list[Block]) -> None:
        for child in children(parent):
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child, found)
            elif tag == W + "tbl":
                self._end_waiting(found)
                table = read_table(child, self.document.styles, self.blocks)
                if table.slots:
                    found.append(table)
            elif tag in CLEAR:
                self._walk(child, found)
            elif tag == W + "sdt":
                self._control(child, found)
            elif tag == MC + "AlternateContent":
                self._walk(chosen(child), found)
            elif tag in (W + "altChunk", W + "subDoc"):
                self.document.seen.parts += 1

    def _control(self, element: Element, found: list[Block]) -> None:
        properties = element.find(W + "sdtPr")
        gallery = value(properties.find(W + "docPartObj"), "docPartGallery") if properties is not None else None
        if gallery == "Table of Contents":
            self.document.seen.contents += 1
            return
        content = element.find(W + "sdtContent")
        if content is not None and not switch(properties, "showingPlcHdr"):
            self._walk(content, found)

    def _paragraph(self, element: Element, found: list[Block]) -> None:
        properties = element.find(W + "pPr")
        style = value(properties, "pStyle")
        waiting, self.waiting = self.waiting, None
        paragraph = waiting or Paragraph()
        before = len(paragraph.runs)
        if style in self.document.contents:
            self.document.seen.contents += 1
            boxes: list[Element] = []
        else:
            boxes = self.inline.read(element, paragraph, style)
        mark = properties.find(W + "rPr") if properties is not None else None
        has_text = any(run.text.strip() for run in paragraph.runs[before:])
        place = self.document.numbering.place(properties, style)
        gone = mark is not None and (mark.find(W + "del") is not None or switch(mark, "vanish") or False)
        if place is not None and (has_text or not gone) and not self.inline.fields.hide():
            label = self.document.numbering.label(*place)
            if label and (has_text or label not in "-+*"):
                paragraph.runs.insert(before, Run(f"{label} "))
        if _goes_on(properties, mark):
            self.waiting = paragraph
        else:
            self.document.paragraphs.append(paragraph)
            found.append(paragraph)
        for box in boxes:
            found += Story(self.document, box, is_note=self.is_note).blocks(box)

    def _cite(self, reference: Element, own: str | None) -> tuple[str, Paragraph | None]:
        kind = "footnote" if reference.tag == W + "footnoteReference" else "endnote"
        notes, key = self.document.notes, (kind, reference.get(W + "id") or "")
        note = notes.by_id.get(key)
        if note is None or self.is_note:
            return "", None
        if key in notes.marks:  # cited once more: the note stands at the first place
            return notes.marks[key], None
        mark = notes.marks[key] = f"[{own or notes.mark(kind)}]"
        paragraph = Paragraph([Run(f"{mark} ")])
        first = True
        for block in self.document.story(note, is_note=True):
            parts = [block] if isinstance(block, Paragraph) else _paragraphs(block)
            for part in parts:
                if any(run.text.strip() for run in part.runs):
                    if first:
                        part.runs[0].text = part.runs[0].text.lstrip()
                    paragraph.runs += part.runs if first else [Run("\n"), *part.runs]
                    first = False
        self.document.paragraphs.append(paragraph)
        return mark, paragraph


def _paragraphs(table: Table) -> list[Paragraph]:
    found: list[Paragraph] = []
    for slot in table.slots:
        for block in slot.blocks:
            found += [block] if isinstance(block, Paragraph) else _paragraphs(block)
    return found


def _goes_on(properties: Element | None, mark: Element | None) -> bool:
    """Whether no break is seen after a paragraph: its mark was deleted, it is a run-in heading or a drop capital."""
    if mark is not None and (mark.find(W + "del") is not None or switch(mark, "specVanish")):
        return True
    frame = properties.find(W + "framePr") if properties is not None else None
    return frame is not None and frame.get(W + "dropCap") in ("drop", "margin")


def _joined(blocks: list[Block]) -> list[Block]:
    """Tables that are one although the file has them in pieces are made one."""
    found: list[Block] = []
    table: Table | None = None  # the last one, with nothing but empty paragraphs after it
    for block in blocks:
        if isinstance(block, Table):
            if (
                table is not None
                and goes_on(table, block)
                and table.is_ruled() == block.is_ruled()
                and not _head(block)
            ):
                join(table, block)
                continue
            table = block
        elif any(run.text.strip() for run in block.runs):
            table = None
        found.append(block)
    return found


def _head(table: Table) -> bool:
    """Whether the first row of a table names its columns."""
    know = Knowledge.default().sections
    titles = [
        "".join(run.text for p in _paragraphs_of(slot.blocks) for run in p.runs) for slot in table.slots if not slot.row
    ]
    return len({know.column(title) for title in titles} - {None}) >= _NAMED_COLUMNS


def _paragraphs_of(blocks: list[Block]) -> list[Paragraph]:
    return [block for block in blocks if isinstance(block, Paragraph)]
