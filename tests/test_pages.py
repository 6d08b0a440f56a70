"""Words with places to text: columns, paragraphs, tables, furniture, footnotes. No PDF is needed for that."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest

from vnplan.core.layout import Box
from vnplan.core.span import Span
from vnplan.read.pages.compose import compose
from vnplan.read.pages.lines import printed_lines
from vnplan.read.pages.page import Page, Ruling, Word
from vnplan.read.pages.paragraphs import joint

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 85.0, 540.0
SIZE = 14.0
LETTER = 6.5  # points that each character of the test's type takes


def typed(text: str, x0: float, base: float, size: float = SIZE) -> list[Word]:
    """The words of a line that begins at x0; all characters are equally wide, blanks as wide as two."""
    found = []
    for word in text.split():
        x1 = x0 + LETTER * len(word)
        found.append(Word(word, x0, base - 0.95 * size, x1, base + 0.22 * size, size))
        x0 = x1 + LETTER
    return found


def wide(text: str) -> float:
    """How wide a line is printed."""
    return LETTER * len(" ".join(text.split()))


def centred(text: str, base: float, middle: float = (LEFT + RIGHT) / 2) -> list[Word]:
    return typed(text, middle - wide(text) / 2, base)


def filled(text: str, base: float, x0: float = LEFT, right: float = RIGHT) -> list[Word]:
    """A justified line: its blanks are stretched until it ends at the right margin."""
    words = typed(text, x0, base)
    room = (right - words[-1].x1) / (len(words) - 1)
    moved = []
    for n, word in enumerate(words):
        moved.append(Word(word.text, word.x0 + n * room, word.top, word.x1 + n * room, word.bottom, word.size))
    return moved


def page(*lines: Iterable[Word], number: int = 1, rulings: Iterable[Ruling] = ()) -> Page:
    return Page(number, WIDTH, HEIGHT, [word for line in lines for word in line], list(rulings))


def text_of(*pages: Page) -> str:
    return compose(pages)[0]


HEAD = [
    centred("ỦY BAN NHÂN DÂN", 70, 170),
    centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 70, 400),
    centred("TỈNH AN BÌNH", 86, 170),
    centred("Độc lập - Tự do - Hạnh phúc", 86, 400),
    centred("Số: 12/KH-UBND", 115, 170),
    centred("An Bình, ngày 05 tháng 3 năm 2025", 115, 400),
]
BODY = [
    filled("Thực hiện Chương trình số 15 của Tỉnh ủy về phát triển kinh tế tập thể,", 200, LEFT + 28),
    filled("Ủy ban nhân dân tỉnh ban hành Kế hoạch với những nội dung sau đây để", 220),
    typed("các sở, ngành thực hiện.", LEFT, 240),
    filled("Sở Nông nghiệp và Môi trường chủ trì, phối hợp với các đơn vị liên quan", 265, LEFT + 28),
    typed("triển khai ngay.", LEFT, 285),
]


def test_head_is_read_column_by_column() -> None:
    """The agency's column comes whole before the state's name, the number before the date."""
    text = text_of(page(*HEAD, centred("KẾ HOẠCH", 150), *BODY))
    assert text.startswith(
        "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\nSố: 12/KH-UBND\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nAn Bình, ngày 05 tháng 3 năm 2025\n\n"
        "KẾ HOẠCH\n\n"
    )


def test_columns_of_a_head_may_come_close() -> None:
    """A long agency name leaves a gutter that is hardly wider than a blank."""
    close = [*typed("SỞ KHOA HỌC VÀ CÔNG NGHỆ", 85, 70), *typed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 252, 70)]
    text = text_of(page(close, centred("Độc lập - Tự do - Hạnh phúc", 86, 363), *BODY))
    assert text.startswith("SỞ KHOA HỌC VÀ CÔNG NGHỆ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n")


def test_addressees_stand_below_the_head() -> None:
    """`Kính gửi` belongs to neither column."""
    text = text_of(page(*HEAD, typed("Kính gửi: Các sở, ban, ngành tỉnh.", 180, 150), *BODY))
    assert "An Bình, ngày 05 tháng 3 năm 2025\n\nKính gửi: Các sở, ban, ngành tỉnh.\n\n" in text


def test_foot_is_read_recipients_first() -> None:
    """The signature beside the recipients comes after them; an entry of two lines is one."""
    foot = [
        [*typed("Nơi nhận:", LEFT, 400), *centred("TM. ỦY BAN NHÂN DÂN", 400, 430)],
        [*typed("- Thường trực Tỉnh ủy;", LEFT, 414), *centred("CHỦ TỊCH", 416, 430)],
        typed("- Các sở, ban, ngành,", LEFT, 428),
        typed("đoàn thể tỉnh;", LEFT, 442),
        [*typed("- Lưu: VT.", LEFT, 456), *centred("Lò Văn Bình", 460, 430)],
    ]
    assert text_of(page(*BODY, *foot)).endswith(
        "Nơi nhận:\n- Thường trực Tỉnh ủy;\n- Các sở, ban, ngành, đoàn thể tỉnh;\n- Lưu: VT.\n\n"
        "TM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\nLò Văn Bình\n"
    )


def test_what_is_attached_stands_below_the_foot() -> None:
    """Its heading is no line of the recipients, though it begins where they do."""
    foot = [
        [*typed("Nơi nhận:", LEFT, 400), *centred("TM. ỦY BAN NHÂN DÂN", 400, 430)],
        [*typed("- Thường trực Tỉnh ủy;", LEFT, 414), *centred("CHỦ TỊCH", 416, 430)],
        typed("- Lưu: VT.", LEFT, 428),
        centred("Lò Văn Bình", 456, 430),
        typed("PHỤ LỤC PHÂN CÔNG NHIỆM VỤ CỤ THỂ", LEFT, 480),
        typed("(Kèm theo Kế hoạch số 8/KH-UBND)", LEFT, 498),
    ]
    assert text_of(page(*BODY, *foot)).endswith(
        "- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\nLò Văn Bình\n\nPHỤ LỤC PHÂN CÔNG NHIỆM VỤ CỤ THỂ\n\n"
        "(Kèm theo Kế hoạch số 8/KH-UBND)\n"
    )


@pytest.mark.parametrize("label", ["III-", "III -", "2-"])
def test_numbers_with_a_dash_begin_paragraphs(label: str) -> None:
    """As the Party numbers, also after a line without room left."""
    text = text_of(page(*BODY, filled("Mỗi xã dựng một thư viện nhỏ.", 420), typed(f"{label} NHIỆM VỤ", LEFT, 440)))
    assert f"nhỏ.\n\n{label} NHIỆM VỤ" in text


def test_foot_without_its_heading() -> None:
    """A scan may lose `Nơi nhận`; who signs still stands beside the list, not in it."""
    foot = [
        [*typed("N;1 nh:", LEFT, 400), *centred("TM. ỦY BAN NHÂN DÂN", 402, 430)],
        [*typed("- Thường trực Tỉnh ủy;", LEFT, 418), *centred("CHỦ TỊCH", 419, 430)],
        typed("- Các sở, ban, ngành;", LEFT, 436),
        typed("- Lưu: VT.", LEFT, 454),
        centred("Lò Văn Bình", 472, 430),
    ]
    text = text_of(page(*BODY, *foot))
    assert "- Thường trực Tỉnh ủy;\n- Các sở, ban, ngành;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\n" in text


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines that fill the measure go on; a short line or an indent parts."""
    text = text_of(page(*BODY))
    first, second = text.split("\n\n")
    assert first.startswith("Thực hiện Chương trình số 15")
    assert "kinh tế tập thể, Ủy ban nhân dân tỉnh ban hành Kế hoạch" in first
    assert first.endswith("nội dung sau đây để các sở, ngành thực hiện.")
    assert second == "Sở Nông nghiệp và Môi trường chủ trì, phối hợp với các đơn vị liên quan triển khai ngay.\n"


