"""`clean review OUT`: the page of a run in a browser, where a person decides about lines."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.commands.options import Quiet, number
from cleaner.commands.report import Output


def review(
    run: Output,
    config: Annotated[
        str, typer.Option("--config", metavar="FILE", help="Where decisions go; by itself, clean.toml in this folder.")
    ] = "clean.toml",
    port: Annotated[str, typer.Option("--port", metavar="N", callback=number(0), help="0 for any that is free.")] = "0",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
    quiet: Quiet = False,
) -> None:
    """Show what a run removed in a browser on this machine, and write down what is decided.

    Key k: keep this; key r: also remove this. What is decided becomes a suppression or a rule in the configuration. Ends
    with Ctrl-C; the corpus can then be run again.
    """
    import tempfile
    import webbrowser
    from pathlib import Path

    from cleaner import files
    from cleaner.commands.session import Session, put
    from cleaner.corpus.output import UnfinishedError, articles
    from cleaner.review import Review

    session = Session(quiet=quiet)
    try:
        with tempfile.TemporaryFile() as page:
            desk = Review(lambda: articles(run), page, Path(config), title=f"Review: {run}", port=int(port))
            put(f"{desk.address}\n")
            session.note(None, f"{desk.count} documents; decisions go to {config}; Ctrl-C ends")
            if browser:
                webbrowser.open(desk.address)
            try:
                desk.serve()
            except KeyboardInterrupt:
                session.note(None, f"{desk.written} decisions in {config}; clean run --restart cleans the corpus by them")
    except OSError as error:
        session.complain(error.filename or run, files.why(error))
    except (UnfinishedError, ValueError) as error:
        session.complain(run, str(error))
    raise typer.Exit(session.code())
