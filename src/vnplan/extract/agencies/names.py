"""Where names of bodies begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vnplan.core.mentions import AgencyKind
from vnplan.extract.agencies.context import is_actor
from vnplan.extract.agencies.lists import Lists
from vnplan.extract.agencies.patterns import (
    AFTER_PLACE,
    BEFORE_WORDS,
    BELONGS,
    CLAUSE,
    CODED,
    DEPUTY,
    GLUED_COMMA,
    GOES_ON,
    MORE_TYPES,
    NUMBER,
    NUMBERED,
    OF_BODY,
    OWN,
    OWN_BODY,
    OWN_HEADS,
    PEER,
    QUANTIFIED,
    QUANTIFIER,
    SYMBOL,
    TWO_CAPITALS,
    TYPE_ENDS,
    WORD,
    Name,
)
from vnplan.knowledge.agencies import Agencies
from vnplan.knowledge.agency_patterns import AfterName, folded_name
from vnplan.knowledge.agency_rows import AgencyRow

MOST_NESTED = 2  # names inside names
LONGEST_GIVEN = 3  # syllables of a person's name after the family name
SURNAME_WINDOW = 40  # characters in which it stands
# places are named after persons (`phường Trần Phú`) and have names that are family names (`tỉnh Thái Bình`)
BEFORE_PLACES = ("tỉnh ", "thành phố ", "huyện ", "quận ", "xã ", "phường ", "thị trấn ", "đường ", "trường ")


class _Listed(NamedTuple):
    """What the words of a listed name say, wherever they stand."""

    row: AgencyRow
    in_capitals: bool
    common: bool  # common words too
    deputy: bool


class Names(Lists):
    """Finds the names in one text."""

    def __init__(self, text: str, know: Agencies, *, one_province: bool = True) -> None:
        super().__init__(text, know, one_province=one_province)
        self._rows: dict[str, _Listed | None] = {}  # by the words of a name
        self._afters: dict[str, AfterName] = {}  # by name

    def starts(self) -> Iterator[int]:
        """Where a name may begin, in order."""
        spaced = self.text
        for mark in BEFORE_WORDS:
            spaced = spaced.replace(mark, " ")
        spaced = GLUED_COMMA.sub(" ", spaced)
        for match in self.grammar.anchor.finditer(f" {spaced}"):
            yield match.start()

    def at(self, start: int, before: Name | None) -> list[Name]:
        """The names that begin at a place; after one, those that share its first word (`Sở Y tế, Nội vụ`)."""
        self.last = before.end if before else -1
        glued = start > 1 and self.text[start - 1] in "-/" and self.text[start - 2] != "\n"
        if glued and not (before and before.end == start - 1):
            return []  # the end of a symbol (`82/KH-UBND`) or of another word
        if self.text.startswith("- ", start - 2) and CODED.search(self.text, max(0, start - 9), start):
            return []
        if self.low.endswith(self.grammar.usage.attributive, 0, start) or self._ends_word(start):
            return []
        if topics := self.open_list(start):
            return topics
        for name in self._readings(start):
            if name is None:
                continue
            if self._of_person(name) or self._is_other(name):
                return []
            if not name.weak or is_actor(self.text, self.low, self.grammar, name, before):
                return self.with_list(self._owned(self._heading(name)))
        return []

    def _readings(self, start: int) -> Iterator[Name | None]:
        """What may stand at a place: a person in office before a body, one body before a group."""
        if QUANTIFIED.match(self.low, start):
            if self.low.startswith(("các sở", "các bộ", "các phòng"), start):
                yield self.listed_first(start, self.grammar.office.match(self.text, start))
                yield self._several(start)
            yield self.group(start)
            yield self._several(start)
            yield self._officers(start)
            return
        office = self.grammar.office.match(self.text, start)
        if self.text[start].isupper():
            yield self.listed_first(start, office)
        if office:
            yield self.office(start)
        yield self.body(start)
        yield self.group(start)

    def _ends_word(self, start: int) -> bool:
        """Whether what looks like the first word of a name is the end of a longer one: `nội bộ Công an tỉnh`."""
        if not self.low.startswith(("bộ", "sở"), start) or not self.grammar.edges.word_ends.match(self.low, start):
            return False
        return self.text[start].islower() or self.text[start - 2].isupper()

    def _is_other(self, name: Name) -> bool:
        """Whether the name of a central body is that of a thing or of a foreign body: `Chính phủ số`."""
        if name.row is None or name.row.level != "central" or name.end != name.row_end:
            return False
        return self.grammar.edges.followed.match(self.text, name.end) is not None

    def _of_person(self, name: Name) -> bool:
        """Whether what looks like a name is a part of a person's (`Đinh Trường Sa`)."""
        text = self.text
        last = text.rfind(" ", name.start, name.end) + 1
        if not (text[name.start].isupper() and (not last or text[last : last + 1].isupper())):
            return False
        words = text[name.start : name.end].split(" ")
        if len(words) > LONGEST_GIVEN or not all(word[:1].isupper() for word in words):
            return False
        line = self.text.rfind("\n", max(0, name.start - SURNAME_WINDOW), name.start) + 1
        person = self.grammar.edges.person.search(self.text, max(line, name.start - SURNAME_WINDOW), name.start)
        return person is not None and not self.low.endswith(BEFORE_PLACES, 0, person.start())

    def _several(self, start: int) -> Name | None:
        """`các Trung tâm Y tế`: several bodies of one name."""
        quantifier = QUANTIFIER.match(self.text, start)
        inner = self.body(quantifier.end()) if quantifier and self.text[quantifier.end()].isupper() else None
        if inner is None or inner.weak:
            return None
        end = self._scoped(inner.end)
        return inner._replace(
            start=start, end=end, kind="collective", collective=True, row=None, rule="collective.bodies"
        )

    def _officers(self, start: int) -> Name | None:
        """`các Phó Chủ tịch UBND tỉnh`, `các thành viên Ban Chỉ đạo`: several persons of one office."""
        quantifier = QUANTIFIER.match(self.text, start)
        if quantifier is None:
            return None
        found = self.office(start) or self.office(quantifier.end())
        return found and found._replace(start=start, collective=True)

    def _heading(self, name: Name) -> Name:
        """A numbered heading that is a group and the clause that defines it is all name."""
        if name.kind != "collective":
            return name
        clause = CLAUSE.match(self.text, name.end)
        if clause is None or not NUMBERED.search(self.text, max(0, name.start - 8), name.start):
            return name
        return name._replace(end=clause.end())

    # --- one body

    def body(self, start: int) -> Name | None:
        """A single body at a place: a known name, else one built as names are."""
        if self.text[start : start + 1].islower() and self._is_common(start):
            return None
        known = self.known(start)
        nested = self._nested(start)
        if nested is not None and (known is None or nested.end > known.end):
            return nested
        if known is not None and (owner := self._owner_named(known)) is not None:
            return owner
        if known is not None and not (known.row and known.row.name in self.grammar.extensible):
            return known
        built = self._built(start)
        if known is None:
            return built or self._own(start)
        if (
            built is not None
            and built.end > known.end
            and (
                self.grammar.edges.lower_after.match(self.text, start)
                or GOES_ON.match(self.text, known.row_end)
                or self.grammar.parts.match(self.text, known.row_end)
                or self.grammar.edges.goes_on.match(self.text, known.row_end)
                or self.text.endswith(" Việt Nam", start, built.end)  # `Hiệp hội Doanh nghiệp dịch vụ Logistics …`
            )
        ):
            return built
        return known

    def _owner_named(self, name: Name) -> Name | None:
        """`Thanh tra Sở Y tế`: the last word of a known name begins that of the body it belongs to."""
        if name.end != name.row_end or not self.text.endswith(OWN_HEADS, name.start, name.end):
            return None
        last = self.text.rfind(" ", name.start, name.end) + 1
        if self.text[last : name.end] not in OWN_HEADS:
            return None
        owner = self.known(last)
        return name._replace(end=owner.end, row=None, row_end=0) if owner is not None and owner.end > name.end else None

    def _is_common(self, start: int) -> bool:
        """Whether a word with a small first letter is a common one: no name follows it (as in `sở Y tế`)."""
        second = self.text.find(" ", start, start + 10) + 1
        named = second > 0 and self.text[second : second + 1].isupper()
        return not named and not self.text.startswith(self.grammar.usage.small, start)

    def _nested(self, start: int) -> Name | None:
        """`Văn phòng thường trực Ban Chỉ đạo …`: the office of a body is named after it."""
        match = self.grammar.nested.match(self.text, start) if self.depth < MOST_NESTED else None
        if match is None:
            return None
        self.depth += 1
        inner = self.body(match.end())
        if inner is None and match["several"]:
            inner = self.group(match.end(), of_office=True)
        self.depth -= 1
        if inner is None or inner.weak:
            return None
        kind = self._kind_of_part(match.group(), inner)
        front = inner.office_end or match.end()
        return inner._replace(start=start, kind=kind, office_end=front, rule="agency_head.department")

    def _kind_of_part(self, words: str, body: Name) -> AgencyKind:
        """The kind of a part of a body: the Party's organisation in it is the Party's, a person's office no person."""
        if not words.startswith("Thường trực") and self.grammar.kind_of(words) == "party":
            return "party"
        return "state" if body.kind == "person_in_office" else body.kind

    def _owned(self, name: Name) -> Name:
        """`Phòng Cảnh sát giao thông Công an tỉnh`: a body right after a body is the one it belongs to."""
        if self.text[name.end : name.end + 1] != " ":
            return name
        if not name.collective and (belongs := BELONGS.match(self.text, name.end)) is not None:
            owner = self.body(belongs.end()) if self.text[belongs.end() : belongs.end() + 1].isupper() else None
            return name if owner is None else name._replace(end=owner.end, row=None, row_end=0)
        if OF_BODY.match(self.text, name.end) and self.text.startswith(
            self.grammar.usage.owned, name.office_end or name.start
        ):
            owner = self.body(name.end + len(" của "))
            return name if owner is None or owner.weak else name._replace(end=owner.end)
        if (
            name.kind in ("front_or_union", "party")
            and name.end == name.row_end
            and (own := OWN_BODY.match(self.text, name.end))
        ):
            return name._replace(end=own.end(), row=None, row_end=0)
        at = name.end + 1
        if name.kind == "collective" or not self.text[at : at + 1].isupper():
            return name
        owner = self.body(at)
        if owner is None or owner.weak or owner.rule == "agency.own" or owner.kind == "person_in_office":
            return name
        peer = PEER.match(self.text, name.start)
        if peer is not None and self.text.startswith(peer.group(), at):
            return name  # `Bộ Y tế Bộ Xây dựng`: a mark between two names of a list is lost
        if self.office(at) is not None or self.text[name.start : name.end].isupper():
            return name  # `TM. CHÍNH PHỦ THỦ TƯỚNG`: two lines of a signature
        return name._replace(end=owner.end, row=None, row_end=0)

    def known(self, start: int) -> Name | None:
        """The name of a list at a place, with its territory."""
        text, low = self.text, self.low
        first = WORD.match(low, start)
        pattern = self.grammar.names.get(first.group()) if first else None
        match = pattern.match(low, start) if pattern else None
        if match is None:
            return None
        row_end = match.end()
        words = text[start:row_end]
        listed = self._as_listed(words)
        if listed is None:
            return None
        row = listed.row
        end, many = self._territory(row_end, row.name)
        if listed.in_capitals and SYMBOL.match(text, end):
            return None  # the start of a symbol (`UBND-SNV`)
        qualified = self.grammar.edges.qualified.match(text, row_end) if row.kind == "public_service_unit" else None
        if qualified is not None:  # `Bệnh viện đa khoa tư nhân Hồng Lam` is not that of the province
            end, many = self._territory(qualified.end(), row.name)
            return Name(start, end, row.id, row.kind, collective=many)
        if end == row_end and low.endswith(TYPE_ENDS, start, end):
            more = MORE_TYPES.match(text, end)
            town = self.grammar.town.match(text, end)
            end, many = (more.end(), True) if more else (town.end() if town else end, many)
        weak = listed.common and end == row_end
        name = Name(start, end, row.id, row.kind, row, row_end, collective=many, weak=weak)
        return self._charged(name) if listed.deputy else name

    def _as_listed(self, words: str) -> _Listed | None:
        """The row of a name's words: a plan says the same few names again and again."""
        if words in self._rows:
            return self._rows[words]
        row = self.know.by_key.get(folded_name(words))
        listed = None
        if row is not None and not (_only_abbreviated(words, row) and not TWO_CAPITALS.search(words)):
            common = words.lower() in self.grammar.usage.common or words[0].islower()
            listed = _Listed(row, words.isupper(), common, DEPUTY.match(words) is not None)
        self._rows[words] = listed
        return listed

    def _territory(self, end: int, name: str) -> tuple[int, bool]:
        """Where the territory ends that follows a name, and whether it makes many bodies of the one."""
        grammar, text = self.grammar, self.text
        after = self._afters.get(name) or self._afters.setdefault(name, grammar.after_name(name))
        if after.units and (units := grammar.residents.match(self.low, end)):
            return units.end(), " các " in units.group()
        if after.bodies and QUANTIFIED.match(self.low, end + 1):
            group = self.group(end + 1, of_office=True)
            if group:
                return group.end, True
        if not text.startswith(" ", end):
            return end, False
        if after.territories and (match := grammar.territories.match(text, end)):
            return match.end(), True
        if after.town:
            town = grammar.town.match(text, end)
            return (town.end() if town else end), False
        if after.number:
            number = NUMBER.match(text, end) or grammar.town.match(text, end)
            return (number.end() if number else end), False
        match = grammar.territory.match(text, end)
        if match is None:
            return end, False
        return match.end(), match.group().startswith((" cấp ", " các cấp"))

    def _built(self, start: int) -> Name | None:
        match = self.grammar.open_name.match(self.text, start)
        if match is None or self.grammar.edges.sets.match(self.text, start):
            return None
        found = self.grammar.head_of(match.group())
        if found is None:
            return None
        words, head = found
        if len(match.group()) == len(words) and not self.grammar.bare.match(self.text, start):
            return None
        named = self._before_clause(start + len(words), match.end())
        if unfinished := self.grammar.edges.wants_object.match(self.text, start, named):
            named = unfinished.start("rest")
        parts = self.grammar.parts.match(self.text, named)
        if parts and not self.grammar.no_part.search(self.low, named, parts.end()):
            named = parts.end()
        end, many = self._territory(named, self.text[start:named])
        if end > named and self.low.endswith(TYPE_ENDS, start, end) and (more := MORE_TYPES.match(self.text, end)):
            end, many = more.end(), True  # `Công đoàn Giáo dục huyện, thành phố`
        return Name(start, end, head.id, head.kind, collective=many)

    def _before_clause(self, start: int, end: int) -> int:
        """Where a name ends that a clause follows: behind the name of a place no small word goes on."""
        for place in AFTER_PLACE.finditer(self.text, start, end):
            if (
                f"{place[2]} {place[3]}".lower() not in self.know.topic_words
                and place[1].lower() not in self.grammar.usage.before_topic
            ):
                return place.end()
        return end

    def _own(self, start: int) -> Name | None:
        """A bare `Sở`, which is the issuer where that is one."""
        match = OWN.match(self.text, start)
        return Name(start, match.end(), "agency.own", "state", weak=True) if match else None


def _only_abbreviated(words: str, row: AgencyRow) -> bool:
    """Whether the words are one of the short spellings of a row."""
    return bool(row.variants) and folded_name(words) != folded_name(row.name) and len(words) <= 8
