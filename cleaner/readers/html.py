"""A page to its visible text, block by block: one walk over the tree that lexbor makes of it.

Nothing that a reader sees is left out: menus, footers and the labels of forms are blocks as well, and stages remove them
on the record. Scripts, style sheets, templates, comments and drawings are no text.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaner.document import STRIP
from cleaner.page import Inside, Page
from cleaner.readers.metadata import read_metadata
from cleaner.sites import host

_TEXT, _INLINE, _LINK, _BOLD, _BLOCK, _CELL, _BREAK, _IMAGE, _SKIP, _FALLBACK, _PRE, _NOTE = range(12)

_IN_LINES: Final = (
    "abbr acronym bdi bdo big cite code data dfn del em font i ins kbd label mark math meter nobr output picture q rb rp rt "
    "ruby s samp small span strike sub sup svg g text tspan time tt u var wbr"
)
_NO_TEXT: Final = (
    "-comment -doctype -document style template base iframe noembed object audio video canvas "
    "source track param embed area map col colgroup input desc defs symbol metadata annotation annotation-xml path datalist"
)
_NO_PLACE: Final = "html body tbody thead tfoot hr"  # whose attributes tell nothing of a block's place
# What stands in a line; every other element starts a line of its own, those that no standard knows too.
_KINDS: Final = {
    "-text": _TEXT,
    **dict.fromkeys(_IN_LINES.split(), _INLINE),
    "a": _LINK,
    "b": _BOLD,
    "strong": _BOLD,
    "br": _BREAK,
    "img": _IMAGE,
    "td": _CELL,
    "th": _CELL,
    "pre": _PRE,
    "head": _INLINE,
    "title": _NOTE,
    "meta": _NOTE,
    "script": _NOTE,
    "link": _NOTE,
    "noscript": _FALLBACK,
    "noframes": _FALLBACK,
    **dict.fromkeys(_NO_TEXT.split(), _SKIP),
}
_BARE: Final = frozenset(_NO_PLACE.split())
_INSIDE: Final = {
    "nav": Inside.NAV, "menu": Inside.NAV | Inside.LIST, "aside": Inside.ASIDE, "footer": Inside.FOOTER,
    "header": Inside.HEADER, "form": Inside.FORM, "main": Inside.MAIN, "article": Inside.ARTICLE, "ul": Inside.LIST,
    "ol": Inside.LIST, "dl": Inside.LIST, "table": Inside.TABLE, "pre": Inside.CODE, "blockquote": Inside.QUOTE,
    "figure": Inside.FIGURE, "figcaption": Inside.CAPTION, "caption": Inside.CAPTION, "button": Inside.BUTTON,
    "select": Inside.SELECT, "dialog": Inside.DIALOG, "details": Inside.DETAILS, "section": Inside.SECTION,
    "noscript": Inside.NOSCRIPT, "noframes": Inside.NOSCRIPT, "li": Inside.LIST,
}  # fmt: skip
_ROLES: Final = {
    "navigation": Inside.NAV, "menu": Inside.NAV, "menubar": Inside.NAV, "complementary": Inside.ASIDE,
    "contentinfo": Inside.FOOTER, "banner": Inside.HEADER, "search": Inside.FORM, "form": Inside.FORM, "main": Inside.MAIN,
    "article": Inside.ARTICLE, "dialog": Inside.DIALOG, "alertdialog": Inside.DIALOG, "button": Inside.BUTTON,
    "list": Inside.LIST, "listitem": Inside.LIST,
}  # fmt: skip
_INSIDE_BITS: Final = {tag: int(inside) for tag, inside in _INSIDE.items()}  # an enum's own `|` is slow
_ROLE_BITS: Final = {role: int(inside) for role, inside in _ROLES.items()}
_HIDDEN: Final = int(Inside.HIDDEN)
_UNSPOKEN: Final = int(Inside.UNSPOKEN)
_UNSEEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LINE: Final = "\x00"  # a <br>; the parser leaves no NUL in a text
_NEXT: Final = "\x00\x00"  # the next cell of a row

# lexbor looks through all open elements at many a tag: 50,000 nested <div> take 2.6 s, 20,000 take 0.35.
_DEEP: Final = 400  # open elements of one name, from which on further ones are left out and their text is kept
_STYLED: Final = 24  # the same of those that HTML opens anew in each paragraph when they were not closed
_TAG: Final = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^>]*>|<!--.*?-->", re.DOTALL)
_NEVER_DEEP: Final = (  # void, or closed by the next of its name
    b"area base br col embed hr img input link meta param source track wbr p li dt dd td th tr option optgroup tbody thead "
    b"tfoot html body head script style textarea title"
)
_SHUT: Final = frozenset(_NEVER_DEEP.split())
_FORMAT: Final = b"a b big code em font i nobr s small strike strong tt u"
_FORMATS: Final = frozenset(_FORMAT.split())

_SPARSE: Final = 400  # visible code points below which a page's embedded data is looked at
_PROSE: Final = 80  # code points of a string in embedded data from which on it is taken for text
_DESCRIPTIONS: Final = ("description", "og:description")
_NAME: Final = 40  # code points of a type's name
_TYPE: Final = re.compile(r'"@type"\s*:\s*\[?\s*"([A-Za-z]{3,40})"')
_MARKUP: Final = re.compile(r"<(?:p|div|br|li|h[1-6]|span|a|b|strong|em)\b", re.IGNORECASE)


def read(source: str | bytes, url: str | None = None) -> Page:
    r"""The page in `source`; bytes are UTF-8. `url` is only written down. Raises nothing: any bytes are a page.

    >>> page = read("<title>Lund</title><nav><a href='/'>Home</a></nav><p>The mayor<br>resigned.</p>")
    >>> page.texts
    ['Home', 'The mayor\nresigned.']
    >>> page.block(0).path, page.block(0).links
    ('html/body/nav', 4)
    """
    data = source.encode("utf-8", "replace") if isinstance(source, str) else source
    try:
        parser = LexborHTMLParser(_flattened(data))
    except (SelectolaxError, ValueError, MemoryError) as error:  # no memory for its tree, or more than 2.5 GB
        from cleaner.readers import soup

        page = soup.read(data.decode("utf-8", "replace"), url)
        page.warnings.append(
            f"the parser refused the page ({str(error) or type(error).__name__}): its text was read without its markup"
        )
        return page
    page = Page(url=url or "")
    root = parser.root
    if root is None:
        return page
    walk = _Walk(page)
    walk.run(root)
    page.metadata = read_metadata(parser, url, walk.facts)
    if sum(map(len, page.texts)) < _SPARSE:
        _read_embedded(parser, walk, page)
    return page


def _flattened(data: bytes) -> bytes:
    """`data` with no more than so many elements open at once, as far as their tags tell."""
    if not _may_be_deep(data):
        return data
    opened: dict[bytes, int] = {}
    pieces: list[bytes] = []
    at = 0
    for tag in _TAG.finditer(data):
        name = tag[2]
        if name is None or (name := name.lower()) in _SHUT:
            continue
        number = opened.get(name, 0)
        most = _STYLED if name in _FORMATS else _DEEP
        opened[name] = max(0, number - 1) if tag[1] else number + 1
        if number >= most + bool(tag[1]):
            pieces += data[at : tag.start()], b" "
            at = tag.end()
    return b"".join([*pieces, data[at:]]) if at else data


@cache
def _steps() -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """By the first two bytes of a tag's name: whether it goes down a level, and whether it opens type."""
    deeper, styled = np.zeros(65536, dtype=np.int8), np.zeros(65536, dtype=np.int8)
    letters = b"abcdefghijklmnopqrstuvwxyz"
    ends = bytes(range(256))
    shut = {name[:2] for name in _SHUT if len(name) > 1}
    formats = {name[:2] for name in _FORMATS if len(name) > 1}
    for first in letters:
        for second in ends:
            name = bytes([first, second]).lower()
            alone = not chr(second).isalnum()
            is_shut = name in shut or (alone and first == ord("p"))
            for case in (first, first - 32):
                deeper[case << 8 | second] = not is_shut
                styled[case << 8 | second] = name in formats or (alone and bytes([first]) in _FORMATS)
    return deeper, styled


