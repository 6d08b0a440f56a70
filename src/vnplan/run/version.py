"""What made a record: when any of it changes, the record may."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import vnplan
from vnplan.read.ocr.data import find_data
from vnplan.record import SCHEMA_VERSION

# The parts of the package that make records. Commands, batches and stores may change without making old records stale.
_MAKERS = ("core", "registry", "knowledge", "identity", "read", "normalise", "structure", "extract", "link", "record")
_FILES = ("api.py", "pipeline.py")
# The packages whose own version decides what is read.
_READERS = (
    *("lxml", "pdfplumber", "pypdfium2", "python-docx", "rapidfuzz", "regex"),
    *("numpy", "opencv-python-headless", "pillow", "tesserocr"),
)
_SHORT = 16  # digits of a digest


class Version(NamedTuple):
    """The code, the knowledge, the models and readers, the options, and the form of records."""

    vnplan: str
    code: str
    knowledge: str
    models: str
    options: str
    schema_version: str

    @property
    def digest(self) -> str:
        """The whole in a few letters."""
        return hashlib.sha256("\0".join(self).encode()).hexdigest()[:_SHORT]


def current(options: Mapping[str, Any]) -> Version:
    """What makes records here and now, with these options of `parse_file`."""
    return Version(*_installed(), json.dumps(dict(options), sort_keys=True), SCHEMA_VERSION)


@cache
def _installed() -> tuple[str, str, str, str]:
    home = Path(vnplan.__file__).parent
    code = [file for part in _MAKERS for file in (home / part).rglob("*.py")] + [home / name for name in _FILES]
    rows = [file for file in (home / "knowledge" / "data").rglob("*") if file.is_file()]
    return str(vnplan.__version__), _digest(home, code), _digest(home, rows), _models()


def _digest(home: Path, files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(f"{file.relative_to(home).as_posix()}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:_SHORT]


def _models() -> str:
    """The versions of what reads pages, and the data of Tesseract."""
    told = [f"{name} {_version(name)}" for name in _READERS]
    if (data := find_data()) is not None:
        told += [f"{file.name} {file.stat().st_size}" for file in sorted(data.glob("vie*.traineddata"))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:_SHORT]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
