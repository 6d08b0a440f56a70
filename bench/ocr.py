#!/usr/bin/env python3
"""Errors and time of recognising pages: plain Tesseract beside vnplan's reader, on the same pages.

    bench/ocr.py [--pages N] [--only clean,degraded,hard]

The pages are set from the corpus (not `corpus/test`), printed to images, and spoiled as scanners spoil them. Errors are
edits a character, line of print by line of print, so that reading order plays no part.

Plain Tesseract is measured twice, on the same image: as people run it (`tesseract page.png - -l vie`, one process a
page), and in process (tesserocr, the language loaded once, one recognition and its words). All have one thread. Times
are processor seconds (of the program: its own); they depend on the machine and its moment, ratios within one run
less: the readers take turns page by page.
"""

from __future__ import annotations

import argparse
import html
import io
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from office.scan import stamped
from texts import ROOT, read

from vnplan.read.ocr.data import find_data, missing
from vnplan.read.ocr.engine import Recogniser

if TYPE_CHECKING:
    from PIL.Image import Image
    from tesserocr import PyTessBaseAPI

MARGIN = 0.5  # points around a line of print within which a word's middle still belongs to it
PROGRAM, IN_PROCESS, OURS = "tesseract (program)", "Tesseract in process", "vnplan"
GAP = 14.0  # points between words of one line beyond which they are of different columns


