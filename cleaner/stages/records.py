"""Marks lists of other stories that nothing introduces: records of one shape, repeated.

A record is a few short blocks: a title, perhaps a blurb, and lines that come again in every record, to the letter (the site's
name, "time to read") or but for their figures ("2 mins", a date). Those repeating lines are the anchors. Between two of them
stands something like a title; tables, recipes, chronologies and programmes have figures or sentences there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.dates import parse
from cleaner.document import count_words, ends_sentence
from cleaner.packs import Heuristic
from cleaner.reading import Reading

RECORDS: Final = Heuristic("related.records", "Records of one shape, repeated: a list of other stories.")
SITE: Final = Heuristic("source.site-name", "The site's name, which every record of a list repeats.")
RULES: Final = (RECORDS, SITE)

_LEAST: Final = 3  # records
_KINDS: Final = 5  # of anchors: a data sheet has more
_DATUM: Final = re.compile(r": ?\S?#|^[-–•]")  # a label and its figure, or an item
_CLOSES: Final = frozenset(".,;:!?")
_ANCHOR: Final = 60  # code points of an anchor at most
_BLURB: Final = 300  # code points of a blurb at most
_GAP: Final = 6  # blocks between two anchors at most
_WORDS: Final = 4  # of a title at least: the author of a post has fewer
_TITLED: Final = 0.6  # share of the records that have one
_SENTENCES: Final = 0.55  # share of blocks between anchors that may close like sentences
DATE: Final = "date"  # the mask of every date
_UNIT: Final = re.compile(r"#[^\w#]{0,2}[^\W\d_]")  # a number and what it counts, as in "# min", unlike "step #"
_DIGITS: Final = re.compile(r"\d+")


_LONG: Final = 120  # code points of a paragraph that is no blurb
_LONG_DENSE: Final = 48  # of scripts without blanks between words
_ARTICLE: Final = 0.2  # share of a page that such paragraphs have, if it holds an article
_TIMES: Final = 3  # as much as all lists together, such paragraphs hold where lists stand in the midst of an article
_BEHIND: Final = 0.2  # share of the paragraphs behind a list that stands at the end of an article


class _Cluster(NamedTuple):
    anchors: list[int]
    groups: dict[str, list[int]]


_List = tuple[_Cluster, int, int, int]
"""The anchors of a list, its first and last block, and how many records it has."""


def mark(reading: Reading) -> None:
    """Marks on each list, and on the site's name in the head."""
    groups = _groups(reading) if reading.has_body else {}
    found = [(cluster, *records) for cluster in _clusters(reading, groups) if (records := _records(reading, cluster))]
    for cluster, start, end, count in _beside_article(reading, found):
        reading.mark(start, end, RECORDS.id, f"{count} records of one shape, {end - start + 1} lines in all.", 0.85)
        _site(reading, cluster, start, end)


