"""Page images to words with places: what is read, where it stands, what is left out, what is said when it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vnplan.core.issues import UsageError
from vnplan.read.ocr import Recognised, Recogniser, data, missing
from vnplan.read.pages.page import Word

if TYPE_CHECKING:
    from PIL.Image import Image

np = pytest.importorskip("numpy", reason="the extra [ocr] is not installed")
cv2 = pytest.importorskip("cv2", reason="the extra [ocr] is not installed")
Images = pytest.importorskip("PIL.Image", reason="the extra [ocr] is not installed")
ImageChops = pytest.importorskip("PIL.ImageChops")
ImageDraw = pytest.importorskip("PIL.ImageDraw")
ImageFont = pytest.importorskip("PIL.ImageFont")

from vnplan.read.ocr import image as images  # noqa: E402
from vnplan.read.ocr import rulings as ruled  # noqa: E402
from vnplan.read.ocr.beside import beside  # noqa: E402
from vnplan.read.ocr.doubts import reconsidered  # noqa: E402
from vnplan.read.ocr.leftovers import coloured_names, under_stamp, with_names  # noqa: E402
from vnplan.read.ocr.marks import seen_marks  # noqa: E402
from vnplan.read.ocr.skew import ScannedPage, slope, straightened  # noqa: E402
from vnplan.read.ocr.words import Found, writing  # noqa: E402

FONTS = (
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)
FONT = next((path for path in FONTS if Path(path).is_file()), None)
DPI = 200
A4 = (1654, 2339)
POINTS = 72 / DPI

needs_font = pytest.mark.skipif(FONT is None, reason="no serif font to print pages with")
needs_data = pytest.mark.skipif(missing() is not None, reason="Tesseract's Vietnamese data are not installed")

LINES = (
    "Thực hiện Nghị quyết số 25/NQ-HĐND ngày 10/12/2025 của Hội đồng",
    "nhân dân tỉnh, Ủy ban nhân dân tỉnh ban hành Kế hoạch trồng rừng",
    "ven biển giai đoạn 2026 - 2030 với các nội dung như sau:",
    "- Trồng mới 1.500 ha rừng phòng hộ trước ngày 30/6/2027;",
    "- Giao Sở Nông nghiệp chủ trì, phối hợp với Sở Tài chính;",
    "+ Báo cáo Ủy ban nhân dân tỉnh định kỳ 6 tháng một lần.",
)


def typeface(points: float = 14) -> Any:
    return ImageFont.truetype(FONT, round(points * DPI / 72))


def blank(mode: str = "L") -> Image:
    image: Image = Images.new(mode, A4, "white")
    return image


def printed(lines: tuple[str, ...] = LINES, left: int = 220, top: int = 250, mode: str = "L") -> Image:
    image = blank(mode)
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(lines):
        draw.text((left, top + 60 * n), line, font=typeface(), fill="black")
    return image


def turned(image: Image, degrees: float) -> Image:
    """The image turned clockwise."""
    rotated: Image = image.rotate(-degrees, fillcolor="white", resample=Images.Resampling.BICUBIC)
    return rotated


def full_page() -> Image:
    return printed(LINES * 5)


@pytest.fixture(scope="module")
def reader() -> Iterator[Recogniser]:
    with Recogniser() as recogniser:
        yield recogniser


def read(reader: Recogniser, image: Any) -> Recognised:
    height, width = np.asarray(image).shape[:2]
    return reader.recognise(image, dpi=DPI, number=3, width=width * POINTS, height=height * POINTS)


def text_of(found: Recognised) -> list[str]:
    """The lines of a page of one column, by their places alone."""
    lines: dict[int, list[Word]] = {}
    for word in found.page.words:
        lines.setdefault(round(word.bottom / 10), []).append(word)
    return [" ".join(word.text for word in sorted(line, key=lambda word: word.x0)) for _, line in sorted(lines.items())]


def plain(text: str) -> str:
    return " ".join(text.split())


# --- what is read ----------------------------------------------------------------------------------------------------


@needs_font
@needs_data
def test_reads_a_printed_page(reader: Recogniser) -> None:
    """Marks of tones, slashes, dashes before lines, numbers: all as printed, each line at one height."""
    found = read(reader, printed())
    assert text_of(found) == list(LINES)
    assert found.page.number == 3
    assert found.page.source == "ocr"
    assert (found.turned, found.issues) == (0, ())
    assert all(0 <= word.confidence <= 1 for word in found.page.words)
    assert sum(word.confidence for word in found.page.words) > 0.9 * len(found.page.words)
    assert all(10 < word.size < 17 for word in found.page.words)


@needs_font
@needs_data
def test_edges_of_characters_lie_in_order_within_the_word(reader: Recogniser) -> None:
    """A character's place is known for most words; where it is not, `character_edges` spreads them."""
    words = read(reader, printed()).page.words
    known = [word for word in words if word.edges]
    assert len(known) > 0.6 * len(words)
    for word in words:
        edges = word.character_edges()
        assert len(edges) == len(word.text) + 1
        assert list(edges) == sorted(edges)
        assert edges[0] == pytest.approx(word.x0)
        assert edges[-1] == pytest.approx(word.x1)


