"""The checks: a table of cases each, planted faults in a generated collection, and the outputs of `vnplan check`."""

from __future__ import annotations

import json
import random
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import vnplan
from vnplan.checks import CheckRow, Finding, check, problems, rows
from vnplan.checks.catalogue import example_plans
from vnplan.checks.examples import fires
from vnplan.checks.plan import CHECKS
from vnplan.core.issues import UsageError
from vnplan.knowledge import Knowledge
from vnplan.record import PlanRecord
from vnplan.record.models import Span
from vnplan.registry import Registry

CASES = tomllib.loads((Path(__file__).parent / "cases" / "checks.toml").read_text(encoding="utf-8"))["case"]
SOUND = example_plans(
    "{head}\nI. MỤC ĐÍCH\nNâng cao thu nhập của người dân.\n\n"
    "II. TỔ CHỨC THỰC HIỆN\nSở Du lịch theo dõi kế hoạch này.\n{foot}"
)[0]


def swapped(swap: str) -> str:
    """The sound plan with one change."""
    old, new = swap.replace("⏎", "\n").split(" => ")
    assert SOUND.count(old) == 1, swap
    return SOUND.replace(old, new)


def flat(wanted: bool) -> list[tuple[str, str]]:
    """The cases that are found, or not."""
    names = ("finds", "swaps_find") if wanted else ("silent", "swaps_silent")
    plain = [(case["check"], text) for case in CASES for text in case.get(names[0], ())]
    return plain + [(case["check"], swapped(swap)) for case in CASES for swap in case.get(names[1], ())]


@pytest.mark.parametrize(("id", "text"), flat(wanted=True))
def test_found(id: str, text: str) -> None:
    """The fault is found by its check."""
    assert fires(id, text)


@pytest.mark.parametrize(("id", "text"), flat(wanted=False))
def test_silent(id: str, text: str) -> None:
    """What is right is not told."""
    assert not fires(id, text)


def test_every_check_has_cases_and_examples() -> None:
    """Five that it finds and five that it does not, and both kinds of examples in its row; every row is registered."""
    assert list(problems(Knowledge.default())) == []
    found, silent = (Counter(name for name, _ in flat(wanted=wanted)) for wanted in (True, False))
    for row in rows():
        assert found[row.id] >= 5, row.id
        assert silent[row.id] >= 5, row.id
        assert row.examples, row.id
        assert row.not_examples, row.id
    assert {row.id for row in rows()} == {*CHECKS, "date-collection"}


def test_a_sound_plan_has_no_findings() -> None:
    """Neither with all checks."""
    assert check([vnplan.parse(SOUND)], only=[row.id for row in rows()]) == []


def test_findings_name_their_place() -> None:
    """Text, span, line and column agree."""
    plan = vnplan.parse(SOUND + "\nCăn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2021 của Chính phủ;\n", uri="a.txt")
    (found,) = vnplan.check(plan, only="date-year")
    assert isinstance(found, vnplan.Finding)
    assert (found.check, found.severity, found.uri, found.record) == ("date-year", "error", "a.txt", "c2")
    assert found.span is not None
    assert found.text == plan.text[found.span.start : found.span.end] == "Nghị định số 30/2020/NĐ-CP"
    assert found.line is not None
    assert found.column == 8
    assert plan.text.splitlines()[found.line - 1][found.column - 1 :].startswith(found.text)
    assert "30/2020" in found.law


@pytest.mark.parametrize("text", ["", "KẾ HOẠCH", "\ud800", "Số: /KH-UBND", "x" * 5000, "TM. KT. Q."])
def test_any_text_can_be_checked(text: str) -> None:
    """Nothing is raised for what a document holds."""
    check([vnplan.parse(text)], only=[row.id for row in rows()])


def test_anything_can_be_checked() -> None:
    """Texts that were made to break programs, as one text."""
    text = (Path(__file__).parent / "naughty.txt").read_text(encoding="utf-8")
    check([vnplan.parse(text), vnplan.parse(SOUND.replace("\nI. ", f"\n{text}\nI. ", 1))])


