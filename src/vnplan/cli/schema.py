"""`vnplan schema`: what a record looks like."""

from __future__ import annotations

import click

EPILOG = """\b
Example:
  vnplan schema > plan.schema.json
"""


@click.command("schema", epilog=EPILOG)
def command() -> None:
    """Print the JSON Schema of the records."""
    from vnplan.record.schema import schema_json

    click.echo(schema_json(), nl=False)
