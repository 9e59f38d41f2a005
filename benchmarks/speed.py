"""Speed on scraped text as a ratio of CPU time to bare `split` and `join` in the same run.

    python -m benchmarks.speed TEXTS.jsonl.gz [--limit 500] [--rounds 3]

TEXTS holds one JSON object a line with the field `text`. Each round takes both times for every document in turn, so that
a machine that slows down slows both; the best round of each counts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from pathlib import Path

from cleaner import clean


def measure(texts: list[str], rounds: int, level: str) -> tuple[float, float]:
    """Best CPU seconds of `split` + `join`, and of cleaning and writing the record."""
    clock = time.process_time
    bare = ours = float("inf")
    for _ in range(rounds):
        start = clock()
        for text in texts:
            "\n".join(text.split("\n"))
        middle = clock()
        for text in texts:
            clean(text, kind="text", level=level).to_json()
        bare, ours = min(bare, middle - start), min(ours, clock() - middle)
    return bare, ours


def texts_of(path: Path, limit: int) -> list[str]:
    """About `limit` of the texts in a file, from all over; all of them where it is 0."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row["text"] for row in rows[:: max(1, len(rows) // limit) if limit else 1]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="documents; 0 means all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--level", default="standard")
    options = parser.parse_args()
    texts = texts_of(options.texts, options.limit)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    bare, ours = measure(texts, options.rounds, options.level)
    print(f"{len(texts)} documents, {megabytes:.1f} MB")
    print(f"split + join      {megabytes / bare:8.1f} MB/s")
    print(f"clean and record  {megabytes / ours:8.1f} MB/s   ratio {bare / ours:.3f}")


if __name__ == "__main__":
    main()
