"""`vnplan check`: what a careful clerk would find in plans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vnplan.checks import Finding

EPILOG = """\b
Examples:
  vnplan check plan.docx                                       one plan
  vnplan check plans/ --min-severity warning                   a folder; its plans are compared as well
  vnplan check plans.jsonl --registry ours.csv                 records that `vnplan extract` wrote
  vnplan check plans/ --only repealed --only date-year
  vnplan check plans/ --without head-zero --format sarif > findings.sarif
  vnplan check --list                                          every check, with the law it rests on

\b
Exit status:
  0  nothing of severity warning or error was found
  1  something was
  2  the call could not work
"""

_RANKS = ("info", "warning", "error")


@click.command("check", epilog=EPILOG)
@click.argument("inputs", metavar="FILE|DIR|JSONL ...", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="List the checks with severity and law, and stop.")
@click.option("--format", "form", type=click.Choice(("text", "json", "sarif")), default="text", show_default=True)
@click.option("--only", metavar="ID", multiple=True, help="Run this check alone, also one that is off; repeatable.")
@click.option("--without", metavar="ID", multiple=True, help="Leave this check out; repeatable.")
@click.option("--registry", metavar="FILE", multiple=True, help="Instruments of your own (CSV, JSONL, Parquet).")
@click.option(
    "--min-severity", type=click.Choice(_RANKS), default="info", show_default=True, help="Show these and above."
)
@click.option("--exit-zero", is_flag=True, help="Exit status 0 whatever is found.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read documents.")
def command(
    *,
    inputs: tuple[str, ...],
    listing: bool,
    form: str,
    only: tuple[str, ...],
    without: tuple[str, ...],
    registry: tuple[str, ...],
    min_severity: str,
    exit_zero: bool,
    workers: int,
) -> int:
    """Find what is wrong in plans: dates, numbers and types of cited instruments that disagree, repealed bases,
    deadlines in the past, shares above 100 %, broken numbering, slips of form in head and foot.

    FILE is a document of any kind that `vnplan extract` reads, DIR a folder of them, JSONL a file of records that it
    wrote (use it for options of reading, such as --ocr). All plans of a call are one collection: a date that most of
    them give otherwise is found too. Each finding has its place, what to do, and the law it rests on.
    """
    from vnplan.checks import check, rows
    from vnplan.checks.catalogue import chosen
    from vnplan.cli.records import records_of
    from vnplan.registry import Registry

    chosen(only, without)  # refuses ids that are none before anything is read
    if listing:
        _list()
        return 0
    if not inputs:
        raise click.UsageError("name the plans: files, folders, or records (.jsonl)")
    known = Registry.load(*registry) if registry else None
    found = check(records_of(inputs, workers), known, only, without)
    shown = [finding for finding in found if _RANKS.index(finding.severity) >= _RANKS.index(min_severity)]
    if form == "text":
        _print_text(shown)
    elif form == "json":
        _print_json(shown)
    else:
        from vnplan import __version__
        from vnplan.cli.sarif import sarif

        _dump(sarif(shown, rows(), str(__version__)))
    bad = any(finding.severity != "info" for finding in shown)
    return 1 if bad and not exit_zero else 0


def _list() -> None:
    from vnplan.checks import rows

    for row in rows():
        click.echo(f"{row.id:18} {row.severity:8} {row.title}{'' if row.on else ' (off: name it with --only)'}")
        click.echo(f"{'':27} {row.source}")


def _print_text(found: Sequence[Finding]) -> None:
    uris = []
    for uri, findings in groupby(found, key=lambda finding: finding.uri):
        uris.append(uri)
        click.echo(uri)
        for finding in findings:
            click.echo(f"  {_place(finding):>8}  {finding.severity:7}  {finding.check}: {finding.message}")
            if finding.text:
                click.echo(f"{'':21}text    {_short(finding.text)}")
            click.echo(f"{'':21}remedy  {finding.remedy}")
            click.echo(f"{'':21}law     {finding.law}")
    counts = ", ".join(f"{sum(one.severity == rank for one in found)} {rank}" for rank in reversed(_RANKS))
    click.echo(f"{len(found)} findings ({counts}) in {len(uris)} documents", err=True)


def _place(finding: Finding) -> str:
    if finding.span is not None and finding.span.page is not None:
        return f"page {finding.span.page}"
    return f"{finding.line}:{finding.column}" if finding.line else "-"


def _short(words: str, most: int = 100) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 2] + " …"


def _print_json(found: Sequence[Finding]) -> None:
    from dataclasses import asdict

    _dump([asdict(finding) for finding in found])


def _dump(value: object) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
