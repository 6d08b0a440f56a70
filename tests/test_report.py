"""The page as a file: what it carries, what it lets in, how it is called. `test_report_browser.py` opens it."""

from __future__ import annotations

import ast
import base64
import hashlib
import re
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

import vnplan
from vnplan.api import failed_record
from vnplan.cli.main import cli
from vnplan.core import mentions
from vnplan.core.issues import Severity, UsageError
from vnplan.knowledge.encodings import Encodings
from vnplan.report import html, write_report
from vnplan.report.catalogue import citations, time_line
from vnplan.report.document import KINDS, headings, packed_document
from vnplan.report.packing import pack, unpack, utf16_places
from vnplan.report.words import words

pytest.importorskip("jinja2")

TEXTS = Path(__file__).resolve().parent.parent / "corpus" / "train" / "texts"
STATIC = {file.name: file.read_text(encoding="utf-8") for file in files("vnplan.report").joinpath("static").iterdir()}
TEMPLATE = files("vnplan.report").joinpath("templates/report.html.j2").read_text(encoding="utf-8")
PLAN = """ỦY BAN NHÂN DÂN
TỈNH NINH BÌNH
Số: 7/KH-UBND
Ninh Bình, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Trồng cây 😀 phân tán năm 2026

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;

I. MỤC TIÊU 😀
- Đến hết năm 2026, trồng ít nhất 15 ha cây phân tán.

II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính chủ trì, phối hợp với Sở Xây dựng trình phương án trước ngày 31/3/2026.
"""


def test_places_are_those_of_browsers() -> None:
    """With letters outside the basic plane a browser counts otherwise than Python."""
    record = vnplan.parse(PLAN)
    packed = packed_document(record)
    wide = PLAN.encode("utf-16-le")
    found = 0
    for kind in KINDS:
        for one, told in zip(getattr(record, kind), packed.get(kind, []), strict=True):
            start, end = told["span"][:2]
            assert wide[2 * start : 2 * end].decode("utf-16-le") == one.text
            found += 1
    assert found >= 6


def test_places_without_wide_letters_are_the_same() -> None:
    """The common case."""
    assert [utf16_places("Kế hoạch")(at) for at in (0, 3, 8)] == [0, 3, 8]


def test_headings_end_where_their_words_end() -> None:
    """White space in a heading may be any."""
    record = vnplan.parse(PLAN)
    found = [record.text[start:end] for start, end, _ in headings(record)]
    assert found == ["I. MỤC TIÊU 😀", "II. TỔ CHỨC THỰC HIỆN"]


def test_packed_values_hold_no_markup() -> None:
    """What is packed cannot end the element that it stands in."""
    value = {"text": "</script><!-- <script>", "none": None, "lone": "Đ"}
    assert not re.search(r"[^A-Za-z0-9+/=]", pack(value))
    assert unpack(pack(value)) == value
    assert unpack(pack("a\udc80b")) == "a\ufffdb"


def test_the_time_line_has_the_last_day_in_time() -> None:
    """`trước ngày 31/3` is the 30th; it says what it dates and who leads."""
    rows = time_line([vnplan.parse(PLAN)])
    assert ["2026-03-30", "assignment", ["Sở Tài chính tỉnh Ninh Bình"]] in [[row[2], row[3], row[5]] for row in rows]


def test_the_graph_of_citations_has_each_instrument_once() -> None:
    """Two plans that cite one decree point at one node."""
    graph = citations([vnplan.parse(PLAN, uri="a"), vnplan.parse(PLAN.replace("Số: 7/", "Số: 8/"), uri="b")])
    cited = [node for node in graph["nodes"] if node[3] is None]
    assert [node[:3] for node in cited] == [["Nghị định 30/2020/NĐ-CP", "2020-03-05", "government"]]
    assert len(graph["edges"]) == 2


def test_every_word_has_both_languages() -> None:
    """Keys are unique, both languages have something to say, and fill in the same names."""
    parts = tomllib.loads(files("vnplan.report").joinpath("words.toml").read_text(encoding="utf-8"))
    keys = [key for part in parts.values() for key in part]
    assert len(keys) == len(set(keys))
    for key, told in words().items():
        assert all(told), key
        assert len({tuple(sorted(re.findall(r"{\w+}", each))) for each in told}) == 1, key


