"""The page in Chromium, as people use it: filters, search, words and tables both ways, keyboard, phone, paper; and what
a document says is shown, never run.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import vnplan
from vnplan.record import PlanRecord
from vnplan.report import html, write_report
from vnplan.report.document import KINDS

pytest.importorskip("jinja2")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install 'vnplan[dev]'")
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage

TEXTS = Path(__file__).resolve().parent.parent / "corpus" / "train" / "texts"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: apt install chromium")

VIEWS = ("plans", "compare/instruments", "compare/targets", "compare/tasks", "compare/workload", "compare/gaps")
CHARTS = ("timeline", "lag", "reuse", "graph")
PAYLOADS = (
    "<script>window.ran=1</script>",
    '"><img src=x onerror="window.ran=1">',
    "</script><script>window.ran=1</script>",
    "javascript:window.ran=1//",
    "</noscript><svg onload=window.ran=1>",
)
ATTACK = " ".join(PAYLOADS)
HEAD = """ỦY BAN NHÂN DÂN
TỈNH {province}
Số: {number}/KH-UBND
{province}, ngày 05 tháng 02 năm {year}

KẾ HOẠCH
{title}

"""
BODY = """Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;
Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về phát triển khoa học;

I. MỤC TIÊU
- Đến hết năm {year}, có ít nhất {value}% cơ sở được kiểm tra, tỷ lệ hộ dùng nước sạch đạt 95%.

II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính chủ trì, phối hợp với Sở Xây dựng tổng hợp kinh phí kiểm tra, trình UBND tỉnh trước ngày 31/3/{year}.
2. Công an tỉnh chủ trì lập danh sách cơ sở phải kiểm tra, báo cáo UBND tỉnh trước ngày 20/6/{year}.
Các cơ sở tự rà soát, khắc phục thiếu sót về lối thoát nạn và phương tiện chữa cháy trước khi được kiểm tra lần đầu;
cơ sở nào không khắc phục thì bị nêu tên trên trang thông tin điện tử của tỉnh cho đến khi khắc phục xong.
"""
DECOMPOSED = "Bảo tồn nghề dệt thổ cẩm"


def plan(province: str, number: int, year: int, title: str, value: int = 80) -> PlanRecord:
    text = HEAD.format(province=province, number=number, year=year, title=title) + BODY.format(year=year, value=value)
    return vnplan.parse(text, uri=f"made-{number}.txt")


def attacked(record: PlanRecord) -> PlanRecord:
    """Every text of a record made an attack, where a text may say anything."""
    fixed = {
        "kind",
        "form",
        "relation",
        "role",
        "severity",
        "modality",
        "comparator",
        "mode",
        "level",
        "extraction",
        "how",
    }
    fixed |= {
        "schema_version",
        "id",
        "parent_id",
        "sha256",
        "issued_on",
        "start",
        "end",
        "deadline",
        "rrule",
        "resolves_to",
    }

    def changed(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: changed(item, key) for key, item in value.items()}
        if isinstance(value, list):
            free = name not in {"deadlines", "targets", "citations"} or not all(isinstance(item, str) for item in value)
            return [changed(item, name if free else "id") for item in value]
        return f"{value} {ATTACK}" if isinstance(value, str) and name not in fixed | {"key"} else value

    dumped = record.model_dump(mode="json")
    text = dumped.pop("text")
    return PlanRecord.model_validate({**changed(dumped), "text": text})


@cache
def records() -> list[PlanRecord]:
    """The plans of the report."""
    made = [
        plan("Ninh Bình", 11, 2026, "Kiểm tra an toàn 😀 phòng cháy", 85),
        plan("Lào Cai", 12, 2025, "Kiểm tra an toàn phòng cháy các chợ", 90),
        plan("Cà Mau", 13, 2026, unicodedata.normalize("NFD", DECOMPOSED)),
        attacked(plan("Sơn La", 14, 2024, f"Thử {ATTACK} cuối", 70)),
    ]
    return [*(vnplan.parse_file(path) for path in sorted(TEXTS.glob("*.txt"))), *made]


MADE = len(list(TEXTS.glob("*.txt")))  # number of the first plan that is made here


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sklearn")
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(records(), path, language="en")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


Open = Callable[..., Page]


class Visit:
    """What a page of one test may do."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.wrong: list[str] = []
        self.pages: dict[str, Page] = {}

    def note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(message.text)

    def refuse(self, route: Route) -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            self.wrong.append(f"asked for {route.request.url}")
            route.abort()

    def page(self, **settings: Any) -> Page:
        """A page of these settings, the same for all tests that ask for them: a browser starts slowly."""
        if str(settings) not in self.pages:
            context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **settings})
            context.route("**/*", self.refuse)
            page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("console", self.note)
            page.on("pageerror", lambda error: self.wrong.append(str(error)))
            self.pages[str(settings)] = page
        return self.pages[str(settings)]


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Visit:
    return Visit(browser)