def _may_be_deep(data: bytes) -> bool:
    """A quick look at whether so many tags may be open at once; a table of two letters for each name errs to yes."""
    signs = np.frombuffer(data, dtype=np.uint8)
    opens = np.flatnonzero(signs[:-2] == ord("<"))
    if len(opens) <= _STYLED:
        return False
    ends = signs[opens + 1] == ord("/")
    opens += ends
    opens = np.minimum(opens, len(signs) - 3)
    names = signs[opens + 1].astype(np.uint16) << 8 | signs[opens + 2]
    sign = 1 - 2 * ends.astype(np.int32)
    deeper, styled = _steps()
    return _height(deeper[names] * sign) > _DEEP or _height(styled[names] * sign) > _STYLED


def _height(steps: npt.NDArray[np.int32]) -> int:
    """How far up a walk of these steps goes above its lowest place so far."""
    walk = np.cumsum(steps)
    return int((walk - np.minimum.accumulate(np.minimum(walk, 0))).max())


class _Walk:
    """One pass over the tree, in reading order and without recursion."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pieces: list[str] = []
        self.inline: list[str] = []
        self.broken = False  # whether a <br> is among the pieces
        self.link = 0  # open links
        self.linked = self.anchors = self.outward = 0  # since the last block: code points in links, links, those to other sites
        self.host = host(page.url)
        self.strong = self.bold = self.images = 0
        self.pre = 0
        self.row = False
        self.open: list[int] = []
        self.facts: list[LexborNode] = []
        """The nodes that say something of the page as a whole, in order."""
        self.linked_data: list[str] = []

    def run(self, node: LexborNode) -> None:  # noqa: PLR0912, PLR0915 (one loop: calls would double its time)
        """Read everything under `node`."""
        stack: list[tuple[LexborNode, int]] = []
        page, pieces, inline, opened = self.page, self.pieces, self.inline, self.open
        texts, firsts, lasts = page.texts, page.firsts, page.lasts
        kinds = _KINDS
        while True:
            tag = node.tag
            kind = kinds.get(tag, _BLOCK)  # type: ignore[arg-type]
            child = None
            if kind == _TEXT:
                text = node.text_content or ""
                if self.pre or not text.isspace():
                    pieces.append(text)
                    if self.link:
                        self.linked += len(text)
                    if self.strong:
                        self.bold += len(text)
                elif pieces:
                    pieces.append(" ")
            elif kind == _BLOCK:
                if pieces or inline:
                    self._flush()
                self.row = tag == "tr"
                self._push(tag or "", node)
                child = node.first_child
            elif kind == _LINK:
                self.link += 1
                self.anchors += 1
                if pieces and not pieces[-1]:
                    pieces.append(" ")  # links side by side, as in a menu without blanks
                attributes = node.attributes
                if (words := attributes.get("class")) is not None:
                    inline.append(words)
                if "//" in (address := attributes.get("href") or "") and self._leads_out(address):
                    self.outward += 1
                child = node.first_child
            elif kind != _SKIP:
                if kind == _BOLD:
                    self.strong += 1
                elif kind > _BLOCK:
                    kind = self._enter(kind, tag or "", node)
                elif tag == "time":
                    self.facts.append(node)
                elif tag == "span" and (words := node.attributes.get("class")) is not None:
                    inline.append(words)
                if kind != _SKIP:
                    child = self._unparsed(node) if kind == _FALLBACK else node.first_child
            if child is not None:
                stack.append((node, kind))
                node = child
                continue
            if kind >= _LINK:
                self._leave(kind)
            following = node.next
            while following is None:
                if not stack:
                    self._flush()
                    return
                node, kind = stack.pop()
                if kind == _BLOCK:
                    if pieces or inline:
                        self._flush()
                    if firsts[opened[-1]] == len(texts):
                        self._forget(opened.pop())
                    else:
                        lasts[opened.pop()] = len(texts)
                elif kind >= _LINK:
                    self._leave(kind)
                following = node.next
            node = following

    def _leads_out(self, address: str) -> bool:
        """Whether a link that names a host, or hands an address on, leads to another site."""
        named = address.partition("//")[2].partition("/")[0].partition("?")[0]
        return not self.host or named.lower().removeprefix("www.").partition(":")[0] != self.host

    def _enter(self, kind: int, tag: str, node: LexborNode) -> int:
        """Begin an element of a kind of its own; gives the kind as which to leave it."""
        if kind == _BREAK:
            self._break()
            return _SKIP
        if kind == _NOTE:
            self._note(tag, node)
            return _SKIP
        if kind == _IMAGE:
            self.images += 1
            if alt := node.attributes.get("alt"):
                self.page.alts.append(" ".join(alt.split()))
            return _SKIP
        if kind == _CELL and self.row and self.pieces:
            self.pieces.append(_NEXT)  # the row goes on in the same line
        else:
            self._flush()
            self.row = self.row and kind == _CELL
        self._push(tag, node)
        if kind == _PRE:
            self.pre += 1
        return kind

    def _note(self, tag: str, node: LexborNode) -> None:
        """What the head of a page says of it."""
        self.facts.append(node)
        if tag == "link":
            return
        page, attributes = self.page, node.attributes
        if tag == "script":
            if attributes.get("type") == "application/ld+json":
                self.linked_data.append(node.text())
                page.kinds += _TYPE.findall(self.linked_data[-1])
        elif tag == "meta":
            name, content = attributes.get("property") or attributes.get("name"), attributes.get("content") or ""
            if name == "og:type":
                page.kinds.append("og:" + content.strip().lower()[:_NAME])
            elif name in _DESCRIPTIONS:
                page.descriptions.append(content)
        elif not page.title and node.parent is not None and node.parent.tag == "head":
            page.title = " ".join(node.text().split())

    @staticmethod
    def _unparsed(node: LexborNode) -> LexborNode | None:
        """The first child of an element that is there for want of a script; its markup may have been left as text."""
        child = node.first_child
        if child is None or not child.is_text_node or child.next is not None:
            return child
        inner = LexborHTMLParser(_flattened((child.text_content or "").encode("utf-8", "replace")))
        return inner.body.first_child if inner.body is not None else None

    def _push(self, tag: str, node: LexborNode) -> None:
        page, opened = self.page, self.open
        words = ""
        if opened:
            parent = opened[-1]
            inside = page.insides[parent] | _INSIDE_BITS.get(tag, 0)
        else:
            parent, inside = -1, 0
        if tag not in _BARE and (attributes := node.attributes):
            get = attributes.get
            words = get("class") or ""
            if (name := get("id")) is not None:
                words = f"{words} {name}"
            if (role := get("role")) is not None:
                words = f"{words} {role}"
                inside |= _ROLE_BITS.get(role, 0)
            if "hidden" in attributes or ((style := get("style")) is not None and _UNSEEN.search(style)):
                inside |= _HIDDEN
            if get("aria-hidden") == "true":
                inside |= _UNSPOKEN
        if tag == "h1":
            self.facts.append(node)
        opened.append(len(page.parents))
        page.parents.append(parent)
        page.element_tags.append(tag)
        page.words.append(words)
        page.insides.append(inside)
        page.firsts.append(len(page.texts))
        page.lasts.append(-1)

    def _forget(self, element: int) -> None:
        """Leave out an element without text, which is the last one: a quarter of all."""
        page = self.page
        for column in (page.element_tags, page.parents, page.words, page.insides, page.firsts, page.lasts):
            del column[element:]

    def _leave(self, kind: int) -> None:
        if kind == _LINK:
            self.link -= 1
            self.pieces.append("")
        elif kind == _BOLD:
            self.strong -= 1
        elif kind != _SKIP:
            if kind != _CELL or not self.row:
                self._flush()
            at = self.open.pop()
            if self.page.firsts[at] == len(self.page.texts):
                self._forget(at)
            else:
                self.page.lasts[at] = len(self.page.texts)
            if kind == _PRE:
                self.pre -= 1

    def _break(self) -> None:
        """A `<br>`: a line of the block, and after another one the block's end."""
        if self.pre:
            self.pieces.append("\n")
            return
        pieces = self.pieces
        last = len(pieces) - 1
        while last >= 0 and not pieces[last].strip(" \n\t\r"):
            last -= 1
        if last < 0:
            return
        if pieces[last] == _LINE:
            self._flush()
        else:
            pieces.append(_LINE)
            self.broken = True

    def _flush(self) -> None:
        """End the block, if there is one."""
        pieces = self.pieces
        if not pieces:
            self.inline.clear()
            return
        text = "".join(pieces)
        pieces.clear()
        if self.pre:
            text = "\n".join(map(str.rstrip, text.expandtabs(4).splitlines())).strip("\n")
        elif self.row:
            cells = (" ".join(cell.replace(_LINE, " ").split()) for cell in text.split(_NEXT))
            text = " | ".join(filter(None, cells))
        elif self.broken:
            text = "\n".join(filter(None, (" ".join(line.split()) for line in text.split(_LINE))))
        else:
            text = " ".join(text.split())
        self.broken = False
        page = self.page
        if text and (text[0] not in STRIP or text.strip(STRIP)):
            holder = self.open[-1]
            page.texts.append(text)
            page.tags.append(page.element_tags[holder])
            page.holders.append(holder)
            page.links.append(min(self.linked, len(text)))
            page.anchors.append(self.anchors)
            page.outward.append(self.outward)
            page.bold.append(min(self.bold, len(text)))
            page.images.append(self.images)
            page.inline.append(" ".join(self.inline))
            self.images = 0
        self.linked = self.anchors = self.outward = self.bold = 0
        self.inline.clear()


