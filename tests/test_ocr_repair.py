"""Slips of OCR: what the form makes certain is mended, right text is never touched."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnplan.knowledge.ocr_slips import OcrSlips
from vnplan.read.ocr_labels import labels_mended
from vnplan.read.ocr_repair import Slip, repair
from vnplan.read.pages.page import Page, Word

ROOT = Path(__file__).resolve().parent.parent


def line_of(text: str, confidence: float = 0.95) -> list[Word]:
    """The words of one printed line."""
    words: list[Word] = []
    x = 0.0
    for part in text.split():
        words.append(Word(part, x, 0, x + 6 * len(part), 12, 12, confidence=confidence))
        x += 6 * len(part) + 4
    return words


def mended(text: str, confidence: float = 0.95) -> str:
    return " ".join(word.text for word in repair(line_of(text, confidence))[0])


MENDED = [
    # symbols
    ("Số: 25/KH-UBNĐ", "Số: 25/KH-UBND"),
    ("Số: 25/KH-UBNO", "Số: 25/KH-UBND"),
    ("số 12/QD-TTg ngày 5/3/2022", "số 12/QĐ-TTg ngày 5/3/2022"),
    ("số 12/QÐ-TTg", "số 12/QĐ-TTg"),
    ("Nghị định số 15/2020/ND-CP", "Nghị định số 15/2020/NĐ-CP"),
    ("Nghị quyết số 7/NO-HĐND", "Nghị quyết số 7/NQ-HĐND"),
    ("Quyết định số 7/QD-HDND", "Quyết định số 7/QĐ-HĐND"),
    ("số l5/2020/NĐ-CP và O5/2O21/TT-BTC", "số 15/2020/NĐ-CP và 05/2021/TT-BTC"),
    ("số I2-NQ/TU", "số 12-NQ/TU"),
    ("số 66/QĐ- UBND, 67/QĐ - UBND", "số 66/QĐ-UBND, 67/QĐ-UBND"),
    ("số 66/ QĐ-UBND", "số 66/QĐ-UBND"),
    ("Luật số 43/2013/QH 13", "Luật số 43/2013/QH13"),
    ("Số: /KH-UBNĐ", "Số: /KH-UBND"),
    ("Sô: 22/CT-UBND", "Số: 22/CT-UBND"),
    ("Só : 22/CT-UBND", "Số: 22/CT-UBND"),
    # dates
    ("Hà Nội, ngay 05 thảng 3 năm 2022", "Hà Nội, ngày 05 tháng 3 năm 2022"),
    ("ngày |2 tháng I1 nãm 2O18", "ngày 12 tháng 11 năm 2018"),
    ("ngày O5/3/2O22", "ngày 05/3/2022"),
    ("đến hết thang 6 năm 2025", "đến hết tháng 6 năm 2025"),
    ("NÃM 2022", "NĂM 2022"),
    # fixed wording
    ("CỌNG HOÀ XÃ HỘI CHỦ NGHĨA YIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("SỞ Y TÉ Độc lâp - Tự do - Hạnh phúc", "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc"),
    ("ĐÁNG CỘNG SẢN VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
    ("KT. GIAM ĐÓC", "KT. GIÁM ĐỐC"),
    ("PHÓ CHÚ TỊCH", "PHÓ CHỦ TỊCH"),
    # beside a number
    ("Thông tr số 5/2020/TT-BTC", "Thông tư số 5/2020/TT-BTC"),
    ("Nghị đinh số 15/2020/NĐ-CP", "Nghị định số 15/2020/NĐ-CP"),
    ("Quyết dịnh 15/QĐ-UBND", "Quyết định 15/QĐ-UBND"),
    ("Điêu 4. Hiệu lực thi hành", "Điều 4. Hiệu lực thi hành"),
    ("tại khoản 2 Điểu 5 Luật", "tại khoản 2 Điều 5 Luật"),
    ("UỶ BAN NHÂN DẦN", "UỶ BAN NHÂN DÂN"),
    ("KÉ HOẠCH", "KẾ HOẠCH"),
    ("QUYÉT ĐINH", "QUYẾT ĐỊNH"),
    ("CHÍ THỊ", "CHỈ THỊ"),
    ("Noi nhân:", "Nơi nhận:"),
    ("Kinh gửi: các sở", "Kính gửi: các sở"),
    ("TM, ỦY BAN NHÂN DÂN", "TM. ỦY BAN NHÂN DÂN"),
    # names
    ("giao Sở Tài chinh, Sờ Nội vụ", "giao Sở Tài chính, Sở Nội vụ"),
    ("Bộ Kế hoach và Đầu tư", "Bộ Kế hoạch và Đầu tư"),
    ("trên địa bàn tình Quảng Ngài", "trên địa bàn tỉnh Quảng Ngãi"),
    ("UBND TĨNH KIÊN GIANG", "UBND TỈNH KIÊN GIANG"),
]


@pytest.mark.parametrize(("read", "written"), MENDED)
def test_certain_slips(read: str, written: str) -> None:
    """Each slip is mended, what was mended is told, and mending again changes nothing."""
    words, slips = repair(line_of(read))
    assert " ".join(word.text for word in words) == written
    assert slips
    assert all(slip.old != slip.new and slip.why for slip in slips)
    assert repair(words) == (words, [])
    assert repair(line_of(written)) == (line_of(written), [])


LEFT = [
    "Số: 30/HD-BNV, 12/DA-UBND",  # codes of their own
    "điểm 5/XD-ABC, mẫu 12/NO-XYZ",  # bodies that nobody knows
    "I. MỤC TIÊU, l. Trồng rừng",  # no symbol, no date
    "ngày 43 tháng 15 năm 2017",  # would be no date
    "nằm 2022 mét, nam 2022",  # may be words
    "Hà Tĩnh Quảng Bình",
    "giới tính Hà Nam",
    "KÊ HOẠCH SẢN XUẤT",  # not alone on its line
    "số nội vụ, ban dân vân",  # no names: small letters
    "Kính gửi các đồng chí",
    "Sơ đồ: 5 bước",
    "Só người tham gia: 12",
    "câp phép, thuôc lá",  # two readings
    "Krông Pắk, Đăk R'lấp, Kmăl",
    "KT VÀ XÃ HỘI",
]


@pytest.mark.parametrize("text", LEFT)
def test_doubt_is_left(text: str) -> None:
    """What may be right, or has two readings, stays as it was read, however unsure OCR was."""
    assert mended(text, confidence=0.3) == text


def test_syllables_need_doubt() -> None:
    """A word that is no syllable is mended where OCR was unsure of it and one syllable in use is near."""
    assert mended("làm viêc tôt", confidence=0.5) == "làm việc tốt"
    assert mended("làm viêc tôt", confidence=0.95) == "làm viêc tôt"


def test_words_keep_their_places() -> None:
    """Words that become one cover the places of both; others stay where they were."""
    line = line_of("Theo QĐ 66/QĐ- UBND, ngày")
    words, slips = repair(line)
    assert [word.text for word in words] == ["Theo", "QĐ", "66/QĐ-UBND,", "ngày"]
    assert (words[2].x0, words[2].x1) == (line[2].x0, line[3].x1)
    assert (words[0], words[3]) == (line[0], line[4])
    assert slips == [Slip("66/QĐ- UBND,", "66/QĐ-UBND,", "symbol.blank")]


def corpus_lines() -> list[str]:
    paths = sorted(ROOT.glob("corpus/train/texts/*.txt")) + sorted(ROOT.glob("corpus/dev/texts/*.txt"))
    texts = (unicodedata.normalize("NFC", path.read_text(encoding="utf-8")) for path in paths)
    return [" ".join(line.split()) for text in texts for line in text.split("\n") if line.strip()]


def test_right_text_is_never_touched() -> None:
    """On the texts of the corpus nothing changes but a blank that a writer left inside a symbol."""
    lines = corpus_lines()
    assert len(lines) > 500
    slips = [slip for line in lines for slip in repair(line_of(line, confidence=0.5))[1]]
    assert {slip.why for slip in slips} <= {"symbol.blank"}
    assert len(slips) <= 1


CONFUSED = dict(
    pair.split("=")
    for pair in "ế=éê ề=èê ể=ẻê ệ=ẹê ấ=áâ ầ=àâ ậ=ạâ ố=óô ồ=òô ộ=ọô ớ=óơ ở=ỏơ ứ=ú í=i ỉ=ĩi ả=á ă=ã ư=u ơ=o ị=i ủ=ú "
    "đ=d Đ=D D=Đ 1=lI 0=O Q=O Ế=ÉÊ Ộ=ỌÔ Ể=ẺÊ Ỉ=ĨI Ủ=ÚU Ị=I".split()
)


def misread(text: str, share: float, dice: random.Random) -> str:
    return "".join(dice.choice(CONFUSED[c]) if c in CONFUSED and dice.random() < share else c for c in text)


def test_repairs_are_right() -> None:
    """Of corpus lines that were misread at random: no right word is harmed, hardly a repair is wrong."""
    dice = random.Random(1)  # noqa: S311  damage, the same in every run
    right = wrong = 0
    for line in corpus_lines():
        read = misread(line, 0.05, dice)
        written = mended(read, confidence=0.5)
        if len(written.split()) != len(line.split()):
            continue
        for true, before, after in zip(line.split(), read.split(), written.split(), strict=True):
            if before != after:
                assert before != true, (true, after)
                right += after == true
                wrong += after != true
    assert right > 50
    assert wrong <= 0.02 * right


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([read for read, _ in MENDED] + LEFT), st.integers(0, 2**32), st.floats(0, 0.3))
def test_mending_twice_changes_nothing(text: str, seed: int, share: float) -> None:
    """Whatever was misread, what was mended stays."""
    read = misread(text, share, random.Random(seed))  # noqa: S311
    words, _ = repair(line_of(read, confidence=0.5))
    assert repair(words) == (words, [])


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="số Số:/-ĐDQNHUB1lOI0.,TTg\u0301\u0323ngày tháng năm\u00a0|", max_size=60))
def test_nothing_fails(text: str) -> None:
    """Any line comes back with its words in order, and no text is lost where nothing is told."""
    words, slips = repair(line_of(text))
    assert slips or [word.text for word in words] == text.split()


def test_rows_do_what_they_say() -> None:
    """The examples of every row are mended, its counter-examples are not touched."""
    know = OcrSlips.load()
    rows = (*know.digit_rows, *know.code_rows, *know.formula_rows, *know.sign_rows, *know.before_province_rows)
    signs = (*know.item_rows, *know.note_rows, *know.joint_rows, *know.quarter_rows, *know.provision_rows)
    for row in (*rows, *know.mark_rows, *know.label_rows, *know.compound_rows, *signs):
        assert row.examples
        assert row.not_examples
        for example in row.not_examples:
            assert mended(example, confidence=0.5) == example, row.id
    for row in (
        *know.formula_rows,
        *know.sign_rows,
        *know.before_province_rows,
        *know.mark_rows,
        *know.label_rows,
        *know.compound_rows,
        *signs,
    ):
        for example in row.examples:
            assert mended(example, confidence=0.5) != example, (row.id, example)
    for row in know.digit_rows:
        for example in row.examples:
            assert mended(f"ngày 01 {example}", confidence=0.5) != f"ngày 01 {example}", (row.id, example)
    for row in know.code_rows:
        for code in (example.partition("/")[2] or example for example in row.examples):
            kind, dash, organ = code.rpartition("-")
            assert not dash or know.type_code(kind, "Nghị quyết") or know.type_code(kind), code
            assert know.organ(organ) in {"TTg", "UBND", "HĐND", "BGTVT", "BNNPTNT"}, code


def numbered(*labels: str, source: str = "ocr") -> Page:
    """A page of headings with these labels."""
    words = []
    for n, label in enumerate(labels):
        line = line_of(f"{label} TỔ CHỨC THỰC HIỆN")
        words += [replace(word, top=30.0 * n, bottom=30.0 * n + 12) for word in line]
    return Page(1, 595, 842, words, source=source)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("I. II. II. IV.", "I. II. III. IV."),
        ("I. II. II.", "I. II. III."),
        ("II. II. III.", "I. II. III."),
        ("I. II. III. IV. I. II.", "I. II. III. IV. I. II."),
        ("I. I. II.", "I. I. II."),  # a second text begins
        ("I. III. IV.", "I. III. IV."),  # one is lost, none is misread
        ("I. II. V. IV.", "I. II. V. IV."),
    ],
)
def test_roman_numbers_in_order(read: str, written: str) -> None:
    """One stroke more or less, between neighbours that leave one number."""
    (page,), issues = labels_mended([numbered(*read.split())])
    assert [word.text for word in page.words if word.x0 == 0] == written.split()
    assert bool(issues) == (read != written)
    (kept,), none = labels_mended([numbered(*read.split(), source="text")])
    assert ([word.text for word in kept.words if word.x0 == 0], none) == (read.split(), [])
