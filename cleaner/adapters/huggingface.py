r"""Hugging Face Datasets: cleans one column of a dataset with `map`.

>>> from datasets import Dataset
>>> from cleaner.adapters.huggingface import Cleaner
>>> scraped = Dataset.from_dict({"text": ["Skip to main content\nThe mayor of Lund resigned on Monday.\n"]})
>>> cleaner = Cleaner("text", level="careful")
>>> cleaned = scraped.map(cleaner, batched=True, features=cleaner.features(scraped.features))
>>> cleaned[0]["text"], cleaned[0]["clean_removed"][0]["rule"]
('The mayor of Lund resigned on Monday.\n', 'navigation.skip-link.en')

The fingerprint that `map` makes of it is the same in every process, and another one as soon as the options, the version, a
rule or an installed pack changes: so the cache of `datasets` is used when it holds, and only then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from datasets import Features, Value

from cleaner import __version__
from cleaner.adapters.cleaning import Cleaner as Sources
from cleaner.corpus.cleaning import fingerprints
from cleaner.index import Index
from cleaner.packs import plain_rule
from cleaner.settings import Settings

_REMOVAL = {
    "start": Value("int64"), "end": Value("int64"), "text": Value("string"), "stage": Value("string"), "rule": Value("string"),
    "category": Value("string"), "reason": Value("string"), "confidence": Value("float64"), "lifted_to": Value("string"),
    "also": [Value("string")], "replacement": Value("string"), "path": Value("string"),
}  # fmt: skip


class Cleaner:
    """What `map` calls with `batched=True`: the column cleaned, and `clean_removed` and `clean_error` beside it."""

    def __init__(
        self,
        field: str = "text",
        *,
        level: str = "standard",
        without: Iterable[str] = (),
        settings: Settings | None = None,
        kind: str | None = None,
    ) -> None:
        """`field` is the column; the other options are those of `cleaner.clean`. Raises ValueError for an unknown level."""
        self.field = field
        self._sources = Sources(level, without, settings, kind)
        self._state = _told(field, self._sources.settings, kind)

    def __call__(self, batch: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """The three columns of a batch. What cannot be cleaned stays, with no removals and an error."""
        urls = batch["url"] if "url" in batch else [None] * len(batch[self.field])
        rows = [self._sources(source, url) for source, url in zip(batch[self.field], urls, strict=True)]
        return {
            self.field: [row.text for row in rows],
            "clean_removed": [row.removed for row in rows],
            "clean_error": [row.error for row in rows],
        }

    def features(self, features: Features) -> Features:
        """`features` and those of the new columns: without them, a batch of which nothing is removed has no type for it."""
        return Features({**features, "clean_removed": [_REMOVAL], "clean_error": Value("string")})

    def __reduce__(self) -> tuple[Any, ...]:
        """What the fingerprint is made of, and what goes to other processes: one text, whatever was cleaned before."""
        return _made, (self._state,)


def _told(field: str, settings: Settings, kind: str | None) -> str:
    """All that decides what comes out, as a literal of Python."""
    options = {entry.name: getattr(settings, entry.name) for entry in fields(settings)}
    options["own"] = settings.own and [asdict(rule) for rule in settings.own.rules]
    options["suppressed"] = sorted(settings.suppressed)
    return repr({"field": field, "kind": kind, "settings": options, "version": __version__, "files": fingerprints(None)})


def _made(state: str) -> Cleaner:
    told = ast.literal_eval(state)
    options = told["settings"]
    own = options["own"] and Index([plain_rule(row) for row in options["own"]])
    settings = Settings(**{**options, "own": own, "suppressed": frozenset(options["suppressed"])})
    return Cleaner(told["field"], settings=settings, kind=told["kind"])
