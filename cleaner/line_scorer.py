"""How likely each line of a text is no part of it: a small convolution over the lines' numbers, its weights kept as data.

Its arithmetic is in whole numbers that a float holds exactly, so a line's score is the same on every machine. The weights are
fitted by `python -m benchmarks.train_lines`; what they were fitted on and how they did is written beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner import line_features
from cleaner.blas import one_thread
from cleaner.line_features import Seen
from cleaner.packs import folder
from cleaner.reading import Reading

Floats = NDArray[np.float32]

DILATIONS: Final = (1, 2, 4, 8, 16)
MIDDLE: Final = 2  # the layer before which the lines hear of the whole document
UNIT: Final = 128  # what 1 is among the numbers between two layers
MOST: Final = 1023  # and the most that they can be
EXACT: Final = 2**24  # a float of 32 bits holds every whole number below
NAME: Final = "scorer-lines.npz"
ABOUT: Final = "about.json"
_REACH: Final = sum(DILATIONS)  # lines to either side that a score hangs on


class Scorer:
    """A set of weights, ready to score lines."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        """`weights` hold, for each layer, whole numbers, a bias and the power of two that both were multiplied with."""
        self._layers: dict[str, tuple[Floats, Floats]] = {}
        for name in [name for name in weights if "." not in name]:
            scale = np.float32(0.5 ** int(weights[f"{name}.power"]))  # which changes no digit of what it is multiplied with
            bias = weights[f"{name}.bias"].astype(np.float32)[:, None]
            self._layers[name] = weights[name].astype(np.float32) * scale, bias * scale
        self.typical: NDArray[np.uint8] = weights["typical.numbers"]
        """What each number mostly is."""

    def scores(self, seen: Seen) -> Floats:
        """For each block of a document, from 0 to 1, how likely it is no part of the text."""
        return self.of_numbers(line_features.measure([seen]))

    def of_numbers(self, numbers: NDArray[np.uint8]) -> Floats:
        """The scores of one document's lines by the numbers of `line_features.measure`."""
        with one_thread():
            odds = self._odds(numbers)
        return (1 / (1 + np.exp(-odds))).astype(np.float32)

    def _odds(self, numbers: NDArray[np.uint8]) -> Floats:
        """The logarithms of the odds."""
        count = numbers.shape[1]
        lines = self._dense("first", numbers.astype(np.float32))
        lines.clip(0, MOST, out=lines)
        width = len(lines)
        around = np.empty((3 * width, count), np.float32)
        before, here, after = around[:width], around[width : 2 * width], around[2 * width :]
        for number, step in enumerate(DILATIONS):
            if number == MIDDLE:
                mean = np.floor(lines.sum(axis=1, dtype=np.float64, keepdims=True) / count).astype(np.float32)
                lines += self._dense("whole", np.concatenate([mean, lines.max(axis=1, keepdims=True)]))
                lines.clip(0, MOST, out=lines)
            here[:] = lines
            before[:, :step] = after[:, -step:] = 0
            if step < count:
                before[:, step:] = lines[:, :-step]
                after[:, :-step] = lines[:, step:]
            more = self._dense(f"layer{number}", around)
            lines += np.maximum(more, 0, out=more)
            np.minimum(lines, MOST, out=lines)
        weights, bias = self._layers["last"]
        found: Floats = ((weights @ lines + bias) / UNIT)[0]
        return found

    def _dense(self, layer: str, numbers: Floats) -> Floats:
        weights, bias = self._layers[layer]
        found: Floats = weights @ numbers
        found += bias
        return np.floor(found, out=found)

    def reasons(self, seen: Seen, index: int, most: int = 5) -> list[tuple[str, float]]:
        """The numbers that weigh most in the score of block `index`, each with what it adds to the logarithm of the odds.

        What a number adds is what is lost when it is as it mostly is, in the line and in all lines that its score hangs on.
        """
        numbers = line_features.measure([seen])
        as_it_is = self._odds(numbers)[index]
        near = slice(max(0, index - _REACH), index + _REACH + 1)
        found = []
        for row, name in enumerate(line_features.NAMES):
            other = numbers.copy()
            other[row, near] = self.typical[row]
            found.append((name, float(as_it_is - self._odds(other)[index])))
        return sorted(found, key=lambda pair: -abs(pair[1]))[:most]


def load(path: Path) -> tuple[Scorer, dict[str, Any]]:
    """The scorer in a file, and what is written beside its weights: the date, the set and the figures."""
    with np.load(path) as weights:
        told: dict[str, Any] = json.loads(bytes(weights[ABOUT]))
        return Scorer({name: weights[name] for name in weights.files}), told


@cache
def standard() -> Scorer:
    """The program's own scorer."""
    return load(folder() / NAME)[0]


_instead: list[Scorer] = []


def current() -> Scorer:
    """The scorer that judges: the program's own, unless a benchmark has put another in its place."""
    return _instead[-1] if _instead else standard()


@contextmanager
def judged_by(scorer: Scorer) -> Iterator[None]:
    """Put `scorer` in the place of the program's own, for a benchmark on pages that its weights were not fitted on."""
    _instead.append(scorer)
    try:
        yield
    finally:
        _instead.pop()


def spared(scores: Floats, lengths: Sequence[int], most: float) -> Floats:
    """`scores`, but 0 where what scores higher already holds as much of the text as may go: the share `most`.

    Of a line with a score of 0.9 a tenth counts as text.
    """
    order = np.argsort(-scores, kind="stable")
    text = np.cumsum(((1 - scores) * np.asarray(lengths, np.float32))[order], dtype=np.float64)
    found = scores.copy()
    found[order[text > most * text[-1]]] = 0
    return found


def seen(reading: Reading) -> Seen:
    """What the scorer may know of a document: what rules fit, where dates stand, what earlier stages take."""
    ruled: list[tuple[int, str]] = []
    touched: list[tuple[int, str]] = []
    for index, hits in reading.hits.items():
        for hit in hits:
            if not hit.rule.keep:
                (ruled if reading.is_whole(index, hit) else touched).append((index, hit.rule.category))
    return Seen(reading.document, ruled, touched, reading.dates, reading.title, reading.marked - reading.kept, reading.kept)
