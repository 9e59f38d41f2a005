"""WARC and WET: a page a response, a text a conversion; other records are none."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from cleaner.corpus.compression import open_stream
from cleaner.corpus.entries import Entry, Failed, Skipped, UnreadableError, shown
from cleaner.corpus.formats import LAST, Options, Task
from cleaner.corpus.formats.record import failed
from cleaner.corpus.plan import File

_BLOCK: Final = 1 << 20  # bytes
_AROUND: Final = 1 << 20  # bytes of a record's HTTP headers
_LINE: Final = 1 << 16  # bytes of a header
_HEADERS: Final = 1_000  # in a record
_TEXTS: Final = ("text/html", "application/xhtml+xml", "text/plain")
_KINDS: Final = ("response", "resource", "conversion")


def tasks(file: File, skip: int, options: Options) -> Iterator[Task]:
    """The records of a file after the first `skip`."""
    source, number = shown(file.path), 0
    data: tuple[dict[str, str], bytes] | Failed | Skipped
    with open_stream(file.path, options.max_ratio) as stream:
        records = io.BufferedReader(stream, _BLOCK)
        try:
            while headers := _head(records):
                number += 1
                data = _data(records, headers, source, number, options)
                if number > skip:
                    size = 0 if isinstance(data, (Failed, Skipped)) else len(data[1])
                    yield Task("warc", source, number, data, size, number, stream.consumed)
        except UnreadableError as error:
            data = Failed(source, number + 1, error.cause, f"from here on: {error}")
            yield Task("warc", source, number + 1, data, 0, LAST, stream.consumed)


def _head(file: BinaryIO) -> dict[str, str]:
    """The headers of the next record, names small; none at the end. Raises UnreadableError for what is no record.

    Of the libraries, one takes a line of any length into memory and the other only files that it can seek in.
    """
    while (line := file.readline(_LINE)) in (b"\r\n", b"\n"):
        pass
    if line and not line.startswith(b"WARC/"):
        raise UnreadableError("no WARC record begins here")
    headers: dict[str, str] = {}
    while line and (line := file.readline(_LINE)) not in (b"\r\n", b"\n"):
        if not line.endswith(b"\n") or len(headers) == _HEADERS:
            raise UnreadableError("the head of a record has no end")
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers[name.strip().lower()] = value.strip()
    if line and not headers.get("content-length", "").isdecimal():
        raise UnreadableError("a record does not tell its length")
    return headers


def _data(
    file: BinaryIO, headers: dict[str, str], source: str, number: int, options: Options
) -> tuple[dict[str, str], bytes] | Failed | Skipped:
    """The headers and the bytes of a record, or why they are not wanted; `file` is behind it then."""
    kind, length = headers.get("warc-type", "without a type"), int(headers["content-length"])
    if kind not in _KINDS or length > options.max_bytes + _AROUND:
        left = length
        while left and (passed := len(file.read(min(left, _BLOCK)))):
            left -= passed
        if kind not in _KINDS:
            return Skipped(f"WARC {kind}")
        return Failed(source, number, "too-large", f"claims {length:,} bytes, more than {options.max_bytes:,}")
    content = file.read(length)
    if len(content) < length:
        return failed(source, number, "broken", f"claims {length:,} bytes, and has {len(content):,}", content)
    return headers, content


def entries(task: Task, options: Options) -> Iterator[Entry | Failed | Skipped]:
    """The document in a record."""
    headers, content = task.data
    said, body = headers.get("content-type", ""), content
    if said.startswith("application/http"):
        try:
            status, said, body = _http(content, options.max_bytes)
        except UnreadableError as error:
            yield failed(task.source, task.place, error.cause, str(error), content)
            return
        if status != "200":
            yield Skipped(f"HTTP {status}")
            return
    kind = said.partition(";")[0].strip().lower()
    if kind not in _TEXTS:
        yield Skipped(f"of type {kind or 'unknown'}")
    elif len(body) > options.max_bytes:
        yield failed(task.source, task.place, "too-large", f"holds more than {options.max_bytes:,} bytes", content)
    else:
        yield Entry(
            body, task.source, task.place,
            id=headers.get("warc-record-id", "").strip("<>") or None,
            url=headers.get("warc-target-uri", "").strip("<>") or None,
            kind="text" if kind == "text/plain" else None,
            encoding=said if "charset" in said.lower() else None,
            metadata={name: headers[name] for name in ("warc-date",) if name in headers},
        )  # fmt: skip


def _http(data: bytes, most: int) -> tuple[str, str, bytes]:
    """Status, Content-Type and decoded body of an HTTP response. Raises UnreadableError."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    said = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    status = (first.split(maxsplit=2)[1:2] or ["unknown"])[0]
    if "chunked" in said.get("transfer-encoding", "").lower():
        body = _joined(body)
    for coding in reversed(said.get("content-encoding", "").lower().split(",")):
        body = _decoded(body, coding.strip(), most)
    return status, said.get("content-type", ""), body


def _joined(body: bytes) -> bytes:
    """The chunks of a body put together; a body that is not in chunks, as archives often hold it, stays."""
    chunks: list[bytes] = []
    place = 0
    while True:
        end = body.find(b"\r\n", place)
        try:
            size = int(body[place:end].partition(b";")[0], 16)
        except ValueError:
            return b"".join(chunks) if chunks else body
        if size <= 0 or end < 0:
            return b"".join(chunks)
        chunks.append(body[end + 2 : end + 2 + size])
        place = end + 2 + size + 2


def _decoded(body: bytes, coding: str, most: int) -> bytes:
    """`body` without its compression, no further than `most` bytes and one; one that is not compressed after all stays."""
    if coding in ("", "identity") or (coding in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b")):
        return body
    try:
        if coding in ("gzip", "x-gzip"):
            return gzip.GzipFile(fileobj=io.BytesIO(body)).read(most + 1)
        if coding == "deflate":
            return zlib.decompressobj(zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS).decompress(body, most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"is no whole {coding}: {error}") from error
    raise UnreadableError(f"is compressed as {coding!r}, which is not known")
