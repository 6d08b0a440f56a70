"""What a comparison gives: one table a question, with the place of every value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from vnplan.comparison.schema import DTYPES, TABLES

if TYPE_CHECKING:
    import pandas as pd

    from vnplan.comparison.write import Format

Row = dict[str, Any]
Matrix = Literal["instruments", "targets", "tasks", "workload", "reuse"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """The tables of a comparison, as pandas data frames. `docs/compare-schema.md` tells every column.

    `plan` is in every table the same short name of a plan (`plans` maps it to its document). Every row that rests on a
    record names its document, record, code points and page: `text` is what stands there. The tables do not depend on
    the order in which the plans were given.
    """

    plans: pd.DataFrame
    # instruments: what is cited, by whom, how long plans took
    instruments: pd.DataFrame
    cited: pd.DataFrame
    lags: pd.DataFrame
    # targets: groups of the same indicator, and their members
    indicators: pd.DataFrame
    targets: pd.DataFrame
    # assignments: groups of the same task, their members, who does how much by when
    tasks: pd.DataFrame
    assignments: pd.DataFrame
    actors: pd.DataFrame
    workload: pd.DataFrame
    deadlines: pd.DataFrame
    # targets and tasks without counterpart
    gaps: pd.DataFrame
    # text that plans share
    passages: pd.DataFrame
    reuse: pd.DataFrame
    originality: pd.DataFrame
    # versions of one plan
    versions: pd.DataFrame
    changes: pd.DataFrame

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """All tables by name, in the order of `docs/compare-schema.md`."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def matrix(self, of: Matrix) -> pd.DataFrame:
        """A table as a matrix for reading and for heat maps; the names of rows and columns lead back to the tables.

        `instruments`: plan x instrument, mentions. `targets`: group x plan, values (of several the first in the text).
        `tasks`: group x plan, who leads. `workload`: agency x plan, tasks led. `reuse`: plan x plan, share of the row's
        text that stands in the column's.
        """
        from vnplan.comparison.matrices import matrix  # noqa: PLC0415

        return matrix(self, of)

    def write(self, path: str | PathLike[str], form: Format | None = None, tables: Sequence[str] = ()) -> None:
        """Write the tables (or only some): `xlsx` and `json` into a file, `csv` into a folder.

        Without `form` the ending says it: `.xlsx`, `.json`, else a folder of CSV.
        """
        from vnplan.comparison.write import write  # noqa: PLC0415

        endings: dict[str, Format] = {".xlsx": "xlsx", ".json": "json"}
        write(self, path, form or endings.get(Path(path).suffix.lower(), "csv"), tables)

    def __repr__(self) -> str:
        return (
            f"<comparison of {len(self.plans)} plans: "
            + ", ".join(f"{len(table)} {name}" for name, table in self.tables().items() if name != "plans")
            + ">"
        )


def frame(table: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a data frame with the columns and types of its table; a column that a row lacks is null."""
    import pandas as pd  # noqa: PLC0415

    found = list(rows)
    columns = {}
    for column in TABLES[table]:
        values = [row.get(column.name) for row in found]
        if column.kind == "strings":
            series = pd.Series([list(value or ()) for value in values], dtype="object")
        else:
            series = pd.Series(cast("Any", values), dtype=DTYPES[column.kind])
        columns[column.name] = series
    return pd.DataFrame(columns)
