"""A plan as pages: printed from HTML by WeasyPrint, or from its DOCX by LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import Literal

from office.blocks import Master
from office.look import DECREE_30, Look
from office.markup import content

Engine = Literal["weasyprint", "libreoffice"]
_SOFFICE_SECONDS = 120

_CSS = """
@page {{
  size: A4; margin: {top}mm {right}mm {bottom}mm {left}mm;
  @top-center {{ content: {head} counter(page); font: {size}pt "{font}"; white-space: pre }}
  @bottom-center {{ content: "{foot}"; font: italic 9pt "{font}" }}
}}
@page :first {{ @top-center {{ content: none }} }}
@page wide {{ size: A4 landscape }}
body {{ font: {size}pt/{leading} "{font}"; margin: 0 }}
.section + .section {{ break-before: page }}
.wide {{ page: wide }}
p {{ margin: 0 0 {gap}pt 0; text-align: {align}; text-indent: {indent}mm; orphans: 2; widows: 2 }}
p.title, p.centre {{ text-align: center; text-indent: 0; margin-bottom: 2pt }}
p.title + :not(.title) {{ margin-top: 12pt }}
p.heading {{ break-after: avoid }}
h1.headline {{ font-size: 1.3em; text-align: left }}
table {{ width: 100%; border-collapse: collapse }}
table.head {{ table-layout: fixed; width: 176mm; margin: 0 -8mm 14pt; line-height: 1.15; font-size: 12.5pt }}
table.head td {{ text-align: center; vertical-align: top; padding: 0 1mm 2mm; width: 58% }}
table.head td:first-child {{ width: 42% }}
.rule {{ display: block; width: 40%; margin: 1mm auto 0; border-top: 0.75pt solid black }}
table.data {{ font-size: 12pt; line-height: 1.15; margin: 4pt 0 8pt }}
table.data th, table.data td {{ border: 0.75pt solid black; padding: 1mm 1.2mm; vertical-align: middle }}
table.data tr {{ break-inside: avoid }}
table.foot {{ table-layout: fixed; margin-top: 10pt; break-inside: avoid; line-height: 1.15 }}
table.foot td {{ vertical-align: top }}
td.recipients {{ font-size: 11pt }}
td.signature {{ text-align: center }}
.signing {{ display: block; height: 18mm }}
.note {{ float: footnote; font-size: 10pt; text-indent: 0 }}
"""


def _css(look: Look) -> str:
    top, right, bottom, left = look.margins
    return _CSS.format(
        top=top,
        right=right,
        bottom=bottom,
        left=left,
        head=f'"{look.running_head}\\A "' if look.running_head else "",
        foot=look.running_foot,
        font=look.font,
        size=f"{look.size:g}",
        leading=look.leading,
        gap=look.gap,
        indent=look.indent,
        align="justify" if look.justified else "left",
    )


def printed(master: Master, look: Look, more_css: str = "") -> str:
    """The markup that WeasyPrint prints."""
    body = content(master)
    if look.note:
        note = f'<span class="note">{escape(look.note)}</span></p>'
        start = body.find('<p class="normal">')
        body = body if start < 0 else body[:start] + body[start:].replace("</p>", note, 1)
    return f'<html lang="vi"><head><style>{_css(look)}{more_css}</style></head><body>{body}</body></html>'


def has_engine(engine: Engine) -> bool:
    """Whether this machine can make a PDF in this way."""
    if engine == "libreoffice":
        return shutil.which("soffice") is not None
    try:
        import weasyprint  # noqa: F401, PLC0415  needs Pango, which may be missing
    except (ImportError, OSError):
        return False
    return True


def _by_libreoffice(docx: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "plan.docx")
        source.write_bytes(docx)
        profile = Path(folder, "profile").as_uri()  # a profile of its own: one that is in use would refuse to start
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
            timeout=_SOFFICE_SECONDS,
            env={**os.environ, "HOME": folder},
        )
        return source.with_suffix(".pdf").read_bytes()


def to_pdf(master: Master, engine: Engine = "weasyprint", look: Look = DECREE_30) -> bytes:
    """The pages as a PDF with a text layer."""
    if engine == "libreoffice":
        from office.word import to_docx  # noqa: PLC0415  the other engine does without python-docx

        return _by_libreoffice(to_docx(master, look))
    from weasyprint import HTML  # noqa: PLC0415  needs Pango, which may be missing

    return bytes(HTML(string=printed(master, look)).write_pdf())