@pytest.fixture
def load(visit: Visit) -> Iterator[Open]:
    """Opens a file at a place in it; afterwards: no request went out, nothing was wrong, no text of a document ran."""
    visit.wrong.clear()
    pages: list[Page] = []

    def opened(path: Path, route: str = "plans", **settings: Any) -> Page:
        page = visit.page(**settings)
        page.goto("about:blank")
        page.emulate_media(media="screen")
        page.goto(f"{path.as_uri()}#/{route}")
        page.locator("body[data-ready]").wait_for()
        pages.append(page)
        return page

    yield opened
    assert visit.wrong == []
    assert not any(page.evaluate("window.ran") for page in pages)


def go(page: Page, route: str) -> None:
    page.evaluate("route => { location.hash = '#/' + route }", route)
    page.locator(f"body[data-shown='#/{route}']").wait_for()


def listed(page: Page) -> list[str]:
    return page.locator(".plans h2").all_inner_texts()


# --- the list ---------------------------------------------------------------------------------------------------------


def test_all_plans_are_listed(report: Path, load: Open) -> None:
    """Newest first."""
    page = load(report)
    expect(page.locator(".plans li")).to_have_count(len(records()))
    expect(page.locator("#count")).to_have_text(f"{len(records())} plans")
    assert page.locator(".plans .when").first.inner_text() == "2026-05-08"


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("province", "Lào Cai", {"Kiểm tra an toàn phòng cháy các chợ"}),
        ("year", "2025", 3),
        ("type", "Công văn", 1),
        ("agency", "cong an tinh lao cai", {"Kiểm tra an toàn phòng cháy các chợ"}),
        ("instrument", "57-NQ/TW", None),
    ],
)
def test_filters(report: Path, load: Open, name: str, value: str, left: set[str] | int | None) -> None:
    """Each leaves what it says, and can be taken back."""
    page = load(report)
    field = page.locator(f"#filters [name={name}]")
    field.select_option(value) if name in {"province", "year", "type"} else field.fill(value)
    if left is None:
        wanted = [
            record
            for record in records()
            if any(value in (one.instrument.designation or "") for one in record.citations)
        ]
        assert 1 < len(wanted) < len(records())
        left = len(wanted)
    expect(page.locator(".plans li")).to_have_count(left if isinstance(left, int) else len(left))
    if isinstance(left, set):
        assert set(listed(page)) == left
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".plans li")).to_have_count(len(records()))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("phong chay cac cho", 1),
        ("phòng cháy các chợ", 1),
        ("PHÒNG CHÁY CÁC CHỢ", 1),
        ("phóng cháy", 0),
        ("bao ton nghe det", 1),  # its title is stored decomposed
        ("bảo tồn nghề dệt", 1),
        ("đắk mới", 0),
        ("không có ở đâu (", 0),
    ],
)
def test_search_in_titles(report: Path, load: Open, query: str, count: int) -> None:
    """Without marks anything fits, with marks what has these marks."""
    page = load(report)
    page.locator("[name=query]").fill(query)
    expect(page.locator(".plans li")).to_have_count(count)


def test_search_in_texts(report: Path, load: Open) -> None:
    """Words that stand in texts only, over a line break, with their place; the document shows them marked."""
    page = load(report)
    page.locator("[name=query]").fill("lan dau; co so nao khong")
    expect(page.locator(".plans li")).to_have_count(4)
    expect(page.locator(".found mark").first).to_have_text(re.compile(r"lần đầu;\s+cơ sở nào không"))
    page.locator(".plans h2 a").first.click()
    expect(page.locator(".text mark.k-hit").first).to_be_in_viewport()
    assert re.fullmatch(r"lần đầu;\s+cơ sở nào không", "".join(page.locator(".text mark.k-hit").all_inner_texts()))


