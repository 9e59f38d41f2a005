"""Many sources cleaned by several processes, and told in order, as one process would tell them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, Final, TypeVar

from cleaner import files
from cleaner.commands.session import Cleaned, Session

_MANY: Final = 200  # sources from which on processes pay for their start: 0.7 s, that of some 150 files of 10 kB
_EACH: Final = 10  # sources that a process gets at a time

Event = tuple[str, Any]
_T = TypeVar("_T")


def articles(session: Session, sources: Iterable[files.Input | files.Trouble]) -> Iterator[Cleaned]:
    """What `session.articles` gives, without pages, and says; as `each`."""
    return each(session, sources, _bare)


def each(session: Session, sources: Iterable[files.Input | files.Trouble], do: Callable[[Cleaned], _T]) -> Iterator[_T]:
    """What `do` makes of each of `session.articles`; by as many processes as there are cores, if sources are many.

    So `do` and what it makes must be such as can be pickled, and the less the better.
    """
    every = list(sources)
    jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if jobs < 2 or len(every) < _MANY or any(source.path == files.STDIN for source in every):
        yield from map(do, session.articles(every))
        return
    # Not at the top: checking one small file need not pay for their 11 ms.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    left = iter(every)
    chunks = iter(lambda: list(islice(left, _EACH)), [])
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if hasattr(context, "set_forkserver_preload"):
        context.set_forkserver_preload(["cleaner.pipeline", "cleaner.line_scorer"])
    with ProcessPoolExecutor(jobs, context, _ignore_interrupts) as pool:
        for events in pool.map(partial(_clean, session.asked, do), chunks):
            for what, told in events:
                if what == "done":
                    yield told
                else:
                    getattr(session, what)(*told)


class _Telling(Session):
    """A session that keeps what it says."""

    def __init__(self, **asked: Any) -> None:
        super().__init__(**asked)
        self.events: list[Event] = []

    def complain(self, path: str | None, why: str) -> None:
        """Keep what went wrong."""
        self.failed = True
        self.events.append(("complain", (path, why)))

    def note(self, path: str | None, why: str) -> None:
        """Keep what is worth knowing."""
        self.events.append(("note", (path, why)))


def _clean(asked: dict[str, Any], do: Callable[[Cleaned], Any], sources: list[files.Input | files.Trouble]) -> list[Event]:
    session = _Telling(**asked)
    for cleaned in session.articles(sources):
        session.events.append(("done", do(cleaned)))
    return session.events


def _bare(cleaned: Cleaned) -> Cleaned:
    return cleaned._replace(article=replace(cleaned.article, document=None, page=None))


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
