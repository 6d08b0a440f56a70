"""Plans out to other tools and back: tokens that are pieces of the text, and no format that changes what gold says."""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import vnplan
from vnplan.bridges.exchange import FORMATS, Format, export, form_of, import_
from vnplan.bridges.fields import Field
from vnplan.bridges.gather import gathered
from vnplan.bridges.gold import Annotated, of_folder, of_record, of_records, standard
from vnplan.bridges.sheet import Link, Region, Sheet, laid_flat
from vnplan.bridges.split import quoted, write_split
from vnplan.bridges.tokens import cut, pieces_and_spaces, places
from vnplan.bridges.values import ValueUnfitError, checked, read, typed
from vnplan.cli.main import cli
from vnplan.core.issues import SourceError, UsageError

ROOT = Path(__file__).resolve().parent.parent
ENDINGS: dict[Format, str] = {"label-studio": "json", "docbin": "spacy", "spans-jsonl": "jsonl", "bio": "bio"}
TEXT = """KẾ HOẠCH
Trồng cây xanh ven sông năm 2026

1. Sở Nông nghiệp và Môi trường
- Chủ trì, phối hợp với Sở Tài chính ươm ít nhất 500 cây giống, hoàn thành trước ngày 30/6/2026.
- Báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện Quyết định số 15/QĐ-UBND ngày 02/02/2026 theo quy định.
"""


def corpus(split: str) -> list[Annotated]:
    return of_folder(ROOT / "corpus" / split / "gold", ROOT / "corpus" / split / "texts")


def plan(text: str = TEXT, name: str = "cay-xanh") -> Annotated:
    return of_record(vnplan.parse(text, uri=f"plans/{name}.txt"))


# tokens ---------------------------------------------------------------------------------------------------------------


def pieces(text: str, tokens: Any = "words") -> list[str]:
    return [text[start:end] for start, end in places(text, tokens)]


def test_words_are_vietnamese_words() -> None:
    """Syllables that are one word are one token."""
    assert pieces("Doanh nghiệp có thể, nông dân cũng vậy") == [
        "Doanh nghiệp",
        "có thể",
        ",",
        "nông dân",
        "cũng",
        "vậy",
    ]


def test_decomposed_letters_and_eth_change_no_word() -> None:
    """What the segmenter would rewrite is found where it stands."""
    text = "Ủy ban nhân dân tỉnh Đắk Lắk ban hành kế hoạch"
    apart = unicodedata.normalize("NFD", text)
    assert apart != text
    assert [unicodedata.normalize("NFC", piece) for piece in pieces(apart)] == pieces(text)
    assert pieces(text.replace("Đ", "Ð")) == [piece.replace("Đ", "Ð") for piece in pieces(text)]


def test_no_word_goes_over_the_end_of_a_line() -> None:
    """A word that a line break parts is two tokens."""
    assert pieces("kế\nhoạch") == ["kế", "hoạch"]


_LETTERS = st.one_of(
    st.characters(codec="utf-8"), st.sampled_from("aăâđêôơưấệọ \n\t\u00a0\u0301\u0323\u2028ðÐ.,/-&+%()0123456789")
)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(_LETTERS, max_size=80),
    tokens=st.sampled_from(["words", "syllables"]),
    edges=st.sets(st.integers(0, 80)),
)
def test_tokens_are_the_text(text: str, tokens: Any, edges: set[int]) -> None:
    """In order, apart, nothing but white space between; cut at every edge; with the spaces they are the text."""
    found = cut(places(text, tokens), edges)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert all(start < end for start, end in found)
    bounds = [0, *(edge for place in found for edge in place), len(text)]
    assert all(not text[start:end].strip() for start, end in zip(bounds[::2], bounds[1::2], strict=True))
    assert not [edge for edge in edges for start, end in found if start < edge < end]
    words, spaces = pieces_and_spaces(text, found)
    assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text
    assert all(words)


def test_a_long_line_is_read_in_parts() -> None:
    """A line of a hundred thousand characters costs no more than its length, and loses nothing."""
    text = "kế hoạch " * 12_000
    assert "".join(pieces(text)).replace(" ", "") == text.replace(" ", "")


