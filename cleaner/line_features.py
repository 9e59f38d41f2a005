"""Numbers about each line of a text, its neighbours and the whole: what the scorer for lines judges by. No word is known here.

Every number is a whole one from 0 to 255, so that sums are exact: a line's numbers, and its score, are the same on every
machine, and whether its document is measured alone or among others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.document import STOPS, Document

Ints = NDArray[np.int64]

# Classes of code points.
_BLANK, _LOWER, _UPPER, _LETTER, _DENSE, _DIGIT, _STOP, _COMMA, _COLON, _QUOTE, _BRACKET, _DASH, _BAR, _CODE, _SIGN = range(15)
_CLASSES: Final = 16
_KINDS: Final = {
    **dict.fromkeys(",;،؛、，；·", _COMMA),
    **dict.fromkeys(":：", _COLON),
    **dict.fromkeys("\"'“”„«»‘’「」『』`", _QUOTE),
    **dict.fromkeys("()[]（）【】", _BRACKET),
    **dict.fromkeys("-–—*•●▪■►‣◦○+", _DASH),
    **dict.fromkeys("|/\\›‹>→←↑↓▼▲⋮", _BAR),
    **dict.fromkeys("{}<=_#@&%$€£¥^~", _CODE),
    **dict.fromkeys(STOPS, _STOP),
}
_GENERAL: Final = {"Lu": _UPPER, "Lt": _UPPER, "Ll": _LOWER, "Nd": _DIGIT, "Nl": _DIGIT, "No": _DIGIT, "Cc": _BLANK}
_FIRST: Final = {"L": _LETTER, "M": _LETTER, "Z": _BLANK}
_UNBROKEN: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF), (0xF900, 0xFAFF))
"""Scripts that write words without blanks between them."""
_BEYOND: Final = 0x10000  # the table's place for what is beyond the first plane, and the next one for the ideographs there
_IDEOGRAPHS: Final = (0x20000, 0x40000)
_SHORT: Final = 3  # letters of what is mostly a function word
_LONG: Final = 14  # words of a line that is no menu, title or button
_SENTENCE: Final = 8  # words of a line with a stop at its end that is a sentence
_STEM: Final = 7  # letters by which words are told apart
_WORD: Final = 4  # letters of a word that says what a text is about
_BUCKETS: Final = 15  # bits of a word's place in a table
_SPAN: Final = 255
_DIGITS: Final = re.compile(r"\d+")
_TOP: Final = 4095  # what is counted on a scale of logarithms

_COUNTS: Final = ("words", "characters", "stops", "commas", "colons", "brackets", "repeats")
_SHARES: Final = ("digits", "capitals", "bars", "code", "dense", "letters", "without case", "signs")
_OF_WORDS: Final = ("titled", "function words", "word length")
_ENDS: Final = ("colon at the end", "digit at the end", "comma at the end")
_STARTS: Final = ("capital first", "lower case first", "digit first", "dash first", "quote first")
_FLAGS: Final = (
    "letter at the end",
    "closed",
    "sentence",
    "long",
    "rule",
    "date",
    "marked",
    "kept",
    "paragraph",
    "line of code",
)
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "rule of controls": ("navigation", "pagination", "login", "app", "player", "tools", "ui", "frame", "share", "live"),
    "rule of lists": ("related", "most-read", "ticker", "section", "tags"),
    "rule of comments": ("comments",),
    "rule of appeals": ("newsletter", "paywall", "donation", "advert", "promo", "injected"),
    "rule of legal notices": ("legal", "cookies", "contact"),
    "rule of credits": ("author", "byline", "credit", "source", "press-release"),
    "rule of dates": ("dates",),
}
"""Columns by what a rule that fits a line speaks of, and the categories of such rules."""
_GROUP: Final = {category: name for name, categories in GROUPS.items() for category in categories}
_AGAIN: Final = ("same but for figures", "same first word", "same last word")
_NEAR: Final = "first word of neighbours"
_SHARED: Final = ("words of the text", "has words", "words of the title", "words that stand once", "words that stand often")
_ALIKE: Final = ("same shape before", "same shape after", "same shape two before", "same shape two after", "same shapes")
LINE: Final = (*_COUNTS, *_SHARES, *_OF_WORDS, *_ENDS, *_STARTS, *_FLAGS, *GROUPS, *_AGAIN, _NEAR, *_SHARED, *_ALIKE)
"""What is known of a line alone, and which of its neighbours have its shape."""
_STEPS: Final = (-1, 1, -2, 2)
PLACE: Final = (
    "from the top", "from the foot", "to the long line before", "to the long line after", "run of short lines",
    "long lines above", "long lines below", "words of the run", "part above", "words above", "share of the long lines above",
    "words of the long line before", "words of the long line after", "head", "tail", "before the title", "after the title",
    "title",
)  # fmt: skip
_PLACE_COUNTS: Final = 8
WHOLE: Final = (
    "lines", "all words", "long lines", "words in long lines", "words a line", "repeated lines", "closed lines",
    "letters without case", "lines with digits", "capitals of all", "share of long lines",
)  # fmt: skip
NAMES: Final = (*LINE, *PLACE, *WHOLE)
_AT: Final = {name: number for number, name in enumerate(LINE)}


class Seen(NamedTuple):
    """A document and what is known of its blocks before they are measured."""

    document: Document
    ruled: Sequence[tuple[int, str]] = ()
    """The blocks that a rule fits, wherever it wants to stand, and the rule's category."""
    touched: Sequence[tuple[int, str]] = ()
    """The blocks of which a rule fits a part, and its category."""
    dated: Sequence[int] = ()
    """The blocks that are a date and nothing else."""
    title: int | None = None
    """The block that reads as the title."""
    marked: Collection[int] = ()
    """The blocks that stages before the scorer take."""
    kept: Collection[int] = ()
    """The blocks that stay, whoever marks them."""


