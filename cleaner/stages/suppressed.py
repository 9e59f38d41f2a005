"""Keeps lines that their reader wants to keep: those whose fingerprints the settings name, whatever else fits them.

A fingerprint is that of a line, or of all the lines that a rule takes together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.packs import Heuristic
from cleaner.reading import Reading
from cleaner.suppressions import fingerprint, normal

LINE: Final = Heuristic("keep.suppressed", "A line that is to stay, by its fingerprint.", "careful")
RULES: Final = (LINE,)


def mark(reading: Reading) -> None:
    """Keeps on the lines within what is marked that are suppressed for their rule, or were so before."""
    known, spared = reading.rulebook.suppressed, reading.spared
    if not known:
        return
    text = reading.document.text
    for marked in [found for found in reading.marks if not found.keep]:
        lines = list(_lines(text, marked.start, marked.end))
        whole = (marked.start, marked.end)
        for start, end in [whole, *lines]:
            found = {fingerprint(marked.rule, text[start:end], site) for site in {"", reading.site}} & known
            if found:
                reading.rulebook.met |= found
                spared.update(normal(text[begin:stop]) for begin, stop in lines if start <= begin and stop <= end)
        for start, end in lines:
            if normal(text[start:end]) in spared:
                reading.keep_part(start, end, LINE.id, LINE.reason)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of a span that are not blank, each with the blank ones behind it, the first also with those before it."""
    begin, at = start, start
    is_blank = True
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            if not is_blank:
                yield begin, at
                begin = at
            is_blank = False
        at += len(line)
    if not is_blank:
        yield begin, end
