"""What follows the name of a body as its territory."""

from __future__ import annotations

from vnplan.knowledge.agency_patterns import HIGHLAND, UPPER, capitalised, one_of
from vnplan.knowledge.load import read_toml
from vnplan.knowledge.territories import Territories

_TERRITORY_JOINT = r"(?:, và |, | và |; |/|-| - )"
# in short, only as a pair: `UBND các huyện, thành, thị`, `UBND quận huyện`
_PAIRS = (
    rf"(?:(?:thành{_TERRITORY_JOINT}thị|thị{_TERRITORY_JOINT}thành)(?!\w)(?! (?:phố|xã|trấn|ủy|đoàn)(?!\w))"
    r"|(?:quận huyện|huyện quận|xã phường|phường xã)(?!\w)(?! ủy))"
)


def _in_capitals() -> str:
    """In a heading of capitals the name goes on to the end of its line: `ĐẢNG ỦY XÃ PHÚ TÂN`."""
    row = read_toml("agency_grammar.toml")["capitals"]
    word = rf"(?!{one_of(row['bars'])}(?!\w))[{UPPER}]{{1,7}}(?!\w)"
    return rf"{one_of(row['types'])} {word}(?: {word}){{0,3}}(?=  | ?[\t|\n]| ?$)"


def region() -> str:
    """A region of the country with what may stand before it, over text in small letters: `vùng tây nguyên`."""
    row = read_toml("collectives.toml")["regions"]
    return rf"{row['before']}(?:{'|'.join(row['patterns'])})(?!\w)"


def _provinces(provinces: Territories) -> str:
    names = {name for row in provinces.rows for name in (row.name, *row.variants)}
    return one_of(names | {name.upper() for name in names})


def _restriction(proper: str, acts: str) -> str:
    """Which of the bodies of many places are meant; `acts`: what they do, which is no part of it."""
    end = r"(?=[,;.:)\n]|$"
    no_feature = r"(?! (?:trách nhiệm|nhiệm vụ|thể|kế hoạch|văn bản|giải pháp|ý kiến|biện pháp|báo cáo)(?!\w))"
    return (
        r"(?: (?:trực thuộc (?:[Tt]rung ương|T[WƯ])(?!\w)|ven biển(?!\w)|miền núi(?!\w)|thuộc (?:tỉnh|thành phố)(?! \w)"
        r"|trong (?:toàn )?(?:tỉnh|thành phố)"
        r"|trên địa bàn(?: (?:toàn )?(?:tỉnh|thành phố|huyện)(?!\w))?|(?:có )?liên quan|(?:nêu|nói) trên|còn lại"
        rf"|từ {proper} (?:đến|tới|trở (?:ra|vào)(?: (?:Bắc|Nam))?)(?: {proper})?(?: và {proper})?"
        rf"|(?i:{region()})"
        rf"|(?:thuộc |trong |ở )?(?:khu vực|vùng) {proper}(?:(?:, | và ){proper}){{0,4}}"
        rf"|nơi có(?: [^\W\d]+){{1,4}}{end})"
        rf"|(?:có|vùng|ven|biên giới){no_feature}(?: (?!{acts}|có )[^\W\d]+){{0,3}}{end}| {acts}))){{0,2}}"
    )


def territory_patterns(provinces: Territories) -> tuple[str, str, str, str]:
    """What follows a name as its territory: of one body, of a people's committee (which may be many)."""
    # a verb at the start of a sentence is no town; of one syllable it may be (`Cần Giờ`)
    verbs = read_toml("agency_grammar.toml")["context"]["after"]
    stop = one_of(capitalised(word for word in verbs if " " in word))
    heads = (
        rf"(?:Sở|Bộ(?= [{UPPER}])|Ban|Ủy|UBND|HĐND|Hội|Công an|Phòng|Trung tâm|Mặt trận|Đoàn|Chủ tịch|Giám đốc|Các"
        r"|Thủ trưởng|Bí thư|Viện trưởng|Chánh)(?!\w)"
    )
    word = rf"[{UPPER}](?:[^\W\d{UPPER}]\w*)?{HIGHLAND}(?!\w)"
    proper = rf"(?!{stop}|{heads}){word}(?:(?: | - |-)(?!{heads}){word}){{0,3}}"
    province = _provinces(provinces)
    committee = r"(?! ủy| đoàn| Đoàn)(?!\w)"
    small = (
        r"(?:[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã(?! hội)|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|[Tt]hôn|HUYỆN|QUẬN|XÃ|PHƯỜNG)"
        + committee
    )
    city = r"(?:(?:[Tt]hành phố|THÀNH PHỐ)(?!\w)|T\.?[Pp]\.|(?:T[Pp]|Thủ đô)(?!\w))"
    tinh = r"(?:[Tt]ỉnh|TỈNH)" + committee
    level = r"(?:tỉnh|thành phố|huyện|xã|cơ sở)(?!\w)(?! hội)"
    within = rf"(?:,? {tinh} {proper})?"
    one = (
        rf"(?: {tinh}(?: {province})?"
        rf"| {_in_capitals()}"
        rf"| {city}(?: ?{province}| {proper})?(?: và(?: các)? khu vực(?!\w)(?! {proper}))?{within}"
        rf"| {small}(?: {proper}{within}| \d{{1,2}}(?![\w./]))?"
        rf"| [Kk]hu vực(?: (?:[IVX]+|\d{{1,2}})(?![\w./])(?: - {proper})?| {proper}|(?! \w))"
        rf"| liên (?:huyện|quận|xã|phường)(?: {proper})?(?!\w)"
        rf"| cấp {level}(?:(?:, | và )(?:cấp )?{level}){{0,3}}"
        rf"| (?:các|hai|2|02) cấp(?!\w)| cùng cấp(?!\w)"
        rf"| (?:(?:ở )?(?:Trung ương|trung ương|TW|TƯ)|Quốc gia|quốc gia|Việt Nam)(?!\w)"
        rf"| (?:- )?{province})"
    )
    joint = _TERRITORY_JOINT
    item = rf"(?:cấp )?(?:{tinh}|{city}|{_PAIRS}|{small})"
    restriction = _restriction(proper, one_of(verbs))
    named = rf"(?::? {proper}(?:, (?!{heads}){proper}){{0,60}}(?: và {proper})?)?"
    many = (
        rf"(?: (?:(?:của )?các|\d{{1,3}}) {item}{named}(?:{joint}(?:các )?{item}{named}){{0,40}}{restriction}"
        # with no `các` before the first, `các` begins another name: "Hội Nông dân xã, các thôn"
        rf"| (?:{item}(?:{joint}{item}){{1,40}}|{_PAIRS})(?! {proper}){restriction}"
        rf"| các (?:địa phương|đơn vị hành chính cấp xã)(?!\w))"
    )
    return (
        one,
        many,
        rf" (?:các {item}(?:{joint}{item}){{0,8}}|{item}(?:{joint}{item}){{1,8}}(?! {proper}))",
        rf" {proper}",
    )
