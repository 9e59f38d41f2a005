"""Marks or keeps what the scorer is unsure of, as another extractor would: trafilatura, where it was asked.

It has no say in what the scorer is sure of, and none where it was not asked or had no answer.
"""

from __future__ import annotations

from typing import Final

from cleaner.packs import Heuristic
from cleaner.reading import Reading

KEPT: Final = Heuristic("witness.kept", "The scorer is unsure, and trafilatura keeps it.")
LEFT_OUT: Final = Heuristic("witness.left-out", "The scorer is unsure, and trafilatura leaves it out.")
RULES: Final = (KEPT, LEFT_OUT)


def mark(reading: Reading) -> None:
    """Keeps and marks on the blocks whose scores are neither high nor low."""
    page, verdict, opinion = reading.page, reading.verdict, reading.opinion
    if page is None or verdict is None or opinion is None:
        return
    for number, unsure in enumerate(verdict.unsure.tolist()):
        if unsure and opinion[number]:
            reading.keep(*page.span(number, number), KEPT.id, KEPT.reason)
        elif unsure:
            reading.mark(*page.span(number, number), LEFT_OUT.id, LEFT_OUT.reason, 0.7)
