"""Worker processes: jobs in, and what became of them out, whatever happens to a process."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_all_start_methods, get_context, resource_tracker
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.corpus import exchange
from cleaner.corpus.serving import AFTER, Answer, Job, Recipe, Verdict, serve

AHEAD: Final = 8  # jobs for each worker that may be done before one that is not, where they come in order
_TRIES: Final = 2  # of a document in which a worker died
_STARTS: Final = 5  # workers that may die one after the other before they are at a document
_STARTING: Final = -2


class Done(NamedTuple):
    """A job and what became of it, as its recipe says."""

    job: Any
    answer: Any


class _Task:
    """A job that is being done, and what is known of its documents."""

    def __init__(self, number: int, job: Job) -> None:
        self.number = number
        self.job = job
        self.verdicts: dict[int, Verdict] = {}
        self._deaths: dict[int, int] = {}

    def blame(self, at: int, code: int | None, seconds: float) -> None:
        """Judge the document at which a worker ended with `code`; all, if that was after the last of them."""
        documents = range(self.job.documents) if at == AFTER else (at,)
        if code == -getattr(signal, "SIGALRM", 0):
            self.verdicts |= dict.fromkeys(documents, Verdict("time", f"takes more than {seconds:g} seconds"))
            return
        self._deaths[at] = self._deaths.get(at, 0) + 1
        if self._deaths[at] >= _TRIES:
            verdict = Verdict("died", f"the process that had it died, {_TRIES} times, of {_told(code)}")
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
        self.task: _Task | None = None

    def give(self, task: _Task) -> None:
        """Have a job done."""
        self.task = task
        self.at.value = _STARTING
        with suppress(BrokenPipeError, ConnectionResetError):  # it is dead, which the connection tells when it is read
            self.link.send((task.job, task.verdicts))

    def result(self) -> Answer | OSError | None:
        """What it answers; None if it is dead."""
        try:
            answer: Answer | OSError = self.link.recv()
        except (EOFError, OSError):
            return None
        self.task = None
        return answer

    def end(self) -> int | None:
        """End the process, if it has not ended; its exit code."""
        self.process.join(1 if self.task else 0)
        self.process.kill()
        self.process.join()
        code: int | None = self.process.exitcode
        self.link.close()
        self.process.close()
        return code


class Pool:
    """A number of workers, started as they are needed. To be closed."""

    def __init__(self, jobs: int, recipe: Recipe, folder: Path, *, method: str | None = None) -> None:
        """`jobs` is the number of workers; 0 for one a core. `folder` is what the recipe has its workers write into.

        `method` is how processes are started; None for the quickest that this system has.
        """
        method = method or ("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
        self._context: Any = get_context(method)
        self.exchange = ""
        """The folder through which processes will be started, if any is; a process that is killed leaves it behind."""
        if method == "forkserver":
            self._context.set_forkserver_preload(["cleaner.corpus.warm"])
            self.exchange = str(exchange.folder())
        self._jobs = jobs or os.cpu_count() or 1
        self._recipe = recipe
        self._folder = folder
        self._workers: list[_Worker] = []
        self._lost = 0

    def run(self, jobs: Iterable[Job], *, in_order: bool = True) -> Iterator[Done]:
        """What became of each job, in their order or as soon as it is known, so that none waits for a slow one.

        Raises OSError where a worker cannot write, RuntimeError where no worker lives long enough to begin, and whatever
        `jobs` raise.
        """
        coming = (_Task(number, job) for number, job in enumerate(jobs))
        again: deque[_Task] = deque()
        done: dict[int, Done] = {}
        given = returned = 0
        while True:
            while (worker := self._idle()) and (again or not in_order or given - returned < self._jobs * AHEAD):
                task = again.popleft() if again else next(coming, None)
                if task is None:
                    break
                given = max(given, task.number + 1)
                (worker if isinstance(worker, _Worker) else self._start()).give(task)
            busy = {worker.link: worker for worker in self._workers if worker.task}
            if not busy:
                return
            for link in connection.wait(list(busy)):
                if finished := self._finished(busy[link], again):
                    done[finished[0]] = finished[1]
            if not in_order:
                yield from done.values()
                done.clear()
            while returned in done:
                yield done.pop(returned)
                returned += 1

    def _idle(self) -> _Worker | bool:
        """A worker that has nothing to do; whether one more may be started."""
        idle = next((worker for worker in self._workers if worker.task is None), None)
        return idle or len(self._workers) < self._jobs

    def _start(self) -> _Worker:
        if self.exchange:
            exchange.make()
        worker = _Worker(self._context, self._recipe, self._folder)
        self._workers.append(worker)
        return worker

    def _finished(self, worker: _Worker, again: deque[_Task]) -> tuple[int, Done] | None:
        """What became of a job, and its number; None if the worker died and the job goes to `again`."""
        task, answer = worker.task, worker.result()
        assert task is not None
        if isinstance(answer, OSError):
            raise answer
        if answer is None or answer.worn:
            self._workers.remove(worker)
            code = worker.end()
        if answer is not None:
            self._lost = 0
            return task.number, Done(task.job, answer)
        if worker.at.value == _STARTING:
            self._lost += 1
            if self._lost >= _STARTS:
                raise RuntimeError(f"{self._lost} workers died one after the other before they began, of {_told(code)}")
        else:
            task.blame(worker.at.value, code, self._recipe.max_seconds)
        again.append(task)
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
