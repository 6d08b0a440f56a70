"""Many records together: the graph of citations with its two ends, the registry that a collection grows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

import vnplan
from vnplan.cli.main import cli
from vnplan.collection import Edge, citation_graph, edges, grow, write_graph
from vnplan.record import PlanRecord
from vnplan.registry import Registry

HEAD = """ỦY BAN NHÂN DÂN
TỈNH {province}
Số: {number}/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

{place}, ngày {day} tháng 5 năm 2022

KẾ HOẠCH
Phòng, chống thiên tai năm 2022

"""


def plan(body: str, number: int = 7, place: str = "Cà Mau") -> PlanRecord:
    head = HEAD.format(province=place.upper(), number=number, place=place, day=f"{number:02}")
    return vnplan.parse(head + body)


OWN = "vn;ca.mau/uy.ban.nhan.dan/ke.hoach/2022/7-kh-ubnd"
LAW = "vn/quoc.hoi/luat/2013/33-2013-qh13"
CHANGE = "vn/quoc.hoi/luat/2020/60-2020-qh14"
DECREE = "vn/chinh.phu/nghi.dinh/2021/66-2021-nd-cp"
CASES = [
    ("Căn cứ Luật Phòng, chống thiên tai số 33/2013/QH13 ngày 19/6/2013;", [(OWN, LAW, "legal_basis")]),
    ("Thực hiện Nghị định số 66/2021/NĐ-CP ngày 06/7/2021 của Chính phủ;", [(OWN, DECREE, "implements")]),
    (
        "Căn cứ Luật số 33/2013/QH13 được sửa đổi, bổ sung bởi Luật số 60/2020/QH14;",
        [(OWN, LAW, "legal_basis"), (CHANGE, LAW, "amends")],
    ),
    (
        "Căn cứ Luật số 60/2020/QH14 sửa đổi, bổ sung một số điều của Luật số 33/2013/QH13;",
        [(OWN, CHANGE, "legal_basis"), (CHANGE, LAW, "amends")],
    ),
    (
        "Căn cứ Nghị định số 66/2021/NĐ-CP ngày 06/7/2021 quy định chi tiết thi hành Luật số 33/2013/QH13;",
        [(OWN, DECREE, "legal_basis"), (DECREE, LAW, "guides")],
    ),
    ("I. MỤC TIÊU\n\n1. Kế hoạch này thay thế Kế hoạch số 3/KH-UBND ngày 02/02/2021.", [(OWN, None, "replaces")]),
]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_edges_have_two_ends(body: str, expected: Sequence[tuple[str, str | None, str]]) -> None:
    found = [(edge.source, edge.target, edge.relation) for edge in edges([plan(body)])]
    wanted = [(a, b or "vn;ca.mau/uy.ban.nhan.dan/ke.hoach/2021/3-kh-ubnd", relation) for a, b, relation in expected]
    assert found == wanted


def test_graph(tmp_path: Path) -> None:
    """Two plans that carry out one decree are joined by it; the graph is written and read back."""
    nx = pytest.importorskip("networkx")
    records = [
        plan("Căn cứ Nghị định số 66/2021/NĐ-CP ngày 06/7/2021 của Chính phủ;"),
        plan("Thực hiện Nghị định số 66/2021/NĐ-CP của Chính phủ; Luật số 33/2013/QH13;", 8, "Lai Châu"),
    ]
    graph = citation_graph(records, Registry.default())
    assert sorted(source for source, _ in graph.in_edges(DECREE)) == [
        OWN,
        "vn;lai.chau/uy.ban.nhan.dan/ke.hoach/2022/8-kh-ubnd",
    ]
    assert graph.nodes[OWN] == {
        "label": "Kế hoạch 7/KH-UBND",
        "kind": "plan",
        "date": "2022-05-07",
        "province": "Cà Mau",
    }
    assert graph.nodes[DECREE]["kind"] == "instrument"
    path = tmp_path / "graph.graphml"
    write_graph(graph, path)
    again = nx.read_graphml(path)
    assert {(a, b, data["relation"]) for a, b, data in again.edges(data=True)} == {
        (a, b, data["relation"]) for a, b, data in graph.edges(data=True)
    }


def test_a_plan_without_a_number_is_a_node_of_its_file() -> None:
    record = vnplan.parse("Căn cứ Luật số 33/2013/QH13;")
    (edge,) = edges([record])
    assert edge == Edge(record.source.uri, LAW, "legal_basis", record.source.uri, "c1")


def test_registry_edges_between_nodes_only() -> None:
    """What the registry says of instruments that nobody cites stays out."""
    record = plan("Căn cứ Luật số 33/2013/QH13; Luật số 60/2020/QH14;")
    known = [edge for edge in edges([record], Registry.default()) if edge.document is None]
    assert known == [Edge(CHANGE, LAW, "amends")]


def test_a_registry_grows() -> None:
    """Each instrument once, its commonest date, how often it is cited, and where citations disagree."""
    bodies = [
        "Căn cứ Nghị định số 66/2021/NĐ-CP ngày 06/7/2021 của Chính phủ;",
        "Căn cứ Nghị định số 66/2021/NĐ-CP ngày 06/7/2021 của Chính phủ;",
        "Căn cứ Nghị định 66/2021/ND-CP ngày 16/7/2021 của Chính phủ; Quyết định số 5/QĐ-TTg;",
    ]
    found = list(grow(plan(body, n, "Lai Châu") for n, body in enumerate(bodies, start=1)))
    (decree,) = found  # a number without a year is nobody's
    assert decree.entry().issued_on == "2021-07-06"
    assert (decree.entry().id, decree.mentions) == (DECREE, 3)
    assert decree.disagreements()["issued_on"] == {"2021-07-06": 2, "2021-07-16": 1}
    assert Registry([decree.entry().row()]).find("Nghị định", "66/2021/NĐ-CP", "2021-07-16").conflicts == ("issued_on",)  # type: ignore[union-attr]


def test_command_lines(tmp_path: Path) -> None:
    """A registry and a graph from a folder and from its records are the same; what cannot work is told."""
    pytest.importorskip("networkx")
    for number, place in enumerate(("Cà Mau", "Lai Châu"), start=1):
        record = plan("Căn cứ Nghị định số 66/2021/NĐ-CP ngày 06/7/2021 của Chính phủ;", number, place)
        (tmp_path / f"{number}.txt").write_text(record.text, encoding="utf-8")
    run = CliRunner().invoke
    assert run(cli, ["extract", str(tmp_path), "--output", str(tmp_path / "all.jsonl")]).exit_code == 0
    for source in (tmp_path, tmp_path / "all.jsonl"):
        out = tmp_path / "mine.csv"
        assert run(cli, ["registry", "build", str(source), "--output", str(out)]).exit_code == 0
        assert [entry.id for entry in Registry.load(out, with_default=False)] == [DECREE]
        for name in ("g.graphml", "g.csv"):
            assert run(cli, ["graph", str(source), "--output", str(tmp_path / name)]).exit_code == 0
        lines = (tmp_path / "g.csv").read_text("utf-8").splitlines()
        assert [line.split(",")[1:3] for line in lines[1:]] == [[DECREE, "legal_basis"]] * 2
    found = run(cli, ["registry", "find", "Nghị định 66/2021/NĐ-CP", "--registry", str(out), "--json"])
    assert json.loads(found.output)["id"] == DECREE
    assert run(cli, ["graph", str(tmp_path), "--output", str(tmp_path / "g.txt")]).exit_code == 2
    assert run(cli, ["registry", "find", "không có gì"]).exit_code == 2
    (tmp_path / "bad.jsonl").write_text('{"a": 1}\n', encoding="utf-8")
    bad = run(cli, ["graph", str(tmp_path / "bad.jsonl"), "--output", str(tmp_path / "g.csv")])
    assert (bad.exit_code, "line 1" in bad.output) == (2, True)
