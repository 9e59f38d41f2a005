"""Every language's lines of page furniture go, and its sentences that look like them stay."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

HERE = Path(__file__).parent
ARTICLE = (
    "The bridge that nobody crosses twice",
    "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour, and nobody wants it.",
    "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze in one night of frost.",
    "Nobody in the village could say who had bought the old mill, or why the new owner never came to look at it in the summer.",
    "The court sent the case back to the lower chamber, which must now decide whether the tenants can stay until the winter.",
)
GONE = 0.9  # of the lines, at the head and at the foot
KEPT = 0.995


def lines(path: Path) -> list[str]:
    """The lines of a file, without comments and blanks."""
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]


def is_left(line: str, at: int) -> bool:
    """Whether `line`, put into the article before its block `at`, is still there; the article always is."""
    cleaned = cleaner.clean("\n\n".join((*ARTICLE[:at], line, *ARTICLE[at:])), kind="text").text.splitlines()
    assert not set(ARTICLE) - set(cleaned), f"{line!r} takes the article with it"
    return line in cleaned


@pytest.mark.parametrize("path", sorted((HERE / "furniture").glob("*.txt")), ids=lambda path: path.stem)
def test_furniture_goes(path: Path) -> None:
    known = lines(path)
    assert len(known) >= 60
    left = [line for line in known for at in (1, len(ARTICLE)) if is_left(line, at)]
    assert len(left) <= (1 - GONE) * 2 * len(known), "\n".join(left)


@pytest.mark.parametrize("path", sorted((HERE / "keeps").glob("*.txt")), ids=lambda path: path.stem)
def test_sentences_stay(path: Path) -> None:
    known = lines(path)
    assert len(known) >= 60
    gone = [line for line in known if not is_left(line, 3)]
    assert len(gone) <= (1 - KEPT) * len(known), "\n".join(gone)
