"""Where names of bodies begin and end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from vnplan.core.mentions import AgencyKind
from vnplan.extract.agencies.context import is_actor
from vnplan.extract.agencies.offices import Offices
from vnplan.extract.agencies.patterns import (
    AFTER_PLACE,
    BEFORE_WORDS,
    BELONGS,
    CLAUSE,
    COLON_LIST,
    DEPUTY,
    DISTRICT_COMMITTEES,
    GOES_ON,
    LIST_JOINT,
    MORE_TYPES,
    NUMBER,
    NUMBERED,
    OWN,
    OWN_BODY,
    OWN_HEADS,
    PLURAL_HEAD,
    QUANTIFIED,
    QUANTIFIER,
    SYMBOL,
    TWO_CAPITALS,
    TYPE_ENDS,
    WORD,
    Name,
)
from vnplan.knowledge.agencies import Agencies
from vnplan.knowledge.agency_patterns import folded_name
from vnplan.knowledge.agency_rows import AgencyRow

MOST_NESTED = 2  # names inside names
LONGEST_GIVEN = 3  # syllables of a person's name after the family name
SURNAME_WINDOW = 40  # characters in which it stands
# places are named after persons (`phường Trần Phú`) and have names that are family names (`tỉnh Thái Bình`)
BEFORE_PLACES = ("tỉnh ", "thành phố ", "huyện ", "quận ", "xã ", "phường ", "thị trấn ", "đường ", "trường ")


class Names(Offices):
    """Finds the names in one text."""

    def __init__(self, text: str, know: Agencies) -> None:
        super().__init__(text, know.grammar)
        self.know = know

    def starts(self) -> Iterator[int]:
        """Where a name may begin, in order."""
        spaced = self.text
        for mark in BEFORE_WORDS:
            spaced = spaced.replace(mark, " ")
        for match in self.grammar.anchor.finditer(f" {spaced}"):
            yield match.start()

    def at(self, start: int, before: Name | None) -> Iterator[Name]:
        """The names that begin at a place; after one, those that share its first word (`Sở Y tế, Nội vụ`)."""
        self.last = before.end if before else -1
        if start and self.text[start - 1] in "-/" and not (before and before.end == start - 1):
            return  # the end of a symbol (`82/KH-UBND`) or of another word
        if QUANTIFIED.match(self.low, start):
            listed = self.low.startswith(("các sở", "các bộ", "các phòng"), start)
            makers: tuple[Callable[[int], Name | None], ...] = (self.group, self._several)
            makers = (self._listed, *makers) if listed else makers
        elif self.text[start].isupper():
            makers = (self._listed, self.office, self.body, self.group)
        else:
            makers = (self.office, self.body, self.group)
        for make in makers:
            name = make(start)
            if name is not None and self._of_person(name):
                return
            if name is not None and not (name.weak and not is_actor(self.text, self.low, self.grammar, name, before)):
                yield from self._with_list(self._owned(self._heading(name)))
                return

    def _of_person(self, name: Name) -> bool:
        """Whether what looks like a name is a part of a person's (`Đinh Trường Sa`)."""
        words = self.text[name.start : name.end].split(" ")
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
        return replace(inner, start=start, kind="collective", collective=True, row=None, rule="collective.bodies")

    def _heading(self, name: Name) -> Name:
        """A numbered heading that is a group and the clause that defines it is all name."""
        if name.kind != "collective":
            return name
        clause = CLAUSE.match(self.text, name.end)
        if clause is None or not NUMBERED.search(self.text, max(0, name.start - 8), name.start):
            return name
        return replace(name, end=clause.end())

    # --- one body

    def body(self, start: int) -> Name | None:
        """A single body at a place: a known name, else one built as names are."""
        if self._is_common(start):
            return None
        known = self.known(start)
        nested = self._nested(start)
        if nested is not None and (known is None or nested.end > known.end):
            return nested
        if known is not None and (owner := self._owner_named(known)) is not None:
            return owner
        if known is not None and not self.grammar.extensible.match(known.row.name if known.row else ""):
            return known
        built = self._built(start)
        if known is None:
            return built or self._own(start)
        if (
            built is not None
            and built.end > known.end
            and (
                GOES_ON.match(self.text, known.row_end)
                or self.grammar.parts.match(self.text, known.row_end)
                or self.grammar.edges.goes_on.match(self.text, known.row_end)
            )
        ):
            return built
        return known

    def _owner_named(self, name: Name) -> Name | None:
        """`Thanh tra Sở Y tế`: the last word of a known name begins that of the body it belongs to."""
        last = self.text.rfind(" ", name.start, name.row_end) + 1
        if name.end != name.row_end or self.text[last : name.row_end] not in OWN_HEADS:
            return None
        owner = self.known(last)
        return replace(name, end=owner.end, row=None, row_end=0) if owner is not None and owner.end > name.end else None

    def _is_common(self, start: int) -> bool:
        """Whether a word is a common one: its first letter is small and no name follows it (as in `sở Y tế`)."""
        if not self.text[start : start + 1].islower():
            return False
        second = self.text.find(" ", start, start + 10) + 1
        named = second > 0 and self.text[second : second + 1].isupper()
        return not named and not self.text.startswith(self.grammar.small, start)

    def _nested(self, start: int) -> Name | None:
        """`Văn phòng thường trực Ban Chỉ đạo …`: the office of a body is named after it."""
        match = self.grammar.nested.match(self.text, start) if self.depth < MOST_NESTED else None
        if match is None:
            return None
        self.depth += 1
        inner = self.body(match.end())
        self.depth -= 1
        if inner is None or inner.weak:
            return None
        return replace(inner, start=start, row=None, row_end=0, rule="agency_head.department")

    def _owned(self, name: Name) -> Name:
        """`Phòng Cảnh sát giao thông Công an tỉnh`: a body right after a body is the one it belongs to."""
        if self.text[name.end : name.end + 1] != " ":
            return name
        if not name.collective and (belongs := BELONGS.match(self.text, name.end)) is not None:
            owner = self.body(belongs.end()) if self.text[belongs.end() : belongs.end() + 1].isupper() else None
            return name if owner is None else replace(name, end=owner.end, row=None, row_end=0)
        own = OWN_BODY.match(self.text, name.end)
        if own and name.kind in ("front_or_union", "party") and name.end == name.row_end:
            return replace(name, end=own.end(), row=None, row_end=0)
        at = name.end + 1
        if name.kind == "collective" or not self.text[at : at + 1].isupper():
            return name
        owner = self.body(at)
        if owner is None or owner.weak or owner.rule == "agency.own" or owner.kind == "person_in_office":
            return name
        if self.office(at) is not None or self.text[name.start : name.end].isupper():
            return name  # `TM. CHÍNH PHỦ THỦ TƯỚNG`: two lines of a signature
        return replace(name, end=owner.end, row=None, row_end=0)

    def known(self, start: int) -> Name | None:
        """The name of a list at a place, with its territory."""
        text, low = self.text, self.low
        first = WORD.match(low, start)
        pattern = self.grammar.names.get(first.group()) if first else None
        match = pattern.match(low, start) if pattern else None
        if match is None:
            return None
        words = text[start : match.end()]
        row = self.know.by_key.get(folded_name(words))
        if row is None or (_only_abbreviated(words, row) and not TWO_CAPITALS.search(words)):
            return None
        end, many = self._territory(match.end(), row.name)
        if words.isupper() and SYMBOL.match(text, end):
            return None  # the start of a symbol (`UBND-SNV`)
        qualified = self.grammar.edges.qualified.match(text, match.end()) if row.kind == "public_service_unit" else None
        if qualified is not None:  # `Bệnh viện đa khoa tư nhân Hồng Lam` is not that of the province
            end, many = self._territory(qualified.end(), row.name)
            return Name(start, end, row.id, row.kind, collective=many)
        if end == match.end() and low.endswith(TYPE_ENDS, start, end):
            more = MORE_TYPES.match(text, end)
            town = self.grammar.town.match(text, end)
            end, many = (more.end(), True) if more else (town.end() if town else end, many)
        short = end == match.end() and (words.lower() in self.grammar.common or words[0].islower())
        name = Name(start, end, row.id, row.kind, row, match.end(), collective=many, weak=short)
        return self._charged(name) if DEPUTY.match(words) else name

    def _territory(self, end: int, name: str) -> tuple[int, bool]:
        if name.startswith(self.grammar.boards):
            units = self.grammar.residents.match(self.low, end)
            if units:
                return units.end(), " các " in units.group()
        if name.startswith(self.grammar.leading) and QUANTIFIED.match(self.low, end + 1):
            group = self.group(end + 1, of_office=True)
            if group:
                return group.end, True
        if self.grammar.of_territories.match(name):
            match = self.grammar.territories.match(self.text, end)
            if match:
                return match.end(), True
        if name.endswith(DISTRICT_COMMITTEES):
            town = self.grammar.town.match(self.text, end)
            return (town.end() if town else end), False
        if name.lower().endswith(("khu vực", "cơ sở")):
            number = NUMBER.match(self.text, end) or self.grammar.town.match(self.text, end)
            return (number.end() if number else end), False
        match = self.grammar.territory.match(self.text, end)
        if match is None:
            return end, False
        return match.end(), match.group().startswith((" cấp ", " các cấp"))

    def _built(self, start: int) -> Name | None:
        match = self.grammar.open_name.match(self.text, start)
        if match is None:
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
        return Name(start, end, head.id, head.kind, collective=many)

    def _before_clause(self, start: int, end: int) -> int:
        """Where a name ends that a clause follows: behind the name of a place no small word goes on."""
        for place in AFTER_PLACE.finditer(self.text, start, end):
            if (
                f"{place[2]} {place[3]}".lower() not in self.know.topic_words
                and place[1].lower() not in self.grammar.before_topic
            ):
                return place.end()
        return end

    def _own(self, start: int) -> Name | None:
        """A bare `Sở`, which is the issuer where that is one."""
        match = OWN.match(self.text, start)
        return Name(start, match.end(), "agency.own", "state", weak=True) if match else None

    # --- lists that share a first word

    def _listed(self, start: int) -> Name | None:
        """`các Sở: Tài chính, Nội vụ`: the first topic of a list, which the others follow."""
        office = self.grammar.office.match(self.text, start)
        at = office.end() + 1 if office else start
        colon = COLON_LIST.match(self.text, at)
        plural = None if colon else PLURAL_HEAD.match(self.text, at)
        match = colon or plural
        if match is None:
            return None
        head = match["head"].capitalize()
        topic = self.grammar.topics[head.lower()].match(self.low, match.end())
        if topic is None or not self.text[match.end()].isupper():
            return None
        row = self.know.row_of(f"{head} {topic.group()}")
        words = f"{self.text[start : office.end()]} {head}" if office else head
        kind: AgencyKind = "person_in_office" if office else "state"
        first = match.end() if colon else (start if office else match.start("head"))
        rule = self.grammar.office_rule if office else (row.id if row else "agency.topic")
        return Name(
            first,
            topic.end(),
            rule,
            kind,
            row,
            topic.end(),
            prefix=words,
            topic_head=head.lower(),
            office_end=match.end() if office and not colon else 0,
        )

    def _with_list(self, name: Name) -> Iterator[Name]:
        yield name
        head = name.topic_head
        if not head and name.row is not None and name.end == name.row_end and not name.office_end:
            head = self.low[name.start : name.end].split(" ")[0]
        topics = self.grammar.topics.get(head)
        if topics is None:
            return
        prefix = name.prefix or head.capitalize()
        end = name.end
        while True:
            joint = LIST_JOINT.match(self.text, end)
            topic = topics.match(self.low, joint.end()) if joint else None
            if joint is None or topic is None or not self.text[joint.end()].isupper():
                return
            territory = self.grammar.territory.match(self.text, topic.end())
            if territory and (head != "hội" or not name.row) and not name.prefix:
                return  # `Sở Y tế, Công an tỉnh`: a name by itself
            row = self.know.row_of(f"{head} {topic.group()}")
            if row is None:
                return
            topic_end = topic.end()
            end = territory.end() if territory and head == "hội" else topic_end
            rule = name.rule if name.kind == "person_in_office" else row.id
            yield Name(joint.end(), end, rule, name.kind, row, topic_end, prefix=prefix, topic_head=head)


def _only_abbreviated(words: str, row: AgencyRow) -> bool:
    """Whether the words are one of the short spellings of a row."""
    return bool(row.variants) and folded_name(words) != folded_name(row.name) and len(words) <= 8
