"""What cleaning does to scrapes whose gold text is known, each page judged by a scorer that was fitted on other sites."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from cleaner import clean
from cleaner.line_scorer import Scorer, judged_by
from cleaner.marks import Removal

Row = Mapping[str, Any]
VIEWS: Final = ("gettext", "semantic", "residue")
FOLDS: Final = 4
SHORT: Final = 15  # words from which on a line is no menu entry
_WORD: Final = re.compile(r"\w+")


def fold_of(site: str) -> int:
    """The fold in which all pages of a site are."""
    return zlib.crc32(site.encode()) % FOLDS


def words(text: str) -> list[str]:
    """The words of `text`, in one case."""
    return _WORD.findall(text.lower())


def word_f1(text: str, gold: Counter[str]) -> float:
    """F1 of two texts as bags of words."""
    found = Counter(words(text))
    return 2 * (found & gold).total() / max(1, found.total() + gold.total())


def counted(text: str, labels: str, removed: Iterable[Removal]) -> Counter[str]:
    """Words of the gold text (k), of the noise (n) and of its short lines (s), and of each those that were removed."""
    gone = bytearray(len(text))
    for removal in removed:
        gone[removal.start : removal.end] = b"\1" * (removal.end - removal.start)
    counts: Counter[str] = Counter()
    at = 0
    for line, label in zip(text.split("\n"), labels, strict=True):
        places = [found.start() for found in _WORD.finditer(line)]
        lost = sum(gone[at + place] for place in places)
        for key in (label, "s" if label == "n" and len(places) < SHORT else ""):
            counts[key] += len(places)
            counts[f"{key} gone"] += lost
        at += len(line) + 1
    return counts


def figures(
    rows: Iterable[Row], gold: Mapping[str, Row], scorer_of: Callable[[int], Scorer], level: str
) -> dict[str, dict[str, float]]:
    """By view, and by view and "article": F1, and the shares of the noise, of its short lines and of the text that went."""
    f1: dict[str, list[float]] = {}
    totals: dict[str, Counter[str]] = {}
    bags: dict[str, Counter[str]] = {}
    for row in rows:
        with judged_by(scorer_of(fold_of(row["site"]))):
            article = clean(row["text"], kind="text", level=level)
        key = row["id"]
        if key not in bags:
            bags[key] = Counter(words(gold[key]["main_content"] or ""))
        score = word_f1(article.text, bags[key])
        counts = counted(row["text"], row["labels"], article.removed)
        for scope in (row["view"], f"{row['view']} article" if row["page_type"] == "article" else ""):
            f1.setdefault(scope, []).append(score)
            totals.setdefault(scope, Counter()).update(counts)

    def share(scope: str, key: str) -> float:
        return round(totals[scope][f"{key} gone"] / max(1, totals[scope][key]), 5)

    return {
        scope: {
            "F1": round(sum(f1[scope]) / len(f1[scope]), 4), "noise": share(scope, "n"), "short": share(scope, "s"),
            "lost": share(scope, "k"),
        }
        for scope in f1 if scope
    }  # fmt: skip


def told(found: Mapping[str, Mapping[str, float]]) -> str:
    """The figures as lines of a table."""
    return "\n".join(
        f"{scope:18} F1 {row['F1']:.4f}  noise {row['noise']:6.1%}  short noise {row['short']:6.1%}  lost {row['lost']:6.2%}"
        for scope, row in found.items()
    )
