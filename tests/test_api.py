"""The public names: what they take, what they give, what they refuse."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import vnplan
from vnplan.core.collector import without_collector
from vnplan.core.issues import SourceError, UsageError
from vnplan.core.mentions import Deadline

TEXT = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_names() -> None:
    """Everything that is promised is there, and nothing else answers."""
    for name in vnplan.__all__:
        assert getattr(vnplan, name).__name__.rpartition(".")[2] == name  # a package has the whole path
        assert name in dir(vnplan)
    assert vnplan.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="it has Comparison, Finding, Knowledge, Limits, PlanRecord"):
        vnplan.nothing  # noqa: B018


def test_import_is_light() -> None:
    """`import vnplan` loads neither pydantic nor a pattern."""
    code = "import sys, vnplan; print(*(m for m in ('pydantic', 'regex', 'rich', 'click') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_parse_file_gives_the_path_as_it_was(plan: Path) -> None:
    """`source.uri` is what the caller wrote, `sha256` that of the bytes, `text` the text."""
    record = vnplan.parse_file(plan)
    assert record.source.uri == str(plan)
    assert len(record.source.sha256) == 64
    assert record.text == TEXT
    assert record.status == "ok"
    assert vnplan.parse_file(str(plan)) == record
    assert vnplan.parse(TEXT, uri=str(plan)) == record


def test_a_record_survives_json(plan: Path) -> None:
    """A line of JSON gives the record back."""
    record = vnplan.parse_file(plan)
    assert vnplan.PlanRecord.model_validate_json(record.to_json()) == record
    assert "\n" not in record.to_json()


def test_ids_are_stable(plan: Path) -> None:
    """The same input gives the same records, ids included."""
    assert vnplan.parse_file(plan).to_json() == vnplan.parse_file(plan).to_json()


def test_media_type(tmp_path: Path) -> None:
    """The file's suffix says which text it is."""
    path = tmp_path / "plan.MD"
    path.write_text(TEXT, encoding="utf-8")
    assert vnplan.parse_file(path).source.media_type == "text/markdown"


@pytest.mark.parametrize("name", ["no-such-file.txt", "no/such/folder.txt", "\0"])
def test_a_file_that_is_not_there_raises(tmp_path: Path, name: str) -> None:
    """For one file that is misuse; the message names it."""
    with pytest.raises(SourceError, match=r"no such file|no possible file name"):
        vnplan.parse_file(f"{tmp_path}/{name}")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """The message says what to do instead."""
    with pytest.raises(vnplan.VnplanError, match="give its files"):
        vnplan.parse_file(tmp_path)


def test_parse_takes_text_only() -> None:
    """Bytes and paths are refused with the name of the right function."""
    with pytest.raises(UsageError, match="parse_file"):
        vnplan.parse(b"K")  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2])
def test_parse_many_keeps_the_order_and_goes_on(plan: Path, tmp_path: Path, workers: int) -> None:
    """A bad document is a failed record at its place."""
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"%PDF-1.7")
    paths = [plan, tmp_path / "missing.txt", bad, plan]
    records = list(vnplan.parse_many(paths, workers=workers))
    assert [record.source.uri for record in records] == [str(path) for path in paths]
    assert [record.status for record in records] == ["ok", "failed", "failed", "ok"]
    assert "no such file" in records[1].diagnostics[0].message
    assert records[0] == records[3] == vnplan.parse_file(plan)


def test_parse_many_is_lazy(plan: Path) -> None:
    """Nothing is read before it is asked for."""
    asked = []

    def paths() -> Iterator[Path]:
        for number in range(5):
            asked.append(number)
            yield plan

    records = vnplan.parse_many(paths())
    assert asked == []
    next(records)
    assert asked == [0]


def test_parse_many_misuse(plan: Path) -> None:
    """One path instead of several, no workers: refused at once."""
    with pytest.raises(UsageError, match="parse_file"):
        vnplan.parse_many(str(plan))
    with pytest.raises(UsageError, match="at least 1"):
        vnplan.parse_many([plan], workers=0)
    with pytest.raises(UsageError, match="workers=1"):
        vnplan.parse_many([plan], workers=2, knowledge=vnplan.Knowledge())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_raises(plan: Path) -> None:
    """Permissions are named."""
    plan.chmod(0)
    with pytest.raises(SourceError, match="check the permissions"):
        vnplan.parse_file(plan)


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_a_file_that_cannot_be_opened_raises(tmp_path: Path) -> None:
    """Whatever the system says, the message names the path."""
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    with pytest.raises(SourceError, match=r"loop\.txt: cannot be read"):
        vnplan.parse_file(loop)


@pytest.mark.parametrize("runs", [True, False])
def test_the_garbage_collector_is_left_as_it_was(plan: Path, runs: bool) -> None:
    """It rests while a document is worked on; switched off before, it stays off; after an error it works again."""

    @without_collector
    def fails() -> None:
        assert not gc.isenabled()
        raise ZeroDivisionError

    (gc.enable if runs else gc.disable)()
    try:
        vnplan.parse(plan.read_text(encoding="utf-8"))
        assert gc.isenabled() is runs
        with pytest.raises(ZeroDivisionError):
            fails()
        assert gc.isenabled() is runs
    finally:
        gc.enable()


def test_a_broken_stage_costs_only_its_layer(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other stages found stays, and the record says which stage failed."""
    from vnplan import pipeline

    def broken(*_: object) -> None:
        raise RuntimeError("planned")

    stages = [
        pipeline.Stage(writes=stage.writes, find=broken) if stage.writes is Deadline else stage
        for stage in pipeline.STAGES
    ]
    monkeypatch.setattr(pipeline, "STAGES", stages)
    record = vnplan.parse_file(plan)
    assert record.status == "partial"
    assert [d.code for d in record.problems()] == ["internal-error"]
    assert "deadline" in record.diagnostics[0].message
    assert record.citations


def test_a_broken_pipeline_is_a_partial_record(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even then a batch goes on."""
    from vnplan import pipeline

    def broken(*_: object) -> None:
        raise RuntimeError("planned")

    monkeypatch.setattr(pipeline, "normalise", broken)
    records = list(vnplan.parse_many([plan]))
    assert [record.status for record in records] == ["partial"]
    assert "planned" in records[0].diagnostics[0].message
