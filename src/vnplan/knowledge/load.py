"""Reading the knowledge tables that ship with the package."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from vnplan.core.issues import KnowledgeError


class Row(BaseModel):
    """A row of a knowledge table: what every row has.

    `id` is unique in its table; `source` says where the fact comes from (a law and article, or `usage`);
    `examples` must be recognised by this row and `not_examples` must not: both are tests.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: str = "usage"
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


R = TypeVar("R", bound=Row)


def _data(name: str) -> str:
    return files("vnplan.knowledge").joinpath("data", name).read_text(encoding="utf-8")


@cache
def read_toml(name: str) -> Mapping[str, Any]:
    """A TOML file of the data folder, as it is."""
    return tomllib.loads(_data(name))


@cache
def read_csv(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV file of the data folder, as strings."""
    return tuple(csv.DictReader(_data(name).splitlines()))


def rows_from_toml(name: str, table: str, row_type: type[R]) -> tuple[R, ...]:
    """The rows of one array of tables, validated. Raises KnowledgeError naming file and row."""
    return tuple(_validated(name, row, row_type) for row in read_toml(name).get(table, ()))


def rows_from_csv(name: str, row_type: type[R]) -> tuple[R, ...]:
    """The rows of a CSV file, validated; empty fields are left out, `|` separates the values of a list field."""
    lists = {field for field, info in row_type.model_fields.items() if "tuple" in str(info.annotation)}
    return tuple(
        _validated(name, {k: v.split("|") if k in lists else v for k, v in row.items() if v}, row_type)
        for row in read_csv(name)
    )


def _validated(name: str, row: Mapping[str, Any], row_type: type[R]) -> R:
    try:
        return row_type.model_validate(row)
    except ValidationError as error:
        raise KnowledgeError(f"{name}, row {row.get('id', '?')}: {error}") from error