def test_every_word_that_is_asked_for_is_there() -> None:
    """In scripts `t("key")`, in charts `@key`, in the template `said("key")`."""
    charts = files("vnplan.report").joinpath("charts.py").read_text(encoding="utf-8")
    asked = {key for text in STATIC.values() for key in re.findall(r'\bt\("([\w.]+)"', text)}
    asked |= set(re.findall(r'"@([\w.]+)"', charts)) | set(re.findall(r'said\("([\w.]+)"\)', TEMPLATE))
    asked |= set(re.findall(r'data-t(?:-label|-placeholder)?="([\w.]+)"', TEMPLATE))
    assert len(asked) > 80
    assert asked <= set(words())


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("relation", get_args(mentions.CitationRelation)),
        ("agency", get_args(mentions.AgencyKind)),
        ("level", get_args(mentions.AgencyLevel)),
        ("deadline", get_args(mentions.DeadlineKind)),
        ("relation_of", get_args(mentions.DeadlineRelation)),
        ("mode", get_args(mentions.TargetMode)),
        ("role", get_args(mentions.ActorRole)),
        ("severity", get_args(Severity)),
        ("one", KINDS),
        ("short", KINDS),
    ],
)
def test_every_value_has_a_word(field: str, values: tuple[str, ...]) -> None:
    """A value that a record may have is not shown as the code has it."""
    assert values
    assert {f"{field}.{value}" for value in values} <= set(words())


_TELLERS = {"Issue", "UnreadableError", "_failed", "_issue", "failure", "note", "nothing"}
"""What is called with the code of a diagnostic first, or second after the name of a file."""


