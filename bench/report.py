#!/usr/bin/env python3
"""How fast a report of many plans is in a browser: the first view, each filter, a document, the search in all texts.

    bench/report.py [--plans N] [--output report.html] [--compare]

The plans have the length of real ones: texts of corpus/train one after the other, in several orders, under the heads of
all of today's provinces and of several years; with --compare the shorter plans of `compare_plans.py`. Times are those
of headless Chromium on this machine, busy or not: from the request of the page to the drawn list, and from an input to
the frame after it. Best and worst of five.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import islice, permutations
from pathlib import Path
from typing import TYPE_CHECKING

import compare_plans

import vnplan
from vnplan.knowledge import Knowledge
from vnplan.record import PlanRecord
from vnplan.report import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXTS = sorted((Path(__file__).resolve().parent.parent / "corpus" / "train" / "texts").glob("*.txt"))
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ROUNDS = 5
FILTERS = (
    ("province", "Huế"),
    ("year", "2024"),
    ("type", "Kế hoạch"),
    ("agency", "so tai chinh"),
    ("instrument", "83/2015"),
)
# from an input to the frame in which its answer is drawn
TIMED = """([name, value]) => new Promise((done) => {
  const field = document.querySelector(`#filters [name=${name}]`);
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def plans(count: int) -> Iterator[PlanRecord]:
    """Plans of many provinces and years."""
    texts = [path.read_text(encoding="utf-8") for path in TEXTS]
    long = [vnplan.parse("\n\n".join(order)) for order in islice(permutations(texts, 4), 0, None, 42)]
    rows = Knowledge.default().territories.rows
    provinces = sorted({row.name for row in rows if row.existed(date(2026, 1, 1))})
    for n in range(count):
        record = long[n % len(long)]
        header = replace(
            record.header,
            province=provinces[n % len(provinces)],
            designation=f"{n + 1}/KH-UBND",
            issued_on=date(2021 + n % 6, 1 + n % 12, 1 + n % 28),
            title=f"{record.header.title} ({n + 1})",
            key=None,
        )
        source = replace(record.source, uri=f"plans/{n + 1}.txt", sha256=sha256(str(n).encode()).hexdigest())
        yield record.model_copy(update={"header": header, "source": source})


def comparable(count: int) -> Iterator[PlanRecord]:
    """Plans that carry out one programme."""
    for number, text in enumerate(compare_plans.plans(count)):
        yield vnplan.parse(text, uri=f"plans/{number + 1}.txt")


def measure(page: Page, path: Path) -> Iterator[tuple[str, float]]:
    """Names and milliseconds."""
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}#/plans")
    page.locator("body[data-ready]").wait_for()
    yield "first view", float(page.locator("body").get_attribute("data-ready") or "nan")
    for name, value in FILTERS:
        yield f"filter: {name}", float(page.evaluate(TIMED, [name, value]))
        page.evaluate(TIMED, [name, ""])
    start = time.perf_counter()
    page.evaluate("location.hash = '#/plan/7'")
    page.locator(".text").wait_for()
    yield "open a document", 1000 * (time.perf_counter() - start)
    page.evaluate("location.hash = '#/plans'")
    for again in ("first", "second"):
        start = time.perf_counter()
        words = "phuong tien giao thong" if again == "first" else "rừng trồng gỗ lớn"
        page.evaluate(TIMED, ["query", words])
        page.locator(f"#searching[data-done='{words}']").wait_for(state="attached")
        yield f"search all texts, {again} time", 1000 * (time.perf_counter() - start)
    page.evaluate(TIMED, ["query", ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=500)
    parser.add_argument("--output", type=Path, help="keep the page here")
    parser.add_argument("--compare", action="store_true", help="with the comparison, which takes longer to make")
    options = parser.parse_args()
    if BROWSER is None:
        print("no Chromium on this machine: apt install chromium", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    records = list(comparable(options.plans) if options.compare else plans(options.plans))
    size = sum(len(record.text) for record in records) // len(records)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = options.output or Path(folder) / "report.html"
        start = time.process_time()
        write_report(records, path, compare=options.compare)
        seconds = time.process_time() - start
        made = f"{path.stat().st_size / 1e6:.1f} MB in {seconds:.1f} s of CPU"
        print(f"{len(records)} plans of {size:,} characters: {made}\n")
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        rounds = [dict(measure(page, path)) for _ in range(ROUNDS)]
        browser.close()
    for name in rounds[0]:
        times = [each[name] for each in rounds]
        print(f"{name:32} {min(times):7.0f} ms   worst {max(times):7.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
