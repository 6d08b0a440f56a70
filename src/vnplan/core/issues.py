"""What was doubtful, skipped or repaired in one document, and what a caller did wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vnplan.core.span import Span

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Issue:
    """A trouble of a document: data, never an exception. `span` is a place in `Text.clean`."""

    code: str
    message: str
    severity: Severity = "warning"
    span: Span | None = None


class VnplanError(Exception):
    """Misuse of vnplan. The message says what was wrong and what to do."""


class UsageError(VnplanError, ValueError):
    """An argument that no call can work with."""


class KnowledgeError(VnplanError, ValueError):
    """A knowledge row that breaks the rules of its table."""


class SourceError(VnplanError, OSError):
    """A file that cannot be opened."""
