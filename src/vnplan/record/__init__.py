"""What vnplan publishes: the record of one plan and its schema."""

from vnplan.record.build import build
from vnplan.record.models import SCHEMA_VERSION, PlanRecord

__all__ = ["SCHEMA_VERSION", "PlanRecord", "build"]
