"""`vnplan annotate`: plans out to annotators and trainers, and corrected plans back as gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vnplan.bridges.exchange import Exchanged, Format
    from vnplan.bridges.gold import Annotated
    from vnplan.bridges.tokens import Tokens

_FORMATS = ("label-studio", "docbin", "spans-jsonl", "bio")

EPILOG = """\b
The loop:
  vnplan annotate export plans/ --format label-studio --output tasks.json
      makes tasks.json and, beside it, labeling-config.xml
  Label Studio: create a project, paste labeling-config.xml into Settings > Labeling Interface > Code,
      import tasks.json, correct, export as JSON
  vnplan annotate import project-1.json --output corrected/
      makes corrected/texts, corrected/annotations and corrected/gold
  vnplan extract corrected/texts --output found.jsonl
  vnplan evaluate corrected/gold found.jsonl --errors
"""

EXPORT_EPILOG = """\b
Examples:
  vnplan annotate export plan.pdf --format label-studio --output tasks.json
  vnplan annotate export out.jsonl --format docbin --output train.spacy
  vnplan annotate export corpus/train/texts --gold corpus/train/gold --format bio --output train.bio

\b
Formats:
  label-studio  tasks with pre-annotations (JSON), and labeling-config.xml beside them; carries all of the gold
  spans-jsonl   a document a line: text, spans with values, relations; carries all of the gold
  docbin        spaCy's DocBin: a span group for each kind, values and links in the user data; all of the gold
  bio           tokens with tags, a column for each kind; places only: values come back from --base

\b
Gold has no agencies, sections, tables, rules and keys: no format carries them.
Exit status: 0 all carried, 1 something was not (it is told), 2 the call could not work.
"""

IMPORT_EPILOG = """\b
Examples:
  vnplan annotate import project-1.json --output corrected/
  vnplan annotate import train.spacy --output corrected/
  vnplan annotate import train.bio --base out.jsonl --output corrected/

\b
A value or region that gold cannot have (a deadline without a kind, 30/6/2026 for 2026-06-30) is left out and told.
Exit status: 0 all taken, 1 something was not (it is told), 2 the call could not work.
"""


@click.group("annotate", epilog=EPILOG)
def command() -> None:
    """Have records corrected in Label Studio, and read what was corrected as gold; exchange with spaCy and trainers."""


@command.command("export", epilog=EXPORT_EPILOG)
@click.argument("paths", metavar="FILES...", nargs=-1, required=True)
@click.option("--format", "form", required=True, type=click.Choice(_FORMATS), help="What to write; see below.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option(
    "--gold",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Annotated plans instead of what vnplan finds; FILES is then the folder of their texts.",
)
@click.option(
    "--tokens",
    type=click.Choice(("words", "syllables")),
    default="words",
    show_default=True,
    help="docbin, bio: Vietnamese words, or what white space and punctuation part.",
)
def export(paths: tuple[str, ...], form: Format, output: Path, gold: Path | None, tokens: Tokens) -> int:
    """Write plans for annotators or trainers.

    FILES are documents, folders of them, or .jsonl files that `vnplan extract` wrote.
    """
    from vnplan.bridges.exchange import export as write

    exchanged = write(_plans(paths, gold), output, form, tokens=tokens)
    return _told(exchanged, f"{output}: {len(exchanged.plans)} plans")


@command.command("import", epilog=IMPORT_EPILOG)
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The folder to write; see below.")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="What FILE is; else its ending says it.")
@click.option("--base", multiple=True, metavar="FILES", help="bio: the plans that FILE was made of; repeatable.")
@click.option(
    "--base-gold",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="bio: the gold that FILE was made of; --base is then the folder of its texts.",
)
@click.option("--accept", is_flag=True, help="label-studio: take pre-annotations that nobody corrected as right.")
def import_(  # noqa: PLR0917  click gives its options by name
    source: Path, output: Path, form: Format | None, base: tuple[str, ...], base_gold: Path | None, accept: bool
) -> int:
    """Read corrected plans as gold.

    Writes texts/NAME.txt, annotations/NAME.json (the form of corpus/) and gold/NAME.json (what `vnplan evaluate`
    reads) into the output folder. Files of the same names are replaced, others stay.
    """
    from vnplan.bridges.exchange import Exchanged
    from vnplan.bridges.exchange import import_ as read
    from vnplan.bridges.split import write_split

    found = read(source, form, base=_plans(base, base_gold) if base else (), accept=accept)
    count, problems = write_split(found.plans, output)
    return _told(Exchanged(found.plans, (*found.problems, *problems)), f"{output}: {count} plans")


def _plans(paths: tuple[str, ...], gold: Path | None) -> list[Annotated]:
    from vnplan.bridges.gold import of_folder, of_records
    from vnplan.cli.records import records_of

    if gold is None:
        return of_records(records_of(paths))
    if len(paths) != 1:
        raise click.UsageError("with gold give one folder: that of the texts")
    return of_folder(gold, Path(paths[0]))


def _told(exchanged: Exchanged, done: str) -> int:
    for problem in exchanged.problems:
        click.echo(f"vnplan: {problem}", err=True)
    click.echo(done, err=True)
    return 1 if exchanged.problems or not exchanged.plans else 0
