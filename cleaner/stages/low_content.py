"""Marks lines that are no part of the text by all that can be measured of them and their neighbours, without any word.

A small model scores every line. It is asked only where other stages have found furniture and three lines that are no paragraphs
stand together: an article and nothing else is never scored, nor is what was cleaned before, of which a second look would take
more text than noise. What it may not take: the title, a line that stands alone between paragraphs (a heading and a button have
one shape there: rules tell them apart), a short sentence or the last verse right behind one that stays, the paragraph that an
article begins with, more of the text than a small share.

Furniture stands together, and a page's menus have entries that some rule knows. A line between two that stay, and lines between
two paragraphs of an article of which hardly any is known, may be a name or the cells of a table, so they must score higher.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.document import LONG, count_words, ends_sentence
from cleaner.packs import Heuristic
from cleaner.reading import Reading

LOW: Final = Heuristic("scorer.low-content", "No part of the text, by its shape and its neighbours'.")
RULES: Final = (LOW,)

_MOST_LINES: Final = 20_000  # blocks of a text that is a page or a book; of 4,491 scrapes none has as many
_MOST: Final = 2_000_000  # and code points: a number is held for each


class Thresholds(NamedTuple):
    """The scores from which on lines go, and what may go in all."""

    line: float
    """Of a line that is no paragraph: a menu entry, a button, a title."""
    apart: float
    """Of one that stands apart from furniture: between two that stay, or between paragraphs, among lines that no rule knows."""
    prose: float
    """Of a paragraph: to lose one is worse, and most of those that go hold as many words as a whole menu."""
    sure: float
    """What one line at least must have for any to go: articles hold odd lines, pages hold lines beyond doubt."""
    lost: float
    """The share of the text that may go with them, as far as the scores tell; it keeps lists of goods and of posts."""


THRESHOLDS: Final = {"standard": Thresholds(0.65, 0.9, 0.8, 0.9, 0.08), "strict": Thresholds(0.5, 0.5, 0.5, 0.8, 0.3)}
_SENTENCE: Final = 3  # words of a sentence at least
_KNOWN: Final = 0.1  # share of the lines between two paragraphs that rules know, if they are furniture
_PARTS: Final = 8  # lines of one sentence to either side, at most
_COMMAS: Final = ",;،؛，；、"
_RUN: Final = 3  # lines that are no paragraphs, one after the other, from which on there is something to score


def mark(reading: Reading) -> None:
    """Marks on every line that scores high enough."""
    document = reading.document
    at = THRESHOLDS.get(reading.rulebook.level)
    if at is None or not reading.rulebook.has(LOW.id) or len(document) > _MOST_LINES or len(document.text) > _MOST:
        return
    gone = reading.marked - reading.kept
    if not gone:
        return
    paragraph, title = document.is_paragraph, reading.title
    bounds = sorted({-1, *document.prose, *([] if title is None else [title]), len(document)})
    if not any(after - before > _RUN for before, after in pairwise(bounds)):
        return
    from cleaner.line_scorer import current, seen, spared

    told = seen(reading)
    scores = current().scores(told)
    reading.scores = scores.tolist()
    if scores.max() < at.sure:
        return
    found: list[int] = []
    left = spared(scores, document.lengths, at.lost)
    strangers = _strangers(reading, gone.union(index for index, _ in told.ruled))
    for index in (left >= min(at.line, at.apart, at.prose)).nonzero()[0].tolist():
        if left[index] < (at.prose if index in paragraph else at.apart if index in strangers else at.line):
            continue
        alone = index not in paragraph and (index == 0 or index - 1 in paragraph) and index + 1 in paragraph
        if alone or index == title or index in reading.marked or index in reading.kept:
            continue
        if not _goes_on(reading, index, found):
            found.append(index)
    found = _in_company(reading, _without_halves(reading, found), (scores >= at.apart).tolist())
    reading.scored.update(found)
    at_first = 0
    for number, (index, after) in enumerate(pairwise([*found, -1]), 1):
        if after != index + 1:
            run = scores[found[at_first:number]]
            low, high, count = float(run.min()), float(run.max()), len(run)
            score = f"{count} lines score {low:.2f} to {high:.2f}" if count > 1 else f"It scores {low:.2f}"
            reading.mark(found[at_first], index, LOW.id, f"{LOW.reason} {score} of 1.", round(low, 2))
            at_first = number


def _strangers(reading: Reading, known: set[int]) -> set[int]:
    """The blocks between two paragraphs of an article where hardly any is `known`."""
    if not reading.has_body:
        return set()
    found: set[int] = set()
    for before, after in pairwise(reading.document.prose):
        between = range(before + 1, after)
        if reading.head <= before and after <= reading.tail and sum(map(known.__contains__, between)) < _KNOWN * len(between):
            found.update(between)
    return found


def _without_halves(reading: Reading, found: list[int]) -> list[int]:
    """`found` without parts of sentences of which a good part stays."""
    document, gone = reading.document, reading.marked.union(found)

    def stays(index: int) -> bool:
        return index not in gone and len(document.texts[index]) >= LONG

    halves: set[int] = set()
    for index in found:
        first = last = index
        while index - first < _PARTS and first > 0 and document.goes_on(first - 1) and first in gone:
            first -= 1
        while last - index < _PARTS and document.goes_on(last) and last in gone:
            last += 1
        if stays(first) or stays(last):
            halves.add(index)
    return [index for index in found if index not in halves] if halves else found


def _in_company(reading: Reading, found: list[int], sure: list[bool]) -> list[int]:
    """`found` without lines between two that stay, unless they are `sure`, and without the paragraph an article begins with."""
    paragraph, gone = reading.document.is_paragraph, reading.marked.union(found)
    return [
        index
        for index in found
        if (index in paragraph or sure[index] or index - 1 in gone or index + 1 in gone)
        and not (index == reading.head and index + 1 in paragraph and index + 1 not in gone)
    ]


def _goes_on(reading: Reading, index: int, found: list[int]) -> bool:
    """Whether a line is a short sentence that no rule knows, right behind one that stays: it may be the article's last."""
    document = reading.document
    text, before = document.texts[index], index - 1
    return (
        before >= 0
        and (ends_sentence(document.texts[before]) or document.texts[before][-1] in _COMMAS)
        and before not in reading.marked
        and before not in found[-1:]
        and index not in document.is_paragraph
        and index not in reading.hits
        and ends_sentence(text)
        and count_words(text) >= _SENTENCE
    )
