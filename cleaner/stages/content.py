"""Marks the blocks of a page that are no part of its text, as the scorer sees them among their neighbours.

It only marks, with its score in the reason; keeps of other stages overrule it. The choice is the one with the best
expected F1 in code points, and no block below the scorer's floor for that kind of page. A heading under which nothing is
left goes too, but not where pages are made of headings, as lists are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from cleaner.marks import Mark
from cleaner.packs import Heuristic
from cleaner.page import Page

if TYPE_CHECKING:
    from cleaner.scorer import Verdict

LOW: Final = Heuristic("scorer.low-content", "Scored as no part of the page's text, among its neighbours.", "standard")
EMPTY: Final = Heuristic("scorer.empty-section", "Heading of which the section is gone.", "standard")
RULES: Final = (LOW, EMPTY)

_STAGE: Final = "content"
# Held-out word F1 loses 0.03 on listings, 0.02 on collections, 0.01 on services, and nothing or less on the others.
_OF_HEADINGS: Final = frozenset({"listing", "collection", "service"})
_SURE: Final = 0.8  # confidence that a heading goes with its section


def mark(page: Page, verdict: Verdict) -> Iterator[Mark]:
    """A mark for each block that is not worth keeping, with the blank lines after it."""
    from cleaner import scorer

    floor = scorer.of_pages().floors[verdict.kind]
    kept = scorer.choose(list(map(len, page.texts)), verdict.scores, floor).tolist()
    spans = page.spans
    for (start, end), keep, score in zip(spans, kept, verdict.scores.tolist(), strict=True):
        if not keep:
            yield Mark(start, end, LOW.id, _reason(round(score, 2)), round(1 - score, 2), stage=_STAGE)
    if verdict.kind not in _OF_HEADINGS:
        for number in _emptied(page.levels, kept):
            yield Mark(*spans[number], EMPTY.id, EMPTY.reason, _SURE, stage=_STAGE)


@cache
def _reason(score: float) -> str:
    return f"{LOW.reason} Score {score:.2f}."


def _emptied(levels: Sequence[int], kept: Sequence[bool]) -> Iterator[int]:
    """The kept headings, the first level aside, under which neither text nor a lower heading with text is kept."""
    filled = False
    below: list[int] = []  # levels of the headings further on that have text, as far as they may be under another
    for number in range(len(levels) - 1, -1, -1):
        level = levels[number]
        if not level:
            filled = filled or kept[number]
            continue
        while below and below[-1] > level:
            below.pop()
            filled = True
        if filled:
            below.append(level)
        elif kept[number] and level > 1:
            yield number
        filled = False
