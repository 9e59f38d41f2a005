"""All articles in one file, a line each; what a shape wants apart is in files of the same name in folders of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from cleaner.article import dump
from cleaner.corpus.compression import compress
from cleaner.corpus.shapes import SHAPES
from cleaner.corpus.sinks import NAME, Form, Piece
from cleaner.corpus.sinks.growing import Growing

WHOLE: Final = False


def render(pieces: Iterable[Piece], form: Form) -> dict[str, bytes]:
    """The lines of each file, compressed on their own."""
    rows = SHAPES[form.shape].rows
    lines: dict[str, list[bytes]] = defaultdict(list)
    for piece in pieces:
        for one in piece.cleaned:
            for folder, row in rows(one.article, one.entry).items():
                lines[folder] += [dump(row), b"\n"]
    return {path(form, folder): compress(b"".join(found), form.compression) for folder, found in lines.items()}


def path(form: Form, folder: str = "") -> str:
    """The file in the output."""
    return f"{folder}/{NAME}.jsonl{form.compression}".lstrip("/")


def open_sink(folder: Path, form: Form, state: Any) -> Growing:
    """The files in `folder`, where the journal's `state` has left them."""
    return Growing(folder, [path(form, name) for name in SHAPES[form.shape].files], state or {})
