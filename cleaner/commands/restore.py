"""`clean restore`: the source that an article was cleaned from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.commands.options import Quiet

if TYPE_CHECKING:
    from cleaner.commands.records import Restored
    from cleaner.commands.session import Session


def restore(
    paths: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Article JSON, one a line; or -.")],
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="PATH", help="Write to this file, or into this folder.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Print the source of an article again.

    It is the decoded source, character for character, as UTF-8. Several articles want -o FOLDER/, and get the names of
    their sources.
    """
    from cleaner import files
    from cleaner.commands import records
    from cleaner.commands.session import Session, is_terminal, put
    from cleaner.reports.terminal import many_lines

    session = Session(quiet=quiet)
    found: list[records.Restored] = []
    for path in paths:
        try:
            found += records.sources(path)
        except OSError as error:
            session.complain(path, files.why(error))
        except records.RecordError as error:
            session.complain(path, str(error))
    if output is not None and (os.path.isdir(output) or output.endswith(("/", os.sep))):
        _fill(session, found, output)
    elif len(found) > 1:
        session.complain(None, f"{len(found)} articles want -o FOLDER/")
    elif output is not None:
        for one in found:
            _write(session, one, output)
    else:
        for one in found:
            put(many_lines(one.text) if is_terminal() else one.text)
    raise typer.Exit(session.code())


def _fill(session: Session, found: list[Restored], folder: str) -> None:
    if len({one.name for one in found}) < len(found):
        session.complain(folder, "two of the articles want the same name there; nothing was done")
        return
    for one in found:
        _write(session, one, os.path.join(folder, one.name))


def _write(session: Session, one: Restored, path: str) -> None:
    from cleaner import files

    try:
        with files.writing(path) as file:
            file.write(one.text.encode("utf-8"))
    except OSError as error:
        session.complain(path, files.why(error))
