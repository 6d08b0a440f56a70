"""A page image made ready for recognition: grey, even, dark on white, at the resolution that is read best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnplan.core.issues import Issue

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[Any]

MAX_PIXELS = 100_000_000
"""A larger image is scaled down before anything else: A4 at 1,000 dpi has 97 million pixels."""

READ_AT = 250.0
"""The resolution at which a page is read: at 300 dpi it takes a sixth longer and has as many errors."""

# Printed edges that are a little soft are read best: on clean pages this halves the errors.
_SOFT = 0.67  # pixels at that resolution
_SOFTER = 1.25  # where the page is noisy
_DARKER = 1.5  # the exponent (gamma) that gives thin pale strokes their black again
_PALE, _SHADE = 0.51, 230  # strokes are pale where less than this share of their shades is ink
_NOISY = 6.0  # grey levels (standard deviation) beyond which it is
_INK = 128  # grey levels of an evened page that are ink
_WHITE, _WHITE_NOISY = 250, 240  # of 255 parts of its paper: what is brighter is paper
_BLACK = 0.5  # the per cent of a page that are surely print
_STAMP_MM = 8.0  # coloured ink that is higher than this is a stamp or a signature, lower a coloured word
_SATURATED = 60  # grey levels between a pixel's strongest and weakest colour that make it coloured ink
_LARGE = 1_000_000  # pixels: half of A4 at 150 dpi
_HOLE_MM = (3.5, 9.0)  # the diameter of a punch hole as it is copied
_EDGE_MM = 25.0  # how far from the edge a punch hole may be


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page ready to be read: dark on white, `scale` pixels for one of the image as it came.

    `coloured`: all coloured ink (white on black), where stamps or signatures were taken out.
    """

    grey: Pixels
    dpi: float
    noise: float
    coloured: Pixels | None = None
    issues: tuple[Issue, ...] = ()


