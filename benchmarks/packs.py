"""What the packs of all languages cost: time to load them, and to clean texts with them, to English alone in the same run.

    python -m benchmarks.packs TEXTS.jsonl.gz [--limit 500] [--rounds 3]

TEXTS holds one JSON object a line with the field `text`. The packs are loaded from the cache, as by every command but the
first. Texts take turns with English and with all packs, each time with nothing remembered of the lines of other texts.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.speed import texts_of
from cleaner import index, packs
from cleaner.matcher import Rulebook
from cleaner.pipeline import book, settle
from cleaner.settings import Settings

ENGLISH = ("", "en")


def loading(rounds: int) -> float:
    """Best CPU seconds to have the rules and what they are found by at hand, in Latin letters and in others."""
    best = float("inf")
    for _ in range(rounds):
        index.standard.cache_clear()
        start = time.process_time()
        rules = index.standard()
        rules.part(is_latin=True), rules.part(is_latin=False)
        best = min(best, time.process_time() - start)
    return best


def cleaning(texts: list[str], books: list[Rulebook], rounds: int) -> list[float]:
    """Best CPU seconds to clean all texts with each of `books`."""
    best = [float("inf")] * len(books)
    for _ in range(rounds):
        taken = [0.0] * len(books)
        for text in texts:
            for number, rules in enumerate(books):
                rules.forget()
                start = time.process_time()
                settle(text, rules)
                taken[number] += time.process_time() - start
        best = list(map(min, best, taken))
    return best


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="documents; 0 means all")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = texts_of(options.texts, options.limit)
    index.standard()  # fills the cache
    print(f"{len(packs.complete())} rules, loaded in {1000 * loading(options.rounds):.0f} ms")
    english = [rule for rule in packs.complete() if rule.language in ENGLISH]
    one, every = cleaning(texts, [book(english, Settings()), book(index.standard(), Settings())], options.rounds)
    print(
        f"{len(texts)} texts: {1000 * one / len(texts):.2f} ms each with English, {1000 * every / len(texts):.2f} ms with all"
    )
    print(f"all packs to English: {every / one:.2f}")


if __name__ == "__main__":
    main()
