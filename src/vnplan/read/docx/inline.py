"""The characters of a paragraph: runs, fields, breaks, signs, marks of notes, what was deleted or hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from vnplan.knowledge.fonts import Fonts
from vnplan.read.docx.blocks import Paragraph, Run
from vnplan.read.docx.styles import Look, Styles, look
from vnplan.read.docx.xml import MC, Element, M, W, children, switch, value

# What only parts a document for Word: its content counts.
CLEAR = frozenset(
    W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent", "rubyBase")
) | {M + "oMath", M + "oMathPara"}
GONE = frozenset(W + name for name in ("del", "moveFrom", "rt"))
_DRAWN = frozenset(W + name for name in ("drawing", "pict", "object"))
_AS_TEXT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_UNSEEN_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "INDEX", "TC", "XE", "TA"})
_INSTRUCTION = 200
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNIT = regex.compile(r"(?<![\p{L}\d])(?:[kmcd]?m|ha|dam|hm)$|[\d)]\s?[kmcd]?m$")
_PRIVATE = regex.compile("[\uf020-\uf0ff]")
_LINE_ENDS = regex.compile(r"[\r\n\t]+")
_IMAGES = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_CHARTS = ("/chart", "/diagram", "/chartex")
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"


@dataclass(slots=True)
class Seen:
    """What was met and is not in the text, for the issues."""

    images: list[Element] = field(default_factory=list)
    objects: int = 0
    changes: int = 0
    hidden: int = 0
    contents: int = 0  # tables of contents
    parts: int = 0  # other files within the document


@dataclass(slots=True)
class _Field:
    words: str = ""  # the instruction
    hides: bool = True  # until its result begins


class Fields:
    """The fields that are open at a place: only results are seen, not instructions. Fields go over paragraphs."""

    def __init__(self, story: Element, seen: Seen) -> None:
        kinds = [mark.get(W + "fldCharType") for mark in story.iter(W + "fldChar") if not _is_deleted(mark)]
        # in a damaged document a field without an end would swallow the rest
        self.balanced = kinds.count("begin") == kinds.count("end")
        self.open: list[_Field] = []
        self.hiding = 0  # how many of them hide what stands here
        self.seen = seen

    def mark(self, kind: str | None) -> None:
        """`w:fldChar`: a field begins, its result begins, it ends."""
        if kind == "begin":
            self.open.append(_Field())
            self.hiding += 1
        elif kind == "separate" and self.open and self.open[-1].hides:
            own = self.open[-1]
            own.hides = self.is_unseen(own.words)
            self.hiding -= not own.hides
            self.seen.contents += self._name(own.words) == "TOC"
        elif kind == "end" and self.open:
            self.hiding -= self.open.pop().hides

    def instruct(self, words: str) -> None:
        """`w:instrText`: more of the instruction; its first word is all that counts."""
        if self.open and len(self.open[-1].words) < _INSTRUCTION:
            self.open[-1].words += words[:_INSTRUCTION]

    @staticmethod
    def _name(words: str) -> str:
        return words.split(maxsplit=1)[0].upper() if words.strip() else ""

    def is_unseen(self, words: str) -> bool:
        """Whether the result of an instruction is no text of the document."""
        return self._name(words) in _UNSEEN_FIELDS

    def hide(self) -> bool:
        """Whether what stands here is not seen."""
        return self.balanced and self.hiding > 0


def _is_deleted(element: Element) -> bool:
    return next(element.iterancestors(*GONE), None) is not None


class Inline:
    """Reads one paragraph. `cite` gives the mark of a note and the note; text boxes are collected in `boxes`."""

    def __init__(
        self,
        styles: Styles,
        fields: Fields,
        seen: Seen,
        cite: Callable[[Element, str | None], tuple[str, Paragraph | None]],
    ) -> None:
        self.styles, self.fields, self.seen, self.cite = styles, fields, seen, cite
        self.paragraph = Paragraph()
        self.boxes: list[Element] = []
        self.style: str | None = None

    def read(self, element: Element, paragraph: Paragraph, style: str | None) -> list[Element]:
        """Add the characters of a `w:p` to a paragraph; the text boxes that hang on it."""
        self.paragraph, self.style, self.boxes = paragraph, style, []
        self._content(element)
        return self.boxes

    def _content(self, parent: Element) -> None:
        for child in children(parent):
            tag = child.tag
            if tag == W + "r":
                self._run(child)
            elif tag in CLEAR:
                self.seen.changes += tag in (W + "ins", W + "moveTo")
                self._content(child)
            elif tag in GONE:
                self.seen.changes += tag != W + "rt"
            elif tag == W + "sdt":
                self._control(child)
            elif tag == W + "fldSimple":
                if not self.fields.is_unseen(child.get(W + "instr") or ""):
                    self._content(child)
            elif tag == MC + "AlternateContent":
                self._content(chosen(child))
            elif tag.startswith(M):
                self._formula(child)
            elif tag == W + "ruby":
                self._content(child)

    def _control(self, element: Element) -> None:
        """A content control; `Click here to enter text` is none of the document's words."""
        if switch(element.find(W + "sdtPr"), "showingPlcHdr"):
            return
        self._content(element)

    def _formula(self, element: Element) -> None:
        if not self.fields.hide():
            for text in element.iter(M + "t"):
                self._put(Run(text.text or ""))

    def _run(self, run: Element) -> None:
        properties = run.find(W + "rPr")
        own = look(properties)
        looks = own.over(self.styles.look_of(self.style, value(properties, "rStyle")))
        for child in children(run):
            tag = child.tag
            if tag == W + "fldChar":
                self.fields.mark(child.get(W + "fldCharType"))
            elif tag == W + "instrText":
                self.fields.instruct(child.text or "")
            elif self.fields.hide():
                continue
            elif looks.hidden:
                self.seen.hidden += tag == W + "t" and bool((child.text or "").strip())
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                if self._note(child, run):
                    break
            else:
                self._sign_or_text(child, looks, own.font)

    def _sign_or_text(self, child: Element, looks: Look, own_font: str | None) -> None:
        """One thing in a run that is seen."""
        tag, fonts = child.tag, Fonts.load()
        if tag == W + "t":
            text = _LINE_ENDS.sub(" ", child.text or "")
            # a style in a font of signs is more often a slip than a paragraph of signs
            text = self._characters(text, looks, own_font if fonts.is_symbol(own_font) else None)
            self._put(Run(text, looks.capitals or False, fonts.legacy(looks.font)))
        elif tag in _AS_TEXT:
            self._put(Run(_AS_TEXT[tag], legacy=fonts.legacy(looks.font)))
        elif tag == W + "sym":
            self._put(Run(_sign(child)))
        elif tag == W + "ruby":
            self._content(child)
        elif tag in _DRAWN:
            self._drawing(child)
        elif tag == MC + "AlternateContent":
            self._drawing(chosen(child))

    def _put(self, run: Run) -> None:
        if run.text:
            self.paragraph.runs.append(run)

    def _characters(self, text: str, looks: Look, sign_font: str | None) -> str:
        if sign_font is not None:
            return "".join(Fonts.load().sign(sign_font, ord(ch)) for ch in text)
        if _PRIVATE.search(text):
            text = _PRIVATE.sub(lambda match: Fonts.load().sign(looks.font, ord(match[0])), text)
        if looks.raised and text.strip().isdecimal():
            before = "".join(run.text[-12:] for run in self.paragraph.runs[-4:])
            # `m2` is a unit and 10 to the 6th no 106; a number after a word is left as it is
            if before[-1:].isdigit() or _UNIT.search(before):
                return text.translate(_RAISED)
        return text

    def _note(self, reference: Element, run: Element) -> bool:
        """The mark of a note; whether the rest of the run is a mark of the author's own, such as `*`."""
        own: str | None = None
        if (reference.get(W + "customMarkFollows") or "0") in ("1", "true", "on"):
            own = "".join(text.text or "" for text in run.iter(W + "t")).strip() or None
        mark, note = self.cite(reference, own)
        if mark and self.paragraph.runs:
            self.paragraph.runs[-1].text = self.paragraph.runs[-1].text.rstrip(" ")
        self._put(Run(mark))
        if note is not None:
            self.paragraph.notes.append(note)
        return own is not None

    def _drawing(self, element: Element) -> None:
        """Text boxes, pictures and embedded objects in a drawing; of two forms of one drawing the first."""
        if element.tag == MC + "AlternateContent":
            element = chosen(element)
        if element.tag in _IMAGES:
            self.seen.images.append(element)
        elif element.tag == _OLE or (element.tag == _GRAPHIC and (element.get("uri") or "").endswith(_CHARTS)):
            self.seen.objects += 1
        elif element.tag == W + "txbxContent":
            self.boxes.append(element)
            return
        for child in children(element):
            self._drawing(child)


def chosen(alternate: Element) -> Element:
    """The form of an `mc:AlternateContent` that is read: the first, as its content is the same as the fallback's."""
    for choice in alternate.iterchildren(MC + "Choice"):
        if next(children(choice), None) is not None:
            return choice
    fallback = alternate.find(MC + "Fallback")
    return alternate if fallback is None else fallback


def _sign(element: Element) -> str:
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return "\ufffd"
    shown = code if code < 0x110000 and not 0xD800 <= code < 0xE000 else 0xFFFD
    return Fonts.load().sign(element.get(W + "font"), shown)
