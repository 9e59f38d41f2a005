"""Two ways of cleaning the same sources, side by side: what each rule takes more or less, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from typing import Final, NamedTuple

from cleaner.article import Article
from cleaner.marks import Removal

EXAMPLES: Final = 3
"""Of a rule, of what it takes more and of what it takes less."""
DOCUMENTS: Final = 20
"""That changed most."""
_SHOWN: Final = 160  # code points of an example


class Piece(NamedTuple):
    """A stretch of a source that goes one way and stays the other."""

    rule: str
    text: str


class Example(NamedTuple):
    """A piece and where it stands."""

    place: str
    text: str


class Changed(NamedTuple):
    """A document in which something changed; the one that changed more is the greater."""

    characters: int
    place: str
    more: int
    """Code points that only the new way takes."""
    less: int


@dataclass
class Rule:
    """What became of one rule's removals."""

    old: int = 0
    """Removals, as all counts that are not said to be of something else."""
    new: int = 0
    more: int = 0
    """Code points that only the new way takes, by this rule."""
    less: int = 0
    """Code points that only the old way took, by this rule."""
    gained: list[Example] = field(default_factory=list)
    lost: list[Example] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether anything is different."""
        return bool(self.more or self.less or self.old != self.new)


@dataclass
class Comparison:
    """What two ways of cleaning make of the same sources."""

    documents: int = 0
    differ: int = 0
    """Documents whose texts differ."""
    characters: int = 0
    """Of the sources, code points."""
    old: int = 0
    """Code points that the old way takes."""
    new: int = 0
    rules: dict[str, Rule] = field(default_factory=dict)
    most: list[Changed] = field(default_factory=list)
    """A heap; `changed` gives its documents in order."""

    def add(self, place: str, old: Article, new: Article) -> None:
        """Take in a document that both have cleaned. Raises ValueError where they did not read the same source."""
        if old.source.characters != new.source.characters:
            raise ValueError("is not what it was: its source has another length")
        self.documents += 1
        self.characters += new.source.characters
        self.old += sum(removal.end - removal.start for removal in old.removed)
        self.new += sum(removal.end - removal.start for removal in new.removed)
        for removal in old.removed:
            self._rule(removal.rule).old += 1
        for removal in new.removed:
            self._rule(removal.rule).new += 1
        more = less = 0
        for piece in only(new.removed, old.removed):
            rule = self._rule(piece.rule)
            rule.more += len(piece.text)
            more += len(piece.text)
            _note(rule.gained, place, piece)
        for piece in only(old.removed, new.removed):
            rule = self._rule(piece.rule)
            rule.less += len(piece.text)
            less += len(piece.text)
            _note(rule.lost, place, piece)
        if more or less:
            self.differ += 1
            push = heappush if len(self.most) < DOCUMENTS else heappushpop
            push(self.most, Changed(more + less, place, more, less))

    def changed(self) -> list[Changed]:
        """The documents that changed most, that one first."""
        return sorted(self.most, key=lambda one: (-one.characters, one.place))

    def by_change(self) -> list[tuple[str, Rule]]:
        """The rules that changed, that one first which changed most."""
        rules = [(name, rule) for name, rule in self.rules.items() if rule.is_changed]
        return sorted(rules, key=lambda row: (-row[1].more - row[1].less, row[0]))

    def _rule(self, name: str) -> Rule:
        return self.rules.setdefault(name, Rule())


def only(these: Iterable[Removal], those: Iterable[Removal]) -> Iterator[Piece]:
    """The parts of `these` that are in none of `those`, but for blanks; both are in order and disjoint."""
    others = list(those)
    first = 0
    for removal in these:
        while first < len(others) and others[first].end <= removal.start:
            first += 1
        at, number = removal.start, first
        while number < len(others) and others[number].start < removal.end:
            yield from _piece(removal, at, others[number].start)
            at = max(at, others[number].end)
            number += 1
        yield from _piece(removal, at, removal.end)


def _piece(removal: Removal, start: int, end: int) -> Iterator[Piece]:
    text = removal.text[start - removal.start : end - removal.start].strip() if start < end else ""
    if text:
        yield Piece(removal.rule, text)


def _note(examples: list[Example], place: str, piece: Piece) -> None:
    if len(examples) < EXAMPLES:
        text = " ".join(piece.text.split())
        examples.append(Example(place, text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"))