class _Tables(NamedTuple):
    classes: NDArray[np.uint8]
    """The class of each code point."""
    lower: NDArray[np.uint16]
    """The small letter of each letter."""
    logarithms: Ints
    """From 0 to 255, of the numbers up to 4,095."""
    factors: NDArray[np.uint64]
    """One for each letter of a word, to tell words apart."""


@cache
def _tables() -> _Tables:
    chars = list(map(chr, range(_BEYOND)))
    general = map(unicodedata.category, chars)
    classes = np.array([*(_GENERAL.get(kind, _FIRST.get(kind[0], _SIGN)) for kind in general), _SIGN, _DENSE], np.uint8)
    for first, last in _UNBROKEN:
        part = classes[first : last + 1]
        part[part == _LETTER] = _DENSE
    for char, kind in _KINDS.items():
        classes[ord(char)] = kind
    lower = np.array([ord(small) if len(small := char.lower()) == 1 else 0 for char in chars] + [0, 0], np.uint16)
    logarithms = np.minimum(_SPAN, np.log2(np.arange(_TOP + 1) + 1.0) * 21).astype(np.int64)
    factors = np.array([pow(0x9E3779B97F4A7C15, power + 1, 2**64) for power in range(_STEM)], np.uint64)
    return _Tables(classes, lower, logarithms, factors)


def _codes(text: str) -> NDArray[np.uint8] | NDArray[np.uint32]:
    """The code points of `text`, those beyond the first plane as two that stand for them."""
    if text.isascii():
        return np.frombuffer(text.encode(), np.uint8)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if codes.max() >= _BEYOND:
        first, last = _IDEOGRAPHS
        codes = np.where(codes < _BEYOND, codes, np.uint32(_BEYOND) + ((codes >= first) & (codes < last)))
    return codes


