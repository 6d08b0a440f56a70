"""Groups of bodies: quantifier, nouns, and what tells which bodies are meant."""

from __future__ import annotations

import re

from vnplan.extract.agencies.patterns import BELONGS, Name
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
        return self._nouns(start, match, of_office=of_office)

    def _nouns(self, start: int, match: re.Match[str], *, of_office: bool) -> Name | None:
        alone = not match["quantifier"]
        places = [
            (m.end(), self.grammar.nouns[m.group()])
            for m in self.grammar.noun.finditer(self.low, match.start("nouns"), match.end("nouns"))
            if m.group() in self.grammar.nouns
        ]
        if not places:
            return None
        noun_end, end = match.end(), match.end()
        first = places[0][1]
        if alone and not of_office and first.id in self.grammar.split:
            places, noun_end, end = places[:1], places[0][0], places[0][0]
        if (
            alone
            and not of_office
            and " " not in self.low[start : places[0][0]]
            and self.text[start].islower()
            and not self.grammar.links.search(self.low[max(0, start - 12) : start])
        ):
            return None  # the end of a word: `xã hội`, `cơ sở`
        end = self._scoped(end)
        if end == noun_end:
            more = self.grammar.open_words.match(self.low, end) if all(row.open for _, row in places) else None
            if more is None and self.low[start:end].endswith(self.grammar.trade_nouns):
                more = self.grammar.trades.match(self.low, end)
            end = self._scoped(more.end()) if more else end
        weak = all(row.weak for _, row in places)
        if alone and not of_office:
            if len(places) == 1 and end == noun_end:
                if self.low[start:end] not in self.grammar.alone:
                    return None
                weak = True
            elif first.need == "quantified":
                if not first.open:
                    return None
                weak = True
        elif self.low[start:end] in self.grammar.vague:
            weak = True
        return Name(start, end, first.id, "collective", collective=True, weak=weak)

    def _scoped(self, end: int) -> int:
        """The end of what tells which bodies of the group are meant."""
        for _ in range(4):
            if not self.text.startswith(" ", end):
                break
            ends = [end]
            for pattern, where in (
                (self.grammar.scope, self.low),
                (self.grammar.territory, self.text),
                (self.grammar.several_territories, self.text),
            ):
                match = pattern.match(where, end)
                if match:
                    ends.append(match.end())
            owner = self._owner(end)
            if owner is not None:
                ends.append(owner.end)
            if max(ends) == end:
                break
            end = max(ends)
        return end

    def _owner(self, end: int) -> Name | None:
        """`thuộc Sở Y tế`: the body that the bodies of a group belong to."""
        if self.low.endswith("thuộc", 0, end) and self.text[end : end + 2].strip().isupper():
            return self.body(end + 1)  # `các đơn vị trực thuộc Sở Y tế`
        belongs = BELONGS.match(self.text, end)
        if belongs is None or self.depth > 2:
            return None
        self.depth += 1
        quantified = belongs.group().endswith(" các ")
        owner = self.body(belongs.end()) or self.group(belongs.end() - (4 if quantified else 0))
        self.depth -= 1
        return owner
