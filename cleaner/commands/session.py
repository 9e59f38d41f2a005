"""A session of a command: its sources one after the other, what is said about them, and the code it ends with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TextIO

from cleaner import files
from cleaner.errors import SourceError
from cleaner.readers import json_texts
from cleaner.reports.terminal import Paint, one_line, wants_colour
from cleaner.sites import host

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.configuration import Configuration
    from cleaner.readers.json_texts import Held
    from cleaner.settings import Settings

DONE: Final = 0
FINDINGS: Final = 1
WRONG: Final = 2
"""Usage, configuration, or a source that cannot be used."""
FAULT: Final = 3
"""Of this program."""


class Cleaned(NamedTuple):
    """A source as it was read, and its article."""

    source: files.Input
    data: bytes
    article: Article
    site: str = ""
    """Where it was found, if that is known."""
    held: Held | None = None
    """Where its text stands in the source, if that is JSON."""

    @property
    def line(self) -> int | None:
        """The line of the source on which its text stands in JSON."""
        return self.held.line if self.held else None

    @property
    def place(self) -> str:
        """The path of the source and, where it holds several texts, the line of this one."""
        return f"{self.source.path}:{self.line}" if self.line else self.source.path


class Session:
    """What a command was asked for, and whether anything went wrong in it."""

    def __init__(
        self,
        *,
        kind: str | None = None,
        without: Sequence[str] | None = None,
        url: str | None = None,
        config: str | None = None,
        quiet: bool = False,
        **options: str | None,
    ) -> None:
        """`config` is a configuration file; without one, the nearest to each source holds.

        `options` are settings, which overrule those of a configuration, where they are not None.
        """
        self.asked: dict[str, Any] = {
            "kind": kind, "without": without, "url": url, "config": config, "quiet": quiet, **options,
        }  # fmt: skip
        """What it was made with."""
        self.kind = kind
        self.without = tuple(without or ())
        self.url = url
        self.config = config
        self.options: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
        self.quiet = quiet
        self.failed = False
        self._known: set[Settings] = set()
        """Settings that name only rules that there are."""
        self._used: dict[Settings, None] = {}
        self._configurations: dict[Configuration, None] = {}

    def articles(self, sources: Iterable[files.Input | files.Trouble]) -> Iterator[Cleaned]:
        """Each source that can be read, cleaned. Of the others standard error says why not."""
        for source in sources:
            if isinstance(source, files.Trouble):
                self.report(source)
                continue
            try:
                data = files.read(source.path)
            except OSError as error:
                self.complain(source.path, files.why(error))
                continue
            settings = self.settings(None if source.path == files.STDIN else source.path)
            if settings is None:
                return
            if source.path.lower().endswith(json_texts.ENDINGS) and self.kind is None:
                yield from self._of_json(source, data, settings)
            elif article := self._cleaned(data, source.path, self.url, settings):
                yield Cleaned(source, data, article, settings.site)

    def _of_json(self, source: files.Input, data: bytes, settings: Settings) -> Iterator[Cleaned]:
        lines = source.path.lower().endswith(json_texts.LINES)
        for held in json_texts.texts(data, lines=lines):
            if isinstance(held, SourceError):
                if lines:
                    self.complain(source.path, str(held))
                else:
                    self.note(source.path, f"stays as it is: {str(held).partition(': ')[2]}")
                continue
            url = held.record.get("url")
            url = url if isinstance(url, str) else self.url
            site = settings.site or host(url)
            if article := self._cleaned(held.text, source.path, url, self.settings(source.path, site) or settings):
                yield Cleaned(source, data, article, site, held)

    def _cleaned(self, data: bytes | str, path: str, url: str | None, settings: Settings) -> Article | None:
        from cleaner.pipeline import clean

        kind = self.kind if isinstance(data, bytes) else "text"
        try:
            return clean(data, kind=kind, url=url, settings=settings, path=None if path == files.STDIN else path)
        except SourceError as error:
            self.complain(path, str(error))
        except Exception as error:
            error.add_note(f"while cleaning {path!r}")
            raise
        return None

    def configuration(self, sources: Sequence[str]) -> Configuration | None:
        """The one configuration for all sources; None where there are several, or it cannot be used, which is told."""
        from cleaner import configuration

        places = [os.curdir if source == files.STDIN else source for source in sources]
        if self.failed or any(self.settings(place) is None for place in places):
            return None
        found = {configuration.read(Path(self.config)) if self.config else configuration.of(place) for place in places}
        if len({chosen.file for chosen in found}) > 1:
            self.complain(
                None, f"{' and '.join(sorted(str(chosen.file) for chosen in found))} both apply; name one with --config"
            )
            return None
        return found.pop()

    def settings(self, path: str | None, site: str = "") -> Settings | None:
        """How the source at `path` is cleaned, found on `site`; None where a configuration cannot be used, which is told."""
        from dataclasses import replace

        from cleaner import configuration, plugins
        from cleaner.packs import PackError

        try:
            plugins.check()
            chosen = configuration.read(Path(self.config)) if self.config else configuration.of(path or os.curdir)
            settings = chosen.settings(path, site or host(self.url))
            settings = replace(settings, **self.options, ignore=(*settings.ignore, *self.without))
            self._used[settings] = self._configurations[chosen] = None
            return settings if self._rules_are_known(settings, chosen) else None
        except OSError as error:
            self.complain(error.filename, files.why(error))
        except (configuration.ConfigurationError, PackError) as error:
            self.complain(None, str(error))
        return None

    def _rules_are_known(self, settings: Settings, chosen: Configuration) -> bool:
        """Whether everything that is selected or ignored is the beginning of a rule's id."""
        from difflib import get_close_matches

        from cleaner.listing import ids
        from cleaner.packs import is_under

        wanted = {*settings.select, *settings.ignore}
        if not wanted or settings in self._known:
            return True
        known = ids(settings.own)
        for prefix in sorted(wanted):
            if not any(is_under(rule, (prefix,)) for rule in known):
                words = [rule.split(".") for rule in known]
                beginnings = {".".join(rule[:count]) for rule in words for count in range(1, len(rule) + 1)}
                near = get_close_matches(prefix, sorted(beginnings), 1)
                where = f"--without {prefix}" if prefix in self.without else f"{chosen.file}: {prefix}"
                self.complain(None, f"{where}: no rule begins so{f'; the nearest is {near[0]}' if near else ''}")
                return False
        self._known.add(settings)
        return True

    def stale(self) -> Iterator[tuple[str, str, str]]:
        """File, fingerprint and line of each suppression that matched nothing in what was cleaned."""
        from cleaner.pipeline import rulebook

        met = {mark for settings in self._used if settings.suppressed for mark in rulebook(settings).met}
        for chosen in self._configurations:
            for told in chosen.suppressions:
                if told["fingerprint"] not in met:
                    yield f"{chosen.file}", told["fingerprint"], told.get("line", "")

    def report(self, trouble: files.Trouble) -> None:
        """Say what is wrong with a path; all but a note makes the session a failure."""
        if trouble.fatal:
            self.complain(trouble.path, trouble.why)
        else:
            self.note(trouble.path, trouble.why)

    def complain(self, path: str | None, why: str) -> None:
        """Say what went wrong."""
        self.failed = True
        say(path, why)

    def note(self, path: str | None, why: str) -> None:
        """Say what is worth knowing, unless quiet is wanted."""
        if not self.quiet:
            say(path, why)

    def code(self, found: bool = False) -> int:
        """The exit code: trouble outweighs findings."""
        return WRONG if self.failed else FINDINGS if found else DONE


def say(path: str | None, what: str) -> None:
    """A line on standard error."""
    about = "" if path is None else f"{'standard input' if path == files.STDIN else one_line(path)}: "
    put(f"clean: {about}{one_line(what)}\n", sys.stderr)


def put(text: str, stream: TextIO | None = None) -> None:
    """Text on standard output, as UTF-8 whatever the locale is."""
    (stream or sys.stdout).buffer.write(text.encode("utf-8", "backslashreplace"))


def is_terminal() -> bool:
    """Whether a person reads standard output as it comes."""
    return sys.stdout.isatty()


def paint(colour: bool | None) -> Paint:
    """The colours for standard output."""
    return Paint(wants_colour(colour, is_terminal()))
