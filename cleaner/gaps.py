"""The blank lines around what goes: of two gaps that meet, the wider one stays."""

from __future__ import annotations

from cleaner.marks import Removal


def tidy(removals: list[Removal], text: str) -> list[Removal]:
    """`removals` with the blank lines around them settled: of the two gaps beside what goes, the wider one stays.

    What goes at the foot takes the blank lines before it, and where nothing stays, all of them.
    """
    end = len(text.rstrip())
    out: list[Removal] = []
    first = 0
    while first < len(removals):
        last = first
        while last + 1 < len(removals) and _is_one_gap(removals[last], removals[last + 1]):
            last += 1
        run = removals[first : last + 1]
        out += _tidy_run(run, text, at_foot=run[-1].end >= end)
        first = last + 1
    return out


def _is_one_gap(a: Removal, b: Removal) -> bool:
    """Whether nothing stands between two removals when they are gone."""
    return a.end == b.start and not a.replacement and not b.replacement


def _tidy_run(run: list[Removal], text: str, *, at_foot: bool) -> list[Removal]:
    start, stop = run[0].start, run[-1].end
    if run[-1].replacement:
        return run
    before = start
    while before and text[before - 1].isspace():
        before -= 1
    if not before and at_foot:
        return _bounds(run, 0 if start == 0 else start, len(text), text)  # nothing stays
    content = start + len(text[start:stop].rstrip())
    after = text[content:stop]
    if not at_foot and after.count("\n") <= text.count("\n", before, start):
        return run
    left, right = _line_end(text, before, start), _line_end(text, content, max(stop, content))
    if left is None or (right is None and not at_foot):
        return run
    return _bounds(run, left, content if right is None else right, text)


def _line_end(text: str, start: int, stop: int) -> int | None:
    return next((place for place in range(start, stop) if text[place] in "\r\n"), None)


def _bounds(run: list[Removal], start: int, end: int, text: str) -> list[Removal]:
    """`run` from `start` to `end` instead; its inner bounds stay."""
    spans = [[removal.start, removal.end] for removal in run]
    spans[0][0], spans[-1][1] = start, end
    return [r._replace(start=s, end=e, text=text[s:e]) for r, (s, e) in zip(run, spans, strict=True) if s < e]
