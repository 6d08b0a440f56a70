"""From the bytes of a PDF to text: each page by its text layer, or by OCR where the layer cannot be trusted."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vnplan.core.collector import without_collector
from vnplan.core.document import Extraction
from vnplan.core.issues import Issue
from vnplan.read.found import Found
from vnplan.read.ocr_labels import labels_mended
from vnplan.read.ocr_pages import mended
from vnplan.read.options import ReadOptions
from vnplan.read.pages.compose import compose
from vnplan.read.pages.evidence import LETTERS_MISSING
from vnplan.read.pages.layer_words import Fault, faults_of_fonts
from vnplan.read.pages.packed import PackedWords
from vnplan.read.pages.page import Page, Word
from vnplan.read.pages.quality import Verdict, judge
from vnplan.read.pdf.characters import fonts_of, words
from vnplan.read.pdf.drawing import Drawing, Picture, is_blank
from vnplan.read.pdf.fields import has_fields, take_fields
from vnplan.read.pdf.geometry import geometry
from vnplan.read.pdf.layer import Layer
from vnplan.read.pdf.opening import open_pdf

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from vnplan.read.ocr import Recogniser

_FEW_WORDS = 60  # on a page that is one picture: a stamp or a signature, not its text
_DPI = 300  # at which a page without a picture of its own is rendered for OCR
_MOST_MEGAPIXELS = 250  # of one picture: A3 at 1200 dots an inch
_MANY = 40  # pages: of a longer document the words wait packed
_BUDGET_LEFT = 0.05  # of the time that reading may take: the page under way is still to be finished


@dataclass(slots=True)
class _Findings:
    """What is to be said of pages, kind by kind."""

    pages: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # (code, why) -> page numbers
    issues: list[Issue] = field(default_factory=list)

    def note(self, code: str, why: str, page: int) -> None:
        self.pages.setdefault((code, why), []).append(page)

    def told(self) -> Iterator[Issue]:
        for (code, why), pages in self.pages.items():
            yield Issue(code, f"{_numbers(pages)} {why}", "error" if code == "page-not-read" else "info")
        yield from self.issues


def _numbers(pages: Sequence[int]) -> str:
    """Page numbers as people write them.

    >>> _numbers([1, 2, 3, 7]), _numbers([4])
    ('pages 1-3, 7', 'page 4')
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"page{'s' if len(pages) > 1 else ''} {shown}"


def read(data: bytes, options: ReadOptions | None = None) -> Found:
    """The text of a PDF, with the place of every character; never raises for what the file holds."""
    options = options or ReadOptions()
    document = open_pdf(data)
    if isinstance(document, Issue):
        return Found("", issues=(document,))
    try:
        return _Reader(document, data, options).read()
    finally:
        document.close()


def _distrust(verdict: Verdict) -> str:
    return f"because its text layer cannot be trusted ({verdict.reason})"


