#!/usr/bin/env python3
"""The pictures of docs/images: a report of corpus/compare in Chromium, on a desk and on a phone."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

import vnplan
from vnplan.report import write_report

ROOT = Path(__file__).resolve().parent.parent
DESK: ViewportSize = {"width": 1240, "height": 760}
PHONE: ViewportSize = {"width": 390, "height": 760}
# name of the picture: address in the page, size
PICTURES = {
    "report-document": ("plan/1/t2", DESK),
    "report-targets": ("compare/targets", DESK),
    "report-phone": ("plan/1/t2", PHONE),
}


def main() -> int:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        print("no Chromium on this machine: apt install chromium", file=sys.stderr)
        return 1
    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    paths = sorted((ROOT / "corpus" / "compare" / "texts").glob("*.txt"))
    records = [vnplan.parse(path.read_text(encoding="utf-8"), uri=path.name) for path in paths]
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        report = Path(temporary) / "report.html"
        write_report(records, report, language="en")
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, (route, size) in PICTURES.items():
            page = opened.new_page(viewport=size, color_scheme="light")
            page.goto(f"{report.as_uri()}#/{route}")
            page.locator("body[data-ready]").wait_for()
            page.screenshot(path=folder / f"{name}.png")
            print(folder / f"{name}.png")
        opened.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
