"""What a run has counted: documents, and what was removed from them by rule, site and language."""

from __future__ import annotations

from typing import Any, Final

from cleaner.article import Article
from cleaner.corpus.entries import Failed, Skipped
from cleaner.sites import host

_KEPT: Final = 4_096  # sites, and removed texts, that are counted at most; then the rarer half goes
_SHOWN: Final = 100
_LONGEST: Final = 200  # code points of a removed text that is counted

Rows = dict[str, list[int]]


class Tally:
    """Counts that can be added to each other, in any number of steps but in one order."""

    def __init__(self, counts: dict[str, int] | None = None, tables: dict[str, Rows] | None = None) -> None:
        self.counts = counts or {}
        """By name: `read, written, quarantined, skipped`, and what there is more."""
        self.tables = tables or {}
        """By table and key, numbers: of `rules` and `texts` removals and code points, of `sites` and `languages` documents,
        code points read and removed, of `causes` and `skipped` documents."""

    def count(self, name: str, number: int = 1) -> None:
        """Add to a number."""
        self.counts[name] = self.counts.get(name, 0) + number

    def row(self, table: str, key: str, *numbers: int) -> None:
        """Add to the numbers of a key of a table."""
        rows = self.tables.setdefault(table, {})
        if key in rows:
            rows[key] = [old + new for old, new in zip(rows[key], numbers, strict=True)]
        else:
            rows[key] = list(numbers)

    def article(self, article: Article) -> None:
        """Count an article as written."""
        removed = 0
        for removal in article.removed:
            size = removal.end - removal.start
            removed += size
            self.row("rules", removal.rule, 1, size)
            if text := removal.text.strip()[:_LONGEST]:
                self.row("texts", text, 1, size)
        self.count("written")
        self.count("characters", article.source.characters)
        self.count("removed", removed)
        self.row("languages", article.language or "unknown", 1, article.source.characters, removed)
        if site := host(article.url):
            self.row("sites", site[:_LONGEST], 1, article.source.characters, removed)

    def failed(self, document: Failed) -> None:
        """Count a document as quarantined."""
        self.count("quarantined")
        self.row("causes", document.cause, 1)

    def skipped(self, found: Skipped) -> None:
        """Count what is no document."""
        self.count("skipped")
        self.row("skipped", found.what, 1)

    def add(self, other: Tally) -> None:
        """Add all that another has counted."""
        for name, number in other.counts.items():
            self.count(name, number)
        for table, rows in other.tables.items():
            for key, numbers in rows.items():
                self.row(table, key, *numbers)
        for table in ("texts", "sites"):
            if len(self.tables.get(table, ())) > _KEPT:
                self.tables[table] = dict(_most(self.tables[table], _KEPT // 2))

    def to_dict(self) -> dict[str, Any]:
        """The numbers by name, then the tables, the most first."""
        names = ("read", "written", "quarantined", "skipped")
        counts = {name: self.counts.get(name, 0) for name in names} | self.counts
        return counts | {
            "causes": {key: numbers[0] for key, numbers in sorted(self.tables.get("causes", {}).items())},
            "left_out": {key: numbers[0] for key, numbers in sorted(self.tables.get("skipped", {}).items())},
            **{
                table: [{name: key} | dict(zip(heads, numbers, strict=True)) for key, numbers in self._shown(table)]
                for table, name, heads in (
                    ("rules", "rule", ("removals", "characters")),
                    ("sites", "site", ("documents", "characters", "removed")),
                    ("languages", "language", ("documents", "characters", "removed")),
                    ("texts", "text", ("removals", "characters")),
                )
            },
        }

    def _shown(self, table: str) -> list[tuple[str, list[int]]]:
        rows = _most(self.tables.get(table, {}), len(self.tables.get(table, {})))
        return rows if table == "rules" else rows[:_SHOWN]


def _most(rows: Rows, number: int) -> list[tuple[str, list[int]]]:
    """The keys with the greatest first numbers; of equals, those that come first in the alphabet."""
    return sorted(rows.items(), key=lambda row: (-row[1][0], row[0]))[:number]
