"""Comparisons: pairs that mean the same or not, each table on small plans, properties, and the planted corpus."""

from __future__ import annotations

import random
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import vnplan
from vnplan.comparison import Comparison
from vnplan.comparison.bodies import Bodies
from vnplan.comparison.check import problems
from vnplan.comparison.plans import plans_of
from vnplan.comparison.result import frame
from vnplan.comparison.schema import ABOUT, DTYPES, TABLES
from vnplan.core.issues import UsageError
from vnplan.knowledge import Knowledge
from vnplan.record import PlanRecord
from vnplan.store.rows import document_id

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "corpus" / "compare" / "texts"
CASES = tomllib.loads((Path(__file__).parent / "cases" / "compare.toml").read_text(encoding="utf-8"))


def plan(
    province: str = "Sơn La",
    *,
    targets: str = "",
    tasks: str = "",
    text: str = "",
    number: int = 5,
    day: str = "2026-01-09",
    bases: str = "",
) -> PlanRecord:
    """A small plan."""
    full = Knowledge.default().territories.full_name(province, date.fromisoformat(day)).upper()
    year, month, of_month = day.split("-")
    return vnplan.parse(
        f"ỦY BAN NHÂN DÂN\n{full}\nSố: {number}/KH-UBND\n{province}, ngày {of_month} tháng {month} năm {year}\n\n"
        f"KẾ HOẠCH\nPhát triển nghề muối sạch năm 2026\n\n{bases}\nI. MỤC ĐÍCH\n{text or 'Giữ nghề lâu dài.'}\n\n"
        f"II. MỤC TIÊU\n{targets}\n\nIII. TỔ CHỨC THỰC HIỆN\n{tasks}\n",
        uri=f"{province}-{number}.txt",
    )


def bullets(*lines: str) -> str:
    return "\n".join(f"- {line}" for line in lines)


@pytest.fixture(scope="module")
def corpus() -> list[PlanRecord]:
    """The central programme and the plans of the development part."""
    return [
        vnplan.parse_file(path) for path in sorted(TEXTS.glob("*.txt")) if not path.name.startswith(("09", "1"))
    ] + []


@pytest.fixture(scope="module")
def compared(corpus: list[PlanRecord]) -> Comparison:
    return vnplan.compare(corpus)


@pytest.mark.parametrize("case", CASES["target"], ids=lambda case: case["id"])
def test_targets_that_measure_the_same(case: dict[str, Any]) -> None:
    """One group for the same indicator, two for others."""
    found = vnplan.compare([plan(targets=bullets(case["one"])), plan("Cà Mau", targets=bullets(case["other"]))])
    assert len(found.targets) == 2
    assert (len(found.indicators) == 1) == case["same"]


@pytest.mark.parametrize("case", CASES["task"], ids=lambda case: case["id"])
def test_tasks_that_are_the_same(case: dict[str, Any]) -> None:
    """One group for the same task, two for others."""
    found = vnplan.compare([plan(tasks=bullets(case["one"])), plan("Cà Mau", tasks=bullets(case["other"]))])
    assert len(found.assignments) == 2
    assert (len(found.tasks) == 1) == case["same"]


def test_rows_of_knowledge_match_their_examples_only() -> None:
    """Indicators, formulas and words of place."""
    assert list(problems(Knowledge.default())) == []


def test_every_table_has_its_columns(compared: Comparison) -> None:
    """The names and types that the schema tells, also without rows; what is needed is never null."""
    assert set(TABLES) == set(ABOUT) == set(compared.tables())
    for name, table in compared.tables().items():
        assert list(table.columns) == [column.name for column in TABLES[name]]
        for column in TABLES[name]:
            assert str(table[column.name].dtype) == str(frame(name, []).dtypes[column.name]), (name, column.name)
            if column.kind == "strings":
                assert all(isinstance(value, list) for value in table[column.name])
            elif column.needed:
                assert not table[column.name].isna().any(), (name, column.name)
    assert set(DTYPES) == {column.kind for columns in TABLES.values() for column in columns}


