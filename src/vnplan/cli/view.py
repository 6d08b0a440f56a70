"""`vnplan view`: one document as a page, in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vnplan.report import Language

EPILOG = """\b
Examples:
  vnplan view plan.pdf                                opens the page in the browser
  vnplan view plan.docx --output plan.html --no-open
"""


@click.command("view", epilog=EPILOG)
@click.argument("file", metavar="FILE")
@click.option(
    "--output", "-o", metavar="FILE.html", type=click.Path(path_type=Path), help="Write the page here and keep it."
)
@click.option("--open/--no-open", "opens", default=True, show_default=True, help="Open it in the browser.")
@click.option(
    "--language",
    type=click.Choice(("vi", "en")),
    default="vi",
    show_default=True,
    help="Language at first; the page can be switched.",
)
def command(file: str, output: Path | None, opens: bool, language: Language) -> int:
    """Show one document: its text with what was found in it, each with its words and the rule that made it.

    The page is written to a file of its own in the folder for temporary files, or to --output. Its path is printed.
    """
    from vnplan.cli.records import records_of
    from vnplan.report import html

    records = list(records_of([file]))
    if len(records) != 1:
        raise click.UsageError(f"{file}: holds {len(records)} plans that can be read; `vnplan report` shows several")
    path = output or _own_file(Path(file).stem)
    path.write_text(html(records[0], language=language), encoding="utf-8", newline="\n")
    click.echo(path)
    if opens and click.launch(str(path)) != 0:
        click.echo(f"vnplan: no browser could be opened; open {path} yourself", err=True)
    return 0


def _own_file(name: str) -> Path:
    from tempfile import mkdtemp

    return Path(mkdtemp(prefix="vnplan-")) / f"{name or 'plan'}.html"
