"""Texts that are no plans, are broken, or are far too long: a record, never an exception, never a hang."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import vnplan

NAUGHTY = [
    ast.literal_eval(line)
    for line in (Path(__file__).parent / "naughty.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PARAGRAPHS = [
    "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và UBND các xã, phường tham mưu, hoàn thành trước ngày 30/6/2026.",
    "- Phấn đấu đến năm 2030, ít nhất 85% thủ tục được giải quyết trực tuyến, tăng 2 - 3 bậc so với năm 2025.",
    "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị và Quyết định số 749/QĐ-TTg ngày 03/6/2020;",
    "Định kỳ hằng quý, các cơ quan báo cáo kết quả thực hiện về UBND tỉnh theo Nghị định này và các văn bản nêu trên.",
]


def holds_together(record: vnplan.PlanRecord) -> None:
    """Every span gives its text, every record is inside the text, and the whole can be written."""
    mentions = (*record.citations, *record.agencies, *record.assignments, *record.deadlines, *record.targets)
    for mention in mentions:
        assert record.text[mention.span.start : mention.span.end] == mention.text
        assert mention.text
    for assignment in record.assignments:
        for actor in assignment.actors:
            assert record.text[actor.span.start : actor.span.end] == actor.text
    for section in record.sections:
        assert 0 <= section.span.start <= section.span.end <= len(record.text)
    assert record.status == "ok", record.diagnostics
    record.to_json()


@pytest.mark.parametrize("text", NAUGHTY, ids=ascii)
def test_naughty_strings(text: str) -> None:
    """Alone, and in the midst of a plan."""
    holds_together(vnplan.parse(text))
    holds_together(vnplan.parse("\n".join([*PARAGRAPHS, text, *PARAGRAPHS])))


@given(st.text(max_size=400))
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text(text: str) -> None:
    """Whatever it is."""
    holds_together(vnplan.parse(text))


@given(st.data())
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_piece_of_a_plan(data: st.DataObject) -> None:
    """Cut anywhere, with lines in any order and any joint."""
    text = data.draw(st.sampled_from(["\n", " ", "\n\n", "\t", "|", ""])).join(
        data.draw(st.lists(st.sampled_from(PARAGRAPHS), max_size=6))
    )
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    holds_together(vnplan.parse(text[start:end]))


@pytest.mark.parametrize(
    "text",
    [
        "Phở bò ngon nhất ở Hà Nội là quán đầu phố, mở cửa từ sáng sớm.",
        "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "To whom it may concern: the quarterly report is due.",
        "﻿KẾ HOẠCH",
    ],
    ids=["no plan", "only a head", "not Vietnamese", "a mark and a word"],
)
def test_hardly_a_plan(text: str) -> None:
    """Little to find is no trouble."""
    record = vnplan.parse(text)
    holds_together(record)
    assert not record.assignments
    assert not record.targets


ENDLESS = tomllib.loads((Path(__file__).parent / "cases" / "endless.toml").read_text(encoding="utf-8"))["piece"]


@pytest.mark.parametrize("piece", ENDLESS.values(), ids=ENDLESS.keys())
def test_endless_line(piece: str) -> None:
    """One line of the same thing again and again is read to its end; `bench/speed.py` measures how long that takes."""
    holds_together(vnplan.parse(piece * (60_000 // len(piece))))


def test_a_line_of_a_million_characters() -> None:
    """Prose on one line, as pasted from a web page."""
    text = " ".join(PARAGRAPHS)
    text = (text * (1_000_000 // len(text) + 1))[:1_000_000]
    record = vnplan.parse(text)
    holds_together(record)
    assert record.agencies[-1].span.end > 990_000


def test_fifty_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    """Over the limit: a failed record that says how to raise it, without reading the file."""
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    record = vnplan.parse_file(path)
    assert record.status == "failed"
    assert "--max-bytes 50000000" in record.diagnostics[0].message


def test_html_of_fifty_megabytes(tmp_path: Path) -> None:
    """Stopped at the limit of time, with file and reason told; the next document is read."""
    big, small = tmp_path / "big.html", tmp_path / "small.html"
    piece = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    with big.open("w", encoding="utf-8") as file:
        file.write("<html><meta charset=utf-8><body>")
        for _ in range(50_000_000 // len(piece.encode())):
            file.write(piece)
    small.write_text(f"<html><meta charset=utf-8><body>{piece}", encoding="utf-8")
    stopped, read = vnplan.parse_many([big, small], limits=vnplan.Limits(seconds=8))
    assert (stopped.status, stopped.source.uri) == ("failed", str(big))
    assert [issue.code for issue in stopped.diagnostics] == ["time-limit"]
    assert "8 s" in stopped.diagnostics[0].message
    assert read.status == "ok"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of memory")
def test_memory_of_a_long_text() -> None:
    """Two million characters fit into a gigabyte."""
    code = f"""
        import vnplan
        vnplan.parse("\\n".join({PARAGRAPHS!r} * 5000)[:2_000_000])
        print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) // 1024)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 1024