# there and back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("split", ["train", "dev"])
def test_gold_files_are_in_standard_form(split: str) -> None:
    """The form in which plans are exchanged is that of the corpus: nothing of it is lost or added."""
    for one in corpus(split):
        path = ROOT / "corpus" / split / "gold" / f"{one.name}.json"
        gold = json.loads(path.read_text(encoding="utf-8"))
        for citation in gold["citations"]:
            if citation.get("resolves_to", "") is None:
                del citation["resolves_to"]
        assert one.gold == gold


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_changes_on_the_way_and_back(form: Format, tmp_path: Path) -> None:
    """Gold of the corpus, and records found, in the format and back: the same."""
    found = of_records(vnplan.parse(one.text, uri=f"found-{one.name}.txt") for one in corpus("dev"))
    plans = [*corpus("train"), *corpus("dev"), *found, plan()]
    file = tmp_path / f"plans.{ENDINGS[form]}"
    assert form_of(file) == form
    problems = export(plans, file, form).problems
    # two citations inside another one's title are what tags cannot hold
    assert len(problems) == sum("overlaps another" in problem for problem in problems)
    assert bool(problems) == (form == "bio")
    back = import_(file, base=plans, accept=True)
    assert back.problems == ()
    assert [one.gold for one in back.plans] == [one.gold for one in plans]


def test_a_split_is_written_as_the_corpus_has_it(tmp_path: Path) -> None:
    """The written annotations make the written gold; a document written before stays."""
    plans = [*corpus("train"), plan()]
    assert write_split(plans, tmp_path / "mine") == (len(plans), [])
    assert write_split([plan(name="khac")], tmp_path / "mine") == (1, [])
    make_gold = _script("make_gold")
    for annotation in sorted((tmp_path / "mine" / "annotations").glob("*.json")):
        with (tmp_path / "mine" / "texts" / f"{annotation.stem}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        made = make_gold.build(
            text, {"document": annotation.stem, **json.loads(annotation.read_text(encoding="utf-8"))}
        )
        assert json.loads((tmp_path / "mine" / "gold" / annotation.name).read_text(encoding="utf-8")) == made
    assert len(list((tmp_path / "mine" / "gold").iterdir())) == len(plans) + 1
    assert of_folder(tmp_path / "mine" / "gold", tmp_path / "mine" / "texts")[0].gold == plan().gold


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_cannot_be_quoted_is_told_and_kept_with_its_place() -> None:
    """A text that is half composed and half not: a quote of the composed half would not be found."""
    text = "Sở Y tế chủ trì, hoàn thành trước ngày 30/6/2026. " + unicodedata.normalize("NFD", "Thời gian tổ chức")
    one = plan(text)
    annotation, told = quoted(one)
    assert told
    assert len(told) == sum(
        "span" in record for record in [*annotation["deadlines"], *annotation["assignments"]]
    ) + sum("span" in actor for record in annotation["assignments"] for actor in record["actors"])


