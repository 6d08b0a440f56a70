"""vnplan: Vietnamese administrative plans as structured records.

>>> import vnplan
>>> vnplan.parse("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;").citations[0].instrument.designation
'30/2020/NĐ-CP'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vnplan import agencies
    from vnplan.api import parse
    from vnplan.checks import Finding, check
    from vnplan.comparison import Comparison, compare
    from vnplan.core.issues import VnplanError
    from vnplan.knowledge import Knowledge
    from vnplan.record import PlanRecord
    from vnplan.run.local import parse_file, parse_many
    from vnplan.run.supervisor import Limits

__all__ = [
    "Comparison",
    "Finding",
    "Knowledge",
    "Limits",
    "PlanRecord",
    "VnplanError",
    "agencies",
    "check",
    "compare",
    "parse",
    "parse_file",
    "parse_many",
]

# Each name is imported when it is first asked for: `import vnplan` and `vnplan --help` stay fast.
_HOMES = {
    "Comparison": "vnplan.comparison",
    "Finding": "vnplan.checks",
    "Knowledge": "vnplan.knowledge",
    "Limits": "vnplan.run.supervisor",
    "PlanRecord": "vnplan.record",
    "VnplanError": "vnplan.core.issues",
    "agencies": "vnplan",
    "check": "vnplan.checks",
    "compare": "vnplan.comparison",
    "parse": "vnplan.api",
    "parse_file": "vnplan.run.local",
    "parse_many": "vnplan.run.local",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415

        return version("vnplan")
    if name not in _HOMES:
        raise AttributeError(f"module 'vnplan' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module  # noqa: PLC0415

    # of a module of its own the home is the package
    module = import_module(f"vnplan.{name}" if _HOMES[name] == "vnplan" else _HOMES[name])
    value = module if _HOMES[name] == "vnplan" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
