"""Marks islands: what is left of a page beyond the end of its article, among furniture that went.

Notes on the author, promotions, blurbs of other stories and notices read like paragraphs, so by themselves they stay. What
gives them away is what they stand in. The article is the stretch with the best balance of the words that stay, each block
counted up to a limit, against the blocks that went (a maximum subsequence); what stays behind it goes where

- hardly anything went inside that stretch: a list of goods or of posts is furniture and text by turns;
- furniture that is known by more than its shape stands right behind it;
- at least as many blocks went behind it as stay there, and these hold a small part of the words;
- the scorer for lines has its doubts about all of them.

Nothing is an island where nothing went, so a text that was cleaned before has none.
"""

from __future__ import annotations

from typing import Final

from cleaner.document import count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading

ISLAND: Final = Heuristic("frame.island", "Left beyond the end of the article, among furniture that went.")
RULES: Final = (ISLAND,)

# Measured on scrapes of whole pages: of a hundred words that go so, ninety are no part of an article.
_COST: Final = 12  # words that a block costs that went
_MOST: Final = 60  # words of a block that count: an essay in one line is no longer than the others
_GONE: Final = 0.15  # share of the article's blocks that may have gone
_SHARE: Final = 0.3  # of the words that stay, those that islands may hold
_NEAR: Final = 5  # blocks behind the article among which there is known furniture
_SCORE: Final = 0.4  # of all islands, weighed by their words
_LEAST: Final = 0.2  # of each


def mark(reading: Reading) -> None:
    """Marks on all that stays behind the article."""
    gone, scores = reading.marked - reading.kept, reading.scores
    if not scores or not gone or not reading.has_body or not reading.rulebook.has(ISLAND.id):
        return
    words = [min(_MOST, count_words(text)) for text in reading.document.texts]
    first, last = _article(words, gone)
    behind = range(last + 1, len(words))
    islands = [index for index in behind if index not in gone]
    known = gone - reading.scored
    if (
        not islands
        or known.isdisjoint(behind[:_NEAR])
        or len(behind) < 2 * len(islands)
        or sum(index in gone for index in range(first, last)) > _GONE * (last + 1 - first)
    ):
        return
    left = sum(words[index] for index in islands)
    doubt = sum(words[index] * scores[index] for index in islands)
    stays = sum(count for index, count in enumerate(words) if index not in gone)
    if left <= _SHARE * stays and doubt >= _SCORE * left and min(scores[index] for index in islands) >= _LEAST:
        reason = f"{ISLAND.reason} Of {len(behind)} blocks there {len(behind) - len(islands)} went."
        for index in islands:
            reading.mark(index, index, ISLAND.id, reason, round(scores[index], 2))


def _article(words: list[int], gone: set[int]) -> tuple[int, int]:
    """First and last block of the stretch with the best balance of words that stay against blocks that went."""
    best, found = 0, (0, len(words) - 1)
    balance = first = 0
    for index, count in enumerate(words):
        if balance < 0:
            balance, first = 0, index
        balance += -_COST if index in gone else count
        if balance > best:
            best, found = balance, (first, index)
    return found
