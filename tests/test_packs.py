"""Each language's furniture goes from wherever it stands, and its prose that looks like furniture stays."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

HERE = Path(__file__).parent
ENGLISH = [
    "Mayor of Lund resigns over the harbour",
    "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour.",
    "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze in one night.",
    "Nobody in the village could say who had bought the old mill, or why the new owner never came to look at it.",
    "The ministry counted 412 accidents on the coastal road last year, a third more than before the works began.",
    "The strike ended at midnight, when both sides agreed to talk about the pensions of the night crews in the spring.",
]


def lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]


def cleaned(blocks: list[str]) -> str:
    return cleaner.clean("\n".join(blocks) + "\n", kind="text").text


@pytest.mark.parametrize("path", sorted((HERE / "furniture").glob("*.txt")), ids=lambda path: path.stem)
def test_furniture_goes(path: Path) -> None:
    own = sorted(lines(HERE / "keeps" / path.name), key=len)[-6:]
    gone, lost = [], []
    for article in (own, ENGLISH):
        for line in lines(path):
            for blocks in ([*article, line], [*article[:3], line, *article[3:]], [line, *article]):
                text = cleaned(blocks)
                gone.append(line not in text.splitlines())
                lost += [(line, block) for block in article[1:] if block not in text]
    assert not lost
    assert sum(gone) >= 0.95 * len(gone)


@pytest.mark.parametrize("path", sorted((HERE / "keeps").glob("*.txt")), ids=lambda path: path.stem)
def test_prose_stays(path: Path) -> None:
    kept = [line in cleaned([*ENGLISH[:3], line, *ENGLISH[3:]]) for line in lines(path)]
    assert sum(kept) >= 0.995 * len(kept)
