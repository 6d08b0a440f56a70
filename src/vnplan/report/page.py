"""The page: one HTML file with everything in it, and a policy that lets it fetch and run nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vnplan.core.issues import UsageError
from vnplan.record import PlanRecord
from vnplan.report.catalogue import catalogue, citations, time_line
from vnplan.report.document import packed_document, rules_of, told_rules
from vnplan.report.packing import pack, pack_text, utf16_places
from vnplan.report.words import Language, said, words
from vnplan.store.parquet import need
from vnplan.store.rows import document_id
from vnplan.store.whole import whole_file

if TYPE_CHECKING:
    from jinja2.environment import TemplateStream

    from vnplan.comparison import Comparison

_SCRIPTS = (
    *("elements", "words", "packed", "search", "filters", "fulltext", "plans", "passages", "records", "inspector"),
    *("document", "matrices", "gaps", "charts", "reuse", "citations", "diagnostics", "routes"),
)
_STYLES = ("page", "document", "compare", "print")
_VIEWS = ("plans", "compare/instruments", "timeline", "lag", "reuse", "graph", "diagnostics")


class Chunk(NamedTuple):
    """A packed value and the id by which the page asks for it."""

    id: str
    packed: str


def write_report(
    records: Iterable[PlanRecord],
    path: str | PathLike[str],
    *,
    language: Language = "vi",
    title: str | None = None,
    compare: bool = True,
    central: PlanRecord | str | None = None,
) -> int:
    """Write a page over any number of plans, and say how many there are; of documents with the same bytes one is shown.

    `compare`: with the comparison and its charts, of two plans or more; `central`: the plan that the others carry out,
    as `vnplan.compare` takes it. The file appears whole or not at all.
    """
    need("jinja2", extra="report")
    given = [*records, *([central] if isinstance(central, PlanRecord) else [])]
    kept = list({document_id(record): record for record in reversed(given)}.values())[::-1]
    if not kept:
        raise UsageError("there is no plan to report on")
    comparison = _compared(kept, central) if compare and len(kept) > 1 else None
    with whole_file(Path(path)) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_page(kept, language, title or _title(kept, language), comparison))
    return len(kept)


def html(record: PlanRecord, *, language: Language = "vi") -> str:
    """The page of one plan."""
    need("jinja2", extra="report")
    return "".join(_page([record], language, _title([record], language), None))


def _title(records: Sequence[PlanRecord], language: Language) -> str:
    if len(records) > 1:
        return f"{said('plans', language)} ({len(records)})"
    return records[0].header.title or Path(records[0].source.uri).name


def _compared(records: Sequence[PlanRecord], central: PlanRecord | str | None) -> Comparison:
    from vnplan.comparison import compare  # noqa: PLC0415

    return compare(records, central=central)


def _page(
    records: Sequence[PlanRecord], language: Language, title: str, comparison: Comparison | None
) -> TemplateStream:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    script, style = _static(_SCRIPTS, "js"), _static(_STYLES, "css")
    charts = _charts() if len(records) > 1 else None
    scripts = [script, charts[0]] if charts else [script]
    environment = Environment(
        loader=PackageLoader("vnplan.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html.j2").stream(
        language=language,
        title=_utf8(title),
        policy=_policy(scripts, style),
        # ours, and of the installed packages: neither is made of what a document says
        script=Markup(script),  # noqa: S704
        style=Markup(style),  # noqa: S704
        words=words(),
        said=lambda key: said(key, language),
        views=_VIEWS
        if comparison
        else [view for view in _VIEWS if view not in ("compare/instruments", "lag", "reuse")],
        names=[_utf8(f"{record.header.title or ''} ({record.source.uri})") for record in records],
        first=Chunk("catalogue", pack(catalogue(records))),
        chunks=_chunks(records, charts, comparison),
    )


def _utf8(text: str) -> str:
    """Text without lone surrogates, which come with file names that are no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _static(names: Sequence[str], ending: str) -> str:
    folder = files("vnplan.report").joinpath("static")
    text = "\n".join(folder.joinpath(f"{name}.{ending}").read_text(encoding="utf-8") for name in names)
    return f'(() => {{\n"use strict";\n{text}}})();' if ending == "js" else text


def _policy(scripts: Sequence[str], style: str) -> str:
    """Only these scripts and this style, and nothing from anywhere."""
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _charts() -> tuple[str, dict[str, Any]] | None:
    """The script and the specifications; None where the packages are not installed: the tables tell the same."""
    from vnplan.report import charts  # noqa: PLC0415

    try:
        return charts.vega(), charts.specifications()
    except ImportError:
        return None


def _chunks(
    records: Sequence[PlanRecord], charts: tuple[str, dict[str, Any]] | None, comparison: Comparison | None
) -> Iterator[Chunk]:
    rules = set[str]()
    for number, record in enumerate(records):
        document = packed_document(record)
        yield Chunk(f"text-{number}", pack(document.pop("text")))
        yield Chunk(f"plan-{number}", pack(document))
        rules |= rules_of(record)
    yield Chunk("rules", pack(told_rules(rules)))
    if len(records) == 1:
        return
    yield Chunk("deadlines", pack(time_line(records)))
    yield Chunk("citations", pack(citations(records)))
    yield Chunk("diagnostics", pack(list(_diagnostics(records))))
    if charts:
        yield Chunk("charts", pack(charts[1]))
        yield Chunk("vega", pack_text(charts[0]))
    if comparison:
        yield from _comparison(comparison, records)


def _diagnostics(records: Sequence[PlanRecord]) -> Iterator[list[Any]]:
    for number, record in enumerate(records):
        place = utf16_places(record.text)
        for each in record.diagnostics:
            span = [place(each.span.start), place(each.span.end)] if each.span else None
            yield [number, each.code, each.severity, each.message, span]


def _comparison(comparison: Comparison, records: Sequence[PlanRecord]) -> Iterator[Chunk]:
    from vnplan.report.side_by_side import packed_tables  # noqa: PLC0415

    for name, table in packed_tables(comparison, records).items():
        yield Chunk(f"compare-{name}", pack(table))
