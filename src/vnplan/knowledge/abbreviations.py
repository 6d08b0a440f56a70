"""Short forms inside the names of bodies, written out."""

from __future__ import annotations

from functools import cache

import regex

from vnplan.knowledge.load import Row, rows_from_csv


class AbbreviationRow(Row):
    """A short form and what it stands for in a name."""

    short: str
    name: str


@cache
def _table() -> tuple[regex.Pattern[str], dict[str, str]]:
    rows = rows_from_csv("abbreviations.csv", AbbreviationRow)
    names = {"".join(row.short.split()): row.name for row in rows}
    shorts = [row.short for row in rows]
    longest_first = "|".join(
        regex.escape(short).replace(r"\&", r"\s?&\s?") for short in sorted(shorts, key=len, reverse=True)
    )
    return regex.compile(rf"(?<![\w&.])({longest_first})(?:(?<=\.)(?=\w)|(?![\w&]))"), names


def written_out(words: str) -> str:
    """A name with its short forms written out; letters count as they are written, blanks do not.

    >>> written_out("Thường trực HĐND TP Huế")
    'Thường trực Hội đồng nhân dân thành phố Huế'
    >>> written_out("UBND TP.Huế"), written_out("Phòng GD& ĐT")
    ('Ủy ban nhân dân thành phố Huế', 'Phòng Giáo dục và Đào tạo')
    """
    pattern, names = _table()
    # `TP.Huế`: a stop divides words as a blank does
    long = pattern.sub(lambda match: names["".join(match[1].split())] + (" " if match[1][-1] == "." else ""), words)
    return " ".join(long.split())
