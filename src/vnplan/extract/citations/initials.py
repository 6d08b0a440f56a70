"""Laws named by the initials of their words: `Luật BHYT`, `Luật Hỗ trợ DNNVV`."""

from __future__ import annotations

from collections.abc import Sequence

from vnplan.extract.citations.heads import Head


def stands_for(short: str, name: str) -> bool:
    """Whether a name is another one in which words stand by their initials; `và` may be left out of them.

    >>> stands_for("Hỗ trợ DNNVV", "Hỗ trợ doanh nghiệp nhỏ và vừa"), stands_for("PCTN", "Phòng, chống thiên tai")
    (True, False)
    """
    rest = name.replace(",", "").casefold().split()
    shortened = False
    for word in short.replace(",", "").split():
        if rest and word.casefold() == rest[0]:
            rest = rest[1:]
            continue
        if not is_initials(word):
            return False
        for letter in word.casefold():
            if rest and rest[0] == "và" and letter != "v":
                rest = rest[1:]
            if not rest or rest[0][0] != letter:
                return False
            rest = rest[1:]
        shortened = True
    return shortened and not rest


def is_initials(word: str) -> bool:
    """Whether a word is nothing but capitals."""
    return len(word) > 1 and word.isupper() and word.isalpha()


def mark(heads: Sequence[Head]) -> None:
    """Laws that are named in full elsewhere are short where they are named by initials."""
    laws = [head for head in heads if head.is_law and head.title]
    names = {(head.type, head.title or "") for head in laws}
    short = {
        (kind, name)
        for kind, name in names
        if any(is_initials(word) for word in name.split())
        and any(other == kind and stands_for(name, full) for other, full in names)
    }
    for head in laws:
        if head.symbol is None and (head.type, head.title) in short:
            head.form, head.rule = "short", "citations.law_initials"
