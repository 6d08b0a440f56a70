"""Records as tables: Parquet, DuckDB with views, and what people open (CSV, XLSX, calendars).

>>> from vnplan.store import TABLES
>>> list(TABLES)[:3]
['documents', 'sections', 'citations']
"""

from vnplan.store.calendars import write_calendars
from vnplan.store.csvs import write_csv
from vnplan.store.database import VIEWS, write_duckdb
from vnplan.store.export import FORMATS, export
from vnplan.store.parquet import write_parquet
from vnplan.store.rows import rows
from vnplan.store.schema import STORE_VERSION, TABLES, arrow_schema
from vnplan.store.source import records_from
from vnplan.store.store import Frame, Store
from vnplan.store.xlsx import write_xlsx

__all__ = [
    "FORMATS",
    "STORE_VERSION",
    "TABLES",
    "VIEWS",
    "Frame",
    "Store",
    "arrow_schema",
    "export",
    "records_from",
    "rows",
    "write_calendars",
    "write_csv",
    "write_duckdb",
    "write_parquet",
    "write_xlsx",
]
