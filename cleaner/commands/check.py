"""`clean check`: what would go, a line each."""

from __future__ import annotations

import typer

from cleaner.commands.options import Colour, Config, Kind, Level, Paths, Quiet, Without


def check(
    paths: Paths, level: Level = None, kind: Kind = None, without: Without = None, config: Config = None,
    color: Colour = None, quiet: Quiet = False,
) -> None:  # fmt: skip
    """List what would go, as path:line:column: rule reason. Exits with 1 if there is anything."""
    from cleaner import files
    from cleaner.commands.session import Session, paint, put
    from cleaner.reports.findings import findings

    session = Session(level=level, kind=kind, without=without, config=config, quiet=quiet)
    found = False
    for source, _, article in session.articles(files.inputs(paths)):
        for line in findings(source.path, article, paint(color)):
            found = True
            put(line + "\n")
    raise typer.Exit(session.code(found))
