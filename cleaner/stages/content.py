"""Marks the blocks of a page that are no part of its text, as the scorer sees them among their neighbours.

It only marks, with its score in the reason; keeps of other stages overrule it. The choice is the one with the best
expected F1 in words, and no block below the scorer's floor.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner import scorer
from cleaner.document import count_words
from cleaner.marks import Mark
from cleaner.packs import Heuristic
from cleaner.page import Page

LOW: Final = Heuristic("scorer.low-content", "Scored as no part of the page's text, among its neighbours.", "standard")
RULES: Final = (LOW,)

_STAGE: Final = "content"


def mark(page: Page, verdict: scorer.Verdict) -> Iterator[Mark]:
    """A mark for each block that is not worth keeping, with the blank lines after it."""
    words = list(map(count_words, page.texts))
    kept = scorer.choose(words, verdict.scores, scorer.of_pages().floor)
    for (start, end), keep, score in zip(page.spans, kept.tolist(), verdict.scores.tolist(), strict=True):
        if not keep:
            yield Mark(start, end, LOW.id, f"{LOW.reason} Score {score:.2f}.", round(1 - score, 3), stage=_STAGE)
