"""The pages of rules say what the rules say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner import packs
from cleaner.pipeline import EVERY
from cleaner.reports import rules_page

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def fresh() -> dict[str, str]:
    figures = json.loads((ROOT / "benchmarks" / "languages.json").read_text("utf-8"))
    return rules_page.pages(packs.complete(), EVERY, figures)


def test_the_pages_of_rules_are_fresh(fresh: dict[str, str]) -> None:
    stale = [path for path, text in fresh.items() if not (ROOT / path).exists() or (ROOT / path).read_text("utf-8") != text]
    assert not stale, "out of date: python -m cleaner.reports.rules_page"


def test_every_rule_is_on_a_page(fresh: dict[str, str]) -> None:
    for rule in packs.complete():
        assert f"## {rule.id}\n" in fresh[rules_page.PACK.format(Path(rule.file).stem)]
    for stage in EVERY:
        for heuristic in stage.RULES:
            assert f"| {heuristic.id} |" in fresh[rules_page.INDEX]


def test_no_page_is_of_a_pack_that_is_gone(fresh: dict[str, str]) -> None:
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "rules").glob("*.md")} <= set(fresh)


def test_examples_are_shown_as_they_are() -> None:
    shown = rules_page._quoted("⟦*Share* [this] <b>now</b>⟧\n\n- a_b & c")
    assert shown == "⟦\\*Share\\* \\[this\\] \\<b\\>now\\</b\\>⟧\\\n  \\- a\\_b \\& c"
