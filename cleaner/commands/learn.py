"""`clean learn SOURCE... -o FILE`: what the pages of each site have in common."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.commands.options import Kind, Quiet, number

if TYPE_CHECKING:
    from collections import Counter

    from cleaner.corpus.learning import How

SiteField = Annotated[
    str | None,
    typer.Option("--site-field", metavar="NAME", help="The field with the site; else the host of the address, or the folder."),
]


def learn(
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help="Folders and files, as for clean run.")] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The store to write.")
    ] = "site-templates.sqlite",
    merge: Annotated[
        list[str] | None,
        typer.Option("--merge", metavar="FILE", help="Add what an earlier store of other pages holds. May be repeated."),
    ] = None,
    glob: Annotated[
        list[str] | None, typer.Option("--glob", metavar="PATTERN", help="Of folders, only files like this. May be repeated.")
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="What files are whose names do not tell.")
    ] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="NAME", help="The field to read; text, else html.")] = None,
    url_field: Annotated[str, typer.Option("--url-field", metavar="NAME", help="The field with the address.")] = "url",
    site_field: SiteField = None,
    alike: Annotated[
        bool, typer.Option("--near-duplicates", help="Also note pages that are nearly the same (extra: similar).")
    ] = False,
    kind: Kind = None,
    jobs: Annotated[
        str, typer.Option("--jobs", "-j", metavar="N", callback=number(0), help="Processes; 0 for one a core.")
    ] = "0",
    quiet: Quiet = False,
) -> None:
    """Learn which lines stand on most pages of a site, for `clean run --templates` and `clean suggest`.

    The store is an SQLite file; its bytes do not depend on the order of the sources or the number of processes. Pages whose
    paragraphs are those of another page count once, and are noted in the table `copies`.
    """
    from cleaner.commands.session import DONE, FINDINGS, WRONG, say
    from cleaner.corpus import learning
    from cleaner.corpus.formats import Options

    if not (sources or merge):
        say(None, "nothing to learn from: name sources, or stores to --merge")
        raise typer.Exit(WRONG)
    how = learning.How(Options(field, url_field=url_field), kind, site_field, alike)
    counts = taught(sources or [], how, output, glob=glob, format=format, jobs=jobs, merge=merge)
    if counts is None:
        raise typer.Exit(WRONG)
    if not quiet:
        told = ", ".join(f"{name.replace('-', ' ')} {number:,}" for name, number in sorted(counts.items()))
        say(None, f"{output}: {told or 'nothing'}")
    raise typer.Exit(FINDINGS if counts["failed"] or counts["without-site"] else DONE)


def taught(
    sources: list[str], how: How, output: str, *, glob: list[str] | None = None, format: str | None = None, jobs: str = "0",
    merge: list[str] | None = None,
) -> Counter[str] | None:  # fmt: skip
    """Learn; how many documents were what, or None where it cannot be done, which is told."""
    from cleaner import files
    from cleaner.commands.session import say
    from cleaner.corpus import learning, plan
    from cleaner.corpus.compression import MissingError
    from cleaner.corpus.entries import shown
    from cleaner.templates.store import StoreError

    try:
        if how.alike:
            _wants("datasketch")
        found = list(plan.find(sources, globs=tuple(glob or ()), format=format, leave=output))
        return learning.learn(
            found, how, Path(output).absolute(), jobs=int(jobs) or os.cpu_count() or 1, stores=merge or (),
        )  # fmt: skip
    except (plan.NoSourceError, MissingError, StoreError) as error:
        say(None, str(error))
    except OSError as error:
        say(shown(os.fsdecode(error.filename)) if error.filename else output, files.why(error))
    except KeyboardInterrupt:
        say(None, "interrupted; nothing was written")
        sys.exit(130)
    return None


def _wants(package: str) -> None:
    from importlib.util import find_spec

    from cleaner.corpus.compression import MissingError

    if find_spec(package) is None:
        raise MissingError("similar")
