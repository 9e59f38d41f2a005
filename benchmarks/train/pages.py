"""The pages that the scorer is fitted to, as numbers: what is known of each block, and how much of it is gold text."""

from __future__ import annotations

import gzip
import json
import pickle
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.train.labels import in_gold, words
from cleaner import features
from cleaner.page import Page
from cleaner.readers import html

KINDS: Final = ("article", "collection", "documentation", "forum", "listing", "product", "service")


class Sample(NamedTuple):
    """A page with its gold text."""

    id: str
    site: str
    kind: int
    """Its place among `KINDS`."""
    numbers: npt.NDArray[np.float16]
    """A row a block, columns by `features.page_names`."""
    words: npt.NDArray[np.float32]
    """Words of each block."""
    matched: npt.NDArray[np.float32]
    """How many of them are in the gold text, in its order."""
    gold: int
    """Words of the gold text."""


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """What is known of each page of the set, its gold text included."""
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def source(folder: Path, row: dict[str, Any]) -> bytes:
    """The page itself."""
    return gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())


def samples(folder: Path, cache: Path | None = None) -> list[Sample]:
    """All pages of the set as numbers; `cache` is a file that keeps them between runs."""
    if cache and cache.exists():
        with cache.open("rb") as file:
            return [Sample(*fields) for fields in pickle.load(file)]
    made = [sample(row, source(folder, row)) for row in rows(folder)]
    if cache:
        with cache.open("wb") as file:
            pickle.dump([tuple(one) for one in made], file)
    return made


def sample(row: dict[str, Any], page_source: bytes) -> Sample:
    """One page as numbers."""
    page = html.read(page_source, row["url"])
    number, matched = in_gold(page.texts, row["main_content"])
    return Sample(
        row["id"],
        row["site"] or row["id"],
        KINDS.index(row["page_type"]),
        numbers(page).astype(np.float16),
        np.array(number, dtype=np.float32),
        np.array(matched, dtype=np.float32),
        len(words(row["main_content"])),
    )


def numbers(page: Page) -> npt.NDArray[Any]:
    """A row a block, the numbers of the page as a whole in each."""
    blocks, whole = features.of_page(page)
    return np.concatenate([blocks, np.broadcast_to(whole, (len(blocks), len(whole)))], axis=1)


def folds(made: Sequence[Sample], number: int = 5) -> npt.NDArray[np.int64]:
    """The fold of each page; all pages of a site are in one."""
    return np.array([zlib.crc32(one.site.encode()) % number for one in made])


def f1(one: Sample, chosen: npt.NDArray[np.bool_]) -> float:
    """Word F1 of a page if the chosen blocks are its text, by the words that match in their order."""
    taken = float(one.words[chosen].sum())
    hits = float(one.matched[chosen].sum())
    if not one.gold or not taken:
        return float(not one.gold and not taken)
    return 2 * hits / (taken + one.gold)
