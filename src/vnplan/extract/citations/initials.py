"""Laws whose names are shortened: `Luật BHYT`, `Luật Hỗ trợ DNNVV`, `Pháp lệnh ưu đãi người có công`."""

from __future__ import annotations

from collections.abc import Sequence

from vnplan.extract.citations.heads import Head
from vnplan.knowledge.instruments import Instruments


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


def law_named(instruments: Instruments, kind: str, words: str) -> str:
    """The name of the law that some words mean: another name of it, or the only one that its initials stand for."""
    name = instruments.law_title(kind, words)
    if name != words or not any(map(is_initials, words.split())):
        return name
    fitting = {row.name.replace(",", ""): row.name for row in instruments.laws if row.kind == kind}
    found = [name for name in fitting.values() if stands_for(words, name)]
    return found[0] if len(found) == 1 else words


def shortens(instruments: Instruments, kind: str, short: str, name: str) -> bool:
    """Whether a name is another one with initials or with words left out: `Ưu đãi người có công`."""
    if stands_for(short, name):
        return True
    if _count(short) >= _count(name):
        return False
    return instruments.law_title(kind, name) == instruments.law_title(kind, short)


def _count(name: str) -> int:
    """The words of a name without `và`, for which a comma may stand."""
    return sum(word != "và" for word in name.casefold().split())


def mark(heads: Sequence[Head], instruments: Instruments) -> None:
    """Laws that are named in full elsewhere are short where their names are shortened."""
    laws = [head for head in heads if head.is_law and head.title]
    names = {(head.type, head.title or "") for head in laws}
    short = {
        (kind, name)
        for kind, name in names
        if any(other == kind and shortens(instruments, kind or "", name, full) for other, full in names)
    }
    for head in laws:
        if head.symbol is None and (head.type, head.title) in short:
            head.form, head.rule = "short", "citations.law_initials"
