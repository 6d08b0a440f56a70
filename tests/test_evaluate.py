"""The scorer: fixed expectations, and the figures of the reference scorer where that stands beside the checkout."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from vnplan.evaluate import same
from vnplan.evaluate.score import Result, read_gold, score
from vnplan.evaluate.tally import headline

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared" / "score" / "score.py"
TEXT = "Sở Y tế chủ trì thực hiện Nghị định số 30/2020/NĐ-CP trước ngày 30/6/2026, đạt ít nhất 95%."


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"span": {"start": start, "end": start + len(words)}, "text": words}


def plan() -> dict[str, Any]:
    instrument = {"type": "Nghị định", "designation": "30/2020/NĐ-CP", "issued_on": "2020-03-05", "issuer": "Chính phủ"}
    return {
        "document": "plan",
        "source": {"uri": "somewhere/plan.txt"},
        "text": TEXT,
        "header": {"document_type": "Kế hoạch", "designation": None, "signers": [{"name": "Trần Thị Bình"}]},
        "citations": [{"id": "c1", "form": "full", "instrument": instrument, **place("Nghị định số 30/2020/NĐ-CP")}],
        "deadlines": [
            {"kind": "date", "relation": "before", "start": "2026-06-30", "end": "2026-06-30"}
            | place("trước ngày 30/6/2026")
        ],
        "targets": [{"comparator": "ge", "value": 95, "unit": "%", "indicator": "tỷ lệ", **place("ít nhất 95%")}],
        "assignments": [
            {"task": "thực hiện Nghị định", "actors": [{"role": "lead", **place("Sở Y tế")}], **place(TEXT[:-1])}
        ],
    }


def scored(change: Any = None) -> Result:
    found = plan()
    if change:
        change(found)
    return score([plan()], [found])


def figure(result: Result, kind: str) -> float:
    return headline(result.figures[kind])


def test_a_perfect_record_scores_one() -> None:
    """Everything found, nothing else, every figure 1."""
    result = scored()
    assert {headline(figure) for figure in result.figures.values()} == {1.0}
    assert result.mistakes == ()
    assert result.missing == ()


def test_a_missed_record() -> None:
    """Recall falls, precision does not."""
    result = scored(lambda found: found["citations"].clear())
    counts = {"precision": 1.0, "recall": 0.0, "f1": 0.0, "gold": 1, "predicted": 0}
    assert result.figures["citation"] == counts
    assert [mistake.what for mistake in result.mistakes] == ["MISSED", "MISSED"]


def test_a_spurious_record() -> None:
    """Precision falls, recall does not."""
    result = scored(lambda found: found["targets"].append({"comparator": "eq", "value": 30, **place("30")}))
    assert result.figures["target"]["precision"] == 0.5
    assert result.figures["target"]["recall"] == 1.0


def test_a_wrong_value() -> None:
    """Found, but not exact: wrong counts as missed and as spurious."""
    result = scored(lambda found: found["deadlines"][0].update(end="2026-07-01"))
    assert figure(result, "deadline") == 1.0
    assert figure(result, "deadline_exact") == 0.0
    assert [(mistake.kind, mistake.what) for mistake in result.mistakes] == [("deadline_exact", "WRONG")]


def test_a_wrong_place() -> None:
    """A record elsewhere is none of this one, and a span that does not give its text is told."""
    result = scored(lambda found: found["citations"][0].update(span={"start": 0, "end": 3}))
    assert figure(result, "citation") == 0.0
    assert figure(result, "span_invariant") == 0.0


def test_another_text_is_compared_by_values() -> None:
    """Places of another medium mean nothing: what the records say is compared."""

    def shifted(found: dict[str, Any]) -> None:
        found["text"] = "  " + TEXT
        for kind in ("citations", "deadlines", "targets", "assignments"):
            for record in found[kind]:
                record["span"] = {name: offset + 2 for name, offset in record["span"].items()}
                for actor in record.get("actors", ()):
                    actor["span"] = {name: offset + 2 for name, offset in actor["span"].items()}

    import hashlib

    gold = {**plan(), "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    found = plan()
    shifted(found)
    result = score([gold], [found])
    assert {headline(figure) for figure in result.figures.values()} == {1.0}


def test_optional_records_do_not_count() -> None:
    """Found or not, they change no figure; nor does something else found at their place."""
    gold = plan()
    gold["targets"][0]["optional"] = True
    for targets in ([], plan()["targets"], [{"comparator": "eq", "value": 5, **place("95%")}]):
        result = score([gold], [{**plan(), "targets": targets}])
        assert result.figures["target"]["gold"] == result.figures["target"]["predicted"] == 0


def test_an_absent_document() -> None:
    """All its records are missed, and its name is told."""
    result = score([plan()], [])
    assert result.missing == ("plan",)
    assert figure(result, "citation") == 0.0


def test_wishes() -> None:
    """Kinds that fall short, unknown ones too."""
    assert scored().short_of([("citation", 1.0), ("nothing", 0.1)]) == ["nothing 0.0 < 0.1"]


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("UBND tỉnh Hoà Bình", "Ủy ban nhân dân tỉnh Hòa Bình", True),
        ("Sở Y tế", "Sở Y tế, Sở Tài chính", False),
        ("Bộ Khoa học và Công nghệ", "bộ kh&cn", True),
        ("Chính phủ", "Quốc hội", False),
        ("Ban Bí thư", "Ban Bí thư Trung ương", True),
        (None, "Chính phủ", False),
        ("", "", False),
    ],
)
def test_similarity(a: str | None, b: str, alike: bool) -> None:
    """Spelling does not count, words do."""
    assert (same.similarity(a, b) >= same.ALMOST) is alike


def spoiled(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A record such as a middling extractor would make of an annotated document."""
    found = copy.deepcopy(gold)
    name = found.pop("document")
    with next(ROOT.glob(f"corpus/*/texts/{name}.txt")).open(encoding="utf-8", newline="") as file:
        found |= {"source": {"uri": f"x/{name}.txt"}, "text": file.read()}
    if chance.random() < 0.3:
        found["text"] += " "  # another text: compared by values
    for kind in ("citations", "deadlines", "targets", "assignments"):
        records = [record for record in found[kind] if chance.random() < 0.9]
        for number, record in enumerate(records):
            record["id"] = f"{kind}{number}"
            for changed in (record, *record.get("actors", ())):
                if chance.random() < 0.2:
                    changed["span"]["start"] = max(0, changed["span"]["start"] - chance.randrange(30))
            for field in ("end", "unit", "value", "role", "indicator", "task", "relation"):
                if field in record and chance.random() < 0.1:
                    record[field] = chance.choice(found[kind]).get(field)
            if record.get("instrument") and chance.random() < 0.2:
                field = chance.choice(sorted(record["instrument"]))
                record["instrument"][field] = (chance.choice(found[kind]).get("instrument") or {}).get(field)
        chance.shuffle(records)
        found[kind] = records + [copy.deepcopy(record) for record in records if chance.random() < 0.1]
    for field in list(found["header"]):
        if chance.random() < 0.2:
            found["header"][field] = None
    return found


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference scorer is not beside this checkout")
@pytest.mark.parametrize("seed", range(3))
def test_the_reference_scorer_agrees(tmp_path: Path, seed: int) -> None:
    """On spoiled records both give the same figures and list the same mistakes."""
    folder = ROOT / "corpus" / "train" / "gold"
    chance = random.Random(seed)  # noqa: S311
    found = [spoiled(dict(gold), chance) for gold in read_gold(folder)]
    records = tmp_path / "out.jsonl"
    records.write_text("".join(json.dumps(doc, ensure_ascii=False) + "\n" for doc in found), encoding="utf-8")

    def reference(*options: str) -> str:
        command = [sys.executable, str(REFERENCE), str(folder), str(records), *options]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    result = score(read_gold(folder), found)
    assert result.figures == json.loads(reference("--json"))
    listed = reference("--errors").splitlines()
    assert [str(mistake) for mistake in result.mistakes] == listed[: len(result.mistakes)]
    assert result.mistakes
