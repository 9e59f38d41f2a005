"""Marks lines of the head and the foot that are facts about the article: they are lifted into its fields.

Dates alone on a line, the site's name beside one, a section's name before the title. Bylines and labelled dates are words, so
rule packs know them.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.document import count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading

DATE: Final = Heuristic("dates.alone", "A date alone on a line.")
SITE: Final = Heuristic("source.site-beside-date", "A name between the title and the date.")
AUTHOR: Final = Heuristic("byline.beside-role", "A name beside what its bearer is, or that a note at the foot explains.")
KICKER: Final = Heuristic("section.kicker", "A word or two before the title, all in lower case or all in capitals.")
RULES: Final = (DATE, SITE, AUTHOR, KICKER)

_DATES: Final = 3  # dates alone on a line from which on they head the entries of a chronology
_NAME: Final = 5  # words of a site's name
_KICKER: Final = 3  # words
_NEAR: Final = 14  # blocks of a head that is an article's and not a whole page's
_LABEL: Final = re.compile(r"[^\W\d_][\w-]{1,20}: ")


def mark(reading: Reading) -> None:
    """Marks on dates, site names and kickers."""
    document = reading.document
    texts = document.texts
    dates = reading.dates
    head = [index for index in dates if reading.in_head(index)]
    foot = [index for index in dates if reading.in_tail(index)]
    free = {index for index in dates if index not in reading.marked}
    framed: list[int] = []
    if sum(not reading.in_head(index) and not reading.in_tail(index) for index in free) < _DATES:
        parts = [part for part in (head, foot) if sum(index in free for index in part) < _DATES]
        framed = [index for part in parts for index in part if not _is_mail(texts, index)]
    for index in framed:
        reading.mark(index, index, DATE.id, DATE.reason, lifted_to="date")
    if reading.title is not None and reading.head <= _NEAR:
        _beside_title(reading, reading.title, set(framed))


def _is_mail(texts: list[str], index: int) -> bool:
    """Whether the date is one of the labelled lines that head a letter."""
    around = texts[max(0, index - 1) : index] + texts[index + 1 : index + 2]
    return bool(_LABEL.match(texts[index])) and any(map(_LABEL.match, around))


def _beside_title(reading: Reading, title: int, dates: set[int]) -> None:
    texts = reading.document.texts
    before = title - 1
    free = before >= 0 and before not in reading.marked and before not in reading.hits
    if free and count_words(texts[before]) <= _KICKER:
        kicker = texts[before]
        if (kicker.islower() or kicker.isupper()) and kicker[-1].isalpha() and not any(map(str.isdigit, kicker)):
            reading.mark(before, before, KICKER.id, KICKER.reason, 0.8, lifted_to="section")
    for index in range(title + 1, min(reading.head, len(texts) - 1)):
        text = texts[index]
        if index in reading.marked or index in reading.hits:
            continue
        after = next((i for i in range(index + 1, len(texts) - 1) if texts[i] != text), index)
        beside = after in dates or (not any(map(str.isalnum, texts[after])) and after + 1 in dates)
        role = any(hit.rule.category == "byline" for hit in reading.hits.get(after, ()))
        words = text.split()
        is_name = len(words) <= _NAME and text[-1].isalpha() and all(word[0].isupper() or len(word) <= 3 for word in words)
        if is_name and len(words) > 1 and (role or (beside and _is_explained(reading, text))):
            reading.mark(index, index, AUTHOR.id, AUTHOR.reason, 0.85, lifted_to="author")
        elif is_name and beside:
            reading.mark(index, index, SITE.id, SITE.reason, 0.8, lifted_to="site")


def _is_explained(reading: Reading, name: str) -> bool:
    """Whether a note on the author begins with the name."""
    return any(
        hit.rule.category == "author" and reading.document.texts[index].startswith(name)
        for index, hits in reading.hits.items()
        for hit in hits
    )
