"""JSONL: a document a line. Blank lines are none, but count as lines."""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterator
from typing import Final

from cleaner.corpus.compression import open_stream
from cleaner.corpus.entries import Entry, Failed, UnreadableError, shown
from cleaner.corpus.formats import LAST, Options, Task
from cleaner.corpus.formats.record import entry, failed, parse
from cleaner.corpus.plan import File

_BLOCK: Final = 1 << 20  # bytes
_AROUND: Final = 1 << 20  # bytes that a line may hold beside its document


def tasks(file: File, skip: int, options: Options) -> Iterator[Task]:
    """The lines of a file after the first `skip`."""
    source, number = shown(file.path), 0
    with open_stream(file.path, options.max_ratio) as stream:
        try:
            for number, line in enumerate(_lines(io.BufferedReader(stream, _BLOCK), options.max_bytes + _AROUND), 1):
                if number <= skip or (isinstance(line, bytes) and line.isspace()):
                    continue
                if isinstance(line, bytes):
                    yield Task("jsonl", source, number, line, len(line), number, stream.consumed)
                else:
                    reason = f"the line is longer than {options.max_bytes:,} bytes"
                    data = Failed(source, number, "too-large", reason, line.hexdigest())
                    yield Task("jsonl", source, number, data, 0, number, stream.consumed)
        except UnreadableError as error:
            data = Failed(source, number + 1, error.cause, f"from here on: {error}")
            yield Task("jsonl", source, number + 1, data, 0, LAST, stream.consumed)


def _lines(file: io.BufferedReader, longest: int) -> Iterator[bytes | hashlib._Hash]:
    """Each line of `file`; of one longer than `longest` bytes, the hash."""
    while line := file.readline(longest):
        if len(line) < longest or line.endswith(b"\n"):
            yield line
            continue
        digest = hashlib.sha256(line)
        while not line.endswith(b"\n") and (line := file.readline(_BLOCK)):
            digest.update(line)
        yield digest


def entries(task: Task, options: Options) -> Iterator[Entry | Failed]:
    """The document in a line."""
    line: bytes = task.data
    try:
        record = parse(line.removeprefix(codecs.BOM_UTF8))
    except ValueError as error:
        reason = f"is no JSON: {error}" if line.endswith(b"\n") else f"is no JSON, and the last line, without an end: {error}"
        yield failed(task.source, task.place, "broken", reason, line)
        return
    yield entry(record, task.source, task.place, options, line)
