"""The scorer's network while it is fitted: the same arithmetic as `cleaner.scorer`, with gradients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from benchmarks.train.pages import KINDS, Sample

_SPREAD: Final = 0.2  # so that a rare fact does not weigh more than a common one
Columns = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Plan:
    """How the network is made and fitted."""

    hidden: int = 64
    before: tuple[int, ...] = (1, 2)
    """Dilations of the convolutions before the page is looked at as a whole."""
    after: tuple[int, ...] = (4, 8)
    epochs: int = 14
    batch: int = 12
    rate: float = 2e-3
    decay: float = 0.02
    dropout: float = 0.15
    whole: float = 0.5
    """Weight of the page's F1 in the loss; the rest is the blocks' cross-entropy."""
    kind: float = 0.05
    """Weight of the page's kind in the loss."""
    soft: float = 0.5
    """Share of a teacher's scores in the labels."""
    blind: float = 0.3
    """How often a page is shown without its address, or without what it says it is."""
    forget: float = 0.1
    """Share of the class groups that a page is shown without."""
    longest: int = 1500
    """Blocks of a page that are shown at once."""


class Network(nn.Module):
    """Convolutions over the sequence of blocks, with one look at the whole page between them."""

    def __init__(self, columns: int, plan: Plan) -> None:
        super().__init__()
        hidden = plan.hidden
        self.enter = nn.Linear(columns, hidden)
        self.before = nn.ModuleList(nn.Conv1d(hidden, hidden, 3, padding=d, dilation=d) for d in plan.before)
        self.attend = nn.Linear(hidden, 1)
        self.pool = nn.Linear(3 * hidden, hidden)
        self.tell = nn.Linear(hidden, hidden)
        self.after = nn.ModuleList(nn.Conv1d(hidden, hidden, 3, padding=d, dilation=d) for d in plan.after)
        self.leave = nn.Linear(hidden, 1)
        self.kind = nn.Linear(hidden, len(KINDS))
        self.drop = nn.Dropout1d(plan.dropout)  # whole channels of a page; single numbers cost twice the time

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of the blocks (pages, blocks) and of the pages' kinds (pages, kinds); `mask` is 1 where a block is."""
        wide = mask[:, None, :]
        h = self.drop(torch.relu(self.enter(x)).transpose(1, 2)) * wide
        for conv in self.before:
            h = (h + self.drop(torch.relu(conv(h)))) * wide
        flat = h.transpose(1, 2)
        weights = torch.softmax(self.attend(flat)[..., 0].masked_fill(mask == 0, -1e9), dim=1)
        mean = h.sum(2) / mask.sum(1, keepdim=True)
        most = h.masked_fill(wide == 0, -1e9).amax(2)
        drawn = (h * weights[:, None, :]).sum(2)
        page = torch.relu(self.pool(torch.cat([mean, most, drawn], 1)))
        h = (h + self.tell(page)[:, :, None]) * wide
        for conv in self.after:
            h = (h + self.drop(torch.relu(conv(h)))) * wide
        return self.leave(h.transpose(1, 2))[..., 0], self.kind(page)


@dataclass(frozen=True)
class Masks:
    """Which columns belong together, for what is left out at random."""

    address: Columns
    kinds: Columns
    classes: Columns
    """A row a group: its columns."""


def masks(names: Sequence[str]) -> Masks:
    """The columns by what they tell."""
    groups = [name.removeprefix("class ") for name in names if name.startswith("class ")]
    ends = ("class ", "near class ", "outer class ", "inner class ", "page: class ")
    return Masks(
        np.array([name.startswith("address") for name in names]),
        np.array([name.startswith(("page: is ", "page: kinds")) for name in names]),
        np.array([[name in {end + group for end in ends} for name in names] for group in groups]),
    )


