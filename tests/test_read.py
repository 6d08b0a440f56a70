"""Bytes to text: encodings are recognised by evidence, good text is never touched, the rest is refused in words."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnplan.knowledge.encodings import Encoding, Encodings, as_windows_1252, syllables
from vnplan.read import ReadOptions, read_bytes, read_file
from vnplan.read.legacy import decode_legacy
from vnplan.read.txt import accept_text, decode

PLAN = """ỦY BAN NHÂN DÂN TỈNH NINH BÌNH
Số: 12/KH-UBND
Kế hoạch phát triển du lịch năm 2026
1. Sở Du lịch chủ trì, phối hợp với các sở, ngành hướng dẫn thực hiện những nhiệm vụ được giao
Đến hết quý III, ít nhất 85% cơ sở lưu trú đạt chuẩn; giữ vững, mở rộng thị trường khách quốc tế
"""
ENCODINGS = {encoding.row.id: encoding for encoding in Encodings.load().all}
EXAMPLES = [
    pytest.param(encoding, shown, written, id=f"{encoding.row.id}: {written}")
    for encoding in ENCODINGS.values()
    for shown, written in zip(encoding.row.examples, encoding.row.decoded, strict=True)
]


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def written_in(encoding: Encoding, text: str) -> str:
    """The text as Windows-1252 shows it, written in an encoding: the way back from its table."""
    row = encoding.row
    if row.codec == "cp1258":
        decomposed = "".join(
            nfc(ch[:1] + "".join(m for m in ch[1:] if m in "\u0302\u0306\u031b"))
            + "".join(m for m in ch[1:] if m not in "\u0302\u0306\u031b")
            for ch in (unicodedata.normalize("NFD", ch) for ch in text)
        )
        return as_windows_1252(decomposed.encode("cp1258"))
    if row.codec:
        return as_windows_1252(text.encode(row.codec))
    if row.letters:
        back = str.maketrans("".join(row.letters[1::2]), "".join(row.letters[::2]))
        # it has no capitals with tone marks: their small letters stand in for them
        return "".join(ch if ch.isascii() or ch in "ĂÂÊÔƠƯĐ" else ch.lower() for ch in text).translate(back)
    pairs = dict(pair.split("=")[::-1] for line in row.pairs for pair in line.split())
    return "".join(pairs.get(ch) or (pairs[ch.lower()].upper() if ch.lower() in pairs else ch) for ch in text)


@pytest.mark.parametrize(("encoding", "shown", "written"), EXAMPLES)
def test_example_rows(encoding: Encoding, shown: str, written: str) -> None:
    """Each example of a row is decoded to what was written."""
    assert nfc(encoding.decode(shown)) == written


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=lambda encoding: encoding.row.id)
def test_not_examples_stay(encoding: Encoding) -> None:
    """Good text with odd signs is no evidence of any encoding."""
    for text in encoding.row.not_examples:
        assert decode_legacy(text) == (text, None)


@pytest.mark.parametrize("name", ENCODINGS)
def test_text_shown_wrongly_is_decoded(name: str) -> None:
    """A whole plan in any of the encodings comes back, with a diagnostic that names the encoding."""
    text, issue = decode_legacy(written_in(ENCODINGS[name], PLAN))
    assert issue is not None
    assert issue.code == f"decoded-{name}"
    same_case = str.lower if name == "tcvn3" else str  # its capitals share codes with small letters
    assert same_case(nfc(text)) == same_case(PLAN)


@pytest.mark.parametrize("name", [name for name in ENCODINGS if name != "utf8"])
def test_single_byte_files_are_decoded(name: str) -> None:
    """The same as bytes of a file that is no UTF-8."""
    data = written_in(ENCODINGS[name], PLAN).encode("cp1252")
    decoded = decode(data)
    assert [issue.code for issue in decoded.issues] == [f"decoded-{name}"]
    assert nfc(decoded.text).lower() == PLAN.lower()


def test_only_the_wrong_lines_of_a_mixed_text_are_decoded() -> None:
    """Where half of a text was converted, the good half stays as it is."""
    line = "Uỷ ban nhân dân tỉnh yêu cầu các ngành thực hiện nghiêm túc\n"
    text, issue = decode_legacy(PLAN + written_in(ENCODINGS["tcvn3"], line) + PLAN)
    assert text == PLAN + line + PLAN
    assert issue is not None
    assert issue.message.startswith("1 lines")


WORDS = sorted({word for word in PLAN.split() if not word.isascii()})
SIGNS = [
    "“",
    "”",
    "–",
    "…",
    "25 m²",
    "30°C",
    "«",
    "»",
    "±",
    "½",
    "§ 5",
    "café",
    "naïve",
    "Ø 20",
    "®",
    "µm",
    "–",
    ";",
    "\n",
]
good = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS)), max_size=50).map(" ".join)


@given(good)
def test_good_text_is_never_touched(text: str) -> None:
    """Vietnamese text in Unicode, composed or not, comes back as it is, whatever signs stand in it."""
    assert accept_text(text).text == text
    decomposed = unicodedata.normalize("NFD", text)
    assert accept_text(decomposed).text == decomposed


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    """Any text and any bytes are read or refused."""
    accept_text(text)
    decode(text.encode("utf-8", "surrogatepass"))
    decode(text.encode("utf-16", "surrogatepass"))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No text without a reason, no reason without words."""
    decoded = decode(data)
    errors = [issue for issue in decoded.issues if issue.severity == "error"]
    assert bool(decoded.text) != bool(errors)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_unicode_files(codec: str) -> None:
    """Every form of Unicode file gives its text; line ends and a UTF-8 mark stay."""
    text = PLAN.replace("\n", "\r\n")
    decoded = decode(text.encode(codec))
    assert decoded.text.removeprefix("\ufeff") == text
    assert not decoded.issues