def test_dash_that_wraps_is_no_bullet() -> None:
    """`Lao động ⏎ - Thương binh và Xã hội` is one name."""
    lines = [
        filled("Giao các cơ quan, trong đó có Ban quản lý dự án và Sở Lao động", 200, LEFT + 28),
        filled("- Thương binh và Xã hội, tiếp tục rà soát toàn bộ các hộ nghèo trên địa", 220),
        typed("bàn tỉnh.", LEFT, 240),
    ]
    assert "Lao động - Thương binh và Xã hội" in text_of(page(*lines))


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Góp phần hoàn thành các mục tiêu mà Hội đồng đề ra trong Chương trình", "08.", True),
        ("1/ Hồ sơ giải quyết đúng và trước hạn; tỷ lệ hồ sơ nộp trực tuyến:", "> 85% trở lên.", True),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", "Nghị quyết số 20/NQ-HĐND;", True),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", "Căn cứ Luật Đầu tư;", False),
        ("Ban hành Kế hoạch số hóa dữ liệu giao thông đường bộ giai đoạn 2025", "- 2027", True),
        ("Các cơ quan tiếp tục triển khai các giải pháp bảo vệ rừng ven biển.", "Sở Y tế báo cáo.", False),
        ("Dữ liệu mở được công bố cho các tổ chức, cá nhân theo quy định tại", "Chương II của Quy chế này.", True),
        ("Giá trị của dữ liệu điện tử được xác định theo quy định tại Mục 1", "Chương II Luật Giao dịch.", True),
        ("Đối với cơ sở dữ liệu dùng chung của ngành quy định tại khoản 2", "Điều 11 của Quy chế này.", True),
        ("Các cơ quan tiếp tục triển khai các giải pháp bảo vệ rừng ven biển.", "Điều 11. Kinh phí", False),
    ],
)
def test_lines_flush_left(first: str, second: str, whole: bool) -> None:
    """Without indents and room between paragraphs, what ends and begins a line tells whether it goes on."""
    text = text_of(page(*BODY, filled(first, 420), typed(second, LEFT, 440)))
    assert (f"{first} {second}" in text) is whole


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("theo Nghị quyết số 12/NQ-", "HĐND ngày", ""),
        ("tại Tờ trình số 31/TTr-", "STP ngày", ""),
        ("Nghị định số 04/", "2015/NĐ-CP", ""),
        ("Quyết định số 25", "/QĐ-UBND", ""),
        ("khoảng 98 tấn/", "ngày", ""),
        ("Quý IV/202", "6", ""),
        ("Thườn", "g xuyên", ""),
        ("phát triển kinh tế -", "xã hội", " "),
        ("trong năm 2025", "2026 và", " "),
        ("hoàn thành", "g", " "),
    ],
)
def test_joints(before: str, after: str, between: str) -> None:
    """A symbol, a year or a syllable broken at the end of a line is made whole; words stay apart."""
    assert joint(before, after) == between


