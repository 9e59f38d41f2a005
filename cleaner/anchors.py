"""How to find the blocks that a pattern may fit, without trying it: texts that every match begins with or holds."""

from __future__ import annotations

import importlib
import math
import re
from functools import cache
from typing import Any, Final

# The standard library's own reading of a pattern; it has no public name. Python 3.11 to 3.14 have it under this one.
parser: Final[Any] = importlib.import_module("re._parser")
sre: Final[Any] = importlib.import_module("re._constants")

EDGE: Final = " |•·●▪■►▶▸◂◄★☆✓✔✕✖×→←↑↓⇒➔➜»«›‹<>-–—…:;,!¡*#+&/\\()[]{}=~^_@©®\"“”„'。、，：・！｜（）【】《》「」।"
"""What may stand around a phrase: signs, but no full stop or question mark, which make a sentence of it."""
LEAD: Final = EDGE + "?%$€£_`"
"""What is passed over to find what a block begins with."""

_PLACEHOLDER: Final = re.compile(r"\{[a-z]+\}")
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
_PLACES: Final = 60  # of a block, where a text may stand that it holds
_SURE: Final = 1e-5  # of one beginning: known well enough not to be multiplied by what may follow it
_FEW: Final = 0.001  # of the blocks found in vain: no need to look for something better
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


def _literals(tree: Any) -> frozenset[str]:
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
            best = better(frozenset(text[:_LITERAL_MOST] for text, _ in _prefixes(tree[place:], decorated=False)))
        if op is sre.SUBPATTERN:
            best = better(_literals(args[3]))
        elif op is sre.ATOMIC_GROUP:
            best = better(_literals(args))
        elif op is sre.BRANCH:
            parts = [_literals(branch) for branch in args[1]]
            if all(parts):
                best = better(frozenset().union(*parts))
        elif op in REPEATS and args[0] > 0:
            best = better(_literals(args[2]))
    return best


@cache
def of(pattern: str) -> tuple[frozenset[str], frozenset[str]]:
    """How to find blocks that `pattern` may fit: what they begin with, signs and figures aside, or what else they hold.

    Both in lower case; a match has one of all these texts. Two empty sets where nothing is fixed.
    """
    tree = list(parser.parse(_PLACEHOLDER.sub(".", pattern)))
    anchored = bool(tree) and tree[0] == (sre.AT, sre.AT_BEGINNING_STRING)
    return _anchors(tree[1:]) if anchored else (frozenset(), _literals(tree))


def _anchors(tree: list[Any]) -> Anchors:
    """What a match begins with, or what it holds, whichever fewer other blocks do."""
    found = {text.lstrip(LEAD + _SIGNS).partition(_SIGNS)[0][:_START_MOST] for text, _ in _prefixes(tree)}
    starts = (frozenset(found), frozenset[str]()) if all(found) else _NONE
    return starts if _cost(starts) < _FEW else min(starts, (frozenset(), _literals(tree)), _branches(tree), key=_cost)


def _branches(tree: list[Any]) -> Anchors:
    """What the choices that a tree begins with are found by, each in its own way."""
    while tree and (tree[0][0] is sre.AT or (tree[0][0] in REPEATS and _is_decoration(tree[0][1][2]))):
        tree = tree[1:]
    first: tuple[Any, Any] = tree[0] if tree else (None, None)
    if first[0] is sre.SUBPATTERN:
        return _anchors([*first[1][3], *tree[1:]])
    if first[0] is sre.BRANCH:
        parts = [_anchors([*branch, *tree[1:]]) for branch in first[1][1]]
        if all(starts or inside for starts, inside in parts):
            return frozenset().union(*(p[0] for p in parts)), frozenset().union(*(p[1] for p in parts))
    return _NONE


REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def _prefixes(tree: Any, *, decorated: bool = True) -> set[tuple[str, bool]]:
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
            more = _prefixes(args[3], decorated=decorated)
        elif op is sre.ATOMIC_GROUP:
            more = _prefixes(args, decorated=decorated)
        elif op is sre.BRANCH:
            more = set().union(*(_prefixes(branch, decorated=decorated) for branch in args[1]))
        elif op in REPEATS and args[1] == 1:
            more = _prefixes(args[2], decorated=decorated) | ({("", True)} if args[0] == 0 else set())
        elif decorated and op in REPEATS and _is_decoration(args[2]):
            more = {(_SIGNS, True)}
        elif op in REPEATS and args[0] > 0:
            more = {(text, False) for text, _ in _prefixes(args[2], decorated=decorated)}
        else:
            more = {("", False)}
        found = _followed(found, more)
        if len(found) > _PREFIXES or not any(open_ for _, open_ in found):
            break
    return found


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
