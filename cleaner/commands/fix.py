"""`clean fix`: text files rewritten in place, by the contract of pre-commit's fixers."""

from __future__ import annotations

import typer

from cleaner.commands.options import Config, Kind, Level, Paths, Quiet, Without


def fix(
    paths: Paths, level: Level = None, kind: Kind = None, without: Without = None, config: Config = None, quiet: Quiet = False
) -> None:
    """Take the boilerplate out of text files, in place.

    Exits with 1 if a file was changed, so with 0 the second time.
    Encoding, line ends and mode stay, and a file without boilerplate is not touched; neither is a page. No record is
    kept: `clean FILE -o` writes one.
    """
    from cleaner import files
    from cleaner.commands.session import Session, put
    from cleaner.reports.terminal import one_line

    session = Session(level=level, kind=kind, without=without, config=config, quiet=quiet)
    changed = False
    for source, data, article in session.articles(files.inputs(paths)):
        if article.source.media_type == "text/html":
            session.note(source.path, "is a page and stays as it is; clean FILE writes its article")
            continue
        for warning in article.warnings:
            session.note(source.path, warning)
        try:
            fixed = files.rewrite(source.path, data, article.text, article.source.encoding)
        except OSError as error:
            session.complain(source.path, files.why(error))
        except files.RefusedError as error:
            session.complain(source.path, str(error))
        else:
            changed = changed or fixed
            if fixed and not quiet:
                put(f"Fixing {one_line(source.path)}\n")
    raise typer.Exit(session.code(changed))
