"""`vnplan extract`: documents to records."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from vnplan.cli.inputs import documents
from vnplan.cli.output import FORMATS, open_sink
from vnplan.cli.progress import bar

if TYPE_CHECKING:
    from vnplan.read import Ocr
    from vnplan.record import PlanRecord
    from vnplan.run.failures import Row
    from vnplan.run.supervisor import Limits

EPILOG = """\b
Examples:
  vnplan extract plan.pdf --format table
  vnplan extract plans/ more.docx archive.zip --output plans.jsonl --workers 2
  vnplan extract plans/ --output out/ --workers 2            a folder that can be gone on with
  vnplan extract plans/ --output out/ --workers 2 --resume   what is new, changed, or was not reached
  vnplan extract plans/ --output out/ --resume --tables duckdb   with the store: tables and views for SQL
  vnplan extract plans/ --output out/ --only failed --timeout 600
  vnplan extract plans/ --output out/ --engine dask --workers 8
  vnplan extract s3://plans/2026 --output s3://records/2026 --engine dask --scheduler tcp://head:8786
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
_SHOWN = 50  # failures
_WIDE = 1000  # characters: no name is broken where a program reads


@click.command("extract", epilog=EPILOG)
@click.argument("inputs", metavar="FILE|DIR|- ...", nargs=-1, required=True)
@click.option(
    "--output",
    "-o",
    metavar="OUT.jsonl|OUT/",
    help="Write here instead of standard output: a file, in input order, or a folder (a name without an ending, or "
    "with a / after it), in any order, each content once.",
)
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
@click.option("--resume", is_flag=True, help="Go on in a folder: skip what did not change since it was extracted.")
@click.option("--only", type=click.Choice(("failed",)), help="In a folder, try again only what failed.")
@click.option(
    "--tables",
    type=click.Choice(("parquet", "duckdb")),
    multiple=True,
    help="In a folder, make the store of all its records too: OUT/parquet/, OUT/plans.duckdb; repeatable.",
)
@click.option(
    "--engine",
    type=click.Choice(("local", "dask")),
    default="local",
    show_default=True,
    help="Who does the work: processes of this program, or workers of Dask, which write Parquet.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler that is running; else one on this machine.")
def command(
    *,
    inputs: tuple[str, ...],
    output: str | None,
    form: str,
    workers: int,
    ocr: Ocr,
    timeout: float,
    memory: int,
    max_bytes: int | None,
    resume: bool,
    only: Literal["failed"] | None,
    tables: tuple[Literal["parquet", "duckdb"], ...],
    engine: Literal["local", "dask"],
    scheduler: str | None,
) -> int:
    """Turn documents into records, one JSON document a line.

    FILE is a text, Markdown, HTML, PDF, DOCX, DOC, RTF or ODT file, a picture of a page, or a ZIP archive of such
    files; what it is, its content tells. DIR is a folder whose documents are taken, - standard input. A document that
    cannot be read, or takes too much time or memory, becomes a record whose diagnostics say why; the others are not
    affected.

    An output folder holds the records (records/*.jsonl), a manifest of what is done, and failures.csv. Whatever ends a
    run, --resume goes on. With --engine dask it holds records and tables in parts; inputs and output may be URLs.
    """
    from vnplan.run.supervisor import Limits

    limits = Limits(timeout, memory * _MB)
    if scheduler is not None and engine != "dask":
        raise click.UsageError("--scheduler needs --engine dask")
    settings: dict[str, Any] = {"ocr": ocr, "max_bytes": max_bytes, "limits": limits, "workers": workers}
    if tables and (engine == "dask" or output is None or form != "jsonl" or not _is_folder(output)):
        raise click.UsageError("--tables needs a folder: --output OUT/ (with --engine dask it has tables anyway)")
    if engine == "dask":
        if output is None or form != "jsonl" or not ("://" in output or _is_folder(output)):
            raise click.UsageError("--engine dask needs a folder or a URL: --output OUT/")
        return _into_parts(inputs, output, scheduler, resume=resume, only=only, settings=settings)
    if output is not None and form == "jsonl" and _is_folder(output):
        return _into_folder(inputs, output, resume=resume, only=only, tables=tables, settings=settings)
    if resume or only:
        raise click.UsageError("--resume and --only need a folder to go on in: --output OUT/")
    paths = documents(inputs)
    _guard_inputs(paths, output)
    failures: list[PlanRecord] = []
    count = 0
    records = _records(paths, workers, {"ocr": ocr, "max_bytes": max_bytes}, limits)
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
    """The records; shows how many there are, and keeps those that failed."""
    start = time.monotonic()
    with bar(total) as show:
        for count, record in enumerate(records, start=1):
            if record.status != "ok":
                failures.append(record)
            yield record
            rate = count / max(time.monotonic() - start, 1e-9)
            show(count, total, len(failures), rate, max(total - count, 0) / rate)


