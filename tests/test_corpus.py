"""The corpus: gold is what the annotations say, places hold, no province stands in two splits."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SPLITS = ("train", "dev", "test", "blind")
GOLD = sorted(CORPUS.glob("*/gold/*.json"))


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def text_of(gold: Path) -> str:
    with (gold.parent.parent / "texts" / f"{gold.stem}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def make_gold() -> Any:
    path = CORPUS.parent / "scripts" / "make_gold.py"
    spec = importlib.util.spec_from_file_location("make_gold", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_is_a_corpus() -> None:
    """Every split has documents, and every text its annotation and gold."""
    for split in SPLITS:
        names = {path.stem for path in (CORPUS / split / "texts").glob("*.txt")}
        assert names
        assert names == {path.stem for path in (CORPUS / split / "annotations").glob("*.json")}
        assert names == {path.stem for path in (CORPUS / split / "gold").glob("*.json")}


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_is_what_the_annotation_says(path: Path) -> None:
    """`make gold` would change nothing."""
    annotation = load(path.parent.parent / "annotations" / path.name)
    built = make_gold().build(text_of(path), {"document": path.stem, **annotation})
    assert built == load(path), "run `make gold`"


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_places_hold(path: Path) -> None:
    """Every span gives its words, and dates and numbers are of their types."""
    text, gold = text_of(path), load(path)
    assert gold["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    records = [record for kind in ("citations", "deadlines", "targets", "assignments") for record in gold[kind]]
    records += [actor for record in gold["assignments"] for actor in record["actors"]]
    assert records
    for record in records:
        assert text[record["span"]["start"] : record["span"]["end"]] == record["text"]
    for record in gold["deadlines"]:
        for day in (record.get("start"), record.get("end")):
            assert day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    for record in gold["targets"]:
        assert isinstance(record["value"], int | float)


def test_no_province_is_in_two_splits() -> None:
    """What is measured was not seen when rules were written."""
    homes: dict[str, set[str]] = {}
    for path in GOLD:
        province = load(path)["header"].get("province")
        if province:
            homes.setdefault(unicodedata.normalize("NFC", province), set()).add(path.parent.parent.name)
    assert {province: splits for province, splits in homes.items() if len(splits) > 1} == {}
