"""What a careful clerk would find in a plan or a collection of plans.

>>> from vnplan.checks import check, rows
>>> len({row.id for row in rows()}) == len(rows()) > 20
True
"""

from vnplan.checks.catalogue import CheckRow, rows
from vnplan.checks.examples import problems
from vnplan.checks.finding import Finding
from vnplan.checks.run import check

__all__ = ["CheckRow", "Finding", "check", "problems", "rows"]