class Scale:
    """Columns brought to one size."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        rows = np.concatenate([one.numbers for one in samples]).astype(np.float32)
        self.mean = rows.mean(0)
        self.spread = np.maximum(rows.std(0), _SPREAD)

    def apply(self, numbers: npt.NDArray[np.float16]) -> npt.NDArray[np.float32]:
        """`numbers` scaled."""
        return np.asarray((numbers.astype(np.float32) - self.mean) / self.spread)


def fit(
    samples: Sequence[Sample],
    names: Sequence[str],
    plan: Plan,
    seed: int,
    teacher: Sequence[npt.NDArray[np.float64]] | None = None,
) -> tuple[Network, Scale]:
    """A network fitted to `samples`; its weights are the mean over the last third of the fitting."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    scale = Scale(samples)
    known = masks(names)
    zero = -scale.mean / scale.spread  # what a column of noughts is
    inputs = [scale.apply(one.numbers) for one in samples]
    order = np.array([number for number, one in enumerate(samples) if len(one.words)])
    network = Network(len(names), plan)
    mean = {key: torch.zeros_like(value) for key, value in network.state_dict().items()}
    weighed = 0
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=plan.decay)
    steps = plan.epochs * -(-len(order) // plan.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=steps, pct_start=0.15)
    step = 0
    for _ in range(plan.epochs):
        for batch in _batches(order, samples, plan, chance):
            loss = _loss(network, batch, samples, inputs, known, zero, plan, chance, teacher)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step > steps * 0.8:
                weighed += 1
                for key, value in network.state_dict().items():
                    mean[key] += (value - mean[key]) / weighed
    network.load_state_dict(mean)
    network.eval()
    return network, scale


def _batches(order: Columns, samples: Sequence[Sample], plan: Plan, chance: np.random.Generator) -> list[npt.NDArray[np.int64]]:
    """The pages in random batches, each of pages of about one length."""
    sizes = np.array([len(samples[number].words) for number in order]) * chance.uniform(0.7, 1.4, len(order))
    ranked = order[np.argsort(sizes)]
    batches = [ranked[at : at + plan.batch] for at in range(0, len(ranked), plan.batch)]
    return [batches[number] for number in chance.permutation(len(batches))]


def _loss(  # noqa: PLR0917 (called once)
    network: Network,
    batch: npt.NDArray[np.int64],
    samples: Sequence[Sample],
    inputs: Sequence[npt.NDArray[np.float32]],
    known: Masks,
    zero: npt.NDArray[np.float32],
    plan: Plan,
    chance: np.random.Generator,
    teacher: Sequence[npt.NDArray[np.float64]] | None,
) -> torch.Tensor:
    size = min(plan.longest, max(len(samples[number].words) for number in batch))
    x = np.zeros((len(batch), size, len(zero)), dtype=np.float32)
    mask, count, matched, label = (np.zeros((len(batch), size), dtype=np.float32) for _ in range(4))
    gold = np.zeros(len(batch), dtype=np.float32)
    for row, number in enumerate(batch):
        one = samples[number]
        rows = slice(0, size)
        if len(one.words) > size:
            start = int(chance.integers(len(one.words) - size + 1))
            rows = slice(start, start + size)
        length = min(size, len(one.words))
        left_out = (chance.random(len(known.classes)) < plan.forget) @ known.classes > 0
        if chance.random() < plan.blind:
            left_out |= known.address
        if chance.random() < plan.blind:
            left_out |= known.kinds
        x[row, :length] = np.where(left_out, zero, inputs[number][rows])
        mask[row, :length] = 1
        count[row, :length] = one.words[rows]
        matched[row, :length] = one.matched[rows]
        share = one.matched[rows] / np.maximum(one.words[rows], 1)
        if teacher is not None:
            share = (1 - plan.soft) * share + plan.soft * teacher[number][rows]
        label[row, :length] = share
        missing = max(0.0, one.gold - float(one.matched.sum()))
        gold[row] = missing + float(one.matched[rows].sum())
    there, words, hits, target, wanted = map(torch.from_numpy, (mask, count, matched, label, gold))
    logits, kinds = network(torch.from_numpy(x), there)
    weight = torch.sqrt(words + 1) * there / torch.sqrt(words.sum(1, keepdim=True) + 50)
    entropy = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    blocks = (entropy * weight).sum() / weight.sum()
    scores = torch.sigmoid(logits) * there
    if teacher is not None:
        hits = target * words
    f1 = 2 * (scores * hits).sum(1) / ((scores * words).sum(1) + wanted + 1)
    told = torch.from_numpy(np.array([samples[number].kind for number in batch]))
    kind = nn.functional.cross_entropy(kinds, told)
    result: torch.Tensor = (1 - plan.whole) * blocks + plan.whole * (1 - f1).mean() + plan.kind * kind
    return result


@torch.no_grad()
def predict(network: Network, scale: Scale, one: Sample) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The scores of a page's blocks, and the probability of each kind."""
    if not len(one.words):
        return np.zeros(0), np.full(len(KINDS), 1 / len(KINDS))
    x = torch.from_numpy(scale.apply(one.numbers))[None]
    logits, kinds = network(x, torch.ones(1, len(one.words)))
    return torch.sigmoid(logits)[0].double().numpy(), torch.softmax(kinds, 1)[0].double().numpy()
