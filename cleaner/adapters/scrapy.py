r"""Scrapy: an item pipeline that cleans one field of each item.

    ITEM_PIPELINES = {"cleaner.adapters.scrapy.CleanerPipeline": 300}
    CLEANER_FIELD = "text"               # str or bytes, text or page
    CLEANER_LEVEL = "standard"
    CLEANER_WITHOUT = ["newsletter"]     # a list, or a text with commas

>>> from cleaner.adapters.scrapy import CleanerPipeline
>>> pipeline = CleanerPipeline("text", level="careful")
>>> item = pipeline.process_item({"text": "Skip to main content\nThe mayor of Lund resigned on Monday.\n"})
>>> item["text"], item["clean_removed"][0]["rule"]
('The mayor of Lund resigned on Monday.\n', 'navigation.skip-link.en')

"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler

from cleaner.adapters.cleaning import Cleaner
from cleaner.settings import Settings


class CleanerPipeline:
    """Cleans a field; `clean_removed` and `clean_error` come beside it, and an item with fixed fields must have them."""

    def __init__(
        self,
        field: str = "text",
        *,
        level: str = "standard",
        without: Iterable[str] = (),
        settings: Settings | None = None,
        kind: str | None = None,
        stats: Any = None,
    ) -> None:
        """Options are those of `cleaner.clean`; `stats` is the crawler's. Raises ValueError for an unknown level."""
        self.field = field
        self._clean = Cleaner(level, without, settings, kind)
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanerPipeline:
        """The pipeline as the crawler's settings say. Raises ValueError for an unknown level."""
        told = crawler.settings
        return cls(
            told.get("CLEANER_FIELD", "text"), level=told.get("CLEANER_LEVEL", "standard"),
            without=told.getlist("CLEANER_WITHOUT"), kind=told.get("CLEANER_KIND"), stats=crawler.stats,
        )  # fmt: skip

    def process_item(self, item: Any) -> Any:
        """`item` with its field cleaned; one without the field passes, one that cannot be cleaned has an error.

        Raises KeyError for an item with fixed fields that has no place for the record.
        """
        adapter = ItemAdapter(item)
        if adapter.get(self.field) is None:
            return item
        url = adapter.get("url")
        cleaned = self._clean(adapter[self.field], url if isinstance(url, str) else None)
        adapter["clean_removed"], adapter["clean_error"] = cleaned.removed, cleaned.error
        adapter[self.field] = cleaned.text
        if self._stats:
            self._stats.inc_value("cleaner/items")
            self._stats.inc_value("cleaner/errors", int(cleaned.error is not None))
            for removal in cleaned.removed:
                self._stats.inc_value(f"cleaner/removed/{removal['category']}")
        return item
