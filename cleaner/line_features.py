"""Numbers about each line of a text, its neighbours and the whole: what the scorer for lines judges by. No words are known here.

Every number is a whole one from 0 to 255, so that sums are exact: a line's numbers, and its score, are the same on every machine
and whether its document is measured alone or among others.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.document import STOPS, Document

Ints = NDArray[np.int64]

# Classes of code points.
_BLANK, _LOWER, _UPPER, _LETTER, _DENSE, _DIGIT, _STOP, _COMMA, _COLON, _QUOTE, _BRACKET, _DASH, _BAR, _CODE, _SIGN = range(15)
_CLASSES: Final = 16
_KINDS: Final = {
    **dict.fromkeys(STOPS, _STOP),
    **dict.fromkeys(",;،؛、，；·", _COMMA),
    **dict.fromkeys(":：", _COLON),
    **dict.fromkeys("\"'“”„«»‘’「」『』`", _QUOTE),
    **dict.fromkeys("()[]（）【】", _BRACKET),
    **dict.fromkeys("-–—*•●▪■►‣◦○+", _DASH),
    **dict.fromkeys("|/\\›‹>→←↑↓▼▲…⋮", _BAR),
    **dict.fromkeys("{}<=_#@&%$€£¥^~", _CODE),
    "…": _STOP,
}
_GENERAL: Final = {"Lu": _UPPER, "Lt": _UPPER, "Ll": _LOWER, "Nd": _DIGIT, "Nl": _DIGIT, "No": _DIGIT, "Zs": _BLANK, "Cc": _BLANK}
_SPARSE: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF), (0xF900, 0xFAFF))  # no blanks between words
_BEYOND: Final = 0x10000  # the table's place for what is beyond the first plane, and the next one for the ideographs there
_SHORT_WORD: Final = 3  # letters of what is mostly a function word
_LONG: Final = 14  # words of a line that no menu, title or button has
_SENTENCE: Final = 8  # words of a line with a stop at its end that is a sentence
_SPAN: Final = 255

# Columns of a line by itself; the first _SEEN are also looked up in the neighbours and averaged over windows.
LINE: Final = (
    "words", "long", "sentence", "closed", "stops", "digits", "capitals", "titled", "function words", "signs", "repeats",
    "word length", "characters", "commas", "bars", "code", "letters", "dense", "colon at the end", "letter at the end",
    "digit at the end", "comma at the end", "capital first", "lower case first", "digit first", "dash first", "quote first",
    "brackets", "colons", "without case", "same shape before", "same shape after", "same shape two before", "same shape two after", "same shapes",
)  # fmt: skip
_SEEN: Final = 12
NEIGHBOURS: Final = (-1, 1, -2, 2)
WINDOWS: Final = ((5, 0), (0, 5), (12, 0), (0, 12), (2, 2), (30, 30))
PLACE: Final = (
    "from the top", "from the foot", "part above", "words above", "to the long line before", "to the long line after", "run of short lines",
    "long lines above", "long lines below", "share of the long lines above", "length of the long line before",
    "length of the long line after", "head", "tail", "words of the run",
)  # fmt: skip
WHOLE: Final = (
    "lines", "all words", "long lines", "words in long lines", "words a line", "repeated lines", "closed lines",
    "letters without case", "lines with digits", "capitals of all", "long lines of all",
)  # fmt: skip
NAMES: Final = (
    *LINE,
    *(f"{name} {step:+}" for step in NEIGHBOURS for name in LINE[:_SEEN]),
    *(f"{name} -{before}+{after}" for before, after in WINDOWS for name in LINE[:_SEEN]),
    *PLACE,
    *WHOLE,
)


@cache
def _tables() -> tuple[NDArray[np.uint8], Ints]:
    """The class of each code point, and a logarithm from 0 to 255 of the numbers up to 4,095."""
    general = map(unicodedata.category, map(chr, range(_BEYOND)))
    kinds = [
        _GENERAL.get(kind, _LETTER if kind[0] in "LM" else _BLANK if kind[0] == "Z" else _SIGN) for kind in general
    ]
    classes = np.array([*kinds, _SIGN, _DENSE], np.uint8)
    for first, last in _SPARSE:
        part = classes[first : last + 1]
        part[part == _LETTER] = _DENSE
    for char, kind in _KINDS.items():
        classes[ord(char)] = kind
    logarithms = np.minimum(_SPAN, np.log2(np.arange(4096) + 1.0) * 21).astype(np.int64)
    return classes, logarithms


def _classes(text: str) -> NDArray[np.uint8]:
    table, _ = _tables()
    if text.isascii():
        return table[np.frombuffer(text.encode(), np.uint8)]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    beyond = codes >= _BEYOND
    if beyond.any():
        codes = np.where(beyond, np.where((codes >= 0x20000) & (codes < 0x40000), _BEYOND + 1, _BEYOND), codes)
    return table[codes]


def measure(documents: Sequence[Document]) -> NDArray[np.uint8]:
    """The numbers of every block of `documents`, one after the other: a row for each of `NAMES`, a column for each block."""
    texts = list(chain.from_iterable(document.raws for document in documents))
    sizes = np.array([len(document) for document in documents], np.int64)
    count = len(texts)
    if not count:
        return np.zeros((len(NAMES), 0), np.uint8)
    firsts = np.cumsum(sizes) - sizes
    start = np.repeat(firsts, sizes)
    end = start + np.repeat(sizes, sizes)
    lines, words, shape = _lines(texts, list(chain.from_iterable(map(_repeats, documents))))
    parts = [*_with_neighbours(lines, shape, start, end), *_places(lines, words, sizes, firsts, start, end)]
    return np.concatenate(parts, dtype=np.uint8, casting="unsafe")


def _repeats(document: Document) -> list[int]:
    """For each block how often its text stands in the document beyond the first time."""
    counts = Counter(document.texts)
    return [counts[text] - 1 for text in document.texts] if len(counts) < len(document) else [0] * len(document)


def _lines(texts: list[str], repeats: list[int]) -> tuple[Ints, Ints, Ints]:
    """The columns of `LINE`, those that hang on neighbours left open; the words and the shape of each line."""
    _, log = _tables()
    count = len(texts)
    joined = "\n".join(texts) + "\n"
    kinds = _classes(joined)
    lengths = np.fromiter(map(len, texts), np.int64, count)
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths

    blank = kinds == _BLANK
    first = np.empty_like(blank)
    first[0] = True
    first[1:] = blank[:-1]
    row = np.repeat(np.arange(count) * (2 * _CLASSES), lengths + 1)
    row += kinds * 2
    row += first
    pairs = np.bincount(row, minlength=2 * _CLASSES * count).reshape(count, _CLASSES, 2)
    opening = pairs[:, :, 1].T
    of = opening + pairs[:, :, 0].T
    breaks = np.flatnonzero(blank)
    size = np.diff(breaks, prepend=-1) - 1
    short = (size <= _SHORT_WORD) & (size > 0) & (kinds[breaks - np.maximum(size, 1)] == _LOWER)
    functions = np.bincount(np.searchsorted(ends, breaks[short]), minlength=count)

    dense = of[_DENSE]
    tokens = opening.sum(axis=0) - opening[_BLANK]
    words = tokens + dense // 2
    letters = of[_LOWER] + of[_UPPER] + of[_LETTER] + dense
    visible = np.maximum(lengths - of[_BLANK] + 1, 1)
    last = kinds[ends - 1]
    behind = kinds[np.maximum(ends - 2, starts)]
    close = np.where((last == _QUOTE) | (last == _BRACKET), behind, last)
    begin = kinds[starts]
    closed = (close == _STOP) | ((dense * 2 > letters) & (words >= _LONG) & (of[_STOP] == 0) & (of[_COMMA] == 0))
    signs = lengths - letters - of[_DIGIT] - of[_BLANK] + 1
    sentence = closed & (words >= _SENTENCE)
    long = (words >= _LONG) & (sentence | (words >= 2 * _LONG))

    out = np.zeros((len(LINE), count), np.int64)
    out[0] = log[np.minimum(words, 4095)]
    out[1] = long * _SPAN
    out[2] = sentence * _SPAN
    out[3] = closed * _SPAN
    out[4] = log[np.minimum(of[_STOP], 4095)]
    out[5] = _SPAN * of[_DIGIT] // visible
    out[6] = _SPAN * of[_UPPER] // visible
    out[7] = _SPAN * (opening[_UPPER] + opening[_DIGIT]) // np.maximum(tokens, 1)
    out[8] = _SPAN * functions // np.maximum(tokens, 1)
    out[9] = _SPAN * np.maximum(signs, 0) // visible
    out[10] = log[np.minimum(np.array(repeats, np.int64), 4095)]
    out[11] = np.minimum(12 * visible // np.maximum(tokens, 1), _SPAN)
    out[12] = log[np.minimum(lengths, 4095)]
    out[13] = log[np.minimum(of[_COMMA], 4095)]
    out[14] = _SPAN * of[_BAR] // visible
    out[15] = _SPAN * of[_CODE] // visible
    out[16] = _SPAN * letters // visible
    out[17] = _SPAN * dense // visible
    out[18] = (last == _COLON) * _SPAN
    out[19] = ((last >= _LOWER) & (last <= _DENSE)) * _SPAN
    out[20] = (last == _DIGIT) * _SPAN
    out[21] = (last == _COMMA) * _SPAN
    out[22] = (begin == _UPPER) * _SPAN
    out[23] = (begin == _LOWER) * _SPAN
    out[24] = (begin == _DIGIT) * _SPAN
    out[25] = (begin == _DASH) * _SPAN
    out[26] = (begin == _QUOTE) * _SPAN
    out[27] = log[np.minimum(of[_BRACKET], 4095)]
    out[28] = log[np.minimum(of[_COLON], 4095)]
    out[29] = _SPAN * (of[_LETTER] + dense) // visible
    shape = ((out[0] >> 4) << 10) | (begin.astype(np.int64) << 6) | (close.astype(np.int64) << 2) | ((of[_DIGIT] > 0) * 2)
    return np.minimum(out, _SPAN), words, shape


def _with_neighbours(lines: Ints, shape: Ints, start: Ints, end: Ints) -> list[Ints]:
    """The columns of `LINE`, the same of the neighbours, and means over windows."""
    count = len(start)
    here = np.arange(count)
    seen = np.zeros((_SEEN, count + 1), np.int64)
    seen[:, :count] = lines[:_SEEN]
    shapes = np.append(shape, -1)
    parts = [lines]
    same = np.zeros(count, np.int64)
    for number, step in enumerate(NEIGHBOURS):
        at = here + step
        at[(at < start) | (at >= end)] = count
        parts.append(seen.take(at, axis=1))
        alike = shapes[at] == shape
        lines[30 + number] = alike * _SPAN
        same += alike
    lines[34] = same * 63
    sums = np.zeros((_SEEN, count + 1), np.int64)
    np.cumsum(lines[:_SEEN], axis=1, out=sums[:, 1:])
    for before, after in WINDOWS:
        low = np.maximum(here - before, start) if before else here + 1
        high = np.minimum(here + 1 + after, end) if after else here
        total = sums.take(high, axis=1)
        total -= sums.take(np.minimum(low, high), axis=1)
        parts.append(total // np.maximum(high - low, 1))
    return parts


def _places(lines: Ints, words: Ints, sizes: Ints, firsts: Ints, start: Ints, end: Ints) -> list[Ints]:
    """The columns of `PLACE` and of `WHOLE`."""
    _, log = _tables()
    count = len(start)
    here = np.arange(count)
    long = lines[1] > 0
    before = np.maximum.accumulate(np.where(long, here, -1))
    before = np.append(-1, before[:-1])
    after = np.minimum.accumulate(np.where(long, here, count)[::-1])[::-1]
    after = np.append(after[1:], count)
    none_before, none_after = before < start, after >= end
    before = np.where(none_before, start - 1, before)
    after = np.where(none_after, end, after)

    size = end - start
    mass = np.append(0, np.cumsum(words))
    longs = np.append(0, np.cumsum(long))
    all_longs = longs[end] - longs[start]
    above = longs[here] - longs[start]
    out = np.empty((len(PLACE), count), np.int64)
    out[0] = log[np.minimum(here - start, 4095)]
    out[1] = log[np.minimum(end - 1 - here, 4095)]
    out[2] = _SPAN * (here - start) // size
    out[3] = _SPAN * (mass[here] - mass[start]) // np.maximum(mass[end] - mass[start], 1)
    out[4] = log[np.minimum(here - before, 4095)]
    out[5] = log[np.minimum(after - here, 4095)]
    out[6] = log[np.minimum(after - before - 1, 4095)]
    out[7] = log[np.minimum(above, 4095)]
    out[8] = log[np.minimum(all_longs - above - long, 4095)]
    out[9] = _SPAN * above // np.maximum(all_longs, 1)
    out[10] = np.where(none_before, 0, lines[0][np.maximum(before, 0)])
    out[11] = np.where(none_after, 0, lines[0][np.minimum(after, count - 1)])
    out[12] = none_before * _SPAN
    out[13] = none_after * _SPAN
    out[14] = log[np.minimum(mass[after] - mass[before + 1], 4095)]

    totals = np.add.reduceat(
        np.stack([lines[0], lines[1], words, words * long, lines[10] > 0, lines[3], lines[29], lines[5] > 0, lines[6]]),
        firsts[sizes > 0],
        axis=1,
    )
    kept = sizes[sizes > 0]
    whole = np.empty((len(WHOLE), len(kept)), np.int64)
    whole[0] = log[np.minimum(kept, 4095)]
    whole[1] = log[np.minimum(totals[2] >> 3, 4095)]
    whole[2] = log[np.minimum(totals[1] // _SPAN, 4095)]
    whole[3] = _SPAN * totals[3] // np.maximum(totals[2], 1)
    whole[4] = totals[0] // kept
    whole[5] = _SPAN * totals[4] // kept
    whole[6] = totals[5] // kept
    whole[7] = totals[6] // kept
    whole[8] = _SPAN * totals[7] // kept
    whole[9] = np.minimum(totals[8] // kept * 4, _SPAN)
    whole[10] = totals[1] // kept
    return [out, np.repeat(whole, kept, axis=1)]
