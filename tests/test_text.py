"""The folded view and the way back: cases, and properties that hold for any text."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnplan.core.span import Span
from vnplan.core.text import Edit, Text, apply_edits
from vnplan.normalise import normalise

CASES = tomllib.loads((Path(__file__).parent / "cases" / "text.toml").read_text(encoding="utf-8"))["case"]
SYLLABLES = """Ủy ban nhân dân tỉnh kế hoạch số ngày tháng năm 2025 - thực hiện Nghị quyết 57-NQ/TW; hoàn thành 95,5%
thủy lợi hoà bình uỷ quyền quý III ĐIỀU khoản a) 1. I. + * ** | “trích” … / : (nếu có)""".split()
JOINTS = [" ", "  ", "\n", "\n\n", "\r\n", "\u00a0", "\t", " \n ", "\u200b", "-\n", ""]
vietnamese = st.lists(st.tuples(st.sampled_from(SYLLABLES), st.sampled_from(JOINTS)), max_size=60).map(
    lambda pairs: "".join(word + joint for word, joint in pairs)
)
anything = st.one_of(vietnamese, st.text(max_size=200), vietnamese.map(lambda text: unicodedata.normalize("NFD", text)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    """The view of a text is as the case says."""
    assert normalise(case["raw"]).clean == case["clean"]


@given(anything)
def test_every_place_has_a_home(raw: str) -> None:
    """A place of the view lies inside the text as read, and places keep their order."""
    text = normalise(raw)
    starts = [text.raw_start(n) for n in range(len(text.clean) + 1)]
    ends = [text.raw_end(n) for n in range(len(text.clean) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    for n in range(len(text.clean)):
        span = text.raw_span(Span(n, n + 1))
        assert 0 <= span.start < span.end <= len(raw)


@given(vietnamese)
def test_letters_come_from_where_they_stand(raw: str) -> None:
    """A character of the view that the text has too is found at the place the map names."""
    text = normalise(raw)
    for n, character in enumerate(text.clean):
        if character.isalnum():
            home = raw[slice(*text.raw_span(Span(n, n + 1)))]
            folded = unicodedata.normalize("NFD", character.lower())[0]
            assert folded in unicodedata.normalize("NFD", home.lower())


@given(vietnamese)
def test_composition_makes_no_difference(raw: str) -> None:
    """Composed and decomposed texts have one view."""
    assert normalise(unicodedata.normalize("NFD", raw)).clean == normalise(unicodedata.normalize("NFC", raw)).clean


@given(vietnamese)
def test_normalising_twice_changes_no_letter(raw: str) -> None:
    """The view of a view differs at most in line breaks and marks: what was a tab may have become one."""
    clean = normalise(raw).clean
    assert list(filter(str.isalnum, normalise(clean).clean)) == list(filter(str.isalnum, clean))


@given(anything)
def test_view_is_tidy(raw: str) -> None:
    """No double blanks, no blanks at line ends, no empty lines, composed letters."""
    clean = normalise(raw + "\nHết").clean
    assert "  " not in clean
    assert "\r" not in clean
    assert "\u00a0" not in clean
    assert all(line == line.strip(" ") for line in clean.split("\n"))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Edit(start, end, draw(st.text(max_size=4))) for start, end in pairs]


@given(edited())
def test_what_was_not_edited_maps_to_itself(case: tuple[str, list[Edit]]) -> None:
    """Characters outside the edits keep their place, and come back to it."""
    text, edits = case
    new, origin = apply_edits(text, edits)
    for n, character in enumerate(text):
        if not any(edit.start <= n < edit.end for edit in edits):
            assert new[origin.edited(n)] == character
            assert origin.origin_start(origin.edited(n)) == n
            assert origin.origin_end(origin.edited(n) + 1) == n + 1


@given(edited())
def test_inserted_text_comes_from_its_edit(case: tuple[str, list[Edit]]) -> None:
    """Characters that an edit wrote come from what it replaced."""
    text, edits = case
    _, origin = apply_edits(text, edits)
    shift = 0
    for edit in edits:
        for n in range(len(edit.replacement)):
            start = origin.origin_start(edit.start + shift + n)
            assert edit.start <= start <= edit.end
        shift += len(edit.replacement) - (edit.end - edit.start)


def test_a_text_without_edits_is_itself() -> None:
    """Nothing to edit, nothing to map."""
    text = Text.of("Kế hoạch")
    assert text.edit([]) is text
    assert text.raw_span(Span(0, 2)) == Span(0, 2)
