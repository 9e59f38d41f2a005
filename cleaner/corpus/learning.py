"""One pass over a corpus that learns what the pages of each site share.

Workers take documents apart into lines; these go to parts on the disk, by their hashes, and each part is then sorted and
counted by itself, in memory that does not grow with the corpus. Counts are exact, and as sums they do not depend on the order
of the documents or the number of workers. Lines that stand on one page only are counted, and a sample of them is kept.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import combinations, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from cleaner.corpus.account import balance
from cleaner.corpus.chunks import Cursor, chunks
from cleaner.corpus.learner import ALIKE, Band, How, Part
from cleaner.corpus.parts import PARTS, ordered, unpacked
from cleaner.corpus.plan import File
from cleaner.corpus.pool import Pool
from cleaner.templates.store import Builder


def failures(store: Path) -> Path:
    """The file beside a store that lists what it could not learn from. Its name is that of no text."""
    return store.with_name(f"{store.name}.failed")


def learn(
    files: Iterable[File], how: How, target: Path, *, jobs: int = 1, stores: Iterable[str] = (), engine: str = "processes"
) -> Counter[str]:
    """Learn from `files`, add what `stores` hold, and write the store to `target`; how many documents were what.

    They are counted as `read`, `learnt`, `failed` and `skipped`; those that failed are listed in `failures(target)`. `jobs` is
    the number of processes, 0 for one a core; with the `engine` ray, of those on the cluster. A script that calls this needs
    `if __name__ == "__main__"`, as for all processes.

    Raises OSError, StoreError, AccountError, and what `chunks` and the pools raise.
    """
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".clean-learn-", dir=target.parent)))
        builder = Builder(target)
        stack.callback(builder.close)
        counting = Pool(jobs if engine == "processes" else 0, how, folder)
        stack.callback(counting.close)
        taking = counting if engine == "processes" else _on_ray(jobs, how, folder)
        stack.callback(taking.close)
        parts = [stack.enter_context((folder / f"{number}").open("wb")) for number in range(PARTS)]
        signatures = stack.enter_context((folder / "signatures").open("wb"))
        failed = stack.enter_context((folder / "failed").open("wb"))
        for chunk, taken in taking.run(chunks(files, Cursor(), how.options), in_order=False):
            for number, rows in taken.parts.items():
                parts[number].write(rows)
            signatures.write(taken.signatures)
            failed.write(taken.failed)
            counts.update(taken.counts, read=chunk.documents)
        for file in (*parts, signatures, failed):
            file.close()
        balance(counts, "learnt", "failed", "skipped")
        for _, counted in counting.run((Part(file.name) for file in parts), in_order=False):
            builder.add(unpacked(counted.path))
        builder.add(("alike", pair) for pair in alike(ordered(signatures.name)))
        for store in stores:
            builder.add_store(store)
        builder.finish()
        if counts["failed"]:
            (folder / "failed").replace(failures(target))
        else:
            failures(target).unlink(missing_ok=True)
    return counts


def _on_ray(jobs: int, how: How, folder: Path) -> Any:
    from cleaner.corpus.ray_pool import RayPool

    return RayPool(jobs, how, folder)


def alike(bands: Iterable[Band]) -> Iterator[tuple[str, str, float]]:
    """The pairs of pages that are nearly the same, from sorted bands, and how much of them is; the same pair for each band."""
    import numpy as np

    for _, same in groupby(bands, itemgetter(0, 1)):
        pages = [(name, np.frombuffer(values, "<u4")) for _, _, name, values in same]
        for (name, values), (other, others) in combinations(pages, 2):
            similarity = float(np.mean(values == others))
            if similarity >= ALIKE and name != other:
                yield name, other, round(similarity, 3)