def test_checks_can_be_chosen() -> None:
    """By name, without one, and no name that is none."""
    plan = vnplan.parse("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2021 của Chính phủ;")
    assert [found.check for found in check([plan])] == ["date-year"]
    assert check([plan], without=["date-year"]) == []
    assert check([plan], only=["repealed"]) == []
    with pytest.raises(UsageError, match="date-yaer: no such check; there are date-year"):
        check([plan], only=["date-yaer"])


def test_registry_of_ones_own(tmp_path: Path) -> None:
    """What it says of dates and force counts."""
    file = tmp_path / "ours.csv"
    file.write_text(
        "id,type,designation,issuer,issued_on,in_force_to,replaced_by\n"
        "old,Quyết định,40/QĐ-UBND,Ủy ban nhân dân tỉnh Ninh Bình,2024-03-01,2025-11-30,new\n"
        "new,Quyết định,99/QĐ-UBND,Ủy ban nhân dân tỉnh Ninh Bình,2025-12-01,,\n",
        encoding="utf-8",
    )
    plan = vnplan.parse(example_plans("{head}\nCăn cứ Quyết định số 40/QĐ-UBND ngày 01/3/2024 của UBND tỉnh;\n")[0])
    assert check([plan], only=["repealed"]) == []
    (found,) = check([plan], Registry.load(file), only=["repealed"])
    assert "since 2025-12-01, replaced by Quyết định 99/QĐ-UBND" in found.message


# --- a collection with planted faults ---------------------------------------------------------------------------------

PROVINCES = (
    "Lào Cai",
    "Sơn La",
    "Nghệ An",
    "Hà Tĩnh",
    "Gia Lai",
    "Đắk Lắk",
    "Tây Ninh",
    "Cà Mau",
    "Lai Châu",
    "Quảng Trị",
)
KINDS = (("KẾ HOẠCH", "KH"), ("CHƯƠNG TRÌNH", "CTr"), ("CHỈ THỊ", "CT"), ("ĐỀ ÁN", "ĐA"))
THEMES = ("phát triển du lịch", "chuyển đổi số", "cải cách hành chính", "giảm nghèo bền vững", "trồng rừng", "dạy nghề")
DEPARTMENTS = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Xây dựng", "Sở Công Thương", "Sở Khoa học và Công nghệ")
SHARED = ("Nghị quyết số 88/NQ-CP", "17/6/2024", "Chính phủ về phát triển kinh tế vùng")
BASES = (
    "Luật Tổ chức chính quyền địa phương ngày 16/6/2025",
    "Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ",
    "Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị",
    "Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ",
    "Luật Đất đai năm 2024",
)
TASKS = (
    "{body} chủ trì, phối hợp với {other} xây dựng quy chế, trình UBND tỉnh trước ngày {day}/{month}/2026.",
    "Giao {body} rà soát, báo cáo kết quả về {other} trước ngày {day} tháng {month} năm 2026.",
    "{body} tổ chức tập huấn cho cán bộ cấp xã trong quý III/2026.",
    "Đề nghị {other} phối hợp với {body} kiểm tra việc thực hiện.",
)
REPEALED = (
    "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ",
    "Luật Tổ chức chính quyền địa phương ngày 19/6/2015",
    "Nghị định số 24/2014/NĐ-CP ngày 04/4/2014 của Chính phủ",
    "Luật Lưu trữ năm 2011",
)
MIXED = (
    "Chỉ thị số 14/CT-TU ngày 08/9/2025 của Tỉnh ủy",
    "Kế hoạch số 71-KH/UBND ngày 10/10/2025 của UBND tỉnh",
    "Nghị quyết số 32-NQ/HĐND ngày 11/11/2025 của HĐND tỉnh",
    "Kết luận số 77/KL-TW ngày 08/9/2025 của Ban Bí thư",
)
PLANTS = ("date-collection", "repealed", "party-state-mix")


