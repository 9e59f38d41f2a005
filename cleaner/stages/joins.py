"""Marks the line break inside a paragraph that the scrape split mid-sentence: one blank takes its place.

The first part is long and ends in the middle of a sentence, the second begins in the middle of one: in lower case, or with the
rest of a name whose beginning ends the first part. Lines broken at one width (no blank line between) are left as they are.
"""

from __future__ import annotations

from typing import Final

from cleaner.document import STOPS, count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading

SPLIT: Final = Heuristic("split.paragraph", "A paragraph that goes on after a blank line: joined with one blank.", "careful")
RULES: Final = (SPLIT,)

_LONG: Final = 100  # code points of the first part
_WORDS: Final = 4  # of the second


def mark(reading: Reading) -> None:
    """Marks on the breaks inside paragraphs."""
    document = reading.document
    texts = document.texts
    for index in [i for i in document.long if texts[i][-1] not in STOPS and len(texts[i]) >= _LONG and i + 1 < len(texts)]:
        before, after = texts[index], texts[index + 1]
        if not (before[-1].isalpha() or before[-1] == ",") or index in reading.marked or index + 1 in reading.marked:
            continue
        if not any(stop in before for stop in STOPS) or not _continues(before, after):
            continue
        start, end = document.end(index), document.start(index + 1)
        if document.text[start:end].count("\n") < 2:
            continue
        reading.mark_part(start, end, SPLIT.id, SPLIT.reason, replacement=" ")


def _continues(before: str, after: str) -> bool:
    if count_words(after) < _WORDS or after[-1] not in STOPS and len(after) < _LONG:
        return False
    if after[0].islower():
        return True
    name = before.rsplit(None, 1)[-1]
    return before[-1].isalpha() and name[0].isupper() and after[0].isupper()
