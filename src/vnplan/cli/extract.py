"""`vnplan extract`: documents to records."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnplan.cli.inputs import documents
from vnplan.cli.output import FORMATS, open_sink

if TYPE_CHECKING:
    from vnplan.record import PlanRecord

EPILOG = """\b
Examples:
  vnplan extract plan.txt --format table
  vnplan extract plans/ more.txt --output plans.jsonl
  pdftotext plan.pdf - | vnplan extract - > plan.jsonl
  vnplan extract plans/ | jq -r '.assignments[].task'

\b
Exit status:
  0  every document was read whole
  1  some documents failed (listed on standard error; their records say `"severity":"error"`)
  2  the call could not work
"""


@click.command("extract", epilog=EPILOG)
@click.argument("inputs", metavar="FILE|DIR|- ...", nargs=-1, required=True)
@click.option("--output", "-o", metavar="OUT.jsonl", help="Write here instead of standard output.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that share the work.")
@click.option(
    "--max-bytes", type=click.IntRange(1), default=None, help="Largest file to read; 20,000,000 when not given."
)
def command(inputs: tuple[str, ...], output: str | None, form: str, workers: int, max_bytes: int | None) -> int:
    """Turn documents into records, one JSON document a line, in input order.

    FILE is a text file, DIR a folder whose .txt and .md files are taken, - standard input. A document that cannot be
    read becomes a record without text whose diagnostics say why; the others are not affected.
    """
    paths = documents(inputs)
    _guard_inputs(paths, output)
    failures: list[PlanRecord] = []
    with open_sink(output, form) as sink:
        for record in _with_progress(_records(paths, workers, max_bytes), len(paths), failures):
            sink.add(record)
    for record in failures:
        problem = next(d for d in record.diagnostics if d.severity == "error")
        message = problem.message.removeprefix(f"{record.source.uri}: ")
        click.echo(f"{record.status}\t{record.source.uri}: {message}", err=True)
    if failures:
        click.echo(f"{len(failures)} of {len(paths)} documents failed", err=True)
    return 1 if failures else 0


def _guard_inputs(paths: Sequence[str], output: str | None) -> None:
    if output is None or output == "-" or not Path(output).is_file():
        return
    if any(path != "-" and Path(path).exists() and Path(path).samefile(output) for path in paths):
        raise click.UsageError(f"{output}: is one of the inputs; choose another output")


def _records(paths: Sequence[str], workers: int, max_bytes: int | None) -> Iterator[PlanRecord]:
    from vnplan.api import parse_bytes
    from vnplan.read import MAX_BYTES
    from vnplan.run.local import parse_many

    limit = max_bytes or MAX_BYTES
    before, dash, after = list(paths), [], []
    if "-" in paths:
        at = paths.index("-")
        before, dash, after = list(paths[:at]), ["-"], list(paths[at + 1 :])
    yield from parse_many(before, workers=workers, max_bytes=limit)
    if dash:
        yield parse_bytes(sys.stdin.buffer.read(limit + 1), uri="-", max_bytes=limit)
        yield from parse_many(after, workers=workers, max_bytes=limit)


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
            message = f"\r{count} of {total} documents, {rate:.0f} a second, {len(failures)} failed"
            click.echo(message + end, err=True, nl=False)
