"""`vnplan schema`: what a record looks like."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of the records.

    \b
    Example:
      vnplan schema > plan.schema.json
    """
    from vnplan.record.schema import schema_json

    click.echo(schema_json(), nl=False)
