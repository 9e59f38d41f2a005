"""The source as it arrived: one text that never changes, and its blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate, compress
from typing import Final, NamedTuple

# One character for one character, so a place in the folded text is the same place in the source.
_FOLDS: Final = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u02bc", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u201e", '"'),
    ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2011", "-"), ("\u2010", "-"),
    # The dotted and the dotless i of Turkish, each other's capitals elsewhere.
    ("\u0130", "I"), ("\u0131", "i"),
)  # fmt: skip
# Figures of other scripts, and letters that Arabic, Persian and Urdu write in more than one way.
_LETTERS: Final[dict[int, str]] = {
    **{
        first + figure: str(figure)
        for first in (0x660, 0x6F0, 0x966, 0x9E6, 0xBE6, 0xC66, 0xE50, 0xFF10)
        for figure in range(10)
    },
    **{ord(letter): plain for letter, plain in zip("يىكأإآٱ", "ییکاااا", strict=True)},
}
_LEADS: Final = (b"\xd8", b"\xd9", b"\xda", b"\xdb", b"\xe0", b"\xef\xbc")  # bytes with which these begin in UTF-8
# Zero width, and no letter of any word: str.strip() leaves them, a reader does not see them.
_INVISIBLE: Final = ("\u200b", "\u2060", "\u200d", "\ufeff", "\u200e", "\u200f", "\u00ad")
_BLANK: Final = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
STRIP: Final = _BLANK + "\u2009\u200a\u2028\u2029\u202f\u205f\u3000\x00" + "".join(_INVISIBLE)

STOPS: Final = frozenset(".!?…。！？।॥؟۔։።")  # the ends of sentences, in any script
CLOSERS: Final = "\"'”’»›)]}】」』）*† "
LONG: Final = 60  # code points from which on a line is no heading or button
_PROSE: Final = 80  # code points; of scripts without blanks between words, two fifths of that
_PROSE_DENSE: Final = 32
_PROSE_UNSTOPPED: Final = 120  # code points of scripts without stops as well, whose titles are as long as a short paragraph
_SAMPLE: Final = 96  # code points looked at for the script
_SAMPLE_SHARE: Final = 40
_GOES_ON: Final = ",.;:)"  # what a line begins with that goes on with the sentence of the one before
_OPEN: Final = ",(-–0123456789"  # what such a one ends with, a small letter aside
_LONG_PROSE: Final = 120  # a blurb or a note on the author is shorter
_SIGN: Final = 3  # code points
_PLACES: Final = ("long", "numbered", "signs")  # columns of block numbers that hang on each block alone
# What code is known by. Plain tests of a text are five times as fast as one pattern of them all.
_CODE_SIGNS: Final = "{=<_\\"
_CODE_FEW: Final = 3  # of these signs in a text, below which its lines need no look
_CODE_BEGINS: Final = ("{", "}", "[", "]", "<", "@")
_CODE_ENDS: Final = ("{", "}", "[", "]", ";", "\\")
_CODE_HOLDS: Final = ("()", "==", "!=", "<=", ">=", "=>", "->", "::", "</", "/>", " = ")
_CODE_MAY: Final = ("(", "=", "_", "'", '"')  # what the pattern wants one of
_CODE: Final = re.compile(r"\w\(|\w=\S|^\W{0,8}\w{1,40}_\w|^[\"'][^\"' ]{1,40}[\"'][,:;]?$")
_OPERATORS: Final = frozenset("()=<>+*/-")
_OPERATOR: Final = 5  # code points of such signs alone on a line
_NO_CODE: Final = bytes(set(range(256)) - set(b"\n{}[]<>@;\\()=:/_\"'+*"))
_PLAIN: Final = b"\"':/+*"
_NO_DIGITS: Final = bytes(set(range(256)) - set(b"\n0123456789"))


def fold(text: str) -> str:
    """`text` with typographic quotes, hyphens and blanks as plain ones, and variants of letters and figures as one of them.

    Each in its place: one code point for one.
    """
    if not text.isascii():
        for odd, plain in _FOLDS:
            text = text.replace(odd, plain)
        if any(map(text.encode("utf-8", "surrogatepass").__contains__, _LEADS)):  # `translate` is slow
            text = text.translate(_LETTERS)
    return text.replace("\t", " ")


def ends_sentence(text: str) -> bool:
    """Whether `text` closes with the stop of a sentence, quotes and brackets aside."""
    return text[-1:] in STOPS or text.rstrip(CLOSERS)[-1:] in STOPS


def is_dense(text: str) -> bool:
    """Whether `text` is of a script that writes words without blanks between them."""
    middle = text[len(text) // 2 : len(text) // 2 + 1]
    return middle >= "\u0e00" and (
        middle <= "\u0eff" or "\u1000" <= middle <= "\u109f" or "\u1780" <= middle <= "\u17ff" or "\u2e80" <= middle <= "\u9fff"
    )


def is_prose(text: str) -> bool:
    """Whether `text` reads as a paragraph: long, and closed like a sentence where the script has stops."""
    if len(text) < _PROSE and (len(text) < _PROSE_DENSE or not is_dense(text)):
        return False
    return ends_sentence(text) or (len(text) >= _PROSE_UNSTOPPED and is_dense(text) and text[len(text) // 2] < "\u2e80")


def count_words(text: str) -> int:
    """Words in `text`; of scripts without blanks, one for every two characters."""
    return len(text) // 2 if is_dense(text) else text.count(" ") + 1


def with_digits(text: str) -> list[bytes]:
    """The digits 0-9 of each line of `text`."""
    return _only(text, _NO_DIGITS)


def _only(text: str, others: bytes) -> list[bytes]:
    """What is left of each line of `text` without the bytes `others`."""
    return text.encode("utf-8", "replace").translate(None, others).split(b"\n")


def has_code(text: str) -> bool:
    """Whether a line has a sign of code: a brace, a call, an assignment, operators alone."""
    return (
        text.startswith(_CODE_BEGINS)
        or text.endswith(_CODE_ENDS)
        or any(map(text.__contains__, _CODE_HOLDS))
        or (any(map(text.__contains__, _CODE_MAY)) and _CODE.search(text) is not None)
        or (len(text) <= _OPERATOR and _OPERATORS.issuperset(text.rstrip(",:;") or " "))
    )


class Block(NamedTuple):
    """A line of the source that is not blank, without the blanks around it."""

    number: int
    """Its place among the blocks, from 0."""
    start: int
    """First code point of the block in the document's text."""
    end: int
    """One past its last code point."""
    text: str
    """What stands there, typographic quotes, hyphens and blanks folded to plain ones."""


