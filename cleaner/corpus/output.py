"""What a run has written, read back: its articles, whatever the sink and the shape."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from cleaner.article import Article
from cleaner.corpus.compression import open_stream
from cleaner.corpus.journal import NAME, Journal
from cleaner.corpus.plan import DOCUMENTS
from cleaner.corpus.shapes import SHAPES, Shape
from cleaner.corpus.sinks import Form, jsonl, parquet


class UnfinishedError(ValueError):
    """There is no finished run."""


def articles(folder: str | os.PathLike[str]) -> Iterator[Article]:
    """The articles that a finished run has written into `folder`, in the order of its input.

    Raises UnfinishedError where there is no such run, ValueError for a row that is no article, OSError.
    """
    output = Path(folder)
    form = _form(output)
    shape = SHAPES[form.shape]
    if form.sink == "jsonl":
        path = output / jsonl.path(form, shape.files[0])
        with open_stream(str(path), float("inf")) as stream:
            for number, line in enumerate(io.BufferedReader(stream), 1):
                yield _article(shape, line, f"{path}:{number}")
    elif form.sink == "parquet":
        for path in sorted(output.glob(parquet.PATTERN)):
            yield from map(shape.article, parquet.rows(path))
    else:
        for path in _tree(output):
            yield _article(shape, path.read_bytes(), str(path))


def _form(output: Path) -> Form:
    if not (output / NAME).exists():
        raise UnfinishedError(f"{output} holds no run")
    with closing(Journal(output)) as journal:
        if not journal.fact("finished"):
            raise UnfinishedError(f"the run in {output} is not finished")
        told = journal.fact("configuration")
    return Form(**{name: told[name] for name in Form._fields})


def _tree(output: Path) -> Iterator[Path]:
    """The JSON files of a tree, in the order of the input."""
    with closing(Journal(output)) as journal:
        for file in journal.files():
            if file.format in DOCUMENTS:
                path = output / f"{file.name}.json"
                if path.exists():  # else it was quarantined
                    yield path
            elif file.format:
                yield from sorted((output / file.name).glob("*.json"))


def _article(shape: Shape, data: bytes, place: str) -> Article:
    try:
        return shape.article(json.loads(data))
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error
