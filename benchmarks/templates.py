"""Site templates on scrapes of sites that come several times: what goes beside what goes anyway, and what it costs.

    python -m benchmarks.templates TEXTS.jsonl.gz [--pages 5] [--least 4 --share .5]
    python -m benchmarks.templates FILE.jsonl --generate 1000000 [--sites 10000]

A second row tells what could go at most: the noise that is left and stands on as many pages of its site as a template wants, or
on two at all. Learning is timed in this process, without its pool. With `--generate` so many made-up documents of so many
sites are written to FILE, each of a template of thirty lines and eight paragraphs, for a `clean learn` whose memory is watched.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from cleaner import clean
from cleaner.corpus.chunks import Cursor, chunks
from cleaner.corpus.formats import Options
from cleaner.corpus.learner import How, Part
from cleaner.corpus.learning import learn
from cleaner.corpus.parts import PARTS
from cleaner.corpus.plan import find
from cleaner.marks import Removal
from cleaner.settings import Settings
from cleaner.templates.lines import key
from cleaner.templates.store import Seen, open_store


def words_gone(
    text: str, labels: str, removed: Sequence[Removal], repeated: Mapping[str, Seen] | None = None, least: float = 0
) -> Counter[str]:
    """Words of lines that are noise (n) and text (k), how many of each went, and of those that stay how many other pages have.

    `repeated` are the lines that two pages of the site have, `least` is the number of pages of a line of its template.
    """
    counts: Counter[str] = Counter()
    at = 0
    spans = [(r.start, r.end) for r in removed]
    for line, label in zip(text.split("\n"), labels, strict=True):
        number = len(line.split())
        middle = at + len(line) // 2
        counts[label] += number
        if any(start <= middle < end for start, end in spans):
            counts[f"{label} gone"] += number
        elif repeated and (seen := repeated.get(key(line))):
            counts[f"{label} twice"] += number
            counts[f"{label} often"] += number * (seen.documents >= max(least, seen.of / 2))
        at += len(line) + 1
    return counts


def grouped(rows: Iterable[dict[str, Any]], pages: int) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Rows by view and site, of sites with as many pages."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["view"], row["site"]].append(row)
    return {key: group for key, group in groups.items() if len(group) >= pages}


def seconds(source: Path, how: How, folder: Path) -> float:
    """CPU seconds of taking documents apart and counting their lines."""
    began = time.process_time()
    learner = how.worker(folder)
    parts = [folder / f"{number}.part" for number in range(PARTS)]
    for part in parts:
        part.touch()
    for chunk in chunks(find([str(source)]), Cursor(), how.options):
        for number, rows in learner.take(chunk, {}).parts.items():
            with parts[number].open("ab") as file:
                file.write(rows)
    for part in parts:
        learner.work(Part(str(part)), {})
    return time.process_time() - began


def generate(path: Path, documents: int, sites: int) -> None:
    """Write made-up documents of some 200 words, a site's in turn with those of all others."""
    words = ["".join(letters) for letters in product("abcdefghijklmnop", repeat=3)]  # figures would all be the same
    chance = random.Random(3)
    templates = [[" ".join(chance.choices(words, k=chance.randint(1, 4))) for _ in range(30)] for _ in range(sites)]
    with path.open("w", encoding="ascii") as file:
        for number in range(documents):
            template = templates[number % sites]
            body = [" ".join(chance.choices(words, k=25)) + "." for _ in range(8)]
            text = "\n".join([*template[:15], *body, *template[15:]])
            file.write(
                json.dumps({"id": f"{number}", "url": f"https://s{number % sites}.example/{number}", "text": text}) + "\n"
            )


def main() -> None:
    """Print a row a view, or write what is to be learnt."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--least", type=int, default=4)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--generate", type=int, default=0)
    parser.add_argument("--sites", type=int, default=10_000)
    options = parser.parse_args()
    if options.generate:
        generate(options.texts, options.generate, options.sites)
        return
    with gzip.open(options.texts, "rt", encoding="utf-8") as file:
        groups = grouped(map(json.loads, file), options.pages)
    for view in sorted({view for view, _ in groups}):
        rows = [row for (of, _), group in groups.items() if of == view for row in group]
        with tempfile.TemporaryDirectory() as name:
            source, store = Path(name) / "in.jsonl", Path(name) / "store.sqlite"
            source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
            how = How(Options(), "text", "site")
            learn(find([str(source)]), how, store)
            learning = seconds(source, how, Path(name))
            templates = open_store(store, least=options.least, share=options.share)
            repeated = open_store(store, least=2, share=0)
            before: Counter[str] = Counter()
            after: Counter[str] = Counter()
            plain = Settings()
            began = time.process_time()
            articles = [clean(row["text"], kind="text", settings=plain) for row in rows]
            cleaning = time.process_time() - began
            for row, article in zip(rows, articles, strict=True):
                known = repeated.of(row["site"])
                before += words_gone(row["text"], row["labels"], article.removed, known, options.least)
                taught = replace(plain, templates=templates, site=row["site"])
                after += words_gone(row["text"], row["labels"], clean(row["text"], kind="text", settings=taught).removed)
        left = before["n"] - before["n gone"]
        more = (after["n gone"] - before["n gone"]) / left
        lost = [counts["k gone"] / counts["k"] for counts in (before, after)]
        print(
            f"{view:9} {len(rows)} pages: of the noise left {more:.1%} goes; text lost {lost[0]:.2%} -> {lost[1]:.2%}; "
            f"learning costs {learning / cleaning:.0%}"
        )
        twice, often = (
            f"{before[f'n {share}'] / left:.1%} ({before[f'k {share}']:,} words of text)" for share in ("twice", "often")
        )
        print(f"{'':9} at most {often} could go, as enough pages of the site have it; {twice} if two were enough")


if __name__ == "__main__":
    main()
