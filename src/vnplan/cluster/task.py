"""One part, made by a worker: documents in supervised children, their records, their rows, then the list of them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

from vnplan.cluster.place import Place, is_url, read
from vnplan.core.issues import Issue, VnplanError
from vnplan.read.archive import Member, members
from vnplan.run import version
from vnplan.run.parts import LISTS, RECORDS, Document, Made, Part, loads
from vnplan.run.reply import Reply
from vnplan.run.supervisor import Limits, Worker, looked_into
from vnplan.run.worker import Task
from vnplan.store.rows import rows
from vnplan.store.schema import STORE_VERSION, TABLES, arrow_schema

PARQUET = "parquet"


class Settings(NamedTuple):
    """What holds for all parts of a run."""

    output: str
    folder: str | None  # where relative names start
    ocr: str
    max_bytes: int | None
    seconds: float
    memory: float
    target: str

    @property
    def options(self) -> dict[str, Any]:
        """The options of `parse_file`."""
        return {"ocr": self.ocr, "max_bytes": self.max_bytes}


def version_here(options: dict[str, Any]) -> list[str]:
    """What makes records and tables in this process."""
    return [*version.current(options), STORE_VERSION]


def make(told: str, settings: str, wanted: str) -> str:
    """Make a part, for a worker: JSON comes in and goes out. A part that is there already is not made again.

    Raises VnplanError where another vnplan is installed here than where the run was begun.
    """
    part, chosen = loads(told), Settings(*json.loads(settings))
    here = version_here(chosen.options)
    if here != json.loads(wanted):
        raise VnplanError(other_version(json.loads(wanted), here))
    place = Place(chosen.output)
    done = _done(place, part)
    return (done or _make(part, chosen, place)).dumps()


_NAMES = ("vnplan", "code", "knowledge", "models and readers", "options", "schema_version", "store version")


def other_version(wanted: list[str], here: list[str]) -> str:
    """What differs between two installations, and what to do."""
    pairs = zip(_NAMES, wanted, here, strict=True)
    told = ", ".join(f"{name} {there} instead of {one}" for name, one, there in pairs if one != there)
    return f"a worker has another vnplan ({told}); install the same version, with the same extras, on all machines"


def _done(place: Place, part: Part) -> Part | None:
    told = place.get(f"{LISTS}/{part.name}.json")
    try:
        return loads(told) if told else None
    except ValueError:
        return None


def _make(part: Part, settings: Settings, place: Place) -> Part:
    made: list[Made] = []
    lines: list[bytes] = []
    tables: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for document, reply in zip(part.documents, _replies(part, settings), strict=True):
        reply, record = looked_into(reply, document.uri)  # noqa: PLW2901
        key = reply.sha256 if reply.sha256 and not document.problem else document.key
        summary = (reply.status, reply.code, reply.reason(document.uri), reply.seconds, reply.diagnostics)
        made.append(Made(key, *summary))
        lines.append(reply.record + b"\n")
        for table, found in rows(record, document.names).items():
            tables[table] += found
    name = part.name
    place.put(f"{RECORDS}/{name}.jsonl", b"".join(lines))
    for table, found in tables.items():
        place.put(f"{PARQUET}/{table}/{name}.parquet", _parquet(table, found))
    done = part._replace(made=tuple(made))
    place.put(f"{LISTS}/{name}.json", done.dumps().encode())
    return done


def _parquet(table: str, found: list[dict[str, Any]]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(found, schema=arrow_schema(table)), sink, compression="zstd")
    data: bytes = sink.getvalue().to_pybytes()
    return data


# --- documents --------------------------------------------------------------------------------------------------------


def _replies(part: Part, settings: Settings) -> Iterator[Reply]:
    worker = _borrow(settings)
    archives = _Archives()
    try:
        for document in part.documents:
            worker.submit(_task(document, settings, archives))
            yield worker.reply()
    except BaseException:
        worker.close()
        raise
    _idle.append((settings, worker))


def _task(document: Document, settings: Settings, archives: _Archives) -> Task:
    uri, options = document.uri, settings.options
    if document.problem is not None:
        return Task(uri, None, options, Issue(*document.problem, "error"))
    if document.member is None and not is_url(document.path):
        return Task(uri, None, options, folder=settings.folder)
    try:
        data = read(document.path) if document.member is None else archives.member(document)
    except OSError as error:
        message = f"{uri}: cannot be read ({error.strerror or error}); see whether it is still there"
        return Task(uri, None, options, Issue("unreadable", message, "error"))
    return Task(uri, data, options)


class _Archives:
    """Members in the order of their archive, each read when it is asked for."""

    def __init__(self) -> None:
        self._path = ""
        self._left: Iterator[Member] = iter(())

    def member(self, document: Document) -> bytes:
        """The bytes of a member. Raises OSError where it is not there any more."""
        if document.path != self._path:
            self._path = document.path
            self._left = members(read(document.path) if is_url(document.path) else document.path)
        for member in self._left:
            if member.name == document.member and member.issue is None:
                return member.data
        self._path = ""
        raise OSError(f"{document.member} is not in the archive")


# --- children that wait for the next part -----------------------------------------------------------------------------

_idle: list[tuple[Settings, Worker]] = []
_turn = threading.Lock()


def _borrow(settings: Settings) -> Worker:
    """A worker for one thread: its child has started already, where another part was made before."""
    limits = Limits(settings.seconds, int(settings.memory))
    with _turn:
        while _idle:
            made_for, worker = _idle.pop()
            if made_for[4:] == settings[4:]:
                return worker
            worker.close()
    return Worker(limits, settings.target)
