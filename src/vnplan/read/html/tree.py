"""Source text of a page to its element tree, without what is never shown as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from vnplan.core.issues import Issue

if TYPE_CHECKING:
    from lxml.etree import _Element

# Of these nothing is shown, or nothing that a document says.
UNSEEN = (
    "script style template noscript svg math title iframe object embed canvas audio video map select option optgroup "
    "datalist textarea button applet noframes noembed progress meter"
).split()
# After these the parser stops reading, but pages are glued together and go on.
_LAST = regex.compile(r"</(?:body|html)\s*>", regex.I)
_XML = regex.compile(r"\s*<\?xml\b")
_SELF_CLOSED = regex.compile(r"<(a|div|iframe|p|script|span|style|td|textarea|th|title)\b([^<>]*)/>", regex.I)
# The parser stops at 2,048 elements inside one another. Two steps mend that: marks of style go, then everything
# becomes paragraphs.
_STYLE = regex.compile(
    r"</?(?:a|abbr|acronym|b|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|nobr|o:p|s|samp|small|span|strike"
    r"|strong|tt|u|var|wbr)(?=[\s/>])[^<>]*>",
    regex.I,
)
_ANY = regex.compile(
    rf"</?(?!(?:br|li|p|textarea|{'|'.join(UNSEEN)})(?=[\s/>]))[a-zA-Z][^<>]*>",
    regex.I,
)


def parse(source: str) -> tuple[_Element | None, tuple[Issue, ...]]:
    """The tree of a page; None where there is no element in it.

    An element tree that is deeper than the parser goes (paragraphs inside tens of thousands of unclosed tags) loses
    what makes it deep, never its text.
    """
    source = _LAST.sub("", source)
    if _XML.match(source):
        source = _SELF_CLOSED.sub(r"<\1\2></\1>", source)
    root, whole = _tree(source)
    if whole:
        return root, ()
    message = "tags inside tags, more than 2,000 deep, were left out; check that lists and tables are whole"
    source = _STYLE.sub("", source)
    root, whole = _tree(source)
    if not whole:
        message = "tags inside tags, more than 2,000 deep: all was read as paragraphs, without lists and tables"
        root, _ = _tree(_ANY.sub("<p>", source))
    return root, (Issue("deep-nesting", message),)


def _tree(source: str) -> tuple[_Element | None, bool]:
    """The tree, and whether it is whole: the parser stops where elements are too deep inside one another."""
    from lxml import etree  # noqa: PLC0415  heavy

    data = source.encode("utf-8", "replace")
    if not data.strip():
        return None, True
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(data, parser)
    if root is not None:
        etree.strip_elements(root, *UNSEEN, with_tail=False)
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
