"""Word documents to text: what a reader of the page sees, tables as they are, nothing twice, nothing dangerous."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import time
import tracemalloc
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnplan.core.issues import Issue
from vnplan.core.layout import Grid
from vnplan.knowledge.fonts import Fonts
from vnplan.knowledge.frames import FrameAnchors
from vnplan.read.doc import to_docx
from vnplan.read.docx import images, package, read

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def types(*parts: str) -> str:
    inner = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{WORDML}.{kind}+xml"/>'
        for part in parts
        for kind in ["document.main" if part == "document" else part.rstrip("1")]
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inner}</Types>'
    )


def rels(*links: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{RELS}/{kind}" Target="{to}"/>' for i, kind, to in links)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def members(body: str, **parts: str) -> dict[str, str | bytes]:
    """The parts of a document; `header1="…"` and the like are the content of other parts."""
    kinds = {"header1": "header"}
    links = [(f"r_{name}", kinds.get(name, name), f"{name}.xml") for name in parts]
    roots = {"header1": "hdr"}
    return {
        "[Content_Types].xml": types("document", *parts),
        "_rels/.rels": rels(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": rels(*links),
        **{
            f"word/{name}.xml": f"<w:{roots.get(name, name)} {NS}>{content}</w:{roots.get(name, name)}>"
            for name, content in parts.items()
        },
    }


def docx(body: str, **parts: str) -> bytes:
    return zipped(members(body, **parts))


def text_of(body: str, **parts: str) -> str:
    text, _, issues = read(docx(body, **parts))
    assert not [issue for issue in issues if issue.severity == "error"]
    return text


def t(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    runs = content if content.startswith("<") or not content else t(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def num(list_id: int, level: int | None = None) -> str:
    ilvl = f'<w:ilvl w:val="{level}"/>' if level is not None else ""
    return f'<w:numPr>{ilvl}<w:numId w:val="{list_id}"/></w:numPr>'


def lvl(n: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(n: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{n}">{"".join(levels)}</w:abstractNum>'


def instance(n: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{n}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


# --- numbers ---------------------------------------------------------------------------------------------------------

PLAIN = abstract(0, lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%2."), lvl(2, "lowerLetter", "%3)"))
DECIMAL = abstract(0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2."), lvl(2, "decimal", "%1.%2.%3."))
SYMBOL = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'


def bullet(n: int, sign: str, font: str = "Symbol") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    return f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>{fonts}</w:lvl>'


def override(level: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


NUMBERED = [
    (
        "levels count and begin anew",
        PLAIN + instance(1, 0),
        [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)],
        ["I.", "1.", "a)", "b)", "2.", "a)", "II.", "1."],
    ),
    (
        "numbers of the levels above",
        DECIMAL + instance(1, 0),
        [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1)],
        ["1.", "1.1.", "1.2.", "1.2.1.", "2.", "2.1."],
    ),
    ("a level above that no item has", DECIMAL + instance(1, 0), [(1, 2), (1, 2)], ["1.1.1.", "1.1.2."]),
    (
        "never begun anew",
        abstract(0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')) + instance(1, 0),
        [(1, 0), (1, 1), (1, 0), (1, 1)],
        ["1.", "1)", "2.", "2)"],
    ),
    (
        "begun anew by the first level only",
        abstract(
            0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%2."), lvl(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>')
        )
        + instance(1, 0),
        [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)],
        ["1.", "1.", "1)", "2.", "2)", "2.", "1)"],
    ),
    (
        "lists of one kind count on",
        DECIMAL + instance(1, 0) + instance(2, 0),
        [(1, 0), (2, 0), (1, 0)],
        ["1.", "2.", "3."],
    ),
    (
        "a start of its own",
        DECIMAL + instance(1, 0) + instance(2, 0, override(0, 1)),
        [(1, 0), (1, 0), (2, 0), (2, 0)],
        ["1.", "2.", "1.", "2."],
    ),
    (
        "a start of its own not from one",
        DECIMAL + instance(1, 0, override(0, 5)),
        [(1, 0), (1, 1), (1, 0)],
        ["5.", "5.1.", "6."],
    ),
    (
        "a level of its own",
        DECIMAL + instance(1, 0, f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperLetter", "%1.")}</w:lvlOverride>'),
        [(1, 0), (1, 0)],
        ["A.", "B."],
    ),
    (
        "lists of two kinds",
        PLAIN + abstract(1, lvl(0, "decimal", "Điều %1.")) + instance(1, 0) + instance(2, 1),
        [(1, 0), (2, 0), (1, 0), (2, 0)],
        ["I.", "Điều 1.", "II.", "Điều 2."],
    ),
    (
        "all in figures",
        abstract(0, lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%1.%2.", "<w:isLgl/>")) + instance(1, 0),
        [(1, 0), (1, 0), (1, 1)],
        ["I.", "II.", "2.1."],
    ),
    (
        "formats",
        "".join(
            abstract(n, lvl(0, style, "%1.", start=4)) + instance(n, n)
            for n, style in enumerate(["decimal", "decimalZero", "lowerRoman", "ordinal", "none", "upperLetter"])
        ),
        [(n, 0) for n in range(1, 6)],
        ["04.", "iv.", "4th.", ".", "D."],
    ),
    (
        "letters as Word has them",
        abstract(0, lvl(0, "lowerLetter", "%1)", start=25)) + instance(1, 0),
        [(1, 0)] * 4,
        ["y)", "z)", "aa)", "bb)"],
    ),
    (
        "bullets by depth",
        abstract(0, bullet(0, "\uf0b7"), bullet(1, "o", "Courier New"), bullet(2, "\uf0a7", "Wingdings"))
        + instance(1, 0),
        [(1, 0), (1, 1), (1, 2), (1, 0)],
        ["-", "+", "*", "-"],
    ),
    (
        "bullets that are hyphens",
        abstract(0, bullet(0, "–", "Times New Roman"), bullet(1, "+", "Times New Roman")) + instance(1, 0),
        [(1, 0), (1, 1)],
        ["-", "+"],
    ),
    (
        "a bullet below a number",
        abstract(0, lvl(0, "decimal", "%1."), bullet(1, "\uf0fc", "Wingdings")) + instance(1, 0),
        [(1, 0), (1, 1)],
        ["1.", "-"],
    ),
]


@pytest.mark.parametrize(
    ("numbering", "items", "labels"), [case[1:] for case in NUMBERED], ids=[case[0] for case in NUMBERED]
)
def test_automatic_numbers(numbering: str, items: list[tuple[int, int]], labels: list[str]) -> None:
    """Every item has the number that Word shows."""
    body = "".join(p(f"mục {n}", num(*item)) for n, item in enumerate(items))
    lines = text_of(body, numbering=numbering).split("\n\n")
    assert [line.strip() for line in lines] == [f"{label} mục {n}" for n, label in enumerate(labels)]


STYLES = f"""
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:basedOn w:val="Normal"/><w:pPr>{num(1)}</w:pPr>
<w:rPr><w:caps/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr>{num(1)}</w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop2"><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Caps"><w:rPr><w:caps/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grid"><w:tblPr><w:tblBorders><w:top w:val="single"/><w:left w:val="single"/>
<w:bottom w:val="single"/><w:right w:val="single"/><w:insideH w:val="single"/><w:insideV w:val="single"/>
</w:tblBorders></w:tblPr></w:style>
<w:style w:type="table" w:styleId="GridChild"><w:basedOn w:val="Grid"/></w:style>
"""
BY_STYLE = (
    abstract(
        0,
        lvl(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>'),
        lvl(1, "decimal", "%2.", '<w:pStyle w:val="H2"/>'),
    )
    + instance(1, 0)
    + instance(2, 0)
)


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def test_numbers_by_style() -> None:
    """A heading's style has the list, the list's level names the style; 0 switches it off; children inherit."""
    body = (
        p("mục tiêu", style("H1"))
        + p("chung", style("H2"))
        + p("không số", style("H1") + num(0))
        + p("nhiệm vụ", style("H1b"))
        + p("riêng", style("H2"))
        + p("vòng", style("Loop"))
    )
    lines = text_of(body, styles=STYLES, numbering=BY_STYLE).strip().split("\n\n")
    assert lines == ["I. MỤC TIÊU", "1. CHUNG", "KHÔNG SỐ", "II. NHIỆM VỤ", "1. RIÊNG", "vòng"]


def test_empty_items() -> None:
    """An empty item counts and shows its number, as in a column of numbers; an empty bullet is nothing."""
    numbering = DECIMAL + abstract(1, bullet(0, "\uf0b7")) + instance(1, 0) + instance(2, 1)
    body = p("một", num(1, 0)) + p("", num(1, 0)) + p("", num(2, 0)) + p("ba", num(1, 0))
    assert text_of(body, numbering=numbering) == "1. một\n\n2.\n\n3. ba\n"


# --- characters ------------------------------------------------------------------------------------------------------

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction: str, result: str) -> str:
    words = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return FIELD.format("begin") + words + FIELD.format("separate") + result + FIELD.format("end")


def box(content: str) -> str:
    """A text box as Word writes it: the same content in two forms."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inner}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


