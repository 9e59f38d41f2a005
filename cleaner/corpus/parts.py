"""Rows of a corpus in files, and what they amount to, in memory that does not grow with the corpus.

What is more than a process should hold is sorted in runs, which are then merged (an external sort): a larger corpus costs time
and disk.
"""

from __future__ import annotations

import heapq
import os
import pickle
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, Final, TypeVar

PARTS: Final = 128  # files that are open at once; some systems allow no more than 256
RUN: Final = 100_000  # rows that are sorted at once, some 70 MB
_BLOCK: Final = 1_000  # rows
_T = TypeVar("_T")

Row = tuple[str, str, int, int, str]
"""A line on a page: site, key of the line, body of the page, place, the line as it stood. The page itself: site, no key, body,
0, its id or place."""


def part_of(site: str, key: str) -> int:
    """The part, of `PARTS`, to which all rows of a line go."""
    return zlib.crc32(f"{site}\0{key}".encode("utf-8", "surrogatepass")) % PARTS


def packed(rows: list[Any]) -> bytes:
    """Rows as they lie in a file, one such block after the other; to compress so few took half of all time."""
    blob = pickle.dumps(rows)
    return len(blob).to_bytes(4, "big") + blob


def unpacked(path: str) -> Iterator[Any]:
    """The rows in a file. Raises OSError."""
    with open(path, "rb") as file:
        while size := file.read(4):
            yield from pickle.loads(file.read(int.from_bytes(size, "big")))


def write(path: str, rows: Iterable[Any]) -> None:
    """Make a file of rows. Raises OSError."""
    with open(path, "wb") as file:
        for block in _blocks(rows, _BLOCK):
            file.write(packed(block))


def ordered(path: str) -> Iterator[Any]:
    """The rows in a file, sorted; runs of them lie beside it meanwhile. Raises OSError."""
    runs: list[str] = []
    for rows in _blocks(unpacked(path), RUN):
        rows.sort()
        if not runs and len(rows) < RUN:
            yield from rows
            return
        runs.append(f"{path}.{len(runs)}")
        write(runs[-1], rows)
    yield from heapq.merge(*map(unpacked, runs))
    for run in runs:
        os.unlink(run)


def counted(rows: Iterable[Row]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What the sorted rows of a part amount to: rows of the store, each with its table.

    Of the lines of a site that stand on one page only, one is among them.
    """
    for site, of_site in groupby(rows, itemgetter(0)):
        documents = copies = lines = once = 0
        rare: tuple[tuple[int, str], tuple[Any, ...]] | None = None
        for key, of_line in groupby(of_site, itemgetter(1)):
            if not key:
                for _, pages in groupby(of_line, itemgetter(2)):
                    documents += 1
                    for number, (_, _, body, _, page) in enumerate(_if_several(pages)):
                        copies += number > 0
                        yield "copies", (site, body, page)
                continue
            at = [0, 0, 0]
            example, last = "", None
            for _, _, body, place, text in of_line:
                if body != last:  # of a page's copies, one place: the first
                    at[place] += 1
                    last = body
                example = min(example or text, text)
            lines += 1
            if sum(at) > 1:
                yield "lines", (site, key, example, sum(at), *at)
                continue
            once += 1
            mark = zlib.crc32(key.encode("utf-8", "surrogatepass"))
            if rare is None or (mark, key) < rare[0]:
                rare = (mark, key), (site, key, example, last, mark)
        yield "sites", (site, documents, copies, lines, once)
        if rare:
            yield "rare", rare[1]


def _if_several(rows: Iterator[_T]) -> Iterator[_T]:
    """Rows, unless there is one only."""
    first = list(islice(rows, 2))
    return chain(first, rows) if len(first) > 1 else iter(())


def _blocks(rows: Iterable[_T], size: int) -> Iterator[list[_T]]:
    coming = iter(rows)
    return iter(lambda: list(islice(coming, size)), [])