@needs_font
@needs_data
@pytest.mark.parametrize("spoil", ["noise", "grey paper", "pale print", "shadow"])
def test_reads_a_spoiled_page(reader: Recogniser, spoil: str) -> None:
    """Noise, grey paper, thin print and a shadow across the page cost hardly a character."""
    image = printed()
    pixels = np.asarray(image).astype(np.float32)
    if spoil == "noise":
        pixels = cv2.GaussianBlur(pixels, (0, 0), 0.9) * 0.7 + np.random.default_rng(1).normal(40, 20, pixels.shape)
    elif spoil == "grey paper":
        pixels = pixels * 0.35 + 80
    elif spoil == "pale print":
        pixels = cv2.GaussianBlur(255 - (255 - pixels) * 0.5, (0, 0), 0.6)
    else:
        pixels *= np.linspace(1.0, 0.4, pixels.shape[1])[None, :]
    found = read(reader, np.clip(pixels, 0, 255).astype(np.uint8))
    wrong = [(line, got) for line, got in zip(LINES, text_of(found), strict=True) if line != got]
    assert sum(len(set(line.split()) ^ set(got.split())) for line, got in wrong) <= 4, wrong


@needs_font
@needs_data
def test_an_empty_page_has_no_words_and_no_trouble(reader: Recogniser) -> None:
    found = read(reader, blank())
    assert (list(found.page.words), list(found.page.rulings), found.issues) == ([], [], ())


# --- where it stands -------------------------------------------------------------------------------------------------


@needs_font
@pytest.mark.parametrize("degrees", [-6.3, -1.0, -0.3, 0.0, 0.15, 0.5, 2.4, 6.8])
def test_skew_is_found_to_a_tenth_of_a_degree(degrees: float) -> None:
    ink = 255 - np.asarray(turned(full_page(), degrees))
    assert slope(ink) == pytest.approx(degrees, abs=0.1)
    assert slope(255 - straightened(255 - ink, degrees)) == pytest.approx(0, abs=0.1)


@needs_font
@pytest.mark.parametrize("degrees", [-0.7, 0.3, 0.8, 2.3, -4.8])
def test_skew_of_a_grainy_page(degrees: float) -> None:
    """Grain must not drown the lines: the first, wide steps look at few pixels."""
    grey = np.asarray(turned(full_page(), degrees)).astype(np.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), 1.2) + np.random.default_rng(5).normal(0, 60, grey.shape)
    assert slope(images.ink_of(np.clip(grey, 0, 255).astype(np.uint8), 120)) == pytest.approx(degrees, abs=0.1)


@needs_font
@pytest.mark.parametrize("degrees", [-1.2, 0.65, 1.0])
def test_skew_of_a_page_with_little_text(degrees: float) -> None:
    """The last page of a plan: two lines and a list of recipients, in small type."""
    image = printed(LINES[:2])
    for n, line in enumerate(("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, NN.")):
        ImageDraw.Draw(image).text((220, 420 + 44 * n), line, font=typeface(11), fill="black")
    ink = 255 - np.asarray(turned(image, degrees))
    assert slope(ink) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 1.5, -4.0])
