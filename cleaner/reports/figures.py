"""What was removed from many articles, in figures by rule, category, site or language."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cleaner.article import Article
from cleaner.reports.terminal import one_line
from cleaner.sites import host


class Figures:
    """Documents, removals and code points by one word: rule, category, site or language."""

    def __init__(self, by: str) -> None:
        self.by = by
        self.rows: dict[str, list[int]] = {}
        self.documents = self.characters = self.removed = 0

    def add(self, article: Article) -> None:
        """Count an article's removals in."""
        self.documents += 1
        self.characters += article.source.characters
        met: set[str] = set()
        for removal in article.removed:
            name = self._name(article, removal.rule)
            row = self.rows.setdefault(name, [0, 0, 0])
            row[0] += name not in met
            row[1] += 1
            row[2] += removal.end - removal.start
            self.removed += removal.end - removal.start
            met.add(name)

    def _name(self, article: Article, rule: str) -> str:
        names = {
            "rule": rule, "category": rule.partition(".")[0], "site": host(article.url), "language": article.language or "",
        }  # fmt: skip
        return names[self.by]

    def _sorted(self) -> list[tuple[str, list[int]]]:
        return sorted(self.rows.items(), key=lambda row: (-row[1][2], row[0]))

    def _share(self, part: int) -> float:
        return part / self.characters if self.characters else 0.0

    def table(self) -> Iterator[str]:
        """A row a line under a head, and the sum last."""
        width = max((len(one_line(name)) for name in (*self.rows, self.by, "all")), default=0)
        yield f"{self.by:<{width}}  documents  removals  characters   share"
        for name, (documents, removals, characters) in self._sorted():
            told = one_line(name or "-")
            yield f"{told:<{width}}  {documents:>9}  {removals:>8}  {characters:>10}  {self._share(characters):>6.2%}"
        removals = sum(row[1] for row in self.rows.values())
        yield f"{'all':<{width}}  {self.documents:>9}  {removals:>8}  {self.removed:>10}  {self._share(self.removed):>6.2%}"

    def as_jsonl(self) -> Iterator[str]:
        """A row a line, as JSON."""
        for name, (documents, removals, characters) in self._sorted():
            row = {self.by: name, "documents": documents, "removals": removals, "characters": characters}
            yield json.dumps(row | {"share": round(self._share(characters), 6)}, ensure_ascii=False)
