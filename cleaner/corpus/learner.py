"""A worker that learns: chunks in, the lines of their documents out, sorted into parts; and parts in, counts out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from cleaner.article import dump
from cleaner.corpus.chunks import Chunk
from cleaner.corpus.entries import Entry, Failed, Skipped
from cleaner.corpus.formats import Options
from cleaner.corpus.formats.record import failed
from cleaner.corpus.parts import Row, counted, ordered, packed, part_of, write
from cleaner.corpus.serving import AFTER, Desk, Verdict
from cleaner.document import Document
from cleaner.sites import site_of
from cleaner.templates import lines


class How(NamedTuple):
    """How documents are taken apart, and what one may cost."""

    options: Options
    kind: str | None = None
    site_field: str | None = None
    """The field that holds the site; None: the host of the address, else the folder."""
    alike: bool = False
    """Whether pages nearly the same are looked for."""
    max_seconds: float = 30
    max_memory: int = 1_000_000_000
    """Bytes of data in a process."""

    @property
    def config(self) -> None:
        """None: no configuration changes what a line is."""

    def worker(self, folder: Path, at: Callable[[int], None] = lambda number: None) -> Learner:
        """Whoever learns by it."""
        return Learner(self, at)


class Taken(NamedTuple):
    """What the documents of a chunk are made of."""

    parts: dict[int, bytes]
    """Rows, packed, by the part they belong to."""
    signatures: bytes
    """What `signature` gives, packed, where pages nearly the same are looked for."""
    counts: dict[str, int]
    """learnt, failed, skipped."""
    failed: bytes
    """JSON lines."""
    worn: bool
    """Whether the worker should be replaced."""


class Part(NamedTuple):
    """A file of `Row`s, to be counted."""

    path: str
    documents: int = 1
    """It is one thing that may end a process."""


class Counted(NamedTuple):
    """What a part amounts to."""

    path: str
    """The file with what `parts.counted` gives."""
    worn: bool
    """Whether the worker should be replaced."""


class Learner:
    """Takes documents apart, and counts what they are made of."""

    def __init__(self, how: How, at: Callable[[int], None] = lambda number: None) -> None:
        """`at` is told the number of each document of a chunk before it is tried."""
        self._how = how
        self._desk = Desk(how, at)

    def work(self, job: Chunk | Part, verdicts: Mapping[int, Verdict]) -> Taken | Counted:
        """Do a job, without trying what a verdict is known of. Raises OSError for a part that cannot be counted."""
        if isinstance(job, Chunk):
            return self.take(job, verdicts)
        if verdicts:
            raise OSError(None, f"lines could not be counted: {verdicts[0].reason}")
        self._desk.at(AFTER)
        path = f"{job.path}.counted"
        write(path, counted(ordered(job.path)))
        return Counted(path, self._desk.is_worn())

    def take(self, chunk: Chunk, verdicts: Mapping[int, Verdict]) -> Taken:
        """Take the documents of a chunk apart, without trying what a verdict is known of."""
        parts: dict[int, list[Row]] = defaultdict(list)
        signatures: list[Band] = []
        counts: Counter[str] = Counter()
        failures: list[Failed] = []
        number = 0
        for _, task in chunk.pieces:
            for found in self._desk.each(task, verdicts, number, self._read):
                if isinstance(found, Skipped):
                    counts["skipped"] += 1
                    continue
                if isinstance(found, Failed):
                    failures.append(found)
                    continue
                entry, document = found
                if not (site := self._site(entry)):
                    reason = "has no site: no address, no field that names one, and no folder of its own"
                    failures.append(failed(entry.source, entry.place, "no-site", reason, entry.content))
                    continue
                counts["learnt"] += 1
                for row in rows(site, entry.name, document):
                    parts[part_of(*row[:2])].append(row)
                if self._how.alike:
                    signatures += signature(entry.name, document)
            number += task.documents
        self._desk.at(AFTER)
        counts["failed"] = len(failures)
        return Taken(
            {part: packed(own) for part, own in parts.items()}, packed(signatures), dict(counts),
            b"".join(dump(failure._asdict()) + b"\n" for failure in failures), self._desk.is_worn(),
        )  # fmt: skip

    def _site(self, entry: Entry) -> str:
        return site_of(entry.source, entry.place, entry.url, entry.metadata, self._how.site_field)

    def _read(self, entry: Entry) -> Document:
        return read_document(entry, self._how.kind)


def read_document(entry: Entry, kind: str | None) -> Document:
    """A document with all its lines, as the stages for texts see them. Raises SourceError."""
    from cleaner.readers import read

    arrived = read(entry.content, entry.kind or kind, url=entry.url, encoding=entry.encoding)
    return arrived.page.document if arrived.page else Document(arrived.text)


def rows(site: str, name: str, document: Document) -> Iterator[Row]:
    """What is counted of a page of a site; `name` is its id or place."""
    body = lines.body(document)
    yield site, "", body, 0, name
    for line in lines.of(document):
        yield site, line.key, body, line.place, line.text


PERMUTATIONS: Final = 64
ALIKE: Final = 0.8  # of the shingles of two pages, from which on they are nearly the same
_SHINGLE: Final = 5  # words

Band = tuple[int, bytes, str, bytes]
"""The number of a band, what stands in it, the page's name, and its whole signature."""


def signature(name: str, document: Document) -> Iterator[Band]:
    """The MinHash of a page's paragraphs (Broder 1997), by datasketch, once for each of its bands.

    Pages that are nearly the same most likely share one.
    """
    from datasketch import MinHash

    words = " ".join(document.texts[index] for index in document.prose or range(len(document))).split()
    signature = MinHash(num_perm=PERMUTATIONS, seed=1)
    signature.update_batch(
        {
            " ".join(words[at : at + _SHINGLE]).encode("utf-8", "surrogatepass")
            for at in range(max(1, len(words) - _SHINGLE + 1))
        }
    )
    values = signature.hashvalues.astype("<u4")
    for number, (start, end) in enumerate(_bands()):
        yield number, values[start:end].tobytes(), name, values.tobytes()


@cache
def _bands() -> list[tuple[int, int]]:
    """From where to where in a signature each band reaches, so that pages which are alike share one."""
    from datasketch import MinHashLSH

    found: list[tuple[int, int]] = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS).hashranges
    return found
