"""Keeps what other stages must not touch: code between fences, and what keep rules of the packs find."""

from __future__ import annotations

from typing import Final

from cleaner.matcher import Hit
from cleaner.packs import Heuristic
from cleaner.reading import Reading

CODE: Final = Heuristic("keep.code", "Code between fences stays as it is.", "careful")
RULES: Final = (CODE,)

_FENCE: Final = "```"


def mark(reading: Reading) -> None:
    """Keeps on everything from a fence to the next one, and on the hits of keep rules."""
    _fences(reading)
    for index, hits in reading.hits.items():
        for hit in hits:
            if hit.rule.keep and reading.stands(index, hit.rule.where):
                _keep(reading, index, hit)


def _keep(reading: Reading, index: int, hit: Hit) -> None:
    rule, at = hit.rule, reading.document.start(index)
    if reading.is_whole(index, hit):
        reading.keep(index, index, rule.id, rule.reason)
    else:
        reading.keep_part(at + hit.start, at + hit.end, rule.id, rule.reason)


def _fences(reading: Reading) -> None:
    document = reading.document
    if _FENCE not in document.joined:
        return
    fences = [index for index, text in enumerate(document.texts) if text.startswith(_FENCE)]
    for first, last in zip(fences[::2], fences[1::2], strict=False):
        reading.keep(first, last, CODE.id, CODE.reason)
