"""Placeholder."""

import click


@click.command("knowledge")
def command() -> None:
    """Placeholder."""
