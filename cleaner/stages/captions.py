"""Marks captions that a page shows twice: lines that say what the description of a picture says. One stays.

A description is for those who do not see the picture, and no part of the text; often a caption says the same. So a line that
comes again near its twin is no verse and no refrain, however short it is. The copy that stands as a caption stays, else the
first.
"""

from __future__ import annotations

from typing import Final

from cleaner.packs import Heuristic
from cleaner.page import Inside
from cleaner.reading import Reading

CAPTION: Final = Heuristic("duplicate.picture", "What a picture shows, which stands here already.", "careful")
RULES: Final = (CAPTION,)

_NEAR: Final = 3  # blocks from one copy to the next
_IN_CAPTION: Final = int(Inside.CAPTION)


def mark(reading: Reading) -> None:
    """Marks on all copies but one."""
    page, chosen = reading.page, reading.chosen
    if page is None or not page.alts or not chosen:
        return
    alts = set(page.alts)
    copies: dict[str, list[int]] = {}
    for number, text in enumerate(page.texts):
        if text in alts and chosen[number] and not page.levels[number]:
            copies.setdefault(text, []).append(number)
    for places in copies.values():
        stays = next((number for number in places if page.insides[page.holders[number]] & _IN_CAPTION), places[0])
        for number in places:
            if number != stays and abs(number - stays) <= _NEAR:
                reading.mark(*page.span(number, number), CAPTION.id, CAPTION.reason, 0.95)
