"""`vnplan explain`: which rule made what at one place of a document, and where the rule comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vnplan.core.document import Document
    from vnplan.core.mentions import Mention

EPILOG = """\b
Examples:
  vnplan explain plan.txt --at 12        everything in line 12
  vnplan explain plan.txt --at 12:30     what covers character 30 of line 12
"""

_SHOWN_ELSEWHERE = {"span", "rule"}


def _place(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, int | None]:
    line, _, column = value.partition(":")
    try:
        place = int(line), int(column) if column else None
    except ValueError as error:
        raise click.BadParameter(f"{value!r}: write it like 12:30, counted from 1", ctx, param) from error
    if place[0] < 1 or place[1] == 0:
        raise click.BadParameter(f"{value!r}: lines and columns are counted from 1", ctx, param)
    return place


@click.command("explain", epilog=EPILOG)
@click.argument("file", metavar="FILE")
@click.option(
    "--at",
    "place",
    required=True,
    metavar="LINE[:COL]",
    callback=_place,
    help="Line and column in the file, counted from 1.",
)
def command(file: str, place: tuple[int, int | None]) -> int:
    """Say which rule made what at a place: the fields, the row of knowledge, its source and examples."""
    from vnplan.api import of_reading
    from vnplan.core.mentions import Mention
    from vnplan.read import read_file

    doc = of_reading(read_file(file))
    if not doc.text.raw:
        raise click.UsageError(f"{file}: {doc.issues[0].message}")
    start, end = _raw_range(doc.text.raw, file, place)
    first, last = doc.text.clean_offset(start), max(doc.text.clean_offset(end), doc.text.clean_offset(start) + 1)
    click.echo(f"text       {doc.text.raw[start:end].strip()[:200]}")
    click.echo(f"section    {_section(doc, first)}")
    found = 0
    for kind, layer in doc.layers.items():
        for mention in layer:
            if isinstance(mention, Mention) and mention.span.start < last and first < mention.span.end:
                click.echo("")
                for line in _told(doc, kind.__name__, mention):
                    click.echo(line)
                found += 1
    if not found:
        click.echo("\nno rule found anything here")
    return 0


def _raw_range(raw: str, file: str, place: tuple[int, int | None]) -> tuple[int, int]:
    number, column = place
    lines = raw.split("\n")
    if number > len(lines):
        raise click.UsageError(f"{file}: has {len(lines)} lines, no line {number}")
    start = sum(len(line) + 1 for line in lines[: number - 1])
    length = len(lines[number - 1])
    if column is None:
        return start, start + length
    if column > max(1, length):
        raise click.UsageError(f"{file}: line {number} has {length} characters, no column {column}")
    return start + column - 1, start + column


def _section(doc: Document, offset: int) -> str:
    line = doc.line_at(offset)
    if line is None or line.node < 0:
        return "(none)"
    above = reversed(doc.ancestors(line.node))
    path = " > ".join(f"{node.label or ''} {doc.quote(node.heading)[:60]}".strip() for node in above)
    return f"{path} ({line.role}, {line.kind})"


def _told(doc: Document, kind: str, mention: Mention) -> Iterator[str]:
    from vnplan.knowledge import Knowledge
    from vnplan.knowledge.rows import find_row

    yield f"{kind.lower():10} {doc.quote(mention.span)!r}"
    for field in fields(mention):
        value = getattr(mention, field.name)
        if field.name not in _SHOWN_ELSEWHERE and value not in (None, (), False):
            yield f"  {field.name:14} {_short(doc, value)}"
    expected = Knowledge.default().confidence.of(kind.lower(), mention.rule)
    yield f"  {'rule':14} {mention.rule} (confidence {expected:g})"
    row = find_row(mention.rule)
    if row is not None:
        yield f"  {'row':14} {row}"
        yield f"  {'source':14} {row.values.get('source', 'usage')}"
        for name in ("examples", "not_examples"):
            for example in row.values.get(name, ()):
                yield f"  {name:14} {example}"


def _short(doc: Document, value: object) -> str:
    from vnplan.core.mentions import Actor, Mention
    from vnplan.core.span import Span

    if isinstance(value, Span):
        return repr(doc.quote(value))
    if isinstance(value, Actor):
        return f"{value.agency} ({value.role})"
    if isinstance(value, Mention):
        return repr(doc.quote(value.span))
    if isinstance(value, tuple):
        return "; ".join(_short(doc, item) for item in value)
    return str(value)
