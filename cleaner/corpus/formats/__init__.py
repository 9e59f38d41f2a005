"""What is in the files of a corpus, a module a format.

Each has `tasks(file, skip, options)`, which the run calls: pieces of the file as they are, after `skip` documents; and
`entries(task, options)`, which a worker calls: the documents in a piece. A piece is read in one process and taken apart in
another, so that reading costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final, NamedTuple

from cleaner.corpus.entries import Entry, Failed, Skipped
from cleaner.corpus.plan import DOCUMENTS, File


class Options(NamedTuple):
    """How documents are found in what holds them, and how much one may hold."""

    field: str | None = None
    """The field with the text or the page; None: `text`, else `html`."""
    id_field: str = "id"
    url_field: str = "url"
    max_bytes: int = 64_000_000
    """Of a document, decompressed."""
    max_ratio: float = 200
    """Bytes that may come out of a compressed one."""


class Task(NamedTuple):
    """A piece of a file."""

    format: str
    source: str
    """The file, as it can be shown."""
    place: int | None
    """The number of its first document in a file of many, from 1."""
    data: Any
    """What the format's `entries` take, or a Failed or Skipped that is known already."""
    size: int
    """Of `data`, in bytes."""
    done: int
    """Documents of the file that are done when this is."""
    consumed: int
    """Bytes of the file that are done when this is."""
    documents: int = 1
    """How many are in it."""


LAST: Final = -1
"""`done` of the last piece of a file that cannot be read on."""


def module(format: str) -> ModuleType:
    """The module of a format. Raises compression.MissingError for one that an extra installs."""
    from importlib import import_module

    return import_module(f"cleaner.corpus.formats.{'document' if format in DOCUMENTS else format}")


def tasks(file: File, skip: int, options: Options) -> Iterator[Task]:
    """The pieces of a file after `skip` documents; the last may say why there are no more. Raises OSError."""
    found: Iterator[Task] = module(file.format).tasks(file, skip, options)
    return found


def entries(task: Task, options: Options) -> Iterator[Entry | Failed | Skipped]:
    """The documents in a piece, as many as it says."""
    if isinstance(task.data, (Failed, Skipped)):
        return iter([task.data])
    found: Iterator[Entry | Failed | Skipped] = module(task.format).entries(task, options)
    return found
