"""Fit the scorer for the blocks of pages, and print how well it does on sites that it has not seen.

    python -m benchmarks.train page --data FOLDER [--cache FOLDER] [--out rules/scorer-page.npz]

`--data` holds `gold.jsonl.gz` (a row a page: id, url, site, page_type, main_content) and `html/<id>.html.gz`. Boosted trees
and a network are fitted with a fifth of the sites held out at a time; what the trees say of held-out pages is half of the
labels of the network, and the mean of both half of those of the network that is kept. That one is fitted with sites held out
too, for the figures, and then on all pages.

It takes an hour or so on one core; `--cache` keeps what was worked out for the next run.
"""

from __future__ import annotations

import argparse
import datetime
import json
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from benchmarks.train.network import Network, Plan, Scale, fit, predict
from benchmarks.train.pages import KINDS, Sample, f1, folds, samples
from cleaner import features, packs, scorer

Scores = list[npt.NDArray[np.float64]]

PLAN: Final = Plan()
FLOORS: Final = (0.1, 0.15, 0.2, 0.25, 0.3)


def kept(folder: Path | None, name: str, make: Callable[[], Any]) -> Any:
    """What `make` gives, kept in a file of `folder` between runs."""
    if folder is None:
        return make()
    path = folder / f"{name}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())
    made = make()
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(made))
    return made


def networks(
    made: Sequence[Sample], fold: npt.NDArray[np.int64], plan: Plan, seed: int, teacher: Scores | None = None
) -> tuple[Scores, list[int]]:
    """For each page, the scores of its blocks and its kind, by a network that has seen no page of its fold."""
    scores: Scores = [np.zeros(0) for _ in made]
    kinds = [0] * len(made)
    for held_out in np.unique(fold).tolist():
        inner = [number for number in range(len(made)) if fold[number] != held_out]
        taught = [teacher[number] for number in inner] if teacher else None
        network, scale = fit([made[number] for number in inner], features.page_names(), plan, seed, taught)
        for number in np.flatnonzero(fold == held_out).tolist():
            scores[number], odds = predict(network, scale, made[number])
            kinds[number] = int(odds.argmax())
        print(f"   fold {held_out} done", flush=True)
    return scores, kinds


def figures(made: Sequence[Sample], scores: Scores, floor: float) -> dict[str, float]:
    """Word F1 of the chosen blocks, over all pages and by kind."""
    each = np.array([f1(one, scorer.choose(one.words, s, floor)) for one, s in zip(made, scores, strict=True)])
    kind = np.array([one.kind for one in made])
    by_kind = {name: float(each[kind == number].mean()) for number, name in enumerate(KINDS) if (kind == number).any()}
    return {"all": float(each.mean()), **by_kind}


def show(name: str, made: Sequence[Sample], scores: Scores) -> tuple[float, dict[str, float]]:
    """Print the figures at each floor; gives the best floor and its figures."""
    table = {floor: figures(made, scores, floor) for floor in FLOORS}
    for floor, row in table.items():
        print(f"{name:9} {floor:4}  " + "  ".join(f"{kind} {value:.4f}" for kind, value in row.items()), flush=True)
    return max(table.items(), key=lambda item: item[1]["all"])


def write(path: Path, network: Network, scale: Scale, about: dict[str, Any]) -> None:
    """The weights as the scorer reads them: half precision, rows for what goes in, and columns as they are, not scaled."""
    arrays: dict[str, Any] = {"usual": scale.mean, "about": np.array(json.dumps(about))}
    for name, value in network.state_dict().items():
        weight = value.numpy()
        if weight.ndim == 3:  # of a convolution: out, in, place
            weight = weight.transpose(2, 1, 0).reshape(-1, weight.shape[0])
        elif weight.ndim == 2:
            weight = weight.T
        if name == "enter.weight":
            weight = weight / scale.spread[:, None]
        elif name == "enter.bias":
            weight = weight - (scale.mean / scale.spread) @ network.enter.weight.numpy(force=True).T
        arrays[name] = weight
    np.savez_compressed(path, **{name: v.astype(np.float16) if v.dtype.kind == "f" else v for name, v in arrays.items()})


def train_page(data: Path, cache: Path | None, out: Path) -> None:
    """Fit, print and write the scorer for pages."""
    torch.set_num_threads(1)
    made: list[Sample] = kept(cache, "samples", lambda: samples(data))
    fold = folds(made)

    def trees() -> Scores:
        from benchmarks.train.trees import out_of_fold

        return out_of_fold(made, fold)

    by_trees: Scores = kept(cache, "trees", trees)
    show("trees", made, by_trees)
    by_network, _ = kept(cache, "network", lambda: networks(made, fold, PLAN, 1, by_trees))
    show("network", made, by_network)
    teacher = [(one + other) / 2 for one, other in zip(by_trees, by_network, strict=True)]
    show("together", made, teacher)
    scores, kinds = kept(cache, "student", lambda: networks(made, fold, PLAN, 2, teacher))
    floor, best = show("student", made, scores)
    right = float(np.mean([kind == one.kind for kind, one in zip(kinds, made, strict=True)]))
    print(f"kinds told: {right:.3f}")
    network, scale = fit(made, features.page_names(), PLAN, 2, teacher)
    about = {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "set": f"{data.name}, {len(made)} pages",
        "figures": {"what": "word F1 on held-out sites, words in their order", **{k: round(v, 4) for k, v in best.items()}},
        "kinds told": round(right, 3),
        "kinds": KINDS,
        "floor": floor,
        "before": PLAN.before,
        "after": PLAN.after,
        "columns": list(features.page_names()),
    }
    write(out, network, scale, about)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("page",))
    parser.add_argument("--data", type=Path, required=True, help="the folder of the set")
    parser.add_argument("--cache", type=Path, help="a folder for what is kept between runs")
    parser.add_argument("--out", type=Path, default=packs.folder() / "scorer-page.npz")
    options = parser.parse_args()
    train_page(options.data, options.cache, options.out)


if __name__ == "__main__":
    main()
