"""From a source to its article: read, mark, resolve, apply, until nothing more is marked."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner import marks, plugins
from cleaner.article import Article, Kind, Provenance, Source
from cleaner.dates import parse
from cleaner.document import Document
from cleaner.gaps import tidy
from cleaner.index import Index, Joined
from cleaner.language import detect
from cleaner.marks import Removal
from cleaner.matcher import Rulebook
from cleaner.packs import Rule
from cleaner.page import Fact
from cleaner.readers import KINDS, Arrived, read
from cleaner.reading import Reading
from cleaner.settings import Settings
from cleaner.sites import host
from cleaner.stages import (
    appeals,
    authors,
    captions,
    cards,
    comments,
    consent,
    content,
    duplicates,
    facts,
    guards,
    headings,
    islands,
    joins,
    lists,
    low_content,
    markup,
    metadata,
    other_scripts,
    outlines,
    parts,
    phrases,
    records,
    remnants,
    second_opinion,
    standfirst,
    suppressed,
    teasers,
    templates,
    threads,
)

if TYPE_CHECKING:
    from cleaner.page import Page
    from cleaner.scorer import Verdict

PAGE_STAGES: Final = (
    guards, second_opinion, standfirst, facts, parts, comments, captions, outlines, authors, teasers, content, suppressed,
)  # fmt: skip
"""Once, on a page as it is read: they see its markup."""

STAGES: Final = (
    guards, lists, records, threads, cards, duplicates, appeals, metadata, other_scripts, phrases, low_content,
    consent, headings, remnants, islands, joins, suppressed,
)  # fmt: skip
"""On a text, again and again until they mark nothing more; `markup` comes first, until none is left."""

BEFORE_SCORER: Final = STAGES[: STAGES.index(low_content)]
"""What they mark the scorer for lines is told."""

TEMPLATE_STAGES: Final = (guards, templates, suppressed)
"""On a text that has settled, where its site is known."""

EVERY: Final = (*PAGE_STAGES, markup, *STAGES, templates)

_LAST: Final = 6  # stages that look at what all others have marked

_MUCH: Final = 0.6  # share of a text that may go without a warning
# What kinds of pages are made of, measured on 499 pages: lists of other pages and, in documentation, lines of code again.
_CONTENT: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("collection", "listing", "product", "service"), ("related",)),
    "forum": ("related", "comments.thread"),
    "documentation": ("related", "duplicate"),
}
_DOUBT: Final = 0.2  # share of a page of which the scorer is unsure, from which on a witness is asked
_HALVINGS: Final = 1  # of a template's lines: twice as much noise goes as by none, and more halvings gain a twentieth
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
    witness: str = "never",
    metadata: str = "page",
    settings: Settings | None = None,
    path: str | None = None,
) -> Article:
    r"""The article in `source`, and a record of everything that was removed from it.

    `kind` is "text", "html" or None: look and decide. `level` is "careful" (only what is certain), "standard" or
    "strict". `without` names rules not to use, by any prefix of their ids. `encoding` is a hint for the bytes of a page, a
    label or a header like "text/html; charset=windows-1251". `settings`, as a configuration gives them, take the place of
    `level`, `without`, `encoding`, `witness` and `metadata`. `path` is only recorded.

    `witness` says when trafilatura is asked about a page: "never", "always", or in "doubt", where the scorer is unsure of a
    good part of it. `metadata` is what the "page" says of itself or, with "thorough", also what trafilatura finds where
    that says nothing; either costs more than all the rest.

    Of a page, the places in `removed` count in its visible text, which `restore` gives back.

    Raises SourceError for bytes that are no text, ValueError for an unknown word for an option, TypeError for a
    source that is neither `str` nor `bytes`.

    >>> article = clean("Skip to main content\nThe mayor of Lund resigned on Monday.\n")
    >>> article.text
    'The mayor of Lund resigned on Monday.\n'
    >>> [(removal.text, removal.rule) for removal in article.removed]
    [('Skip to main content\n', 'navigation.skip-link.en')]
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind is {kind!r}, which is none of {', '.join(KINDS)}")
    if settings is None:
        settings = Settings(level, ignore=tuple(without), encoding=encoding, witness=witness, metadata=metadata)
    arrived = read(source, kind, url=url, encoding=settings.encoding)
    del source
    site = settings.site or host(url)
    page = arrived.page
    if page is None:
        done = settle(arrived.text, rulebook(settings), site)
    else:
        done = settle_page(page, settings, site, html=arrived.html or "")
        if settings.metadata == "thorough":
            _look_thoroughly(page, arrived.html or "")
    language = detect(done.document.joined)
    known = _facts(done, page, language, url)

    def fact(name: str) -> str | None:
        return known[name].value if name in known else None

    return Article(
        id=arrived.sha256[:16],
        title=fact("title"),
        author=fact("author"),
        date=fact("date"),
        section=fact("section"),
        site=fact("site"),
        language=language,
        url=fact("url"),
        provenance=Provenance(**{name: found.origin for name, found in known.items()}),
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
    sources: Iterable[str | bytes],
    *,
    kind: str | None = None,
    level: str = "standard",
    without: Iterable[str] = (),
    encoding: str | None = None,
    witness: str = "never",
    metadata: str = "page",
    settings: Settings | None = None,
) -> Iterator[Article]:
    """The article of each source, in order, one at a time. Options and errors are those of `clean`, at each source."""
    if settings is None:
        settings = Settings(level, ignore=tuple(without), encoding=encoding, witness=witness, metadata=metadata)
    for source in sources:
        yield clean(source, kind=kind, settings=settings)


