"""From names found to agency mentions: full names, aliases declared in the document, successors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vnplan.core.document import Document
from vnplan.core.making import making
from vnplan.core.mentions import Agency, AgencyKind, AgencyLevel
from vnplan.core.span import Span
from vnplan.extract.agencies.aliases import Alias
from vnplan.extract.agencies.patterns import QUANTIFIED, Name
from vnplan.knowledge.abbreviations import written_out
from vnplan.knowledge.agencies import Agencies
from vnplan.knowledge.agency_rows import AgencyRow

_make = making(Agency)
_LOCAL = frozenset({"province", "district", "commune"})
# the nouns of a group that are of one level, and of all: `các bộ, ngành`, `các bộ, ngành, địa phương`
_MINISTRIES = re.compile(
    r"(?:^|[,/] ?|(?:các|mỗi|từng|mọi|số|cả|và) )bộ(?=[,/;]|$| (?:và|ngành|liên|có|quản lý|trung ương))"
)
_LOCALITIES = re.compile(r"(?<!\w)địa phương(?!\w)")


class _Facts(NamedTuple):
    """What the words of a name say of it, wherever they stand."""

    name: str
    successor: str | None
    level: AgencyLevel | None
    province: str | None


_EVERY_LEVEL = ("các cấp", "hai cấp", "2 cấp", "cùng cấp")
_OF_PARTY = re.compile(r" (?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy(?!\w)")
_ISSUERS_OWN = frozenset({"Thanh tra", "Văn phòng", "Chi ủy", "Chi bộ", "Đảng ủy"})


class Records:
    """Makes the mentions of one document."""

    def __init__(self, doc: Document, know: Agencies, aliases: Sequence[Alias] = ()) -> None:
        self.aliases = {alias.words.lower(): alias for alias in aliases}
        self.doc = doc
        self.text = doc.text.clean
        self.know = know
        issuer = know.issuing_body(doc.header) or ""
        self.central = not doc.header.province and know.level_of(issuer) == "central"
        self.known: dict[tuple[str, str, str, bool], _Facts] = {}

    def agencies(self, names: Iterable[Name]) -> Iterator[Agency]:
        """One mention a name."""
        issuer = self.know.issuing_body(self.doc.header) or ""
        for name in names:
            if name.rule == "agency.own" and not issuer.startswith(self.text[name.start : name.end] + " "):
                continue  # a bare `Sở` means the issuer, and the issuer is none
            yield self._agency(name)

    def _agency(self, name: Name) -> Agency:
        words = self.text[name.start : name.end]
        alias = self.aliases.get(words.lower()) if self.aliases else None
        if alias is not None and name.start >= alias.after:
            facts = self._facts(alias.target, self.text[alias.target.start : alias.target.end])
            facts = facts._replace(level=self._level(name, words, facts.name))
        else:
            facts = self._facts(name, words)
        return _make(
            span=Span(name.start, name.end),
            rule=name.rule,
            name=facts.name,
            kind=self._kind(name, facts.name),
            level=facts.level,
            province=facts.province if facts.level in _LOCAL else None,
            collective=name.collective,
            successor=facts.successor,
        )

    def _facts(self, name: Name, words: str) -> _Facts:
        """Full name, successor, level, province: a plan says the same few names again and again."""
        key = (name.prefix, words, name.rule, name.collective)
        found = self.known.get(key)
        if found is None:
            full, row = self._compose(name, words)
            province = self.know.province_in(full) or self._tail_province(name) or self.doc.header.province
            successor = self.know.successor(row, province) if row else None
            found = self.known[key] = _Facts(full, successor, self._level(name, words, full), province)
        return found

    def _tail_province(self, name: Name) -> str | None:
        """The province right behind the name of a row: `Tỉnh ủy Cà Mau`."""
        if name.row is None or name.row.level != "province":
            return None
        return self.know.territories.canonical(self.text[name.row_end : name.end])

    def _kind(self, name: Name, full: str) -> AgencyKind:
        """Boards are of the kind of their owner: `Ban Chấp hành Thành đoàn`, `Ban Chỉ đạo 35 Tỉnh ủy`."""
        if name.kind == "state" and full.startswith(self.know.grammar.usage.boards):
            return "party" if _OF_PARTY.search(full) else name.kind
        board = next((word for word in self.know.grammar.usage.leading if full.startswith(f"{word} ")), None)
        if name.kind != "party" or board is None:
            return name.kind
        led = self.know.kind_of(full[len(board) + 1 :].removeprefix("Trung ương "))
        return led if led == "front_or_union" else name.kind

    def _level(self, name: Name, words: str, full: str) -> AgencyLevel | None:
        if words.endswith(_EVERY_LEVEL):
            return None
        if name.collective and name.row is None and _MINISTRIES.search(words.lower()):
            return None if _LOCALITIES.search(words) or self.know.level_of(full) in _LOCAL else "central"
        level = (name.row.level if name.row and name.row.level else None) or self.know.level_of(full)
        if name.row is not None and name.end > name.row_end and name.row.level == "province":
            return self.know.level_of(full if words.isupper() else words[max(0, name.row_end - name.start) :]) or level
        usage = self.know.grammar.usage
        own = level is None and not name.collective and any(word in f" {full}" for word in usage.of_ministries)
        own = own and "khu vực" not in full
        if self.central and (own or (level == "province" and full.startswith(usage.vertical))):
            return "central"  # `Kho bạc Nhà nước`, `Cục Hóa chất` in a plan of a ministry: the head of the system
        return level

    def _compose(self, name: Name, words: str) -> tuple[str, AgencyRow | None]:
        """The full name, and the row by which it is known what came after it."""
        header = self.doc.header
        words = " ".join(words.split())
        if name.rule == "agency.own":
            return self.know.issuing_body(header) or words, None
        if words in _ISSUERS_OWN:
            return self.know.scoped(words, header), None
        office = ""
        body = words
        if name.prefix and name.row:
            office = name.prefix.rpartition(" ")[0]
            body = name.row.name
            office = f"{office} " if office else ""
        elif name.prefix:
            body = f"{name.prefix} {words}"  # `các Vụ: Kế hoạch, Pháp chế`
        elif name.office_end:
            office, body = self.text[name.start : name.office_end], self.text[name.office_end : name.end]
        officers = name.office_end and name.row and QUANTIFIED.match(words.lower())  # several of one body
        if (name.collective and not officers) or (name.kind == "person_in_office" and name.row is None):
            said = body if name.prefix else words
            return self.know.canonical(said, header, None, said), None
        tail = self.text[name.row_end : name.end] if name.row else None
        full = self.know.canonical(body, header, name.row, tail)
        return written_out(office) + (" " if office.endswith(" ") else "") + full, None if office else name.row
