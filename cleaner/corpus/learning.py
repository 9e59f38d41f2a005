"""One pass over a corpus that learns what the pages of each site share.

Workers take documents apart into lines; the lines are sorted into parts on the disk, by their hashes, and each part is then
counted by itself, in memory that does not grow with the corpus. Counts are exact, and as sums they do not depend on the order
of the documents or the number of workers. Lines that stand on one page only are counted, and a sample of them is kept.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from cleaner.corpus.account import balance
from cleaner.corpus.chunks import Cursor, chunks
from cleaner.corpus.learner import PARTS, PERMUTATIONS, How, Part, unpacked
from cleaner.corpus.plan import File
from cleaner.corpus.pool import Pool
from cleaner.templates.store import Builder

_ALIKE: Final = 0.8  # of the shingles of two pages, from which on they are nearly the same


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
        pages = stack.enter_context((folder / "pages").open("wb"))
        failed = stack.enter_context((folder / "failed").open("wb"))
        signatures: list[tuple[str, Any]] = []
        for chunk, taken in taking.run(chunks(files, Cursor(), how.options), in_order=False):
            for number, rows in taken.parts.items():
                parts[number].write(rows)
            pages.write(taken.pages)
            failed.write(taken.failed)
            signatures += taken.signatures
            counts.update(taken.counts, read=chunk.documents)
        for file in (*parts, pages, failed):
            file.close()
        balance(counts, "learnt", "failed", "skipped")
        builder.add("sites", _pages(folder / "pages", builder))
        for _, counted in counting.run((Part(file.name) for file in parts), in_order=False):
            builder.add("lines", counted.frequent)
            builder.add("rare", counted.rare)
            builder.add("sites", counted.sites)
        builder.add("alike", alike(signatures))
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


def _pages(path: Path, builder: Builder) -> Iterator[tuple[str, int, int, int, int]]:
    """How many pages each site has, copies counted by themselves; which these are goes into the store."""
    bodies: dict[str, Counter[int]] = defaultdict(Counter)
    for pages in unpacked(path):
        for site, body, _ in pages:
            bodies[site][body] += 1
    builder.add("copies", (page for pages in unpacked(path) for page in pages if bodies[page[0]][page[1]] > 1))
    for site, found in bodies.items():
        yield site, len(found), found.total() - len(found), 0, 0


def alike(signatures: list[tuple[str, Any]]) -> Iterator[tuple[str, str, float]]:
    """The pairs of pages that are nearly the same, and how much of them is."""
    if not signatures:
        return
    from datasketch import MinHashLSH

    known = dict(sorted(signatures, key=lambda one: one[0]))
    index = MinHashLSH(threshold=_ALIKE, num_perm=PERMUTATIONS)
    for place, signature in known.items():
        for other in sorted(index.query(signature)):
            similarity = known[other].jaccard(signature)
            if similarity >= _ALIKE:
                yield other, place, round(similarity, 3)
        index.insert(place, signature)
