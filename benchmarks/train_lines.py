"""Fits the scorer for lines anew: a small convolution over the numbers of a text's lines, whole sites held out to judge it.

    python -m benchmarks.train_lines --data DIR --folds FOLDER [--again | --judge] [--level standard] [--every 10]

`DIR` holds scraped-text-dev.jsonl.gz (scrapes, a label for each line) and wcxb-dev/gold.jsonl.gz (the pages' gold texts).
The weights of the folds are kept in `FOLDER`, and with `--judge` taken from there. Fitting needs the extra `train`; with the
same set and libraries the weights come out the same.

With `--again` it goes on from the weights that are there, for a third of the time: for packs that have grown, or numbers that
are new.

What it is fitted on: the scrapes as they are, the same cleaned by the rules or in part, the head and the foot of one around
the text of another, the same in other scripts, and texts that are an article and nothing else (`line_texts`), alone and
within the head and the foot of a page, which have a third of the loss. Lines that stay whatever they score, as code does, are
no matter. The loss is the cross entropy of the lines, and half of what the F1 of each text lacks, in words.

One set of weights a fold is fitted on all other folds and judges the pages of its own; the program's own are fitted on all.
"""

from __future__ import annotations

import argparse
import gzip
import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.line_figures import FOLDS, VIEWS, Row, figures, fold_of, told, words
from benchmarks.line_texts import SCRIPTS, Line, Lines, around, clean_text, partly_cleaned, rewritten
from cleaner import clean, line_features, line_scorer, packs
from cleaner.document import Document
from cleaner.line_scorer import DILATIONS, EXACT, MIDDLE, MOST, UNIT
from cleaner.marks import origins
from cleaner.packs import LEVELS
from cleaner.pipeline import BEFORE_SCORER, look, rulebook
from cleaner.reading import Reading
from cleaner.settings import Settings

Weights = dict[str, NDArray[Any]]

SHARES: Final = {"clean": 0.26, "real": 0.34, "mixed": 0.11, "partly": 0.10, "foreign": 0.09, "framed": 0.10}
"""Of the loss."""
EPOCHS: Final = 22
AGAIN: Final = 7  # where it goes on from weights
CHANNELS: Final = 32
DROPPED: Final = 0.1  # share of the channels: without it gettext is .005 lower and the residue loses five times as much
NOISE: Final = 0.08  # added to the numbers, so that no page is known by its numbers of lines and words
RATE: Final = 4e-3
CAP: Final = 8192  # lines of a batch
CROP: Final = 2000  # lines of a text


class Example(NamedTuple):
    """A text to fit on."""

    document: Document
    noise: list[bool]
    """For each block."""
    fold: int
    kind: str
    """One of `SHARES`."""


def load(folder: Path) -> tuple[list[Row], dict[str, Row]]:
    """The scrapes, and by page its gold text."""

    def rows(path: Path) -> Iterator[Row]:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    return list(rows(folder / "scraped-text-dev.jsonl.gz")), {row["id"]: row for row in rows(folder / "wcxb-dev/gold.jsonl.gz")}


def lines_of(row: Row, title: str) -> Lines:
    """The lines of a scrape that are not blank."""
    found = zip(row["text"].split("\n"), row["labels"], strict=True)
    return titled([Line(" ".join(text.split()), label != "k") for text, label in found if text.strip()], title)


def titled(lines: Lines, title: str) -> Lines:
    """`lines` with the title before the text counted as text: the gold texts leave it out, readers do not."""
    body = next((number for number, line in enumerate(lines) if not line.noise), 0)
    for number in range(body - 1, -1, -1):
        if title and lines[number].text == title:
            return [*lines[:number], Line(title, False), *lines[number + 1 :]]
    return lines


def after_rules(row: Row, title: str) -> Lines:
    """The lines that the rules leave of a scrape: what the scorer sees in its second pass."""
    text = row["text"]
    article = clean(text, kind="text", without=("scorer",))
    breaks = [place for place, char in enumerate(text) if char == "\n"]
    document = Document(article.text)
    places = origins(document.lines[:-1], article.removed)
    labels = [row["labels"][bisect_left(breaks, place)] for place in places]
    lines = [Line(" ".join(raw.split()), label != "k") for raw, label in zip(document.raws, labels, strict=True)]
    return titled(lines, title)


def example(lines: Lines, fold: int, kind: str) -> Example | None:
    """A text to fit on, None where lines are blank for the program that are not for Python."""
    document = Document("\n".join(line.text for line in lines))
    return Example(document, [line.noise for line in lines], fold, kind) if len(document) == len(lines) and lines else None


