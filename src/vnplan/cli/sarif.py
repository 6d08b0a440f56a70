"""Findings as SARIF 2.1.0, the format that code hosts and editors show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from vnplan.checks import CheckRow, Finding

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(findings: Sequence[Finding], rows: Sequence[CheckRow], version: str) -> dict[str, Any]:
    """One run with its rules and results. Regions count code points of the text that was read."""
    index = {row.id: number for number, row in enumerate(rows)}
    driver = {"name": "vnplan", "semanticVersion": version, "rules": [_rule(row) for row in rows]}
    results = [_result(finding, index[finding.check]) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(row: CheckRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "shortDescription": {"text": row.title},
        "help": {"text": f"Law: {row.source}"},
        "defaultConfiguration": {"level": _LEVELS[row.severity], "enabled": row.on},
        "properties": {"law": row.source},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.uri)}}
    if (region := _region(finding)) is not None:
        place["region"] = region
    properties = {
        "remedy": finding.remedy,
        "record": finding.record,
        "page": finding.span.page if finding.span else None,
    }
    return {
        "ruleId": finding.check,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}. {finding.remedy[:1].upper()}{finding.remedy[1:]}."},
        "locations": [{"physicalLocation": place}],
        "properties": {name: value for name, value in properties.items() if value is not None},
    }


def _region(finding: Finding) -> dict[str, Any] | None:
    """The place in characters and the same place in lines and columns, from 1, the end excluded."""
    span, text, line, column = finding.span, finding.text, finding.line, finding.column
    if span is None or text is None or line is None or column is None:
        return None
    breaks = text.count("\n")
    return {
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "startLine": line,
        "startColumn": column,
        "endLine": line + breaks,
        "endColumn": len(text) - text.rfind("\n") if breaks else column + len(text),
        "snippet": {"text": text},
    }


def _uri(path: str) -> str:
    if PurePosixPath(path).is_absolute():
        return "file://" + quote(path)
    return quote(PurePath(path).as_posix())
