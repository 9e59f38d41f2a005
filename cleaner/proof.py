"""Proves rules by their own examples: what is marked goes, and nothing else; what must stay, stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner import packs, pipeline, plugins
from cleaner.index import Index
from cleaner.marks import Removal
from cleaner.matcher import Rulebook
from cleaner.packs import Rule
from cleaner.settings import Settings


class Failure(NamedTuple):
    """An example that does not hold."""

    rule: str
    example: str
    why: str


def prove(rules: Sequence[Rule], *, with_all: Sequence[Rule] | None = None) -> Iterator[Failure]:
    """Find the examples of `rules` that do not hold.

    An example is read with all rules in force, because a rule must live with the others: `with_all`, or the program's
    own, those of installed packs and `rules`. What goes is shown at the rule's own level; what stays must stay at the
    standard level.
    """
    books: dict[str, Rulebook] = {}

    def cleaned(text: str, level: str) -> pipeline.Cleaning:
        if level not in books:
            books[level] = _rulebook(rules, with_all, level)
        return pipeline.settle(text, books[level])

    for rule in rules:
        for example in rule.removes:
            text, marked = packs.shown(example)
            if why := _unlike(rule, example, text, cleaned(text, rule.level)):
                yield Failure(rule.id, example, why)
            elif not marked and not rule.keep:
                yield Failure(rule.id, example, "shows nothing that goes")
        for example in rule.keeps:
            if removed := cleaned(example, "standard").removed:
                yield Failure(rule.id, example, f"should stay whole, but loses {_told(removed)}")


def _rulebook(rules: Sequence[Rule], with_all: Sequence[Rule] | None, level: str) -> Rulebook:
    settings = Settings(level)
    if with_all is None:
        ids = {rule.id for rule in rules}
        if ids.isdisjoint(head[0] for head in plugins.index().heads):
            return pipeline.rulebook(replace(settings, own=Index(rules)))
        own = (*packs.complete(), *plugins.rules())
        strange = [rule for rule in rules if rule not in own]
        if not strange:
            return pipeline.rulebook(settings)
        ids = {rule.id for rule in strange}
        with_all = [*(rule for rule in own if rule.id not in ids), *strange]
    return pipeline.book(with_all, settings)


def _unlike(rule: Rule, example: str, text: str, done: pipeline.Cleaning) -> str | None:
    """How what went differs from what the example's brackets show; None where they agree."""
    gone: dict[int, Removal] = {}
    for removal in done.removed:
        for at in range(removal.start, removal.end):
            if not text[at].isspace():
                gone[at] = removal
    shown = [{at for at in range(*span) if not text[at].isspace()} for span in _spans(example)]
    left = set().union(*shown) - gone.keys()
    if left:
        return f"should go, but stays: {_piece(text, left)!r}"
    if beyond := gone.keys() - set().union(*shown):
        return f"should stay, but goes: {_piece(text, beyond)!r}, by {_told([gone[min(beyond)]])}"
    if shown and not rule.keep and not any(rule.id in (gone[at].rule, *gone[at].also) for part in shown for at in part):
        return f"goes, but by other rules: {_told(done.removed)}"
    return None


def _spans(example: str) -> Iterator[tuple[int, int]]:
    """Where the brackets of an example stand in its text without them."""
    at = start = 0
    for sign in example:
        if sign == "⟦":
            start = at
        elif sign == "⟧":
            yield start, at
        else:
            at += 1


def _piece(text: str, places: set[int]) -> str:
    """Quote the first line of `text` that holds any of `places`, as far as it does."""
    first = min(places)
    line = text.find("\n", first)
    last = max(at for at in places if line < 0 or at < line)
    return text[first : last + 1]


def _told(removed: Sequence[Removal]) -> str:
    return "; ".join(f"{removal.text.strip()!r} to {removal.rule}" for removal in removed)
