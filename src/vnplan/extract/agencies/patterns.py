"""The small patterns around names, and what a found name is."""

from __future__ import annotations

import re
from typing import NamedTuple

from vnplan.core.mentions import AgencyKind
from vnplan.knowledge.agency_patterns import UPPER
from vnplan.knowledge.agency_rows import AgencyRow

WORD = re.compile(r"[^\W_]+")
TWO_CAPITALS = re.compile(rf"[{UPPER}][{UPPER}]")
GOES_ON = re.compile(
    rf"(?: và | - |-|, | )(?=[{UPPER}])| (?:các )?công trình| (?:vừa và nhỏ|nhỏ và vừa)| (?:số )?\d{{1,3}}(?![\w./%])"
)
LIST_JOINT = re.compile(r" ?(?:, và |,| và |;|/|&| - ) ?(?:các )?")
OF_PLURAL = re.compile(r" (?:các|tất cả các|của các) ")
HEAD_OF = re.compile(r"(?:Phó )?Trưởng (?=(?:[Bb]an|[Pp]hòng|[Đđ]oàn) )")
DEPUTY = re.compile(r"Phó |PCT |Ủy viên|Uỷ viên|Thành viên|Lãnh đạo")
OF = re.compile(r" (?:của )?")
COLON_LIST = re.compile(r"(?:[Cc]ác |CÁC )?(?P<head>[Ss]ở|[Bb]ộ|[Pp]hòng|SỞ|BỘ)(?:, ngành)?(?: sau)?: ?")
OPEN_LIST = re.compile(rf"[Cc]ác (?P<head>Vụ|Cục|Viện|Ban|Phòng|Khoa|Trường)(?: sau)?: (?=[{UPPER}])")
PROVINCE_JOINT = re.compile(r", (?:và )?| và ")
TOPIC_JOINT = re.compile(rf"(?:, và |, | và )(?=[{UPPER}])")
LISTED = ("Các ", "các ", "CÁC ", "Sở", "sở", "SỞ", "Bộ", "bộ", "BỘ", "Phòng", "phòng")  # what both begin with
PLURAL_HEAD = re.compile(r"(?:[Cc]ác |CÁC )(?P<head>[Ss]ở|[Bb]ộ|[Pp]hòng|SỞ|BỘ) ")
QUANTIFIED = re.compile(r"(?:các|những|một số|tất cả|mỗi|từng|mọi|toàn thể) ")
QUANTIFIER = re.compile(r"(?:[Cc]ác|[Nn]hững|[Mm]ột số|[Tt]ất cả các|[Mm]ỗi) (?=\w)")
NUMBERED = re.compile(r"(?:^|\n)(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]|[IVX]+)[.)] ?$")
# after a name that ends with the type of a territory, the other types of a list (`Công an xã, phường`)
TYPE_ENDS = (" xã", " phường", " thị trấn", " huyện", " quận", " thị xã")
MORE_TYPES = re.compile(
    r"(?:(?:, và |, | và |/)(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố)(?! hội)(?!\w)){1,6}"
    rf"(?! [{UPPER}])"
)
NUMBER = re.compile(rf" (?:[IVX]+|\d{{1,2}})(?![\w./])(?: - [{UPPER}]\w*(?: [{UPPER}]\w*){{0,3}})?")
OWN = re.compile(r"(?:Sở|Bộ|Ban|Cục)(?!\w)(?! [A-ZĐ])(?!,? (?:ban|ngành))")
OWN_HEADS = ("Sở", "Bộ", "Cục")
PEER = re.compile(r"(?:Sở|Bộ(?! Chỉ huy| Tư lệnh)) ")  # a body of such a name belongs to none of the same
# a relative clause up to the end of a line without a final mark
CLAUSE = re.compile(
    r" (?:chủ trì|quản lý|tham gia|phụ trách|được giao|được phân công|trực tiếp|có nhiệm vụ|thực hiện|liên quan"
    r"|có(?! trách nhiệm| nhiệm vụ))"
    r"(?=[ ,])[^\n.;:]{3,250}(?=\n|$)"
)
OWN_BODY = re.compile(rf" (?:Sở|Bộ|Ban|Cục|Viện)(?!\w)(?! [{UPPER}])")
# two capitalised syllables and a small word: the name of a place, after which a name of a body ends
AFTER_PLACE = re.compile(
    rf" ([{UPPER}][^\W\d{UPPER}]*) ([{UPPER}][^\W\d{UPPER}]*)(?= (?!(?:và|số)(?!\w))([^\W\d{UPPER}]+)(?!\w))"
)
# the code of a body in a symbol with blanks: `QĐ - UBND`
CODED = re.compile(rf"/[{UPPER}]{{2,4}} ?-? ?$")
SYMBOL = re.compile(rf"[-/][{UPPER}]{{2}}")
OF_BODY = re.compile(rf" của (?=[{UPPER}])")
BELONGS = re.compile(r" (?:thuộc và trực thuộc|trực thuộc|thuộc)(?: các)? ")
GROUP_BELONGS = re.compile(
    r" (?:(?:thuộc và trực thuộc|trực thuộc|thuộc)(?: các)?"
    rf"|của(?: các)?(?= [{UPPER}](?:[^:]{{12}}|[^:\n]{{1,11}}(?:[;.,)\n]|$)))) "
)
BEFORE_WORDS = '\n(/-"“;:.|+*)['  # what a word may follow without a blank
GLUED_COMMA = re.compile(rf",(?=[{UPPER}])")


class Name(NamedTuple):
    """A name found: its place, the row it follows, and what stands before it in full (`Sở` in a list of topics)."""

    start: int
    end: int
    rule: str
    kind: AgencyKind
    row: AgencyRow | None = None
    row_end: int = 0
    prefix: str = ""
    office_end: int = 0
    collective: bool = False
    weak: bool = False
    topic_head: str = ""