def test_places_lead_back_to_the_page_as_shown(turn: int, skew: float) -> None:
    """A dot that is drawn on the page as shown is where `shown` says, once the page is turned and straightened."""
    image = np.full((800, 600), 255, np.uint8)
    cv2.circle(image, (430, 150), 6, 0, -1)
    upright = np.ascontiguousarray(np.rot90(image, -turn // 90))
    y, x = (at.mean() for at in np.nonzero(straightened(upright, skew) < 128))
    height, width = upright.shape
    page = ScannedPage(1, width, height, [], turned=turn, skew=skew)
    x0, top, x1, bottom = page.shown(x - 6, y - 6, x + 6, y + 6)
    assert ((x0 + x1) / 2, (top + bottom) / 2) == pytest.approx((430, 150), abs=1.5)
    assert 11 <= x1 - x0 <= 14


@needs_font
@needs_data
@pytest.mark.parametrize("degrees", [1.3, -3.0])
def test_a_word_cut_from_a_skewed_page_is_the_word(reader: Recogniser, degrees: float) -> None:
    """Lines are level on the page that is given, and each box leads back to its word on the image."""
    image = turned(full_page(), degrees)
    found = read(reader, image)
    assert found.page.skew == pytest.approx(degrees, abs=0.1)
    assert text_of(found)[: len(LINES)] == list(LINES)
    for sought in ("10/12/2025", "chủ", "một"):
        word = next(word for word in found.page.words if word.text.startswith(sought))
        x0, top, x1, bottom = (round(at / POINTS) for at in found.page.shown(word.x0, word.top, word.x1, word.bottom))
        cut = blank()
        cut.paste(image.crop((x0, top, x1, bottom)), (300, 300))
        assert sought in " ".join(text_of(read(reader, cut)))


@needs_font
@needs_data
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_is_read_upright(reader: Recogniser, degrees: int) -> None:
    image = full_page().rotate(degrees, expand=True)  # against the clock
    found = read(reader, image)
    assert found.turned == degrees
    assert text_of(found)[: len(LINES)] == list(LINES)
    assert (found.page.width, found.page.height) == pytest.approx((A4[0] * POINTS, A4[1] * POINTS))
    assert [issue.code for issue in found.issues] == ["turned-page"]
    word = next(word for word in found.page.words if word.text == "25/NQ-HĐND")
    x0, top, x1, bottom = (round(at / POINTS) for at in found.page.shown(word.x0, word.top, word.x1, word.bottom))
    shown = np.asarray(image)[top:bottom, x0:x1]
    assert (shown < 128).mean() > 0.05


# --- tables ----------------------------------------------------------------------------------------------------------

COLUMNS, ROWS = (200, 330, 900, 1450), (300, 400, 560, 720)
CELLS = (
    ("TT", "Nhiệm vụ", "Đơn vị chủ trì"),
    ("1", "Rà soát quy hoạch\ncác khu dân cư", "Sở Xây dựng"),
    ("2", "Nâng cấp 15 hồ chứa", "Sở Nông nghiệp\nvà Môi trường"),
)


def table(gap: int = 0) -> Image:
    image = blank()
    draw = ImageDraw.Draw(image)
    for y in ROWS:
        draw.line((COLUMNS[0], y, COLUMNS[-1], y), fill="black", width=3)
    for x in COLUMNS:
        draw.line((x, ROWS[0], x, ROWS[-1]), fill="black", width=3)
    if gap:  # what copying leaves out
        draw.rectangle((600, 395, 600 + gap, 405), fill="white")
        draw.rectangle((895, 600, 905, 600 + gap), fill="white")
    for row, texts in enumerate(CELLS):
        for column, text in enumerate(texts):
            middle = (ROWS[row] + ROWS[row + 1]) / 2 - 24 * (text.count("\n") + 1)
            draw.multiline_text((COLUMNS[column] + 20, middle), text, font=typeface(12), fill="black", spacing=12)
    return image


@needs_font
@needs_data
@pytest.mark.parametrize(("gap", "degrees"), [(0, 0.0), (8, 0.0), (0, 0.8)])
def test_rules_and_cells_of_a_table(reader: Recogniser, gap: int, degrees: float) -> None:
    """Every rule is one line, gaps and skew or not, and every cell is read by itself."""
    found = read(reader, turned(table(gap), degrees))
    across = sorted(line.top / POINTS for line in found.page.rulings if line.top == line.bottom)
    down = sorted(line.x0 / POINTS for line in found.page.rulings if line.x0 == line.x1)
    slack = 3 if not degrees else 16  # the page turns around its middle
    assert across == pytest.approx(ROWS, abs=slack)
    assert down == pytest.approx(COLUMNS, abs=slack)
    for row, texts in enumerate(CELLS):
        for column, text in enumerate(texts):
            inside = [
                word
                for word in found.page.words
                if down[column] < (word.x0 + word.x1) / 2 / POINTS < down[column + 1]
                and across[row] < (word.top + word.bottom) / 2 / POINTS < across[row + 1]
            ]
            inside.sort(key=lambda word: (round(word.bottom / 8), word.x0))
            assert " ".join(word.text for word in inside) == plain(text)


def test_only_closed_places_are_cells() -> None:
    """Rules under headings and the strokes of letters make no table; a frame that is nearly closed does."""
    ink = np.zeros((1200, 1200), np.uint8)
    cv2.line(ink, (100, 100), (500, 100), 255, 3)
    cv2.line(ink, (600, 100), (1100, 100), 255, 3)
    for stem in range(100, 500, 40):
        cv2.line(ink, (stem, 200), (stem, 238), 255, 5)  # 3.2 mm: a capital
    lines = ruled.find_lines(ink, 300)
    assert (len(lines.across), len(lines.down)) == (2, 0)
    assert ruled.cells(lines, ink.shape, 300) == []
    for x, y, to_x, to_y in ((200, 400, 800, 400), (200, 700, 800, 700), (200, 410, 200, 690), (800, 408, 800, 700)):
        cv2.line(ink, (x, y), (to_x, to_y), 255, 3)
    cells = ruled.cells(ruled.find_lines(ink, 300), ink.shape, 300)
    assert len(cells) == 1
    assert cells[0].width == pytest.approx(600, abs=8)
    assert cells[0].height == pytest.approx(300, abs=8)


@pytest.mark.parametrize("start", range(100, 108))
@pytest.mark.parametrize("across", [True, False])
def test_a_line_is_found_wherever_it_begins(start: int, across: bool) -> None:
    """Runs are sought in stretches of eight pixels: none may slip between them; a shorter stroke is none."""
    ink = np.zeros((400, 400), np.uint8)
    ink[50, start : start + 97] = 255  # 8.2 mm
    ink[300, start : start + 40] = 255  # a stroke of 3.4 mm, with none like it on its way
    lines = ruled.find_lines(ink if across else np.ascontiguousarray(ink.T), 300)
    found, none = (lines.across, lines.down) if across else (lines.down, lines.across)
    assert len(found) == 1
    assert tuple(found[0]) == pytest.approx((start, 50, 97, 1) if across else (50, start, 1, 97), abs=1)
    assert none == []
    assert cv2.countNonZero(lines.ink) == pytest.approx(97, abs=1)


def test_taking_out_rules_leaves_what_crosses_them() -> None:
    grey = np.full((400, 800), 255, np.uint8)
    cv2.line(grey, (50, 200), (750, 200), 0, 3)
    cv2.line(grey, (400, 185), (400, 215), 0, 8)
    lines = ruled.find_lines(images.ink_of(grey), 300)
    clean = ruled.without_lines(grey, lines, 300)
    assert (clean[:, 50:380] == 255).all()
    assert (clean[185:195, 398:402] == 0).all()


FOOT = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
ENTRIES = ("Nơi nhận:", "- Bộ Nội vụ (để b/c);", "- Sở Tài chính, Sở Y tế;", "- UBND các xã, phường;", "- Lưu: VT.")


@needs_font
@needs_data
def test_texts_beside_each_other_are_read_by_themselves(reader: Recogniser) -> None:
    """Small lines of recipients beside large lines of the signature, under a line that runs across the page."""
    image = printed(LINES[:3])
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(ENTRIES):
        draw.text((220, 470 + 36 * n), line, font=typeface(11), fill="black")
    for n, line in enumerate(FOOT):
        draw.text((1020, 464 + 48 * n), line, font=typeface(14), fill="black")
    draw.text((1040, 800), "Vũ Thị Hồng Nhung", font=typeface(14), fill="black")
    page = read(reader, image).page
    left = [word for word in page.words if word.x1 < 350 and word.top > 160]
    right = [word for word in page.words if word.x0 > 350 and word.top > 160]
    assert plain(" ".join(word.text for word in left)) == " ".join(ENTRIES)
    assert plain(" ".join(word.text for word in right)) == " ".join((*FOOT, "Vũ Thị Hồng Nhung"))
    assert plain(" ".join(text_of(read(reader, image))[:3])) == " ".join(LINES[:3])


def rows_of(*texts: tuple[int, int, int, int]) -> Any:
    """Ink of blocks (left, top, right, bottom) in millimetres on an A4 page of 250 dpi."""
    ink = np.zeros((2923, 2067), np.uint8)
    for box in texts:
        left, top, right, bottom = (round(at * 250 / 25.4) for at in box)
        ink[top:bottom, left:right] = 255
    return ink


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([(30, 20, 190, 24), (30, 40, 90, 70), (120, 42, 180, 60)], True),
        ([(30, 40, 90, 44), (120, 40, 180, 44)], False),  # one line with a gap
        ([(30, 40, 36, 70), (60, 40, 180, 70)], False),  # labels beside an item
        ([(30, 40, 190, 44), (30, 44, 60, 46), (90, 44, 120, 46)], False),  # the tails of a line of print
        ([(30, 40, 90, 70), (91, 40, 180, 70)], False),  # no blank between
    ],
)
def test_which_texts_are_beside_each_other(blocks: list[tuple[int, int, int, int]], found: bool) -> None:
    assert bool(beside(rows_of(*blocks), 250)) == found


