"""A worker that learns: chunks in, the lines of their documents out, sorted into parts; and parts in, counts out."""

from __future__ import annotations

import pickle
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.article import dump
from cleaner.corpus.chunks import Chunk
from cleaner.corpus.entries import Entry, Failed, Skipped
from cleaner.corpus.formats import Options
from cleaner.corpus.formats.record import failed
from cleaner.corpus.serving import AFTER, Desk, Verdict
from cleaner.document import Document
from cleaner.sites import site_of
from cleaner.templates import lines

PARTS: Final = 256
Row = tuple[str, str, str, int, int]  # site, key, text, body, place


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
    """`Row`s, by the part they belong to."""
    pages: bytes
    """Of each document its site, the number of its body, and its id or place."""
    signatures: list[tuple[str, Any]]
    """Place and MinHash of each document, where that was asked for."""
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
    """The lines of a part."""

    frequent: list[tuple[Any, ...]]
    """Those on two pages or more, as the store has them."""
    rare: list[tuple[Any, ...]]
    """A sample of the others."""
    sites: list[tuple[Any, ...]]
    """How many lines there are of each site."""
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
        return Counted(*count(job.path), self._desk.is_worn())

    def take(self, chunk: Chunk, verdicts: Mapping[int, Verdict]) -> Taken:
        """Take the documents of a chunk apart, without trying what a verdict is known of."""
        parts: dict[int, list[Row]] = defaultdict(list)
        pages: list[tuple[str, int, str]] = []
        signatures: list[tuple[str, Any]] = []
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
                place = entry.id or (entry.source if entry.place is None else f"{entry.source}:{entry.place}")
                body = lines.body(document)
                pages.append((site, body, place))
                if self._how.alike:
                    signatures.append((place, signature(document)))
                for line in lines.of(document):
                    part = zlib.crc32(f"{site}\0{line.key}".encode("utf-8", "surrogatepass")) % PARTS
                    parts[part].append((site, line.key, line.text, body, line.place))
            number += task.documents
        self._desk.at(AFTER)
        counts["failed"] = len(failures)
        return Taken(
            {part: packed(rows) for part, rows in parts.items()}, packed(pages), signatures, dict(counts),
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


def packed(rows: list[Any]) -> bytes:
    """Rows as they lie in a file, one such piece after the other; to compress so few took half of all time."""
    blob = pickle.dumps(rows)
    return len(blob).to_bytes(4, "big") + blob


def unpacked(path: str | Path) -> Iterator[Any]:
    """The rows in a file, as they were packed together."""
    with open(path, "rb") as file:
        while size := file.read(4):
            yield pickle.loads(file.read(int.from_bytes(size, "big")))


def count(path: str) -> tuple[list[Any], list[Any], list[Any]]:
    """The lines of a part: those on two pages or more, a sample of the others, and how many there are of a site."""
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    texts: dict[tuple[str, str], str] = {}
    for rows in unpacked(path):
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


PERMUTATIONS: Final = 64
_SHINGLE: Final = 5  # words


def signature(document: Document) -> Any:
    """The MinHash of a page's paragraphs (Broder 1997), by datasketch."""
    from datasketch import MinHash

    words = " ".join(document.texts[index] for index in document.prose or range(len(document))).split()
    signature = MinHash(num_perm=PERMUTATIONS, seed=1)
    signature.update_batch(
        {
            " ".join(words[at : at + _SHINGLE]).encode("utf-8", "surrogatepass")
            for at in range(max(1, len(words) - _SHINGLE + 1))
        }
    )
    return signature
