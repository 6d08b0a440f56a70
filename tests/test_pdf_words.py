"""Words of text layers: the quick way finds what spelling finds, wherever they stand; pages that wait packed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_pages import HEAD, centred, filled, page, typed

from vnplan.core.layout import Box, Layout, Places
from vnplan.core.span import Span
from vnplan.read import ReadOptions, read_bytes
from vnplan.read.pages.compose import compose
from vnplan.read.pages.packed import PackedWords
from vnplan.read.pages.page import Page, Word
from vnplan.read.pages.runs import LayerWords, Run, runs_of
from vnplan.read.pdf.characters import traced_words, words
from vnplan.read.pdf.geometry import geometry

Rendered = Callable[[str, str], Path]

ENGINES = ("pdf_weasyprint", "pdf_libreoffice")
SLANTED = "<p style='transform: rotate(35deg); margin: 80pt'>{}</p>"
NEAR = 1.0  # points: slanted letters reach over the place where they begin


def set_by_weasyprint(body: str, style: str = "") -> bytes:
    weasyprint = pytest.importorskip("weasyprint", exc_type=ImportError)
    font = "font-family: 'Liberation Serif', 'DejaVu Serif', serif; font-size: 13pt;"
    return bytes(weasyprint.HTML(string=f'<html lang=vi><body style="{font} {style}">{body}</body></html>').write_pdf())


def both_ways(data: bytes) -> Iterator[tuple[LayerWords, list[Word]]]:
    """The words of each page: quickly, and character by character."""
    document = pdfium.PdfDocument(data)
    for one in document:
        layer = one.get_textpage()
        way = geometry(one, layer).transform
        yield words(layer, way), [word for word, _ in traced_words(layer, way)]
        layer.close()
    document.close()


def assert_same(quick: LayerWords, spelled: list[Word]) -> None:
    assert all(n in range(len(run)) for run in quick.runs for n in run.edges), "edges of a word of another run"
    assert [(word.text, word.raised) for word in quick] == [(word.text, word.raised) for word in spelled]
    for one, other in zip(quick, spelled, strict=True):
        places = [(word.x0, word.top, word.x1, word.bottom, word.size) for word in (one, other)]
        assert places[0] == pytest.approx(places[1], abs=NEAR)
        if one.edges:
            assert list(one.edges) == pytest.approx(list(other.edges), abs=NEAR)
        else:
            assert one.text.isalpha(), "a value can begin or end inside it, so its edges are needed"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("plan", ["train-01", "train-04", "dev-01"])
def test_quick_words_are_the_spelled_ones(plan: str, engine: str, rendered: Rendered) -> None:
    """Asking for fewer places loses no word and moves none."""
    for quick, spelled in both_ways(rendered(plan, engine).read_bytes()):
        assert_same(quick, spelled)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Tổng diện tích 250 km<sup>2</sup>, phát thải CO<sub>2</sub> giảm 5%<sup>1</sup>.</p>",
        "<p><big style='font-size: 20pt'>KẾ</big> hoạch <small style='font-size: 8pt'>năm</small> 2027</p>",
        "<p style='letter-spacing: 6pt'>QUYẾT ĐỊNH</p>",
        f"{SLANTED.format('BẢN DỰ THẢO')}<p>Điều 1. Ban hành kế hoạch.</p>",
        f"{SLANTED.format('(lần 2)')}<p style='transform: translate(1pt)'>Điều 1. Năm, quý.</p>",
        "<p><i>Kính gửi:</i> <b>Sở Nội vụ</b>; “trích yếu” – phần (a)/(b)…</p>",
        "<div style='float: left; width: 45%'>SỞ Y TẾ<br>Số: 12/KH-SYT</div><div>CỘNG HÒA<br>Độc lập</div>",
    ],
)
def test_odd_type_is_read_both_ways(body: str) -> None:
    """Raised, lowered, large, letter-spaced, slanted and turned type."""
    for quick, spelled in both_ways(set_by_weasyprint(body)):
        assert_same(quick, spelled)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_page_has_its_words(degrees: int) -> None:
    """Text that runs up, down or upside down is read on the upright page: one line, from left to right."""
    style = f"transform: rotate({degrees}deg); margin: 200pt 40pt; white-space: nowrap"
    document = pdfium.PdfDocument(set_by_weasyprint(f"<p style='{style}'>Kế hoạch số 15/KH-UBND về nông thôn</p>"))
    layer = document[0].get_textpage()
    way = geometry(document[0], layer).transform
    assert way[:4] != (1, 0, 0, -1), "the text is upright: the test shows nothing"
    found = words(layer, way)
    assert " ".join(word.text for word in found) == "Kế hoạch số 15/KH-UBND về nông thôn"
    assert [word.x0 for word in found] == sorted(word.x0 for word in found)
    assert {round(word.bottom, 1) for word in found} == {round(found[0].bottom, 1)}
    layer.close()


def test_hyphen_at_the_end_of_a_line_is_a_hyphen() -> None:
    """PDFium gives it as U+0002 or U+FFFE and drops the line break after it."""
    symbols = "Nghị định số 187/2026/NĐ-CP, Quyết định số 1455/QĐ-UBND, Nghị quyết số 38/NQ-HĐND. " * 12
    data = set_by_weasyprint(f"<p style='width: 97mm; text-align: justify'>{symbols}</p>")
    layer = pdfium.PdfDocument(data)[0].get_textpage()
    shown = layer.get_text_range()
    assert "\x02" in shown or "\ufffe" in shown, "no symbol was broken: the test shows nothing"
    text = read_bytes(data, "plan.pdf", ReadOptions(ocr="never")).text
    assert "\x02" not in text
    assert "\ufffe" not in text
    joined = "".join(text.split())
    assert joined.count("187/2026/NĐ-CP") == joined.count("1455/QĐ-UBND") == joined.count("38/NQ-HĐND") == 12


def test_font_of_the_tests_has_vietnamese_letters() -> None:
    """Debian's `fonts-liberation` has none, `fonts-liberation2` has: print without letters would show nothing."""
    fonts = pytest.importorskip("fontTools.ttLib")
    path = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
    if not path.exists():
        pytest.skip("the Debian package fonts-liberation2 is not on this machine")
    missing = {chr(code) for code in range(0x1EA0, 0x1EFA)} - {chr(code) for code in fonts.TTFont(path).getBestCmap()}
    assert not missing


