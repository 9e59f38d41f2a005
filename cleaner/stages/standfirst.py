"""Keeps the standfirst of an article: the sentences between headline and text that the page describes itself with.

The scorer drops one in ten: it stands in the page's header, among byline and date. What is kept is a block after the headline
and before the first paragraph, outside menus, sidebars, captions and controls, that begins like the description in the page's
head or is its beginning; the first such block for a description, and none where a block that stays says the same. Only on
pages of the kind article: elsewhere descriptions are slogans.
"""

from __future__ import annotations

from typing import Final

from cleaner.packs import Heuristic
from cleaner.page import Inside, Page
from cleaner.reading import Reading

KEPT: Final = Heuristic("metadata.standfirst", "The page describes itself with it, and it stands between headline and text.")
RULES: Final = (KEPT,)

_PARAGRAPH: Final = 150  # code points outside links of a block with which the text begins
_LEAST: Final = 20  # code points of a description that tells one article from another
_ALIKE: Final = 60  # code points compared: descriptions are cut short, and end in other signs
_LINKED: Final = 0.2  # share of a standfirst that may be links
_ELSEWHERE: Final = int(
    Inside.NAV | Inside.ASIDE | Inside.FOOTER | Inside.CAPTION | Inside.BUTTON | Inside.SELECT | Inside.DIALOG | Inside.HIDDEN
)
_ARTICLE: Final = "article"


def mark(reading: Reading) -> None:
    """Keeps on the blocks of the standfirst."""
    page, verdict, chosen = reading.page, reading.verdict, reading.chosen
    if page is None or verdict is None or verdict.kind != _ARTICLE:
        return
    told = {told for description in page.descriptions if len(told := _folded(description)) >= _LEAST}
    paragraph = next((n for n, kept in enumerate(chosen) if kept and len(page.texts[n]) - page.links[n] >= _PARAGRAPH), 0)
    headline = max((n for n in range(paragraph) if page.levels[n] == 1), default=paragraph)
    between = range(headline + 1, paragraph)
    if not told or not between:
        return
    found = [
        (number, folded)
        for number in between
        if _is_beside(page, number)
        and not chosen[number]
        and len(folded := _folded(page.texts[number])) >= _LEAST
        and any(_is_alike(one, folded) for one in told)
    ]
    if not found:
        return
    said = [_folded(text) for text, kept in zip(page.texts, chosen, strict=True) if kept]
    told = {one for one in told if not any(one[:_ALIKE] in text for text in said)}
    for number, folded in found:
        if alike := {one for one in told if _is_alike(one, folded)}:
            reading.keep(*page.span(number, number), KEPT.id, KEPT.reason)
            told -= alike


def _is_beside(page: Page, number: int) -> bool:
    """Whether a block stands neither among links nor where no standfirst does."""
    return page.links[number] <= _LINKED * len(page.texts[number]) and not page.insides[page.holders[number]] & _ELSEWHERE


def _folded(text: str) -> str:
    """`text` without what differs between a description and the page: white space, case, and the signs at its end."""
    return " ".join(text.split()).rstrip(".… ").casefold()


def _is_alike(description: str, text: str) -> bool:
    return text.startswith(description[:_ALIKE]) or description.startswith(text[:_ALIKE])
