"""One function for every form in which records leave."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

from vnplan.collection import citation_graph, write_graph
from vnplan.core.issues import UsageError
from vnplan.registry import Registry
from vnplan.store.calendars import write_calendars
from vnplan.store.csvs import write_csv
from vnplan.store.database import write_duckdb
from vnplan.store.parquet import need, write_parquet
from vnplan.store.schema import TABLES
from vnplan.store.source import Records, records_from
from vnplan.store.whole import whole_file
from vnplan.store.xlsx import write_xlsx

Format = Literal["parquet", "duckdb", "csv", "xlsx", "jsonl", "ics", "graphml"]
FORMATS: tuple[Format, ...] = get_args(Format)
PLACES: dict[str, str] = {"parquet": "parquet", "duckdb": "plans.duckdb"}
"""Where in the folder of a batch its store stands."""


def export(
    source: Records,
    output: str | PathLike[str],
    form: Format,
    *,
    tables: Sequence[str] = (),
    bom: bool = False,
) -> str:
    """Write records in a form, whole or not at all, and say what was written.

    `parquet`, `csv` and `ics` are folders, the others files. `tables`: only these, for `csv` and `xlsx`; views too.
    """
    if tables and form not in ("csv", "xlsx"):
        raise UsageError(f"tables can be chosen for csv and xlsx; {form} holds all of them")
    if bom and form != "csv":
        raise UsageError(f"a byte order mark is for csv, not for {form}")
    path = Path(output)
    match form:
        case "parquet":
            return _told(write_parquet(source, path))
        case "duckdb":
            return _told(_duckdb(source, path))
        case "csv":
            return _told(write_csv(source, path, tables or tuple(TABLES), bom=bom))
        case "xlsx":
            written = write_xlsx(source, path, tables or tuple(TABLES))
            cut = f"; {written.cut} cells were too long for Excel and are cut" if written.cut else ""
            return _told(written.rows) + cut
        case "ics":
            made = write_calendars(source, path)
            left = f"; {made.left_out} deadlines have no day or no lead" if made.left_out else ""
            return f"{made.calendars} calendars with {made.events} events{left}"
        case "graphml":
            return _graph(source, path)
        case "jsonl":
            return _lines(source, path)


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _duckdb(source: Records, path: Path) -> dict[str, int]:
    need("pyarrow", "duckdb")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path}: the folder {path.absolute().parent} does not exist; create it first")
    # beside the file: a folder for temporary files may be small
    with TemporaryDirectory(dir=path.absolute().parent, prefix=".vnplan-") as folder:
        counts = write_parquet(source, Path(folder) / "parquet")
        write_duckdb(Path(folder) / "parquet", path)
    return counts


def _graph(source: Records, path: Path) -> str:
    graph = citation_graph(records_from(source), Registry.default())
    with whole_file(path) as part:
        write_graph(graph, part)
    return f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"


def _lines(source: Records, path: Path) -> str:
    count = 0
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        for record in records_from(source):
            file.write(record.to_json() + "\n")
            count += 1
    return f"{count} records"
