"""`clean check`: what would go, a finding each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cleaner.commands.options import Colour, Config, Kind, Level, Paths, Quiet, Without, one_of

if TYPE_CHECKING:
    from cleaner import files
    from cleaner.commands.session import Cleaned, Session
    from cleaner.reports.findings import Finding
    from cleaner.reports.terminal import Paint

_T = TypeVar("_T")


def check(
    paths: Paths,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", callback=one_of("concise", "full", "json", "github", "sarif"),
            help="concise, full, json, github or sarif.",
        ),
    ] = "concise",
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Tell only what clean baseline did not write down there.")
    ] = None,
    stale: Annotated[bool, typer.Option("--stale", help="Also tell suppressions that nothing matches any more.")] = False,
    level: Level = None, kind: Kind = None, without: Without = None, config: Config = None, color: Colour = None,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """List what would go, as path:line:column: rule reason. Exits with 1 if there is anything."""
    from functools import partial

    from cleaner import files
    from cleaner.commands.session import Session, paint, put, say
    from cleaner.reports.findings import BY_FILE, FORMATS

    session = Session(level=level, kind=kind, without=without, config=config, quiet=quiet)
    sources = files.inputs(paths, json=True)
    colours = paint(color)
    found = False
    if form in BY_FILE and baseline is None:
        for told in _each(session, sources, partial(_told, form, colours), together=stale):
            found = found or bool(told)
            put(told)
    else:
        listed = _Counted(_new(session, baseline, chain.from_iterable(_each(session, sources, findings_of, together=stale))))
        for line in FORMATS[form](listed, colours):
            put(line + "\n")
        found = listed.count > 0
    if stale and not session.failed:
        for path, fingerprint, line in session.stale():
            found = True
            say(path, f"the suppression {fingerprint} matches nothing{f' ({line})' if line else ''}")
    raise typer.Exit(session.code(found))


class _Counted:
    """Findings, counted as they pass."""

    def __init__(self, found: Iterator[Finding]) -> None:
        self.found = found
        self.count = 0

    def __iter__(self) -> Iterator[Finding]:
        for one in self.found:
            self.count += 1
            yield one


def _each(
    session: Session, sources: Iterable[files.Input | files.Trouble], do: Callable[[Cleaned], _T], *, together: bool
) -> Iterator[_T]:
    """What `do` makes of each article; `together` in this process, which then knows what was suppressed."""
    from cleaner.commands import crowd

    return map(do, session.articles(sources)) if together else crowd.each(session, sources, do)


def findings_of(cleaned: Cleaned) -> list[Finding]:
    """What would go from a source."""
    from cleaner.reports.findings import findings

    return list(findings(cleaned.source.path, cleaned.article, site=cleaned.site, record=cleaned.line))


def _told(form: str, colours: Paint, cleaned: Cleaned) -> str:
    """All that is told of an article."""
    from cleaner.reports.findings import FORMATS

    return "".join(f"{line}\n" for line in FORMATS[form](findings_of(cleaned), colours))


def _new(session: Session, known: str | None, found: Iterator[Finding]) -> Iterator[Finding]:
    """The findings that are not known."""
    from pathlib import Path

    from cleaner import baseline, files

    if known is None:
        return found
    try:
        return baseline.load(Path(known)).new(found)
    except OSError as error:
        session.complain(known, files.why(error))
    except baseline.BaselineError as error:
        session.complain(known, str(error))
    return iter(())
