"""Furniture of every language goes at the head and the foot of an article, and sentences that look like it stay.

`furniture/<language>.txt` was written before the language's rules were, `keeps/<language>.txt` holds sentences of journalism.
"""

from __future__ import annotations

import pytest

from benchmarks.languages import languages, lines_of, tried
from cleaner.index import standard

GONE = 0.9  # of the lines, each tried alone
KEPT = 0.995


@pytest.mark.parametrize("language", languages())
def test_furniture_goes(language: str) -> None:
    assert len(lines_of("furniture", language)) >= 60
    every = tried("furniture", language, ("head", "foot"))
    assert not [one for one in every if one.lost]
    left = [one.line for one in every if one.stays]
    assert len(left) <= (1 - GONE) * len(every), "\n".join(dict.fromkeys(left))


@pytest.mark.parametrize("language", languages())
def test_sentences_stay(language: str) -> None:
    assert len(lines_of("keeps", language)) >= 60
    every = tried("keeps", language, ("middle",))
    assert not [one for one in every if one.lost]
    gone = [one.line for one in every if not one.stays]
    assert len(gone) <= (1 - KEPT) * len(every), "\n".join(gone)


def test_no_rule_is_looked_for_by_a_letter_or_a_stop() -> None:
    """A pattern with one branch that holds nothing else is tried on every line of every text."""
    needles = [needle.decode().strip(" ") for needle in standard().part(is_latin=True).needles]
    assert not [
        needle for needle in needles if len(needle) == 1 and needle.isascii() and (needle.isalnum() or needle in ".,:;()'")
    ]
