"""The packs of languages against lines that no rule was written from: furniture goes, journalism stays."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

HERE = Path(__file__).parent
TITLE = "The harbour and its bridge"
PARAGRAPHS = (
    "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour.",
    "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze in one night.",
    "The bridge, which was closed in 2019 after engineers found cracks in two pillars, will open to cyclists in the autumn.",
    "The court sent the case back to the lower chamber, which must now decide whether the tenants can stay until winter.",
    "Rain fell on the second day of the festival, and the organisers moved all of the concerts into the riding hall.",
)


def lines(folder: str, code: str) -> list[str]:
    texts = (HERE / folder / f"{code}.txt").read_text("utf-8").splitlines()
    return [text for text in map(str.strip, texts) if text and not text.startswith("#")]


def cleaned(line: str, at: int) -> list[str]:
    blocks = [TITLE, *PARAGRAPHS[:at], line, *PARAGRAPHS[at:]]
    return cleaner.clean("\n\n".join(blocks), kind="text").text.split("\n\n")


@pytest.mark.parametrize("code", sorted(path.stem for path in (HERE / "furniture").glob("*.txt")))
def test_furniture_goes(code: str) -> None:
    stay = []
    for line in lines("furniture", code):
        left = cleaned(line, 5)
        assert [block for block in PARAGRAPHS if block not in left] == [], line
        if line in left:
            stay.append(line)
    assert len(stay) <= 0.1 * len(lines("furniture", code)), stay


@pytest.mark.parametrize("code", sorted(path.stem for path in (HERE / "keeps").glob("*.txt")))
def test_journalism_stays(code: str) -> None:
    gone = [line for line in lines("keeps", code) if line not in cleaned(line, 3)]
    assert len(gone) <= 0.005 * len(lines("keeps", code)), gone
