"""What can be wrong with a source."""

from __future__ import annotations


class SourceError(ValueError):
    """A source that cannot be cleaned; says why."""
