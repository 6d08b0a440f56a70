"""What recognition needs on the machine: the Python packages and Tesseract's data. What is missing is said in full."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from vnplan.core.issues import Issue

LANGUAGE = "vie"
PACKAGES = ("tesserocr", "cv2", "numpy", "PIL")
PLACES = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)
"""Where Tesseract's data lie unless the environment variable TESSDATA_PREFIX says so; the newest version first."""


def _places() -> Iterator[Path]:
    told = os.environ.get("TESSDATA_PREFIX")
    if told:
        yield Path(told)
        yield Path(told) / "tessdata"
    for place in PLACES:
        path = Path(place)
        if "*" in place:
            anchor = Path(path.anchor)
            yield from sorted(anchor.glob(str(path.relative_to(anchor))), reverse=True)
        else:
            yield path


def find_data(language: str = LANGUAGE) -> Path | None:
    """The folder that holds Tesseract's data of a language."""
    return next((path for path in _places() if (path / f"{language}.traineddata").is_file()), None)


def missing() -> Issue | None:
    """What is missing to read scans, and how to install it; None where nothing is."""
    packages = [name for name in PACKAGES if find_spec(name) is None]
    advice = []
    if packages:
        advice.append("`pip install 'vnplan[ocr]'`")
    if find_data() is None:
        advice.append(
            "`apt install tesseract-ocr tesseract-ocr-vie` (or set TESSDATA_PREFIX to the folder of its data)"
        )
    if not advice:
        return None
    lacking = [*packages, *([] if find_data() else [f"{LANGUAGE}.traineddata"])]
    message = f"the page is an image and {', '.join(lacking)} is missing to read it: {' and '.join(advice)}"
    return Issue("needs-ocr", message, "error")
