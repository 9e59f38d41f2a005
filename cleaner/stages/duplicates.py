"""Marks copies: of captions, of the title, of paragraphs that the scrape took twice. One copy stays.

A short line that comes again is no copy by itself: verse has refrains, dialogue has "No.", tables have cells, laws have
formulas. So a copy goes where it stands right beside its twin, in the head or the tail, or where it is long.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from cleaner.document import ends_sentence, is_dense
from cleaner.packs import Heuristic
from cleaner.reading import Reading

CAPTION: Final = Heuristic("duplicate.caption", "A caption that stands here already.", "careful")
TITLE: Final = Heuristic("duplicate.title", "The title once more.", "careful")
PARAGRAPH: Final = Heuristic("duplicate.paragraph", "A paragraph that stands here already.")
SITE: Final = Heuristic("source.window-site", "The site's name, which stands behind the title in the title of the window.")
RULES: Final = (CAPTION, TITLE, PARAGRAPH, SITE)

_NAMED: Final = 8  # code points of a name that stands twice in the head
_SHORT: Final = 20  # code points below which a line is no caption
_LONG: Final = 60  # from which on a line is no heading
_PARAGRAPH: Final = 200  # from which on it is no refrain
_BESIDE: Final = 2  # blocks apart, at most
_CODE: Final = "{}();=<>_\\"
_CAPTION: Final = 400  # code points of a caption at most
_START: Final = 60  # code points that a caption and its longer copy share


def mark(reading: Reading) -> None:
    """Marks on all copies but one."""
    document = reading.document
    if len(document.prose) < 2:
        return
    title = document.texts[reading.title] if reading.title is not None else None
    long = _LONG // 2 if document.is_dense else _LONG
    for text, copies in [
        (text, copies)
        for text, copies in document.places.items()
        if len(text) >= long or (len(text) >= _NAMED and copies[1] == copies[0] + 1) or text == title
    ]:
        scale = 2 if document.is_dense and is_dense(text) else 1
        if text == title:
            for index in copies:
                if index != reading.title and (index < reading.head + 3 or reading.in_tail(index)):
                    reading.mark(index, index, TITLE.id, _at("The title", reading, copies[0]), 0.95)
        elif (len(text) * scale >= _SHORT or reading.in_head(copies[-1])) and not _is_data(text):
            _copies(reading, text, copies, len(text) * scale)
    _longer_copies(reading)
    if reading.title is not None:
        _window_titles(reading, reading.title)


def _copies(reading: Reading, text: str, copies: list[int], length: int) -> None:
    texts = reading.document.texts
    first = copies[0]
    sentence = ends_sentence(text)
    for before, index in pairwise(copies):
        beside = index - before <= _BESIDE
        framed = reading.in_head(index) or reading.in_tail(index) or reading.in_head(first)
        again = texts[index - 1] == texts[before - 1] or texts[index + 1 : index + 2] == texts[before + 1 : before + 2]
        if length >= _PARAGRAPH or (length >= _LONG and (beside or framed or (again and sentence))):
            rule = CAPTION if beside or (framed and length < _PARAGRAPH) else PARAGRAPH
            reading.mark(index, index, rule.id, _at("The same text", reading, first), 0.95)
        elif index - before == 1 and text[0] not in "\"'«„-–—“" and _stands_apart(reading, before, index):
            reading.mark(index, index, CAPTION.id, _at("The same line", reading, first), 0.8)


def _longer_copies(reading: Reading) -> None:
    """Marks on a caption whose longer copy, with a credit or a date, stands beside it."""
    document = reading.document
    texts = document.texts
    begins: dict[str, int] = {}
    for b in [index for index in document.long if len(texts[index]) < _CAPTION]:
        a = begins.get(texts[b][:_START], b)
        begins[texts[b][:_START]] = b
        if 0 < b - a <= _BESIDE and texts[a] != texts[b]:
            shorter, longer = sorted((a, b), key=lambda index: len(texts[index]))
            if texts[longer].startswith(texts[shorter].rstrip(".")):
                reading.mark(shorter, shorter, CAPTION.id, _at("Part of the text", reading, longer), 0.9)


def _window_titles(reading: Reading, title: int) -> None:
    """Marks on the title with the site's name behind it, and on that name alone on a line of the head."""
    document = reading.document
    texts = document.texts
    begun = [i for i, text in enumerate(texts[: reading.head]) if text.startswith(texts[title])]
    for index in [i for i in begun if reading.is_longer_title(texts[title], texts[i])]:
        reading.mark(index, index, TITLE.id, _at("The title", reading, title), 0.9)
        name = texts[index][len(texts[title]) :].strip(" |-–—·:»")
        for other in [i for i in range(reading.head) if texts[i] == name and i != title]:
            reading.mark(other, other, SITE.id, SITE.reason, 0.9, lifted_to="site")


def _stands_apart(reading: Reading, first: int, last: int) -> bool:
    """Whether the two stand in the head of an article or between paragraphs, where no verse does."""
    if reading.in_head(last) and reading.has_body:
        return True
    paragraph = reading.document.is_paragraph
    return (first - 1 in paragraph or first == 0) and last + 1 in paragraph


def _is_data(text: str) -> bool:
    """Whether the block is a row of a table, a line of code or the like."""
    signs = sum(map(text.count, _CODE))
    return " | " in text or "  " in text or sum(map(str.isdigit, text)) * 4 > len(text) or signs * 16 > len(text)


def _at(what: str, reading: Reading, index: int) -> str:
    return f"{what} stands on line {reading.document.line_number(index)}."
