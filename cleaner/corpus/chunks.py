"""Documents that are cleaned together: as many from one place on as make a chunk, whoever cleans them and however often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cleaner.corpus.entries import Failed, Skipped, shown
from cleaner.corpus.formats import LAST, Options, Task, tasks
from cleaner.corpus.plan import File
from cleaner.files import why

_SIZE: Final = 1 << 18  # bytes of a chunk: less costs messages, more is lost when a worker dies
_MOST: Final = 128  # tasks in a chunk


class Cursor(NamedTuple):
    """A place in a corpus, between two documents."""

    file: int = 0
    """The number of the file, from 0."""
    done: int = 0
    """Documents of that file before this place."""
    before: int = 0
    """Bytes of the files before that one."""
    consumed: int = 0
    """Bytes of that file before this place, as far as it can tell."""


class Chunk(NamedTuple):
    """Consecutive pieces of a corpus."""

    pieces: tuple[tuple[str, Task], ...]
    """Each with the name its file has in the output."""
    end: Cursor
    documents: int


def chunks(files: Iterable[File], start: Cursor, options: Options) -> Iterator[Chunk]:
    """What follows `start` in chunks; `files` are those from `start.file` on.

    Where a chunk ends depends on where it starts and on nothing else. Raises OSError where a file that holds many
    documents is no longer there, or cannot be read on for a reason that may pass.
    """
    pieces: list[tuple[str, Task]] = []
    size = documents = 0
    before, skip = start.before, start.done
    end = start
    for number, file in enumerate(files, start.file):
        for task in pieces_of(file, skip, options):
            pieces.append((file.name, task))
            size += task.size
            documents += task.documents
            if task.done == LAST:
                end = Cursor(number + 1, 0, before + file.size, 0)
            else:
                end = Cursor(number, task.done, before, task.consumed)
            if size >= _SIZE or len(pieces) >= _MOST:
                yield Chunk(tuple(pieces), end, documents)
                pieces, size, documents = [], 0, 0
        before, skip = before + file.size, 0
    if pieces:
        yield Chunk(tuple(pieces), end, documents)


def pieces_of(file: File, skip: int, options: Options) -> Iterator[Task]:
    """The pieces of a file, or why there are none. Raises OSError as `chunks`, MissingError for what an extra installs."""
    source = shown(file.path)
    if file.format:
        try:
            yield from tasks(file, skip, options)
        except PermissionError as error:
            yield Task("", source, None, Failed(source, None, "unreadable", why(error)), 0, LAST, file.size)
    elif not skip:
        data = Skipped(file.skipped) if file.skipped else Failed(source, None, "unreadable", file.trouble)
        yield Task("", source, None, data, 0, 1, file.size)
