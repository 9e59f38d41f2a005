"""Marks markup left in a text: tags, half a tag at the edge of a line, entities. What stands between tags stays.

A text may also speak *of* markup, hold code, or use `<` and `&` for other things, so all of it is looked at before any of it
goes. Nothing is touched where one thing speaks against a leftover:

- a name in angle brackets that is no element of HTML, as in `List<String>`, `<your name>` or a chat's `<nick>`; addresses
  (`<me@example.org>`) and comparisons (`a < b`) say nothing either way
- a tag that stands among blanks like a word, or in quotes: "the <div> element", "between <p> and </p>"
- an element that is opened and not closed or the other way round, where that is not usual: `a<b>c`
- elements of a page's frame and its controls (`<html>`, `<script>`, `<form>`)
- the name of a markup language as a word, fenced code, or lines that end like code
- more lines of a listing than paragraphs with tags in them

An entity is replaced by its character, the one thing that is ever put into a text but a blank. That is certain only where it
cannot make new markup: `&lt;` and `&gt;` beside blanks and figures, `&amp;` where no entity follows it (`&amp;lt;` stays) and
the text has no bare `&`, never an ASCII letter or figure. So nothing unravels step by step.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5
from typing import Final, NamedTuple

from cleaner.document import count_words
from cleaner.packs import Heuristic
from cleaner.reading import Reading

TAG: Final = Heuristic("markup.tag", "A tag that the scrape left in the text.", "careful")
HALF: Final = Heuristic("markup.half-tag", "A part of a tag that the scrape cut in two.", "careful")
ENTITY: Final = Heuristic("markup.entity", "A character written as an entity: the character takes its place.", "careful")
RULES: Final = (TAG, HALF, ENTITY)

_LOOSE: Final = frozenset(("br", "hr", "img", "wbr", "p", "li", "td", "th", "tr", "dt", "dd"))  # which nobody needs to close
_INLINE: Final = frozenset((
    "a", "abbr", "b", "big", "cite", "em", "font", "i", "ins", "mark", "q", "s", "small", "span", "strike", "strong", "sub",
    "sup", "time", "u",
))  # fmt: skip
_BLOCK: Final = frozenset((
    "article", "aside", "blockquote", "center", "div", "dl", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "iframe", "main", "nav", "ol", "picture", "section", "table", "tbody", "thead", "ul", "video",
))  # fmt: skip
_KNOWN: Final = _LOOSE | _INLINE | _BLOCK
_ALWAYS_EMPTY: Final = frozenset(("br", "hr", "img", "wbr"))
_WITHIN: Final = _INLINE | {"img", "wbr"}  # which may stand within a word

_ATTRIBUTES: Final = (
    r"""(?:\s+[a-zA-Z:@_][\w:.@-]{0,60}(?:\s?=\s?(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>=]{1,500}))?){0,40}"""
)
_TAGS: Final = re.compile(
    rf"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]{{0,40}})(?P<rest>{_ATTRIBUTES})\s*/?>|<!--[^<>]{{0,2000}}-->"
)
_ANGLE: Final = re.compile(r"<[/!?]?[a-zA-Z]")
_ADDRESS: Final = re.compile(r"<(?:[\w.+-]{1,80}@[\w.-]{1,80}|(?:https?|mailto|ftp):[^\s<>]{1,500})>")
_QUOTED: Final = r"""[a-zA-Z-]{1,30}="[^"<>\n]{0,500}"""  # an attribute up to its last quote
_CUT_END: Final = re.compile(
    rf"""<(?:/(?P<closing>[a-zA-Z]\w{{0,10}})|(?P<opening>[a-zA-Z]\w{{0,10}})(?:\s+{_QUOTED}"){{0,20}}\s+{_QUOTED}"?)[ \t]*$""",
    re.MULTILINE,
)
_CUT_START: Final = re.compile(rf"""^[ \t]*(?:/(?P<closing>[a-zA-Z]\w{{0,10}})|(?:{_QUOTED}"\s*){{1,20}}/?)>""", re.MULTILINE)
# Signs of the two, which are looked for twenty times as fast.
_OPENS: Final = re.compile(r"<[/a-zA-Z]")
_CLOSES: Final = re.compile(r"/\w{1,11}>|\"\s?/?>")
_ENTITIES: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BARE: Final = re.compile(r"&(?!#?\w{1,32};)")
_CODE_LINE: Final = re.compile(r"(?:[{}]|\w\([^()\n]{0,80}\)[;:]|\w\s?=>[^\n]{0,80})[ \t]*$", re.MULTILINE)
# Names of notations, the same in every language.
_NOTATIONS: Final = ("HTML", "XML", "JSX", "TSX", "SVG", "CSS", "BBCode", "Markdown", "JavaScript", "TypeScript", "PHP")
_QUOTES: Final = frozenset("\"'`“”‘’„«»‹›「」『』()")
_ENDS: Final = frozenset(".!?…>:")  # of what stands before a tag that no sentence goes on after
_BACK: Final = 40  # code points looked at before a tag
_CODE_LINES: Final = 3  # lines that end like code and make a text one with code
_PROSE: Final = 5  # words of a line that tags stand in
_LISTING: Final = 4  # lines of tags and little else for each such line
_SHOWN: Final = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f"  # beside blanks the only characters that are not printable and may be put in
)


class _Piece(NamedTuple):
    """A tag, a comment or a half of a tag."""

    start: int
    end: int
    rule: Heuristic
    name: str = ""
    """Of the element; empty for comments and where it is cut off."""
    closing: bool = False
    attributes: str = ""

    @property
    def breaks(self) -> bool:
        """Whether words on its two sides are two words."""
        return self.rule is HALF or (bool(self.name) and self.name not in _WITHIN)


def mark(reading: Reading) -> None:
    """Marks on tags, halves of tags and entities."""
    text = reading.document.text
    if not any(map(text.__contains__, "<>&")):
        return
    pieces = _pieces(text) if "<" in text or ">" in text else []
    entities = [found for found in _ENTITIES.finditer(text) if found[0][1:] in html5 or found[0][1] == "#"]
    if not (pieces or entities) or _speaks_of_markup(text):
        return
    if pieces and not _are_leftovers(reading, pieces):
        return
    for run in _runs(text, pieces):
        _mark_run(reading, run)
    _mark_entities(reading, entities)


def _pieces(text: str) -> list[_Piece]:
    """All that may be markup, in order and disjoint."""
    found = [
        _Piece(*tag.span(), TAG, (tag["name"] or "").lower(), bool(tag["close"]), tag["rest"] or "")
        for tag in _TAGS.finditer(text)
    ]
    taken = {piece.start for piece in found} | {piece.end for piece in found}
    for pattern, sign in ((_CUT_END, _OPENS), (_CUT_START, _CLOSES)):
        for half in pattern.finditer(text) if sign.search(text) else ():
            name = half.groupdict().get("opening") or half["closing"] or ""
            if taken.isdisjoint(half.span()) and (not name or name.lower() in _KNOWN):
                found.append(_Piece(*half.span(), HALF, name.lower(), bool(half["closing"])))
    found.sort()
    return found


def _speaks_of_markup(text: str) -> bool:
    """Whether the text names a notation or holds code."""
    return "```" in text or any(map(text.__contains__, _NOTATIONS)) or len(_CODE_LINE.findall(text)) >= _CODE_LINES


def _are_leftovers(reading: Reading, pieces: list[_Piece]) -> bool:
    """Whether nothing speaks against all of it having been left by a scrape."""
    text = reading.document.text
    if text.count("-->") > sum(not piece.name and piece.rule is TAG for piece in pieces):
        return False  # an arrow in code
    seen = {piece.start for piece in pieces} | {found.start() for found in _ADDRESS.finditer(text)}
    if any(found.start() not in seen for found in _ANGLE.finditer(text)):
        return False
    tags = [piece for piece in pieces if piece.rule is TAG and piece.name]
    return (
        all(tag.name in _KNOWN and not _is_mention(text, tag) for tag in tags)
        and _are_closed(tags)
        and _stand_in_prose(reading, pieces)
    )


def _is_mention(text: str, tag: _Piece) -> bool:
    """Whether a tag stands where a word would: among blanks within a sentence, behind a word, in quotes or in brackets."""
    before, after = text[tag.start - 1 : tag.start], text[tag.end : tag.end + 1]
    if before in _QUOTES and after in _QUOTES:
        return True
    if tag.attributes.strip():
        return False
    if before.isalnum() and not tag.closing and tag.name in _LOOSE - _ALWAYS_EMPTY:
        return True  # List<P>
    within = before == " " and (after in (" ", ",") or after in _ENDS)
    return within and text[max(0, tag.start - _BACK) : tag.start].rstrip()[-1:] not in _ENDS


def _are_closed(tags: list[_Piece]) -> bool:
    """Whether every element of a sentence is closed after it was opened; of larger ones a scrape may have left one end."""
    opened: Counter[str] = Counter()
    for tag in tags:
        if tag.name in _INLINE:
            opened[tag.name] += -1 if tag.closing else 1
            if opened[tag.name] < 0:
                return False
    return not any(opened.values())


def _stand_in_prose(reading: Reading, pieces: list[_Piece]) -> bool:
    """Whether tags stand in sentences, and not only in lines that are a listing; a comment stands anywhere."""
    document = reading.document
    places = {document.at(piece.start) for piece in pieces if piece.name or piece.rule is HALF}
    lines = [" ".join(_TAGS.sub(" ", document.raws[index]).split()) for index in places]
    prose = sum(count_words(line) >= _PROSE for line in lines)
    return not lines or (prose > 0 and len(lines) - prose <= _LISTING * prose)


def _runs(text: str, pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that stand side by side on a line."""
    run: list[_Piece] = []
    for piece in pieces:
        if run and text[run[-1].end : piece.start].strip(" \t"):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _mark_run(reading: Reading, run: list[_Piece]) -> None:
    text, document = reading.document.text, reading.document
    start, end, rule = run[0].start, run[-1].end, run[0].rule
    reason = f"{rule.reason} {len(run)} stand side by side." if len(run) > 1 else rule.reason
    index = document.at(start)
    if text[start:end].strip() == document.raws[index]:
        reading.mark(index, index, rule.id, reason, 0.95)
        return
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    if before.isspace():
        while text[end : end + 1] in (" ", "\t"):
            end += 1
    breaks = "\n" in text[start:end] or any(piece.breaks for piece in run)
    joins = breaks and not before.isspace() and not after.isspace()
    reading.mark_part(start, end, rule.id, reason, 0.95, replacement=" " if joins else "")


def _mark_entities(reading: Reading, entities: list[re.Match[str]]) -> None:
    text, document = reading.document.text, reading.document
    bare = _BARE.search(text) is not None
    if any(_QUOTES.issuperset(_around(text, found)) for found in entities):
        return  # spoken of
    lines = sorted({document.at(found.start()) for found in entities})
    blank = {index for index in lines if not html.unescape(document.raws[index]).strip()}
    for index in sorted(blank):
        reading.mark(index, index, ENTITY.id, "Blanks written as entities, alone on a line.", 0.95)
    for found in entities:
        char = html.unescape(found[0])
        if _is_certain(text, found, char, bare) and document.at(found.start()) not in blank:
            reading.mark_part(*found.span(), ENTITY.id, ENTITY.reason, 0.95, replacement=char)


def _around(text: str, found: re.Match[str]) -> frozenset[str]:
    """The characters on both sides; line ends for none."""
    return frozenset((text[found.start() - 1 : found.start()] or "\n", text[found.end() : found.end() + 1] or "\n"))


def _is_certain(text: str, found: re.Match[str], char: str, bare: bool) -> bool:
    """Whether `char` can take the place of its entity without making markup that was not there."""
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if len(char) != 1 or char in "#;=\ufffd" or (char.isascii() and (char.isalnum() or char in "\t\n\r\f\v")):
        return False
    if char == "&":
        return not bare and not after.isalnum() and after not in ("#", "&")
    if char in "<>":
        return before.isspace() and (after.isspace() or after.isdigit()) and "<" not in text
    if char in "\"'":
        return before != "=" and after != ">"
    return char.isprintable() or char.isspace() or char in _SHOWN
