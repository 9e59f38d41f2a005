"""The language of rules: phrases with placeholders, and patterns that run in linear time.

A phrase is text with `{n}` a number, `{word}`, `{words}` one to eight words, `{name}` one to six words like a name,
`{date}`; `[now]` may be missing, `(a|b)` is one of them. A pattern is a regular expression without look-around, back-references
and unbounded repeats, so it reads a bounded stretch from each place: linear time. The placeholders stand in patterns too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product, takewhile
from math import prod
from typing import Any, Final

from cleaner import anchors
from cleaner.anchors import EDGE, LEAD, parser, sre

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
PLACEHOLDERS: Final = {
    "n": r"\d[\d.,]{0,9}[km]?",
    "word": r"[^\s:]{1,40}",
    "words": r"[^\s]{1,40}(?: [^\s]{1,40}){0,7}",
    "name": rf"{_NAME}(?: (?:{_NAME}|[\w'.-]{{1,3}}|&)){{0,5}}",
    "date": _DATE,
}
PLACEHOLDER: Final = re.compile(r"\{([a-z]+)\}")
_FIGURE: Final = {"n": r"\d", "date": r".{0,16}\d"}  # in those that hold one
# Vowel signs and the like of the scripts of India are no letters to `re`, yet no word ends before one.
_SIGNS_OF_LETTERS: Final = "".join(
    chr(code) for code in range(0x900, 0xE00) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)  # fmt: skip
_LETTER: Final = rf"[\w{_SIGNS_OF_LETTERS}]"
OTHER_LETTERS: Final = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\u2dff\u2e80-\ud7ff\uf900-\ufeff\uff66-\uffdc]")
"""Letters of other scripts than Latin."""
_DIGITS: Final = bytes.maketrans(b"0123456789", b"##########")
_OPEN_END: Final = re.compile(r" \Z")
_CHOICE: Final = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")
KEY_MOST: Final = 120
"""Code points of a block that is looked up as a phrase."""
SIGNS: Final = 8  # and figures that may stand on one side of a phrase
_WIDEST: Final = 2_000  # code points a pattern may span
_WAYS: Final = 20_000  # ways a pattern may try from one place
_WORDS: Final = 2  # blanks of a phrase that may close like a sentence
_MOST: Final = 256  # wordings of one phrase


class PatternError(ValueError):
    """A pattern or phrase that may not be used, and why."""


def fill(pattern: str) -> str:
    """`pattern` with its placeholders filled in."""
    return PLACEHOLDER.sub(lambda m: f"(?:{PLACEHOLDERS[m[1]]})" if m[1] in PLACEHOLDERS else m[0], pattern)


def outlined(pattern: str) -> str:
    """`pattern` with the size of its placeholders in their places: what it takes to find blocks that it may fit."""
    return PLACEHOLDER.sub(lambda m: _outlines().get(m[1], m[0]), pattern)


@cache
def _outlines() -> dict[str, str]:
    widths = {name: parser.parse(pattern).getwidth()[1] for name, pattern in PLACEHOLDERS.items()}
    return {name: f"{_FIGURE.get(name, '.')}.{{0,{width}}}" for name, width in widths.items()}


def expand(phrase: str) -> list[str]:
    """Every wording of a phrase: each option in and out, each of its choices."""
    return [" ".join("".join(wording).split()) for wording in product(*_parts(phrase))]


def _parts(phrase: str) -> list[list[str]]:
    """The ways that each part of a phrase can be worded in, one after the other."""
    parts: list[list[str]] = []
    at = 0
    for choice in _CHOICE.finditer(phrase):
        parts.append([phrase[at : choice.start()]])
        parts.append([*choice[1].split("|"), ""] if choice[1] is not None else choice[2].split("|"))
        at = choice.end()
    parts.append([phrase[at:]])
    return parts


def template(phrase: str, *, filled: bool = True) -> str:
    """The pattern of a phrase: its choices and options as groups, its placeholders filled in or left as they are."""

    def fixed(text: str) -> str:
        pieces = PLACEHOLDER.split(text)
        pieces[::2] = [re.escape(piece).replace("\\ ", " ") for piece in pieces[::2]]
        pieces[1::2] = [f"(?:{PLACEHOLDERS[name]})" if filled else f"{{{name}}}" for name in pieces[1::2]]
        return "".join(pieces)

    out: list[str] = []
    at = 0
    for choice in _CHOICE.finditer(phrase):
        out.append(fixed(phrase[at : choice.start()]))
        options = choice[2].split("|") if choice[1] is None else [*choice[1].split("|"), ""]
        if may_lack := "" in options:
            out[-1] = _OPEN_END.sub(" ?", out[-1])
        out.append(f"(?:{'|'.join(fixed(option) for option in options if option)})" + ("?" if may_lack else ""))
        at = choice.end()
        if may_lack and phrase[at : at + 1] == " ":
            out.append(" ?")
            at += 1
    out.append(fixed(phrase[at:]))
    return "".join(out)


def bounded(pattern: str) -> str:
    """`pattern` as whole words, where it begins and ends with one."""
    first = f"(?<!{_LETTER})" if _is_letter(pattern[0]) else ""
    last = f"(?!{_LETTER})" if _is_letter(pattern[-1]) and not is_dense_end(pattern) else ""
    return f"{first}(?:{pattern}){last}"


def _is_letter(char: str) -> bool:
    """Whether `char`, which may be empty, is a part of a word: a letter, a figure, or a sign of the letter before it."""
    return char.isalnum() or char == "_" or re.fullmatch(_LETTER, char) is not None


def is_dense_end(pattern: str) -> bool:
    """Whether the pattern ends in a script that sets no blanks between words."""
    return "\u0e00" <= pattern[-1] <= "\u0eff" or "\u2e80" <= pattern[-1] <= "\u9fff"


def stands_alone(phrase: str, text: str) -> bool:
    """Whether `phrase` stands in `text`, both in one case, with no letter of the same word beside it."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        if not (_is_letter(before) and _is_letter(phrase[0])) and not (_is_letter(after) and _is_letter(phrase[-1])):
            return True
        if is_dense_end(phrase):
            return True
        at = text.find(phrase, at + 1)
    return False


