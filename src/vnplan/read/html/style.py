"""What tags and inline styles say about how an element is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html isindex legend li main menu nav ol p pre search section "
    "summary table tbody td tfoot th thead tr ul listing xmp plaintext".split()
)
LISTS = frozenset(("ol", "ul", "menu", "dir"))
CELLS = frozenset(("td", "th"))
PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))

_HIDDEN = regex.compile(
    r"\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*(?:hidden|collapse)\b|\bmso-hide\s*:\s*all\b", regex.I
)
_PRE = regex.compile(r"\bwhite-space\s*:\s*(?:pre|pre-wrap|break-spaces)\s*(?:;|!|$)", regex.I)
_UPPER = regex.compile(r"\btext-transform\s*:\s*uppercase\b", regex.I)
_LIST_STYLE = regex.compile(r"\blist-style(?:-type)?\s*:\s*([a-z-]+)", regex.I)


def tag_of(element: _Element) -> str:
    """The tag's name; empty for what is no element."""
    tag = element.tag
    return tag if isinstance(tag, str) else ""


def is_hidden(element: _Element) -> bool:
    """Whether the page itself does not show an element (or marks it as deleted)."""
    if element.tag == "del":
        return True
    if not element.attrib:
        return False
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def keeps_blanks(element: _Element) -> bool:
    """Whether line breaks and blanks of the source are shown."""
    style = element.get("style")
    return element.tag in PREFORMATTED or (style is not None and _PRE.search(style) is not None)


def is_upper(element: _Element) -> bool:
    """Whether the text is shown in capitals."""
    style = element.get("style")
    return style is not None and _UPPER.search(style) is not None


def list_style(element: _Element) -> str | None:
    """The kind of mark that an inline style gives the items of a list."""
    match = _LIST_STYLE.search(element.get("style") or "")
    return match.group(1).lower() if match else None
