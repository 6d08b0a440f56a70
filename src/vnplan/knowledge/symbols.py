"""The grammar of numbers and symbols: `30/2020/NĐ-CP`, `57-NQ/TW`, `1234/UBND-KT`, and how typing slips read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

import regex

# `1.024/QĐ-UBND`: a dot before three figures parts the thousands; one before fewer belongs to the number (`66.7`)
_NUMBER = r"(?P<number>\d{1,2}\.\d{3}(?=\s?[-/])|\d{1,5}(?:\.\d{1,2})?[a-zđ]?)"
_UPPER = "A-ZĐƯÂÊÔĂƠ"
# `TTr`, `QyĐ`, `QH15`, `SNN&MT`, `CT.UBND`: capitals with at most two small letters between them
_WORD = rf"(?:[{_UPPER}][a-zđư]{{0,2}}(?:[.&]?[{_UPPER}][a-zđư]{{0,2}}){{0,24}}\d{{0,3}}|[{_UPPER}]{{1,2}}(?=-CTN))"
_PART = rf"(?:CHÍNH PHỦ|{_WORD})(?!\w)"
_SEPARATOR = r"(?:\s?[-/]\s?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
SYMBOL = (
    rf"{_NUMBER}(?:(?P<s1>{_SEPARATOR}|[._]){_YEAR})?(?P<s2>{_SEPARATOR}|(?<=\d)(?=[{_UPPER}]{{2}})|[._])"
    rf"(?P<parts>{_PART}(?:(?:{_SEPARATOR}|[._]){_PART}){{0,7}})(?P<secret>/nb)?"
)
_THOUSANDS = regex.compile(r"\.(?=\d{3}$)")
_SPLIT = regex.compile(r"\s?[-/._]\s?")
_SPACED = regex.compile(r"\s[-/]\s?|[-/]\s")
_CAPITALS = regex.compile(rf"[{_UPPER}]{{2}}")
_CONGRESS = regex.compile(r"(QH|UBTVQH)\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A number with its symbol, read. `designation` is the standard spelling."""

    start: int
    end: int
    number: str
    year: int | None
    type_code: str | None
    organs: tuple[str, ...]
    designation: str

    @property
    def organ(self) -> str | None:
        """The code of the issuing body."""
        return self.organs[0] if self.organs else None


def _with_lost(codes: Mapping[str, str]) -> dict[str, str]:
    """The codes, and those that are left when Đ loses its stroke (`QD`), where that is not another code."""
    return {**{code.replace("Đ", "D"): right for code, right in codes.items() if "Đ" in code}, **codes}


def _slips(codes: Iterable[str], known: Container[str]) -> dict[str, str]:
    """How a code is written with a slip of the finger, where that is no other code: `Tg`, `UBD`, `UBDN`.

    A letter is lost (of a pair, or after the second), or two change places.
    """
    found: dict[str, str] = {}
    for code in codes:
        lost = {code[:n] + code[n + 1 :] for n in range(1, len(code)) if n > 1 or code[n] == code[n - 1]}
        swapped = {code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(1, len(code) - 1)}
        found.update({slip: code for slip in lost | swapped if slip.upper() not in known})
    return found