def test_places_are_where_the_words_stand(corpus: list[PlanRecord], compared: Comparison) -> None:
    """`text` is what stands at the span, in every table and of every record named."""
    texts = {document_id(record): record.text for record in corpus}
    checked = 0
    for table in compared.tables().values():
        for prefix in ("", "old_", "new_", "earlier_", "later_"):
            if f"{prefix}span_start" not in table:
                continue
            for row in table.to_dict("records"):
                if isinstance(row[f"{prefix}text"], str):
                    start, end = row[f"{prefix}span_start"], row[f"{prefix}span_end"]
                    assert texts[row[f"{prefix}document"]][start:end] == row[f"{prefix}text"]
                    checked += 1
    assert checked > 500


def test_the_order_of_the_plans_is_nothing(corpus: list[PlanRecord], compared: Comparison) -> None:
    """Every table is the same whatever the order."""
    other = list(corpus)
    random.Random(5).shuffle(other)  # noqa: S311
    again = vnplan.compare(other)
    for name, table in compared.tables().items():
        pd.testing.assert_frame_equal(table, again.tables()[name])


def test_a_plan_and_itself(corpus: list[PlanRecord]) -> None:
    """Of the same bytes one is taken; the same under other bytes is a version without changes."""
    one = next(record for record in corpus if record.header.province == "Bình Định")
    assert len(vnplan.compare([one, one]).plans) == 1
    other = vnplan.parse(one.text + "\n", uri="copy.txt")
    found = vnplan.compare([one, other], versions=True)
    assert found.versions[["added", "dropped", "changed"]].to_numpy().tolist() == [[0, 0, 0]]
    assert not len(found.changes)
    assert set(found.passages["kind"]) == {"version"}
    assert found.passages["likeness"].min() == 1.0
    assert found.indicators["plans"].tolist() == [2] * len(found.indicators)
    assert found.targets["score"].dropna().round(6).eq(1).all()


def test_nothing_and_one() -> None:
    """No plans and a single one give tables without pairs."""
    assert len(vnplan.compare([]).plans) == 0
    found = vnplan.compare([plan(targets=bullets("Ít nhất 70% diêm dân được tập huấn."))])
    assert found.targets["how"].tolist() == ["alone"]
    assert not len(found.gaps)
    assert found.matrix("targets").shape == (1, 1)


def test_values_beside_the_central_target(compared: Comparison) -> None:
    """Above, below and equal, what asks for more, and values by plan."""
    rows = compared.targets[compared.targets["plan"] == "Quảng Ngãi"].set_index("text")
    side = rows["versus_central"]
    assert side["Ít nhất 70%"] == "below"
    assert side["Ít nhất 75%"] == "above"
    assert side["Không quá 2%"] == "equal"
    below = compared.targets[(compared.targets["plan"] == "Bình Định") & (compared.targets["value"] == 1.5)].iloc[0]
    assert (below["versus_central"], below["ambition"]) == ("below", "higher")  # at most 1,5 % asks for more than 2 %
    group = below["group"]
    assert compared.matrix("targets").loc[group, "9041/QĐ-TTg"] == 2


def test_what_is_left_over_is_joined_to_the_central_plan() -> None:
    """Likeness that joins nothing else is enough for what a plan has and no other, and what it lacks of the centre."""
    wording = "Ít nhất 60% chợ phiên có lối đi thuận lợi cho người cao tuổi."
    own = "Ít nhất 45% quầy hàng vùng cao bố trí ghế nghỉ, lối đi cho người cao tuổi."
    central, one = plan("Lai Châu", targets=bullets(wording), number=1), plan("Sơn La", targets=bullets(own), number=2)
    apart = vnplan.compare([one, plan("Lai Châu", targets=bullets(wording), number=3)]).targets
    assert apart["group"].nunique() == 2
    joined = vnplan.compare([central, one], central=central).targets
    assert joined["group"].nunique() == 1
    both = plan("Sơn La", targets=bullets(own, wording), number=2)
    kept = vnplan.compare([central, both], central=central).targets
    assert kept["group"].nunique() == 2, "a plan that has the central target keeps its other one for itself"


