"""The source as it arrived: one text that never changes, and its blocks."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, compress
from typing import Final, NamedTuple

# One character for one character, so a place in the folded text is the same place in the source.
_FOLDS: Final = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u02bc", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u201e", '"'),
    ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2011", "-"), ("\u2010", "-"), ("\t", " "),
)  # fmt: skip
# Zero width, and no letter of any word: str.strip() leaves them, a reader does not see them.
_INVISIBLE: Final = "\u200b\u2060\ufeff\u200e\u200f\u00ad"
_STRIP: Final = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u2009\u2028\u2029\u202f\u3000\x00" + _INVISIBLE

STOPS: Final = frozenset(".!?…。！？।॥؟۔։።⋮")  # the ends of sentences, in any script
CLOSERS: Final = "\"'”’»›)]}】」』）*† " + "\u200f"
_PROSE: Final = 80  # code points; of scripts without spaces, two fifths of that
_PROSE_DENSE: Final = 32


def fold(text: str) -> str:
    """`text` with typographic quotes, hyphens and blanks as plain ones, each in its place."""
    if not text.isascii():
        for odd, plain in _FOLDS[:-1]:
            text = text.replace(odd, plain)
    return text.replace("\t", " ")


def ends_sentence(text: str) -> bool:
    """Whether `text` closes with the stop of a sentence, quotes and brackets aside."""
    return text[-1:] in STOPS or text.rstrip(CLOSERS)[-1:] in STOPS


def is_dense(text: str) -> bool:
    """Whether `text` is of a script that writes words without blanks between them."""
    middle = text[len(text) // 2 : len(text) // 2 + 1]
    return "\u0e00" <= middle <= "\u0eff" or "\u1000" <= middle <= "\u109f" or "\u2e80" <= middle <= "\u9fff"


def is_prose(text: str) -> bool:
    """Whether `text` reads as a paragraph: long, and closed like a sentence where the script has stops."""
    if len(text) < _PROSE and (len(text) < _PROSE_DENSE or not is_dense(text)):
        return False
    return ends_sentence(text) or "\u0e00" <= text[len(text) // 2] <= "\u109f"


def count_words(text: str) -> int:
    """Words in `text`; of scripts without blanks, one for every two characters."""
    return len(text) // 2 if is_dense(text) else len(text.split())


class Block(NamedTuple):
    """A line of the source that is not blank, without the blanks around it."""

    index: int
    start: int
    """First code point of the block in the document's text."""
    end: int
    """One past its last code point."""
    text: str
    """What stands there, typographic quotes and blanks folded to plain ones."""


class Document:
    """A text and its blocks, held as columns: `texts[i]` is block `i`, `lines[i]` where its line begins.

    `lines` has one entry more than there are blocks, the length of the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        folded = fold(text)
        raw = folded.splitlines(keepends=True)
        if any(mark in folded for mark in "\x00" + _INVISIBLE):
            stripped = [line.strip(_STRIP) for line in raw]
        else:
            stripped = list(map(str.strip, raw))
        self.texts: list[str] = list(filter(None, stripped))
        self.lines: list[int] = list(compress(accumulate(map(len, raw), initial=0), stripped))
        self.lines.append(len(text))

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def distinct(self) -> dict[str, int]:
        """Each different block text once, with the place where it stands last."""
        return dict(zip(self.texts, range(len(self.texts)), strict=True))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The blocks at which each text that stands more than once stands."""
        if len(self.distinct) == len(self.texts):
            return {}
        last = self.distinct
        places: dict[str, list[int]] = {}
        for index, text in enumerate(self.texts):
            if last[text] != index or text in places:
                places.setdefault(text, []).append(index)
        return places

    @cached_property
    def prose(self) -> list[int]:
        """The blocks that read as paragraphs, in order."""
        return [i for i, text in enumerate(self.texts) if len(text) >= _PROSE_DENSE and is_prose(text)]

    @cached_property
    def body(self) -> tuple[int, int]:
        """First and last block that reads as a paragraph; an empty range at the end if none does."""
        return (self.prose[0], self.prose[-1]) if self.prose else (len(self), len(self) - 1)

    def start(self, index: int) -> int:
        """Where the block's own text begins, in code points."""
        line = self.lines[index]
        return line + fold(self.text[line : self.lines[index + 1]]).index(self.texts[index])

    def end(self, index: int) -> int:
        """One past the last code point of the block's own text."""
        return self.start(index) + len(self.texts[index])

    def block(self, index: int) -> Block:
        """Block `index` as one value."""
        return Block(index, self.start(index), self.end(index), self.texts[index])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The lines of blocks `first` to `last`, with the blank lines that follow them."""
        return self.lines[first], self.lines[last + 1]

    def raw(self, index: int) -> str:
        """The block as the source has it, nothing folded."""
        return self.text[self.start(index) : self.end(index)]

    def gap(self, index: int) -> int:
        """Blank lines before the block; none before the first."""
        if index == 0:
            return 0
        between = self.text[self.end(index - 1) : self.lines[index]]
        return len(between.splitlines()) - 1

    def at(self, place: int) -> int:
        """The block whose line, or the blank lines after it, hold code point `place`; 0 before the first."""
        return max(0, bisect_right(self.lines, place, 0, len(self.texts)) - 1)
