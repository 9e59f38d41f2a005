"""Ray Data: `dataset.map_batches(Cleaner, fn_constructor_kwargs={"field": "text"}, batch_format="pyarrow", concurrency=4)`.

Rows keep their order within a block; of blocks Ray keeps it where its `preserve_order` is set.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.article import dump
from cleaner.corpus.cleaning import Cleaner as Documents
from cleaner.corpus.cleaning import How
from cleaner.corpus.entries import Entry
from cleaner.corpus.formats import Options
from cleaner.corpus.formats.record import entry
from cleaner.errors import SourceError

if TYPE_CHECKING:
    import pyarrow


class Cleaner:
    """Cleans one column of a table; every row stays, in its place."""

    def __init__(
        self, field: str = "text", *, level: str = "standard", config: str | Path | None = None,
        templates: str | Path | None = None, site_field: str | None = None,
    ) -> None:  # fmt: skip
        """`config` is a configuration file, `templates` a store of what sites have in common: files that every node can read.

        The site is what the column `site_field` says, else the host of the address in `url`. Raises what `configuration.read`
        and `open_store` raise.
        """
        self._options = Options(field)
        files = [None if path is None else str(path) for path in (config, templates)]
        self._documents = Documents(How(files[0], options={"level": level}, templates=files[1], site_field=site_field))

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """`table` with its column cleaned, and two more: `clean_record`, the article as JSON, and `clean_error`.

        A row that cannot be cleaned keeps what it had, with an error and no record.
        """
        import pyarrow as pa

        texts: list[Any] = []
        records: list[str | None] = []
        errors: list[str | None] = []
        name = self._options.field or "text"
        for row in table.to_pylist():
            found = entry(row, "", None, self._options, None)
            try:
                if not isinstance(found, Entry):
                    raise SourceError(found.reason)
                article = self._documents.article(found)
            except SourceError as error:
                texts.append(row.get(name))
                records.append(None)
                errors.append(str(error))
            else:
                texts.append(article.text)
                records.append(dump(article.to_dict()).decode())
                errors.append(None)
        column = table.column_names.index(name)
        table = table.set_column(column, name, pa.array(texts, table.schema.field(name).type))
        table = table.append_column("clean_record", pa.array(records, pa.string()))
        return table.append_column("clean_error", pa.array(errors, pa.string()))
