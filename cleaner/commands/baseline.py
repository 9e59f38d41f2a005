"""`clean baseline`: what is there today, so that only what is new is told."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.commands.options import Config, Kind, Level, Paths, Quiet, Without


def baseline(
    paths: Paths,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to this file; its folder is what paths count from.")
    ] = "clean-baseline.json",
    level: Level = None, kind: Kind = None, without: Without = None, config: Config = None, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Write down what would go today; clean check --baseline then tells only what is new."""
    from pathlib import Path

    from cleaner import baseline, files
    from cleaner.commands import crowd
    from cleaner.commands.check import findings_of
    from cleaner.commands.session import Session

    session = Session(level=level, kind=kind, without=without, config=config, quiet=quiet)
    found = [one for some in crowd.each(session, files.inputs(paths, json=True), findings_of) for one in some]
    if not session.failed:
        try:
            with files.writing(output) as file:
                file.write(baseline.dump(baseline.of(found, Path(output).parent)))
        except OSError as error:
            session.complain(output, files.why(error))
        else:
            session.note(output, f"{len(found)} findings are known from now on")
    raise typer.Exit(session.code())
