"""Bytes to text: byte order mark, strict UTF-8, UTF-16 without a mark, then a detector."""

from __future__ import annotations

import codecs
from typing import Final

from cleaner.errors import SourceError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LOOK: Final = 64_000  # bytes shown to the detector
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27, 28, 29, 30, 31})
_BINARY: Final = 0.02  # share of control bytes from which on bytes are no text


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its encoding. Raises SourceError for bytes that are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding), encoding
    if wide := _wide(data):
        return _strict(data, wide), wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_binary(data):
            raise SourceError(f"is no text: {_share(data):.0%} of its bytes are control codes") from None
        return _detected(data, error.start)
    if _is_binary(data):
        raise SourceError(f"is no text: {_share(data):.0%} of its bytes are control codes")
    return text, "utf-8"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"is marked as {error.encoding} but byte {error.start} is not: {error.reason}") from error


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII is NUL."""
    look = data[:2000]
    if len(look) < 4 or len(data) % 2 or not look.count(0) * 5 > len(look):
        return None
    even, odd = look[::2].count(0), look[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _share(data: bytes) -> float:
    look = data[:_LOOK]
    return (len(look) - len(look.translate(None, _CONTROLS))) / max(1, len(look))


def _is_binary(data: bytes) -> bool:
    return _share(data) > _BINARY


def _detected(data: bytes, bad: int) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    start = max(0, bad - _LOOK // 2)  # what is not UTF-8 tells most
    best = from_bytes(data[start : start + _LOOK]).best()
    encoding = best.encoding if best else None
    if encoding in (None, "ascii", "utf_8"):
        encoding = "cp1252"
    try:
        return data.decode(encoding or "cp1252"), (encoding or "cp1252").replace("_", "-")
    except UnicodeDecodeError:
        raise SourceError(f"is no UTF-8 (byte {bad}) and no other encoding fits all of it") from None
