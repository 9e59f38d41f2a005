"""`clean schema`: the JSON Schema of an article, or of a configuration."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    configuration: Annotated[bool, typer.Option("--configuration", help="That of clean.toml, for editors.")] = False,
) -> None:
    """Print the JSON Schema of an article."""
    from importlib.resources import files

    from cleaner.commands.session import put

    name = "configuration" if configuration else "article"
    put(files("cleaner").joinpath(f"{name}.schema.json").read_text("utf-8"))
