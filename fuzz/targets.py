"""The targets: each takes bytes, and fails where the program breaks a promise about them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cleaner import Article, ConfigurationError, PackError, SourceError, clean, configuration, packs, pipeline, restore
from cleaner.readers import json_texts
from cleaner.settings import Settings

_PAGE: Final = "Skip to main content\nThe mayor of Lund resigned on Monday.\n\nShare this article\n"


def text(data: bytes) -> None:
    """A text is cleaned once, comes back whole, and what is clean stays."""
    try:
        article = clean(data, kind="text")
    except SourceError:
        return
    source = restore(article)
    at = 0
    for removal in article.removed:
        assert at <= removal.start < removal.end <= len(source)
        assert source[removal.start : removal.end] == removal.text
        at = removal.end
    assert restore(Article.from_json(article.to_json())) == source
    assert not clean(article.text, kind="text").removed


def page(data: bytes) -> None:
    """A page gives an article whose record gives all that the page shows back."""
    try:
        article = clean(data, kind="html", url="https://example.org/news/1")
    except SourceError:
        return
    assert article.page is not None
    assert restore(article) == article.page.text
    assert restore(Article.from_json(article.to_json())) == article.page.text


def jsonl(data: bytes) -> None:
    """Every text that is found in lines of JSON stands where it is said to, and another can be put in its place."""
    found = [held for held in json_texts.texts(data, lines=True) if isinstance(held, json_texts.Held)]
    for held in found:
        assert json.loads(data[slice(*held.string)]) == held.text
        assert json.loads(data[slice(*held.object)].decode("utf-8").removeprefix("\ufeff")) == held.record
    strings = [(held.string, data[slice(*held.string)]) for held in found]
    assert json_texts.replaced(data, strings) == data
    other = json_texts.replaced(data, [(place, json_texts.string_like(old, "ö")) for place, old in strings])
    again = [held for held in json_texts.texts(other, lines=True) if isinstance(held, json_texts.Held)]
    assert [held.text for held in again] == ["ö"] * len(found)


def configuration_file(data: bytes) -> None:
    """A configuration is used, or refused with its file and the reason."""
    file = Path("clean.toml")
    try:
        settings = configuration.parse(data.decode("utf-8", "ignore"), file).settings("blog/a.txt", "blog.example.org")
    except (ConfigurationError, PackError) as error:
        _names(file, error)
        return
    assert restore(clean(_PAGE, settings=settings)) == _PAGE


def pack(data: bytes) -> None:
    """A rule pack is used, or refused with its file and the reason."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "en.toml"
        file.write_bytes(data)
        try:
            rules = packs.load(file)
        except PackError as error:
            _names(file, error)
            return
    examples = [packs.shown(example)[0] for rule in rules for example in (*rule.removes, *rule.keeps)]
    book = pipeline.book(rules, Settings("strict"))
    for example in [_PAGE, *examples]:
        pipeline.settle(example, book)


def record(data: bytes) -> None:
    """What is read as an article can be written, and gives its source back or says that it does not fit."""
    try:
        article = Article.from_json(data)
    except ValueError:
        return
    assert Article.from_json(article.to_json()) == article
    try:
        source = restore(article)
    except ValueError:
        return
    assert len(source) == article.source.characters


def _names(file: Path, error: Exception) -> None:
    assert str(file) in str(error)


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "text": text, "page": page, "jsonl": jsonl, "configuration": configuration_file, "pack": pack, "record": record,
}  # fmt: skip