@pytest.mark.parametrize("name", ["../a", "a/b", "..", "", " ", "a\\b", "a\nb"])
def test_no_file_is_written_outside_the_folder(name: str, tmp_path: Path) -> None:
    """The name comes from a file that others had in their hands."""
    with pytest.raises(UsageError, match="no name of a file"):
        write_split([Annotated("a", {**plan().gold, "document": name})], tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


# what comes back is checked -------------------------------------------------------------------------------------------


def sheet(*regions: Region, links: tuple[Link, ...] = (), text: str = TEXT) -> Sheet:
    return Sheet("cay-xanh", text, {}, regions, links)


def region(name: str, kind: Any, words: str, /, **values: Any) -> Region:
    start = TEXT.index(words)
    return Region(name, kind, start, start + len(words), values)


DUE = region("r1", "deadline", "trước ngày 30/6/2026", kind="date", relation="before", end="2026-06-30")
TASK = region("r2", "assignment", "Chủ trì, phối hợp với Sở Tài chính ươm ít nhất 500 cây giống", modality="assign")
ACTOR = region("r3", "actor", "Sở Tài chính")


def test_new_records_get_ids_and_what_their_words_say() -> None:
    """Ids in the order of the file; a task without words gets its own without the actors'; links either way round."""
    gold = gathered(sheet(DUE, TASK, ACTOR, links=(Link("r2", "r3", "coordinate"), Link("r1", "r2", "")))).plan.gold
    assert gold["deadlines"][0]["id"] == "d1"
    (assignment,) = gold["assignments"]
    assert assignment["id"] == "a1"
    assert assignment["deadlines"] == ["d1"]
    assert assignment["task"] == "Chủ trì, phối hợp với ươm ít nhất 500 cây giống"
    assert [(actor["agency"], actor["role"]) for actor in assignment["actors"]] == [("Sở Tài chính", "coordinate")]


def test_a_new_id_is_none_that_is_taken() -> None:
    """The next free number follows the greatest that was kept."""
    kept = replace(DUE, id="d7")
    gold = gathered(sheet(region("new", "deadline", "năm 2026", kind="period"), kept)).plan.gold
    assert {record["id"] for record in gold["deadlines"]} == {"d7", "d8"}


def test_white_space_at_the_edges_is_no_part_of_a_record() -> None:
    """Annotators drag a little too far."""
    wide = replace(DUE, start=DUE.start - 1, end=DUE.end)
    (deadline,) = gathered(sheet(wide)).plan.gold["deadlines"]
    assert deadline["text"] == "trước ngày 30/6/2026"


@pytest.mark.parametrize("form", FORMATS)
def test_white_space_at_the_edges_of_gold_is_left_behind(form: Format, tmp_path: Path) -> None:
    """Gold of other hands: tokens do not begin with white space, so no format can."""
    one = plan()
    (deadline,) = one.gold["deadlines"]
    deadline["span"]["start"] -= 1
    deadline["text"] = " " + deadline["text"]
    file = tmp_path / f"plans.{ENDINGS[form]}"
    assert export([one], file, form).problems == ()
    assert import_(file, base=[one], accept=True).plans[0].gold == plan().gold


UNFIT = [
    (sheet(region("r1", "deadline", "năm 2026")), "has no kind; left out"),
    (sheet(replace(DUE, end=9_999)), "no place in a text"),
    (sheet(replace(DUE, end=DUE.start)), "no place in a text"),
    (sheet(replace(DUE, start=DUE.start - 1, end=DUE.start)), "is white space"),
    (sheet(replace(DUE, kind="person")), "is no kind of record"),
    (sheet(replace(DUE, values={"kind": "date", "end": "30/6/2026"})), "write a day as 2026-06-30"),
    (sheet(replace(DUE, values={"kind": "date", "end": "2026-02-30"})), "write a day as 2026-06-30"),
    (sheet(replace(DUE, values={"kind": "someday"})), "choose one of date"),
    (sheet(DUE, DUE), "has the id r1 of another"),
    (sheet(ACTOR), "belongs to no assignment"),
    (sheet(TASK, ACTOR, links=(Link("r2", "r3", ""),)), "has no role"),
    (sheet(TASK, ACTOR, links=(Link("r2", "r3", "boss"),)), "has no role"),
    (sheet(DUE, replace(DUE, id="r9"), links=(Link("r1", "r9", ""),)), "means nothing"),
]


@pytest.mark.parametrize(("given_sheet", "told"), UNFIT, ids=[told for _, told in UNFIT])
def test_what_cannot_be_is_left_out_and_told(given_sheet: Sheet, told: str) -> None:
    """Nothing is guessed, nothing is lost without a word, and the rest is taken."""
    found = gathered(given_sheet)
    assert any(told in problem for problem in found.problems), found.problems
    assert all(problem.startswith("cay-xanh: ") for problem in found.problems)
    for name in ("citations", "deadlines", "targets", "assignments"):
        for record in found.plan.gold[name]:
            assert TEXT[record["span"]["start"] : record["span"]["end"]] == record["text"]


def test_a_header_value_that_cannot_be_is_told() -> None:
    """The document's own values are checked as those of its records."""
    found = gathered(Sheet("cay-xanh", TEXT, {"issued_on": "hôm nay", "title": "Trồng cây xanh"}, (), ()))
    assert found.problems == (
        "cay-xanh: header: issued_on is 'hôm nay'; write a day as 2026-06-30; the value is left out",
    )
    assert found.plan.gold["header"]["title"] == "Trồng cây xanh"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field("value", "number"), 98.5),
        (Field("value", "number"), 500),
        (Field("business_days", "flag"), False),
        (Field("inferred", "list"), ["start", "end"]),
        (Field("signers", "list"), [{"name": "Trần Văn Mẫu", "position": None, "capacity": "TM. ỦY BAN NHÂN DÂN"}]),
        (Field("title"), "về việc trồng cây"),
        (Field("title"), None),
    ],
)
def test_values_are_typed_and_read(field: Field, value: Any) -> None:
    """What stands in a form is the value again."""
    assert read(field, typed(field, value)) == value


