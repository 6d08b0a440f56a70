"""Label Studio: what it is given, and what annotators change there arrives in the gold."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnplan
from vnplan.bridges.exchange import CONFIG, Exchanged, export, import_
from vnplan.bridges.fields import FIELDS, HEADER, KINDS
from vnplan.bridges.gold import Annotated, of_record
from vnplan.bridges.label_studio.config import config, control, link_labels
from vnplan.bridges.label_studio.places import place_of
from vnplan.bridges.label_studio.tasks import task
from vnplan.bridges.sheet import laid_flat

TEXT = """KẾ HOẠCH
Trồng cây xanh ven sông năm 2026

1. Sở Nông nghiệp và Môi trường
- Chủ trì, phối hợp với Sở Tài chính ươm ít nhất 500 cây giống, hoàn thành trước ngày 30/6/2026.
- Chăm sóc cây đã trồng theo Quyết định số 15/QĐ-UBND ngày 02/02/2026; Quyết định này còn hiệu lực.
"""
BEYOND = "\U0001f333\U0001f333 "  # two trees: two code points, four UTF-16 units

Task = dict[str, Any]
Result = dict[str, Any]


def plan(text: str = TEXT) -> Annotated:
    return of_record(vnplan.parse(text, uri="plans/cay-xanh.txt"))


def submitted(one: Annotated) -> Task:
    """A task as Label Studio exports it when somebody looked at the prediction and pressed *Submit*."""
    made = task(laid_flat(one))
    result = copy.deepcopy(made["predictions"][0]["result"])
    for item in result:
        item.pop("score", None)
        item["origin"] = "prediction"
    annotation = {"id": 1, "was_cancelled": False, "ground_truth": False, "updated_at": "2026-03-01", "result": result}
    return {"id": 5, **made, "annotations": [annotation]}


def results(exported: Task) -> list[Result]:
    found: list[Result] = exported["annotations"][0]["result"]
    return found


def back(tmp_path: Path, *tasks: Task, accept: bool = False) -> Exchanged:
    file = tmp_path / "export.json"
    file.write_text(json.dumps(list(tasks)), encoding="utf-8")
    return import_(file, accept=accept)


def corrected(tmp_path: Path, change: Callable[[list[Result]], None], text: str = TEXT) -> dict[str, Any]:
    exported = submitted(plan(text))
    change(results(exported))
    found = back(tmp_path, exported)
    assert found.problems == ()
    return found.plans[0].gold


def of(found: list[Result], kind: str, number: int = 0) -> Result:
    """The region of a kind."""
    return [item for item in found if item.get("value", {}).get("labels") == [kind]][number]


# what Label Studio is given -------------------------------------------------------------------------------------------


def test_the_interface_has_a_control_for_every_value() -> None:
    """Every name once, every control on the one text, every form only for its kind."""
    view = ET.fromstring(config())  # noqa: S314  our own
    named = [element for element in view.iter() if "name" in element.attrib]
    names = [element.attrib["name"] for element in named]
    assert len(names) == len(set(names))
    assert set(names) == {
        "text",
        "kind",
        *(control(kind, field) for kind in KINDS for field in FIELDS[kind]),
        *(control("header", field) for field in HEADER),
    }
    assert all(element.attrib.get("toName", "text") == "text" for element in named)
    for form in view.findall("View")[: len(KINDS)]:
        kind = form.attrib["whenLabelValue"]
        for element in form:
            if "name" in element.attrib:
                assert element.attrib["name"].startswith(f"{kind}_")
                assert element.attrib["perRegion"] == "true"


def test_a_task_uses_only_what_the_interface_has() -> None:
    """Names, types, choices and labels of the results are those of the controls."""
    view = ET.fromstring(config())  # noqa: S314  our own
    controls = {element.attrib["name"]: element for element in view.iter() if "name" in element.attrib}
    made = task(laid_flat(plan()))
    text = made["data"]["text"]
    regions = set()
    for item in made["predictions"][0]["result"]:
        if item["type"] == "relation":
            assert set(item["labels"]) <= set(link_labels())
            assert {item["from_id"], item["to_id"]} <= regions
            continue
        element = controls[item["from_name"]]
        assert element.tag.lower() == item["type"]
        value = item["value"]
        if item["type"] == "labels":
            regions.add(item["id"])
            assert text[value["start"] : value["end"]] == value["text"]
            assert 0 <= item.get("score", 0) <= 1
        if item["type"] in ("labels", "choices"):
            allowed = {child.attrib["value"] for child in element}
            assert set(value[item["type"]]) <= allowed
    assert {item["from_name"] for item in made["predictions"][0]["result"] if item["type"] == "choices"}


def test_an_actor_shared_by_tasks_is_one_region(tmp_path: Path) -> None:
    """The office in the heading is drawn once and linked to both tasks."""
    found = results(submitted(plan()))
    links = [item for item in found if item["type"] == "relation" and "lead" in item["labels"]]
    assert len({item["from_id"] for item in links}) == 2
    assert len({item["to_id"] for item in links}) == 1
    export([plan()], tmp_path / "tasks.json", "label-studio")
    assert (tmp_path / CONFIG).read_text(encoding="utf-8") == config()


def test_two_roles_of_one_actor_are_one_relation(tmp_path: Path) -> None:
    """Label Studio knows one relation a pair: it has both labels; optional ones say so."""
    one = plan()
    actors = one.gold["assignments"][0]["actors"]
    actors += [actors[0] | {"role": "supervise", "optional": True}]
    exported = submitted(one)
    (link,) = [item for item in results(exported) if item["type"] == "relation" and len(item["labels"]) == 2]
    assert link["labels"][1] == "supervise (optional)"
    found = back(tmp_path, exported)
    assert found.problems == ()
    read = found.plans[0].gold["assignments"][0]["actors"]
    assert len(read) == len(actors)
    assert all(actor in read for actor in actors)


# nothing changed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [TEXT, BEYOND + TEXT.replace("cây", BEYOND + "cây"), TEXT.replace("\n", "\r\n")])
def test_without_corrections_the_gold_is_the_same(text: str, tmp_path: Path) -> None:
    """Submitted as it was: also with characters beyond the BMP, and with other line ends."""
    one = plan(text)
    assert one.gold["deadlines"]
    found = back(tmp_path, submitted(one))
    assert found.problems == ()
    assert found.plans[0].gold == one.gold
    assert found.plans[0].text == text


def test_characters_that_cannot_be_carried_are_told(tmp_path: Path) -> None:
    """U+0000 is shown as U+FFFD: every place stays; the text is said to be another when it comes back."""
    one = plan(TEXT.replace("KẾ HOẠCH", "KẾ\0HOẠCH"))
    assert export([one], tmp_path / "tasks.json", "label-studio").problems == (
        "cay-xanh: 1 characters that Label Studio cannot hold are shown as \ufffd",
    )
    found = back(tmp_path, submitted(one))
    assert found.problems == ("cay-xanh: the text is not the one that was exported, character for character",)
    assert found.plans[0].gold["deadlines"] == one.gold["deadlines"]


# corrections ----------------------------------------------------------------------------------------------------------


def test_a_moved_edge_arrives(tmp_path: Path) -> None:
    """The deadline loses its first word and keeps its values, its id and its assignment."""

    def change(found: list[Result]) -> None:
        region = of(found, "deadline")
        for item in found:
            if item.get("id") == region["id"]:
                item["value"]["start"] += len("trước ")
        region["value"]["text"] = "ngày 30/6/2026"

    gold = corrected(tmp_path, change)
    assert gold["deadlines"][0]["text"] == "ngày 30/6/2026"
    assert gold["deadlines"][0]["end"] == "2026-06-30"
    assert gold["assignments"][0]["deadlines"] == [gold["deadlines"][0]["id"]]


def test_a_deleted_region_is_gone(tmp_path: Path) -> None:
    """With its values and the links to it."""

    def change(found: list[Result]) -> None:
        name = of(found, "target")["id"]
        found[:] = [item for item in found if name not in (item.get("id"), item.get("from_id"), item.get("to_id"))]

    assert plan().gold["targets"]
    gold = corrected(tmp_path, change)
    assert gold["targets"] == []
    assert gold["assignments"][0]["targets"] == []


def test_an_added_region_arrives(tmp_path: Path) -> None:
    """Drawn, given its values, linked from its assignment: a record with a new id."""

    def change(found: list[Result]) -> None:
        start = TEXT.index("năm 2026")
        place = {"start": start, "end": start + len("năm 2026")}
        for name, kind, value in [
            ("kind", "labels", {"labels": ["deadline"], "text": "năm 2026"}),
            ("deadline_kind", "choices", {"choices": ["period"]}),
            ("deadline_relation", "choices", {"choices": ["within"]}),
            ("deadline_start", "textarea", {"text": ["2026-01-01"]}),
            ("deadline_end", "textarea", {"text": ["2026-12-31 "]}),
        ]:
            found.append({"id": "Xy7_q", "from_name": name, "to_name": "text", "type": kind, "value": place | value})
        assignment = of(found, "assignment", 1)["id"]
        found.append({"type": "relation", "from_id": "Xy7_q", "to_id": assignment, "direction": "right"})

    gold = corrected(tmp_path, change)
    first, second = gold["deadlines"]
    assert (first["id"], first["text"], first["start"], first["end"]) == ("d2", "năm 2026", "2026-01-01", "2026-12-31")
    assert second["id"] == "d1"
    assert gold["assignments"][1]["deadlines"] == ["d2"]


def test_a_changed_role_arrives(tmp_path: Path) -> None:
    """The label of the relation is the role."""

    def change(found: list[Result]) -> None:
        for item in found:
            if item["type"] == "relation" and item["labels"] == ["coordinate"]:
                item["labels"] = ["recipient (optional)"]

    roles = [
        (actor["role"], actor.get("optional")) for actor in corrected(tmp_path, change)["assignments"][0]["actors"]
    ]
    assert roles == [("lead", None), ("recipient", True)]


def test_a_changed_value_arrives(tmp_path: Path) -> None:
    """A choice, a number, a date, the header."""

    def change(found: list[Result]) -> None:
        wanted = {
            "target_comparator": {"choices": ["eq"]},
            "target_value": {"text": ["500.5"]},
            "deadline_end": {"text": ["2026-07-01"]},
            "header_title": {"text": ["Trồng cây"]},
        }
        for item in found:
            item.get("value", {}).update(wanted.get(item.get("from_name", ""), {}))
        found.append(
            {
                "id": "h9",
                "from_name": "header_signers",
                "to_name": "text",
                "type": "textarea",
                "value": {"text": ["Trần Văn Mẫu | Chủ tịch |", "Lê Thị Mẫu"]},
            }
        )

    gold = corrected(tmp_path, change)
    assert (gold["targets"][0]["comparator"], gold["targets"][0]["value"]) == ("eq", 500.5)
    assert gold["deadlines"][0]["end"] == "2026-07-01"
    assert gold["header"]["title"] == "Trồng cây"
    assert gold["header"]["signers"] == [
        {"name": "Trần Văn Mẫu", "position": "Chủ tịch", "capacity": None},
        {"name": "Lê Thị Mẫu", "position": None, "capacity": None},
    ]


def test_a_citation_given_another_meaning(tmp_path: Path) -> None:
    """The link between citations says which one a short form means."""
    before = plan().gold["citations"]
    assert [one["form"] for one in before] == ["full", "anaphoric"]
    assert before[1]["resolves_to"] == "c1"

    def change(found: list[Result]) -> None:
        found[:] = [item for item in found if item.get("labels") != ["means"]]

    assert "resolves_to" not in corrected(tmp_path, change)["citations"][1]


# several annotators, none, other files --------------------------------------------------------------------------------


def test_which_annotation_is_taken(tmp_path: Path) -> None:
    """Ground truth before the last changed, a skipped one never; that there were several is told."""
    exported = submitted(plan())
    first = exported["annotations"][0]
    later = first | {"id": 2, "updated_at": "2026-03-05", "result": []}
    skipped = later | {"id": 3, "was_cancelled": True, "updated_at": "2026-03-09"}
    found = back(tmp_path, exported | {"annotations": [first, later, skipped]})
    assert found.plans[0].gold["deadlines"] == []
    assert "has 2 annotations; 2 is taken" in found.problems[0]
    found = back(tmp_path, exported | {"annotations": [first | {"ground_truth": True}, later, skipped]})
    assert found.plans[0].gold == plan().gold


def test_a_task_that_nobody_annotated(tmp_path: Path) -> None:
    """Left out and told, unless pre-annotations are to be taken as right."""
    untouched = submitted(plan()) | {"annotations": []}
    found = back(tmp_path, untouched)
    assert found.plans == ()
    assert found.problems == ("cay-xanh: nobody has annotated it; left out",)
    assert back(tmp_path, untouched, accept=True).plans[0].gold == plan().gold


def test_what_is_of_no_region_or_control_is_told(tmp_path: Path) -> None:
    """A value of a region that is not there, a control of another interface, a region without a place."""
    exported = submitted(plan())
    item = {"to_name": "text", "type": "choices", "value": {"choices": ["date"]}}
    results(exported).extend(
        [
            {"id": "none", "from_name": "deadline_kind", **item},
            {"id": of(results(exported), "target")["id"], "from_name": "deadline_kind", **item},
            {"id": "x", "from_name": "sentiment", **item},
            {"id": "y", "from_name": "kind", "to_name": "text", "type": "labels", "value": {"labels": ["deadline"]}},
        ]
    )
    found = back(tmp_path, exported)
    assert len(found.problems) == 4
    assert found.plans[0].gold == plan().gold


@pytest.mark.parametrize("broken", [{"from_name": "kind"}, {"type": "relation"}, {"from_name": "target_value"}, 3])
def test_a_broken_result_is_no_reason_to_stop(broken: Any, tmp_path: Path) -> None:
    """The rest is taken."""
    exported = submitted(plan())
    exported["annotations"][0]["result"].append(broken)
    assert back(tmp_path, exported).plans[0].gold == plan().gold


# places ---------------------------------------------------------------------------------------------------------------


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(
    before=st.text(st.characters(codec="utf-8"), max_size=12),
    words=st.text(st.sampled_from("abcđ\U0001f333"), min_size=1, max_size=8),
    after=st.text(st.characters(codec="utf-8"), max_size=5),
)
def test_places_are_code_points(before: str, words: str, after: str) -> None:
    """What Label Studio means is taken as it stands."""
    text = before + words + after
    assert place_of(text, len(before), len(before) + len(words), words) == (
        (len(before), len(before) + len(words)),
        True,
    )


def test_places_in_utf_16_are_known_by_their_words() -> None:
    """Old versions counted units from the beginning of the text; a dragged edge has them from that of its line on."""
    text = BEYOND + "Sở A\n" + BEYOND + "Sở Bính chủ trì"
    start = text.index("Sở Bính")
    place = (start, start + len("Sở Bính"))
    whole = units(text[:start])
    assert place_of(text, whole, whole + len("Sở Bính"), "Sở Bính") == (place, True)
    line = text.index("\n") + 1
    in_line = line + units(text[line:start])
    assert place_of(text, in_line, in_line + len("Sở Bính"), "Sở Bính") == (place, True)
    # only the end was dragged
    assert place_of(text, start, in_line + len("Sở Bính"), "Sở Bính") == (place, True)


def test_line_breaks_in_a_region_are_written_as_letters() -> None:
    r"""Label Studio shows `\n` for a line break in the words of a region."""
    assert place_of("Sở\nY tế", 0, 7, r"Sở\nY tế") == ((0, 7), True)


def test_words_that_are_not_there_are_told(tmp_path: Path) -> None:
    """The place is taken as it is, and said to show other words."""
    exported = submitted(plan())
    of(results(exported), "deadline")["value"]["text"] = "hôm qua"
    found = back(tmp_path, exported)
    assert "was shown as 'hôm qua' and is 'trước ngày 30/6/2026'" in found.problems[0]
    assert found.plans[0].gold == plan().gold
