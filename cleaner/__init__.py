"""Takes the boilerplate out of scraped articles and keeps a record of everything it removes."""

from __future__ import annotations

from cleaner.article import Article, Paragraph, Source, restore
from cleaner.document import Block, Document
from cleaner.errors import SourceError
from cleaner.marks import Removal
from cleaner.packs import PackError
from cleaner.pipeline import clean, clean_many

__version__ = "0.1.0"
__all__ = [
    "Article", "Block", "Document", "PackError", "Paragraph", "Removal", "Source", "SourceError",
    "clean", "clean_many", "restore",
]  # fmt: skip
