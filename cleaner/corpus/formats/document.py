"""Files of one document: a text, a page, or JSON with its fields or an article of this program."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

from cleaner.article import Article, is_record, restore
from cleaner.corpus.compression import open_stream
from cleaner.corpus.entries import Entry, Failed, UnreadableError, shown
from cleaner.corpus.formats import Options, Task
from cleaner.corpus.formats.record import entry, failed, parse
from cleaner.corpus.plan import File
from cleaner.files import STDIN, why


def tasks(file: File, skip: int, options: Options) -> Iterator[Task]:
    """The file, unread: the worker does that. Standard input only this process can read."""
    if not skip:
        data = _content(file.path, options) if file.path == STDIN else file.path
        yield Task(file.format, shown(file.path), None, data, file.size, 1, file.size)


def entries(task: Task, options: Options) -> Iterator[Entry | Failed]:
    """The document in a file."""
    data = task.data if isinstance(task.data, bytes) else _content(task.data, options)
    if isinstance(data, Failed):
        yield data
    elif task.format == "json":
        yield _from_json(data, task.source, options)
    else:
        yield Entry(data, task.source)


def _content(path: str, options: Options) -> bytes | Failed:
    source = shown(path)
    try:
        with open_stream(path, options.max_ratio) as stream:
            data = io.BufferedReader(stream).read(options.max_bytes + 1)
    except UnreadableError as error:
        return Failed(source, None, error.cause, str(error), _digest(path))
    except OSError as error:
        return Failed(source, None, "unreadable", why(error))
    if len(data) > options.max_bytes:
        return Failed(source, None, "too-large", f"holds more than {options.max_bytes:,} bytes", _digest(path))
    return data


def _digest(path: str) -> str | None:
    """The hash of a file as it lies there."""
    if path == STDIN:
        return None
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _from_json(data: bytes, source: str, options: Options) -> Entry | Failed:
    try:
        record = parse(data)
        if not is_record(record):
            return entry(record, source, None, options, data)
        article = Article.from_dict(record)
        # A page's markup is gone: what it showed is cleaned as the text that it is.
        return Entry(restore(article), source, id=article.id, url=article.url, kind="text")
    except ValueError as error:
        return failed(source, None, "broken", f"is no JSON of a document: {error}", data)
