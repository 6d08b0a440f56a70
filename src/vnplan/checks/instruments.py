"""Cited instruments by themselves: date, number and symbol, type word and issuer must agree."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from vnplan.checks.catalogue import AuthorityRow, CheckRow, authorities
from vnplan.checks.plan import Hit, Plan, check_of_plan, folded
from vnplan.knowledge.instruments import InstrumentRow, IssuerRow, Symbol
from vnplan.record.models import Citation

_BEFORE = 2006  # until 2005 the form of symbols was free (Thông tư liên tịch 55/2005/TTLT-BNV-VPCP)
_SUPREME = ("CP", "TTg", "QH", "UBTVQH", "CTN")  # bodies that texts take for each other
_AFTER = 160  # characters after a number in which its issuer is named
_OF = regex.compile(r"[^;.\n]{0,90}?\bcủa ")
_CONGRESS = regex.compile(r"\d+$")


def in_full(plan: Plan) -> Iterator[tuple[Citation, Symbol]]:
    """The citations with a number and symbol of their own that were read without doubt."""
    for citation in plan.record.citations:
        said = citation.instrument
        if citation.form != "full" or not said.designation or "designation" in citation.inferred:
            continue
        symbol = plan.know.instruments.symbol(said.designation)
        if symbol is not None and not plan.is_doubtful(citation.span):
            yield citation, symbol


def is_recent(citation: Citation, symbol: Symbol) -> bool:
    """Whether its symbol had to have the form of today."""
    issued_on = citation.instrument.issued_on
    year = symbol.year or (int(issued_on[:4]) if issued_on else None)
    return year is None or year >= _BEFORE


def _states_type(citation: Citation) -> bool:
    kind = citation.instrument.type
    return (
        kind is not None
        and "type" not in citation.inferred
        and folded(citation.text).casefold().startswith(kind[:4].casefold())
    )


@check_of_plan("date-year")
def date_year(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """`Nghị định số 30/2020/NĐ-CP ngày 05/3/2021`."""
    del row
    for citation, symbol in in_full(plan):
        issued_on = citation.instrument.issued_on
        if issued_on and symbol.year and "issued_on" not in citation.inferred and int(issued_on[:4]) != symbol.year:
            values = {"number": symbol.designation, "date": issued_on, "year": symbol.year}
            yield Hit(plan.where(citation.span, citation.id), values)


@check_of_plan("party-state-mix")
def party_state_mix(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """`22/CT-TW`, `15-KH/UBND`: the marks of one system with the body of the other."""
    del row
    for citation, symbol in in_full(plan):
        if is_recent(citation, symbol) and (system := mixed(plan, folded(citation.text), symbol)):
            values = {
                "words": folded(citation.text),
                "organ": symbol.organ,
                "system": system,
                "right": symbol.designation,
            }
            yield Hit(plan.where(citation.span, citation.id), values)


def mixed(plan: Plan, words: str, symbol: Symbol) -> str | None:
    """The system of the body, where words write its symbol with a mark of the other."""
    if symbol.year or not symbol.type_code or not symbol.organ or len(symbol.organs) > 3:
        return None
    instruments = plan.know.instruments
    system = plan.system_of(symbol.organ)
    kind = instruments.type_of_symbol(symbol)
    if system is None or (kind is not None and (kind.joint or kind.system not in ("both", system))):
        return None
    number = regex.escape(symbol.number.lstrip("0"))
    found = regex.search(rf"(?<!\d)0*{number}\s?(?P<s1>[-/])\s?(?P<type>\p{{L}}+)\s?(?P<s2>[-/])\s?(?=\p{{L}})", words)
    if found is None or found["type"].islower():  # an address or a name of a file
        return None
    if found["type"].upper().replace("Đ", "D") != symbol.type_code.upper().replace("Đ", "D"):
        return None
    wanted = ("-", "/") if system == "party" else ("/", "-")
    names = {"party": "Party", "state": "State"}
    return names[system] if (found["s1"], found["s2"]) != wanted else None


@check_of_plan("type-symbol")
def type_symbol(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """`Nghị định số 12/2020/TT-BTC`: the type word and the symbol name two types."""
    for citation, symbol in in_full(plan):
        stated = plan.know.instruments.type_of_word(citation.instrument.type or "")
        if stated is None or stated.kind == "generic" or not _states_type(citation) or not is_recent(citation, symbol):
            continue
        meant = _type_of(plan, symbol)
        if meant is not None and not _agree(stated, meant, symbol, row) and not _names_before(plan, citation, meant):
            values = {"type": stated.name, "meant": meant.name, "number": symbol.designation}
            yield Hit(plan.where(citation.span, citation.id), values)


def _names_before(plan: Plan, citation: Citation, meant: InstrumentRow) -> bool:
    """Whether the type of the symbol stands before the type word: `Thông báo Kết luận số 99-TB/TW`."""
    start = citation.span.start
    return plan.words(start - len(meant.name) - 2, start).casefold().endswith(meant.name.casefold())


def _type_of(plan: Plan, symbol: Symbol) -> InstrumentRow | None:
    organ = symbol.organ or ""
    if symbol.type_code is None and organ.startswith(("QH", "UBTVQH")):
        return plan.know.instruments.type_of_word("Luật" if organ.startswith("QH") else "Pháp lệnh")
    return plan.know.instruments.type_of_symbol(symbol)


def _agree(stated: InstrumentRow, meant: InstrumentRow, symbol: Symbol, row: CheckRow) -> bool:
    """Whether a type word can stand before a symbol."""
    if symbol.type_code is None and (symbol.organ or "").startswith(("QH", "UBTVQH")):
        # laws and resolutions of the National Assembly share one form, ordinances did so until 2015
        return stated.kind == "law" or stated.name.startswith(("Nghị quyết", "Lệnh"))
    if stated.name not in row.words and (meant.name in ("Quyết định", "Nghị quyết") or not stated.codes):
        return True  # a plan or scheme is called by the number of the decision that issues it
    kin = {stated.id, stated.parent} - {None}  # its narrower kinds, the wider type, and that type's other kinds
    codes = {code.upper() for code in stated.codes}
    return (
        bool(kin & {meant.id, meant.parent})
        or (symbol.type_code is not None and symbol.type_code.upper() in codes)
        or meant.name.startswith(stated.name)
        or stated.name.startswith(meant.name)
    )


@check_of_plan("issuer-type")
def issuer_type(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """`Nghị định … của Bộ Tài chính`, `Thông tư số 5/2020/TT-UBND`: a body that does not issue this type."""
    del row
    for citation, symbol in in_full(plan):
        rule = next((rule for rule in authorities() if citation.instrument.type in rule.types), None)
        if rule is None or "type" in citation.inferred or not is_recent(citation, symbol):
            continue
        for body in _bodies(plan, citation, symbol):
            if not _may(rule, body):
                values = {"type": citation.instrument.type, "body": body.name, "said": rule.said, "law": rule.source}
                yield Hit(plan.where(citation.span, citation.id), values)
                break


def _may(rule: AuthorityRow, body: IssuerRow) -> bool:
    if body.code in rule.but:
        return False
    return body.code in rule.issuers or body.level in rule.levels or not (rule.issuers or rule.levels)


def _bodies(plan: Plan, citation: Citation, symbol: Symbol) -> Iterator[IssuerRow]:
    """The issuer that the text names, then that of the symbol."""
    stated = stated_issuer(plan, citation)
    if stated is not None:
        yield stated
    of_symbol = _issuer_of(plan, symbol)
    if of_symbol is not None:
        yield of_symbol


def _issuer_of(plan: Plan, symbol: Symbol) -> IssuerRow | None:
    organ = symbol.organ or ""
    code = _CONGRESS.sub("", organ) if organ.startswith(("QH", "UBTVQH")) else organ
    return plan.know.instruments.issuer_of_code(code) if code else None


def stated_issuer(plan: Plan, citation: Citation) -> IssuerRow | None:
    """The issuer that stands after the number, before any other cited instrument."""
    issuer = citation.instrument.issuer
    if issuer is None or "issuer" in citation.inferred:
        return None
    after = plan.record.text[citation.span.end : citation.span.end + _AFTER]
    of = _OF.match(" ".join(after.split("\n\n")[0].split()))
    others = (other.span.start for other in plan.record.citations if other.span.start >= citation.span.end)
    if of is None or next(others, len(plan.record.text)) < citation.span.end + of.end():
        return None
    return body_named(plan, issuer)


def body_named(plan: Plan, name: str) -> IssuerRow | None:
    """The body that a name is, or begins with: `Ủy ban nhân dân tỉnh Lai Châu`."""
    known = plan.know.instruments.issuer_names
    folded_name = regex.sub(r"^(?:bộ trưởng|chủ tịch|thống đốc) ", "", name.casefold())
    standard = known.get(folded_name)
    if standard is None:
        begun = [word for word in known if folded_name.startswith(word + " ")]
        standard = known[max(begun, key=len)] if begun else None
    return next((row for row in plan.know.instruments.issuers if row.name == standard), None)


@check_of_plan("issuer-symbol")
def issuer_symbol(plan: Plan, row: CheckRow) -> Iterator[Hit]:
    """`Quyết định số 749/QĐ-TTg … của Chính phủ`: the text and the symbol name two of the supreme bodies."""
    del row
    for citation, symbol in in_full(plan):
        of_symbol, stated = _issuer_of(plan, symbol), stated_issuer(plan, citation)
        if of_symbol is None or stated is None or of_symbol.name == stated.name:
            continue
        if of_symbol.code in _SUPREME and (stated.code in _SUPREME or stated.level in ("central", "territory")):
            values = {"body": stated.name, "meant": of_symbol.name, "number": symbol.designation}
            yield Hit(plan.where(citation.span, citation.id), values)