SUP = '<w:vertAlign w:val="superscript"/>'
INLINE = [
    (
        "a symbol in pieces",
        t("Số 15/2024/NĐ-")
        + '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="x"/>'
        + t("CP")
        + '<w:bookmarkEnd w:id="1"/>',
        "Số 15/2024/NĐ-CP",
    ),
    (
        "inserted and deleted",
        t("đến ") + f"<w:ins>{t('2027')}</w:ins><w:del><w:r><w:delText>2026</w:delText></w:r></w:del>" + t("."),
        "đến 2027.",
    ),
    ("moved", f"<w:moveFrom>{t('cũ')}</w:moveFrom><w:moveTo>{t('mới')}</w:moveTo>", "mới"),
    (
        "hidden",
        t("thấy")
        + t(" ẩn", "<w:vanish/>")
        + t(" ẩn", '<w:rStyle w:val="Secret"/>')
        + t(" lại", '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>'),
        "thấy lại",
    ),
    (
        "capitals",
        t("kế hoạch ß", "<w:caps/>") + t(" năm", '<w:caps w:val="false"/>') + t(" nhỏ", "<w:smallCaps/>"),
        "KẾ HOẠCH ß năm nhỏ",
    ),
    ("capitals by a style", t("số", '<w:rStyle w:val="Caps"/>'), "SỐ"),
    (
        "breaks and tabs",
        "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:tab/><w:t>d</w:t></w:r>",
        "a\nb\nc\td",
    ),
    (
        "hyphens",
        "<w:r><w:t>NĐ</w:t><w:noBreakHyphen/><w:t>CP kế</w:t><w:softHyphen/><w:t>hoạch</w:t></w:r>",
        "NĐ-CP kếhoạch",
    ),
    (
        "signs",
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t xml:space="preserve"> 95% </w:t>'
        '<w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        + t("\uf0a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'),
        "≥ 95% ✓≤",
    ),
    ("a link", f'<w:hyperlink r:id="x">{t("cổng thông tin")}</w:hyperlink>', "cổng thông tin"),
    ("a field", t("theo ") + field('HYPERLINK "http://vi.du"', t("Cổng")) + t(" này"), "theo Cổng này"),
    ("a field in a field", field("IF ", field("PAGE", t("3")) + t("đúng")), "đúng"),
    (
        "page numbers",
        t("Trang ") + field("PAGE", t("7")) + f'<w:fldSimple w:instr=" NUMPAGES ">{t("9")}</w:fldSimple>',
        "Trang",
    ),
    ("a simple field", f'<w:fldSimple w:instr=" REF x ">{t("Bảng 1")}</w:fldSimple>', "Bảng 1"),
    ("a field without an end", FIELD.format("begin") + t("vẫn còn"), "vẫn còn"),
    (
        "smart tags and controls",
        f"<w:smartTag>{t('Sở ')}<w:sdt><w:sdtContent>{t('Y tế')}</w:sdtContent></w:sdt></w:smartTag>",
        "Sở Y tế",
    ),
    (
        "a control not filled in",
        t("Tên:") + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{t('bấm vào đây')}"
        "</w:sdtContent></w:sdt>",
        "Tên:",
    ),
    (
        "raised figures",
        t("120 m") + t("2", SUP) + t(", 5 km") + t("2", SUP) + t(", 10") + t("6", SUP) + t(", Luật") + t("2", SUP),
        "120 m², 5 km², 10⁶, Luật2",
    ),
    ("lowered figures", t("CO") + t("2", '<w:vertAlign w:val="subscript"/>'), "CO2"),
    ("a formula", "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "a+b"),
    ("blanks and breaks of the file", "<w:r><w:t xml:space='preserve'>Kế\n hoạch</w:t></w:r>", "Kế  hoạch"),
]


