"""The clean text of each document as a text file, in folders like those of the input, and its record beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cleaner.corpus.sinks import Form, Piece, tree
from cleaner.corpus.sinks.tree import open_sink

__all__ = ["WHOLE", "open_sink", "render"]

WHOLE: Final = True


def render(pieces: Iterable[Piece], form: Form) -> dict[str, bytes]:
    """Two files for each article."""
    pieces = list(pieces)
    texts = {f"{name}.txt": one.article.text.encode("utf-8", "replace") for name, one in tree.named(pieces)}
    return texts | tree.render(pieces, form)
