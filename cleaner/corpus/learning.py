"""One pass over a corpus that learns what the pages of each site share.

Workers take documents apart into lines; the lines are sorted into parts on the disk, by their hashes, and each part is then
counted by itself, in memory that does not grow with the corpus. Counts are exact, and as sums they do not depend on the order
of the documents or the number of workers. Lines that stand on one page only are counted, and a sample of them is kept.
"""

from __future__ import annotations

import pickle
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from cleaner.corpus.chunks import Chunk, Cursor, chunks
from cleaner.corpus.entries import Entry, Failed
from cleaner.corpus.formats import Options, entries
from cleaner.corpus.plan import File
from cleaner.document import Document
from cleaner.errors import SourceError
from cleaner.sites import site_of
from cleaner.templates import lines
from cleaner.templates.store import Builder

_PARTS: Final = 256
_TOGETHER: Final = 8  # tasks for each worker that are waited for together
Row = tuple[str, str, str, int, int]  # site, key, text, body, place


class How(NamedTuple):
    """How documents are taken apart."""

    options: Options
    kind: str | None = None
    site_field: str | None = None
    """The field that holds the site; None: the host of the address, else the folder."""
    alike: bool = False
    """Whether pages nearly the same are looked for."""


class Taken(NamedTuple):
    """What some documents are made of."""

    parts: dict[int, bytes]
    pages: list[tuple[str, int, str]]
    """Of each document its site, the number of its body, and its id or place."""
    signatures: list[tuple[str, Any]]
    """Place and MinHash of each document, where that was asked for."""
    counts: dict[str, int]
    """learnt, without-site, failed, skipped."""


def learn(files: Iterable[File], how: How, target: Path, *, jobs: int = 1, stores: Iterable[str] = ()) -> Counter[str]:
    """Learn from `files`, add what `stores` hold, and write the store to `target`; how many documents were what.

    Raises OSError, StoreError, and what `chunks` raise.
    """
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".clean-learn-", dir=target.parent)))
        builder = Builder(target)
        stack.callback(builder.close)
        work = _Workers(jobs)
        stack.callback(work.close)
        parts = [stack.enter_context((folder / f"{number}").open("wb")) for number in range(_PARTS)]
        pages = stack.enter_context((folder / "pages").open("wb"))
        signatures: list[tuple[str, Any]] = []
        jobs_of = ((chunk, how) for chunk in chunks(files, Cursor(), how.options))
        for taken in work.map(_take, jobs_of):
            for number, blob in taken.parts.items():
                _put(parts[number], blob)
            _put(pages, zlib.compress(pickle.dumps(taken.pages), 1))
            signatures += taken.signatures
            counts.update(taken.counts)
        for file in (*parts, pages):
            file.close()
        builder.add("sites", _pages(folder / "pages", builder))
        paths = [(str(folder / f"{number}"),) for number in range(_PARTS)]
        for frequent, rare, once in work.map(_count, paths):
            builder.add("lines", frequent)
            builder.add("rare", rare)
            builder.add("sites", once)
        builder.add("alike", alike(signatures))
        for store in stores:
            builder.add_store(store)
        builder.finish()
    return counts


