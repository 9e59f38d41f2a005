"""Where articles go, a module a sink.

Each has `render(pieces, form)`, which a worker calls: the articles of a chunk as bytes, by the names of files. A sink that
keeps `WHOLE` files has them written by the worker; of one that does not, the run puts the bytes of one chunk after those of
the other, in the `Sink` that `open_sink(folder, form, state)` gives; its `state` goes into the journal and leads back to
where the output stood.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, Final, NamedTuple, Protocol

from cleaner.article import Article
from cleaner.corpus.entries import Entry
from cleaner.corpus.formats import Task

SINKS: Final = ("tree", "text", "jsonl", "parquet")
NAME: Final = "articles"
"""Of the file that holds all articles of a run, without its ending."""


class Form(NamedTuple):
    """How articles are written."""

    sink: str
    """One of `SINKS`."""
    shape: str
    """One of `shapes.SHAPES`."""
    compression: str = ""
    """.gz, .zst, or none."""
    field: str | None = None
    """The column of a Parquet file that is cleaned."""


class Cleaned(NamedTuple):
    """An article, and what it was made from."""

    number: int
    """Its number in the piece, from 0."""
    entry: Entry
    article: Article


class Piece(NamedTuple):
    """The articles of a piece of a file."""

    name: str
    """The place of the file in the output."""
    task: Task
    cleaned: list[Cleaned]


class Sink(Protocol):
    """Output that grows chunk by chunk."""

    def append(self, rendered: dict[str, bytes]) -> None:
        """Put a chunk's bytes at the end. Raises OSError."""

    def settled(self) -> bool:
        """Whether all that was appended can be made sure of now."""

    def state(self) -> Any:
        """Make sure of all that was appended; what leads back here, as plain data. Raises OSError."""

    def finish(self) -> None:
        """End the output: nothing more comes. Raises OSError."""

    def close(self) -> None:
        """Let go of all files, finished or not."""


def module(sink: str) -> ModuleType:
    """The module of a sink."""
    from importlib import import_module

    return import_module(f"cleaner.corpus.sinks.{sink}")
