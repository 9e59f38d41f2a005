"""`clean compare`: what another level, configuration or pack would change."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.commands.options import Colour, Kind, Paths, Quiet

_WAY = "A level, a clean.toml, a rule pack, or the output of a run."


def compare(
    paths: Paths,
    old: Annotated[str, typer.Option("--old", metavar="WAY", help=_WAY)] = "standard",
    new: Annotated[str, typer.Option("--new", metavar="WAY", help=_WAY)] = "standard",
    page: Annotated[str | None, typer.Option("--html", metavar="FILE", help="Also write it as a page.")] = None,
    kind: Kind = None, color: Colour = None, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Tell what each rule takes more or less when sources are cleaned in a new way. Exits with 1 if anything differs.

    The output of a run, of another version perhaps, stands for what it made of the same sources.
    """
    from cleaner import files
    from cleaner.commands.session import Session, paint, put
    from cleaner.commands.ways import Way, WayError
    from cleaner.comparison import Comparison
    from cleaner.reports import comparison

    session = Session(kind=kind, quiet=quiet)
    found = Comparison()
    try:
        before, after = Way(old, session), Way(new, session)
        for source in files.inputs(paths, json=True):
            if isinstance(source, files.Trouble):
                session.report(source)
                continue
            for place, first, second in before.beside(after, source):
                try:
                    found.add(place, first, second)
                except ValueError as error:
                    session.complain(place, str(error))
    except WayError as error:
        session.complain(None, str(error))
        raise typer.Exit(session.code()) from None
    for line in comparison.told(found, paint(color)):
        put(line + "\n")
    if page is not None:
        try:
            with files.writing(page) as file:
                file.write(comparison.page(found, old, new).encode("utf-8", "backslashreplace"))
        except OSError as error:
            session.complain(page, files.why(error))
    raise typer.Exit(session.code(found.differ > 0))
