"""Names of people in the foot of a document, and what a scan leaves around them."""

from __future__ import annotations

import regex

from vnplan.knowledge.sections import family_names

_SYLLABLE = r"\p{Lu}\p{Ll}*(?:['’]\p{L}\p{Ll}*)?(?:-\p{L}\p{Ll}+)*"
NAME = regex.compile(
    # degree and rank, then the name: `Y Bhin Kđoh-Niê`, `H'Hen Niê`
    r"(?:(?:GS|PGS|TSKH|TS|Th\.?[Ss]|BS|DS|CN|KS|KTS|LS|CKI{1,2}|BSCKI{1,2}|NGƯT|NGND|TTƯT|TTND)(?:\.? ?))*"
    r"(?:(?:Thiếu|Trung|Thượng|Đại) (?:tướng|tá|úy),? )?"
    rf"(?P<person>(?:{_SYLLABLE}\s){{1,5}}{_SYLLABLE})"
)
DEBRIS = " |'\"‘’“”`´—–~_*.,"  # what a scan leaves of a stamp or stroke before and behind words
_LONGEST_DEBRIS = 14


def person(words: str) -> str | None:
    """The name that a line holds alone, without degree and rank; strokes around it are let go.

    >>> person("— 'Trần Văn An"), person("Z Z"), person("Ths. Lê Thị Hà")
    ('Trần Văn An', None, 'Lê Thị Hà')
    """
    named = NAME.fullmatch(words.strip(DEBRIS + "-"))
    if named is None:
        return None
    _, *rest = named["person"].split()
    return named["person"] if rest and all(len(syllable) > 1 for syllable in rest) else None


def is_debris(words: str) -> bool:
    """Whether a line is what a scan leaves of a stamp or signature: few letters, and no entry of a list.

    >>> is_debris("/œ"), is_debris("Lú lo"), is_debris("các xã;"), is_debris("PHÓ GIÁM ĐỐC")
    (True, True, False, False)
    """
    words = words.strip(" |")
    if len(words) > _LONGEST_DEBRIS or words.endswith((";", ".", ",", ":", ")")):
        return False
    known = sum(len(part) > 4 for part in words.split())
    return not known and not (words.isupper() and words.replace(" ", "").isalpha() and len(words) > 6)


def is_name_in_capitals(words: str) -> bool:
    """Whether words in capitals are a person's name: a family name and few words.

    >>> is_name_in_capitals("TRẦN VĂN AN"), is_name_in_capitals("MỤC TIÊU")
    (True, False)
    """
    return (
        1 <= words.count(" ") <= 4 and words.isupper() and words.split(" ", 1)[0] in family_names() and "," not in words
    )


def is_known_name(words: str) -> bool:
    """Whether words are a name that a family name begins: a place (`Hà Nội`) is none.

    >>> is_known_name("Phạm Thị Hà"), is_known_name("Kiên Giang")
    (True, False)
    """
    name = person(words)
    return name is not None and 1 < name.count(" ") < 5 and name.split(" ", 1)[0].upper() in family_names()
