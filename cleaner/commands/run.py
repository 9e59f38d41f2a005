"""`clean run SOURCE... -o OUT`: many documents, nothing lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.commands.learn import SiteField
from cleaner.commands.options import Config, Encoding, Engine, Kind, Level, Metadata, Quiet, Without, Witness, number, one_of

if TYPE_CHECKING:
    from cleaner.corpus.formats import Options
    from cleaner.corpus.sinks import Form


def run(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Folders, files, or - for standard input.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="The folder to fill; a new or empty one.")] = "",
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="SINK",
            callback=one_of("tree", "text", "jsonl", "jsonl.gz", "jsonl.zst", "parquet"),
            help="tree (a JSON file a document), text (and the record beside it), jsonl, jsonl.gz, jsonl.zst, or parquet; by "
            "itself, tree for folders, parquet for Parquet, jsonl for the rest.",
        ),
    ] = None,
    shape: Annotated[
        str | None,
        typer.Option(
            "--shape",
            metavar="SHAPE",
            callback=one_of("article", "flat", "datatrove", "dolma"),
            help="article, flat, datatrove or dolma: the form of a document.",
        ),
    ] = None,
    glob: Annotated[
        list[str] | None,
        typer.Option("--glob", metavar="PATTERN", help="Of folders, only files like this. May be repeated."),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            callback=one_of("text", "html", "json", "jsonl", "parquet", "warc"),
            help="What files are whose names do not tell, and standard input (jsonl).",
        ),
    ] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="NAME", help="The field to clean; text, else html.")] = None,
    id_field: Annotated[str, typer.Option("--id-field", metavar="NAME", help="The field with the id.")] = "id",
    url_field: Annotated[str, typer.Option("--url-field", metavar="NAME", help="The field with the address.")] = "url",
    templates: Annotated[
        str | None,
        typer.Option("--templates", metavar="FILE", help="A store of clean learn: lines of a site's template go."),
    ] = None,
    learn: Annotated[bool, typer.Option("--learn", help="Learn the templates of the sites from these sources first.")] = False,
    site_field: SiteField = None,
    level: Level = None,
    kind: Kind = None,
    without: Without = None,
    encoding: Encoding = None,
    witness: Witness = None,
    metadata: Metadata = None,
    config: Config = None,
    jobs: Annotated[
        str, typer.Option("--jobs", "-j", metavar="N", callback=number(0), help="Processes; 0 for one a core.")
    ] = "0",
    engine: Engine = "processes",
    max_seconds: Annotated[
        str | None, typer.Option("--max-seconds", metavar="N", callback=number(1), help="Time for a document; 30.")
    ] = None,
    max_bytes: Annotated[
        str | None,
        typer.Option("--max-bytes", metavar="N", callback=number(1), help="Size of a document, decompressed; 64000000."),
    ] = None,
    max_ratio: Annotated[
        str, typer.Option("--max-ratio", metavar="N", callback=number(1), help="Bytes out of each compressed byte.")
    ] = "200",
    max_memory: Annotated[
        str, typer.Option("--max-memory", metavar="N", callback=number(1), help="Bytes of memory for a process.")
    ] = "1000000000",
    restart: Annotated[bool, typer.Option("--restart", help="Remove what an earlier run has written, and begin anew.")] = False,
    quiet: Quiet = False,
) -> None:
    r"""Clean a corpus, in as many processes as there are cores.

    Sources are folders, texts, pages, JSON, JSONL, Parquet, WARC and WET; .gz, .zst, .bz2 and .xz are unpacked. Output is
    in the order of the input. What is interrupted or killed goes on with the same command, where it was.

    \b
    OUT/run.json          what was read, written, quarantined, skipped and removed
    OUT/quarantine.jsonl  documents that failed, and why

    Exits with 1 if documents were quarantined, with 2 if the run cannot begin or go on.
    """
    from cleaner.commands.session import FAULT, FINDINGS, WRONG, Session, say
    from cleaner.corpus.account import AccountError
    from cleaner.corpus.cleaning import How
    from cleaner.corpus.compression import MissingError
    from cleaner.corpus.formats import Options
    from cleaner.corpus.interrupts import InterruptedRun
    from cleaner.corpus.progress import Progress
    from cleaner.corpus.run import HaltedError, Order, RefusedError
    from cleaner.corpus.run import run as go
    from cleaner.corpus.worker import Recipe
    from cleaner.reports.corpus import lines
    from cleaner.templates.store import StoreError

    session = Session(
        level=level, kind=kind, without=without, config=config, quiet=quiet, encoding=encoding, witness=witness,
        metadata=metadata,
    )  # fmt: skip
    if not output:
        session.complain(None, "no output: -o OUT")
    chosen = session.configuration(sources)
    if chosen is None:
        raise typer.Exit(WRONG)
    options = Options(
        field, id_field, url_field, int(max_bytes or chosen.limits.get("max_bytes", Options().max_bytes)), int(max_ratio)
    )
    if learn:
        templates = _learnt(sources, Path(output), options, kind, site_field, glob, format, jobs, engine, fresh=restart)
    config_file = str(chosen.file.resolve()) if chosen.file else None
    how = How(config_file, kind, session.options, session.without, templates, site_field)
    try:
        seconds = float(max_seconds or chosen.limits.get("max_seconds", 30))
        recipe = Recipe(options, how, _form(sources, to, shape, field), seconds, int(max_memory))
        order = Order(tuple(sources), Path(output), recipe, tuple(glob or ()), format, int(jobs), engine)
        with Progress(bar=sys.stderr.isatty(), quiet=quiet) as progress:
            outcome = go(order, progress, restart=restart)
    except (RefusedError, MissingError, StoreError) as error:
        say(None, str(error))
        raise typer.Exit(WRONG) from None
    except HaltedError as error:
        say(None, f"{error}; the same command goes on from here")
        raise typer.Exit(WRONG) from None
    except AccountError as error:
        say(None, f"the account does not balance: {error}; please report it")
        raise typer.Exit(FAULT) from None
    except InterruptedRun as stopped:
        say(None, "interrupted; the same command goes on from here")
        raise typer.Exit(128 + stopped.number) from None
    if not quiet:
        for line in lines(outcome, order):
            sys.stderr.write(line + "\n")
    raise typer.Exit(FINDINGS if outcome.tally.counts.get("quarantined") else 0)


def _learnt(
    sources: list[str], output: Path, options: Options, kind: str | None, site_field: str | None, glob: list[str] | None,
    format: str | None, jobs: str, engine: str, *, fresh: bool,
) -> str:  # fmt: skip
    """The store beside the output, learnt from the sources unless a run that is taken up has learnt it already."""
    from cleaner.commands.learn import taught
    from cleaner.corpus.learner import How

    store = output.absolute().with_name(f"{output.name}.templates.sqlite")
    if fresh or not store.exists():
        store.parent.mkdir(parents=True, exist_ok=True)
        how = How(options, kind, site_field)
        taught(sources, how, str(store), glob=glob, format=format, jobs=jobs, engine=engine)
    return str(store)


def _form(sources: list[str], to: str | None, shape: str | None, field: str | None) -> Form:
    """How articles are written: as chosen, or as the sources suggest. Raises RefusedError for what does not go together."""
    from cleaner.corpus.compression import split
    from cleaner.corpus.plan import DOCUMENTS, format_of
    from cleaner.corpus.run import RefusedError
    from cleaner.corpus.sinks import Form

    if to is None:
        formats = {format_of(source) or "text" for source in sources if not os.path.isdir(source) and source != "-"}
        if shape == "dolma":
            to = "jsonl.gz"
        elif formats == {"parquet"}:
            to = "parquet"
        else:
            to = "tree" if formats <= set(DOCUMENTS) and "-" not in sources else "jsonl"
    sink, compression = split(to)
    if shape is None:
        shape = "flat" if sink == "parquet" else "article"
    if sink == "parquet" and shape != "flat":
        raise RefusedError(f"--to parquet has --shape flat, not {shape}")
    if shape == "dolma" and sink != "jsonl":
        raise RefusedError(f"--shape dolma wants --to jsonl, not {to}")
    return Form(sink, shape, compression, field)
