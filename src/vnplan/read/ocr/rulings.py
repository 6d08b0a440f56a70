"""Ruling lines on a scan: found as long thin runs of ink, taken out before recognition; the cells between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from vnplan.read.ocr.mesh import Mesh, Pieces, meshes
from vnplan.read.ocr.tracks import strokes, tracks
from vnplan.read.pages.page import Ruling

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

# All in millimetres. No stroke of a letter of body text is as long as the shortest run: capitals of 14 points are
# 3.4 mm high, the bar of a wide bold T is 3 mm long.
_RUN_ACROSS, _RUN_DOWN = 4.0, 5.0
_LENGTH_ACROSS, _LENGTH_DOWN = 8.0, 7.0  # the least length of a line, its gaps closed
_PIECE_ACROSS, _PIECE_DOWN = 2.0, 4.0  # the least run that shows, on its way, that a line goes on
_STUB = 1.5  # the same close to where the line is known to end
_GAP = 2.0  # what copying leaves out of a line
_THICK = 1.3  # what is thicker is a bar or a picture
_AROUND = 10.0  # around the lines: pieces on their way are no further off
_MANY = 0.1  # of the rows or columns of a page: where more may have a run, it is sought in all
_CELL = (3.5, 3.0)  # the least width and height of a cell


class Area(NamedTuple):
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def rows(self) -> slice:
        """Its rows of an image."""
        return slice(self.top, self.top + self.height)

    @property
    def columns(self) -> slice:
        """Its columns of an image."""
        return slice(self.left, self.left + self.width)


@dataclass(frozen=True, slots=True)
class Lines:
    """The ruling lines of a straightened page in pixels, their ink (255), and the tables that they make."""

    across: Sequence[Area]
    down: Sequence[Area]
    ink: Pixels
    tables: Sequence[Mesh] = field(default=())

    def rulings(self, points: float) -> list[Ruling]:
        """The lines of tables in points, straight and closed; `points` is the size of a pixel."""
        return [Ruling(*(at * points for at in line)) for table in self.tables for line in table.rulings()]


def _runs(ink: Pixels, run: int, gap: int, *, across: bool) -> Pixels:
    """The ink in runs of a length, their small gaps closed; sought only in the rows or columns that can have one."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    def kernel(length: int) -> Pixels:
        return np.ones((1, length) if across else (length, 1), np.uint8)

    may = _may_have(ink, run, across=across)
    if may.mean() > _MANY:
        long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel(run))
        return cv2.morphologyEx(long, cv2.MORPH_CLOSE, kernel(gap))
    found = np.zeros_like(ink)
    chosen = np.nonzero(may)[0]
    if len(chosen):
        place = chosen if across else (slice(None), chosen)
        long = cv2.morphologyEx(np.ascontiguousarray(ink[place]), cv2.MORPH_OPEN, kernel(run))
        found[place] = cv2.morphologyEx(long, cv2.MORPH_CLOSE, kernel(gap))
    return found


