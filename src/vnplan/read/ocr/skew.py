"""How a page lies on the glass: quarter turns and skew, and the way back from the straightened image to the page.

All angles are in degrees, counted as the page is seen: positive is clockwise, y runs down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnplan.read.pages.page import Page

if TYPE_CHECKING:
    from vnplan.read.ocr.image import Pixels

MOST_SKEW = 7.0
_LEAST_SKEW = 0.04  # less moves no line of print by more than half a pixel: straightening would only blur
# Width of a step, how far to each side of the best so far, how many black pixels are looked at, in rows how thick:
# wide steps need thick rows, which blur lines askew less; thick rows tell little of a page with few lines
_STEPS = ((0.5, MOST_SKEW, 16_000, 4), (0.1, 0.5, 60_000, 1), (0.02, 0.1, 60_000, 1))
_HEIGHT = 1200  # pixels of the page's longer side are enough: a step of 0.02 degrees is still a third of a pixel


@dataclass(frozen=True, slots=True)
class ScannedPage(Page):
    """A page whose lines of print are level, as they are not on the page as shown: there they fall by `skew` degrees.

    >>> page = ScannedPage(1, 600.0, 800.0, [], skew=1.0)
    >>> [round(at, 1) for at in page.shown(500.0, 100.0, 550.0, 112.0)]
    [505.0, 103.5, 555.2, 116.4]
    """

    skew: float = 0.0

    def shown(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A place of the level page on the page as it is shown: the upright box around it."""
        if self.skew:
            angle = math.radians(self.skew)
            x, y = (x0 + x1 - self.width) / 2, (top + bottom - self.height) / 2
            across, down = (x1 - x0) / 2, (bottom - top) / 2
            x, y = x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)
            reach_x = across * math.cos(angle) + down * math.sin(abs(angle))
            reach_y = down * math.cos(angle) + across * math.sin(abs(angle))
            x, y = x + self.width / 2, y + self.height / 2
            x0, top, x1, bottom = x - reach_x, y - reach_y, x + reach_x, y + reach_y
        return Page.shown(self, x0, top, x1, bottom)


def slope(ink: Pixels) -> float:
    """The skew of the lines of print in degrees, in an image whose ink is not zero.

    At the right angle the rows of the image are full or empty: the sum of the squared differences between
    neighbouring rows is greatest.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    shrink = max(1, max(ink.shape) // _HEIGHT)  # by a whole number: ten times as fast as by another
    height, width = (max(1, side // shrink) for side in ink.shape)
    whole = ink[: height * shrink, : width * shrink]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(small > 90)
    if len(xs) < 200:
        return 0.0
    margin = math.ceil(width * math.tan(math.radians(MOST_SKEW)) / 2) + 2
    size = height + 2 * margin + 2

    def clearness(degrees: float, points: int, thick: int) -> float:
        chosen = slice(None, None, max(1, len(xs) // points))
        at = (ys[chosen] - (xs[chosen] - width / 2) * math.tan(math.radians(degrees)) + margin) / thick
        low = at.astype(np.int64)
        part = at - low
        rows = np.bincount(low, 1 - part, size) + np.bincount(low + 1, part, size)
        return float(np.square(np.diff(rows)).sum())

    best = 0.0
    for step, reach, points, thick in _STEPS:
        count = round(reach / step)
        angles = [best + n * step for n in range(-count, count + 1)]
        best = max(angles, key=lambda degrees: clearness(degrees, points, thick))
    best = max(-MOST_SKEW, min(MOST_SKEW, best))
    return best if abs(best) >= _LEAST_SKEW else 0.0


def straightened(image: Pixels, degrees: float) -> Pixels:
    """The image with its lines of print level; it keeps its size, what turns in from outside is white."""
    import cv2  # noqa: PLC0415

    if not degrees:
        return image
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned: Pixels = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return turned