@pytest.mark.parametrize(
    ("own", "groups"),
    [
        ("Bố trí 9 trạm cho mượn xe đạp công cộng gần bến tàu.", 1),  # another noun for the same
        ("Bố trí 9 km đường cho xe đạp công cộng gần bến tàu.", 2),  # a measure is no count
        ("Trồng 9 khóm tre chắn sóng dọc đê biển.", 2),  # another thing
    ],
)
def test_what_is_left_over_may_be_counted_by_another_noun(own: str, groups: int) -> None:
    """`12 điểm` of the central plan is `9 trạm` of a plan, where both are left over and say the same."""
    central = plan("Lai Châu", targets=bullets("Bố trí 12 điểm cho mượn xe đạp công cộng gần bến tàu."), number=1)
    one = plan("Sơn La", targets=bullets(own), number=2)
    targets = vnplan.compare([central, one], central=central).targets
    assert targets["group"].nunique() == groups
    assert vnplan.compare([one, central]).targets["group"].nunique() == 2, "without a central plan units hold"


def test_per_head_is_one_whatever_people_are_called() -> None:
    """`8 m2/người` and `mỗi cư dân … 10 m2` are measured alike; per household is another thing."""
    central = plan("Lai Châu", targets=bullets("Diện tích vườn hoa bình quân đạt tối thiểu 8 m2/người."), number=1)
    one = plan("Sơn La", targets=bullets("Mỗi cư dân có bình quân ít nhất 10 m2 diện tích vườn hoa."), number=2)
    other = plan("Điện Biên", targets=bullets("Diện tích vườn hoa bình quân đạt tối thiểu 9 m2/hộ."), number=3)
    targets = vnplan.compare([central, one, other], central=central).targets.set_index("plan")
    assert targets.loc["Sơn La", "versus_central"] == "above"
    assert targets.loc["Điện Biên", "group"] != targets.loc["Sơn La", "group"]


def test_a_narrower_noun_counts_what_the_noun_counts() -> None:
    """`2.500 cây xanh` and `3.000 cây` of one aim are one indicator, though the units are written differently."""
    one = plan("Sơn La", targets=bullets("Trồng ít nhất 2.500 cây xanh dọc các tuyến đê."), number=1)
    other = plan("Lai Châu", targets=bullets("Trồng ít nhất 3.000 cây dọc các tuyến đê."), number=2)
    targets = vnplan.compare([one, other]).targets
    assert set(targets["unit"]) == {"cây xanh", "cây"}
    assert targets["group"].nunique() == 1


def test_the_central_target_of_the_same_year() -> None:
    """With two years each is measured against its own; money in other amounts is compared in one."""
    central = vnplan.parse(
        "THỦ TƯỚNG CHÍNH PHỦ\nSố: 77/QĐ-TTg\nHà Nội, ngày 05 tháng 01 năm 2026\nQUYẾT ĐỊNH\n"
        "Phê duyệt Chương trình muối\n"
        "I. MỤC TIÊU\n- Đến năm 2027, ít nhất 60% diêm dân được tập huấn nghề.\n"
        "- Đến năm 2030, ít nhất 90% diêm dân được tập huấn nghề.\n"
        "- Đến năm 2030, hỗ trợ ít nhất 2 tỷ đồng cho quỹ muối.\n",
        uri="c.txt",
    )
    own = plan(
        targets=bullets(
            "Đến năm 2027, ít nhất 70% diêm dân được tập huấn nghề.",
            "Đến năm 2030, ít nhất 85% diêm dân được tập huấn nghề.",
            "Đến năm 2030, hỗ trợ ít nhất 800 triệu đồng cho quỹ muối.",
        )
    )
    found = vnplan.compare([own, central], central=central)
    rows = found.targets[found.targets["plan"] == "Sơn La"]
    assert rows["versus_central"].tolist() == ["above", "below", "below"]
    assert rows["difference"].tolist() == [10, -5, -1200]


