"""What a caller may choose about reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from vnplan.core.issues import UsageError

Ocr = Literal["auto", "never", "always"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How files are read.

    `ocr`: recognise pages without a usable text layer (`auto`), none, or every page of a PDF. `max_bytes`: the
    largest file to read (None: 20,000,000 bytes of text, 60,000,000 of HTML, 500,000,000 of media that hold pictures).
    `budget`: seconds that reading may take; pages that OCR does not reach in time are left out with a diagnostic.
    """

    ocr: Ocr = "auto"
    max_bytes: int | None = None
    budget: float | None = None

    def __post_init__(self) -> None:
        if self.ocr not in get_args(Ocr):
            raise UsageError(f"ocr must be one of {', '.join(get_args(Ocr))}, not {self.ocr!r}")
        if self.max_bytes is not None and self.max_bytes < 1:
            raise UsageError(f"max_bytes must be at least 1, not {self.max_bytes}")
