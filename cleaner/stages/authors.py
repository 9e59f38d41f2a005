"""Marks the author's box of a page: a picture, the name that the page gives its author, and a few words on them.

It is one element behind the last paragraph of the article, of a few blocks, that begins with a picture and names the author in
a block of its own or at the beginning of the note. Only on pages of the kind article, and only of an author whom the page
itself names, so a portrait of someone else that closes an article stays.
"""

from __future__ import annotations

from typing import Final

from cleaner.packs import Heuristic
from cleaner.reading import Reading

BOX: Final = Heuristic("author.box", "The author's picture, name and a note, behind the article.")
RULES: Final = (BOX,)

_BLOCKS: Final = 6
_SIZE: Final = 800  # code points
_PARAGRAPHS: Final = 3  # of the article, before the box
_ARTICLE: Final = "article"


def mark(reading: Reading) -> None:
    """Marks on the outermost element that is such a box."""
    page, verdict, chosen = reading.page, reading.verdict, reading.chosen
    if page is None or verdict is None or verdict.kind != _ARTICLE or page.metadata.author is None:
        return
    names = [name.casefold() for name in page.metadata.author.value.split(", ")]
    paragraphs = [number for number in page.paragraphs if chosen[number]]
    for first, last in zip(page.firsts, page.lasts, strict=True):
        if (
            0 < last - first <= _BLOCKS
            and page.images[first]
            and any(chosen[first:last])
            and sum(map(len, page.texts[first:last])) <= _SIZE
            and any(_is_named(page.texts[number], names) for number in range(first, min(first + 2, last)))
            and sum(number < first for number in paragraphs) >= _PARAGRAPHS
            and paragraphs[-1] < last
        ):
            reading.mark(*page.span(first, last - 1), BOX.id, BOX.reason)
            return


def _is_named(text: str, names: list[str]) -> bool:
    """Whether a block is one of the names, or a note that begins with one."""
    return any(name and text.casefold().startswith(name) for name in names)
