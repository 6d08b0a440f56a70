"""`vnplan knowledge`: the tables that ship with the package."""

from __future__ import annotations

import click

EPILOG = """\b
Example:
  vnplan knowledge check
"""


@click.group("knowledge")
def command() -> None:
    """Check the tables of instruments, agencies, phrasings and the rest."""


@command.command("check", epilog=EPILOG)
def check() -> int:
    """Check every row: ids, spelling, order, dates, sources, examples. Exit status 1 when a row is wrong."""
    from vnplan.evaluate.knowledge import problems
    from vnplan.knowledge.rows import all_rows, table_files

    found = 0
    for problem in problems():
        click.echo(problem)
        found += 1
    total = f"{len(all_rows())} rows in {len(table_files())} files"
    click.echo(f"{total}: {found} problems" if found else f"{total}: all well", err=True)
    return 1 if found else 0
