"""What each block of the clean text is there for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.article import Paragraph
from cleaner.document import Document, ends_sentence
from cleaner.marks import Removal

_ITEM: Final = re.compile(r"(?:[-–—*+•·●▪■►‣◦○]|\(?\d{1,3}[.)]|[a-z][.)])\s+\S", re.IGNORECASE)
_LONG: Final = 120  # code points from which on a block without a stop is a paragraph all the same


def paragraphs(text: str, title: str | None, removed: Sequence[Removal]) -> Iterator[Paragraph]:
    """Each block of `text` with its role. A caption is known by its copies that went."""
    captions = {removal.text.strip() for removal in removed if removal.rule == "duplicate.caption"}
    document = Document(text)
    lines = document.lines
    for index, folded in enumerate(document.texts):
        raw = text[lines[index] : lines[index + 1]].strip()
        yield Paragraph(_role(raw, folded, title, captions), raw)


def _role(raw: str, folded: str, title: str | None, captions: set[str]) -> str:
    if raw in captions:
        return "caption"
    if raw == title:
        return "title"
    first = folded[0]
    if first == ">":
        return "quote"
    if not first.isalpha() and _ITEM.match(folded):
        return "list item"
    if "\t" in raw or " | " in folded or first == "|":
        return "table"
    if len(folded) >= _LONG or ends_sentence(folded) or folded[-1] in ":,;-":
        return "paragraph"
    return "heading"