def every() -> tuple[ModuleType, ...]:
    """All stages, those of installed packages among them. Raises PluginError for one that cannot be used."""
    return (*EVERY, *plugins.stages())


def _stages() -> tuple[ModuleType, ...]:
    """`STAGES`, with those of installed packages where all they can do is mark."""
    return (*STAGES[:-_LAST], *plugins.stages(), *STAGES[-_LAST:])


def book(rules: Iterable[Rule] | Index, settings: Settings) -> Rulebook:
    """`rules` and those of the stages, as far as they are in force."""
    return Rulebook(
        rules, settings.level, settings.ignore, [heuristic for stage in every() for heuristic in stage.RULES],
        select=settings.select, suppressed=settings.suppressed, templates=settings.templates,
    )  # fmt: skip


def rulebook(settings: Settings) -> Rulebook:
    """The program's own rules, those of installed packs and those that the settings add, as far as they are in force."""
    ignore = tuple(sorted(settings.ignore))
    # What the rules do not depend on must not make another rulebook.
    return _rulebook(replace(settings, ignore=ignore, encoding=None, witness="never", metadata="page", site=""))


@lru_cache(maxsize=8)
def _rulebook(settings: Settings) -> Rulebook:
    own = plugins.index()
    return book(own if settings.own is None else Joined(own, settings.own), settings)


def settle(text: str, rules: Rulebook, site: str = "", spared: set[str] | None = None) -> Cleaning:
    """Mark, resolve and apply until nothing more is marked, so that cleaning the clean text removes nothing.

    A text that does not settle comes back whole. `site` is where it was found, if that is known, and `spared` are lines
    of it that were found to be suppressed.
    """
    done = _settle(text, rules, site, spared)
    if not (done.settled and rules.templates and site):
        return done
    return _without_template(text, done, rules, site, spared)


def _without_template(text: str, done: Cleaning, rules: Rulebook, site: str, spared: set[str] | None) -> Cleaning:
    """`done` without the lines of its site's template, as far as what is left then stands as it is.

    Lines between which the template's are gone look like a list to the other stages: half of what they would take is text.
    """
    removed = done.removed
    current, reading = done.document.text, Reading(done.document, rules, site=site, spared=spared)
    reading.gone = _gone(removed, done.document)

    def stands(removals: list[Removal]) -> bool:
        return not _settle(marks.apply(current, removals), rules, site, spared).removed

    while fresh := _most(mark(reading, TEMPLATE_STAGES, {}), stands):
        current = marks.apply(current, fresh)
        removed = marks.compose(removed, fresh, text) if removed else fresh
        reading = Reading(Document(current), rules, site=site, spared=spared)
    return done._replace(document=reading.document, removed=removed)


def _most(removals: list[Removal], stands: Callable[[list[Removal]], bool], halvings: int = _HALVINGS) -> list[Removal]:
    """All of `removals`, or one half and what of the other stands with it; few tries rather than the most there is."""
    if not removals or stands(removals):
        return removals
    if not halvings:
        return []
    middle = len(removals) // 2
    first = _most(removals[:middle], stands, halvings - 1)
    return first + _most(removals[middle:], lambda more: stands(first + more), halvings - 1)


