"""`clean suggest FILE`: rules for a site, from what its pages have in common."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.commands.options import Quiet


def suggest(
    store: Annotated[str, typer.Argument(metavar="FILE", help="What clean learn has written.")],
    site: Annotated[
        list[str] | None, typer.Option("--site", metavar="HOST", help="Of these sites only. May be repeated.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FOLDER", help="Write a file a site; else print all.")
    ] = None,
    least: Annotated[int, typer.Option("--least", metavar="N", help="Pages on which a line must stand.")] = 3,
    share: Annotated[float, typer.Option("--share", metavar="X", help="Of the site's pages.")] = 0.3,
    quiet: Quiet = False,
) -> None:
    """Propose a rule pack for each site: what its pages share and no rule takes yet, to be read before it is used.

    Each rule says on how many pages its lines were seen. A pack is used as `site-packs` of a configuration.
    """
    from pathlib import Path

    from cleaner import files
    from cleaner.commands.session import Session, put
    from cleaner.suggesting import suggested
    from cleaner.templates.store import StoreError, open_store

    session = Session(quiet=quiet)
    try:
        templates = open_store(store, least=least, share=share)
        for name, pack in suggested(templates, site or ()):
            if output is None:
                put(pack)
                continue
            path = Path(output) / f"{name.replace('/', '_')}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            with files.writing(str(path)) as file:
                file.write(pack.encode("utf-8", "backslashreplace"))
            session.note(str(path), f"rules proposed for {name}")
    except OSError as error:
        session.complain(error.filename or store, files.why(error))
    except StoreError as error:
        session.complain(None, str(error))
    raise typer.Exit(session.code())
