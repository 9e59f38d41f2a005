"""The command `clean`: its sub-commands put together, and what its exit codes are."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from cleaner.commands.article import article
from cleaner.commands.baseline import baseline
from cleaner.commands.check import check
from cleaner.commands.compare import compare
from cleaner.commands.diff import diff
from cleaner.commands.explain import explain
from cleaner.commands.fix import fix
from cleaner.commands.learn import learn
from cleaner.commands.plain import Commands, Plain
from cleaner.commands.report import report
from cleaner.commands.restore import restore
from cleaner.commands.review import review
from cleaner.commands.rules import prove, rules
from cleaner.commands.run import run
from cleaner.commands.schema import schema
from cleaner.commands.stats import stats
from cleaner.commands.suggest import suggest

_HELP = """Takes the boilerplate out of scraped articles and keeps a record of everything it removes.

\b
  clean article.txt                the clean article and its record, as JSON
  clean --text article.txt         the clean text alone
  clean scraped/ -o articles/      every text of a folder
  clean run corpus/ -o out/        millions of them, in any form
  clean check scraped/             what would go, a line each
  clean diff article.txt           the same, between what stays
  clean explain article.txt:12     why line 12 went or stayed
  clean fix notes/                 rewrite text files in place
  clean restore article.txt.json   the source again, to the character
"""
_CODES = """\b
Exit codes: 0 done; 1 findings, or files were changed; 2 wrong usage or
configuration, or a source that cannot be used (the others are done);
3 a fault in this program; 130, 143 interrupted.
A file that is named like a command is given as ./check.
"""

app = typer.Typer(
    cls=Commands, help=_HELP, epilog=_CODES, no_args_is_help=True, rich_markup_mode=None,
    pretty_exceptions_enable=False, context_settings={"help_option_names": ["--help", "-h"]},
)  # fmt: skip
_rules = typer.Typer(cls=Commands, rich_markup_mode=None, invoke_without_command=True)

app.command(Commands.unnamed, cls=Plain, hidden=True)(article)
for _command in (check, baseline, fix, diff, run, learn, suggest, report, review, stats, compare, restore, explain, schema):
    app.command(cls=Plain)(_command)
app.add_typer(_rules, name="rules", help=rules.__doc__)
_rules.command(Commands.unnamed, cls=Plain, hidden=True)(rules)
_rules.command("test", cls=Plain)(prove)


def _tell_version(wanted: bool) -> None:
    if wanted:
        from cleaner import __version__

        typer.echo(f"clean {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@_rules.callback()
def _list_all(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        rules()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; the arguments are those of the process unless given."""
    try:
        code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer must go nowhere, or Python complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code


def _run(argv: Sequence[str] | None) -> int:
    try:
        app(argv, prog_name="clean")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except Exception:
        import traceback

        traceback.print_exc()
        sys.stderr.write("clean: this is a fault of the program; please report it with the lines above\n")
        return 3
    return 0
