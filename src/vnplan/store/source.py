"""Records to be stored: a folder that `vnplan extract` wrote, a file of JSON Lines, or records themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path

from vnplan.core.issues import UsageError
from vnplan.record import PlanRecord
from vnplan.run.manifest import NAME as MANIFEST
from vnplan.run.output import read_contents
from vnplan.run.parts import LISTS, read_parts
from vnplan.store.rows import document_id

Records = str | PathLike[str] | Iterable[PlanRecord]


def records_from(source: Records) -> Iterator[PlanRecord]:
    """The records of a source, one a document: where two are of the same bytes, the first is taken.

    Nothing is read before the first record is asked for, and only one is held.
    """
    return (record for record, _ in documents_from(source))


def documents_from(source: Records) -> Iterator[tuple[PlanRecord, Sequence[str]]]:
    """The same, each with all the files that hold the document; none where no run told them."""
    found = _read(Path(source)) if isinstance(source, str | PathLike) else ((record, ()) for record in source)
    seen: set[str] = set()
    for record, paths in found:
        key = document_id(record)
        if key not in seen:
            seen.add(key)
            yield record, paths


def _files_of(path: Path) -> list[Path]:
    """The files of records that a path means."""
    if not path.exists():
        raise UsageError(f"{path}: is not there; give a folder or a .jsonl file that `vnplan extract` wrote")
    if not path.is_dir():
        return [path]
    folder = path / "records" if (path / "records").is_dir() else path
    found = sorted(folder.glob("*.jsonl"))
    if not found and folder == path:
        raise UsageError(f"{path}: holds no records; `vnplan extract DIR --output {path}` writes them")
    return found


def _read(path: Path) -> Iterator[tuple[PlanRecord, Sequence[str]]]:
    if (path / MANIFEST).is_file():
        for line, paths in read_contents(path):
            yield PlanRecord.model_validate_json(line), paths
        return
    if (path / LISTS).is_dir():
        for line, paths in read_parts(path):
            yield PlanRecord.model_validate_json(line), paths
        return
    for file in _files_of(path):
        yield from ((record, ()) for record in _lines(file))


def _lines(path: Path) -> Iterator[PlanRecord]:
    # bytes: a line ends with a line feed and with nothing else
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield PlanRecord.model_validate_json(line)
            except ValueError as error:
                if not line.endswith(b"\n") and path.parent.name == "records":
                    return  # a batch that was stopped in this line writes it again when it resumes
                first = str(error).splitlines()[0]
                message = f"{path}, line {number}: no record of this version of vnplan ({first}); extract it again"
                raise UsageError(message) from None
