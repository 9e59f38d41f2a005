r"""Dolma: the tagger `article_cleaner`, whose spans are what would go. The text does not change; Dolma's mixer cuts.

    dolma tag --documents "docs/documents/*.gz" --taggers article_cleaner --tagger_modules cleaner.adapters.dolma

>>> from dolma.core.data_types import Document
>>> from cleaner.adapters.dolma import Cleaner
>>> text = "Skip to main content\nThe mayor of Lund resigned on Monday.\n"
>>> result = Cleaner(level="careful").predict(Document(source="web", id="a", text=text))
>>> [(span.start, span.end, span.type) for span in result.spans]
[(0, 21, 'removed'), (0, 21, 'navigation')]

"""

from __future__ import annotations

from collections.abc import Iterable

from dolma.core.data_types import DocResult, Document, Span
from dolma.core.registry import TaggerRegistry
from dolma.core.taggers import BaseTagger

from cleaner.adapters.cleaning import Cleaner as Sources
from cleaner.settings import Settings


@TaggerRegistry.add("article_cleaner")
class Cleaner(BaseTagger):
    """Spans in code points: `removed` may be cut out, `joined` wants a blank in its place, and each has its category, too."""

    def __init__(self, level: str = "standard", without: Iterable[str] = (), settings: Settings | None = None) -> None:
        """Options are those of `cleaner.clean`. Raises ValueError for an unknown level."""
        self._clean = Sources(level, without, settings, "text")

    @property
    def defaults(self) -> list[str]:
        """What every document has, if only an empty list."""
        return ["removed"]

    def predict(self, doc: Document) -> DocResult:
        """The spans of a document, with the confidence as their score."""
        spans = [
            Span(row["start"], row["end"], name, row["confidence"])
            for row in self._clean(doc.text).removed
            for name in ("joined" if row["replacement"] else "removed", row["category"])
        ]
        return DocResult(doc=doc, spans=spans)
