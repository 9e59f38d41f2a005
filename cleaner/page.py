"""A web page as it is read: its visible text, the blocks of it, and the elements in which the blocks stand."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import IntFlag
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from cleaner.document import LONG, Document, ends_sentence, is_dense

_DENSE: Final = 24  # code points of a sentence without blanks between its words
_CHUNKS: Final = 2  # classes of an element that its path names


class Inside(IntFlag):
    """What a block stands in, by the tags and ARIA roles of its ancestors and its own."""

    NAV = 1 << 0
    ASIDE = 1 << 1
    FOOTER = 1 << 2
    HEADER = 1 << 3
    FORM = 1 << 4
    MAIN = 1 << 5
    ARTICLE = 1 << 6
    LIST = 1 << 7
    TABLE = 1 << 8
    CODE = 1 << 9
    QUOTE = 1 << 10
    FIGURE = 1 << 11
    CAPTION = 1 << 12
    BUTTON = 1 << 13
    SELECT = 1 << 14
    DIALOG = 1 << 15
    DETAILS = 1 << 16
    SECTION = 1 << 17
    NOSCRIPT = 1 << 18
    HIDDEN = 1 << 19
    """By the attribute `hidden` or a style of its own; a style sheet is not looked at."""
    UNSPOKEN = 1 << 20
    """Not read out to the blind."""


class PageBlock(NamedTuple):
    """What is known about a block of a page."""

    text: str
    role: str
    """title, heading, paragraph, list item, table, code, quote or caption."""
    path: str
    """Its element and those around it, outermost first: html/body/div.content/p."""
    level: int
    """Of a heading, 1 to 6; otherwise 0."""
    inside: Inside
    links: int
    """Code points inside links."""


class Fact(NamedTuple):
    """A field's value and where it stands in the page: json-ld, the name of a meta tag, canonical, time, h1, title, url..."""

    value: str
    origin: str


class Metadata(NamedTuple):
    """What is known about a page, and from where."""

    title: Fact | None = None
    author: Fact | None = None
    """Names, with ", " between several."""
    date: Fact | None = None
    """When it was published, ISO 8601 as far as the page tells it: a day, perhaps with time and zone."""
    site: Fact | None = None
    language: Fact | None = None
    """ISO 639-1, or 639-3 where there is no shorter code: what the page claims, which often is its template's."""
    section: Fact | None = None
    url: Fact | None = None
    """The canonical one."""
    og_type: str | None = None
    """`og:type`, in lower case."""
    types: tuple[str, ...] = ()
    """The types that its JSON-LD objects have, each once, in order."""


def _numbers() -> array[int]:
    """A column of whole numbers, which numpy reads without a copy."""
    return array("q")


