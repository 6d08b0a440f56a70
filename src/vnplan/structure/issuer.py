"""The bodies that a head names: who issues, and the body above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

from vnplan.knowledge import Knowledge
from vnplan.knowledge.abbreviations import written_out
from vnplan.knowledge.sections import bare

_TERRITORY = regex.compile(
    r"(?P<kind>(?i:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã(?!\s+hội\b)|phường|thị trấn|đặc khu))\s+"
    r"(?!(?i:ủy|khóa|lần)\b)(?P<name>\p{Lu}[\p{L}']*(?:(?:\s-\s|\s|-)\p{Lu}[\p{L}']*){0,4}|\d{1,2})"
)
_JOINING = frozenset(
    {"và", "các", "của", "về", "thuộc", "trực", "tỉnh", "huyện", "quận", "xã", "phường"}
)  # in the name of a field a capital begins none of these
_PROPERLY = {"việt nam": "Việt Nam", "trung ương": "Trung ương"}
_PROPER = regex.compile(rf"\b(?:{'|'.join(_PROPERLY)})\b", regex.IGNORECASE)
_ROMAN = regex.compile(r"[IVX]+")
FIXED = regex.compile(
    r"cộng h.{1,3}a x.{1,2} h.{1,2}i ch.{1,2} ngh.{1,3}a vi.{1,3}t nam|độc lập\W{0,4}tự do\W{0,4}hạnh phúc"
    r"|đảng cộng sản việt nam|(?<!trung ương )đoàn (?:tncs|thanh niên cộng sản) hồ chí minh",
    regex.IGNORECASE,
)
_KIND_OF_SCHOOL = regex.compile(
    r"(?:(?:TRUNG HỌC PHỔ THÔNG|TRUNG HỌC CƠ SỞ|TIỂU HỌC|MẦM NON|MẪU GIÁO|ĐẠI HỌC|CAO ĐẲNG|TRUNG CẤP|CHÍNH TRỊ"
    r"|PHỔ THÔNG|DÂN TỘC|NỘI TRÚ|BÁN TRÚ|CHUYÊN|NGHỀ|SƯ PHẠM|Y TẾ|Y DƯỢC|KỸ THUẬT|KINH TẾ|VÀ|CÔNG NGHỆ|ĐA KHOA"
    r"|CHUYÊN KHOA|KHU VỰC|PHỤ SẢN|SẢN|NHI|MẮT|PHỔI|TÂM THẦN|Y HỌC|CỔ TRUYỀN|PHỤC HỒI|CHỨC NĂNG)(?:\s|$))+"
)
_TERM = regex.compile(r",?\s*(?:KHÓA|NHIỆM KỲ|KỲ HỌP|khóa (?=[IVX\d])|nhiệm kỳ)\s?.*$")
_KIND_OF_COMMITTEE = {
    "Tỉnh ủy": "tỉnh",
    "Thành ủy": "thành phố",
    "Huyện ủy": "huyện",
    "Quận ủy": "quận",
    "Thị ủy": "thị xã",
    "Tỉnh đoàn": "tỉnh",
    "Thành đoàn": "thành phố",
    "Huyện đoàn": "huyện",
}
_COMPLETE = ("SỞ ", "BỘ ")
_JOINED = ("VÀ ", "- ", "& ", ", ")
_NO_NAME = ("THEO ", "SỐ ", "SỐ:", "VỀ VIỆC ", "BAN HÀNH ")
_AFTER_BODIES = regex.compile(r"[Ss]ố\s?:|.{2,45},\s*[Nn]gày\b")  # the number, and place and date
_PROVINCIAL = frozenset({"tỉnh", "thành phố"})
LOWER_KINDS = ("huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
"""The territories below a province."""
_SECOND_BODY = regex.compile(
    r"(?<=^(?:UBND|ỦY BAN NHÂN DÂN|TỈNH ỦY|THÀNH ỦY|ĐẢNG BỘ)\b.{3,60}\s)"
    r"(?:SỞ|BAN|VĂN PHÒNG|PHÒNG|UBND|ỦY BAN|(?:TỈNH|THÀNH|HUYỆN|THỊ|QUẬN|ĐẢNG) ỦY(?=\s|$))(?=\s|$)"
    r"|(?<=^(?:SỞ|PHÒNG|UBND|ỦY BAN NHÂN DÂN)\b.{3,60}\s)"
    r"TRƯỜNG(?=\s(?:TH|THCS|THPT|PTDT\w*|MẦM|MẪU|TIỂU|TRUNG|CAO|ĐẠI)\s)"
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body named in a head: its canonical name, the words that begin it, the territory in it."""

    name: str
    word: str
    kind: str | None = None  # of the territory
    territory: str | None = None
    party: bool = False


