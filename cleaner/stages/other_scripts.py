"""Marks short lines in a script that the rest of the text nowhere uses: controls in the reader's language beside an article.

A line of a few words goes from the head or the foot, and one of very few, alone or with another, from between two paragraphs.
What stays:

- Latin letters, which the articles of every script have for names and titles;
- a script with which anything else in the text is written or mentioned, as in an article in two languages;
- what a colon introduces, with all short lines up to the next paragraph: the words of a lesson, a list of names;
- quotes and verse: a line in quotation marks, three lines of some words together of which no rule knows any;
- lines between paragraphs if there are many of them: the headings of a lesson; and Greek there, the letters of formulas, and
  Chinese, Japanese, Korean and Thai, of which a title is as short as a control;
- a line that ends like a sentence, unless it stands among others that go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from cleaner.document import count_words, ends_sentence
from cleaner.index import is_latin
from cleaner.language import holds_script, script_of
from cleaner.packs import Heuristic
from cleaner.reading import Reading

SCRIPT: Final = Heuristic("frame.other-script", "A short line in another script than the article's.")
RULES: Final = (SCRIPT,)

_WORDS: Final = 8
_BETWEEN: Final = 2  # such lines between paragraphs
_BETWEEN_WORDS: Final = 4  # of each: headings that sentences make are longer
_VERSE: Final = 3  # lines together
_VERSE_WORDS: Final = 3  # of each
_QUOTES: Final = "\"'«‹„“”‘「『《"
_COLONS: Final = (":", "：", "፡")
_KIN: Final = frozenset({"Han", "Kana", "Hangul"})  # which Japanese and Korean mix
_NOT_BETWEEN: Final = frozenset({"Greek", "Thai", *_KIN})


def mark(reading: Reading) -> None:
    """Marks on each such line."""
    document = reading.document
    if is_latin(document.joined) or not document.prose or not reading.rulebook.has(SCRIPT.id):
        return
    own = script_of(document.texts[document.prose[len(document.prose) // 2]])
    strange = _strange(reading, own)
    gone = reading.marked
    rest = [text for index, text in enumerate(document.texts) if index not in strange and index not in gone] if strange else []
    for script in sorted(set(strange.values())):
        lines = [index for index, other in strange.items() if other == script]
        if len(lines) * 2 > len(document) or any(holds_script(script, text) for text in rest):
            continue
        for index in _controls(reading, lines, script):
            reading.mark(index, index, SCRIPT.id, SCRIPT.reason, 0.8)


def _strange(reading: Reading, own: str) -> dict[int, str]:
    """The short lines in another script than the article's, in order, each with its script."""
    found = {}
    for index, text in enumerate(reading.document.texts):
        if is_latin(text) or count_words(text) > _WORDS:
            continue
        script = script_of(text)
        if script not in ("", "Latin", own) and not {script, own} <= _KIN:
            found[index] = script
    if reading.title in found and not _is_mistaken(reading, found, reading.title):
        del found[reading.title]
    return found


def _is_mistaken(reading: Reading, strange: dict[int, str], title: int) -> bool:
    """Whether what looks like the title is a control: another line may be the title, and others have its script."""
    others = [index for index in range(title + 1, reading.head) if index not in strange and index not in reading.hits]
    return bool(others) and list(strange.values()).count(strange[title]) > 1


def _controls(reading: Reading, lines: list[int], script: str) -> Iterator[int]:
    """Those of the lines of a script that stand as controls do."""
    document = reading.document
    texts = document.texts
    free = [index for index in lines if texts[index][0] not in _QUOTES and not _is_introduced(reading, index)]
    runs = [[index for _, index in run] for _, run in groupby(enumerate(free), lambda pair: pair[1] - pair[0])]
    framed = [index for run in runs if not _is_verse(reading, run) for index in run if _is_framed(reading, index)]
    labels = [index for index in framed if not ends_sentence(texts[index])]
    yield from framed if len(labels) * 2 > len(framed) else labels
    between = [run for run in runs if not _is_framed(reading, run[0])]
    if script not in _NOT_BETWEEN and sum(map(len, between)) <= _BETWEEN:
        paragraph = document.is_paragraph
        for run in between:
            short = all(count_words(texts[index]) <= _BETWEEN_WORDS and not ends_sentence(texts[index]) for index in run)
            if short and {run[0] - 1, run[-1] + 1} <= paragraph:
                yield from run


def _is_framed(reading: Reading, index: int) -> bool:
    return reading.in_head(index) or reading.in_tail(index)


def _is_introduced(reading: Reading, index: int) -> bool:
    """Whether a line of the text that ends in a colon stands before the line, with none but short ones between."""
    document = reading.document
    for before in range(index - 1, -1, -1):
        if document.texts[before].endswith(_COLONS):
            return before not in reading.hits
        if before in document.is_paragraph:
            return False
    return False


def _is_verse(reading: Reading, run: Iterable[int]) -> bool:
    texts = reading.document.texts
    lines = [index for index in run if count_words(texts[index]) >= _VERSE_WORDS]
    return len(lines) >= _VERSE and not any(index in reading.hits for index in run)
