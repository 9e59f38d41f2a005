"""Marks lines that are no part of the text by all that can be measured of them and their neighbours, without any word.

A small model scores every line. It is asked only where lines that are no paragraphs stand together: of an article and nothing
else no line is ever scored. What it may not take: the title, a line that stands alone between paragraphs (a heading and a
button have one shape there: rules tell them apart), paragraphs of which it is not nearly sure.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.packs import LEVELS, Heuristic
from cleaner.reading import Reading

LOW: Final = Heuristic("scorer.low-content", "By its shape and its neighbours' it is no part of the text.")
RULES: Final = (LOW,)

_MOST_LINES: Final = 20_000  # blocks of a text that is a page or a book; of 4,491 scrapes none has as many
_MOST: Final = 2_000_000  # and code points: a number is held for each


class Thresholds(NamedTuple):
    """The scores from which on something goes."""

    line: float
    paragraph: float
    sure: float
    """What one line at least must have for any to go: articles hold odd lines, pages hold lines beyond doubt."""


THRESHOLDS: Final = {"standard": Thresholds(0.68, 0.7, 0.9), "strict": Thresholds(0.5, 0.55, 0.8)}


def mark(reading: Reading) -> None:
    """Marks on every line that scores high enough."""
    document = reading.document
    if not reading.rulebook.has(LOW.id) or len(document) > _MOST_LINES or len(document.text) > _MOST:
        return
    paragraph, title = document.is_paragraph, reading.title
    others = [index for index in range(len(document)) if index not in paragraph and index != title]
    if not any(b - a == 1 for a, b in pairwise(others)):
        return
    from cleaner.line_scorer import current, seen

    scores = current().scores(seen(reading))
    at = THRESHOLDS[LEVELS[reading.rulebook.level]]
    if scores.max() < at.sure:
        return
    for index in (scores >= at.line).nonzero()[0].tolist():
        score = float(scores[index])
        if index in reading.marked or index in reading.kept or index == title:
            continue
        if index in paragraph:
            if score < at.paragraph:
                continue
        elif (index == 0 or index - 1 in paragraph) and index + 1 in paragraph:
            continue
        reading.mark(index, index, LOW.id, f"{LOW.reason} It scores {score:.2f} of 1.", round(score, 2))
