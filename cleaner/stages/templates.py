"""Marks lines of the site's template: those that stand on most of its pages, whatever they say.

What a site's pages share is learnt from a corpus beforehand (`cleaner.templates`); of a site that is not known nothing is
marked. Before the first and after the last paragraph that is an article's own each such line goes, if that is where it stands
elsewhere too. Within an article, and on a page that is none, the labels of what it tells come again from page to page as
well: there only several lines together go, or lines amid furniture that is gone already, and only what nearly all pages have.
So a refrain stays, and the standing head of a series. A line stays that is most of its document. A paragraph goes only if it
stands on several pages, so that what two of them print of one agency is no template. Of an article whose paragraphs mostly
stand on other pages too nothing goes: it is a copy, however little was changed in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from cleaner.document import Document
from cleaner.packs import Heuristic
from cleaner.reading import Reading
from cleaner.templates.lines import key
from cleaner.templates.store import Seen

LINE: Final = Heuristic("template.line", "A line that stands on most pages of its site.", "careful")
RULES: Final = (LINE,)

_MOST: Final = 0.5  # of a document's text that may not go as one line
_SURE: Final = 5  # pages on which a paragraph stands that goes
# Measured on shops and documentation, where runs of four still take labels: twenty times the text for half as much noise more.
_NEARLY_ALL: Final = 0.8  # of the pages
_WITHIN: Final = 3  # lines together, within an article
_ELSEWHERE: Final = 5  # lines together, on what is no article
_TIMES: Final = 3  # that a line stands on a page; words of code or of a text cut up, a line each, come more often
_GONE: Final = 10  # lines of furniture that are gone around what goes, some on either side, or headings would go


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
    around = reading.has_body and own
    first, last = (min(own), max(own)) if around else (0, len(keys))
    nearly_all = (
        index
        for index, seen in found.items()
        if index not in paragraphs and seen.documents >= _NEARLY_ALL * seen.of and times[keys[index]] <= _TIMES
    )
    together = _together(nearly_all, _WITHIN if around else _ELSEWHERE, reading.gone)
    for index, seen in found.items():
        is_paragraph = index in paragraphs
        if len(document.texts[index]) > most or (is_paragraph and seen.documents < max(_SURE, _NEARLY_ALL * seen.of)):
            continue
        place = "head" if index < first else "tail" if index > last else "middle"
        if index in together or (place != "middle" and (is_paragraph or seen.place == place)):
            reading.mark(index, index, LINE.id, _reason(seen, reading.site), round(min(0.99, seen.documents / seen.of), 2))


def _size(document: Document, blocks: Iterable[int]) -> int:
    return sum(map(document.lengths.__getitem__, blocks))


def _together(indexes: Iterable[int], least: int, gone: Mapping[int, int]) -> set[int]:
    """Those of `indexes`, in order, that stand next to each other, at least so many, or amid furniture that is gone."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return {index for run in runs if len(run) >= least or _is_amid(run, gone) for index in run}


def _is_amid(run: list[int], gone: Mapping[int, int]) -> bool:
    """Whether lines are gone on both sides of a run, and enough of them."""
    around = [gone.get(place, 0) for place in (*run, run[-1] + 1)]
    return min(around[0], around[-1]) > 0 and sum(around) >= _GONE


def _is_record(own: str, seen: Seen, times: Counter[str]) -> bool:
    """Whether a line with numbers is one of many such on the page, or stands within it: what differs is what it says."""
    return "#" in own and (times[own] > 1 or seen.place == "middle")


def _reason(seen: Seen, site: str) -> str:
    place = {"head": "at the head", "middle": "in the middle", "tail": "at the tail"}[seen.place]
    return f"{LINE.reason} On {seen.documents} of {seen.of} pages of {site}, {place}."
