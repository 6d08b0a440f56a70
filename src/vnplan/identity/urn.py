"""URN:LEX names after the grammar of RFC 9676, sections 3 and 4, as far as instruments of Vietnam need it.

`vn` is not registered as a jurisdiction: the names have the form of URN:LEX and are nobody's assignment.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from vnplan.core.issues import UsageError

_WORD = r"[a-z0-9]+(?:\.[a-z0-9]+)*"
_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_NUMBER = r"[a-z0-9](?:[a-z0-9.\-_'=()]*[a-z0-9)'=_])?"
_URN = regex.compile(
    rf"urn:lex:vn(?P<units>(?:;{_WORD})*):(?P<authority>{_WORD}(?:;{_WORD})*(?:\+{_WORD}(?:;{_WORD})*)*)"
    rf":(?P<measure>{_WORD}(?:;{_WORD})*):(?P<date>{_DATE});(?P<numbers>{_NUMBER}(?:,{_NUMBER})*)"
    rf"(?P<annexes>(?::{_WORD})*)(?:@(?P<version>{_DATE}))?(?:~(?P<partition>{_WORD}))?"
)


@dataclass(frozen=True, slots=True)
class Urn:
    """The parts of a name.

    `authority` holds the issuers (several in a joint act), each an institution with its bodies; `date` may be a year
    or month; `version` is the date of the last amending act; `partition` the article or point (`dieu.7.khoan.5`).

    >>> urn = Urn.parse("urn:lex:vn;thai.nguyen:tinh.uy;ban.thuong.vu:chi.thi:2016-04-07;09-ct-tu")
    >>> urn.units, urn.authority, urn.numbers
    (('thai.nguyen',), (('tinh.uy', 'ban.thuong.vu'),), ('09-ct-tu',))
    """

    authority: tuple[tuple[str, ...], ...]
    measure: tuple[str, ...]
    date: str
    numbers: tuple[str, ...]
    units: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    version: str | None = None
    partition: str | None = None

    def __str__(self) -> str:
        jurisdiction = ";".join(("vn", *self.units))
        authority = "+".join(";".join(issuer) for issuer in self.authority)
        name = f"urn:lex:{jurisdiction}:{authority}:{';'.join(self.measure)}:{self.date};{','.join(self.numbers)}"
        name += "".join(f":{annex}" for annex in self.annexes)
        name += f"@{self.version}" if self.version else ""
        return name + (f"~{self.partition}" if self.partition else "")

    @classmethod
    def parse(cls, text: str) -> Urn:
        """The parts of a name. Raises UsageError for what is none."""
        match = _URN.fullmatch(text)
        if match is None:
            raise UsageError(f"{text!r} is no URN:LEX of Vietnam: urn:lex:vn[;unit]:authority:measure:date;number")
        return cls(
            tuple(tuple(issuer.split(";")) for issuer in match["authority"].split("+")),
            tuple(match["measure"].split(";")),
            match["date"],
            tuple(match["numbers"].split(",")),
            tuple(match["units"].split(";")[1:]),
            tuple(match["annexes"].split(":")[1:]),
            match["version"],
            match["partition"],
        )
