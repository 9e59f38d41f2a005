"""How likely each block of a page is part of its text, by a small network: its weights are data, `rules/scorer-page.npz`.

Convolutions over the sequence of blocks, with one look at the whole page between them, so that each block is judged among
its neighbours. On pages of entries, as forums and lists are, blocks of one form are then judged more alike.
`python -m benchmarks.train page` fits it; what was fitted, when, and how well it does is written beside the weights.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner import features
from cleaner.blas import one_thread
from cleaner.features import Group
from cleaner.packs import folder
from cleaner.page import Page

Numbers = npt.NDArray[np.floating[Any]]


_UNSURE: Final = 0.25
_SURELY: Final = 0.03
_UNLIKELY: Final = 0.05  # a score below which no heading stays
_STRICT: Final = 0.5
# Held-out word F1 is the same from 0.35 to 0.5 of the mean, on forums .813 against .805 without it. In articles captions and
# notes stand in the form of paragraphs and come back with it.
_ALIKE: Final = 0.35
_ARTICLE: Final = "article"
_MOST: Final = 30.0  # log odds, beyond which a score is 0 or 1 and exp overflows


class Verdict(NamedTuple):
    """What the scorer says of a page."""

    scores: Numbers
    """For each block, from 0 to 1, how likely it is part of the page's text."""
    kind: str
    """What kind of page it is."""
    certainty: float
    """How likely it is of that kind, from 0 to 1."""

    @property
    def unsure(self) -> npt.NDArray[np.bool_]:
        """The blocks whose scores are neither high nor low."""
        return np.asarray((self.scores > _UNSURE) & (self.scores < 1 - _UNSURE))

    def doubt(self, page: Page) -> float:
        """The share of the page's code points that stand in such blocks, from 0 to 1."""
        sizes = np.fromiter(map(len, page.texts), dtype=np.float64, count=len(page))
        return float(sizes[self.unsure].sum() / max(1.0, sizes.sum()))


class Scorer:
    """A fitted network."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        """`weights` are arrays by name; `about` among them is JSON that tells where they come from."""
        self.about: dict[str, Any] = json.loads(str(weights["about"]))
        self.kinds: list[str] = self.about["kinds"]
        self.floors: dict[str, float] = self.about["floors"]
        """By kind of page, the least score of a block that is kept."""
        self.ceilings: dict[str, float] = self.about["ceilings"]
        """By kind of page, the score from which on a block is kept in any case; kinds that are not named have none."""
        self._usual = np.asarray(weights["usual"], np.float32)  # the columns' means, by which explanations measure
        self._dense: dict[str, tuple[Numbers, Numbers]] = {
            name: (np.asarray(weights[f"{name}.weight"], np.float32), np.asarray(weights[f"{name}.bias"], np.float32))
            for name in ("enter", "attend", "pool", "tell", "leave", "kind")
        }
        self._convolutions: dict[str, list[tuple[int, Numbers, Numbers]]] = {
            part: [
                (
                    dilation,
                    np.asarray(weights[f"{part}.{n}.weight"], np.float32),
                    np.asarray(weights[f"{part}.{n}.bias"], np.float32),
                )
                for n, dilation in enumerate(self.about[part])
            ]
            for part in ("before", "after")
        }

    def judge(self, page: Page) -> Verdict:
        """Score the blocks of `page`, and tell what kind it is."""
        if not len(page):
            return Verdict(np.zeros(0, dtype=np.float32), self.kinds[0], 0.0)
        with one_thread():
            logits, kinds = self._run(self._entered(*features.groups_of(page)))
        odds = np.exp(kinds - kinds.max())
        odds /= odds.sum()
        best = int(odds.argmax())
        scores = 1 / (1 + np.exp(-np.clip(logits, -_MOST, _MOST)))
        kind = self.kinds[best]
        return Verdict(levelled(page, scores, kind), kind, float(odds[best]))

    def choose(self, page: Page, verdict: Verdict, level: str) -> list[bool]:
        """Which blocks to keep: careful drops only what surely is no text, standard and strict go for the best expected F1.

        A heading stays with the text that follows it at once, unless the scorer is sure of it.
        """
        if level == "careful":
            return [score >= _SURELY for score in verdict.scores.tolist()]
        floor, ceiling = self.floors[verdict.kind], self.ceilings.get(verdict.kind, 1.0)
        if level == "strict":
            floor, ceiling = max(floor, _STRICT), 1.0
        chosen = choose(list(map(len, page.texts)), verdict.scores, floor, ceiling)
        kept: list[bool] = chosen.tolist()
        for number, level_ in enumerate(page.levels[:-1]):
            if level_ > 1 and not kept[number] and kept[number + 1] and verdict.scores[number] >= _UNLIKELY:
                kept[number] = True
        return kept

    def weighed(self, page: Page, number: int, most: int = 5) -> list[tuple[str, float]]:
        """The facts that weighed most for block `number`, each with about what it added to the score's log odds."""
        groups, whole = features.groups_of(page)
        hidden = self._entered(groups, whole)
        full = float(self._run(hidden)[0][number])
        row = np.concatenate([*(group.of(number) for group in groups), whole]) - self._usual
        shares = row[:, None] * self._dense["enter"][0]  # of each column in each hidden unit
        total = np.abs(shares).sum(axis=0)
        added = np.zeros(len(shares), dtype=np.float32)
        for unit in np.flatnonzero(hidden[number]).tolist():
            without = hidden.copy()
            without[number, unit] = 0
            added += (full - float(self._run(without)[0][number])) * shares[:, unit] / max(float(total[unit]), 1e-6)
        names = features.page_names()
        return [(names[column], float(added[column])) for column in np.argsort(-np.abs(added), kind="stable")[:most].tolist()]

    def _entered(self, groups: Sequence[Group], whole: Numbers) -> Numbers:
        """The first layer: a product for each different row of a group, which blocks pick up."""
        weight, bias = self._dense["enter"]
        width = sum(group.table.shape[1] for group in groups)
        hidden = np.empty((len(groups[0].table), weight.shape[1]), np.float32)  # the first group has a row a block
        hidden[:] = whole @ weight[width:] + bias
        at = 0
        for table, rows in groups:
            product = table @ weight[at : at + table.shape[1]]
            hidden += product if rows is None else product[rows]
            at += table.shape[1]
        return np.maximum(hidden, 0, out=hidden)

    def _run(self, hidden: Numbers) -> tuple[Numbers, Numbers]:
        """From the first layer to the logits of the blocks and of the kinds."""
        dense = self._dense
        h = hidden
        for convolution in self._convolutions["before"]:
            h = _convolved(h, *convolution)
        heed = h @ dense["attend"][0] + dense["attend"][1]
        heed = np.exp(heed - heed.max())
        drawn = (h * (heed / heed.sum())).sum(axis=0)
        seen = np.concatenate([h.mean(axis=0), h.max(axis=0), drawn])
        page = np.maximum(seen @ dense["pool"][0] + dense["pool"][1], 0)
        h = h + (page @ dense["tell"][0] + dense["tell"][1])
        for convolution in self._convolutions["after"]:
            h = _convolved(h, *convolution)
        return (h @ dense["leave"][0] + dense["leave"][1])[:, 0], page @ dense["kind"][0] + dense["kind"][1]


