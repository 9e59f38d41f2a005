"""A JSON file for each document, in folders like those of the input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from cleaner.article import dump
from cleaner.corpus.shapes import SHAPES
from cleaner.corpus.sinks import Cleaned, Form, Piece
from cleaner.corpus.sinks.growing import Growing

WHOLE: Final = True


def render(pieces: Iterable[Piece], form: Form) -> dict[str, bytes]:
    """The file of each article."""
    rows = SHAPES[form.shape].rows
    return {f"{name}.json": dump(rows(one.article, one.entry)[""]) + b"\n" for name, one in named(pieces)}


def named(pieces: Iterable[Piece]) -> Iterator[tuple[str, Cleaned]]:
    """Each article with its place in the output: that of its file, and its number where the file holds many."""
    for piece in pieces:
        for one in piece.cleaned:
            place = one.entry.place
            yield piece.name if place is None else f"{piece.name}/{place:09}", one


def open_sink(folder: Path, form: Form, state: Any) -> Growing:
    """Nothing that grows."""
    return Growing(folder, (), {})