def made(number: int, plant: str | None, draw: random.Random) -> str:
    """A plan; `plant` names the fault in it."""
    province, (word, code) = draw.choice(PROVINCES), KINDS[number % len(KINDS)]
    name, date, rest = SHARED
    bases = [f"{name} ngày {'18/6/2024' if plant == 'date-collection' else date} của {rest}"]
    bases += draw.sample(BASES, draw.randint(1, 3))
    if plant == "repealed":
        bases.append(draw.choice(REPEALED))
    if plant == "party-state-mix":
        bases.append(draw.choice(MIXED))
    draw.shuffle(bases)
    cue = draw.choice(("Căn cứ ", "Thực hiện "))
    bodies = draw.sample(DEPARTMENTS, 4)
    tasks = [
        task.format(body=body, other=bodies[n - 1], day=draw.randint(10, 28), month=draw.randint(10, 12))
        for n, (body, task) in enumerate(zip(bodies, draw.sample(TASKS, 4), strict=True))
    ]
    numbered = "\n".join(f"{n}. {task}" for n, task in enumerate(tasks, start=1))
    return f"""ỦY BAN NHÂN DÂN
TỈNH {province.upper()}
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: {number + 10}/{code}-UBND
{province}, ngày {draw.randint(10, 28)} tháng 3 năm 2026

{word}
{draw.choice(THEMES).capitalize()} năm 2026

{(";" + chr(10)).join(cue + basis for basis in bases)};

I. MỤC TIÊU
- Đến hết năm 2026, {draw.randint(60, 99)}% số xã hoàn thành nhiệm vụ.
- Có ít nhất {draw.randint(3, 20)} mô hình mới.

II. TỔ CHỨC THỰC HIỆN
{numbered}

Nơi nhận:
- Các sở, ban, ngành tỉnh;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
{draw.choice(("KT. CHỦ TỊCH" + chr(10) + "PHÓ CHỦ TỊCH", "CHỦ TỊCH"))}

Nguyễn Văn An
"""


