"""Site templates on scrapes of sites that come several times: what goes beside what goes anyway, and what it costs.

python -m benchmarks.templates TEXTS.jsonl.gz [--pages 5] [--least 3 --share .3]
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaner import clean
from cleaner.corpus.formats import Options
from cleaner.corpus.learner import How
from cleaner.corpus.learning import learn
from cleaner.corpus.plan import find
from cleaner.marks import Removal
from cleaner.settings import Settings
from cleaner.templates.store import open_store


def words_gone(text: str, labels: str, removed: Sequence[Removal]) -> Counter[str]:
    """Words of lines that are noise (n) and text (k), and how many of each went."""
    counts: Counter[str] = Counter()
    at = 0
    spans = [(r.start, r.end) for r in removed]
    for line, label in zip(text.split("\n"), labels, strict=True):
        number = len(line.split())
        middle = at + len(line) // 2
        counts[label] += number
        if any(start <= middle < end for start, end in spans):
            counts[f"{label} gone"] += number
        at += len(line) + 1
    return counts


def grouped(rows: Iterable[dict[str, Any]], pages: int) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Rows by view and site, of sites with as many pages."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["view"], row["site"]].append(row)
    return {key: group for key, group in groups.items() if len(group) >= pages}


def main() -> None:
    """Print a row a view."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.3)
    options = parser.parse_args()
    with gzip.open(options.texts, "rt", encoding="utf-8") as file:
        groups = grouped(map(json.loads, file), options.pages)
    for view in sorted({view for view, _ in groups}):
        rows = [row for (of, _), group in groups.items() if of == view for row in group]
        with tempfile.TemporaryDirectory() as name:
            source, store = Path(name) / "in.jsonl", Path(name) / "store.sqlite"
            source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
            began = time.process_time()
            learn(find([str(source)]), How(Options(), "text", "site"), store)
            learning = time.process_time() - began
            templates = open_store(store, least=options.least, share=options.share)
            before: Counter[str] = Counter()
            after: Counter[str] = Counter()
            plain = Settings()
            began = time.process_time()
            articles = [clean(row["text"], kind="text", settings=plain) for row in rows]
            cleaning = time.process_time() - began
            for row, article in zip(rows, articles, strict=True):
                before += words_gone(row["text"], row["labels"], article.removed)
                taught = replace(plain, templates=templates, site=row["site"])
                after += words_gone(row["text"], row["labels"], clean(row["text"], kind="text", settings=taught).removed)
        left = before["n"] - before["n gone"]
        more = (after["n gone"] - before["n gone"]) / left
        lost = [counts["k gone"] / counts["k"] for counts in (before, after)]
        print(
            f"{view:9} {len(rows)} pages: of the noise left {more:.1%} goes; text lost {lost[0]:.2%} -> {lost[1]:.2%}; "
            f"learning costs {learning / cleaning:.0%}"
        )


if __name__ == "__main__":
    main()