class Placed(NamedTuple):
    """A word with its place in points from the top left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Damage:
    """What a scanner and a careless copyist do to a page."""

    dpi: int
    angle: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    stamp: bool = False


LEVELS = {
    "clean": Damage(200),
    "clean300": Damage(300),
    "degraded": Damage(200, angle=0.5, blur=0.7, noise=0.12),
    "hard": Damage(200, angle=1.0, blur=1.2, noise=0.35),
    "stamped": Damage(200, stamp=True),
}


@dataclass(frozen=True)
class Sheet:
    """A printed page: its image, and what stands where."""

    image: Image
    lines: list[list[Placed]]
    width: float
    height: float
    damage: Damage


CSS = """
@page { size: A4; margin: 2cm 2cm 2cm 3cm }
body { font: 13.5pt/1.35 "Liberation Serif"; text-align: justify }
p { margin: 6pt 0; text-indent: 1cm }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 1.2; text-align: left }
table.ruled td { border: 0.75pt solid black; padding: 2pt 4pt; vertical-align: middle }
table.ruled td:first-child { text-align: center }
table.head td { width: 50%; text-align: center; vertical-align: top; border: 0 }
"""


def _marked(line: str) -> str:
    line = re.sub(r"(?s)\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(line))
    return re.sub(r"(?s)\*(.+?)\*", r"<i>\1</i>", line)


def _table(block: str) -> str:
    """A table of the corpus: a `|` on a line of its own before each row and behind each cell. Many rows have rules."""
    cells = [cell.strip() for cell in re.split(r"(?m)^\|$", block)][1:-1]
    columns = cells.index("") if "" in cells else len(cells)
    rows = [cells[n : n + columns] for n in range(0, len(cells), columns + 1)]
    written = "".join(
        "<tr>" + "".join(f"<td>{_marked(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<table class="{"ruled" if len(rows) > 2 else "head"}">{written}</table>'


def as_html(text: str) -> str:
    """A corpus text set as an office sets it."""
    out: list[str] = []
    text = re.sub(r"(?m)^-{4,}$\n?", "", text)  # rules drawn with hyphens
    for n, piece in enumerate(re.split(r"(?ms)(^\|$.*?^\|$(?=\n\n|\Z))", text.strip())):
        if n % 2:
            out.append(_table(piece))
        else:
            out += [f"<p>{_marked(' '.join(block.split()))}</p>" for block in piece.split("\n\n") if block.strip()]
    return f"<html lang=vi><style>{CSS}</style><body>{''.join(out)}</body></html>"


def in_lines(words: Sequence[Placed]) -> list[list[Placed]]:
    """Words as lines of print; a wide gap parts columns."""
    lines: list[list[Placed]] = []
    for word in sorted(words, key=lambda word: (round(word.bottom), word.x0)):
        last = lines[-1][-1] if lines else None
        if last and abs(last.bottom - word.bottom) < 2 and -1 <= word.x0 - last.x1 < GAP:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def degrade(image: Image, damage: Damage) -> Image:
    """The page as it comes from the scanner."""
    from PIL import Image as Images  # noqa: PLC0415
    from PIL import ImageFilter  # noqa: PLC0415

    if damage.stamp:
        image = stamped(image.convert("RGB"), damage.dpi)
    if not damage.noise:
        return image
    image = image.rotate(damage.angle, fillcolor=255, resample=Images.Resampling.BICUBIC)
    image = image.filter(ImageFilter.GaussianBlur(damage.blur))
    image = Images.blend(image, Images.effect_noise(image.size, 60), damage.noise)
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=60)
    return Images.open(jpeg).convert("L")


def printed(pages: int) -> list[tuple[bytes, int]]:
    """PDF files and those of their pages that are read: the first, one further on, and every page with a table."""
    import pdfplumber  # noqa: PLC0415
    import weasyprint  # noqa: PLC0415

    found: list[tuple[bytes, int]] = []
    for path in [*sorted(ROOT.glob("corpus/train/texts/*.txt")), *sorted(ROOT.glob("corpus/dev/texts/*.txt"))]:
        pdf = weasyprint.HTML(string=as_html(read(path))).write_pdf()
        with pdfplumber.open(io.BytesIO(pdf)) as file:
            tables = {
                n for n, page in enumerate(file.pages) if len(page.rects) + len(page.lines) + len(page.curves) > 8
            }
            found += [(pdf, n) for n in sorted({0, max(0, len(file.pages) - 2)} | tables)]
    return found[:pages]


def sheet(pdf: bytes, number: int, damage: Damage) -> Sheet:
    """One page, spoiled."""
    import pdfplumber  # noqa: PLC0415
    import pypdfium2  # noqa: PLC0415

    page = pypdfium2.PdfDocument(pdf)[number]
    image = page.render(scale=damage.dpi / 72, grayscale=True).to_pil().convert("L")
    width, height = page.get_size()
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        words = [
            Placed(word["text"], word["x0"], word["top"], word["x1"], word["bottom"])
            for word in file.pages[number].extract_words(x_tolerance=1.5)
        ]
    return Sheet(degrade(image, damage), in_lines(words), width, height, damage)


def upright(word: Placed, page: Sheet) -> Placed:
    """A word's place before the page was turned askew."""
    angle = math.radians(page.damage.angle)
    x, y = (word.x0 + word.x1) / 2 - page.width / 2, (word.top + word.bottom) / 2 - page.height / 2
    dx = x * math.cos(angle) - y * math.sin(angle) - x
    dy = x * math.sin(angle) + y * math.cos(angle) - y
    return Placed(word.text, word.x0 + dx, word.top + dy, word.x1 + dx, word.bottom + dy)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def errors(page: Sheet, words: Sequence[Placed], show: bool = False) -> tuple[int, int]:
    """Edits, and characters, with each word given to the line of print in which its middle stands."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    got: dict[int, list[Placed]] = {}
    strays: list[str] = []
    for word in (upright(word, page) for word in words):
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        fitting = [
            (abs((line[0].top + line[0].bottom) / 2 - y), n)
            for n, line in enumerate(page.lines)
            if line[0].top - MARGIN <= y <= line[0].bottom + MARGIN and line[0].x0 - 6 <= x <= line[-1].x1 + 6
        ]
        if fitting:
            got.setdefault(min(fitting)[1], []).append(word)
        else:
            strays.append(word.text)
    wrong, total = sum(map(len, strays)), 0
    if show and strays:
        print("   STRAY", strays)
    for n, line in enumerate(page.lines):
        truth = _fold(" ".join(word.text for word in line))
        read_as = _fold(" ".join(word.text for word in sorted(got.get(n, []), key=lambda word: word.x0)))
        edits = Levenshtein.distance(truth, read_as)
        if show and edits:
            print(f"   {edits} {truth!r}\n     {read_as!r}")
        wrong += edits
        total += len(truth)
    return wrong, total


Reader = Callable[[Sheet], list[Placed]]


def plain(api: PyTessBaseAPI) -> Reader:
    """Tesseract alone, as it comes, in this process."""
    from vnplan.read.ocr.words import found_words  # noqa: PLC0415

    def reader(page: Sheet) -> list[Placed]:
        api.SetImage(page.image)
        api.SetSourceResolution(page.damage.dpi)
        found = found_words(api, 72 / page.damage.dpi) if api.Recognize() else ()
        return [Placed(one.word.text, one.word.x0, one.word.top, one.word.x1, one.word.bottom) for one in found]

    return reader


def program(page: Sheet, tesseract: str) -> float:
    """The processor seconds of Tesseract as people run it: a process for each page, which prints its text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.png"
        page.image.save(file, dpi=(page.damage.dpi, page.damage.dpi), compress_level=1)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([tesseract, str(file), "-", "-l", "vie"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(recogniser: Recogniser) -> Reader:
    """What vnplan makes of it."""

    def reader(page: Sheet) -> list[Placed]:
        found = recogniser.recognise(page.image, page.damage.dpi, 1, page.width, page.height)
        return [
            Placed(word.text, *found.page.shown(word.x0, word.top, word.x1, word.bottom)) for word in found.page.words
        ]

    return reader


class Figures(NamedTuple):
    """The character error rate of a reader, where it was counted, and its processor seconds a page."""

    rate: float | None
    seconds: float


def measure(pages: Sequence[Sheet], readers: dict[str, Reader], show: bool = False) -> dict[str, Figures]:
    """The figures of the program (where it is installed) and of each reader, in turn page by page."""
    edits = dict.fromkeys(readers, 0)
    taken: dict[str, list[float]] = {name: [] for name in (PROGRAM, *readers)}
    total = 0
    tesseract = shutil.which("tesseract")
    for page in pages:
        if tesseract:
            taken[PROGRAM].append(program(page, tesseract))
        for name, reader in readers.items():
            start = time.process_time()
            words = reader(page)
            taken[name].append(time.process_time() - start)
            wrong, size = errors(page, words, show and name == OURS)
            edits[name] += wrong
        total += size
    return {
        name: Figures(edits[name] / max(1, total) if name in edits else None, statistics.fmean(seconds))
        for name, seconds in taken.items()
        if seconds
    }


def told(level: str, found: dict[str, Figures]) -> Iterator[str]:
    """The figures of a level, line by line."""
    for name, (rate, seconds) in found.items():
        errors_ = "" if rate is None else f"{100 * rate:.2f}%"
        beside = "".join(
            f"{seconds / other.seconds:8.2f} of {other_name}"
            for other_name, other in found.items()
            if name == OURS and other_name != OURS
        )
        yield f"  {level:10}{name:24}{errors_:>8}{seconds:8.2f} s{beside}"


def report(pages: int, levels: Sequence[str], show: bool = False) -> list[str]:
    """The figures, line by line."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # read when the library is loaded
    from tesserocr import PSM, PyTessBaseAPI  # noqa: PLC0415

    files = printed(pages)
    lines = [f"{len(files)} pages; errors a hundred characters, processor seconds a page:"]
    with Recogniser() as recogniser, PyTessBaseAPI(path=f"{find_data()}/", lang="vie", psm=PSM.AUTO) as api:
        for level in levels:
            sheets = [sheet(pdf, number, LEVELS[level]) for pdf, number in files]
            lines += told(level, measure(sheets, {IN_PROCESS: plain(api), OURS: ours(recogniser)}, show))
    return lines


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--only", default=",".join(LEVELS), help="levels of damage, parted by commas")
    parser.add_argument("--show", action="store_true", help="print every line that vnplan read wrongly")
    args = parser.parse_args()
    problem = missing()
    if problem:
        print(problem.message)
        return 1
    print("\n".join(report(args.pages, args.only.split(","), args.show)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
