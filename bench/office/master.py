"""A master text to blocks, by vnplan's own reading of it: which line is head, heading, item, cell or furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from office.blocks import WIDE, Block, Foot, Head, Master, Paragraph, Section, Style, TableBlock, Title, folded
from office.grid import table_block
from vnplan.api import document
from vnplan.core.document import Document, Line, Table

_NATION = (
    re.compile(r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM"),
    re.compile(r"Độc lập - Tự do - Hạnh phúc", re.IGNORECASE),
)
_NUMBER = (re.compile(r"Số ?:? ?[0-9]{0,6} ?[-/][\w/Đ&-]+(?: [\w/Đ&-]*-[\w/Đ&-]*)?"), re.compile(r"V/v .+"))
_PLACE_DATE = re.compile(r"\w[\w\s.-]{1,40}, ngày[\s0-9….]{1,8}tháng[\s0-9….]{1,8}năm ?[0-9….]{0,4}")
_OWN_LINE = re.compile(r"(?<=^ỦY BAN NHÂN DÂN) (?=\S)")  # whose committee it is stands on a line of its own
_ADDRESSED = re.compile("Kính gửi", re.IGNORECASE)
_NOTE = re.compile(r"(?<=\S) (?=\((?:Ban hành kèm|Kèm) theo)", re.IGNORECASE)
_APPENDIX = re.compile(r"(?P<kind>PHỤ LỤC(?: (?:số )?[0-9IVX]{1,4})?(?:[.:]|$))(?P<title>.*)", re.IGNORECASE)
_BRACKETED = re.compile(r"\(.*\)$")
_STYLES: dict[str, Style] = {"heading": "heading", "item": "item"}
_BLANK = "\N{NO-BREAK SPACE}" * 6  # room for what is written by hand
_BLANKS = (("Số: /", f"Số:{_BLANK}/"), ("ngày tháng", f"ngày{_BLANK}tháng"))


@dataclass
class _Builder:
    doc: Document
    blocks: list[Block] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)  # indices of blocks that begin a page

    def text(self, line: Line) -> str:
        return self.doc.quote(line.span)

    def add(self, *blocks: Block) -> None:
        self.blocks += blocks

    def begin_page(self) -> None:
        if self.blocks:
            self.breaks.add(len(self.blocks))


def _take(pattern: re.Pattern[str], texts: list[str]) -> str:
    """The first match, cut out of the texts; empty where there is none."""
    for n, text in enumerate(texts):
        if found := pattern.search(text):
            texts[n : n + 1] = [rest for rest in (text[: found.start()].strip(), text[found.end() :].strip()) if rest]
            return found[0].strip()
    return ""


def _head(lines: Sequence[str]) -> Head:
    """The parts of the head, also where a text from another medium has two columns in one line."""
    rest = list(lines)
    number = [_take(pattern, rest) for pattern in _NUMBER]
    place_date = _take(_PLACE_DATE, rest)
    nation = [_take(pattern, rest) for pattern in _NATION]
    for before, after in _BLANKS:
        number[0], place_date = number[0].replace(before, after), place_date.replace(before, after)
    agencies = [part for text in rest for part in _OWN_LINE.split(text)]
    parts = (tuple(filter(None, texts)) for texts in (agencies, number, nation, [place_date]))
    return Head(*parts)


def _plan_type(doc: Document, text: str) -> str | None:
    """The type word that a line begins with, where it begins a title."""
    types = (doc.header.document_type, doc.header.attached_type)
    return next((text[: len(kind)] for kind in types if kind and f"{text} ".startswith(f"{kind.upper()} ")), None)


def _is_of_title(doc: Document, text: str) -> bool:
    titles = [folded(title).casefold() for title in (doc.header.title, doc.header.attached_title) if title]
    own = folded(text).casefold()
    return any(own in title or title in own for title in titles)


def _title(kind: str, lines: list[str]) -> Title:
    texts = [text for line in lines for text in _NOTE.split(line)]
    notes = tuple(text for text in texts if _BRACKETED.match(text))
    return Title(kind, tuple(text for text in texts if text and text not in notes), notes)


def _front(build: _Builder, lines: Sequence[Line]) -> None:
    """Head, title and what else stands as lines of a header at the beginning of a plan or of an attached plan."""
    texts = [build.text(line) for line in lines]
    start = next((n for n, text in enumerate(texts) if _plan_type(build.doc, text) or _ADDRESSED.match(text)), 0)
    if start:
        build.add(_head(texts[:start]))
    rest = texts[start:]
    kind = _plan_type(build.doc, rest[0])
    if kind is None:
        build.add(*(Paragraph(text, "centre" if text.isupper() else "normal") for text in rest))
        return
    if not start:
        build.begin_page()
    titled = [rest[0][len(kind) :].strip()]
    n = 1
    while n < len(rest) and _is_of_title(build.doc, rest[n]):
        titled.append(rest[n])
        n += 1
    build.add(_title(kind, titled))
    build.add(*(Paragraph(text, "centre" if text.isupper() else "normal") for text in rest[n:]))


def _foot(build: _Builder, lines: Sequence[Line]) -> None:
    """Recipients and signature; a name that stands behind the last recipient goes where it belongs."""
    signers = build.doc.header.signers
    names = [signer.name for signer in signers if signer.name]
    offices = [signer.position for signer in signers if signer.position]
    recipients: list[str] = []
    signature: list[str] = []
    for line in lines:
        text = build.text(line)
        if line.kind == "recipients":
            name = next((name for name in names if text.endswith(f" {name}")), "")
            recipients.append(text.removesuffix(f" {name}") if name else text)
            signature += [name] if name else []
        else:
            # the longest: who signs as `PHÓ CHỦ TỊCH` in one place is beside a `CHỦ TỊCH` in another
            office = max((office for office in offices if text.endswith(f" {office}")), key=len, default="")
            signature += [text.removesuffix(f" {office}"), office] if office else [text]
    build.add(Foot(tuple(recipients), tuple(signature)))


def _appendix(build: _Builder, lines: Sequence[Line]) -> int:
    """The title of an appendix and the lines in its head; how many lines they are."""
    found = _APPENDIX.match(build.text(lines[0]))
    if found is None:
        return 0
    build.begin_page()
    titled, n = [found["title"].strip()], 1
    while n < len(lines) and n < 4 and _heads_appendix(lines[n], build.text(lines[n])):
        titled.append(build.text(lines[n]))
        n += 1
    build.add(_title(found["kind"], titled))
    return n


def _heads_appendix(line: Line, text: str) -> bool:
    return line.kind in ("heading", "paragraph") and (text.isupper() or bool(_BRACKETED.match(text)))


def _runs(doc: Document) -> Iterator[tuple[str, list[Line] | Table]]:
    """Lines that belong together: a front, a foot, a table, else the lines up to the next of these."""
    own = [line for line in doc.lines if line.kind not in ("pipe", "boilerplate")]
    tables = list(doc.tables)
    group: list[Line] = []
    kind = ""
    for line in own:
        while tables and tables[0].span.end <= line.span.start:
            tables.pop(0)
        if tables and tables[0].span.start <= line.span.start:
            if kind != "table":
                if group:
                    yield kind, group
                group = []
                yield "table", tables[0]
            kind = "table"
            continue
        now = {"header": "front", "signature": "foot", "recipients": "foot"}.get(line.kind, "body")
        if now != kind and group:
            yield kind, group
            group = []
        kind = now
        group.append(line)
    if group:
        yield kind, group


def _body(build: _Builder, lines: Sequence[Line]) -> None:
    n = 0
    while n < len(lines):
        taken = _appendix(build, lines[n:]) if lines[n].role == "appendix" else 0
        if taken:
            n += taken
            continue
        line, text = lines[n], build.text(lines[n])
        build.add(Paragraph(text, _STYLES.get(line.kind, "normal")))
        n += 1


def _sections(blocks: Sequence[Block], breaks: Iterable[int]) -> Iterator[Section]:
    """Pages of one format: parts that begin a page, and wide tables with what stands over them in an appendix."""
    starts = [0, *sorted(breaks), len(blocks)]
    for start, end in pairwise(starts):
        part = blocks[start:end]
        wide = any(isinstance(block, TableBlock) and block.columns >= WIDE for block in part)
        if part:
            yield Section(tuple(part), landscape=wide and start > 0)


def read_master(text: str, name: str) -> Master:
    """The blocks of a master text. Its furniture (page numbers, a portal's links) is left out."""
    doc = document(text)
    build = _Builder(doc)
    for kind, found in _runs(doc):
        match found:
            case Table():
                build.add(table_block(doc, found))
            case _ if kind == "front":
                _front(build, found)
            case _ if kind == "foot":
                _foot(build, found)
            case _:
                _body(build, found)
    return Master(name, tuple(_sections(build.blocks, build.breaks)), article=doc.header.is_article)


def read_master_file(path: Path) -> Master:
    """The blocks of a master text in a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return read_master(file.read(), path.stem)