def whole(pattern: str, stop: str) -> str:
    """`pattern` as a whole block, signs around it, figures and `stop` behind it aside."""
    return rf"\A[{re.escape(LEAD)}]{{0,{SIGNS}}}(?:{pattern}){stop}[{re.escape(EDGE)}\d]{{0,{SIGNS}}}\Z"


def without_stop(key: str) -> str:
    """A key without the stop that `stop_of` grants its phrase; nothing if it grants none."""
    bare = key.rstrip(".")
    stop = key[len(bare) :]
    return bare if stop == "..." or (stop == "." and bare.count(" ") >= _WORDS) else ""


def stop_of(phrase: str) -> str:
    """The pattern of the stop that may follow a phrase: three dots, or after three words and more one."""
    return r"(?:\.{3})?" if phrase.count(" ") < _WORDS else r"(?:\.|\.{3})?"


def key(text: str) -> str:
    """What whole-block phrases are looked up by: `text` in one case, without signs around it and figures behind it."""
    return text.lstrip(LEAD).rstrip(EDGE_AND_DIGITS).casefold()


EDGE_ASCII: Final = "".join(filter(str.isascii, EDGE))
EDGE_AND_DIGITS: Final = EDGE + "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९"


def check_phrase(phrase: str) -> None:
    """Raise PatternError where a phrase has no fixed words, an unknown placeholder or too many wordings."""
    for name in PLACEHOLDER.findall(phrase):
        if name not in PLACEHOLDERS:
            raise PatternError(f"{phrase!r}: unknown placeholder {{{name}}}; known are {', '.join(PLACEHOLDERS)}")
    wordings = prod(map(len, _parts(phrase)))
    if wordings > _MOST:  # before they are made: a line of choices has more than memory holds
        raise PatternError(f"{phrase!r}: {wordings:,} wordings, more than {_MOST}")
    if not all(key(PLACEHOLDER.sub("", wording)) for wording in expand(phrase)):
        raise PatternError(f"{phrase!r}: has a wording without a fixed word")


