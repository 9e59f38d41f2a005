"""Marks the parts of a page that its markup names: navigation, footer, comments, related stories, consent, author and so on.

A part is known by tag, by ARIA role and by the words of classes and ids, whose groups stand in `rules/html.toml`; the
innermost element that is named counts. A name alone takes nothing: articles stand in forms and in what is called a teaser.
So the scorer must agree, and of all that stands in the element; at level careful a name and a low score are enough together.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate, groupby
from typing import Final

from cleaner.packs import Heuristic
from cleaner.page import Inside, Page
from cleaner.reading import Reading

RULES: Final = (
    Heuristic("comments.part", "Comments of readers.", "careful"),
    Heuristic("related.part", "Other pages that may be of interest.", "careful"),
    Heuristic("cookies.part", "A notice on cookies, consent or terms.", "careful"),
    Heuristic("share.part", "Controls to share the page.", "careful"),
    Heuristic("newsletter.part", "Invitation to a newsletter or a subscription.", "careful"),
    Heuristic("advert.part", "Advertising, or its place.", "careful"),
    Heuristic("author.part", "Note on the author.", "careful"),
    Heuristic("contents.part", "Table of contents.", "careful"),
    Heuristic("navigation.part", "Navigation.", "careful"),
    Heuristic("login.part", "Controls of an account or a cart.", "careful"),
    Heuristic("tags.part", "Tags or categories of the page.", "careful"),
    Heuristic("frame.footer", "The page's footer.", "careful"),
    Heuristic("frame.header", "The page's header.", "careful"),
    Heuristic("frame.sidebar", "A sidebar.", "careful"),
    Heuristic("frame.form", "A form or its controls.", "careful"),
    Heuristic("frame.hidden", "Not shown to readers at first.", "careful"),
)

_BY_ID: Final = {rule.id: rule for rule in RULES}
_NAMES: Final = (  # what a tag or a role says of all that stands in it
    (int(Inside.NAV), "navigation.part"), (int(Inside.FOOTER), "frame.footer"), (int(Inside.SELECT), "frame.form"),
    (int(Inside.DIALOG), "cookies.part"), (int(Inside.ASIDE), "frame.sidebar"), (int(Inside.FORM), "frame.form"),
    (int(Inside.BUTTON), "frame.form"), (int(Inside.HEADER), "frame.header"), (int(Inside.HIDDEN), "frame.hidden"),
)  # fmt: skip
_WEAK: Final = frozenset(("frame.header", "frame.sidebar", "frame.form", "frame.hidden"))
_CLASSES: Final = 2  # named in a reason
_LOW: Final = 0.2  # score at which a name is enough at level careful


def mark(reading: Reading) -> None:
    """Marks on the blocks of named parts that are no part of the text; what stands side by side in one part is one removal."""
    page, verdict = reading.page, reading.verdict
    if page is None or verdict is None:
        return
    careful = reading.rulebook.level == "careful"
    scores = verdict.scores.tolist()
    dropped = (verdict.scores < _LOW).tolist() if careful else [not kept for kept in reading.chosen]
    named = _parts(page, dropped)
    rest = [n for n, drop in enumerate(dropped) if drop and named[n][1] and page.starts[n] not in reading.marked]
    for (_, (element, rule)), found in groupby(enumerate(rest), lambda pair: (pair[1] - pair[0], named[pair[1]])):
        run = [number for _, number in found]
        where = ".".join([page.element_tags[element], *page.words[element].split()[:_CLASSES]])
        part = scores[run[0] : run[-1] + 1]
        low, high = min(part), max(part)
        told = f"Score {low:.2f}" if len(run) == 1 else f"{len(run)} blocks, scores {low:.2f} to {high:.2f}"
        reason = f"{_BY_ID[rule].reason} Stands in <{where}>. {told}."
        reading.mark(*page.span(run[0], run[-1]), rule, reason, round(1 - high, 3))


def _parts(page: Page, dropped: list[bool]) -> list[tuple[int, str]]:
    """For each block the innermost element that names its part, and the rule; an empty one where none does."""
    from cleaner.features import class_bits

    elements: list[tuple[int, str]] = []
    sums = list(accumulate(dropped, initial=0))
    nowhere = (-1, "")
    for number, (parent, words, first, last) in enumerate(zip(page.parents, page.words, page.firsts, page.lasts, strict=True)):
        outer = elements[parent] if parent >= 0 else nowhere
        own = ""
        if sums[last] - sums[first] == last - first:
            inside = page.insides[number] & ~(page.insides[parent] if parent >= 0 else 0)
            own = _named(class_bits(words) if words else 0, inside)
        # A menu in a menu is one part with it, and so is a button in one.
        elements.append(outer if not own or own == outer[1] or (outer[1] and own in _WEAK) else (number, own))
    return [elements[holder] for holder in page.holders]


@cache
def _rules() -> tuple[tuple[int, str], ...]:
    """Bits of the groups of classes that tell of each part."""
    from cleaner.features import part_bits

    return part_bits()


@lru_cache(maxsize=20_000)
def _named(bits: int, inside: int) -> str:
    """The rule for an element with these groups of classes, and these bits of its own."""
    for bit, rule in _NAMES:
        if inside & bit:
            return rule
    return next((rule for wanted, rule in _rules() if bits & wanted), "")
