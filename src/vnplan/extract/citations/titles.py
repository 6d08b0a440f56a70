"""The subject of an instrument, as stated after its number, date and issuer, and where it ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from vnplan.extract.citations.heads import NUMBER_WORD, Lexicon, lexicon
from vnplan.knowledge.instruments import Instruments

_LONGEST = 700
_TERM = r"[Kk]hóa [\dXVI]{1,4}"
_ARTICLE = regex.compile(r"(?:Điều|khoản|Khoản|Mục|mục) [\dIVX]")
_FIRST_WORDS = regex.compile(r"; ?(?P<words>\p{Ll}+(?: \p{Ll}+){3})(?!\p{L})")
# what leads to a list is a clause of its own: `…, việc lập kế hoạch đảm bảo các yêu cầu sau:`
_FOLLOWS = regex.compile(r", [^,]{1,120} sau(?: đây)?$")
_CONJUNCTION = regex.compile(r"[ ,]+(?:và|hoặc|cùng)$")
_OPEN = {"“": "”", '"': '"', "«": "»", "‘": "’", "'": "'"}


@dataclass(frozen=True, eq=False)
class TitleGrammar:
    """The patterns of titles."""

    begin: regex.Pattern[str]
    cut: regex.Pattern[str]
    bracket: regex.Pattern[str]
    after_comma: regex.Pattern[str]
    after_and: regex.Pattern[str]
    nested: regex.Pattern[str]
    enacted: regex.Pattern[str]  # who issued it, told at the end of a subject
    basis: regex.Pattern[str]  # how a line of legal bases begins
    listed: regex.Pattern[str]  # the words between a semicolon and the next end of a subject
    between: regex.Pattern[str]  # what stands between a semicolon and the next instrument of a list
    item: regex.Pattern[str]  # how an item of a list of instruments begins, up to its subject
    instrument: regex.Pattern[str]  # any instrument
    other: regex.Pattern[str]  # a further instrument by its number
    part: regex.Pattern[str]  # a further instrument, of which an article is told

    @classmethod
    def of(cls, words: Lexicon) -> TitleGrammar:
        """The patterns for some knowledge."""
        verbs = words.any_of("title_verbs")
        weak = words.any_of("title_verbs_after_issuer")
        other_clause = (
            r"(?!(?:căn cứ|thực hiện|theo|xét|trên cơ sở|và|các|đồng thời|giao|yêu cầu|trong đó|cụ thể|số|trình)\s)"
        )
        number = rf"(?:(?:{NUMBER_WORD} ?:? ?)?\d[\d./a-zđ]*(?:[-/] ?\p{{Lu}})|{NUMBER_WORD} ?:? ?\d)"
        law = r"(?:Bộ luật|Luật|Pháp lệnh) \p{Lu}"
        typed = rf"{words.type_word} ?:? ?(?:{NUMBER_WORD} |{NUMBER_WORD}:|\d)"
        item = rf"(?:(?:các|và) )?(?:{typed}|{number}|{law})"
        item_end = rf"|(?:các )?{words.type_word} của \p{{Lu}}"
        begin = (
            rf" ?[,:]? ?(?:- ?)?(?P<about>(?:về|Về|VỀ|v/v|V/v)(?: (?:việc|VIỆC|Việc))? ?:? ?)(?=[\p{{L}}\d“\"'‘])"
            rf"| ?,? (?P<strong>(?i:{verbs})(?!\p{{L}}))| (?P<weak>(?i:{weak})(?!\p{{L}}))"
            rf"| ?:? ?(?P<quote>[“\"](?=\p{{L}}))"
        )
        clause = rf"{words.any_of('acting_bodies')}(?!\p{{L}})[^;:\n]{{0,110}}? {words.any_of('acts')}(?!\p{{L}})"
        ends = words.any_of("title_ends")
        enacted = rf"do (?:{words.any_of('acting_bodies')}|tỉnh|thành phố|huyện)(?!\p{{L}})[^;:,.\n]{{0,60}}? ban hành"
        part = r"(?:(?:[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Mm]ục|Chương|Phụ lục) [\da-zđIVX]{1,5}(?: (?:của|tại))? ){1,4}"
        return cls(
            regex.compile(begin),
            # the colon in `số: 61/QĐ-TTg` ends nothing; `như hỗ trợ …`, `mà chủ rừng phải …` are not of the subject
            regex.compile(
                rf"[;\n“”\"()|]|(?<! [Ss]ố):(?=\s|$)|\.(?= |$|/|Điều \d)|, | và | (?={ends}(?!\p{{L}}))"
                rf"| (?=như (?:{verbs}|{weak})(?!\p{{L}})|mà (?:\p{{L}}+ ){{1,6}}(?:phải|cần|sẽ|đã)(?!\p{{L}}))"
            ),
            regex.compile(
                # `Chỉ thị số 16-CT/TW của Ban Bí thư (khóa X) về …`: the title names an instrument with its subject
                rf"(?!\({_TERM}\) về )\( ?(?:{words.any_of('bracket_ends_title')}(?!\p{{L}})"
                rf"|{words.type_word}(?!\p{{L}})"
                rf"|\p{{Lu}}[\p{{L}} ]{{1,30}} \d{{1,5}}\))"
            ),
            regex.compile(
                rf"(?!{words.any_of('title_goes_on_after_comma')}(?!\p{{L}}))"
                rf"(?:{item}{item_end}|{words.any_of('title_ends_after_comma')}(?!\p{{L}})|{clause})"
            ),
            regex.compile(
                rf"(?:{item}{item_end}|{words.any_of('title_ends_after_and')}(?!\p{{L}})"
                rf"|(?:(?:hơn|gần) )?\d{{1,2}} (?:năm|tháng) (?:triển khai|thực hiện|thi hành)(?!\p{{L}}))"
            ),
            nested=regex.compile(
                rf"(?:việc )?(?:(?!và (?:các )?{words.type_word})[\p{{Ll}}]+,? ){{1,9}}?"
                rf"(?:các )?(?:{words.type_word} ?{NUMBER_WORD}? ?:? ?\d"
                rf"|(?:Bộ luật|Luật|Pháp lệnh) \p{{Lu}})"
            ),
            enacted=regex.compile(rf" (?={enacted}(?!\p{{L}}))"),
            basis=regex.compile(rf"[-+*•]?\s?(?:Căn cứ(?!\p{{L}})|(?:{words.type_word}) ?:? ?{NUMBER_WORD}? ?:? ?\d)"),
            listed=regex.compile(rf"; ?{other_clause}(\p{{Ll}}[^;\n.(]{{5,400}})(?=[;\n.(]|$)"),
            between=regex.compile(
                rf"(?:; ?{other_clause}\p{{Ll}}[^;\n.(:]{{5,200}}){{1,5}}(?=; ?(?:[Cc]ác )?{words.type_word} )"
            ),
            item=regex.compile(rf"[;:] ?{typed}[^;\n]*$"),
            instrument=regex.compile(rf"(?i:{typed})|{law}|\d[\d./a-zđ]*[-/]\p{{Lu}}"),
            other=regex.compile(rf"(?i:{typed})"),
            part=regex.compile(rf"(?P<doing>việc \p{{Ll}}+(?: \p{{Ll}}+)? )?{part}{item}"),
        )

    def find(self, text: str, at: int, after_issuer: bool) -> tuple[str, int, int] | None:
        """The title that begins just after a place: its words, start and end."""
        found = self.begin.match(text, at)
        if found is None:
            return None
        if found["weak"] and (not after_issuer or self.other.match(text, found.start("weak"))):
            return None
        after_comma = found["strong"] and found.group().lstrip().startswith(",")
        if after_comma and not (found["strong"][0].islower() and self.enclosed(text, at)):
            return None  # what begins here may be done by the plan; in brackets it tells of the instrument
        start = found.start("strong") if found["strong"] else found.start("weak") if found["weak"] else found.end()
        if found["quote"]:
            start = found.start("quote")
        if text[start : start + 1] in _OPEN and (quoted := self.quoted(text, start)):
            return quoted
        end = self.end(text, start)
        if text.startswith(":", end) and (follows := _FOLLOWS.search(text, start, end)):
            end = follows.start()
        if not after_issuer and (told := self.enacted.search(text, start, end)):
            end = told.start()
        end -= len(text[start:end]) - len(_CONJUNCTION.sub("", text[start:end].rstrip(" ,")))
        title = text[start:end].strip(" ,;.:-")
        if title in ("ban hành", "phê duyệt", "thông qua"):
            return None  # `do UBND tỉnh ban hành`
        if title.count("“") != title.count("”") or title.count('"') % 2:
            title = title.strip('“”"')
        return (title, start, end) if len(title) > 2 else None

    def enclosed(self, text: str, at: int) -> bool:
        """Whether a place stands in brackets."""
        near = max(0, at - _LONGEST)
        return text.rfind("(", near, at) > max(text.rfind(")", near, at), text.rfind("\n", near, at))

    def quoted(self, text: str, start: int) -> tuple[str, int, int] | None:
        """The words in quotation marks at a place, unless the mark is never closed."""
        close = _OPEN.get(text[start : start + 1])
        if close is None:
            return None
        line = text.find("\n", start)
        limit = min(line if line >= 0 else len(text), start + _LONGEST)
        end = text.find(close, start + 1, limit)
        while close in "'’" and end >= 0 and text[end + 1 : end + 2].isalpha():  # `Krông M'gar`
            end = text.find(close, end + 1, limit)
        if close == "”" and (other := text.find('"', start + 1, limit)) >= 0 and (end < 0 or other < end):
            end = other
        if end < 0 or ";" in text[start:end]:
            return None
        return text[start + 1 : end].strip(" ,;."), start, end + 1

    def end(self, text: str, start: int) -> int:
        """Where a title ends that begins at a place."""
        limit = min(len(text), start + _LONGEST)
        at = start
        while found := self.cut.search(text, at, limit):
            here, sign = found.start(), found.group()
            if sign == ";" and self._lists_on(text, start, here, limit):
                at = here + 1
            elif sign in (";", "\n", ")", ":") or self._goes_on_with_a_part(text, start, found, limit):
                return here
            elif sign in ("“", '"'):
                at = self._after_quote(text, here, limit)
            elif sign == "(":
                at = self._after_bracket(text, here, limit)
                if at < 0:
                    return here
            elif sign == "." and text[max(start, here - 2) : here].casefold() in ("tp", "tx", "tt"):
                at = here + 1
            elif sign in (", ", " và ") and not self._ends_after(sign, text, start, found.end(), limit):
                at = found.end() - 1
            else:
                return here
        return limit if limit == len(text) else min(limit, self._word_end(text, limit))

    def _ends_after(self, sign: str, text: str, start: int, at: int, limit: int) -> bool:
        """Whether what follows a comma or `và` is another instrument or clause."""
        if sign == ", ":
            return self.after_comma.match(text, at, limit) is not None
        return self.after_and.match(text, at, limit) is not None and not self._nests(text, start, limit)

    def _lists_on(self, text: str, start: int, here: int, limit: int) -> bool:
        """Whether a semicolon stands inside a subject: in the line of a legal basis what follows it is no instrument.

        `Nghị định số 145/2013/NĐ-CP … quy định về tổ chức ngày kỷ niệm; nghi thức trao tặng danh hiệu;`
        In a list of instruments another one follows in the end; or what follows begins as a part of the subject did.
        """
        line = text.rfind("\n", 0, start) + 1
        if self.basis.match(text, line):
            following = self.listed.match(text, here, limit)
            return following is not None and self.instrument.search(text, following.start(1), following.end(1)) is None
        again = _FIRST_WORDS.match(text, here)
        if again and again["words"] in text[start:here]:
            return True
        between = self.between.match(text, here, limit)
        if between is None or self.instrument.search(text, here, between.end()):
            return False
        return self.item.search(text[max(line, start - _LONGEST) : start]) is not None

    def _nests(self, text: str, start: int, limit: int) -> bool:
        """Whether a title begins with what is done to another instrument."""
        return self.nested.match(text, start, limit) is not None

    def _goes_on_with_a_part(self, text: str, start: int, found: regex.Match[str], limit: int) -> bool:
        """Whether another instrument follows, by its article, where the title itself is about no article."""
        part = self.part.match(text, found.end()) if found.group() in (", ", " và ") else None
        if part is None or (not part["doing"] and self._nests(text, start, limit)):
            return False
        return _ARTICLE.search(text, start, found.start()) is None

    def _after_bracket(self, text: str, here: int, limit: int) -> int:
        """Where to go on after a bracket: behind it; -1 where it is never closed, or what it says ends the subject."""
        close = text.find(")", here, limit)
        ends = close < 0 or "\n" in text[here:close] or self.bracket.match(text, here, limit)
        return -1 if ends else close + 1

    def _after_quote(self, text: str, here: int, limit: int) -> int:
        """Where to go on after a quotation mark: behind the quotation, if the mark is ever closed."""
        close = text.find(_OPEN[text[here]], here + 1, limit)
        return here + 1 if close < 0 or "\n" in text[here:close] or ";" in text[here:close] else close + 1

    def _word_end(self, text: str, at: int) -> int:
        blank = text.rfind(" ", 0, at)
        return blank if blank > 0 else at


@cache
def grammar(instruments: Instruments) -> TitleGrammar:
    """The patterns of some knowledge, made once."""
    return TitleGrammar.of(lexicon(instruments))
