"""Which words of a page are in its gold text: the longest common subsequence of both."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

WORD: Final = re.compile(r"\w+")
_MOST: Final = 60_000  # words of a page that are looked at


def words(text: str) -> list[str]:
    """The words by which texts are compared."""
    return WORD.findall(text.lower())


def common(page: Sequence[str], gold: Sequence[str]) -> list[int]:
    """The places in `page` of a longest common subsequence with `gold`.

    Bit-parallel: a row of the table is one whole number, so 5,000 words against 5,000 take some 10 ms.

    >>> common("home the mayor left about".split(), "the mayor of lund left".split())
    [1, 2, 3]
    """
    page = page[:_MOST]
    where: dict[str, int] = defaultdict(int)
    for place, word in enumerate(gold):
        where[word] |= 1 << place
    full = (1 << len(gold)) - 1
    row = full
    rows = []
    for word in page:
        if hits := where.get(word, 0):
            taken = row & hits
            row = ((row + taken) | (row - taken)) & full
        rows.append(row)
    found = []
    i, j = len(page), len(gold)
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            j -= 1
            continue
        i -= 1
        if i == 0 or rows[i - 1] >> (j - 1) & 1:
            found.append(i)
            j -= 1
    return found[::-1]


def in_gold(texts: Sequence[str], gold: str) -> tuple[list[int], list[int]]:
    """For each block its words, and how many of them are in the gold text in their order."""
    split = [words(text) for text in texts]
    owners = [number for number, block in enumerate(split) for _ in block]
    flat = [word for block in split for word in block]
    matched = Counter(owners[place] for place in common(flat, words(gold)))
    return [len(block) for block in split], [matched[number] for number in range(len(split))]
