"""One plan in every medium gives the same records; files of every kind, good and bad, in one batch."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from office.blocks import Master
from office.measure import error_rate

import vnplan
from vnplan.api import parse_file
from vnplan.read.ocr import missing
from vnplan.record import PlanRecord

Rendered = Callable[[str, str], Path]
Mastered = Callable[[str], Master]
TEXTS = Path(__file__).resolve().parent.parent / "corpus"

needs_ocr = pytest.mark.skipif(missing() is not None, reason="Tesseract with Vietnamese data is not on this machine")

PLANS = ("train-01-kh-ubnd-thanh-hoa", "train-05-qd-bxd", "dev-01-kh-ubnd-son-la", "dev-02-kh-sgddt-binh-thuan")
MEDIA = ("docx", "html", "pdf_weasyprint", "pdf_libreoffice")


def values(record: PlanRecord) -> Counter[tuple[object, ...]]:
    """What a record says, without places."""

    def flat(words: str | None) -> str:
        return " ".join((words or "").split())

    header = record.header
    found: Counter[tuple[object, ...]] = Counter()
    for field in ("document_type", "designation", "issuer", "place", "issued_on", "province"):
        found["header", field, getattr(header, field)] += 1
    found["header", "title", flat(header.title)] += 1
    found.update(("signer", signer.name, signer.position) for signer in header.signers)
    found.update(("citation", c.instrument.designation, c.instrument.issued_on, c.relation) for c in record.citations)
    found.update(("deadline", d.kind, d.start, d.end, d.rrule) for d in record.deadlines)
    found.update(("target", t.comparator, t.value, t.unit) for t in record.targets)
    for task in record.assignments:
        found.update(("actor", actor.role, flat(actor.agency), flat(task.task)[:60]) for actor in task.actors)
    return found


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("plan", PLANS)
def test_every_medium_says_the_same(plan: str, medium: str, rendered: Rendered, master: Mastered) -> None:
    """The records of a plan are those of its text, whatever file it came in."""
    (text,) = TEXTS.glob(f"*/texts/{plan}.txt")
    record = parse_file(rendered(plan, medium))
    assert error_rate(master(plan), record.text) <= 0.001
    wanted, found = values(parse_file(text)), values(record)
    assert (wanted - found, found - wanted) == (Counter(), Counter())


@pytest.mark.parametrize("medium", MEDIA)
def test_places_hold(medium: str, rendered: Rendered) -> None:
    """Every span gives its record's text, in every medium."""
    record = parse_file(rendered("dev-01", medium))
    items = [*record.citations, *record.agencies, *record.assignments, *record.deadlines, *record.targets]
    cells = [cell for table in record.tables for row in table.rows for cell in row.cells]
    actors = [actor for task in record.assignments for actor in task.actors]
    for item in (*items, *cells, *actors):
        assert record.text[item.span.start : item.span.end] == item.text


@needs_ocr
def test_scan_is_read(rendered: Rendered, master: Mastered) -> None:
    """A clean scan gives nearly the whole text, the table with it, and says that it was OCR."""
    record = parse_file(rendered("dev-01", "scan_clean"))
    assert record.source.extraction == "pdf_ocr"
    assert error_rate(master("dev-01"), record.text) <= 0.005
    assert any(d.code == "page-ocr" for d in record.diagnostics)
    (table,) = record.tables
    assert len(table.columns) == 7
    designations = {c.instrument.designation for c in record.citations}
    assert len(designations & {c.instrument.designation for c in parse_file(TEXTS / text_of("dev-01")).citations}) >= 6
    assert all(item.span.boxes for item in record.citations)


def text_of(plan: str) -> Path:
    (path,) = TEXTS.glob(f"*/texts/{plan}*.txt")
    return path


@needs_ocr
def test_layer_that_cannot_be_trusted_is_read_again(rendered: Rendered, master: Mastered) -> None:
    """A layer without diacritics over a good print is not believed."""
    record = parse_file(rendered("train-04", "layer_no_diacritics"))
    assert record.source.extraction == "pdf_ocr"
    told = [d.message for d in record.diagnostics if d.code == "page-ocr"]
    assert told
    assert all("text layer cannot be trusted" in message for message in told)
    assert error_rate(master("train-04"), record.text) <= 0.003


def test_layer_that_can_be_mended_is_mended(rendered: Rendered, master: Mastered) -> None:
    """Letter-spaced headings are closed up, and it is said."""
    record = parse_file(rendered("train-04", "pdf_spaced"), ocr="never")
    assert record.source.extraction == "pdf_text"
    assert any(d.code == "text-layer-repaired" for d in record.diagnostics)
    assert error_rate(master("train-04"), record.text) <= 0.01


