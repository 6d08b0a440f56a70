"""A text layer and OCR of one page: whose word is taken at each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from vnplan.read.pages.layer_words import Fault, LayerWord, faults_of_fonts, mended, merged
from vnplan.read.pages.page import Word

SIZE = 14.0
LETTER = 7.0


def line(text: str, top: float = 100.0, confidence: float = 1.0) -> list[Word]:
    """Words set as with a typewriter; `_` is a blank that a lost letter left, where a word breaks off."""
    found: list[Word] = []
    at = 50.0
    for part in text.replace("_", " ").split(" "):
        if part:
            found.append(Word(part, at, top, at + LETTER * len(part), top + SIZE, SIZE, (), confidence))
        at += LETTER * (len(part) + 1)
    return found


def layer(text: str, font: str = "Serif", top: float = 100.0) -> list[LayerWord]:
    return [LayerWord(word, frozenset({font})) for word in line(text, top)]


def read(text: str, top: float = 100.5) -> list[Word]:
    return line(text, top, 0.85)


def texts(ocr: Sequence[Word], words: Sequence[LayerWord], faults: dict[str, Fault]) -> str:
    both = merged(ocr, words, faults)
    assert both is not None
    return " ".join(word.text for word in sorted(both.words, key=lambda word: (round(word.top / 10), word.x0)))


SOUND = layer("Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017 của Quốc hội")


def test_sound_words_are_the_layers() -> None:
    ocr = read("Căn cứ Luật Lâm nghiệp ngày l5 tháng II năm 2017 của Quôc hội")
    both = merged(ocr, SOUND, {})
    assert both is not None
    assert [word.text for word in both.words] == [one.word.text for one in SOUND]
    assert (both.layer, both.ocr) == (14, 0)
    assert {word.confidence for word in both.words} == {1.0}


def test_damaged_words_are_read() -> None:
    """A word that is no syllable, or holds characters that no font shows, gives way to what OCR sees."""
    words = [*layer("Luật Lâm"), *(replace(one, word=replace(one.word, x0=99.0, x1=140.0)) for one in layer("ngiệq"))]
    assert texts(read("Luật Lâm nghiệp"), words, {}) == "Luật Lâm nghiệp"
    unmapped = [replace(SOUND[0], unmapped=True), *SOUND[1:]]
    assert texts(read("Cân cứ Luật Lâm nghiệp"), unmapped, {}).startswith("Cân cứ Luật")


def test_font_that_lost_letters() -> None:
    """Its words are the layer's only where OCR sees as many letters at the place."""
    title = layer("BAN_H_N_ KẾ_ _OẠC_ TRỒNG RỪNG NĂM 2027", "Bold", 60.0)
    ocr = [*read("BAN HÀNH KẾ HOẠCH TRÔNG RÙNG NĂM 2O27", 60.5), *read("Căn cứ Luật Lâm nghiệp")]
    found = texts(ocr, [*title, *SOUND], {"Bold": "lost"})
    assert found.startswith("BAN HÀNH KẾ HOẠCH TRỒNG RỪNG NĂM 2027 Căn cứ")


def test_font_that_says_others_gives_nothing() -> None:
    title = layer("BAN LA NAM", "Bold", 60.0)
    ocr = [*read("BẢN LÀ NĂM", 60.5), *read("Căn cứ Luật Lâm nghiệp")]
    assert texts(ocr, [*title, *SOUND], {"Bold": "false"}).startswith("BẢN LÀ NĂM Căn cứ")


def test_what_only_one_has() -> None:
    """The layer's words where OCR saw none; OCR's where it is sure, but no debris; no lines of underscores."""
    words = [*SOUND, *layer("_______ ________", top=200.0)]
    ocr = [*read("Căn cứ Luật Lâm nghiệp"), *read("Phạm vi", 300.0), replace(read("đe", 400.0)[0], confidence=0.4)]
    found = texts(ocr, words, {})
    assert found == " ".join(one.word.text for one in SOUND) + " Phạm vi"


def test_word_that_was_painted_in_parts() -> None:
    words = [*SOUND, *(replace(one, word=replace(one.word, top=150, bottom=164)) for one in layer("th"))]
    moved = replace(layer("ành")[0].word, x0=64.0, x1=85.0, top=150, bottom=164)
    both = merged([*read("Căn cứ"), *read("thành", 150.5)], [*words, LayerWord(moved, frozenset({"Serif"}))], {})
    assert both is not None
    assert "thành" in [word.text for word in both.words]


def test_layer_of_no_use_is_left_out() -> None:
    assert merged(read("Căn cứ"), layer("Can cu Luat Lam nghiep", "Bare"), {"Bare": "false"}) is None
    assert merged(read("Căn cứ"), [], {}) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CỘNG ÒA XÃ ỘI C Ủ NG ĨA VIỆT NAM", "lost"),
        ("Ke hoach phat trien lam nghiep ben vung giai doan nam nay cua tinh ta duoc phe duyet", "false"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),
    ],
)
def test_fonts_are_judged_by_their_words(text: str, kind: Fault | None) -> None:
    found = faults_of_fonts([*SOUND, *layer(text, "Bold", 60.0)])
    assert found.get("Bold") == kind
    assert "Serif" not in found


def test_letters_with_one_right_reading_are_mended() -> None:
    assert [one.word.text for one in mended(layer("nhà nƣớc"))] == ["nhà", "nước"]
