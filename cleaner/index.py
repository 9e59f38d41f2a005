"""Rules by what they are found by, so that a text meets only the few that may fit it; the others are not even read.

Texts to find rules by are kept in two parts: those in Latin letters, which every text is searched for, and all others, with
those of patterns of a language in other letters, which only a text in such letters is.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from cleaner import anchors, cached, compiled, packs, patterns
from cleaner.packs import Rule

Numbers = tuple[int, ...]
_Text = TypeVar("_Text", str, bytes)
_Found = defaultdict[bytes, list[int]]

_SHELF: Final = 2  # code points


class Keys:
    """Numbers of rules by keys of whole blocks: a shelf for every two letters that keys begin with, unpacked when asked for.

    All of them at once would take longer than cleaning a file.
    """

    def __init__(self, packed: dict[str, bytes]) -> None:
        self.packed = packed
        self._waiting = dict(packed)
        self._unpacked: dict[str, Numbers] = {}

    @classmethod
    def of(cls, rules_of: Mapping[str, Numbers]) -> Keys:
        """The keys of a dictionary."""
        shelves: defaultdict[str, dict[str, Numbers]] = defaultdict(dict)
        for key, rules in rules_of.items():
            shelves[key[:_SHELF]][key] = rules
        return cls({begin: marshal.dumps(shelf) for begin, shelf in shelves.items()})

    def joined(self, other: Keys, shift: int) -> Keys:
        """These keys and those of `other`, whose rules have numbers that begin at `shift`."""
        packed = dict(self.packed)
        for begin, shelf in other.packed.items():
            mine = marshal.loads(packed[begin]) if begin in packed else {}
            packed[begin] = marshal.dumps(_merged(shift, mine, marshal.loads(shelf)))
        return Keys(packed)

    def get(self, key: str) -> Numbers:
        """The rules of `key`; nothing where it has none."""
        if key[:_SHELF] in self._waiting:
            self._unpacked.update(marshal.loads(self._waiting.pop(key[:_SHELF])))
        return self._unpacked.get(key, ())


class Part(NamedTuple):
    """Numbers of rules by the texts that they are found by."""

    exact: Keys
    """By keys of whole blocks."""
    counted: dict[bytes, Numbers]
    """By keys of whole blocks with one sign for every number, as UTF-8."""
    needles: dict[bytes, Numbers]
    """By what a block holds or, with a line break before it, begins with; the empty text fits every block."""


class Index:
    """Rules by numbers, from 0."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.heads = [(rule.id, rule.level, rule.keep) for rule in rules]
        """Of each rule its id, its level and whether it keeps."""
        self.limits = [tuple[int, bool, bool](rule.limits) for rule in rules]
        """What a block must be that each of them fits."""
        self.rules = rules
        self._parts = _parts(rules)

    def rule(self, number: int) -> Rule:
        """The rule itself."""
        return self.rules[number]

    def part(self, is_latin: bool) -> Part:
        """What rules are found by in Latin letters, or in others."""
        return self._parts[is_latin]

    @cached_property
    def searches(self) -> dict[bool, Any]:
        """What finds the texts of its parts, for every rulebook over it: 6 MB each, and pages of each kind have a rulebook."""
        return {}


