"""From a source to its article: read, mark, resolve, apply, until nothing more is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner import marks, packs
from cleaner.article import Article, Kind, Provenance, Source
from cleaner.dates import parse
from cleaner.document import Document
from cleaner.language import detect
from cleaner.marks import Removal
from cleaner.matcher import Rulebook
from cleaner.packs import LEVELS, Rule
from cleaner.page import Fact
from cleaner.readers import KINDS, Arrived, read
from cleaner.reading import Reading
from cleaner.stages import (
    appeals,
    cards,
    content,
    duplicates,
    guards,
    joins,
    lists,
    low_content,
    markup,
    metadata,
    phrases,
    records,
)

if TYPE_CHECKING:
    from cleaner.page import Page

PAGE_STAGES: Final = (guards, content)
"""Once, on a page as it is read: they see its markup."""

STAGES: Final = (guards, lists, records, cards, duplicates, appeals, metadata, phrases, low_content, joins)
"""On a text, again and again until they mark nothing more; `markup` comes first, until none is left."""

EVERY: Final = (*PAGE_STAGES, markup, *STAGES)

_MUCH: Final = 0.6  # share of a text that may go without a warning
_PASSES: Final = 12  # after so many a text is left as it was: of 4,491 scrapes none needs more than 5


class Cleaning(NamedTuple):
    """What settled: the clean text's document, the removals that lead to it, and the metadata they lifted."""

    document: Document
    removed: list[Removal]
    lifted: dict[str, str]
    settled: bool
    kind: Kind | None = None
    """Of a page."""


def clean(
    source: str | bytes,
    *,
    kind: str | None = None,
    url: str | None = None,
    level: str = "standard",
    without: Iterable[str] = (),
    encoding: str | None = None,
    path: str | None = None,
) -> Article:
    r"""The article in `source`, and a record of everything that was removed from it.

    `kind` is "text", "html" or None: look and decide. `level` is "careful" (only what is certain), "standard" or
    "strict". `without` names rules not to use, by any prefix of their ids. `encoding` is a hint for the bytes of a page, a
    label or a header like "text/html; charset=windows-1251". `path` is only recorded.

    Of a page, the places in `removed` count in its visible text, which `restore` gives back.

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
    if kind not in (None, *KINDS):
        raise ValueError(f"kind is {kind!r}, which is neither 'text' nor 'html'")
    arrived = read(source, kind, url=url, encoding=encoding)
    del source
    rules = rulebook(level, tuple(sorted(without)))
    page = arrived.page
    done = settle(arrived.text, rules) if page is None else settle_page(page, rules)
    language = detect(done.document.joined)
    facts = _facts(done, page, language, url)

    def known(name: str) -> str | None:
        return facts[name].value if name in facts else None

    return Article(
        id=arrived.sha256[:16],
        title=known("title"),
        author=known("author"),
        date=known("date"),
        section=known("section"),
        site=known("site"),
        language=language,
        url=known("url"),
        provenance=Provenance(**{name: fact.origin for name, fact in facts.items()}),
        text=done.document.text,
        document=done.document,
        page=page,
        kind=done.kind,
        removed=tuple(done.removed),
        source=Source(
            path, arrived.sha256, "text/html" if page else "text/plain", arrived.encoding, arrived.encoding_from,
            len(arrived.text),
        ),
        warnings=tuple(_warnings(arrived, done, language)),
    )  # fmt: skip


def _facts(done: Cleaning, page: Page | None, language: str | None, url: str | None) -> dict[str, Fact]:
    """What is known about an article: what its page says of itself, else what was lifted from its text.

    The language is the text's own: what a page claims is often its template's.
    """
    facts = {"url": Fact(url, "given")} if url else {}
    facts |= {name: Fact(value, "text") for name, value in done.lifted.items()}
    if "date" in facts:
        day = parse(facts.pop("date").value, language)
        facts |= {"date": Fact(day, "text")} if day else {}
    if page:
        told = page.metadata._asdict()
        facts |= {name: told[name] for name in Provenance._fields if told[name]}
    return facts | ({"language": Fact(language, "text")} if language else {})


def _warnings(arrived: Arrived, done: Cleaning, language: str | None) -> Iterator[str]:
    text = arrived.text
    if arrived.page:
        yield from arrived.page.warnings
    if not done.settled:
        yield f"did not settle in {_PASSES} passes: nothing was removed"
    if "\x00" in text:
        yield f"holds {text.count(chr(0))} NUL characters"
    if not len(done.document):
        if text.strip():
            yield "nothing is left: all of the text was taken for boilerplate"
        return
    gone = sum(r.end - r.start for r in done.removed if r.category != "related")
    if not arrived.page and gone > _MUCH * len(text):
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
    current, reading = text, Reading(Document(text), rules)
    for _ in range(_PASSES):
        fresh = mark(reading, (markup,), lifted)
        if not fresh:
            fresh = mark(reading, STAGES, lifted)
            if reading.title is not None and reading.title not in reading.marked:
                lifted.setdefault("title", reading.document.raws[reading.title])
        if not fresh:
            return Cleaning(reading.document, removed, lifted, True)
        current = marks.apply(current, fresh)
        removed = marks.compose(removed, fresh, text) if removed else fresh
        reading = reading.after(current)
    return Cleaning(Document(text), [], {}, False)


def settle_page(page: Page, rules: Rulebook) -> Cleaning:
    """Remove what the page's markup tells apart, then settle the rest as text; every removal with its place on the page."""
    lifted: dict[str, str] = {}
    # Words are for the text that is left; here only those that keep something matter.
    reading = Reading(page.document, rules, None if rules.keeps else {}, page=page)
    first = mark(reading, PAGE_STAGES, lifted)
    rest = settle(marks.apply(page.text, first), rules)
    removed = marks.compose(first, rest.removed, page.text)
    kind = reading.verdict and Kind(reading.verdict.kind, round(reading.verdict.certainty, 3))
    return rest._replace(removed=_placed(removed, page), lifted=rest.lifted | lifted, kind=kind)


