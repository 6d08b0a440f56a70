"""Records made without looking at their values, for those that vnplan makes itself: mypy has seen that they fit.

Looking at each value takes most of the time of a record of five numbers, and a plan has thousands. Records that come
from elsewhere (`PlanRecord.model_validate_json`, a class of `models` called by its name) are looked at as before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def unchecked(model: Callable[P, T]) -> Callable[P, T]:
    """What makes records of a model as its class does, and trusts their values.

    >>> from vnplan.record.models import Span
    >>> unchecked(Span)(3, 5) == Span(3, 5)
    True
    """
    fields = cast("Any", model).__pydantic_fields__
    scope: dict[str, Any] = {"new": object.__new__, "model": model}
    heads, body = [], []
    for name, field in fields.items():
        scope[f"set_{name}"] = getattr(model, name).__set__  # of the slot itself: the class is frozen
        scope[f"default_{name}"] = field.default
        heads.append(name if field.is_required() else f"{name}=default_{name}")
        body.append(f"    set_{name}(made, {name})")
    kw_only = "" if _in_order(model) else "*, "
    source = [f"def make({kw_only}{', '.join(heads)}):", "    made = new(model)", *body, "    return made"]
    exec("\n".join(source), scope)  # noqa: S102  the names of a class of ours, as `dataclasses` does it
    return cast("Callable[P, T]", scope["make"])


def _in_order(model: Any) -> bool:
    """Whether the values of a model may be given by their order."""
    return not any(field.kw_only for field in model.__dataclass_fields__.values())
