"""What is looked for only in places that a cheaper look leaves: the same is found as by the pattern alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnplan.extract.targets.clauses import _TRAIL, clean_after, clean_before
from vnplan.knowledge import Knowledge
from vnplan.knowledge.times import INNER
from vnplan.structure import drafts, frame, grid

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


LABELLED = [
    *("- Rà soát", "-Sở Y tế", "+ Rà soát", "* Rà soát", "• Rà soát", "o Rà soát", "II. MỤC TIÊU", "IV- NỘI DUNG"),
    *(
        "1. Rà soát",
        "1.2. Rà soát",
        "12: Rà soát",
        "đ) Báo cáo",
        "a1) Báo cáo",
        "A. MỤC TIÊU",
        "(1) Rà soát",
        "(iv) Rà soát",
    ),
    *("Phần thứ nhất", "PHẦN II", "Chương III", "ChươngIV", "CHƯƠNG 2", "Mục 1", "MỤC2", "Điều 5. Tổ chức", "ĐIỀU 5."),
    *(
        "Nhiệm vụ 1: Rà soát",
        "Mục tiêu 2.",
        "Chỉ tiêu 3.",
        "Nội dung 1.",
        "Bước 1: Rà soát",
        "Giải pháp 2.",
        "Hoạt động 1.",
    ),
    *(
        "Dự án 1: Đất ở",
        "Tiểu dự án 2.",
        "Hợp phần 1.",
        "Nhóm 2.",
        "Đợt 1:",
        "Giai đoạn 2:",
        "DỰ ÁN 3.",
        "GIAI ĐOẠN 1:",
    ),
    *("Phụ lục I", "PHỤ LỤC", "Biểu số 01", "BIỂU SỐ 2", "Mẫu số 3: Báo cáo", "MẪU SỐ 4"),
]
OUTSIDE = [
    *("Nơi nhận:", "NƠI NHẬN", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số: 15/KH-UBND"),
    *("(Kèm theo Quyết định", "(Ban hành kèm theo", "TM. ỦY BAN", "KT. CHỦ TỊCH", "TL. BỘ TRƯỞNG", "TUQ. CHỦ TỊCH"),
]
CAPACITIES = [
    *("TM. ỦY BAN NHÂN DÂN", "T/M BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "K/T GIÁM ĐỐC", "TL. BỘ TRƯỞNG", "T/L GIÁM ĐỐC"),
    *("TUQ. CHỦ TỊCH", "T/UQ GIÁM ĐỐC", "T/U BAN THƯỜNG VỤ", "Q. CHỦ TỊCH", "PT. PHÒNG CHUYÊN MÔN"),
]


@pytest.mark.parametrize("line", LABELLED)
def test_first_letters_of_labels(line: str) -> None:
    """No label is passed over for the letter that its line begins with."""
    assert drafts._LABEL.match(line) is not None, "no label: the case shows nothing"
    assert drafts.scan(line)[0].scheme, line


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_first_letters_of_labels_in_texts(path: Path) -> None:
    """Nor in whole texts."""
    lines = path.read_text(encoding="utf-8").split("\n")
    labelled = [line for line in lines if line != "|" and drafts._LABEL.match(line)]
    passed_over = [line for line in labelled if line[1:2].isalpha() and line[0] not in drafts._BEFORE_LETTERS]
    assert not passed_over


@pytest.mark.parametrize("line", OUTSIDE)
def test_first_letters_outside_of_tables(line: str) -> None:
    """What stands in no table is known by its first letter."""
    assert grid._OUTSIDE.match(line) is not None, "nothing of the kind: the case shows nothing"
    assert line[0] in grid._BEGIN_OUTSIDE


@pytest.mark.parametrize("line", CAPACITIES)
def test_first_letters_of_capacities(line: str) -> None:
    """Who signs on whose behalf is known by the first letter, and a foot may begin so."""
    assert frame._CAPACITY.match(line) is not None, "nothing of the kind: the case shows nothing"
    assert line[0] in frame._BEGIN_CAPACITIES
    assert line[0] in frame._BEGIN_FEET


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