class _Workers:
    """One process, this one, or a number of others."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool = get_context("spawn").Pool(jobs) if jobs > 1 else None

    def map(self, do: Any, tasks: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """What `do` makes of each task, in order; no more tasks are taken than are being done."""
        if self._pool is None:
            yield from (do(*task) for task in tasks)
            return
        tasks = iter(tasks)
        while some := list(islice(tasks, _TOGETHER * self._jobs)):  # a pool takes all that there are at once
            yield from self._pool.starmap(do, some, chunksize=1)

    def close(self) -> None:
        """Let the processes end."""
        if self._pool:
            self._pool.terminate()


def _put(file: IO[bytes], blob: bytes) -> None:
    file.write(len(blob).to_bytes(4, "big") + blob)


def _blobs(path: str | Path) -> Iterator[Any]:
    with open(path, "rb") as file:
        while size := file.read(4):
            yield pickle.loads(zlib.decompress(file.read(int.from_bytes(size, "big"))))


def _take(chunk: Chunk, how: How) -> Taken:
    """Take the documents of a chunk apart."""
    parts: dict[int, list[Row]] = defaultdict(list)
    pages: list[tuple[str, int, str]] = []
    signatures: list[tuple[str, Any]] = []
    counts: Counter[str] = Counter()
    for _, task in chunk.pieces:
        for entry in entries(task, how.options):
            if not isinstance(entry, Entry):
                counts["failed" if isinstance(entry, Failed) else "skipped"] += 1
                continue
            site = site_of(entry.source, entry.place, entry.url, entry.metadata, how.site_field)
            if not site:
                counts["without-site"] += 1
                continue
            try:
                document = read_document(entry, how.kind)
            except SourceError:
                counts["failed"] += 1
                continue
            counts["learnt"] += 1
            place = entry.id or (entry.source if entry.place is None else f"{entry.source}:{entry.place}")
            body = lines.body(document)
            pages.append((site, body, place))
            if how.alike:
                signatures.append((place, _signature(document)))
            for line in lines.of(document):
                part = zlib.crc32(f"{site}\0{line.key}".encode("utf-8", "surrogatepass")) % _PARTS
                parts[part].append((site, line.key, line.text, body, line.place))
    blobs = {part: zlib.compress(pickle.dumps(rows), 1) for part, rows in parts.items()}
    return Taken(blobs, pages, signatures, dict(counts))


def read_document(entry: Entry, kind: str | None) -> Document:
    """A document with all its lines, as the stages for texts see them. Raises SourceError."""
    from cleaner.readers import read

    arrived = read(entry.content, entry.kind or kind, url=entry.url, encoding=entry.encoding)
    return arrived.page.document if arrived.page else Document(arrived.text)


def _pages(path: Path, builder: Builder) -> Iterator[tuple[str, int, int, int, int]]:
    """How many pages each site has, copies counted by themselves; which these are goes into the store."""
    bodies: dict[str, Counter[int]] = defaultdict(Counter)
    for pages in _blobs(path):
        for site, body, _ in pages:
            bodies[site][body] += 1
    builder.add("copies", (page for pages in _blobs(path) for page in pages if bodies[page[0]][page[1]] > 1))
    for site, found in bodies.items():
        yield site, len(found), found.total() - len(found), 0, 0


def _count(path: str) -> tuple[list[Any], list[Any], list[Any]]:
    """The lines of a part: those on two pages or more, a sample of the others, and how many there are of a site."""
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    texts: dict[tuple[str, str], str] = {}
    for rows in _blobs(path):
        for site, key, text, body, place in rows:
            line = site, key
            found[line][body] = min(place, found[line].get(body, place))  # of a page's copies, one place
            texts[line] = min(text, texts.get(line, text))
    frequent = []
    rare: dict[str, tuple[int, str]] = {}
    lines_of: Counter[str] = Counter()
    once: Counter[str] = Counter()
    for (site, key), places in found.items():
        lines_of[site] += 1
        if len(places) > 1:
            at = Counter(places.values())
            frequent.append((site, key, texts[site, key], len(places), at[0], at[1], at[2]))
        else:
            once[site] += 1
            mark = zlib.crc32(key.encode("utf-8", "surrogatepass"))
            if site not in rare or (mark, key) < rare[site]:
                rare[site] = mark, key
    sample = [(site, key, texts[site, key], *found[site, key], mark) for site, (mark, key) in rare.items()]
    return frequent, sample, [(site, 0, 0, lines_of[site], once[site]) for site in lines_of]


_PERMUTATIONS: Final = 64
_SHINGLE: Final = 5  # words
_ALIKE: Final = 0.8  # of the shingles of two pages, from which on they are nearly the same


def _signature(document: Document) -> Any:
    """The MinHash of a page's paragraphs (Broder 1997), by datasketch."""
    from datasketch import MinHash

    words = " ".join(document.texts[index] for index in document.prose or range(len(document))).split()
    signature = MinHash(num_perm=_PERMUTATIONS, seed=1)
    signature.update_batch(
        {
            " ".join(words[at : at + _SHINGLE]).encode("utf-8", "surrogatepass")
            for at in range(max(1, len(words) - _SHINGLE + 1))
        }
    )
    return signature


def alike(signatures: list[tuple[str, Any]]) -> Iterator[tuple[str, str, float]]:
    """The pairs of pages that are nearly the same, and how much of them is."""
    if not signatures:
        return
    from datasketch import MinHashLSH

    known = dict(sorted(signatures, key=lambda one: one[0]))
    index = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    for place, signature in known.items():
        for other in sorted(index.query(signature)):
            similarity = known[other].jaccard(signature)
            if similarity >= _ALIKE:
                yield other, place, round(similarity, 3)
        index.insert(place, signature)
