"""People in office: the office and the body that it is of."""

from __future__ import annotations

from vnplan.extract.agencies.groups import Groups
from vnplan.extract.agencies.patterns import DEPUTY, HEAD_OF, OF, OF_PLURAL, OWN_BODY, Name

LONGEST_NAME = 120  # characters


class Offices(Groups):
    """Finds the offices in one text: `Chủ tịch UBND tỉnh`, `Trưởng các thôn`."""

    def known(self, start: int) -> Name | None:
        """The name of a list at a place."""
        raise NotImplementedError

    def office(self, start: int) -> Name | None:
        """A person in office: the office and the body, or an office that is a name alone."""
        match = self.grammar.office.match(self.text, start)
        if match is None:
            return None
        known = self.known(start)
        if known is not None and known.row_end > match.end() + 1:
            return None  # `Thường trực HĐND` is a body, `Thủ tướng Chính phủ` a name
        if self._is_verb(start):
            return None
        plural = OF_PLURAL.match(self.text, match.end())
        rule = self.grammar.office_rule
        head = HEAD_OF.match(self.text, start)  # `Trưởng Ban công tác …`: of the board, no `Trưởng Ban` of something
        for joint in (plural, OF.match(self.text, match.end()), head):
            if joint is None:
                continue
            group = self.group(joint.start() + 1 if joint is plural else joint.end(), of_office=True)
            inner = self.body(joint.end()) or (self._small_head(joint.end()) if joint is head else None)
            if inner is not None and inner.rule == "agency.own" and group is not None:
                inner = None  # `các Sở, Ban, Ngành`: the first noun of a group, not the issuer
            if inner is not None and inner.start == joint.end():
                found = inner._replace(
                    start=start,
                    rule=rule,
                    kind="person_in_office",
                    office_end=inner.office_end or joint.end(),
                    weak=False,
                    collective=inner.collective or joint is plural,
                )
                return self._charged(found) if DEPUTY.match(self.text, start) else found
            if group is not None and group.weak and "thành viên" in match.group().lower():
                return None  # of a company or a household, no office
            if group is not None:
                small = self.text[start].islower() and self.text.startswith("lãnh đạo", start)
                return Name(
                    start, group.end, rule, "person_in_office", collective=True, weak=small, office_end=group.start
                )
        territory = self.grammar.territories.match(self.text, match.end()) or self.grammar.territory.match(
            self.text, match.end()
        )
        if (
            territory
            and self.text[start].isupper()
            and territory.group()[1].islower()
            and not self.text.startswith(" cùng", match.end())
        ):
            return Name(start, territory.end(), rule, "person_in_office", office_end=match.end())
        own = OWN_BODY.match(self.text, match.end())
        if own:
            return Name(
                start, own.end(), rule, "person_in_office", weak=self.text[start].islower(), office_end=match.end() + 1
            )
        return self._bare_office(start, match.end())

    def _small_head(self, start: int) -> Name | None:
        """`Trưởng phòng Vận hành lưới điện`: a head with a small letter, right after the office."""
        line = self.text[start : start + LONGEST_NAME].partition("\n")[0]
        match = self.grammar.open_name.match(line[:1].upper() + line[1:])
        found = self.grammar.head_of(match.group()) if match else None
        if match is None or found is None or match.end() == len(found[0]):
            return None
        return Name(start, start + match.end(), found[1].id, found[1].kind)

    def _charged(self, name: Name) -> Name:
        """What one of several in office is in charge of belongs to the name: `Phó Thủ tướng phụ trách lĩnh vực`."""
        charge = self.grammar.duties.match(self.low, name.end)
        return name._replace(end=charge.end()) if charge else name

    def _bare_office(self, start: int, end: int) -> Name | None:
        """An office with no body: of a thôn (`Trưởng các ấp`), in charge of something, or known alone."""
        rule = self.grammar.office_rule
        units = self.grammar.residents.match(self.low, end)
        if units and (self.text[start].isupper() or units.group().startswith((" các ", " của "))):
            return Name(start, units.end(), rule, "person_in_office", collective=" các " in units.group())
        bare = self.grammar.office_bare.match(self.text, start)
        charge = self.grammar.duties.match(self.low, end)
        if charge and self.text[start].isupper():
            return Name(start, charge.end(), rule, "person_in_office")
        if bare:
            return Name(start, end, rule, "person_in_office", weak=bare.group() in self.grammar.weak_offices)
        return None

    def _is_verb(self, start: int) -> bool:
        """`Đảng ủy lãnh đạo Ủy ban`: right after a name that ends with no comma it is the verb."""
        return self.low.startswith("lãnh đạo ", start) and self.text[start].islower() and self.last == start - 1