def _read_embedded(parser: LexborHTMLParser, walk: _Walk, page: Page) -> None:
    """Take the text from the page's embedded data, where it has more than the page shows."""
    state = [script.text() for script in parser.css("script#__NEXT_DATA__")]
    for name, found in (
        ("articleBody", _in_data(walk.linked_data, "articleBody")),
        ("__NEXT_DATA__", _in_data(state, "")),
        ("description", [max(page.descriptions, key=len, default="")]),
    ):
        if sum(map(len, found)) > sum(map(len, page.texts)):
            for text in found:
                _append(text, page)
            page.warnings.append(f"its text stands in embedded data only ({name})")
            return


def _in_data(sources: list[str], key: str) -> list[str]:
    """The different long strings in sources of JSON, in order; with `key` only those under it."""
    found: dict[str, None] = {}
    for source in sources:
        with contextlib.suppress(ValueError, RecursionError):
            found |= dict.fromkeys(_strings(json.loads(source), key))
    return list(found)


def _strings(data: Any, key: str) -> Iterator[str]:
    """The long strings in `data`, in order; with `key` only those under it."""
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed(value.items())
        elif isinstance(value, list):
            waiting += [(name, item) for item in reversed(value)]
        elif isinstance(value, str) and len(value) >= _PROSE and (name == key if key else _is_text(value)):
            yield value


def _is_text(value: str) -> bool:
    return value.count(" ") * 12 > len(value) and value.lstrip()[:1] not in "{[("


def _append(text: str, page: Page) -> None:
    """`text` as further blocks of the page."""
    if not _MARKUP.search(text):
        text = "".join(f"<p>{_escaped(line)}</p>" for line in text.splitlines() if line.strip())
    inner = LexborHTMLParser(_flattened(text.encode("utf-8", "replace")))
    if inner.root is not None:
        _Walk(page).run(inner.root)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
