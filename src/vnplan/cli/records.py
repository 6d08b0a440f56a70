"""The records that a command line names: documents of any kind, and JSON Lines of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnplan.cli.inputs import documents

if TYPE_CHECKING:
    from vnplan.record import PlanRecord

ENDINGS = (".jsonl", ".ndjson")


def records_of(paths: Sequence[str], workers: int = 1) -> Iterator[PlanRecord]:
    """Records read back from `.jsonl` files and from folders that `vnplan extract` wrote, and those of documents, which
    are parsed; in the order of the paths.

    A document that cannot be read is told on standard error and left out.
    """
    from vnplan.run.local import parse_many
    from vnplan.run.manifest import NAME
    from vnplan.store import records_from

    for path in paths:
        if (Path(path) / NAME).is_file():
            yield from records_from(path)
            continue
        if path.lower().endswith(ENDINGS):
            yield from _read(path)
            continue
        for record in parse_many(documents([path]), workers=workers):
            if record.status == "failed":
                reason = record.diagnostics[0].message if record.diagnostics else "could not be read"
                click.echo(f"vnplan: {record.source.uri}: {reason}", err=True)
            else:
                yield record


def _read(path: str) -> Iterator[PlanRecord]:
    from vnplan.record import PlanRecord

    with open(path, encoding="utf-8") as file:  # noqa: PTH123  the path is kept as given
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield PlanRecord.model_validate_json(line)
            except ValueError as error:
                first = str(error).splitlines()[0]
                message = f"{path}, line {number}: no record of this version of vnplan ({first}); extract it again"
                raise click.UsageError(message) from None