@pytest.fixture(scope="module")
def collection() -> tuple[list[PlanRecord], dict[str, str]]:
    """200 plans, each tenth with a fault, and the faults by plan."""
    draw = random.Random(30)  # noqa: S311  the same plans in every run
    faults = {f"plan-{n:03}.txt": PLANTS[n // 10 % 3] for n in range(5, 200, 10)}
    names = [f"plan-{n:03}.txt" for n in range(200)]
    return [vnplan.parse(made(n, faults.get(name), draw), uri=name) for n, name in enumerate(names)], faults


def test_planted_faults_are_found(collection: tuple[list[PlanRecord], dict[str, str]]) -> None:
    """Every planted fault, and no other."""
    records, faults = collection
    found = check(records)
    told = {(one.uri, one.check) for one in found}
    assert {(uri, fault) for uri, fault in faults.items()} <= told
    # the sound plans are made like those with faults: none of them is told
    alarms = [one for one in found if one.severity != "info" and faults.get(one.uri) != one.check]
    assert alarms == []
    (vote,) = {one.message for one in found if one.check == "date-collection"}
    assert "in 193 plans of the collection it is 2024-06-17, in 7 as here" in vote


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two plans: a sound one, and one with a wrong year."""
    wrong = SOUND.replace("\nI. MỤC", "\nCăn cứ Nghị định số 30/2020/NĐ-CP\nngày 05/3/2021 của Chính phủ;\n\nI. MỤC", 1)
    (tmp_path / "kế hoạch 1.txt").write_text(SOUND, encoding="utf-8")
    (tmp_path / "kế hoạch 2.txt").write_text(wrong, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """Status, standard output and standard error of `vnplan check`."""
    from vnplan.cli import main

    monkeypatch.setattr("sys.argv", ["vnplan", "check", *words])
    with pytest.raises(SystemExit) as status:
        main.main()
    out, err = capsys.readouterr()
    assert isinstance(status.value.code, int)
    return status.value.code, out, err


def test_text(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """By document, with place, words, remedy and law; the status says whether something was found."""
    status, out, err = run(capsys, monkeypatch, str(folder))
    assert status == 1
    lines = out.splitlines()
    assert lines[0] == str(folder / "kế hoạch 2.txt")
    assert lines[1].split()[:3] == ["13:8", "error", "date-year:"]
    assert "Nghị định số 30/2020/NĐ-CP" in lines[2]
    assert "remedy" in lines[3]
    assert "law" in lines[4]
    assert err.startswith("1 findings (1 error, 0 warning, 0 info) in 1 documents")
    assert run(capsys, monkeypatch, str(folder), "--exit-zero")[0] == 0
    assert run(capsys, monkeypatch, str(folder), "--without", "date-year")[:2] == (0, "")
    assert run(capsys, monkeypatch, str(folder), "--only", "repealed")[0] == 0


def test_misuse(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Told in one line, with status 2."""
    assert run(capsys, monkeypatch)[0] == 2
    status, _, err = run(capsys, monkeypatch, str(folder), "--only", "nothing")
    assert status == 2
    assert "no such check" in err
    bad = folder / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    status, _, err = run(capsys, monkeypatch, str(bad))
    assert status == 2
    assert "line 1" in err


def test_list(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check with its law."""
    status, out, _ = run(capsys, monkeypatch, "--list")
    assert status == 0
    for row in rows():
        assert row.id in out
        assert row.source in out


def test_severity(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is below is neither shown nor counted."""
    name = folder / "zero.txt"
    name.write_text(SOUND.replace("ngày 05", "ngày 5"), encoding="utf-8")
    status, out, _ = run(capsys, monkeypatch, str(name))
    assert (status, "head-zero" in out) == (0, True)
    assert run(capsys, monkeypatch, str(name), "--min-severity", "warning")[1] == ""


def test_records_of_jsonl_as_json(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records give what their documents give."""
    file = folder / "plans.jsonl"
    records = [vnplan.parse_file(path) for path in sorted(folder.glob("*.txt"))]
    file.write_text("".join(record.to_json() + "\n" for record in records), encoding="utf-8")
    status, out, _ = run(capsys, monkeypatch, str(file), "--format", "json")
    assert status == 1
    (found,) = json.loads(out)
    assert found["check"] == "date-year"
    assert found["span"]["start"] < found["span"]["end"]
    assert set(found) == set(Finding.__dataclass_fields__)


def test_sarif(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What SARIF 2.1.0 requires, and places that are those of the text."""
    monkeypatch.chdir(folder)
    status, out, _ = run(capsys, monkeypatch, "kế hoạch 2.txt", "--format", "sarif")
    assert status == 1
    log = json.loads(out)
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    assert one["columnKind"] == "unicodeCodePoints"
    driver = one["tool"]["driver"]
    assert driver["name"] == "vnplan"
    assert [rule["id"] for rule in driver["rules"]] == [row.id for row in rows()]
    assert all(rule["defaultConfiguration"]["level"] in ("error", "warning", "note") for rule in driver["rules"])
    (result,) = one["results"]
    assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "date-year"
    assert result["level"] == "error"
    assert result["message"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "k%E1%BA%BF%20ho%E1%BA%A1ch%202.txt"
    region = place["region"]
    text = (folder / "kế hoạch 2.txt").read_text(encoding="utf-8")
    words = text[region["charOffset"] : region["charOffset"] + region["charLength"]]
    assert words == region["snippet"]["text"]
    line = text.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
    assert region["endLine"] == region["startLine"]


def test_sarif_of_words_over_lines() -> None:
    """The end is in its own line; a finding without place has no region."""
    from vnplan.cli.sarif import sarif

    row = CheckRow(id="x", severity="info", title="t", message="m", remedy="r")
    common = {"check": "x", "severity": "info", "message": "m", "remedy": "r", "law": "l", "uri": "/plans/a b.pdf"}
    text = "Nghị định\nsố 5"
    place = {"span": Span(10, 24, page=2), "text": text, "line": 3, "column": 4}
    log = sarif([Finding(**common, **place), Finding(**common)], [row], "1")  # type: ignore[arg-type]
    first, second = (result["locations"][0]["physicalLocation"] for result in log["runs"][0]["results"])
    assert first["artifactLocation"]["uri"] == "file:///plans/a%20b.pdf"
    assert (first["region"]["endLine"], first["region"]["endColumn"]) == (4, 5)
    assert "region" not in second
    assert log["runs"][0]["results"][0]["properties"]["page"] == 2
    assert log["runs"][0]["results"][0]["level"] == "note"
