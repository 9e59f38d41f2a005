"""Marks what the rule packs know by its words.

A rule's `where` says what company it needs: `head` before the first paragraph or among the first blocks, `tail` after the last
one or among the last, `edge` either, `company` either or beside another block that goes, `end` where nothing follows but what
goes. Three in a row that ask for company have each other, unless a line with a colon leads to them. Lone signs ("|", "+") are
controls in such company too. Words in the middle of a sentence are none, even where the scrape sets them on lines of their own.
This stage comes last of those that mark whole blocks, to see them.
"""

from __future__ import annotations

from typing import Final

from cleaner.matcher import Hit
from cleaner.packs import LIST_SCOPES, Heuristic
from cleaner.reading import Reading

SIGN: Final = Heuristic("frame.sign", "A lone sign beside other controls.")
RULES: Final = (SIGN,)

_ROW: Final = 3  # blocks; in 2,246 scrapes six lines in a hundred of such rows are text, of two in a row one in six


def mark(reading: Reading) -> None:
    """Marks of all rules of phrases and patterns, and lone signs."""
    gone = set(reading.marked)
    waiting: list[tuple[int, Hit | None]] = []
    for index, hits in reading.hits.items():
        for hit in hits:
            if hit.rule.cues or hit.rule.keep or hit.rule.scope in LIST_SCOPES:
                continue
            if reading.is_whole(index, hit) and reading.is_inside_sentence(index):
                continue
            if reading.stands(index, hit.rule.where):
                if reading.is_whole(index, hit):
                    gone.add(index)
                _mark(reading, index, hit)
            elif hit.rule.where in ("company", "end"):
                waiting.append((index, hit))
    waiting += [(index, None) for index in reading.document.signs]
    if waiting:
        waiting.sort(key=lambda pair: pair[0])
        _mark_rows(reading, waiting, gone)
        _mark_in_company(reading, waiting, gone)


def _mark_rows(reading: Reading, waiting: list[tuple[int, Hit | None]], gone: set[int]) -> None:
    """Mark rows of whole blocks without figures that wait for company."""
    document = reading.document
    numbered = set(document.numbered)
    alone = {
        index: hit
        for index, hit in waiting
        if hit and hit.rule.where == "company" and reading.is_whole(index, hit) and index not in numbered
    }
    row: list[int] = []
    for index in [*alone, len(document) + 1]:
        if row and index != row[-1] + 1:
            if len(row) >= _ROW and not (row[0] and document.texts[row[0] - 1].endswith((":", "："))):
                for number in row:
                    _mark(reading, number, alone[number])
                gone.update(row)
            row = []
        row.append(index)


def _mark_in_company(reading: Reading, waiting: list[tuple[int, Hit | None]], gone: set[int]) -> None:
    """Mark what waits for company where it has some, down the document and up again; a lone sign has no hit."""
    last = len(reading.document)
    for index, hit in [*waiting, *reversed(waiting)]:
        if index in gone:
            continue
        if hit is not None and hit.rule.where == "end":
            stands = all(after in gone for after in range(index + 1, last))
        else:
            stands = index - 1 in gone or index + 1 in gone
        if stands:
            gone.add(index)
            if hit is None:
                reading.mark(index, index, SIGN.id, SIGN.reason, 0.8)
            else:
                _mark(reading, index, hit)


def _mark(reading: Reading, index: int, hit: Hit) -> None:
    rule = hit.rule
    if reading.is_whole(index, hit):
        reading.mark(
            index,
            index,
            rule.id,
            rule.reason,
            rule.confidence,
            lifted_to=rule.lifts,
            value=reading.document.lifted(index, hit.lifted),
        )
    else:
        at = reading.document.start(index)
        reading.mark_part(at + hit.start, at + hit.end, rule.id, rule.reason, rule.confidence)