class _Reader:
    """Reads one document."""

    def __init__(self, document: pdfium.PdfDocument, data: bytes, options: ReadOptions) -> None:
        self.document = document
        self.data = data
        self.options = options
        self.findings = _Findings()
        self.distrusted: list[int] = []  # pages with a layer that is read by OCR all the same
        self.until = None if options.budget is None else time.monotonic() + options.budget * (1 - _BUDGET_LEFT)

    def read(self) -> Found:
        count = len(self.document)
        pages, waiting = self._layers(count)
        if any(LETTERS_MISSING in why for _, why in waiting):
            waiting += self._suspects(pages)
        recognised = self._recognise(sorted(waiting))
        pages.update(recognised)
        ordered, labels = labels_mended([pages[number] for number in sorted(pages)])
        self.document.close()  # what PDFium keeps of many pages makes room for their text
        text, layout, issues = compose(ordered)
        told = (*self.findings.told(), *labels, *issues)
        if not text.strip() and not any(issue.severity == "error" for issue in told):
            told = (*told, Issue("no-text", "no page holds any text", "error"))
        extraction: Extraction = "pdf_ocr" if len(recognised) * 2 > len(pages) else "pdf_text"
        return Found(text, layout, told, count, extraction)

    # --- the text layer ------------------------------------------------------------------------------------------

    @without_collector
    def _layers(self, count: int) -> tuple[dict[int, Page], list[tuple[int, str]]]:
        """The pages by their text layers, and those that need OCR, with why."""
        pages: dict[int, Page] = {}
        waiting: list[tuple[int, str]] = []
        for number in range(1, count + 1):
            found = self._layer(number)
            if isinstance(found, Page):
                pages[number] = found
            elif found is not None:
                waiting.append((number, found))
        return pages, waiting

    def _layer(self, number: int) -> Page | str | None:
        """A page by its text layer; else why it needs OCR; None where the page is blank."""
        import pypdfium2 as pdfium  # noqa: PLC0415

        try:
            page = self.document[number - 1]
            if has_fields(page):
                self._take_fields(page, number)
                page.close()
                page = self.document[number - 1]
            try:
                return self._page(page, number)
            finally:
                page.close()
        except pdfium.PdfiumError:
            self.findings.note("page-not-read", "cannot be opened: the PDF is damaged there", number)
            return None

    def _take_fields(self, page: pdfium.PdfPage, number: int) -> None:
        """Make what signatures and fields show part of a page."""
        copy = open_pdf(self.data)
        if isinstance(copy, Issue):
            return
        try:
            notices = take_fields(page, copy, number - 1)
        finally:
            copy.close()
        if notices:
            self.findings.note("signature-notice", "notices of electronic signatures were left out", number)

    def _page(self, page: pdfium.PdfPage, number: int) -> Page | str | None:
        textpage = page.get_textpage()
        try:
            form = geometry(page, textpage)
            found = words(textpage, form.transform)
            drawing = Drawing(page)
            why = self._why_ocr(page, drawing, found)
            if why is not None or not found:
                return why
            verdict = judge(found, lambda: fonts_of(textpage))
        finally:
            textpage.close()
        if verdict.status == "ocr":
            self.distrusted.append(number)
            return _distrust(verdict)
        if verdict.status == "repaired":
            for repair in verdict.repairs:
                self.findings.note("text-layer-repaired", f"repaired: {repair}", number)
        lines = drawing.rulings(form.transform)
        if drawing.picture() is not None and not form.turned:
            from vnplan.read.ocr.ruled import rulings_in  # noqa: PLC0415

            lines += rulings_in(page.render(scale=_DPI / 144).to_pil(), _DPI / 2, form.width)
        kept = PackedWords(verdict.words) if len(self.document) > _MANY else verdict.words
        return Page(number, form.width, form.height, kept, lines, turned=form.turned)

    def _why_ocr(self, page: pdfium.PdfPage, drawing: Drawing, found: Sequence[Word]) -> str | None:
        """Why a page needs OCR whatever its words are."""
        if self.options.ocr == "always":
            return None if not found and is_blank(page) else "as --ocr always says"
        if len(found) < _FEW_WORDS and drawing.picture() is not None:
            return "because the page is a picture"
        if not found:
            return None if is_blank(page) else "because it has no text layer"
        return None

    def _suspects(self, pages: dict[int, Page]) -> Iterator[tuple[int, str]]:
        """Pages to be read by OCR after all: a font that lost letters on one page has lost them on others."""
        for number, page in list(pages.items()):
            verdict = judge(page.words, suspect=True)
            if verdict.status == "ocr":
                del pages[number]
                self.distrusted.append(number)
                yield number, _distrust(verdict)

    # --- OCR -----------------------------------------------------------------------------------------------------

    def _recognise(self, waiting: Sequence[tuple[int, str]]) -> dict[int, Page]:
        if not waiting:
            return {}
        if self.options.ocr == "never":
            for number, why in waiting:
                self.findings.note("page-not-read", f"not read, as --ocr never says: OCR was needed {why}", number)
            return {}
        from vnplan.read.ocr import Recogniser, missing  # noqa: PLC0415

        problem = missing()
        if problem is not None:
            for number, why in waiting:
                self.findings.note("page-not-read", f"not read: OCR was needed {why}", number)
            self.findings.issues.append(problem)
            return {}
        found = {}
        layers = {number: Layer(self.document[number - 1]) for number in self.distrusted}
        faults = _faults(layers.values())
        with Recogniser() as recogniser:
            for number, why in waiting:
                if self.until is not None and time.monotonic() > self.until:
                    self.findings.note("page-not-read", "not read: the time limit was near; raise --timeout", number)
                    continue
                page = self._recognised(recogniser, number)
                if page is None:
                    continue
                both = layers[number].over(page, faults) if number in layers else None
                how = "read by OCR" if both is None else f"in part: {both.ocr} of {len(both.words)} words read by OCR"
                rest = "" if both is None else ", the rest by its sound fonts"
                self.findings.note("page-ocr", f"{how} {why}{rest}", number)
                found[number], slips = mended(page if both is None else replace(page, words=both.words))
                for issue in slips:
                    self.findings.note(issue.code, issue.message, number)
        return found

    def _recognised(self, recogniser: Recogniser, number: int) -> Page | None:
        page = self.document[number - 1]
        picture = Drawing(page).picture()
        if picture is not None and picture.megapixels > _MOST_MEGAPIXELS:
            why = f"not read: its picture has {picture.megapixels:,.0f} megapixels; scan it at 200 to 400 dots an inch"
            self.findings.note("page-not-read", why, number)
            return None
        dpi = _resolution(picture)
        image = page.render(scale=dpi / 72).to_pil()
        width, height = page.get_size()
        found = recogniser.recognise(image, dpi=dpi, number=number, width=width, height=height)
        self.findings.issues += found.issues
        return found.page


def _faults(layers: Iterable[Layer]) -> dict[str, Fault]:
    """The fonts of a document that are damaged; one that is so on one page is on others, where less of it may stand."""
    found: dict[str, Fault] = {}
    for font, fault in (item for layer in layers for item in faults_of_fonts(layer.words).items()):
        found[font] = "false" if "false" in (fault, found.get(font)) else "lost"
    return found


def _resolution(picture: Picture | None) -> float:
    """Dots an inch for OCR: those of the scan itself within reason, for a scan rendered larger holds no more."""
    return _DPI if picture is None else min(400.0, max(150.0, picture.dpi))