@pytest.mark.parametrize(
    ("field", "entries"),
    [
        (Field("value", "number"), ["1.200,5"]),
        (Field("value", "number"), ["98,5"]),
        (Field("end", "day"), ["2026-6-30"]),
        (Field("issued_on", "date"), ["02/2026"]),
        (Field("title"), ["một", "hai"]),
        (Field("signers", "list"), ["a | b | c | d"]),
    ],
)
def test_a_value_that_is_none_is_refused(field: Field, entries: list[str]) -> None:
    """A comma in a number, half a date, two where one can be: asked for, not guessed."""
    with pytest.raises(ValueUnfitError):
        read(field, entries)


def test_a_date_may_be_a_year_or_a_month() -> None:
    """An instrument may be cited with no more."""
    assert [checked(Field("issued_on", "date"), value) for value in ("2026", "2026-02", "2026-02-02")]


# formats --------------------------------------------------------------------------------------------------------------


def test_a_moved_tag_moves_the_record(tmp_path: Path) -> None:
    """BIO: the record keeps its id, values and links; a tag taken away takes the record away."""
    file = tmp_path / "plan.bio"
    one = plan()
    export([one], file, "bio", tokens="syllables")
    rows = file.read_text(encoding="utf-8").split("\n")
    first = next(number for number, row in enumerate(rows) if "B-DEADLINE" in row)
    assert rows[first].startswith("trước\t")
    rows[first] = rows[first].replace("B-DEADLINE", "O")
    rows[first + 1] = rows[first + 1].replace("I-DEADLINE", "B-DEADLINE")
    rows = [row.replace("B-TARGET", "O").replace("I-TARGET", "O") for row in rows]
    file.write_text("\n".join(rows), encoding="utf-8")
    back = import_(file, base=[one])
    assert back.problems == ()
    (before,), (after,) = one.gold["deadlines"], back.plans[0].gold["deadlines"]
    assert after["text"] == "ngày 30/6/2026"
    changed = {"span": before["span"], "text": before["text"]}
    assert after | changed == before
    assert one.gold["targets"]
    assert back.plans[0].gold["targets"] == []
    assert back.plans[0].gold["assignments"][0]["deadlines"] == ["d1"]


def test_tags_alone_have_no_text(tmp_path: Path) -> None:
    """BIO without the plans it was made of, or with others, is refused."""
    file = tmp_path / "plan.bio"
    export([plan()], file, "bio")
    with pytest.raises(UsageError, match="give the plans"):
        import_(file)
    with pytest.raises(UsageError, match="not the text"):
        import_(file, base=[plan(TEXT + "Hết.")])


def test_a_span_changed_in_spacy_arrives(tmp_path: Path) -> None:
    """DocBin: the places are the spans', the values those of their ids."""
    from spacy.tokens import DocBin, Span
    from spacy.vocab import Vocab

    file = tmp_path / "plan.spacy"
    one = plan()
    export([one], file, "docbin", tokens="syllables")
    (doc,) = DocBin().from_bytes(file.read_bytes()).get_docs(Vocab())
    span = doc.spans["deadlines"][0]
    doc.spans["deadlines"] = [Span(doc, span.start + 1, span.end, label=span.label_, span_id=span.id_)]
    doc.spans["targets"] = []
    file.write_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes())
    (back,) = import_(file).plans
    assert back.gold["deadlines"][0]["text"] == "ngày 30/6/2026"
    assert back.gold["deadlines"][0]["end"] == "2026-06-30"
    assert back.gold["targets"] == []


BROKEN = [
    ("a.json", "{"),
    ("a.json", "[]x"),
    ("a.json", '[{"data": {}}]'),
    ("a.jsonl", "{"),
    ("a.jsonl", "[1]"),
    ("a.jsonl", '{"text": "a", "spans": 3}'),
    ("a.jsonl", '{"text": "a", "spans": [3]}'),
    ("a.bio", "Sở\t0\t2\tO\tO\tO\tO\tO"),
    ("a.bio", "# document = cay-xanh\nSở\tO"),
    ("a.bio", "# document = cay-xanh\nSở\tx\ty\tO\tO\tO\tO\tO"),
    ("a.spacy", "no DocBin"),
    ("a.txt", "no format"),
]


