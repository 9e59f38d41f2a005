"""Lines as they are compared from page to page, and where on a page they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import Final, NamedTuple

from cleaner.document import Document
from cleaner.suppressions import normal

PLACES: Final = ("head", "middle", "tail")
LONGEST: Final = 200  # code points of a line that is kept as it is
_NUMBER: Final = re.compile(r"\d+(?:[.,:/-]\d+)*")


class Line(NamedTuple):
    """A line of a page."""

    key: str
    """What it is compared by."""
    text: str
    """As it stood there, or its beginning."""
    place: int
    """Of `PLACES`."""


def key(text: str) -> str:
    """What a line is compared by: its letters in one case, numbers as `#`, and of a long one the beginning and a hash.

    >>> key("  Read by 1,204 people »")
    'read by # people'
    """
    found = _NUMBER.sub("#", normal(text))
    if len(found) <= LONGEST:
        return found
    return f"{found[:LONGEST]}…{blake2b(found.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


def of(document: Document) -> Iterator[Line]:
    """The different lines of a page, each where it stands first, in order."""
    head, tail = document.body
    seen = set()
    for index, raw in enumerate(document.raws):
        if (found := key(raw)) and found not in seen:
            seen.add(found)
            yield Line(found, raw[:LONGEST], 0 if index < head else 2 if index > tail else 1)


def body(document: Document) -> int:
    """A number that two pages share if their paragraphs are the same: one is a copy of the other, whatever is around it."""
    paragraphs = document.prose or range(len(document))
    told = "\n".join(normal(document.raws[index]) for index in paragraphs)
    return int.from_bytes(blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