@dataclass(frozen=True)
class SymbolGrammar:
    """The grammar with the codes that are known."""

    types: Mapping[str, str]
    organs: Mapping[str, str]
    party: frozenset[str]
    state: frozenset[str]
    slips: Mapping[str, str]
    pattern: regex.Pattern[str]

    @classmethod
    def of(
        cls, types: Mapping[str, str], organs: Mapping[str, str], party: set[str], state: set[str], common: set[str]
    ) -> SymbolGrammar:
        """The grammar for some codes, given by their upper-case forms; `common` ones are known with a slip too."""
        before = r"(?:(?<![\w./\-])(?<!\d,)|(?<=[Ss]ố|SỐ))"
        pattern = regex.compile(before + SYMBOL)
        types, organs = _with_lost(types), _with_lost(organs)
        slips = _slips(common, {*types, *organs})
        return cls(types, organs, frozenset(party), frozenset(state), slips, pattern)

    def match(self, text: str, start: int) -> Symbol | None:
        """The number and symbol at a place of a text."""
        found = self.pattern.match(text, start)
        return self.read(found) if found else None

    def is_party(self, organ: str) -> bool:
        """Whether a code is that of a Party body: `TW`, `TU`, `BTCTU`, `ĐU`."""
        code = organ.upper()
        return code in self.party or (len(code) > 2 and code[-2:] in ("TW", "TU") and code[0] in "BUVĐ")

    def read(self, found: regex.Match[str]) -> Symbol | None:
        """What a match says; None for what is no symbol."""
        start, end = found.span()
        parts, cuts = self._parts(found)
        if not parts:
            return None
        end = cuts[-1] if not found["secret"] else end
        number, year = _THOUSANDS.sub("", found["number"]), found["year"]
        parts = self._split_glued(parts)
        code = self.types.get(parts[0].upper())
        organs = [self._organ(part) for part in (parts[1:] if code else parts)]
        if code is None and found["s2"].strip() in ("", ".", "_"):
            return None
        tail = "/nb" if found["secret"] else ""
        designation = self._designation(number, year, code, organs, found) + tail
        return Symbol(start, end, number, int(year) if year else None, code, tuple(organs), designation)

    def _parts(self, found: regex.Match[str]) -> tuple[list[str], list[int]]:
        """The parts, up to the first that only looks like one (` - Ban`), and where each ends."""
        whole, base = found["parts"], found.start("parts")
        parts: list[str] = []
        ends: list[int] = []
        at = 0
        separator = found["s2"]
        while at <= len(whole):
            cut = _SPLIT.search(whole, at)
            part = whole[at : cut.start()] if cut else whole[at:]
            if _SPACED.fullmatch(separator) and not (_CAPITALS.search(part) or part.upper() in self.types):
                break
            if separator in (".", "_") and parts and not found["year"]:
                parts[-1] += separator + part
                ends[-1] = base + at + len(part)
            else:
                parts.append(part)
                ends.append(base + at + len(part))
            if cut is None:
                break
            separator, at = cut.group(), cut.end()
        return parts, ends

    def _split_glued(self, parts: list[str]) -> list[str]:
        """`NĐCP` is `NĐ-CP`, `TTBNNPTNT` is `TT-BNNPTNT`: the hyphen was lost."""
        first = parts[0].upper()
        if first in self.types or first in self.organs or _CONGRESS.search(first):
            return parts
        for length in range(min(5, len(first) - 2), 0, -1):
            head, rest = first[:length], first[length:]
            if head not in self.types:
                continue
            if rest in self.organs or _CONGRESS.fullmatch(rest):
                return [parts[0][:length], parts[0][length:], *parts[1:]]
            if len(rest) > 1 and head[-1] + rest in self.organs:  # `CTTg`: a letter went with the hyphen
                return [parts[0][:length], parts[0][length - 1 :], *parts[1:]]
        return parts

    def _organ(self, part: str) -> str:
        upper = part.upper()
        if upper.startswith("ƯB"):
            upper = "U" + upper[1:]
        return self.organs.get(upper) or self.slips.get(part, part)

    def _designation(
        self, number: str, year: str | None, code: str | None, organs: list[str], found: regex.Match[str]
    ) -> str:
        head = f"{number}/{year}" if year else number
        if code is None:
            separator = "-" if found["s2"].strip() == "-" else "/"
            if year or _CONGRESS.fullmatch(organs[0].upper()):
                separator = "/"
            return f"{head}{separator}{'-'.join(organs)}"
        if not organs:
            return f"{head}{'-' if found['s2'].strip() == '-' and not year else '/'}{code}"
        if not year and self.is_party(organs[0]):
            return f"{head}-{code}/{'-'.join(organs)}"
        if year or organs[0].upper() in self.state or found["s2"].strip() == "/":
            return f"{head}/{code}-{'-'.join(organs)}"
        # a body that no row knows keeps the style it is written in
        return f"{head}-{code}/{'-'.join(organs)}"
