"""`vnplan agencies`: what a name meant on a day, what went before and what came after, and by which acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vnplan.agencies import Agency, Expansion, Lookup, Step

EPILOG = """\b
Examples:
  vnplan agencies "Sở TT&TT" --province "Bình Định" --on 2023-05-01
  vnplan agencies "Công an huyện Tây Sơn" --province "Bình Định" --on 2025-04-01   why there was none
  vnplan agencies "các sở, ban, ngành" --province "Gia Lai" --on 2026-01-15        the members of a group
  vnplan agencies "Bộ Thủy sản" --json                                            for programs
"""


@click.command("agencies", epilog=EPILOG)
@click.argument("name", metavar="NAME")
@click.option("--on", "on", metavar="DAY", help="The day meant, like 2023-05-01; today when not given.")
@click.option("--province", metavar="P", help="The province of a body that is named without one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def command(name: str, on: str | None, province: str | None, as_json: bool) -> int:
    """Say what an agency was on a day, what it was made of and what became of it, each step with its act.

    NAME is a name in any usual spelling, with its territory or with --province; a group (`các bộ, ngành`) is
    expanded to its members. Exit status 1 when there was no such agency on the day.
    """
    import json
    from dataclasses import asdict
    from datetime import date

    from vnplan import agencies

    directory = agencies.at(on or date.today())  # noqa: DTZ011  the day where the user is
    if province and not agencies.known_province(province):
        raise click.UsageError(f"{province!r} is no province of the tables; write it like Bình Định")
    finding = directory.check(name, province)
    if finding.code == "group":
        group = agencies.expand(name, province, directory.on)
        click.echo(json.dumps(asdict(group), ensure_ascii=False, default=str) if as_json else "\n".join(_group(group)))
        return 0 if group.members else 1
    agency = finding.agency or finding.other_days
    after, before = agencies.chains(agency) if agency else ((), ())
    if as_json:
        told = {"on": directory.on, **asdict(finding), "successors": _plain(after), "predecessors": _plain(before)}
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
    else:
        click.echo("\n".join(_lines(finding, directory.on.isoformat(), after, before)))
    return 0 if finding.agency else 1


def _plain(steps: tuple[Step, ...]) -> list[dict[str, object]]:
    from dataclasses import asdict

    return [asdict(step) for step in steps]


def _lines(finding: Lookup, on: str, after: tuple[Step, ...], before: tuple[Step, ...]) -> Iterator[str]:
    if finding.agency is None:
        yield f"on {on}     none: {finding.reason}"
    if finding.agency or finding.other_days:
        yield from _identity(finding.agency or finding.other_days)
    for title, steps in (("before", reversed(before)), ("after", after)):
        for number, step in enumerate(steps):
            yield f"{title if not number else '':14} {_told(step)}"


def _identity(agency: Agency | None) -> Iterator[str]:
    if agency is None:
        return
    yield f"{'agency':14} {agency.name}"
    yield f"{'kind':14} {agency.kind}, {agency.level or 'of any level'}"
    if agency.territory:
        within = f" ({agency.province})" if agency.province and agency.province not in agency.territory else ""
        yield f"{'territory':14} {agency.territory}{within}"
    yield f"{'days':14} {agency.valid_from or '…'} to {agency.valid_to or '…'}"
    yield f"{'source':14} {agency.source}"


def _told(step: Step) -> str:
    part = f" (part: {step.duties})" if step.kind == "part" else ""
    return f"{step.on}  {step.predecessor.name} -> {step.successor.name}{part}  [{'; '.join(step.sources)}]"


def _group(group: Expansion) -> Iterator[str]:
    yield f"{'group':14} {group.words}, on {group.on}"
    if group.narrowed:
        yield f"{'narrowed':14} only some of them are meant, the words do not say which"
    for title, found in (("members", group.members), ("possible", group.possible)):
        for number, agency in enumerate(found):
            yield f"{title if not number else '':14} {agency.name}"
    for left in group.left:
        yield f"{'left':14} {left.words}: {left.reason}"
