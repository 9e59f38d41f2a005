"""Pages flattened into lines, few of them English: what stays of segments that must stay, and goes of those that must go.

    python -m benchmarks.flattened FOLDER

FOLDER holds trafilatura's evaluation set, or what has its form: `segments.jsonl.gz` (id, with, without) and `html/<id>.gz`.
Each page becomes two texts, all of its lines and those of its main element, every element on a line of its own. The scorer for
lines was fitted on other pages, nearly all of them English.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag

from cleaner import clean

_NO_TEXT: Final = ("script", "style", "template", "noscript", "head", "svg")
_FRAME: Final = ("nav", "header", "footer", "aside", "form")


def flat(text: str) -> str:
    """`text` with single blanks, as segments are looked for."""
    return re.sub(r"\s+", " ", text)


def views(html: bytes) -> dict[str, str]:
    """A page's lines, and those of its main element."""
    with warnings.catch_warnings(action="ignore"):
        page = BeautifulSoup(html, "lxml")
    _without(page, _NO_TEXT)
    whole = _lines(page)
    _without(page, _FRAME)
    return {"whole pages": whole, "main elements": _lines(page.find("main") or page.find("article") or page.body or page)}


def _without(page: BeautifulSoup, names: tuple[str, ...]) -> None:
    for element in page(names):
        element.decompose()


def _lines(element: Tag) -> str:
    lines = (flat(line).strip() for line in element.get_text("\n").split("\n"))
    return "\n".join(filter(None, lines))


def judge(html: bytes, wanted: list[str], unwanted: list[str]) -> Counter[tuple[str, str, str]]:
    """By view and language: segments that are in the scrape, wanted or not, and those that are left of them."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for view, text in views(html).items():
        article = clean(text, kind="text")
        before, after = flat(text), flat(article.text)
        for name, segments in (("wanted", wanted), ("unwanted", unwanted)):
            present = [segment for segment in map(flat, segments) if segment in before]
            left = sum(segment in after for segment in present)
            for language in ("all", article.language or "unknown"):
                counts[view, language, name] += len(present)
                counts[view, language, f"{name} left"] += left
    return counts


def main() -> None:
    """Print the figures, all languages and those of ten segments and more."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    with gzip.open(options.folder / "segments.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    pages = [gzip.decompress((options.folder / "html" / f"{row['id']}.gz").read_bytes()) for row in rows]
    with ProcessPoolExecutor() as pool:
        done = pool.map(judge, pages, [r["with"] for r in rows], [r["without"] for r in rows], chunksize=8)
        counts = sum(done, Counter[tuple[str, str, str]]())
    for view, language in sorted({key[:2] for key in counts}, key=lambda key: (key[0], -counts[*key, "wanted"])):
        wanted, kept, unwanted, left = (
            counts[view, language, name] for name in ("wanted", "wanted left", "unwanted", "unwanted left")
        )
        if wanted >= 10:
            f1 = 2 * kept / (kept + wanted + left)
            print(f"{view:14} {language:8} kept {kept} of {wanted}, gone {unwanted - left} of {unwanted}, F1 {f1:.3f}")


if __name__ == "__main__":
    main()
