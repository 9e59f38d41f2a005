"""`clean FILE...`: the clean article and its record, as JSON."""

from __future__ import annotations

import os
from contextlib import ExitStack
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from cleaner.commands.options import Config, Encoding, Kind, Level, Metadata, Paths, Quiet, Url, Without, Witness

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.commands.session import Session
    from cleaner.files import Input, Trouble


def article(
    paths: Paths,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="PATH", help="Write to this file, or into this folder.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Only the clean text, no record.")] = False,
    level: Level = None,
    kind: Kind = None,
    without: Without = None,
    url: Url = None,
    encoding: Encoding = None,
    witness: Witness = None,
    metadata: Metadata = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Print the clean article and the record of what was removed, as JSON.

    Several articles come one a line, those of a JSONL file's texts too. With -o FOLDER, a/b.txt below a named folder
    becomes FOLDER/a/b.txt.json.
    PATH is a folder if it is one, ends in /, or has no ending.
    """
    from cleaner import files
    from cleaner.commands.session import Session

    session = Session(
        level=level, kind=kind, without=without, config=config, quiet=quiet, url=url, encoding=encoding, witness=witness,
        metadata=metadata,
    )  # fmt: skip
    sources = list(files.inputs(paths))
    if output is None:
        _print(session, sources, text)
    elif _is_folder(output):
        _fill(session, sources, output, text)
    else:
        _write(session, sources, output, text)
    raise typer.Exit(session.code())


def _is_folder(path: str) -> bool:
    if os.path.exists(path):
        return os.path.isdir(path)
    return path.endswith(("/", os.sep)) or not os.path.splitext(path)[1]


def _print(session: Session, sources: list[Input | Trouble], text: bool) -> None:
    from cleaner.commands.session import is_terminal, put
    from cleaner.reports.terminal import json_lines, many_lines

    seen_by_a_person = is_terminal()
    for cleaned in (done.article for done in session.articles(sources)):
        _tell_warnings(session, cleaned)
        if text:
            put(many_lines(cleaned.text) if seen_by_a_person else cleaned.text)
        elif seen_by_a_person:
            put(json_lines(cleaned.to_json(indent=len(sources) == 1)) + "\n")
        else:
            put(cleaned.to_json() + "\n")


def _fill(session: Session, sources: list[Input | Trouble], folder: str, text: bool) -> None:
    """Each article into a file of its own, at the place in `folder` that the source has below what was named."""
    from cleaner import files

    targets: dict[str, str] = {}
    taken: dict[str, str] = {}
    for source in sources:
        if isinstance(source, files.Input):
            target = os.path.join(folder, source.below + ("" if text else ".json"))
            place = os.path.realpath(target)
            if place in taken:
                session.complain(source.path, f"wants to be {target}, and so does {taken[place]}; nothing was done")
            if place == os.path.realpath(source.path):
                session.complain(source.path, "would be written over; clean fix does that")
            taken[place] = source.path
            targets[source.path] = target
    if session.failed:
        return
    for source, found in groupby(session.articles(sources), key=lambda done: done.source):
        try:
            with files.writing(targets[source.path]) as file:
                for cleaned in (done.article for done in found):
                    _tell_warnings(session, cleaned)
                    _put_into(file, cleaned, text)
        except OSError as error:
            session.complain(targets[source.path], files.why(error))


def _write(session: Session, sources: list[Input | Trouble], path: str, text: bool) -> None:
    """All articles into one file; it is there when the last is written."""
    from cleaner import files

    for source in sources:
        if isinstance(source, files.Input) and os.path.realpath(source.path) == os.path.realpath(path):
            session.complain(source.path, "would be written over; clean fix does that")
            return
    try:
        with ExitStack() as stack:
            file: BinaryIO | None = None
            for cleaned in (done.article for done in session.articles(sources)):
                _tell_warnings(session, cleaned)
                file = file or stack.enter_context(files.writing(path))
                _put_into(file, cleaned, text)
    except OSError as error:
        session.complain(path, files.why(error))


def _put_into(file: BinaryIO, article: Article, text: bool) -> None:
    file.write(article.text.encode("utf-8") if text else article.to_json_bytes())
    if not text:
        file.write(b"\n")


def _tell_warnings(session: Session, article: Article) -> None:
    for warning in article.warnings:
        session.note(article.source.path or "-", warning)
