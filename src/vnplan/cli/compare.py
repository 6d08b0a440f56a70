"""`vnplan compare`: plans side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vnplan.comparison import Comparison, Matrix

EPILOG = """\b
Examples:
  vnplan compare plans/                                     a folder of documents, shown as tables
  vnplan compare out/ --central qd-9041.pdf                 what was extracted, against the central programme
  vnplan compare plans.jsonl --output compared.xlsx         a sheet a table
  vnplan compare plans.jsonl --output compared/             a CSV file a table
  vnplan compare a.docx b.docx --format json                on standard output
  vnplan compare draft.docx final.docx --versions           what was added, dropped, changed
  vnplan compare out/ --show targets --show gaps            only these tables
  vnplan compare out/ --matrix instruments > matrix.csv     plan by instrument, mentions

\b
Tables (columns: docs/compare-schema.md):
  plans, instruments, cited, lags          who cites what, how long plans took
  indicators, targets                      the same indicator side by side, above or below the central target
  tasks, assignments, actors, workload     the same task, who leads it; agencies comparable over the 2025 reform
  deadlines                                all of them on one time line
  gaps                                     targets and tasks without counterpart
  passages, reuse, originality             text that plans share, and which had it first
  versions, changes                        versions of one plan, record by record
"""

_SHOWN = {
    "plans": ("plan", "issued_on", "targets", "assignments", "instruments", "overlap", "superseded_by"),
    "instruments": ("label", "issued_on", "plans", "share", "standing", "carried_out"),
    "cited": ("plan", "instrument", "mentions", "relations"),
    "lags": ("plan", "label", "instrument_on", "plan_on", "days", "doubt"),
    "indicators": ("group", "label", "unit", "plans", "central_value", "lowest", "median", "highest"),
    "targets": ("group", "plan", "comparator", "value", "unit", "year", "versus_central", "score", "shared_words"),
    "tasks": ("group", "label", "plans", "leads", "agreement"),
    "assignments": ("group", "plan", "comparable_lead", "lead_differs", "due", "score", "shared_words"),
    "actors": ("group", "plan", "role", "agency", "comparable"),
    "workload": ("plan", "agency", "lead", "coordinate", "share"),
    "deadlines": ("due", "plan", "text", "lead", "task"),
    "gaps": ("kind", "plan", "gap", "label", "of"),
    "passages": ("earlier", "later", "direction", "kind", "words", "likeness", "later_text"),
    "reuse": ("plan", "other", "kind", "words", "share"),
    "originality": ("plan", "words", "own", "new", "from_central", "source", "source_share"),
    "versions": ("old", "new", "why", "same", "added", "dropped", "changed"),
    "changes": ("new", "kind", "change", "fields", "before", "after", "new_text"),
}
_FIRST = ("plans", "instruments", "lags", "indicators", "tasks", "originality", "versions", "changes")
_ROWS = 30
_MATRICES = ("instruments", "targets", "tasks", "workload", "reuse")


@click.command("compare", epilog=EPILOG)
@click.argument("plans", nargs=-1, required=True, metavar="PLANS...")
@click.option(
    "--central", metavar="FILE", help="The central plan that the others carry out: a document, or its number."
)
@click.option(
    "--output", "-o", metavar="DIR|x.xlsx|x.json", help="Write here; the ending says the format, without one it is csv."
)
@click.option("--format", "form", type=click.Choice(("table", "csv", "xlsx", "json")), help="What to write or show.")
@click.option(
    "--show", metavar="TABLE", multiple=True, type=click.Choice(tuple(_SHOWN)), help="This table; repeatable."
)
@click.option("--matrix", metavar="NAME", type=click.Choice(_MATRICES), help=f"As CSV: {', '.join(_MATRICES)}.")
@click.option("--versions", is_flag=True, help="The plans are versions of one plan, in the order of their days.")
@click.option("--reuse/--no-reuse", default=True, show_default=True, help="With the text that plans share.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read documents.")
def command(
    plans: tuple[str, ...],
    *,
    central: str | None,
    output: str | None,
    form: str | None,
    show: tuple[str, ...],
    matrix: Matrix | None,
    versions: bool,
    reuse: bool,
    workers: int,
) -> int:
    """Set plans side by side: how do provinces carry out the same central instrument?

    PLANS are documents of any kind, folders of them, files of records (.jsonl), or a folder that `vnplan extract`
    wrote. The same indicator and the same task are aligned over the plans, with the score and the words that made it;
    every row says in which document, record and place it stands. Without --central it is the plan among them of a
    central body that most others cite. Needs `pip install 'vnplan[compare]'`.
    """
    from vnplan.cli.records import records_of
    from vnplan.comparison import compare

    if matrix and (output or form or show):
        raise click.UsageError("--matrix goes to standard output: leave out --output, --format and --show")
    if form in ("csv", "xlsx") and output is None:
        raise click.UsageError(f"{form} is for files: say where to write with --output")
    if form == "table" and output is not None:
        raise click.UsageError("a table is shown, not written: leave out --output, or choose csv, xlsx or json")
    records = list(records_of(plans, workers))
    chief = next(iter(records_of((central,))), None) if central and Path(central).exists() else central
    found = compare(records, central=chief, versions=True if versions else None, reuse=reuse)
    if matrix is not None:
        click.echo(found.matrix(matrix).to_csv(), nl=False)
    elif output is not None:
        found.write(output, None if form in (None, "table") else form, show)  # type: ignore[arg-type]
        click.echo(f"{output}: {found!r}", err=True)
    elif form == "json":
        from vnplan.comparison.write import to_json

        chosen = {name: table for name, table in found.tables().items() if not show or name in show}
        click.echo(to_json(chosen), nl=False)
    else:
        _print(found, show or _FIRST, most=0 if show else _ROWS)
    return 0


def _print(found: Comparison, names: tuple[str, ...], most: int) -> None:
    """The tables for people; of long ones the first rows, where none was asked for."""
    from vnplan.cli.tables import console, plain_table

    tables = found.tables()
    for name in names:
        table = tables[name]
        if not len(table):
            continue
        rows = table[list(_SHOWN[name])].to_dict("records")
        shown = rows[:most] if most else rows
        more = f" ({len(shown)} of {len(rows)}; all: --show {name})" if len(shown) < len(rows) else ""
        console().print(plain_table(f"{name}{more}", _SHOWN[name], shown))
        click.echo()
