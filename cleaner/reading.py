"""A document read with the rules in force: what every stage looks at."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from cleaner.document import Document, count_words
from cleaner.marks import Mark
from cleaner.matcher import Memory, Rulebook

_FEW: Final = 3  # blocks at either end that are head and tail whatever they are
_NEAR: Final = 14  # blocks before the first paragraph among which its title is looked for
_TITLE: Final = (2, 40)  # words of a title
_TITLE_MOST: Final = 300  # code points


class Reading:
    """A document, the rules in force, where they hit, and what earlier stages marked."""

    def __init__(self, document: Document, rulebook: Rulebook, memory: Memory) -> None:
        self.document = document
        self.rulebook = rulebook
        self.hits = rulebook.find(document, memory)
        """By block; where a rule may stand (`where`) is not looked at yet."""
        self.stage = ""
        """The name of the stage that looks at it."""
        self.parts = False
        self.marks: list[Mark] = []
        """What the stages marked so far."""
        self.marked: set[int] = set()
        """The blocks that stages before this one marked whole."""
        self.head, self.tail = document.body
        """Blocks before `head` come before the first long paragraph, those after `tail` after the last."""

    def in_head(self, index: int) -> bool:
        """Whether the block stands before the first paragraph or among the first few."""
        return index < self.head or index < _FEW

    def in_tail(self, index: int) -> bool:
        """Whether the block stands after the last paragraph or among the last few."""
        return index > self.tail or index >= len(self.document) - _FEW

    def stands(self, index: int, where: str) -> bool:
        """Whether a rule that wants to stand there may: what it asks of its neighbours is not looked at."""
        return (
            where == "anywhere"
            or (where in ("head", "edge", "company") and self.in_head(index))
            or (where in ("tail", "edge", "company") and self.in_tail(index))
        )

    @cached_property
    def title(self) -> int | None:
        """The block that reads as the article's title: shortly before the first paragraph, like no sentence."""
        document = self.document
        if not document.prose:
            return None
        low, high = _TITLE
        candidates = [
            index
            for index in range(max(0, self.head - _NEAR), self.head)
            if index not in self.hits
            and len(text := document.texts[index]) <= _TITLE_MOST
            and text[-1] not in ".,;:…-"
            and low <= count_words(text) <= high
        ]
        if not candidates:
            return None
        repeated = [index for index in candidates if document.texts[index] in document.places]
        whole_page = self.head > _NEAR
        best = max(repeated or candidates, key=lambda index: len(document.texts[index])) if whole_page else None
        return (repeated or candidates)[0] if best is None else document.texts.index(document.texts[best])

    def mark(
        self, first: int, last: int, rule: str, reason: str, confidence: float = 0.9, *,
        lifted_to: str | None = None, value: str | None = None,
    ) -> None:  # fmt: skip
        """Mark whole blocks, `first` to `last`, with their line ends, unless the rule is switched off."""
        if self.rulebook.has(rule):
            start, end = self.document.span(first, last)
            self.marks.append(Mark(start, end, rule, reason, confidence, lifted_to, value, self.stage))
            self.marked.update(range(first, last + 1))

    def mark_part(self, start: int, end: int, rule: str, reason: str, confidence: float = 0.9, *, replacement: str = "") -> None:
        """Mark a part of the document's text, unless the rule is switched off."""
        if self.rulebook.has(rule):
            self.parts = True
            self.marks.append(Mark(start, end, rule, reason, confidence, None, None, self.stage, replacement))

    def left(self) -> list[str] | None:
        """The blocks that nobody marked; None where a part of a block is, so that they have to be read anew."""
        if self.parts:
            return None
        return [text for index, text in enumerate(self.document.raws) if index not in self.marked]
