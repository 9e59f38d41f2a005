"""Parquet files of some ten thousand rows each.

From Parquet comes Parquet: all columns as they were, the one that is cleaned in its place, and ours after them. From other
sources come our columns, and what else a document had as JSON in `metadata`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

from cleaner.article import Kind, Paragraph, Provenance, Source, dump
from cleaner.corpus.compression import MissingError
from cleaner.corpus.formats.parquet import packed, unpacked
from cleaner.corpus.formats.record import FIELDS
from cleaner.corpus.shapes import columns, free
from cleaner.corpus.sinks import NAME, Form, Piece
from cleaner.files import sync_folder
from cleaner.marks import Removal

if TYPE_CHECKING:
    import pyarrow

WHOLE: Final = False
PATTERN: Final = f"{NAME}-*.parquet"
_ROWS: Final = 20_000  # in a file: so many documents may be cleaned again when a run is taken up
_SIZE: Final = 1 << 28  # bytes of a file before it is compressed
_GROUP: Final = 1 << 25  # bytes of a row group before it is compressed
_UNFINISHED: Final = ".part"


def render(pieces: Iterable[Piece], form: Form) -> dict[str, bytes]:
    """The rows of each piece, as Arrow, by the number of the piece."""
    return {f"{number:04}": _rows(piece, form) for number, piece in enumerate(pieces) if piece.cleaned}


def _rows(piece: Piece, form: Form) -> bytes:
    import pyarrow as pa

    ours = [columns(one.article) for one in piece.cleaned]
    if piece.task.format == "parquet":
        table = unpacked(piece.task.data).take([one.number for one in piece.cleaned])
        field = form.field or next(name for name in FIELDS if name in table.column_names)
        texts = pa.array([row.pop("text") for row in ours], table.schema.field(field).type)
        table = table.set_column(table.column_names.index(field), field, texts)
    else:
        metadata = [dump(one.entry.metadata).decode() if one.entry.metadata else None for one in piece.cleaned]
        table = pa.table({"metadata": pa.array(metadata, pa.string())})
    taken = set(table.column_names)
    for name, kind in _types().items():
        if name in ours[0]:
            table = table.append_column(free(name, taken), pa.array([row[name] for row in ours], kind))
    (batch,) = table.combine_chunks().to_batches()
    return packed(batch)


def _types() -> dict[str, pyarrow.DataType]:
    """The type of each of our columns."""
    import pyarrow as pa

    text = pa.string()
    simple = ("id", "url", "title", "author", "date", "section", "site", "language", "text")
    return {
        **dict.fromkeys(simple, text),
        "removed": pa.list_(_struct(Removal)), "paragraphs": pa.list_(_struct(Paragraph)), "source": _struct(Source),
        "provenance": _struct(Provenance), "kind": _struct(Kind), "warnings": pa.list_(text),
    }  # fmt: skip


def _struct(row: type) -> pyarrow.DataType:
    """The type of a tuple with names."""
    import pyarrow as pa

    return pa.struct([(name, _type(hint)) for name, hint in get_type_hints(row).items()])


def _type(hint: Any) -> pyarrow.DataType:
    import pyarrow as pa

    if get_origin(hint) is tuple:
        return pa.list_(_type(get_args(hint)[0]))
    if isinstance(hint, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    return {str: pa.string(), int: pa.int64(), float: pa.float64()}[hint]


class Parts:
    """The files; only whole ones are made sure of."""

    def __init__(self, folder: Path, state: Any) -> None:
        """Take up after the files that the `state` counts. Raises OSError, MissingError."""
        try:
            import pyarrow.parquet
        except ImportError as error:
            raise MissingError("parquet") from error
        self._parquet = pyarrow.parquet
        self._folder = folder
        self._whole: int = (state or {"files": 0})["files"]
        self._writer: Any = None
        self._tables: list[pyarrow.Table] = []
        self._rows = self._size = self._waiting = 0
        for path in folder.glob(f"{NAME}-*.parquet*"):
            if path.suffix == _UNFINISHED or int(path.stem.rpartition("-")[2]) >= self._whole:
                path.unlink()

    def append(self, rendered: dict[str, bytes]) -> None:
        """Add the rows of a chunk; a file ends with a chunk, or where rows of other columns come. Raises OSError."""
        for data in rendered.values():
            table = unpacked(data)
            if self._writer and not table.schema.equals(self._writer.schema):
                self.finish()
            if not self._writer:
                self._writer = self._parquet.ParquetWriter(str(self._path()) + _UNFINISHED, table.schema, compression="zstd")
            self._tables.append(table)
            self._rows += table.num_rows
            self._size += table.nbytes
            self._waiting += table.nbytes
            if self._waiting >= _GROUP:
                self._write()
        if self._rows >= _ROWS or self._size >= _SIZE:
            self.finish()

    def _path(self) -> Path:
        return self._folder / f"{NAME}-{self._whole:05}.parquet"

    def _write(self) -> None:
        import pyarrow as pa

        if self._tables:
            table = pa.concat_tables(self._tables)
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._tables, self._waiting = [], 0

    def settled(self) -> bool:
        """Whether no file is half written."""
        return self._writer is None

    def finish(self) -> None:
        """End the file that is being written. Raises OSError."""
        if self._writer is None:
            return
        self._write()
        self._writer.close()
        path = self._path()
        unfinished = Path(str(path) + _UNFINISHED)
        with open(unfinished, "rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(str(self._folder))
        self._writer, self._rows, self._size = None, 0, 0
        self._whole += 1

    def state(self) -> dict[str, int]:
        """How many files are whole."""
        return {"files": self._whole}

    def close(self) -> None:
        """Let go of a file that is half written."""
        if self._writer is not None:
            self._writer.close()


def open_sink(folder: Path, form: Form, state: Any) -> Parts:
    """The files in `folder`, where the journal's `state` has left them."""
    return Parts(folder, state)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file. Raises MissingError, OSError."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise MissingError("parquet") from error
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(256):
            yield from batch.to_pylist()
