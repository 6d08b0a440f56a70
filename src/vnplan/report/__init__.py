"""Plans in one page that opens from disk: their texts with what was found in them, side by side, as charts.

>>> import vnplan
>>> page = html(vnplan.parse("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;"))
>>> page.startswith("<!doctype html>")
True
"""

from vnplan.report.page import html, write_report
from vnplan.report.words import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language", "html", "write_report"]
