"""Numbers about blocks: what the scorer looks at. Facts only, no word of any language but by the lists in `rules/`.

`of_texts` needs the texts alone, so lines of plain text have the same numbers; `groups_of` adds what the markup tells.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.language import languages, vote
from cleaner.packs import folder
from cleaner.page import Inside, Page

Numbers = npt.NDArray[np.floating[Any]]
Whole = npt.NDArray[np.int64]

# Classes of code points, each with its share in the block.
_CLASSES: Final = (
    "none", "lower", "upper", "letter", "dense", "kana", "digit", "blank", "stop", "comma", "colon", "quote", "bracket", "dash",
    "money", "bar", "sign", "mark",
)  # fmt: skip
_NONE, _LOWER, _UPPER, _LETTER, _DENSE, _KANA, _DIGIT, _BLANK = range(8)
_BY_SIGN: Final = {
    "stop": ".!?…。！？।॥؟۔։", "comma": ",;、，،；", "colon": ":：", "quote": "\"'“”„‘’«»「」『』",
    "bracket": "()[]{}（）【】<>", "dash": "-–—‐‑", "bar": "|/\\•·›»→>*#_=+~&@",
}  # fmt: skip
_DENSE_SPANS: Final = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x303F),
    (0x3100, 0x9FFF),
    (0xF900, 0xFAFF),
)
_SAMPLE: Final = 700  # code points shown to the vote on the language
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_APART: Final = bytes(point if point > 127 or chr(point).isalpha() else 32 for point in range(256)).lower()
_SPLIT: Final = re.compile(r"[^a-z0-9]+")
_LONG: Final = 15  # words of a block from which on it is long
_LEVELS: Final = 5  # ancestors whose sub-tree is measured

_TAGS: Final = (
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "tr", "th", "dd", "dt", "pre", "blockquote", "figcaption",
    "button", "option", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "form", "figure", "body",
    "summary", "details", "fieldset", "address", "center", "legend", "caption",
)  # fmt: skip
_TAG: Final = {tag: number for number, tag in enumerate(_TAGS)}
_OTHER: Final = len(_TAGS)  # every other tag


@cache
def _table() -> npt.NDArray[np.uint8]:
    """The class of each code point of the basic plane; the one after the last stands for all beyond."""
    by_sign = {sign: _CLASSES.index(name) for name, signs in _BY_SIGN.items() for sign in signs}
    by_category = {"Ll": _LOWER, "Lu": _UPPER, "Lt": _UPPER, "Nd": _DIGIT, "Sc": 14, "Mn": 17, "Mc": 17, "Pd": 13}
    by_first = {"L": _LETTER, "N": _DIGIT, "Z": _BLANK, "P": 16, "S": 16}
    table = np.zeros(0x10001, dtype=np.uint8)
    for point, category in enumerate(map(unicodedata.category, map(chr, range(0x10000)))):
        table[point] = by_category.get(category) or by_first.get(category[0], 0)
    for first, last in _DENSE_SPANS:
        span = table[first : last + 1]
        span[span == _LETTER] = _DENSE
    table[0x3040:0x3100] = _KANA
    table[[9, 10, 11, 12, 13, 28, 29, 30, 31, 133]] = _BLANK  # where str.split() splits
    for sign, number in by_sign.items():
        table[ord(sign)] = number
    table[0x10000] = 16
    return table


@cache
def _groups(part: str) -> tuple[tuple[str, ...], dict[str, int]]:
    """The names of the groups in a part of `rules/html.toml`, and for each word the bits of its groups."""
    tables: dict[str, Any] = tomllib.loads((folder() / "html.toml").read_text("utf-8"))[part]
    bits: dict[str, int] = {}
    for number, words in enumerate(tables.values()):
        for word in words.split():
            bits[word] = bits.get(word, 0) | 1 << number
    return tuple(tables), bits


@lru_cache(maxsize=20_000)
def class_bits(words: str) -> int:
    """The groups of a class attribute's words."""
    found = 0
    for word in words.split():
        found |= _bits_of(word)
    return found


