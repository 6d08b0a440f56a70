"""How one office lets its pages look: Decree 30/2020 leaves size, spacing and indent open within bounds."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

Font = Literal["Liberation Serif", "DejaVu Serif"]


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in points, margins and indent in millimetres. Running head and foot are not in the truth."""

    font: Font = "Liberation Serif"
    size: float = 14
    leading: float = 1.15
    gap: float = 6
    indent: float = 12.7
    margins: tuple[float, float, float, float] = (20, 20, 20, 30)  # top, right, bottom, left
    justified: bool = True
    running_head: str = ""
    running_foot: str = ""
    note: str = ""  # a footnote at the first paragraph of running text, in print by WeasyPrint; the truth is without it
    automatic: frozenset[str] = frozenset()  # schemes of labels that Word numbers by itself: `-`, `+`, `1.`, `a)`


DECREE_30 = Look()
"""The look that the decree describes."""

_RUNNING_HEAD = "Văn bản được sao gửi qua hệ thống quản lý văn bản"
_RUNNING_FOOT = "Bản lưu hành nội bộ"
NOTE = "Số liệu do cơ quan soạn thảo tổng hợp từ báo cáo của các đơn vị."


def look(seed: int) -> Look:
    """One of many looks, the same for a seed; seed 0 is the decree's own.

    >>> look(0) == DECREE_30, look(3) == look(3)
    (True, True)
    """
    if seed == 0:
        return DECREE_30
    chance = random.Random(seed)  # noqa: S311  the same look every time
    schemes = ("-", "+", "1.", "a)", "I.")
    return Look(
        font="DejaVu Serif" if chance.random() < 0.2 else "Liberation Serif",
        size=chance.choice((13, 13.5, 14)),
        leading=chance.choice((1.0, 1.15, 1.3, 1.5)),
        gap=chance.choice((0, 3, 6)),
        indent=chance.choice((0, 10, 12.7)),
        margins=(chance.choice((20, 25)), chance.choice((15, 20)), 20, chance.choice((25, 30))),
        justified=chance.random() < 0.8,
        running_head=_RUNNING_HEAD if chance.random() < 0.2 else "",
        running_foot=_RUNNING_FOOT if chance.random() < 0.2 else "",
        automatic=frozenset(scheme for scheme in schemes if chance.random() < 0.6),
    )
