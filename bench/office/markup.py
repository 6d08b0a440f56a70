"""A plan as HTML elements, the same for a portal's page and for the printer; what surrounds them is another's."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from office.blocks import Block, Foot, Head, Master, Paragraph, Section, TableBlock, Title

_BREAK = "<br/>\n"


def lines(texts: Iterable[str]) -> str:
    """Lines one under the other."""
    return _BREAK.join(map(escape, texts))


def _column(texts: Iterable[str], rule: bool, tag: str = "b") -> str:
    inner = "".join(f"<{tag}>{escape(text)}</{tag}>{_BREAK}" for text in texts)
    return inner + ('<span class="rule"></span>' if rule else "")


def _head(head: Head) -> str:
    number, *subject = head.number or ("",)
    return (
        '<table class="head" border="0" cellpadding="0" cellspacing="0" width="100%">\n'
        f'<tr><td width="40%" align="center" valign="top">{_column(head.agencies, rule=True)}</td>\n'
        f'<td width="60%" align="center" valign="top">{_column(head.nation, rule=True)}</td></tr>\n'
        f'<tr><td align="center" valign="top">{lines((number, *subject))}</td>\n'
        f'<td align="center" valign="top"><i>{lines(head.place_date)}</i></td></tr>\n'
        "</table>"
    )


def _title(title: Title) -> str:
    parts = [f'<p class="title"><b>{escape(title.kind)}</b></p>']
    parts += [f'<p class="title"><b>{escape(line)}</b></p>' for line in title.lines]
    parts += [f'<p class="title"><i>{escape(note)}</i></p>' for note in title.note]
    return "\n".join(parts)


def _paragraph(paragraph: Paragraph) -> str:
    text = escape(paragraph.text)
    if paragraph.style in ("heading", "centre"):
        text = f"<b>{text}</b>"
    return f'<p class="{paragraph.style}">{text}</p>'


def _row(table: TableBlock, number: int) -> str:
    tag = "th" if number < table.heads else "td"
    cells = []
    for cell in table.row(number):
        spans = "".join(
            f' {name}="{count}"' for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1
        )
        cells.append(f"<{tag}{spans}>{escape(cell.text)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _table(table: TableBlock) -> str:
    heads = "\n".join(_row(table, number) for number in range(table.heads))
    body = "\n".join(_row(table, number) for number in range(table.heads, table.rows))
    head = f"<thead>\n{heads}\n</thead>\n" if heads else ""
    return f'<table class="data" border="1" cellspacing="0">\n{head}<tbody>\n{body}\n</tbody>\n</table>'


def _foot(foot: Foot) -> str:
    title, *recipients = foot.recipients or ("",)
    *offices, name = foot.signature or ("",)
    left = f"<b><i>{escape(title)}</i></b>{_BREAK}{lines(recipients)}"
    right = f'{_column(offices, rule=False)}<span class="signing"></span>{_BREAK}<b>{escape(name)}</b>'
    return (
        '<table class="foot" border="0" cellpadding="0" cellspacing="0" width="100%">\n'
        f'<tr><td class="recipients" width="50%" valign="top">{left}</td>\n'
        f'<td class="signature" width="50%" align="center" valign="top">{right}</td></tr>\n'
        "</table>"
    )


def block(one: Block) -> str:
    """One block as an element."""
    match one:
        case Head():
            return _head(one)
        case Title():
            return _title(one)
        case Paragraph():
            return _paragraph(one)
        case TableBlock():
            return _table(one)
        case Foot():
            return _foot(one)


def section(one: Section) -> str:
    """The blocks of a section."""
    kind = "wide" if one.landscape else "upright"
    return f'<div class="section {kind}">\n' + "\n".join(map(block, one.blocks)) + "\n</div>"


def article(master: Master) -> str:
    """A news article: its first paragraph is its headline, its last the author."""
    headline, *paragraphs = (one.text for one in master.blocks if isinstance(one, Paragraph))
    body = "\n".join(f'<p class="normal">{escape(text)}</p>' for text in paragraphs)
    return f'<h1 class="headline">{escape(headline)}</h1>\n{body}'


def content(master: Master) -> str:
    """The whole plan."""
    return article(master) if master.article else "\n".join(map(section, master.sections))
