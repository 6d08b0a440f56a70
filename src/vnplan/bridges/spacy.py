"""spaCy: `nlp.add_pipe("vnplan")`, and a Vietnamese tokenizer whose tokens are the text as it stands.

spaCy finds both through the entry points of this package; nothing has to be imported first.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vnplan.api import parse
from vnplan.bridges.spans import GROUPS, Found, Place, places_of
from vnplan.bridges.tokens import Tokens, cut, pieces_and_spaces, places
from vnplan.core.issues import UsageError
from vnplan.record import PlanRecord
from vnplan.store.parquet import need

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token
    from spacy.vocab import Vocab

NAME = "vnplan"  # the component, the extension attributes, the group of all spans, the key in `doc.user_data`
TOKENIZER = "vnplan.Tokenizer.v1"

__all__ = ["NAME", "TOKENIZER", "Annotator", "Tokenizer", "blank", "register", "to_doc"]


class Tokenizer:
    """Vietnamese words (or syllables) with exact places: the texts of the tokens joined are the text, always."""

    def __init__(self, vocab: Vocab, tokens: Tokens = "words") -> None:
        self.vocab, self.tokens = vocab, tokens

    def __call__(self, text: str, edges: Iterable[int] = ()) -> Doc:
        """The text as a `Doc`; no token goes over one of the edges."""
        from spacy.tokens import Doc  # noqa: PLC0415

        words, spaces = pieces_and_spaces(text, cut(places(text, self.tokens), edges))
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:  # noqa: ARG002  spaCy's signature
        """One after the other."""
        return map(self, texts)

    def __reduce__(self) -> tuple[Any, ...]:
        return Tokenizer, (self.vocab, self.tokens)

    def to_bytes(self, **_: Any) -> bytes:
        """What `nlp.to_bytes` keeps of the tokenizer."""
        return self.tokens.encode()

    def from_bytes(self, data: bytes, **_: Any) -> Tokenizer:
        """Take up what `to_bytes` kept."""
        self.tokens = "syllables" if data == b"syllables" else "words"
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        """The same in a file."""
        from pathlib import Path  # noqa: PLC0415

        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: Any, **_: Any) -> Tokenizer:
        """The same from a file."""
        from pathlib import Path  # noqa: PLC0415

        return self.from_bytes(Path(path).read_bytes())


class Annotator:
    """The component: the records of a document in its spans. Tokens are cut where a record begins or ends in one."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Find the records in the text of the document."""
        return _annotate(doc, parse(doc.text))


def blank(tokens: Tokens = "words") -> Language:
    """A Vietnamese pipeline that ends with the component.

    `spacy.blank("vi")` asks for pyvi, whose tokens are not the text; this is it with the tokenizer of vnplan.
    """
    if tokens not in ("words", "syllables"):
        raise UsageError(f"tokens are `words` or `syllables`, not {tokens!r}")
    need("spacy", extra="spacy")
    import spacy  # noqa: PLC0415

    config = {"nlp": {"tokenizer": {"@tokenizers": TOKENIZER, "tokens": tokens}}}
    nlp: Language = spacy.blank("vi", config=config)
    nlp.add_pipe(NAME)
    return nlp


def to_doc(nlp: Language, record: PlanRecord) -> Doc:
    """A record (of `vnplan extract`, say) as a document with the tokens of the pipeline; no component is run."""
    register()
    tokenizer = nlp.tokenizer
    doc = tokenizer(record.text, _edges(record)) if isinstance(tokenizer, Tokenizer) else nlp.make_doc(record.text)
    return _annotate(doc, record)


def _annotate(doc: Doc, record: PlanRecord) -> Doc:
    from spacy.tokens import SpanGroup  # noqa: PLC0415

    if doc.text != record.text and record.status != "failed":  # of a text that cannot be read a record has nothing
        raise UsageError("the document's text is not the record's: the tokenizer of this pipeline rewrites texts")
    register()
    _cut_tokens(doc, set(_edges(record)))
    doc.user_data[NAME] = record.to_json()
    begin, end = token_edges(doc)
    found: dict[str, list[Span]] = {group: [] for group in (*GROUPS, NAME)}
    for place in places_of(record):
        span = _span(doc, place, begin, end)
        found[place.group].append(span)
        found[NAME].append(span)
    for group, spans in found.items():
        doc.spans[group] = SpanGroup(doc, name=group, spans=spans)
    return doc


def _edges(record: PlanRecord) -> Iterable[int]:
    return (edge for place in places_of(record) for edge in (place.start, place.end))


