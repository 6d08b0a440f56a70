#!/usr/bin/env python3
"""How fast a store is: writing it from records, and each shipped view over a million assignments.

    bench/store.py [--records N] [--assignments N]

Records are the plans of corpus/train, again and again under other hashes. For the views the tables made of them are
multiplied in DuckDB, with other documents, territories and days, until there are enough assignments; each view is
then computed whole inside DuckDB, and asked for one agency, province, month or instrument. Best of three.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import duckdb
import psutil

import vnplan
from vnplan.record import PlanRecord
from vnplan.store import TABLES, VIEWS, write_duckdb, write_parquet
from vnplan.store.csvs import write_csv
from vnplan.store.database import view_sql

TEXTS = Path(__file__).resolve().parent.parent / "corpus" / "train" / "texts"
PROVINCES = (
    "Cà Mau",
    "Lai Châu",
    "Sơn La",
    "Huế",
    "Gia Lai",
    "Đắk Lắk",
    "Nghệ An",
    "Tây Ninh",
    "Cao Bằng",
    "Vĩnh Long",
)
ASKED = {
    "who_does_what": "SELECT * FROM who_does_what WHERE agency = 'Sở Tài chính tỉnh Thanh Hóa' AND role = 'lead'",
    "targets_by_province": "SELECT * FROM targets_by_province WHERE province = 'Sơn La'",
    "deadlines_by_month": "SELECT * FROM deadlines_by_month WHERE month = DATE '2026-09-01'",
    "cited_instruments": "SELECT * FROM cited_instruments LIMIT 100",
}
# of who_does_what, which has a row for each body of each assignment, also a sum over all of it
SUMMED = "SELECT agency, role, count(*), min(due) FROM who_does_what GROUP BY ALL"
# what makes the copies differ: columns by table, `k` is the number of the copy
VARIED = {
    "documents": {
        "province": f"(SELECT {list(PROVINCES)}[k % {len(PROVINCES)} + 1])",
        "issued_on": "issued_on + CAST(k % 1000 AS INTEGER)",
    },
    "deadlines": {"due": "due + CAST(k % 1000 AS INTEGER)"},
    "assignments": {"due": "due + CAST(k % 1000 AS INTEGER)"},
    "citations": {"key": "CASE WHEN k % 3 = 0 THEN key || k % 5000 ELSE key END"},
}


def many(records: list[PlanRecord], count: int) -> Iterator[PlanRecord]:
    """Records with other hashes."""
    for n in range(count):
        record = records[n % len(records)]
        source = replace(record.source, sha256=sha256(str(n).encode()).hexdigest())
        yield record.model_copy(update={"source": source})


def multiply(path: Path, assignments: int) -> None:
    """Copies of all rows, in the tables of a DuckDB file."""
    with duckdb.connect(str(path)) as database:
        row = database.execute("SELECT count(*) FROM assignments").fetchone()
        assert row is not None
        copies = -(-assignments // row[0])
        for table, columns in TABLES.items():
            varied = {"document": "sha256(document || k)", **VARIED.get(table, {})}
            wanted = ", ".join(varied.get(column.name, f'"{column.name}"') for column in columns)
            query = f"INSERT INTO {table} SELECT {wanted} FROM {table}, range(1, {copies}) AS copy(k)"  # noqa: S608
            database.execute(query)
        # the rows of this view are written out when the file is made
        database.execute(f"CREATE OR REPLACE TABLE who_does_what AS {view_sql('who_does_what')}")


def timed(work: Callable[[], object], rounds: int = 1, clock: Callable[[], float] = time.perf_counter) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = clock()
        work()
        best = min(best, clock() - start)
    return best


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--records", type=int, default=2_000)
    arguments.add_argument("--assignments", type=int, default=1_000_000)
    chosen = arguments.parse_args()
    plans = [vnplan.parse(path.read_text("utf-8"), uri=path.name) for path in sorted(TEXTS.glob("*.txt"))]
    process = psutil.Process(os.getpid())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = folder / "plans.jsonl"
        with lines.open("w", encoding="utf-8") as file:
            file.writelines(record.to_json() + "\n" for record in many(plans, chosen.records))
        write_parquet(many(plans, 100), folder / "parquet")
        before = process.memory_info().rss
        writers: dict[str, Callable[[], object]] = {
            "parquet": lambda: write_parquet(lines, folder / "parquet"),
            "duckdb": lambda: write_duckdb(folder / "parquet", folder / "plans.duckdb"),
            "csv": lambda: write_csv(lines, folder / "csv"),
        }
        for form, work in writers.items():
            seconds = timed(work)
            grown = (process.memory_info().rss - before) / 2**20
            print(f"{form:10} {chosen.records / seconds:8.0f} records a second, memory grown by {grown:.0f} MiB")
        write_parquet(many(plans, 100), folder / "parquet")
        write_duckdb(folder / "parquet", folder / "plans.duckdb")
        multiply(folder / "plans.duckdb", chosen.assignments)
        with duckdb.connect(str(folder / "plans.duckdb"), read_only=True) as database:
            for table in TABLES:
                row = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
                assert row is not None
                print(f"{table:20} {row[0]:>10,} rows")
            for view in VIEWS:
                make = f"CREATE OR REPLACE TEMP TABLE found AS SELECT * FROM {view}"  # noqa: S608
                whole = timed(lambda make=make: database.execute(make), 3)  # type: ignore[misc]
                asked = timed(lambda view=view: database.execute(ASKED[view]).fetchall(), 3)  # type: ignore[misc]
                worked = timed(lambda make=make: database.execute(make), 3, time.process_time)  # type: ignore[misc]
                print(f"{view:20} asked {asked:6.3f} s, copied whole {whole:6.2f} s ({worked:.2f} s of processor time)")
            print(f"who_does_what        summed {timed(lambda: database.execute(SUMMED).fetchall(), 3):6.3f} s")


if __name__ == "__main__":
    main()
