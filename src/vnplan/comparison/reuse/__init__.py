"""Text that plans share: near-equal sentences by MinHash, joined to passages, aligned exactly."""

from vnplan.comparison.reuse.tables import Reuse

__all__ = ["Reuse"]
