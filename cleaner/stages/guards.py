"""Keeps what other stages must not touch: code, with fences and without, and what keep rules of the packs find.

Without fences, code is known by its signs: lines that end in a brace or a semicolon, hold an arrow, a call or an assignment
stand close together, and no prose among them. Words of programming languages are not needed for that.
"""

from __future__ import annotations

from typing import Final

from cleaner.matcher import Hit
from cleaner.packs import Heuristic
from cleaner.reading import Reading

FENCED: Final = Heuristic("keep.code-fence", "Code between fences stays as it is.", "careful")
CODE: Final = Heuristic("keep.code", "Lines of code stay as they are.", "careful")
RULES: Final = (FENCED, CODE)

_FENCE: Final = "```"
_TOKENS: Final = frozenset('.,:;"')  # alone on a line where a page sets each word of its code apart
_KINDS: Final = 3  # of them, where no other signs are: data, not names with commas between
_LINE: Final = 160  # code points of a line of code at most
_BETWEEN: Final = 60  # of a line among them that has no sign of code
_APART: Final = 3  # lines from one with such signs to the next, at most
_LEAST: Final = 4  # lines with such signs


def mark(reading: Reading) -> None:
    """Keeps on everything from a fence to the next one, and on the hits of keep rules."""
    _fences(reading)
    if reading.page is None:  # whose markup tells code
        _code(reading)
    for index, hits in reading.hits.items():
        for hit in hits:
            if hit.rule.keep and reading.stands(index, hit.rule.where):
                _keep(reading, index, hit)


def _keep(reading: Reading, index: int, hit: Hit) -> None:
    rule, at = hit.rule, reading.document.start(index)
    if reading.is_whole(index, hit):
        reading.keep(index, index, rule.id, rule.reason)
    else:
        reading.keep_part(at + hit.start, at + hit.end, rule.id, rule.reason)


def _fences(reading: Reading) -> None:
    document = reading.document
    if _FENCE not in document.joined:
        return
    fences = [index for index, text in enumerate(document.texts) if text.startswith(_FENCE)]
    for first, last in zip(fences[::2], fences[1::2], strict=False):
        reading.keep(first, last, FENCED.id, FENCED.reason)


def _code(reading: Reading) -> None:
    document = reading.document
    if not document.coded:
        return
    texts, lengths, paragraph = document.texts, document.lengths, document.is_paragraph
    strong = {index for index in document.coded if lengths[index] <= _LINE and index not in paragraph}
    signed = sorted(strong.union(index for index in document.signs if texts[index] in _TOKENS))
    first = 0
    for last, index in enumerate(signed):
        following = signed[last + 1] if last + 1 < len(signed) else len(texts) + _APART
        if following - index <= _APART and all(lengths[i] <= _BETWEEN for i in range(index + 1, following)):
            continue
        run = signed[first : last + 1]
        if len(strong.intersection(run)) >= _LEAST or len({texts[i] for i in run} & _TOKENS) >= _KINDS:
            reading.keep(run[0], index, CODE.id, CODE.reason)
        first = last + 1
