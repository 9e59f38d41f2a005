"""Marks a thread of comments behind an article: entries of one form, each with a stamp and a control.

A stamp is a line that is a date, or another way to say when ("# days ago"). A control is a short line that comes again word
for word between one stamp and the next ("Reply", "says"); a chronology and a live ticker have none. Most entries hold a
sentence, where records of other stories hold titles. Before the first of them stand the paragraphs of the article, with no
such control among them: a forum, where the first post has the form of all others, is no thread of this kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from cleaner.document import count_words, ends_sentence
from cleaner.packs import Heuristic
from cleaner.reading import Reading

THREAD: Final = Heuristic("comments.thread", "Comments of one form, each with its date and the same control.")
RULES: Final = (THREAD,)

_LEAST: Final = 3  # comments
_APART: Final = 14  # blocks from one stamp to the next, at most
_STAMP: Final = 60  # code points
_LABELLED: Final = re.compile(r"\D*:")  # a field of a form or of a mail's head
_CONTROL: Final = 24
_CONTROLLED: Final = 0.6  # share of the comments that have the control
_SPOKEN: Final = 0.6  # and of those that hold a sentence
_WORDS: Final = 3  # of a sentence, at least
_BEFORE: Final = 3  # paragraphs of the article
_NAME: Final = 3  # blocks of a comment before its stamp, at most: a name, a rank, a control


def mark(reading: Reading) -> None:
    """Marks on each thread, from the name before its first stamp to the end of its last comment."""
    if reading.document.places and len(reading.document.prose) >= _BEFORE:
        for stamps in _runs(reading):
            found = _thread(reading, stamps)
            if found:
                first, last, count = found
                reading.mark(first, last, THREAD.id, f"{count} comments of one form, {last - first + 1} lines in all.", 0.85)


def _runs(reading: Reading) -> Iterator[list[int]]:
    """Stamps that stand near each other; of those side by side the first."""
    texts, lengths = reading.document.texts, reading.document.lengths
    told = [
        index
        for index, hits in reading.hits.items()
        if lengths[index] <= _STAMP and any(hit.rule.category == "dates" and reading.is_whole(index, hit) for hit in hits)
    ]
    stamps = sorted(index for index in {*reading.dates, *told} if not _LABELLED.match(texts[index]))
    run: list[int] = []
    for before, index in pairwise([-_APART, *stamps, len(lengths) + _APART]):
        if index - before > _APART:
            if len(run) >= _LEAST:
                yield run
            run = []
        if index - before > 1:
            run.append(index)


def _thread(reading: Reading, stamps: list[int]) -> tuple[int, int, int] | None:
    """First and last block of a thread and how many comments it has; None if the stamps are those of something else."""
    document = reading.document
    prose, texts = document.prose, document.texts
    if bisect_left(prose, stamps[0]) < _BEFORE:
        return None
    comments = [range(a + 1, b) for a, b in pairwise(stamps)]
    first = _first(reading, stamps[0])
    new = {text for text, places in document.places.items() if places[0] >= first}
    again = Counter(text for comment in comments for text in {texts[i] for i in comment} & new)
    controls = {
        text
        for text, count in again.items()
        if len(text) <= _CONTROL
        and any(map(str.isalpha, text))
        and not ends_sentence(text)
        and count >= _CONTROLLED * len(comments)
    }
    spoken = sum(any(ends_sentence(texts[i]) and count_words(texts[i]) >= _WORDS for i in comment) for comment in comments)
    if not controls or spoken < _SPOKEN * len(comments):
        return None
    return first, _last(reading, stamps, controls), len(stamps)


def _first(reading: Reading, stamp: int) -> int:
    """The first of the few short blocks before the first stamp."""
    document = reading.document
    first = stamp
    while stamp - first < _NAME and (document.lengths[first - 1] <= _CONTROL or not ends_sentence(document.texts[first - 1])):
        first -= 1
    return first


def _last(reading: Reading, stamps: list[int], controls: set[str]) -> int:
    """The last control behind the last stamp, or else the last block of as many as comments mostly have."""
    texts = reading.document.texts
    usual = sorted(b - a for a, b in pairwise(stamps))[len(stamps) // 2]
    end = min(len(texts) - 1, stamps[-1] + _APART)
    behind = [i for i in range(stamps[-1] + 1, end + 1) if texts[i] in controls]
    return behind[0] if behind else min(end, stamps[-1] + usual - 1)