def _proper(words: str) -> str:
    """`BÀ RỊA - VŨNG TÀU` -> `Bà Rịa - Vũng Tàu`."""
    return " ".join(word.capitalize() for word in words.split())


def _field(words: str) -> str:
    """The field of an office: its parts begin with a capital, the rest is small; abbreviations stay.

    >>> _field("NÔNG NGHIỆP VÀ MÔI TRƯỜNG"), _field("VĂN HÓA, THỂ THAO VÀ DU LỊCH"), _field("GD&ĐT")
    ('Nông nghiệp và Môi trường', 'Văn hóa, Thể thao và Du lịch', 'Giáo dục và Đào tạo')
    """
    if not words.isupper():  # its capitals stand where they should
        return written_out(words)
    made, capital, task = [], True, False
    for written in words.split():
        word, long = written.lower(), written_out(written)
        if written not in (long, "TƯ"):  # a word of `TƯ PHÁP`
            made.append(long)
            continue
        short = _abbreviated(written)
        made.append(written if short else word if word in _JOINING or not capital else word[:1].upper() + word[1:])
        task = task or word == "về"  # what a board is for is no list of fields
        capital = not task and (short or word in ("và", "-", "&") or word.endswith(","))
    return _PROPER.sub(lambda match: _PROPERLY[match.group().lower()], " ".join(made))


def _abbreviated(word: str) -> bool:
    """Whether a word in capitals is an abbreviation: it has no vowel (`THPT`, `TH&THCS`)."""
    return len(word) > 1 and word.isupper() and not set(bare(word)) & set("aeiouy")


def _own_name(words: str) -> str:
    """The name of a school or hospital: kind, then a proper name.

    >>> _own_name("THPT NGUYỄN KHUYẾN"), _own_name("TIỂU HỌC KIM ĐỒNG")
    ('THPT Nguyễn Khuyến', 'Tiểu học Kim Đồng')
    >>> _own_name("ĐA KHOA KHU VỰC II")
    'Đa khoa khu vực II'
    """
    end = 0
    for word in words.split():
        if not _abbreviated(word):
            break
        end += len(word) + 1
    kind = _KIND_OF_SCHOOL.match(words, end)
    end = kind.end() if kind else min(end, len(words))
    rest = " ".join(
        word if _abbreviated(word) or _ROMAN.fullmatch(word) else word.capitalize() for word in words[end:].split()
    )
    return f"{_field(words[:end])} {rest}".strip()


