"""Web pages and documents saved as web pages: every sentence of the document, nothing of the page around it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnplan.core.layout import Layout
from vnplan.knowledge import web
from vnplan.read.html import read
from vnplan.read.mhtml import page_of

HEAD = """<table><tr><td>ỦY BAN NHÂN DÂN<br>XÃ AN BÌNH</td>
<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br>Độc lập - Tự do - Hạnh phúc</td></tr>
<tr><td>Số: 12/KH-UBND</td><td><i>An Bình, ngày 02 tháng 3 năm 2026</i></td></tr></table>"""
BODY = """<p>KẾ HOẠCH</p><p>Trồng cây xanh năm 2026</p>
<p>Căn cứ Nghị quyết số 25-NQ/TU ngày 10/01/2026, Ủy ban nhân dân xã ban hành kế hoạch trồng cây như sau:</p>
<p>1. Trồng 500 cây dọc các tuyến đường liên thôn trước ngày 30/4/2026 và chăm sóc cây đã trồng.</p>
<p>2. Công chức địa chính xã chủ trì, phối hợp các thôn chọn giống cây phù hợp với từng tuyến đường.</p>"""
FOOT = """<table><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</td><td>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br><br>
Nguyễn Văn An</td></tr></table>"""
DOCUMENT = HEAD + BODY + FOOT
TEXT = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH
Số: 12/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Bình, ngày 02 tháng 3 năm 2026

KẾ HOẠCH

Trồng cây xanh năm 2026

Căn cứ Nghị quyết số 25-NQ/TU ngày 10/01/2026, Ủy ban nhân dân xã ban hành kế hoạch trồng cây như sau:

1. Trồng 500 cây dọc các tuyến đường liên thôn trước ngày 30/4/2026 và chăm sóc cây đã trồng.

2. Công chức địa chính xã chủ trì, phối hợp các thôn chọn giống cây phù hợp với từng tuyến đường.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn An
"""
LINKS = "".join(f'<li><a href="/tin/{n}">Xã An Bình ra quân trồng cây đợt {n}</a></li>' for n in range(6))


def text_of(page: str) -> str:
    return read(page.encode())[0]


def layout_of(page: str) -> tuple[str, Layout]:
    text, layout, _ = read(page.encode())
    return text, layout


