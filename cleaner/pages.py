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
    in_force = {rule.id for rule in content.RULES if rules.has(rule.id, rule.level)}
    if not in_force:
        return []
    from cleaner import scorer

    found = content.mark(page, scorer.of_pages().judge(page))
    return marks.resolve([mark for mark in found if mark.rule in in_force], page.text)
