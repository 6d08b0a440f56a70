"""The JSON Schema of what vnplan publishes; `docs/schema.json` is a copy that a test compares."""

from __future__ import annotations

import json

from vnplan.record.models import PlanRecord


def schema_json() -> str:
    """The schema as JSON, ready to be written to a file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **PlanRecord.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