class _Kept(Index):
    """The program's own rules, read as they are asked for: from the package or, in a checkout, from the user's cache."""

    def __init__(self) -> None:
        # What the code of another day made of the same packs may be something else.
        code = [Path(str(module.__file__)) for module in (anchors, packs, patterns)]
        contents = [path.read_bytes() for path in (*packs.paths(), *code, Path(__file__))]
        self._files = {name: cached.path(name, contents) for name in ("rules", "latin", "other")}
        self.patterns = compiled.path(contents)
        """Where they are kept compiled, in an installed package."""
        self._compiled = compiled.Kept(self.patterns)
        self._read: dict[int, Rule] = {}
        self._loaded: dict[bool, Part] = {}
        try:
            self.heads, self.limits, self._rows = cached.read(self._files["rules"])
        except (OSError, ValueError, TypeError):
            self._make()

    def _make(self) -> None:
        made = Index([packs.lean(rule) for rule in packs.unproved()])
        self.heads, self.limits = made.heads, made.limits
        self._rows = [marshal.dumps(asdict(rule)) for rule in made.rules]
        self._loaded = made._parts
        for is_latin, part in made._parts.items():
            cached.write(self._files["latin" if is_latin else "other"], (part.exact.packed, *part[1:]))
        cached.write(self._files["rules"], (self.heads, self.limits, self._rows))

    def ready(self, folder: str) -> None:
        """Write the compiled patterns into `folder`, to go into a wheel."""
        compiled.write(Path(folder) / self.patterns.name, (self.rule(number).regex for number in range(len(self.heads))))

    def rule(self, number: int) -> Rule:
        """The rule itself."""
        if number not in self._read:
            rule = self._read[number] = packs.plain_rule(marshal.loads(self._rows[number]))
            if regex := self._compiled.get(number):
                rule.__dict__["regex"] = regex
        return self._read[number]

    def part(self, is_latin: bool) -> Part:
        """What rules are found by in Latin letters, or in others."""
        if is_latin not in self._loaded:
            try:
                packed, *rest = cached.read(self._files["latin" if is_latin else "other"])
                self._loaded[is_latin] = Part(Keys(packed), *rest)
            except (OSError, ValueError, TypeError):
                self._make()
        return self._loaded[is_latin]


class Joined(Index):
    """Two indexes as one: the rules of the second come after those of the first."""

    def __init__(self, first: Index, second: Index) -> None:
        self.first, self.second = first, second
        self.heads = [*first.heads, *second.heads]
        self.limits = [*first.limits, *second.limits]

    def rule(self, number: int) -> Rule:
        """The rule itself."""
        before = len(self.first.heads)
        return self.first.rule(number) if number < before else self.second.rule(number - before)

    def part(self, is_latin: bool) -> Part:
        """What rules are found by in Latin letters, or in others."""
        shift, a, b = len(self.first.heads), self.first.part(is_latin), self.second.part(is_latin)
        exact = a.exact.joined(b.exact, shift)
        return Part(exact, _merged(shift, a.counted, b.counted), _merged(shift, a.needles, b.needles))


def _merged(shift: int, first: dict[_Text, Numbers], second: dict[_Text, Numbers]) -> dict[_Text, Numbers]:
    return first | {text: first.get(text, ()) + tuple(n + shift for n in numbers) for text, numbers in second.items()}


@cache
def standard() -> _Kept:
    """The rules that come with the program.

    Reading the packs takes a thousand times as long as cleaning a file, so the outcome comes with an installed package, and is
    kept in the user's cache in a checkout, under a name made from the contents of the packs; where it cannot be kept, they are
    read every time.
    """
    return _Kept()


def is_latin(text: str) -> bool:
    """Whether all letters of `text` are Latin."""
    return text.isascii() or patterns.OTHER_LETTERS.search(text) is None


def _parts(rules: Sequence[Rule]) -> dict[bool, Part]:
    """What rules are found by in Latin letters, and in others."""
    exact: dict[bool, defaultdict[str, list[int]]] = {True: defaultdict(list), False: defaultdict(list)}
    counted, needles = ({True: _Found(list), False: _Found(list)} for _ in range(2))
    for number, rule in enumerate(rules):
        finds = rule.finds
        for text in finds.exact:
            exact[is_latin(text)][text].append(number)
        for text in finds.counted:
            counted[is_latin(text)][_bytes(text)].append(number)
        for text in (*(f"\n{text}" for text in finds.starts), *finds.inside):
            needles[is_latin(text) and not rule.other_letters][_bytes(text.casefold())].append(number)
    return {
        latin: Part(Keys.of(_shared(exact[latin])), _shared(counted[latin]), _shared(needles[latin])) for latin in (True, False)
    }


def _shared(rules_of: Mapping[Any, list[int]]) -> dict[Any, Numbers]:
    """The same with one tuple for all equal ones: it is kept once, and read in a fifth of the time."""
    known: dict[Numbers, Numbers] = {}
    return {
        text: known.setdefault(numbers, numbers) for text, numbers in zip(rules_of, map(tuple, rules_of.values()), strict=True)
    }


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
