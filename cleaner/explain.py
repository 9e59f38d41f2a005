"""Why each line of a source went or stayed; of what stayed, what came nearest and what that lacked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner import patterns, plugins
from cleaner.article import Article, restore
from cleaner.document import Document, count_words, ends_sentence, fold, is_prose
from cleaner.marks import Removal
from cleaner.matcher import Hit, Rulebook
from cleaner.packs import LEVELS, Rule, changed, complete, is_under
from cleaner.pipeline import BEFORE_SCORER, look, rulebook
from cleaner.reading import Reading
from cleaner.reports.places import Lines, visible
from cleaner.settings import Settings
from cleaner.stages.low_content import LOW

if TYPE_CHECKING:
    from cleaner.index import Index
    from cleaner.page import Page

_ALIKE: Final = 0.6  # share of two wordings that must agree for one to be called near the other
_PHRASE_MOST: Final = 120  # code points from which on a block is no phrase
_CANDIDATES: Final = 100  # wordings compared with one block
_TOLD: Final = 2  # rules named for one line
_WHERE: Final = {
    "head": "before the first paragraph",
    "tail": "after the last paragraph",
    "edge": "before the first paragraph or after the last",
    "company": "before the first paragraph, after the last, or beside a line that goes",
}


class Line(NamedTuple):
    """A line of the source: what took it or parts of it and, if any of it stayed, why."""

    number: int
    text: str
    removed: tuple[Removal, ...]
    stays: str
    """Empty where all that can be seen of it goes."""
    scored: str = ""
    """What the scorer says of its block, on a page or where it took it; of a single line also what weighed most."""


def explain(article: Article, settings: Settings | None = None, *, only: int | None = None) -> list[Line]:
    """Every line of the article's source that is not blank, or line `only`.

    `settings` are those that the article was cleaned with.
    """
    settings = settings or Settings()
    source = restore(article)
    lines = Lines(source)
    near = _Near(Document(source), settings)
    scores: _Scores | _LineScores | None = None
    if article.page and len(article.page):
        scores = _Scores(article.page, in_full=only is not None)
    elif any(removal.rule == LOW.id for removal in article.removed):
        scores = _LineScores(near.document, settings, in_full=only is not None)
    told = []
    for number in range(1, len(lines) + 1) if only is None else [only] if 0 < only <= len(lines) else []:
        start, _ = lines.span(number)
        text = lines.line(number)
        end = start + len(text)
        removed = tuple(r for r in article.removed if r.start < end and r.end > start)
        scored = ""
        if scores and text.strip() and (article.page or any(removal.rule == LOW.id for removal in removed)):
            scored = scores.at(visible(start, text))
        if removed and _all_goes(source, start, end, removed):
            told.append(Line(number, text, removed, "", scored))
        elif text.strip():
            told.append(Line(number, text, removed, near.to(visible(start, text), rest=bool(removed)), scored))
        elif only is not None:
            told.append(Line(number, text, removed, "is blank"))
    return told


def _all_goes(source: str, start: int, end: int, removed: tuple[Removal, ...]) -> bool:
    at = start
    for removal in removed:
        if source[at : max(at, removal.start)].strip():
            return False
        at = removal.end
    return not source[at:end].strip()


class _Scores:
    """What the scorer says of the blocks of a page."""

    def __init__(self, page: Page, *, in_full: bool) -> None:
        from cleaner.scorer import of_pages

        self.page, self.in_full, self.scorer = page, in_full, of_pages()
        self.scores = self.scorer.judge(page).scores

    def at(self, place: int) -> str:
        """The score of the block at a place; in full, also the facts that weighed most and what each added to the log odds."""
        number = self.page.at(place)
        told = f"{self.scores[number]:.2f} of 1 to be part of the text"
        if not self.in_full:
            return told
        facts = self.scorer.weighed(self.page, number)
        return f"{told}; what weighed most: {', '.join(f'{name} {weight:+.2f}' for name, weight in facts)}"


class _LineScores:
    """What the scorer for lines says of the blocks of a text, as it came."""

    def __init__(self, document: Document, settings: Settings, *, in_full: bool) -> None:
        from cleaner.line_scorer import current, seen

        self.document, self.in_full, self.scorer = document, in_full, current()
        reading = Reading(document, rulebook(settings))
        look(reading, BEFORE_SCORER)
        self.seen = seen(reading)
        self.scores = self.scorer.scores(self.seen)

    def at(self, place: int) -> str:
        """The score of the block at a place; in full, also the numbers that weighed most and what they added."""
        index = self.document.at(place)
        told = f"{self.scores[index]:.2f} of 1 to be no part of the text"
        if not self.in_full:
            return told
        numbers = self.scorer.reasons(self.seen, index)
        return f"{told}; what weighed most: {', '.join(f'{name} {weight:+.2f}' for name, weight in numbers)}"


class _Near:
    """What comes near the blocks of a document that stay."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self.document = document
        self.settings = settings
        own = settings.own.rules if settings.own else ()
        self.rules = {rule.id: rule for rule in (*complete(), *plugins.rules(), *own)}
        self.hits = _lenient(settings.own).find(document)

    def to(self, place: int, *, rest: bool) -> str:
        """Why the block at `place` stays; `rest` where a part of it goes."""
        if not len(self.document):
            return "holds nothing that can be seen"
        index = self.document.at(place)
        text = self.document.texts[index]
        if rest:
            return "only a part of it goes"
        if lacking := self._lacking(index):
            return lacking
        words = count_words(text)
        end = "ends" if ends_sentence(text) else "does not end"
        shape = f"{words} word{'' if words == 1 else 's'}, {end} like a sentence"
        if is_prose(text):
            return f"reads as a paragraph: {shape}"
        if alike := _alike(text):
            return alike
        return f"no rule comes near it: {shape}"

    def _lacking(self, index: int) -> str:
        """The rules whose words stand in the block, and what keeps each from taking it; the least kept first."""
        text = self.document.texts[index]
        found = []
        for order, hit in enumerate(self.hits.get(index, ())):
            rule = self.rules[hit.rule.id]
            if rule.keep:
                return f"is kept by {rule.id}: {rule.reason}"
            why = list(_obstacles(rule, hit, text, self.settings))
            found.append((len(why), order, f"{rule.id} {' and '.join(why) or 'fits it, but not what stands around it'}"))
        return "; ".join(told for _, _, told in sorted(found)[:_TOLD])


