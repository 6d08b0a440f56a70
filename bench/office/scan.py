"""Pages as a scanner and a busy office leave them: images only, turned, blurred, noisy, with a red stamp."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from office.blocks import Foot, Master, folded

Level = Literal["clean", "degraded", "hard"]
_RED = (196, 32, 44)
_JPEG_QUALITY = 60


@dataclass(frozen=True, slots=True)
class _Wear:
    """What happens to a page: turned by degrees, blurred by pixels (at 200 dpi), share of noise."""

    turn: float
    blur: float
    noise: float


_WEARS: dict[Level, _Wear] = {
    "clean": _Wear(0, 0, 0),
    "degraded": _Wear(0.5, 0.7, 0.12),
    "hard": _Wear(1.0, 1.2, 0.35),
}


def images(pdf: bytes, dpi: int) -> Iterator[Image.Image]:
    """Every page as an image."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()


def _noise(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Grey noise of a spread of 60, the same for a seed (PIL's own `effect_noise` takes none)."""
    grey = np.random.default_rng(chance.getrandbits(32)).normal(128, 60, (size[1], size[0]))
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def worn(page: Image.Image, level: Level, dpi: int, chance: random.Random) -> Image.Image:
    """The page as it comes out of the scanner."""
    wear = _WEARS[level]
    if wear.turn:
        turn = wear.turn * chance.choice((-1, 1))
        page = page.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor="white")
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur * dpi / 200))
    if wear.noise:
        page = Image.blend(page, _noise(page.size, chance).convert("RGB"), wear.noise)
    return page


def _ink(page: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of what is printed on a page."""
    return page.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()


def _star(middle: tuple[int, int], radius: float) -> list[tuple[float, float]]:
    """A star of five points."""
    corners = ((n * math.pi / 5 - math.pi / 2, radius if n % 2 == 0 else radius * 0.4) for n in range(10))
    return [(middle[0] + r * math.cos(angle), middle[1] + r * math.sin(angle)) for angle, r in corners]


def stamped(page: Image.Image, dpi: int) -> Image.Image:
    """The page with the office's round red stamp over the left of the signature, which stands last on the right."""
    ink = _ink(page)
    if ink is None:
        return page
    middle = round(page.width * 0.58), max(round(ink[3] - dpi * 0.8), dpi)
    stamp = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(stamp)
    for inches, width in ((0.70, 0.03), (0.62, 0.012), (0.40, 0.012)):  # a state body's stamp is 36 mm across
        radius = round(inches * dpi)
        box = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
        draw.ellipse(box, outline=_RED, width=max(1, round(width * dpi)))
    draw.polygon(_star(middle, 0.27 * dpi), fill=_RED)
    return ImageChops.multiply(page, stamp)


def as_pdf(pages: list[Image.Image], dpi: int) -> bytes:
    """A PDF of images, each as large as its page was."""
    saved = io.BytesIO()
    first, *others = pages
    first.save(saved, "PDF", save_all=True, append_images=others, resolution=dpi, quality=_JPEG_QUALITY)
    return saved.getvalue()


def signature_page(pdf: bytes, master: Master) -> int | None:
    """The index of the page on which the first signature stands."""
    names = [block.signature[-1] for block in master.blocks if isinstance(block, Foot) and block.signature]
    if not names:
        return None
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return next((n for n, text in enumerate(texts) if folded(names[0]) in folded(text)), None)


def to_scan(
    pdf: bytes, level: Level = "clean", *, dpi: int = 200, seed: int = 0, stamp_page: int | None = None
) -> bytes:
    """A PDF without a text layer that shows the same pages; a stamp on the page with the signature, if one is told."""
    chance = random.Random(seed)  # noqa: S311  the same scan every time
    pages = list(images(pdf, dpi))
    if stamp_page is not None:
        pages[stamp_page] = stamped(pages[stamp_page], dpi)
    return as_pdf([worn(page, level, dpi, chance) for page in pages], dpi)