def test_a_text_ends_before_the_line_that_crosses() -> None:
    """Marks that stand above a line across the page are not cut from it."""
    marks = [(40, 64, 44, 65), (150, 64, 154, 65)]
    ink = rows_of((30, 40, 90, 60), (120, 40, 180, 60), *marks, (30, 66, 190, 70))
    left, right = beside(ink, 250)
    assert 60 <= (left.top + left.height) * 25.4 / 250 <= 64
    assert (left.left, right.left + right.width) == (0, pytest.approx(2067, abs=4))


@needs_font
@needs_data
def test_signs_with_a_bar(reader: Recogniser) -> None:
    """`≥` and `≤` are told from `>` and `<` by the bar below."""
    lines = ("Tỷ lệ hồ sơ trực tuyến ≥ 25% năm 2026", "chi phí giao hàng ≤ 12% doanh thu", "điểm đánh giá > 80 và < 95")
    text = " ".join(text_of(read(reader, printed(lines))))
    assert [sign for sign in text if sign in "≥≤><"] == ["≥", "≤", ">", "<"]


# --- what is no print ------------------------------------------------------------------------------------------------


@needs_font
@needs_data
def test_a_red_stamp_and_a_blue_signature_over_print(reader: Recogniser) -> None:
    """The name under the seal is read, the seal and the signature are not; red words of a line of print stay."""
    image = printed(mode="RGB")
    draw = ImageDraw.Draw(image)
    draw.text((900, 800), "KT. CHỦ TỊCH", font=typeface(), fill="black")
    draw.text((900, 1000), "Trần Văn Minh", font=typeface(), fill="black")
    draw.text((220, 1300), "Hạn nộp: 15/8/2026", font=typeface(), fill=(200, 20, 30))
    ink = blank("RGB")
    draw = ImageDraw.Draw(ink)
    for radius in (140, 132, 90):
        draw.ellipse((900 - radius, 950 - radius, 900 + radius, 950 + radius), outline=(215, 30, 40), width=4)
    draw.text((850, 920), "SỞ Y TẾ", font=typeface(10), fill=(215, 30, 40))
    draw.line([(880, 900), (960, 1060), (1010, 880), (1060, 1050), (1250, 900)], fill=(30, 40, 170), width=5)
    found = read(reader, ImageChops.multiply(image, ink))  # ink lets black through
    text = " ".join(text_of(found))
    assert "KT. CHỦ TỊCH" in text
    assert "Trần Văn Minh" in text
    assert "Hạn nộp: 15/8/2026" in text
    assert len(found.page.words) == sum(len(line.split()) for line in LINES) + 9


