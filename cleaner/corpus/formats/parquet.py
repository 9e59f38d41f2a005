"""Parquet: a document a row, read row group by row group."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from cleaner.corpus.compression import MissingError
from cleaner.corpus.entries import Entry, Failed, shown
from cleaner.corpus.formats import LAST, Options, Task
from cleaner.corpus.formats.record import entry
from cleaner.corpus.plan import File

if TYPE_CHECKING:
    import pyarrow

_ROWS: Final = 256  # in a piece at most
_PIECE: Final = 1 << 18  # bytes of a piece, as far as the file tells


def tasks(file: File, skip: int, options: Options) -> Iterator[Task]:
    """The rows of a file after the first `skip`, some in each piece, as Arrow. Raises MissingError."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingError("parquet") from error
    source, done = shown(file.path), 0
    try:
        with parquet.ParquetFile(file.path) as opened:
            total = opened.metadata.num_rows
            for group in range(opened.metadata.num_row_groups):
                told = opened.metadata.row_group(group)
                if done + told.num_rows <= skip:
                    done += told.num_rows
                    continue
                rows = max(1, min(_ROWS, _PIECE * told.num_rows // max(1, told.total_byte_size)))
                for batch in opened.iter_batches(rows, row_groups=[group]):
                    first = max(0, skip - done)
                    done += batch.num_rows
                    if done > skip:
                        piece = batch.slice(first)
                        consumed = file.size * done // max(1, total)
                        place = done - piece.num_rows + 1
                        yield Task("parquet", source, place, packed(piece), piece.nbytes, done, consumed, piece.num_rows)
    except (pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        data = Failed(source, done + 1, "broken", f"from here on: {error}")
        yield Task("parquet", source, done + 1, data, 0, LAST, file.size)


def packed(batch: pyarrow.RecordBatch) -> bytes:
    """Rows as an Arrow stream."""
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def unpacked(data: bytes) -> pyarrow.Table:
    """The rows of an Arrow stream."""
    import pyarrow

    return pyarrow.ipc.open_stream(data).read_all()


def entries(task: Task, options: Options) -> Iterator[Entry | Failed]:
    """The documents in rows."""
    rows: list[dict[str, Any]] = unpacked(task.data).to_pylist()
    for place, row in enumerate(rows, task.place or 1):
        found = entry(row, task.source, place, options, None)
        yield found if isinstance(found, Failed) else found._replace(metadata=_plain(found.metadata))


def _plain(value: Any) -> Any:
    """A value as JSON has it: bytes in base64, other things as they are written."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
