"""`clean schema`: the JSON Schema of an article."""

from __future__ import annotations


def schema() -> None:
    """Print the JSON Schema of an article."""
    from importlib.resources import files

    from cleaner.commands.session import put

    put(files("cleaner").joinpath("article.schema.json").read_text("utf-8"))
