"""ZIP archives of documents, member by member; what an archive claims about itself is never believed.

Only the bytes that come out are counted, and at most `limits` of them; names are labels, nothing is written to a disk.
"""

from __future__ import annotations

import os
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import IO

import regex

from vnplan.core.issues import Issue
from vnplan.knowledge.encodings import syllables
from vnplan.read.sniff import ZIP, sniff

_MB = 1_000_000
_CHUNK = 1 << 18
# Of other methods `zipfile` unpacks at once whatever it has read: a hundred bytes may become gigabytes.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8_NAME = 0x800  # general purpose bit 11
_ENCRYPTED = 0x41  # bit 0, and bit 6 of strong encryption
_EXTRA_UNICODE_NAME = 0x7075  # Info-ZIP's field
_CODECS = ("cp437", "cp1258", "cp1252")
_SKIPPED = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db"))
_CONTROLS = regex.compile(r"\p{C}+")
_SLASHES = regex.compile(r"[\\/]+")
_LONGEST_NAME = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """What is unpacked at most, so that no archive fills the memory or takes hours.

    `members`: files in the archive and in those inside it; `member_bytes`, `total_bytes`: unpacked size of one file and
    of all; `ratio`: unpacked to packed size of a file beyond `ratio_free` bytes (documents pack to a tenth, scans not
    at all); `depth`: how deep archives inside the archive are opened.
    """

    members: int = 10_000
    member_bytes: int = 500 * _MB
    total_bytes: int = 4_000 * _MB
    ratio: int = 200
    ratio_free: int = 10 * _MB
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, by its name with those of the archives around it: its bytes, or why it has none."""

    name: str
    data: bytes = b""
    issue: Issue | None = None


@dataclass(slots=True)
class _Budget:
    limits: ArchiveLimits
    members: int = 0
    unpacked: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """A name that no member had before."""
        count = self.names[name] = self.names.get(name, 0) + 1
        if count == 1:
            return name
        stem, extension = os.path.splitext(name)  # noqa: PTH122  a label is no path
        return self.label(f"{stem} ({count}){extension}")


def members(source: bytes | str | os.PathLike[str], limits: ArchiveLimits | None = None) -> Iterator[Member]:
    """The files in an archive, in the order of its directory, each read when it is asked for.

    Never raises for what the archive holds: what cannot be read is a member with an issue. Raises OSError where there
    is no file to open.

    >>> [member.issue.code for member in members(b"no archive")]
    ['bad-archive']
    """
    budget = _Budget(limits or ArchiveLimits())
    if isinstance(source, bytes):
        yield from _members(BytesIO(source), "", 0, budget)
        return
    with Path(source).open("rb") as file:
        yield from _members(file, "", 0, budget)


def _members(file: IO[bytes], prefix: str, depth: int, budget: _Budget) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        message = f"the archive is damaged or no ZIP file ({error}); pack it again, or give its files"
        yield Member(prefix.rstrip("/"), issue=Issue("bad-archive", message, "error"))
        return
    with archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]  # is_dir fails without a name
        shadowed = _overlapping(infos)
        for info in infos:
            name = _name(info)
            if _is_skipped(name):
                continue
            budget.members += 1
            if budget.members > budget.limits.members:
                issue = _too_much("members", f"more than {budget.limits.members:,} files in the archive")
                yield Member(prefix.rstrip("/"), issue=issue)
                return
            label = budget.label(prefix + name)
            if info.header_offset in shadowed:
                yield Member(label, issue=_bomb("its bytes are those of another member too"))
                continue
            yield from _member(archive, info, label, depth, budget)
            if budget.unpacked > budget.limits.total_bytes:
                return


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str, depth: int, budget: _Budget
) -> Iterator[Member]:
    data = _unpacked(archive, info, budget)
    if isinstance(data, Issue):
        yield Member(label, issue=data)
    elif sniff(data, label) != ZIP:
        yield Member(label, data)
    elif depth >= budget.limits.depth:
        message = "an archive inside an archive inside an archive is not opened; unpack it and give its files"
        yield Member(label, issue=Issue("nested-archive", message, "error"))
    else:
        yield from _members(BytesIO(data), f"{label}/", depth + 1, budget)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes | Issue:
    """The bytes of a member, counted while they come."""
    if info.flag_bits & _ENCRYPTED:
        return Issue("encrypted", "the file is protected by a password; pack it without one", "error")
    if info.compress_type not in _METHODS:
        return Issue("bad-member", "the file is packed by a method other than deflate; pack it again as ZIP", "error")
    limits = budget.limits
    chunks: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                budget.unpacked += len(chunk)
                if budget.unpacked > limits.total_bytes:
                    return _too_much("total_bytes", f"the archive unpacks to more than {limits.total_bytes:,} bytes")
                if size > limits.member_bytes:
                    return _too_much("member_bytes", f"the file unpacks to more than {limits.member_bytes:,} bytes")
                if size > limits.ratio_free and size > limits.ratio * max(1, info.compress_size):
                    return _bomb(f"it unpacks to more than {limits.ratio} times its size")
                chunks.append(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        return Issue("bad-member", f"the file is damaged in the archive ({error}); give it by itself", "error")
    return b"".join(chunks)


def _too_much(limit: str, what: str) -> Issue:
    return Issue("too-large", f"{what}; give its files in smaller archives, or raise `{limit}`", "error")


def _bomb(why: str) -> Issue:
    return Issue("archive-bomb", f"not unpacked: {why}, as in archives made to fill a memory", "error")


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Where members begin whose packed bytes reach into the next one: the same bytes are unpacked many times over."""
    ordered = sorted(infos, key=lambda info: (info.header_offset, info.compress_size))
    return {
        before.header_offset
        for before, after in pairwise(ordered)
        if before.header_offset + 30 + before.compress_size > after.header_offset
    }


def _is_skipped(name: str) -> bool:
    parts = name.split("/")
    return parts[-1].lower() in _SKIPPED or any(
        part.startswith(".") or part == "__MACOSX" for part in parts if part != ".."
    )


def _name(info: zipfile.ZipInfo) -> str:
    """The name as a label: with `/`, without root, drive, parent folders and control characters."""
    name = _SLASHES.sub("/", _decoded_name(info))
    parts = [_CONTROLS.sub("", part).strip() for part in name.split("/")]
    parts = [part for part in parts if part not in ("", ".", "..") and not regex.fullmatch(r"[A-Za-z]:", part)]
    return "/".join(parts)[-_LONGEST_NAME:] or "unnamed"


def _decoded_name(info: zipfile.ZipInfo) -> str:
    """A name in UTF-8 or in the encoding of the Windows that made it; ZIP itself knows only UTF-8 and CP437."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    told = _unicode_name(info.extra)
    if told:
        return told
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    if raw.isascii():
        return info.orig_filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    shown = (unicodedata.normalize("NFC", raw.decode(codec, "replace")) for codec in _CODECS)
    return max(shown, key=lambda name: syllables(regex.sub(r"[-_.\d]", " ", name))[1])


def _unicode_name(extra: bytes) -> str | None:
    """Info-ZIP's field: kind, length, version, checksum, name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == _EXTRA_UNICODE_NAME and length > 5:
            try:
                return extra[at + 9 : at + 4 + length].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + length
    return None
