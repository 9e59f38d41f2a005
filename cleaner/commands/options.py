"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer


def one_of(*words: str) -> Callable[[str | None], str | None]:
    """What checks that an option is one of `words`, or not given."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in words:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(words)}")
        return value

    return check


def number(least: int) -> Callable[[str | None], int | None]:
    """What turns an option into a whole number of at least `least`."""

    def check(value: str | None) -> int | None:
        if value is None:
            return None
        if not value.isascii() or not value.isdigit() or int(value) < least:
            raise typer.BadParameter(f"{value!r} is no whole number of {least} or more")
        return int(value)

    return check


Paths = Annotated[list[str], typer.Argument(metavar="FILE", help="Files, folders, or - for standard input.")]
Level = Annotated[
    str | None,
    typer.Option(
        "--level", metavar="LEVEL", callback=one_of("careful", "standard", "strict"),
        help="careful (only what is certain), standard (by itself) or strict.",
    ),
]  # fmt: skip
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", callback=one_of("text", "html"), help="text or html; by itself, looked at."),
]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help="Where the page was found.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="HINT", help="What came with a page: a label, or a Content-Type header.")
]
Witness = Annotated[
    str | None,
    typer.Option(
        "--witness", metavar="WHEN", callback=one_of("never", "doubt", "always"),
        help="When to ask trafilatura about a page: never, in doubt, or always.",
    ),
]  # fmt: skip
Metadata = Annotated[
    str | None,
    typer.Option(
        "--metadata", metavar="HOW", callback=one_of("page", "thorough"),
        help="page: what the page says of itself; thorough: what trafilatura finds, too.",
    ),
]  # fmt: skip
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="RULE", help="Leave out a rule, or all whose ids begin so. May be repeated."),
]
Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="The configuration; by itself, the nearest clean.toml or pyproject.toml."),
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine", metavar="ENGINE", callback=one_of("processes", "ray"),
        help="processes of this machine, or ray: those of a Ray cluster.",
    ),
]  # fmt: skip
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.")]
Colour = Annotated[bool | None, typer.Option("--color/--no-color", help="Colours; by itself, on terminals only.")]
