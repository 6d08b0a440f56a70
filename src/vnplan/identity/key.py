"""The key of an instrument: short, readable, the same for every spelling."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from vnplan.core.issues import UsageError

_DOTTED = r"[a-z0-9]+(?:\.[a-z0-9]+)*"
_KEY = regex.compile(
    rf"vn(?P<units>(?:;{_DOTTED})*)/(?P<issuers>{_DOTTED}(?:\+{_DOTTED})*)/(?P<type>{_DOTTED})"
    rf"/(?P<time>\d{{4}}(?:-\d\d-\d\d)?|khoa\.[ivx]+|-)/(?P<number>~?[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?)"
)


@dataclass(frozen=True, slots=True)
class Key:
    """What tells one instrument from all others. All parts are slugs.

    `units` are territories below Vietnam, from large to small. `time` is what numbering restarts with: the year for
    the State, the term of the Congress for central bodies of the Party, the day for its other bodies; `-` where a
    number is given once only. A law known by its name has that, after `~`, for a number.

    >>> key = Key.parse("vn;tuyen.quang/uy.ban.nhan.dan/ke.hoach/2022/177-kh-ubnd")
    >>> key.units, key.time, str(key)
    (('tuyen.quang',), '2022', 'vn;tuyen.quang/uy.ban.nhan.dan/ke.hoach/2022/177-kh-ubnd')
    """

    units: tuple[str, ...]
    issuers: tuple[str, ...]
    type: str
    time: str
    number: str

    def __str__(self) -> str:
        territory = "".join(f";{unit}" for unit in self.units)
        return f"vn{territory}/{'+'.join(self.issuers)}/{self.type}/{self.time}/{self.number}"

    @classmethod
    def parse(cls, text: str) -> Key:
        """The key that a string is. Raises UsageError for any other."""
        match = _KEY.fullmatch(text)
        if match is None:
            raise UsageError(f"{text!r} is no key: vn[;territory]/issuer[+issuer]/type/year/number")
        units = tuple(match["units"].split(";")[1:])
        return cls(units, tuple(match["issuers"].split("+")), match["type"], match["time"], match["number"])
