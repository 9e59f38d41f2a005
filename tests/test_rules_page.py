"""The page of rules says what the rules say."""

from __future__ import annotations

from pathlib import Path

from cleaner import packs
from cleaner.pipeline import EVERY
from cleaner.reports import rules_page

PAGE = Path(__file__).parent.parent / "rules" / "README.md"


def test_the_page_of_rules_is_fresh() -> None:
    fresh = rules_page.page(packs.complete(), EVERY)
    # Not compared by assert itself: a diff of a thousand lines says less than the command.
    is_fresh = PAGE.read_text("utf-8") == fresh
    assert is_fresh, "rules/README.md is out of date: python -m cleaner.reports.rules_page > rules/README.md"


def test_every_rule_is_on_the_page() -> None:
    page = rules_page.page(packs.complete(), EVERY)
    for rule in packs.complete():
        assert f"### {rule.id}\n" in page
    for stage in EVERY:
        for heuristic in stage.RULES:
            assert f"| {heuristic.id} |" in page


def test_examples_are_shown_as_they_are() -> None:
    shown = rules_page._quoted("⟦*Share* [this] <b>now</b>⟧\n\n- a_b & c")
    assert shown == "⟦\\*Share\\* \\[this\\] \\<b\\>now\\</b\\>⟧\\\n  \\- a\\_b \\& c"
