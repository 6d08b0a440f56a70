"""spaCy's DocBin: a span group for each kind, ids on the spans, values and links in the user data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnplan.bridges import jsonl
from vnplan.bridges.fields import KINDS
from vnplan.bridges.sheet import Sheet
from vnplan.bridges.tokens import Tokens
from vnplan.core.issues import UsageError
from vnplan.store.parquet import need

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

DATA = "vnplan_annotation"  # in the user data: document, header, values by id, relations


def write(sheets: Iterable[Sheet], path: Path, tokens: Tokens) -> None:
    """Write the plans as one file, for `spacy train` and `DocBin().from_disk`."""
    need("spacy", extra="spacy")
    from spacy.tokens import DocBin  # noqa: PLC0415
    from spacy.vocab import Vocab  # noqa: PLC0415

    vocab = Vocab()
    bin_ = DocBin(store_user_data=True)
    for sheet in sheets:
        bin_.add(doc_of(sheet, vocab, tokens))
    path.write_bytes(bin_.to_bytes())


def doc_of(sheet: Sheet, vocab: Vocab, tokens: Tokens) -> Doc:
    """A plan as a document. Tokens are cut where a record begins or ends in one, so that every span is exact."""
    from spacy.tokens import Span, SpanGroup  # noqa: PLC0415

    from vnplan.bridges.spacy import Tokenizer, token_edges  # noqa: PLC0415

    edges = [edge for region in sheet.regions for edge in (region.start, region.end)]
    doc = Tokenizer(vocab, tokens)(sheet.text, edges)
    begin, end = token_edges(doc)
    for kind in KINDS:
        spans = [
            Span(doc, begin[region.start], end[region.end], label=kind.upper(), span_id=region.id)
            for region in sheet.regions
            if region.kind == kind
        ]
        doc.spans[_group(kind)] = SpanGroup(doc, name=_group(kind), spans=spans)
    kept = jsonl.plain(sheet)
    values = {span["id"]: span["values"] for span in kept["spans"]}
    data = {name: kept[name] for name in ("document", "text_sha256", "header", "relations")} | {"values": values}
    doc.user_data[DATA] = json.dumps(data, ensure_ascii=False)
    return doc


def _group(kind: str) -> str:
    return f"{kind}s"


def sheets(path: Path) -> Iterator[tuple[Sheet, list[str]]]:
    """The plans of a file. The places are those of the spans; their ids find the values."""
    need("spacy", extra="spacy")
    from spacy.tokens import DocBin  # noqa: PLC0415
    from spacy.vocab import Vocab  # noqa: PLC0415

    try:
        bin_ = DocBin().from_bytes(path.read_bytes())
    except Exception as error:
        raise UsageError(f"{path}: no DocBin ({type(error).__name__}: {error})") from error
    for number, doc in enumerate(bin_.get_docs(Vocab()), start=1):
        data: dict[str, Any] = json.loads(doc.user_data.get(DATA) or "{}")
        values = data.get("values", {})
        spans = [
            {
                "id": span.id_ or f"{kind}-{place}",
                "label": kind,
                "start": span.start_char,
                "end": span.end_char,
                "values": values.get(span.id_, {}),
            }
            for kind in KINDS
            for place, span in enumerate(doc.spans.get(_group(kind)) or (), start=1)
        ]
        yield jsonl.sheet_of({**data, "text": doc.text, "spans": spans}, f"document-{number}")
