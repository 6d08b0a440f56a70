"""`vnplan report`: any number of plans in one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vnplan.report import Language

EPILOG = """\b
Examples:
  vnplan extract plans/ --output out/ --workers 2
  vnplan report out/ --output report.html                 what was extracted, with the comparison
  vnplan report plans.jsonl --output report.html --language en
  vnplan report plans/ more.docx --output report.html     documents are read first
  vnplan report out/ --output report.html --central qd-9041.pdf
  vnplan report out/ --output report.html --no-compare    without the comparison: faster
"""


@click.command("report", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="OUT|FILE|DIR|JSONL ...")
@click.option(
    "--output", "-o", required=True, metavar="FILE.html", type=click.Path(path_type=Path), help="The page to write."
)
@click.option(
    "--language",
    type=click.Choice(("vi", "en")),
    default="vi",
    show_default=True,
    help="Language at first; the page can be switched.",
)
@click.option("--title", help="What the page is called.")
@click.option("--compare/--no-compare", default=True, show_default=True, help="With the comparison of the plans.")
@click.option("--central", metavar="FILE", help="The plan that the others carry out: a document, or its number.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read documents.")
def command(
    paths: tuple[str, ...],
    *,
    output: Path,
    language: Language,
    title: str | None,
    compare: bool,
    central: str | None,
    workers: int,
) -> int:
    """Write plans as one page that opens from disk, without a network.

    The page lists and filters the plans, shows each text with what was found in it and the rule that found it, sets the
    plans side by side and draws deadlines, lags, text reuse and citations. OUT is a folder that `vnplan extract` wrote,
    JSONL a file of records, FILE and DIR are documents. It is described in docs/concepts/report.md.
    """
    from vnplan.cli.records import records_of
    from vnplan.report import write_report

    chief = next(iter(records_of((central,))), None) if central and Path(central).exists() else central
    count = write_report(
        records_of(paths, workers), output, language=language, title=title, compare=compare, central=chief
    )
    click.echo(f"{output}: {count} plans, {output.stat().st_size / 1e6:.1f} MB", err=True)
    return 0
