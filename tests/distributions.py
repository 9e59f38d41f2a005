"""A little distribution that adds to the program, as a user would write it."""

from __future__ import annotations

from pathlib import Path

NAME = "harbour-rules"

PROJECT = """\
[build-system]
requires = ["hatchling>=1.26"]
build-backend = "hatchling.build"

[project]
name = "harbour-rules"
version = "1.4"

[project.entry-points."cleaner.packs"]
harbour = "harbour_rules"

[project.entry-points."cleaner.stages"]
tides = "harbour_rules.tides"
"""

PACK = """\
[[rule]]
id = "harbour.bulletin"
reason = "Line that sells the harbour's own bulletin."
phrases = ["hoist the harbour bulletin"]
level = "careful"
removes = [
    "The bridge opened to cyclists on Monday, four years after it was closed.\\n⟦Hoist the harbour bulletin⟧",
    "⟦Hoist the harbour bulletin »⟧\\nThe mayor resigned after the council refused to approve her budget for the harbour.",
]
keeps = [
    "They would hoist the harbour bulletin from the mast whenever a storm was near.",
    "To hoist the harbour bulletin was the duty of the pilot's eldest child.",
]
"""

STAGE = '''\
"""Marks lines of the tide table."""

from cleaner.packs import Heuristic

TIDE = Heuristic("harbour.tide", "A line of the tide table.")
RULES = (TIDE,)


def mark(reading):
    for index, text in enumerate(reading.document.texts):
        if text.startswith("~~"):
            reading.mark(index, index, TIDE.id, TIDE.reason)
'''

BODY = "The pilot of Varnholt retired on Monday after forty years in which no ship of his had touched the bar.\n"
SOURCE = f"Hoist the harbour bulletin\n\n{BODY}\n~~ 04:12 3.1 m ~~\n"


def project(folder: Path) -> Path:
    """The project in a folder, ready to be installed."""
    package = folder / "harbour_rules"
    package.mkdir()
    (folder / "pyproject.toml").write_text(PROJECT, "utf-8")
    (package / "__init__.py").write_text("", "utf-8")
    (package / "en.toml").write_text(PACK, "utf-8")
    (package / "tides.py").write_text(STAGE, "utf-8")
    return folder


def installed(folder: Path, entries: str) -> Path:
    """What an installation leaves behind in a folder of `sys.path`, with these entry points; the package beside it."""
    project(folder)
    told = folder / "harbour_rules-1.4.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.4\n", "utf-8")
    (told / "entry_points.txt").write_text(entries, "utf-8")
    return folder
