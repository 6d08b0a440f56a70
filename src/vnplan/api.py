"""The functions that users call on one document."""

from __future__ import annotations

import hashlib
import os

from vnplan.core.document import Document, Source
from vnplan.core.issues import Issue, UsageError
from vnplan.core.text import Text
from vnplan.knowledge import Knowledge
from vnplan.pipeline import annotate
from vnplan.read import Ocr, Reading, ReadOptions, accept_text, read_bytes, read_file
from vnplan.record import PlanRecord, build


def parse(text: str, *, uri: str = "text", knowledge: Knowledge | None = None) -> PlanRecord:
    """The record of a plan given as text. Troubles of the text are in `diagnostics`, never raised.

    >>> parse("KẾ HOẠCH").status
    'ok'
    """
    return build(document(text, uri=uri, knowledge=knowledge), knowledge or Knowledge.default())


def parse_file(
    path: str | os.PathLike[str],
    *,
    knowledge: Knowledge | None = None,
    max_bytes: int | None = None,
    ocr: Ocr = "auto",
    budget: float | None = None,
) -> PlanRecord:
    """The record of a plan in a file, read in this process; `source.uri` is the path as given.

    A file that cannot be opened raises SourceError; one that holds no readable text gives a record with
    `status == "failed"`, whose diagnostics say why. `budget`: seconds after which OCR leaves the rest out.
    """
    options = ReadOptions(ocr=ocr, max_bytes=max_bytes, budget=budget)
    return build(of_reading(read_file(path, options), knowledge), knowledge or Knowledge.default())


def parse_bytes(
    data: bytes,
    *,
    uri: str,
    knowledge: Knowledge | None = None,
    max_bytes: int | None = None,
    ocr: Ocr = "auto",
    budget: float | None = None,
) -> PlanRecord:
    """The record of a plan given as the bytes of its file."""
    options = ReadOptions(ocr=ocr, max_bytes=max_bytes, budget=budget)
    return build(of_reading(read_bytes(data, uri, options), knowledge), knowledge or Knowledge.default())


def document(text: str, *, uri: str = "text", knowledge: Knowledge | None = None) -> Document:
    """The annotated document itself, for tools that need more than the record (sections, lines, rules)."""
    if not isinstance(text, str):
        raise UsageError(f"parse() takes text (str), not {type(text).__name__}; for a file use vnplan.parse_file(path)")
    source = Source(uri=uri, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    accepted = accept_text(text)
    return of_reading(Reading(accepted.text, source, accepted.issues), knowledge)


def of_reading(reading: Reading, knowledge: Knowledge | None = None) -> Document:
    """The annotated document of what was read; never raises for what a document holds."""
    if any(issue.severity == "error" for issue in reading.issues):
        return Document(source=reading.source, text=Text.of(""), issues=reading.issues)
    try:
        return annotate(reading.text, reading.source, knowledge or Knowledge.default(), reading.issues, reading.layout)
    except Exception as error:  # noqa: BLE001  one document must not stop a batch
        message = f"stopped with {type(error).__name__}: {error}; please report it"
        issues = (*reading.issues, Issue("internal-error", message, "error"))
        return Document(source=reading.source, text=Text.of(reading.text), issues=issues)


def failed_record(uri: str, message: str) -> PlanRecord:
    """The record that stands for a file which could not be opened."""
    issues = (Issue("unreadable", message, "error"),)
    return build(Document(source=Source(uri=uri, sha256=""), text=Text.of(""), issues=issues), Knowledge.default())