def issued_codes() -> set[str]:
    """The codes in the source of vnplan, and those that are put together there."""
    package = Path(vnplan.__file__).parent
    calls = [
        call
        for path in package.rglob("*.py")
        if path.parent.name != "evaluate"  # notes of another kind
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in _TELLERS
    ]
    told = {each.value for call in calls for each in call.args[:2] if isinstance(each, ast.Constant)}
    codes = {code for code in told if isinstance(code, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", code)}
    decoded = {f"decoded-{encoding.row.id}" for encoding in Encodings.load().all}
    return (codes - set(get_args(Severity))) | decoded | {"header-designation-missing", "header-issued-on-missing"}


def test_every_diagnostic_is_told_in_both_languages() -> None:
    """A heading over the places of each code; none that is no code any more."""
    told = {key.removeprefix("code.") for key in words() if key.startswith("code.")}
    codes = issued_codes()
    assert len(codes) > 50
    assert told == codes


def test_scripts_make_elements_in_one_place_and_never_of_markup() -> None:
    """Nothing can turn what a document says into markup or code."""
    for name, text in STATIC.items():
        assert "</" not in text, name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b\(|new Function", text), (
            name
        )
        assert "createElement" not in text or name == "elements.js"


def test_the_policy_allows_the_scripts_that_are_there_and_nothing_else() -> None:
    """Scripts and style by hash; no network at all."""
    page = html(vnplan.parse(PLAN))
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    policy = policy.replace("&#39;", "'")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(scripts) == len(style) == 1
    for text in scripts + style:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert all(link.startswith("#") for link in re.findall(r"""\s(?:src|href|action)=["']?([^"'\s>]*)""", markup))
    assert not re.search(r"\son\w+=", markup)


def test_the_same_plans_make_the_same_page(tmp_path: Path) -> None:
    """To the byte, so that a page can be kept under version control."""
    records = [vnplan.parse(PLAN, uri="a"), vnplan.parse(PLAN + "x", uri="b")]
    for name in ("one.html", "two.html"):
        write_report(records, tmp_path / name, compare=False)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_without_the_packages_of_charts_there_are_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page does without them."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    records = [vnplan.parse(PLAN, uri="a"), vnplan.parse(PLAN + "x", uri="b")]
    write_report(records, tmp_path / "r.html", compare=False)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert 'id="vega"' not in page
    assert 'id="deadlines"' in page


def test_plans_with_the_same_bytes_are_one(tmp_path: Path) -> None:
    """As in a store."""
    records = [vnplan.parse(PLAN, uri=uri) for uri in ("a", "b")]
    assert write_report(records, tmp_path / "r.html", compare=False) == 1


def test_the_central_plan_can_be_named(tmp_path: Path) -> None:
    """A record that is not among the others is shown with them, first in the matrices."""
    pytest.importorskip("sklearn")
    others = [vnplan.parse(PLAN.replace("Số: 7/", f"Số: {n}/"), uri=str(n)) for n in (8, 9)]
    central = vnplan.parse(PLAN, uri="central")
    assert write_report(others, tmp_path / "r.html", central=central) == 3
    (packed,) = re.findall(r'id="compare-plans">([^<]+)<', (tmp_path / "r.html").read_text(encoding="utf-8"))
    plans = unpack(packed)
    told = [dict(zip(plans["columns"], row, strict=True)) for row in plans["rows"]]
    assert sorted((row["document"], row["central"]) for row in told) == [(0, False), (1, False), (2, True)]


def test_no_plans_is_misuse_and_leaves_what_was_there(tmp_path: Path) -> None:
    """The old page stays."""
    path = tmp_path / "r.html"
    path.write_text("old")
    with pytest.raises(UsageError, match="no plan"):
        write_report([], path)
    assert path.read_text() == "old"


def test_a_document_that_could_not_be_read_is_listed(tmp_path: Path) -> None:
    """Also one whose name is no UTF-8."""
    failed = failed_record("bad\udcff.txt", "not there")
    assert failed.status == "failed"
    assert write_report([failed, vnplan.parse(PLAN)], tmp_path / "r.html") == 2
    assert "bad" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_command_report(tmp_path: Path) -> None:
    """From a folder that `extract` wrote, from JSON Lines and from documents: the same page."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(PLAN + name, encoding="utf-8")
    runner = CliRunner()
    out, lines = tmp_path / "out", tmp_path / "out.jsonl"
    for output in (f"{out}/", str(lines)):
        assert runner.invoke(cli, ["extract", str(tmp_path / "in"), "--output", output]).exit_code == 0
    pages = []
    for source in (out, lines, tmp_path / "in"):
        page = tmp_path / "r.html"
        found = runner.invoke(cli, ["report", str(source), "--output", str(page), "--no-compare", "--title", "A & B"])
        assert found.exit_code == 0, found.output
        assert "2 plans" in found.stderr
        pages.append(page.read_text(encoding="utf-8"))
    assert "<title>A &amp; B</title>" in pages[0]
    assert len(set(pages)) == 1


def test_command_view(tmp_path: Path) -> None:
    """Writes one document's page and says where."""
    page = tmp_path / "p.html"
    text = TEXTS / "train-05-qd-bxd.txt"
    found = CliRunner().invoke(cli, ["view", str(text), "--output", str(page), "--no-open", "--language", "en"])
    assert found.exit_code == 0
    assert found.stdout.strip() == str(page)
    assert '<html lang="en">' in page.read_text(encoding="utf-8")


def test_command_view_without_output_writes_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder for temporary files, and opens it."""
    opened: list[str] = []
    monkeypatch.setattr("click.launch", lambda url: opened.append(url) or 0)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    found = CliRunner().invoke(cli, ["view", str(tmp_path / "plan.txt")])
    path = Path(found.stdout.strip())
    assert opened == [str(path)]
    assert path.is_file()
    assert path.name == "plan.html"


def test_a_notebook_shows_a_record() -> None:
    """Escaped, small, and without script."""
    record = vnplan.parse(PLAN.replace("Trồng cây", "<b onclick=x>Trồng</b>"), uri='"><script>x</script>')
    shown = record._repr_html_()
    assert "&lt;b onclick=x&gt;" in shown
    assert "<script" not in shown
    assert "<b" not in shown
    assert "15 ha" in shown
    assert len(shown) < 10_000


def test_a_notebook_shows_what_could_not_be_read() -> None:
    """With its status."""
    assert "status: failed" in failed_record("x", "not there")._repr_html_()
