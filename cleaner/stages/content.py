"""Marks the blocks of a page that are no part of its text, as the scorer sees them among their neighbours.

It only marks, with its score in the reason; keeps of other stages overrule it. The choice is the one with the best
expected F1 in code points, and no block below the scorer's floor.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from cleaner.marks import Mark
from cleaner.packs import Heuristic
from cleaner.page import Page

if TYPE_CHECKING:
    from cleaner.scorer import Verdict

LOW: Final = Heuristic("scorer.low-content", "Scored as no part of the page's text, among its neighbours.", "standard")
RULES: Final = (LOW,)

_STAGE: Final = "content"


def mark(page: Page, verdict: Verdict) -> Iterator[Mark]:
    """A mark for each block that is not worth keeping, with the blank lines after it."""
    from cleaner import scorer

    kept = scorer.choose(list(map(len, page.texts)), verdict.scores, scorer.of_pages().floor)
    for (start, end), keep, score in zip(page.spans, kept.tolist(), verdict.scores.tolist(), strict=True):
        if not keep:
            yield Mark(start, end, LOW.id, _reason(round(score, 2)), round(1 - score, 2), stage=_STAGE)


@cache
def _reason(score: float) -> str:
    return f"{LOW.reason} Score {score:.2f}."