def cells(page: str) -> list[list[tuple[int, int, int, int, str]]]:
    """Each table's cells: row, column, rows, columns, text."""
    text, layout = layout_of(page)
    return [
        [(c.row, c.column, c.rows, c.columns, text[c.span.start : c.span.end]) for c in grid.cells]
        for grid in layout.grids
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p><b>25</b>-NQ/TW</p>", "25-NQ/TW"),
        ("<p>12/2026/NĐ-<wbr>CP</p>", "12/2026/NĐ-CP"),
        ("<p>Kế <i>ho</i>ạch</p>", "Kế hoạch"),
        ("<p>Kế\n   hoạch\t<span> năm</span> 2026 </p>", "Kế hoạch năm 2026"),
        ("<p>Sở<b> Y tế</b></p>", "Sở Y tế"),
        ("<p>a&nbsp;b &amp; c &lt; d &ocirc; &#x25; &#7871;</p>", "a\xa0b & c < d ô % ế"),
        ("<p>đạt <5% và a < b</p>", "đạt <5% và a < b"),
        ("<p>&nbsp;</p><p> &nbsp; </p><p>x</p>", "x"),
        ("<p>một<br>hai<br/> ba</p>", "một\nhai\nba"),
        ("<div>một<br><br>hai</div>", "một\n\nhai"),
        ("<div>một<div>hai</div>ba</div>", "một\n\nhai\n\nba"),
        ("<h1>I. MỤC TIÊU</h1>Trồng rừng<hr>Bảo vệ rừng", "I. MỤC TIÊU\n\nTrồng rừng\n\nBảo vệ rừng"),
        ("<pre>một\n  hai</pre>", "một\n  hai"),
        ("<p style='white-space: pre-wrap'>một\nhai  ba</p>", "một\nhai  ba"),
        ("<p style='text-transform:uppercase'>Kế <b>hoạch</b></p><p>x</p>", "KẾ HOẠCH\n\nx"),
        ("<p>Kế\u200bhoạch \ufefftrồng</p>", "Kế\u200bhoạch \ufefftrồng"),
        ("<title>Trang</title><meta property='og:title' content='Tin'><p>x</p>", "x"),
        ("<script>a()</script><style>p{}</style><noscript>Bật lên</noscript><template>t</template><p>x</p>", "x"),
        ("<p>a<span hidden>b</span><span style='display: none'>c</span><span aria-hidden=true>d</span>e</p>", "ae"),
        ("<p>Thời hạn: <del>01/3</del><ins>05/3</ins></p>", "Thời hạn: 05/3"),
        ("<form><p>x</p><select><option>Chọn</select><textarea>Ý kiến</textarea><button>Gửi</button></form>", "x"),
        ("<p>a<!-- ghi chú -->b</p>", "ab"),
        ("<dl><dt>Chủ trì<dd>Sở Y tế</dl>", "Chủ trì\n\nSở Y tế"),
        ("<html><body><p>một</p></body></html><html><body><p>hai</p></body></html>", "một\n\nhai"),
        ('<?xml version="1.0"?><html><head><title/></head><body><a name="x"/><p>x</p></body></html>', "x"),
        ("<p>một<p>hai<li>ba", "một\n\nhai\n\n- ba"),
        ("<p><q>Năm dân vận</q></p>", "“Năm dân vận”"),
    ],
)
def test_text_is_what_a_browser_shows(page: str, text: str) -> None:
    """Blocks, lines and blanks as a browser shows them; tags within a line neither part nor join words."""
    assert text_of(page) == text + "\n"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<ol><li>một<li>hai</ol>", "1. một\n\n2. hai"),
        ("<ol start=4><li>một<li value=9>hai<li>ba</ol>", "4. một\n\n9. hai\n\n10. ba"),
        ("<ol type=a><li>một<li>hai</ol>", "a. một\n\nb. hai"),
        ("<ol type=I start=3><li>một<li>hai</ol>", "III. một\n\nIV. hai"),
        ("<ol type=i start=49><li>một</ol>", "xlix. một"),
        ("<ol type=A start=27><li>một</ol>", "AA. một"),
        ("<ol reversed><li>một<li>hai</ol>", "2. một\n\n1. hai"),
        ("<ol style='list-style-type: upper-roman'><li>một</ol>", "I. một"),
        ("<ol style='list-style:none'><li>một</ol>", "một"),
        ("<ol><li>1. một<li>hai</ol>", "1. một\n\n2. hai"),
        ("<ol start=x><li value=y>một</ol>", "1. một"),
        ("<ul><li>một<li>- hai<li>+ ba<li>a) bốn</ul>", "- một\n\n- hai\n\n+ ba\n\na) bốn"),
        ("<ul><li><p>một</p><p>hai</p></ul>", "- một\n\nhai"),
        ("<ol><li>một<ol type=a><li>hai</ol><li>ba</ol>", "1. một\n\na. hai\n\n2. ba"),
        ("<ol><li><ol type=a><li>một</ol></ol>", "1. a. một"),
        ("<ul><li></li><li>một</li></ul>", "- một"),
    ],
)
def test_list_items_have_their_visible_marks(page: str, text: str) -> None:
    """Numbers as the list counts them; an item that brings its own mark gets no second one."""
    assert text_of(page) == text + "\n"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("25 m<sup>2</sup> đất, 10<sup>6</sup> kWh", "25 m² đất, 10⁶ kWh"),
        ("10<sup>-3</sup>, 30<sup>o</sup>C", "10⁻³, 30°C"),
        ("Sở Y tế<sup>1</sup> và Sở Nội vụ<sup>[2]</sup>", "Sở Y tế[1] và Sở Nội vụ[2]"),
        ("xã<a href='#_ftn3'><sup>[3]</sup></a>.", "xã[3]."),
        ("CO<sub>2</sub>", "CO2"),
        ("<sup>Kế hoạch trồng cây xanh trên địa bàn xã năm 2026", "Kế hoạch trồng cây xanh trên địa bàn xã năm 2026"),
    ],
)
def test_raised_text(page: str, text: str) -> None:
    """A power is written as one, a footnote mark is glued in brackets, an unclosed tag raises nothing."""
    assert text_of(f"<p>{page}</p>") == text + "\n"


