"""Marks lines that are no part of the text by all that can be measured of them and their neighbours, without any word.

A small model scores every line. It is asked only where lines that are no paragraphs stand together: of an article and nothing
else no line is ever scored. What it may not take: the title, a line that stands alone between paragraphs (a heading and a
button have one shape there: rules tell them apart), paragraphs of which it is not nearly sure.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from cleaner.packs import Heuristic
from cleaner.reading import Reading

LOW: Final = Heuristic("scorer.low-content", "By its shape and its neighbours' it is no part of the text.", "careful")
RULES: Final = (LOW,)

LINE: Final = (0.97, 0.6, 0.45)
"""The score from which on a line goes, by level."""
PARAGRAPH: Final = (0.99, 0.7, 0.6)
"""The same for a paragraph."""
SURE: Final = (0.99, 0.9, 0.8)
"""The score that some line of the document must have for any to go: articles hold odd lines, pages hold lines beyond doubt."""


def mark(reading: Reading) -> None:
    """Marks on every line that scores high enough."""
    document = reading.document
    paragraph, title = document.is_paragraph, reading.title
    open_to = [i for i in range(len(document)) if i not in paragraph and i != title]
    if not reading.rulebook.has(LOW.id) or not any(b - a == 1 for a, b in pairwise(open_to)):
        return
    from cleaner.line_scorer import current, seen

    scores = current().scores(seen(reading))
    level = reading.rulebook.level
    if scores.max() < SURE[level]:
        return
    for index in (scores >= LINE[level]).nonzero()[0].tolist():
        if index in reading.marked or index == title:
            continue
        score = float(scores[index])
        if index in paragraph:
            if score < PARAGRAPH[level]:
                continue
        elif (index == 0 or index - 1 in paragraph) and index + 1 in paragraph:
            continue
        reading.mark(index, index, LOW.id, f"{LOW.reason} It scores {score:.2f} of 1.", round(score, 2))
