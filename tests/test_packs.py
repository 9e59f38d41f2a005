"""Every language's own lists: furniture that must go wherever it stands, and sentences of journalism that must stay."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

HERE = Path(__file__).parent
ARTICLE = [
    "Council of Lund Loses Its Mayor",
    "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour.",
    "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze in one night.",
    "Nobody in the village could say who had bought the old mill, or why the new owner never came to look at it.",
    "The court sent the case back to the lower chamber, which must now decide whether the tenants can stay until winter.",
    "Rain fell on the second day of the festival, and the organisers moved all of the concerts into the riding hall.",
]


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]


def cleaned(line: str, at: int) -> list[str]:
    blocks = [*ARTICLE[:at], line, *ARTICLE[at:]]
    return cleaner.clean("\n".join(blocks), kind="text").text.split("\n")


@pytest.mark.parametrize("path", sorted((HERE / "furniture").glob("*.txt")), ids=lambda path: path.stem)
def test_furniture_goes_and_the_article_stays(path: Path) -> None:
    left, tries = [], 0
    for line in lines(path):
        for at in (1, 4, 6):
            kept = cleaned(line, at)
            tries += 1
            assert [block for block in ARTICLE if block not in kept] == [], f"{line!r} at {at} costs a line"
            left += [f"{at}: {line}"] if line in kept else []
    assert len(left) <= 0.05 * tries, "\n".join(left)


@pytest.mark.parametrize("path", sorted((HERE / "keeps").glob("*.txt")), ids=lambda path: path.stem)
def test_sentences_of_journalism_stay(path: Path) -> None:
    gone = [line for line in lines(path) if line not in cleaned(line, 4)]
    assert len(gone) <= 0.005 * len(lines(path)), "\n".join(gone)
