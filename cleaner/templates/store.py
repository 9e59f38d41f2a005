"""The store of what was learnt of sites: an SQLite file, to be read with plain SQL.

sites   site, documents, copies, lines, once    pages of different text, copies of them, and their lines
lines   site, line, example, documents, head, middle, tail    lines on two pages or more, and where on how many
rare    site, line, example, body, hash    a sample of the lines that stand on one page, and which page that is
copies  site, body, document    pages whose paragraphs are those of others
alike   document, other, similarity    pages nearly the same, where that was asked for
about   name, value             what the file is
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.templates.lines import PLACES

FORMAT: Final = "cleaner site templates 1"
_SAMPLE: Final = 30  # lines of a site that stand on one page and are kept, those with the least hashes
_TABLES: Final = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sites (site TEXT PRIMARY KEY, documents INTEGER, copies INTEGER, lines INTEGER, once INTEGER) WITHOUT ROWID;
CREATE TABLE lines (site TEXT, line TEXT, example TEXT, documents INTEGER, head INTEGER, middle INTEGER, tail INTEGER,
    PRIMARY KEY (site, line)) WITHOUT ROWID;
CREATE TABLE rare (site TEXT, line TEXT, example TEXT, body INTEGER, hash INTEGER, PRIMARY KEY (site, line)) WITHOUT ROWID;
CREATE TABLE copies (site TEXT, body INTEGER, document TEXT, PRIMARY KEY (site, body, document)) WITHOUT ROWID;
CREATE TABLE alike (document TEXT, other TEXT, similarity REAL, PRIMARY KEY (document, other)) WITHOUT ROWID;
"""
TABLES: Final = ("sites", "lines", "rare", "copies", "alike")
_SITES: Final = 256  # whose lines are remembered


class StoreError(ValueError):
    """A file that is no store of templates, and why."""


class Seen(NamedTuple):
    """On how many pages of a site a line stands."""

    documents: int
    of: int
    place: str
    """Where it stands on most of them."""


@dataclass(frozen=True)
class Templates:
    """The lines that most pages of a site share. To be had from `open_store`."""

    path: str
    digest: str
    """The hash of the file."""
    least: int = 4
    """Pages on which a line must stand."""
    share: float = 0.5
    """Of the site's pages."""

    def of(self, site: str) -> Mapping[str, Seen]:
        """The lines of a site's template by their keys; none for a site that is not known."""
        return _lines(self, site)


def open_store(path: str | Path, **limits: Any) -> Templates:
    """The templates in a file; `limits` are `least` and `share`. Raises OSError, StoreError for a file that is none."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with closing(connect(path)):
        return Templates(os.path.abspath(path), digest, **limits)


def connect(path: str | Path) -> sqlite3.Connection:
    """A store, to be read. Raises StoreError."""
    base = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        found = base.execute("SELECT value FROM about WHERE name = 'format'").fetchone()
    except sqlite3.Error as error:
        base.close()
        raise StoreError(f"{path} is no store of site templates: {error}") from error
    if found != (FORMAT,):
        base.close()
        raise StoreError(f"{path} is no store of site templates that this version reads")
    return base


@lru_cache(_SITES)
def _lines(templates: Templates, site: str) -> Mapping[str, Seen]:
    with closing(connect(templates.path)) as base:
        known = base.execute("SELECT documents FROM sites WHERE site = ?", (site,)).fetchone()
        if not known:
            return {}
        least = max(templates.least, templates.share * known[0])
        rows = base.execute(
            "SELECT line, documents, head, middle, tail FROM lines WHERE site = ? AND documents >= ?", (site, least)
        )
        return {
            line: Seen(documents, known[0], PLACES[places.index(max(places))]) for line, documents, *places in rows
        }  # fmt: skip


class Builder:
    """A store in the making, in a file beside `path` until it is whole."""

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        self._path = path
        self._waiting = path.with_name(f".{path.name}.{os.getpid()}")
        self._waiting.unlink(missing_ok=True)
        self._base = sqlite3.connect(self._waiting)
        self._base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_made()}")

    def add(self, rows: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Rows, each with its table of `TABLES`, in any order and of any number of corpora: numbers of a line are added up."""
        for table, row in rows:
            self._base.execute(f"INSERT INTO all_{table} VALUES ({', '.join('?' * len(row))})", row)

    def add_store(self, path: str | Path) -> None:
        """All that another store holds. Raises StoreError."""
        with closing(connect(path)) as other:
            self.add((table, row) for table in TABLES for row in other.execute(f"SELECT * FROM {table}"))

    def finish(self) -> None:
        """Put the store in its place; what it holds decides every byte of it. Raises OSError."""
        base = self._base
        base.executescript(
            f"""BEGIN; {_TABLES}
            INSERT INTO about VALUES ('format', '{FORMAT}');
            INSERT INTO sites SELECT site, sum(documents), sum(copies), sum(lines), sum(once) FROM all_sites
                GROUP BY 1 ORDER BY 1;
            INSERT INTO lines SELECT site, line, min(example), sum(documents), sum(head), sum(middle), sum(tail)
                FROM all_lines GROUP BY 1, 2 ORDER BY 1, 2;
            INSERT INTO rare SELECT site, line, example, body, hash FROM (
                SELECT site, line, min(example) AS example, body, hash, row_number() OVER (
                PARTITION BY site ORDER BY hash, line) AS rank FROM all_rare GROUP BY site, line) WHERE rank <= {_SAMPLE}
                ORDER BY 1, 2;
            INSERT INTO copies SELECT DISTINCT * FROM all_copies ORDER BY 1, 2, 3;
            INSERT INTO alike SELECT document, other, max(similarity) FROM all_alike GROUP BY 1, 2 ORDER BY 1, 2;
            """
            + "".join(f"DROP TABLE all_{table};" for table in TABLES)
            + "COMMIT;"
        )
        whole = self._waiting.with_name(f"{self._waiting.name}.whole")
        whole.unlink(missing_ok=True)
        base.execute("VACUUM INTO ?", (str(whole),))
        os.replace(whole, self._path)

    def close(self) -> None:
        """Forget what is not finished."""
        self._base.close()
        self._waiting.unlink(missing_ok=True)


def _made() -> str:
    columns = {
        "sites": "site, documents, copies, lines, once", "lines": "site, line, example, documents, head, middle, tail",
        "rare": "site, line, example, body, hash", "copies": "site, body, document", "alike": "document, other, similarity",
    }  # fmt: skip
    return "".join(f"CREATE TEMP TABLE all_{table} ({names});" for table, names in columns.items())


def sites(path: str | Path) -> Iterator[tuple[str, int]]:
    """Every site of a store and its pages of different text, in order. Raises StoreError."""
    with closing(connect(path)) as base:
        yield from base.execute("SELECT site, documents FROM sites ORDER BY site")
