"""The published schema is that of the models, and records keep to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vnplan.record import SCHEMA_VERSION
from vnplan.record.schema import schema_json

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_committed_schema_is_current() -> None:
    """`make docs` writes it."""
    assert (DOCS / "schema.json").read_text(encoding="utf-8") == schema_json(), "run `make docs`"


def objects(schema: Any) -> list[dict[str, Any]]:
    return [schema, *schema["$defs"].values()]


def test_nothing_unknown_is_published() -> None:
    """Every object is closed: a reader may rely on the fields listed."""
    for definition in objects(json.loads(schema_json())):
        assert definition["additionalProperties"] is False, definition["title"]


def test_every_object_is_described() -> None:
    """A title is no explanation."""
    for definition in objects(json.loads(schema_json())):
        assert definition.get("description"), definition["title"]


def test_version() -> None:
    """A reader can tell which schema a line keeps to."""
    schema = json.loads(schema_json())
    assert schema["properties"]["schema_version"]["const"] == SCHEMA_VERSION