def test_word_saved_as_page() -> None:
    """Numbers of Word's lists stand in its page; its conditional comments and namespaces are no text."""
    page = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>KH</title><!--[if gte mso 9]><xml>
    <o:Author>An</o:Author></xml><![endif]--></head><body lang=VI><div class=WordSection1><p class=MsoNormal><b>KẾ
    HOẠCH<o:p></o:p></b></p><p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span
    style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Trồng rừng<o:p></o:p></p><p
    class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><span style='mso-hide:all'>ẩn</span>Giữ rừng<a
    href="#_ftn1"><span class=MsoFootnoteReference>[1]</span></a></p></div></body></html>"""
    assert text_of(page) == "KẾ HOẠCH\n\n1.\xa0\xa0 Trồng rừng\n\nGiữ rừng[1]\n"


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("<p>Kế hoạch".encode(), None, "Kế hoạch"),
        ("<meta charset=iso-8859-1><p>Kế hoạch".encode(), None, "Kế hoạch"),
        ("<p>Kế hoạch".encode(), "windows-1252", "Kế hoạch"),
        ("\ufeff<p>Kế hoạch".encode(), None, "Kế hoạch"),
        ("<p>Kế hoạch trồng rừng".encode("utf-16"), None, "Kế hoạch trồng rừng"),
        ("<html><body><p>Kế hoạch trồng rừng".encode("utf-16-le"), None, "Kế hoạch trồng rừng"),
        ("<meta charset=windows-1258><p>Sô\u0301 đươ\u0300ng".encode("cp1258"), None, "Sô\u0301 đươ\u0300ng"),
        ("<p>Sô\u0301 đươ\u0300ng".encode("cp1258"), "text/html; charset=windows-1258", "Sô\u0301 đươ\u0300ng"),
        ("<p>Café “Sài Gòn”".encode("cp1252"), None, "Café “Sài Gòn”"),
        ("<p>Café".encode("latin-1"), "iso-8859-1", "Café"),
        ("<p>Café".encode("latin-1"), "no-such-charset", "Café"),
        ("<meta charset=iso-8859-1><p>Café \x81".encode("latin-1"), None, "Café \x81"),
        ("<meta charset=utf-8><p>QuyÕt ®Þnh vÒ viÖc ban hµnh KÕ ho¹ch".encode("cp1252"), None,
         "Quyết định về việc ban hành Kế hoạch"),
        ("<p>Quy&Otilde;t &reg;&THORN;nh v&Ograve; vi&Ouml;c ban h&micro;nh".encode("ascii"), None,
         "Quyết định về việc ban hành"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, charset: str | None, text: str) -> None:
    """The bytes decide before what is declared; the old Vietnamese encodings are decoded."""
    assert read(data, charset)[0] == text + "\n"


def test_decoded_table_cells_stay_in_their_places() -> None:
    """A page in an old encoding has its tables, too."""
    page = "<p>QuyÕt ®Þnh vÒ viÖc ban hµnh</p><table><tr><td>NhiÖm vô<br>träng t©m<td>§¬n vÞ</table>"
    text, layout, issues = read(page.encode("cp1252"))
    assert [text[c.span.start : c.span.end] for c in layout.grids[0].cells] == ["Nhiệm vụ\ntrọng tâm", "Đơn vị"]
    assert [issue.code for issue in issues] == ["decoded-tcvn3"]


def test_bad_bytes_are_told() -> None:
    """A page that is cut within a letter is read, with a word about it."""
    text, _, issues = read("<p>Kế hoạch trồng rừng ven biển của xã".encode() + b"\xe1\xba")
    assert text.startswith("Kế hoạch trồng rừng")
    assert [issue.code for issue in issues] == ["bad-bytes"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"),
                                                         (1, 1, 1, 1, "d")]),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]),
        ("<table><tr><td colspan=2>a<tr><td>b<td>c</table>", [(0, 0, 1, 2, "a"), (1, 0, 1, 1, "b"), (1, 1, 1, 1, "c")]),
        ("<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>",
         [(0, 0, 3, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c"), (2, 1, 1, 1, "d")]),
        ("<table><tr><td rowspan=65534>a<td colspan=65534>b<tr><td>c</table>",
         [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]),
        ("<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>",  # the spans overlap
         [(0, 0, 1, 1, "a"), (0, 1, 2, 1, "b"), (1, 0, 1, 1, "c")]),
        ("<table><tr><td rowspan='x'>a<td colspan='-2'>b</table>", [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]),
        ("<table><tr><td>a<td>b<tr><tr><td>c</table>",  # a place without a cell is an empty cell
         [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "")]),
        ("<table><tr><td><p>a</p><p>b<br>c</p><td><ul><li>d<li>e</ul></table>",
         [(0, 0, 1, 1, "a\nb\nc"), (0, 1, 1, 1, "- d\n- e")]),
        ("<table><tr><td>a<td>b<tr><td colspan=2>NHÓM<tr><td>c<td>d</table>",
         [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 2, "NHÓM"), (2, 0, 1, 1, "c"), (2, 1, 1, 1, "d")]),
        ("<table><tr><td>a<td><table><tr><td>b<td>c</table><tr><td>d<td>e</table>",
         [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b c"), (1, 0, 1, 1, "d"), (1, 1, 1, 1, "e")]),
        ("<table><td>a</td><td>b</td></table>", [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]),
        ("<table><form><tr><td>a</td><td>b</td></tr></form></table>", [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]),
    ],
)  # fmt: skip
def test_tables(page: str, expected: list[tuple[int, int, int, int, str]]) -> None:
    """Every cell at its place, whatever the spans claim."""
    assert cells(page) == [expected]


def test_column_titles() -> None:
    """Rows in `thead` or of title cells only are column titles."""
    rows = "<tr><td>1<td>Trồng rừng"
    assert layout_of(f"<table><tr><th>TT<th>Việc{rows}</table>")[1].grids[0].heads == 1
    assert layout_of(f"<table><thead><tr><td>TT<td>Việc<tr><td>(1)<td>(2)<tbody>{rows}</table>")[1].grids[0].heads == 2
    assert layout_of(f"<table><tr><td>TT<td>Việc{rows}</table>")[1].grids[0].heads == 0


def test_rowspan_ends_with_its_group() -> None:
    """A cell does not reach from the column titles into the body."""
    page = "<table><thead><tr><th rowspan=5>TT<th>Việc<tbody><tr><td>1<td>Trồng rừng</table>"
    assert cells(page)[0][0] == (0, 0, 1, 1, "TT")


def test_caption_and_stray_text_stand_above_the_table() -> None:
    """Nothing in a table is lost."""
    text, layout = layout_of("<table>lạc<caption>Biểu 1</caption><tr><td>a</td>rơi<td>b</table>")
    assert text == "lạc\n\nrơi\n\nBiểu 1\n\n| a | b |\n"
    assert len(layout.grids) == 1


def test_head_and_foot_in_columns_are_paragraphs() -> None:
    """The left column, then the right one, over all rows."""
    text, layout = layout_of(DOCUMENT)
    assert text == TEXT
    assert not layout.grids


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<table><tr><td>Số: 5/KH-UBND<td>An Bình, ngày 1 tháng 2 năm 2026</table>",
         "Số: 5/KH-UBND\n\nAn Bình, ngày 1 tháng 2 năm 2026"),
        ("<table><tr><td><td><p>KT. CHỦ TỊCH</p><p>PHÓ CHỦ TỊCH</p><p>Lê Thị Bình</p></table>",
         "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Thị Bình"),
        ("<table><tr><td>TỈNH ỦY<td>&nbsp;<td>ĐẢNG CỘNG SẢN VIỆT NAM<tr><td>Số 9-KH/TU<td><td>Ngày</table>",
         "TỈNH ỦY\nSố 9-KH/TU\n\nĐẢNG CỘNG SẢN VIỆT NAM\nNgày"),
        ("<table><tr><td>UBND XÃ<td>Độc lập - Tự do<tr><td colspan=2>KẾ HOẠCH<tr><td>Nơi nhận:<td>CHỦ TỊCH</table>",
         "UBND XÃ\n\nĐộc lập - Tự do\n\nKẾ HOẠCH\n\nNơi nhận:\n\nCHỦ TỊCH"),
        ("<table><tr><td>Trong khung</table>", "Trong khung"),
        ("<table role=presentation><tr><td>một<td>hai</table>", "một\n\nhai"),
    ],
)  # fmt: skip
def test_tables_without_data_are_paragraphs(page: str, text: str) -> None:
    """What is laid out by a table but is none."""
    got, layout = layout_of(page)
    assert got == text + "\n"
    assert not layout.grids


def test_a_table_of_documents_is_no_frame() -> None:
    """Numbers of documents in a table of data do not make it the head of one; a head with many rows is one."""
    rows = "".join(f"<tr><td>{n}<td>Số: {n}/KH-UBND<td>Sở Y tế" for n in range(1, 9))
    assert len(layout_of(f"<table><tr><td>TT<td>Văn bản<td>Cơ quan{rows}</table>")[1].grids) == 1
    assert len(layout_of(f"<table><tr><th>TT<th>Văn bản<th>Cơ quan{rows[:30]}</table>")[1].grids) == 1
    rows = "".join(f"<tr><td>Dòng {n}<td>Hàng {n}" for n in range(8))
    assert not layout_of(f"<table><tr><td>UBND XÃ<td>Độc lập - Tự do - Hạnh phúc{rows}</table>")[1].grids


MENU = '<ul class="x"><li><a href="/">Trang chủ</a><li><a href="/gt">Giới thiệu</a><li><a href="/vb">Văn bản</a></ul>'
PORTALS = {
    "semantic": f"""<header><nav>{MENU}</nav></header><main><article>{DOCUMENT}</article></main>
        <aside><h3>Tin mới</h3><ul>{LINKS}</ul></aside><footer>Cổng thông tin xã An Bình, 0123 456 789</footer>""",
    "named": f"""<div id="header">Cổng thông tin</div><div class="mainMenu">{MENU}</div><div class="wrap">
        <div class="left">{DOCUMENT}</div><div class="tin-lien-quan"><p>Tin liên quan</p><ul>{LINKS}</ul></div></div>
        <div id="footer">Bản quyền thuộc xã An Bình</div>""",
    "nameless": f"""<div><div>Cổng thông tin điện tử</div>{MENU}<div><div>Lượt xem: 12</div>
        <div><div>{DOCUMENT}</div></div><div><b>Các tin khác</b><ul>{LINKS}</ul></div></div>
        <div>Địa chỉ: xã An Bình</div></div>""",
    "tables": f"""<table><tr><td colspan=2>{MENU}</td></tr><tr><td><table><tr><td><a href=/a>Tin tức</a>
        <tr><td><a href=/b>Sự kiện</a><tr><td><a href=/c>Thông báo</a></table></td><td><div>{DOCUMENT}</div></td></tr>
        <tr><td colspan=2>Cơ quan chủ quản: xã</td></tr></table>""",
    "asp": f"""<form action="x.aspx"><div class="top-bar">{MENU}</div><div id="content"><div>{DOCUMENT}</div></div>
        <div class="cookie-consent">Trang này dùng cookie để ghi nhớ lựa chọn của bạn đọc.</div></form>""",
    "modal": f"""<div role=dialog>Đăng nhập để xem tiếp</div>
        <div id=root aria-hidden=true>{MENU}<div>{DOCUMENT}</div></div>""",
    "comments": f"""{MENU}<div class=box><div>{DOCUMENT}</div><div class="comment-list"><p>Kế hoạch này rất hay, mong
        xã làm sớm để bà con yên tâm sản xuất và đi lại thuận tiện.</p></div></div>""",
    "related inside": f"{MENU}<div>{HEAD}{BODY}<ul>{LINKS}</ul>{FOOT}</div>",
    "print copy": f"{MENU}<div>{DOCUMENT}</div><div style='display:none'>{DOCUMENT}</div>",
    "foot named footer": f"{MENU}<div><div>{HEAD}{BODY}</div><div class=footer>{FOOT}</div></div>",
}


@pytest.mark.parametrize("page", PORTALS.values(), ids=PORTALS)
def test_only_the_document_of_a_portal(page: str) -> None:
    """The whole document in order, and nothing of the page around it, which is told."""
    text, _, issues = read(f"<html><head><title>Cổng</title></head><body>{page}</body></html>".encode())
    assert text == TEXT
    assert [(issue.code, issue.severity) for issue in issues] == [("boilerplate", "info")]


@pytest.mark.parametrize(
    "page",
    [
        "<p>KẾ HOẠCH</p><p>Trồng rừng</p>",
        "<div class=WordSection1><p>KẾ HOẠCH</p></div><div class=WordSection2><p>PHỤ LỤC</p><p>Danh mục</p></div>",
        "<p>Mục lục</p><p><a href='#a'>I. MỤC TIÊU</a><p><a href='#b'>NHIỆM VỤ</a><p><a href='#c'>KINH PHÍ</a>",
        """<div><p><a href=/1>Căn cứ Luật Lâm nghiệp;</a></p><p><a href=/2>Căn cứ Nghị định số 1/2026/NĐ-CP;</a></p>
        <p><a href=/3>Căn cứ Thông tư số 2/2026/TT-BTC;</a></p></div><p>Trồng rừng</p>""",
        "<p class=MsoHeader>Dự thảo</p><p>KẾ HOẠCH</p><p class=MsoFooter>Trang 1</p>",
    ],
)
def test_a_page_that_is_only_the_document_is_whole(page: str) -> None:
    """Nothing is left out where there is no page around the document."""
    text, _, issues = read(page.encode())
    assert text == read(page.replace("href=/", "href=#").encode())[0]
    assert issues == ()


def test_news_keep_headline_and_lead() -> None:
    """An article without the head of a document has its headline, even where that stands apart."""
    sentences = "".join(
        f"<p>Câu thứ {n}: Ủy ban nhân dân xã An Bình ban hành kế hoạch trồng cây.</p>" for n in range(6)
    )
    page = f"{MENU}<div><h1>Xã An Bình trồng cây</h1><div class=share>Chia sẻ</div><div>{sentences}</div></div>"
    text = text_of(page)
    assert text.startswith("Xã An Bình trồng cây\n\nCâu thứ 0")
    assert text.endswith("cây.\n")
    assert "Chia sẻ" not in text
    assert "Trang chủ" not in text


def test_data_tables_of_a_portal_stay_whole() -> None:
    """Rows of links, and a cell with most of the text, are no reason to cut a table with data."""
    long = "".join(
        f"<p>Bước {n}: các thôn rà soát diện tích đất trống và đăng ký giống cây trồng.</p>" for n in range(9)
    )
    links = "<a href=/1>Quyết định số 1</a>, <a href=/2>Kế hoạch số 2</a>, <a href=/3>Quyết định số 3</a>"
    rows = f"<tr><td>TT<td>Việc<tr><td>1<td>{long}<tr><td>2<td>{links}<tr><td>3<td>Trồng cây<tr><td>4<td>Chăm sóc"
    text, layout = layout_of(f"{MENU}<div><div>Cổng thông tin</div><div><table>{rows}</table></div></div>")
    assert text.startswith("| TT | Việc |\n| 1 | Bước 0:")
    assert "| 2 | Quyết định số 1, Kế hoạch số 2, Quyết định số 3 |\n" in text
    assert text.endswith("| 4 | Chăm sóc |\n")
    assert len(layout.grids) == 1


def test_title_before_and_end_after_the_largest_block_stay() -> None:
    """Where the largest block has no head or no foot, paragraphs beside it may be the document's."""
    page = f"{MENU}<div><p>CHƯƠNG TRÌNH</p><p>Xanh</p><div>{BODY}</div><p>Hết.</p></div><div>Lượt xem: 3</div>"
    text = text_of(page)
    assert text.startswith("CHƯƠNG TRÌNH\n\nXanh\n\nKẾ HOẠCH")
    assert text.endswith("\n\nHết.\n")


