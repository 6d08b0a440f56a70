"""Partners in a list that semicolons part (`phối hợp với Sở A; Báo B; Sở C và Sở D rà soát`)."""

from __future__ import annotations

import regex

from vnplan.core.mentions import Agency
from vnplan.core.span import Span
from vnplan.knowledge.roles import Roles
from vnplan.link.bodies import Bodies

# a unit that begins with its partners says nothing yet where a semicolon follows the first of them
_OPENS = regex.compile(
    r"(?:chủ trì(?:,| và)? )?(?:(?:chủ động|tích cực) )?phối hợp(?: chặt chẽ)? (?:với|cùng) ", regex.IGNORECASE
)
_FEWEST = 3  # of two the second may act by itself: `lập hồ sơ, phối hợp với Sở A; Sở B và Sở C lập sổ`


def parted(text: str, bodies: Bodies, roles: Roles, unit: Span, name: int) -> list[Agency]:
    """The partners in a unit whose list begins at `name` and goes on behind semicolons; empty where it does not."""
    found, parts, last = bodies.parted_from(text, name, unit.end)
    if parts > 1 and found and _OPENS.fullmatch(text, unit.start, name):
        end = found[-1].span.end
        return found if text[end : end + 1] == " " and roles.predicate.match(text, end + 1, unit.end) else []
    return found if last and parts >= _FEWEST else []
