"""What a number counts: the unit after it, and per what."""

from __future__ import annotations

import re
from typing import NamedTuple

from vnplan.extract.targets.numbers import SCALE, SCALES
from vnplan.knowledge.quantities import Quantities, UnitKind

_WORD = re.compile(r"[^\s.;:()\[\]“”\"|/\n]+")
_SYMBOL = re.compile(r"\s?(?P<mille>%o(?!\w))|\s?(%|‰)|(?:\s)?(phần trăm|điểm phần trăm|điểm %)(?![^\W\d_])")
_GLUED = re.compile(r"(km2|km²|km|m2|m²|m3|m³|ha|kg|kWh|MWp|MW|GW|m|tấn|tạ|lít|đồng|người|hộ|đ)(?![^\W_])")
_MONEY = re.compile(r"\s(đồng|VNĐ|VND|USD|đô la Mỹ|đô la|EUR|euro)(?![^\W\d_])(?! (?:chí|bào|bằng|bộ|hồ))")
# a rate is per one, ten, hundred, …: "215 hộ/960 khẩu" is a pair, not a rate
_PER = re.compile(r"\s?/\s?(0?1(?:0{1,5}|0{0,2}(?:\.000){1,2})? ?)?(?=[^\W\d_])")
_PER_WORD = re.compile(r"(?:vạn dân|triệu dân|năm học|ngày đêm)(?![^\W\d_])|[^\W_]+")
_PER_MONEY = re.compile(r"(?:(?:tỷ|triệu|nghìn|ngàn) )?(?:đồng|USD)(?![^\W\d_])")

_MAX_WORDS = 7


class Unit(NamedTuple):
    """The unit as stated, its kind, where it ends, what the number is to be multiplied by, and per what."""

    text: str | None
    kind: UnitKind
    end: int
    factor: int = 1
    per: str | None = None
    row: str | None = None


def unit_at(text: str, start: int, know: Quantities) -> Unit | None:
    """The unit of the number that ends at `start`."""
    unit = _unit(text, start, know)
    if unit is None:
        return None
    end = unit.end
    parts: list[str] = []
    while len(parts) < 3 and (slash := _PER.match(text, end)):
        noun = None if _PER_WORD.match(text, slash.end(), slash.end() + 8) is None else _per(text, slash.end(), know)
        if noun is None or text.startswith("tổng ", slash.end()):  # "1%/tổng số hồ sơ" is a share
            break
        parts.append(text[slash.start(1) if slash[1] else slash.end() : noun])
        end = noun
    return unit._replace(end=end, per="/".join(parts)) if parts else unit


def _per(text: str, start: int, know: Quantities) -> int | None:
    """Where the noun after a slash ends: the longest known one, else one word."""
    if money := _PER_MONEY.match(text, start):
        return money.end()
    best = None
    for match in list(_WORD.finditer(text, start, start + 24))[:3]:
        phrase = text[start : match.end()].rstrip(",")
        if phrase.lower() in know.units:
            best = start + len(phrase)
        if text[match.end() : match.end() + 1] != " ":
            break
    if best is None and (word := _PER_WORD.match(text, start)):
        best = word.end()
    return best


def _unit(text: str, start: int, know: Quantities) -> Unit | None:
    if match := _SYMBOL.match(text, start):
        if match["mille"]:
            return Unit("‰", "percent", match.end())  # as it is typed where the sign is missing
        word = match[2] or match[3]
        return Unit("%" if word == "phần trăm" else word, "point" if "điểm" in word else "percent", match.end())
    if match := _GLUED.match(text, start):
        return _noun(text, start, know)
    end, factor, scale = start, 1, ""
    if match := SCALE.match(text, start):
        scale, end = match[1], match.end()
        factor = SCALES[scale]
    if match := _MONEY.match(text, end):
        # "tỷ đồng" is the unit in which plans count money
        return Unit(text[start : match.end()].strip(), "money", match.end())
    if text[end : end + 1] != " ":
        return Unit(scale + " đồng", "money", end) if factor >= 10**6 else None
    unit = _noun(text, end + 1, know)
    if unit is None or (unit.kind == "unknown" and factor >= 10**6):
        return Unit(scale + " đồng", "money", end) if factor >= 10**6 else None
    return unit._replace(factor=factor)


def _noun(text: str, start: int, know: Quantities) -> Unit | None:
    words: list[tuple[str, int]] = []
    for match in _WORD.finditer(text, start, min(len(text), start + 60)):
        if words and text[words[-1][1] : match.start()] != " ":
            break
        words.append((match[0], match.end()))
        if len(words) == _MAX_WORDS:
            break
    for count in range(len(words), 0, -1):
        end = words[count - 1][1]
        phrase = text[start:end].rstrip(",!?…")
        row = know.units.get(phrase.lower())
        if row is not None:
            end = start + len(phrase)
            if row.kind == "place":
                end = _joined_places(text, end, know)
            elif row.id == "luot":
                end = _turns(text, end, know)
            return Unit(text[start:end], row.kind, end, row=row.id)
    if not words or not words[0][0][0].isalpha() or words[0][0].lower() in know.words["link"]:
        return None
    first = words[0][0]
    for count in (3, 2):
        if len(words) >= count and words[count - 1][0].rstrip(",!?…") == "viên":
            # "thuyết minh viên": one who does it
            phrase = text[start : words[count - 1][1]].rstrip(",!?…")
            return Unit(phrase, "person", start + len(phrase), row="vien")
    if (
        len(words) > 1
        and not first.endswith(",")
        and words[1][0][0].islower()
        and words[1][0].rstrip(",") not in know.words["link"]
    ):
        phrase = text[start : words[1][1]].rstrip(",!?…")
    else:
        phrase = first.rstrip(",!?…")
    return Unit(phrase, "unknown", start + len(phrase))


def _turns(text: str, end: int, know: Quantities) -> int:
    """`lượt` counts with the noun after it: `lượt giáo viên`, `lượt khách`."""
    if text[end : end + 1] == " ":
        unit = _noun(text, end + 1, know)
        if unit is not None and unit.kind in ("person", "thing") and unit.row != "luot":
            return unit.end
    return end


def _joined_places(text: str, end: int, know: Quantities) -> int:
    """`xã, phường, thị trấn` is one unit."""
    for _ in range(3):
        if text[end : end + 2] != ", ":
            break
        for length in (2, 1):
            pieces = text[end + 2 : end + 40].split(" ")[:length]
            phrase = " ".join(pieces).rstrip(",.;:)")
            row = know.units.get(phrase.lower())
            if row is not None and row.kind == "place" and len(pieces) == length:
                end += 2 + len(phrase)
                break
        else:
            break
    return end
