"""`clean diff`: what would go, between what stays."""

from __future__ import annotations

import typer

from cleaner.commands.options import Colour, Config, Kind, Level, Paths, Quiet, Without


def diff(
    paths: Paths, level: Level = None, kind: Kind = None, without: Without = None, config: Config = None,
    color: Colour = None, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Show what would go, with the lines around it. Exits with 1 if there is anything."""
    from cleaner import files
    from cleaner.commands.session import Session, paint, put
    from cleaner.reports.diff import diff

    session = Session(level=level, kind=kind, without=without, config=config, quiet=quiet)
    found = False
    for cleaned in session.articles(files.inputs(paths, json=True)):
        for line in diff(cleaned.place, cleaned.article, paint(color)):
            found = True
            put(line + "\n")
    raise typer.Exit(session.code(found))
