"""What each language's furniture and its look-alikes come to: the figures of the page of rules.

    python -m benchmarks.languages [LANGUAGE ...] [--left]

Each line of `tests/furniture/<language>.txt` is put at the head, in the middle and at the foot of an article of the
language and of an English one; each sentence of `tests/keeps/<language>.txt` in the middle. Without languages all are
measured and `benchmarks/languages.json` is written anew.
"""

from __future__ import annotations

import argparse
import json
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import cleaner
from benchmarks.articles import Writer

HERE: Final = Path(__file__).parent
TESTS: Final = HERE.parent / "tests"
FIGURES: Final = HERE / "languages.json"
ENGLISH: Final = (
    "The bridge stays closed",
    "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour.",
    "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze in one night.",
    "Scientists who studied the glacier for forty years now measure the lake that has taken its place above the town.",
    "Police found the painting behind a false wall in the cellar, wrapped in newspapers from the summer of 1974.",
    "The price of olive oil doubled within a year, and the cooperatives fear that their customers will not come back.",
)
PLACES: Final = {"head": 1, "middle": 3, "foot": len(ENGLISH)}


class Tried(NamedTuple):
    """A line that was put into an article: what became of both."""

    line: str
    place: str
    stays: bool
    lost: tuple[str, ...]
    """The lines of the article that went with it."""


def languages() -> list[str]:
    """The languages that have furniture to try."""
    return sorted(path.stem for path in (TESTS / "furniture").glob("*.txt"))


def lines_of(folder: str, language: str) -> list[str]:
    """The lines of `tests/<folder>/<language>.txt`, comments and blank lines left out."""
    lines = (TESTS / folder / f"{language}.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def article_in(language: str) -> tuple[str, ...]:
    """A title and five paragraphs that have the shape of the language."""
    writer = Writer(language.partition("-")[0])
    return (writer.title(), *(writer.paragraph() for _ in range(len(ENGLISH) - 1)))


def tried(folder: str, language: str, places: tuple[str, ...]) -> list[Tried]:
    """Each line of `tests/<folder>/<language>.txt` at each place of an English article and of one in the language."""
    return [
        _tried(line, place, article)
        for line in lines_of(folder, language)
        for article in (ENGLISH, article_in(language))
        for place in places
    ]


def _tried(line: str, place: str, article: tuple[str, ...]) -> Tried:
    at = PLACES[place]
    left = cleaner.clean("\n\n".join((*article[:at], line, *article[at:])), kind="text").text.splitlines()
    return Tried(line, place, line in left, tuple(part for part in article if part not in left))


def figures(language: str) -> dict[str, int]:
    """Counts of one language: lines tried and gone, sentences tried and kept, lines of articles lost."""
    noise, prose = tried("furniture", language, tuple(PLACES)), tried("keeps", language, ("middle",))
    return {
        "lines": len(noise), "gone": sum(not one.stays for one in noise),
        "sentences": len(prose), "kept": sum(one.stays for one in prose),
        "lost": sum(len(one.lost) for one in noise + prose),
    }  # fmt: skip


def main() -> None:
    """Print the figures; write them where all languages were measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE")
    parser.add_argument("--left", action="store_true", help="also print what stays of the furniture, and what goes of the rest")
    options = parser.parse_args()
    found = {}
    for language in options.languages or languages():
        row = found[language] = figures(language)
        print(
            f"{language:8} gone {row['gone'] / row['lines']:.1%} kept {row['kept'] / row['sentences']:.1%} lost {row['lost']}"
        )
        if options.left:
            for one in tried("furniture", language, tuple(PLACES)):
                if one.stays or one.lost:
                    print(f"    {one.place:6} {one.line} {'' if one.stays else '-> ' + str(one.lost)}")
            for one in tried("keeps", language, ("middle",)):
                if not one.stays or one.lost:
                    print(f"    keeps  {one.line} {one.lost or ''}")
    if not options.languages:
        FIGURES.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
