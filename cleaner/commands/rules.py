"""`clean rules`: the rules, one of them whole, and the test of a pack."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.commands.options import Quiet


def rules(
    prefix: Annotated[str, typer.Argument(metavar="PREFIX", help="A rule's id, or the beginning of several.")] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="Only the pack of a language, all of it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, a rule a line.")] = False,
) -> None:
    """List the rules, or show one whole.

    A line tells id, level, where the rule looks, and why what it finds goes. A full id shows the rule and its examples,
    and a language all rules of its pack so.
    """
    from cleaner import listing
    from cleaner.commands.session import Session, put
    from cleaner.packs import PackError
    from cleaner.reports.rules import as_jsonl, table, whole

    session = Session()
    try:
        found = listing.under(prefix, language)
    except PackError as error:
        session.complain(None, str(error))
        raise typer.Exit(session.code()) from None
    if language and language not in listing.languages():
        session.complain(None, f"no pack of the language {language!r}; there are {', '.join(listing.languages())}")
    elif prefix and not found:
        session.complain(None, f"no rule begins with {prefix!r}; clean rules lists them all")
    if as_json:
        lines = as_jsonl(found)
    elif language or (len(found) == 1 and found[0].id == prefix):
        lines = (line for rule in found for line in whole(rule))
    else:
        lines = table(found)
    for line in lines:
        put(line + "\n")
    raise typer.Exit(session.code())


def prove(
    paths: Annotated[list[str], typer.Argument(metavar="PACK.toml", help="Rule packs; the name is the language.")],
    quiet: Quiet = False,
) -> None:
    """Prove a pack's rules by their own examples.

    Exits with 1 if one does not hold, with 2 if the pack cannot be used.
    """
    from pathlib import Path

    from cleaner import files, proof
    from cleaner.commands.session import Session, put
    from cleaner.packs import PackError, load
    from cleaner.reports.rules import failed

    session = Session(quiet=quiet)
    found = False
    for path in paths:
        try:
            pack = load(Path(path))
            for failure in proof.prove(pack):
                found = True
                put(failed(path, failure) + "\n")
        except OSError as error:
            session.complain(path, files.why(error))
        except PackError as error:
            session.complain(None, str(error))
        else:
            session.note(path, f"rules {len(pack)}, examples {sum(len(rule.removes) + len(rule.keeps) for rule in pack)}")
    raise typer.Exit(session.code(found))
