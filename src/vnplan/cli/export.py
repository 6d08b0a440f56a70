"""`vnplan export`: records as tables, a database, calendars or a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vnplan.store.export import Format

_FORMATS = ("parquet", "duckdb", "csv", "xlsx", "jsonl", "ics", "graphml")

EPILOG = """\b
Examples:
  vnplan export out/ --format parquet                           out/parquet/, a folder a table
  vnplan export out/ --format duckdb                            out/plans.duckdb, tables and views
  vnplan export plans.jsonl --format xlsx --output plans.xlsx
  vnplan export out/ --format csv --bom --table who_does_what --output for_excel/
  vnplan export out/ --format ics --output calendars/           a calendar for each body in the lead
"""


@click.command("export", epilog=EPILOG)
@click.argument("source", metavar="OUT|JSONL", type=click.Path(path_type=Path))
@click.option("--format", "form", required=True, type=click.Choice(_FORMATS), help="What to write.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The file, or for parquet, csv and ics the folder to write; parquet and duckdb have a place in OUT.",
)
@click.option("--table", "tables", metavar="NAME", multiple=True, help="csv, xlsx: this table or view; repeatable.")
@click.option("--bom", is_flag=True, help="csv for Excel: byte order mark, and no cell that Excel takes for a formula.")
def command(source: Path, form: Format, output: Path | None, tables: tuple[str, ...], bom: bool) -> int:
    """Write records that `vnplan extract` wrote (a folder, or JSON Lines) in another form.

    Of documents with the same bytes one is written. The output appears whole or not at all. Tables and views are
    described in docs/store-schema.md and docs/concepts/store.md.
    """
    from vnplan.store.export import PLACES, export

    if output is None and source.is_dir() and form in PLACES:
        output = source / PLACES[form]
    if output is None:
        raise click.UsageError("say where to write: --output")
    click.echo(f"{output}: {export(source, output, form, tables=tables, bom=bom)}", err=True)
    return 0