@pytest.mark.parametrize(("name", "content"), BROKEN)
def test_a_broken_file_is_refused_in_words(name: str, content: str, tmp_path: Path) -> None:
    """No traceback: what is wrong and what to give instead."""
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError):
        import_(file, base=[plan()])


def test_a_file_that_is_not_there() -> None:
    """Said so."""
    with pytest.raises(SourceError, match="no file"):
        import_("nowhere.json")


def test_two_documents_of_one_name_are_refused(tmp_path: Path) -> None:
    """Their files would be one."""
    records = [vnplan.parse(TEXT, uri=f"{folder}/plan.txt") for folder in "ab"]
    with pytest.raises(UsageError, match="two documents are called plan"):
        of_records(records)
    export([plan(), plan()], tmp_path / "a.jsonl", "spans-jsonl")
    with pytest.raises(UsageError, match="two documents are called"):
        import_(tmp_path / "a.jsonl")


# command line ---------------------------------------------------------------------------------------------------------


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], standalone_mode=False)


def test_the_loop_on_the_command_line(tmp_path: Path) -> None:
    """Export, correct, import, evaluate: the correction is what the records are measured against."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "cay-xanh.txt").write_text(TEXT, encoding="utf-8")
    spans = tmp_path / "plans.jsonl"
    assert run("annotate", "export", tmp_path / "texts", "--format", "spans-jsonl", "--output", spans).return_value == 0
    plain = json.loads(spans.read_text(encoding="utf-8"))
    plain["spans"] = [span for span in plain["spans"] if span["label"] != "target"]
    spans.write_text(json.dumps(plain), encoding="utf-8")
    result = run("annotate", "import", spans, "--output", tmp_path / "mine")
    assert result.return_value == 0
    assert result.stderr == f"{tmp_path / 'mine'}: 1 plans\n"
    found = tmp_path / "found.jsonl"
    assert run("extract", tmp_path / "mine" / "texts", "--output", found).return_value == 0
    result = run("evaluate", tmp_path / "mine" / "gold", found, "--json")
    figures = json.loads(result.stdout)
    assert figures["deadline_exact"]["f1"] == 1.0
    assert figures["target"] == {"precision": 0.0, "recall": 1.0, "f1": 0.0, "gold": 0, "predicted": 1}


def test_gold_goes_out_and_back_on_the_command_line(tmp_path: Path) -> None:
    """`--gold` and `--base-gold`: annotated plans instead of found ones."""
    texts, gold = ROOT / "corpus" / "dev" / "texts", ROOT / "corpus" / "dev" / "gold"
    file, mine = tmp_path / "dev.bio", tmp_path / "mine"
    assert run("annotate", "export", texts, "--gold", gold, "--format", "bio", "--output", file).return_value == 0
    assert run("annotate", "import", file, "--base", texts, "--base-gold", gold, "--output", mine).return_value == 0
    assert [one.gold for one in of_folder(mine / "gold", mine / "texts")] == [one.gold for one in corpus("dev")]


def test_what_was_left_out_is_the_exit_status(tmp_path: Path) -> None:
    """Told on standard error, and 1."""
    file = tmp_path / "a.jsonl"
    spans = [{"id": "d1", "label": "deadline", "start": 0, "end": 8}]
    file.write_text(json.dumps({"text": TEXT, "document": "cay-xanh", "spans": spans}), encoding="utf-8")
    result = run("annotate", "import", file, "--output", tmp_path / "mine")
    assert result.return_value == 1
    assert "deadline 'KẾ HOẠCH' at 0-8 has no kind" in result.stderr
    assert (
        standard(json.loads((tmp_path / "mine" / "gold" / "cay-xanh.json").read_text("utf-8")), TEXT)["deadlines"] == []
    )


def test_flat_and_together_again() -> None:
    """Laying flat loses nothing; what is optional stays so."""
    for one in corpus("train"):
        found = gathered(laid_flat(one))
        assert (found.plan.gold, found.problems) == (one.gold, ())
