"""Keeps lines that their reader wants to keep, whatever rule fits them: those whose fingerprints the settings name."""

from __future__ import annotations

from typing import Final

from cleaner.packs import Heuristic
from cleaner.reading import Reading
from cleaner.suppressions import fingerprint

LINE: Final = Heuristic("keep.suppressed", "A line that is to stay, by its fingerprint.", "careful")
RULES: Final = (LINE,)


def mark(reading: Reading) -> None:
    """Keeps on the lines within what the stages before this one marked that are suppressed for their rule."""
    known = reading.rulebook.suppressed
    if not known:
        return
    text = reading.document.text
    for marked in [found for found in reading.marks if not found.keep]:
        at = marked.start
        for line in text[marked.start : marked.end].splitlines(keepends=True):
            if line.strip() and any(fingerprint(marked.rule, line, site) in known for site in {"", reading.site}):
                reading.keep_part(at, at + len(line), LINE.id, LINE.reason)
            at += len(line)
