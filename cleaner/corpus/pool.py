"""Worker processes: chunks in, and what became of them out, in order, whatever happens to a process."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_all_start_methods, get_context, resource_tracker
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.corpus.chunks import Chunk
from cleaner.corpus.worker import RENDERING, Recipe, Rendered, Verdict, serve

AHEAD: Final = 8  # chunks for each worker that may be done before one that is not
_TRIES: Final = 2  # of a document in which a worker died
_STARTS: Final = 5  # workers that may die one after the other before they are at a document
_STARTING: Final = -2


class Done(NamedTuple):
    """A chunk and what became of it."""

    chunk: Chunk
    rendered: Rendered


class _Job:
    """A chunk that is being done, and what is known of its documents."""

    def __init__(self, number: int, chunk: Chunk) -> None:
        self.number = number
        self.chunk = chunk
        self.verdicts: dict[int, Verdict] = {}
        self._deaths: dict[int, int] = {}

    def blame(self, at: int, code: int | None, seconds: float) -> None:
        """Judge the document at which a worker ended with `code`; all, if that was after the last of them."""
        documents = range(self.chunk.documents) if at == RENDERING else (at,)
        if code == -getattr(signal, "SIGALRM", 0):
            self.verdicts |= dict.fromkeys(documents, Verdict("time", f"takes more than {seconds:g} seconds"))
            return
        self._deaths[at] = self._deaths.get(at, 0) + 1
        if self._deaths[at] >= _TRIES:
            verdict = Verdict("died", f"the process that cleaned it died, {_TRIES} times, of {_told(code)}")
            self.verdicts |= dict.fromkeys(documents, verdict)


def _told(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


class _Worker:
    """A process, the connection to it, and what it does."""

    def __init__(self, context: Any, recipe: Recipe, folder: Path) -> None:
        self.at = context.RawValue("i", _STARTING)
        self.link, its = context.Pipe()
        self.process = context.Process(target=serve, args=(its, recipe, folder, self.at), daemon=True)
        with _interrupts_blocked():
            self.process.start()
        its.close()
        self.job: _Job | None = None

    def give(self, job: _Job) -> None:
        """Have a chunk done."""
        self.job = job
        self.at.value = _STARTING
        with suppress(BrokenPipeError, ConnectionResetError):  # it is dead, which the connection tells when it is read
            self.link.send((job.chunk, job.verdicts))

    def result(self) -> Rendered | OSError | None:
        """What it answers; None if it is dead."""
        try:
            answer: Rendered | OSError = self.link.recv()
        except (EOFError, OSError):
            return None
        self.job = None
        return answer

    def end(self) -> int | None:
        """End the process, if it has not ended; its exit code."""
        self.process.join(1 if self.job else 0)
        self.process.kill()
        self.process.join()
        code: int | None = self.process.exitcode
        self.link.close()
        self.process.close()
        return code


class Pool:
    """A number of workers, started as they are needed. To be closed."""

    def __init__(self, jobs: int, recipe: Recipe, folder: Path, *, method: str | None = None) -> None:
        """`jobs` is the number of workers; 0 for one a core. `folder` is the output, for sinks that have the workers write it.

        `method` is how processes are started; None for the quickest that this system has.
        """
        method = method or ("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
        self._context: Any = get_context(method)
        self.exchange = ""
        """The folder through which processes are started, if any is; a process that is killed leaves it behind."""
        if method == "forkserver":
            self._context.set_forkserver_preload(["cleaner.corpus.warm"])
            self.exchange = get_temp_dir()
        self._jobs = jobs or os.cpu_count() or 1
        self._recipe = recipe
        self._folder = folder
        self._workers: list[_Worker] = []
        self._lost = 0

    def run(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """What became of each chunk, in order.

        Raises OSError where a worker cannot write, RuntimeError where no worker lives long enough to begin, and whatever
        `chunks` raise.
        """
        coming = (_Job(number, chunk) for number, chunk in enumerate(chunks))
        again: deque[_Job] = deque()
        done: dict[int, Done] = {}
        given = returned = 0
        while True:
            while (worker := self._idle()) and (again or given - returned < self._jobs * AHEAD):
                job = again.popleft() if again else next(coming, None)
                if job is None:
                    break
                given = max(given, job.number + 1)
                (worker if isinstance(worker, _Worker) else self._start()).give(job)
            busy = {worker.link: worker for worker in self._workers if worker.job}
            if not busy:
                return
            for link in connection.wait(list(busy)):
                if finished := self._finished(busy[link], again):
                    done[finished[0]] = finished[1]
            while returned in done:
                yield done.pop(returned)
                returned += 1

    def _idle(self) -> _Worker | bool:
        """A worker that has nothing to do; whether one more may be started."""
        idle = next((worker for worker in self._workers if worker.job is None), None)
        return idle or len(self._workers) < self._jobs

    def _start(self) -> _Worker:
        worker = _Worker(self._context, self._recipe, self._folder)
        self._workers.append(worker)
        return worker

    def _finished(self, worker: _Worker, again: deque[_Job]) -> tuple[int, Done] | None:
        """What became of a chunk, and its number; None if the worker died and the chunk goes to `again`."""
        job, answer = worker.job, worker.result()
        assert job is not None
        if isinstance(answer, OSError):
            raise answer
        if answer is None or answer.worn:
            self._workers.remove(worker)
            code = worker.end()
        if answer is not None:
            self._lost = 0
            return job.number, Done(job.chunk, answer)
        if worker.at.value == _STARTING:
            self._lost += 1
            if self._lost >= _STARTS:
                raise RuntimeError(f"{self._lost} workers died one after the other before they began, of {_told(code)}")
        else:
            job.blame(worker.at.value, code, self._recipe.max_seconds)
        again.append(job)
        return None

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.end()
        self._workers = []


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Start processes that the terminal's interrupt does not reach: only this one decides what it means."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # would lift the block again if it were started below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