# --- pages that wait -------------------------------------------------------------------------------------------------

PROSE = "Các đơn vị căn cứ chức năng, nhiệm vụ được giao tổ chức thực hiện kế hoạch này theo đúng tiến độ"


def long_document(packed: bool) -> list[Page]:
    """Pages with a running head, a footnote's mark and a paragraph that goes on over the page."""
    pages = [page(*HEAD)]
    for number in range(2, 9):
        lines = [centred("Kế hoạch phòng, chống thiên tai", 40.0), centred(str(number), 55.0)]
        lines += [filled(PROSE, 120.0 + 18 * n) for n in range(12)]
        mark = typed("7", 400.0, 330.0, 7.0)[0]
        pages.append(page(*lines, [replace(mark, bottom=318.0, top=310.0, raised=True)], number=number))
    return [replace(one, words=PackedWords(one.words)) for one in pages] if packed else pages


def test_packed_pages_are_composed_as_others() -> None:
    """Text, places and notices do not depend on how the words of a page wait."""
    (plain, layout, issues), (packed, same, told) = compose(long_document(False)), compose(long_document(True))
    assert packed == plain
    assert told == issues
    assert "Kế hoạch phòng, chống thiên tai" not in plain, "the running head is left out"
    assert _boxes(packed, same) == _boxes(plain, layout)


def _boxes(text: str, layout: Layout) -> list[list[Box]]:
    assert layout.places is not None
    return [layout.places.boxes(Span(n, n + 7)) for n in range(0, len(text), 5)]


WORDS = st.builds(
    Word,
    st.text("aâđệ1(/;-", min_size=1, max_size=6),
    st.integers(0, 500).map(float),
    st.integers(0, 700).map(float),
    st.integers(501, 600).map(float),
    st.integers(701, 800).map(float),
    st.sampled_from((8.0, 12.5, 14.0)),
    raised=st.booleans(),
)


@given(st.lists(st.tuples(WORDS, st.booleans())))
def test_packing_keeps_words(drawn: list[tuple[Word, bool]]) -> None:
    """Words come back as they were, those with edges and those without."""
    given_words = [
        replace(word, edges=tuple(word.x0 + n for n in range(len(word.text) + 1))) if edged else word
        for word, edged in drawn
    ]
    packed = PackedWords(given_words)
    assert list(packed) == given_words
    assert len(packed) == len(given_words)
    assert [packed[n] for n in range(len(packed))] == given_words


# --- places ----------------------------------------------------------------------------------------------------------


