"""ZIP archives: every document in them, and no archive that fills the memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnplan.read.archive import ArchiveLimits, Member, members

PLAN = "Kế hoạch trồng cây".encode()


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data, method)
    return file.getvalue()


def raw_named(name: bytes) -> bytes:
    """An archive whose member has these bytes for a name, without the mark of UTF-8."""
    crc = zlib.crc32(PLAN)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 0, crc, len(PLAN), len(PLAN), len(name), 0) + name + PLAN
    fields = (b"PK\1\2", 20, 20, 0, 0, 0, 0, crc, len(PLAN), len(PLAN), len(name), 0, 0, 0, 0, 0, 0)
    central = struct.pack("<4s6H3I5H2I", *fields) + name
    return local + central + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)


def found(data: bytes, **limits: int) -> list[tuple[str, bytes | str]]:
    """Each member's name with its bytes or its issue's code."""
    return [
        (member.name, member.issue.code if member.issue else member.data)
        for member in members(data, ArchiveLimits(**limits))
    ]


def test_members_in_order() -> None:
    """The files, without folders and what systems put beside them."""
    data = packed(
        ("ke-hoach/", b""),
        ("ke-hoach/01 Xã An Bình.txt", PLAN),
        ("__MACOSX/ke-hoach/._01.txt", b"x"),
        ("ke-hoach/.DS_Store", b"x"),
        (".git/config", b"x"),
        ("ke-hoach/Thumbs.db", b"x"),
        ("02.txt", b"hai"),
    )
    assert found(data) == [("ke-hoach/01 Xã An Bình.txt", PLAN), ("02.txt", b"hai")]


def test_from_a_path(tmp_path: Path) -> None:
    """A file is opened, read while it is asked for, and closed."""
    path = tmp_path / "a.zip"
    path.write_bytes(packed(("a.txt", PLAN), ("b.txt", PLAN)))
    stream = members(path)
    assert next(stream) == Member("a.txt", PLAN)
    stream.close()
    assert [member.name for member in members(str(path))] == ["a.txt", "b.txt"]
    with pytest.raises(FileNotFoundError):
        next(members(tmp_path / "none.zip"))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\ke hoach\\a.txt", "ke hoach/a.txt"),
        ("a/../b.txt", "a/b.txt"),
        ("a\u202e\x07.txt", "a.txt"),
        ("..", "unnamed"),
        ("x" * 5000 + ".txt", "x" * 396 + ".txt"),
    ],
)
def test_names_are_labels(name: str, label: str) -> None:
    """No name leads out of a folder or into a terminal."""
    assert found(packed((zipfile.ZipInfo(name), PLAN))) == [(label, PLAN)]


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("Kế hoạch xã An Bình.txt".encode(), "Kế hoạch xã An Bình.txt"),
        ("Kê\u0301 hoa\u0323ch xa\u0303 Đa\u0323i Đô\u0300ng.txt".encode("cp1258"), "Kế hoạch xã Đại Đồng.txt"),
        ("résumé.txt".encode("cp437"), "résumé.txt"),
        (b"ke hoach.txt", "ke hoach.txt"),
    ],
)
def test_names_in_any_encoding(raw: bytes, label: str) -> None:
    """Names that say nothing of their encoding, as Windows and others make them."""
    assert [name for name, _ in found(raw_named(raw))] == [label]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_double_names_are_told_apart() -> None:
    """Each member has a label of its own."""
    assert [name for name, _ in found(packed(("a.txt", b"1"), ("a.txt", b"2"), ("a.txt", b"3")))] == [
        "a.txt",
        "a (2).txt",
        "a (3).txt",
    ]


def test_archive_in_an_archive() -> None:
    """One is opened, a deeper one is refused; a DOCX is a document, not an archive."""
    docx = packed(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    inner = packed(("b.txt", PLAN), ("c.docx", docx), ("deep.zip", packed(("d.txt", PLAN))))
    data = packed(("inner.zip", inner), ("a.txt", PLAN))
    assert found(data) == [
        ("inner.zip/b.txt", PLAN),
        ("inner.zip/c.docx", docx),
        ("inner.zip/deep.zip", "nested-archive"),
        ("a.txt", PLAN),
    ]
    assert found(data, depth=0)[0] == ("inner.zip", "nested-archive")
    assert found(data, depth=2)[2] == ("inner.zip/deep.zip/d.txt", PLAN)


def test_encrypted_members_are_told() -> None:
    """The others are read."""
    data = bytearray(packed(("a.txt", PLAN), ("b.txt", PLAN)))
    data[6] |= 1
    data[data.find(b"PK\1\2") + 8] |= 1
    assert found(bytes(data)) == [("a.txt", "encrypted"), ("b.txt", PLAN)]


def damaged(change: Callable[[bytearray], None]) -> bytes:
    data = bytearray(packed(("a.txt", PLAN * 50), ("b.txt", PLAN), method=zipfile.ZIP_STORED))
    change(data)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("", "bad-archive")]),
        (b"PK\3\4 no archive", [("", "bad-archive")]),
        (damaged(lambda data: data.__delitem__(slice(-60, None))), [("", "bad-archive")]),
        (damaged(lambda data: data.__setitem__(100, 0)), [("a.txt", "bad-member"), ("b.txt", PLAN)]),
        (damaged(lambda data: data.__setitem__(0, 0)), [("a.txt", "bad-member"), ("b.txt", PLAN)]),
        (packed(), []),
        (b"MZ self-extracting" + packed(("a.txt", PLAN)), [("a.txt", PLAN)]),
    ],
    ids=["empty", "no-archive", "cut", "changed", "no-header", "no-members", "with-a-program"],
)
def test_damage(data: bytes, expected: list[tuple[str, bytes | str]]) -> None:
    """What is damaged is told; what is not is read."""
    assert found(data) == expected


@pytest.mark.parametrize(
    ("method", "result"),
    [
        (zipfile.ZIP_STORED, PLAN),
        (zipfile.ZIP_DEFLATED, PLAN),
        (zipfile.ZIP_BZIP2, "bad-member"),
        (zipfile.ZIP_LZMA, "bad-member"),
    ],
)
def test_methods(method: int, result: bytes | str) -> None:
    """Members whose unpacking cannot be stopped in time are refused."""
    assert found(packed(("a.txt", PLAN), method=method)) == [("a.txt", result)]


def test_zip64() -> None:
    """Sizes in the fields of ZIP64."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as stream:
        stream.write(PLAN)
    assert found(file.getvalue()) == [("a.txt", PLAN)]