def test_ink_of_stamps_is_taken_out_and_black_under_it_stays() -> None:
    rgb = np.full((800, 800, 3), 250, np.uint8)
    cv2.circle(rgb, (400, 400), 150, (220, 30, 40), 6)
    cv2.line(rgb, (200, 400), (600, 400), (10, 10, 10), 6)
    cv2.rectangle(rgb, (50, 50), (150, 70), (30, 30, 200), -1)  # a blue word: low
    grey, coloured = images.without_coloured_ink(rgb, DPI)
    assert grey[250, 400] > 240
    assert grey[400, 250] < 40
    assert grey[400, 300] < 40
    assert grey[60, 100] < 80
    assert coloured is not None
    assert coloured[60, 100] == coloured[251, 400] == 255


@needs_font
def test_black_margins_and_punch_holes_go_print_stays() -> None:
    image = printed(LINES * 4)
    draw = ImageDraw.Draw(image)
    clean = np.asarray(image).copy()
    draw.rectangle((0, 0, 60, A4[1]), fill="black")
    for y in (700, 1400):
        draw.ellipse((95, y, 95 + 45, y + 45), fill="black")
    grey = np.asarray(image)
    result, ink = images.without_borders(grey, images.ink_of(grey), DPI)
    assert (result[:, :200] > 250).all()
    assert not ink[:, :200].any()
    assert (result[:, 200:] == clean[:, 200:]).all()


