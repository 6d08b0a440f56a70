"""Records made without looking at their values, for those that vnplan makes itself: mypy has seen that they fit.

Looking at each value takes most of the time of a record of five numbers, and a plan has thousands. Records that come
from elsewhere (`PlanRecord.model_validate_json`, a class of `models` called by its name) are looked at as before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from vnplan.core.making import REQUIRED, maker

P = ParamSpec("P")
T = TypeVar("T")


def unchecked(model: Callable[P, T]) -> Callable[P, T]:
    """What makes records of a model as its class does, and trusts their values.

    >>> from vnplan.record.models import Span
    >>> unchecked(Span)(3, 5) == Span(3, 5)
    True
    """
    fields = cast("Any", model).__pydantic_fields__
    return maker(model, {name: REQUIRED if field.is_required() else field.default for name, field in fields.items()})