def test_search_in_a_decomposed_text_marks_the_right_place(report: Path, load: Open) -> None:
    """Places are those of the text as it is."""
    page = load(report)
    page.locator("[name=query]").fill("det tho cam")
    expect(page.locator(".plans li")).to_have_count(1)
    go(page, f"plan/{MADE + 2}")
    found = "".join(page.locator(".text mark.k-hit").all_inner_texts())
    assert unicodedata.normalize("NFC", found) == "dệt thổ cẩm"


# --- a document -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 4, MADE, MADE + 2])
def test_every_record_is_marked_at_its_words(report: Path, load: Open, number: int) -> None:
    """The pieces that a record has in the text are its text, however records overlap."""
    page = load(report, f"plan/{number}")
    pieces: dict[str, str] = page.evaluate(
        """() => { const found = {};
        for (const piece of document.querySelectorAll('.text [data-records]'))
          for (const id of piece.dataset.records.split(' ')) found[id] = (found[id] ?? '') + piece.textContent;
        return found; }"""
    )
    wanted = {one.id: one.text for kind in KINDS for one in getattr(records()[number], kind) if one.text}
    assert pieces == wanted
    assert page.evaluate("document.querySelector('.text').textContent") == records()[number].text


def test_a_row_leads_to_its_words(report: Path, load: Open) -> None:
    """Click a target, see its words."""
    page = load(report, "plan/0")
    page.get_by_role("tab", name="Targets").click()
    target = records()[0].targets[-1]
    page.locator(f"tr[data-record={target.id}] .words").click()
    marked = page.locator(".text .on")
    assert "".join(marked.all_inner_texts()) == target.text
    expect(marked.first).to_be_in_viewport()
    expect(page.locator("#inspector .rule-id")).to_have_text(target.rule)