def examples(rows: Sequence[Row], gold: dict[str, Row]) -> Iterator[Example]:
    """All texts to fit on."""
    titles = {page: " ".join((row.get("title") or "").split()) for page, row in gold.items()}
    scrapes = {(row["id"], row["view"]): lines_of(row, titles[row["id"]]) for row in rows}
    sources = {(row["id"], row["view"]): row for row in rows}
    controls: dict[int, list[str]] = {fold: [] for fold in range(FOLDS)}
    for (page, view), lines in scrapes.items():
        if view == "gettext":
            controls[fold_of(gold[page]["site"])] += [line.text for line in lines if line.noise and len(line.text) < 80][:25]
    pages: dict[int, list[str]] = {fold: [] for fold in range(FOLDS)}
    for page in sorted(gold):
        pages[fold_of(gold[page]["site"])].append(page)
    made = [(example(lines, fold_of(gold[page]["site"]), "real")) for (page, _), lines in scrapes.items()]
    for page, row in gold.items():
        fold, random = fold_of(row["site"]), Random(page)
        text = [line.strip() for line in (row["main_content"] or "").splitlines() if line.strip()]
        if not text:
            continue
        title = titles[page] if random.random() < 0.6 else ""
        times = range(5 if row["page_type"] == "article" else 2)
        made += [example(clean_text(random, title, text, controls[fold]), fold, "clean") for _ in times]
        for view in ("gettext", "semantic", "residue"):
            lines = scrapes.get((page, view), [])
            if lines and random.random() < 0.3:
                made.append(example(after_rules(sources[page, view], titles[page]), fold, "partly"))
            if random.random() < (0.15 if view == "residue" else 0.3):
                made.append(example(partly_cleaned(random, lines), fold, "partly"))
            other = scrapes.get((random.choice(pages[fold]), view))
            if other and random.random() < (0.3 if view == "residue" else 1):
                made.append(example(around(lines, other), fold, "mixed"))
            if random.random() < 0.2:
                made.append(example(rewritten(lines, random.choice(SCRIPTS), random, 0.4), fold, "foreign"))
            if random.random() < 0.08:
                lines = rewritten(partly_cleaned(random, lines), random.choice(SCRIPTS), random, 0.4)
                made.append(example(lines, fold, "partly"))
    made += framed(scrapes, gold, titles)
    return filter(None, made)


def framed(
    scrapes: Mapping[tuple[str, str], Lines], gold: Mapping[str, Row], titles: Mapping[str, str]
) -> Iterator[Example | None]:
    """Texts that are an article and nothing else within the head and the foot of a page."""
    for page, row in gold.items():
        random = Random(page + "framed")
        text = [line.strip() for line in (row["main_content"] or "").splitlines() if line.strip()]
        for view in VIEWS if text else ():
            if random.random() < (0.9 if view == "gettext" else 0.5):
                article = clean_text(random, titles[page] if random.random() < 0.6 else "", text, [])
                lines = around(scrapes.get((page, view), []), article)
                if random.random() < 0.15:
                    lines = rewritten(lines, random.choice(SCRIPTS), random, 0.4)
                yield example(lines, fold_of(row["site"]), "framed")


class Table:
    """The texts to fit on as numbers."""

    def __init__(self, texts: Sequence[Example]) -> None:
        self.fold = np.array([text.fold for text in texts])
        self.sizes = np.array([len(text.document) for text in texts])
        self.firsts = np.cumsum(self.sizes) - self.sizes
        book = rulebook(Settings())
        readings = [Reading(text.document, book) for text in texts]
        for reading in readings:
            look(reading, BEFORE_SCORER)
        seen = [line_scorer.seen(reading) for reading in readings]
        parts = [seen[at : at + 64] for at in range(0, len(texts), 64)]
        self.numbers = np.concatenate([line_features.measure(part) for part in parts], axis=1)
        self.noise = np.array([noise for text in texts for noise in text.noise], np.float32)
        self.words = np.array([len(words(raw)) for text in texts for raw in text.document.raws], np.float32)
        first = 0
        for reading, text in zip(readings, texts, strict=True):
            self.words[[first + index for index in reading.kept if text.noise[index]]] = 0
            first += len(text.document)
        text_of = np.repeat(np.arange(len(texts)), self.sizes)
        weight = np.sqrt(self.words + 2) * (self.words > 0)
        weight /= np.sqrt(np.maximum(np.bincount(text_of, weight), 1))[text_of]  # a text counts by the root of its length
        kinds = np.array([text.kind for text in texts])
        for kind, share in SHARES.items():
            of_kind = (kinds == kind)[text_of]
            weight[of_kind] *= share * len(weight) / weight[of_kind].sum()
        self.weight = weight.astype(np.float32)


