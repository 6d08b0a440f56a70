"""The grammar of numbers and symbols: `30/2020/NĐ-CP`, `57-NQ/TW`, `1234/UBND-KT`, and how typing slips read."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex

# `1.024/QĐ-UBND`: a dot before three figures parts the thousands; one before fewer belongs to the number (`66.7`)
_NUMBER = r"(?P<number>\d{1,2}\.\d{3}(?=\s?[-/])|\d{1,5}(?:\.\d{1,2})?(?:[a-zđ]?|[A-HĐ](?=[-/])))"
_UPPER = "A-ZĐƯÂÊÔĂƠ"
# `TTr`, `QyĐ`, `QH15`, `SNN&MT`, `CT.UBND`, `BCĐ389QG`: capitals with at most two small letters between them
_WORD = (
    rf"(?:[{_UPPER}][a-zđư]{{0,2}}(?:[.&]?[{_UPPER}][a-zđư]{{0,2}}){{0,24}}(?:\d{{1,3}}[{_UPPER}]{{0,3}})?"
    rf"|[{_UPPER}]{{1,2}}(?=-CTN))"
)
_PART = rf"(?:CHÍNH PHỦ|%(lost)s|{_WORD})(?:(?!\w)|(?=ngày\s))"  # `70-TB/TWngày 06`: a blank is lost
_SEPARATOR = r"(?:\s?[-/]\s?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
# `%(small)s`: the codes that are known, where a text writes all in small letters: `82/kh-ubnd`
_SYMBOL = (
    rf"{_NUMBER}(?:(?P<s1>{_SEPARATOR}|[._]){_YEAR})?"
    # `số 05 KH/BCSĐ`: the sign before a known type is lost
    rf"(?P<s2>{_SEPARATOR}|(?<=\d)(?=[{_UPPER}]{{2}})|[._]|(?<=số \d{{1,5}}) (?=(?:%(types)s)[/-][{_UPPER}]))"
    # `30/TTr. SXD ngày 19/01/2006`: a point and a blank for the stroke, where the date shows that the symbol goes on
    rf"(?P<parts>{_PART}(?:(?:{_SEPARATOR}|[._]|(?<=\d[-/](?:%(types)s))\. (?={_WORD} ngày \d)){_PART}){{0,7}}"
    rf"|%(small)s)(?P<secret>/nb)?"
)
# the first digit of a number that a symbol may follow: a look at the signs behind it rules out most numbers
_FIRST_DIGIT = re.compile(
    rf"\d(?<![0-9./\-]\d)(?=[\d.]{{0,7}}[a-zđA-HĐ]?"
    rf"(?:[{_UPPER}]|(?:\s?[-/]\s?|[._])(?:[^\W\d_]|(?:19|20)\d\d\s?[-/._{_UPPER}])"
    rf"| [{_UPPER}]\w{{0,4}}[/-][{_UPPER}]))"
)
_THOUSANDS = regex.compile(r"\.(?=\d{3}$)")
_SPLIT = regex.compile(r"\s?[-/._]\s?")
_SPACED = regex.compile(r"\s[-/]\s?|[-/]\s")
_CAPITALS = regex.compile(rf"[{_UPPER}]{{2}}")
_CONGRESS = regex.compile(r"(QH|UBTVQH)\d{1,2}$")
_TERM = regex.compile(r"(?<=\p{L})(?:\d{1,3}|\.?K\d{1,2})$")  # `HĐND8`, `HĐND.K7`: of the 8th, the 7th term
_BLANK = regex.compile(r"\s+")
_DOTTED = (".", "_")
_DECISION = ("QĐ", "QD")
_FRONTED = ("QĐ", "TT")  # types that stood after the body; other codes there are those of units
_COMMITTEES = ("TW", "TU", "HU", "QU", "ĐU")  # what codes of their offices and boards end with: `BTCTU`, `VPHU`


def body_of(code: str) -> str:
    """The code of a body without the term it was elected for, or the unit that a point joins: `HĐND.K7`, `UBND.CN`."""
    return _TERM.sub("", code).partition(".")[0]


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


def _small(codes: Codes) -> str:
    """A pattern of a type and a body in small letters, both known: `kh-ubnd`."""
    return rf"(?:{_any_small(codes.types)})[-/](?:{_any_small(codes.organs)})(?![\w\-])"


def _without_and(codes: Iterable[str]) -> dict[str, str]:
    """How codes are written where a web page lost their `&`: `SGD ĐT`, and `GD ĐT` of the department or office."""
    joined = {code for code in codes if "&" in code}
    joined |= {code[1:] for code in joined if code[0] in "BSP"}
    return {code.replace("&", " "): code for code in joined}


def _any_of(codes: Iterable[str]) -> str:
    """A pattern of codes as they are written, longest first."""
    return "|".join(map(regex.escape, sorted(codes, key=len, reverse=True)))


def _any_small(codes: Iterable[str]) -> str:
    longest_first = sorted((code.lower() for code in codes), key=len, reverse=True)
    return "|".join(regex.escape(code, literal_spaces=True) for code in longest_first)


@dataclass(frozen=True)
class Codes:
    """The codes that are known, by their upper-case forms."""

    types: Mapping[str, str]
    organs: Mapping[str, str]
    party: frozenset[str]
    state: frozenset[str]
    of_state_only: frozenset[str]  # types that no body of the Party issues: `CĐ`, `NĐ`
    first: frozenset[str]  # bodies whose code once stood before that of the type: `1141-TC/QĐ/CĐKT`
    hyphened: frozenset[tuple[str, str]]  # type and body that wrote the year behind a hyphen too: `19-2016/NQ-CP`
    common: frozenset[str]  # known with a slip too


@dataclass(frozen=True)
class SymbolGrammar:
    """The grammar with the codes that are known."""

    codes: Codes
    types: Mapping[str, str]
    organs: Mapping[str, str]
    slips: Mapping[str, str]
    pattern: regex.Pattern[str]

    @classmethod
    def of(cls, codes: Codes) -> SymbolGrammar:
        """The grammar for some codes."""
        before = r"(?:(?<![\w./\-])(?<!\d,)|(?<=[Ss]ố|SỐ))"
        lost = _without_and(codes.organs.values())
        fragments = {"small": _small(codes), "types": _any_of(codes.types.values()), "lost": _any_of(lost)}
        pattern = regex.compile(before + _SYMBOL % fragments)
        types, organs = _with_lost(codes.types), {**_with_lost(codes.organs), **lost}
        return cls(codes, types, organs, _slips(codes.common, {*types, *organs}), pattern)

    def match(self, text: str, start: int) -> Symbol | None:
        """The number and symbol at a place of a text."""
        found = self.pattern.match(text, start)
        return self.read(found) if found else None

    def finditer(self, text: str, start: int) -> Iterator[regex.Match[str]]:
        """All matches of the pattern from a place of a text on."""
        done = start
        for digit in _FIRST_DIGIT.finditer(text, start):
            at = digit.start()
            if at >= done and (found := self.pattern.match(text, at)):
                yield found
                done = found.end()

    def is_party(self, organ: str) -> bool:
        """Whether a code is that of a Party body: `TW`, `TU`, `BTCTU`, `ĐU`."""
        code = organ.upper()
        return code in self.codes.party or (len(code) > 2 and code[-2:] in _COMMITTEES and code[0] in "BUVĐ")

    def read(self, found: regex.Match[str]) -> Symbol | None:
        """What a match says; None for what is no symbol."""
        start, end = found.span()
        parts, cuts = self._parts(found)
        if not parts:
            return None
        end = cuts[-1] if not found["secret"] else end
        number, year = _THOUSANDS.sub("", found["number"]), found["year"]
        parts = self._split_glued(parts)
        fronted = self._is_fronted(parts, found)
        code, organs = self._body_first(parts) if fronted else self._type_first(parts)
        if code is None and found["s2"].strip() in ("", ".", "_") and not fronted:
            return None
        if fronted:  # a form without a standard: as it is written
            designation = number + _BLANK.sub("", found[0][len(found["number"]) :])
        else:
            designation = self._designation(number, year, code, organs, found) + ("/nb" if found["secret"] else "")
        return Symbol(start, end, number, int(year) if year else None, code, tuple(organs), designation)

    def _is_fronted(self, parts: list[str], found: regex.Match[str]) -> bool:
        """Whether the body stands before the type, as it could until 1997: `1206/UB-QĐ`, `1141-TC/QĐ/CĐKT`."""
        first, second = (parts[0].upper(), parts[1].upper()) if len(parts) > 1 else ("", "")
        if first in self.codes.first:  # `TC` is Thông cáo where a body follows: `05/TC-UBND`, `02-TC/TW`
            stroke = found["parts"][len(parts[0])] == "/"
            return second not in self.organs or (stroke and not self.is_party(second))
        return first not in self.types and second in _DECISION

    def _body_first(self, parts: list[str]) -> tuple[str | None, list[str]]:
        code = self.types.get(parts[1].upper())
        code = code if code in _FRONTED else None
        return code, [self._organ(part) for part in (parts[:1] + parts[2:] if code else parts)]

    def _type_first(self, parts: list[str]) -> tuple[str | None, list[str]]:
        """The code of the type, in one part or two (`CTr-LN`), and those of the bodies and units."""
        pair = self.types.get("-".join(parts[:2]).upper()) if len(parts) > 2 else None
        code = pair or self.types.get(parts[0].upper())
        return code, [self._organ(part) for part in parts[2 if pair else bool(code) :]]

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
            if separator in _DOTTED and parts and not self._parts_at_dot(parts, found):
                parts[-1] += separator + part
                ends[-1] = base + at + len(part)
            else:
                parts.append(part)
                ends.append(base + at + len(part))
            if cut is None:
                break
            separator, at = cut.group(), cut.end()
        return parts, ends

    def _parts_at_dot(self, parts: list[str], found: regex.Match[str]) -> bool:
        """Whether a point stands for the hyphen: after a bare type (`QĐ.UBND`), or where all marks are points."""
        return (len(parts) == 1 and parts[0].upper() in self.types) or found["s2"] in _DOTTED or found["s1"] in _DOTTED

    def _split_glued(self, parts: list[str]) -> list[str]:
        """`NĐCP` is `NĐ-CP`, `TTBNNPTNT` is `TT-BNNPTNT`: the hyphen was lost."""
        first = parts[0].upper()
        if first in self.types or first in self.organs or _CONGRESS.search(first):
            return parts
        if "B" + first in self.organs or "S" + first in self.organs:  # a ministry or department without its first word
            return parts
        for length in range(min(5, len(first) - 2), 0, -1):
            head, rest = first[:length], first[length:]
            if head not in self.types or rest in self.types:  # `KHTC` is a body's unit
                continue
            if rest in self.organs or body_of(rest) in self.organs or _CONGRESS.fullmatch(rest):
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
        if year and found["s1"] == "-" and organs and (code, organs[0]) in self.codes.hyphened:
            head = f"{number}-{year}"
        if code is None:
            if year or found["s2"].strip() != "-" or _CONGRESS.fullmatch(organs[0].upper()):
                return f"{head}/{'-'.join(organs)}"
            # `64-TC/TCDN`: the old form, with a hyphen before the body and a stroke before its unit
            return f"{head}-{organs[0]}{''.join(f'/{unit}' for unit in organs[1:])}"
        if not organs:
            return f"{head}{'-' if found['s2'].strip() == '-' and not year else '/'}{code}"
        if not year and self.is_party(organs[0]) and code not in self.codes.of_state_only:
            return f"{head}-{code}/{'-'.join(organs)}"
        state = self.codes.state
        if year or organs[0].upper() in state or body_of(organs[0]).upper() in state or found["s2"].strip() == "/":
            return f"{head}/{code}-{'-'.join(organs)}"
        # a body that no row knows keeps the style it is written in
        return f"{head}-{code}/{'-'.join(organs)}"
