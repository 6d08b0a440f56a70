"""Where records go: JSON lines, a JSON array or a table; on standard output or into a file that appears whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from vnplan.record import PlanRecord

FORMATS = ("jsonl", "json", "table")


class Sink(Protocol):
    """Takes records one by one."""

    def add(self, record: PlanRecord) -> None:
        """Take one record."""

    def close(self) -> None:
        """Write what follows the last record."""


class _Lines:
    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def add(self, record: PlanRecord) -> None:
        self.stream.write(record.to_json() + "\n")

    def close(self) -> None:
        self.stream.flush()


class _Array:
    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.before = "[\n"

    def add(self, record: PlanRecord) -> None:
        self.stream.write(self.before + record.model_dump_json(indent=1))
        self.before = ",\n"

    def close(self) -> None:
        self.stream.write("\n]\n" if self.before == ",\n" else "[]\n")
        self.stream.flush()


class _Table:
    def __init__(self, stream: IO[str]) -> None:
        from vnplan.cli.tables import summary

        self.stream = stream
        self.table, self.add_row = summary()

    def add(self, record: PlanRecord) -> None:
        self.add_row(record)

    def close(self) -> None:
        from vnplan.cli.tables import console

        console(self.stream).print(self.table)


def _sink(stream: IO[str], form: str) -> Sink:
    sinks: dict[str, Callable[[IO[str]], Sink]] = {"jsonl": _Lines, "json": _Array, "table": _Table}
    return sinks[form](stream)


@contextmanager
def open_sink(output: str | None, form: str) -> Iterator[Sink]:
    """A sink; a file gets its name only when everything is in it, until then it is called `NAME.part`."""
    if output is None or output == "-":
        sink = _sink(sys.stdout, form)
        yield sink
        sink.close()
        return
    target = Path(output)
    if target.is_dir():
        raise click.UsageError(f"{output}: is a folder; give the name of a file in it")
    if not target.parent.is_dir():
        raise click.UsageError(f"{output}: the folder {target.parent} does not exist; create it first")
    special = target.exists() and not target.is_file()  # a pipe or a device cannot be replaced
    part = target if special else target.with_name(target.name + ".part")
    try:
        stream = part.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"{output}: cannot be written ({error.strerror}); choose another place") from error
    with stream:
        sink = _sink(stream, form)
        try:
            yield sink
        except BaseException:
            stream.flush()
            if not special:
                click.echo(f"vnplan: stopped early; the records made so far are in {part}", err=True)
            raise
        sink.close()
    if not special:
        os.replace(part, target)  # noqa: PTH105  atomic, and not a method that may copy
