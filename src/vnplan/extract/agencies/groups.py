"""Groups of bodies: quantifier, nouns, and what tells which bodies are meant."""

from __future__ import annotations

import re

from vnplan.extract.agencies.patterns import GROUP_BELONGS, Name
from vnplan.knowledge.agency_grammar import Grammar


class Groups:
    """Finds the groups in one text: `các sở, ban, ngành cấp tỉnh`."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text = text
        low = text.lower()
        # a capital that becomes two letters when small would shift all places after it
        self.low = low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        self.grammar = grammar
        self.depth = 0  # of names inside names
        self.last = -1  # where the name before ends

    def body(self, start: int) -> Name | None:
        """A single body at a place, which a group may belong to."""
        raise NotImplementedError

    def group(self, start: int, *, of_office: bool = False) -> Name | None:
        """A group of bodies: `các sở, ban, ngành cấp tỉnh`, `cơ quan, đơn vị liên quan`, `cấp có thẩm quyền`."""
        phrase = self.grammar.phrase.match(self.low, start)
        match = self.grammar.group.match(self.low, start)
        if match is None and phrase is None:
            return None
        if match is None or (phrase is not None and phrase.end() >= match.end()):
            end = self._scoped(phrase.end() if phrase else start)
            return Name(start, end, "collective.phrase", "collective", collective=True)
        name = self._nouns(start, match, of_office=of_office)
        if name and not of_office and self.low[match.start("nouns") : name.end] in self.grammar.usage.persons:
            return None  # `những cá nhân và gia đình`
        return name

    def _nouns(self, start: int, match: re.Match[str], *, of_office: bool) -> Name | None:
        grammar, low = self.grammar, self.low
        alone = not of_office and not match["quantifier"]
        end = noun_end = match.end()
        nouns = grammar.noun.finditer(low, match.start("nouns"), end)
        begin = next(nouns, None)
        if begin is None:
            return None
        if (
            alone
            and self.text[start].islower()
            and (" " not in low[start : begin.end()] or begin.group() in grammar.usage.attributes)
            and self.last != start - 1
            and not grammar.links.match(low, start)
        ):
            return None  # the end of a word: `xã hội`, `cơ sở`; what tells of a noun: `quân sự địa phương`
        first = grammar.nouns[begin.group()]
        if alone and first.id in grammar.usage.split:
            noun_end = end = begin.end()
            rows = [first]
        else:
            rows = [first, *(grammar.nouns[noun.group()] for noun in nouns)]
        end = self._scoped(end)
        if end == noun_end:
            described = all(row.open for row in rows) and not low.endswith(" do ", 0, start)  # `do các hộ quản lý`
            form = grammar.legal_form.match(low, end)  # `các Công ty TNHH MTV Khai thác …`
            formed = form.end() if form else end
            more = grammar.open_words.match(low, formed) if described else None
            if more is None and low.endswith(grammar.trade_nouns, start, end):
                more = grammar.trades.match(low, formed)
            end = self._scoped(more.end()) if more else formed
        weak = all(row.weak for row in rows)
        if alone:
            if len(rows) == 1 and end == noun_end:
                if low[start:end] not in grammar.usage.alone:
                    return None
                weak = True
            elif first.need == "quantified":
                if not first.open:
                    return None
                weak = True
        elif low[start:end] in grammar.usage.vague:
            weak = True
        return Name(start, end, first.id, "collective", collective=True, weak=weak)

    def _scoped(self, end: int) -> int:
        """The end of what tells which bodies of the group are meant."""
        grammar, text, low = self.grammar, self.text, self.low
        for _ in range(4):
            if not text.startswith(" ", end):
                break
            further = end
            if match := grammar.scope.match(low, end):
                further = match.end()
            if match := grammar.territory.match(text, end):
                further = max(further, match.end())
            if match := grammar.several_territories.match(text, end):
                further = max(further, match.end())
            if owner := self._owner(end):
                further = max(further, owner.end)
            if further == end:
                break
            end = further
        return end

    def _owner(self, end: int) -> Name | None:
        """`thuộc Sở Y tế`, `của Sở Y tế`: the body that the bodies of a group belong to."""
        if self.low.endswith("thuộc", 0, end) and self.text[end : end + 2].strip().isupper():
            return self.body(end + 1)  # `các đơn vị trực thuộc Sở Y tế`
        belongs = GROUP_BELONGS.match(self.text, end)
        if belongs is None or self.depth > 2:
            return None
        self.depth += 1
        quantified = belongs.group().endswith(" các ")
        owner = self.body(belongs.end()) or self.group(belongs.end() - (4 if quantified else 0))
        self.depth -= 1
        return owner
