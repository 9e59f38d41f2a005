"""What goes of a page before the rest is cleaned as any text: its stages mark once, on the page as it was read."""

from __future__ import annotations

from typing import Final

from cleaner import marks
from cleaner.marks import Removal
from cleaner.matcher import Rulebook
from cleaner.page import Page
from cleaner.stages import content

STAGES: Final = (content,)


def judge(page: Page, rules: Rulebook) -> list[Removal]:
    """The removals of the stages for pages, in code points of `page.text`."""
    if not rules.has(content.LOW.id, content.LOW.level):
        return []
    from cleaner import scorer

    return marks.resolve(list(content.mark(page, scorer.of_pages().judge(page))), page.text)
