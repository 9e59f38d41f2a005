"""Rules by what they are found by, so that a text meets only the few that may fit it; the others are not even read.

Texts to find rules by are kept in two parts: those in Latin letters, which every text is searched for, and all others, which
only a text in other letters is.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import NamedTuple, TypeVar

from cleaner import cached, packs, patterns
from cleaner.packs import Rule

_Text = TypeVar("_Text", str, bytes)


class Part(NamedTuple):
    """Numbers of rules by the texts that they are found by."""

    exact: dict[str, list[int]]
    """By keys of whole blocks."""
    counted: dict[bytes, list[int]]
    """By keys of whole blocks with one sign for every number, as UTF-8."""
    needles: dict[bytes, list[int]]
    """By what a block holds or, with a line break before it, begins with; the empty text fits every block."""


class Index:
    """Rules by numbers, from 0."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.heads = [(rule.id, rule.level, rule.keep) for rule in rules]
        """Of each rule its id, its level and whether it keeps."""
        self.rules = rules
        self._parts = {is_latin: _part(rules, is_latin) for is_latin in (True, False)}

    def rule(self, number: int) -> Rule:
        """The rule itself."""
        return self.rules[number]

    def part(self, is_latin: bool) -> Part:
        """What rules are found by in Latin letters, or in others."""
        return self._parts[is_latin]


class _Kept(Index):
    """The program's own rules, read from the user's cache as they are asked for."""

    def __init__(self) -> None:
        contents = [path.read_bytes() for path in packs.paths()]
        self._files = {name: cached.path(name, contents) for name in ("rules", "latin", "other")}
        self._read: dict[int, Rule] = {}
        self._loaded: dict[bool, Part] = {}
        try:
            self.heads, self._rows = cached.read(self._files["rules"])
        except (OSError, ValueError, TypeError):
            self._make()

    def _make(self) -> None:
        made = Index([packs.without_examples(rule) for rule in packs.complete()])
        self.heads = made.heads
        self._rows = [marshal.dumps(asdict(rule)) for rule in made.rules]
        self._loaded = made._parts
        for is_latin, part in made._parts.items():
            cached.write(self._files["latin" if is_latin else "other"], tuple(part))
        cached.write(self._files["rules"], (self.heads, self._rows))

    def rule(self, number: int) -> Rule:
        """The rule itself."""
        if number not in self._read:
            self._read[number] = packs.plain_rule(marshal.loads(self._rows[number]))
        return self._read[number]

    def part(self, is_latin: bool) -> Part:
        """What rules are found by in Latin letters, or in others."""
        if is_latin not in self._loaded:
            try:
                self._loaded[is_latin] = Part(*cached.read(self._files["latin" if is_latin else "other"]))
            except (OSError, ValueError, TypeError):
                self._make()
        return self._loaded[is_latin]


class Joined(Index):
    """Two indexes as one: the rules of the second come after those of the first."""

    def __init__(self, first: Index, second: Index) -> None:
        self.first, self.second = first, second
        self.heads = [*first.heads, *second.heads]

    def rule(self, number: int) -> Rule:
        """The rule itself."""
        before = len(self.first.heads)
        return self.first.rule(number) if number < before else self.second.rule(number - before)

    def part(self, is_latin: bool) -> Part:
        """What rules are found by in Latin letters, or in others."""
        shift, a, b = len(self.first.heads), self.first.part(is_latin), self.second.part(is_latin)
        return Part(
            _merged(shift, a.exact, b.exact), _merged(shift, a.counted, b.counted), _merged(shift, a.needles, b.needles)
        )


def _merged(shift: int, first: dict[_Text, list[int]], second: dict[_Text, list[int]]) -> dict[_Text, list[int]]:
    return first | {text: first.get(text, []) + [number + shift for number in numbers] for text, numbers in second.items()}


@cache
def standard() -> Index:
    """The rules that come with the program.

    Reading and checking the packs takes a hundred times as long as cleaning a file, so the outcome is kept in the user's cache,
    under a name made from the contents of the packs; where it cannot be kept, they are read every time.
    """
    return _Kept()


def is_latin(text: str) -> bool:
    """Whether all letters of `text` are Latin."""
    return text.isascii() or patterns.OTHER_LETTERS.search(text) is None


def _part(rules: Sequence[Rule], wanted: bool) -> Part:
    part = Part(defaultdict(list), defaultdict(list), defaultdict(list))
    for number, rule in enumerate(rules):
        for text in rule.finds.exact:
            if is_latin(text) is wanted:
                part.exact[text].append(number)
        for text in rule.finds.counted:
            if is_latin(text) is wanted:
                part.counted[text.encode("utf-8", "surrogatepass")].append(number)
        for needle in (*(f"\n{text}" for text in rule.finds.starts), *rule.finds.inside):
            if is_latin(needle) is wanted:
                part.needles[needle.casefold().encode("utf-8", "surrogatepass")].append(number)
    return Part(dict(part.exact), dict(part.counted), dict(part.needles))