def is_fixed(wording: str) -> bool:
    """Whether the wording can be looked up: no placeholder, no sign at an end, where signs are not looked at, not too long."""
    return "{" not in wording and key(wording) == wording.casefold() and len(wording) <= KEY_MOST


def is_counted(wording: str) -> bool:
    """Whether the wording has no placeholders but numbers."""
    return set(PLACEHOLDER.findall(wording)) == {"n"} and len(wording) <= KEY_MOST


def counted_key(wording: str) -> str:
    """What a wording with numbers is looked up by."""
    return count(wording.replace("{n}", "0").casefold().encode()).decode().strip(EDGE_ASCII)


def count(text: bytes) -> bytes:
    """`text`, UTF-8 in lower case, with one sign for every number: `1,204` and `1.2k` are `#`."""
    text = text.translate(_DIGITS)
    for many in (b"####", b"##", b"##", b"#.#", b"#,#", b"#,#"):
        text = text.replace(many, b"#")
    return text.replace(b"#k", b"#").replace(b"#m", b"#")


def check(pattern: str, *, wants_literal: bool = True) -> None:
    """Raise PatternError for a pattern that is none, may not run in linear time, or has no fixed text to find it by."""
    for name in PLACEHOLDER.findall(pattern):
        if name not in PLACEHOLDERS:
            raise PatternError(f"unknown placeholder {{{name}}}; known are {', '.join(PLACEHOLDERS)}")
    try:
        tree = parser.parse(PLACEHOLDER.sub(".", pattern))
        re.compile(fill(pattern))
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"not a regular expression: {error}") from error
    ways = _ways(tree)
    if ways > _WAYS:
        raise PatternError(
            f"tries {ways:,} ways from one place, more than {_WAYS:,}: bound its repeats lower or make them possessive"
        )
    width = tree.getwidth()[1]
    if width > _WIDEST:
        raise PatternError(f"may span {width:,} characters, more than {_WIDEST:,}: bound its repeats lower")
    if wants_literal and not any(anchors.of(outlined(pattern))):
        raise PatternError("has no fixed text that every match holds, so it would run on every block")


_SINGLE: Final = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN, sre.AT)


def _ways(tree: Any) -> int:
    """An upper bound of the ways in which a tree can match from one place, or in which a part of it is tried."""
    ways = most_tried = 1
    for op, args in tree:
        if op in _SINGLE:
            continue
        if op in anchors.REPEATS:
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
        elif op is sre.ATOMIC_GROUP:  # once it has matched, no other way is tried
            most_tried = max(most_tried, ways * _ways(args))
        elif op is sre.BRANCH:
            ways *= _ways_of_choice([(_begins(branch), _ways(branch)) for branch in args[1]])
        else:
            name = {sre.ASSERT: "look-ahead", sre.ASSERT_NOT: "look-ahead", sre.GROUPREF: "a back-reference"}.get(op)
            raise PatternError(f"has {name or str(op).lower()}, which cannot be promised to run in linear time")
        ways = min(ways, _WAYS + 1)
    return max(ways, most_tried)


def _ways_of_choice(branches: list[tuple[str, int]]) -> int:
    """The ways of a choice, of whose branches only those match one text that begin like it: each begins like the next."""
    return max(sum(ways for begins, ways in branches if longest.startswith(begins)) for longest, _ in branches)


def _begins(branch: Any) -> str:
    """The fixed text that a branch begins with, in one case."""
    fixed = takewhile(lambda part: part[0] is sre.LITERAL, branch)
    return "".join(chr(code) for _, code in fixed).casefold()
