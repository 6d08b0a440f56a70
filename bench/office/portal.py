"""A plan as the page of a portal: navigation, related links and comments around it, old-fashioned markup inside."""

from __future__ import annotations

import re
from html import escape

from office.blocks import Head, Master, Title
from office.markup import content

# What a portal puts around a document; none of it may be taken for the plan.
_NAVIGATION = ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản chỉ đạo", "Thủ tục hành chính", "Liên hệ")
_RELATED = (
    "Thông báo lịch tiếp công dân định kỳ quý tới",
    "Hướng dẫn nộp hồ sơ trực tuyến tại bộ phận một cửa",
    "Kết quả hội thao cán bộ, công chức cụm thi đua số 3",
)
_COMMENTS = ("Cảm ơn cổng thông tin đã đăng tải.", "Xin cho hỏi khi nào có bản đính kèm?")
_ENTITIES = {"“": "&ldquo;", "”": "&rdquo;", "à": "&agrave;", "ê": "&ecirc;", "≥": "&ge;"}
_TEXT = re.compile(r">[^<]+<")

_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{title} - Cổng thông tin điện tử</title>
<meta name="description" content="{title}">
<style>.title {{ text-align: center }} .rule {{ display: none }}</style>
<script>var dataLayer = [{{"trang": "van-ban"}}];</script>
</head>
<body>
<header><a href="/"><img src="/logo.png" alt="Quốc huy"></a>
<nav><ul>{navigation}</ul></nav></header>
<div class="breadcrumb"><a href="/">Trang chủ</a> &raquo; <a href="/van-ban">Văn bản</a> &raquo; {title}</div>
<main>
<div class="tools"><a href="#">In trang</a> <a href="#">Tải về</a> <span>Cỡ chữ: A- A A+</span></div>
<!-- nội dung văn bản -->
<article id="noi-dung" class="content-detail">
{content}
</article>
</main>
<aside class="related"><h3>Tin liên quan</h3><ul>{related}</ul></aside>
<section class="comments" id="comments"><h3>Bình luận (2)</h3>{comments}</section>
<footer><p>Bản quyền thuộc Cổng thông tin điện tử. Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></footer>
</body>
</html>
"""


def _title(master: Master) -> str:
    for block in master.blocks:
        if isinstance(block, Title):
            return f"{block.kind.capitalize()} {' '.join(block.lines)}"
        if isinstance(block, Head) and len(block.number) > 1:
            return block.number[1]
    return "Tin tức"


def _links(texts: tuple[str, ...]) -> str:
    return "".join(f'<li><a href="/bai-{n}">{escape(text)}</a></li>' for n, text in enumerate(texts))


def _with_entities(markup: str) -> str:
    """Some characters as named entities, as many editors write them."""

    def replaced(between_tags: re.Match[str]) -> str:
        found = between_tags[0]
        for character, entity in _ENTITIES.items():
            found = found.replace(character, entity)
        return found

    return _TEXT.sub(replaced, markup)


def to_html(master: Master, *, entities: bool = True) -> str:
    """The page as served."""
    body = content(master)
    return _PAGE.format(
        title=escape(_title(master)),
        navigation=_links(_NAVIGATION),
        content=_with_entities(body) if entities else body,
        related=_links(_RELATED),
        comments="".join(
            f'<div class="comment"><b>Bạn đọc {n}</b><p>{text}</p></div>' for n, text in enumerate(_COMMENTS)
        ),
    )
