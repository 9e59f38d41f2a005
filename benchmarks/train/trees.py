"""Boosted trees over the blocks and their surroundings: a good teacher, and too slow to serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import lightgbm
import numpy as np
import numpy.typing as npt

from benchmarks.train.pages import Sample
from cleaner import features

_AROUND: Final = (
    "words", "share of stop words", "is long", "share of links", "share of stop", "share of digit", "words with a capital",
    "tag p", "copies", "share of upper", "words alike",
)  # fmt: skip
_PARAMETERS: Final = {
    "objective": "cross_entropy", "num_leaves": 63, "learning_rate": 0.06, "feature_fraction": 0.25, "bagging_fraction": 0.6,
    "bagging_freq": 1, "min_data_in_leaf": 60, "lambda_l2": 5, "num_threads": 1, "verbose": -1, "max_bin": 63, "seed": 1,
}  # fmt: skip
_ROUNDS: Final = 250

Numbers = npt.NDArray[np.float32]


def _seen(one: Sample) -> Numbers:
    """A page's numbers with those around each block: means of windows, and the neighbours' own."""
    names = features.page_names()
    x = one.numbers[:, [names.index(name) for name in _AROUND]].astype(np.float32)
    number, width = x.shape
    sums = np.concatenate([np.zeros((1, width), np.float32), np.cumsum(x, 0)])
    at = np.arange(number)
    columns: list[Any] = [one.numbers]
    for before, after in ((1, 1), (2, 2), (5, 5), (12, 12), (3, -1), (10, -1), (-1, 3), (-1, 10)):
        low, high = np.clip(at - before, 0, number), np.clip(at + after + 1, 0, number)
        columns.append((sums[high] - sums[low]) / np.maximum(high - low, 1)[:, None])
    padded = np.concatenate([np.zeros((2, width), np.float32), x, np.zeros((2, width), np.float32)])
    columns += [padded[2 + step : 2 + step + number] for step in (-2, -1, 1, 2)]
    return np.concatenate(columns, axis=1, dtype=np.float32)


def out_of_fold(samples: Sequence[Sample], fold: npt.NDArray[np.int64]) -> list[npt.NDArray[np.float64]]:
    """The scores of each page's blocks by trees that have seen no page of its fold."""
    filled = [number for number, one in enumerate(samples) if len(one.words)]
    x = np.concatenate([_seen(samples[number]) for number in filled])
    label = np.concatenate([samples[n].matched / np.maximum(samples[n].words, 1) for n in filled])
    weight = np.concatenate([np.sqrt(samples[n].words + 1) / np.sqrt(samples[n].words.sum() + 50) for n in filled])
    owner = np.repeat(filled, [len(samples[number].words) for number in filled])
    scores = np.zeros(len(owner))
    for held_out in np.unique(fold):
        inner = fold[owner] != held_out
        data = lightgbm.Dataset(x[inner], label[inner], weight=weight[inner] / weight[inner].mean())
        scores[~inner] = lightgbm.train(_PARAMETERS, data, _ROUNDS).predict(x[~inner])
    return [scores[owner == number] for number in range(len(samples))]
