r"""pandas: a column of sources has `.clean()`, which gives a table of their clean texts and what was removed from each.

>>> import pandas
>>> import cleaner.adapters.pandas
>>> scraped = pandas.Series(["Skip to main content\nThe mayor of Lund resigned on Monday.\n"], name="text")
>>> cleaned = scraped.clean(level="careful")
>>> cleaned.text[0], cleaned.removed[0][0]["rule"]
('The mayor of Lund resigned on Monday.\n', 'navigation.skip-link.en')

"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from cleaner.adapters.cleaning import Cleaner
from cleaner.settings import Settings


@pd.api.extensions.register_series_accessor("clean")
class Clean:
    """What stands behind `.clean`."""

    def __init__(self, sources: pd.Series) -> None:
        self._sources = sources

    def __call__(
        self,
        *,
        level: str = "standard",
        without: Iterable[str] = (),
        settings: Settings | None = None,
        kind: str | None = None,
        url: pd.Series | None = None,
    ) -> pd.DataFrame:
        """A table with the column's index and, of each source, `text`, `removed` and `error`.

        `removed` is a list of dictionaries with the fields of `Removal`. What cannot be cleaned, as a missing value, stays as
        it is with an empty list and an error, else None. `url` is a column with the same index: where each was found. The
        other options are those of `cleaner.clean`. Raises ValueError for an unknown word for an option.
        """
        cleaner = Cleaner(level, without, settings, kind)
        urls = [None] * len(self._sources) if url is None else url.reindex(self._sources.index)
        rows = [cleaner(source, at if isinstance(at, str) else None) for source, at in zip(self._sources, urls, strict=True)]
        columns = zip(*rows, strict=True) if rows else [[], [], []]
        named = dict(zip(("text", "removed", "error"), map(list, columns), strict=True))
        return pd.DataFrame({name: pd.Series(values, self._sources.index, object) for name, values in named.items()})
