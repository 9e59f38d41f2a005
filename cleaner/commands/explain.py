"""`clean explain`: why each line went or stayed."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from cleaner.commands.options import Colour, Config, Kind, Level, Quiet, Without


def explain(
    path: Annotated[str, typer.Argument(metavar="FILE[:LINE]", help="A file, or one line of it; or -.")],
    level: Level = None, kind: Kind = None, without: Without = None, config: Config = None, color: Colour = None,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Tell why each line went or stayed.

    Of what went: rule, reason and confidence. Of what stayed: what came nearest, and what that lacked.
    """
    from cleaner import files
    from cleaner.commands.session import Session, paint, put
    from cleaner.explain import explain
    from cleaner.reports.explanation import told

    file, _, number = path.rpartition(":")
    if file and number.isascii() and number.isdigit() and not os.path.exists(path):
        line: int | None = int(number)
    else:
        file, line = path, None
    session = Session(level=level, kind=kind, without=without, config=config, quiet=quiet)
    for cleaned in session.articles(files.inputs([file])):
        if cleaned.line and line not in (None, cleaned.line):  # of JSON, the line is that of a record
            continue
        settings = session.settings(cleaned.source.path, cleaned.site)
        lines = explain(cleaned.article, settings, only=None if cleaned.line else line)
        if line is not None and not lines:
            session.complain(file, f"has no line {line}")
        for text in told(lines, paint(color)):
            put(text + "\n")
    raise typer.Exit(session.code())
