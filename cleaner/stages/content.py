"""Marks the blocks of a page that are no part of its text, as the scorer sees them among their neighbours.

It only marks, with its score in the reason; keeps of other stages overrule it. The choice is the one with the best
expected F1 in words, and no block below the scorer's floor.
"""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import Final

from cleaner.document import count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading

LOW: Final = Heuristic("scorer.low-content", "Scored as no part of the page's text, among its neighbours.", "standard")
RULES: Final = (LOW,)


def mark(reading: Reading) -> None:
    """Marks on the blocks that are not worth keeping."""
    page, verdict = reading.page, reading.verdict
    if page is None or verdict is None or not reading.rulebook.has(LOW.id):
        return
    from cleaner.scorer import choose, of_pages

    kept = choose(list(map(count_words, page.texts)), verdict.scores, of_pages().floor).tolist()
    scores = verdict.scores.tolist()
    starts = list(accumulate(page.lines, initial=0))
    # What stands side by side in elements of one kind, as the entries of a menu do, is one removal.
    for (keep, _), run in groupby(range(len(page)), lambda number: (kept[number], page.path(number))):
        if not keep:
            numbers = list(run)
            part = scores[numbers[0] : numbers[-1] + 1]
            told = (
                f"Score {part[0]:.2f}." if len(part) == 1 else f"{len(part)} blocks, scores {min(part):.2f} to {max(part):.2f}."
            )
            reading.mark(
                starts[numbers[0]], starts[numbers[-1] + 1] - 1, LOW.id, f"{LOW.reason} {told}", round(1 - max(part), 3)
            )
