"""A worker that cleans: chunks in, what is written of them out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from multiprocessing import parent_process
from pathlib import Path
from typing import Final, NamedTuple

from cleaner.article import dump
from cleaner.corpus import sinks
from cleaner.corpus.chunks import Chunk
from cleaner.corpus.cleaning import Cleaner, How
from cleaner.corpus.entries import Failed, Skipped
from cleaner.corpus.formats import Options
from cleaner.corpus.serving import AFTER, Desk, Verdict
from cleaner.corpus.sinks import Cleaned, Form, Piece
from cleaner.corpus.tally import Tally
from cleaner.files import sync_folder

TEMPORARY: Final = ".tmp"
"""The folder in the output where files wait until they are whole."""


class Recipe(NamedTuple):
    """How documents are found, cleaned and written, and what one may cost. It decides every byte of the output."""

    options: Options
    how: How
    form: Form
    max_seconds: float = 30
    max_memory: int = 1_000_000_000
    """Bytes of data in a process."""

    @property
    def config(self) -> str | None:
        """The configuration file."""
        return self.how.config

    def worker(self, folder: Path, at: Callable[[int], None] = lambda number: None) -> Worker:
        """Whoever cleans by it, and writes whole files into `folder`."""
        return Worker(self, folder, at)


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

    def __init__(self, recipe: Recipe, folder: Path, at: Callable[[int], None]) -> None:
        self._form = recipe.form
        self._folder = folder
        self._desk = Desk(recipe, at)
        self._sink = sinks.module(recipe.form.sink)
        self._cleaner = Cleaner(recipe.how)

    def work(self, chunk: Chunk, verdicts: Mapping[int, Verdict]) -> Rendered:
        """Clean a chunk, without trying what a verdict is known of, by its number in the chunk. Raises OSError."""
        tally, quarantine = Tally(), []
        pieces, number = [], 0
        for name, task in chunk.pieces:
            piece = Piece(name, task, [])
            for own, found in enumerate(self._desk.each(task, verdicts, number, self._cleaner.article)):
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
        self._desk.at(AFTER)
        output = self._sink.render(pieces, self._form)
        if self._sink.WHOLE:
            self._write(output)
            output = {}
        return Rendered(output, b"".join(quarantine), tally, self._desk.is_worn())

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
