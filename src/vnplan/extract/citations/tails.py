"""What stands around a citation's number: provision before, date, issuer and title after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from vnplan.extract.citations import aliases, dates, issuers, laws, lists, same_body, titles
from vnplan.extract.citations.heads import Head
from vnplan.knowledge.symbols import Symbol

_OF = regex.compile(r" ?,? ?(?:do |DO )?(?:của|CỦA|Của) | ?,? ?do (?=\p{Lu})| (?=Hội nghị (?:Trung ương|TW|lần thứ))")
_FORCE = regex.compile(r" \((?:có hiệu lực|hiệu lực)[^()\n]{0,60}\)")
_UNIT_OF_LAW = (
    r"(?:(?:điểm|Điểm|tiết) [a-zđ\d.]{1,4}(?:(?:, | và |; )(?:(?:điểm|tiết) )?[a-zđ](?![\p{L}]))*"
    r"|(?:khoản|Khoản) \d{1,2}[a-zđ]?(?:(?:, | và | đến (?:khoản )?|-)(?:khoản )?\d{1,2}[a-zđ]?(?!\p{L}))*"
    r"|(?:Điều|điều|ĐIỀU) \d{1,3}[a-zđ]?(?:(?:, | và | đến (?:Điều )?|-)(?:Điều )?\d{1,3}[a-zđ]?(?!\p{L}))*"
    r"|[Mm]ục (?:[\dIVX]{1,5}|[A-HĐ](?!\p{L}))|(?:[Cc]hương|[Pp]hần) (?:[IVX]{1,6}|\d{1,2})"
    r"|Phụ lục(?: (?:số )?[\dIVX]{1,5})?)"
)
_PROVISION = regex.compile(
    rf"{_UNIT_OF_LAW}(?:(?:, |; | | và |, và | của ){_UNIT_OF_LAW}){{0,60}}+(?= ?,? ?(?:của |tại |trong "
    rf"|ban hành kèm theo |kèm theo )?$)"
)
# matched backwards from where the citation begins
_PROVISION_NEAR = regex.compile(
    r"(?r)(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Cc]hương|[Mm]ục|[Pp]hần|lục|,|và) [\da-zđIVXA-H]{1,6} ?,? ?(?:của |tại |trong "
    r"|(?:ban hành )?kèm theo )?|Phụ lục (?:ban hành )?kèm theo "
)
_AFTER_PROVISION = regex.compile(r" (?:Đ|Đ\. ?)(\d{1,3})(?!\w)")
_ABOUT = regex.compile(r" về (?=\p{L})")
_ASIDE = regex.compile(
    r" ?\((?:(?:nay là|trước đây|trước là|cũ|cũ\)|nay thuộc)[^()\n]{0,100}|\p{Lu}[\p{Lu}&]{1,9}(?<!BC))\)"
)
_AND_BODY = regex.compile(r"(?:,| và|, và| -) (?=\p{Lu})")
_JOINT = (
    "joint_circular",
    "joint_resolution",
    "joint_plan",
    "joint_submission",
    "joint_programme",
    "interagency_plan",
    "coordination_plan",
)
_SUBMITTED = ("submission", "joint_submission", "appraisal_report", "verification_report")
_OFFICE = regex.compile(r"(?:Giám đốc|Bộ trưởng|Thống đốc|Thủ trưởng|Trưởng|Chủ nhiệm|Chánh|Tổng) (?=\p{Lu})")
_SUBMITTER = regex.compile(
    rf"đề nghị của (?:{_OFFICE.pattern})?"
    r"(?P<who>\p{Lu}[^;.:()\n\d]{2,90}?) tại (?:các )?$"
)
_LIST_OF = regex.compile(r"[Cc]ác (?P<type>\p{L}+(?: \p{L}+){0,3}?) của (?P<who>\p{Lu}[^;:.()\n\d]{2,90}?) ?: ?")
_GOES_ON = regex.compile(r" (?:ngày \d|của \p{Lu}|về |ban hành |phê duyệt )")
_REPORTED = regex.compile(
    r"(?P<of>(?:[Bb]áo cáo|[Đđ]ề nghị|[Đđ]ề xuất|[Kk]iến nghị|[Ýý] kiến) của )(?=\p{Lu})[^;.()\n]{3,400}\($"
)
_UNITED = regex.compile(r"[Ll]iên (?P<kind>[Bb]ộ|[Ss]ở) ?:? ?(?=\p{Lu})")  # `của liên Bộ: Y tế, Tài chính`
_AND_FIELD = regex.compile(r"(?:, ?(?:và )?| và | ?- ?)(?=\p{Lu})")
_JOINTLY = ("LT", "LN")  # of `liên tịch`, `liên ngành`: the symbol says that there are several
# `do Bộ Tư pháp chủ trì soạn thảo`: who works on it has not issued it
_WORKS = regex.compile(r" (?:chủ trì|soạn thảo|trình|xây dựng|phối hợp|triển khai|thực hiện|tổ chức|quản lý)(?!\p{L})")
_LONGEST_ISSUING = 100  # characters
_ISSUING = regex.compile(r" (?:đã |sẽ )?(?:ký )?ban hành (?:các )?$")
_WINDOW = 700
_NOBODY = regex.compile(r" của (?:Bộ|Sở|Ban|Cục|Tổng cục)(?= về )")
_ALSO_VERBS = ("Quy định", "Quyết định", "Hướng dẫn")  # the subject begins with what they do
_TOWARDS = regex.compile(r" theo hướng (?!dẫn)")
_REVISED = regex.compile(r"(?i)(?<!\p{L})(?:sửa đổi|bổ sung|hoàn thiện|điều chỉnh|thay thế)(?!\p{L})[^.;\n]*$")
# a letter: `gửi Ủy ban nhân dân các tỉnh, thành phố về việc …`
_ADDRESSED = regex.compile(r",? gửi (?:đến |tới |cho )?\p{L}[^;.:()\n]{2,150}?(?= (?:về|v/v) )")
# `… một số điều của Luật Đê điều phải lập phương án`: what follows the law is said of somebody outside the subject
_MUST = regex.compile(r" (?:phải|cần|sẽ|đã)(?!\p{L})")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what stands around the heads of one text."""

    text: str
    bodies: issuers.IssuerGrammar
    subjects: titles.TitleGrammar
    names: laws.LawGrammar
    place: issuers.Place
    near: date | None  # the date of the document: gives a year to days without one
    is_party: bool

    def read(self, heads: Sequence[Head]) -> None:
        """Fill in provision, date, issuer and title of each head, then share them in lists."""
        for head in heads:
            self.before(head)
            head.tail = max(head.tail, head.end)
            # a law inside the name of an amending one has no tail: what follows is said of the other
            if not (head.is_law and head.relation == "amends"):
                self.after(head)
        self._end_at_laws(heads)
        lists.share(self.text, heads, self.subjects)
        for head in heads:
            self.infer(head)

    def before(self, head: Head) -> None:
        """The provision that stands before."""
        head.extent_start = head.start
        text, start = self.text, head.start
        if _PROVISION_NEAR.match(text, max(0, start - 45), start):
            line = text.rfind("\n", max(0, start - _WINDOW), start) + 1
            left = text[max(line, start - _WINDOW) : start]
            if found := _PROVISION.search(left):
                head.provision = found.group()
                head.extent_start = start - len(left) + found.start()
        if head.form == "full" and (own := _AFTER_PROVISION.match(text, head.end)) and head.provision is None:
            head.provision = f"Điều {own[1]}"
            head.tail = own.end()

    def after(self, head: Head) -> None:
        """Date, issuer and title after a head."""
        text, at = self.text, head.tail
        if (force := _FORCE.match(text, at)) is not None:
            head.tail = force.end()
            return
        if head.is_law and (passed := dates.passed(text, aliases.past(text, at))):
            head.issued_on, head.issuer = passed.iso, self.bodies.standard(passed.who or "", self.place)
            return
        if head.between and (named := self.bodies.stated(head.between.removeprefix("của "), 0, self.place)):
            head.issuer = named[0]
        at = self._date(head, self._past_name(at))
        at = self._issuer(head, at)
        if head.issued_on is None and head.issuer:
            at = self._date(head, at, year=False)  # `của Thủ tướng Chính phủ năm 2022`: the year may be the plan's
        if not head.is_law:
            begin = self._past_addressee(head, self._past_type(head, self._past_name(at)))
            found = self.subjects.find(text, begin, head.issuer is not None)
            if found and found[0]:
                head.title, head.title_start, at = self._until_its_revision(head, found)
        elif head.title is None and head.type and (about := _ABOUT.match(text, at)):
            # `Luật số 15/2012/QH13 … về Xử lý vi phạm hành chính`
            start, end = about.end(), self.names.known(head.type, text, about.end())
            if end < 0 and text[start].isupper():
                end = self.subjects.end(text, start)
            if end >= 0:
                head.title, head.title_start, at = text[start:end], start, end
        head.tail = max(head.tail, at)
        if head.issued_on is None and head.form in ("full", "short") and not head.is_law:
            self._date_before(head)
        if head.issuer is None and head.row and (head.row.id in _SUBMITTED or head.type == "Công văn"):
            self._issuer_before(head)
        if head.issuer is None and head.type and not head.is_law:
            self._issuer_of_list(head)

    def _end_at_laws(self, heads: Sequence[Head]) -> None:
        """End a subject behind the law that it names, where the words go on with what somebody must do."""
        for n, head in enumerate(heads):
            if head.title_start < 0 or head.title is None:
                continue
            for law in heads[n + 1 :]:
                if law.start >= head.tail:
                    break
                if law.is_law and law.start > head.title_start and _MUST.match(self.text, law.end):
                    head.title, head.tail = self.text[head.title_start : law.end], law.end
                    break

    def _past_name(self, at: int) -> int:
        """Behind a declared name, where date, issuer or title follow it: `(gọi tắt là Nghị quyết 15) về …`."""
        end = aliases.past(self.text, at)
        return end if end > at and _GOES_ON.match(self.text, end) else at

    def _past_type(self, head: Head, at: int) -> int:
        """Behind a body without a name, or the type said again: `của Bộ về …`, `của Chính phủ nghị định về …`."""
        if (nobody := _NOBODY.match(self.text, at)) is not None:
            return nobody.end()
        end = at + 1 + len(head.type or "")
        again = self.text[at:end] == f" {(head.type or '').lower()}" and head.type not in _ALSO_VERBS
        return end if again and self.text.startswith((" về ", " quy định "), end) else at

    def _until_its_revision(self, head: Head, found: tuple[str, int, int]) -> tuple[str, int, int]:
        """A title without what is to become of it: `sửa đổi Nghị định số 7/2021/NĐ-CP về thú y theo hướng đơn giản`."""
        title, start, end = found
        towards = _TOWARDS.search(title)
        if towards is None or not _REVISED.search(self.text, max(0, head.start - _LONGEST_ISSUING), head.start):
            return found
        return title[: towards.start()], start, end - len(title) + towards.start()

    def _past_addressee(self, head: Head, at: int) -> int:
        """Behind the body to which a letter is sent, where its subject follows."""
        addressed = _ADDRESSED.match(self.text, at) if head.type == "Công văn" else None
        return addressed.end() if addressed else at

    def _issuer_before(self, head: Head) -> None:
        """Who has submitted it: `theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …`."""
        found = _SUBMITTER.search(self.text, max(0, head.start - 120), head.start)
        if found is None:
            return
        who, names, at = found["who"], list[str](), 0
        while named := self.bodies.stated(who, at, self.place):
            names.append(named[0])
            further = _AND_BODY.match(who, named[1]) if self._is_joint(head) else None
            if further is None:
                break
            office = _OFFICE.match(who, further.end())
            at = office.end() if office else further.end()
        if named and named[1] >= len(who) - 1 and (head.type != "Công văn" or self._has_field(head, named[0])):
            head.issuer = ", ".join(names)

    def _has_field(self, head: Head, department: str) -> bool:
        """Whether the symbol of a letter names the field of a department: `KHĐT` is the ministry's and theirs."""
        code = head.symbol.organ if head.symbol else None
        row = self.bodies.instruments.issuer_of_code(code) if code else None
        return row is not None and department.startswith(f"Sở {row.name.removeprefix('Bộ ')}")

    def _issuer_of_list(self, head: Head) -> None:
        """Who issued all of a list that is told first: `các Thông tư của Bộ Y tế: Thông tư số …; Thông tư số …`."""
        line = self.text.rfind("\n", max(0, head.start - _WINDOW), head.start) + 1
        lists = list(_LIST_OF.finditer(self.text, max(line, head.start - _WINDOW), head.start))
        found = lists[-1] if lists else None
        if found is None or found["type"].casefold() != (head.type or "").casefold():
            return
        named = self.bodies.stated(found["who"], 0, self.place)
        if named and named[1] >= len(found["who"]) - 1:
            head.issuer = named[0]

    def _date(self, head: Head, at: int, *, year: bool = True) -> int:
        found = dates.after(self.text, at, self.near)
        if found is None:
            return at
        if (head.is_law or not year) and found.iso and len(found.iso) == 4:
            return at
        head.issued_on = found.iso
        if found.inferred:
            head.inferred.append("issued_on")
        return found.end

    def _issuer(self, head: Head, at: int) -> int:
        term = issuers.TERM.match(self.text, at)
        of = _OF.match(self.text, term.end() if term else at)
        named = self.bodies.stated(self.text, of.end(), self.place) if of else None
        if of and (united := self._united(of.end())):
            head.issuer, end = united
            return end
        if of is None or named is None:
            return term.end() if term and head.type == "Nghị quyết" else at
        if head.is_law and named[0].startswith(("Hội đồng nhân dân", "Ủy ban nhân dân")):
            return at  # part of a name: they pass no laws
        if "do" in of.group() and "của" not in of.group() and _WORKS.match(self.text, named[1]):
            return at
        names, end = [named[0]], named[1]
        if names == ["BCT"] and head.symbol and head.symbol.organ == "TW":
            names = ["Bộ Chính trị"]  # BCT is Bộ Công Thương too: the symbol tells
        while self._is_joint(head) and (gap := _AND_BODY.match(self.text, end)):
            further = self.bodies.stated(self.text, gap.end(), self.place)
            if further is None:
                break
            names.append(further[0])
            end = further[1]
        head.issuer = ", ".join(names)
        aside = _ASIDE.match(self.text, end)
        return aside.end() if aside else end

    def _united(self, at: int) -> tuple[str, int] | None:
        """The bodies of one kind that are told by their fields alone, and where they end."""
        united = _UNITED.match(self.text, at)
        if united is None:
            return None
        names: list[str] = []
        place, end = united.end(), at
        while named := self.bodies.of_field(united["kind"].capitalize(), self.text, place, self.place):
            names.append(named[0])
            end = named[1]
            further = _AND_FIELD.match(self.text, end)
            if further is None:
                break
            place = further.end()
        return (", ".join(names), end) if len(names) > 1 else None

    def _is_joint(self, head: Head) -> bool:
        """Whether several bodies issue it: its type says so, or its symbol names two that are known."""
        if head.row and head.row.id in _JOINT:
            return True
        organs = head.symbol.organs if head.symbol else ()
        if organs[:1] and organs[0] in _JOINTLY:
            return True
        known = self.bodies.instruments.issuer_of_code
        return len(organs) > 1 and all(known(organ) is not None for organ in organs)

    def _date_before(self, head: Head) -> None:
        line = self.text.rfind("\n", max(0, head.start - 200), head.start) + 1
        found = dates.before(self.text, line, head.extent_start, self.near)
        if found is None:
            return
        head.issued_on = found.iso
        if found.inferred:
            head.inferred.append("issued_on")
        if head.issuer is None and found.who and found.who[:1].isupper():
            named = self.bodies.stated(found.who, 0, self.place)
            if named and named[1] >= len(found.who) - 1:
                head.issuer = named[0]

    def pointing(self, head: Head) -> None:
        """The provision before a pointing citation, and the issuer inside it or behind it."""
        self.before(head)
        head.tail = head.end
        if head.between:
            named = self.bodies.stated(head.between, 0, self.place)
        else:
            of = _OF.match(self.text, head.end) if head.rule == "citations.pointing" else None
            named = self.bodies.stated(self.text, of.end(), self.place) if of else None
        if named and (head.between or same_body.kind(self.names.instruments, named[0])):
            head.issuer = named[0]

    def _is_central(self, symbol: Symbol) -> bool:
        """Whether a symbol is that of a body of the whole country."""
        if symbol.organ in ("TW", "TƯ", "T.Ư"):
            return True
        row = self.bodies.instruments.issuer_of_code(symbol.organ or "")
        return row is not None and row.level == "central"

    def infer(self, head: Head) -> None:
        """The issuer that the symbol names, where none is stated."""
        symbol = head.symbol
        if symbol is None:
            return
        if symbol.organs and symbol.organs[0] in ("TƯ", "T.Ư") and head.designation:
            central = (head.issuer is not None and "Trung ương" in head.issuer) or head.issuer in (
                "Bộ Chính trị",
                "Ban Bí thư",
            )
            local = (head.issuer is not None and not central) or (
                head.issuer is None and self.is_party and self.place.party is not None
            )
            head.designation = head.designation.replace(symbol.organs[0], "TU" if local else "TW")
        if head.title and self.place.name and self._is_central(symbol):
            # `thực hiện Nghị quyết số 57-NQ/TW … về chuyển đổi số trên địa bàn tỉnh X`: where the plan holds
            own = rf"(?i) (?:trên địa bàn|tại) (?:tỉnh|thành phố) {regex.escape(self.place.name)}$"
            head.title = regex.sub(own, "", head.title)
        if head.issuer is None:
            head.issuer = self.bodies.of_symbol(symbol, head.type, head.issued_on, self.place, self.is_party)
            if head.issuer:
                head.inferred.append("issuer")
            elif head.form == "full":
                head.issuer = self._issuing(head.start) or self._reporting(head.start, symbol)

    def _issuing(self, start: int) -> str | None:
        """Who issues it, told before it: `tham mưu cho Ban Bí thư ban hành Chỉ thị số …`."""
        near = max(0, start - _LONGEST_ISSUING)
        verb = _ISSUING.search(self.text, near, start)
        bodies = self.bodies.known.finditer(self.text, near, verb.start()) if verb else ()
        found = next((body for body in bodies if verb and body.end() == verb.start()), None)
        return self.bodies.standard(found.group(), self.place) if found else None

    def _reporting(self, start: int, symbol: Symbol) -> str | None:
        """Whose letter it is, told before the bracket in which it stands: `báo cáo của Tổng công ty A (Công văn số …)`.

        The symbol must agree: it is made of the initials of the name.
        """
        near = max(0, start - _WINDOW)
        told = _REPORTED.search(self.text, near, start) if self.text[start - 1 : start] == "(" else None
        named = self.bodies.stated(self.text, told.end("of"), self.place) if told else None
        initials = "".join(word[0] for word in named[0].split()).upper() if named else ""
        return named[0] if named and symbol.organs and initials.endswith(symbol.organs[0].upper()) else None
