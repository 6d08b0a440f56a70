"""What is looked for only in places that a cheaper look leaves: the same is found as by the pattern alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnplan.extract.targets.clauses import _TRAIL, clean_after, clean_before
from vnplan.knowledge import Knowledge
from vnplan.knowledge.times import INNER

KNOW = Knowledge.default()
TEXTS = sorted(
    path for split in ("train", "dev") for path in (Path(__file__).parent.parent / "corpus" / split).glob("texts/*")
)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_texts(path: Path) -> None:
    """Symbols and terms in whole texts, as they are and in capitals."""
    text = path.read_text(encoding="utf-8")
    grammar, times = KNOW.instruments.grammar, KNOW.times
    for one in (text, text.upper()):
        places = [found.span() for found in grammar.pattern.finditer(one)]
        assert [found.span() for found in grammar.finditer(one, 0)] == places
    lower = text.lower().replace("kì", "kỳ").replace("quí", "quý")
    assert times.read(lower) == times._term.sub(lambda match: match.group().replace(",", INNER), lower)


def test_words_before_commas() -> None:
    """Every first part of a term is known to stand before its comma."""
    for row in KNOW.times.terms:
        for head in row.before_comma:
            assert head in row.pattern, head
        for alternative in row.pattern.split("|") if "++" not in row.pattern else ():
            assert alternative.split(", ")[0] in row.before_comma or ", " not in alternative, alternative


@pytest.mark.parametrize(
    "words",
    [
        *("tỷ lệ hộ nghèo (từ", "số xã ít nhất", "phấn đấu, bình quân", "doanh thu năm 2025", "sản lượng ước", "vụ"),
        *("diện tích có", "hộ thuộc nhóm", "lớp với số lượng", "xếp", "sắp xếp", "trồng mới được", "Tỷ lệ CÒN", "(là"),
    ],
)
def test_ends_of_clauses(words: str) -> None:
    """No word that a clause may lose at its end is passed over."""
    stripped = _TRAIL.sub("", words, count=1).rstrip(" ,:;(-")
    assert stripped == words or clean_before(words) != words


@pytest.mark.parametrize(
    ("words", "cleaned"),
    [
        ("hộ dân, góp phần giảm nghèo", "hộ dân"),
        ("hộ dân NHẰM giảm nghèo", "hộ dân"),
        ("hộ dân trước ngày 30/6/2026", "hộ dân"),
        ("hộ dân hoàn thành trong quý IV", "hộ dân"),
        ("hộ dân trở lên", "hộ dân"),
        ("hộ dân được vay vốn", "hộ dân được vay vốn"),
    ],
)
def test_ends_of_what_follows(words: str, cleaned: str) -> None:
    """Purposes and times are cut off the words behind a number."""
    assert clean_after(words) == cleaned
