"""Placeholder."""

import click


@click.command("evaluate")
def command() -> None:
    """Placeholder."""
