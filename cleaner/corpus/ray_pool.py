"""Workers on the nodes of a Ray cluster: what `pool.Pool` is on one machine.

Ray moves the jobs. On its node each is done as it is on one machine, by a process that a document may hang or kill; so what
that costs is known in the same way, and is the same.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cleaner import __version__
from cleaner.corpus.cleaning import fingerprints
from cleaner.corpus.compression import MissingError
from cleaner.corpus.pool import AHEAD, Done, Pool
from cleaner.corpus.serving import Answer, Job, Recipe


class _Station:
    """One worker process on some node, as an actor."""

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        # Ray may end this process at any moment; a server that forks would leave its folder behind then.
        self._pool = Pool(1, recipe, folder, method="spawn")
        self._config = recipe.config

    def version(self) -> dict[str, str]:
        """What decides what is removed, as this node has it. Raises OSError."""
        return _version(self._config)

    def work(self, job: Job) -> Answer:
        """Do a job. Raises what `Pool.run` raises."""
        ((_, answer),) = self._pool.run([job])
        done: Answer = answer
        return done


def _version(config: str | None) -> dict[str, str]:
    return {"version": __version__, **fingerprints(config)}


class RayPool:
    """A number of stations, on the cluster that runs already, or on one that is started on this machine. To be closed."""

    exchange = ""
    """No folder."""

    def __init__(self, jobs: int, recipe: Recipe, folder: Path) -> None:
        """`jobs` is the number of stations, a core each; 0 for one for each core that the cluster has now.

        Raises MissingError without Ray, OSError where a cluster that is named does not answer.
        """
        try:
            import ray
        except ImportError as error:
            raise MissingError("ray") from error
        self._ray: Any = ray
        self._config = recipe.config
        self._is_ours = not ray.is_initialized()
        if self._is_ours:
            with _own_signals():
                ray.init(log_to_driver=False, logging_level=logging.ERROR)
        # A node that is lost uses up some tries within seconds, before Ray knows; no document can end a station.
        station = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)(_Station)
        count = jobs or int(self._ray.cluster_resources().get("CPU", 1))
        self._busy: dict[Any, Any] = {}
        self._stations: list[Any] = [station.remote(recipe, folder) for _ in range(count)]

    def run(self, jobs: Iterable[Job], *, in_order: bool = True) -> Iterator[Done]:
        """What became of each job, in their order or as soon as it is known. A station is given none before it has begun.

        Jobs of nodes that are lost are done again, when there is a node for them. Raises OSError where a node has other rules
        than this machine, what `Pool.run` raises, and whatever `jobs` raise.
        """
        coming = iter(jobs)
        # Futures, as what a signal raises is lost in the waiting of Ray's own.
        beginning = {station.version.remote().future(): station for station in self._stations}
        busy = self._busy = dict(beginning)
        idle: list[Any] = []
        waiting: dict[futures.Future[Any], Job] = {}
        ended = False
        while True:
            while idle and not ended and len(waiting) < len(self._stations) * AHEAD:
                if (job := next(coming, None)) is None:
                    ended = True
                    break
                station = idle.pop()
                told = station.work.remote(job).future()
                busy[told] = station
                waiting[told] = job
            if ended and not waiting:
                return
            for told in futures.wait(busy, return_when=futures.FIRST_COMPLETED).done:
                if told in beginning:
                    self._compare(_got(told))
                idle.append(busy.pop(told))
            for told in list(waiting):
                if told not in busy:
                    yield Done(waiting.pop(told), _got(told))
                elif in_order:
                    break

    def _compare(self, there: dict[str, str]) -> None:
        here = _version(self._config)
        if other := [name for name in sorted({*here, *there}) if here.get(name) != there.get(name)]:
            raise OSError(f"a node of the cluster has another {', '.join(other)} than this machine")

    def close(self) -> None:
        """Leave the cluster, which ends all stations, whatever they are doing; end it if it was started for them."""
        for told in self._busy:
            self._ray.cancel(told.object_ref)  # else Ray complains that it cannot try it again
        if self._is_ours:
            self._ray.shutdown()
            return
        for station in self._stations:
            self._ray.kill(station)


def _got(told: futures.Future[Any]) -> Any:
    """What a station answers. Raises OSError where it has none, and what it raised itself."""
    from ray.exceptions import RayError, RayTaskError

    try:
        return told.result()
    except RayTaskError as error:
        raise error.cause from error
    except RayError as error:
        raise OSError(f"the cluster gives no answer: {type(error).__name__}") from error


@contextmanager
def _own_signals() -> Iterator[None]:
    """Keep what this process does when it is asked to end: Ray has ideas of its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