class Document:
    """A text and its blocks, held as columns: `texts[i]` is block `i`, `raws[i]` the same with nothing folded."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.raws: list[str] = list(filter(None, self._stripped(text.splitlines())))
        joined = "\n".join(self.raws)
        self.joined = fold(joined)
        self.texts: list[str] = self.raws if self.joined is joined else self.joined.split("\n")

    def without(self, blocks: Iterable[int], text: str) -> Document:
        """The document of `text`, which is this one's without the lines of `blocks`; what is known of the rest is kept."""
        stay = bytearray(b"\1") * len(self.texts)
        for index in blocks:
            stay[index] = 0
        number = list(accumulate(stay, initial=0))
        left = Document.__new__(Document)
        left.text = text
        left.raws = list(compress(self.raws, stay))
        left.texts = left.raws if self.texts is self.raws else list(compress(self.texts, stay))
        known, columns = left.__dict__, self.__dict__
        if "lengths" in columns:
            known["lengths"] = list(compress(self.lengths, stay))
        for name in _PLACES:
            if name in columns:
                known[name] = [number[index] for index in columns[name] if stay[index]]
        return left

    @cached_property
    def joined(self) -> str:
        """All of `texts`, a line each."""
        return "\n".join(self.texts)

    def _stripped(self, raw: list[str]) -> list[str]:
        text = self.text
        if "\x00" in text or (not text.isascii() and any(map(text.__contains__, _INVISIBLE))):
            return [line.strip(STRIP) for line in raw]
        return list(map(str.strip, raw))

    @cached_property
    def lines(self) -> list[int]:
        """Where each block's line begins, in code points, and last the length of the text."""
        raw = self.text.splitlines(keepends=True)
        starts = list(accumulate(map(len, raw), initial=0))
        if len(raw) == len(self.texts):
            return starts
        lines = list(compress(starts, self._stripped(raw)))
        lines.append(len(self.text))
        return lines

    @cached_property
    def _line_starts(self) -> list[int]:
        return list(accumulate(map(len, self.text.splitlines(keepends=True)), initial=0))

    def line_number(self, index: int) -> int:
        """The block's line in the text, blank lines counted, from 1."""
        return bisect_right(self._line_starts, self.lines[index])

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def blocks(self) -> list[Block]:
        """Every block as one value, in order."""
        return [self.block(index) for index in range(len(self))]

    @cached_property
    def lengths(self) -> list[int]:
        """Code points of each block."""
        return list(map(len, self.texts))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The blocks at which each text that stands more than once stands."""
        counts = Counter(self.texts)
        if len(counts) == len(self.texts):
            return {}
        places: dict[str, list[int]] = {text: [] for text, count in counts.items() if count > 1}
        for index, text in [pair for pair in enumerate(self.texts) if pair[1] in places]:
            places[text].append(index)
        return places

    @cached_property
    def is_dense(self) -> bool:
        """Whether a part of the text is of a script that writes words without blanks between them."""
        if self.text.isascii():
            return False
        sample = self.text[:: len(self.text) // _SAMPLE + 1]
        return max(sample) >= "\u0e00" and sum(map(is_dense, sample)) * _SAMPLE_SHARE > _SAMPLE

    @cached_property
    def prose(self) -> list[int]:
        """The blocks that read as paragraphs, in order."""
        if self.is_dense:
            return [i for i, text in enumerate(self.texts) if len(text) >= _PROSE_DENSE and is_prose(text)]
        texts, lengths = self.texts, self.lengths
        return [
            i
            for i in self.long
            if (lengths[i] >= _PROSE and (texts[i][-1] in STOPS or ends_sentence(texts[i]))) or self.goes_on(i)
        ]

    def goes_on(self, index: int) -> bool:
        """Whether the sentence that the block ends in goes on in the next one: some scrapes set every link apart."""
        text, after = self.texts[index], self.texts[index + 1 : index + 2]
        return bool(after) and (after[0][0] in _GOES_ON or after[0][0].islower()) and (text[-1].islower() or text[-1] in _OPEN)

    @cached_property
    def long(self) -> list[int]:
        """The blocks of 60 code points and more, in order."""
        return [i for i, length in enumerate(self.lengths) if length >= LONG]

    @cached_property
    def is_paragraph(self) -> frozenset[int]:
        """The blocks that read as paragraphs, to ask of one."""
        return frozenset(self.prose)

    @cached_property
    def numbered(self) -> list[int]:
        """The blocks that hold a digit 0-9, in order."""
        return list(compress(range(len(self.texts)), with_digits(self.joined)))

    @cached_property
    def coded(self) -> list[int]:
        """The blocks with a sign of code, in order; none where the text has too few of them to hold any."""
        if sum(map(self.joined.count, _CODE_SIGNS)) < _CODE_FEW:
            return []
        texts = self.texts
        signed = [
            index
            for index, signs in enumerate(_only(self.joined, _NO_CODE))
            # Most lines with signs have quotes and colons, which are code's only in a few places.
            if signs and (signs.strip(_PLAIN) or b"::" in signs or len(texts[index]) <= _OPERATOR or texts[index][0] in "\"'")
        ]
        return [index for index in signed if has_code(texts[index])]

    @cached_property
    def signs(self) -> list[int]:
        """The blocks of up to three code points, none a letter or a digit, in order."""
        texts = self.texts
        short = [index for index, length in enumerate(self.lengths) if length <= _SIGN]
        return [index for index in short if not any(map(str.isalnum, texts[index]))]

    @cached_property
    def body(self) -> tuple[int, int]:
        """First and last long paragraph that stands once; without one, first and last paragraph, or an empty range."""
        texts, places = self.texts, self.places
        once = [i for i in self.prose if texts[i] not in places] or self.prose
        long = [i for i in once if len(texts[i]) >= _LONG_PROSE] or once
        if self.is_dense:
            long = [i for i in once if is_dense(texts[i])] or long
        return (long[0], long[-1]) if long else (len(self), -1)

    def start(self, index: int) -> int:
        """Where the block's own text begins, in code points."""
        text, at = self.text, self.lines[index]
        while text[at] in STRIP:
            at += 1
        return at

    def end(self, index: int) -> int:
        """One past the last code point of the block's own text."""
        return self.start(index) + len(self.texts[index])

    def lifted(self, index: int, span: tuple[int, int] | None) -> str | None:
        """What stands at `span` of the block, as the text has it."""
        return self.raws[index][slice(*span)].strip() if span else None

    def block(self, index: int) -> Block:
        """Block `index` as one value."""
        return Block(index, self.start(index), self.end(index), self.texts[index])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The lines of blocks `first` to `last`, with the blank lines that follow them."""
        return self.lines[first], self.lines[last + 1]

    def gap(self, index: int) -> int:
        """Blank lines before the block; none before the first."""
        if index == 0:
            return 0
        return len(self.text[self.end(index - 1) : self.lines[index]].splitlines()) - 1

    def at(self, place: int) -> int:
        """The block whose line, or the blank lines after it, hold code point `place`; 0 before the first."""
        return max(0, bisect_right(self.lines, place, 0, len(self.texts)) - 1)