def test_paragraph_goes_on_over_the_page() -> None:
    """A sentence that a page break interrupts is whole; page numbers and running heads are left out."""
    first = page(*BODY[:2], number=1)
    second = page(
        centred("2", 40), centred("TÀI LIỆU NỘI BỘ", 55), typed("các sở, ngành thực hiện.", LEFT, 90),
        *[[Word(w.text, w.x0, w.top + 30, w.x1, w.bottom + 30, w.size) for w in line] for line in BODY[3:]],
        number=2,
    )  # fmt: skip
    third = page(centred("3", 40), centred("TÀI LIỆU NỘI BỘ", 55), *BODY, number=3)
    text, _, issues = compose([first, second, third])
    assert "nội dung sau đây để các sở, ngành thực hiện.\n\n" in text
    assert "TÀI LIỆU" not in text
    assert [issue.code for issue in issues] == ["page-furniture"]


def test_lone_running_head_is_furniture() -> None:
    """What stands in the upper margin of a later page is no text, though it comes but once."""
    text = text_of(page(*BODY, number=1), page(typed("Tài liệu họp", LEFT, 40), centred("2", 40), *BODY, number=2))
    assert "Tài liệu họp" not in text


def test_footnote_follows_what_cites_it() -> None:
    """The mark is in brackets; the note stands behind the paragraph that cites it, also over a page break."""
    mark = Word("1", 470, 180, 474, 190, 9.0, raised=True)
    cited = [*BODY[0], *BODY[1], mark]
    note = typed("1 Số liệu của Cục Thống kê tỉnh.", LEFT, 790, 10.0)
    text = text_of(
        page(cited, note, number=1),
        page(typed("các sở, ngành thực hiện.", LEFT, 90), *BODY[3:], number=2),
    )
    paragraphs = text.strip().split("\n\n")
    assert paragraphs[0].endswith("để các sở, ngành thực hiện.")
    assert "[1]" in paragraphs[0]
    assert paragraphs[1] == "[1] Số liệu của Cục Thống kê tỉnh."


