"""What a corpus held when its owner began to check it: known findings, by file and fingerprint, that are not told again."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cleaner.reports.findings import Finding

NAME: Final = "clean-baseline.json"
SCHEMA: Final = "urn:article-cleaner:baseline:1"


class BaselineError(ValueError):
    """A baseline that cannot be used, and why."""


class Baseline:
    """How often each finding is known in each file, whose paths are those from the folder of the baseline."""

    def __init__(self, folder: Path, known: dict[str, Counter[str]]) -> None:
        self.folder = folder
        self.known = known

    def new(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that are not known, or come more often than they are known."""
        left = {path: known.copy() for path, known in self.known.items()}
        for one in found:
            counts = left.get(_below(one.path, self.folder), Counter())
            if counts[one.fingerprint] > 0:
                counts[one.fingerprint] -= 1
            else:
                yield one


def of(found: Iterable[Finding], folder: Path) -> Baseline:
    """The baseline of findings, to be written into `folder`."""
    known: dict[str, Counter[str]] = {}
    for one in found:
        known.setdefault(_below(one.path, folder), Counter())[one.fingerprint] += 1
    return Baseline(folder, known)


def dump(baseline: Baseline) -> bytes:
    """The baseline as JSON, sorted, so that it changes in git only where the corpus does."""
    files = {path: dict(sorted(known.items())) for path, known in sorted(baseline.known.items())}
    return (json.dumps({"schema": SCHEMA, "files": files}, ensure_ascii=True, indent=1) + "\n").encode()


def load(file: Path) -> Baseline:
    """The baseline in `file`. Raises BaselineError for what is none, OSError for what cannot be read."""
    try:
        data = json.loads(file.read_bytes())
        if data["schema"] != SCHEMA:
            raise ValueError(f"its schema is {data['schema']!r}")
        known = {path: Counter({mark: int(count) for mark, count in counts.items()}) for path, counts in data["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BaselineError(f"is no baseline: {error}") from error
    return Baseline(file.parent, known)


def _below(path: str, folder: Path) -> str:
    return os.path.relpath(os.path.realpath(path), os.path.realpath(folder)).replace(os.sep, "/")
