"""A worker: chunks in, what is written of them out. It runs in a process of its own, which may die of a document.

The system itself ends the process when a document takes too long, whatever library it hangs in; the parent then knows from
`at` which document that was, and sends the chunk again with the verdict on it.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.article import Article, dump
from cleaner.corpus import sinks
from cleaner.corpus.chunks import Chunk
from cleaner.corpus.cleaning import Cleaner, How
from cleaner.corpus.entries import Entry, Failed, Skipped
from cleaner.corpus.formats import Options, Task, entries
from cleaner.corpus.formats.record import failed
from cleaner.corpus.sinks import Cleaned, Form, Piece
from cleaner.corpus.tally import Tally
from cleaner.errors import SourceError
from cleaner.files import sync_folder

TEMPORARY: Final = ".tmp"
"""The folder in the output where files wait until they are whole."""
RENDERING: Final = -1
"""What `at` is told when all documents of a chunk are cleaned."""
_GROWTH: Final = 150_000_000  # bytes: a worker that has grown by so much is replaced


class Recipe(NamedTuple):
    """How documents are found, cleaned and written, and what one may cost. It decides every byte of the output."""

    options: Options
    how: How
    form: Form
    max_seconds: float = 30
    max_memory: int = 1_000_000_000
    """Bytes of data in a process."""


class Verdict(NamedTuple):
    """What is known of a document before it is tried."""

    cause: str
    reason: str


class Rendered(NamedTuple):
    """A chunk, done."""

    output: dict[str, bytes]
    """What the sink appends."""
    quarantine: bytes
    """JSON lines."""
    tally: Tally
    worn: bool
    """Whether the worker should be replaced."""


class Worker:
    """Cleans chunks."""

    def __init__(self, recipe: Recipe, folder: Path, at: Callable[[int], None] = lambda number: None) -> None:
        """Write whole files into `folder`; `at` is told the number of each document of a chunk before it is tried."""
        self._recipe = recipe
        self._folder = folder
        self._at = at
        self._sink = sinks.module(recipe.form.sink)
        self._cleaner = Cleaner(recipe.how)
        self._fresh = 0

    def work(self, chunk: Chunk, verdicts: Mapping[int, Verdict]) -> Rendered:
        """Clean a chunk, without trying what a verdict is known of, by its number in the chunk. Raises OSError."""
        tally, quarantine = Tally(), []
        pieces, number = [], 0
        for name, task in chunk.pieces:
            piece = Piece(name, task, [])
            for own, found in enumerate(self._documents(task, verdicts, number)):
                if isinstance(found, Skipped):
                    tally.skipped(found)
                elif isinstance(found, Failed):
                    tally.failed(found)
                    quarantine.append(dump(found._asdict()) + b"\n")
                else:
                    tally.article(found[1])
                    piece.cleaned.append(Cleaned(own, *found))
            number += task.documents
            pieces.append(piece)
        self._at(RENDERING)
        output = self._sink.render(pieces, self._recipe.form)
        if self._sink.WHOLE:
            self._write(output)
            output = {}
        return Rendered(output, b"".join(quarantine), tally, self._is_worn(tally))

    def _documents(
        self, task: Task, verdicts: Mapping[int, Verdict], number: int
    ) -> Iterator[tuple[Entry, Article] | Failed | Skipped]:
        """Each document of a piece cleaned, in its time, or why not."""
        if task.documents == 1 and number in verdicts:
            yield Failed(task.source, task.place, *verdicts[number], digest(task.data))
            return
        found = entries(task, self._recipe.options)
        for own in range(number, number + task.documents):
            self._at(own)
            with _time_limit(self._recipe.max_seconds):
                done = self._cleaned(next(found), verdicts.get(own))
            yield done

    def _cleaned(self, entry: Entry | Failed | Skipped, verdict: Verdict | None) -> tuple[Entry, Article] | Failed | Skipped:
        if not isinstance(entry, Entry):
            return entry
        if verdict:
            return failed(entry.source, entry.place, *verdict, entry.content)
        try:
            return entry, self._cleaner.article(entry)
        except SourceError as error:
            cause, reason = "not-text", str(error)
        except MemoryError:
            cause, reason = "memory", f"wants more than {self._recipe.max_memory:,} bytes of memory"
        except Exception as error:  # whatever a document makes us raise costs that document, no other
            cause, reason = "fault", f"a fault of this program: {type(error).__name__}: {error}"
        return failed(entry.source, entry.place, cause, reason, entry.content)

    def _write(self, output: dict[str, bytes]) -> None:
        """Put files in their places, each whole and on the disk."""
        folders = set()
        waiting = self._folder / TEMPORARY / str(os.getpid())
        parent = parent_process()
        for name, data in output.items():
            if parent and not parent.is_alive():
                raise BrokenPipeError  # another run may be going on with the output
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(waiting, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            waiting.replace(path)
            folders.add(str(path.parent))
        for folder in folders:
            sync_folder(folder)

    def _is_worn(self, tally: Tally) -> bool:
        """Whether a fresh process should go on."""
        held = memory()
        self._fresh = self._fresh or held
        return held - self._fresh > _GROWTH or "memory" in tally.tables.get("causes", {})


def digest(data: Any) -> str | None:
    """The hash of the raw bytes of what a piece holds: a file's name, bytes, or headers and bytes."""
    if isinstance(data, str):
        with suppress(OSError), open(data, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
        return None
    raw = data[1] if isinstance(data, tuple) else data
    return hashlib.sha256(raw).hexdigest() if isinstance(raw, bytes) else None


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """A time after which the process ends; not on Windows, which has no such clock."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def memory() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def serve(connection: Connection, recipe: Recipe, folder: Path, at: Any) -> None:
    """Do the chunks that come, until no more come: what the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _limit_memory(recipe.max_memory)

    def tell(number: int) -> None:
        at.value = number

    worker = Worker(recipe, folder, tell)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone
        while True:
            chunk, verdicts = connection.recv()
            try:
                done: Rendered | OSError = worker.work(chunk, verdicts)
            except OSError as error:
                done = error
            connection.send(done)


def _limit_memory(most: int) -> None:
    """Let more memory be refused, and have the system, when it runs out, end this process before any other."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
