"""From a source to its article: read, mark, resolve, apply, until nothing more is marked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cleaner import marks
from cleaner.article import Article, Source
from cleaner.document import Document
from cleaner.errors import SourceError
from cleaner.marks import Mark, Removal
from cleaner.matcher import Hit, Rulebook, rulebook
from cleaner.packs import LEVELS
from cleaner.readers import kind_of
from cleaner.readers.text import decode
from cleaner.reading import Reading
from cleaner.stages import phrases

STAGES: Final = (phrases,)

_PASSES: Final = 12  # after so many a text is left as it was: no text of 4,491 needed more than


class Cleaning(NamedTuple):
    """What settled: the clean text, the removals that lead to it, and the metadata they lifted."""

    text: str
    removed: list[Removal]
    lifted: dict[str, str]
    settled: bool


def clean(
    source: str | bytes,
    *,
    kind: str | None = None,
    url: str | None = None,
    level: str = "standard",
    without: Iterable[str] = (),
    path: str | None = None,
) -> Article:
    """The article in `source`, and a record of everything that was removed from it.

    `kind` is "text", "html" or None: look and decide. `level` is "careful" (only what is certain), "standard" or
    "strict". `without` names rules not to use, by any prefix of their ids. `path` is only recorded.

    Raises SourceError for bytes that are no text, ValueError for an unknown `kind` or `level`, TypeError for a source
    that is neither `str` nor `bytes`.

    >>> article = clean("Skip to main content\\nThe mayor of Lund resigned on Monday.\\n")
    >>> article.text
    'The mayor of Lund resigned on Monday.\\n'
    >>> [(removal.text, removal.rule) for removal in article.removed]
    [('Skip to main content\\n', 'navigation.skip-link.en')]
    """
    if level not in LEVELS:
        raise ValueError(f"level is {level!r}, which is none of {', '.join(LEVELS)}")
    if kind not in (None, "text", "html"):
        raise ValueError(f"kind is {kind!r}, which is neither 'text' nor 'html'")
    if isinstance(source, str):
        data, (text, encoding) = source.encode("utf-8", "surrogatepass"), (source, "str")
    elif isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
        text, encoding = decode(data)
    else:
        raise TypeError(f"source is {type(source).__name__}, not str or bytes")
    if (kind or kind_of(text)) == "html":
        raise SourceError("is HTML, which this version does not read yet")

    done = settle(text, rulebook(level, tuple(sorted(without))))
    digest = hashlib.sha256(data).hexdigest()
    lifted = done.lifted
    return Article(
        id=digest[:16],
        title=lifted.get("title"),
        author=lifted.get("author"),
        date=lifted.get("date"),
        section=lifted.get("section"),
        site=lifted.get("site"),
        language=None,
        url=url,
        text=done.text,
        removed=tuple(done.removed),
        source=Source(path, digest, "text/plain", encoding, len(text)),
        warnings=(),
    )


def clean_many(
    sources: Iterable[str | bytes], *, kind: str | None = None, level: str = "standard", without: Iterable[str] = ()
) -> Iterator[Article]:
    """The article of each source, in order, one at a time. Raises as `clean` does, at the source that fails."""
    without = tuple(without)
    for source in sources:
        yield clean(source, kind=kind, level=level, without=without)


def settle(text: str, rules: Rulebook) -> Cleaning:
    """Mark, resolve and apply until nothing more is marked, so that cleaning the clean text removes nothing.

    A text that does not settle comes back whole.
    """
    known: dict[str, tuple[Hit, ...]] = {}
    removed: list[Removal] = []
    lifted: dict[str, str] = {}
    current = text
    for _ in range(_PASSES):
        found = list(every_mark(Reading(Document(current), rules, known)))
        fresh = tidy(marks.resolve(found, current), current)
        for mark in found:
            if mark.lifted_to and not mark.keep:
                lifted.setdefault(mark.lifted_to, mark.value or current[mark.start : mark.end].strip())
        if not fresh:
            return Cleaning(current, removed, lifted, True)
        removed = marks.compose(removed, fresh, text)
        current = marks.apply(text, removed)
    return Cleaning(text, [], {}, False)


def every_mark(reading: Reading) -> Iterator[Mark]:
    """What every stage marks, each mark with the name of its stage, without the rules that are switched off."""
    has = reading.rulebook.has
    for stage in STAGES:
        name = stage.__name__.rpartition(".")[2]
        for mark in stage.mark(reading):
            if has(mark.rule):
                yield mark._replace(stage=name)


def tidy(removals: list[Removal], text: str) -> list[Removal]:
    """`removals` with the blank lines before what goes at the foot, and without those that end the source."""
    end = len(text.rstrip())
    if not removals or removals[-1].end < end:
        return removals
    first = len(removals) - 1
    while first and removals[first - 1].end == removals[first].start:
        first -= 1
    head, foot = removals[:first], removals[first:]
    start = len(text[: foot[0].start].rstrip())
    if not start:
        end = len(text)  # nothing stays
    elif head and head[-1].end > start:
        start = foot[0].start
    spans = [(start, foot[0].end), *((r.start, r.end) for r in foot[1:])]
    spans[-1] = (spans[-1][0], max(end, spans[-1][0] + 1))
    return head + [r._replace(start=s, end=e, text=text[s:e]) for r, (s, e) in zip(foot, spans, strict=True)]
