"""What the adapters share: how a source is cleaned, and the record as rows of one shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner import marks
from cleaner.errors import SourceError
from cleaner.marks import Removal
from cleaner.pipeline import clean
from cleaner.settings import Settings


class Cleaned(NamedTuple):
    """A clean text and its record."""

    text: Any
    """What came in, where it cannot be cleaned."""
    removed: list[dict[str, Any]]
    """The fields of `Removal`, one row a removal; never None."""
    error: str | None
    """Why it cannot be cleaned."""


class Cleaner:
    """Cleans sources, each as `clean` does; what cannot be cleaned stays as it is, with an error."""

    def __init__(
        self, level: str = "standard", without: Iterable[str] = (), settings: Settings | None = None, kind: str | None = None
    ) -> None:
        """Options are those of `clean`. Raises ValueError for an unknown level."""
        self.settings = settings or Settings(level, ignore=tuple(without))
        self.kind = kind

    def __call__(self, source: Any, url: str | None = None) -> Cleaned:
        """The clean text of `source`, text or page, and its record."""
        try:
            article = clean(source, kind=self.kind, url=url, settings=self.settings)
        except (SourceError, TypeError) as error:
            return Cleaned(source, [], str(error))
        return Cleaned(article.text, [removal._asdict() | {"also": list(removal.also)} for removal in article.removed], None)


def restore(text: str, removed: Iterable[Mapping[str, Any]]) -> str:
    """The source of a clean text and its record; of a page, what it shows. Raises ValueError where they do not fit."""
    return marks.restore(text, [Removal(**{**row, "also": tuple(row["also"])}) for row in removed])