def _convolved(h: Numbers, dilation: int, weight: Numbers, bias: Numbers) -> Numbers:
    """`h` with what its neighbours at `dilation` steps on either side add; beyond the page stands nothing."""
    width = h.shape[1]
    added = h @ weight[width : 2 * width]
    added += bias
    if len(h) > dilation:
        added[dilation:] += h[:-dilation] @ weight[:width]
        added[:-dilation] += h[dilation:] @ weight[2 * width :]
    np.maximum(added, 0, out=added)
    added += h
    return added


def levelled(page: Page, scores: Numbers, kind: str) -> Numbers:
    """`scores` of the blocks of a page of this kind, in part the mean of all blocks of the same form, by code points."""
    if kind == _ARTICLE:
        return scores
    forms = features.forms(page)
    sizes = np.fromiter(map(len, page.texts), dtype=np.float64, count=len(page))
    means = np.bincount(forms, scores * sizes) / np.maximum(1, np.bincount(forms, sizes))
    return np.asarray((1 - _ALIKE) * scores + _ALIKE * means[forms], dtype=np.float32)


def choose(sizes: npt.ArrayLike, scores: Numbers, floor: float, ceiling: float = 1.0) -> npt.NDArray[np.bool_]:
    """Which blocks to keep for the best expected F1 by `sizes`; none below `floor`, and all from `ceiling` on.

    >>> choose([50, 40, 5], np.array([0.9, 0.6, 0.1], dtype=np.float32), 0.2).tolist()
    [True, True, False]
    """
    if not len(scores):
        return np.zeros(0, dtype=np.bool_)
    order = np.argsort(-scores, kind="stable")
    size = np.asarray(sizes, dtype=np.float64)
    gold = size * scores
    expected = 2 * np.cumsum(gold[order]) / (np.cumsum(size[order]) + gold.sum() + 1e-9)
    least = float(scores[order[int(expected.argmax())]])
    return np.asarray(scores >= min(max(least, floor), ceiling))


def load(path: Path) -> Scorer:
    """The scorer whose weights are at `path`. Raises OSError if there is none, ValueError if it is broken."""
    with np.load(path, allow_pickle=False) as weights:
        return Scorer(dict(weights))


@cache
def of_pages() -> Scorer:
    """The program's own scorer for the blocks of pages."""
    return load(folder() / "scorer-page.npz")