def test_words_lead_to_their_row_and_tell_their_rule(report: Path, load: Open) -> None:
    """Hover a passage: which rule made it; click it: its row."""
    page = load(report, "plan/0")
    deadline = records()[0].deadlines[3]
    piece = page.locator(f".text [data-records~={deadline.id}]").first
    piece.hover()
    expect(page.locator("#inspector .rule-id").first).to_have_text(deadline.rule)
    piece.click()
    expect(page.get_by_role("tab", name="Deadlines")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#panel tr.on")).to_have_attribute("data-record", deadline.id)
    expect(page.locator("#panel tr.on")).to_be_in_viewport()


def test_a_row_tells_its_rule_and_other_records(report: Path, load: Open) -> None:
    """An assignment leads to its deadline."""
    page = load(report, "plan/0")
    task = next(one for one in records()[0].assignments if one.deadlines)
    row = page.locator(f"tr[data-record={task.id}]")
    expect(row.locator(".rule code")).to_have_text(task.rule)
    row.locator(".ref").first.click()
    expect(page.locator("#panel tr.on")).to_have_attribute("data-record", task.deadlines[0])


def test_an_address_leads_to_a_record(report: Path, load: Open) -> None:
    """It can be sent to others."""
    one = records()[1].citations[-1]
    page = load(report, f"plan/1/{one.id}")
    expect(page.locator("#panel tr.on")).to_have_attribute("data-record", one.id)
    expect(page.locator(".text .on").first).to_be_in_viewport()


def test_kinds_can_be_hidden(report: Path, load: Open) -> None:
    """The legend takes the ground away."""
    page = load(report, "plan/0")
    ground = "element => getComputedStyle(element).backgroundColor"
    piece = page.locator(".text .k-targets:not(.k-deadlines, .k-assignments)").first
    before = piece.evaluate(ground)
    page.locator(".legend label", has_text="Targets").locator("input").uncheck()
    assert piece.evaluate(ground) != before == piece.evaluate(ground).replace("rgba(0, 0, 0, 0)", before)


def test_the_head_and_diagnostics_are_shown(report: Path, load: Open) -> None:
    """What stands in the other tabs."""
    page = load(report, "plan/0")
    page.get_by_role("tab", name="Head").click()
    expect(page.locator("#panel")).to_contain_text("86/KH-UBND")
    page.get_by_role("tab", name="Tables").click()
    expect(page.locator("#panel table.own").first).to_contain_text("Đơn vị chủ trì")
    go(page, "diagnostics")
    told = "A cited number and symbol was mended repaired-symbol"
    expect(page.locator("summary", has_text="repaired-symbol")).to_contain_text(told)
    page.locator("summary").first.click()
    expect(page.locator(".group li").first).to_be_visible()


# --- side by side -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS[1:])
def test_matrices(report: Path, load: Open, view: str) -> None:
    """Each has cells that lead to words."""
    page = load(report, view)
    page.locator("main table a[href^='#/plan/']:not(thead a)").first.click()
    expect(page.locator(".text .on").first).to_be_in_viewport()


def test_matrices_keep_to_the_filters(report: Path, load: Open) -> None:
    """Columns are the plans that are left."""
    page = load(report, "compare/instruments")
    expect(page.locator(".matrix thead th")).to_have_count(len(records()) + 1)
    page.locator("[name=year]").select_option("2025")
    expect(page.locator(".matrix thead th")).to_have_count(4)


def test_aligned_records_tell_why(report: Path, load: Open) -> None:
    """The score and the words that made it."""
    page = load(report, "compare/tasks")
    page.locator(".matrix tbody tr").first.get_by_role("button", name="details").click()
    expect(page.locator(".detail")).to_contain_text("kiểm tra")
    expect(page.locator(".detail thead")).to_contain_text("Shared words")


@pytest.mark.parametrize("view", CHARTS)
def test_charts_are_drawn(report: Path, load: Open, view: str) -> None:
    """By Vega, in the page; under each a table with the same figures."""
    page = load(report, view)
    expect(page.locator(".chart svg")).to_be_visible()
    assert page.locator(".chart svg path").count() > 3
    assert page.locator("main tbody tr").count() > 0
    assert "@" not in page.locator(".chart").inner_text()


def test_a_passage_is_shown_in_both_plans(report: Path, load: Open) -> None:
    """What two plans share, side by side, leads to its place."""
    page = load(report, f"reuse/{MADE}-{MADE + 1}")
    expect(page.locator(".pair blockquote").first).to_contain_text("khắc phục thiếu sót")
    page.locator(".pair cite a").first.click()
    expect(page.locator(".text .k-place").first).to_be_in_viewport()


def test_a_dot_on_the_time_line_lists_its_deadlines(report: Path, load: Open) -> None:
    """Click: those of the month and the province."""
    page = load(report, "timeline")
    before = page.locator("main tbody tr").count()
    page.locator(".chart svg [aria-roledescription=circle]").first.click()
    expect(page.locator("main tbody tr")).not_to_have_count(before)
    assert page.locator("main tbody tr").count() >= 1


def test_what_was_asked_for_last_stands(report: Path, load: Open) -> None:
    """Also when what was asked for before takes longer."""
    page = load(report)
    page.evaluate("location.hash = '#/reuse'; location.hash = '#/compare/tasks'; location.hash = '#/diagnostics'")
    page.locator("body[data-shown='#/diagnostics']").wait_for()
    page.wait_for_timeout(300)
    expect(page.locator("main h1")).to_have_text("Diagnostics")
    expect(page.locator(".matrix, .chart")).to_have_count(0)


# --- languages, keyboard, phone, paper --------------------------------------------------------------------------------


def test_languages(report: Path, load: Open) -> None:
    """Everything changes but what documents say."""
    page = load(report, "plan/0")
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Tiếng Việt").click()
    assert page.evaluate("document.documentElement.lang") == "vi"
    expect(page.get_by_role("tab", name="Chỉ tiêu")).to_be_visible()
    expect(page.locator("#views a").first).to_have_text("Văn bản")
    expect(page.get_by_role("tab", name="Targets")).to_have_count(0)
    assert page.locator("h1").inner_text() == title
    go(page, "plans")
    expect(page.locator("#count")).to_have_text(f"{len(records())} văn bản")
    assert page.locator(".plans .when").first.inner_text() == "08/05/2026"


def test_keyboard(report: Path, load: Open) -> None:
    """From the top of the page to a passage, its rule and its row without a pointer."""
    page = load(report, "plan/0")
    focused = "document.activeElement"
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator(".skip").press("Enter")
    assert page.evaluate(f"{focused}.id") == "main"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(f"'records' in {focused}.dataset"):
            break
    first = page.evaluate(f"{focused}.dataset.records")
    page.keyboard.press("ArrowDown")
    second = page.evaluate(f"{focused}.dataset.records")
    assert first
    assert second != first
    rules = [one.rule for kind in KINDS for one in getattr(records()[0], kind) if one.id in second.split()]
    assert sorted(page.locator("#inspector .rule-id").all_inner_texts()) == sorted(rules)
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focused}.closest('#panel') !== null")
    page.locator("[role=tab][aria-selected=true]").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{focused}.getAttribute('aria-selected')") == "true"