def _groups(reading: Reading) -> dict[str, list[int]]:
    """The lines that may be anchors and come again, to the letter or but for their figures, with their blocks."""
    document = reading.document
    texts, lengths = document.texts, document.lengths
    head = min(reading.head, len(document) // 3)  # what repeats before the article is its menu
    groups: dict[str, list[int]] = {}
    for text, places in document.places.items():
        # A verse, a refrain or a sentence closes with a sign.
        if len(places) >= _LEAST and len(text) <= _ANCHOR and text[-1] not in _CLOSES and places[-_LEAST] >= head:
            groups[_DIGITS.sub("#", text)] = [place for place in places if place >= head]
    masks: dict[str, list[int]] = defaultdict(list)
    dated = {index for index in reading.dates if not document.goes_on(index)}
    for index in [i for i in document.numbered if i >= head and lengths[i] <= _ANCHOR and texts[i][-1] not in _CLOSES]:
        masks[DATE if index in dated else masked(texts[index])].append(index)
    for mask, places in masks.items():
        if len(places) >= _LEAST:
            groups[mask] = sorted({*groups.get(mask, ()), *places})
    return groups


@lru_cache(maxsize=50_000)
def masked(text: str) -> str:
    """The text but for its figures."""
    return _DIGITS.sub("#", text)


def _clusters(reading: Reading, groups: dict[str, list[int]]) -> Iterator[_Cluster]:
    """Anchors that stand near each other, no more than one blurb as long as a paragraph between two."""
    mask_of = {place: mask for mask, places in groups.items() for place in places}
    anchors = sorted(mask_of)
    cuts = [
        number
        for number, (a, b) in enumerate(pairwise(anchors), 1)
        if b - a > 1 and (b - a > _GAP + 1 or not _are_near(reading, a, b))
    ]
    for first, last in pairwise([0, *cuts, len(anchors)]):
        part = anchors[first:last]
        if len(part) >= _LEAST and part[-1] - part[0] + 1 > len(part):
            inside: dict[str, list[int]] = defaultdict(list)
            for place in part:
                inside[mask_of[place]].append(place)
            yield _Cluster(part, {mask: places for mask, places in inside.items() if len(places) >= _LEAST})


def _are_near(reading: Reading, a: int, b: int) -> bool:
    document = reading.document
    if document.is_paragraph.isdisjoint(range(a + 1, b)):
        return True
    paragraphs = [i for i in range(a + 1, b) if i in document.is_paragraph]
    return len(paragraphs) <= 1 and all(len(document.texts[i]) <= _BLURB for i in paragraphs)


def _records(reading: Reading, cluster: _Cluster) -> tuple[int, int, int] | None:
    """First and last block of a list of records and how many there are; None if the cluster is none."""
    start, end = cluster.anchors[0], cluster.anchors[-1]
    if not cluster.groups:
        return None
    texts = reading.document.texts
    anchors = set(cluster.anchors)
    titles = [texts[i] for i in range(start, end + 1) if i not in anchors]
    count = max(map(_stretches, cluster.groups.values()))
    if (
        count < _LEAST
        or len(titles) < count - 1
        or sum(count_words(text) >= _WORDS and not ends_sentence(text) for text in titles) < _TITLED * (count - 1)
        or not _tells_of_stories(reading, cluster, titles)
        or (start > 0 and texts[start - 1].endswith((":", "：")) and start - 1 not in reading.hits)
        or _runs_forward(texts, cluster)
    ):
        return None
    size = max(1, round(len(titles) / max(1, count - 1)))
    if sum(b - a > 1 for a, b in pairwise(cluster.anchors)) < count:
        # The titles of the first record stand before its anchor, or those of the last one behind.
        before, after = (
            _more(reading, range(start - 1, start - 1 - size, -1)),
            _more(reading, range(end + 1, end + 1 + size)),
        )
        if before and (DATE in cluster.groups or not after or "#" in texts[start] or any(map(str.isdigit, texts[start]))):
            start = min(before)
        elif after:
            end = max(after)
    rest = range(end + 1, len(texts))
    if end > reading.tail and len(rest) <= 2 * (size + 1) and len(_more(reading, rest)) == len(rest):
        end = len(texts) - 1  # a last record or two with other anchors: "yesterday" after "# hours ago"
    return start, end, count


def _beside_article(reading: Reading, lists: list[_List]) -> list[_List]:
    """The lists that stand beside an article and are not what the page is about.

    On 1,497 pages, two words of lists with much text behind them were the page's own for each that was not, unless the
    paragraphs held three times as much as all lists together.
    """
    document = reading.document
    lengths = document.lengths
    long = _LONG_DENSE if document.is_dense else _LONG
    inside = {index for _, start, end, _ in lists for index in range(start, end + 1)}
    paragraphs = [(index, lengths[index]) for index in document.prose if lengths[index] >= long and index not in inside]
    text = sum(length for _, length in paragraphs)
    if not paragraphs or text < _ARTICLE * sum(lengths):
        return []
    little = _TIMES * sum(lengths[index] for index in inside) <= text
    return [each for each in lists if little or sum(length for index, length in paragraphs if index > each[2]) < _BEHIND * text]


def _tells_of_stories(reading: Reading, cluster: _Cluster, titles: list[str]) -> bool:
    """Whether the anchors are those of teasers: a date or the like, or in the tail two of them or one that says no more.

    Without a date, records in the midst of an article are its own: on 1,000 scrapes half of the words in such records were.
    """
    sentences = sum(map(ends_sentence, titles))
    if sentences > _SENTENCES * len(titles):
        return False
    often = [mask for mask, places in cluster.groups.items() if _stretches(places) >= _LEAST]
    lettered = [mask for mask in often if any(map(str.isalpha, mask))]
    timed = DATE in often or any(
        hit.rule.category == "dates" for mask in often for hit in reading.hits.get(cluster.groups[mask][0], ())
    )
    if len(lettered) > _KINDS:
        return False
    if timed or cluster.anchors[0] <= reading.tail:
        return timed
    return len([mask for mask in lettered if not _DATUM.search(mask)]) > 1 or (
        not sentences and any("#" not in mask or _UNIT.search(mask) for mask in lettered)
    )


def _runs_forward(texts: list[str], cluster: _Cluster) -> bool:
    """Whether the dates only ever go on: a programme or a chronology, where lists of stories begin with the latest."""
    days = [parse(texts[place]) for place in cluster.groups.get(DATE, ())]
    return len(days) >= _LEAST and all(a is not None and b is not None and a < b for a, b in pairwise(days))


def _more(reading: Reading, blocks: range) -> list[int]:
    """The blocks up to the first that is no part of a record."""
    document = reading.document
    found: list[int] = []
    for index in blocks:
        if not 0 <= index < len(document) or index in document.is_paragraph or index == reading.title:
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
