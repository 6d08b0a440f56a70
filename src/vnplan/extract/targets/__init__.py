"""Numeric targets: what number a plan commits to, of what, of whom."""

from vnplan.extract.targets.find import find

__all__ = ["find"]
