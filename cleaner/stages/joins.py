"""Marks the line break inside a paragraph that the scrape split mid-sentence: one blank takes its place.

The first part is long and ends in the middle of a sentence, the second begins in the middle of one: in lower case, or with the
rest of a name whose beginning ends the first part. Where many lines are like that, the text is broken at one width: left alone.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.document import STOPS, Document, count_words, ends_sentence
from cleaner.packs import Heuristic
from cleaner.reading import Reading

SPLIT: Final = Heuristic("split.paragraph", "A sentence that goes on in the next line: joined with one blank.", "careful")
RULES: Final = (SPLIT,)

_LONG: Final = 100  # code points of the first part
_WORDS: Final = 4  # of the second
_BEGUN: Final = 8  # words of the sentence that breaks off in a name: fewer are a credit under a caption
_MOST: Final = 3  # splits, or
_SHARE: Final = 0.34  # of the paragraphs: more is a text broken at one width
_STOP: Final = re.compile(r"[.!?…]['\")]? ")


def mark(reading: Reading) -> None:
    """Marks on the breaks inside paragraphs."""
    document = reading.document
    texts = document.texts
    splits: list[int] = []
    for index in [i for i in document.long if texts[i][-1] not in STOPS and len(texts[i]) >= _LONG and i + 1 < len(texts)]:
        before, after = texts[index], texts[index + 1]
        if not (before[-1].isalpha() or before[-1] == ",") or index in reading.marked or index + 1 in reading.marked:
            continue
        if count_words(after) >= _WORDS and ends_sentence(after) and _continues(document, before, after):
            splits.append(index)
    if len(splits) > max(_MOST, len(document.prose) * _SHARE):
        return
    for index in splits:
        reading.mark_part(document.end(index), document.start(index + 1), SPLIT.id, SPLIT.reason, replacement=" ")


def _continues(document: Document, before: str, after: str) -> bool:
    if after[0].islower():
        return True
    sentence = _STOP.split(before)[-1].split()
    rest = after.split(None, 1)[0].rstrip(",")
    return (
        before[-1].isalpha()
        and _STOP.search(before) is not None
        and len(sentence) >= _BEGUN
        and sentence[-1][0].isupper()
        and sentence[-2].islower()
        and after[0].isupper()
        and not after[1:2].isupper()
        and rest.lower() not in document.joined  # a word that is lower case elsewhere is no name, but begins a sentence
    )
