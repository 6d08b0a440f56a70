"""Adverbials before the subject of a sentence, and what each kind does to the task."""

from __future__ import annotations

import regex

# An adverbial that may stand before the subject: it ends with a comma.
OPENINGS = (
    "trên cơ sở|căn cứ|đối với|trong|để|nhằm|tại|hằng|hàng|định kỳ|trước(?! đó)|theo|khi|từ|sau(?! đó)|ngoài|đồng thời"
    "|riêng|tùy|đến|vào|thời gian|ngay|với|cùng với|bên cạnh|kết thúc|chậm nhất|quý|tháng|năm|mỗi|giai đoạn|thực hiện"
    "|tiếp tục|trường hợp|dưới sự|trước đó|ngày|sáng|trưa|chiều|tối|hôm|mới đây|vừa qua|cũng tại|cũng trong|tiếp thu"
)
OPENING = regex.compile(rf"(?:{OPENINGS})\b", regex.IGNORECASE)
VERBAL_OPENING = regex.compile(r"(?:thực hiện|tiếp tục|trong|với|cùng với)(?!\p{L})", regex.IGNORECASE)
# What a task is about stays with it though somebody gives it (`Đối với việc số hóa, UBND tỉnh giao Sở A chủ trì`);
# why, where and when it is given does not (`Để kịp tiến độ, UBND tỉnh giao Sở A …`)
TOPIC = regex.compile(
    r"(?:đối với|riêng|(?:cùng )?với|trường hợp|khi|tùy|từ(?! (?:quý|tháng|năm|ngày|nay))"
    r"|trong(?! (?:quý|tháng|năm|tuần|ngày|thời)))(?!\p{L})",
    regex.IGNORECASE,
)
# `Tại hội nghị, Giám đốc Sở A báo cáo …` tells what was done, `Tại Công văn số 5, UBND tỉnh giao Sở A …` gives a task
OCCASION = regex.compile(
    r"(?:tại|trước đó|ngày|sáng|trưa|chiều|tối|hôm|mới đây|vừa qua|cũng tại|cũng trong)(?!\p{L})", regex.IGNORECASE
)
PURPOSE = regex.compile(r"(?:để|nhằm)(?!\p{L})", regex.IGNORECASE)
# before a subject without a comma: `Hằng năm Sở A mở lớp`, `Chậm nhất là ngày 30/6/2026 các xã phải …`
TIME = regex.compile(
    r"(?:định kỳ )?(?:hằng|hàng) (?:năm|quý|tháng|tuần|ngày) |định kỳ |thường xuyên "
    r"|(?:chậm nhất|muộn nhất|trước|đến|trong|từ)(?!\p{L})[^,;.:\n]{3,60}\d ",
    regex.IGNORECASE,
)
