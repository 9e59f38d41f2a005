"""Marks a list of other stories under its heading ("More from ..."): the heading and what follows until prose resumes.

Above an article the list ends before its title, anywhere behind its last bullet if its first item has one. Where titles with
blurbs, and nothing else, follow it to the end of the text, the list has them all: blurbs read like prose. Or, for a note at the
foot ("About the author"), the heading and the rest of the document, if that is short; or, for a link to the next article, the
heading and one block.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Final

from cleaner.document import count_words
from cleaner.packs import LIST_SCOPES
from cleaner.reading import Reading

RULES: Final = ()

_REST: Final = 4  # blocks of a note at the foot, at most
_REST_WORDS: Final = 160
_BULLETS: Final = "-–•*·▪■►▸◦○●"
_BLURBS: Final = 2  # of a list that ends the text, at least
_BLURB: Final = 300  # code points of one, at most
_TITLED: Final = 0.8  # share of them that have a title before them
_BEHIND: Final = 0.25  # share of all paragraphs' code points that they may hold
_MOST: Final = 40  # blocks of a list that prose follows, or that may be a table
_FIGURES: Final = 0.5  # share of blocks with a figure: below, as many words of lists stay as of tables


def mark(reading: Reading) -> None:
    """Marks of rules of scope `run`."""
    for index, hits in reading.hits.items():
        for hit in hits:
            rule = hit.rule
            if rule.scope in LIST_SCOPES and reading.stands(index, rule.where):
                last = _END[rule.scope](reading, index)
                if rule.scope == "rest" and last == index < len(reading.document) - 1:
                    continue
                reason = f"{rule.reason} {last - index} lines follow it." if last > index else rule.reason
                reading.mark(index, last, rule.id, reason, rule.confidence)


def _rest(reading: Reading, index: int) -> int:
    """The last block of the document, if few words follow the heading at `index`."""
    texts = reading.document.texts
    few = len(texts) - index <= _REST + 1 and sum(map(count_words, texts[index + 1 :])) <= _REST_WORDS
    return len(texts) - 1 if few else index


def _end(reading: Reading, index: int) -> int:
    """The last block of the list under the heading at `index`."""
    document = reading.document
    prose = document.prose
    if reading.has_body and _is_last(reading, index) and not _is_table(reading, index, len(document) - 1):
        return len(document) - 1
    after = prose[at] if (at := bisect_right(prose, index)) < len(prose) else len(document)
    if reading.title is not None and index < reading.title < after and index < prose[0]:
        after = reading.title
    while after - 1 > index and document.goes_on(after - 1):
        after -= 1
    if cut := _behind_items(document.texts, index + 1, after):
        return cut - 1
    last = after - 1
    if last - index > _MOST and (after < len(document) or not reading.has_body or _is_table(reading, index, last)):
        return index
    if after == len(document):
        return last if prose else index  # a poem has no paragraph either
    if last - index > 2 and document.gap(last) > max(document.gap(item) for item in range(index + 2, last)):
        return last - 1  # set off further than the items are: a heading of the article
    return last


def _behind_items(texts: list[str], first: int, end: int) -> int | None:
    """The first block before `end` that has no bullet where those from `first` on have one; None where all have, or none."""
    if first >= end or (bullet := texts[first][0]) not in _BULLETS:
        return None
    at = next((i for i in range(first, end) if texts[i][0] != bullet), end)
    return at if first + 1 < at < end else None


def _is_table(reading: Reading, index: int, last: int) -> bool:
    """Whether many blocks after `index` up to `last` hold figures, as those of a table do and titles do not."""
    numbered = reading.document.numbered
    return bisect_right(numbered, last) - bisect_right(numbered, index) > _FIGURES * (last - index)


def _is_last(reading: Reading, index: int) -> bool:
    """Whether nothing follows the heading at `index` but titles with their blurbs, and the article stands before it."""
    document = reading.document
    prose, lengths = document.prose, document.lengths
    blurbs = prose[bisect_right(prose, index) :]
    titled = sum(b - a > 1 for a, b in pairwise([index, *blurbs]))
    return (
        len(blurbs) >= _BLURBS
        and titled >= _TITLED * len(blurbs)
        and max(lengths[i] for i in blurbs) <= _BLURB
        and sum(lengths[i] for i in blurbs) <= _BEHIND * sum(lengths[i] for i in prose)
    )


def _next(reading: Reading, index: int) -> int:
    """The block after the one at `index`, unless it is a paragraph or known by its own words."""
    after = index + 1
    is_title = after < len(reading.document) and after not in reading.document.is_paragraph and after not in reading.hits
    return after if is_title else index


_END: Final = {"run": _end, "rest": _rest, "pair": _next}
