"""Commands whose words and switches are taken as they come, and one that needs no name.

typer (0.29) checks the type of every parameter with pydantic, whose import alone costs more than cleaning a file. Ours
are words and switches, which need no check.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, ClassVar, Final

import typer
from typer.core import TyperCommand, TyperGroup

_TYPE: Final = re.compile(r" <(?:str|list\[str\])>")


class Words(typer.Context):
    """A context whose path skips the name of the command that needs none, which is a blank."""

    @property
    def command_path(self) -> str:
        """What stands before the options on a usage line."""
        return " ".join(super().command_path.split())


class Plain(TyperCommand):
    """A command that takes its parameters as they come."""

    context_class = Words

    def get_params(self, ctx: Any) -> list[Any]:
        """Every parameter and `--help`, taken as given."""
        return _plain(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What may follow, without typer's braces."""
        return [re.sub(r"[{}]", "", piece) for piece in super().collect_usage_pieces(ctx)]


class Commands(TyperGroup):
    """Commands of which one needs no name: what begins with the name of no other is for it."""

    context_class = Words
    unnamed: ClassVar[str] = " "

    def get_params(self, ctx: Any) -> list[Any]:
        """Every parameter and `--help`, taken as given."""
        return _plain(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the unnamed command first where the first word is no command's."""
        own = {word for param in self.get_params(ctx) for word in param.opts}
        if args and args[0] not in self.commands and args[0] not in own:
            args = [self.unnamed, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what ends it from outside ends it quietly."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except BrokenPipeError:  # whatever read our output has gone: what a shell calls that, 128 and SIGPIPE
            raise typer.Exit(141) from None

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how to call the unnamed command, and the others."""
        pieces = self.commands[self.unnamed].collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces))
        formatter.write_usage(ctx.command_path, "COMMAND [OPTIONS] ...", "   or: ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options of the unnamed command, those that stand alone, and the other commands."""
        for title, params in (
            ("Options", self.commands[self.unnamed].get_params(ctx)[:-1]),  # the last is --help
            ("Alone", self.get_params(ctx)),
        ):
            with formatter.section(title):
                formatter.write_dl([row for param in params if (row := param.get_help_record(ctx))])
        self.format_commands(ctx, formatter)


def _plain(params: list[Any]) -> list[Any]:
    """`params`, which from now on take what is given and say nothing of types."""
    for param in params:
        param.process_value = partial(_taken_as_given, param)
        param.get_help_record = partial(_without_type, param)
    return params


def _taken_as_given(param: Any, ctx: Any, value: Any) -> Any:
    if param.required and not value:
        return type(param).process_value(param, ctx, value)  # which says what is missing
    if value is None and (param.multiple or param.nargs == -1):
        value = ()
    return value if param.callback is None else param.callback(ctx, param, value)


def _without_type(param: Any, ctx: Any) -> Any:
    row = type(param).get_help_record(param, ctx)
    return row and (_TYPE.sub("", row[0]), row[1])