def _obstacles(rule: Rule, hit: Hit, text: str, settings: Settings) -> Iterator[str]:
    if is_under(rule.id, settings.ignore) or (settings.select and not is_under(rule.id, settings.select)):
        yield "is left out"
    if LEVELS.index(rule.level) > LEVELS.index(settings.level):
        yield f"takes it at level {rule.level}"
    words = count_words(text)
    least, most = rule.when.get("min_words", 0), rule.when.get("max_words", words)
    if words < least:
        yield f"wants {least} words at least, it has {words}"
    if words > most:
        yield f"wants {most} words at most, it has {words}"
    if rule.exceptions and (excused := rule.exceptions.search(text)):
        yield f"excuses what holds {excused[0]!r}"
    if rule.cues and hit.score < rule.least:
        yield f"wants cues worth {rule.least:g}, it has {hit.score:g}"
    if rule.where in _WHERE:
        yield f"looks {_WHERE[rule.where]}"


@cache
def _lenient(own: Index | None) -> Rulebook:
    """All rules, `own` among them, with nothing asked but their words."""
    rules = (*complete(), *plugins.rules(), *(own.rules if own else ()))
    return Rulebook(
        [changed(rule, level="careful", when={}, unless=(), least=min(rule.least, 1e-9)) for rule in rules], "strict"
    )


class _Wording(NamedTuple):
    key: str
    rule: str


@cache
def _wordings() -> dict[str, list[_Wording]]:
    """Whole-block wordings by each of their pieces."""
    by_piece = defaultdict(list)
    for rule in complete():
        for key in [] if rule.keep else rule.finds.exact:
            if not key.endswith("."):
                for piece in _pieces(key):
                    by_piece[piece].append(_Wording(key, rule.id))
    return by_piece


def _pieces(key: str) -> set[str]:
    """Words of some length, or pairs of characters where there are no blanks."""
    words = {word for word in re.findall(r"\w{3,}", key) if word.isascii()}
    return words | {key[i : i + 2] for i in range(len(key) - 1) if not key[i : i + 2].isascii()}


def _alike(text: str) -> str:
    """The rule with the wording nearest to a block, if any is near."""
    if len(text) > _PHRASE_MOST:
        return ""
    key = patterns.key(fold(text))
    shared = Counter(wording for piece in sorted(_pieces(key)) for wording in _wordings().get(piece, ()))
    best = (0.0, "", "")
    for wording, _ in shared.most_common(_CANDIDATES):
        best = max(best, (SequenceMatcher(None, key, wording.key, autojunk=False).ratio(), wording.key, wording.rule))
    ratio, words, rule = best
    return f"nearest is {words!r} of {rule}, {ratio:.0%} alike" if ratio >= _ALIKE else ""