def test_agencies_over_the_reform() -> None:
    """What a body became is what it is compared as."""
    know = Knowledge.default()
    old = plans_of([plan("Bình Định", day="2025-01-09")], None, know)[0]
    new = plans_of([plan("Gia Lai", day="2025-09-09")], None, know)[0]
    bodies = Bodies(know)
    pairs = {
        "Sở Tài nguyên và Môi trường tỉnh Bình Định": "Sở Nông nghiệp và Môi trường tỉnh Gia Lai",
        "Sở Kế hoạch và Đầu tư tỉnh Bình Định": "Sở Tài chính tỉnh Gia Lai",
        "Giám đốc Sở Y tế tỉnh Bình Định": "Sở Y tế",
        "UBND các huyện, thị xã, thành phố": "Ủy ban nhân dân huyện Tây Sơn",
        "các sở, ban, ngành liên quan": "các sở, ban, ngành của tỉnh",
    }
    for one, other in pairs.items():
        assert bodies.of(one, old).name == bodies.of(other, old if "Tây Sơn" in other else new).name, one
    assert old.province == new.province == "Gia Lai"
    assert bodies.of("Ủy ban nhân dân các xã, phường", new).name != bodies.of("UBND các huyện", old).name


def test_lag_and_core() -> None:
    """Days from the instrument to the plan; a plan before it has none; who lacks what all others cite."""
    base = "Thực hiện Quyết định số 77/QĐ-TTg ngày 05/01/2026 của Thủ tướng Chính phủ;"
    law = "Căn cứ Luật Đầu tư công ngày 29 tháng 11 năm 2024;"
    plans = [
        plan("Sơn La", bases=f"{base}\n{law}", day="2026-02-04"),
        plan("Cà Mau", bases=base, day="2026-03-06"),
        plan("Huế", bases=f"{base}\n{law}", day="2026-01-01"),
        plan("Lai Châu", bases=law),
    ]
    found = vnplan.compare(plans)
    lags = found.lags[found.lags["label"] == "Quyết định 77/QĐ-TTg"].set_index("plan")
    assert lags["days"].dropna().to_dict() == {"Sơn La": 30, "Cà Mau": 60}
    assert lags.loc["Huế", "doubt"] == "the plan is earlier than the instrument"
    missing = found.plans.set_index("plan")["core_missing"]
    assert [len(missing[name]) for name in ("Sơn La", "Cà Mau", "Lai Châu")] == [0, 1, 1]
    assert found.matrix("instruments").to_numpy().sum() == 6


def test_reuse_has_its_direction() -> None:
    """A copied paragraph is found with its source; head, bases and closing formulas are none."""
    own = (
        "Ruộng muối nằm sát cửa sông nên chỉ cần một trận mưa trái mùa là cả tháng phơi nước của diêm dân "
        "thành công cốc; vì thế việc che phủ sân phơi bằng bạt phải đi trước việc mở rộng diện tích."
    )
    closing = (
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị phản ánh về Sở Công Thương để tổng hợp."
    )
    basis = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025 của Quốc hội khóa XV, kỳ họp thứ chín;"
    plans = [
        plan("Cà Mau", text=own, day="2026-02-01", bases=basis, tasks=closing),
        plan("Sơn La", text=own.replace("cả tháng", "hai tháng"), day="2026-03-01", bases=basis, tasks=closing),
        plan("Huế", text="Đầm phá có nghề muối từ lâu.", day="2026-03-02", bases=basis, tasks=closing),
    ]
    found = vnplan.compare(plans)
    assert len(found.passages) == 1
    row = found.passages.iloc[0]
    assert (row["earlier"], row["later"], row["direction"], row["kind"]) == ("Cà Mau", "Sơn La", "dated", "copy")
    assert row["words"] == len(own.replace(";", "").split()) - 1
    share = found.originality.set_index("plan")
    assert share.loc["Cà Mau", "new"] == 1 > share.loc["Cà Mau", "own"]
    assert share.loc["Sơn La", "source"] == "Cà Mau"
    assert share.loc["Huế", "own"] == 1
    reuse = found.matrix("reuse")
    assert reuse.loc["Sơn La", "Cà Mau"] > 0.5
    assert reuse.loc["Huế"].sum() == 0
    assert not len(vnplan.compare(plans, reuse=False).passages)


