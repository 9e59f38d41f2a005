"""Marks lines of the head and the foot that are facts about the article: they are lifted into its fields.

Dates alone on a line, and lines in another script than the article's, which are the reader's controls. Bylines, sections and
labelled dates are words, so rule packs know them.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.dates import is_date_line
from cleaner.document import count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading

DATE: Final = Heuristic("published.date", "A date alone on a line.")
SCRIPT: Final = Heuristic("frame.other-script", "A short line in another script than the article's.")
RULES: Final = (DATE, SCRIPT)

_DATE_MOST: Final = 80  # code points
_SCRIPT_MOST: Final = 8  # words
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER: Final = re.compile(r"[^\W\d_]")


def mark(reading: Reading) -> None:
    """Marks on dates and on lines in another script."""
    document = reading.document
    for index in document.numbered:
        if (reading.in_head(index) or reading.in_tail(index)) and len(document.texts[index]) <= _DATE_MOST:
            if is_date_line(document.texts[index]):
                reading.mark(index, index, DATE.id, DATE.reason, 0.9, lifted_to="date")
    if document.joined.isascii() or not document.prose:
        return
    if _script(document.texts[document.prose[len(document.prose) // 2]]) == "latin":
        frame = [*range(reading.head), *range(reading.tail + 1, len(document))]
        strange = [i for i in frame if not document.texts[i].isascii() and _script(document.texts[i]) == "other"]
        if len(strange) * 4 <= len(document):
            for index in strange:
                if index != reading.title and count_words(document.texts[index]) <= _SCRIPT_MOST:
                    reading.mark(index, index, SCRIPT.id, SCRIPT.reason, 0.8)


def _script(text: str) -> str:
    """`latin` if any letter is, `other` if letters are and none is Latin, else nothing."""
    if _LATIN.search(text):
        return "latin"
    return "other" if _LETTER.search(text) else ""