def word(text: str, x0: float, width: float = 6, bottom: float = 100, confidence: float = 0.3) -> Word:
    return Word(text, x0, bottom - 12, x0 + width, bottom, 12, (), confidence)


def test_dashes_stay_debris_goes() -> None:
    """A mark without a letter is debris when it is unsure, unless it is a dash or bullet beside a word."""
    found = [
        Found(word("-", 50), True, 1),
        Found(word("Trồng", 62, 30, confidence=0.9), False, 8),
        Found(word("2019", 50, 24, bottom=120, confidence=0.9), True, 8),
        Found(word("–", 77, bottom=120), False, 1),
        Found(word("—", 300, bottom=160), True, 1),  # alone: a smudge
        Found(word("ˆ", 60, bottom=80, confidence=0.9), True, 1),
        Found(word("|'", 400, bottom=120), False, 8),
        Found(word("§", 62, bottom=140, confidence=0.9), True, 8),
        Found(word("Øx", 300, 80, bottom=300, confidence=0.1), True, 60),  # a signature
    ]
    assert [one.word.text for one in writing(found, 8)] == ["-", "Trồng", "2019", "–", "§"]


def test_a_dash_is_a_dash_whatever_it_was_taken_for() -> None:
    """By its ink: flat, long, at half height. What has no ink is not there."""
    ink = np.zeros((400, 1000), np.uint8)
    base = 200 - 12 * 0.22  # of type of 12 points whose box ends at 200
    for x, above, width, height in ((50, 3.2, 4, 0.8), (100, -0.5, 4, 0.8), (150, 3.5, 4, 4), (200, 3.2, 1, 0.8)):
        ink[round(base - above - height / 2) : round(base - above + height / 2) + 1, x : x + width] = 255
    marks = [Found(word("¬", x - 20, 26, 200), True, 8) for x in (50, 100, 150, 200, 300)]
    seen = list(seen_marks([*marks, Found(word("Ghi", 400, 20, 200), False, 8)], ink, 1.0))
    assert [one.word.text for one in seen] == ["-", "¬", "¬", "¬", "Ghi"]
    assert (seen[0].word.x0, seen[0].word.x1) == (50, 54)