def batches(sizes: NDArray[np.int64], chosen: NDArray[np.int64], random: np.random.Generator) -> list[list[int]]:
    """The chosen texts in groups of about the same length, in random order."""
    keys = np.minimum(sizes, CROP) * (1 + 0.1 * random.random(len(sizes)))
    groups: list[list[int]] = [[]]
    for text in sorted(chosen.tolist(), key=keys.__getitem__):
        if groups[-1] and min(int(sizes[text]), CROP) * (len(groups[-1]) + 1) > CAP:
            groups.append([])
        groups[-1].append(text)
    random.shuffle(groups)
    return groups


def fit(table: Table, fold: int, before: Weights | None = None, seed: int = 0) -> Weights:
    """Weights fitted on every fold but one; on all, if there is none of that number.

    `before` are weights to go on from, for a shorter time: they may know fewer numbers of a line.
    """
    import torch
    from torch import nn
    from torch.nn import functional

    class Network(nn.Module):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.first = nn.Conv1d(len(line_features.NAMES), CHANNELS, 1)
            self.layers = nn.ModuleList(nn.Conv1d(CHANNELS, CHANNELS, 3, dilation=d, padding=d) for d in DILATIONS)
            self.whole = nn.Linear(2 * CHANNELS, CHANNELS)
            self.last = nn.Conv1d(CHANNELS, 1, 1)
            self.dropped = nn.Dropout1d(DROPPED)

        def forward(self, numbers: Any, inside: Any) -> Any:
            most = MOST / UNIT
            lines = self.dropped(self.first(numbers).clamp(0, most)) * inside
            for number, layer in enumerate(self.layers):
                if number == MIDDLE:
                    mean = lines.sum(2) / inside.sum(2)
                    heard = self.whole(torch.cat([mean, lines.amax(2)], 1))
                    lines = (lines + heard[:, :, None]).clamp(0, most) * inside
                lines = (lines + self.dropped(functional.relu(layer(lines)))).clamp(max=most) * inside
            return self.last(lines)[:, 0]

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = Network()
    epochs, rate = (AGAIN, RATE / 2) if before else (EPOCHS, RATE)
    if before:
        network.load_state_dict({name: torch.from_numpy(values) for name, values in in_parts(before).items()})
    chosen = np.flatnonzero(table.fold != fold)
    steps = epochs * (len(batches(table.sizes, chosen, random)) + 4)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.15)
    # Of what says something of a line alone little noise, of what says something of the whole text much.
    noise = NOISE * torch.tensor(
        [0.15] * len(line_features.LINE) + [0.5] * len(line_features.PLACE) + [1.0] * len(line_features.WHOLE)
    )
    for epoch in range(epochs):
        total = torch.zeros(2)
        groups = batches(table.sizes, chosen, random)
        for group in groups:
            values, columns = padded(table, group)
            numbers = torch.from_numpy(values) + torch.randn(len(group), len(noise), 1) * noise[None, :, None]
            inside, truth, weight, count = map(torch.from_numpy, columns)
            odds = network(numbers, inside[:, None])
            entropy = functional.binary_cross_entropy_with_logits(odds, truth, reduction="none")
            entropy = (entropy * weight).sum() / (weight.sum() + 1e-3)
            stays = torch.sigmoid(-odds) * count
            text = ((1 - truth) * count).sum(1)
            lacking = 1 - 2 * (stays * (1 - truth)).sum(1) / (text + stays.sum(1) + 1)
            lacking = (lacking * (text > 0)).sum() / ((text > 0).sum() + 1e-6)
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(entropy + lacking / 2)
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += torch.stack([entropy.detach(), lacking.detach()]) / len(groups)
        print(f"fold {fold} epoch {epoch + 1}: cross entropy {total[0]:.4f}, lacking of F1 {total[1]:.4f}", flush=True)
    state = {name: value.detach().numpy().astype(np.float64) for name, value in network.state_dict().items()}
    typical = np.median(table.numbers[:, table.weight > 0], axis=1).astype(np.uint8)
    return in_whole_numbers(state) | {"typical.numbers": typical, "typical.names": np.array(line_features.NAMES)}


