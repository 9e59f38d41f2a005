"""Compressed files: read block by block and never beyond a limit, written in pieces that can be put one after the other."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import zlib
from typing import Any, Final, Protocol, cast

from cleaner.corpus.entries import UnreadableError
from cleaner.files import STDIN

ENDINGS: Final = {".gz": "gzip", ".zst": "zstd", ".bz2": "bzip2", ".xz": "xz"}
_MAGIC: Final = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst", b"BZh": ".bz2", b"\xfd7zXZ\x00": ".xz"}
_BLOCK: Final = 1 << 14  # bytes of a file that are read at once: what comes out of them comes before the limit is seen
_FREE: Final = 1 << 20  # bytes: so much may come out of however little


def split(name: str) -> tuple[str, str]:
    """A name without the ending of its compression, and that ending, small; "" if there is none."""
    stem, ending = os.path.splitext(name)
    return (stem, ending.lower()) if ending.lower() in ENDINGS else (name, "")


class Stream(io.RawIOBase):
    """The plain bytes of a file, and how far into the file itself they are.

    Reading raises UnreadableError for broken data, and where more than `ratio` bytes come out of each byte (the first MB
    aside), OSError where the file cannot be read.
    """

    def __init__(self, file: _Source, ending: str, ratio: float) -> None:
        self._file = _Counted(file)
        self._ratio = ratio if ending else float("inf")
        self._ending = ending
        self._plain = _opened(io.BufferedReader(self._file, _BLOCK), ending)
        self._out = 0

    @property
    def consumed(self) -> int:
        """Bytes of the file that were read."""
        return self._file.count

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer`; how far."""
        try:
            data = self._plain.read(len(buffer))
        except (EOFError, zlib.error, lzma.LZMAError) as error:
            raise self._broken(error) from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise self._broken(error) from error
        except Exception as error:
            if type(error).__name__ == "ZstdError":
                raise self._broken(error) from error
            raise
        buffer[: len(data)] = data
        self._out += len(data)
        if self._out > _FREE and self._out > self._ratio * self.consumed:
            raise UnreadableError(f"more than {self._ratio:g} bytes come out of each of its bytes", "too-large")
        return len(data)

    def _broken(self, error: Exception) -> UnreadableError:
        return UnreadableError(f"is no whole {ENDINGS[self._ending]} file: {error}")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


class _Source(Protocol):
    def readinto(self, buffer: Any, /) -> int | None: ...
    def close(self) -> None: ...


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Counted(io.RawIOBase):
    """A file, and how many bytes of it were read; a pipe cannot tell."""

    def __init__(self, file: _Source) -> None:
        self._file = file
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._file.readinto(buffer) or 0
        self.count += size
        return size

    def close(self) -> None:
        if self._file is not sys.stdin.buffer:
            self._file.close()
        super().close()


def _opened(file: io.BufferedReader, ending: str) -> _Readable:
    if not ending:
        return file
    if ending == ".gz":
        return gzip.GzipFile(fileobj=file)
    if ending == ".bz2":
        return bz2.BZ2File(file)
    if ending == ".xz":
        return lzma.LZMAFile(file)
    opened: _Readable = _zstd().ZstdFile(file)
    return opened


def _zstd() -> Any:
    """The standard library's module, or before 3.14 the same from the extra `zstd`."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:
        raise MissingError("zstd") from error
    return zstd


class MissingError(ImportError):
    """A library that only an extra installs."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"needs the extra {extra}: pip install 'article-cleaner[{extra}]'")


def open_stream(path: str, ratio: float, ending: str | None = None) -> Stream:
    """The plain bytes of the file at `path`, `-` for standard input.

    `ending` names the compression where the path does not; standard input is looked at. Raises OSError.
    """
    if path == STDIN:
        stdin = io.BufferedReader(_Counted(cast(io.BufferedReader, sys.stdin.buffer)))
        ending = next((ending for magic, ending in _MAGIC.items() if stdin.peek(6).startswith(magic)), "")
        return Stream(stdin, ending, ratio)
    return Stream(open(path, "rb", buffering=0), split(path)[1] if ending is None else ending, ratio)


def check(endings: set[str]) -> None:
    """Raise MissingError if a library for one of these compressions is not there."""
    if ".zst" in endings:
        _zstd()


def compress(data: bytes, ending: str) -> bytes:
    """`data` as a whole gzip member or zstd frame, the same bytes each time; such pieces may follow each other in a file."""
    if not ending or not data:
        return data
    if ending == ".gz":
        return gzip.compress(data, 6, mtime=0)
    packed: bytes = _zstd().compress(data, 3)
    return packed