class Issuers:
    """Reads names of issuing bodies."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.know = know = knowledge.sections
        self.names = knowledge.instruments.issuer_names
        self.territories = knowledge.territories
        names = [(form.upper(), row) for row in know.bodies for form in (row.name, *row.short)]
        names.sort(key=lambda pair: -len(pair[0]))
        self.bodies = [(form, bare(form), row) for form, row in names]
        self.offices = sorted(((row.word.upper(), row) for row in know.offices), key=lambda pair: -len(pair[0]))

    @staticmethod
    @lru_cache(maxsize=4)
    def of(knowledge: Knowledge) -> Issuers:
        """The reader of some knowledge, made once."""
        return Issuers(knowledge)

    def bodies_of(self, lines: Iterable[str]) -> list[Body]:
        """The bodies that the lines of a head name, in their order."""
        units: list[str] = []
        closed = False
        for line in lines:
            rest = _TERM.sub("", " ".join(FIXED.sub(" ", line).strip(" |*-_").split()))
            if _AFTER_BODIES.match(rest):
                closed = True
            if not rest or not rest.isupper() or len(rest) > 200 or not rest[0].isalpha():
                continue
            rest = self._marked(rest)
            if units and (not self._begins(rest) or self._is_body(f"{units[-1]} {rest}")):
                closed = closed or not self._goes_on(units[-1], rest)
                if not closed or _TERRITORY.fullmatch(rest):
                    units[-1] += f" {rest}"
            else:
                units.append(rest)
                closed = False
        return [body for unit in units for body in self._split(unit)]

    def _marked(self, words: str) -> str:
        """Words whose first ones name a body and lost their marks, or the first letter: `UY BAN NHÂN DÂN`."""
        plain = bare(words)
        for form, bare_form, _ in self.bodies:
            if " " in form and plain.startswith(bare_form):
                return form + words[len(form) :]
            if " " in form and plain.startswith(bare_form[1:]):  # `Y BAN NHÂN DÂN`: a scan or a font lost the first
                return form + words[len(form) - 1 :]
        return words

    def _goes_on(self, unit: str, rest: str) -> bool:
        """Whether a line belongs to the name above it: a complete one is followed only by its territory."""
        if not unit.startswith(_COMPLETE) or unit.casefold() not in self.names:
            return not rest.startswith(_NO_NAME)  # `ĐOÀN KIỂM TRA / THEO QUYẾT ĐỊNH SỐ …`
        return (
            rest.startswith(_JOINED)
            or _TERRITORY.match(rest) is not None
            or self.territories.canonical(rest) is not None
            or f"{unit} {rest}".casefold() in self.names
        )

    def _is_body(self, words: str) -> bool:
        return any(words == form for form, _, _ in self.bodies)

    def _begins(self, words: str) -> bool:
        return any(words.startswith(form) for form, _, _ in self.bodies) or any(
            words.startswith(f"{word} ") or (words == word and " " in word) for word, _ in self.offices
        )

    def _split(self, unit: str) -> list[Body]:
        """`UBND TỈNH TÂY NINH SỞ Y TẾ` on one line names two bodies."""
        cut = next((match for match in _SECOND_BODY.finditer(unit) if not self._ends_territory(unit, match)), None)
        parts = [unit] if cut is None else [unit[: cut.start()].strip(), unit[cut.start() :].strip()]
        return [body for part in parts if (body := self.read(part)) is not None]

    def _ends_territory(self, unit: str, match: regex.Match[str]) -> bool:
        """Whether what looks like a second body is the end of a name: `UBND THÀNH PHỐ HẢI PHÒNG`."""
        name = " ".join(unit[: match.end()].split()[-2:])
        return self.territories.canonical(name) is not None

    def read(self, words: str) -> Body | None:
        """One body from its words, in capitals or not."""
        words = _TERM.sub("", " ".join(words.split()))
        upper = words.upper()
        plain = bare(upper)
        for form, bare_form, row in self.bodies:
            if plain.startswith(bare_form) and upper[len(form) : len(form) + 1] in ("", " "):
                rest = words.strip()[len(form) :].strip()
                return self._named(row.name, rest, party=row.kind == "party")
        for word, office in self.offices:
            if upper.startswith(f"{word} ") or (upper == word and " " in word):
                rest = words.strip()[len(word) :].strip()
                place = _TERRITORY.search(rest)
                kind, territory, own = None, None, rest
                if place is not None:
                    (kind, territory), own = self._place(place), rest[: place.start()]
                elif office.level == "province" and (named := self._province_at_end(rest)):
                    kind, territory, own = named
                school = office.word in ("Trường", "Bệnh viện") and own.isupper()
                name = f"{office.word} {_own_name(own) if school else _field(own)}".strip()
                name = self.names.get(name.casefold(), name)
                return Body(f"{name} {kind} {territory}" if kind else name, office.word, kind, territory)
        return None

    def _province_at_end(self, words: str) -> tuple[str, str, str] | None:
        """`GIÁO DỤC VÀ ĐÀO TẠO NAM ĐỊNH`: the province without its type, and the words before it."""
        parts = words.split()
        for count in (4, 3, 2, 1):
            if len(parts) > count and (name := self.territories.canonical(" ".join(parts[-count:]))):
                return self.province_kind(name), name, " ".join(parts[:-count])
        return None

    def _named(self, name: str, rest: str, *, party: bool) -> Body:
        place = _TERRITORY.match(rest)
        if place is not None:
            kind, territory = self._place(place)
            return Body(f"{name} {kind} {territory}", name, kind, territory, party)
        if not rest:
            return Body(name, name, party=party)
        if rest.casefold() in _PROVINCIAL:  # `ỦY BAN NHÂN DÂN TỈNH`
            return Body(f"{name} {rest.lower()}", name, party=party)
        if rest.casefold() in LOWER_KINDS:  # `Ủy ban nhân dân quận`
            return Body(f"{name} {rest.lower()}", name, rest.lower(), party=party)
        if name in _KIND_OF_COMMITTEE:
            return Body(f"{name} {_proper(rest)}", name, _KIND_OF_COMMITTEE[name], _proper(rest), party)
        if name in ("Ban Thường vụ", "Ban Chấp hành"):
            above = self.read(rest)
            if above is not None:
                return Body(f"{name} {above.name}", name, above.kind, above.territory, True)
        if name in ("Ủy ban nhân dân", "Hội đồng nhân dân"):
            return Body(f"{name} {_proper(rest)}", name, None, None)
        within = self.read(rest)
        return Body(f"{name} {within.name if within else _field(rest)}", name, party=party)

    def _place(self, match: regex.Match[str]) -> tuple[str, str]:
        kind = match.group("kind").lower().rstrip(".")
        kind = "thành phố" if kind == "tp" else kind
        name = match.group("name")
        if kind in _PROVINCIAL and self.territories.canonical(name) is None:
            name = self._known_part(name) or name
        return kind, _proper(name)

    def territory(self, words: str) -> str | None:
        """The province that words are, or begin with."""
        return self.territories.canonical(words) or self._known_part(words)

    def _known_part(self, words: str) -> str | None:
        """The province that begins some words: of `Huế Nguyễn Văn An`, Huế."""
        parts = words.split()
        beginnings = (" ".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
        return next((name for name in beginnings if self.territories.canonical(name)), None)

    def province_of(self, body: Body | None) -> str | None:
        """The province that a body belongs to, as its name says."""
        if body is None or body.kind not in _PROVINCIAL or body.territory is None:
            return None
        if body.kind == "thành phố" and self.territories.type_of(body.territory) != "thành phố":
            return None  # a city under a province: Vinh
        return body.territory

    def province_kind(self, name: str) -> str:
        """`tỉnh` or `thành phố`."""
        return "thành phố" if name.removeprefix("TP. ").removeprefix("Thành phố ") in self.know.cities else "tỉnh"

    def level(self, body: Body) -> str:
        """Whose territory a body is of: `central`, `province`, `district` or `none`."""
        for word, office in self.offices:
            if body.word.upper() == word:
                field = body.name[len(word) :].strip().lower().removeprefix("chỉ đạo ")
                return "central" if field.startswith(self.know.national) else office.level
        row = next((row for _, _, row in self.bodies if row.name == body.word), None)
        if row is not None:
            return row.level
        return "province"
