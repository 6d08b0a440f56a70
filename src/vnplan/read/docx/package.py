"""The parts of a DOCX file: opened without trust in its sizes, names, links or XML."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from vnplan.core.issues import Issue
from vnplan.read.docx.xml import Element, R, UnsafeXmlError, parse

MAX_UNPACKED = 300_000_000
MAX_PART = 64_000_000
_MAX_MEMBERS = 10_000
_SUSPECT = 16_000_000  # a part over this size that shrinks more than _MAX_RATIO times was made to burst
_MAX_RATIO = 250
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What zipfile and what it is built on raise for bytes that are no good ZIP.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, OverflowError)
_OTHER_KINDS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file: open it in LibreOffice and save it as DOCX"),
)


class UnreadableError(Exception):
    """The file cannot be read; says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.issue = Issue(code, message, "error")


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship: its id, its kind (the last word of its type) and the name of the part it leads to."""

    id: str
    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """An open file. Parts are read when asked for; links to the outside are not even listed."""

    zip: zipfile.ZipFile
    names: dict[str, str]
    main: str = ""
    links: dict[str, Link] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def blob(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is no such part. Raises what `zipfile` raises."""
        stored = self.names.get(name.lower())
        if stored is None:
            return None
        info = self.zip.getinfo(stored)
        if info.flag_bits & 1:
            raise UnreadableError("encrypted", "the file is password protected; save it without a password")
        if info.file_size > MAX_PART or (
            info.file_size > _SUSPECT and info.file_size > _MAX_RATIO * info.compress_size
        ):
            raise UnreadableError("too-large", f"{name} unpacks to {info.file_size:,} bytes: more than is read")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError("a compression that no Word document has")  # and that unpacks without bounds
        with self.zip.open(info) as member:  # a size given: without one, what a lying member unpacks to is not bounded
            return member.read(info.file_size + 1)

    def root(self, name: str) -> Element | None:
        """The XML of a part that the text can do without: None, with a warning, where it is damaged."""
        try:
            blob = self.blob(name)
            return parse(blob) if blob is not None else None
        except UnsafeXmlError:
            raise
        except (*DAMAGED, SyntaxError, RuntimeError):
            message = (
                f"{name} is damaged and was left out; numbers or notes may be missing: save the file again in Word"
            )
            self.issues.append(Issue("damaged-part", message))
            return None

    def part(self, kind: str) -> Element | None:
        """The XML of the first part of a kind: `styles`, `numbering`, `footnotes`."""
        link = next((link for link in self.links.values() if link.kind == kind), None)
        return self.root(link.target) if link else None

    def links_of(self, name: str) -> Iterator[Link]:
        """The internal relationships of a part (`""`: of the package)."""
        folder, base = posixpath.split(name)
        blob = self.blob(posixpath.join(folder, "_rels", f"{base}.rels"))
        if blob is None:
            return
        for link in parse(blob).iterchildren():
            target = link.get("Target")
            if link.get("TargetMode") != "External" and target:
                path = posixpath.normpath(posixpath.join("/", folder, unquote(target.replace("\\", "/"))))
                yield Link(link.get("Id") or "", posixpath.basename(link.get("Type") or ""), path.lstrip("/"))


def open_package(data: bytes) -> Package:
    """The package in the bytes of a file. Raises UnreadableError."""
    if data.startswith(_OLE):
        raise _ole(data)
    if not data.startswith(b"PK"):
        raise UnreadableError("not-docx", "this is no Word document (DOCX); check the file, or save it again in Word")
    try:
        return _package(data)
    except UnsafeXmlError as error:
        raise unsafe(error) from error
    except (*DAMAGED, SyntaxError, RuntimeError) as error:
        raise damaged(error) from error


def damaged(error: Exception) -> UnreadableError:
    """A file that is broken."""
    return UnreadableError(
        "damaged", f"the DOCX file is damaged ({error}); get it again, or open it in Word and save what Word recovers"
    )


def unsafe(error: Exception) -> UnreadableError:
    """A file made to harm its reader."""
    return UnreadableError("unsafe", f"the DOCX file has {error}, which no Word document has; it is not read")


def _ole(data: bytes) -> UnreadableError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableError("encrypted", "the file is password protected; open it in Word and save it without one")
    return UnreadableError("not-docx", "this is an old Office file (DOC) in spite of its name; name it .doc")


def _package(data: bytes) -> Package:
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MAX_MEMBERS or unpacked > MAX_UNPACKED:
        message = f"the file unpacks to {len(members):,} parts of {unpacked:,} bytes: more than is read"
        raise UnreadableError("too-large", message)
    names = {member.filename.replace("\\", "/").lstrip("/").lower(): member.filename for member in members}
    package = Package(archive, names)
    package.main = _main(package)
    package.links = {link.id: link for link in package.links_of(package.main)}
    return package


def _main(package: Package) -> str:
    links = package.links_of("")
    found = [link.target for link in links if link.kind == "officeDocument"]
    for name in (*found, "word/document.xml"):
        if name.lower() in package.names and not name.lower().startswith(("xl/", "ppt/")):
            if "[content_types].xml" not in package.names:
                raise UnreadableError(
                    "damaged", "the DOCX file has no list of its parts; open it in Word and save what Word recovers"
                )
            return name
    what = next((words for name, words in _OTHER_KINDS if name in package.names), "a ZIP file without a Word document")
    raise UnreadableError("not-docx", f"this is {what}; give a DOCX file")


def image_blobs(package: Package, ids: list[str]) -> Iterator[bytes]:
    """The pictures that relationships lead to, each once; those that cannot be read are left out."""
    seen: set[str] = set()
    total = 0
    for key in ids:
        link = package.links.get(key)
        if link is None or link.target in seen:
            continue
        seen.add(link.target)
        try:
            blob = package.blob(link.target)
        except (*DAMAGED, UnreadableError, RuntimeError):
            continue
        total += len(blob or b"")
        if total > MAX_UNPACKED:
            return
        if blob:
            yield blob


def embedded_id(element: Element) -> str | None:
    """The relationship of a picture: `a:blip`, `v:imagedata`."""
    return element.get(R + "embed") or element.get(R + "id")
