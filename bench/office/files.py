"""Files of a plan in every medium, made once and kept under `build/media` until text, look or code change."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from office.blocks import Master
from office.look import NOTE, Look, look
from office.master import read_master_file
from office.paper import Engine, has_engine, to_pdf

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "build" / "media"
_LOOKS = 12  # how many looks there are among the plans


def masters(*splits: str) -> list[Path]:
    """The master texts of splits of the corpus."""
    return [path for split in splits for path in sorted((ROOT / "corpus" / split / "texts").glob("*.txt"))]


def look_of(name: str) -> Look:
    """The look that a plan has in all its media."""
    return look(zlib.crc32(name.encode()) % _LOOKS)


def _printed(engine: Engine) -> Callable[[Path], bytes]:
    def make(path: Path) -> bytes:
        return to_pdf(read_master_file(path), engine, look_of(path.stem))

    return make


def _with_note(path: Path) -> bytes:
    return to_pdf(read_master_file(path), "weasyprint", replace(look_of(path.stem), note=NOTE))


def _docx(path: Path) -> bytes:
    from office.word import to_docx  # noqa: PLC0415  each medium needs only its own library

    return to_docx(read_master_file(path), look_of(path.stem))


def _html(path: Path) -> bytes:
    from office.portal import to_html  # noqa: PLC0415

    return to_html(read_master_file(path)).encode()


def _scanned(level: str, *, stamp: bool = False) -> Callable[[Path], bytes]:
    def make(path: Path) -> bytes:
        from office.scan import signature_page, to_scan  # noqa: PLC0415

        pdf = rendered(path, "pdf_weasyprint").read_bytes()
        stamp_page = signature_page(pdf, read_master_file(path)) if stamp else None
        return to_scan(pdf, level, seed=zlib.crc32(path.name.encode()), stamp_page=stamp_page)  # type: ignore[arg-type]

    return make


def _layered(damage: str) -> Callable[[Path], bytes]:
    def make(path: Path) -> bytes:
        from office.broken_layers import with_layer  # noqa: PLC0415

        return with_layer(rendered(path, "pdf_weasyprint").read_bytes(), damage)  # type: ignore[arg-type]

    return make


def _spaced(path: Path) -> bytes:
    from office.broken_layers import to_spaced  # noqa: PLC0415

    return to_spaced(read_master_file(path), look_of(path.stem))


MEDIA: dict[str, Callable[[Path], bytes]] = {
    "pdf_weasyprint": _printed("weasyprint"),
    "pdf_libreoffice": _printed("libreoffice"),
    "docx": _docx,
    "html": _html,
    "scan_clean": _scanned("clean"),
    "scan_degraded": _scanned("degraded"),
    "scan_hard": _scanned("hard"),
    "stamped_clean": _scanned("clean", stamp=True),
    "stamped_degraded": _scanned("degraded", stamp=True),
    "stamped_hard": _scanned("hard", stamp=True),
    "pdf_note": _with_note,
    "pdf_spaced": _spaced,
    "layer_good": _layered("none"),
    "layer_no_diacritics": _layered("no_diacritics"),
    "layer_tcvn3": _layered("tcvn3"),
    "layer_split_words": _layered("split_words"),
    "layer_private_use": _layered("private_use"),
    "layer_lost_letter": _layered("lost_letter"),
}
"""How a plan is made in each medium, from the path of its master text."""


def ending(medium: str) -> str:
    """The ending of a medium's file names."""
    return {"docx": ".docx", "html": ".html"}.get(medium, ".pdf")


def missing(medium: str) -> str | None:
    """What this machine lacks to make a medium."""
    if medium == "pdf_libreoffice" and not has_engine("libreoffice"):
        return "LibreOffice (soffice)"
    if ending(medium) == ".pdf" and medium != "pdf_libreoffice" and not has_engine("weasyprint"):
        return "WeasyPrint with Pango"
    return None


@cache
def _code() -> bytes:
    """A digest of everything that decides how files look: this package, and vnplan's view of the master."""
    files = [*Path(__file__).parent.glob("*.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).digest()


def _digest(path: Path, medium: str, master: Master) -> str:
    parts = (_code(), medium.encode(), repr(look_of(path.stem)).encode(), repr(master).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def rendered(path: Path, medium: str) -> Path:
    """The plan of a master text in a medium, its file named as the master text."""
    file = KEPT / medium / _digest(path, medium, read_master_file(path)) / (path.stem + ending(medium))
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = MEDIA[medium](path)
        part = file.with_suffix(f".{os.getpid()}.part")  # whole or not at all, also with two runs at once
        part.write_bytes(made)
        part.replace(file)
    return file
