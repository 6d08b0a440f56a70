"""What a child answers: the record of a document as a line of JSON, and before it what a batch must know of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import NamedTuple

from vnplan.record import PlanRecord

_STATUSES = ("ok", "partial", "failed")


class Reply(NamedTuple):
    """A record that travels without being looked into, and a summary of it.

    >>> unpacked(packed(Reply("ok", "00ff", 2, "", "", b"{}"))).diagnostics
    2
    """

    status: str
    sha256: str  # of the document's bytes; empty where they were not read
    diagnostics: int
    code: str  # of the first error; empty where there is none
    message: str
    record: bytes  # one line, without its end
    seconds: float = 0.0  # told by the parent

    def reason(self, uri: str) -> str:
        """The message without the name of the file."""
        return spelt_out(self.message).removeprefix(f"{spelt_out(uri)}: ")


def reply_of(record: PlanRecord) -> Reply:
    """The reply that carries a record."""
    record = _spelt_out(record)
    error = next((each for each in record.diagnostics if each.severity == "error"), None)
    code, message = (error.code, error.message) if error else ("", "")
    line = record.to_json().encode()
    return Reply(record.status, record.source.sha256, len(record.diagnostics), code, message, line)


def packed(reply: Reply) -> bytes:
    """The bytes that are sent. JSON: a child that a document has taken over can send the parent nothing but data."""
    return json.dumps(reply[:5]).encode() + b"\n" + reply.record


def unpacked(frame: bytes) -> Reply:
    """The reply in the bytes that were sent. Raises ValueError where they hold none."""
    head, _, line = frame.partition(b"\n")
    fields = json.loads(head)
    if not isinstance(fields, list) or [type(each) for each in fields] != [str, str, int, str, str]:
        raise ValueError("no reply")
    if fields[0] not in _STATUSES or not line.startswith(b"{") or b"\n" in line:
        raise ValueError("no record")
    status, sha256, diagnostics, code, message = fields
    return Reply(status, sha256, diagnostics, code, message, line)


def _spelt_out(record: PlanRecord) -> PlanRecord:
    """The record; a file name in it that is no Unicode is spelt out."""
    try:
        record.source.uri.encode()
    except UnicodeEncodeError:
        source = replace(record.source, uri=spelt_out(record.source.uri))
        diagnostics = tuple(replace(each, message=spelt_out(each.message)) for each in record.diagnostics)
        return record.model_copy(update={"source": source, "diagnostics": diagnostics})
    return record


def spelt_out(text: str) -> str:
    r"""Text in which half characters, as they stand for the bytes of file names that are no UTF-8, are written out.

    >>> spelt_out("k\udce1.txt")
    'k\\udce1.txt'
    """
    return text.encode("utf-8", "backslashreplace").decode()
