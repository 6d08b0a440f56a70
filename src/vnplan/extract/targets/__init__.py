"""Numeric targets: what number a plan commits to, of what, of whom."""

from vnplan.extract.targets.reader import find

__all__ = ["find"]
