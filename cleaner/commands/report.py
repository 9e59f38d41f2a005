"""`clean report OUT`: what a run removed, as one HTML page."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.commands.options import Quiet

Output = Annotated[str, typer.Argument(metavar="OUT", help="The output of a run.")]


def report(
    run: Output,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The page.")] = "report.html",
    quiet: Quiet = False,
) -> None:
    """Write one HTML page of what a run removed, which needs nothing else.

    What went is struck through in the text it was taken from, and says why.
    """
    from cleaner import files
    from cleaner.commands.session import Session
    from cleaner.corpus.output import UnfinishedError, articles
    from cleaner.reports import web_page

    session = Session(quiet=quiet)
    try:
        with files.writing(output) as file:
            count = web_page.write(articles(run), file, title=f"What was removed: {run}")
        session.note(output, f"documents {count}")
    except OSError as error:
        session.complain(error.filename or output, files.why(error))
    except (UnfinishedError, ValueError) as error:
        session.complain(run, str(error))
    raise typer.Exit(session.code())
