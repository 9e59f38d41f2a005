"""Line by line against other tools: what is left of scraped texts, and what was lost, by each on the same texts in one run.

    python -m benchmarks.peers TEXTS.jsonl.gz GOLD.jsonl.gz [--limit 300]

TEXTS holds an object a line with `id`, `view`, `text` and `labels` (a letter a line of the text: k it is in the gold text, n it
is not, . it has no words), GOLD one with `id` and `main_content`. C4's rules are those of its paper (a stop at the end, five
words, no notice of a policy), jusText and trafilatura get every line as a paragraph of a page.

Ours is judged here by its own weights: on pages that these were fitted on, its figures are those of `train_lines --judge`, not
the ones printed here, but for its speed.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from cleaner import clean
from cleaner.witness import kept

Tool = Callable[[str], list[bool]]

_WORD: Final = re.compile(r"\w+")
_STOPS: Final = (".", "!", "?", '"', "”")
_POLICY: Final = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies")
_SHORT: Final = 15  # words of a short line


def as_it_is(text: str) -> list[bool]:
    """Every line."""
    return [True] * (text.count("\n") + 1)


def c4(text: str) -> list[bool]:
    """The lines that C4 keeps (Raffel et al., 2020)."""
    return [
        line.rstrip().endswith(_STOPS)
        and len(line.split()) >= 5
        and not any(map(line.lower().__contains__, ("javascript", "lorem ipsum", *_POLICY)))
        for line in text.split("\n")
    ]


def wrapped(text: str) -> str:
    """A page of the lines."""
    return f"<html><body>{''.join(f'<p>{html.escape(line)}</p>' for line in text.split(chr(10)))}</body></html>"


def justext(text: str) -> list[bool]:
    """The lines that jusText calls good, with its list of English words."""
    import justext as library

    found = library.justext(wrapped(text), library.get_stoplist("English"))
    good = {" ".join(one.text.split()) for one in found if not one.is_boilerplate}
    return [" ".join(line.split()) in good for line in text.split("\n")]


def trafilatura(text: str) -> list[bool]:
    """The lines that trafilatura keeps of a page of them."""
    from trafilatura import extract

    return kept(extract(wrapped(text)) or "", text.split("\n"))


def ours(level: str) -> Tool:
    """The lines of which more than half stays."""

    def tool(text: str) -> list[bool]:
        gone = bytearray(len(text))
        for removal in clean(text, kind="text", level=level).removed:
            gone[removal.start : removal.end] = b"\1" * (removal.end - removal.start)
        answer, at = [], 0
        for line in text.split("\n"):
            answer.append(2 * sum(gone[at : at + len(line)]) <= len(line))
            at += len(line) + 1
        return answer

    return tool


TOOLS: Final[dict[str, Tool]] = {
    "as it is": as_it_is,
    "C4's rules": c4,
    "jusText": justext,
    "trafilatura": trafilatura,
    "ours": ours("standard"),
}


def words(text: str) -> list[str]:
    """Its words in lower case."""
    return _WORD.findall(text.lower())


def f1(left: str, gold: str) -> float:
    """F1 of two texts as bags of words."""
    a, b = Counter(words(left)), Counter(words(gold))
    return 2 * (a & b).total() / max(1, a.total() + b.total()) if a or b else 1.0


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--limit", type=int, default=300, help="texts of each view, from all over; 0 means all")
    options = parser.parse_args()
    gold = {row["id"]: row["main_content"] or "" for row in rows(options.gold)}
    views: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(options.texts):
        views[row["view"]].append(row)
    print(f"{'view':10}{'tool':16}{'F1':>7}{'noise':>8}{'short':>8}{'lost':>8}{'MB/s':>8}")
    for view, every in views.items():
        some = every[:: max(1, len(every) // options.limit)] if options.limit else every
        for name, tool in TOOLS.items():
            seconds, scores, counts = 0.0, [], Counter[str]()
            for row in some:
                start = time.process_time()
                keeps = tool(row["text"])
                seconds += time.process_time() - start
                lines = row["text"].split("\n")
                scores.append(f1("\n".join(line for line, stays in zip(lines, keeps, strict=True) if stays), gold[row["id"]]))
                for line, label, stays in zip(lines, row["labels"], keeps, strict=True):
                    count = len(_WORD.findall(line))
                    for key in (label, "short" if label == "n" and count < _SHORT else ""):
                        counts[key] += count
                        counts[f"{key} gone"] += 0 if stays else count
            share = {key: counts[f"{key} gone"] / max(1, counts[key]) for key in ("n", "short", "k")}
            size = sum(len(row["text"].encode()) for row in some) / 1e6
            print(
                f"{view:10}{name:16}{sum(scores) / len(scores):7.3f}{share['n']:8.1%}{share['short']:8.1%}{share['k']:8.2%}"
                f"{size / max(seconds, 1e-9):8.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
