"""Any number of generated plans to measure time: items of corpus/compare with places and numbers of their own."""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from vnplan.knowledge import Knowledge

sys.path.append(str(Path(__file__).resolve().parent.parent / "scripts"))
from make_compare_corpus import sources, unmark

_SYLLABLES = "An Bình Cát Đông Gò Hòa Khê Lạc Mỹ Ngọc Phú Quế Sơn Tân Thủy Trà Văn Vĩnh Xuân Yên Lâm Hải Đại".split()
_HEADS = {
    "XD": "Sở Xây dựng",
    "NNMT": "Sở Nông nghiệp và Môi trường",
    "TC": "Sở Tài chính",
    "KHCN": "Sở Khoa học và Công nghệ",
    "GDDT": "Sở Giáo dục và Đào tạo",
    "VHTTDL": "Sở Văn hóa, Thể thao và Du lịch",
    "CA": "Công an tỉnh",
    "XA": "UBND các xã, phường",
}
_OPENINGS = (
    "Mùa khô năm nay hồ chứa ở {} cạn sớm, nhiều hàng cây mới trồng không đủ nước tưới",
    "Khảo sát tại {} cho thấy phần lớn người dân phải đi xa mới có chỗ ngồi dưới bóng cây",
    "Kinh nghiệm của {} là giao cây cho từng hộ chăm sóc, cuối năm cùng đếm lại",
    "Các tuyến phố cũ ở {} hẹp, vỉa hè chỉ đủ trồng loài rễ cọc, tán gọn",
    "Chợ và bến xe của {} cần khoảng lùi có cây để giảm bụi, giảm nóng",
)


def plans(count: int, seed: int = 6) -> Iterator[str]:
    """Texts of some plans, the same for the same numbers. One plan in four takes a paragraph over."""
    chance = random.Random(seed)  # noqa: S311
    items = _items()
    provinces = sorted({row.name for row in Knowledge.default().territories.rows if row.existed(date(2026, 1, 1))})
    paragraphs: list[str] = []
    for number in range(count):
        province = provinces[number % len(provinces)]
        day = date(2025, 7, 1) + timedelta(days=chance.randrange(300))
        own = [f"{chance.choice(_OPENINGS).format(_place(chance))}; {_place(chance)} cũng vậy." for _ in range(4)]
        if number % 4 == 3:
            own[0] = chance.choice(paragraphs)
        paragraphs += own[1:]
        yield "\n".join(_plan(chance, number, (province, day), own, items))


def _items() -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
    """The wordings of each planted target and task of the sources."""
    targets: dict[str, list[str]] = defaultdict(list)
    tasks: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source in sources().values():
        text, marks = unmark(source)
        for mark in marks:
            words = text[mark["start"] : mark["end"]].strip(" .;")
            if "\n" in words or words.startswith(("Sở", "Công an", "UBND", "Tỉnh đoàn", "Ủy ban", "Hội")):
                continue
            if mark["kind"] == "target":
                targets[mark["id"]].append(words)
            elif mark.get("lead") in _HEADS:
                tasks[mark["id"]].append((mark["lead"], words[0].upper() + words[1:]))
    return targets, tasks


def _place(chance: random.Random) -> str:
    return f"{chance.choice(_SYLLABLES)} {chance.choice(_SYLLABLES)} {chance.randrange(1, 99)}"


def _plan(
    chance: random.Random,
    number: int,
    place: tuple[str, date],
    own: list[str],
    items: tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]],
) -> Iterator[str]:
    (province, day), (targets, tasks) = place, items
    full = Knowledge.default().territories.full_name(province, day)
    yield f"ỦY BAN NHÂN DÂN\n{full.upper()}\nSố: {number + 1}/KH-UBND"
    yield f"{province}, ngày {day.day:02} tháng {day.month:02} năm {day.year}\n\nKẾ HOẠCH"
    yield f"Cây xanh, công viên và không gian công cộng số {number + 1}\n"
    yield "Thực hiện Quyết định số 9041/QĐ-TTg ngày 12/11/2024 của Thủ tướng Chính phủ, UBND ban hành Kế hoạch:\n"
    yield "I. MỤC ĐÍCH"
    yield from (f"- {words}" for words in own)
    yield "II. MỤC TIÊU ĐẾN NĂM 2030"
    for mark in sorted(chance.sample(sorted(targets), min(14, len(targets)))):
        words = re.sub(r"\d[\d,.]*(?=%)", lambda _: str(chance.randrange(20, 100)), chance.choice(targets[mark]))
        yield f"- {words}, tính cả {_place(chance)}."
    yield "III. TỔ CHỨC THỰC HIỆN"
    chosen: dict[str, list[str]] = defaultdict(list)
    for mark in sorted(chance.sample(sorted(tasks), min(16, len(tasks)))):
        lead, words = chance.choice(tasks[mark])
        chosen[lead].append(
            f"- {words}, trước hết ở {_place(chance)} và {_place(chance)} trước ngày {day.day}/12/2026."
        )
    for nth, (lead, lines) in enumerate(sorted(chosen.items()), start=1):
        yield f"{nth}. {_HEADS[lead]}"
        yield from lines
