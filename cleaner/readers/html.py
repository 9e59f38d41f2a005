"""A page to its visible text, block by block: one walk over the tree that lexbor makes of it.

Nothing that a reader sees is left out: menus, footers and the labels of forms are blocks as well, and stages remove them
on the record. Scripts, style sheets, templates, comments and drawings are no text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.page import Element, Inside, Page
from cleaner.readers.metadata import read_metadata

_TEXT, _INLINE, _LINK, _BOLD, _BLOCK, _CELL, _BREAK, _IMAGE, _SKIP, _FALLBACK, _PRE = range(11)

_IN_LINES: Final = (
    "abbr acronym bdi bdo big cite code data dfn del em font i ins kbd label mark math meter nobr output picture q rb rp rt "
    "ruby s samp small span strike sub sup svg g text tspan time tt u var wbr"
)
_NO_TEXT: Final = (
    "-comment -doctype -document head script style template link meta base title iframe noembed object audio video canvas "
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
_UNSEEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_INVISIBLE: Final = "\x00\u200b\u2060\u200d\ufeff\u200e\u200f\u00ad"
_LINE: Final = "\x00"  # a <br>; the parser leaves no NUL in a text
_NEXT: Final = "\x00\x00"  # the next cell of a row

# lexbor looks through all open elements at many a tag: 50,000 nested <div> take 2.6 s, 20,000 take 0.35.
_DEEP: Final = 400  # open elements of one name, from which on further ones are left out and their text is kept
_STYLED: Final = 24  # the same of those that HTML opens anew in each paragraph when they were not closed
_MANY: Final = 2_000  # tags below which no page is deep enough to matter
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
    parser = LexborHTMLParser(_flattened(data))
    page = Page(url=url or "")
    root = parser.root
    if root is None:
        return page
    _read_head(parser, page)
    page.metadata = read_metadata(parser, url)
    _Walk(page).run(root)
    if sum(map(len, page.texts)) < _SPARSE:
        _read_embedded(parser, page)
    return page


def _flattened(data: bytes) -> bytes:
    """`data` with no more than so many elements open at once, as far as their tags tell."""
    if data.count(b"<") < _MANY:
        return data
    opened: dict[bytes, int] = {}
    pieces: list[bytes] = []
    at = 0
    for tag in _TAG.finditer(data):
        name = tag[2]
        if name is None:
            continue
        name = name.lower()
        if name in _SHUT:
            continue
        number = opened.get(name, 0)
        if tag[1]:
            opened[name] = max(0, number - 1)
            left_out = number > (_STYLED if name in _FORMATS else _DEEP)
        else:
            opened[name] = number + 1
            left_out = number >= (_STYLED if name in _FORMATS else _DEEP)
        if left_out:
            pieces += data[at : tag.start()], b" "
            at = tag.end()
    return b"".join([*pieces, data[at:]]) if at else data


def _read_head(parser: LexborHTMLParser, page: Page) -> None:
    title = parser.css_first("head > title") or parser.css_first("title")
    if title is not None:
        page.title = " ".join(title.text().split())
    for meta in parser.css('meta[property="og:type"]'):
        page.kinds.append("og:" + (meta.attributes.get("content") or "").strip().lower()[:40])
    for script in parser.css('script[type="application/ld+json"]'):
        page.kinds += _TYPE.findall(script.text())


class _Walk:
    """One pass over the tree, in reading order and without recursion."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pieces: list[str] = []
        self.inline: list[str] = []
        self.broken = False  # whether a <br> is among the pieces
        self.link = self.linked = self.anchors = 0  # open links; code points in links and links since the last block
        self.strong = self.bold = self.images = 0
        self.pre = 0
        self.row = False
        self.open: list[int] = []

    def run(self, node: LexborNode) -> None:  # noqa: PLR0912 (one loop: calls would double its time)
        """Read everything under `node`."""
        stack: list[tuple[LexborNode, int]] = []
        pieces = self.pieces
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
            elif kind != _SKIP:
                child = node.first_child
                if kind >= _BLOCK:
                    kind, child = self._enter(kind, tag or "", node, child)
                elif kind == _LINK:
                    self.link += 1
                    self.anchors += 1
                    if pieces and pieces[-1] == "":
                        pieces.append(" ")  # links side by side, as in a menu without blanks
                    if (words := node.attributes.get("class")) is not None:
                        self.inline.append(words)
                elif kind == _BOLD:
                    self.strong += 1
                elif tag == "span" and (words := node.attributes.get("class")) is not None:
                    self.inline.append(words)
            if child is not None:
                stack.append((node, kind))
                node = child
                continue
            if kind not in (_TEXT, _SKIP, _INLINE):
                self._leave(kind)
            following = node.next
            while following is None:
                if not stack:
                    self._flush()
                    return
                node, kind = stack.pop()
                if kind != _INLINE:
                    self._leave(kind)
                following = node.next
            node = following

    def _enter(self, kind: int, tag: str, node: LexborNode, child: LexborNode | None) -> tuple[int, LexborNode | None]:
        """Begin an element that is no mere part of a line; gives what it is to be left as, and its first child."""
        if kind == _BREAK:
            self._break()
            return _SKIP, None
        if kind == _IMAGE:
            self.images += 1
            if alt := node.attributes.get("alt"):
                self.page.alts.append(" ".join(alt.split()))
            return _SKIP, None
        if kind == _CELL and self.row and self.pieces:
            self.pieces.append(_NEXT)  # the row goes on in the same line
            self._push(tag, node)
            return kind, child
        self._flush()
        if kind == _FALLBACK and child is not None and child.is_text_node and child.next is None:
            # Not parsed by lexbor where a script would run: markup in a text.
            inner = LexborHTMLParser(_flattened((child.text_content or "").encode("utf-8", "replace")))
            child = inner.body.first_child if inner.body is not None else None
        self._push(tag, node)
        if kind == _PRE:
            self.pre += 1
        self.row = tag == "tr" or (kind == _CELL and self.row)
        return kind, child

    def _push(self, tag: str, node: LexborNode) -> None:
        page, open_ = self.page, self.open
        parent = open_[-1] if open_ else -1
        inside = page.elements[parent].inside if open_ else 0
        inside |= _INSIDE.get(tag, 0)
        words = ""
        if tag not in _BARE and (attributes := node.attributes):
            words, inside = _described(attributes, inside)
        open_.append(len(page.elements))
        page.elements.append(Element(tag, parent, words, inside))
        page.firsts.append(len(page.texts))
        page.lasts.append(-1)

    def _leave(self, kind: int) -> None:
        if kind == _LINK:
            self.link -= 1
            self.pieces.append("")
        elif kind == _BOLD:
            self.strong -= 1
        elif kind >= _BLOCK and kind != _SKIP:
            if kind != _CELL or not self.row:
                self._flush()
            self.page.lasts[self.open.pop()] = len(self.page.texts)
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
        if text and (text[0] not in _INVISIBLE or text.strip(_INVISIBLE + " \n")):
            holder = self.open[-1]
            page.texts.append(text)
            page.tags.append(page.elements[holder].tag)
            page.holders.append(holder)
            page.links.append(min(self.linked, len(text)))
            page.anchors.append(self.anchors)
            page.bold.append(min(self.bold, len(text)))
            page.images.append(self.images)
            page.inline.append(" ".join(self.inline))
            self.images = 0
        self.linked = self.anchors = self.bold = 0
        self.inline.clear()


def _described(attributes: dict[str, str | None], inside: int) -> tuple[str, int]:
    """Class, id and role of an element, and what it stands in by its attributes."""
    get = attributes.get
    role = get("role") or ""
    words = f"{get('class') or ''} {get('id') or ''} {role}".strip()
    if role:
        inside |= _ROLES.get(role, 0)
    if "hidden" in attributes or ((style := get("style")) and _UNSEEN.search(style)):
        inside |= Inside.HIDDEN
    if get("aria-hidden") == "true":
        inside |= Inside.UNSPOKEN
    return words, inside


def _read_embedded(parser: LexborHTMLParser, page: Page) -> None:
    """Take the text from the page's embedded data, where it has more than the page shows."""
    for selector, key in (('script[type="application/ld+json"]', "articleBody"), ("script#__NEXT_DATA__", "")):
        found: list[str] = []
        for script in parser.css(selector):
            try:
                data = json.loads(script.text())
            except (ValueError, RecursionError):
                continue
            found += dict.fromkeys(_strings(data, key))
        if sum(map(len, found)) > sum(map(len, page.texts)):
            for text in found:
                _append(text, page)
            page.warnings.append(f"its text stands in embedded data only ({key or '__NEXT_DATA__'})")
            return


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
