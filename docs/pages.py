"""Pages of the site, made when it is built of what the project says elsewhere, so that nothing is said in two places.

They are the sections of the README, other files of the checkout, and the docstrings of modules.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT: Final = Path(__file__).parent.parent

PAGES: Final = {
    "index.md": ("README.md", "README.md#Two commands"),
    "commands.md": ("README.md#Commands",),
    "corpora.md": ("README.md#Corpora",),
    "record.md": ("README.md#The record",),
    "levels.md": ("README.md#Levels", "docs/guards.md"),
    "configuration.md": ("README.md#Configuration",),
    "review.md": ("README.md#Looking at a corpus",),
    "hooks.md": ("README.md#Hook",),
    "library.md": ("README.md#Library", "README.md#Pages"),
    "rules.md": ("rules/README.md",),
    "writing-rules.md": ("README.md#Rules", "CONTRIBUTING.md"),
    "wrong.md": ("README.md#What it gets wrong",),
    "benchmarks.md": ("README.md#Figures", "benchmarks/README.md"),
    "fuzzing.md": ("fuzz/README.md",),
    "changes.md": ("CHANGELOG.md",),
}
"""What each page is made of: files, or sections of them; the README by itself is what stands before its first."""

ADAPTERS: Final = ("pandas", "huggingface", "datatrove", "spacy", "scrapy", "dolma", "ray", "ray_templates")

_SECTION: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)")
_NAMED: Final = re.compile(r"^```(\w+) .+$", re.MULTILINE)  # a fence with more than a language opens no block here
_FENCED: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Add the pages."""
    for name, parts in PAGES.items():
        text = "\n\n".join(map(_part, parts))
        files.append(File.generated(config, name, content=text))
    files.append(File.generated(config, "adapters.md", content=_adapters()))
    return files


def _part(told: str) -> str:
    name, _, section = told.partition("#")
    text = (ROOT / name).read_text("utf-8")
    if section:
        text = f"# {section}\n{_sections(text)[section]}"
    elif name == "README.md":
        text = _sections(text)[""]
    return _linked(_NAMED.sub(r"```\1", text), Path(name).parent)


def _sections(text: str) -> dict[str, str]:
    """The sections of a page by their headings; before the first, under none. Fences hide what reads like a heading."""
    places = list(_SECTION.finditer(_FENCED.sub(lambda m: re.sub(r"[^\n]", ".", m[0]), text)))
    starts = [0, *(place.end() for place in places)]
    ends = [*(place.start() for place in places), len(text)]
    return {name: text[a:b] for name, a, b in zip(["", *(place[1] for place in places)], starts, ends, strict=True)}


def _linked(text: str, folder: Path) -> str:
    """`text`, a part of a file in `folder`, with its links to files of the checkout as links to pages."""
    homes = {part: name for name, parts in PAGES.items() for part in parts}
    anchors = {_anchor(part.partition("#")[2]): name for part, name in homes.items() if "#" in part}

    def page(found: re.Match[str]) -> str:
        path, anchor = found[1], found[2] or ""
        if not path:
            return f"]({anchors[anchor[1:]]})" if anchor[1:] in anchors else found[0]
        target = (folder / path).as_posix().replace("rules/../", "").removeprefix("./")
        if target.startswith("docs/"):
            return f"]({target.removeprefix('docs/')}{anchor})"
        return f"]({homes.get(target, target)}{anchor})"

    return _LINK.sub(page, text)


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _adapters() -> str:
    """What the docstrings of the adapters say, examples as code."""
    parts = [
        "# Adapters\n\nThe cleaner inside other programs. Each adapter is a module, takes the options of `cleaner.clean`, and "
        "gives the clean text and the record, always a list of rows with the fields of [a removal](record.md); Ray's gives "
        "the whole article as JSON. "
        "`cleaner.adapters.cleaning.restore(text, removed)` gives the source back. What cannot be cleaned stays as it is, "
        "with an error. The extras are `pandas`, `datasets`, `datatrove`, `spacy`, `scrapy`, `dolma` and `ray`."
    ]
    for name in ADAPTERS:
        docstring = ast.get_docstring(ast.parse((ROOT / "cleaner" / "adapters" / f"{name}.py").read_text("utf-8"))) or ""
        title, _, said = docstring.partition(": ")
        parts.append(f"## {title}\n\nModule `cleaner.adapters.{name}`. {said[:1].upper()}{_fenced(said[1:])}\n")
    return "\n\n".join(parts)


def _fenced(docstring: str) -> str:
    """A docstring with its examples between fences."""
    blocks = re.split(r"\n\n", docstring)
    return "\n\n".join(f"```pycon\n{block}\n```" if block.startswith(">>>") else block for block in blocks)