@pytest.mark.parametrize("around", ["<div aria-hidden=true>", "<div class=sidebar>", "<footer>", "<div role=dialog>"])
def test_what_holds_most_of_the_text_stays(around: str) -> None:
    """A name or mark is not believed where it would take the document away."""
    sentence = "Ủy ban nhân dân xã An Bình ban hành kế hoạch trồng cây trên địa bàn."
    page = f"{MENU}{around}<p>{sentence}</p><p>{sentence}</p></div>"
    assert text_of(page) == f"{sentence}\n\n{sentence}\n"


def test_appendix_beside_the_document_stays() -> None:
    """A part with lines of a document is kept, though it stands outside its block."""
    page = f"{MENU}<div><div>{DOCUMENT}</div><div><p>PHỤ LỤC</p><p>Danh mục cây</p></div><div>Lượt xem: 5</div></div>"
    text = text_of(page)
    assert text.startswith(TEXT.rstrip())
    assert text.endswith("PHỤ LỤC\n\nDanh mục cây\n")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<!-- x -->", "empty"),
        (b"<html><body><div></div></body></html>", "empty"),
        (b"<img src=a.png>", "empty"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
    ],
)
def test_nothing_to_read_is_an_error(data: bytes, code: str) -> None:
    """No text, and why."""
    text, layout, issues = read(data)
    assert (text, layout) == ("", Layout())
    assert [(issue.code, issue.severity) for issue in issues] == [(code, "error")]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "Kế hoạch" + "</div>" * 100_000,
        "<span>" * 20_000 + "Kế hoạch",
        "<table><tr><td>" * 20_000 + "Kế hoạch",
        "<ul><li>" * 5_000 + "Kế hoạch",
        "".join(f"<p><font color={n}>Kế hoạch" for n in range(5_000)),
    ],
    ids=["div", "span", "table", "list", "font"],
)
def test_deep_nesting(page: str) -> None:
    """Tags inside tags without end take neither the text nor the program with them."""
    text, _, issues = read(page.encode())
    assert text.count("Kế hoạch") == page.count("Kế hoạch")
    assert [issue.code for issue in issues] == ["deep-nesting"]


