"""Marks lists of other stories that nothing introduces: records of one shape, repeated.

A record is a few short blocks: a title, perhaps a blurb, and lines that come again in every record, to the letter (the site's
name, "time to read") or but for their figures ("2 mins", a date). Those repeating lines are the anchors. Between two of them
stands something like a title; tables, recipes, chronologies and programmes have figures or sentences there, or no second anchor.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.dates import is_date_line
from cleaner.document import count_words, ends_sentence
from cleaner.packs import Heuristic
from cleaner.reading import Reading

RECORDS: Final = Heuristic("related.records", "Records of one shape, repeated: a list of other stories.")
SITE: Final = Heuristic("source.site-name", "The site's name, which every record of a list repeats.")
RULES: Final = (RECORDS, SITE)

_LEAST: Final = 3  # records
_ANCHOR: Final = 60  # code points of an anchor at most
_BLURB: Final = 300  # code points of a blurb at most
_GAP: Final = 6  # blocks between two anchors at most
_WORDS: Final = 3  # of a title, on average
_SENTENCES: Final = 0.55  # share of blocks between anchors that may close like sentences
_DIGITS: Final = re.compile(r"\d+")


class _Cluster(NamedTuple):
    anchors: list[int]
    groups: dict[str, list[int]]


def mark(reading: Reading) -> None:
    """Marks on each list, and on the site's name in the head."""
    groups = _groups(reading)
    for cluster in _clusters(reading, groups):
        found = _records(reading, cluster)
        if found is None:
            continue
        start, end, count = found
        reading.mark(start, end, RECORDS.id, f"{count} records of one shape, {end - start + 1} lines in all.", 0.85)
        _site(reading, cluster, start, end)


def _groups(reading: Reading) -> dict[str, list[int]]:
    """The short texts that come again, to the letter or but for their figures, with their blocks."""
    document = reading.document
    head = min(reading.head, len(document) // 3)  # what repeats before the article is its menu
    groups: dict[str, list[int]] = {}
    for text, places in [pair for pair in document.places.items() if len(pair[1]) >= _LEAST and len(pair[0]) <= _ANCHOR]:
        if places[-_LEAST] >= head:
            groups[_DIGITS.sub("#", text)] = [place for place in places if place >= head]
    masks: dict[str, list[int]] = defaultdict(list)
    for index in document.numbered:
        if index >= head and len(document.texts[index]) <= _ANCHOR:
            masks[_mask(document.texts[index])].append(index)
    for mask, places in masks.items():
        if len(places) >= _LEAST:
            groups[mask] = sorted({*groups.get(mask, ()), *places})
    return groups


@lru_cache(maxsize=50_000)
def _mask(text: str) -> str:
    """What dates have in common, or the text but for its figures."""
    return "date" if is_date_line(text) else _DIGITS.sub("#", text)


def _clusters(reading: Reading, groups: dict[str, list[int]]) -> Iterator[_Cluster]:
    """Anchors that stand near each other, no more than one blurb as long as a paragraph between two."""
    mask_of = {place: mask for mask, places in groups.items() for place in places}
    part: list[int] = []
    for anchor in [*sorted(mask_of), -1]:
        if part and (anchor < 0 or not _are_near(reading, part[-1], anchor)):
            if len(part) >= _LEAST:
                inside: dict[str, list[int]] = defaultdict(list)
                for place in part:
                    inside[mask_of[place]].append(place)
                yield _Cluster(part, {mask: places for mask, places in inside.items() if len(places) >= _LEAST})
            part = []
        part.append(anchor)


def _are_near(reading: Reading, a: int, b: int) -> bool:
    if b - a > _GAP + 1:
        return False
    if b == a + 1:
        return True
    document = reading.document
    if document.is_paragraph.isdisjoint(range(a + 1, b)):
        return True
    paragraphs = [i for i in range(a + 1, b) if i in document.is_paragraph]
    return len(paragraphs) <= 1 and all(len(document.texts[i]) <= _BLURB for i in paragraphs)


def _records(reading: Reading, cluster: _Cluster) -> tuple[int, int, int] | None:
    """First and last block of a list of records and how many there are; None if the cluster is none."""
    texts = reading.document.texts
    if len(cluster.anchors) == cluster.anchors[-1] - cluster.anchors[0] + 1:
        return None  # nothing between the anchors
    anchors = set(cluster.anchors)
    inside = [i for i in range(cluster.anchors[0], cluster.anchors[-1] + 1) if i not in anchors]
    if not cluster.groups or not inside:
        return None
    lead = max(cluster.groups.values(), key=_stretches)
    count = _stretches(lead)
    titles = [texts[i] for i in inside]
    sentences = sum(map(ends_sentence, titles)) / len(titles)
    words = sum(map(count_words, titles)) / len(titles)
    if count < _LEAST or len(inside) < count - 1 or sentences > _SENTENCES or words < _WORDS:
        return None
    dated = "date" in cluster.groups and _stretches(cluster.groups["date"]) >= _LEAST
    lettered = [mask for mask, places in cluster.groups.items() if _stretches(places) >= _LEAST and any(map(str.isalpha, mask))]
    in_tail = cluster.anchors[0] > reading.tail
    if not (len(lettered) >= 2 or (dated and (in_tail or count > _LEAST)) or (in_tail and any("#" not in m for m in lettered))):
        return None
    start, end = cluster.anchors[0], cluster.anchors[-1]
    size = max(1, round(len(inside) / max(1, count - 1))) if len(inside) < count * 2 else round(len(inside) / count)
    gaps = sum(b - a > 1 for a, b in pairwise(cluster.anchors))
    if gaps < count:  # the titles of the first record stand before its anchor, or of the last one behind
        before = _more(reading, range(start - 1, start - 1 - size, -1))
        after = _more(reading, range(end + 1, end + 1 + size))
        if dated or not after:
            start = min(before, default=start)
        else:
            end = max(after, default=end)
    return start, end, count


def _more(reading: Reading, blocks: range) -> list[int]:
    """The blocks up to the first that is no part of a record."""
    document = reading.document
    found: list[int] = []
    for index in blocks:
        if not 0 <= index < len(document) or index in document.is_paragraph or index in reading.hits or index == reading.title:
            break
        found.append(index)
    return found


def _stretches(places: list[int]) -> int:
    """How many times an anchor comes, twice in a row counted once."""
    return 1 + sum(b - a > 1 for a, b in pairwise(places)) if places else 0


def _site(reading: Reading, cluster: _Cluster, start: int, end: int) -> None:
    """Marks on an anchor's text where it also stands in the head."""
    document = reading.document
    for mask in cluster.groups:
        for index in document.places.get(mask, ()):
            if index < reading.head and not start <= index <= end and index != reading.title:
                reading.mark(index, index, SITE.id, SITE.reason, 0.85, lifted_to="site")
