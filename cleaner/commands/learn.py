"""`clean learn SOURCE... -o FILE`: what the pages of each site have in common."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.commands.options import Engine, Kind, Quiet, number

if TYPE_CHECKING:
    from collections import Counter

    from cleaner.corpus.learner import How

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
    engine: Engine = "processes",
    max_seconds: Annotated[
        str, typer.Option("--max-seconds", metavar="N", callback=number(1), help="Time for a document.")
    ] = "30",
    quiet: Quiet = False,
) -> None:
    """Learn which lines stand on most pages of a site, for `clean run --templates` and `clean suggest`.

    The store is an SQLite file; its bytes do not depend on the order of the sources or the number of processes. Pages whose
    paragraphs are those of another page count once, and are noted in the table `copies`. Documents that fail, or have no site,
    are listed in FILE.failed, and the command ends with 1; the others are learnt from.
    """
    from cleaner.commands.session import DONE, FINDINGS, WRONG, say
    from cleaner.corpus.formats import Options
    from cleaner.corpus.learner import How
    from cleaner.corpus.learning import failures

    if not (sources or merge):
        say(None, "nothing to learn from: name sources, or stores to --merge")
        raise typer.Exit(WRONG)
    how = How(Options(field, url_field=url_field), kind, site_field, alike, float(max_seconds))
    counts = taught(sources or [], how, output, glob=glob, format=format, jobs=jobs, engine=engine, merge=merge)
    if not quiet:
        told = "".join(
            f" {sign} {name} {counts[name]:,}" for sign, name in (("=", "learnt"), ("+", "failed"), ("+", "skipped"))
        )
        say(None, f"{output}: read {counts['read']:,}{told}")
    if counts["failed"]:
        say(None, f"what failed, and why: {failures(Path(output))}")
    raise typer.Exit(FINDINGS if counts["failed"] else DONE)


def taught(
    sources: list[str], how: How, output: str, *, glob: list[str] | None = None, format: str | None = None, jobs: str = "0",
    engine: str = "processes", merge: list[str] | None = None,
) -> Counter[str]:  # fmt: skip
    """Learn; how many documents were what. Ends the command where it cannot be done, which is told."""
    from cleaner import files
    from cleaner.commands.session import FAULT, WRONG, say
    from cleaner.corpus import learning, plan
    from cleaner.corpus.account import AccountError
    from cleaner.corpus.compression import MissingError
    from cleaner.corpus.entries import shown
    from cleaner.corpus.interrupts import InterruptedRun, interrupts
    from cleaner.templates.store import StoreError

    try:
        if how.alike:
            _wants("datasketch")
        found = list(plan.find(sources, globs=tuple(glob or ()), format=format, leave=output))
        if engine == "ray":
            plan.check_readable_elsewhere(found)
        with interrupts():
            return learning.learn(found, how, Path(output).absolute(), jobs=int(jobs), stores=merge or (), engine=engine)
    except (plan.NoSourceError, MissingError, StoreError, RuntimeError) as error:
        is_fault = isinstance(error, AccountError)
        say(None, f"the account does not balance: {error}; please report it" if is_fault else str(error))
        raise typer.Exit(FAULT if is_fault else WRONG) from None
    except OSError as error:
        say(shown(os.fsdecode(error.filename)) if error.filename else output, files.why(error))
        raise typer.Exit(WRONG) from None
    except InterruptedRun as stopped:
        say(None, "interrupted; nothing was written")
        raise typer.Exit(128 + stopped.number) from None


def _wants(package: str) -> None:
    from importlib.util import find_spec

    from cleaner.corpus.compression import MissingError

    if find_spec(package) is None:
        raise MissingError("similar")
