"""Marks remnants: a short line left alone between lines that went, some of which are known furniture.

No list of words has every entry of every menu. A line of a few words goes that reads like no paragraph, where two lines went
right before it and two right behind it, or nothing else stands there, and one of these is known by more than its shape. The
scorer for lines must have its doubts too: so cells of a table stay whose neighbours only it took, and the title always does.
"""

from __future__ import annotations

from typing import Final

from cleaner.document import count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading

REMNANT: Final = Heuristic("frame.remnant", "A short line left alone among furniture that went.")
RULES: Final = (REMNANT,)

_BESIDE: Final = 2  # lines that went, before and behind
_WORDS: Final = 8
_SCORE: Final = 0.5


def mark(reading: Reading) -> None:
    """Marks on each such line."""
    gone, scores = reading.marked - reading.kept, reading.scores
    if not scores or not gone or not reading.has_body or not reading.rulebook.has(REMNANT.id):
        return
    document = reading.document
    known = gone - reading.scored
    for index, text in enumerate(document.texts):
        if index in gone or scores[index] < _SCORE or index in document.is_paragraph or index == reading.title:
            continue
        before, behind = range(max(0, index - _BESIDE), index), range(index + 1, min(len(scores), index + 1 + _BESIDE))
        around = {*before, *behind}
        if around <= gone and not known.isdisjoint(around) and count_words(text) <= _WORDS and index not in reading.kept:
            reading.mark(index, index, REMNANT.id, REMNANT.reason, round(scores[index], 2))
