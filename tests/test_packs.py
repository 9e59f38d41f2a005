"""Furniture of every language goes at the head and the foot of an article, and sentences that look like it stay.

`furniture/<language>.txt` was written before the language's rules were, `keeps/<language>.txt` holds sentences of journalism.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from articles import Writer

import cleaner

HERE = Path(__file__).parent
RULES = HERE.parent / "rules"
LANGUAGES = sorted(
    path.stem for path in (HERE / "furniture").glob("*.txt") if (RULES / path.with_suffix(".toml").name).exists()
)
ENGLISH = (
    "The bridge stays closed",
    "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour.",
    "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze in one night.",
    "Scientists who studied the glacier for forty years now measure the lake that has taken its place above the town.",
    "Police found the painting behind a false wall in the cellar, wrapped in newspapers from the summer of 1974.",
    "The price of olive oil doubled within a year, and the cooperatives fear that their customers will not come back.",
)
GONE = 0.9  # of the lines, each tried alone
KEPT = 0.995


def lines_of(folder: str, language: str) -> list[str]:
    lines = (HERE / folder / f"{language}.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def article_in(language: str) -> tuple[str, ...]:
    writer = Writer(language.partition("-")[0])
    return (writer.title(), *(writer.paragraph() for _ in range(5)))


def stays(line: str, article: tuple[str, ...], at: int) -> bool:
    """Whether `line` is left when it stands before block `at`; no line of the article may go with it."""
    left = cleaner.clean("\n\n".join((*article[:at], line, *article[at:])), kind="text").text.splitlines()
    assert not set(article) - set(left), f"{line!r} takes a line of the article with it"
    return line in left


@pytest.mark.parametrize("language", LANGUAGES)
def test_furniture_goes(language: str) -> None:
    lines = lines_of("furniture", language)
    assert len(lines) >= 60
    left = [
        line
        for line in lines
        for article in (ENGLISH, article_in(language))
        for at in (1, len(article))
        if stays(line, article, at)
    ]
    assert len(left) <= (1 - GONE) * 4 * len(lines), "\n".join(dict.fromkeys(left))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_stay(language: str) -> None:
    lines = lines_of("keeps", language)
    assert len(lines) >= 60
    gone = [line for line in lines for article in (ENGLISH, article_in(language)) if not stays(line, article, 3)]
    assert len(gone) <= (1 - KEPT) * 2 * len(lines), "\n".join(gone)
