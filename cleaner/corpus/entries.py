"""A document as it lies in a corpus; or why there is none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """A document of a corpus, not cleaned yet."""

    content: str | bytes
    source: str
    """The file it is in, as it can be shown: what is no UTF-8 in the name is written out."""
    place: int | None = None
    """The number of its line, row or record in a file of many, from 1."""
    id: str | None = None
    url: str | None = None
    kind: str | None = None
    """text, html, or None: look and decide."""
    encoding: str | None = None
    """What came with the bytes of a page."""
    metadata: Mapping[str, Any] = {}
    """Whatever else came with it."""

    @property
    def name(self) -> str:
        """Its id, or where it lies."""
        return self.id or (self.source if self.place is None else f"{self.source}:{self.place}")


class Failed(NamedTuple):
    """A document that cannot be cleaned, and why."""

    source: str
    place: int | None
    cause: str
    """One word of `CAUSES`."""
    reason: str
    sha256: str | None = None
    """Of its raw bytes, where they could be read."""


class Skipped(NamedTuple):
    """What was found and is no document, and what it is."""

    what: str


CAUSES = ("unreadable", "broken", "not-text", "too-large", "time", "memory", "died", "no-site", "fault")
"""The file or a part of it cannot be read; it is not what it should be; no text; over a limit; the process died; it is of
no site that could be learnt of; our fault."""


class UnreadableError(ValueError):
    """Bytes that do not hold what they should, and from where on nothing can be read; `cause` is one of `CAUSES`."""

    def __init__(self, reason: str, cause: str = "broken") -> None:
        super().__init__(reason)
        self.cause = cause


def shown(path: str) -> str:
    r"""A path as text: bytes of it that are no UTF-8 written out.

    >>> shown("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
