"""A document read with the rules in force: what every stage looks at."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from cleaner.dates import LINE, is_date_line
from cleaner.document import LONG, Document, count_words
from cleaner.marks import Mark
from cleaner.matcher import Hit, Rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.page import Page
    from cleaner.scorer import Verdict

_FOOT: Final = 2  # paragraphs of a text that has no foot
_BODY: Final = 0.25  # share of a text that its paragraphs have, if it is an article
_NEAR: Final = 14  # blocks before the first paragraph among which its title is looked for
_TITLE: Final = (2, 40)  # words of a title
_TITLE_MOST: Final = 300  # code points
_FRAGMENT: Final = 2  # blanks at least in a part of a sentence beside a link
_SEPARATORS: Final = (" | ", " - ", " – ", " — ", " · ", " :: ", " » ")


class Reading:
    """A document, the rules in force, where they hit, and what earlier stages marked."""

    def __init__(
        self,
        document: Document,
        rulebook: Rulebook,
        hits: dict[int, list[Hit]] | None = None,
        page: Page | None = None,
        verdict: Verdict | None = None,
        *,
        site: str = "",
        spared: set[str] | None = None,
    ) -> None:
        """`hits` and `verdict` are what rulebook and scorer say, where that is known; of a `page`, `document` is its own."""
        self.site = site
        """Where the document was found, if that is known."""
        self.spared: set[str] = set() if spared is None else spared
        """Lines that stay because they are suppressed, normalised; those of earlier readings among them."""
        self.opinion: list[bool] | None = None
        """Which of the page's blocks another extractor keeps, where one was asked."""
        self.document = document
        self.page = page
        self._verdict = verdict
        self.rulebook = rulebook
        self.hits = rulebook.find(document) if hits is None else hits
        """By block; where a rule may stand (`where`) is not looked at yet."""
        self.stage = ""
        """The name of the stage that looks at it."""
        self.parts = False
        self.marks: list[Mark] = []
        """What the stages marked so far."""
        self.marked: set[int] = set()
        """The blocks that stages before this one marked whole."""
        self.kept: set[int] = set()
        """The blocks that stay whole, whoever marks them."""
        self.gone: Mapping[int, int] = {}
        """How many lines went before from right before a block, where it matters; behind the last one, by the next number."""
        self.scores: list[float] = []
        """How likely each block is no part of the text, where the scorer for lines was asked."""
        self.scored: set[int] = set()
        """The blocks that only the scorer marked."""
        self.head, self.tail = document.body
        """Blocks before `head` come before the first long paragraph, those after `tail` after the last."""

    def in_head(self, index: int) -> bool:
        """Whether the block stands before the first long paragraph."""
        return index < self.head

    def in_tail(self, index: int) -> bool:
        """Whether the block stands after the last long paragraph."""
        return index > self.tail

    def is_at_foot(self, index: int) -> bool:
        """Whether the block stands in the tail or is one of the last two paragraphs of a text that has more."""
        prose = self.document.prose
        return self.in_tail(index) or (len(prose) > _FOOT and index >= prose[-2])

    @cached_property
    def has_body(self) -> bool:
        """Whether paragraphs make up a good part of the text, as they do in an article and not in a shop."""
        prose = self.document.prose
        texts = self.document.texts
        return len(prose) > 1 and sum(len(texts[i]) for i in prose) >= _BODY * len(self.document.joined)

    def is_whole(self, index: int, hit: Hit) -> bool:
        """Whether a hit is all of its block."""
        return hit.start == 0 and hit.end == len(self.document.texts[index])

    def stands(self, index: int, where: str) -> bool:
        """Whether a rule that wants to stand there may: what it asks of its neighbours is not looked at."""
        return (
            where == "anywhere"
            or (where in ("head", "edge", "company") and self.in_head(index))
            or (where in ("tail", "edge", "company") and self.in_tail(index))
            or (where == "foot" and self.is_at_foot(index))
        )

    def is_inside_sentence(self, index: int) -> bool:
        """Whether the block is a part of a sentence, as the words of a link are: some scrapes set every element apart."""
        texts = self.document.texts
        if not 0 < index < len(texts) - 1 or len(texts[index]) >= LONG:
            return False
        before, text, after = texts[index - 1 : index + 2]
        if len(before) >= LONG and text[0].islower() and text.count(" ") >= _FRAGMENT and self.document.goes_on(index - 1):
            return True  # its second half; one word alone may be a button
        goes_on = after[0] in ",.;)" or (after[0].islower() and after.count(" ") >= _FRAGMENT)
        return goes_on and before.count(" ") >= _FRAGMENT and (before[-1].islower() or before[-1] in ",(")

    @cached_property
    def verdict(self) -> Verdict | None:
        """What the scorer says of the page; None where there is none."""
        if self.page is None or not len(self.page) or self._verdict:
            return self._verdict
        from cleaner.scorer import of_pages

        return of_pages().judge(self.page)

    @cached_property
    def chosen(self) -> list[bool]:
        """Of each of the page's blocks, whether the scorer would keep it; nothing without a page."""
        if self.page is None or self.verdict is None:
            return []
        from cleaner.scorer import of_pages

        return of_pages().choose(self.page, self.verdict, self.rulebook.level)

    @cached_property
    def dates(self) -> list[int]:
        """The blocks that are a date and nothing else, in order."""
        texts, lengths = self.document.texts, self.document.lengths
        return [index for index in self.document.numbered if lengths[index] <= LINE and is_date_line(texts[index])]

    @cached_property
    def title(self) -> int | None:
        """The block that reads as the article's title: shortly before the first paragraph, like no sentence."""
        document = self.document
        if not document.prose:
            return None
        low, high = _TITLE
        # A whole page begins with the title of its window, which is the article's with the site's name behind it.
        window = document.texts[0]
        named = [i for i, text in enumerate(document.texts[1 : self.head], 1) if window.startswith(text)]
        for index in reversed(named):
            text = document.texts[index]
            # Word for word the same far above the text is a menu that comes again, which would go a line at a pass.
            is_title = self.is_longer_title(text, window) or (text == window and 0 < self.head - _NEAR <= index)
            if is_title and low <= count_words(text) <= high:
                return index
        candidates = [
            index
            for index in range(max(0, self.head - _NEAR), self.head)
            if index not in self.hits
            and len(text := document.texts[index]) <= _TITLE_MOST
            and text[-1] not in ".,;:…-"
            and low <= count_words(text) <= high
        ]
        if not candidates:
            return None
        texts, places = document.texts, document.places
        longer = [texts[index] for index in candidates if any(map(texts[index].__contains__, _SEPARATORS))]
        bare = [index for index in candidates if any(self.is_longer_title(texts[index], text) for text in longer)]
        if self.head > _NEAR:
            # The head of a whole page is mostly menus, whose lines come again: repeats say nothing there.
            # The copy nearest to the article is the title: one far above would leave the choice open when its copies are gone.
            return max(bare or candidates, key=lambda index: (len(texts[index]), index))
        repeated = [index for index in candidates if self._stands_twice(places.get(texts[index], [0]))]
        return (bare or repeated or candidates)[0]

    def _stands_twice(self, copies: list[int]) -> bool:
        """Whether a line of the head stands there twice: a caption's copies stand side by side, a site's name elsewhere too."""
        return len(copies) > 1 and copies[-1] < self.head and all(b - a > 1 for a, b in pairwise(copies))

    @staticmethod
    def is_longer_title(title: str, text: str) -> bool:
        """Whether `text` is `title` with the site's name behind it, as in the title of a browser's window."""
        return len(text) > len(title) and text.startswith(title) and text[len(title) :].startswith(_SEPARATORS)

    def mark(
        self, first: int, last: int, rule: str, reason: str, confidence: float = 0.9, *,
        lifted_to: str | None = None, value: str | None = None,
    ) -> None:  # fmt: skip
        """Mark whole blocks, `first` to `last`, with their line ends, unless the rule is switched off."""
        if self.rulebook.has(rule):
            start, end = self.document.span(first, last)
            self.marks.append(Mark(start, end, rule, reason, confidence, lifted_to, value, self.stage))
            self.marked.update(range(first, last + 1))

    def mark_part(
        self, start: int, end: int, rule: str, reason: str, confidence: float = 0.9, *, replacement: str = ""
    ) -> None:
        """Mark a part of the document's text, unless the rule is switched off."""
        if self.rulebook.has(rule):
            self.parts = True
            self.marks.append(Mark(start, end, rule, reason, confidence, None, None, self.stage, replacement))

    def keep(self, first: int, last: int, rule: str, reason: str) -> None:
        """Keep whole blocks, `first` to `last`, whatever else is marked, unless the rule is switched off."""
        if self.rulebook.has(rule):
            start, end = self.document.span(first, last)
            self.marks.append(Mark(start, end, rule, reason, 1.0, stage=self.stage, keep=True))
            self.kept.update(range(first, last + 1))

    def keep_part(self, start: int, end: int, rule: str, reason: str) -> None:
        """Keep a part of the document's text, unless the rule is switched off."""
        if self.rulebook.has(rule):
            self.parts = True
            self.marks.append(Mark(start, end, rule, reason, 1.0, stage=self.stage, keep=True))

    def after(self, text: str) -> Reading:
        """The reading of `text`, which is the document's without what was marked."""
        if self.parts:
            return Reading(Document(text), self.rulebook, site=self.site, spared=self.spared)
        marked = sorted(self.marked - self.kept)
        gone = set(marked)
        number = {index: index - bisect_left(marked, index) for index in (*self.hits, *self.dates) if index not in gone}
        hits = {number[index]: hits for index, hits in self.hits.items() if index in number}
        left = Reading(self.document.without(marked, text), self.rulebook, hits, site=self.site, spared=self.spared)
        left.__dict__["dates"] = [number[index] for index in self.dates if index in number]
        return left
