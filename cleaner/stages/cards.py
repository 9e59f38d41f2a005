"""Marks cards: a kicker and a headline (perhaps a blurb) printed twice in a row, as pages do for wide and narrow screens.

All of a card goes. What it looks like: two to four blocks that come again at once, the first shorter than the second, none
a sentence with a full stop, beside a paragraph. A caption with its credit is longer first, and verse has no paragraph near.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from cleaner.document import count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading

RULES: Final = (Heuristic("related.card", "A kicker and a headline, printed twice in a row."),)

_MOST: Final = 4  # blocks of a card
_HEADLINE: Final = (4, 60)  # words


def mark(reading: Reading) -> None:
    """Marks on every card, both copies."""
    places = reading.document.places
    if not places or len(reading.document.prose) < 2:
        return
    paragraph = reading.document.is_paragraph
    ends = range(4, 2 * _MOST + 1, 2)
    near = [
        a
        for copies in places.values()
        for a, b in pairwise(copies)
        if b - a <= _MOST and (a - 1 in paragraph or any(a + end in paragraph for end in ends))
    ]
    after = -1
    for index in sorted(near):
        if index > after and (size := _card_at(reading, index)):
            after = index + 2 * size - 1
            reading.mark(index, after, RULES[0].id, f"A card of {size} lines, printed twice in a row.", 0.95)


def _card_at(reading: Reading, index: int) -> int:
    """How many blocks the card that begins at `index` has; 0 if none does."""
    texts = reading.document.texts
    for size in range(2, _MOST + 1):
        both = texts[index : index + 2 * size]
        if len(both) < 2 * size:
            return 0
        again, doubled = both[:size] == both[size:], both[::2] == both[1::2]
        card = both[:size] if again else both[::2]
        if (again or doubled) and _is_card(card) and _beside_paragraph(reading, index, index + 2 * size - 1):
            return size
    return 0


def _is_card(card: list[str]) -> bool:
    low, high = _HEADLINE
    kicker, headline = card[0], card[1]
    return (
        kicker != headline
        and len(kicker) < len(headline)
        and low <= count_words(headline) <= high
        and all(text[-1] not in ".。।" and text[0] not in "-–—" for text in (kicker, headline))
        and not any("\t" in text or " | " in text for text in card)
    )


def _beside_paragraph(reading: Reading, first: int, last: int) -> bool:
    paragraph = reading.document.is_paragraph
    return first - 1 in paragraph or last + 1 in paragraph
