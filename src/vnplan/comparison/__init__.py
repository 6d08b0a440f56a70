"""Plans side by side: the same instruments, targets and tasks aligned, text that was reused, versions.

>>> import vnplan
>>> texts = ("Căn cứ Nghị định số 30/2020/NĐ-CP;", "Thực hiện Nghị định 30/2020/NĐ-CP ngày 05/3/2020;")
>>> vnplan.compare(map(vnplan.parse, texts)).instruments["plans"].tolist()
[2]
"""

from vnplan.comparison.result import Comparison, Matrix
from vnplan.comparison.run import compare

__all__ = ["Comparison", "Matrix", "compare"]
