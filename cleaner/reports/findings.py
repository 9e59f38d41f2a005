"""What would go, a line each, as compilers and linters write it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.article import Article, restore
from cleaner.reports.places import Lines, visible
from cleaner.reports.terminal import Paint, one_line


def findings(path: str, article: Article, paint: Paint) -> Iterator[str]:
    """`path:line:column: rule reason` of each removal; the place is the first character of it that can be seen."""
    if not article.removed:
        return
    lines = Lines(restore(article))
    shown = one_line(path)
    for removal in article.removed:
        line, column = lines.place(visible(removal.start, removal.text))
        yield f"{shown}:{line}:{column}: {paint(removal.rule, 'red')} {one_line(removal.reason)}"
