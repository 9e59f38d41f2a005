"""Marks threads of comments under an article: entries side by side that are named as comments, the scorer's verdict aside.

Comments read like paragraphs, so the scorer keeps some. A thread is known by name, shape and place together: two elements or
more beside each other, of one tag, whose classes or ids say comment (`rules/html.toml`), each of at least two blocks (who
wrote, and what) and without a heading, after the last paragraph of the article. One such name alone, as a page's body has
that is open to comments, is none. Only on pages of the kind article: on a forum and where questions are answered the posts
are the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.packs import Heuristic
from cleaner.page import Page
from cleaner.reading import Reading

ENTRY: Final = Heuristic("comments.entry", "Comment of a reader, one of several.")
RULES: Final = (ENTRY,)

_ENTRIES: Final = 2
_BLOCKS: Final = 2
_PARAGRAPH: Final = 200  # code points outside links of a block that is a paragraph of the article
_ARTICLE: Final = "article"


def mark(reading: Reading) -> None:
    """Marks on the blocks of the entries of threads."""
    page, verdict = reading.page, reading.verdict
    if page is None or verdict is None or verdict.kind != _ARTICLE or not reading.rulebook.has(ENTRY.id):
        return
    entries = list(_entries(page))
    inside = {number for first, last in entries for number in range(first, last + 1)}
    paragraphs = [
        number
        for number, kept in enumerate(reading.chosen)
        if kept and number not in inside and len(page.texts[number]) - page.links[number] >= _PARAGRAPH
    ]
    for first, last in entries if paragraphs else ():
        if first > paragraphs[-1]:
            reading.mark(*page.span(first, last), ENTRY.id, ENTRY.reason)


def _entries(page: Page) -> Iterator[tuple[int, int]]:
    """The first and the last block of each entry of a thread; an answer inside an entry is part of it."""
    from cleaner.features import class_bits, group_bit

    wanted = group_bit("comment")
    beside: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for element, (words, first, last) in enumerate(zip(page.words, page.firsts, page.lasts, strict=True)):
        named = words and last - first >= _BLOCKS and class_bits(words) & wanted
        if named and not any(page.levels[first:last]):
            beside.setdefault((page.parents[element], page.element_tags[element]), []).append((first, last - 1))
    for entries in beside.values():
        if len(entries) >= _ENTRIES:
            yield from entries
