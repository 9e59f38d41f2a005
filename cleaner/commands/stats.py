"""`clean stats OUT`: what a run removed, in figures."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.commands.options import Quiet, one_of
from cleaner.commands.report import Output

_BY = ("rule", "category", "site", "language")


def stats(
    run: Output,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", callback=one_of(*_BY), help=f"{', '.join(_BY[:-1])} or {_BY[-1]}.")
    ] = "rule",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, a row a line.")] = False,
    quiet: Quiet = False,
) -> None:
    """Tell what a run removed, by rule, category, site or language: documents, removals, characters, their share."""
    from cleaner import files
    from cleaner.commands.session import Session, put
    from cleaner.corpus.output import UnfinishedError, articles
    from cleaner.reports.figures import Figures

    session = Session(quiet=quiet)
    try:
        figures = Figures(by)
        for article in articles(run):
            figures.add(article)
    except OSError as error:
        session.complain(error.filename or run, files.why(error))
    except (UnfinishedError, ValueError) as error:
        session.complain(run, str(error))
    else:
        for line in figures.as_jsonl() if as_json else figures.table():
            put(line + "\n")
    raise typer.Exit(session.code())
