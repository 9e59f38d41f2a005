"""Templates of sites in Ray Data: what the pages of each site have in common, learnt in a pipeline, site by site.

    lines = dataset.map_batches(Lines, batch_format="pyarrow", concurrency=4)
    counts = lines.groupby("site").map_groups(count, batch_format="pyarrow")
    failed = write_store(counts, "site-templates.sqlite")

The store is that of `clean learn`, byte for byte, in whatever order rows come. The lines of a site are counted together, in the
memory of one process.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cleaner.corpus.entries import Entry
from cleaner.corpus.formats import Options
from cleaner.corpus.formats.record import entry
from cleaner.corpus.learner import read_document, rows
from cleaner.corpus.parts import Row, counted, part_of
from cleaner.errors import SourceError
from cleaner.sites import site_of
from cleaner.templates.store import Builder

if TYPE_CHECKING:
    import pyarrow

_COLUMNS: Final = ("site", "key", "body", "place", "text")
_FAILED: Final = "failed"
"""What is no table of the store: rows of no site, which say why a page cannot be learnt from."""
_NONE: Final = -1


class Lines:
    """Takes the pages of a table apart into their lines."""

    def __init__(
        self, field: str = "text", *, id_field: str = "id", url_field: str = "url", site_field: str | None = None,
        kind: str | None = None,
    ) -> None:  # fmt: skip
        """Fields are columns. The site is what `site_field` says, else the host of the address; `kind` is as for `clean`."""
        self._options = Options(field, id_field, url_field)
        self._site_field = site_field
        self._kind = kind

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """A row for each page and each of its lines; for a page that cannot be learnt from, one row that says why."""
        import pyarrow as pa

        found = [line for page in table.to_pylist() for line in self._lines(page)]
        types = (pa.string(), pa.string(), pa.int64(), pa.int64(), pa.string())
        columns = list(zip(*found, strict=True)) or [()] * len(types)
        return pa.table([pa.array(column, kind) for column, kind in zip(columns, types, strict=True)], _COLUMNS)

    def _lines(self, page: dict[str, Any]) -> Iterator[Row]:
        found = entry(page, "", None, self._options, None)
        try:
            if not isinstance(found, Entry):
                raise SourceError(found.reason)
            site = site_of("", 0, found.url, found.metadata, self._site_field)
            if not site:
                raise SourceError("has no site: no address, and no field that names one")
            yield from rows(site, found.id or "", read_document(found, self._kind))
        except SourceError as error:
            yield "", "", 0, 0, f"{page.get(self._options.id_field)}: {error}"


def count(lines: pyarrow.Table) -> pyarrow.Table:
    """What the lines of sites amount to: rows of the store as JSON, each with its table."""
    import pyarrow as pa

    found = list(_counts(zip(*lines.select(_COLUMNS).to_pydict().values(), strict=True)))
    tables, store = [table for table, _ in found], [json.dumps(row) for _, row in found]
    return pa.table({"table": pa.array(tables, pa.string()), "row": pa.array(store, pa.string())})


def _counts(lines: Iterable[Row]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for part, same in groupby(sorted((_part(row), row) for row in lines), itemgetter(0)):
        told = map(itemgetter(1), same)
        yield from ((_FAILED, row) for row in told) if part == _NONE else counted(told)


def _part(row: Row) -> int:
    return part_of(row[0], row[1]) if row[0] else _NONE


def write_store(counts: Any, target: str | Path) -> list[str]:
    """Write the store from a dataset of what `count` gives; the pages that could not be learnt from, and why.

    Raises OSError.
    """
    failed: list[str] = []

    def found() -> Iterator[tuple[str, tuple[Any, ...]]]:
        for one in counts.iter_rows():
            row = json.loads(one["row"])
            if one["table"] == _FAILED:
                failed.append(row[-1])
            else:
                yield one["table"], tuple(row)

    with closing(Builder(Path(target).absolute())) as builder:
        builder.add(found())
        builder.finish()
    return sorted(failed)
