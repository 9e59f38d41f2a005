"""What would go, line by line, between what stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.article import Article, restore
from cleaner.marks import Removal, apply
from cleaner.reports.places import Lines, visible
from cleaner.reports.terminal import Paint, one_line

_AROUND: Final = 2  # lines shown on either side


def diff(path: str, article: Article, paint: Paint) -> Iterator[str]:
    """Lines of a diff of the source and its clean text; none where nothing goes.

    `@@` tells the line, the rule and the reason of what goes next.
    """
    if not article.removed:
        return
    lines = Lines(restore(article))
    yield paint(f"--- {one_line(path)}", "bold")
    shown = 0  # the last line that was printed
    touched = [_touched(lines, removal) for removal in article.removed]
    number = 0
    while number < len(touched):
        last = number  # removals that share a line are shown together
        while last + 1 < len(touched) and touched[last + 1][0] <= max(end for _, end in touched[number : last + 1]):
            last += 1
        group = article.removed[number : last + 1]
        first_line, last_line = touched[number][0], max(end for _, end in touched[number : last + 1])
        if shown and first_line - shown > 2 * _AROUND + 1:
            yield from _context(lines, shown + 1, shown + _AROUND)
            yield paint("...", "dim")
            shown = first_line - _AROUND - 1
        yield from _context(lines, shown + 1 if shown else max(1, first_line - _AROUND), first_line - 1)
        for removal in group:
            line, _ = lines.place(visible(removal.start, removal.text))
            what = f"@@ {line}: {removal.rule} {one_line(removal.reason)}"
            yield paint(what + (f" (to {removal.lifted_to})" if removal.lifted_to else ""), "cyan")
        yield from _changed(lines, first_line, last_line, group, paint)
        shown = last_line
        number = last + 1
    yield from _context(lines, shown + 1, min(len(lines), shown + _AROUND))


def _touched(lines: Lines, removal: Removal) -> tuple[int, int]:
    """First and last line that the removal changes; blank lines before what goes are not shown as lost text."""
    first = lines.at(visible(removal.start, removal.text) if not removal.replacement else removal.start)
    return first, max(first, lines.at(removal.end if removal.replacement else removal.end - 1))


def _context(lines: Lines, first: int, last: int) -> Iterator[str]:
    for line in range(first, last + 1):
        yield f" {one_line(lines.line(line))}".rstrip()


def _changed(lines: Lines, first: int, last: int, group: tuple[Removal, ...], paint: Paint) -> Iterator[str]:
    start, end = lines.span(first)[0], lines.span(last)[1]
    for line in range(first, last + 1):
        yield paint(f"-{one_line(lines.line(line))}", "red")
    inside = [r._replace(start=max(r.start, start) - start, end=min(r.end, end) - start) for r in group]
    for left in apply(lines.text[start:end], inside).splitlines():
        if left.strip():
            yield paint(f"+{one_line(left)}", "green")