@pytest.mark.parametrize(
    ("limits", "codes"),
    [
        ({"members": 2}, [None, None, "too-large"]),
        ({"member_bytes": 99}, ["too-large"] * 4),
        ({"total_bytes": 250}, [None, None, "too-large"]),
        ({"ratio": 2, "ratio_free": 0}, ["archive-bomb"] * 4),
        ({}, [None] * 4),
    ],
)
def test_limits(limits: dict[str, int], codes: list[str | None]) -> None:
    """Each limit ends what it limits, with a word about it."""
    data = packed(*((f"{n}.txt", b"a" * 100) for n in range(4)))
    assert [member.issue and member.issue.code for member in members(data, ArchiveLimits(**limits))] == codes


def test_bombs_are_not_unpacked() -> None:
    """A file of zeros ends at the limit, and so does one that lies about its size."""
    data = packed(("a.txt", b"\0" * 60_000_000))
    tracemalloc.start()
    assert [code for _, code in found(data, member_bytes=5_000_000)] == ["too-large"]
    assert [code for _, code in found(data, ratio_free=1_000_000)] == ["archive-bomb"]
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    lying = bytearray(data)
    central = lying.find(b"PK\1\2")
    lying[central + 24 : central + 28] = lying[22:26] = struct.pack("<I", 10)
    assert [code for _, code in found(bytes(lying))] == ["bad-member"]


def test_overlapping_members_are_refused() -> None:
    """Many entries over the same packed bytes, as in the bombs that need no nesting."""
    data = packed(("a.txt", b"\0" * 50_000))
    central, end = data.find(b"PK\1\2"), data.find(b"PK\5\6")
    count = 500
    entries = data[central:end] * count
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entries), central, 0)
    codes = {code for _, code in found(data[:central] + entries + tail)}
    assert codes == {"archive-bomb"}


def test_a_member_without_a_name_is_read() -> None:
    data = bytearray(packed(("a", PLAN)))
    central = data.find(b"PK\1\2")
    data[central + 46 : central + 47] = b"\0"  # a name ends at a zero
    data[30:31] = b"\0"
    assert [member.data for member in members(bytes(data))] == [PLAN]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_damage_is_an_issue(data: st.DataObject) -> None:
    """Whatever bytes change, reading ends without an exception."""
    archive = bytearray(packed(("a.txt", PLAN), ("b.zip", packed(("c.txt", PLAN)))))
    for _ in range(data.draw(st.integers(1, 6))):
        archive[data.draw(st.integers(0, len(archive) - 1))] = data.draw(st.integers(0, 255))
    for member in members(bytes(archive)):
        assert bool(member.issue) != bool(member.data) or not member.data