def test_everything_that_can_be_used_has_a_name(report: Path, load: Open) -> None:
    """For those who hear the page."""
    page = load(report)
    for route in (*VIEWS, *CHARTS, "plan/0"):
        go(page, route)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('button, a, input, select, [role=region], table')]
            .filter((one) => !one.closest('[hidden]'))
            .filter((one) => !(one.textContent.trim() || one.getAttribute('aria-label') || one.labels?.length))
            .map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert nameless == [], route


def test_a_phone_shows_no_page_wider_than_itself(report: Path, load: Open) -> None:
    """Only tables and charts scroll sideways, by themselves."""
    page = load(report, viewport={"width": 360, "height": 740}, has_touch=True)
    for route in (*VIEWS, *CHARTS, "diagnostics", "plan/0", f"plan/{MADE + 3}"):
        go(page, route)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, route


def test_filters_on_a_phone(report: Path, load: Open) -> None:
    """Folded away until they are asked for."""
    page = load(report, viewport={"width": 360, "height": 740})
    expect(page.locator("[name=province]")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    page.locator("[name=province]").select_option("Lào Cai")
    expect(page.locator(".plans li")).to_have_count(1)


def test_paper(report: Path, load: Open) -> None:
    """The text, then every table."""
    page = load(report, "plan/0")
    assert page.pdf()[:5] == b"%PDF-"
    page.emulate_media(media="print")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#paper .of-targets tbody tr")).to_have_count(len(records()[0].targets))
    expect(page.locator("#paper .of-citations tbody tr")).to_have_count(len(records()[0].citations))


def test_one_document(load: Open, tmp_path: Path) -> None:
    """`vnplan view`: the document itself, no list."""
    path = tmp_path / "one.html"
    path.write_text(html(records()[MADE], language="vi"), encoding="utf-8")
    page = load(path, "")
    expect(page.locator(".text")).to_contain_text("Kiểm tra an toàn 😀")
    expect(page.locator("#views")).to_be_hidden()
    expect(page.locator("#filters [name=province]")).to_be_hidden()
    page.locator("[name=query]").fill("phuong tien chua chay")
    expect(page.locator("mark.k-hit").first).to_be_in_viewport()


# --- what a document says is never run --------------------------------------------------------------------------------


def test_attacks_are_shown_and_never_run(report: Path, load: Open) -> None:
    """In every field of a record, in every view; `load` sees that nothing ran."""
    page = load(report)
    number = MADE + 3
    own_scripts = page.locator("script:not([type])").count()
    for route in (*VIEWS, *CHARTS, "diagnostics", f"plan/{number}"):
        go(page, route)
        for summary in page.locator("summary").all():
            summary.click()
        for button in page.locator(".matrix button").all()[:5]:
            button.click()
    for tab in page.get_by_role("tab").all():
        tab.click()
        for row in page.locator("#panel tr[data-record]").all()[:3]:
            row.click(position={"x": 2, "y": 2})
    assert page.locator("img, iframe, object, embed, main script, main svg[onload]").count() == 0
    assert page.locator("script:not([type])").count() <= own_scripts + 1  # Vega, when a chart was asked for
    assert page.locator("a:not([href^='#'])").count() == 0
    for payload in PAYLOADS:
        expect(page.locator("h1")).to_contain_text(payload)
        assert payload in page.locator(".text").inner_text()
    page.get_by_role("tab", name="Head").click()
    assert page.locator("#panel").inner_text().count(ATTACK) >= 6


def test_attacks_on_the_first_page(report: Path) -> None:
    """The title and the list for those without JavaScript are escaped."""
    page = report.read_text(encoding="utf-8")
    assert "&lt;script&gt;window.ran=1" in page
    assert "<script>window.ran" not in page
    assert "<img" not in page.split("<script>", 1)[0] + page.rsplit("</script>", 1)[1]


def test_the_policy_stops_what_would_run_all_the_same(report: Path, browser: Browser) -> None:
    """A script that got in is refused, and so is a request."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(report.as_uri())
    page.locator("body[data-ready]").wait_for()
    page.evaluate(
        """() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1';
        document.body.append(script); document.body.setAttribute('onclick', 'window.ran = 1');
        document.body.click(); }"""
    )
    assert page.evaluate("window.ran") is None
    assert page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"
    context.close()
