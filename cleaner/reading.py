"""A document read with the rules in force: what every stage looks at."""

from __future__ import annotations

from functools import cached_property

from cleaner.document import Document
from cleaner.marks import Mark
from cleaner.matcher import Hit, Rulebook


class Reading:
    """A document, the rules in force and where they hit."""

    def __init__(self, document: Document, rulebook: Rulebook, known: dict[str, tuple[Hit, ...]]) -> None:
        self.document = document
        self.rulebook = rulebook
        self.hits = rulebook.find(document, known)
        """By block; where a rule may stand (`where`) is not looked at yet."""

    @cached_property
    def head(self) -> int:
        """Blocks before this one are the head: what comes before the first paragraph."""
        return self.document.body[0]

    @cached_property
    def tail(self) -> int:
        """Blocks after this one are the tail: what follows the last paragraph."""
        return self.document.body[1]

    def mark(
        self, first: int, last: int, rule: str, reason: str, confidence: float = 0.9, *,
        lifted_to: str | None = None, value: str | None = None,
    ) -> Mark:  # fmt: skip
        """A mark on whole blocks, `first` to `last`, with their line ends."""
        start, end = self.document.span(first, last)
        return Mark(start, end, rule, reason, confidence, lifted_to, value)
