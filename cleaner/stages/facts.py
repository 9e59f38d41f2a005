"""Marks the title, the byline and the date of a page where they are no part of its text: they are lifted into its fields.

What the scorer keeps stays in the text. The title is the one that the page itself names; bylines and dates are known by the
rules that lift them, and count near the title, where the page says nothing of author or date itself.
"""

from __future__ import annotations

from typing import Final

from cleaner.document import Document
from cleaner.packs import Heuristic
from cleaner.reading import Reading

TITLE: Final = Heuristic("metadata.title", "The title, which stands above the text.")
RULES: Final = (TITLE,)

_NEAR: Final = 12  # blocks before and after the title


def mark(reading: Reading) -> None:
    """Marks on blocks that are not chosen and hold a fact."""
    page, chosen = reading.page, reading.chosen
    if page is None or page.metadata.title is None or not chosen:
        return
    title = page.metadata.title.value
    titles = [number for number, text in enumerate(page.texts) if text == title and not chosen[number]]
    for number in titles:
        reading.mark(*page.span(number, number), TITLE.id, TITLE.reason, 0.95, lifted_to="title")
    missing = {name for name in ("author", "date") if getattr(page.metadata, name) is None}
    if not missing or not titles:
        return
    near = range(max(0, titles[0] - _NEAR), min(len(page), titles[0] + _NEAR + 1))
    free = [number for number in near if not chosen[number] and "\n" not in page.texts[number]]
    document = Document("\n".join(page.texts[number] for number in free))
    for index, found in reading.rulebook.find(document).items():
        for hit in found:
            if hit.rule.lifts in missing:
                rule, place = hit.rule, page.span(free[index], free[index])
                value = document.lifted(index, hit.lifted)
                reading.mark(*place, rule.id, rule.reason, rule.confidence, lifted_to=rule.lifts, value=value)
