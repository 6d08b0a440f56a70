"""Citations as bodies of every level write them: all fields at once, with what the short ones mean."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_citations import HEADER, KNOW, document

from vnplan.core.document import Document, Header
from vnplan.core.mentions import Citation
from vnplan.extract import citations
from vnplan.link import backrefs

CASES = tomllib.loads((Path(__file__).parent / "cases" / "citations_variety.toml").read_text(encoding="utf-8"))["case"]


def plan(designation: str, issuer: str, province: str | None, day: date, **more: Any) -> Header:
    return Header(
        document_type=more.pop("document_type", "Kế hoạch"),
        designation=designation,
        issuer=issuer,
        province=province,
        issued_on=day,
        **more,
    )


HEADERS = {
    "tinh": HEADER,
    "xa": plan("45/KH-UBND", "Ủy ban nhân dân xã Tân Trào", "Tuyên Quang", date(2026, 3, 10)),
    "huyen": plan("88/KH-UBND", "Ủy ban nhân dân huyện Nam Đàn", "Nghệ An", date(2023, 5, 4)),
    "so": plan("512/KH-SYT", "Sở Y tế tỉnh Lâm Đồng", "Lâm Đồng", date(2024, 5, 6)),
    "dang_uy": plan("12-KH/ĐU", "Đảng ủy xã Tân Trào", "Tuyên Quang", date(2025, 11, 20), is_party=True),
    "tinh_uy": plan(
        "21-CTr/TU",
        "Tỉnh ủy Quảng Nam",
        "Quảng Nam",
        date(2022, 6, 1),
        is_party=True,
        document_type="Chương trình hành động",
    ),
    "ha_noi": plan("210/KH-UBND", "Ủy ban nhân dân thành phố Hà Nội", "Hà Nội", date(2023, 8, 1)),
    "bo": plan("1432/QĐ-BYT", "Bộ Y tế", None, date(2023, 4, 1), document_type="Quyết định"),
    "quyet_dinh": plan(
        "3671/QĐ-UBND",
        "Ủy ban nhân dân tỉnh Thanh Hóa",
        "Thanh Hóa",
        date(2017, 9, 27),
        document_type="Quyết định",
        attached_type="Kế hoạch",
        attached_title="phát triển chăn nuôi",
    ),
}


def lines(doc: Document) -> list[list[str]]:
    """The fields of each citation as the cases write them."""
    found = doc.get(Citation)
    place = {id(citation): n for n, citation in enumerate(found, 1)}
    meant, number = {}, {}
    for link in backrefs.find(doc, KNOW):
        meant[id(link.citation)] = f"#{place[id(link.target)]}" if link.target else "doc"
        if link.citation.form == "short" and link.target:  # as in the record
            number[id(link.citation)] = link.target.designation
    rows = []
    for c in found:
        designation = number.get(id(c), c.designation)
        values = [doc.quote(c.span), c.form, c.type, designation, c.issued_on, c.issuer, c.title, c.relation]
        rows.append([value or "-" for value in values] + [meant.get(id(c), "-")])
    return rows


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_variety(case: dict[str, Any]) -> None:
    doc = document(case["text"].strip("\n"), HEADERS[case.get("doc", "tinh")])
    doc = doc.put(Citation, citations.find(doc, KNOW))
    expected = [row.split(" | ") for row in case["expect"]]
    got = lines(doc)
    shown = [
        [a if e == "?" else g for e, g, a in zip(row, values, row, strict=False)]
        for row, values in zip(expected, got, strict=False)
    ]
    assert shown + [row[:3] for row in got[len(expected) :]] == expected