def measure(seen: Sequence[Seen]) -> NDArray[np.uint8]:
    """The numbers of every block of the documents, one after the other: a row for each of `NAMES`, a column for each block."""
    documents = [each.document for each in seen]
    texts = list(chain.from_iterable(document.raws for document in documents))
    if not texts:
        return np.zeros((len(NAMES), 0), np.uint8)
    sizes = np.array([len(document) for document in documents if len(document)], np.int64)
    firsts = np.cumsum(sizes) - sizes
    start = np.repeat(firsts, sizes)
    end = np.repeat(firsts + sizes, sizes)
    repeats = np.concatenate([_repeats(document) for document in documents], axis=1)
    titles = np.concatenate([np.arange(len(each.document)) == each.title for each in seen])
    lines, words, shape = _lines(texts, repeats, titles, sizes)
    first = 0
    for document, ruled, touched, dated, _, marked, kept in seen:
        for blocks, value in ((touched, _SPAN // 2), (ruled, _SPAN)):
            for index, category in blocks:
                lines[_AT["rule"], first + index] = value
                if category in _GROUP:
                    lines[_AT[_GROUP[category]], first + index] = value
        for name, found in zip(_FLAGS[-5:], (dated, marked, kept, document.prose, document.coded), strict=True):
            lines[_AT[name], [first + index for index in found]] = _SPAN
        first += len(document)
    _compare(lines, shape, start, end)
    places = _places(lines, words, titles, start, end)
    numbers = [lines, places, np.repeat(_wholes(lines, words, sizes, firsts), sizes, axis=1)]
    return np.concatenate(numbers, dtype=np.uint8, casting="unsafe")


def _repeats(document: Document) -> Ints:
    """How often other blocks have a block's text, the same but for figures, its first word, its last one: a row for each.

    And last, how many of the four blocks around it have its first word.
    """
    texts = document.texts
    masks = [""] * len(texts)
    for index in document.numbered:
        masks[index] = _DIGITS.sub("#", texts[index])
    first_words = [text.partition(" ")[0] for text in texts]
    found = np.zeros((2 + len(_AGAIN), len(texts)), np.int64)
    for row, column in enumerate((texts, masks, first_words, [text.rpartition(" ")[2] for text in texts])):
        counts = Counter(column)
        counts[""] = 1
        found[row] = [counts[text] - 1 for text in column]
    around = ["", "", *first_words, "", ""]
    found[-1] = [
        (a == here) + (b == here) + (c == here) + (d == here)
        for a, b, here, c, d in zip(*(around[step:] for step in range(5)), strict=False)
    ]
    return found


def _lines(texts: list[str], repeats: Ints, titles: NDArray[np.bool_], sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """The columns of `LINE`, those that are not the line's own left open; the words and the shape of each line."""
    log = _tables().logarithms
    count = len(texts)
    codes = _codes("\n".join(texts) + "\n")
    kinds = _tables().classes.take(codes)  # several times as fast as with brackets
    lengths = np.fromiter(map(len, texts), np.int64, count)
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths

    line = np.repeat(np.arange(count), lengths + 1)
    of, opening, functions = _counts(kinds, line, lengths)
    tokens = opening.sum(axis=0) - opening[_BLANK]
    dense = of[_DENSE]
    words = tokens + dense // 2
    letters = of[_LOWER : _DENSE + 1].sum(axis=0)
    visible = np.maximum(lengths - of[_BLANK] + 1, 1)
    last, begin = kinds[ends - 1], kinds[starts]
    close = np.where((last == _QUOTE) | (last == _BRACKET), kinds[np.maximum(ends - 2, starts)], last)
    unstopped = (dense * 2 > letters) & (of[_STOP] + of[_COMMA] == 0) & (words >= _LONG)
    closed = (close == _STOP) | unstopped
    sentence = closed & (words >= _SENTENCE)

    out = np.zeros((len(LINE), count), np.int64)
    out[:7] = words, lengths, of[_STOP], of[_COMMA], of[_COLON], of[_BRACKET], repeats[0]
    np.minimum(out[:7], _TOP, out=out[:7])
    out[:7] = log[out[:7]]
    at = 7
    out[at : at + 5] = of[[_DIGIT, _UPPER, _BAR, _CODE, _DENSE]]
    out[at + 5] = letters
    out[at + 6] = of[_LETTER] + dense
    out[at + 7] = np.maximum(visible - letters - of[_DIGIT], 0)
    out[at : at + 8] *= _SPAN
    out[at : at + 8] //= visible
    at = 15
    out[at] = _SPAN * (opening[_UPPER] + opening[_DIGIT])
    out[at + 1] = _SPAN * functions
    out[at + 2] = 12 * visible
    out[at : at + 3] //= np.maximum(tokens, 1)
    at = 18
    out[at : at + 3] = last == np.array([[_COLON], [_DIGIT], [_COMMA]])
    out[at + 3 : at + 8] = begin == np.array([[_UPPER], [_LOWER], [_DIGIT], [_DASH], [_QUOTE]])
    out[at + 8] = (last >= _LOWER) & (last <= _DENSE)
    out[at + 9] = closed
    out[at + 10] = sentence
    out[at + 11] = (words >= _LONG) & (sentence | (words >= 2 * _LONG))
    out[at : at + 12] *= _SPAN
    np.minimum(out, _SPAN, out=out)
    out[_AT[_AGAIN[0]] : _AT[_AGAIN[-1]] + 1] = log[np.minimum(repeats[1:-1], _TOP)]
    out[_AT[_NEAR]] = repeats[-1] * 63
    out[_AT[_SHARED[0]] : _AT[_SHARED[-1]] + 1] = _shared(codes, kinds, line, out[_AT["long"]] > 0, titles=titles, sizes=sizes)
    shape = ((out[0] >> 4) << 10) | (begin.astype(np.int64) << 6) | (close.astype(np.int64) << 2) | ((of[_DIGIT] > 0) * 2)
    return out, words, shape


def _counts(kinds: NDArray[np.uint8], line: Ints, lengths: Ints) -> tuple[Ints, Ints, Ints]:
    """By class and line, how many code points there are and how many begin a word; by line, the function words.

    `line` is the line of each code point, the break at its end among them; `lengths` are those of the lines without it.
    """
    count = len(lengths)

    def counted(places: Ints) -> Ints:
        found = np.bincount(line.take(places) * _CLASSES + kinds.take(places), minlength=_CLASSES * count)
        return found.reshape(count, _CLASSES).T

    # Most code points are small letters: what is left when the others are counted.
    of = counted(np.flatnonzero(kinds != _LOWER))
    of[_LOWER] = lengths + 1 - of.sum(axis=0)
    breaks = np.flatnonzero(kinds == _BLANK)
    opening = counted(np.append(0, breaks[:-1] + 1))
    size = np.diff(breaks, prepend=-1) - 1
    short = (size <= _SHORT) & (size > 0) & (kinds[breaks - 1] == _LOWER) & (kinds[breaks - size] == _LOWER)
    return of, opening, np.bincount(line.take(breaks[short]), minlength=count)


def _shared(
    codes: NDArray[Any],
    kinds: NDArray[np.uint8],
    line: Ints,
    long: NDArray[np.bool_],
    *,
    titles: NDArray[np.bool_],
    sizes: Ints,
) -> Ints:
    """What share of each line's words stands in a long line elsewhere, whether it has any, and what share the title has.

    Then what share of them stands nowhere else in the text, and how often they stand there, as a mean of logarithms.
    `line` is the line of each code point.
    """
    _, lower, log, factors = _tables()
    inside = (kinds >= _LOWER) & (kinds <= _LETTER)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[0]:
        edges = np.append(0, edges)
    first, end = edges[::2], edges[1::2]
    wide = end - first >= _WORD
    first, end = first[wide], end[wide]
    places = np.minimum(first + np.arange(_STEM)[:, None], end - 1)
    word = ((lower.take(codes.take(places)) * factors[:, None]).sum(axis=0) >> np.uint64(64 - _BUCKETS)).astype(np.int64)
    of = line.take(first)
    count = len(long)
    if len(sizes) > 1:
        word += (np.repeat(np.arange(len(sizes)), sizes) << _BUCKETS)[of]
    # The first and the last long line that holds each word: where both are the line itself, it stands nowhere else.
    of_long = long[of]
    held, holder = word[of_long], of[of_long]
    top, foot = np.full((2, len(sizes) << _BUCKETS), -1, np.int32)
    foot[held] = holder
    top[held[::-1]] = holder[::-1]
    a, b = top[word], foot[word]
    elsewhere = (b >= 0) & ((a != of) | (b != of))
    total = np.bincount(of, minlength=count)
    in_title = np.zeros(len(sizes) << _BUCKETS, np.bool_)
    in_title[word[titles[of]]] = True
    times = np.bincount(word, minlength=1).take(word)
    of_text, of_title, once = (
        _SPAN * np.bincount(found, minlength=count) // np.maximum(total, 1)
        for found in (of[elsewhere], of[in_title[word]], of[times == 1])
    )
    often = np.bincount(of, weights=log[np.minimum(times, _TOP)], minlength=count) // np.maximum(total, 1)
    shared: Ints = np.stack([of_text, (total > 0) * _SPAN, of_title, once, often.astype(np.int64)])
    return shared


def _compare(lines: Ints, shape: Ints, start: Ints, end: Ints) -> None:
    """Fill the columns of `LINE` that say which neighbours have a line's shape."""
    count = len(start)
    shapes = np.append(shape, -1)
    at = np.arange(count) + np.array(_STEPS)[:, None]
    at[(at < start) | (at >= end)] = count
    alike = shapes[at] == shape
    lines[-5:-1] = alike * _SPAN
    lines[-1] = alike.sum(axis=0) * 63


def _places(lines: Ints, words: Ints, titles: NDArray[np.bool_], start: Ints, end: Ints) -> Ints:
    """The columns of `PLACE`."""
    log = _tables().logarithms
    count = len(start)
    here = np.arange(count)
    long = lines[_AT["long"]] > 0
    before = np.append(-1, np.maximum.accumulate(np.where(long, here, -1))[:-1])
    after = np.append(np.minimum.accumulate(np.where(long, here, count)[::-1])[-2::-1], count)
    head, tail = before < start, after >= end
    before, after = np.maximum(before, start - 1), np.minimum(after, end)
    mass = np.append(0, np.cumsum(words))
    longs = np.append(0, np.cumsum(long))
    all_longs = longs[end] - longs[start]
    above = longs[:-1] - longs[start]
    out = np.empty((len(PLACE), count), np.int64)
    counts = out[:_PLACE_COUNTS]
    counts[:] = (
        here - start, end - 1 - here, here - before, after - here, after - before - 1,
        above, all_longs - above - long, mass[after] - mass[before + 1],
    )  # fmt: skip
    np.minimum(counts, _TOP, out=counts)
    counts[:] = log[counts]
    at = _PLACE_COUNTS
    out[at] = _SPAN * (here - start) // (end - start)
    out[at + 1] = _SPAN * (mass[:-1] - mass[start]) // np.maximum(mass[end] - mass[start], 1)
    out[at + 2] = _SPAN * above // np.maximum(all_longs, 1)
    size = lines[_AT["words"]]
    out[at + 3] = np.where(head, 0, size[np.maximum(before, 0)])
    out[at + 4] = np.where(tail, 0, size[np.minimum(after, count - 1)])
    out[at + 5] = head * _SPAN
    out[at + 6] = tail * _SPAN
    above = np.append(-1, np.maximum.accumulate(np.where(titles, here, -1)))[:-1]
    below = np.minimum.accumulate(np.where(titles, here, count)[::-1])[::-1]
    out[at + 7] = np.where(below < end, log[np.minimum(below - here, _TOP)], 0)
    out[at + 8] = np.where(above >= start, log[np.minimum(here - above, _TOP)], 0)
    out[at + 9] = titles * _SPAN
    return out


def _wholes(lines: Ints, words: Ints, sizes: Ints, firsts: Ints) -> Ints:
    """The columns of `WHOLE`, one for each document."""
    log = _tables().logarithms
    long = lines[_AT["long"]]
    columns = [words, words * (long > 0), long, *lines[[_AT[name] for name in ("words", "closed", "without case", "capitals")]]]
    columns += [lines[_AT["repeats"]] > 0, lines[_AT["digits"]] > 0]
    total = np.add.reduceat(np.stack(columns), firsts, axis=1)
    means = total // sizes
    counts = np.minimum([sizes, total[0] >> 3, total[2] // _SPAN], _TOP)
    shares = [
        _SPAN * total[1] // np.maximum(total[0], 1), means[3], _SPAN * total[7] // sizes, means[4], means[5],
        _SPAN * total[8] // sizes, np.minimum(means[6] * 4, _SPAN), means[2],
    ]  # fmt: skip
    return np.concatenate([log[counts], shares])
