"""Numeric targets: a table of cases, and what must hold for any text."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnplan.core.document import Document, Header, Line, Source
from vnplan.core.mentions import Deadline, Target
from vnplan.core.span import Span
from vnplan.extract import targets
from vnplan.knowledge import Knowledge
from vnplan.normalise import normalise

CASES = tomllib.loads((Path(__file__).parent / "cases" / "targets.toml").read_text(encoding="utf-8"))["case"]
KNOW = Knowledge.default()
LABEL = re.compile(r"(?:[-+]|[a-zđ]\)|\d{1,2}\.)\s+")


def document(raw: str, *, role: str = "target", past: bool = False, year: int | None = None) -> Document:
    """A document of which every line has one role."""
    text = normalise(raw)
    lines, start = [], 0
    for line in text.clean.split("\n"):
        label = LABEL.match(line)
        body = start + (label.end() if label else 0)
        end = start + len(line)
        lines.append(
            Line(span=Span(start, end), body=Span(body, end), kind="paragraph", role=role, past=past)  # type: ignore[arg-type]
        )
        start = end + 1
    header = Header(period_end=date(year, 12, 31)) if year else Header()
    return Document(source=Source(uri="", sha256=""), text=text, header=header).with_lines(lines)


def found(doc: Document) -> list[Target]:
    return list(targets.find(doc, KNOW))


def shown(target: Target) -> str:
    """The value of a target as the case file writes it."""
    value = f"{round(target.value, 6).normalize():f}"
    if target.value_max is not None:
        value += f"..{round(target.value_max, 6).normalize():f}"
    unit = (target.unit or "") + (f"/{target.per}" if target.per else "")
    parts = [
        target.comparator,
        value,
        unit,
        target.mode if target.mode != "level" else "",
        "~" if target.approximate else "",
    ]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    doc = document(
        str(case["text"]),
        role=str(case.get("role", "target")),
        past=bool(case.get("past")),
        year=case.get("year"),  # type: ignore[arg-type]
    )
    got = found(doc)
    wanted = [[part.strip() for part in line.split("|")] for line in case["expect"]]  # type: ignore[attr-defined]
    assert [(doc.quote(t.span), shown(t)) for t in got] == [(row[0], row[1]) for row in wanted]
    for target, row in zip(got, wanted, strict=True):
        if len(row) > 2:
            assert target.indicator == row[2]
        if len(row) > 3:
            assert target.subject == row[3]


def test_cases_have_unique_ids() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids)) >= 150
