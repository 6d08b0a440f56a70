"""Plans of the corpus in every medium, made once (`bench/office`), for tests of readers and of the maker itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "bench"))

if TYPE_CHECKING:
    from office.blocks import Master


def _text_of(name: str) -> Path:
    from office.files import masters

    found = [path for path in masters("train", "dev", "test") if path.stem.startswith(name)]
    assert len(found) == 1, f"{name}: {len(found)} plans of the corpus begin so"
    return found[0]


@pytest.fixture(scope="session")
def master() -> Callable[[str], Master]:
    """`master("train-01")`: the blocks of the plan whose name begins so; `office.blocks.truth` gives their text."""
    from office.master import read_master_file

    return lambda name: read_master_file(_text_of(name))


@pytest.fixture(scope="session")
def rendered() -> Callable[[str, str], Path]:
    """`rendered("train-01", "docx")`: the plan's file in a medium of `office.files.MEDIA`, kept under build/media.

    Skips the test where this machine lacks what makes the medium.
    """
    from office.files import missing
    from office.files import rendered as made

    def file(name: str, medium: str) -> Path:
        if lacking := missing(medium):
            pytest.skip(f"{lacking} is not on this machine")
        return made(_text_of(name), medium)

    return file
