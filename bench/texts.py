"""What benchmarks run on: the corpus, real plans where they stand beside the checkout, English law to compare."""

from __future__ import annotations

import random
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def read(path: Path) -> str:
    """A text as it stands, line ends too."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def peak_memory() -> int:
    """The most megabytes that this process has held. Linux only: `ru_maxrss` would count the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def corpus_texts() -> list[str]:
    """The texts of every split."""
    return [read(path) for path in sorted(ROOT.glob("corpus/*/texts/*.txt"))]


def real_texts() -> list[str]:
    """Real plans, where they are present; none elsewhere."""
    return [read(path) for path in sorted(SHARED.glob("plans/real/*.md"))]


def of_length(texts: list[str], size: int) -> str:
    """The texts one after another, again and again, up to a number of characters."""
    text = "\n\n".join(texts)
    return (text * (size // len(text) + 1))[:size]


_WORDS = (
    "the court held that a party seeking relief must show by clear evidence an injury which is actual and not "
    "speculative because such statute was enacted to protect those who rely upon its terms in good faith"
).split()
_REPORTERS = ("U.S.", "F.2d", "F.3d", "S. Ct.", "F. Supp. 2d", "Cal. 4th", "N.Y.2d")
_COURTS = ("", "2d Cir. ", "9th Cir. ", "S.D.N.Y. ")
_NAMES = ("Adams", "Baker Corp.", "City of Salem", "Doe", "Evans", "Ford Motor Co.", "Green", "Harris Trust")


def english_law(size: int) -> str:
    """Invented English legal prose with about one case citation in a thousand characters, as plans cite instruments."""
    chance = random.Random(5)  # noqa: S311  the same text every time
    pieces: list[str] = []
    length = 0
    while length < size:
        sentence = " ".join(chance.choices(_WORDS, k=chance.randrange(20, 40))).capitalize() + "."
        if chance.random() < 0.2:
            one, other = chance.sample(_NAMES, 2)
            volume, page, year = chance.randrange(1, 600), chance.randrange(1, 1500), chance.randrange(1950, 2024)
            reporter, court = chance.choice(_REPORTERS), chance.choice(_COURTS)
            sentence += f" See {one} v. {other}, {volume} {reporter} {page} ({court}{year})."
        pieces.append(sentence)
        length += len(sentence) + 1
    return " ".join(pieces)[:size]
