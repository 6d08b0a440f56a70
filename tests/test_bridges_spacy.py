"""spaCy: a component and a tokenizer that are found by name, spans that are the records, nothing lost when saved."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.tokens import Doc, DocBin, Span

import vnplan
from vnplan.bridges.spacy import NAME, TOKENIZER, Tokenizer, blank, to_doc
from vnplan.bridges.spans import GROUPS, places_of
from vnplan.core.issues import UsageError
from vnplan.record import PlanRecord

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "1. Sở Y tế chủ trì, phối hợp với Sở Tài chính tiêm phòng cho ít nhất 95% trẻ em theo Quyết định số 15/QĐ-UBND,"
    " hoàn thành trước ngày 30/6/2026."
)


@lru_cache
def pipeline(tokens: Any = "words") -> Language:
    return blank(tokens)


def texts() -> Iterator[str]:
    for path in sorted((ROOT / "corpus" / "train" / "texts").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            yield file.read()


def check(doc: Doc, record: PlanRecord) -> None:
    """Every record is a span of its group, exactly where it stands, and knows what it is."""
    assert doc.text == record.text
    assert doc._.vnplan == record
    expected = list(places_of(record))
    assert len(doc.spans[NAME]) == len(expected)
    for span, place in zip(doc.spans[NAME], expected, strict=True):
        assert (span.start_char, span.end_char, span.label_, span.id_) == (
            place.start,
            place.end,
            place.label,
            place.id,
        )
        assert span._.vnplan == place.record
    for group in GROUPS:
        assert [span.id_ for span in doc.spans[group]] == [place.id for place in expected if place.group == group]


@pytest.mark.parametrize("tokens", ["words", "syllables"])
def test_every_record_is_a_span(tokens: Any) -> None:
    """All records of the plans of the corpus, none moved to fit a token; the text is the text."""
    for text in texts():
        check(pipeline(tokens)(text), vnplan.parse(text))


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("ưởáê \n\t\u0301\u00a0đÐ/.,%")), max_size=60)
)
def test_the_tokens_are_the_text(text: str) -> None:
    """For any string at all."""
    doc = pipeline().tokenizer(text)
    assert "".join(token.text_with_ws for token in doc) == doc.text == text


def test_both_are_found_without_an_import() -> None:
    """The entry points name them: a fresh interpreter needs no import of vnplan."""
    for group, name in [("spacy_factories", NAME), ("spacy_tokenizers", TOKENIZER)]:
        assert [point.value for point in entry_points(group=group, name=name)]
    code = f"""
import spacy
nlp = spacy.blank("vi", config={{"nlp": {{"tokenizer": {{"@tokenizers": "{TOKENIZER}", "tokens": "syllables"}}}}}})
nlp.add_pipe("{NAME}")
doc = nlp("Sở Y tế chủ trì trước ngày 30/6/2026.")
print(doc.spans["deadlines"][0]._.vnplan.end)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2026-06-30\n"


def test_in_a_pipeline_of_any_tokenizer() -> None:
    """Tokens are cut where a record begins or ends in one; spans that were there stay where they are."""
    # spaCy's own tokenizer for Vietnamese without pyvi: white space, so that a full stop belongs to its word
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    doc = nlp.make_doc(TEXT)
    before = [(token.text, token.whitespace_) for token in doc]
    doc.spans["mine"] = [Span(doc, len(doc) - 3, len(doc), label="END")]
    words = doc.spans["mine"][0].text
    nlp.add_pipe(NAME)
    done = nlp(doc)
    check(done, vnplan.parse(done.text))
    assert len(done) > len(before)
    assert done.spans["mine"][0].text == words


def test_a_tokenizer_that_rewrites_is_refused() -> None:
    """Places would be wrong."""
    record = vnplan.parse(TEXT)
    nlp = spacy.blank("xx")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=text.lower().split())
    with pytest.raises(UsageError, match="rewrites texts"):
        to_doc(nlp, record)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a\0b", "\U0001f333", "x" * 5_000])
def test_a_text_without_records(text: str) -> None:
    """Empty groups, no error."""
    doc = pipeline()(text)
    assert doc.text == text
    assert [len(doc.spans[group]) for group in GROUPS] == [0] * len(GROUPS)


def test_documents_are_saved_with_their_records() -> None:
    """In bytes and in a DocBin."""
    doc = pipeline()(TEXT)
    record = vnplan.parse(TEXT)
    check(Doc(doc.vocab).from_bytes(doc.to_bytes()), record)
    binned = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (read,) = DocBin().from_bytes(binned).get_docs(pipeline().vocab)
    check(read, record)


@pytest.mark.parametrize("tokens", ["words", "syllables"])
def test_pipelines_are_saved(tokens: Any, tmp_path: Path) -> None:
    """With their tokenizer; two processes work as one."""
    pipeline(tokens).to_disk(tmp_path / "pipeline")
    nlp = spacy.load(tmp_path / "pipeline")
    assert isinstance(nlp.tokenizer, Tokenizer)
    assert nlp.tokenizer.tokens == tokens
    check(nlp(TEXT), vnplan.parse(TEXT))
    again = blank("words" if tokens == "syllables" else "syllables").from_bytes(nlp.to_bytes())
    assert [token.text for token in again(TEXT)] == [token.text for token in nlp(TEXT)]


def test_many_texts_one_after_the_other() -> None:
    """`nlp.pipe` gives each document its own records."""
    other = "Sở Nội vụ báo cáo trước ngày 15/3/2026."
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first, second = pipeline().pipe([TEXT, other])
    check(first, vnplan.parse(TEXT))
    check(second, vnplan.parse(other))


def test_a_record_becomes_a_document() -> None:
    """Records that were extracted before, also from paged sources, need not be found again."""
    record = vnplan.parse(TEXT)
    changed = record.model_copy(update={"agencies": ()})
    check(to_doc(pipeline(), changed), changed)


def test_displacy_shows_the_spans() -> None:
    """`style="span"`, with labels."""
    doc = pipeline("syllables")(TEXT)
    for group in (*GROUPS, NAME):
        html = displacy.render(doc, style="span", options={"spans_key": group}, jupyter=False)
        for span in doc.spans[group]:
            assert span.label_ in html


def test_a_document_of_another_pipeline_has_no_record() -> None:
    """Nothing, not an error."""
    doc = spacy.blank("xx")(TEXT)
    assert doc._.vnplan is None
    assert doc[0:1]._.vnplan is None


def test_an_unknown_kind_of_token_is_refused() -> None:
    """Said which there are."""
    with pytest.raises(UsageError, match="`words` or `syllables`"):
        blank("letters")  # type: ignore[arg-type]
