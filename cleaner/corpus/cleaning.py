"""How a run cleans a document: by the settings for its file and its site."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import configuration, packs, plugins
from cleaner.article import Article
from cleaner.configuration import Configuration
from cleaner.corpus.entries import Entry
from cleaner.settings import Settings
from cleaner.sites import host, site_of
from cleaner.templates.store import open_store

_CACHED = 1_024  # settings of sites, which come again and again


class How(NamedTuple):
    """What a run was told about cleaning."""

    config: str | None = None
    """The configuration file, if there is one."""
    kind: str | None = None
    """text, html, or None: look and decide."""
    options: Mapping[str, Any] = {}
    """Settings that overrule those of the configuration."""
    without: tuple[str, ...] = ()
    """Beginnings of the ids of rules not in use, beside those of the configuration."""
    templates: str | None = None
    """The store with what the pages of sites have in common."""
    site_field: str | None = None
    """The field that holds the site of a document."""


class Cleaner:
    """Cleans documents of a corpus."""

    def __init__(self, how: How) -> None:
        """Raises what `configuration.read` raises."""
        chosen = configuration.read(Path(how.config)) if how.config else Configuration()
        templates = open_store(how.templates) if how.templates else None

        @lru_cache(_CACHED)
        def settings(path: str, site: str) -> Settings:
            told = chosen.settings(path, site)
            if templates:
                told = replace(told, templates=templates, site=site)
            return replace(told, **how.options, ignore=(*told.ignore, *how.without))

        self._settings = settings
        self._kind = how.kind
        self._site_field = how.site_field
        self._by_folder = bool(templates)

    def article(self, entry: Entry) -> Article:
        """The article of a document, under its own id and place. Raises what `clean` raises."""
        from cleaner.pipeline import clean

        settings = self._settings(entry.source, self._site(entry))
        if entry.encoding:
            settings = replace(settings, encoding=entry.encoding)
        path = entry.source if entry.place is None else f"{entry.source}:{entry.place}"
        article = clean(entry.content, kind=entry.kind or self._kind, url=entry.url, settings=settings, path=path)
        return replace(article, id=entry.id) if entry.id else article

    def _site(self, entry: Entry) -> str:
        if self._by_folder:
            return site_of(entry.source, entry.place, entry.url, entry.metadata, self._site_field)
        return host(entry.url)


def fingerprints(config: str | None) -> dict[str, str]:
    """Hashes of all files that decide what is removed, by names that a user knows.

    They are the program's rules, those of installed packages, and the user's.
    """
    files = {f"rules/{path.name}": path for path in packs.folder().iterdir() if path.suffix in (".toml", ".npz")}
    if config:
        files |= {str(path): path for path in (Path(config), *configuration.read(Path(config)).packs())}
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(files.items())}
    return hashes | plugins.fingerprints()
