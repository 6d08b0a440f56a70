"""Heads, feet, tables and outlines of many bodies and layouts."""

from __future__ import annotations

import tomllib
from typing import Any

from test_structure import FOLDER, Case, named
from test_structure import test_header as check_header
from test_structure import test_outline as check_outline
from test_structure import test_table as check_table

CASES: dict[str, list[Case]] = tomllib.loads((FOLDER / "structure_variety.toml").read_text(encoding="utf-8"))
CHECKS: dict[str, Any] = {"header": check_header, "table": check_table, "outline": check_outline}
del check_header, check_outline, check_table


@named(CASES["header"])
def test_head(case: Case) -> None:
    CHECKS["header"](case)


@named(CASES["table"])
def test_rows(case: Case) -> None:
    CHECKS["table"]({**case, "columns": [role or None for role in case["columns"]]})


@named(CASES["outline"])
def test_sections(case: Case) -> None:
    CHECKS["outline"](case)
