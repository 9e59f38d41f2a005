"""Bytes to text: byte order mark, strict UTF-8, UTF-16 without a mark, then a detector."""

from __future__ import annotations

import codecs
import re
from typing import Final

from cleaner.errors import SourceError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LOOK: Final = 64_000  # bytes shown to the detector
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27, 28, 29, 30, 31})
_LATIN: Final = re.compile(r"cp(?:125[02478]|437|775|85[028])|iso8859-(?:[123459]|1[03456])|latin-1|mac-(?:roman|latin2)")
_ASCII: Final = bytes(range(128))
_WESTERN: Final = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜ‘’“”–—…«»€£°§©®·•¡¿ª\xa0")
_MOSTLY: Final = 0.9  # share of the letters beyond ASCII that Western languages have
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
    """What a detector says of bytes that are no UTF-8; of the Latin encodings it takes the Western one unless that fails.

    Of a few accented letters charset-normalizer often reads French as Baltic and English as Central European.
    """
    from charset_normalizer import from_bytes

    start = max(0, bad - _LOOK // 2)  # what is not UTF-8 tells most
    best = from_bytes(data[start : start + _LOOK]).best()
    found = best.encoding.replace("_", "-") if best else None
    if found is None or found in ("ascii", "utf-8") or _is_western(data, found):
        found = "cp1252"
    for encoding in (found, "latin-1") if found == "cp1252" else (found,):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise SourceError(f"is no UTF-8 (byte {bad}) and no other encoding fits all of it")


def _is_western(data: bytes, encoding: str) -> bool:
    """Whether a text for which a detector names a Latin encoding reads as well in the Western one."""
    if not _LATIN.fullmatch(encoding):
        return False
    odd = data.translate(None, _ASCII)
    try:
        western = odd.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return sum(char in _WESTERN for char in western) >= _MOSTLY * len(western)