def _placed(removals: list[Removal], page: Page) -> list[Removal]:
    """`removals` with the path of the block in which the visible part of each begins."""
    blanks = (len(r.text) - max(1, len(r.text.lstrip())) for r in removals)
    return [Removal(*r[:-1], page.path(page.at(r.start + blank))) for r, blank in zip(removals, blanks, strict=True)]


def mark(reading: Reading, stages: Iterable[ModuleType], lifted: dict[str, str]) -> list[Removal]:
    """The removals that `stages` come to, in their order; what they lift goes into `lifted`, unless that field is known."""
    for stage in stages:
        reading.stage = stage.__name__.rpartition(".")[2]
        stage.mark(reading)
    if not reading.marks:
        return []
    text = reading.document.text
    for found in reading.marks:
        if found.lifted_to and not found.keep:
            lifted.setdefault(found.lifted_to, found.value or text[found.start : found.end].strip())
    return tidy(marks.resolve(reading.marks, text), text)


def tidy(removals: list[Removal], text: str) -> list[Removal]:
    """`removals` with the blank lines around them settled: of the two gaps beside what goes, the wider one stays.

    What goes at the foot takes the blank lines before it, and where nothing stays, all of them.
    """
    end = len(text.rstrip())
    out: list[Removal] = []
    first = 0
    while first < len(removals):
        last = first
        while last + 1 < len(removals) and _is_one_gap(removals[last], removals[last + 1]):
            last += 1
        run = removals[first : last + 1]
        out += _tidy_run(run, text, at_foot=run[-1].end >= end)
        first = last + 1
    return out


def _is_one_gap(a: Removal, b: Removal) -> bool:
    """Whether nothing stands between two removals when they are gone."""
    return a.end == b.start and not a.replacement and not b.replacement


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
