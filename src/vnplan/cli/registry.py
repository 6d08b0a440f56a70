"""`vnplan registry`: known instruments; what a citation means, and a registry grown from your own plans."""

from __future__ import annotations

import json
from pathlib import Path

import click

EPILOG = """\b
Examples:
  vnplan registry find "Nghị định 30/2020/NĐ-CP"
  vnplan registry find "Luật Đất đai" --on 2022-05-01
  vnplan registry build plans.jsonl --output mine.csv
  vnplan registry find "Quyết định 71/QĐ-STC" --registry mine.csv
"""


@click.group("registry", epilog=EPILOG)
def command() -> None:
    """Look instruments up, or grow a registry of those that your plans cite."""


@command.command("find", epilog=EPILOG)
@click.argument("citation", metavar="CITATION")
@click.option("--on", metavar="YYYY-MM-DD", help="The day of the citing document: which law of a name was in force.")
@click.option("--registry", "files", multiple=True, type=click.Path(), help="A registry of your own; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a citation.")
def find(citation: str, on: str | None, files: tuple[str, ...], as_json: bool) -> int:
    """Say which instrument a citation means: its key, its date, its status and what replaced it.

    Exit status: 0 found, 1 not.
    """
    from vnplan.api import parse
    from vnplan.identity import key_of
    from vnplan.registry import Match, Registry

    registry = Registry.load(*files) if files else Registry.default()
    cited = parse(citation).citations
    if not cited:
        raise click.UsageError(f"{citation!r} is no citation; write it as plans do: Nghị định số 30/2020/NĐ-CP")
    status = 0
    for one in cited:
        said = one.instrument
        match = registry.find(said.type, said.designation, said.issued_on, said.issuer, said.title, on=on)
        status |= not match
        if isinstance(match, Match):
            entry = match.entry
            found = {
                "citation": one.text,
                "how": match.how,
                "key": key_of(entry),
                **{name: getattr(entry, name) for name in entry.__slots__ if getattr(entry, name)},
                **({"conflicts": match.conflicts} if match.conflicts else {}),
            }
        else:
            known = [entry.id for entry in match.candidates]
            found = {"citation": one.text, "not found": match.why, **({"candidates": known} if known else {})}
        click.echo(json.dumps(found, ensure_ascii=False) if as_json else _lines(found))
    return int(status)


def _lines(found: dict[str, object]) -> str:
    shown = {name: ", ".join(value) if isinstance(value, list | tuple) else value for name, value in found.items()}
    return "\n".join(f"{name:14} {value}" for name, value in shown.items())


@command.command("build", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The CSV file to write.")
@click.option("--workers", default=1, show_default=True, help="Child processes, where documents are parsed.")
def build(paths: tuple[str, ...], output: Path, workers: int) -> int:
    """Write a registry of all instruments that plans cite (documents, folders, or JSON Lines of records).

    Each has the commonest date, issuer and title, and says in how many documents it was found. Where citations disagree
    is told on standard error: one of them is a slip, or two instruments were taken for one.
    """
    from vnplan.cli.records import records_of
    from vnplan.collection import grow
    from vnplan.registry.table import write_csv

    grown = sorted(grow(records_of(paths, workers)), key=lambda one: (-one.mentions, one.key))
    write_csv((one.entry().row() for one in grown), output)
    for one in grown:
        for name, counts in one.disagreements().items():
            if name in ("issued_on", "type"):
                told = ", ".join(f"{value} ({count})" for value, count in counts.items())
                click.echo(f"{one.key}: {name} {told}", err=True)
    click.echo(f"{len(grown)} instruments in {output}", err=True)
    return 0
