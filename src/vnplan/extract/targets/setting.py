"""Where a number stands: its line, sentence and clause, and the cue words in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from vnplan.core.document import Line
from vnplan.extract.targets.quantity import Quantity
from vnplan.knowledge.quantities import Quantities

_FEW_WORDS = re.compile(r" (?:[^\W\d_]+ ){0,3}")
_LINKS = re.compile(r"^[\s,;:)+-]*(?:(?:và|hoặc|cùng|cùng với|đồng thời|trong đó(?: có)?)(?!\w)[\s,]*)*")
_ITEM = re.compile(r"^[-+ ]*(?:\(\d{1,2}\) )?")
CHUNK = re.compile(r"[,:(]\s|\s-\s")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The cue words of a kind as one expression that finds them as whole words."""

    kinds: Mapping[str, re.Pattern[str]]
    commits: frozenset[str]

    @classmethod
    def of(cls, know: Quantities) -> Words:
        """Compile the cues that are searched for anywhere in a sentence."""
        return cls(know.cues, know.words["commit"])

    def last(self, kind: str, text: str) -> int:
        """Where the last cue of a kind ends in a text; -1 if there is none."""
        return _last(self, kind, text)

    def has(self, kind: str, text: str) -> bool:
        """Whether a cue of a kind stands in a text."""
        return _last(self, kind, text) >= 0

    def starts_with_commit(self, text: str) -> bool:
        """Whether a text begins with a verb that commits: `Kiểm tra …`."""
        first = text.lstrip("-+ ").split(" ", 3)
        return any(" ".join(first[:count]) in self.commits for count in (3, 2, 1))


@lru_cache(maxsize=256)
def _last(words: Words, kind: str, text: str) -> int:
    """Several checks ask the same of one sentence."""
    end = -1
    for match in words.kinds[kind].finditer(text):
        if match[1]:
            end = match.end()
    return end


@dataclass(kw_only=True)
class Setting:
    """A number in its line and sentence; all texts are in small letters."""

    quantity: Quantity
    line: Line
    lower: str  # the whole line
    sentence: int  # where the sentence begins
    period: int  # where it begins if semicolons do not end it
    paragraph: int  # where the line's body begins
    first_year: int | None  # of the plan
    accepted: Quantity | None  # the target before this one, in the same sentence
    in_row: bool = False  # whether the target before this one, in the same period, is a share too
    told: int = -1  # the end of the last number in this line that tells of the past

    @property
    def is_goal(self) -> bool:
        """Whether the section states targets."""
        return self.line.role == "target"

    @property
    def is_task(self) -> bool:
        """Whether the section says what is to be done, and by whom."""
        return self.line.role in ("task", "organisation")

    @cached_property
    def head(self) -> str:
        """The sentence before the comparator and verbs of the number."""
        return self.lower[self.sentence : self.quantity.head_end]

    @cached_property
    def chunk(self) -> str:
        """The head from its last comma, colon or bracket on."""
        return _ITEM.sub("", CHUNK.split(self.head)[-1])

    @cached_property
    def lead(self) -> str:
        """The words between the break, or the target before it, and the number: `lắp đặt thêm` 85 camera."""
        if self.accepted is None:
            return self.chunk.rstrip(" :")
        between = CHUNK.split(self.lower[self.accepted.end : self.quantity.head_end])[-1]
        return _LINKS.sub("", between).rstrip(" :")

    @cached_property
    def opens_item(self) -> bool:
        """Whether the number is all with which the next item of a list begins: `2.000 ha bưởi; 4.000 ha xoài`."""
        return self.accepted is not None and self.accepted.end <= self.sentence and not self.head.strip()

    def is_aimed(self, words: Words) -> bool:
        """Whether the sentence, or one with which it goes on, speaks of an aim after what it tells of the past."""
        sentence = self.lower[self.period : self.quantity.start]
        return words.last("aim", sentence) > words.last("past", sentence)

    @cached_property
    def before(self) -> str:
        """The last words of the head."""
        return self.head[-60:].rstrip(" :")

    @cached_property
    def continues(self) -> bool:
        """Whether the number goes on a list: `ít nhất 01 mô hình, 01 điểm sáng`."""
        if self.accepted is None or self.quantity.verbs:
            return False
        between = self.lower[self.accepted.end : self.quantity.start].rstrip()
        return len(between) < 160 and between.endswith((",", " và", "hoặc", "trong đó", "trong đó có"))


def is_named_in_brackets(setting: Setting, words: Words) -> bool:
    """Whether a number opens brackets that tell what is to be done: `(10 câu lạc bộ được thành lập mới)`."""
    lower, end = setting.lower, setting.quantity.end
    if not setting.quantity.is_count or not lower.endswith("(", setting.paragraph, setting.quantity.start):
        return False
    done = words.kinds["to_be_done"].search(lower, end, end + 60)
    return done is not None and _FEW_WORDS.fullmatch(lower, end, done.start()) is not None