@pytest.mark.parametrize(("content", "expected"), [case[1:] for case in INLINE], ids=[case[0] for case in INLINE])
def test_characters(content: str, expected: str) -> None:
    """What stands in a paragraph is what is seen."""
    assert text_of(p(t("|") + content), styles=STYLES).removesuffix("\n") == "|" + expected


BLOCKS = [
    ("paragraphs", p("một") + p("") + p("hai"), "một\n\nhai\n"),
    ("a text box once", p(t("trước") + box(p("DỰ THẢO"))) + p("sau"), "trước\n\nDỰ THẢO\n\nsau\n"),
    (
        "a text box of old files",
        p(
            f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('MẬT')}</w:txbxContent></v:textbox>"
            "</v:shape></w:pict></w:r>"
        ),
        "MẬT\n",
    ),
    (
        "only the fallback",
        p(
            "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict><w:txbxContent>"
            + p("hộp")
            + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        "hộp\n",
    ),
    (
        "controls around paragraphs",
        f"<w:sdt><w:sdtContent>{p('trong')}</w:sdtContent></w:sdt>{p('ngoài')}",
        "trong\n\nngoài\n",
    ),
    ("a deleted end of paragraph", p("Kế hoạch ", "<w:rPr><w:del/></w:rPr>") + p("này"), "Kế hoạch này\n"),
    ("a deleted end at the very end", p("cuối", "<w:rPr><w:del/></w:rPr>"), "cuối\n"),
    ("a drop capital", p("T", '<w:framePr w:dropCap="drop"/>') + p("hực hiện"), "Thực hiện\n"),
    ("page breaks", p('<w:r><w:br w:type="page"/><w:t>Phụ lục</w:t></w:r>'), "Phụ lục\n"),
    (
        "a table of contents",
        p("I. MỤC TIÊU\t2", style("toc1")) + p(field("TOC \\o", t("II. NHIỆM VỤ\t3"))) + p("I. MỤC TIÊU"),
        "I. MỤC TIÊU\n",
    ),
    (
        "a field over paragraphs",
        p(FIELD.format("begin") + "<w:r><w:instrText>DATE</w:instrText></w:r>" + FIELD.format("separate") + t("ngày 1"))
        + p(t("tháng 2") + FIELD.format("end"))
        + p("sau"),
        "ngày 1\n\ntháng 2\n\nsau\n",
    ),
    ("comments in the XML", "<!-- x -->" + p("<w:r><!-- y --><w:t>a<!-- z -->b</w:t></w:r>"), "a\n"),
]


def test_depth_and_number() -> None:
    """A paragraph in very many pieces, fields in fields and long chains of styles are read like others."""
    deep = (FIELD.format("begin") + FIELD.format("separate")) * 400
    body = p(deep + t("a") * 4000 + FIELD.format("end") * 400)
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(300)
    )
    text = text_of(body + "".join(p("x", style(f"s{n}")) for n in range(300)), styles=chain)
    assert text.startswith("a" * 4000 + "\n\nx\n")


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in BLOCKS], ids=[case[0] for case in BLOCKS])
def test_blocks(body: str, expected: str) -> None:
    """Paragraphs in the order in which they are read, each once."""
    assert text_of(body, styles=STYLES) == expected


def reference(kind: str, n: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{n}" {more}/></w:r>'


def test_notes() -> None:
    """A mark is glued to its word, the note follows the paragraph or table that cites it."""
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="7">{p("<w:r><w:footnoteRef/></w:r>" + t(" Luật Đất đai"))}{p("dòng hai")}</w:footnote>'
        f'<w:footnote w:id="8">{p("Nghị định 12")}</w:footnote><w:footnote w:id="9">{p("Dấu riêng")}</w:footnote>'
    )
    ends = f'<w:endnote w:id="7">{p("Cuối văn bản")}</w:endnote>'
    star = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="9"/><w:t>*</w:t></w:r>'
    again = p(t("lại") + reference("footnote", 7))
    body = (
        p(t("theo luật ") + reference("footnote", 7) + t(", và") + reference("endnote", 7))
        + table([["TT", "Việc"], ["1", t("Rà soát") + reference("footnote", 8)]])
        + p(t("hết") + star + reference("footnote", 99))
        + again
    )
    text = text_of(body, styles=STYLES, footnotes=notes, endnotes=ends)
    assert text == (
        "theo luật[1], và[i]\n\n[1] Luật Đất đai\ndòng hai\n\n[i] Cuối văn bản\n\n"
        "| TT | Việc |\n| 1 | Rà soát[2] |\n\n[2] Nghị định 12\n\nhết[*]\n\n[*] Dấu riêng\n\nlại[1]\n"
    )


