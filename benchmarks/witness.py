"""What a second opinion changes: pages of which it is known what must stay and what must go, with each way to ask a witness.

    python -m benchmarks.witness FOLDER SEGMENTS.jsonl.gz [--limit 100]

FOLDER holds pages, `<id>.gz`; SEGMENTS an object a line with `id`, `with` (texts that an extraction must hold) and `without`
(texts that it must not), perhaps `url`. F1 is that of the segments, all pages together. No model was fitted on pages like
these, or the figures say nothing: trafilatura's evaluation set is one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner import clean
from cleaner.settings import WITNESS

_BLANK: Final = " "


class Figures(NamedTuple):
    """How one way to ask did on some pages."""

    held: int
    """Segments that must stay and do."""
    lost: int
    left: int
    """Segments that must go and stay."""
    gone: int
    moved: int
    """Pages on which the witness changed the text."""
    seconds: float

    @property
    def f1(self) -> float:
        """F1 of the segments."""
        return 2 * self.held / max(1, 2 * self.held + self.lost + self.left)


def flat(text: str) -> str:
    """`text` with its white space as single blanks."""
    return _BLANK.join(text.split())


def figures(rows: Sequence[dict[str, Any]], texts: Sequence[str], usual: Sequence[str], seconds: float) -> Figures:
    """Count the segments in `texts`, one a row; `usual` are the texts without a witness."""
    stays = [[flat(segment) in text for segment in row["with"]] for row, text in zip(rows, texts, strict=True)]
    left = [[flat(segment) in text for segment in row["without"]] for row, text in zip(rows, texts, strict=True)]
    held, wrong = sum(map(sum, stays)), sum(map(sum, left))
    moved = sum(a != b for a, b in zip(texts, usual, strict=True))
    return Figures(held, sum(map(len, stays)) - held, wrong, sum(map(len, left)) - wrong, moved, seconds)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("segments", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="pages, from all over; 0 means all")
    options = parser.parse_args()
    with gzip.open(options.segments, "rt", encoding="utf-8") as lines:
        rows = list(map(json.loads, lines))
    rows = rows[:: max(1, len(rows) // options.limit)] if options.limit else rows
    usual: list[str] = []
    print(f"{len(rows)} pages\n{'witness':10}{'F1':>8}{'held':>7}{'lost':>7}{'left':>7}{'gone':>7}{'moved':>7}{'pages/s':>9}")
    for witness in WITNESS:
        texts, start = [], time.perf_counter()  # a witness works in a process of its own
        for row in rows:
            page = gzip.decompress((options.folder / f"{row['id']}.gz").read_bytes())
            texts.append(flat(clean(page, kind="html", url=row.get("url"), witness=witness).text))
        usual = usual or texts
        one = figures(rows, texts, usual, time.perf_counter() - start)
        counts = "".join(f"{count:7}" for count in (one.held, one.lost, one.left, one.gone, one.moved))
        print(f"{witness:10}{one.f1:8.4f}{counts}{len(rows) / one.seconds:9.1f}", flush=True)


if __name__ == "__main__":
    main()
