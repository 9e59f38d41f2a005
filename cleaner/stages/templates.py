"""Marks lines of the site's template: those that stand on most of its pages, whatever they say.

What a site's pages share is learnt from a corpus beforehand (`cleaner.templates`); of a site that is not known nothing is
marked. A line stays that is most of its document, or that stands between two paragraphs: a refrain, or the standing head of
a series. A paragraph goes only if it stands on several pages, so that what two of them print of one agency
is no template. Of an article whose paragraphs mostly stand on other pages too nothing goes: it is a copy, however little was
changed in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import Final

from cleaner.document import Document, count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading
from cleaner.templates.lines import key
from cleaner.templates.store import Seen

LINE: Final = Heuristic("template.line", "A line that stands on most pages of its site.", "careful")
RULES: Final = (LINE,)

_MOST: Final = 0.5  # of a document's text that may not go as one line
_WORDS: Final = 3  # of a line in the midst of an article
_STRANGE: Final = 2  # lines together that the template does not have, after which it ends
_SURE: Final = 5  # pages on which a paragraph stands that goes


def mark(reading: Reading) -> None:
    """Marks lines that the site's other pages have too."""
    templates = reading.rulebook.templates
    known = templates.of(reading.site) if templates and reading.site else {}
    if not known:
        return
    document = reading.document
    keys = [key(raw) for raw in document.raws]
    times = Counter(keys)
    found = {index: seen for index, own in enumerate(keys) if (seen := known.get(own)) and not _is_record(own, seen, times)}
    paragraphs = set(document.prose)
    own = paragraphs - found.keys()
    shared = {index for index in paragraphs if keys[index] in known}
    if reading.has_body and _size(document, shared) > _size(document, paragraphs - shared):
        return
    most = _MOST * len(document.joined)
    edges = {*_from_edge(range(len(keys)), found), *_from_edge(range(len(keys) - 1, -1, -1), found)}
    for index, seen in found.items():
        is_paragraph = index in paragraphs
        if len(document.texts[index]) > most or (is_paragraph and seen.documents < _SURE):
            continue
        if {index - 1, index + 1} <= own or not _stands_there(reading, index, seen, edges):
            continue
        reading.mark(index, index, LINE.id, _reason(seen, reading.site), round(min(0.99, seen.documents / seen.of), 2))


def _size(document: Document, blocks: Iterable[int]) -> int:
    return sum(map(document.lengths.__getitem__, blocks))


def _stands_there(reading: Reading, index: int, seen: Seen, edges: set[int]) -> bool:
    """Whether the line stands where a template does: at an edge of the page, or where it stands elsewhere on an article.

    In the midst of an article no word or two alone do. What is no article is made of lines that come again.
    """
    if not reading.has_body:
        return index in edges
    if seen.place == "middle":
        return count_words(reading.document.texts[index]) >= _WORDS
    return reading.in_head(index) or reading.in_tail(index)


def _from_edge(indexes: Iterable[int], found: Container[int]) -> Iterator[int]:
    """Lines from an edge of the page on, until several stand together that other pages do not have."""
    strange = 0
    for index in indexes:
        strange = 0 if index in found else strange + 1
        if strange > _STRANGE:
            return
        yield index


def _is_record(own: str, seen: Seen, times: Counter[str]) -> bool:
    """Whether a line with numbers is one of many such on the page, or stands within it: what differs is what it says."""
    return "#" in own and (times[own] > 1 or seen.place == "middle")


def _reason(seen: Seen, site: str) -> str:
    place = {"head": "at the head", "middle": "in the middle", "tail": "at the tail"}[seen.place]
    return f"{LINE.reason} On {seen.documents} of {seen.of} pages of {site}, {place}."
