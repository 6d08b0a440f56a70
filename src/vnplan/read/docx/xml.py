"""The XML of a Word document: names, values, safe parsing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Strict documents (ISO/IEC 29500-1) have namespaces of their own with the same words in them.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_OFF = frozenset({"0", "false", "off", "none"})


class Element(Protocol):
    """What is used of an lxml element."""

    tag: str
    text: str | None

    def get(self, key: str) -> str | None:
        """The value of an attribute."""

    def find(self, path: str) -> Element | None:
        """The first child with a name, or descendant on a path."""

    def findall(self, path: str) -> list[Element]:
        """All children with a name."""

    def iter(self, *tags: str) -> Iterator[Element]:
        """The element and its descendants."""

    def iterancestors(self, *tags: str) -> Iterator[Element]:
        """What the element stands in, innermost first."""

    def iterchildren(self, *tags: str) -> Iterator[Element]:
        """The children."""


class UnsafeXmlError(ValueError):
    """XML with declarations that no Word document has."""


def parse(blob: bytes) -> Element:
    """The root element. Entities are never expanded; raises SyntaxError (no XML) or UnsafeXmlError."""
    from docx.oxml.parser import parse_xml  # noqa: PLC0415

    # OPC allows no document type: it could only be there to make the parser expand entities
    plain = blob.replace(b"\0", b"") if b"\0" in blob[:200] else blob
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnsafeXmlError("a document type declaration")
    if b"http://purl.oclc.org/ooxml/" in blob:
        for strict, transitional in _STRICT:
            blob = blob.replace(strict, transitional)
    return cast("Element", parse_xml(blob))


def children(element: Element) -> Iterator[Element]:
    """The child elements; comments and instructions are none."""
    return (child for child in element.iterchildren() if isinstance(child.tag, str))


def value(parent: Element | None, name: str) -> str | None:
    """The `w:val` of a child."""
    child = parent.find(W + name) if parent is not None else None
    return child.get(W + "val") if child is not None else None


def number(written: str | None) -> int | None:
    """A whole number as attributes have it; None where it is none (a strict file may say `12pt`)."""
    try:
        return int(float(written)) if written else None
    except (ValueError, OverflowError):
        return None


def switch(parent: Element | None, name: str) -> bool | None:
    """A property that is on, off or not said: `<w:caps/>`, `<w:caps w:val="0"/>`."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else (child.get(W + "val") or "on").lower() not in _OFF
