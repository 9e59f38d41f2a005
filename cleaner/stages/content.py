"""Marks the blocks of a page that are no part of its text, as the scorer sees them among their neighbours.

It only marks, with its score in the reason; keeps of other stages overrule it. The choice is the one with the best
expected F1 in words, and no block below the scorer's floor; at level careful, only what surely is no text.
"""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import Final

from cleaner.packs import Heuristic
from cleaner.reading import Reading

LOW: Final = Heuristic("scorer.low-content", "Scored as no part of the page's text, among its neighbours.", "careful")
RULES: Final = (LOW,)


def mark(reading: Reading) -> None:
    """Marks on the blocks that are not worth keeping."""
    page, verdict, chosen = reading.page, reading.verdict, reading.chosen
    if page is None or verdict is None or not reading.rulebook.has(LOW.id):
        return
    scores = verdict.scores.tolist()
    starts = list(accumulate(page.lines, initial=0))
    rest = [number for number in range(len(page)) if not chosen[number] and starts[number] not in reading.marked]
    # What stands side by side in elements of one kind, as the entries of a menu do, is one removal.
    for _, found in groupby(enumerate(rest), lambda pair: (pair[1] - pair[0], page.path(pair[1]))):
        run = [number for _, number in found]
        part = scores[run[0] : run[-1] + 1]
        told = f"Score {part[0]:.2f}." if len(run) == 1 else f"{len(run)} blocks, scores {min(part):.2f} to {max(part):.2f}."
        reading.mark(starts[run[0]], starts[run[-1] + 1] - 1, LOW.id, f"{LOW.reason} {told}", round(1 - max(part), 3))
