"""The article: what stays, what is known about it, and the record of what went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner import marks
from cleaner.document import Document
from cleaner.marks import Removal
from cleaner.roles import roles

if TYPE_CHECKING:
    from cleaner.page import Page

_FIELDS: Final = ("id", "title", "author", "date", "section", "site", "language", "url", "text")
SCHEMA: Final = "urn:article-cleaner:article:1"


class Paragraph(NamedTuple):
    """A block of the clean text and what it is there for."""

    role: str
    """title, heading, paragraph, caption, list item, quote, table or code."""
    text: str


class Provenance(NamedTuple):
    """Where each field of an article was found; None where it was not.

    "text" stands for a line of the source, "given" for what the caller said; else it is a part of the page's head, like
    "og:title" or "json-ld".
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    section: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None


UNKNOWN: Final = Provenance()


class Kind(NamedTuple):
    """What kind of page it is, and how sure that is."""

    kind: str
    """article, forum, product, listing, collection, documentation or service."""
    confidence: float
    """From 0 to 1."""


class Source(NamedTuple):
    """Where the article came from."""

    path: str | None
    sha256: str
    """Of the bytes as they arrived; of a `str`, of its UTF-8."""
    media_type: str
    encoding: str
    encoding_from: str
    """What told it: "byte order mark", "hint", "meta", "utf-8", "width", "detector" or "fallback"; "str" for a `str`."""
    characters: int
    """Code points of the decoded source; of a page, of its visible text."""


