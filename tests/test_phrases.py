"""Phrases that a record quotes (`applies_to`, `output`): whole, with their right bounds, or not at all."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from test_assignments import HEAD

import vnplan

CASES = tomllib.loads((Path(__file__).parent / "cases" / "phrases.toml").read_text(encoding="utf-8"))["case"]


def plan_of(case: dict[str, Any]) -> vnplan.PlanRecord:
    return vnplan.parse(HEAD + case["text"].lstrip("\n"))


@pytest.mark.parametrize("case", [c for c in CASES if "applies_to" in c], ids=lambda case: case["id"])
def test_applies_to(case: dict[str, Any]) -> None:
    """What each deadline is set for."""
    assert [deadline.applies_to or "" for deadline in plan_of(case).deadlines] == case["applies_to"]


@pytest.mark.parametrize("case", [c for c in CASES if "output" in c], ids=lambda case: case["id"])
def test_output(case: dict[str, Any]) -> None:
    """The product of each task."""
    assert [assignment.output or "" for assignment in plan_of(case).assignments] == case["output"]
