"""How to find the blocks that a pattern may fit, without trying it: texts that every match begins with or holds; its size."""

from __future__ import annotations

import importlib
import math
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

# The standard library's own reading of a pattern; it has no public name. Python 3.11 to 3.14 have it under this one.
parser: Final[Any] = importlib.import_module("re._parser")
sre: Final[Any] = importlib.import_module("re._constants")

EDGE: Final = " |•·●▪■►▶▸◂◄★☆✓✔✕✖×→←↑↓⇒➔➜»«›‹<>-–—…:;,!¡*#+&/\\()[]{}=~^_@©®\"“”„'。、，：・！｜（）【】《》「」।۔"
"""What may stand around a phrase: signs, but no full stop or question mark, which make a sentence of it."""
LEAD: Final = EDGE + "?%$€£_`"
"""What is passed over to find what a block begins with."""

_START_MOST: Final = 8  # code points that a block is known to begin with: half the texts to look for that 12 make
_SIGNS: Final = "\0"  # signs in a beginning: passed over before its first letter, they end it behind that
_PREFIXES: Final = 80  # of one pattern: as soon as there are more, they are long enough
_LITERAL_MOST: Final = 16  # code points of a text to look for
_CLASS_MOST: Final = 4  # signs of a class that are looked for one by one
# How often Latin letters come, by rank; signs and accents are rarer, and other scripts stand in few texts. It only decides
# which of two texts is looked for.
_RANK: Final = {letter: 0.12 / (1 + rank * 0.35) for rank, letter in enumerate(" etaoinshrdlcumwfgypbvkjxqz")}
_RARE: Final = 0.01
_STRANGE: Final = 0.002
_LATIN: Final = "\u0370"  # before it
_FIGURES: Final = ((sre.CATEGORY, sre.CATEGORY_DIGIT), (sre.RANGE, (ord("0"), ord("9"))))
_PLACES: Final = 60  # of a block, where a text may stand that it holds
_SURE: Final = 1e-5  # of one beginning: known well enough not to be multiplied by what may follow it
_FEW: Final = 0.001  # of the blocks found in vain: no need to look for something better
_ANY_LENGTH: Final = 10**9  # code points
Anchors = tuple[frozenset[str], frozenset[str]]
_NONE: Final[Anchors] = frozenset(), frozenset()


@cache
def _frequency(text: str) -> float:
    chance = math.prod(_RANK.get(char) or (_RARE if char < _LATIN else _STRANGE) for char in text)
    # Short words are commoner than their letters tell.
    word = text.strip()
    return chance + 10.0 ** -len(word) if word.isascii() and word.isalpha() else chance


def _cost(found: Anchors) -> float:
    """How many blocks are found in vain, about, for one that may be."""
    starts, inside = found
    if not (starts or inside):
        return math.inf
    return sum(map(_frequency, starts)) + _PLACES * sum(map(_frequency, inside))


_parsed: Final = lru_cache(maxsize=1)(parser.parse)  # of one pattern more than one thing is asked


class Limits(NamedTuple):
    """What else a block must be that a pattern fits, which is quicker to see than whether it does."""

    longest: int = _ANY_LENGTH
    """Code points."""
    has_number: bool = False
    """Whether it holds a figure."""
    at_start: bool = False
    """Whether a match begins where the block does."""