@dataclass(frozen=True)
class Article:
    """A cleaned document. Spans in `removed` are half-open, in code points of the decoded source."""

    id: str
    title: str | None
    author: str | None
    date: str | None
    """ISO 8601, as far as the page tells it."""
    section: str | None
    site: str | None
    language: str | None
    """ISO 639-1 of the text's own language."""
    url: str | None
    text: str
    removed: tuple[Removal, ...]
    source: Source
    provenance: Provenance = UNKNOWN
    kind: Kind | None = None
    """Of a page."""
    warnings: tuple[str, ...] = ()

    document: Document | None = field(default=None, repr=False, compare=False)
    """The clean text's blocks, where they are known already."""
    page: Page | None = field(default=None, repr=False, compare=False)
    """The page it was read from."""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The blocks of the clean text, each with its role."""
        return tuple(map(Paragraph, *self._columns))

    @cached_property
    def _columns(self) -> tuple[list[str], list[str]]:
        """Roles and texts of the paragraphs: an object for each would double what writing the record costs."""
        document = self.document or Document(self.text)
        told, texts = roles(document, self.title, self.removed)
        if self.page:
            starts = marks.origins(map(document.start, range(len(document))), self.removed)
            told = [self.page.role_at(start) or role for start, role in zip(starts, told, strict=True)]
        return told, texts

    @cached_property
    def stats(self) -> dict[str, dict[str, Any]]:
        """By category: how many removals, and how many code points they took. Of a page, under "page", its kind."""
        stats: dict[str, dict[str, Any]] = {}
        for removal in self.removed:
            row = stats.setdefault(removal.category, {"removals": 0, "characters": 0})
            row["removals"] += 1
            row["characters"] += removal.end - removal.start
        return ({"page": self.kind._asdict()} if self.kind else {}) | dict(sorted(stats.items()))

    def to_dict(self) -> dict[str, Any]:
        """The article as plain data, the shape of `article.schema.json`."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "title": self.title,
            "author": self.author,
            "date": self.date,
            "section": self.section,
            "site": self.site,
            "language": self.language,
            "url": self.url,
            "provenance": self.provenance._asdict(),
            "text": self.text,
            "paragraphs": [{"role": role, "text": text} for role, text in zip(*self._columns, strict=True)],
            "removed": [removal._asdict() for removal in self.removed],
            "source": self.source._asdict(),
            "stats": self.stats,
            "warnings": list(self.warnings),
        }

    def to_json(self, *, indent: bool = False) -> str:
        """The article as JSON: one line, or two blanks a level with `indent`."""
        return self.to_json_bytes(indent=indent).decode()

    def to_json_bytes(self, *, indent: bool = False) -> bytes:
        """The same as UTF-8: of a large article one copy less."""
        return dump(self.to_dict(), indent=indent)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Article:
        """The article that `to_dict` gave; ValueError says what is missing or of the wrong type."""
        try:
            removed = tuple(Removal(**{**entry, "also": tuple(entry["also"])}) for entry in data["removed"])
            article = cls(
                **{name: data[name] for name in _FIELDS},
                removed=removed,
                source=Source(**data["source"]),
                provenance=Provenance(**data["provenance"]),
                kind=Kind(**data["stats"]["page"]) if "page" in data["stats"] else None,
                warnings=tuple(data["warnings"]),
            )
            # Of a page, the markup told the roles, and it is gone.
            rows = [Paragraph(**row) for row in data["paragraphs"]]
            article.__dict__["_columns"] = [row.role for row in rows], [row.text for row in rows]
        except (KeyError, TypeError) as error:
            raise ValueError(f"not an article of this program: {error}") from error
        _check(article)
        return article

    @classmethod
    def from_json(cls, text: str | bytes) -> Article:
        """The article that `to_json` gave; ValueError where it is none."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"not JSON: {error}") from error
        if not isinstance(data, dict):
            raise ValueError("not an article of this program: not an object")
        return cls.from_dict(data)


def _check(article: Article) -> None:
    """Raises ValueError for what is of another type than it says."""
    removed, roles, source = article.removed, article._columns, article.source
    kinds = [article.kind] if article.kind else []
    numbers = [source.characters, *(place for removal in removed for place in removal[:2])]
    texts = [
        article.id, article.text, *source[1:5], *roles[0], *roles[1], *article.warnings, *(kind.kind for kind in kinds),
        *(text for removal in removed for text in (*removal[2:7], *removal.also, removal.replacement)),
    ]  # fmt: skip
    known = [getattr(article, name) for name in _FIELDS]
    known += [*article.provenance, source.path, *(text for removal in removed for text in (removal.lifted_to, removal.path))]
    shares = [*(removal.confidence for removal in removed), *(kind.confidence for kind in kinds)]
    if not all(type(number) is int for number in numbers):
        raise ValueError("not an article of this program: a place that is no whole number")
    if not all(isinstance(text, str) for text in texts) or not all(text is None or isinstance(text, str) for text in known):
        raise ValueError("not an article of this program: a text that is no string")
    if not all(type(share) in (int, float) and 0 <= share <= 1 for share in shares):
        raise ValueError("not an article of this program: a confidence that is not from 0 to 1")


def is_record(data: Any) -> bool:
    """Whether `data` is what `Article.to_dict` gave, in any version."""
    return isinstance(data, dict) and f"{data.get('schema')}".startswith(SCHEMA.rstrip("0123456789"))


def together(earlier: Article, later: Article) -> Article:
    """The article that cleaning the text of `earlier` again gave, with one record of all that went."""
    roles = {paragraph.text: paragraph.role for paragraph in earlier.paragraphs}
    both = replace(
        earlier, text=later.text, removed=tuple(marks.compose(earlier.removed, later.removed, restore(earlier))),
        warnings=later.warnings, document=None, page=None,
    )  # fmt: skip
    rows = later.paragraphs
    both.__dict__["_columns"] = [roles.get(row.text, row.role) for row in rows], [row.text for row in rows]
    return both


def dump(data: Mapping[str, Any], *, indent: bool = False) -> bytes:
    """`data` as JSON in UTF-8; the same bytes with orjson and with the standard library."""
    try:
        import orjson

        return orjson.dumps(data, option=orjson.OPT_INDENT_2 if indent else 0)
    except (ImportError, TypeError):  # TypeError: a lone surrogate, which only an escape can carry
        ascii_only = any(0xD800 <= ord(c) <= 0xDFFF for c in json.dumps(data, ensure_ascii=False))
        text = json.dumps(
            data, ensure_ascii=ascii_only, indent=2 if indent else None, separators=None if indent else (",", ":")
        )
        return text.encode()


def restore(article: Article) -> str:
    """The decoded source that `article` was cleaned from, exactly.

    Raises ValueError if the record does not fit the text, as after an edit by hand.
    """
    source = marks.restore(article.text, article.removed)
    if len(source) != article.source.characters:
        raise ValueError(f"the record gives {len(source)} characters, the source had {article.source.characters}")
    return source