@lru_cache(maxsize=20_000)
def _bits_of(name: str) -> int:
    """The groups of one class or id. Attributes are many, the names that they are made of come again."""
    known, bits = _class_words()
    found = 0
    for word in known.intersection(name.encode("utf-8", "replace").translate(_APART).split()):
        found |= bits[word]
    if not name.islower():
        for word in known.intersection([word.lower().encode() for word in _WORD.findall(name)]):
            found |= bits[word]
    return found


def group_bit(name: str) -> int:
    """The bit of a group of classes in `rules/html.toml`."""
    return 1 << _groups("classes")[0].index(name)


def part_bits() -> tuple[tuple[int, str], ...]:
    """For each part of a page that `rules/html.toml` names, the bits of the groups that tell it, and its rule; in order."""
    tables: dict[str, Any] = tomllib.loads((folder() / "html.toml").read_text("utf-8"))
    names = list(tables["classes"])
    return tuple((sum(1 << names.index(group) for group in groups.split()), rule) for rule, groups in tables["parts"].items())


@cache
def _class_words() -> tuple[frozenset[bytes], dict[bytes, int]]:
    """The same words as bytes, which are split faster."""
    bits = {word.encode(): found for word, found in _groups("classes")[1].items()}
    return frozenset(bits), bits


def _known(part: str, words: Sequence[str]) -> int:
    bits = _groups(part)[1]
    found = 0
    for word in words:
        found |= bits.get(word, 0)
    return found


@cache
def _stopwords(code: str) -> frozenset[str]:
    return frozenset(languages()[code]["stopwords"].split())


@cache
def _all_stopwords() -> frozenset[str]:
    return frozenset(word for code in languages() for word in _stopwords(code))


def _one_hot(values: Whole, size: int) -> Numbers:
    out = np.zeros((len(values), size), dtype=np.float32)
    out[np.arange(len(values)), values] = 1
    return out


def _distinct(bits: npt.NDArray[Any], size: int) -> Group:
    """A column for each of `size` bits."""
    different, rows = np.unique(bits, return_inverse=True)
    packed = different.view(np.uint8).reshape(len(different), 8)
    return Group(np.unpackbits(packed, axis=1, bitorder="little")[:, :size].astype(np.float32), rows)


def _array(column: array[int]) -> Whole:
    return np.frombuffer(column, dtype=np.int64)


def _log(values: Any) -> Numbers:
    return np.log1p(np.asarray(values, dtype=np.float32))


