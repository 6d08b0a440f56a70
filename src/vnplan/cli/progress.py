"""How far a run is, on standard error; nothing where that is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Show(Protocol):
    """Shows a bar: what is done of how many, how many failed, documents a second, seconds left where that is known."""

    def __call__(self, done: int, total: int, failed: int, rate: float, left: float | None) -> None:
        """Show it."""


@contextmanager
def bar(total: int) -> Iterator[Show]:
    """A bar for a run of some documents; none for a single one."""
    if not sys.stderr.isatty() or total < 2:
        yield _quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=4) as progress:
        task = progress.add_task("", total=total)

        def show(done: int, total: int, failed: int, rate: float, left: float | None) -> None:
            words = f"{rate:.1f} a second, {failed:,} failed, {_clock(left)} left"
            progress.update(task, completed=done, total=max(total, done), description=words)

        yield show


def _quiet(done: int, total: int, failed: int, rate: float, left: float | None) -> None:
    """Show nothing."""


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "-:--:--"
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}"
