"""A process that does jobs, and may die of a document.

The system itself ends the process when a document takes too long, whatever library it hangs in; the parent then knows from
`at` which document that was, and sends the job again with the verdict on it.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from cleaner.corpus.entries import Entry, Failed, Skipped
from cleaner.corpus.formats import Options, Task, entries
from cleaner.corpus.formats.record import failed
from cleaner.errors import SourceError

AFTER: Final = -1
"""What `at` is told when all documents of a job are done."""
_GROWTH: Final = 150_000_000  # bytes: a process that has grown by so much is replaced
_T = TypeVar("_T")


class Verdict(NamedTuple):
    """What is known of a document before it is tried."""

    cause: str
    reason: str


class Job(Protocol):
    """What is done at once, such as a chunk."""

    @property
    def documents(self) -> int:
        """How many are in it, each of which may end the process."""


class Answer(Protocol):
    """What became of a job."""

    @property
    def worn(self) -> bool:
        """Whether a fresh process should go on."""


class Works(Protocol):
    """Does jobs of one kind."""

    def work(self, job: Any, verdicts: Mapping[int, Verdict]) -> Answer:
        """Do a job, without trying what a verdict is known of, by its number in the job. Raises OSError."""


class Recipe(Protocol):
    """What is to be done, and what a document may cost. It can be pickled."""

    @property
    def options(self) -> Options:
        """How documents are found."""

    @property
    def config(self) -> str | None:
        """The configuration file it depends on."""

    @property
    def max_seconds(self) -> float:
        """Time for a document."""

    @property
    def max_memory(self) -> int:
        """Bytes of data in a process."""

    def worker(self, folder: Path, at: Callable[[int], None]) -> Works:
        """Whoever does it; `folder` is for files, and `at` is told the number of each document before it is tried."""


class Desk:
    """Tries documents one after the other, each in its time."""

    def __init__(self, recipe: Recipe, at: Callable[[int], None]) -> None:
        self._recipe = recipe
        self.at = at
        self._fresh = 0
        self._is_short = False

    def each(
        self, task: Task, verdicts: Mapping[int, Verdict], number: int, do: Callable[[Entry], _T]
    ) -> Iterator[tuple[Entry, _T] | Failed | Skipped]:
        """What `do` makes of each document of a piece, or why nothing; `number` is that of its first in the job."""
        if task.documents == 1 and number in verdicts:
            yield Failed(task.source, task.place, *verdicts[number], digest(task.data))
            return
        found = entries(task, self._recipe.options)
        for own in range(number, number + task.documents):
            self.at(own)
            with _time_limit(self._recipe.max_seconds):
                done = self._tried(next(found), verdicts.get(own), do)
            yield done

    def _tried(
        self, entry: Entry | Failed | Skipped, verdict: Verdict | None, do: Callable[[Entry], _T]
    ) -> tuple[Entry, _T] | Failed | Skipped:
        if not isinstance(entry, Entry):
            return entry
        if verdict:
            return failed(entry.source, entry.place, *verdict, entry.content)
        try:
            return entry, do(entry)
        except SourceError as error:
            cause, reason = "not-text", str(error)
        except MemoryError:
            self._is_short = True
            cause, reason = "memory", f"wants more than {self._recipe.max_memory:,} bytes of memory"
        except Exception as error:  # whatever a document makes us raise costs that document, no other
            cause, reason = "fault", f"a fault of this program: {type(error).__name__}: {error}"
        return failed(entry.source, entry.place, cause, reason, entry.content)

    def is_worn(self) -> bool:
        """Whether the process has grown so much, or wanted so much memory, that a fresh one should go on."""
        held = memory()
        self._fresh = self._fresh or held
        return self._is_short or held - self._fresh > _GROWTH


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
    """Do the jobs that come, until no more come: what the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _limit_memory(recipe.max_memory)

    def tell(number: int) -> None:
        at.value = number

    worker = recipe.worker(folder, tell)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone
        while True:
            job, verdicts = connection.recv()
            try:
                done: Answer | OSError = worker.work(job, verdicts)
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