def _cut_tokens(doc: Doc, edges: set[int]) -> None:
    """Split the tokens in which a record begins or ends; all else of the document stays as it is."""
    split = []
    for token in doc:
        pieces = cut([(token.idx, token.idx + len(token))], (edge for edge in _inside(token) if edge in edges))
        if len(pieces) > 1:
            split.append((token, [token.text[start - token.idx : end - token.idx] for start, end in pieces]))
    if not split:
        return
    others = _remembered(doc)
    with doc.retokenize() as retokenizer:
        for token, words in split:
            head: Any = (token, 0) if token.head.i == token.i else token.head
            retokenizer.split(token, words, heads=[head, *[(token, 0)] * (len(words) - 1)])
    _restore(doc, others)


def _remembered(doc: Doc) -> dict[str, tuple[dict[str, Any], list[tuple[Any, ...]]]]:
    """The span groups of others by the places of their spans: spaCy leaves their numbers of tokens as they were."""
    return {
        key: (
            dict(group.attrs),
            [(span.start_char, span.end_char, span.label, span.kb_id, span.id) for span in group],
        )
        for key, group in doc.spans.items()
    }


def _restore(doc: Doc, others: dict[str, tuple[dict[str, Any], list[tuple[Any, ...]]]]) -> None:
    from spacy.tokens import Span, SpanGroup  # noqa: PLC0415

    begin, end = token_edges(doc)
    for key, (attributes, places_) in others.items():
        spans = [
            Span(
                doc,
                begin.get(start, len(doc)),
                end.get(last, begin.get(start, len(doc))),
                label=label,
                kb_id=base,
                span_id=name,
            )
            for start, last, label, base, name in places_
        ]
        doc.spans[key] = SpanGroup(doc, name=key, attrs=attributes, spans=spans)


def token_edges(doc: Doc) -> tuple[dict[int, int], dict[int, int]]:
    """The number of the token that begins at a place, and that after the token which ends there."""
    return {token.idx: token.i for token in doc}, {token.idx + len(token): token.i + 1 for token in doc}


def _inside(token: Token) -> range:
    """The places inside a token."""
    return range(token.idx + 1, token.idx + len(token))


def _span(doc: Doc, place: Place, begin: dict[int, int], end: dict[int, int]) -> Span:
    from spacy.tokens import Span  # noqa: PLC0415

    first, last = begin.get(place.start), end.get(place.end)
    if first is None or last is None or first >= last:
        # an edge in the white space between tokens: the tokens that the place covers
        inside = [token.i for token in doc if token.idx < place.end and token.idx + len(token) > place.start]
        first, last = (inside[0], inside[-1] + 1) if inside else (0, 0)
        warnings.warn(f"{place.id} has no tokens of its own at {place.start}-{place.end}", stacklevel=4)
    return Span(doc, first, last, label=place.label, span_id=place.id)


@lru_cache(maxsize=16)
def _read(line: str) -> tuple[PlanRecord, dict[str, Found]]:
    """The record behind a document, and what is in it by id. Pipelines look at one document for a while."""
    record = PlanRecord.model_validate_json(line)
    return record, {place.id: place.record for place in places_of(record)}


def _record_of(doc: Doc) -> PlanRecord | None:
    line = doc.user_data.get(NAME)
    return _read(line)[0] if line else None


def _found_of(span: Span) -> Found | None:
    line = span.doc.user_data.get(NAME)
    return _read(line)[1].get(span.id_) if line else None


def register() -> None:
    """Offer `doc._.vnplan` and `span._.vnplan`, for documents that were read back without the pipeline, too.

    They are read from the document's user data, and so travel with it.
    """
    from spacy.tokens import Doc, Span  # noqa: PLC0415

    if not Doc.has_extension(NAME):
        Doc.set_extension(NAME, getter=_record_of)
        Span.set_extension(NAME, getter=_found_of)


@lru_cache(maxsize=1)
def _component() -> Any:
    from spacy.language import Language  # noqa: PLC0415

    register()

    @Language.factory(NAME, assigns=["doc.spans", f"doc._.{NAME}", f"span._.{NAME}"], retokenizes=True)
    def make(nlp: Language, name: str) -> Annotator:
        return Annotator(nlp, name)

    return make


def tokenizer(tokens: Tokens = "words") -> Any:
    """What the registry of tokenizers holds: a maker of tokenizers for a pipeline."""

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab, tokens)

    return make


def __getattr__(name: str) -> Any:
    # the entry point names `component`: it is registered when spaCy asks for it, and spaCy is imported by then
    if name == "component":
        return _component()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
