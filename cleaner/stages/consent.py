"""Marks cookie walls: a question for consent, with its paragraphs and its buttons.

Rules know some of its lines in most languages, the buttons first of all. Where two that are not the same stand close together
and one of them is short as a button is, what stands between goes with them; at the top of a page, so do the paragraphs right
before the first. Where paragraphs stand before a wall, the scorer for lines must have its doubts about those in it: an article
on consent may have the names of buttons between its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.document import LONG
from cleaner.packs import Heuristic
from cleaner.reading import Reading

WALL: Final = Heuristic("cookies.wall", "Part of a question for consent, beside others that are known.")
RULES: Final = (WALL,)

_CATEGORY: Final = "cookies"
_APART: Final = 5  # blocks from one known line to the next; at 8, one word of text goes for four of furniture
_TOP: Final = 6  # blocks before which the first known line stands at the top
_SCORE: Final = 0.2


def mark(reading: Reading) -> None:
    """Marks on what stands between the known lines of a wall, and on the paragraphs that open it."""
    for first, last in _walls(reading):
        opens = reading.document.is_paragraph.isdisjoint(range(first))
        for index in range(first, last):
            if opens or index not in reading.document.is_paragraph or _is_doubtful(reading, index):
                _take(reading, index)
        index = first - 1 if first <= _TOP else -1
        while index in reading.document.is_paragraph and _is_doubtful(reading, index):
            _take(reading, index)
            index -= 1


def _walls(reading: Reading) -> Iterator[tuple[int, int]]:
    """The first and the last known line of each wall."""
    known = sorted(
        index
        for index, hits in reading.hits.items()
        if index in reading.marked and any(hit.rule.category == _CATEGORY and reading.is_whole(index, hit) for hit in hits)
    )
    texts = reading.document.texts
    wall: list[int] = []
    for index in [*known, len(texts) + _APART]:
        if wall and index - wall[-1] > _APART:
            said = {texts[line] for line in wall}
            if len(said) > 1 and min(map(len, said)) < LONG:
                yield wall[0], wall[-1]
            wall = []
        wall.append(index)


def _is_doubtful(reading: Reading, index: int) -> bool:
    return bool(reading.scores) and reading.scores[index] >= _SCORE


def _take(reading: Reading, index: int) -> None:
    if index not in reading.marked and index not in reading.kept and index != reading.title:
        reading.mark(index, index, WALL.id, WALL.reason, 0.8)
