"""Articles that were written, read back for the sources they came from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import NamedTuple

from cleaner import files
from cleaner.article import Article, restore


class RecordError(ValueError):
    """A record that does not give its source back, and why."""


class Restored(NamedTuple):
    """A source, and the name it had."""

    name: str
    text: str


def sources(path: str) -> list[Restored]:
    """The source of each article in the JSON file `path`: one article, or one a line.

    Raises OSError, and RecordError for what is no article or does not fit together any more.
    """
    data = files.read(path)
    return [_restored(article, place) for article, place in _articles(data)]


def _articles(data: bytes) -> Iterator[tuple[Article, str]]:
    """Each article and where it stands, for messages."""
    try:
        yield Article.from_json(data), ""
        return
    except ValueError as error:
        rows = [(number, row) for number, row in enumerate(data.split(b"\n"), 1) if row.strip()]
        if len(rows) < 2 or not all(row.lstrip()[:1] == b"{" and row.rstrip()[-1:] == b"}" for _, row in rows):
            raise RecordError(f"is {error}") from error
    for number, row in rows:
        try:
            yield Article.from_json(row), f"line {number}: "
        except ValueError as error:
            raise RecordError(f"line {number}: is {error}") from error


def _restored(article: Article, place: str) -> Restored:
    try:
        text = restore(article)
    except (ValueError, TypeError, AttributeError) as error:
        raise RecordError(f"{place}{error}") from error
    encoding = article.source.encoding
    is_page = article.source.media_type == "text/html"
    if not is_page and encoding in ("str", "utf-8", "utf-8-sig"):
        data = text.encode("utf-8-sig" if encoding == "utf-8-sig" else "utf-8", "surrogatepass")
        if hashlib.sha256(data).hexdigest() != article.source.sha256:
            raise RecordError(f"{place}gives another text than was read: its sha256 differs")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        where = f"half a character (a lone surrogate) at {error.start}"
        raise RecordError(f"{place}its source holds {where}, which no UTF-8 file can hold") from error
    name = os.path.basename(f"{article.source.path or ''}")
    if name in ("", ".", "..") or not name.isprintable():
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.txt"
    return Restored(f"{name}.txt" if is_page else name, text)