def padded(table: Table, group: Sequence[int]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
    """The numbers of a group of texts; where there is a line, whether it is noise, its weight and its words."""
    sizes = np.minimum(table.sizes[group], CROP)
    numbers = np.zeros((len(group), len(table.numbers), sizes.max()), np.float32)
    columns = [np.zeros((len(group), sizes.max()), np.float32) for _ in range(4)]
    for place, (text, size) in enumerate(zip(group, sizes, strict=True)):
        part = slice(table.firsts[text], table.firsts[text] + size)
        numbers[place, :, :size] = table.numbers[:, part]
        for column, values in zip(columns, (1, table.noise[part], table.weight[part], table.words[part]), strict=True):
            column[place, :size] = values
    numbers /= 255
    return numbers, columns


def in_whole_numbers(state: dict[str, NDArray[np.float64]]) -> Weights:
    """The weights of a network times powers of two, as large as sums of 32-bit floats stay exact with."""
    found: Weights = {}

    def put(name: str, weights: NDArray[np.float64], bias: NDArray[np.float64], most: int) -> None:
        half = 0 if name == "last" else 0.5  # the sums are rounded down
        for power in range(16, -16, -1):
            whole, offset = np.round(weights * 2.0**power), np.floor((bias + half) * 2.0**power)
            if (np.abs(whole).sum(axis=1) * most + np.abs(offset)).max() < EXACT:
                break
        found.update({name: whole.astype(np.int32), f"{name}.bias": offset.astype(np.int32), f"{name}.power": np.array(power)})

    put("first", state["first.weight"][:, :, 0] * UNIT / 255, state["first.bias"] * UNIT, 255)
    for number in range(len(DILATIONS)):
        layer = state[f"layers.{number}.weight"]
        put(
            f"layer{number}",
            np.concatenate(list(np.moveaxis(layer, 2, 0)), axis=1),
            state[f"layers.{number}.bias"] * UNIT,
            MOST,
        )
    put("whole", state["whole.weight"], state["whole.bias"] * UNIT, MOST)
    put("last", state["last.weight"][:, :, 0], state["last.bias"] * UNIT, MOST)
    return found


def in_parts(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """The state of a network with these weights; of numbers that they do not know it takes no notice."""

    def get(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        scale = 2.0 ** -float(weights[f"{name}.power"])
        half = 0 if name == "last" else 0.5
        return weights[name] * scale, (weights[f"{name}.bias"] * scale - half) / UNIT

    known = weights["typical.names"].tolist()
    own, bias = get("first")
    first = np.zeros((len(own), len(line_features.NAMES), 1))
    for column, name in enumerate(line_features.NAMES):
        if name in known:
            first[:, column, 0] = own[:, known.index(name)] * 255 / UNIT
    state = {"first.weight": first, "first.bias": bias}
    for number in range(len(DILATIONS)):
        layer, state[f"layers.{number}.bias"] = get(f"layer{number}")
        state[f"layers.{number}.weight"] = np.stack(np.split(layer, 3, axis=1), axis=2)
    state["whole.weight"], state["whole.bias"] = get("whole")
    last, state["last.bias"] = get("last")
    state["last.weight"] = last[:, :, None]
    return {name: values.astype(np.float32) for name, values in state.items()}


def save(weights: Weights, path: Path, about: dict[str, Any]) -> None:
    """Write weights and what is to be told of them."""
    text = np.frombuffer(json.dumps(about, indent=1).encode(), np.uint8)
    np.savez_compressed(path, **weights, **{line_scorer.ABOUT: text})  # type: ignore[arg-type,unused-ignore]


def weights_in(path: Path) -> Weights:
    """The weights in a file."""
    with np.load(path) as file:
        return {name: file[name] for name in file.files if name != line_scorer.ABOUT}


def main() -> None:
    """Fit, judge on held-out sites, write the program's own weights and how they did."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--judge", action="store_true", help="fit nothing")
    parser.add_argument("--again", action="store_true", help="go on from the weights that are there")
    parser.add_argument("--level", action="append", choices=LEVELS, help="all, unless said otherwise")
    parser.add_argument("--every", type=int, default=1, help="judge every so manieth page only, and write nothing")
    options = parser.parse_args()
    rows, gold = load(options.data)
    own = packs.folder() / line_scorer.NAME
    if not options.judge:
        options.folds.mkdir(parents=True, exist_ok=True)
        table = Table(list(examples(rows, gold)))
        fitted = {"fitted": str(date.today()), "set": f"wcxb-dev, {len(rows)} scrapes of {len(gold)} pages"}
        for fold, path in enumerate([*(options.folds / f"fold{fold}.npz" for fold in range(FOLDS)), own]):
            save(fit(table, fold, weights_in(path) if options.again else None), path, fitted | {"held out": fold})
    scorers = [line_scorer.load(options.folds / f"fold{fold}.npz")[0] for fold in range(FOLDS)]
    ids = set(sorted(gold)[:: options.every])
    found = {}
    for level in options.level or LEVELS:
        found[level] = figures([row for row in rows if row["id"] in ids], gold, scorers.__getitem__, level)
        print(f"{level}, sites held out\n{told(found[level])}", flush=True)
    if options.every == 1:
        _, about = line_scorer.load(own)
        save(weights_in(own), own, about | {"figures": about.get("figures", {}) | found})


if __name__ == "__main__":
    main()
