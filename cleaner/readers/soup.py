"""The reader of last resort: BeautifulSoup, for a page that the usual reader refuses. It gives lines without facts."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cleaner.page import Page

if TYPE_CHECKING:
    from bs4.element import PageElement, Tag

_WITHOUT_TEXT: Final = frozenset(
    ("script", "style", "template", "textarea", "select", "svg", "math", "head", "title", "iframe")
)
_WITHIN_A_LINE: Final = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_CELLS: Final = frozenset(("td", "th"))
_TAG: Final = re.compile(r"<[^<>]{0,5000}>")


def read(page: str, url: str | None = None) -> Page:
    """The lines of `page` as blocks of its body, which is all that is known of them; `url` is only written down."""
    texts = read_with_soup(page).replace("\t", " | ").splitlines()
    number = len(texts)
    return Page(
        texts=texts,
        tags=["p"] * number,
        holders=array("q", [0] * number),
        links=array("q", [0] * number),
        anchors=array("q", [0] * number),
        outward=array("q", [0] * number),
        bold=array("q", [0] * number),
        images=array("q", [0] * number),
        inline=[""] * number,
        element_tags=["body"],
        parents=array("q", [-1]),
        words=[""],
        insides=array("q", [0]),
        firsts=array("q", [0]),
        lasts=array("q", [number]),
        url=url or "",
    )


def read_with_soup(page: str | bytes) -> str:
    r"""The visible text of `page`, a block or a table's row a line, cells with a tab between them. Never raises for its markup.

    >>> read_with_soup("<title>No</title><p>One <b>line</b></p><table><tr><td>a<td>b</table>")
    'One line\na\tb\n'
    """
    if isinstance(page, bytes):
        from cleaner.readers.encoding import decode_page

        page = decode_page(page).text
    lines = [
        "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip() for line in "".join(_pieces(page)).split("\n")
    ]
    return "".join(f"{line}\n" for line in lines if line)


def _pieces(page: str) -> Iterator[str]:
    """The strings of a page, and what parts them: nothing, a tab or a line break."""
    from bs4 import BeautifulSoup
    from bs4.builder import ParserRejectedMarkup
    from bs4.element import CData, NavigableString, Tag

    try:
        soup = BeautifulSoup(page, "html.parser")
    except (ParserRejectedMarkup, AssertionError, RecursionError, ValueError):
        yield _TAG.sub("\n", page)
        return
    last: Tag | None = None
    skipping: PageElement | None = None  # up to this element, the last one within
    for node in soup.descendants:
        if skipping is not None:
            skipping = None if node is skipping else skipping
            continue
        if isinstance(node, Tag):
            if node.name in _WITHOUT_TEXT:
                inner = node._last_descendant()
                skipping = inner if inner is not node else None
            elif node.name == "br":
                yield "\n"
        elif type(node) in (NavigableString, CData):
            block = _block_of(node)
            if last is not None and block is not last:
                is_next_cell = (
                    block.name in _CELLS and last.name in _CELLS and (block.parent is last.parent or block.parent is last)
                )
                yield "\t" if is_next_cell else "\n"
            last = block
            yield str(node) if block.name == "pre" else str(node).replace("\n", " ").replace("\t", " ")


def _block_of(node: PageElement) -> Tag:
    """The nearest element around a string that is no part of a line."""
    block = node.parent
    assert block is not None
    while block.name in _WITHIN_A_LINE and block.parent is not None:
        block = block.parent
    return block
