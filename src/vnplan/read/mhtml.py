"""Web archives (MHT, MHTML): the page in a file that holds a page with its pictures."""

from __future__ import annotations

import codecs
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from vnplan.core.issues import Issue
from vnplan.read.html.source import decode_page

_WORD_CHARSETS = {"unicode": "utf-16", "unicodefffe": "utf-16-be"}  # as Word names them


def page_of(data: bytes) -> bytes | Issue:
    r"""The first page in a web archive, in UTF-8 with a byte order mark; an issue where there is none.

    >>> page_of(b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>12/KH-UBND").decode("utf-8-sig")
    '<p>12/KH-UBND'
    """
    nothing = Issue("empty", "the web archive holds no page; save the page again, as a whole or as HTML only", "error")
    try:
        parts = list(message_from_bytes(data, policy=compat32).walk())
    except RecursionError:  # parts inside parts, hundreds deep
        return nothing
    for part in parts:
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                decoded = decode_page(payload, _charset(part))
                if decoded.text:
                    return codecs.BOM_UTF8 + decoded.text.encode("utf-8", "replace")
    return nothing


def _charset(part: Message) -> str | None:
    name = part.get_content_charset()
    return _WORD_CHARSETS.get(name, name) if name else None