# --- a folder ---------------------------------------------------------------------------------------------------------


def _is_folder(output: str) -> bool:
    if output == "-":
        return False
    path = Path(output)
    return path.is_dir() or output.endswith(("/", os.sep)) or not (path.suffix or path.exists())


def _into_folder(
    inputs: Sequence[str],
    output: str,
    *,
    resume: bool,
    only: Literal["failed"] | None,
    tables: Sequence[Literal["parquet", "duckdb"]],
    settings: Mapping[str, Any],
) -> int:
    from vnplan.run.batch import Progress, extract_folder

    if tables:
        from vnplan.store.parquet import need

        need("pyarrow", *(form for form in tables if form == "duckdb"))  # before hours of work

    _guard_standard_input(inputs)
    paths = documents(inputs)
    with bar(len(paths)) as show:

        def report(now: Progress) -> None:
            show(now.done, now.total, now.failed, now.rate, now.seconds_left)

        try:
            outcome = extract_folder(paths, output, resume=resume, only=only, report=report, **settings)
        except KeyboardInterrupt:
            click.echo(f"vnplan: {output}: what was done is safe; go on with --resume", err=True)
            raise
    _store(Path(output), tables)
    if sys.stderr.isatty():
        told = f"{outcome.extracted:,} documents extracted, {outcome.skipped:,} files skipped"
        click.echo(f"{told}; {output} holds {outcome.records:,} records", err=True)
    if outcome.failed:
        _tell_failures(output, outcome.failed)
    return 1 if outcome.failed else 0


def _store(folder: Path, tables: Sequence[Literal["parquet", "duckdb"]]) -> None:
    for form in tables:
        from vnplan.store.export import PLACES, export

        export(folder, folder / PLACES[form], form)


def _guard_standard_input(inputs: Sequence[str]) -> None:
    if "-" in inputs:
        raise click.UsageError("standard input (-) has no name to go on with; give --output a file that ends in .jsonl")


def _tell_failures(folder: str | Path, count: int, rows: Iterable[Row] | None = None) -> None:
    from vnplan.cli.tables import console, failures
    from vnplan.run.failures import NAME, read_failures

    found = read_failures(Path(folder)) if rows is None else rows
    console(sys.stderr, _WIDE).print(failures(islice(found, _SHOWN)))
    more = f"the first {_SHOWN} of {count:,} documents that failed; " if count > _SHOWN else f"{count:,} failed; "
    click.echo(f"{more}all of them: {str(folder).rstrip('/')}/{NAME}", err=True)


# --- parts, by Dask ---------------------------------------------------------------------------------------------------


def _into_parts(
    inputs: Sequence[str],
    output: str,
    scheduler: str | None,
    *,
    resume: bool,
    only: Literal["failed"] | None,
    settings: Mapping[str, Any],
) -> int:
    from vnplan.cluster import extract_cluster
    from vnplan.run.batch import Progress

    _guard_standard_input(inputs)
    with bar(2) as show:  # how many there are is known when the workers have looked

        def report(now: Progress) -> None:
            show(now.done, now.total, now.failed, now.rate, now.seconds_left)

        outcome = extract_cluster(
            inputs, output, scheduler=scheduler, resume=resume, only=only, report=report, **settings
        )
    if sys.stderr.isatty():
        told = f"{outcome.extracted:,} documents extracted, {outcome.skipped:,} files skipped"
        click.echo(f"{told}; {output} holds {outcome.records:,} records", err=True)
    if outcome.failures:
        _tell_failures(output, len(outcome.failures), outcome.failures)
    return 1 if outcome.failures else 0