@st.composite
def lines_of_words(draw: st.DrawFn) -> list[list[Word]]:
    """Lines one below the other; words from left to right, some small, with uneven characters or evenly spread ones."""
    lines = []
    for row in range(draw(st.integers(1, 4))):
        x, line = 50.0, []
        for text in draw(st.lists(st.text("aệ1/-", min_size=1, max_size=5), min_size=1, max_size=5)):
            widths = draw(st.lists(st.integers(2, 9), min_size=len(text), max_size=len(text)))
            if draw(st.booleans()):
                widths = [widths[0]] * len(text)  # no edges are needed
            edges = [x + sum(widths[:n]) for n in range(len(text) + 1)]
            size, bottom = draw(st.sampled_from((12.0, 12.0, 9.0))), 112.0 + 20 * row
            known = () if len(set(widths)) == 1 else tuple(edges)
            line.append(Word(text, x, bottom - size, edges[-1], bottom, size, known))
            x = edges[-1] + 4
        lines.append(line)
    return lines


@given(lines_of_words(), st.integers(0, 60), st.integers(1, 60))
def test_boxes_hold_the_characters_of_a_place(lines: list[list[Word]], start: int, length: int) -> None:
    """Box by box, a place has the characters in it, none beside them; character by character gives the same."""
    places, offset, characters = Places(), 0, {}
    places.text = "\n".join(" ".join(word.text for word in line) for line in lines)
    for line in lines:
        places.add(offset, 3, runs_of(line))
        for word in line:
            for n, (x0, x1) in enumerate(pairwise(word.character_edges())):
                characters[offset + n] = (x0, word.top, x1, word.bottom)
            offset += len(word.text) + 1
    span = Span(start, start + length)
    inside = [box for at, box in sorted(characters.items()) if span.start <= at < span.end]
    boxes = places.boxes(span)
    assert [box.bottom for box in boxes] == sorted({box[3] for box in inside})
    for box in boxes:
        row = [one for one in inside if one[3] == box.bottom]
        sides = (min(r[0] for r in row), min(r[1] for r in row), max(r[2] for r in row), box.bottom)
        assert box == pytest.approx((3, *sides), abs=1e-3)
    areas = places.areas(span)
    assert len(areas) == bool(inside)
    for area in areas:
        sides = [choose(box[n] for box in boxes) for n, choose in ((1, min), (2, min), (3, max), (4, max))]
        assert area == pytest.approx((3, *sides), abs=1e-3)
    assert places.page(span) == (3 if inside else None)


@pytest.mark.parametrize(("turn", "first"), [(0, (0, 0, 30, 10)), (180, (70, 0, 100, 10))])
def test_part_of_a_word_on_a_turned_page(turn: int, first: tuple[int, ...]) -> None:
    """On a page that was turned upside down the first characters of a word stand at its right end."""
    places = Places()
    places.add(0, 1, [Run("0123456789", [0.0], [100.0], 0.0, 10.0, 10.0)])
    places.turns = {1: turn} if turn else {}
    (box,) = places.boxes(Span(0, 3))
    assert tuple(box)[1:] == pytest.approx(first)


@pytest.mark.parametrize(("turn", "first"), [(90, (0, 70, 10, 100)), (270, (0, 0, 10, 30))])
def test_part_of_a_word_that_runs_up_or_down(turn: int, first: tuple[int, ...]) -> None:
    """Print that runs up the page as shown begins at its lower end."""
    places = Places()
    places.add(0, 1, [Run("0123456789", [0.0], [10.0], 0.0, 100.0, 10.0)])
    places.turns = {1: turn}
    (box,) = places.boxes(Span(0, 3))
    assert tuple(box)[1:] == pytest.approx(first)


def test_cells_set_half_a_line_apart_have_their_own_boxes() -> None:
    """A row of a table: what stands beside a line but half a line lower is another line of print."""
    places, offset = Places("Văn phòng\n" * 3), 0
    for x, base in ((50.0, 100.0), (50.0, 112.0), (120.0, 106.0)):
        places.add(offset, 1, [Run("Văn phòng", [x, x + 24], [x + 20, x + 54], base, base + 12, 12.0)])
        offset += 10
    assert [(box.x0, box.top) for box in places.boxes(Span(0, 30))] == [(50, 100), (50, 112), (120, 106)]


def test_line_that_runs_down_the_page_is_one_box() -> None:
    """Words below one another on a page whose print runs down; upright, they would be lines."""
    line = [Run("Văn", [50.0], [62.0], 100.0, 120.0, 12.0), Run("phòng", [50.0], [62.0], 124.0, 154.0, 12.0)]
    turned, upright = Places(), Places()
    for places in (turned, upright):
        places.add(0, 1, line[:1])
        places.add(4, 1, line[1:])
    turned.turns = {1: 270}
    assert turned.boxes(Span(0, 9)) == [Box(1, 50.0, 100.0, 62.0, 154.0)]
    assert len(upright.boxes(Span(0, 9))) == 2
