"""The judgement of text layers: good pages are trusted, damage is found or mended, nothing is mended wrongly."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from work import calls_of

from vnplan.knowledge.encodings import Encodings
from vnplan.knowledge.syllables import Syllables
from vnplan.knowledge.text_layer import TextLayers
from vnplan.read.pages import quality
from vnplan.read.pages.page import Word
from vnplan.read.pages.quality import Verdict, judge

ROOT = Path(__file__).resolve().parent.parent
SIZE, WIDTH, BLANK, NARROW = 12.0, 6.0, 3.6, 0.6
TORN = "\x1f"  # in a damaged text: a gap too narrow for a blank

Damage = Callable[[str, random.Random], str]


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  damage, the same in every run


def page_of(text: str, blank: float = BLANK) -> list[Word]:
    """The words of a text, set line by line in type of twelve points."""
    words: list[Word] = []
    for number, line in enumerate(text.split("\n")):
        x, top = 70.0, 14.0 * number
        for whole in line.split(" "):
            for part in filter(None, whole.split(TORN)):
                end = x + WIDTH * len(part)
                words.append(Word(part, x, top, end, top + SIZE, SIZE))
                x = end + NARROW
            x += blank - NARROW if whole else 0.0
    return words


def shown(verdict: Verdict) -> str:
    return unicodedata.normalize("NFC", " ".join(word.text for word in verdict.words))


@cache
def corpus_pages() -> tuple[str, ...]:
    """The texts of the corpus in pages of about 1,500 characters."""
    pages: list[str] = []
    for path in sorted(ROOT.glob("corpus/train/texts/*.txt")) + sorted(ROOT.glob("corpus/dev/texts/*.txt")):
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).replace("\t", " ")
        start = 0
        while len(text) - start > 400:
            end = text.find("\n", start + 1500)
            end = len(text) if end < 0 else end
            pages.append(text[start:end])
            start = end + 1
    return tuple(pages)


PROSE = """I. MỤC ĐÍCH, YÊU CẦU
Kế hoạch này cụ thể hóa nhiệm vụ trồng rừng ven biển, nâng cao trách nhiệm của các cơ quan, đơn vị trong việc
quản lý, bảo vệ và phát triển rừng; bảo đảm nguồn lực cho các xã, phường có diện tích rừng phòng hộ lớn.
Các sở, ban, ngành tỉnh chủ động phối hợp, định kỳ báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh."""


# --- what is good stays -------------------------------------------------------------------------------------------


def test_pages_of_the_corpus_are_trusted() -> None:
    """Good Vietnamese text is trusted, page by page, and comes back as it is."""
    assert len(corpus_pages()) > 25
    for page in corpus_pages():
        words = page_of(page)
        verdict = judge(words)
        assert (verdict.status, verdict.reason) == ("trusted", None), page[:60]
        assert verdict.words is words


GOOD = {
    "figures": "12.345 67,8% 9/2024 1.024 (15) 2.500.000 34 56 78 90 12 45 100%",
    "nothing": "",
    "codes": "IT-001 SRV LGSP NGSP VNeID API-GW HCM01 DNG02 QNI03 BTN04 KV1 KV2 TTHC DVC CSDL KPI ISO 27001 TCVN 7490",
    "addresses": "vanphong@tinh.gov.vn https://dichvucong.gov.vn/p/home?id=12&x=a=b www.tinh.gov.vn xa@example.vn",
    "english": "This plan is for use by all departments and it shall be read with the annex, which has not changed; "
    "at the top of each sheet the chat list and the cat of terms are set out as they were in the first part of it",
    "chemicals": "Acrylonitrile Methyl bromide Tetrachloroethylene Trichlorfon Chlorpyrifos Benzene Toluene Xylene "
    "Hydrogen cyanide Phosgene Thiodiglycol Pinacolyl alcohol Dimethyl methylphosphonate",
    "highlands": "xã Krông Pắc, huyện Đăk R'lấp, buôn Kđoh, Y Bhin Niê, bà H'Hen Niê, tỉnh ĐẮK LẮK, Kon Plông, Srêpốk",
    "short forms": "UBND, HĐND, KH&ĐT, GD-ĐT, BHXH, CNTT, QĐ-TTg, 57-NQ/TW, BTTTT, TTr, HĐT&ĐT, TƯ, T.Ư",
    "labels": "điểm b an toàn, điểm c ưu tiên, khu A ấp 3, nhóm B, PHƯƠNG ÁN A, B, C",
    "terms": "ứng dụng online, website, blockchain, AI, internet, logistics, startup, chatbot, big data trong quản lý",
    "loans": "hệ vectơ và xe môtô trong danh mục này",
    "signs": "C++, C#, 25°C, 10 m², ≥ 5%, µg, α, β, CO2, H2O, “ngoặc”, a=b, 100$/tấn, và/hoặc, kinh tế-xã hội",
}


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_no_prose_is_no_evidence(kind: str) -> None:
    """Figures, codes, addresses, other languages, names of minorities, short forms speak against no page."""
    for text in (GOOD[kind], f"{PROSE}\n{GOOD[kind]}"):
        verdict = judge(page_of(text))
        assert (verdict.status, verdict.reason) == ("trusted", None)


def test_decomposed_text_is_good() -> None:
    """NFD is trusted: it is composed later."""
    assert judge(page_of(unicodedata.normalize("NFD", PROSE))).status == "trusted"


# --- what cannot be read goes to OCR ------------------------------------------------------------------------------


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f").replace("đ", "d").replace("Đ", "D")


def lose(letters: str, put: str = "") -> Damage:
    return lambda text, _: "".join(put if c.lower() in letters else c for c in text)


def lose_some(share: float) -> Damage:
    return lambda text, r: "".join(c for c in text if not (c.isalpha() and r.random() < share))


def lose_marks(share: float) -> Damage:
    return lambda text, r: "".join(plain(c) if r.random() < share else c for c in text)


def shift(by: int) -> Damage:
    return lambda text, _: "".join(chr(ord(c) - by) if c.isascii() and c.isalpha() else c for c in text)


def wrong_letters(text: str, _: random.Random) -> str:
    """Every Vietnamese letter is shown as the next one of the font."""
    letters = sorted({c for c in text if not c.isascii()})
    return "".join(letters[(letters.index(c) + 1) % len(letters)] if c in letters else c for c in text)


def private(share: float) -> Damage:
    return lambda text, r: "".join("\ue012" if not c.isascii() and r.random() < share else c for c in text)


def foreign_ocr(share: float) -> Damage:
    """English OCR of Vietnamese: no marks, signs and figures for letters."""
    read = {"U": "LI", "O": "0", "n": "ii", "h": "li", "i": "!", "l": "|", "C": "(>", "y": "v", "t": "~", "d": "cl"}
    return lambda text, r: "".join(read[c] if c in read and r.random() < share else c for c in plain(text))


TO_OCR = {
    "the letter h is lost": (lose("h"), 1.0),
    "the letter n is lost": (lose("n"), 1.0),
    "one letter in twenty is lost": (lose_some(0.05), 0.95),
    "one letter in fifty is lost": (lose_some(0.02), 0.6),
    "one mark in ten is lost": (lose_marks(0.1), 0.8),
    "one mark in three is lost": (lose_marks(0.3), 0.97),
    "all marks are lost": (foreign_ocr(0), 1.0),
    "English OCR": (foreign_ocr(0.03), 1.0),
    "bad English OCR": (foreign_ocr(0.1), 1.0),
    "letters moved by one": (shift(1), 1.0),
    "letters moved by 29": (shift(29), 1.0),
    "Vietnamese letters mixed up": (wrong_letters, 1.0),
    "one letter in thirty has no Unicode": (private(0.03), 0.9),
    "no letter has Unicode": (private(1), 1.0),
}


@pytest.mark.parametrize("kind", TO_OCR)
def test_damage_goes_to_ocr(kind: str) -> None:
    """Pages of the corpus, damaged: at least the stated share goes to OCR."""
    damage, least = TO_OCR[kind]
    pages = corpus_pages()[::3]
    verdicts = [judge(page_of(damage(page, dice(n)))) for n, page in enumerate(pages)]
    sent = [verdict for verdict in verdicts if verdict.status == "ocr"]
    assert len(sent) >= least * len(pages)
    assert all(verdict.reason and not verdict.repairs for verdict in sent)


@pytest.mark.parametrize(
    "heading",
    [
        "C N P Ủ\nNG Ị ĐỊN",
        "QUY ĐỊN C UNG VỀ T Ủ TỤC",
        "BẢO ĐẢM K Ả NĂNG",
        "ĐIỀU K OẢN T I ÀNH",
        "TM. CHÍN P Ủ",
        "CỘNG ÒA XÃ ỘI",
    ],
)
def test_letters_lost_in_a_heading_are_enough(heading: str) -> None:
    """The structure of a plan stands in its headings: one that lost letters sends its page to OCR."""
    verdict = judge(page_of(f"{heading}\n{PROSE}"))
    assert verdict.status == "ocr"
    assert "missing" in (verdict.reason or "")


def test_slight_evidence_counts_where_there_is_other() -> None:
    """`C IA` alone could be two labels; with ƣ on the page, or letters lost on another page, it is not."""
    heading = "QUẢN LÝ KẾT NỐI, C IA SẺ DỮ LIỆU"
    assert judge(page_of(f"{heading}\n{PROSE}")).status == "trusted"
    assert judge(page_of(f"{heading}\n{PROSE}"), suspect=True).status == "ocr"
    assert judge(page_of(f"{heading}\n{PROSE} của nhà nƣớc")).status == "ocr"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("\ue001\ue002 \ue003\ue004 2025", "ocr"),
        ("&ӝQJ 7KѭѫQJ 4XҧQ", "ocr"),
        ("Qu\ufffd\ufffdt \ufffd\ufffdnh 25", "ocr"),
        ("QuyÕt ®Þnh", "ocr"),
        ("C(>NG HOA XA HOI", "trusted"),
        ("\uf0b7 Trồng rừng", "trusted"),
        ("Đồng chí Ksor Phước", "trusted"),
    ],
)
def test_pages_of_few_words(text: str, status: str) -> None:
    """A page of few words goes to OCR only where most of them are broken; a bullet of a symbol font is no word."""
    assert judge(page_of(text)).status == status


# --- what can be mended is mended ---------------------------------------------------------------------------------


def split(share: float, gap: str) -> Damage:
    """Letters with marks part from their neighbours, as they do in PDF files of some producers."""
    letter = regex.compile(r"(?<=\p{L})(?=[^\x00-\x7f\W\d])|(?<=[^\x00-\x7f\W\d])(?=\p{L})")
    return lambda text, r: letter.sub(lambda _: gap if r.random() < share else "", text)


def glue(share: float) -> Damage:
    return lambda text, r: "".join("" if c == " " and r.random() < share else c for c in text)


def ends(words: list[str]) -> set[tuple[int, int]]:
    """Where words begin and end when blanks are not counted."""
    found, at = set(), 0
    for word in words:
        found.add((at, at + len(word)))
        at += len(word)
    return found


@pytest.mark.parametrize(
    ("damage", "least", "most_wrong"),
    [
        (split(0.05, TORN), 0.8, 0.0),
        (split(0.2, TORN), 0.8, 0.001),
        (split(1, TORN), 0.75, 0.001),
        (split(0.05, " "), 0.5, 0.003),
        (glue(0.02), 0.3, 0.0),
    ],
)
def test_blanks_are_moved_where_they_belong(damage: Damage, least: float, most_wrong: float) -> None:
    """Split and glued words are mended: most of them, and next to none wrongly."""
    wrong = mended = broken = 0
    for n, page in enumerate(corpus_pages()):
        text = damage(page, dice(n))
        verdict = judge(page_of(text))
        if verdict.status != "ocr":
            right, before = ends(page.split()), ends(text.replace(TORN, " ").split())
            after = ends(shown(verdict).split())
            broken += len(right - before)
            mended += len((right - before) & after)
            wrong += len(after - right - before)
    assert broken > 100
    assert mended >= least * broken
    assert wrong <= most_wrong * mended


MENDED = [
    ("ĐIỀ U KHO ẢN", "ĐIỀU KHOẢN", "joined 2 split words"),
    ("KẾ HOẠ CH", "KẾ HOẠCH", "joined 1 split words"),
    ("tổ chức th ực hi ện.", "tổ chức thực hiện.", "joined 2 split words"),
    ("ủybannhândân tỉnh", "ủy ban nhân dân tỉnh", "parted 1 words that were run together"),
    ("(Kếhoạchsố 5)", "(Kế hoạch số 5)", "parted 1 words that were run together"),
    ("nhà nƣớc, NHÀ NƢỚC", "nhà nước, NHÀ NƯỚC", "replaced 2 characters (letter.gha)"),
    ("ðiều kiện", "điều kiện", "replaced 1 characters (letter.eth)"),
    ("số 12/QĐ\ufffeUBND", "số 12/QĐ-UBND", "replaced 1 characters (letter.line_hyphen)"),
    ("kế\u200b hoạch\u00ad", "kế hoạch", "removed 2 invisible characters"),
    ("kế\u00a0hoạch năm", "kế hoạch năm", "parted 1 words at blanks inside them"),
    ("U \u0309y ban", "Ủy ban", "put 1 loose marks on their letters"),
    ("\u0309Uy ban", "Ủy ban", "put 1 loose marks on their letters"),
    ("KKẾẾ HHOOẠẠCCHH 22002255", "KẾ HOẠCH 2025", "halved 3 words whose letters stood twice"),
    ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam", "decoded 7 words of an old encoding"),
    ("Coäng hoøa xaõ hoäi chuû nghóa", "Cộng hòa xã hội chủ nghĩa", "decoded 6 words of an old encoding"),
    ("KÕ HO¹CH PH¸T TRIÓN X· HéI", "KẾ HOẠCH PHÁT TRIỂN XÃ HỘI", "decoded 6 words of an old encoding"),
]


@pytest.mark.parametrize(("text", "right", "repair"), MENDED)
def test_certain_repairs(text: str, right: str, repair: str) -> None:
    """Each kind of repair, alone on a page: the words, and what is said of it."""
    verdict = judge(page_of(text))
    assert (verdict.status, shown(verdict), verdict.repairs) == ("repaired", right, (repair,))
    again = judge(verdict.words)
    assert (again.status, shown(again)) == ("trusted", right)


def test_places_survive_repairs() -> None:
    """Joined words cover the places of their parts, parted ones share them, in order."""
    words = page_of("KẾ HOẠ CH của ủybannhândân")
    mended = judge(words).words
    assert [(word.x0, word.x1) for word in mended[:2]] == [(words[0].x0, words[0].x1), (words[1].x0, words[2].x1)]
    assert mended[-1].x1 == pytest.approx(words[-1].x1)
    assert all(before.x1 <= after.x0 + 0.01 for before, after in pairwise(mended))
    assert all(len(word.character_edges()) == len(word.text) + 1 for word in mended)


PIECES = [
    *"rừng kế hoạ ch K Ế H O Ạ C a ở NĐ- UBND xã, (tỉnh TW BCĐ ph át tri ển ủybannhândân 22 II. KKẾẾ nƣớc y tế".split(),
    *("µg", "5‰", "CO₂", "Céng", "hßa", "\u0309Uy", "y\u0301", "Sở\u00a0Y", "\u00adrừng"),
]


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", TORN, "  "])), min_size=1, max_size=9),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_left_alone_has_nothing_to_mend(lines: list[list[tuple[str, str]]]) -> None:
    """Most pages are not looked at word by word: mending would change none of them."""
    words = page_of("\n".join("".join(chain.from_iterable(line)).strip() for line in lines))
    verdict, thorough = judge(words), quality.mended(words, list, suspect=False)
    assert (verdict.status, shown(verdict), verdict.reason) == (thorough.status, shown(thorough), thorough.reason)
    assert verdict.repairs == thorough.repairs


@pytest.mark.parametrize("inner", [0.0, 3.0])
def test_letter_spaced_headings(inner: float) -> None:
    """Wider gaps tell where words end; where all gaps are even, the syllables do."""
    for heading, wider in (("KẾ HOẠCH", 2.5), ("QUYẾT ĐỊNH", 1.0)):
        words, x = [], 70.0
        for letter in heading:
            if letter == " ":
                x += (wider - 1) * max(inner, 2.0)
                continue
            words.append(Word(letter, x, 0, x + WIDTH, SIZE, SIZE))
            x += WIDTH + inner
        verdict = judge(words)
        assert (verdict.status, shown(verdict)) == ("repaired", heading)
        assert verdict.repairs == ("closed up 2 letter-spaced words",)


def test_words_painted_twice() -> None:
    """A word painted again, moved by a hair, is one word; the same word elsewhere is another."""
    words = page_of("Kế hoạch trồng rừng, kế hoạch")
    painted = [again for word in words for again in (word, replace(word, x0=word.x0 + 0.3, x1=word.x1 + 0.3))]
    verdict = judge(painted)
    assert (verdict.status, list(verdict.words)) == ("repaired", words)
    assert verdict.repairs == ("removed 6 words painted twice",)


def encoded(name: str) -> Damage:
    row = next(encoding.row for encoding in Encodings.load().all if encoding.row.id == name)
    if row.letters:
        table = dict(zip("".join(row.letters[1::2]), "".join(row.letters[::2]), strict=True))
    else:
        table = dict(reversed(pair.split("=")) for pairs in row.pairs for pair in pairs.split())
    table |= {letter.upper(): shown if row.capitals_share_codes else shown.upper() for letter, shown in table.items()}
    return lambda text, _: "".join(table.get(c, c) for c in text)


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_old_encodings_of_whole_pages(name: str) -> None:
    """Every page in TCVN3 or VNI is decoded; capitals of .VnTimeH may come out small."""
    for page in corpus_pages()[::4]:
        verdict = judge(page_of(encoded(name)(page, dice(0))))
        assert verdict.status == "repaired", page[:80]
        assert shown(verdict).lower() == " ".join(page.split()).lower()


def test_the_font_is_evidence_where_words_are_few() -> None:
    """Two words do not show their encoding by themselves; with the name of the font they do."""
    words = page_of("QuyÕt ®Þnh")
    assert judge(words).status == "ocr"
    assert shown(judge(words, lambda: {"ABCDEF+.VnTime"})) == "Quyết định"
    assert judge(page_of(PROSE), lambda: {".VnTime"}).status == "trusted"  # the file maps its font to Unicode


# --- the knowledge ------------------------------------------------------------------------------------------------


def _syllable_rows() -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    know = Syllables.load()
    for row in (*know.onset_rows, *know.rhyme_rows, *know.name_rows):
        yield row.id, row.examples, row.not_examples


@pytest.mark.parametrize(("rule", "good", "bad"), list(_syllable_rows()))
def test_rows_of_syllables(rule: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    """What the rows give as examples is legal (a name where the row is of names), the rest is not."""
    know = Syllables.load()
    assert good
    assert bad
    for word in (*good, *bad):
        is_right = know.is_name(word) if rule.startswith("names") else know.standing(word) != "none"
        assert is_right == (word in good), word


def test_rows_of_text_layers() -> None:
    """Every letter and font row does what its examples say."""
    know = TextLayers.load()
    for row in know.letter_rows:
        table = know.letters[row.id]
        assert all(example.translate(table) != example for example in row.examples)
        assert all(example.translate(table) == example for example in row.not_examples)
    assert know.encodings_of(["BCDEEE+VnArial", "TimesNewRoman"]) == {"tcvn3"}
    assert know.encodings_of(["ABCDEF+VNI-Helve"]) == {"vni"}
    assert not know.encodings_of(["TimesNewRoman"])
    syllables = Syllables.load()
    assert not [word for word in know.foreign if syllables.is_bare(word)]  # they would hide marks that are lost


def test_a_page_is_little_work() -> None:
    """A page of 3,000 characters takes about a call for each, four times the page four times the calls."""
    page, pages = (page_of("\n".join(corpus_pages())[:length]) for length in (3_000, 12_000))
    judge(pages)  # what is made once is made here
    once = calls_of(lambda: judge(page))
    assert once < 6_000
    assert calls_of(lambda: judge(pages)) < 5 * once
