"""Marks headings of tails: a short line before comments or other stories that went by their shape, behind the last paragraph.

What readers call their comments, and pages their other stories, is known in any language by what followed it. No more than that
is safe: of short lines before other furniture that went, for two words of headings one is of a link that a scrape set apart.
"""

from __future__ import annotations

from typing import Final

from cleaner.document import count_words, ends_sentence
from cleaner.packs import Heuristic
from cleaner.reading import Reading

TAIL: Final = Heuristic("frame.heading-of-tail", "Heading of what went behind it.")
RULES: Final = (TAIL,)

_SHAPES: Final = frozenset({"comments.thread", "related.records"})
_WORDS: Final = 6


def mark(reading: Reading) -> None:
    """Marks on the line before each such tail."""
    document = reading.document
    texts, gone = document.texts, reading.marked - reading.kept
    starts = {document.at(mark.start) for mark in reading.marks if mark.rule in _SHAPES}
    last = max((index for index in document.prose if index not in gone), default=0)
    for start in [start for start in starts if start > last]:
        index = start - 1
        while index in gone:
            index -= 1
        if (
            index > reading.head
            and index not in document.is_paragraph
            and index not in reading.kept
            and count_words(texts[index]) <= _WORDS
            and texts[index][-1].isalnum()
            and not texts[index][0].islower()
            and any(map(str.isalnum, texts[index + 1]))
            and (index - 1 in gone or ends_sentence(texts[index - 1]))
        ):
            reading.mark(index, index, TAIL.id, TAIL.reason, 0.8)
