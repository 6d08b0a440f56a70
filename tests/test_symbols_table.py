"""Numbers and symbols of every kind of body, read field by field; what is standard stays as it is."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator

import pytest
from test_citations import CASES, KNOW, document

from vnplan.extract import citations
from vnplan.knowledge.instruments import Symbol
from vnplan.normalise import normalise

INSTRUMENTS = KNOW.instruments
TABLE = list(csv.DictReader((CASES / "symbols_table.csv").read_text(encoding="utf-8").splitlines()))


def read(text: str) -> tuple[str | None, Symbol]:
    """The type and the symbol that a text is: a symbol alone, or one citation."""
    clean = normalise(text).clean
    if clean[0].isdigit() or clean.startswith("số"):
        symbol = INSTRUMENTS.symbol(clean.removeprefix("số"))
        assert symbol is not None
        assert symbol.end == len(clean.removeprefix("số")), "read whole"
        row = INSTRUMENTS.type_of_symbol(symbol)
        return row.name if row else None, symbol
    (found,) = citations.find(document(text), KNOW)
    symbol = INSTRUMENTS.symbol(found.designation or "")
    assert symbol is not None
    return found.type, symbol


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["text"])
def test_read(row: dict[str, str]) -> None:
    """Type, standard spelling, number, year, code of the body and its name."""
    type_name, symbol = read(row["text"])
    issuers = INSTRUMENTS.issuers_of_symbol(symbol)
    got = {
        "type": type_name or "",
        "designation": symbol.designation,
        "number": symbol.number,
        "year": str(symbol.year or ""),
        "organ": ";".join(symbol.organs[: len(issuers)]),
        "issuer": ";".join(issuer.name if issuer else "" for issuer in issuers),
    }
    assert got == {name: row[name] for name in got}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["text"])
def test_standard_spelling_is_kept(row: dict[str, str]) -> None:
    """A designation read again is itself; what the table calls standard is written as it stands."""
    symbol = INSTRUMENTS.symbol(row["designation"])
    assert symbol is not None
    assert symbol.designation == row["designation"]
    if row["noisy"] == "no":
        assert row["text"].endswith(row["designation"])


def generated() -> Iterator[str]:
    """Symbols of every type with every body, in the style of its system, with and without year and unit."""
    numbers = itertools.cycle(("5", "07", "30a", "112", "1024a", "66.25", "4385", "15236"))
    units = itertools.cycle(("", "", "-KTTH", "", "-TH", "-CCHC&PC", "", "-P5"))
    for row, issuer in itertools.product(INSTRUMENTS.rows, INSTRUMENTS.issuers):
        if not row.codes or "/" in issuer.code:
            continue
        code = row.codes[0]
        if issuer.is_party and row.system != "state":
            yield f"{next(numbers)}-{code}/{issuer.code}"
        elif not issuer.is_party and row.system != "party":
            year = next(itertools.islice(numbers, 1))
            yield f"{next(numbers)}/{code}-{issuer.code}{next(units)}"
            yield f"{year}/2024/{code}-{issuer.code}"
    for issuer in INSTRUMENTS.issuers:
        if not issuer.is_party and issuer.level != "union" and "/" not in issuer.code:
            yield f"{next(numbers)}/{issuer.code}-KTTH"


def test_generated_symbols_are_whole_and_unchanged() -> None:
    """All types by all bodies: each is read to its end, spelled as it was."""
    count, wrong = 0, []
    for text in generated():
        count += 1
        symbol = INSTRUMENTS.symbol(text)
        if symbol is None or symbol.end != len(text) or symbol.designation != text:
            wrong.append((text, symbol and symbol.designation))
    assert count > 10_000
    assert wrong == []
