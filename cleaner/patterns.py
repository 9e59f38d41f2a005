"""The language of rules: phrases with placeholders, and patterns that run in linear time.

A phrase is text with `{n}` a number, `{word}`, `{words}` one to eight words, `{name}` one to six words like a name,
`{date}`; `[now]` may be missing, `(a|b)` is one of them. A pattern is a regular expression without look-around, back-references
and unbounded repeats, so it reads a bounded stretch from each place: linear time. The placeholders stand in patterns too.
"""

from __future__ import annotations

import math
import re
import re._constants as sre
import re._parser as parser
from functools import cache
from itertools import product
from typing import Any, Final

# Not lower case where a script has cases; caseless scripts pass. `re` has no \p{Lu}.
_CAPITAL: Final = r"(?-i:[^\W\d_a-zß-öø-ÿа-џα-ώ])"
_NAME: Final = rf"{_CAPITAL}[\w'.-]{{0,24}}"
_DATE: Final = (
    r"(?:[^\W\d_]{2,14}\.?,? )?"
    r"(?:\d{1,4}(?:[./-]|\. )\d{1,2}(?:[./-]|\. )\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.|º)?,? (?:de |of )?[^\W\d_]{3,14}\.?,?(?: de)?,? \d{4}"
    r"|[^\W\d_]{3,14}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일])"
    r"(?:(?: г\.?| m\.| r\.)?,? ?(?:[^\W\d_]{2,3} |[-|·•] ?)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: [a-z]{2,5})?)?"
)
_PLACEHOLDERS: Final = {
    "n": r"\d[\d.,]{0,9}[km]?",
    "word": r"[^\s:]{1,40}",
    "words": r"[^\s]{1,40}(?: [^\s]{1,40}){0,7}",
    "name": rf"{_NAME}(?: (?:{_NAME}|[\w'.-]{{1,3}}|&)){{0,5}}",
    "date": _DATE,
}
_PLACEHOLDER: Final = re.compile(r"\{([a-z]+)\}")
_DIGITS: Final = bytes.maketrans(b"0123456789", b"##########")
_OPEN_END: Final = re.compile(r" \Z")
_CHOICE: Final = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")
_WIDEST: Final = 2_000  # code points a pattern may span
_WAYS: Final = 20_000  # ways a pattern may try from one place
_WORDS: Final = 2  # blanks of a phrase that may close like a sentence
_MOST: Final = 256  # wordings of one phrase


class PatternError(ValueError):
    """A pattern or phrase that may not be used, and why."""


def fill(pattern: str) -> str:
    """`pattern` with its placeholders filled in."""
    return _PLACEHOLDER.sub(lambda m: f"(?:{_PLACEHOLDERS[m[1]]})" if m[1] in _PLACEHOLDERS else m[0], pattern)


def expand(phrase: str) -> list[str]:
    """Every wording of a phrase: each option in and out, each of its choices."""
    parts: list[list[str]] = []
    at = 0
    for choice in _CHOICE.finditer(phrase):
        parts.append([phrase[at : choice.start()]])
        parts.append([choice[1], ""] if choice[1] is not None else choice[2].split("|"))
        at = choice.end()
    parts.append([phrase[at:]])
    return [" ".join("".join(wording).split()) for wording in product(*parts)]


def template(phrase: str) -> str:
    """The pattern of a phrase: its choices and options as groups, its placeholders filled in."""
    out: list[str] = []
    at = 0
    for choice in _CHOICE.finditer(phrase):
        out.append(_fixed(phrase[at : choice.start()]))
        options = choice[2].split("|") if choice[1] is None else [choice[1], ""]
        if may_lack := "" in options:
            out[-1] = _OPEN_END.sub(" ?", out[-1])
        out.append(f"(?:{'|'.join(_fixed(option) for option in options if option)})" + ("?" if may_lack else ""))
        at = choice.end()
        if may_lack and phrase[at : at + 1] == " ":
            out.append(" ?")
            at += 1
    out.append(_fixed(phrase[at:]))
    return "".join(out)


