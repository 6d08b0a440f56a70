"""Ruling lines on a scan: found as long thin runs of ink, taken out before recognition; the cells between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vnplan.read.pages.page import Ruling

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

# All in millimetres. No stroke of a letter of body text is as long as the shortest run: capitals of 14 points are
# 3.4 mm high, the bar of a wide bold T is 3 mm long.
_RUN_ACROSS, _RUN_DOWN = 4.0, 5.0
_LENGTH_ACROSS, _LENGTH_DOWN = 8.0, 7.0  # the least length of a line, its gaps closed
_GAP = 2.0  # what copying leaves out of a line
_THICK = 1.3  # what is thicker is a bar or a picture
_REACH = 1.5  # how far a line may end before the one that it should meet
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
    """The ruling lines of a straightened page in pixels, and their ink (255)."""

    across: Sequence[Area]
    down: Sequence[Area]
    ink: Pixels

    def rulings(self, points: float) -> list[Ruling]:
        """The lines in points; `points` is the size of a pixel."""
        found = [
            Ruling(x * points, (y + height / 2) * points, (x + width) * points, (y + height / 2) * points)
            for x, y, width, height in self.across
        ]
        found += [
            Ruling((x + width / 2) * points, y * points, (x + width / 2) * points, (y + height) * points)
            for x, y, width, height in self.down
        ]
        return found


def _runs(ink: Pixels, run: int, gap: int, *, across: bool) -> Pixels:
    """The ink in runs of a length, their small gaps closed."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    def kernel(length: int) -> Pixels:
        return np.ones((1, length) if across else (length, 1), np.uint8)

    long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel(run))
    return cv2.morphologyEx(long, cv2.MORPH_CLOSE, kernel(gap))


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
    return Lines(across, down, ink_across | ink_down)


def without_lines(grey: Pixels, lines: Lines, dpi: float) -> Pixels:
    """The page without its ruling lines; what crosses them keeps its ink on both sides."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    if not lines.across and not lines.down:
        return grey
    width = max(3, round(dpi / 75) | 1)  # the soft edge of a line goes with it
    mask = cv2.dilate(lines.ink, np.ones((width, width), np.uint8))
    return np.where(mask > 0, 255, grey).astype(np.uint8)


def cells(lines: Lines, shape: tuple[int, ...], dpi: float) -> list[Area]:
    """The places that ruling lines close in on all sides, from top to bottom; none where there is no table."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    if len(lines.across) < 2 or len(lines.down) < 2:
        return []
    mm = dpi / 25.4
    reach = round(_REACH * mm)
    frame = np.zeros(shape[:2], np.uint8)
    for x, y, width, height in lines.across:
        cv2.rectangle(frame, (x - reach, y), (x + width + reach, y + height), 255, -1)
    for x, y, width, height in lines.down:
        cv2.rectangle(frame, (x, y - reach), (x + width, y + height + reach), 255, -1)
    count, _, stats, _ = cv2.connectedComponentsWithStats(255 - frame, connectivity=4)
    found: list[Area] = []
    for n in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[n])
        outside = x == 0 or y == 0 or x + width == shape[1] or y + height == shape[0]
        if not outside and width >= _CELL[0] * mm and height >= _CELL[1] * mm and area > 0.8 * width * height:
            found.append(Area(x, y, width, height))
    return sorted(found, key=lambda area: (area.top, area.left))