def test_what_is_left_of_a_stamp_is_no_word() -> None:
    """In its ink only what is sure or a word of the language stays; elsewhere everything."""
    coloured = np.zeros((100, 300), np.uint8)
    coloured[40:60, :] = 255
    words = [("PHÓ", 40, 0.5), ("NGGh", 40, 0.5), ("Z", 40, 0.3), ("Z", 80, 0.3), ("KT.", 40, 0.9)]
    found = [
        Found(Word(text, 50.0 * n, top, 50.0 * n + 30, top + 12, 12, (), sure), first=False, height=9)
        for n, (text, top, sure) in enumerate(words)
    ]
    assert [(one.word.text, one.word.top) for one in under_stamp(found, coloured, 1.0)] == [
        ("PHÓ", 40),
        ("Z", 80),
        ("KT.", 40),
    ]


def test_names_in_the_colour_of_a_stamp_replace_what_was_read_there() -> None:
    """Only lines of two sure words of usual size are names; debris of the ring is none."""
    read_first = [Found(word("GIÁM", 300, 40, 60, 0.9), True, 8), Found(word("oang", 330, 25, 200, 0.5), True, 8)]
    ring = [Found(word("HCN", 280, 20, 150, 0.9), True, 8), Found(word("x", 302, 5, 150, 0.2), False, 8)]
    name = [Found(word("Hoàng", 320, 40, 200, 0.95), True, 9), Found(word("Anh", 365, 25, 200, 0.9), False, 9)]
    names = list(coloured_names([*ring, *name], 8))
    assert [one.word.text for one in names] == ["Hoàng", "Anh"]
    assert [one.word.text for one in with_names(read_first, names)] == ["GIÁM", "Hoàng", "Anh"]


def test_two_readings_outvote_a_doubtful_first() -> None:
    """Only agreement counts; sure words and short ones are left alone."""
    grey = np.full((600, 2000), 255, np.uint8)
    found = [
        Found(word("41/ÑQ-HĐND", 50, 90, confidence=0.5), False, 8),
        Found(word("rừng", 150, 30, confidence=0.9), False, 8),
        Found(word("II.", 200, 20, confidence=0.4), True, 8),
    ]
    asked: list[float] = []

    def agree(_: Any, size: float) -> list[Found]:
        asked.append(size)
        return [Found(word("41/NQ-HĐND", 0, 90, confidence=0.85), True, 8)]

    mended = reconsidered(found, grey, 0.288, agree)
    assert [one.word.text for one in mended] == ["41/NQ-HĐND", "rừng", "II."]
    assert mended[0].word.confidence == 0.85
    assert len(asked) == 2
    answers = iter(["41/NQ-HĐND", "41/HQ-HĐND"])
    torn = reconsidered(found, grey, 0.288, lambda *_: [Found(word(next(answers), 0, 90), True, 8)])
    assert [one.word.text for one in torn] == [one.word.text for one in found]


def test_of_many_doubtful_words_those_of_records_are_read_again() -> None:
    """A page has so many second looks; numbers, symbols and names come before plain words."""
    grey = np.full((600, 3000), 255, np.uint8)
    texts = [*["rừng"] * 30, "12/KH-UBND"]
    found = [Found(word(text, 20 + 20 * n, 15, confidence=0.5), False, 8) for n, text in enumerate(texts)]
    asked: list[int] = []

    def other(cut: Any, _: float) -> list[Found]:
        asked.append(cut.shape[1])
        return [Found(word("72/KH-UBND", 0, 15, confidence=0.9), True, 8)]

    mended = reconsidered(found, grey, 0.288, other)
    assert mended[-1].word.text == "72/KH-UBND"
    assert len(asked) == 40