def as_pixels(image: Image | Pixels) -> Pixels:
    """An image as grey or RGB pixels of 8 bits; transparent places are white."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image as Images  # noqa: PLC0415

    if isinstance(image, np.ndarray):
        if image.dtype == bool:
            return image.astype(np.uint8) * 255
        return (
            image[..., 0] if image.ndim == 3 and image.shape[2] == 1 else image[..., :3] if image.ndim == 3 else image
        )
    if image.mode in {"1", "L", "RGB"}:
        return np.asarray(image.convert("L") if image.mode == "1" else image)
    rgba = image.convert("RGBA")
    white = Images.new("RGBA", rgba.size, "white")
    return np.asarray(Images.alpha_composite(white, rgba).convert("RGB"))


def capped(pixels: Pixels, dpi: float) -> tuple[Pixels, float, tuple[Issue, ...]]:
    """The image, its resolution, and what was done to it when it was too large."""
    import cv2  # noqa: PLC0415

    size = pixels.shape[0] * pixels.shape[1]
    if size <= MAX_PIXELS:
        return pixels, dpi, ()
    shrink = (MAX_PIXELS / size) ** 0.5
    message = (
        f"a page image of {size / 1e6:.0f} million pixels was scaled down to {MAX_PIXELS / 1e6:.0f} million before "
        "it was read; scan at 300 dpi"
    )
    small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return small, dpi * shrink, (Issue("large-image", message, "info"),)


def shades_of(grey: Pixels) -> Pixels:
    """How many pixels each of the 256 shades has; of a large image every fifth row tells (JPEG packs eight)."""
    import cv2  # noqa: PLC0415

    rows = grey[::5] if grey.size > _LARGE else grey
    counts: Pixels = cv2.calcHist([rows], [0], None, [256], [0, 256]).ravel()
    return counts


def percentile(shades: Pixels, percent: float) -> int:
    """The shade up to which a share of the pixels goes: an image is counted in a tenth of the time it is sorted in."""
    import numpy as np  # noqa: PLC0415

    below = np.cumsum(shades, dtype=np.float64)
    return int(np.searchsorted(below, below[-1] * percent / 100))


def noise_of(grey: Pixels) -> float:
    """The noise of an image in grey levels: what is left when every plane is taken away (Immerkær 1996), in its paper.

    Most of a page is paper, so the median tells of the paper and not of print.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = grey.shape
    middle = grey[height // 10 : height - height // 10, width // 10 : width - width // 10]
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rest = cv2.convertScaleAbs(cv2.filter2D(middle, cv2.CV_16S, kernel))  # of 8 bits: what is beyond is no paper
    return percentile(shades_of(rest), 50) / 6 / 0.6745


def without_coloured_ink(rgb: Pixels, dpi: float) -> tuple[Pixels, Pixels | None]:
    """The page in grey without the ink of stamps and signatures, and all coloured ink (white on black).

    Ink of one colour is bright in its own channel, black print under it dark in all three. Coloured words stay: they
    are no higher than a line of print.
    """
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    reds, greens, blues = cv2.split(rgb)
    others = cv2.max(greens, blues)
    brightest, darkest = cv2.max(reds, others), cv2.min(reds, cv2.min(greens, blues))
    _, coloured = cv2.threshold(cv2.subtract(brightest, darkest), _SATURATED, 1, cv2.THRESH_BINARY)
    if cv2.countNonZero(coloured) < 1e-5 * coloured.size:
        return grey, None
    red = cv2.bitwise_and(coloured, cv2.compare(reds, others, cv2.CMP_GE))  # a seal apart from the signature across it
    places = cv2.bitwise_or(_stamps(red, dpi), _stamps(cv2.subtract(coloured, red), dpi))
    stamps = cv2.bitwise_and(places, coloured)
    x, y, width, height = cv2.boundingRect(stamps)
    if not width:
        return grey, None
    place = slice(y, y + height), slice(x, x + width)
    paper = percentile(shades_of(grey), 90)
    # the ink's own channel is a little darker than paper: what black ink is not, becomes paper
    without = np.where(brightest[place] > 0.55 * paper, paper, brightest[place])
    grey[place] = np.where(stamps[place] > 0, without, grey[place])
    return grey, coloured * 255


def _stamps(ink: Pixels, dpi: float) -> Pixels:
    """Where ink of one colour is higher than a line of print, and what seals enclose."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    if not cv2.countNonZero(ink):
        return ink
    mm = max(1, round(dpi / 25.4))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((mm, mm), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    high = [n for n, at in enumerate(stats.tolist()) if n and at[cv2.CC_STAT_HEIGHT] > _STAMP_MM * dpi / 25.4]
    kept = np.zeros(count, np.uint8)
    kept[high] = 1
    found = cv2.dilate(kept[labels], np.ones((3, 3), np.uint8))
    for x, y, width, height, _ in stats[high].tolist():
        if _is_seal(width, height, dpi):
            cv2.ellipse(found, ((x + width / 2, y + height / 2), (width, height), 0), 1, -1)
    return found


def _is_seal(width: int, height: int, dpi: float) -> bool:
    """The size of a seal, and the shape of one with a name across its edge."""
    mm = dpi / 25.4
    return 20 * mm < min(width, height) and max(width, height) < 60 * mm and 0.6 < width / height < 1.7


def _paper(grey: Pixels, dpi: float) -> Pixels:
    """How bright the paper is at every place: the brightest nearby, at an eighth of the size, then smoothed."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    reach = max(3, round(dpi / 8 / 12) | 1)  # wider than any stroke
    bright = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    smooth = cv2.GaussianBlur(cv2.medianBlur(bright, 5), (0, 0), reach)
    smooth = np.maximum(smooth, 1)  # to be divided by
    return cv2.resize(smooth, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)


def evened(grey: Pixels, dpi: float, white: int = _WHITE) -> Pixels:
    """Black on white, whatever the paper's shade: each pixel beside its paper, the darkest print black."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    share = cv2.divide(grey, _paper(grey, dpi), scale=255)
    black = percentile(shades_of(share), _BLACK)
    if black > 200:  # an empty page: its specks are no print
        return share
    table = np.clip((np.arange(256) - black) * 255 / (white - black), 0, 255).astype(np.uint8)
    return cv2.LUT(share, table)


def darkened(grey: Pixels) -> Pixels:
    """The page with its greys darker where its strokes are thin and pale."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    shades = shades_of(grey)
    if shades[:_INK].sum() > _PALE * shades[:_SHADE].sum():
        return grey
    return cv2.LUT(grey, (255 * (np.arange(256) / 255) ** _DARKER).astype(np.uint8))


def ink_of(grey: Pixels, darkest: int = _INK) -> Pixels:
    """What is dark (255) on an evened page.

    Its paper is white: a threshold sought in it would part noise from noise on a page with little print.
    """
    import cv2  # noqa: PLC0415

    _, ink = cv2.threshold(grey, darkest, 255, cv2.THRESH_BINARY_INV)
    return ink


def without_borders(grey: Pixels, ink: Pixels, dpi: float) -> tuple[Pixels, Pixels]:
    """Page and ink without what the lid of the scanner and the punch left: black margins, round holes."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    height, width = ink.shape
    shrink = 4
    small = cv2.resize(ink, (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    solid = cv2.morphologyEx((small > 127).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    mm = dpi / 25.4 / shrink
    gone = [n for n in range(1, count) if _is_border(stats[n], small.shape, mm) or _is_hole(stats[n], small.shape, mm)]
    if not gone:
        return grey, ink
    mask = cv2.dilate(np.isin(labels, gone).astype(np.uint8), np.ones((5, 5), np.uint8))
    mask = cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.where(mask > 0, 255, grey).astype(np.uint8), np.where(mask > 0, 0, ink).astype(np.uint8)


def _is_border(stats: Pixels, shape: tuple[int, ...], mm: float) -> bool:
    """A thick dark band along an edge of the image."""
    x, y, width, height, area = (int(value) for value in stats)
    touches = x <= 1 or y <= 1 or x + width >= shape[1] - 1 or y + height >= shape[0] - 1
    return touches and max(width, height) > 15 * mm and area > 30 * mm * mm


def _is_hole(stats: Pixels, shape: tuple[int, ...], mm: float) -> bool:
    """A filled disc near an edge."""
    x, y, width, height, area = (int(value) for value in stats)
    low, high = (size * mm for size in _HOLE_MM)
    near = min(x, y, shape[1] - x - width, shape[0] - y - height) < _EDGE_MM * mm
    round_enough = low <= width <= high and low <= height <= high and 0.8 < width / height < 1.25
    return near and round_enough and 0.68 < area / (width * height) < 0.9


def prepare(image: Image | Pixels, dpi: float) -> Prepared:
    """The page ready to be read, not yet straightened."""
    import cv2  # noqa: PLC0415

    pixels, dpi, issues = capped(as_pixels(image), dpi)
    coloured: Pixels | None = None
    if pixels.ndim == 3:
        grey, coloured = without_coloured_ink(pixels, dpi)
    else:
        grey = pixels
    noise = noise_of(grey)
    scale = READ_AT / dpi
    if abs(scale - 1) > 0.03:
        way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way)
        if coloured is not None:
            coloured = cv2.resize(coloured, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_AREA)
    else:
        scale = 1.0
    noisy = noise > _NOISY
    grey = cv2.GaussianBlur(grey, (0, 0), _SOFTER if noisy else _SOFT)
    grey = evened(grey, dpi * scale, _WHITE_NOISY if noisy else _WHITE)
    return Prepared(darkened(grey), dpi * scale, noise, coloured, issues)