def _may_have(ink: Pixels, run: int, *, across: bool) -> Pixels:
    """Which rows (or columns) may have a run: of stretches of eight pixels it fills so many, wherever it begins."""
    import numpy as np  # noqa: PLC0415

    if across:
        full = (np.packbits(ink, axis=1) == 255).T
    else:
        padded = np.pad(ink, ((0, -len(ink) % 8), (0, 0)))
        full = padded.reshape(-1, 8, ink.shape[1]).min(axis=1) > 0
    wanted = max(0, run // 8 - 1)
    if not wanted or len(full) < wanted:
        return np.ones(full.shape[1], bool)
    together = full[: len(full) - wanted + 1].copy()
    for n in range(1, wanted):
        together &= full[n : len(full) - wanted + 1 + n]
    found: Pixels = together.any(axis=0)
    return found


def _lines(runs: Pixels, length: float, thick: float, *, across: bool) -> tuple[list[Area], Pixels]:
    """The runs that are long and thin enough, and an image of them."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    outlines, _ = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    kept = np.zeros_like(runs)
    areas: list[Area] = []
    for outline in outlines:
        area = Area(*cv2.boundingRect(outline))
        extent, spread = (area.width, area.height) if across else (area.height, area.width)
        # a line that is not quite straight spreads over more rows than it is thick
        if extent < length or spread > thick + 0.02 * extent:
            continue
        if cv2.countNonZero(runs[area.rows, area.columns]) <= thick * extent:
            areas.append(area)
            cv2.drawContours(kept, [outline], -1, 255, cv2.FILLED)
    return areas, kept


def find_lines(ink: Pixels, dpi: float) -> Lines:
    """The ruling lines in the ink of a straightened page. Underlines and rules under a heading are among them."""
    mm = dpi / 25.4
    gap = round(_GAP * mm)
    across, ink_across = _lines(
        _runs(ink, round(_RUN_ACROSS * mm), gap, across=True), _LENGTH_ACROSS * mm, _THICK * mm, across=True
    )
    down, ink_down = _lines(
        _runs(ink, round(_RUN_DOWN * mm), gap, across=False), _LENGTH_DOWN * mm, _THICK * mm, across=False
    )
    tables: list[Mesh] = []
    if len(across) > 1 and len(down) > 1:
        upright = [Area(y, x, height, width) for x, y, width, height in down]
        lying, standing = tracks(strokes(ink_across, across, mm), mm), tracks(strokes(ink_down.T, upright, mm), mm)
        tables = meshes(lying, standing, _pieces(ink, [*across, *down], mm))
    return Lines(across, down, ink_across | ink_down, tables)


def _pieces(ink: Pixels, lines: Sequence[Area], mm: float) -> Pieces:
    """What may be a piece of a line, around the lines found."""
    import numpy as np  # noqa: PLC0415

    around = round(_AROUND * mm)
    top, left = (max(0, min(at) - around) for at in zip(*((area.top, area.left) for area in lines), strict=True))
    bottom, right = (max(at) + around for at in zip(*((a.rows.stop, a.columns.stop) for a in lines), strict=True))
    place = slice(top, bottom), slice(left, right)

    def runs(run: float, *, across: bool) -> Pixels:
        found = np.zeros_like(ink)
        found[place] = _runs(ink[place], round(run * mm), 1, across=across)
        return found

    standing, stubs = (runs(length, across=False).T for length in (_PIECE_DOWN, _STUB))
    return Pieces(runs(_PIECE_ACROSS, across=True), standing, stubs, mm)


def without_lines(grey: Pixels, lines: Lines, dpi: float) -> Pixels:
    """The page without its ruling lines; what crosses them keeps its ink on both sides."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    if not lines.across and not lines.down:
        return grey
    grey = grey.copy()
    width = max(3, round(dpi / 75) | 1)  # the soft edge of a line goes with it
    for area in (*lines.across, *lines.down):
        rows, columns = (slice(max(0, part.start - width), part.stop + width) for part in (area.rows, area.columns))
        mask = cv2.dilate(lines.ink[rows, columns], np.ones((width, width), np.uint8))
        grey[rows, columns][mask > 0] = 255
    return grey


def cells(lines: Lines, shape: tuple[int, ...], dpi: float) -> list[Area]:
    """The places that ruling lines close in on all sides, from top to bottom; none where there is no table."""
    mm = dpi / 25.4
    found: list[Area] = []
    for face in (face for table in lines.tables for face in table.faces()):
        left, top = max(0, round(face.left)), max(0, round(face.top))
        right, bottom = min(shape[1], round(face.right)), min(shape[0], round(face.bottom))
        if right - left >= _CELL[0] * mm and bottom - top >= _CELL[1] * mm:
            found.append(Area(left, top, right - left, bottom - top))
    return sorted(found, key=lambda area: (area.top, area.left))
