"""The laws of the program, for any text: on generated ones, and on real ones where a folder of them lies beside the project."""

from __future__ import annotations

import gzip
import html
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Article, clean, marks, restore
from cleaner.marks import Mark, resolve
from cleaner.packs import LEVELS

SCRAPES = Path(__file__).parents[2] / "shared" / "data" / "scraped-text-dev.jsonl.gz"
FULL = bool(os.environ.get("CLEANER_FULL"))
LAWS = settings(max_examples=10_000 if FULL else 400, deadline=None, suppress_health_check=list(HealthCheck))

# fmt: off
PIECES = (
    "The council of Varnholt voted on Tuesday to keep the night ferry, which carries fewer than forty people a week.",
    "It will be paid for by the harbour, whose director said that he had expected nothing else from a town of sailors, and who",
    "added that the boats were due for repair in any case.",
    "A ferry leaves Varnholt harbour at dusk. Photo: Ada Lindqvist",
    "Varnholt keeps its night ferry",
    "harbour life",
    "The ferry that nobody takes and everybody loves",
    "“No.”",
    "Skip to main content", "Share", "Comments", "Advertisement", "Read more", "Related articles", "Newsletter", "5 min read",
    "More stories from Varnholt Courier", "Varnholt Courier", "January 2, 2026", "Published: 3 May 2025", "By Ada Lindqvist",
    "time to read", "2 mins", "11 mins", "SOURCES:", "Source: Source",
    "कोशिश गोल्ड - मुक्त", "OSTAR »", "|", "-", "***", "• One", "1. Two",
    "Please help us survive: become a member today. Our reporting depends on readers like you and costs $5 a month.",
    "日本語の記事はここに続く。市議会は火曜日に夜間フェリーの存続を可決した。",
    "\u200b", "\x00", "\ud800", "a\tb\tc", "Sign up for our newsletter",
    "<p>", "</p>", "<b>night</b>", "&amp;", "&nbsp;", "List<String>", 'class="x">',
)
# fmt: on
BREAKS = ("\n", "\n\n", "\n\n\n", "\r\n", "\r", " \n", "\n  ", "\u2028", "\x0b", " ")
TEXTS = st.one_of(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS)), max_size=24).map(
        lambda parts: "".join(a + b for a, b in parts)
    ),
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=60)), max_size=14).map("\n".join),
)


def check(text: str, level: str = "standard") -> Article:
    article = clean(text, kind="text", level=level)
    assert restore(article) == text
    at = 0
    for removal in article.removed:
        assert at <= removal.start < removal.end <= len(text)
        assert text[removal.start : removal.end] == removal.text
        # Nothing is added but the blank that joins and the character that an entity stands for.
        assert removal.replacement in ("", " ") or removal.replacement == html.unescape(removal.text)
        at = removal.end
    kept = iter(text)
    joined = [r for r in article.removed if r.replacement]
    if not joined:
        assert all(char in kept for char in article.text), "what stays is not in the order of the source"
    assert article.text == marks.apply(text, article.removed)
    again = clean(article.text, kind="text", level=level)
    assert not again.removed, f"cleaning the clean text removes {[(r.rule, r.text) for r in again.removed]}"
    return article


@LAWS
@given(TEXTS, st.sampled_from(LEVELS))
def test_record_is_exact_and_clean_text_is_clean(text: str, level: str) -> None:
    check(text, level)


@LAWS
@given(TEXTS)
def test_without_any_rule_the_text_stays(text: str) -> None:
    rules = {removal.rule for removal in clean(text, kind="text").removed}
    without: set[str] = set()
    while rules:
        without |= {rule.partition(".")[0] for rule in rules}
        rules = {removal.rule for removal in clean(text, kind="text", without=without).removed}
        assert not {rule.partition(".")[0] for rule in rules} & without
    assert clean(text, kind="text", without=without).text == text


@LAWS
@given(TEXTS)
def test_same_text_same_record(text: str) -> None:
    assert clean(text, kind="text") == clean(text, kind="text")


MARKS = st.builds(
    lambda start, length, rule, keep: Mark(start, start + length, rule, "", keep=keep),
    st.integers(0, 40), st.integers(0, 20), st.sampled_from(("a.b", "c.d", "e.f")), st.booleans(),
)  # fmt: skip


@LAWS
@given(st.lists(MARKS, max_size=12), MARKS)
def test_a_keep_can_only_make_the_text_longer(found: list[Mark], keep: Mark) -> None:
    text = "".join(chr(0x100 + place) for place in range(70))
    fewer = marks.apply(text, resolve(found, text))
    more = marks.apply(text, resolve([*found, keep._replace(keep=True)], text))
    assert set(fewer) | set(text[keep.start : keep.end]) == set(more)


@LAWS
@given(st.lists(MARKS, max_size=12))
def test_resolved_removals_are_disjoint_and_cover_every_mark_that_no_keep_covers(found: list[Mark]) -> None:
    text = "".join(chr(0x100 + place) for place in range(70))
    removals = resolve(found, text)
    assert all(a.end <= b.start for a, b in pairwise(removals))
    claimed = {place for mark in found if not mark.keep for place in range(mark.start, mark.end)}
    kept = {place for mark in found if mark.keep for place in range(mark.start, mark.end)}
    assert {place for r in removals for place in range(r.start, r.end)} == claimed - kept
    assert marks.restore(marks.apply(text, removals), removals) == text


JOINS = st.builds(
    lambda start, length, replacement: Mark(start, start + length, "a.b", "", replacement=replacement),
    st.integers(0, 30), st.integers(1, 12), st.sampled_from(("", "", " ")),
)  # fmt: skip


@LAWS
@given(st.lists(st.lists(JOINS, max_size=6), max_size=4))
def test_removals_of_several_passes_are_those_of_the_source(passes: list[list[Mark]]) -> None:
    source = current = "".join(chr(0x100 + place) for place in range(40))
    removals: list[marks.Removal] = []
    for found in passes:
        fresh = resolve([mark for mark in found if mark.end <= len(current)], current)
        current = marks.apply(current, fresh)
        removals = marks.compose(removals, fresh, source)
    assert marks.apply(source, removals) == current
    assert marks.restore(current, removals) == source


def test_the_longest_mark_wins_and_names_the_loser() -> None:
    found = [Mark(4, 6, "short.one", ""), Mark(2, 9, "long.one", "")]
    [removal] = resolve(found, "0123456789")
    assert (removal.start, removal.end, removal.rule, removal.also) == (2, 9, "long.one", ("short.one",))


def test_of_equal_marks_the_earlier_stage_wins() -> None:
    found = [Mark(2, 5, "z.first", ""), Mark(2, 5, "a.second", "")]
    [removal] = resolve(found, "0123456789")
    assert (removal.rule, removal.also) == ("z.first", ("a.second",))


def test_the_record_does_not_depend_on_the_hash_seed() -> None:
    program = "import sys, cleaner; print(cleaner.clean(sys.stdin.read(), kind='text').to_json())"
    text = "\n\n".join(piece for piece in PIECES if piece.isprintable())
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], input=text, capture_output=True, check=True, encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "1", "2", "3")
    }  # fmt: skip
    assert len(outputs) == 1


def scrapes() -> Iterator[str]:
    with gzip.open(SCRAPES, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if FULL or number % 15 == 0:
                yield json.loads(line)["text"]


@pytest.mark.skipif(not SCRAPES.exists(), reason="no folder of real scrapes beside the project")
def test_the_laws_hold_on_real_scrapes() -> None:
    for text in scrapes():
        article = check(text)
        assert not [warning for warning in article.warnings if "did not settle" in warning]
