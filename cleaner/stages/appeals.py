"""Marks appeals for money: a block whose cues add up, and its neighbours that speak in the same voice."""

from __future__ import annotations

from typing import Final

from cleaner.packs import Rule
from cleaner.reading import Reading

RULES: Final = ()

_HALF: Final = 0.5  # of what an appeal needs, for a block beside one
_MOST: Final = 8  # blocks of one appeal


def mark(reading: Reading) -> None:
    """Marks of rules with cues."""
    found: dict[str, tuple[Rule, set[int]]] = {}
    for index, hits in reading.hits.items():
        for hit in hits:
            if hit.rule.cues:
                found.setdefault(hit.rule.id, (hit.rule, set()))[1].add(index)
    for rule, blocks in found.values():
        _appeals(reading, rule, blocks)


def _appeals(reading: Reading, rule: Rule, blocks: set[int]) -> None:
    after = -1
    for index in sorted(blocks):
        if index <= after:
            continue
        first = last = index
        while (
            last - first < _MOST
            and last + 1 < len(reading.document)
            and (last + 1 in blocks or _joins(reading, rule, last + 1))
        ):
            last += 1
        while last - first < _MOST and first - 1 > after and _joins(reading, rule, first - 1):
            first -= 1
        after = last
        score = max(rule.score(reading.document.texts[i]) for i in range(first, last + 1) if i in blocks)
        lines = f" It has {last - first + 1} paragraphs." if last > first else ""
        reading.mark(
            first,
            last,
            rule.id,
            f"{rule.reason} Its cues add up to {score:g} of {rule.least:g}.{lines}",
            rule.confidence,
        )


def _joins(reading: Reading, rule: Rule, index: int) -> bool:
    text = reading.document.texts[index]
    if rule.exceptions and rule.exceptions.search(text):
        return False
    return rule.score(text) >= _HALF * rule.least
