"""Marks what the rule packs know by its words.

A rule's `where` says what company it needs: `head` before the first paragraph or among the first blocks, `tail` after the last
one or among the last, `edge` either, `company` either or beside another block that goes. A rule of scope `run` takes the blocks
that follow it until prose resumes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.marks import Mark
from cleaner.matcher import Hit
from cleaner.reading import Reading

RULES: Final = ()
_FEW: Final = 3  # blocks at either end that are head and tail however long they are


def mark(reading: Reading) -> Iterator[Mark]:
    """Marks of all rules of phrases and patterns."""
    document = reading.document
    last = len(document) - 1
    sure: set[int] = set()
    waiting: list[tuple[int, Hit]] = []
    for index in sorted(reading.hits):
        for hit in reading.hits[index]:
            where = hit.rule.where
            in_head = index < reading.head or index < _FEW
            in_tail = index > reading.tail or index > last - _FEW
            if hit.rule.cues or hit.rule.scope == "run":
                continue
            if (
                where == "anywhere"
                or (in_head and where in ("head", "edge", "company"))
                or (in_tail and where in ("tail", "edge", "company"))
            ):
                if hit.end - hit.start == len(document.texts[index]):
                    sure.add(index)
                yield _mark(reading, index, hit)
            elif where == "company":
                waiting.append((index, hit))
    for index, hit in [*waiting, *reversed(waiting)]:
        if index not in sure and (index - 1 in sure or index + 1 in sure):
            sure.add(index)
            yield _mark(reading, index, hit)


def _mark(reading: Reading, index: int, hit: Hit) -> Mark:
    document = reading.document
    rule = hit.rule
    if hit.start == 0 and hit.end == len(document.texts[index]):
        start, end = document.span(index, index)
    else:
        at = document.start(index)
        start, end = at + hit.start, at + hit.end
    return Mark(start, end, rule.id, rule.reason, rule.confidence, rule.lifts, hit.value, keep=rule.keep)
