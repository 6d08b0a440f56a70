"""Tables of a comparison as matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnplan.core.issues import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from vnplan.comparison.result import Comparison, Matrix


def matrix(found: Comparison, of: Matrix) -> pd.DataFrame:
    """A table of a comparison as a matrix; rows and columns in the order of the tables."""
    names = found.plans["plan"].tolist()
    if of == "instruments":
        wide = found.cited.pivot_table(index="plan", columns="instrument", values="mentions", aggfunc="sum")
        return wide.reindex(index=names, columns=found.instruments["instrument"].tolist()).fillna(0).astype("Int64")
    if of == "targets":
        wide = found.targets.pivot_table(index="group", columns="plan", values="value", aggfunc="first")
        return wide.reindex(index=found.indicators["group"].tolist(), columns=names)
    if of == "tasks":
        told = found.assignments.assign(lead=["; ".join(one) for one in found.assignments["comparable_lead"]])
        wide = told.pivot_table(index="group", columns="plan", values="lead", aggfunc="first")
        return wide.reindex(index=found.tasks["group"].tolist(), columns=names)
    if of == "workload":
        wide = found.workload.pivot_table(index="agency", columns="plan", values="lead", aggfunc="sum")
        return wide.reindex(columns=names).fillna(0).astype("Int64")
    if of == "reuse":
        wide = found.reuse.pivot_table(index="plan", columns="other", values="share", aggfunc="sum")
        return wide.reindex(index=names, columns=names).fillna(0.0)
    raise UsageError(f"no matrix {of!r}: instruments, targets, tasks, workload, reuse")
