"""Dask from and to an object store that speaks S3: nothing in it is a folder, a path, or can be renamed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")
pytest.importorskip("s3fs")
pytest.importorskip("moto")
from moto.server import ThreadedMotoServer

from vnplan.cluster import ClusterOutcome, extract_cluster
from vnplan.run.batch import extract_folder
from vnplan.run.output import read_lines

TEXT = "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU\nSố: {}/KH-UBND\n\nKẾ HOẠCH\nNuôi ong lấy mật\n\nGiao Sở Y tế lập sổ {}.\n"
PLANS, RECORDS = "s3://plans/2026", "s3://records/2026"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A store of this test's own; the workers find it as a user's would, by the environment."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    urlopen(Request(f"{address}/moto-api/reset", method="POST")).close()  # noqa: S310  its stores outlive a server
    for name, value in {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "of-the-test",
        "AWS_SECRET_ACCESS_KEY": "of-the-test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem()
    store.mkdir("plans")
    store.mkdir("records")
    yield store
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def extract(**options: Any) -> ClusterOutcome:
    return extract_cluster(PLANS, RECORDS, workers=1, **options)


def in_order(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    return sorted(map(json.loads, lines), key=lambda record: str(record["header"]["designation"]))


def records(store: Any) -> list[dict[str, Any]]:
    lines = [line for name in store.glob("records/2026/records/*.jsonl") for line in store.cat(name).splitlines()]
    return in_order(lines)


def test_plans_in_a_bucket_and_records_in_another(bucket: Any, tmp_path: Path) -> None:
    """The records of a run on this machine; with `--resume` only what is new is read."""
    for number in range(3):
        text = TEXT.format(number, number)
        bucket.pipe(f"plans/2026/xã/{number}.txt", text.encode())
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    extract_folder(tmp_path, tmp_path / "out")
    local = in_order(read_lines(tmp_path / "out"))

    done = extract()
    assert (done.extracted, done.records, done.failures) == (3, 3, [])
    found = records(bucket)
    assert [record["source"]["sha256"] for record in found] == [record["source"]["sha256"] for record in local]
    assert [record["assignments"] for record in found] == [record["assignments"] for record in local]

    bucket.pipe("plans/2026/new.txt", TEXT.format(9, 9).encode())
    again = extract(resume=True)
    assert (again.extracted, again.skipped, len(records(bucket))) == (1, 3, 4)
    import pyarrow.parquet as pq

    names = bucket.glob("records/2026/parquet/assignments/*.parquet")
    rows = [row for name in names for row in pq.read_table(bucket.open(name)).to_pylist()]
    assert len(rows) == sum(len(record["assignments"]) for record in records(bucket))


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there() -> None:
    """Told by its name, as a file that is not there."""
    done = extract_cluster("s3://nowhere/2026", RECORDS, workers=1)
    assert [failure.file for failure in done.failures] == ["s3://nowhere/2026"]
    assert "no such file" in done.failures[0].reason
