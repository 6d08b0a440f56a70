"""A list of documents over many workers into Parquet: what is done stays done, whoever is killed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vnplan.cluster import task
from vnplan.cluster.dask_client import called, check_workers, connected
from vnplan.cluster.listing import Item, items
from vnplan.cluster.look import Content, look, looked
from vnplan.cluster.place import Place
from vnplan.cluster.plan import documents, partition, plan
from vnplan.core.issues import UsageError
from vnplan.read import Ocr
from vnplan.record import SCHEMA_VERSION
from vnplan.run import failures
from vnplan.run.batch import Inputs, Progress, at_least_one, checked_options, listed
from vnplan.run.failures import Row, row_of
from vnplan.run.lock import locked
from vnplan.run.manifest import NAME as MANIFEST
from vnplan.run.manifest import Failure
from vnplan.run.parts import LISTS, RECORDS, Document, Part, loads
from vnplan.run.reply import spelt_out
from vnplan.run.supervisor import DEFAULT, Limits
from vnplan.run.worker import PARSER
from vnplan.store.parquet import need
from vnplan.store.schema import TABLES

if TYPE_CHECKING:
    from distributed import Client

PART_DOCUMENTS = 100  # some seconds of work: what is done again where a worker is killed
_SPREAD = 4  # parts for each worker, so that all of them have work to the end
_LOOKED = 200  # files that a worker looks at in one call
_OURS = {LISTS, RECORDS, task.PARQUET, failures.NAME, "lock"}


@dataclass(frozen=True, slots=True)
class ClusterOutcome:
    """What a run did, and how many documents of the output failed, in this run or an earlier one."""

    output: str
    extracted: int
    skipped: int
    records: int
    failures: Sequence[Row]


def extract_cluster(
    inputs: Inputs,
    output: str | os.PathLike[str],
    *,
    scheduler: str | None = None,
    workers: int = 1,
    resume: bool = False,
    only: Literal["failed"] | None = None,
    ocr: Ocr = "auto",
    max_bytes: int | None = None,
    limits: Limits = DEFAULT,
    report: Callable[[Progress], None] | None = None,
    part_documents: int = PART_DOCUMENTS,
    target: str = PARSER,
) -> ClusterOutcome:
    """Extract files, folders and URLs into parts: `OUTPUT/records/*.jsonl` and the tables `OUTPUT/parquet/TABLE/*`.

    The work is done by the workers of a Dask `scheduler` (its address), or by `workers` processes on this machine; in
    a script these need `if __name__ == "__main__":`. Inputs and output are paths that all workers see, or URLs that
    fsspec knows. Each content has one record. `resume` keeps the parts that would be made the same again;
    `only="failed"` makes those again in which documents failed.

    Raises UsageError where the call cannot work, ClusterError where the cluster fails; `resume` goes on then.
    """
    need("distributed", "fsspec", "pyarrow", extra="dask")
    at_least_one(workers=workers, part_documents=part_documents)
    checked_options(only, ocr, max_bytes)
    folder = None
    with suppress(OSError):  # it was removed
        folder = os.getcwd()  # noqa: PTH109  only its name is needed
    settings = task.Settings(os.fspath(output), folder, ocr, max_bytes, limits.seconds, limits.memory, target)
    with _opened(settings.output, resume=resume or only is not None) as place:
        run = _Run(place, settings, part_documents, report or (lambda _: None))
        parts = run.parts()
        found = items(listed(inputs), time.time_ns())
        with connected(scheduler, workers) as client:
            check_workers(client, settings.options, run.wanted)
            return run.run(client, found, parts, only_failed=only is not None)


class _Run:
    def __init__(self, place: Place, settings: task.Settings, most: int, report: Callable[[Progress], None]) -> None:
        self.place = place
        self.settings = settings
        self.most = most
        self.report = report
        self.wanted = task.version_here(settings.options)
        self.version = hashlib.sha256("\0".join(self.wanted).encode()).hexdigest()[:16]

    def run(
        self, client: Client, listed: Sequence[Item], parts: dict[str, Part], *, only_failed: bool
    ) -> ClusterOutcome:
        found = documents(self._looked_at(client, listed, parts))
        planned = plan(found, parts, self.version, only_failed=only_failed)
        for name in planned.dropped:
            self._remove(name)
        self._sweep(planned.kept)
        threads = max(sum(client.nthreads().values()), 1)
        most = min(self.most, max(1, -(-len(planned.todo) // (threads * _SPREAD))))
        todo = partition(planned.todo, (self.version, SCHEMA_VERSION), most)
        progress = Progress(sum(len(each.files) for each in found), cost_left=sum(map(_cost, planned.todo)))
        progress.skipped = max(progress.total - len(planned.todo), 0)
        done = planned.kept
        self.report(progress)
        told = [each.dumps() for each in todo]
        for number, result in called(client, task.make, told, json.dumps(self.settings), json.dumps(self.wanted)):
            part = done[todo[number].name] = loads(result)
            progress.extracted += len(part.documents)
            progress.failed += sum(made.status != "ok" for made in part.made)
            progress.cost += sum(map(_cost, part.documents))
            progress.cost_left -= sum(map(_cost, part.documents))
            progress.total = max(progress.total, progress.done)
            self.report(progress)
        self._sweep(done)
        rows = self._write_failures(done)
        records = sum(len(part.documents) for part in done.values())
        return ClusterOutcome(self.settings.output, progress.extracted, progress.skipped, records, rows)

    def _looked_at(
        self, client: Client, listed: Sequence[Item], parts: dict[str, Part]
    ) -> Iterator[tuple[Item, Sequence[Content]]]:
        """The files with what they hold; those that did not change since they were read are not read for it."""
        known = {
            (file.path, file.token): Content(made.key, None, document.size)
            for part in parts.values()
            for document, made in zip(part.documents, part.made, strict=True)
            for file in document.files
            if file.token and document.key == made.key and not document.problem
        }
        contents: list[Sequence[Content]] = [
            [known[each.path, each.token]] if (each.path, each.token) in known else [] for each in listed
        ]
        new = [number for number, found in enumerate(contents) if not found]
        portions = [new[at : at + _LOOKED] for at in range(0, len(new), _LOOKED)]
        told = [json.dumps([listed[number] for number in some]) for some in portions]
        for number, result in called(client, look, told):
            for at, found in zip(portions[number], looked(result), strict=True):
                contents[at] = found
        return zip(listed, contents, strict=True)

    # --- the output ---------------------------------------------------------------------------------------------------

    def parts(self) -> dict[str, Part]:
        """The parts that are done."""
        found = {}
        for name in self.place.names(LISTS):
            with suppress(ValueError):
                part = loads(self.place.get(f"{LISTS}/{name}") or b"")
                if len(part.made) == len(part.documents):
                    found[name.removesuffix(".json")] = part
        return found

    def _remove(self, name: str) -> None:
        """Remove a part; its list first, so that half of it is none."""
        self.place.remove(f"{LISTS}/{name}.json")
        self.place.remove(f"{RECORDS}/{name}.jsonl")
        for table in TABLES:
            self.place.remove(f"{task.PARQUET}/{table}/{name}.parquet")

    def _sweep(self, parts: dict[str, Part]) -> None:
        """Remove what belongs to no part: what workers wrote that were killed, or that a run left behind."""
        folders = {LISTS: ".json", RECORDS: ".jsonl", **{f"{task.PARQUET}/{table}": ".parquet" for table in TABLES}}
        for folder, ending in folders.items():
            for name in self.place.names(folder):
                if name.removesuffix(ending) not in parts:
                    self.place.remove(f"{folder}/{name}")

    def _write_failures(self, parts: dict[str, Part]) -> list[Row]:
        found = sorted(
            Failure(spelt_out(document.files[0].path), made.status, made.code, made.message)
            for part in parts.values()
            for document, made in zip(part.documents, part.made, strict=True)
            if made.status != "ok"
        )
        text = io.StringIO(newline="")
        failures.write_table(text, found)
        self.place.put(failures.NAME, text.getvalue().encode(failures.ENCODING))
        return [row_of(each) for each in found]


def _cost(document: Document) -> int:
    return document.size + 4096


@contextmanager
def _opened(output: str, *, resume: bool) -> Iterator[Place]:
    """The output, on a disk nobody else's until the run ends. Raises UsageError where it cannot be one."""
    place = Place(output)
    if not place.remote:
        folder = Path(place.root)
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{output}: is a file; choose a folder")
        if not folder.parent.is_dir():
            raise UsageError(f"{output}: the folder {folder.parent} does not exist; create it first")
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise UsageError(f"{output}: cannot be written ({error.strerror}); choose another place") from error
    with nullcontext() if place.remote else locked(Path(place.root)):
        names = {name for name in place.names("") if not name.startswith(".")}
        if MANIFEST in names:
            raise UsageError(f"{output}: was written by `vnplan extract` without --engine dask; choose another folder")
        if names - _OURS:
            raise UsageError(f"{output}: holds other files; choose an empty folder or a new one")
        if not resume and (done := len(place.names(LISTS))):
            raise UsageError(
                f"{output}: holds {done:,} parts; go on with --resume (resume=True), or choose another folder"
            )
        yield place
