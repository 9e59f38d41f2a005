r"""datatrove: a step of a pipeline that cleans the text of each document.

>>> from datatrove.data import Document
>>> from cleaner.adapters.datatrove import Cleaner
>>> scraped = Document(text="Skip to main content\nThe mayor of Lund resigned on Monday.\n", id="a")
>>> [document] = Cleaner(level="careful")([scraped])
>>> document.text, document.metadata["clean_removed"][0]["rule"]
('The mayor of Lund resigned on Monday.\n', 'navigation.skip-link.en')

"""

from __future__ import annotations

from collections.abc import Iterable

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep
from datatrove.utils.typeshelper import StatHints

from cleaner.adapters.cleaning import Cleaner as Sources
from cleaner.settings import Settings


class Cleaner(PipelineStep):
    """Cleans every document; none is dropped."""

    type = "💇 - FORMAT"
    name = "🧽 article-cleaner"

    def __init__(
        self,
        *,
        level: str = "standard",
        without: Iterable[str] = (),
        settings: Settings | None = None,
        kind: str | None = None,
    ) -> None:
        """Options are those of `cleaner.clean`. Raises ValueError for an unknown level."""
        super().__init__()
        self._sources = Sources(level, without, settings, kind)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """The documents, cleaned: the record is in `metadata["clean_removed"]`, as a list of one kind of dictionary.

        A document that cannot be cleaned stays as it is, with an empty list, and the reason in `metadata["clean_error"]`.
        Statistics count removals by category, and documents that have an error.
        """
        for document in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                cleaned = self._sources(document.text, document.metadata.get("url"))
            document.text = cleaned.text
            document.metadata["clean_removed"] = cleaned.removed
            if cleaned.error:
                document.metadata["clean_error"] = cleaned.error
                self.stat_update("error")
            for removal in cleaned.removed:
                self.stat_update(f"removed {removal['category']}")
            yield document