def test_shades_are_counted() -> None:
    """The shade up to which a share of an image goes, as sorting would tell; of a large one nearly."""
    small = np.random.default_rng(1).integers(0, 256, (300, 200)).astype(np.uint8)
    large = np.random.default_rng(2).normal(180, 20, (2000, 1000)).clip(0, 255).astype(np.uint8)
    for percent in (0.5, 50, 90):
        counted = images.percentile(images.shades_of(small), percent)
        assert counted == pytest.approx(np.percentile(small, percent), abs=0.5)
        counted = images.percentile(images.shades_of(large), percent)
        assert counted == pytest.approx(np.percentile(large, percent), abs=1)


# --- images of every kind --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (lambda: Images.new("1", (40, 30), 1), (30, 40)),
        (lambda: Images.new("L", (40, 30), 200), (30, 40)),
        (lambda: Images.new("RGB", (40, 30)), (30, 40, 3)),
        (lambda: Images.new("RGBA", (40, 30)), (30, 40, 3)),
        (lambda: Images.new("P", (40, 30)), (30, 40, 3)),
        (lambda: np.ones((30, 40), bool), (30, 40)),
        (lambda: np.zeros((30, 40, 1), np.uint8), (30, 40)),
        (lambda: np.zeros((30, 40, 4), np.uint8), (30, 40, 3)),
    ],
    ids=["1", "L", "RGB", "RGBA", "P", "bool", "one channel", "four channels"],
)
def test_any_image_becomes_pixels(make: Any, shape: tuple[int, ...]) -> None:
    pixels = images.as_pixels(make())
    assert pixels.shape == shape
    assert pixels.dtype == np.uint8


def test_transparent_is_white_and_true_is_white() -> None:
    assert (images.as_pixels(Images.new("RGBA", (4, 4), (0, 0, 0, 0))) == 255).all()
    assert (images.as_pixels(np.ones((4, 4), bool)) == 255).all()


def test_a_huge_image_is_scaled_down_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 1_000_000)
    ready = images.prepare(np.full((2000, 2000), 255, np.uint8), 600)
    assert [issue.code for issue in ready.issues] == ["large-image"]
    assert ready.dpi == pytest.approx(images.READ_AT)


@pytest.mark.parametrize("dpi", [100, 200, 300, 400])
def test_every_page_is_read_at_one_resolution(dpi: int) -> None:
    ready = images.prepare(np.full((2 * dpi, 3 * dpi), 255, np.uint8), dpi)
    assert ready.grey.shape == (2 * images.READ_AT, 3 * images.READ_AT)
    assert ready.dpi == pytest.approx(images.READ_AT)


# --- when it cannot be -----------------------------------------------------------------------------------------------


def test_missing_data_say_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(data, "PLACES", (str(tmp_path / "*"), str(tmp_path)))
    issue = missing()
    assert issue is not None
    assert (issue.code, issue.severity) == ("needs-ocr", "error")
    assert "apt install tesseract-ocr tesseract-ocr-vie" in issue.message
    assert "vie.traineddata" in issue.message
    with pytest.raises(UsageError, match="apt install"):
        Recogniser()


def test_missing_packages_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "PACKAGES", ("no_such_package_of_ours",))
    issue = missing()
    assert issue is not None
    assert "pip install 'vnplan[ocr]'" in issue.message


def test_data_are_found_where_they_are_said_to_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """TESSDATA_PREFIX goes first, then the newest version of the usual places."""
    for version in ("4.00", "5"):
        folder = tmp_path / version / "tessdata"
        folder.mkdir(parents=True)
        (folder / "vie.traineddata").touch()
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(data, "PLACES", (str(tmp_path / "*" / "tessdata"),))
    assert data.find_data() == tmp_path / "5" / "tessdata"
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "4.00"))
    assert data.find_data() == tmp_path / "4.00" / "tessdata"
    assert data.find_data("xyz") is None
