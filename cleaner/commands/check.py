"""`clean check`: what would go, a finding each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.commands.options import Colour, Config, Kind, Level, Paths, Quiet, Without, one_of

if TYPE_CHECKING:
    from cleaner.commands.session import Session
    from cleaner.reports.findings import Finding


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
    from cleaner.commands.session import Session, paint, put, say
    from cleaner.reports.findings import FORMATS

    session = Session(level=level, kind=kind, without=without, config=config, quiet=quiet)
    told = _Counted(_found(session, paths, baseline, together=stale))
    for line in FORMATS[form](told, paint(color)):
        put(line + "\n")
    found = told.count > 0
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


def _found(session: Session, paths: list[str], known: str | None, *, together: bool) -> Iterator[Finding]:
    """The findings that are not known; `together` in this process, which then knows what was suppressed."""
    from pathlib import Path

    from cleaner import baseline, files
    from cleaner.commands import crowd
    from cleaner.reports.findings import findings

    sources = files.inputs(paths, json=True)
    found = (
        one
        for cleaned in (session.articles(sources) if together else crowd.articles(session, sources))
        for one in findings(cleaned.source.path, cleaned.article, site=cleaned.site, record=cleaned.line)
    )
    if known is None:
        return found
    try:
        return baseline.load(Path(known)).new(found)
    except OSError as error:
        session.complain(known, files.why(error))
    except baseline.BaselineError as error:
        session.complain(known, str(error))
    return iter(())