class _Pattern:
    """The parts of one pattern, what is found out of each of them kept: it is asked for again from every part around it."""

    def __init__(self, tree: Any) -> None:
        self.tree = list(tree)  # held, so that the parts keep their identities
        self._prefixes_of: dict[tuple[int, bool], set[tuple[str, bool]]] = {}
        self._literals_of: dict[int, frozenset[str]] = {}

    def literals(self, tree: Any) -> frozenset[str]:
        """Those of which one stands in every match of a tree, the rarest there are."""
        best: frozenset[str] = frozenset()
        least = math.inf

        def better(new: frozenset[str]) -> frozenset[str]:
            nonlocal least
            if new and all(new) and (frequency := sum(map(_frequency, new))) < least:
                least = frequency
                return new
            return best

        for place, (op, args) in enumerate(tree):
            # What begins within a fixed text is commoner than what begins with it.
            if not (op in REPEATS and args[0] == 0) and not (place and op is tree[place - 1][0] is sre.LITERAL):
                best = better(frozenset(text[:_LITERAL_MOST] for text, _ in self.prefixes(tree[place:], decorated=False)))
            if op is sre.SUBPATTERN:
                best = better(self._literals_in(args[3]))
            elif op is sre.ATOMIC_GROUP:
                best = better(self._literals_in(args))
            elif op is sre.BRANCH:
                parts = [self._literals_in(branch) for branch in args[1]]
                if all(parts):
                    best = better(frozenset().union(*parts))
            elif op in REPEATS and args[0] > 0:
                best = better(self._literals_in(args[2]))
        return best

    def _literals_in(self, part: Any) -> frozenset[str]:
        if id(part) not in self._literals_of:
            self._literals_of[id(part)] = self.literals(part)
        return self._literals_of[id(part)]

    def _prefixes_in(self, part: Any, decorated: bool) -> set[tuple[str, bool]]:
        if (id(part), decorated) not in self._prefixes_of:
            self._prefixes_of[id(part), decorated] = self.prefixes(part, decorated=decorated)
        return self._prefixes_of[id(part), decorated]

    def anchors(self, tree: list[Any]) -> Anchors:
        """What a match begins with, or what it holds, whichever fewer other blocks do."""
        found = {text.lstrip(LEAD + _SIGNS).partition(_SIGNS)[0][:_START_MOST] for text, _ in self.prefixes(tree)}
        starts = (frozenset(found), frozenset[str]()) if all(found) else _NONE
        return (
            starts if _cost(starts) < _FEW else min(starts, (frozenset(), self.literals(tree)), self.branches(tree), key=_cost)
        )

    def branches(self, tree: list[Any]) -> Anchors:
        """What the choices that a tree begins with are found by, each in its own way."""
        while tree and (tree[0][0] is sre.AT or (tree[0][0] in REPEATS and _is_decoration(tree[0][1][2]))):
            tree = tree[1:]
        first: tuple[Any, Any] = tree[0] if tree else (None, None)
        if first[0] is sre.SUBPATTERN:
            return self.anchors([*first[1][3], *tree[1:]])
        if first[0] is sre.BRANCH:
            parts = [self.anchors([*branch, *tree[1:]]) for branch in first[1][1]]
            if all(starts or inside for starts, inside in parts):
                return frozenset().union(*(p[0] for p in parts)), frozenset().union(*(p[1] for p in parts))
        return _NONE

    def prefixes(self, tree: Any, *, decorated: bool = True) -> set[tuple[str, bool]]:
        """Fixed beginnings of what a tree matches, and whether each is all of the match."""
        found = {("", True)}
        for op, args in tree:
            more: set[tuple[str, bool]]
            if op is sre.AT:
                continue
            if op is sre.LITERAL:
                char = chr(args).lower()
                found = {(text + char if open_ else text, open_) for text, open_ in found}
                continue
            if op is sre.IN and len(args) <= _CLASS_MOST and all(kind is sre.LITERAL for kind, _ in args):
                more = {(chr(char).lower(), True) for _, char in args}
            elif op is sre.SUBPATTERN:
                more = self._prefixes_in(args[3], decorated)
            elif op is sre.ATOMIC_GROUP:
                more = self._prefixes_in(args, decorated)
            elif op is sre.BRANCH:
                more = set().union(*(self._prefixes_in(branch, decorated) for branch in args[1]))
            elif op in REPEATS and args[1] == 1:
                more = self._prefixes_in(args[2], decorated) | ({("", True)} if args[0] == 0 else set())
            elif decorated and op in REPEATS and _is_decoration(args[2]):
                more = {(_SIGNS, True)}
            elif op in REPEATS and args[0] > 0:
                more = {(text, False) for text, _ in self._prefixes_in(args[2], decorated)}
            else:
                more = {("", False)}
            found = _followed(found, more)
            if len(found) > _PREFIXES or not any(open_ for _, open_ in found):
                break
        return found

    def found_by(self) -> Anchors:
        """What a match begins with, or what it holds."""
        anchored = bool(self.tree) and self.tree[0] == (sre.AT, sre.AT_BEGINNING_STRING)
        return self.anchors(self.tree[1:]) if anchored else (frozenset(), self.literals(self.tree))


@cache
def of(pattern: str) -> tuple[frozenset[str], frozenset[str]]:
    """How to find blocks that `pattern` may fit: what they begin with, signs and figures aside, or what else they hold.

    Its placeholders are filled in. Both are in lower case, and a match has one of all these texts; two empty sets where nothing
    is fixed.
    """
    return _Pattern(_parsed(pattern)).found_by()


def limits(pattern: str) -> Limits:
    """What else a block must be that `pattern`, its placeholders filled in, fits."""
    tree = _parsed(pattern)
    at_start = _is_at(tree, 0, sre.AT_BEGINNING_STRING)
    is_whole = at_start and _is_at(tree, -1, sre.AT_END_STRING)
    return Limits(tree.getwidth()[1] if is_whole else _ANY_LENGTH, _has_number(tree), at_start)


def _is_at(tree: Any, end: int, place: Any) -> bool:
    """Whether the part of a tree at one `end`, or each of its choices there, is that place of a text."""
    if not len(tree):
        return False
    op, args = tree[end]
    if op is sre.BRANCH:
        return all(_is_at(branch, end, place) for branch in args[1])
    return bool(op is sre.AT and args is place) or (op is sre.SUBPATTERN and _is_at(args[3], end, place))


def _has_number(tree: Any) -> bool:
    """Whether every match of a tree holds a figure."""
    return any(
        (op is sre.IN and all(member in _FIGURES for member in args))
        or (op is sre.SUBPATTERN and _has_number(args[3]))
        or (op is sre.ATOMIC_GROUP and _has_number(args))
        or (op is sre.BRANCH and all(map(_has_number, args[1])))
        or (op in REPEATS and args[0] > 0 and _has_number(args[2]))
        for op, args in tree
    )


REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def _followed(found: set[tuple[str, bool]], more: set[tuple[str, bool]]) -> set[tuple[str, bool]]:
    """`found` with each of `more` behind what may go on; as it is where that makes many of what is known well enough."""
    if len(found) * len(more) > _PREFIXES and all(_frequency(text) < _SURE for text, _ in found):
        return {(text, False) for text, _ in found}
    longer = {(text + end, whole) for text, open_ in found if open_ for end, whole in more}
    return longer | {(text, False) for text, open_ in found if not open_}


def _is_decoration(tree: Any) -> bool:
    """Whether a tree is a class of signs, none of them a letter."""
    if len(tree) != 1 or tree[0][0] is not sre.IN:
        return False
    members = tree[0][1]
    if members[0] == (sre.NEGATE, None):
        return (sre.CATEGORY, sre.CATEGORY_WORD) in members
    return all(op is sre.LITERAL and chr(arg) in LEAD for op, arg in members)
