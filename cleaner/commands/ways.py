"""Ways of cleaning that are compared: by a level, by a configuration or a pack, or as a run did it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.article import Article
from cleaner.packs import LEVELS, PackError

if TYPE_CHECKING:
    from cleaner.commands.session import Session
    from cleaner.files import Input


class WayError(ValueError):
    """What names no way of cleaning, and why."""


class Way:
    """One way of cleaning."""

    def __init__(self, told: str, session: Session) -> None:
        """`told` is a level, the path of a TOML file, or the output of a run. Raises WayError."""
        from cleaner.commands.session import Session

        self.told = told
        self.known: dict[str, Article] | None = None
        if told in LEVELS:
            self.session = Session(kind=session.kind, level=told, quiet=True)
        elif os.path.isdir(told):
            self.known = _articles(told)
        elif told.endswith(".toml") and os.path.exists(told):
            self.session = Session(kind=session.kind, config=told, quiet=True)
            _check(told)
        else:
            raise WayError(f"{told}: is neither a level ({', '.join(LEVELS)}) nor a TOML file nor the output of a run")

    def of(self, source: Input) -> Iterator[tuple[str, Article]]:
        """Each text of a source, by its place, as this way cleans it."""
        if self.known is not None:
            if article := self.known.get(os.path.realpath(source.path)):
                yield source.path, article
            return
        for cleaned in self.session.articles([source]):
            yield cleaned.place, cleaned.article

    def beside(self, other: Way, source: Input) -> Iterator[tuple[str, Article, Article]]:
        """Each text of a source that both ways have cleaned, by its place."""
        theirs = dict(other.of(source))
        for place, article in self.of(source):
            if place in theirs:
                yield place, article, theirs[place]


def _check(path: str) -> None:
    from cleaner import configuration

    try:
        configuration.read(Path(path))
    except (configuration.ConfigurationError, PackError) as error:
        raise WayError(str(error)) from error
    except OSError as error:
        raise WayError(f"{path}: {error.strerror}") from error


def _articles(folder: str) -> dict[str, Article]:
    from cleaner.corpus.output import UnfinishedError, articles

    try:
        return {os.path.realpath(article.source.path or ""): article for article in articles(folder)}
    except (UnfinishedError, ValueError, OSError) as error:
        raise WayError(f"{folder}: {error}") from error