def test_versions_record_by_record() -> None:
    """Added, dropped and changed records, each with its place; the earlier version does not count twice."""
    old = plan(
        targets=bullets("Ít nhất 60% diêm dân được tập huấn nghề.", "Xây dựng ít nhất 04 kho muối."),
        tasks=bullets("Sở Công Thương rà soát quy hoạch đồng muối trước ngày 30/6/2026."),
        day="2026-01-09",
    )
    new = plan(
        targets=bullets("Ít nhất 75% diêm dân được tập huấn nghề."),
        tasks=bullets(
            "Sở Công Thương rà soát quy hoạch đồng muối trước ngày 30/9/2026.",
            "Sở Tài chính thẩm định giá muối dự trữ.",
        ),
        day="2026-04-09",
        number=31,
    )
    found = vnplan.compare([new, old])
    rows = {(row["kind"], row["change"]): row for row in found.changes.to_dict("records")}
    assert found.versions["why"].tolist() == ["title"]
    assert set(rows) == {
        ("header", "changed"),
        ("target", "changed"),
        ("target", "dropped"),
        ("assignment", "changed"),
        ("assignment", "added"),
    }
    changed = rows["target", "changed"]
    assert (changed["fields"], changed["before"], changed["after"]) == (["value"], ["60"], ["75"])
    assert rows["assignment", "added"]["old_text"] is pd.NA or pd.isna(rows["assignment", "added"]["old_text"])
    assert found.plans.set_index("plan")["superseded_by"].dropna().tolist() == ["Sơn La 31/KH-UBND"]
    assert not len(vnplan.compare([new, old], versions=False).versions)


def test_pages_of_a_paged_source() -> None:
    """Rows of a PDF have their page, passages too."""
    paged = vnplan.parse_file(ROOT / "corpus" / "media" / "train-01-kh-ubnd-thanh-hoa.pdf")
    other = vnplan.parse_file(ROOT / "corpus" / "train" / "texts" / "train-01-kh-ubnd-thanh-hoa.txt")
    found = vnplan.compare([paged, other], versions=True)
    assert (found.targets["page"].dropna() >= 1).sum() == len(paged.targets) > 0
    assert found.targets["page"].nunique() > 1
    assert found.passages[["earlier_page", "later_page"]].notna().any(axis=1).all()


def test_misuse_is_told() -> None:
    """A central plan that is not there, and a matrix that is none."""
    with pytest.raises(UsageError, match="no plan among these"):
        vnplan.compare([plan()], central="9999/QĐ-TTg")
    with pytest.raises(UsageError, match="no matrix"):
        vnplan.compare([plan()]).matrix("weather")  # type: ignore[arg-type]


def test_without_the_extra_it_is_told() -> None:
    """The message names what to install."""
    code = (
        "import sys, importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'sklearn' else find(name, *a)\n"
        "import vnplan\ntry:\n    vnplan.compare([])\nexcept vnplan.VnplanError as error:\n    print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "vnplan[compare]" in said


def test_planted_differences_are_found() -> None:
    """The development part of corpus/compare, as `bench/compare.py` measures it; the sources make the texts."""
    sys.path.append(str(ROOT / "scripts"))
    import compare as bench  # bench/ is on the path of the tests
    import make_compare_corpus as made

    assert [path for path, text in made.generated().items() if path.read_text("utf-8") != text] == []
    found = bench.measure("dev")
    assert found["targets aligned"].f1 >= 0.95
    assert found["tasks aligned"].f1 >= 0.95
    assert found["text reuse"].recall == 1
    assert found["leads, comparable"].f1 == 1
    assert found["beside the central target"].f1 >= 0.95
    assert found["dropped of the central plan"].recall == 1
    assert found["changes of versions"].f1 == 1
