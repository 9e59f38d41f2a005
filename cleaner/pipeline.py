"""From a source to its article: read, mark, resolve, apply, until nothing more is marked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner import marks, packs, pages
from cleaner.article import Article, Source
from cleaner.dates import parse
from cleaner.document import Document
from cleaner.language import detect
from cleaner.marks import Mark, Removal
from cleaner.matcher import Rulebook
from cleaner.packs import LEVELS, Rule
from cleaner.readers import kind_of
from cleaner.readers.text import decode
from cleaner.reading import Reading
from cleaner.stages import appeals, cards, duplicates, guards, joins, lists, metadata, phrases, records

STAGES: Final = (guards, lists, records, cards, duplicates, appeals, metadata, phrases, joins)
EVERY: Final = (*pages.STAGES, *STAGES)  # on a page those for pages come first, once

_MUCH: Final = 0.6  # share of a text that may go without a warning
_PASSES: Final = 12  # after so many a text is left as it was: of 4,491 scrapes none needs more than 5


class Cleaning(NamedTuple):
    """What settled: the clean text's document, the removals that lead to it, and the metadata they lifted."""

    document: Document
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
    r"""The article in `source`, and a record of everything that was removed from it.

    `kind` is "text", "html" or None: look and decide. `level` is "careful" (only what is certain), "standard" or
    "strict". `without` names rules not to use, by any prefix of their ids. `path` is only recorded.

    Raises SourceError for bytes that are no text, ValueError for an unknown `kind` or `level`, TypeError for a source
    that is neither `str` nor `bytes`.

    >>> article = clean("Skip to main content\nThe mayor of Lund resigned on Monday.\n")
    >>> article.text
    'The mayor of Lund resigned on Monday.\n'
    >>> [(removal.text, removal.rule) for removal in article.removed]
    [('Skip to main content\n', 'navigation.skip-link.en')]
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
    digest = hashlib.sha256(data).hexdigest()
    del data
    rules = rulebook(level, tuple(sorted(without)))
    noted: list[str] = []
    is_page = (kind or kind_of(text)) == "html"
    if is_page:
        from cleaner.readers import html  # with numpy, which a text does without

        page = html.read(text, url)
        text, noted = page.text, page.warnings
        judged = pages.judge(page, rules)
        done = settle(marks.apply(text, judged), rules)
        done = done._replace(removed=marks.compose(judged, done.removed, text))
    else:
        done = settle(text, rules)
    lifted = done.lifted
    language = detect(done.document.joined)
    return Article(
        id=digest[:16],
        title=lifted.get("title"),
        author=lifted.get("author"),
        date=parse(lifted["date"], language) if "date" in lifted else None,
        section=lifted.get("section"),
        site=lifted.get("site"),
        language=language,
        url=url,
        text=done.document.text,
        document=done.document,
        removed=tuple(done.removed),
        source=Source(path, digest, "text/html" if is_page else "text/plain", encoding, len(text)),
        warnings=(*noted, *_warnings(text, done, language)),
    )


def _warnings(text: str, done: Cleaning, language: str | None) -> Iterator[str]:
    if not done.settled:
        yield f"did not settle in {_PASSES} passes: nothing was removed"
    if "\x00" in text:
        yield f"holds {text.count(chr(0))} NUL characters"
    if not len(done.document):
        if text.strip():
            yield "nothing is left: all of the text was taken for boilerplate"
        return
    gone = sum(r.end - r.start for r in done.removed if r.category not in ("related", "scorer"))
    if gone > _MUCH * len(text):
        yield f"{gone / len(text):.0%} of the text was removed, lists of other stories aside"
    if language is None:
        yield "the language is unknown"


def clean_many(
    sources: Iterable[str | bytes], *, kind: str | None = None, level: str = "standard", without: Iterable[str] = ()
) -> Iterator[Article]:
    """The article of each source, in order, one at a time. Raises as `clean` does, at the source that fails."""
    without = tuple(without)
    for source in sources:
        yield clean(source, kind=kind, level=level, without=without)


def book(rules: Iterable[Rule], level: str = "standard", without: Iterable[str] = ()) -> Rulebook:
    """`rules` and those of the stages, as far as they are in force at `level` and not among `without`."""
    return Rulebook(rules, level, without, [heuristic for stage in EVERY for heuristic in stage.RULES])


@lru_cache(maxsize=8)
def rulebook(level: str, without: tuple[str, ...]) -> Rulebook:
    """The program's own rules at a level, less those switched off."""
    return book(packs.standard(), level, without)


def settle(text: str, rules: Rulebook) -> Cleaning:
    """Mark, resolve and apply until nothing more is marked, so that cleaning the clean text removes nothing.

    A text that does not settle comes back whole.
    """
    removed: list[Removal] = []
    lifted: dict[str, str] = {}
    current, document = text, Document(text)
    for _ in range(_PASSES):
        reading = Reading(document, rules)
        found = mark(reading)
        fresh = tidy(marks.resolve(found, current), current) if found else []
        for lift in found:
            if lift.lifted_to and not lift.keep:
                lifted.setdefault(lift.lifted_to, lift.value or current[lift.start : lift.end].strip())
        if reading.title is not None and reading.title not in reading.marked:
            lifted.setdefault("title", document.raws[reading.title])
        if not fresh:
            return Cleaning(document, removed, lifted, True)
        current = marks.apply(current, fresh)
        removed = marks.compose(removed, fresh, text) if removed else fresh
        document = Document(current, reading.left())
    return Cleaning(Document(text), [], {}, False)


def mark(reading: Reading) -> list[Mark]:
    """What all stages mark, in their order."""
    for stage in STAGES:
        reading.stage = stage.__name__.rpartition(".")[2]
        stage.mark(reading)
    return reading.marks


def tidy(removals: list[Removal], text: str) -> list[Removal]:
    """`removals` with the blank lines around them settled: of the two gaps beside what goes, the wider one stays.

    What goes at the foot takes the blank lines before it, and where nothing stays, all of them.
    """
    end = len(text.rstrip())
    out: list[Removal] = []
    first = 0
    while first < len(removals):
        last = first
        while last + 1 < len(removals) and removals[last].end == removals[last + 1].start:
            last += 1
        run = removals[first : last + 1]
        out += _tidy_run(run, text, at_foot=run[-1].end >= end)
        first = last + 1
    return out


def _tidy_run(run: list[Removal], text: str, *, at_foot: bool) -> list[Removal]:
    start, stop = run[0].start, run[-1].end
    if run[-1].replacement:
        return run
    before = start
    while before and text[before - 1].isspace():
        before -= 1
    if not before and at_foot:
        return _bounds(run, 0 if start == 0 else start, len(text), text)  # nothing stays
    content = start + len(text[start:stop].rstrip())
    after = text[content:stop]
    if not at_foot and after.count("\n") <= text.count("\n", before, start):
        return run
    left, right = _line_end(text, before, start), _line_end(text, content, max(stop, content))
    if left is None or (right is None and not at_foot):
        return run
    return _bounds(run, left, content if right is None else right, text)


def _line_end(text: str, start: int, stop: int) -> int | None:
    return next((place for place in range(start, stop) if text[place] in "\r\n"), None)


def _bounds(run: list[Removal], start: int, end: int, text: str) -> list[Removal]:
    """`run` from `start` to `end` instead; its inner bounds stay."""
    spans = [[removal.start, removal.end] for removal in run]
    spans[0][0], spans[-1][1] = start, end
    return [r._replace(start=s, end=e, text=text[s:e]) for r, (s, e) in zip(run, spans, strict=True) if s < e]
