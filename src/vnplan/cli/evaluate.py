"""`vnplan evaluate`: how well records agree with annotated plans."""

from __future__ import annotations

import json
from pathlib import Path

import click

EPILOG = """\b
Example:
  vnplan extract corpus/dev/texts --output dev.jsonl
  vnplan evaluate corpus/dev/gold dev.jsonl --errors --min citation_exact=0.95

\b
Exit status:
  0  measured, every --min reached
  1  a --min is not reached, or an annotated document is missing
  2  the call could not work
"""


def _wishes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, float]]:
    wishes = []
    for value in values:
        kind, _, least = value.partition("=")
        try:
            wishes.append((kind, float(least)))
        except ValueError as error:
            raise click.BadParameter(f"{value!r}: write it like citation_exact=0.95", ctx, param) from error
    return wishes


@click.command("evaluate", epilog=EPILOG)
@click.argument("gold", metavar="GOLD_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("records", metavar="OUT.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="List every miss, spurious record and wrong value.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--min", "wishes", multiple=True, metavar="KEY=VALUE", callback=_wishes, help="Least F1 or accuracy.")
def command(gold: Path, records: Path, errors: bool, as_json: bool, wishes: list[tuple[str, float]]) -> int:
    """Measure records against annotated plans, matched by file name."""
    from vnplan.evaluate.score import read_gold, read_records, score

    result = score(read_gold(gold), read_records(records))
    if as_json:
        click.echo(json.dumps(result.figures, ensure_ascii=False, indent=1))
    else:
        for mistake in result.mistakes if errors else ():
            click.echo(str(mistake))
        for kind, figure in result.figures.items():
            click.echo(f"{kind:28}" + "  ".join(f"{name}={value}" for name, value in figure.items()))
    if result.missing:
        click.echo(f"missing: {' '.join(result.missing)}", err=True)
    short = result.short_of(wishes)
    if short:
        click.echo(f"falls short: {'; '.join(short)}", err=True)
    return 1 if short or result.missing else 0
