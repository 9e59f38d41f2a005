"""Bytes to text: byte order mark, UTF-16 without a mark, strict UTF-8, then a detector."""

from __future__ import annotations

from typing import Final

from cleaner.errors import SourceError
from cleaner.readers.encoding import Decoded, detected, marked_encoding, refuse_binary, wide_of

_LOOK: Final = 64_000  # bytes shown to the detector


def decode(data: bytes) -> Decoded:
    """The text of `data` and its encoding. Raises SourceError for bytes that are no text."""
    for named, how in ((marked_encoding(data), "byte order mark"), (wide_of(data), "width")):
        if named:
            return Decoded(_strict(data, named), named, how)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse_binary(data)
        start = max(0, error.start - _LOOK // 2)  # what is not UTF-8 tells most
        try:
            encoding = detected(data, data[start : start + _LOOK])
        except SourceError as none:
            raise SourceError(f"is no UTF-8 (byte {error.start}) and {none}") from error
        return Decoded(data.decode(encoding), encoding, "detector")
    refuse_binary(data)
    return Decoded(text, "utf-8", "utf-8")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"is marked as {error.encoding} but byte {error.start} is not: {error.reason}") from error
