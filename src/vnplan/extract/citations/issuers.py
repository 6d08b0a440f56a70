"""The body that issued an instrument: as stated, in standard form, or read from the symbol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import regex

from vnplan.core.document import Document
from vnplan.extract.citations.heads import NUMBER_WORD, Lexicon, alternatives, lexicon
from vnplan.knowledge import Knowledge
from vnplan.knowledge.abbreviations import written_out
from vnplan.knowledge.instruments import Instruments, trie
from vnplan.knowledge.symbols import Symbol

_SYLLABLE = r"\p{Lu}[\p{L}.]*(?: ?- ?\p{Lu}\p{L}*)?"
_UNIT = (
    r"(?:tỉnh|thành phố trực thuộc trung ương|thành phố|TP\.?|Tp\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu"
    r"|Tỉnh|Thành phố|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|XÃ|PHƯỜNG|ĐẶC KHU)"
)
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_UNIT_NAME = regex.compile(
    r"((?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|tỉnh ủy|thành ủy|huyện ủy) )(?!ủy|hội)(.+)$"
)
_GLUED = regex.compile(r"\b(UBND|HĐND)(?=tỉnh|huyện|thành)|(?<=\p{Ll})(?=(?:Bộ|Sở|Ủy ban|UBND|HĐND) )")
_NAMES_WITHIN = (
    "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy", "Đảng ủy", "Đảng bộ", "Ban Thường vụ", "Ban Chấp hành",
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Chính phủ",
)  # fmt: skip
_ORDINAL = r"(?:\d+|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|mốt|lăm)(?!\p{L})"
_SITTING = rf"[Kk](?:ỳ|ì) họp(?: (?:thứ|lần|chuyên đề|bất thường))*(?: {_ORDINAL}){{0,3}}"
_TERM = r"(?:[Kk]hóa|KHÓA|nhiệm kỳ|NHIỆM KỲ) ?(?:thứ )?[\dXVI]+(?: ?- ?\d{4})?"
TERM = regex.compile(
    rf" ?[(,]? ?(?:tại )?(?:{_TERM}|{_SITTING})(?: ?[,-]? ?(?:tại )?(?:{_TERM}|{_SITTING})){{0,2}} ?\)?"
)
_ENDS_WITH_UNIT = regex.compile(r"(?i)(?:^| )(" + "|".join(_LEVELS) + r")$")
_PARTY_BODY = regex.compile(r"(Huyện|Quận|Thị|Thành) ủy$")
_DEPARTMENT = regex.compile(r"(?:Giám đốc )?Sở \p{Lu}[^\d]*$")
_HAS_PROVINCE = regex.compile(r" (?:tỉnh|thành phố) \p{Lu}")
_ASSEMBLY_CODE = regex.compile(r"(QH|UBTVQH)\d{1,2}")
_MEETING = regex.compile(
    r"(?i)^Hội nghị (?:lần thứ \p{L}+(?: \p{L}+)?|Trung ương(?: \d+)?),?(?: của)? (?=Ban Chấp hành|BCH)"
)
_CENTRAL_COMMITTEE = regex.compile(
    r"(?i)^Hội nghị (?:Trung ương|TW|lần thứ \p{L}+)(?: \d+)?$"
    r"|^Ban Chấp hành Trung ương(?: Đảng)?(?: Cộng sản Việt Nam)?$|^(?:Trung ương Đảng|Trung ương)$"
)
_OF_UNION = regex.compile(r"(?<=[Tt]rung ương) (?:Đoàn|Hội)(?!\p{L})")
# `của Bộ`, `của các huyện`: which body, or which of many, is not said
_NOBODY = regex.compile(r"(?:Bộ|Sở|Ban|Cục|Vụ|Phòng)$|(?i:các|những|mọi|từng|mỗi) ")
_LONGEST_PLACE = 60  # characters
_SECRETARIAT = regex.compile(r"(?i)^(Bộ Chính trị|Ban Bí thư)(?:,? (?:Ban Chấp hành )?Trung ương(?: Đảng)?)?$")
_OWN = regex.compile(rf"(?:^| )({'|'.join(sorted(_LEVELS, key=len, reverse=True))}) (\p{{Lu}}.*)$")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose document it is: `tỉnh` in it means its own province, `UBND` alone its own body.

    `province` is the full name (`tỉnh Tây Ninh`), `units` the names of its own lower units by level.
    """

    province: str | None = None
    units: tuple[tuple[str, str], ...] = ()
    own: str | None = None  # the unit whose body issued the document

    @classmethod
    def of(cls, doc: Document, know: Knowledge) -> Place:
        """The place of a document, from its header."""
        header = doc.header
        province = know.territories.full_name(header.province, header.issued_on) if header.province else None
        units: list[tuple[str, str]] = []
        own = None
        for body in (header.issuer, header.parent_body):
            found = _OWN.search(body) if body else None
            if found:
                units.append((found[1], f"{found[1]} {found[2]}"))
                own = own or f"{found[1]} {found[2]}"
        return cls(province, tuple(units), own or province)

    def unit(self, level: str) -> str | None:
        """The full name of the document's own unit of a level."""
        level = level.lower()
        if level in ("tp", "tp.", "thành phố trực thuộc trung ương"):
            level = "thành phố"
        for name, full in self.units:
            if name == level:
                return full
        if self.province and self.province.startswith(level + " "):
            return self.province
        return None

    @property
    def party(self) -> str | None:
        """The provincial Party committee: `Tỉnh ủy Tây Ninh`, `Thành ủy Cần Thơ`."""
        if not self.province:
            return None
        level, _, name = self.province.partition(" ")
        if level == "thành":
            return f"Thành ủy {name.removeprefix('phố ')}"
        return f"Tỉnh ủy {name}"

    @property
    def name(self) -> str:
        """The province's name without its type."""
        return (self.province or "").removeprefix("tỉnh ").removeprefix("thành phố ")


