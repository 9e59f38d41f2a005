"""Takes the boilerplate out of scraped articles and keeps a record of everything it removes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.article import Article, Paragraph, Source, restore
    from cleaner.configuration import ConfigurationError
    from cleaner.document import Block, Document
    from cleaner.errors import SourceError
    from cleaner.marks import Removal
    from cleaner.packs import PackError
    from cleaner.pipeline import clean, clean_many
    from cleaner.settings import Settings

__version__ = "0.1.0"
__all__ = [
    "Article", "Block", "ConfigurationError", "Document", "PackError", "Paragraph", "Removal", "Settings", "Source",
    "SourceError", "clean", "clean_many", "restore",
]  # fmt: skip

_HOMES = {
    "Article": "article", "Paragraph": "article", "Source": "article", "restore": "article",
    "Block": "document", "Document": "document", "SourceError": "errors", "Removal": "marks",
    "ConfigurationError": "configuration", "PackError": "packs", "Settings": "settings",
    "clean": "pipeline", "clean_many": "pipeline",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first asked for, so that `clean --help` starts fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    globals()[name] = value = getattr(import_module(f"cleaner.{_HOMES[name]}"), name)
    return value