def ruled(xs: list[float], ys: list[float], without: Iterable[Ruling] = ()) -> list[Ruling]:
    """The lines of a full grid, each cut at every crossing, but for some."""
    lying = [Ruling(a, y, b, y) for y in ys for a, b in pairwise(xs)]
    standing = [Ruling(x, a, x, b) for x in xs for a, b in pairwise(ys)]
    return [line for line in (*lying, *standing) if line not in set(without)]


XS = [85.0, 115.0, 320.0, 430.0, 540.0]


def test_merged_cells() -> None:
    """A cell over two rows, one over three columns: written once, with their reach."""
    ys = [300.0, 330.0, 360.0, 390.0]
    gone = [
        Ruling(430, 330, 430, 360), Ruling(320, 330, 320, 360),  # the second row is one cell from the second column on
        Ruling(85, 330, 115, 330),  # the first column is merged over two rows
    ]  # fmt: skip
    words = [
        *typed("1", 95, 320), *typed("Trồng rừng", 120, 320), *typed("Sở Y tế", 325, 320), *typed("Quý II", 435, 320),
        *typed("NHÓM HAI", 120, 350), *typed("2", 95, 380), *typed("Nuôi cá", 120, 380),
        *typed("Sở Y tế", 325, 380), *typed("Quý I", 435, 380),
    ]  # fmt: skip
    text, layout, _ = compose([page(*BODY[3:], words, rulings=ruled(XS, ys, gone))])
    (grid,) = layout.grids
    cells = {(c.row, c.column): (text[c.span.start : c.span.end], c.rows, c.columns) for c in grid.cells}
    assert cells[0, 0] == ("1", 2, 1)
    assert cells[1, 1] == ("NHÓM HAI", 1, 3)
    assert cells[2, 1] == ("Nuôi cá", 1, 1)
    assert (grid.rows, grid.columns, len(cells)) == (3, 4, 10 - 1 + 0)
    assert text.count("NHÓM HAI") == 1


def table_page(number: int, rows: list[tuple[str, str, str, str]], top: float) -> Page:
    """A page that is only a table."""
    ys = [top + 30.0 * n for n in range(len(rows) + 1)]
    words = [
        word
        for n, row in enumerate(rows)
        for x, cell in zip(XS, row, strict=False)
        for word in typed(cell, x + 4, ys[n] + 20)
    ]
    return page(words, number=number, rulings=ruled(XS, ys))


TITLES = ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian")


def test_table_goes_on_over_pages() -> None:
    """One table, its titles once, a row that the page break divides made whole, each cell on its page."""
    first = table_page(1, [TITLES, ("1", "Trồng rừng", "Sở Y tế", "Quý I"), ("2", "Nuôi cá và tôm,", "Sở X", "")], 600)
    second = table_page(2, [TITLES, ("", "trồng lúa", "", "Quý II"), ("3", "Làm đường", "Sở Z", "Quý III")], 60)
    text, layout, _ = compose([first, second])
    (grid,) = layout.grids
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(text[cell.span.start : cell.span.end])
    assert rows == {
        0: ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
        1: ["1", "Trồng rừng", "Sở Y tế", "Quý I"],
        2: ["2", "Nuôi cá và tôm, trồng lúa", "Sở X", "Quý II"],
        3: ["3", "Làm đường", "Sở Z", "Quý III"],
    }
    assert layout.places is not None
    last = next(cell.span for cell in grid.cells if cell.row == 3 and cell.column == 1)
    assert layout.places.page(last) == 2
    divided = next(cell.span for cell in grid.cells if cell.row == 2 and cell.column == 1)
    assert [box.page for box in layout.places.boxes(divided)] == [1, 2]