class Texts:
    """Counts of some texts, each of which holds something."""

    def __init__(self, texts: Sequence[str], title: str = "") -> None:
        joined = "\n".join(texts)
        points = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
        classes = _table().take(points, mode="clip")
        number, size = len(texts), len(_CLASSES)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=number)
        starts = np.zeros(number, dtype=np.int64)
        np.cumsum(lengths[:-1] + 1, out=starts[1:])
        owners = np.repeat(np.arange(0, number * size, size), lengths + 1)[:-1]
        counts = np.bincount(owners + classes, minlength=number * size).reshape(number, size)
        counts[:-1, _BLANK] -= 1  # what joins the texts
        self.lengths = lengths
        self.counts = counts
        self.first = classes[starts].astype(np.int64)
        self.last = classes[starts + lengths - 1].astype(np.int64)
        is_blank = classes == _BLANK
        begins = np.flatnonzero(is_blank[:-1] & ~is_blank[1:]) + 1
        if not is_blank[0]:
            begins = np.concatenate([[0], begins])
        self.words = np.bincount(owners[begins] // size, minlength=number)
        capitals = begins[classes[begins] == _UPPER]
        self.capitals = np.bincount(owners[capitals] // size, minlength=number)
        flat = joined.lower().split()
        ends = np.cumsum(self.words)
        self.known = self._hits(flat, ends, self._stops(texts, lengths))
        in_title = frozenset(title.lower().split())
        self.titled = self._hits(flat, ends, in_title) if in_title else np.zeros(number, dtype=np.int64)
        self.title_words = len(in_title)
        # Of scripts without blanks two code points count as a word.
        dense = counts[:, _DENSE] + counts[:, _KANA]
        self.size = self.words + dense // 2

    @staticmethod
    def _stops(texts: Sequence[str], lengths: Whole) -> frozenset[str]:
        """The stop words of the language that the longest texts are in."""
        longest = np.argsort(-lengths, kind="stable")[:8]
        sample = " ".join(texts[number][:_SAMPLE] for number in sorted(longest.tolist()))
        code = vote(sample)
        return _stopwords(code) if code else _all_stopwords()

    @staticmethod
    def _hits(flat: list[str], ends: Whole, words: frozenset[str]) -> Whole:
        hits = np.zeros(len(flat) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(words.__contains__, flat), dtype=np.bool_, count=len(flat)), out=hits[1:])
        sums = hits[ends]
        sums[1:] -= hits[ends[:-1]]
        return sums


TEXT_NAMES: Final = (
    *(f"share of {name}" for name in _CLASSES[1:]),
    *(f"first {name}" for name in _CLASSES[1:]),
    *(f"last {name}" for name in _CLASSES[1:]),
    "words", "code points", "length of words", "words with a capital", "stop words", "share of stop words",
    "words of the title", "share of the title", "stops", "commas", "is long",
)  # fmt: skip


def of_texts(texts: Texts) -> Numbers:
    """What each text tells by itself: one row a text, columns by `TEXT_NAMES`."""
    lengths = texts.lengths[:, None].astype(np.float32)
    words = np.maximum(texts.words, 1)
    rest = np.stack(
        [
            _log(texts.size) / 4,
            _log(texts.lengths) / 6,
            np.minimum(texts.lengths / words, 20) / 10,
            texts.capitals / words,
            _log(texts.known) / 3,
            texts.known / words,
            texts.titled / words,
            texts.titled / max(1, texts.title_words),
            _log(texts.counts[:, 8]),
            _log(texts.counts[:, 9]),
            texts.size >= _LONG,
        ],
        axis=1,
        dtype=np.float32,
    )
    size = len(_CLASSES)
    return np.concatenate(
        [texts.counts[:, 1:] / lengths, _one_hot(texts.first, size)[:, 1:], _one_hot(texts.last, size)[:, 1:], rest],
        axis=1,
        dtype=np.float32,
    )


_INSIDE: Final = tuple(inside.name or "" for inside in Inside)


@cache
def whole_names() -> tuple[str, ...]:
    """The names of what the page tells as a whole."""
    return (
        "page: blocks", "page: words", "page: links", "page: long", "page: long share", "page: titles", "page: articles",
        "page: forms", "page: pictures", "page: code", "page: table", "page: money", "page: list", "page: alike",
        "page: main", "page: has main", "page: nav",
        *(f"page: is {name}" for name in _groups("kinds")[0]), "page: kinds",
        *(f"address: {name}" for name in _groups("address")[0]),
        "address: known", "address: root", "address: depth", "address: hyphens", "address: digits", "address: query",
        "address: suffix",
        *(f"page: class {name}" for name in _groups("classes")[0]),
    )  # fmt: skip


@cache
def page_names() -> tuple[str, ...]:
    """The names of the columns of `of_page`."""
    classes = _groups("classes")[0]
    tags = (*_TAGS, "another")
    trees = ("words", "share of the page's words", "share of links", "words a block", "blocks", "share of long blocks", "depth")
    return (
        *TEXT_NAMES,
        "share of links", "links", "share of bold", "pictures", "all links", "lines",
        *(f"in {name.lower()}" for name in _INSIDE),
        *(f"tag {tag}" for tag in tags), *(f"parent {tag}" for tag in tags),
        *(f"class {name}" for name in classes), *(f"near class {name}" for name in classes),
        *(f"outer class {name}" for name in classes), *(f"inner class {name}" for name in classes),
        *(f"{name}, level {level}" for level in range(_LEVELS) for name in trees),
        "place", "place by words", "from the top", "from the end", "from the title", "after the title", "from the first long",
        "from the last long", "between the long", "since a heading", "level of the heading", "depth",
        "worth of its element", "worth of the best", "in the best", "steps to the best", "in the best's parent",
        "away from the best", "away from the title", "words around the title",
        "blocks alike", "words alike", "length of those alike", "links of those alike", "share of words alike", "copies",
        *whole_names(),
    )  # fmt: skip


class Group(NamedTuple):
    """Some columns: a table of their different rows, and which of these each block has."""

    table: Numbers
    rows: Whole | None = None
    """None: block `i` has row `i`."""

    def dense(self) -> Numbers:
        """The columns themselves, a row a block."""
        return self.table if self.rows is None else self.table[self.rows]

    def of(self, number: int) -> Numbers:
        """The row of block `number`."""
        return np.asarray(self.table[number if self.rows is None else self.rows[number]])


def groups_of(page: Page) -> tuple[list[Group], Numbers]:
    """What each block of `page` tells, in groups of columns, and what the page tells as a whole; columns by `page_names`.

    The whole's columns are the last ones. `page` has blocks. A page of a megabyte may have 50,000 of them: their columns
    side by side are 90 MB, of which most are zeros.
    """
    texts = Texts(page.texts, page.title)
    tree = _Tree(page, texts)
    groups = [
        Group(of_texts(texts)),
        Group(_of_links(page, texts)),
        *tree.of_tags(),
        *tree.of_classes(),
        *tree.of_levels(),
        Group(_of_places(page, texts, tree)),
        Group(tree.of_worth()),
        Group(_of_copies(page, texts)),
    ]
    return groups, _of_whole(page, texts, tree)


def of_page(page: Page) -> tuple[Numbers, Numbers]:
    """The same with all groups of columns side by side, a row a block. A page without blocks has no rows."""
    if not len(page):
        return np.zeros((0, len(page_names()) - len(whole_names())), np.float32), np.zeros(len(whole_names()), np.float32)
    groups, whole = groups_of(page)
    return np.concatenate([group.dense() for group in groups], axis=1, dtype=np.float32), whole


def forms(page: Page) -> Whole:
    """For each block the number of its form: its element and all around it, by tag and first class, as ids tell posts apart."""
    known: dict[tuple[int, str, str], int] = {}
    numbers: list[int] = []
    for parent, tag, words in zip(page.parents, page.element_tags, page.words, strict=True):
        outer = numbers[parent] if parent >= 0 else -1
        numbers.append(known.setdefault((outer, tag, words.partition(" ")[0]), len(known)))
    return np.array(numbers)[_array(page.holders)]


def _of_links(page: Page, texts: Texts) -> Numbers:
    share = _array(page.links) / texts.lengths
    return np.stack(
        [
            share,
            _log(_array(page.anchors)),
            _array(page.bold) / texts.lengths,
            np.minimum(_array(page.images), 3),
            share > 0.9,
            _log([text.count("\n") for text in page.texts]),
        ],
        axis=1,
        dtype=np.float32,
    )


class _Tree:
    """A page's elements as arrays, and what stands in each."""

    def __init__(self, page: Page, texts: Texts) -> None:
        self.page, self.texts = page, texts
        self.holders = _array(page.holders)
        self.parents = np.maximum(_array(page.parents), 0)  # text from embedded data has a root of its own
        self.firsts, self.lasts = _array(page.firsts), _array(page.lasts)
        own = list(map(class_bits, page.words))
        self.own = np.array(own, dtype=np.uint64)
        outer: list[int] = []
        depths: list[int] = []
        for parent, bits in zip(page.parents, own, strict=True):
            outer.append(bits | outer[parent] if parent >= 0 else bits)
            depths.append(depths[parent] + 1 if parent >= 0 else 0)
        self.outer = np.array(outer, dtype=np.uint64)
        self.depths = np.array(depths)
        self.inside = _array(page.insides)
        self.tags = np.array([_TAG.get(tag, _OTHER) for tag in page.element_tags])
        self.wider = self._wider()

    def _wider(self) -> Whole:
        """For each element the nearest one around it that holds more blocks."""
        wider = self.parents.copy()
        while True:
            same = (self.firsts[wider] == self.firsts) & (self.lasts[wider] == self.lasts) & (wider > 0)
            if not same.any():
                return wider
            wider[same] = self.parents[wider[same]]

    def _sum(self, values: Any) -> npt.NDArray[np.float64]:
        """The sum of the blocks' `values` in each element."""
        sums = np.zeros(len(values) + 1)
        np.cumsum(values, out=sums[1:])
        return np.asarray(sums[self.lasts] - sums[self.firsts])

    def of_tags(self) -> list[Group]:
        parent = self.parents[self.holders]
        tags = np.eye(_OTHER + 1, dtype=np.float32)
        return [
            _distinct(self.inside[self.holders], len(_INSIDE)),
            Group(tags, self.tags[self.holders]),
            Group(tags, self.tags[parent]),
        ]

    def of_classes(self) -> list[Group]:
        size = len(_groups("classes")[0])
        parent = self.parents[self.holders]
        near = self.own[parent] | self.own[self.parents[parent]]
        inline = np.array(list(map(class_bits, self.page.inline)), dtype=np.uint64)
        self.classes = _distinct(self.outer[self.holders], size)
        return [
            _distinct(self.own[self.holders], size),
            _distinct(near, size),
            self.classes,
            _distinct(inline, size),
        ]

    def of_levels(self) -> list[Group]:
        texts = self.texts
        words, links = self._sum(texts.size), self._sum(_array(self.page.links))
        length, blocks = self._sum(texts.lengths), self.lasts - self.firsts
        long = self._sum(texts.size * (texts.size >= _LONG))
        total = max(1, int(texts.size.sum()))
        some = np.maximum(blocks, 1)
        of_elements = np.stack(
            [
                _log(words) / 4,
                words / total,
                links / np.maximum(length, 1),
                _log(words / some) / 3,
                _log(blocks) / 3,
                long / np.maximum(words, 1),
                self.depths / 20,
            ],
            axis=1,
            dtype=np.float32,
        )
        at = self.holders
        levels = []
        for _ in range(_LEVELS):
            levels.append(Group(of_elements, at))
            at = self.wider[at]
        return levels

    def _away(self, element: int) -> npt.NDArray[np.int64]:
        """For each block, how many times one must look wider around `element` to have it in sight."""
        numbers = np.arange(len(self.holders))
        steps = np.zeros(len(numbers), dtype=np.int64)
        while True:
            outside = (numbers < self.firsts[element]) | (numbers >= self.lasts[element])
            if not outside.any() or not element:
                return steps
            steps += outside
            element = int(self.wider[element])

    def of_worth(self) -> Numbers:
        """What readability tools go by: paragraphs give worth to their element's parents."""
        texts = self.texts
        share = _array(self.page.links) / texts.lengths
        worth = (1 + texts.counts[:, 9] + np.minimum(texts.lengths / 100, 3)) * (texts.size >= _LONG) * (1 - share)
        parent = self.parents[self.holders]
        above = self.parents[parent]
        size = len(self.parents)
        total = (
            np.bincount(self.holders, worth, size) / 2 + np.bincount(parent, worth, size) + np.bincount(above, worth, size) / 2
        )
        best = int(total.argmax())
        most = max(float(total[best]), 1.0)
        numbers = np.arange(len(self.holders))
        around = int(self.wider[best])
        titled = int(self.holders[next((i for i, tag in enumerate(self.page.tags) if tag == "h1"), 0)])
        above_title = int(self.wider[titled])
        within = (numbers >= self.firsts[best]) & (numbers < self.lasts[best])
        steps = np.maximum(self.firsts[best] - numbers, numbers - self.lasts[best] + 1)
        return np.stack(
            [
                np.maximum(np.maximum(total[self.holders], total[parent]), total[above]) / most,
                np.full(len(numbers), np.log1p(most) / 4),
                within,
                np.where(within, 0, _log(np.maximum(steps, 0)) * np.where(numbers < self.firsts[best], -1, 1)),
                (numbers >= self.firsts[around]) & (numbers < self.lasts[around]),
                self._away(best) / 5,
                self._away(titled) / 5,
                np.full(len(numbers), np.log1p(self.lasts[above_title] - self.firsts[above_title]) / 4),
            ],
            axis=1,
            dtype=np.float32,
        )


def _of_places(page: Page, texts: Texts, tree: _Tree) -> Numbers:
    number = len(page)
    at = np.arange(number)
    words = np.cumsum(texts.size)
    title = next((i for i, tag in enumerate(page.tags) if tag == "h1"), 0)
    long = np.flatnonzero((texts.size >= _LONG) & (_array(page.links) < texts.lengths * 0.5))
    first, last = (int(long[0]), int(long[-1])) if len(long) else (0, number - 1)
    heading = np.array(page.levels)
    since = np.maximum.accumulate(np.where(heading > 0, at, -1))
    return np.stack(
        [
            at / number,
            words / max(1, words[-1]),
            _log(at) / 3,
            _log(number - 1 - at) / 3,
            _signed(at - title),
            at > title,
            _signed(at - first),
            _signed(at - last),
            (at >= first) & (at <= last),
            _log(at - since) / 3,
            np.where(since >= 0, heading[since], 0) / 6,
            tree.depths[tree.holders] / 20,
        ],
        axis=1,
        dtype=np.float32,
    )


def _signed(steps: Whole) -> Numbers:
    return np.sign(steps) * _log(np.abs(steps)) / 3


def _of_copies(page: Page, texts: Texts) -> Numbers:
    """Blocks whose elements and their parents have one tag and class, and blocks of the same text."""
    keys: dict[tuple[str, str, str], int] = {}
    tags, own, parents = page.element_tags, page.words, page.parents
    kinds = np.array([keys.setdefault((tags[at], own[at], own[parents[at]]), len(keys)) for at in page.holders])
    number = np.bincount(kinds)
    words, links, length = (np.bincount(kinds, values) for values in (texts.size, _array(page.links), texts.lengths))
    seen: dict[str, int] = {}
    for text in page.texts:
        seen[text] = seen.get(text, 0) + 1
    return np.stack(
        [
            _log(number[kinds]) / 3,
            _log(words[kinds]) / 4,
            _log(words[kinds] / number[kinds]) / 3,
            links[kinds] / length[kinds],
            words[kinds] / max(1, words.sum()),
            _log([seen[text] - 1 for text in page.texts]),
        ],
        axis=1,
        dtype=np.float32,
    )


def _of_whole(page: Page, texts: Texts, tree: _Tree) -> Numbers:
    """What the page tells as a whole, by its counts, its own word and its address."""
    total = max(1, int(texts.size.sum()))
    long = texts.size >= _LONG
    tags = page.element_tags
    inside = tree.inside[tree.holders]

    def share(bit: int) -> float:
        return float((texts.size * ((inside & bit) > 0)).sum() / total)

    kinds = np.bincount(tree.holders)
    counts = [
        np.log1p(len(page)) / 5,
        np.log1p(total) / 7,
        sum(page.links) / max(1, int(texts.lengths.sum())),
        np.log1p(int(long.sum())) / 3,
        float((texts.size * long).sum() / total),
        min(3, tags.count("h1")) / 3,
        np.log1p(tags.count("article")) / 3,
        np.log1p(tags.count("form")) / 3,
        np.log1p(sum(page.images)) / 4,
        share(Inside.CODE),
        share(Inside.TABLE),
        np.log1p(int((texts.counts[:, 14] > 0).sum())) / 3,
        share(Inside.LIST),
        np.log1p(int(kinds.max())) / 3,
        share(Inside.MAIN),
        float((inside & Inside.MAIN).any()),
        share(Inside.NAV),
    ]
    lowered = [kind.lower() for kind in page.kinds]
    said = _known("kinds", lowered)
    size = len(_groups("kinds")[0])
    table, rows = tree.classes
    assert rows is not None
    classes = np.bincount(rows, texts.size, len(table)) @ table / total
    return np.concatenate(
        [
            counts,
            [said >> bit & 1 for bit in range(size)],
            [np.log1p(len(lowered)) / 3],
            _of_address(page.url),
            classes,
        ],
        dtype=np.float32,
    )


def _of_address(url: str) -> list[float]:
    size = len(_groups("address")[0])
    rest = url.partition("://")[2].lower()
    if not rest:
        return [0.0] * (size + 7)
    host, _, path = rest.partition("/")
    path, _, query = path.partition("?")
    said = _known("address", [*_SPLIT.split(path), host.split(".")[0]])
    parts = [part for part in path.split("/") if part]
    last = parts[-1] if parts else ""
    return [
        *(float(said >> bit & 1) for bit in range(size)),
        1.0,
        float(not parts),
        min(len(parts), 8) / 4,
        min(last.count("-"), 12) / 6,
        min(sum(map(str.isdigit, last)), 10) / 5,
        float(bool(query)),
        float("." in last),
    ]