def _fixed(text: str) -> str:
    pieces = _PLACEHOLDER.split(text)
    return "".join(
        f"(?:{_PLACEHOLDERS[piece]})" if number % 2 else re.escape(piece).replace("\\ ", " ")
        for number, piece in enumerate(pieces)
    )


def bounded(pattern: str) -> str:
    """`pattern` as whole words, where it begins and ends with one."""
    first = r"\b" if re.match(r"\w", pattern) else ""
    return f"{first}(?:{pattern})" + (r"\b" if re.search(r"[\w]$", pattern) and not is_dense_end(pattern) else "")


def is_dense_end(pattern: str) -> bool:
    """Whether the pattern ends in a script that sets no blanks between words."""
    return "\u0e00" <= pattern[-1] <= "\u0eff" or "\u2e80" <= pattern[-1] <= "\u9fff"


def stands_alone(phrase: str, text: str) -> bool:
    """Whether `phrase` stands in `text`, both in one case, with no letter of the same word beside it."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        if not (before.isalnum() and phrase[0].isalnum()) and not (after.isalnum() and phrase[-1].isalnum()):
            return True
        if is_dense_end(phrase):
            return True
        at = text.find(phrase, at + 1)
    return False


def whole(pattern: str, stop: str) -> str:
    """`pattern` as a whole block, signs around it, figures and `stop` behind it aside."""
    return rf"\A[{re.escape(LEAD)}]{{0,8}}(?:{pattern}){stop}[{re.escape(EDGE)}\d]{{0,8}}\Z"


def stop_of(phrase: str) -> str:
    """The pattern of the stop that may follow a phrase: three dots, or after three words and more one."""
    return r"(?:\.{3})?" if phrase.count(" ") < _WORDS else r"(?:\.|\.{3})?"


EDGE: Final = " |•·●▪■►▶▸◂◄★☆✓✔✕✖×→←↑↓⇒➔➜»«›‹<>-–—…:;,!¡*#+&/\\()[]{}=~^_@©®\"“”„'。、，：・！｜（）【】《》「」।"
"""What may stand around a phrase: signs, but no full stop or question mark, which make a sentence of it."""


LEAD: Final = EDGE + "?%$€£_`"
"""What is passed over to find what a block begins with."""


def key(text: str) -> str:
    """What whole-block phrases are looked up by: `text` in one case, without signs around it and figures behind it."""
    return text.lstrip(LEAD).rstrip(EDGE_AND_DIGITS).casefold()


EDGE_ASCII: Final = "".join(filter(str.isascii, EDGE))
EDGE_AND_DIGITS: Final = EDGE + "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९"


def check_phrase(phrase: str) -> None:
    """Raise PatternError where a phrase has no fixed words, an unknown placeholder or too many wordings."""
    for name in _PLACEHOLDER.findall(phrase):
        if name not in _PLACEHOLDERS:
            raise PatternError(f"{phrase!r}: unknown placeholder {{{name}}}; known are {', '.join(_PLACEHOLDERS)}")
    wordings = expand(phrase)
    if len(wordings) > _MOST:
        raise PatternError(f"{phrase!r}: {len(wordings)} wordings, more than {_MOST}")
    if not all(key(_PLACEHOLDER.sub("", wording)) for wording in wordings):
        raise PatternError(f"{phrase!r}: has a wording without a fixed word")


def is_fixed(wording: str) -> bool:
    """Whether the wording has no placeholder."""
    return "{" not in wording


def is_counted(wording: str) -> bool:
    """Whether the wording has no placeholders but numbers."""
    return set(_PLACEHOLDER.findall(wording)) == {"n"}


def counted_key(wording: str) -> str:
    """What a wording with numbers is looked up by."""
    return count(wording.replace("{n}", "0").casefold().encode()).decode().strip(EDGE_ASCII)


def count(text: bytes) -> bytes:
    """`text`, UTF-8 in lower case, with one sign for every number: `1,204` and `1.2k` are `#`."""
    text = text.translate(_DIGITS)
    for many in (b"####", b"##", b"##", b"#.#", b"#,#", b"#,#"):
        text = text.replace(many, b"#")
    return text.replace(b"#k", b"#").replace(b"#m", b"#")


# ---------------------------------------------------------------- patterns

START: Final = 2  # code points at least that a block is known to begin with
_START_MOST: Final = 12  # and at most
_PREFIXES: Final = 80  # of one pattern: as soon as there are more, they are long enough
_LITERAL_MOST: Final = 16  # code points of a text to look for
# How often Latin letters come, by rank; others count as rare. It only decides which of two texts is looked for.
_RANK: Final = {letter: 0.12 / (1 + rank * 0.35) for rank, letter in enumerate(" etaoinshrdlcumwfgypbvkjxqz")}


def _frequency(text: str) -> float:
    return math.prod(_RANK.get(char, 0.01) for char in text)


def _literals(tree: Any) -> frozenset[str]:
    best: frozenset[str] = frozenset()

    def better(new: frozenset[str]) -> frozenset[str]:
        if not new or not all(new):
            return best
        return new if not best or sum(map(_frequency, new)) < sum(map(_frequency, best)) else best

    for place, (op, args) in enumerate(tree):
        if not (op in _REPEATS and args[0] == 0):
            best = better(frozenset(text[:_LITERAL_MOST] for text, _ in _prefixes(tree[place:], decorated=False)))
        if op is sre.SUBPATTERN:
            best = better(_literals(args[3]))
        elif op is sre.ATOMIC_GROUP:
            best = better(_literals(args))
        elif op is sre.BRANCH:
            parts = [_literals(branch) for branch in args[1]]
            if all(parts):
                best = better(frozenset().union(*parts))
        elif op in _REPEATS and args[0] > 0:
            best = better(_literals(args[2]))
    return best


@cache
def anchors(pattern: str) -> tuple[frozenset[str], frozenset[str]]:
    """How to find blocks that `pattern` may fit: what they begin with, signs and figures aside, or what else they hold.

    Both in lower case; a match has one of all these texts. Two empty sets where nothing is fixed.
    """
    tree = list(parser.parse(_PLACEHOLDER.sub(".", pattern)))
    anchored = bool(tree) and tree[0] == (sre.AT, sre.AT_BEGINNING_STRING)
    starts, inside = _anchors(tree[1:]) if anchored else (frozenset(), _literals(tree))
    return (starts, inside) if starts or inside else (frozenset(), frozenset())


def _anchors(tree: list[Any]) -> tuple[frozenset[str], frozenset[str]]:
    found = {text.lstrip(LEAD) for text, _ in _prefixes(tree)}
    if min(map(len, found)) >= START:
        return frozenset(text[:_START_MOST] for text in found), frozenset()
    while tree and (tree[0][0] is sre.AT or (tree[0][0] in _REPEATS and _is_decoration(tree[0][1][2]))):
        tree = tree[1:]
    first = tree[0] if tree else (None, None)
    if first[0] is sre.SUBPATTERN:
        return _anchors([*first[1][3], *tree[1:]])
    if first[0] is sre.BRANCH:
        parts = [_anchors([*branch, *tree[1:]]) for branch in first[1][1]]
        if all(starts or inside for starts, inside in parts):
            return frozenset().union(*(p[0] for p in parts)), frozenset().union(*(p[1] for p in parts))
    return frozenset(), _literals(tree)


_REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def _prefixes(tree: Any, *, decorated: bool = True) -> set[tuple[str, bool]]:
    """Fixed beginnings of what a tree matches, and whether each is all of the match."""
    found = {("", True)}
    for op, args in tree:
        more: set[tuple[str, bool]]
        if op is sre.AT:
            continue
        if op is sre.LITERAL:
            more = {(chr(args).lower(), True)}
        elif op is sre.SUBPATTERN:
            more = _prefixes(args[3], decorated=decorated)
        elif op is sre.ATOMIC_GROUP:
            more = _prefixes(args, decorated=decorated)
        elif op is sre.BRANCH:
            more = set().union(*(_prefixes(branch, decorated=decorated) for branch in args[1]))
        elif op in _REPEATS and args[1] == 1:
            more = _prefixes(args[2], decorated=decorated) | ({("", True)} if args[0] == 0 else set())
        elif decorated and op in _REPEATS and _is_decoration(args[2]):
            more = {("", True)}
        elif op in _REPEATS and args[0] > 0:
            more = {(text, False) for text, _ in _prefixes(args[2], decorated=decorated)}
        else:
            more = {("", False)}
        longer = {(text + end, whole) for text, open_ in found if open_ for end, whole in more}
        found = longer | {(text, False) for text, open_ in found if not open_}
        if len(found) > _PREFIXES or not any(open_ for _, open_ in found):
            break
    return found


def _is_decoration(tree: Any) -> bool:
    """Whether a tree is a class of signs, none of them a letter."""
    if len(tree) != 1 or tree[0][0] is not sre.IN:
        return False
    members = tree[0][1]
    if members[0] == (sre.NEGATE, None):
        return (sre.CATEGORY, sre.CATEGORY_WORD) in members
    return all(op is sre.LITERAL and chr(arg) in LEAD for op, arg in members)


def check(pattern: str, *, wants_literal: bool = True) -> None:
    """Raise PatternError for a pattern that is none, that may not run in linear time, or that has no fixed text to find it by."""
    for name in _PLACEHOLDER.findall(pattern):
        if name not in _PLACEHOLDERS:
            raise PatternError(f"unknown placeholder {{{name}}}; known are {', '.join(_PLACEHOLDERS)}")
    try:
        tree = parser.parse(_PLACEHOLDER.sub(".", pattern))
        re.compile(fill(pattern))
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"not a regular expression: {error}") from error
    ways = _ways(tree)
    if ways > _WAYS:
        raise PatternError(f"tries {ways:,} ways from one place, more than {_WAYS:,}: bound its repeats lower or make them possessive")
    width = tree.getwidth()[1]
    if width > _WIDEST:
        raise PatternError(f"may span {width:,} characters, more than {_WIDEST:,}: bound its repeats lower")
    if wants_literal and not any(anchors(pattern)):
        raise PatternError("has no fixed text that every match holds, so it would run on every block")


_SINGLE: Final = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN, sre.AT)


def _ways(tree: Any) -> int:
    """An upper bound of the ways in which a tree can match from one place."""
    ways = 1
    for op, args in tree:
        if op in _SINGLE:
            continue
        if op in _REPEATS:
            least, most, part = args
            if most is sre.MAXREPEAT or most > _WIDEST:
                raise PatternError("has a repeat without a bound (*, + or {n,}): write {0,40} or the like")
            inner = _ways(part)
            if op is sre.POSSESSIVE_REPEAT:
                ways *= 1 if inner == 1 else inner * most
            else:
                ways *= most - least + 1 if inner == 1 else min(_WAYS + 1, sum(inner**k for k in range(least, most + 1)))
        elif op is sre.SUBPATTERN:
            ways *= _ways(args[3])
        elif op is sre.ATOMIC_GROUP:
            ways *= _ways(args)
        elif op is sre.BRANCH:
            ways *= sum(_ways(branch) for branch in args[1])
        else:
            name = {sre.ASSERT: "look-ahead", sre.ASSERT_NOT: "look-ahead", sre.GROUPREF: "a back-reference"}.get(op)
            raise PatternError(f"has {name or str(op).lower()}, which cannot be promised to run in linear time")
        ways = min(ways, _WAYS + 1)
    return ways
