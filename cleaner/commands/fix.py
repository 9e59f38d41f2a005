"""`clean fix`: text files rewritten in place, by the contract of pre-commit's fixers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from cleaner.commands.options import Config, Kind, Level, Paths, Quiet, Without

if TYPE_CHECKING:
    from cleaner.commands.session import Cleaned, Session


def fix(
    paths: Paths, level: Level = None, kind: Kind = None, without: Without = None, config: Config = None, quiet: Quiet = False
) -> None:
    """Take the boilerplate out of text files, in place.

    Exits with 1 if a file was changed, so with 0 the second time.
    Encoding, line ends and mode stay, and a file without boilerplate is not touched; neither is a page. Of JSON, the text
    of each object changes and every other byte stays; an article of ours is written anew. Else no record is kept: `clean
    FILE -o` writes one.
    """
    from cleaner import files
    from cleaner.commands import crowd
    from cleaner.commands.session import Session, put
    from cleaner.reports.terminal import one_line

    session = Session(level=level, kind=kind, without=without, config=config, quiet=quiet)
    changed = False
    for source, texts in groupby(crowd.articles(session, files.inputs(paths, json=True)), key=lambda cleaned: cleaned.source):
        try:
            fixed = _fix(session, source.path, list(texts))
        except OSError as error:
            session.complain(source.path, files.why(error))
        except files.RefusedError as error:
            session.complain(source.path, str(error))
        else:
            changed = changed or fixed
            if fixed and not quiet:
                put(f"Fixing {one_line(source.path)}\n")
    raise typer.Exit(session.code(changed))


def _fix(session: Session, path: str, texts: list[Cleaned]) -> bool:
    """Rewrite a file with the clean text of each of its texts; whether anything changed."""
    from cleaner import files
    from cleaner.readers.json_texts import replaced

    for cleaned in texts:
        for warning in cleaned.article.warnings:
            session.note(cleaned.place, warning)
    [data] = {cleaned.data for cleaned in texts}
    if texts[0].held:
        return files.replace(path, data, replaced(data, [change for cleaned in texts for change in _changes(cleaned)]))
    article = texts[0].article
    if article.source.media_type == "text/html":
        session.note(path, "is a page and stays as it is; clean FILE writes its article")
        return False
    return files.rewrite(path, data, article.text, article.source.encoding)


def _changes(cleaned: Cleaned) -> Iterator[tuple[tuple[int, int], bytes]]:
    """What takes the place of which bytes: an article of ours is written anew, of other records the text alone."""
    from cleaner.article import Article, is_record, together
    from cleaner.readers.json_texts import string_like

    held = cleaned.held
    if held is None or cleaned.article.text == held.text:
        return
    if is_record(held.record):
        both = together(Article.from_dict(held.record), cleaned.article)
        is_spread = b"\n" in cleaned.data[slice(*held.object)]
        yield held.object, both.to_json_bytes(indent=is_spread)
    else:
        yield held.string, string_like(cleaned.data[slice(*held.string)], cleaned.article.text)