@dataclass(frozen=True, eq=False)
class IssuerGrammar:
    """The patterns of issuers' names."""

    instruments: Instruments
    known: regex.Pattern[str]
    board: regex.Pattern[str]
    other: regex.Pattern[str]
    fields: regex.Pattern[str]
    shortened: regex.Pattern[str]
    names: dict[str, str]

    @classmethod
    def of(cls, words: Lexicon, provinces: str) -> IssuerGrammar:
        """The patterns for some knowledge."""
        instruments = words.instruments
        stop = words.any_of("issuer_ends")
        spelled = [
            w
            for row in instruments.issuers
            if row.level not in ("territory", "any", "party")
            for w in (row.name, *row.aliases)
        ]
        closed = trie(c for w in spelled for c in (w, w.upper(), w[0].upper() + w[1:].lower()))
        boards = alternatives(tuple(w for w in spelled if " về " in w))
        closed = f"(?:{closed}|(?i:{boards}))"
        office = rf"(?:{words.any_of('offices')}(?: |(?=\p{{Lu}})))"
        name = rf"(?: (?!{words.any_of('not_in_names')}(?!\p{{L}})){_SYLLABLE})"
        place = rf"(?: (?:{provinces}|{_UNIT}(?: {provinces}|{name}{{1,4}})?))"
        body = (
            r"(?:(?:Thường trực|TT\.?|Văn phòng|VP) )?(?:UBND|Ủy ban nhân dân|Ủy ban Nhân dân|HĐND"
            r"|Hội đồng nhân dân|ỦY BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN"
            r"|(?:UB ?|Ủy ban )MTTQ(?: Việt Nam)?|Ủy ban Mặt trận Tổ quốc Việt Nam|Công an"
            r"|Bộ Chỉ huy [Qq]uân sự|Bộ CHQS|Đoàn ĐBQH|Đoàn đại biểu Quốc hội)"
        )
        party = (
            r"(?:(?:Ban Thường vụ|BTV|Ban Chấp hành|BCH|Thường trực|Văn phòng|Ban Tổ chức"
            r"|Ban Tuyên giáo(?: và Dân vận)?|Ban Dân vận|Ban Nội chính|UBKT|Ủy ban Kiểm tra"
            r"|Đại hội đại biểu|Đại hội) )?(?:Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Đảng ủy|Đảng bộ"
            r"|TỈNH ỦY|THÀNH ỦY)"
        )
        of_party = rf"{party}{place}?(?!\p{{L}})(?: (?:UBND|Khối|{closed}(?!\p{{L}})){place}?)?(?: lần thứ [IVX]+)?"
        known = rf"(?:{office}?(?:{closed}(?!\p{{L}}){place}?|{body}(?: ?{place})?(?!\p{{L}})|{of_party}))"
        # a capital may begin the subject: `của Bộ Y tế Ban hành Quy chế`
        acts = alternatives(
            (
                "Về",
                "VỀ",
                "V/v",
                *(w.upper() for w in words.lists["title_verbs"]),
                *(w[0].upper() + w[1:] for w in words.lists["title_verbs"] if " " in w),
            )
        )
        symbol = r"(?:-\p{Lu}\p{L}*)?(?:/\p{Lu}+)?"  # `Ban Chỉ đạo Chương trình 03-CTr/TU`
        word = rf"(?:(?!(?:{stop[3:-1]}|{acts[3:-1]})(?!\p{{L}})|số ?:? ?\d)[\p{{L}}&.\d]+{symbol})"
        other = rf"{word}(?:(?: | ?- ?){word}){{0,18}}"
        # "về" may belong to a board's name: then another "về" or verb follows it
        board = (
            r"(?:Tổ giúp việc |Văn phòng |Trưởng )?(?:Ban [Cc]hỉ đạo|BCĐ|Tổ [Cc]ông tác|Ủy ban [Qq]uốc gia"
            r"|Hội đồng(?! [Nn]hân dân))[^;.,:()\n]{0,60}? về [^;.:\n]{3,120}?"
            r"(?=,? (?:về|thông báo|ban hành|phê duyệt|quy định|triển khai|hướng dẫn)(?: việc)? )"
        )
        return cls(
            instruments,
            regex.compile(known),
            regex.compile(board),
            regex.compile(other),
            regex.compile(_fields(words, word, place)),
            regex.compile(
                rf"(?P<name>{body}|Tỉnh ủy|Sở(?: \p{{L}}+){{1,8}}?) \(\p{{Lu}}[\p{{Lu}}&]{{1,9}}\)(?= {_UNIT} )"
            ),
            dict(instruments.issuer_names),
        )

    def stated(self, text: str, at: int, place: Place) -> tuple[str, int] | None:
        """The body named at a place, in standard form, and where its name and term end."""
        if short := self.shortened.match(text, at):  # `Ủy ban nhân dân (UBND) tỉnh Quảng Nam`
            whole = short["name"] + text[short.end() : short.end() + _LONGEST_PLACE]
            named = self.stated(whole, 0, place)
            if named is not None and named[1] > len(short["name"]):
                return named[0], short.end() + named[1] - len(short["name"])
        found = self.board.match(text, at) or self.known.match(text, at)
        other = None
        if found is not None and _OF_UNION.match(text, found.end()):  # `Ban Bí thư Trung ương Đoàn`
            found = self.other.match(text, at) or found
        if found is None or not ("," in found.group() or self._closed(found)):
            other = self.other.match(text, at)
            if found is None or (other and other.end() > found.end()):
                found = other
        if found is None or not found.group().strip(" .") or _NOBODY.match(text, at, found.end()):
            return None
        end = found.end()
        if found is other and (further := self.fields.match(text, at)) and further.end() > end:
            end = further.end()
        while text[end - 1] in " .":
            end -= 1
        name = self.standard(text[at:end], place)
        term = TERM.match(text, end)
        return name, term.end() if term else end

    def of_field(self, kind: str, text: str, at: int, place: Place) -> tuple[str, int] | None:
        """The body of a kind that is named at a place by its field alone: `Y tế` for `Bộ Y tế`."""
        words = f"{kind} {text[at : at + _LONGEST_PLACE]}"
        found = self.known.match(words)
        if found is None:
            return None
        return self.standard(found.group(), place), at + found.end() - len(kind) - 1

    def _closed(self, found: regex.Match[str]) -> bool:
        """Whether a name is complete, so that words after it do not belong to it."""
        return found.group().casefold() in self.names or found.group()[-1:].islower()

    def standard(self, words: str, place: Place) -> str:
        """A body's name in standard form, with the territory that the document gives it.

        `UBND tỉnh` -> `Ủy ban nhân dân tỉnh Tây Ninh`.
        """
        return _standard(self, words, place)

    def in_standard(self, words: str, place: Place) -> str:
        """The standard form, worked out."""
        words = _GLUED.sub(lambda glued: f"{glued[1] or ''} ", " ".join(words.split()).strip(" ,.-"))
        if len(words) > 3 and words.isupper() and (coded := self.instruments.issuer_of_code(words)):
            words = coded.name
        if words.isupper() and len(words) > 4:
            words = self._lowered(words)
        if (direct := self.names.get(words.casefold())) is not None:
            words = direct
        office, _, rest = words.partition(" Bộ ")
        if rest and (direct := self.names.get(f"bộ {rest}".casefold())):
            words = f"{office} {direct}"
        words = written_out(words)
        words = TERM.sub("", words).strip()
        words = _MEETING.sub("", words)
        if _CENTRAL_COMMITTEE.match(words):
            return "Ban Chấp hành Trung ương"
        if found := _SECRETARIAT.match(words):
            return found[1]
        words = words.replace("Ủy ban Nhân dân", "Ủy ban nhân dân").replace(
            "Thủ tướng chính phủ", "Thủ tướng Chính phủ"
        )
        return self._placed(words, place)

    def _lowered(self, words: str) -> str:
        known = self.names.get(words.casefold())
        if known:
            return known
        low = written_out(words).lower()
        low = _UNIT_NAME.sub(lambda m: m[1] + m[2].title(), low)
        for name in _NAMES_WITHIN:
            low = low.replace(name.lower(), name)
        return low[0].upper() + low[1:]

    def _placed(self, words: str, place: Place) -> str:
        """The name with its territory, where the text leaves it to the document."""
        last = _ENDS_WITH_UNIT.search(words)
        if last and (full := place.unit(last[1])):
            return words[: last.start(1)] + full
        if words.endswith(("Tỉnh ủy", "Thành ủy")) and place.party:
            kind = words[-len("Tỉnh ủy") :].split(maxsplit=1)[0]
            same = place.party.startswith("Thành") or kind == "Tỉnh"
            return f"{words} {place.name}" if same else words
        if found := _PARTY_BODY.search(words):
            level = {"Huyện": "huyện", "Quận": "quận", "Thị": "thị xã", "Thành": "thành phố"}[found[1]]
            full = place.unit(level)
            return words + full.removeprefix(level) if full else words
        if (
            words.endswith("Đảng ủy")
            and place.own
            and place.own.startswith(("xã ", "phường ", "đặc khu ", "thị trấn "))
        ):
            return f"{words} {place.own}"
        if words.endswith(("Ủy ban nhân dân", "Hội đồng nhân dân")) and place.own:
            return f"{words} {place.own}"
        if _DEPARTMENT.match(words) and not _HAS_PROVINCE.search(words):
            return f"{words.removesuffix(' ' + place.name)} {place.province}" if place.province else words
        return words

    def of_symbol(
        self, symbol: Symbol, type_name: str | None, issued_on: str | None, place: Place, is_party: bool
    ) -> str | None:
        """The body that the symbol names; None where it does not decide."""
        if not symbol.organs:
            return None
        row = self.instruments.type_of_symbol(symbol)
        if row and row.joint and len(symbol.organs) > 1:
            names = [self._coded(code, issued_on, place, is_party) for code in symbol.organs]
            return ", ".join(name for name in names if name) if all(names) else None
        name = self._coded(symbol.organs[0], issued_on, place, is_party)
        if name and type_name == "Thông tư" and name.startswith("Bộ "):
            return f"Bộ trưởng {name}"
        return name

    def _coded(self, code: str, issued_on: str | None, place: Place, is_party: bool) -> str | None:
        upper = code.upper()
        if found := _ASSEMBLY_CODE.fullmatch(upper):
            upper = found[1]
        if upper in ("TƯ", "T.Ư"):
            upper = "TU" if is_party and place.party else "TW"
        if upper == "TW":
            return None  # Ban Chấp hành, Bộ Chính trị or Ban Bí thư: the symbol does not say
        on = date.fromisoformat(issued_on) if issued_on and len(issued_on) == 10 else None
        row = self.instruments.issuer_of_code(upper, on)
        if row is None or row.level == "any":
            return None
        if upper == "ĐU":
            return self._placed("Đảng ủy", place)
        if upper == "TU":
            return place.party or "Tỉnh ủy"
        if row.level == "territory":
            return self._placed(row.name, place)
        if row.level == "province":
            return (
                self._placed(row.name, place)
                if row.name.startswith(("Sở", "Thanh tra", "Công an", "Bộ Chỉ huy"))
                else row.name
            )
        if row.level in ("party_district",):
            return self._placed(row.name, place)
        return row.name


def _fields(words: Lexicon, word: str, place: str) -> str:
    """`Phòng Giáo dục và Đào tạo`, `Phòng Lao động, Thương binh và Xã hội`: fields of one body, no second body."""
    typed = rf"{words.type_word} ?:? ?(?:{NUMBER_WORD}|\d)"
    second = rf"(?:{words.any_of('acting_bodies')}|Luật|Bộ luật|Pháp lệnh)(?!\p{{L}})|{typed}"
    name = rf"{word}(?:(?: (?!\p{{Lu}})| ?- ?){word}){{0,6}}"
    field = rf"(?!{second})(?=\p{{Lu}}\p{{Ll}}){name}"
    return rf"{words.any_of('bodies_of_fields')} {name}(?:, {field}){{0,2}} (?:và|&) {field}(?: ?- ?{field})?{place}?"


@lru_cache(maxsize=4096)
def _standard(issuers: IssuerGrammar, words: str, place: Place) -> str:
    """A plan names the same few bodies again and again."""
    return issuers.in_standard(words, place)


@cache
def grammar(know: Knowledge) -> IssuerGrammar:
    """The patterns for some knowledge, made once."""
    return IssuerGrammar.of(lexicon(know.instruments), know.territories.fragment)
