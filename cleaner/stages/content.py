"""Marks the blocks of a page that are no part of its text, as the scorer sees them among their neighbours.

It only marks, with its score in the reason; keeps of other stages overrule it. The choice is the one with the best
expected F1 in code points, and no block below the scorer's floor for that kind of page; at level careful, only what surely is
no text goes. A heading under which nothing is left goes too, but not where pages are made of headings, as lists are. One that
never had anything under it stays, if another right behind it does: five of six such are text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cleaner.packs import Heuristic
from cleaner.reading import Reading

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.scorer import Verdict

LOW: Final = Heuristic("scorer.low-content", "Scored as no part of the page's text, among its neighbours.", "careful")
EMPTY: Final = Heuristic("scorer.empty-section", "Heading of which the section is gone.")
RULES: Final = (LOW, EMPTY)

# Held-out word F1 loses 0.03 on listings, 0.02 on collections, 0.01 on services, and nothing or less on the others.
_OF_HEADINGS: Final = frozenset({"listing", "collection", "service"})
_SURE: Final = 0.8  # confidence that a heading goes with its section


def mark(reading: Reading) -> None:
    """Marks on the blocks that are not worth keeping, and on headings that have nothing under them any more."""
    page, verdict = reading.page, reading.verdict
    if page is None or verdict is None:
        return
    if reading.rulebook.has(LOW.id):
        _low(reading, page, verdict)
    if reading.rulebook.has(EMPTY.id) and verdict.kind not in _OF_HEADINGS:
        for number in emptied(page.levels, [start not in reading.marked for start in page.starts[:-1]]):
            reading.mark(*page.span(number, number), EMPTY.id, EMPTY.reason, _SURE)


def emptied(levels: Sequence[int], kept: Sequence[bool]) -> Iterator[int]:
    """The kept headings, the first level aside, under which something stood, and neither text nor a heading stays."""
    filled = False
    below: list[int] = []  # levels of the headings further on that stay, as far as they may be under another
    for number in range(len(levels) - 1, -1, -1):
        level = levels[number]
        if not level:
            filled = filled or kept[number]
            continue
        while below and below[-1] > level:
            below.pop()
            filled = True
        is_alone = number + 1 < len(levels) and 0 < levels[number + 1] <= level and kept[number + 1]
        if filled or (kept[number] and is_alone):
            below.append(level)
        elif kept[number] and level > 1:
            yield number
        filled = False


def _low(reading: Reading, page: Page, verdict: Verdict) -> None:
    chosen = reading.chosen
    scores = verdict.scores.tolist()
    rest = [number for number in range(len(page)) if not chosen[number] and page.starts[number] not in reading.marked]
    # What stands side by side in elements of one kind, as the entries of a menu do, is one removal.
    for _, found in groupby(enumerate(rest), lambda pair: (pair[1] - pair[0], page.path(pair[1]))):
        run = [number for _, number in found]
        part = scores[run[0] : run[-1] + 1]
        told = f"Score {part[0]:.2f}." if len(run) == 1 else f"{len(run)} blocks, scores {min(part):.2f} to {max(part):.2f}."
        reading.mark(*page.span(run[0], run[-1]), LOW.id, f"{LOW.reason} {told}", round(1 - max(part), 3))
