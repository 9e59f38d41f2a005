"""Texts that stand in JSON: where, and how to put another in the place of one without touching anything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from cleaner.errors import SourceError

LINES: Final = (".jsonl", ".ndjson")
ENDINGS: Final = (".json", *LINES)
FIELD: Final = "text"

_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder()


class Held(NamedTuple):
    """A text within a file of JSON."""

    text: str
    line: int
    """On which its record begins, from 1."""
    string: tuple[int, int]
    """The bytes of the JSON string."""
    object: tuple[int, int]
    """The bytes of the record."""
    record: dict[str, Any]


def texts(data: bytes, *, lines: bool) -> Iterator[Held | SourceError]:
    """The text of the object that `data` is or, with `lines`, of each line's; an error for each that has none.

    Errors begin with their line. A byte order mark passes; what is not UTF-8 is an error.
    """
    at, number = 0, 1
    for piece in data.splitlines(keepends=True) if lines else [data]:
        if piece.strip():
            try:
                yield _held(piece, at, number)
            except (ValueError, RecursionError) as error:
                yield SourceError(f"line {number}: {error}")
        at += len(piece)
        number += 1


def _held(piece: bytes, at: int, line: int) -> Held:
    try:
        source = piece.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"is no UTF-8: {error.reason}") from error
    record = json.loads(source.removeprefix("\ufeff"))
    if not isinstance(record, dict) or not isinstance(record.get(FIELD), str):
        raise ValueError(f"is no object with a text under {FIELD!r}")
    start, end = _member(source, FIELD)
    begin = at + len(source[:start].encode())
    whole = at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
    return Held(record[FIELD], line, (begin, begin + len(source[start:end].encode())), whole, record)


def _member(source: str, name: str) -> tuple[int, int]:
    """The span of the value of a member of the object that `source` is; of the last, where there are several."""
    found = (0, 0)
    at = _skip(source, source.index("{") + 1)
    while source[at] != "}":
        key, at = scanstring(source, at + 1)
        start = _skip(source, _skip(source, at) + 1)
        _, end = _DECODER.raw_decode(source, start)
        if key == name:
            found = start, end
        at = _skip(source, end)
        if source[at] == ",":
            at = _skip(source, at + 1)
    return found


def _skip(source: str, at: int) -> int:
    return _BLANKS.match(source, at).end()  # type: ignore[union-attr]


def string_like(before: bytes, text: str) -> bytes:
    """`text` as a JSON string, escaped as the string `before` is: with ASCII alone, or as it is."""
    is_escaped = before.isascii() and b"\\u" in before
    try:
        return json.dumps(text, ensure_ascii=is_escaped).encode()
    except UnicodeEncodeError:  # half a character, which only an escape can carry
        return json.dumps(text).encode()


def replaced(data: bytes, changes: Iterable[tuple[tuple[int, int], bytes]]) -> bytes:
    """`data` with other bytes in the places of some, which are in order and disjoint."""
    pieces: list[bytes] = []
    at = 0
    for (start, end), new in changes:
        pieces += data[at:start], new
        at = end
    return b"".join([*pieces, data[at:]])