@dataclass
class Page:
    """A page's text, and its blocks and elements as columns: `texts[i]` is block `i`.

    An element that holds blocks starts a line of its own; what stands in a line, such as a link, is none.
    """

    texts: list[str] = field(default_factory=list)
    """Each block's text; a block of a `<pre>` or with a single `<br>` has several lines."""
    tags: list[str] = field(default_factory=list)
    """Tag of the element that holds the block."""
    holders: array[int] = field(default_factory=_numbers)
    """That element's place among the elements."""
    links: array[int] = field(default_factory=_numbers)
    """Code points inside links."""
    anchors: array[int] = field(default_factory=_numbers)
    """Number of links."""
    outward: array[int] = field(default_factory=_numbers)
    """Number of links to another site, or to any site where the page's own address is not known."""
    bold: array[int] = field(default_factory=_numbers)
    """Code points in bold type."""
    images: array[int] = field(default_factory=_numbers)
    """Number of pictures."""
    inline: list[str] = field(default_factory=list)
    """Classes of the links and spans in the block, with blanks between."""
    element_tags: list[str] = field(default_factory=list)
    parents: array[int] = field(default_factory=_numbers)
    """Each element's parent, by its place among the elements; -1 for the first."""
    words: list[str] = field(default_factory=list)
    """Each element's class, id and role, as the page has them, with blanks between."""
    insides: array[int] = field(default_factory=_numbers)
    """Bits of `Inside` for each element, its own and its ancestors'."""
    firsts: array[int] = field(default_factory=_numbers)
    """The first block in each element."""
    lasts: array[int] = field(default_factory=_numbers)
    """One past the last block in each element."""
    alts: list[str] = field(default_factory=list)
    """What is said of pictures for those who do not see them; no part of the text."""
    title: str = ""
    """What the browser's window is called."""
    url: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    """What the page says about itself."""
    descriptions: list[str] = field(default_factory=list)
    """What its head says it is about."""
    kinds: list[str] = field(default_factory=list)
    """What the page says it is: og:type, and the types in its JSON-LD."""
    warnings: list[str] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """All visible text: a blank line between blocks, none between the items of a list or the rows of a table."""
        pieces: list[str] = []
        before = ""
        for text, tag in zip(self.texts, self.tags, strict=True):
            if pieces:
                pieces.append("\n" if tag == before and tag in _CLOSE else "\n\n")
            pieces.append(text)
            before = tag
        if pieces:
            pieces.append("\n")
        return "".join(pieces)

    @cached_property
    def document(self) -> Document:
        """The same text as a document, each line of which is one of its blocks."""
        return Document(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """The first block of `document` that each of the page's blocks is, and last how many there are."""
        lines = [1 if "\n" not in text else len(Document(text)) for text in self.texts]
        return list(accumulate(lines, initial=0))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The first and the last block of `document` that the page's blocks `first` to `last` are."""
        return self.starts[first], self.starts[last + 1] - 1

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each block stands in `text`, in code points, with the blank lines after it."""
        starts: list[int] = []
        at = 0
        for number, text in enumerate(self.texts):
            if number:
                at += 1 if self.tags[number] == self.tags[number - 1] and self.tags[number] in _CLOSE else 2
            starts.append(at)
            at += len(text)
        starts.append(len(self.text))
        return list(pairwise(starts))

    @cached_property
    def levels(self) -> list[int]:
        """Each block's level as a heading, from 1 to 6; 0 where it is none."""
        return [_HEADINGS.get(tag, 0) for tag in self.tags]

    @cached_property
    def paragraphs(self) -> list[int]:
        """The blocks that close like a sentence and are no shorter than one, in order."""
        return [
            number
            for number, text in enumerate(self.texts)
            if (len(text) >= LONG or (len(text) >= _DENSE and is_dense(text))) and ends_sentence(text)
        ]

    @cached_property
    def _places(self) -> list[int]:
        return [start for start, _ in self.spans]

    def at(self, place: int) -> int:
        """The block that holds code point `place` of the text, or the blank lines after it."""
        return max(0, bisect_right(self._places, place) - 1)

    def role_at(self, place: int) -> str | None:
        """The role of the block at a place, where its markup tells more than its words: not for mere paragraphs."""
        number = self.at(place)
        role = self._role(number, self.insides[self.holders[number]])
        return None if role == "paragraph" else role

    def __len__(self) -> int:
        return len(self.texts)

    def block(self, number: int) -> PageBlock:
        """Block `number` as one value."""
        inside = Inside(self.insides[self.holders[number]])
        role, level = self._role(number, int(inside)), self.levels[number]
        return PageBlock(self.texts[number], role, self.path(number), level, inside, self.links[number])

    def _role(self, number: int, inside: int) -> str:
        tag = self.tags[number]
        if tag in _HEADINGS:
            return "title" if tag == "h1" and self.texts[number] in self.title else "heading"
        for bit, role in _ROLES:
            if inside & bit:
                return role
        return "paragraph"

    def path(self, number: int) -> str:
        """The block's element and those around it, outermost first."""
        known = self._paths
        unknown: list[int] = []
        at = self.holders[number]
        while at not in known:
            unknown.append(at)
            at = self.parents[at]
        for at in reversed(unknown):
            step = ".".join([self.element_tags[at], *self.words[at].split()[:_CHUNKS]])
            known[at] = f"{before}/{step}" if (before := known[self.parents[at]]) else step
        return known[self.holders[number]]

    @cached_property
    def _paths(self) -> dict[int, str]:
        """The paths of elements, as far as they were asked for."""
        return {-1: ""}


_CLOSE: Final = frozenset({"li", "tr", "td", "th", "option", "dt", "dd"})
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_ROLES: Final = tuple(
    (int(bit), role)  # an enum's own `&` is slow
    for bit, role in (
        (Inside.CODE, "code"), (Inside.CAPTION, "caption"), (Inside.TABLE, "table"), (Inside.LIST, "list item"),
        (Inside.QUOTE, "quote"),
    )
)  # fmt: skip
