"""Marks the table of contents of a page: links that say what headings further on say, and the line that introduces them.

Each of its blocks is a link from end to end, or several with line breaks between; numbers before them do not matter, nor case.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.document import ends_sentence
from cleaner.packs import Heuristic
from cleaner.page import Page
from cleaner.reading import Reading

OUTLINE: Final = Heuristic("contents.headings", "Table of contents: links that say what headings further on say.")
RULES: Final = (OUTLINE,)

_KINDS: Final = frozenset({"article", "documentation"})  # on others headings stand for pages that they lead to
_LEAST: Final = 2  # entries
_LABEL: Final = 40  # code points of the line before them
_NUMBER: Final = re.compile(r"^[\divxIVX]{1,4}(?:\.\d{1,3})*[.):]?\s+")


def mark(reading: Reading) -> None:
    """Marks on the entries and on the short line before them."""
    page, verdict = reading.page, reading.verdict
    if page is None or verdict is None or verdict.kind not in _KINDS:
        return
    said = {_bare(text): number for number, text in enumerate(page.texts) if page.levels[number]}
    entries = [number for number in range(len(page)) if _is_entry(page, number, said)]
    for first, last in _runs(page, entries):
        label = first - 1
        has_label = (
            label >= 0
            and page.levels[label] != 1
            and not page.links[label]
            and len(page.texts[label]) <= _LABEL
            and not ends_sentence(page.texts[label])
        )
        reading.mark(*page.span(label if has_label else first, last), OUTLINE.id, OUTLINE.reason)


def _bare(line: str) -> str:
    return _NUMBER.sub("", line).casefold().rstrip(" :.")


def _is_entry(page: Page, number: int, said: dict[str, int]) -> bool:
    text = page.texts[number]
    return page.links[number] >= len(text) - text.count("\n") - 1 and all(
        said.get(_bare(line), -1) > number for line in text.split("\n")
    )


def _runs(page: Page, entries: list[int]) -> list[tuple[int, int]]:
    """First and last block of entries that stand together, of several at least."""
    runs: list[tuple[int, int]] = []
    for number in entries:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [run for run in runs if "\n".join(page.texts[run[0] : run[1] + 1]).count("\n") >= _LEAST - 1]