def test_decomposed_text_stays_decomposed() -> None:
    """The text is kept as read; only the view is composed."""
    text = unicodedata.normalize("NFD", PLAN)
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7\n...", "not-text"),
        (b"PK\x03\x04....", "not-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "not-text"),
        (b"{\\rtf1 K}", "not-text"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        ("東京都の計画".encode("shift-jis") * 10, "unknown-encoding"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    """Refusals have a code and tell what to do."""
    decoded = decode(data)
    assert decoded.text == ""
    assert [issue.code for issue in decoded.issues] == [code]


def test_a_cut_file_keeps_its_text() -> None:
    """A file cut inside a character loses that character only."""
    decoded = decode(PLAN.encode()[:-3] + b"\xe1\xba")
    assert [issue.code for issue in decoded.issues] == ["bad-bytes"]
    assert decoded.text.startswith(PLAN[:200])


def test_lone_surrogates_are_replaced() -> None:
    """Half characters cannot be written as UTF-8; each becomes one sign, so that places stay."""
    decoded = accept_text("Kế \ud800 hoạch")
    assert decoded.text == "Kế \ufffd hoạch"
    assert [issue.code for issue in decoded.issues] == ["lone-surrogate"]


def test_units_are_no_evidence() -> None:
    """A column of micrometres is no TCVN3, however long."""
    text = "\n".join(f"{n} µm, Ø {n}, 5 µg/m³" for n in range(100))
    assert decode_legacy(text) == (text, None)


def test_syllables_tell_vietnamese() -> None:
    """Words count only with a letter beyond ASCII; foreign words are no syllables."""
    assert syllables("Nghiêng ngả, khuỷu tay, quýt, giếng, Đắk") == (6, 6)
    assert syllables("Straße, Łódź, Škoda, naïve")[1] == 0


def test_limit(tmp_path: Path) -> None:
    """A file over the limit is not read, and the message says how to raise it."""
    path = tmp_path / "long.txt"
    path.write_text("a" * 101, encoding="utf-8")
    reading = read_file(path, ReadOptions(max_bytes=100))
    assert reading.text == ""
    assert "--max-bytes 101" in reading.issues[0].message
    assert read_file(path, ReadOptions(max_bytes=101)).text == "a" * 101
    assert read_bytes(b"a" * 101, "x", ReadOptions(max_bytes=100)).issues[0].code == "too-large"


def test_long_texts_come_back_as_they_are() -> None:
    """Good text, one very long line, and one that is no language at all."""
    for text in (PLAN * 2000, PLAN.replace("\n", " ") * 2000, "µ" * 500_000):
        assert decode_legacy(text) == (text, None)
