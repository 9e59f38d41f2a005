"""Bytes to text: byte order mark, UTF-16 without a mark, strict UTF-8, then a detector."""

from __future__ import annotations

from typing import Final

from cleaner.errors import SourceError
from cleaner.readers.encoding import detected, marked_encoding, refuse_binary, wide_of

_LOOK: Final = 64_000  # bytes shown to the detector


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its encoding. Raises SourceError for bytes that are no text."""
    if named := marked_encoding(data) or wide_of(data):
        return _strict(data, named), named
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse_binary(data)
        start = max(0, error.start - _LOOK // 2)  # what is not UTF-8 tells most
        try:
            encoding = detected(data, data[start : start + _LOOK])
        except SourceError as none:
            raise SourceError(f"is no UTF-8 (byte {error.start}) and {none}") from error
        return data.decode(encoding), encoding
    refuse_binary(data)
    return text, "utf-8"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"is marked as {error.encoding} but byte {error.start} is not: {error.reason}") from error
