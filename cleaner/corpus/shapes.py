"""The forms an article is written in: this program's own, and those of other tools. Each can be read back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from cleaner import marks
from cleaner.article import Article, restore
from cleaner.corpus.entries import Entry
from cleaner.marks import Removal

_SIMPLE: Final = ("id", "url", "title", "author", "date", "section", "site", "language", "text")
_PREFIX: Final = "clean_"
_TAGGER: Final = "clean"
_ATTRIBUTES: Final = f"attributes/{_TAGGER}"


class Shape(NamedTuple):
    """A form of an article, there and back."""

    rows: Callable[[Article, Entry], dict[str, dict[str, Any]]]
    """What is written of an article, by the folder of the file it goes into."""
    article: Callable[[Mapping[str, Any]], Article]
    """The article of a row of the first file. Raises ValueError for what is none."""
    files: tuple[str, ...] = ("",)
    """The folders of the files that there are; "" for the output itself."""


def columns(article: Article) -> dict[str, Any]:
    """The article in fields of one type each, lists and records of fixed fields among them; `stats` follows from them."""
    return {
        **{name: getattr(article, name) for name in _SIMPLE},
        "removed": [removal._asdict() for removal in article.removed],
        "paragraphs": [paragraph._asdict() for paragraph in article.paragraphs],
        "source": article.source._asdict(),
        "provenance": article.provenance._asdict(),
        "kind": article.kind and article.kind._asdict(),
        "warnings": list(article.warnings),
    }


def free(name: str, taken: Mapping[str, Any] | set[str]) -> str:
    """`name`, prefixed as often as it takes to be none of `taken`."""
    while name in taken:
        name = _PREFIX + name
    return name


def from_columns(row: Mapping[str, Any]) -> Article:
    """The article that `columns` gave, other fields beside it. Raises ValueError for what is none."""
    found = {}
    for name in (*_SIMPLE, "removed", "paragraphs", "source", "provenance", "kind", "warnings"):
        own = name
        while _PREFIX + own in row:
            own = _PREFIX + own
        found[name] = row.get(own)
    kind = found.pop("kind")
    return Article.from_dict(found | {"stats": {"page": kind} if kind else {}})


def _article(article: Article, entry: Entry) -> dict[str, dict[str, Any]]:
    return {"": article.to_dict() | ({"metadata": entry.metadata} if entry.metadata else {})}


def _flat(article: Article, entry: Entry) -> dict[str, dict[str, Any]]:
    row = dict(entry.metadata)
    return {"": row | {free(name, row): value for name, value in columns(article).items()}}


def _datatrove(article: Article, entry: Entry) -> dict[str, dict[str, Any]]:
    ours = columns(article)
    text, identity = ours.pop("text"), ours.pop("id")
    row = dict(entry.metadata)
    row |= {free(name, row): value for name, value in ours.items()}
    return {"": {"text": text, "id": identity, "media": [], "metadata": row}}


def _from_datatrove(row: Mapping[str, Any]) -> Article:
    return from_columns({**_metadata(row), "text": row.get("text"), "id": row.get("id")})


def _dolma(article: Article, entry: Entry) -> dict[str, dict[str, Any]]:
    """The text as it was, and spans of it: `removed` may be cut out, `joined` wants a blank in its place."""
    ours = columns(article)
    identity = ours.pop("id")
    del ours["text"], ours["paragraphs"]
    row = dict(entry.metadata)
    row |= {free(name, row): value for name, value in ours.items()}
    spans: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for removal in article.removed:
        whole = "joined" if removal.replacement else "removed"
        for name in (whole, removal.category):
            spans[f"{_TAGGER}__{name}"].append((removal.start, removal.end, removal.confidence))
    return {
        "documents": {"id": identity, "text": restore(article), "source": entry.source, "metadata": row},
        _ATTRIBUTES: {"id": identity, "attributes": {f"{_TAGGER}__removed": [], **spans}},
    }


def _from_dolma(row: Mapping[str, Any]) -> Article:
    metadata = _metadata(row)
    name = "removed"
    while _PREFIX + name in metadata:
        name = _PREFIX + name
    try:
        removals = [Removal(**{**removal, "also": tuple(removal["also"])}) for removal in metadata[name]]
        text = marks.apply(row["text"], removals)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an article of this program: {error}") from error
    article = from_columns({**metadata, "text": text, "id": row.get("id"), "paragraphs": []})
    del article.__dict__["_columns"]
    return article


def _metadata(row: Mapping[str, Any]) -> dict[str, Any]:
    metadata = row.get("metadata")
    if not isinstance(metadata, dict):
        raise ValueError("not an article of this program: no metadata")
    return metadata


SHAPES: Final = {
    "article": Shape(_article, lambda row: Article.from_dict(dict(row))),
    "flat": Shape(_flat, from_columns),
    "datatrove": Shape(_datatrove, _from_datatrove),
    "dolma": Shape(_dolma, _from_dolma, ("documents", _ATTRIBUTES)),
}