def _gone(removed: list[Removal], left: Document) -> Counter[int]:
    """How many lines are gone from before each block of what is left, and from behind the last."""
    gone: Counter[int] = Counter()
    shift = 0
    for removal in removed:
        block = bisect_left(left.lines, removal.start - shift, hi=len(left))
        gone[block] += sum(not line.isspace() for line in removal.text.splitlines() if line)
        shift += len(removal.text) - len(removal.replacement)
    return gone


def _settle(text: str, rules: Rulebook, site: str, spared: set[str] | None) -> Cleaning:
    """What `settle` does before the site's template."""
    removed: list[Removal] = []
    lifted: dict[str, str] = {}
    current, reading = text, Reading(Document(text), rules, site=site, spared=spared)
    for _ in range(_PASSES):
        fresh = mark(reading, (markup,), lifted)
        if not fresh:
            fresh = mark(reading, _stages(), lifted)
            if reading.title is not None and reading.title not in reading.marked:
                lifted.setdefault("title", reading.document.raws[reading.title])
        if not fresh:
            return Cleaning(reading.document, removed, lifted, True)
        current = marks.apply(current, fresh)
        removed = marks.compose(removed, fresh, text) if removed else fresh
        reading = reading.after(current)
    return Cleaning(Document(text), [], {}, False)


def settle_page(page: Page, settings: Settings, site: str = "", *, html: str = "", verdict: Verdict | None = None) -> Cleaning:
    """Remove what the page's markup tells apart, then settle the rest as text; every removal with its place on the page.

    `html` is shown to the witness, if it is to be asked. `verdict` is the scorer's, where it is known already.
    """
    lifted: dict[str, str] = {}
    rules = rulebook(settings)
    # Words are for the text that is left; here only those that keep something matter.
    reading = Reading(page.document, rules, None if rules.keeps else {}, page=page, verdict=verdict, site=site)
    if settings.witness == "always" or (
        settings.witness == "doubt" and reading.verdict and reading.verdict.doubt(page) > _DOUBT
    ):
        reading.opinion = _opinion(page, html)
    first = mark(reading, PAGE_STAGES, lifted)
    if reading.verdict and (own := _CONTENT.get(reading.verdict.kind)):
        rules = rulebook(replace(settings, ignore=(*settings.ignore, *own)))
    rest = settle(marks.apply(page.text, first), rules, site, reading.spared)
    removed = marks.compose(first, rest.removed, page.text)
    kind = reading.verdict and Kind(reading.verdict.kind, round(reading.verdict.certainty, 3))
    return rest._replace(removed=_placed(removed, page), lifted=rest.lifted | lifted, kind=kind)


def _opinion(page: Page, html: str) -> list[bool] | None:
    """Which blocks of the page trafilatura keeps; None where it has no answer."""
    from cleaner.witness import ask, kept

    asked = ask(html, page.url or None)
    page.warnings += filter(None, [asked.warning])
    return kept(asked.text, page.texts) if asked.text else None


def _look_thoroughly(page: Page, html: str) -> None:
    """Fill in what trafilatura finds about the page where it says nothing of itself."""
    from cleaner.readers.metadata import filled
    from cleaner.witness import ask

    asked = ask(html, page.url or None, text=False, facts=True)
    page.warnings += filter(None, [asked.warning])
    page.metadata = filled(page.metadata, asked.facts, "trafilatura")


def _placed(removals: list[Removal], page: Page) -> list[Removal]:
    """`removals` with the path of the block in which the visible part of each begins."""
    blanks = (len(r.text) - max(1, len(r.text.lstrip())) for r in removals)
    return [Removal(*r[:-1], page.path(page.at(r.start + blank))) for r, blank in zip(removals, blanks, strict=True)]


def look(reading: Reading, stages: Iterable[ModuleType]) -> None:
    """Let `stages` mark, in their order."""
    for stage in stages:
        reading.stage = stage.__name__.rpartition(".")[2]
        stage.mark(reading)


def mark(reading: Reading, stages: Iterable[ModuleType], lifted: dict[str, str]) -> list[Removal]:
    """The removals that `stages` come to, in their order; what they lift goes into `lifted`, unless that field is known."""
    look(reading, stages)
    if not reading.marks:
        return []
    text = reading.document.text
    for found in reading.marks:
        if found.lifted_to and not found.keep:
            lifted.setdefault(found.lifted_to, found.value or text[found.start : found.end].strip())
    return tidy(marks.resolve(reading.marks, text), text)
