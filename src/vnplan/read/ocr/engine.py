"""A page image to a page of words: prepare, straighten, take out the rules, read the cells and then the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import TracebackType
from typing import TYPE_CHECKING, Self

from vnplan.core.issues import Issue, UsageError
from vnplan.read.ocr.beside import beside
from vnplan.read.ocr.data import LANGUAGE, find_data, missing
from vnplan.read.ocr.doubts import reconsidered
from vnplan.read.ocr.image import READ_AT, Prepared, ink_of, prepare, without_borders
from vnplan.read.ocr.leftovers import coloured_names, overlooked, printed, under_stamp, with_names
from vnplan.read.ocr.marks import seen_marks
from vnplan.read.ocr.rulings import Area, Lines, cells, find_lines, without_lines
from vnplan.read.ocr.skew import ScannedPage, slope, straightened
from vnplan.read.ocr.words import Found, found_words, usual_height, writing

if TYPE_CHECKING:
    from PIL.Image import Image
    from tesserocr import PyTessBaseAPI

    from vnplan.read.ocr.image import Pixels

# Tesseract's page segmentation modes
_COLUMN, _BLOCK, _LINE, _LETTER, _SPARSE = 4, 6, 7, 10, 11

_POOR = 0.65  # a page read with less certainty lies on its side or on its head, or is hardly legible
_BLANK = 0.0005  # the share of ink up to which a page may be unread because it is empty
_BAND = 0.2  # the share of a page that tells which way is up
_ONE_LINE_MM = 5.5  # ink that is no higher is one line of print
_RULE = 190  # grey levels that still are a ruling line: hairlines are paler than print
_SPECKS = 12  # pixels of ink that a cell may have and still be empty


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page of words.

    `page` is upright and its lines of print are level; `page.shown` leads back to the image as it came.
    """

    page: ScannedPage
    issues: tuple[Issue, ...]

    @property
    def turned(self) -> int:
        """By how many degrees the image had to be turned clockwise to stand upright: 0, 90, 180 or 270."""
        return self.page.turned


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page straightened, without its rules: ready for Tesseract. `ink` has the rules, `print` is without them."""

    grey: Pixels
    ink: Pixels
    print: Pixels
    lines: Lines
    skew: float
    coloured: Pixels | None
    dpi: float


class Recogniser:
    """Reads page images, one after another; loading the language takes longer than a page needs to be prepared.

    Not for several threads at once: each document, or process, has its own.

    >>> with Recogniser() as reader:  # doctest: +SKIP
    ...     found = reader.recognise(image, dpi=300, number=1, width=595.0, height=842.0)
    """

    def __init__(self, language: str = LANGUAGE) -> None:
        problem = missing()
        data = find_data(language)
        if problem or data is None:
            raise UsageError(problem.message if problem else f"no data of Tesseract for {language!r}; install them")
        # One thread a page: two gain a tenth of the time, and documents are read beside each other. Read at load.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        import cv2  # noqa: PLC0415
        import tesserocr  # noqa: PLC0415

        cv2.setNumThreads(1)
        # Leptonica complains to the terminal of boxes that Tesseract itself then mends.
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        self._api: PyTessBaseAPI = tesserocr.PyTessBaseAPI(
            path=f"{data}{os.sep}", lang=language, oem=tesserocr.OEM.LSTM_ONLY, psm=_COLUMN
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the language data go."""
        self._api.End()

    def recognise(self, image: Image | Pixels, dpi: float, number: int, width: float, height: float) -> Recognised:
        """The words and ruling lines of a page; `width` and `height` are its size in points as the image shows it.

        The image is grey (height, width) or RGB (height, width, 3), of 8 bits, or one of Pillow's. In colour, stamps
        and signatures can be told from print.
        """
        ready = prepare(image, dpi)
        turned, found, sheet = self._upright(ready, width, height)
        if turned % 180:
            width, height = height, width
        points = width / sheet.grey.shape[1]
        usual = usual_height(found)
        found = self._second_look(sheet, found, points, usual)
        kept = writing(found, usual)
        page = ScannedPage(
            number,
            width,
            height,
            [one.word for one in kept],
            sheet.lines.rulings(points),
            "ocr",
            turned,
            sheet.skew,
        )
        issues = (*ready.issues, *_issues(number, turned, kept, len(found) - len(kept)))
        return Recognised(page, issues)

    def _upright(self, ready: Prepared, width: float, height: float) -> tuple[int, list[Found], _Sheet]:
        """By how much the page must be turned, and its words then. Nearly always by nothing: then it is read once."""
        from cv2 import countNonZero  # noqa: PLC0415

        sheet = _sheet(ready, 0)
        found = self._words(sheet, width / sheet.grey.shape[1])
        if _certainty(found) >= _POOR or countNonZero(sheet.ink) < _BLANK * sheet.ink.size:
            return 0, found, sheet
        turned = max((0, 90, 180, 270), key=lambda degrees: self._legible(ready.grey, degrees))
        if not turned:
            return 0, found, sheet
        sheet = _sheet(ready, turned)
        return turned, self._words(sheet, (height if turned % 180 else width) / sheet.grey.shape[1]), sheet

    def _legible(self, grey: Pixels, turned: int) -> float:
        """How much of the fullest band of a page can be read when it is turned."""
        import numpy as np  # noqa: PLC0415

        turned_grey = np.rot90(grey, -turned // 90)
        full = (turned_grey < 128).sum(axis=1)
        height = int(len(full) * _BAND)
        start = int(np.argmax(np.convolve(full, np.ones(height), "valid")))
        band = turned_grey[start : start + height]
        degrees = slope(255 - band)
        self._show(straightened(np.ascontiguousarray(band), degrees), READ_AT)
        words = [
            one.word for one in self._read(_BLOCK, 72 / READ_AT) if one.word.text.isalpha() and len(one.word.text) > 1
        ]
        return sum(len(word.text) * word.confidence for word in words)

    def _show(self, grey: Pixels, dpi: float) -> None:
        height, width = grey.shape
        self._api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(round(dpi))

    def _read(self, mode: int, points: float, area: Area | None = None) -> list[Found]:
        """The words of the image shown, or of an area of it."""
        self._api.SetPageSegMode(mode)
        if area:
            self._api.SetRectangle(*area)
        return list(found_words(self._api, points)) if self._api.Recognize() else []

    def _words(self, sheet: _Sheet, points: float) -> list[Found]:
        """The words of running text, of texts beside each other, of each cell: no neighbour can lead a line astray."""
        areas = cells(sheet.lines, sheet.ink.shape, sheet.dpi)
        texts = beside(_without(areas, sheet.print, 0), sheet.dpi)
        found = self._rest(sheet, [*areas, *texts], points)
        if areas or texts:
            self._show(sheet.grey, sheet.dpi)
        for area in texts:
            found += self._read(_COLUMN, points, area)
        for area in areas:
            found += self._cell(sheet, area, points)
        return found

    def _rest(self, sheet: _Sheet, areas: Sequence[Area], points: float) -> list[Found]:
        """The words outside of areas; what is one line is read as one: a page with little more takes Tesseract long."""
        grey = _without(areas, sheet.grey, 255)
        extent = printed(_without(areas, sheet.ink, 0)) if areas else None
        if areas and extent is None:
            return []
        self._show(grey, sheet.dpi)
        if extent and extent.height <= _ONE_LINE_MM * sheet.dpi / 25.4:
            return self._read(_LINE, points, extent)
        return self._read(_COLUMN, points)

    def _cell(self, sheet: _Sheet, area: Area, points: float) -> list[Found]:
        import numpy as np  # noqa: PLC0415

        dark = (sheet.grey[area.rows, area.columns] < 128).sum(axis=1)
        rows = np.nonzero(dark)[0]
        if dark.sum() <= _SPECKS:
            return []
        if rows[-1] - rows[0] > _ONE_LINE_MM * sheet.dpi / 25.4:
            return self._read(_BLOCK, points, area)
        return self._read(_LINE, points, area) or self._read(_LETTER, points, area)

    def _second_look(self, sheet: _Sheet, found: Sequence[Found], points: float, usual: float) -> list[Found]:
        """The words with what the first reading passed over, names in the colour of a stamp, doubtful words mended."""
        words = list(found)
        areas = overlooked(sheet.print, found, points, usual)
        if areas:
            self._show(sheet.grey, sheet.dpi)
        for area in areas:
            words += self._read(_LINE, points, area)
        if sheet.coloured is not None:
            words = under_stamp(words, sheet.coloured, points)
            in_colour = self._coloured_words(sheet.coloured, sheet.dpi, points)
            words = with_names(words, list(coloured_names(in_colour, usual)))

        def read_line(grey: Pixels, size: float) -> list[Found]:
            self._show(grey, sheet.dpi * size)
            return self._read(_LINE, points / size)

        words = list(seen_marks(words, sheet.print, points))
        return reconsidered(words, sheet.grey, points, read_line)

    def _coloured_words(self, coloured: Pixels, dpi: float, points: float) -> list[Found]:
        """What is read in the ink of stamps and signatures alone."""
        area = printed(coloured)
        if area is None:
            return []
        self._show(255 - coloured, dpi)
        return self._read(_SPARSE, points, area)


def _without(areas: Sequence[Area], image: Pixels, value: int) -> Pixels:
    """The image with areas blank."""
    if not areas:
        return image
    image = image.copy()
    for area in areas:
        image[area.rows, area.columns] = value
    return image


def _sheet(ready: Prepared, turned: int) -> _Sheet:
    """The page turned, straightened, and without borders and rules."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    def turn(image: Pixels) -> Pixels:
        return np.ascontiguousarray(np.rot90(image, -turned // 90)) if turned else image

    grey = turn(ready.grey)
    grey, ink = without_borders(grey, ink_of(grey), ready.dpi)
    skew = slope(ink)
    if skew:
        grey = straightened(grey, skew)
        ink = ink_of(grey)
    coloured = None
    if ready.coloured is not None:
        coloured = 255 - straightened(255 - turn(ready.coloured), skew)
    lines = find_lines(ink_of(grey, _RULE), ready.dpi)
    bare = without_lines(grey, lines, ready.dpi)
    return _Sheet(bare, ink, cv2.subtract(ink, lines.ink), lines, skew, coloured, ready.dpi)


def _certainty(found: Sequence[Found]) -> float:
    """How sure a page was read: the mean of its words with letters, by their length."""
    words = [one.word for one in found if any(letter.isalpha() for letter in one.word.text)]
    return fmean(word.confidence for word in words for _ in word.text) if words else 0.0


def _issues(number: int, turned: int, kept: Sequence[Found], debris: int) -> Iterator[Issue]:
    if turned:
        yield Issue("turned-page", f"page {number} was turned by {turned} degrees to be read", "info")
    if kept and (certainty := _certainty(kept)) < _POOR:
        message = f"page {number} could hardly be read (certainty {certainty:.0%}); scan it again at 300 dpi"
        yield Issue("poor-scan", message)
    if debris:
        message = f"page {number}: {debris} marks without a letter (stamps, signatures, stains) were left out"
        yield Issue("scan-debris", message, "info")
