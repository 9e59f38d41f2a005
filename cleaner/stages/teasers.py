"""Marks grids of teasers inside an article: elements of one form side by side, each a picture, a linked title, perhaps a blurb.

What stands outside an article the scorer knows; inside one, titles with a sentence under them read like its own sections. A
teaser has one picture, one block that is a link from end to end and comes first, and few words beside it; three of them follow
each other as children of one element, with one tag and one class. Its link stays on the site: goods, places and sources that an
article recommends lead elsewhere. Before the grid stand paragraphs, and all of them hold much more than it does. Only on pages
of the kind article.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from cleaner.packs import Heuristic
from cleaner.page import Inside, Page
from cleaner.reading import Reading

GRID: Final = Heuristic("related.teasers", "Teasers of one form side by side, each with a picture and a linked title.")
RULES: Final = (GRID,)

_LEAST: Final = 3  # teasers
_BLOCKS: Final = 4  # of each
_SIZE: Final = 300  # code points of each
_PARAGRAPHS: Final = 2  # before the grid
_SHARE: Final = 0.3  # of the code points that the paragraphs of the article have, a grid may hold
_TABLE: Final = int(Inside.TABLE)
_ARTICLE: Final = "article"


def mark(reading: Reading) -> None:
    """Marks on each grid, as one."""
    page, verdict, chosen = reading.page, reading.verdict, reading.chosen
    if page is None or verdict is None or verdict.kind != _ARTICLE:
        return
    grids = [grid for grid in _grids(page) if any(chosen[grid[0] : grid[1] + 1])]
    if not grids:
        return
    inside = {number for first, last, _ in grids for number in range(first, last + 1)}
    paragraphs = [number for number in page.paragraphs if chosen[number] and number not in inside]
    text = sum(len(page.texts[number]) for number in paragraphs)
    for first, last, count in grids:
        before = sum(number < first for number in paragraphs)
        if before >= _PARAGRAPHS and sum(map(len, page.texts[first : last + 1])) <= _SHARE * text:
            reading.mark(*page.span(first, last), GRID.id, f"{GRID.reason} There are {count}.", 0.85)


def _grids(page: Page) -> Iterator[tuple[int, int, int]]:
    """The first and the last block of each grid, and how many teasers it has."""
    beside: dict[int, list[int]] = {}
    for element, parent in enumerate(page.parents):
        if _is_teaser(page, element):
            beside.setdefault(parent, []).append(element)
    for elements in beside.values():
        # Elements of one form stay in step: each begins where the one before it ends.
        for _, found in groupby(_in_turn(page, elements), lambda pair: pair[0]):
            grid = [element for _, element in found]
            if len(grid) >= _LEAST:
                yield page.firsts[grid[0]], page.lasts[grid[-1]] - 1, len(grid)


def _in_turn(page: Page, elements: list[int]) -> Iterator[tuple[int, int]]:
    """The elements, each with the first of those of its form that it follows without a gap."""
    form, end, first = ("", ""), -1, 0
    for element in elements:
        own = page.element_tags[element], page.words[element].partition(" ")[0]
        if own != form or page.firsts[element] != end:
            form, first = own, element
        end = page.lasts[element]
        yield first, element


def _is_teaser(page: Page, element: int) -> bool:
    first, last = page.firsts[element], page.lasts[element]
    return (
        0 < last - first <= _BLOCKS
        and page.links[first] == len(page.texts[first])
        and not any(page.links[first + 1 : last])
        and not any(page.outward[first:last])
        and sum(page.images[first:last]) == 1
        and not page.insides[element] & _TABLE
        and sum(map(len, page.texts[first:last])) <= _SIZE
    )
