"""Lists of bodies that share a first word: `các Sở: Tài chính, Nội vụ`."""

from __future__ import annotations

import re

from vnplan.core.mentions import AgencyKind
from vnplan.extract.agencies.offices import Offices
from vnplan.extract.agencies.patterns import (
    COLON_LIST,
    LIST_JOINT,
    LISTED,
    OPEN_LIST,
    PLURAL_HEAD,
    PROVINCE_JOINT,
    TOPIC_JOINT,
    Name,
)
from vnplan.knowledge.agencies import Agencies


class Lists(Offices):
    """Finds the lists in one text."""

    def __init__(self, text: str, know: Agencies, *, one_province: bool) -> None:
        super().__init__(text, know.grammar)
        self.know = know
        self.one_province = one_province  # the plan is that of a province, which has one department of a name

    def listed_first(self, start: int, office: re.Match[str] | None) -> Name | None:
        """`các Sở: Tài chính, Nội vụ`: the first topic of a list, which the others follow, perhaps with an office."""
        at = office.end() + 1 if office else start
        if not self.text.startswith(LISTED, at):
            return None
        colon = COLON_LIST.match(self.text, at)
        plural = None if colon else PLURAL_HEAD.match(self.text, at)
        match = colon or plural
        if match is None:
            return None
        head = match["head"].capitalize()
        topic = self.grammar.topics[head.lower()].match(self.low, match.end())
        if topic is None or not self.text[match.end()].isupper():
            return None
        if plural and not office and not self.one_province and not self._goes_on(head, topic.end()):
            return None  # `Các Sở Y tế` of the country
        row = self.know.row_of(f"{head} {topic.group()}")
        words = f"{office.group().removesuffix(' các')} {head}" if office else head
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

    def open_list(self, start: int) -> list[Name]:
        """`các Vụ: Kế hoạch, Pháp chế`, `Vụ trưởng các Vụ: …`: bodies that no table has, by what they are about."""
        match = OPEN_LIST.match(self.text, start)
        office = None if match else self.grammar.office.match(self.text, start)
        match = OPEN_LIST.match(self.text, office.end() + 1) if office else match
        kind: AgencyKind = "person_in_office" if office else "state"
        rule = self.grammar.office_rule if office else "agency_head.department"
        found: list[Name] = []
        at = match.end() if match else -1
        while match and at >= 0 and (end := self._open_topic(at)):
            prefix = f"{office.group()} {match['head']}" if office else match["head"]
            found.append(Name(at, end, rule, kind, prefix=prefix))
            joint = TOPIC_JOINT.match(self.text, end)
            at = joint.end() if joint else -1
        return found if len(found) > 1 else []

    def _open_topic(self, start: int) -> int | None:
        """Where a topic ends; None for the name of another body."""
        tables = self.grammar.topics
        known = max((m.end() for head in ("sở", "bộ") if (m := tables[head].match(self.low, start))), default=0)
        topic = self.grammar.open_topic.match(self.text, start)
        if self.grammar.office.match(self.text, start):
            return None
        other = None if known else self.body(start)
        return None if other and not other.weak else max(known, topic.end() if topic else 0) or None

    def _goes_on(self, head: str, end: int) -> bool:
        """Whether the list that a topic begins goes on: with another topic, or with the head again."""
        joint = LIST_JOINT.match(self.text, end)
        if joint is None:
            return False
        topic = self.grammar.topics[head.lower()].match(self.low, joint.end())
        named = topic is not None and self.text[joint.end()].isupper()
        return named or self.text.startswith(f"{head} ", joint.end())

    def with_list(self, name: Name) -> list[Name]:
        """A name, and those behind it that share its first word: `Sở Y tế, Nội vụ`."""
        found = [name]
        head = name.topic_head
        if not head and name.row is not None and name.end == name.row_end and not name.office_end:
            head = self.low[name.start : name.end].split(" ", 1)[0]
        topics = self.grammar.topics.get(head)
        if topics is None:
            return found + self._in_other_provinces(name)
        prefix = name.prefix or head.capitalize()
        end = name.end
        while True:
            joint = LIST_JOINT.match(self.text, end)
            topic = topics.match(self.low, joint.end()) if joint else None
            if joint is None or topic is None or not self.text[joint.end()].isupper():
                return found
            territory = self.grammar.territory.match(self.text, topic.end())
            if territory and (head != "hội" or not name.row) and not name.prefix:
                return found  # `Sở Y tế, Công an tỉnh`: a name by itself
            row = self.know.row_of(f"{head} {topic.group()}")
            if row is None:
                return found
            topic_end = topic.end()
            end = territory.end() if territory and head == "hội" else topic_end
            rule = name.rule if name.kind == "person_in_office" else row.id
            found.append(Name(joint.end(), end, rule, name.kind, row, topic_end, prefix=prefix, topic_head=head))

    def _in_other_provinces(self, name: Name) -> list[Name]:
        """`UBND tỉnh Lào Cai, tỉnh Sơn La và thành phố Huế`: the same body of other provinces."""
        row_end = max(name.row_end, name.office_end)
        if name.row is None or not self.text.startswith((" tỉnh ", " thành phố "), row_end):
            return []
        typed = self.know.in_list
        found: list[Name] = []
        end = name.end if typed.fullmatch(self.text, row_end + 1, name.end) else len(self.text)
        office = self.text[name.start : name.office_end] if name.office_end else ""
        prefix = f"{office} {name.row.name.split(' ', 1)[0]}".strip()
        while (joint := PROVINCE_JOINT.match(self.text, end)) and (more := typed.match(self.text, joint.end())):
            end = more.end()
            province = self.know.territories.canonical(more.group())
            if province is None or self.know.territories.full_name(province) != more.group():
                break  # `thành phố Cà Mau` is a town
            found.append(name._replace(start=more.start(), end=end, row_end=more.start() - 1, prefix=prefix))
        return found
