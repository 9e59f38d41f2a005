"""Furniture of each language goes wherever it stands in an article; sentences that look like it stay."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

HERE = Path(__file__).parent
LANGUAGES = sorted(path.stem for path in (HERE / "furniture").glob("*.txt"))
TITLE = "The bridge stays closed"
ENGLISH = [
    "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour.",
    "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze in one night.",
    "Scientists who studied the glacier for forty years now measure the lake that has taken its place above the town.",
    "Police found the painting behind a false wall in the cellar, wrapped in newspapers from the summer of 1974.",
    "The price of olive oil doubled within a year, and the cooperatives fear that their customers will not come back.",
]


def lines_of(folder: str, language: str) -> list[str]:
    lines = (HERE / folder / f"{language}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def cleaned(paragraphs: list[str]) -> list[str]:
    return cleaner.clean("\n\n".join(paragraphs), kind="text").text.split("\n")


def article(lines: list[str]) -> list[str]:
    return [f"{first} {second}" for first, second in zip(lines[:10:2], lines[1:10:2], strict=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_furniture_goes(language: str) -> None:
    lines = lines_of("furniture", language)
    tries = gone = 0
    for paragraphs in ([TITLE, *ENGLISH], article(lines_of("keeps", language))):
        for line in lines:
            for at in (len(paragraphs), 3, 0):
                left = cleaned([*paragraphs[:at], line, *paragraphs[at:]])
                tries += 1
                gone += line not in left
                assert not [text for text in paragraphs if text not in left and (text != TITLE or at)], line
    assert gone >= 0.95 * tries, f"{gone} of {tries}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_stay(language: str) -> None:
    lines = lines_of("keeps", language)
    half = len(lines) // 2
    lost = []
    for sentences, others in ((lines[:half], lines[half:]), (lines[half:], lines[:half])):
        paragraphs = article(others)
        lost += [line for line in sentences if line not in cleaned([*paragraphs[:3], line, *paragraphs[3:]])]
    assert not lost
