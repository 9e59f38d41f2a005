"""The pages of the rules, made from the packs and the stages: `rules/README.md`, and one a pack in `docs/rules/`.

python -m cleaner.reports.rules_page
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from cleaner.packs import Heuristic, Rule, complete, folder
from cleaner.pipeline import EVERY

_EXAMPLES: Final = 1  # of each kind; the pack has them all
_SIGN: Final = re.compile(r"[\\`*_\[\]<>&|~$#]")
_FIRST: Final = re.compile(r"^(\d*)([-+=.)])", re.MULTILINE)

INDEX: Final = "rules/README.md"
PACK: Final = "docs/rules/{}.md"

_HEAD: Final = """\
# Rules

What is taken for boilerplate, and what only looks like it. This page and those of the packs are made from the packs and
the stages, by `python -m cleaner.reports.rules_page`; a test says when they are out of date. Any beginning of an id
switches off all rules that begin so: `--without newsletter`.

Each pack was tried on furniture of its language: each line at the head, in the middle and at the foot of an article of
the language and of an English one, each sentence that only looks like furniture in the middle
(`python -m benchmarks.languages`). *gone* are the lines that went, *kept* the sentences that stayed, *lost* the lines of
the articles that went with them. The lines were written before the rules that take them, but the rules then learnt from
what was missed: of a list that is new less goes (at first try 34 to 98 % of those that were added last).
"""
_PACK: Final = """\
# Rules of {}

⟦ ⟧ shows what goes. What stays looks like it and is not. Each rule is listed with an example of either; the pack holds
more, and all of them are tests.
"""
_STRUCTURE: Final = """\
## Structure

What the stages find without words, in any language.
"""


def pages(rules: Sequence[Rule], stages: Iterable[ModuleType], figures: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """The pages by their paths below the project.

    `figures` has what each language was tried on: counts of `lines`, `gone`, `sentences`, `kept` and `lost`.
    """
    packs: dict[str, list[Rule]] = {}
    for rule in rules:
        packs.setdefault(Path(rule.file).stem, []).append(rule)
    structure = dict(_structure(stages))
    table = "\n".join(_table(packs, structure, figures)) + "\n"
    found = {INDEX: "\n".join([_HEAD, table, _STRUCTURE, "\n".join(_structure_table(structure)) + "\n"])}
    for name, pack in packs.items():
        head = _PACK.format("every language" if name == "any" else name)
        found[PACK.format(name)] = "\n".join([head, *("\n".join(_section(rule)) + "\n" for rule in pack)])
    return found


def _table(
    packs: dict[str, list[Rule]], structure: dict[str, tuple[Heuristic, str]], figures: Mapping[str, Mapping[str, int]]
) -> Iterator[str]:
    yield "| pack | rules | phrases | patterns | examples | tried on | gone | kept | lost |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for name, pack in packs.items():
        examples = sum(len(rule.removes) + len(rule.keeps) for rule in pack)
        patterns = sum(bool(rule.pattern) for rule in pack)
        counts = f"{len(pack)} | {sum(map(_phrases, pack))} | {patterns} | {examples}"
        yield f"| [{name}](../{PACK.format(name)}) | {counts} | {_figures(figures.get(name))} |"
    yield f"| [structure](#structure) | {len(structure)} | | | | | | | |"


def _figures(row: Mapping[str, int] | None) -> str:
    if not row:
        return "| | |"
    gone, kept = row["gone"] / row["lines"], row["kept"] / row["sentences"]
    return f"{row['lines']} + {row['sentences']} | {gone:.1%} | {kept:.1%} | {row['lost']}"


def _phrases(rule: Rule) -> int:
    return len(rule.phrases) + sum(len(cue.phrases) for cue in rule.cues)


def _section(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield _escaped(rule.reason) + "\\"
    yield f"*{_told(rule)}*"
    yield ""
    for word, examples in (("goes", rule.removes), ("stays", rule.keeps)):
        for example in examples[:_EXAMPLES]:
            yield f"- {word}: {_quoted(example)}"


def _told(rule: Rule) -> str:
    """Level, place, scope, and what is looked for."""
    told = [rule.level, rule.where, rule.scope]
    if rule.keep:
        told.append("keeps what it finds")
    if rule.lifts:
        told.append(f"lifted to {rule.lifts}")
    if rule.cues:
        told.append(f"cues {len(rule.cues)}, at least {rule.least:g}")
    told.append("a pattern" if rule.pattern else f"phrases {_phrases(rule)}")
    return ", ".join(told)


def _quoted(example: str) -> str:
    """An example within a list: its lines one below the other, blank lines left out."""
    return "\\\n  ".join(_escaped(line) for line in example.splitlines() if line.strip())


def _escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return _FIRST.sub(r"\1\\\2", _SIGN.sub(r"\\\g<0>", " ".join(text.split())))


def _structure(stages: Iterable[ModuleType]) -> Iterator[tuple[str, tuple[Heuristic, str]]]:
    for stage in stages:
        for rule in stage.RULES:
            yield rule.id, (rule, stage.__name__.rpartition(".")[2])


def _structure_table(structure: dict[str, tuple[Heuristic, str]]) -> Iterator[str]:
    yield "| rule | level | stage | reason |"
    yield "|---|---|---|---|"
    for name, (rule, stage) in sorted(structure.items()):
        yield f"| {name} | {rule.level} | {stage} | {_escaped(rule.reason)} |"


def main() -> None:
    """Write the pages into the checkout that holds the packs."""
    root = folder().parent
    figures = json.loads((root / "benchmarks" / "languages.json").read_text("utf-8"))
    for path, text in pages(complete(), EVERY, figures).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
