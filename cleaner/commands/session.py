"""A session of a command: its sources one after the other, what is said about them, and the code it ends with."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TextIO

from cleaner import files
from cleaner.reports.terminal import Paint, one_line, wants_colour

if TYPE_CHECKING:
    from cleaner.article import Article

DONE: Final = 0
FINDINGS: Final = 1
WRONG: Final = 2
"""Usage, configuration, or a source that cannot be used."""


class Cleaned(NamedTuple):
    """A source as it was read, and its article."""

    source: files.Input
    data: bytes
    article: Article


class Session:
    """The settings of one session, and whether anything went wrong in it."""

    def __init__(
        self,
        level: str = "standard",
        kind: str | None = None,
        without: Sequence[str] | None = None,
        *,
        quiet: bool = False,
        **settings: str | None,
    ) -> None:
        """`settings` are further ones of `clean`, for pages."""
        self.level = level
        self.kind = kind
        self.without = tuple(without or ())
        self.settings: dict[str, Any] = settings
        self.quiet = quiet
        self.failed = False

    def articles(self, sources: Iterable[files.Input | files.Trouble]) -> Iterator[Cleaned]:
        """Each source that can be read, cleaned. Of the others standard error says why not."""
        from cleaner.errors import SourceError
        from cleaner.pipeline import clean

        if not self._rules_are_known():
            return
        for source in sources:
            if isinstance(source, files.Trouble):
                self.report(source)
                continue
            try:
                data = files.read(source.path)
                article = clean(
                    data, kind=self.kind, level=self.level, without=self.without, **self.settings,
                    path=None if source.path == files.STDIN else source.path,
                )  # fmt: skip
            except OSError as error:
                self.complain(source.path, files.why(error))
            except SourceError as error:
                self.complain(source.path, str(error))
            except Exception as error:
                error.add_note(f"while cleaning {source.path!r}")
                raise
            else:
                yield Cleaned(source, data, article)

    def _rules_are_known(self) -> bool:
        """Whether the packs can be read and every prefix of `without` is one of a rule."""
        from cleaner.listing import ids
        from cleaner.packs import PackError, is_under

        try:
            known = ids() if self.without else ()
        except PackError as error:
            self.complain(None, str(error))
            return False
        for prefix in self.without:
            if not any(is_under(rule, (prefix,)) for rule in known):
                self.complain(None, f"--without {prefix}: no rule begins so; clean rules lists them")
        return not self.failed

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