@needs_ocr
@pytest.mark.parametrize("medium", ["layer_tcvn3", "layer_split_words", "layer_private_use"])
def test_layer_is_never_silently_wrong(medium: str, rendered: Rendered, master: Mastered) -> None:
    """Old encodings, torn words and letters that no font shows: put right or read again, page by page, and said."""
    record = parse_file(rendered("train-04", medium))
    assert {"text-layer-repaired", "page-ocr"} & {d.code for d in record.diagnostics}
    assert error_rate(master("train-04"), record.text) <= 0.003


@needs_ocr
@pytest.mark.parametrize("plan", ["train-04", "train-05-qd-bxd"])
def test_layer_keeps_its_good_words(plan: str, rendered: Rendered, master: Mastered) -> None:
    """Where one font lost a letter, only words of that font come from OCR, and it is said how many."""
    record = parse_file(rendered(plan, "layer_lost_letter"))
    assert error_rate(master(plan), record.text) <= 0.005
    told = [d.message for d in record.diagnostics if d.code == "page-ocr"]
    assert told
    assert all("in part" in message and "text layer cannot be trusted" in message for message in told)


def test_without_ocr_the_rest_works(rendered: Rendered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Tesseract a scan says which package to install; a text layer needs none."""
    monkeypatch.setattr("vnplan.read.ocr.data.find_data", lambda *_: None)
    scan = parse_file(rendered("dev-01", "scan_clean"))
    assert scan.status == "failed"
    messages = " ".join(d.message for d in scan.diagnostics)
    assert "tesseract-ocr-vie" in messages
    assert parse_file(rendered("dev-01", "pdf_weasyprint")).status == "ok"


def bomb() -> bytes:
    """An archive whose one member unpacks to a thousand times its size."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ke-hoach.txt", bytes(600_000_000))
    return buffer.getvalue()


def test_batch_of_everything(tmp_path: Path, rendered: Rendered) -> None:
    """Good and bad files of every kind, under false names too: one record each, in order, and the batch goes on."""
    plans = tmp_path / "plans"
    plans.mkdir()
    pdf, docx = rendered("train-04", "pdf_weasyprint").read_bytes(), rendered("train-04", "docx").read_bytes()
    (plans / "a.doc").write_bytes(pdf)  # a PDF by another name
    (plans / "b.pdf").write_bytes(docx)
    (plans / "c.doc").write_bytes(rendered("train-04", "html").read_bytes())
    (plans / "d.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (plans / "e.docx").write_bytes(docx[:900])
    with zipfile.ZipFile(plans / "f.zip", "w") as archive:
        archive.writestr("ke hoach/1.pdf", pdf)
        archive.writestr("ke hoach/2.docx", docx)
    (plans / "g.zip").write_bytes(bomb())
    (plans / "h.html").write_bytes(b"<!DOCTYPE html><html><body></body></html>")
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-c", "from vnplan.cli.main import main; main()"]
    done = subprocess.run(
        [*command, "extract", str(plans), "--output", str(out), "--ocr", "never"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    names = [line["source"]["uri"].removeprefix(f"{plans}/") for line in lines]
    assert names == [
        "a.doc", "b.pdf", "c.doc", "d.pdf", "e.docx", "f.zip!/ke hoach/1.pdf", "f.zip!/ke hoach/2.docx",
        "g.zip!/ke-hoach.txt", "h.html",
    ]  # fmt: skip
    kinds = [line["source"]["extraction"] for line in lines]
    assert kinds[:3] == ["pdf_text", "docx", "html"]
    designations = [line["header"]["designation"] for line in lines]
    assert designations[0] is not None
    assert {designations[n] for n in (0, 1, 2, 5, 6)} == {designations[0]}
    errors = {
        name: [d["code"] for d in line["diagnostics"] if d["severity"] == "error"]
        for name, line in zip(names, lines, strict=True)
    }
    assert [name for name, codes in errors.items() if codes] == ["d.pdf", "e.docx", "g.zip!/ke-hoach.txt", "h.html"]
    assert errors["g.zip!/ke-hoach.txt"] == ["archive-bomb"]
    assert done.stderr.count("failed\t") == 4


def test_public_parse_file_keeps_limits(rendered: Rendered) -> None:
    """A file that takes too long gives a failed record; the next call works."""
    slow = vnplan.parse_file(rendered("train-01", "pdf_weasyprint"), limits=vnplan.Limits(seconds=0.001))
    assert [d.code for d in slow.diagnostics] == ["time-limit"]
    assert vnplan.parse_file(rendered("train-01", "pdf_weasyprint")).status == "ok"
