"""`vnplan extract`: documents to records."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vnplan.cli.inputs import documents
from vnplan.cli.output import FORMATS, open_sink

if TYPE_CHECKING:
    from vnplan.record import PlanRecord
    from vnplan.run.supervisor import Limits

EPILOG = """\b
Examples:
  vnplan extract plan.pdf --format table
  vnplan extract plans/ more.docx archive.zip --output plans.jsonl --workers 2
  vnplan extract scans/ --ocr always --timeout 600
  curl -s https://example.org/plan.html | vnplan extract - > plan.jsonl
  vnplan extract plans/ | jq -r '.assignments[].task'

\b
Exit status:
  0  every document was read whole
  1  some documents failed (listed on standard error; their records say `"severity":"error"`)
  2  the call could not work
"""

_MB = 1024 * 1024


@click.command("extract", epilog=EPILOG)
@click.argument("inputs", metavar="FILE|DIR|- ...", nargs=-1, required=True)
@click.option("--output", "-o", metavar="OUT.jsonl", help="Write here instead of standard output.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that share the work.")
@click.option(
    "--ocr",
    type=click.Choice(("auto", "never", "always")),
    default="auto",
    show_default=True,
    help="Recognise pages: those without a text layer that can be trusted, none, or all.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    default=120,
    show_default=True,
    help="Time for one document; pages that OCR does not reach are left out and named.",
)
@click.option(
    "--memory", metavar="MB", type=click.IntRange(128), default=2048, show_default=True, help="Memory for one document."
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1),
    default=None,
    help="Largest file to read; when not given 20 MB of text, 60 MB of HTML, 500 MB of PDF, DOCX and pictures.",
)
def command(
    *,
    inputs: tuple[str, ...],
    output: str | None,
    form: str,
    workers: int,
    ocr: str,
    timeout: float,
    memory: int,
    max_bytes: int | None,
) -> int:
    """Turn documents into records, one JSON document a line, in input order.

    FILE is a text, Markdown, HTML, PDF, DOCX, DOC, RTF or ODT file, a picture of a page, or a ZIP archive of such
    files; what it is, its content tells. DIR is a folder whose documents are taken, - standard input. A document that
    cannot be read, or takes too much time or memory, becomes a record whose diagnostics say why; the others are not
    affected.
    """
    from vnplan.run.supervisor import Limits

    paths = documents(inputs)
    _guard_inputs(paths, output)
    failures: list[PlanRecord] = []
    count = 0
    records = _records(paths, workers, {"ocr": ocr, "max_bytes": max_bytes}, Limits(timeout, memory * _MB))
    with open_sink(output, form) as sink:
        for record in _with_progress(records, len(paths), failures):
            sink.add(record)
            count += 1
    for record in failures:
        problem = next(d for d in record.diagnostics if d.severity == "error")
        message = problem.message.removeprefix(f"{record.source.uri}: ")
        click.echo(f"{record.status}\t{record.source.uri}: {message}", err=True)
    if failures:
        click.echo(f"{len(failures)} of {count} documents failed", err=True)
    return 1 if failures else 0


def _guard_inputs(paths: Sequence[str], output: str | None) -> None:
    if output is None or output == "-" or not Path(output).is_file():
        return
    if any(path != "-" and Path(path).exists() and Path(path).samefile(output) for path in paths):
        raise click.UsageError(f"{output}: is one of the inputs; choose another output")


def _records(paths: Sequence[str], workers: int, options: Mapping[str, Any], limits: Limits) -> Iterator[PlanRecord]:
    from vnplan.run.local import parse_tasks
    from vnplan.run.worker import Task

    def tasks() -> Iterator[Task]:
        for path in paths:
            yield Task(path, sys.stdin.buffer.read() if path == "-" else None, options)

    return parse_tasks(list(tasks()) if len(paths) == 1 else tasks(), workers, limits)


def _with_progress(records: Iterator[PlanRecord], total: int, failures: list[PlanRecord]) -> Iterator[PlanRecord]:
    """The records; counts them on standard error where that is a terminal, and keeps those that failed."""
    shown = sys.stderr.isatty() and total > 1
    start = last = time.monotonic()
    for count, record in enumerate(records, start=1):
        if record.status != "ok":
            failures.append(record)
        yield record
        now = time.monotonic()
        if shown and (now - last > 0.1 or count == total):
            last = now
            rate = count / max(now - start, 1e-9)
            end = "\n" if count == total else ""
            of = f"{count} of {total}" if count <= total else f"{count}"  # archives hold more than they show
            message = f"\r{of} documents, {rate:.1f} a second, {len(failures)} failed"
            click.echo(message + end, err=True, nl=False)
