"""Readers decide what kind a source is and turn it into text: the source itself, or what a page shows."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from cleaner.readers.encoding import decode_page, marked_encoding, wide_of
from cleaner.readers.text import decode

if TYPE_CHECKING:
    from cleaner.page import Page

Kind = Literal["text", "html"]
KINDS: Final = ("text", "html")

_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAG: Final = re.compile(r"</(?:p|div|span|a|li|ul|td|section|article)>", re.IGNORECASE)
_LOOK: Final = 20_000  # code points looked at
_TAGS: Final = 10  # closing tags among them that make a page


class Arrived(NamedTuple):
    """A source as it was read."""

    text: str
    """What removals count in: the decoded source or, of a page, its visible text."""
    page: Page | None
    sha256: str
    """Of the bytes as they arrived; of a `str`, of its UTF-8."""
    encoding: str
    encoding_from: str
    html: str | None = None
    """Of a page, its source."""


def read(source: str | bytes, kind: str | None = None, *, url: str | None = None, encoding: str | None = None) -> Arrived:
    """Read `source`; `kind` is "text", "html" or None: look and decide. `encoding` is a hint for a page's bytes.

    Raises SourceError for bytes that are no text, TypeError for what is neither `str` nor `bytes`.
    """
    if isinstance(source, str):
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
        if (kind or kind_of(source)) == "html":
            page = read_page(source, url)
            return Arrived(page.text, page, digest, "str", "str", source)
        return Arrived(source, None, digest, "str", "str")
    if not isinstance(source, (bytes, bytearray, memoryview)):
        raise TypeError(f"source is {type(source).__name__}, not str or bytes")
    data = bytes(source)
    digest = hashlib.sha256(data).hexdigest()
    if (kind or _kind_of_bytes(data)) == "html":
        found = decode_page(data, encoding)
        page = read_page(data if found.encoding == found.how == "utf-8" else found.text, url)
        return Arrived(page.text, page, digest, found.encoding, found.how, found.text)
    text = decode(data)
    return Arrived(text.text, None, digest, text.encoding, text.how)


def read_page(html: str | bytes, url: str | None = None) -> Page:
    """The page that `html` shows, bytes are UTF-8; `url` is only written down."""
    from cleaner.readers import html as reader

    return reader.read(html, url)


def _kind_of_bytes(data: bytes) -> Kind:
    # Every encoding of pages holds ASCII as it is, but for the wide ones.
    look = data[: 4 * _LOOK]
    return kind_of(look.decode(marked_encoding(look) or wide_of(look) or "latin-1", "ignore"))


def kind_of(text: str) -> Kind:
    """Whether `text` is a page or text: a page begins like one, or is full of closing tags."""
    beginning = text[:_LOOK].lstrip("\ufeff")
    if "<" not in beginning:
        return "text"
    if _PAGE.match(beginning) or (beginning.lstrip()[:1] == "<" and len(_TAG.findall(beginning)) >= _TAGS):
        return "html"
    return "text"
