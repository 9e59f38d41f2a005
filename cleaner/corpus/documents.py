"""The documents of a corpus one after the other, in this process: to look at, or to learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.corpus.chunks import pieces_of
from cleaner.corpus.entries import Entry, Failed, Skipped
from cleaner.corpus.formats import Options, entries
from cleaner.corpus.plan import find

_OPTIONS = Options()


def documents(
    sources: Iterable[str], *, globs: Iterable[str] = (), format: str | None = None, options: Options = _OPTIONS
) -> Iterator[Entry | Failed | Skipped]:
    """Every document that `sources` hold, as a run would read it, and what is none.

    Raises NoSourceError for a source that does not exist, MissingError for a format that an extra installs, OSError.
    """
    for file in find(sources, globs=globs, format=format):
        for task in pieces_of(file, 0, options):
            yield from entries(task, options)