# --- tables ----------------------------------------------------------------------------------------------------------


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith(("<w:p>", "<w:tbl>")) else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<w:tc>') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str, style: str = "Grid", widths: tuple[int, ...] = (), properties: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    named = f'<w:tblStyle w:val="{style}"/>' if style else ""
    return f"<w:tbl><w:tblPr>{named}{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def table(rows: list[list[str]], **more: str) -> str:
    return tbl(*(tr(*row) for row in rows), **more)


def span(n: int) -> str:
    return f'<w:gridSpan w:val="{n}"/>'


DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEAD = "<w:tblHeader/>"
TABLES = [
    (
        "merged across",
        tbl(tr(tc("A", span(2)), "B"), tr("1", "2", "3")),
        [("A", 0, 0, 1, 2), ("B", 0, 2, 1, 1), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1)],
    ),
    (
        "merged down",
        tbl(tr(tc("A", DOWN), "1"), tr(tc("thừa", ON), "2"), tr(tc("B", DOWN), "3"), tr("C", "4")),
        [
            ("A", 0, 0, 2, 1),
            ("1", 0, 1, 1, 1),
            ("2", 1, 1, 1, 1),
            ("B", 2, 0, 1, 1),
            ("3", 2, 1, 1, 1),
            ("C", 3, 0, 1, 1),
            ("4", 3, 1, 1, 1),
        ],
    ),
    (
        "merged both ways",
        tbl(tr(tc("A", span(2) + DOWN), "1"), tr(tc("", span(2) + ON), "2"), tr("a", "b", "3")),
        [
            ("A", 0, 0, 2, 2),
            ("1", 0, 2, 1, 1),
            ("2", 1, 2, 1, 1),
            ("a", 2, 0, 1, 1),
            ("b", 2, 1, 1, 1),
            ("3", 2, 2, 1, 1),
        ],
    ),
    (
        "merged the old way",
        tbl(tr(tc("A", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")), tr("1", "2")),
        [("A", 0, 0, 1, 2), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
    ),
    (
        "places before and after a row",
        tbl(tr("A", "B", "C"), tr("2", properties='<w:gridBefore w:val="1"/>')),
        [
            ("A", 0, 0, 1, 1),
            ("B", 0, 1, 1, 1),
            ("C", 0, 2, 1, 1),
            ("", 1, 0, 1, 1),
            ("2", 1, 1, 1, 1),
            ("", 1, 2, 1, 1),
        ],
    ),
    (
        "a column that no cell has",
        tbl(tr(tc("A", span(3)), "B"), tr(tc("1", span(3)), "2"), widths=(500, 20, 500, 900)),
        [("A", 0, 0, 1, 1), ("B", 0, 1, 1, 1), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
    ),
    (
        "edges that nearly meet",
        tbl(tr("A", tc("B", span(2))), tr(tc("1", span(2)), "2"), widths=(900, 30, 900)),
        [("A", 0, 0, 1, 1), ("B", 0, 1, 1, 1), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
    ),
    (
        "a narrow column",
        tbl(tr("A", "b", "C"), widths=(900, 30, 900)),
        [("A", 0, 0, 1, 1), ("b", 0, 1, 1, 1), ("C", 0, 2, 1, 1)],
    ),
    (
        "lines in a cell",
        tbl(tr(tc(p("một") + p("") + p("hai\tba")), "2"), tr("3", "4")),
        [("một\nhai ba", 0, 0, 1, 1), ("2", 0, 1, 1, 1), ("3", 1, 0, 1, 1), ("4", 1, 1, 1, 1)],
    ),
    (
        "a table in a cell",
        tbl(tr(tc(p("trên") + tbl(tr("a", "b"), tr(tc(p("c") + p("d")), "e")) + p("dưới")), "2"), tr("3", "4")),
        [("trên\na - b\nc\nd\ne\ndưới", 0, 0, 1, 1), ("2", 0, 1, 1, 1), ("3", 1, 0, 1, 1), ("4", 1, 1, 1, 1)],
    ),
    (
        "deleted rows, controls around rows and cells",
        tbl(
            tr("x", "y", properties="<w:del/>"),
            f"<w:sdt><w:sdtContent>{tr('1', '2')}</w:sdtContent></w:sdt>",
            f"<w:tr><w:sdt><w:sdtContent>{tc('3')}</w:sdtContent></w:sdt>{tc('4')}</w:tr>",
        ),
        [("1", 0, 0, 1, 1), ("2", 0, 1, 1, 1), ("3", 1, 0, 1, 1), ("4", 1, 1, 1, 1)],
    ),
]


def cells(text: str, grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(text[c.span.start : c.span.end], c.row, c.column, c.rows, c.columns) for c in grid.cells]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_tables(body: str, expected: list[tuple[str, int, int, int, int]]) -> None:
    """Every cell stands in its place, merged cells once."""
    text, layout, _ = read(docx(p("trước") + body + p("sau"), styles=STYLES))
    (grid,) = layout.grids
    assert cells(text, grid) == expected
    assert text[: grid.span.start] == "trước\n\n"
    assert text[grid.span.end :] == "\n\nsau\n"


def test_rows_of_titles() -> None:
    """Rows that Word repeats on each page are heads; not where all rows are."""
    rows = [tr("TT", "Việc", properties=HEAD), tr("1", "2", properties=HEAD), tr("1", "Làm")]
    assert read(docx(tbl(*rows), styles=STYLES))[1].grids[0].heads == 2
    assert read(docx(tbl(*rows[:2]), styles=STYLES))[1].grids[0].heads == 0
    assert read(docx(tbl(*rows[1:0:-1], rows[2]), styles=STYLES))[1].grids[0].heads == 1


WIDE, OTHER = (900, 900), (300, 1500)
TITLES = tr("Nhiệm vụ", "Thời gian hoàn thành")


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (tbl(TITLES, tr("a", "b"), widths=WIDE) + tbl(tr("c", "d"), widths=WIDE), [3]),
        (tbl(TITLES, tr("a", "b"), widths=WIDE) + p("") + tbl(tr("c", "d"), widths=(910, 890)), [3]),
        (tbl(TITLES, widths=WIDE) + p("Bảng 2") + tbl(tr("c", "d"), widths=WIDE), [1, 1]),
        (tbl(TITLES, widths=WIDE) + tbl(tr("c", "d"), widths=OTHER), [1, 1]),
        (tbl(TITLES, widths=WIDE) + tbl(TITLES, widths=WIDE), [1, 1]),
        (tbl(TITLES, widths=WIDE) + tbl(tr("c", "d", properties=HEAD), tr("e", "f"), widths=WIDE), [1, 2]),
    ],
)
def test_a_table_in_pieces(body: str, rows: list[int]) -> None:
    """A table that goes on in another element is one; a new head, other columns or words between part them."""
    assert [grid.rows for grid in read(docx(body, styles=STYLES))[1].grids] == rows


LEFT = p("UBND TỈNH HƯNG AN") + p("SỞ Y TẾ")
RIGHT = p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc")
FOOT = p("Nơi nhận:") + p("- Như trên;") + p("- Lưu: VT.")
SIGNED = p("KT. GIÁM ĐỐC") + p("PHÓ GIÁM ĐỐC") + p("") + p("Trần Thị Mai")
HEAD_TEXT = (
    "UBND TỈNH HƯNG AN\nSỞ Y TẾ\nSố: 12/KH-SYT\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Độc lập - Tự do - Hạnh phúc\nHưng An, ngày 05 tháng 3 năm 2026\n"
)
FOOT_TEXT = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrần Thị Mai\n"
HEAD_ROWS = (tr(tc(LEFT), tc(RIGHT)), tr("Số: 12/KH-SYT", "Hưng An, ngày 05 tháng 3 năm 2026"))
NO_LINE = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right"))
WHITE = "".join(
    f'<w:{side} w:val="single" w:color="FFFFFF"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
LAYOUTS = [
    ("head", tbl(*HEAD_ROWS, style=""), HEAD_TEXT),
    ("head with lines", tbl(*HEAD_ROWS), HEAD_TEXT),
    (
        "head with a column between",
        tbl(tr(tc(LEFT), "", tc(RIGHT)), tr("Số: 12/KH-SYT", "", "Hưng An, ngày 05 tháng 3 năm 2026"), style=""),
        HEAD_TEXT,
    ),
    ("a title below the head", tbl(*HEAD_ROWS, tr(tc("KẾ HOẠCH", span(2))), style=""), HEAD_TEXT + "\nKẾ HOẠCH\n"),
    ("foot", tbl(tr(tc(FOOT), tc(SIGNED)), style=""), FOOT_TEXT),
    ("foot with lines", tbl(tr(tc(FOOT), tc(SIGNED)), style="GridChild"), FOOT_TEXT),
    (
        "foot whose cells have no lines",
        tbl(tr(tc(FOOT, f"<w:tcBorders>{NO_LINE}</w:tcBorders>"), tc(SIGNED, f"<w:tcBorders>{NO_LINE}</w:tcBorders>"))),
        FOOT_TEXT,
    ),
    (
        "head, then addressees",
        tbl(*HEAD_ROWS, style="", widths=WIDE)
        + p("")
        + tbl(tr("Kính gửi:", tc(p("- Sở Tài chính;") + p("- Sở Nội vụ."))), style="", widths=WIDE),
        HEAD_TEXT + "\nKính gửi:\n\n- Sở Tài chính;\n- Sở Nội vụ.\n",
    ),
    ("one cell", tbl(tr(tc(p("Hộp") + p("chữ")))), "Hộp\n\nchữ\n"),
    ("one column", tbl(tr("một"), tr("hai")), "một\n\nhai\n"),
    ("one row without lines", tbl(tr("Bên A", "Bên B"), style=""), "Bên A\n\nBên B\n"),
]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in LAYOUTS], ids=[case[0] for case in LAYOUTS])
def test_layout_tables(body: str, expected: str) -> None:
    """Head, addressees and foot are read column by column and are no tables."""
    text, layout, _ = read(docx(body, styles=STYLES))
    assert (text, layout.grids) == (expected, ())


@pytest.mark.parametrize(
    "body",
    [
        tbl(tr("Nội dung", "Kết quả"), tr("Số: hộ nghèo", "12"), style=""),
        tbl(tr("TT", "Văn bản"), tr("1", "Số: 12/KH-UBND")),
        tbl(tr("Nơi nhận", "Số lượng"), tr("Xã An Hòa", "2")),
        tbl(tr("Bên A", "Bên B")),
        tbl(tr("a", "b"), tr("c", "d"), style="", properties=f"<w:tblBorders>{WHITE}</w:tblBorders>"),
    ],
)
def test_data_tables(body: str) -> None:
    """Tables of data stay tables, also with words of a head in them, also without lines."""
    assert len(read(docx(body, styles=STYLES))[1].grids) == 1


def test_the_head_in_the_page_header() -> None:
    """What stands above the first page comes first where the body has no head; a page number never does."""
    section = '<w:sectPr><w:headerReference w:type="{}" r:id="r_header1"/>{}</w:sectPr>'
    head = tbl(*HEAD_ROWS, style="")
    first = section.format("first", "<w:titlePg/>")
    assert text_of(p("KẾ HOẠCH") + first, styles=STYLES, header1=head) == HEAD_TEXT + "\nKẾ HOẠCH\n"
    assert text_of(p("KẾ HOẠCH") + section.format("first", ""), styles=STYLES, header1=head) == "KẾ HOẠCH\n"
    assert text_of(head + p("KẾ HOẠCH") + first, styles=STYLES, header1=head) == HEAD_TEXT + "\nKẾ HOẠCH\n"
    number = p(t("Trang ") + field("PAGE", t("1")))
    assert text_of(p("KẾ HOẠCH") + section.format("default", ""), header1=number) == "KẾ HOẠCH\n"


# --- legacy fonts ----------------------------------------------------------------------------------------------------


def in_font(text: str, font: str) -> str:
    return t(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


LEGACY = [
    (
        "TCVN3",
        p(in_font("QuyÕt ®", ".VnTime") + in_font("Þnh cña Së Y tÕ", ".VnTime")),
        "Quyết định của Sở Y tế\n",
        "tcvn3",
    ),
    ("TCVN3 capitals", p(in_font("kÕ ho¹ch", ".VnTimeH")), "KẾ HOẠCH\n", "tcvn3"),
    ("VNI over two runs", p(in_font("Quyeá", "VNI-Times") + in_font("t ñònh", "VNI-Times")), "Quyết định\n", "vni"),
    (
        "lines of a paragraph",
        p('<w:r><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr><w:t>Nguyªn t¾c</w:t><w:br/><w:t>nhiÖm vô</w:t></w:r>'),
        "Nguyên tắc\nnhiệm vụ\n",
        "tcvn3",
    ),
    (
        "without the font",
        p("QuyÕt ®Þnh vÒ viÖc") + p("tr×nh §oµn thanh niªn, nhiÖm kú"),
        "Quyết định về việc\n\ntrình Đoàn thanh niên, nhiệm kỳ\n",
        "tcvn3",
    ),
    (
        "Unicode beside it",
        p(t("Số ") + in_font("nhiÖm vô", ".VnTime") + t(" đã giao")),
        "Số nhiệm vụ đã giao\n",
        "tcvn3",
    ),
]


@pytest.mark.parametrize(("body", "expected", "encoding"), [c[1:] for c in LEGACY], ids=[c[0] for c in LEGACY])
def test_legacy_text(body: str, expected: str, encoding: str) -> None:
    """Text in fonts from before Unicode is decoded, and it is said."""
    text, _, issues = read(docx(body))
    assert text == expected
    assert [issue.code for issue in issues] == [f"decoded-{encoding}"]


def test_unicode_in_a_legacy_font() -> None:
    """A document whose text is Unicode stays as it is, whatever its fonts are called."""
    body = p(in_font("Kế hoạch của Sở", ".VnTime")) + p(in_font("hô", ".VnTime") + in_font(" đề án", ".VnTime"))
    assert read(docx(body)) == ("Kế hoạch của Sở\n\nhô đề án\n", read(docx(body))[1], ())


# --- broken and dangerous files --------------------------------------------------------------------------------------

GOOD = members(p("Kế hoạch"))
BOMB = (
    f'<!DOCTYPE x [<!ENTITY a "{"b" * 50}"><!ENTITY c "{"&a;" * 50}">]>'
    f"<w:document {NS}><w:body>{p('&c;')}</w:body></w:document>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def locked() -> bytes:
    """A ZIP whose members say that they are encrypted."""
    data = bytearray(zipped(GOOD))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic)
        while place >= 0:
            struct.pack_into("<H", data, place + at, 1)
            place = data.find(magic, place + 4)
    return bytes(data)


def without(name: str) -> bytes:
    return zipped({key: content for key, content in GOOD.items() if key != name})


def corrupted() -> bytes:
    data = zipped(
        {**GOOD, "word/document.xml": f"<w:document {NS}><w:body>{p('Kế hoạch ' * 400)}</w:body></w:document>"}
    )
    at = data.find(b"word/document.xml") + 60
    return data[:at] + bytes(20) + data[at + 20 :]


BROKEN: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("nothing", lambda: b"", "not-docx", "no Word document"),
    ("no ZIP", lambda: b"Plain text", "not-docx", "no Word document"),
    ("a ZIP cut short", lambda: zipped(GOOD)[:-60], "damaged", "Word"),
    ("no list of parts", lambda: without("[Content_Types].xml"), "damaged", "list of its parts"),
    ("no document", lambda: without("word/document.xml"), "not-docx", "without a Word document"),
    ("no body", lambda: zipped({**GOOD, "word/document.xml": f"<w:document {NS}/>"}), "damaged", "no body"),
    ("no XML", lambda: zipped({**GOOD, "word/document.xml": "<w:document"}), "damaged", "damaged"),
    ("an empty part", lambda: zipped({**GOOD, "word/document.xml": ""}), "damaged", "damaged"),
    ("bad bytes", corrupted, "damaged", "damaged"),
    ("a workbook", lambda: zipped({"xl/workbook.xml": "<x/>"}), "not-docx", "Excel"),
    ("OpenDocument", lambda: zipped({"content.xml": "<x/>"}), "not-docx", "OpenDocument"),
    ("an old file", lambda: OLE, "not-docx", ".doc"),
    ("a password", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
    ("a ZIP password", locked, "encrypted", "password"),
    ("entities", lambda: zipped({**GOOD, "word/document.xml": BOMB}), "unsafe", "document type"),
    (
        "entities in UTF-16",
        lambda: zipped({**GOOD, "word/document.xml": BOMB.encode("utf-16")}),
        "unsafe",
        "document type",
    ),
    (
        "entities in a side part",
        lambda: zipped(members(p("a"), styles="") | {"word/styles.xml": BOMB}),
        "unsafe",
        "type",
    ),
    ("no text", lambda: docx(p("")), "empty", "no text"),
    (
        "deep",
        lambda: docx("<w:sdt><w:sdtContent>" * 3000 + p("a") + "</w:sdtContent></w:sdt>" * 3000),
        "damaged",
        "damaged",
    ),
    ("a table without end", lambda: docx(tbl(tr("a", *["b"] * 199) + "<w:tr/>" * 6000)), "too-large", "cells"),
    ("a bomb", lambda: zipped({**GOOD, "word/document.xml": " " * 20_000_000}), "too-large", "unpacks"),
]


@pytest.mark.parametrize(("make", "code", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_broken_files(make: Callable[[], bytes], code: str, words: str) -> None:
    """What cannot be read is said, in words that help; nothing is raised."""
    text, layout, issues = read(make())
    assert (text, layout.grids) == ("", ())
    assert [(issue.code, issue.severity) for issue in issues] == [(code, "error")]
    assert words in issues[0].message
    assert images(make()) == []


def test_sizes_that_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sum of what is unpacked has a limit, and so has one part."""
    data = docx(p("Kế hoạch " * 1000))
    monkeypatch.setattr(package, "MAX_UNPACKED", 5_000)
    assert read(data)[2][0].code == "too-large"
    monkeypatch.undo()
    monkeypatch.setattr(package, "MAX_PART", 5_000)
    assert read(data)[2][0].code == "too-large"


def test_a_damaged_side_part_is_told() -> None:
    """A document is read without its styles; that it was so is no secret."""
    text, _, issues = read(zipped(members(p("Kế hoạch"), styles="") | {"word/styles.xml": "<w:styles"}))
    assert text == "Kế hoạch\n"
    assert [(issue.code, issue.severity) for issue in issues] == [("damaged-part", "warning")]


def test_links_to_the_outside_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template, picture or style sheet of another host is as if it were not there."""

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr("socket.socket.connect", no_network)
    outside = rels(("a", "styles", "http://192.0.2.1/styles.xml"), ("b", "attachedTemplate", "http://192.0.2.1/x"))
    outside = outside.replace("/>", ' TargetMode="External"/>') + ""
    data = zipped({**GOOD, "word/_rels/document.xml.rels": outside})
    assert read(data)[::2] == ("Kế hoạch\n", ())
    up = rels(("a", "styles", "../../../../etc/passwd"), ("b", "numbering", "missing.xml"))
    assert read(zipped({**GOOD, "word/_rels/document.xml.rels": up}))[::2] == ("Kế hoạch\n", ())


def test_other_kinds_of_word_files() -> None:
    """Macro files and templates have another content type; strict files other names; some other slashes."""
    strict = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006", "http://purl.oclc.org/ooxml/wordprocessingml"
        ).replace("http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
        for name, content in members(p("Kế hoạch", num(1, 0)), numbering=DECIMAL + instance(1, 0)).items()
        if isinstance(content, str)
    }
    assert b"purl" in strict["word/document.xml"].encode()
    assert read(zipped(strict))[::2] == ("1. Kế hoạch\n", ())
    slashes = {name.replace("/", "\\").replace("document", "Document"): content for name, content in GOOD.items()}
    assert read(zipped(slashes))[0] == "Kế hoạch\n"


def test_images_without_text() -> None:
    """A scan pasted into Word is named as such, and its pictures can be had."""
    drawing = '<w:r><w:drawing><a:blip r:embed="{}"/></w:drawing></w:r>'
    body = p(drawing.format("i1")) + p(drawing.format("i2")) + p(drawing.format("i1"))
    data = zipped(
        {
            **members(body),
            "word/_rels/document.xml.rels": rels(("i1", "image", "media/b.png"), ("i2", "image", "/word/media/a.png")),
            "word/media/a.png": b"picture a",
            "word/media/b.png": b"picture b",
        }
    )
    text, _, issues = read(data)
    assert (text, [issue.code for issue in issues]) == ("", ["no-text"])
    assert "3 images" in issues[0].message
    assert images(data) == [b"picture b", b"picture a"]


TOLD = [
    ("tracked-changes", f"<w:ins>{t('mới')}</w:ins>"),
    ("hidden-text", t("ẩn", "<w:vanish/>")),
    ("contents", field("TOC", t("I. MỤC"))),
    ("images", '<w:r><w:pict><v:imagedata r:id="x"/></w:pict></w:r>'),
    (
        "embedded-objects",
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r>',
    ),
]


@pytest.mark.parametrize(("code", "content"), TOLD, ids=[case[0] for case in TOLD])
def test_what_is_not_in_the_text_is_told(code: str, content: str) -> None:
    """What was left out or chosen is an issue, and no error."""
    _, _, issues = read(docx(p(t("Kế hoạch ") + content)))
    assert [issue.code for issue in issues] == [code]
    assert issues[0].severity != "error"


# --- properties ------------------------------------------------------------------------------------------------------


@st.composite
def merged_tables(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A table cut into rectangles of cells, as XML, and the words of its cells."""
    columns, rows = draw(st.integers(2, 5)), draw(st.integers(1, 5))
    owner: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in owner:
                continue
            width = draw(st.integers(1, columns - column))
            while any((row, column + k) in owner for k in range(width)):
                width -= 1
            height = draw(st.integers(1, rows - row))
            for r in range(row, row + height):
                for c in range(column, column + width):
                    owner[r, c] = (row, column, width, height)
    xml, words = "", []
    for row in range(rows):
        inner, column = "", 0
        while column < columns:
            r, c, width, height = owner[row, column]
            word = f"ô{r}x{c}"
            merge = (DOWN if r == row else ON) if height > 1 else ""
            inner += tc(word if r == row else "", span(width) + merge)
            words += [word] if r == row else []
            column += width
        xml += f"<w:tr>{inner}</w:tr>"
    return tbl(xml), words


@settings(max_examples=60, deadline=None)
@given(merged_tables())
def test_no_cell_is_lost_or_doubled(made: tuple[str, list[str]]) -> None:
    """However cells are merged: each one's words stand in the text once, at its span; no two cells overlap."""
    body, words = made
    text, layout, _ = read(docx(p("trước") + body, styles=STYLES))
    found = Counter(text.replace("|", " ").split())
    assert found == Counter([*words, "trước"])
    for grid in layout.grids:
        assert [text[c.span.start : c.span.end] for c in grid.cells if c.span.end > c.span.start] == words
        taken = Counter(
            (r, c)
            for x in grid.cells
            for r in range(x.row, x.row + x.rows)
            for c in range(x.column, x.column + x.columns)
        )
        assert max(taken.values()) == 1
        assert set(taken) == {(r, c) for r in range(grid.rows) for c in range(grid.columns)}


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_nothing_is_raised(data: st.DataObject) -> None:
    """A document with any bytes changed, or any element taken out, is read or refused."""
    parts = members(
        p(t("một") + field("REF x", t("hai")), num(1, 0)) + tbl(tr(tc("A", span(2) + DOWN)), tr(tc("", span(2) + ON))),
        numbering=DECIMAL + instance(1, 0),
        styles=STYLES,
    )
    name = data.draw(st.sampled_from(["word/document.xml", "word/numbering.xml", "word/styles.xml"]))
    xml = str(parts[name])
    at = data.draw(st.integers(0, len(xml)))
    gone = data.draw(st.integers(0, 40))
    parts[name] = xml[:at] + data.draw(st.sampled_from(["", "9", '"', "<w:p/>", "-", "&#0;"])) + xml[at + gone :]
    text, layout, issues = read(zipped(parts))
    assert text or issues
    for grid in layout.grids:
        assert all(grid.span.start <= c.span.start <= c.span.end <= grid.span.end for c in grid.cells)


def test_python_docx_files() -> None:
    """A file that python-docx writes: headings, a list, a table with merged cells."""
    from docx import Document

    document = Document()
    document.add_heading("Mục tiêu", 1)
    document.add_paragraph("Một", style="List Number")
    document.add_paragraph("Hai", style="List Number")
    document.add_paragraph("gạch", style="List Bullet")
    grid = document.add_table(3, 3, style="Table Grid")
    for n, cell in enumerate(cell for row in grid.rows for cell in row.cells):
        cell.text = f"ô{n}"
    grid.cell(0, 0).merge(grid.cell(1, 1)).text = "chung"
    out = io.BytesIO()
    document.save(out)
    text, layout, issues = read(out.getvalue())
    assert text.startswith("Mục tiêu\n\n1. Một\n\n2. Hai\n\n- gạch\n\n| chung |")
    assert [cell[0] for cell in cells(text, layout.grids[0])] == ["chung", "ô2", "ô5", "ô6", "ô7", "ô8"]
    assert issues == ()


# --- knowledge -------------------------------------------------------------------------------------------------------


def test_rows_of_anchors() -> None:
    """Each example of a row is found by that row, no counter-example by any of its part."""
    anchors = FrameAnchors.load()
    for row in anchors.rows:
        assert [anchors.anchor(example) for example in row.examples] == [row] * len(row.examples)
        assert row not in [anchors.anchor(example) for example in row.not_examples]


def test_rows_of_fonts() -> None:
    """Each example of a row is read by that row."""
    fonts = Fonts.load()
    for row in fonts.legacy_rows:
        assert [fonts.legacy(example) for example in row.examples] == [row] * len(row.examples)
        assert row not in [fonts.legacy(example) for example in row.not_examples]
    for name, signs in fonts.symbol_rows.items():
        for code, shown in (example.split() for example in signs.examples):
            assert fonts.sign(name, int(code, 16)) == fonts.sign(name, 0xF000 + int(code, 16)) == shown


# --- DOC and RTF -----------------------------------------------------------------------------------------------------

OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


def as_doc(data: bytes, folder: Path) -> bytes:
    (folder / "a.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(folder), str(folder / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "a.doc").read_bytes()


@OFFICE
def test_doc_files(tmp_path: Path) -> None:
    """An old Word file becomes the same text as the DOCX from which it was made."""
    body = (
        p("mục tiêu", num(1, 0))
        + p("Sở Y tế chủ trì", num(1, 1))
        + tbl(tr("TT", "Việc"), tr("1", "Làm"), widths=(900, 4000))
        + p("hết")  # Word wants a paragraph after a table
    )
    expected = "I. mục tiêu\n\n1. Sở Y tế chủ trì\n\n| TT | Việc |\n| 1 | Làm |\n\nhết\n"
    data = docx(body, numbering=PLAIN + instance(1, 0), styles=STYLES)
    made = to_docx(as_doc(data, tmp_path), ".DOC")
    assert isinstance(made, bytes)
    assert read(made)[0] == read(data)[0] == expected


@OFFICE
def test_rtf_files() -> None:
    """RTF goes the same way."""
    made = to_docx(b"{\\rtf1\\ansi K\\u7871?ho\\u7841?ch\\par n\\u259?m 2026}", ".rtf")
    assert isinstance(made, bytes)
    assert read(made)[0] == "Kếhoạch\n\nnăm 2026\n"


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package to install and the way around it are named."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    issue = to_docx(OLE, ".doc")
    assert isinstance(issue, Issue)
    assert (issue.code, issue.severity) == ("needs-libreoffice", "error")
    assert "libreoffice-writer-nogui" in issue.message
    assert "DOCX" in issue.message


def test_a_conversion_that_hangs(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended with all its children, and nothing is left of it."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {folder}/child\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    issue = to_docx(OLE, ".doc", seconds=0.5)
    assert isinstance(issue, Issue)
    assert issue.code == "conversion-timeout"
    child = int((folder / "child").read_text(encoding="utf-8"))
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and is_running(child):
        time.sleep(0.05)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_conversion_that_fails(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that makes no file is no success."""
    program = tmp_path_factory.mktemp("bin") / "soffice"
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    issue = to_docx(OLE, ".doc")
    assert isinstance(issue, Issue)
    assert issue.code == "conversion-failed"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_size_that_lies(method: int) -> None:
    """A part that says it is small and unpacks to 60 MB is damaged, and takes no memory for it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in {**GOOD, "word/document.xml": b" " * 60_000_000}.items():
            archive.writestr(name, content)
    data = bytearray(out.getvalue())
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    struct.pack_into("<I", data, place + 24, 50)
    struct.pack_into("<I", data, place + 16, zlib.crc32(b" " * 50))
    read(docx(p("Kế hoạch")))  # what is loaded once is not counted
    tracemalloc.start()
    text, _, issues = read(bytes(data))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (text, issues[0].code) == ("", "damaged")
    assert most < 5_000_000