def test_area_of_a_row_that_a_page_break_divides() -> None:
    """Its cells go from page to page and back: one box for each page, around all that stands there."""
    first = table_page(1, [TITLES, ("2", "Nuôi cá và tôm,", "Sở X và", "Quý I và")], 600)
    second = table_page(2, [TITLES, ("", "trồng lúa", "Sở Y", "Quý II")], 60)
    text, layout, _ = compose([first, second])
    (grid,) = layout.grids
    cells = [cell.span for cell in grid.cells if cell.row == 1]
    places = layout.places
    assert places is not None
    assert text[cells[1].start : cells[1].end] == "Nuôi cá và tôm, trồng lúa", (
        "no row is divided: the test shows nothing"
    )
    areas = places.areas(Span(cells[0].start, cells[-1].end))
    boxes = [box for cell in cells for box in places.boxes(cell)]
    for number in (1, 2):
        (area,) = (area for area in areas if area.page == number)
        own = [box for box in boxes if box.page == number]
        assert len(own) >= 3
        assert area == (
            *(number, min(box.x0 for box in own), min(box.top for box in own)),
            *(max(box.x1 for box in own), max(box.bottom for box in own)),
        )


def test_box_around_a_paragraph_is_no_table() -> None:
    """A frame drawn around running text does not make it a cell."""
    frame = ruled([80.0, 545.0], [180.0, 300.0])
    text, layout, _ = compose([page(*BODY, rulings=frame)])
    assert layout.grids == ()
    assert "|" not in text


def test_columns_without_lines_are_rows() -> None:
    """Short entries below one another are rows, parted by tabs, and not columns of prose."""
    rows = [[*typed(f"Xã {n}", LEFT, 300 + 20 * n), *typed(f"{n} điểm", 350, 300 + 20 * n)] for n in range(1, 5)]
    assert "Xã 2\t2 điểm" in text_of(page(*BODY, *rows))


def test_every_character_has_its_box() -> None:
    """A box is where the word is printed; a place over two lines has two boxes."""
    text, layout, _ = compose([page(*BODY)])
    assert layout.places is not None
    start = text.index("Chương trình số 15")
    (box,) = layout.places.boxes(Span(start, start + len("Chương trình số 15")))
    words = [word for word in BODY[0] if word.text in ("Chương", "15")]
    assert box == pytest.approx(Box(1, words[0].x0, words[0].top, words[1].x1, words[1].bottom), abs=0.01)
    broken = text.index("tập thể, Ủy ban")
    assert len(layout.places.boxes(Span(broken, broken + len("tập thể, Ủy ban")))) == 2


def test_page_shown_turned() -> None:
    """Boxes are places on the page as it is shown, also where its text runs across it."""
    upright = Page(1, HEIGHT, WIDTH, typed("Biểu số 01 về nguồn vốn", 100, 200), turned=90)
    text, layout, _ = compose([upright])
    assert layout.places is not None
    (box,) = layout.places.boxes(Span(0, 4))
    assert box.x1 - box.x0 == pytest.approx(1.17 * SIZE, abs=0.1)
    assert box.bottom - box.top == pytest.approx(4 * LETTER, abs=0.1)
    assert text == "Biểu số 01 về nguồn vốn\n"


def test_lines_are_words_on_one_base_line() -> None:
    """Words a little up or down stay on their line; the next line is another."""
    words = [*typed("một hai", 100, 100), *typed("ba", 200, 101.5), *typed("bốn", 100, 117)]
    assert [line.text for line in printed_lines(words)] == ["một hai ba", "bốn"]