@pytest.mark.parametrize(
    ("page", "columns"),
    [
        ("<table>" + "<tr><td rowspan=60000 colspan=90>Việc</td><td>b</td></tr>" * 3_000 + "</table>", [2]),
        ("<table><tr>" + "<td>Việc" * 4_000 + "</tr>" + "<tr><td>x" * 4_000 + "</table>", []),
        ("<table><tr><td><table><tr><td>" * 600 + "Việc", []),
    ],
    ids=["spans", "sparse", "nested"],
)
def test_absurd_tables(page: str, columns: list[int]) -> None:
    """No claim about rows and columns fills the memory."""
    text, layout = layout_of(page)
    assert text.count("Việc") == page.count("Việc")
    assert [grid.columns for grid in layout.grids] == columns


def test_too_many_elements_are_refused() -> None:
    """A page whose elements would fill the memory is told, not read."""
    text, _, issues = read(b"<b>" * 4_500_001)
    assert (text, issues[0].code, issues[0].severity) == ("", "too-large", "error")


def test_web_archive() -> None:
    """The first page of a web archive, in the encoding that its part names."""
    archive = b"""MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n
--x\nContent-Type: image/png\n\nPNG
--x\nContent-Type: text/html; charset=windows-1258\nContent-Transfer-Encoding: quoted-printable\n
<p>k=EA=EC ho=61ch</p>
--x\nContent-Type: text/html\n\n<p>khung</p>\n--x--\n"""
    page = page_of(archive)
    assert isinstance(page, bytes)
    assert read(page)[0] == "kê\u0301 hoach\n"
    for no_page in (b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx", b"", b"\xff\xfe"):
        issue = page_of(no_page)
        assert not isinstance(issue, bytes)
        assert (issue.code, issue.severity) == ("empty", "error")


@pytest.mark.parametrize("row", [*web.marks(), *web.chrome()], ids=lambda row: row.id)
def test_rows_of_the_web(row: web.MarkRow | web.ChromeRow) -> None:
    """Each row recognises its examples and none of its counterexamples."""
    for example in row.examples:
        if isinstance(row, web.MarkRow):
            assert web.mark_of(example) == web.Mark("body"), example
        else:
            assert web.is_chrome_name(example), example
    for example in row.not_examples:
        assert not (web.mark_of(example) if isinstance(row, web.MarkRow) else web.is_chrome_name(example)), example


PIECES = st.lists(
    st.sampled_from(
        """<p>|</p>|<div>|</div>|<table>|</table>|<tr>|<td>|<td rowspan=2>|<td colspan=3>|<th>|<ul>|<ol>|<li>|</ul>|<br>
        <b>|</b>|<sup>|</sup>|<pre>|</pre>|<a href=/x>|</a>|<nav>|</nav>|<div hidden>|<thead>|<caption>|<form>|&nbsp;
        |<!-- -->|<html>|</body>|<del>|<q>|Kế hoạch |Số: 1/KH-UBND|\0|\ud800|<|>|&|1. |Nơi nhận:""".split("|")
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_any_tags_give_a_sound_layout(pieces: list[str]) -> None:
    """Whatever the tags, reading ends, and cells and bars are what the text has at their places."""
    text, layout, issues = read("".join(pieces).encode("utf-8", "surrogatepass"))
    assert bool(text) != any(issue.severity == "error" for issue in issues)
    assert all(before.span.end <= after.span.start for before, after in pairwise(layout.grids))
    for grid in layout.grids:
        line = text[grid.span.start : grid.span.end]
        assert line.startswith("| ")
        assert line.endswith(" |")
        assert {text[bar.start : bar.end] for bar in grid.bars} <= {"| ", " | ", " |"}
        taken = [
            (row, column)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert sorted(taken) == [(row, column) for row in range(grid.rows) for column in range(grid.columns)]
