"""What each block of the clean text is there for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleaner.document import CLOSERS, LONG, STOPS, Document
from cleaner.marks import Removal

_ITEM: Final = re.compile(r"(?:[-–—*+•·●▪■►‣◦○]|\(?\d{1,3}[.)])\s+\S")
_CAPTION: Final = 400  # code points of a caption at most
_LONG: Final = 120  # code points from which on a block without a stop is a paragraph all the same
_ENDS: Final = STOPS | frozenset(CLOSERS) | frozenset(":,;-–")
_NO_LETTER: Final = frozenset(">-–—*+•·●▪■►‣◦○|(0123456789")


def roles(document: Document, title: str | None, removed: Sequence[Removal]) -> tuple[list[str], list[str]]:
    """The role of each block, and the block as the text has it. A caption is known by its copies that went."""
    text = document.text
    raw = document.raws
    # One comprehension for what nearly all blocks are; a call for each would cost as much as all the stages.
    found = [
        "paragraph" if len(block) >= _LONG or block[-1] in _ENDS else "heading" if block[0] not in _NO_LETTER else ""
        for block in raw
    ]
    odd = [number for number, block in enumerate(raw) if block[0] in _NO_LETTER]
    for number in odd:
        found[number] = _odd(raw[number], found[number] or "heading")
    if "\t" in text or " | " in text:
        for number, block in enumerate(raw):
            if "\t" in block or " | " in block:
                found[number] = "table"
    copies = [removal.text.strip() for removal in removed if removal.rule == "duplicate.caption"]
    captions: dict[str, list[str]] = {}
    for copy in copies:
        if len(copy) > LONG:
            captions.setdefault(copy[:LONG], []).append(copy.rstrip("."))
    known = dict.fromkeys(copies, "caption")
    if title:
        known[title] = "title"
    if known:
        for number, block in enumerate(raw):
            if block in known:
                found[number] = known[block]
            elif captions and len(block) < _CAPTION and any(map(block.startswith, captions.get(block[:LONG], ()))):
                found[number] = "caption"
    return found, raw


def _odd(block: str, role: str) -> str:
    if block[0] == ">":
        return "quote"
    if block[0] == "|":
        return "table"
    return "list item" if _ITEM.match(block) else role
