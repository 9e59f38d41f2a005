"""The page of all rules, `rules/README.md`, made from the packs and the stages.

python -m cleaner.reports.rules_page > rules/README.md
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from cleaner.packs import Heuristic, Rule, complete
from cleaner.pipeline import EVERY

_EXAMPLES: Final = 1  # of each kind; the pack has them all
_SIGN: Final = re.compile(r"[\\`*_\[\]<>&|~$#]")
_FIRST: Final = re.compile(r"^(\d*)([-+=.)])", re.MULTILINE)

_HEAD: Final = """\
# Rules

What is taken for boilerplate, and what only looks like it. This page is made from the packs beside it and from the
stages, by `python -m cleaner.reports.rules_page > rules/README.md`; a test says when it is out of date.

⟦ ⟧ shows what goes. What stays looks like it and is not. Each rule is listed with two examples of either; the packs hold
more, and all of them are tests. Any beginning of an id switches off all rules that begin so: `--without newsletter`.
"""
_STRUCTURE: Final = """\
## Structure

What the stages find without words, in any language.
"""


def page(rules: Sequence[Rule], stages: Iterable[ModuleType]) -> str:
    """The page: a table of the packs, then each with its rules, and the rules of structure."""
    packs: dict[str, list[Rule]] = {}
    for rule in rules:
        packs.setdefault(Path(rule.file).name, []).append(rule)
    structure = dict(_structure(stages))
    parts = [_HEAD, "\n".join(_table(packs, structure)) + "\n"]
    for name, pack in packs.items():
        parts.append(f"## {_heading(name)}\n")
        parts += ["\n".join(_section(rule)) + "\n" for rule in pack]
    parts.append(_STRUCTURE)
    parts.append("\n".join(_structure_table(structure)) + "\n")
    return "\n".join(parts)


def _heading(name: str) -> str:
    return f"{name}, for every language" if name == "any.toml" else name


def _table(packs: dict[str, list[Rule]], structure: dict[str, tuple[Heuristic, str]]) -> Iterator[str]:
    yield "| pack | rules | phrases | patterns | examples |"
    yield "|---|---:|---:|---:|---:|"
    for name, pack in packs.items():
        examples = sum(len(rule.removes) + len(rule.keeps) for rule in pack)
        patterns = sum(bool(rule.pattern) for rule in pack)
        yield f"| [{name}]({name}) | {len(pack)} | {sum(map(_phrases, pack))} | {patterns} | {examples} |"
    yield f"| [structure](#structure) | {len(structure)} | | | |"


def _phrases(rule: Rule) -> int:
    return len(rule.phrases) + sum(len(cue.phrases) for cue in rule.cues)


def _section(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}"
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


if __name__ == "__main__":
    sys.stdout.buffer.write(page(complete(), EVERY).encode("utf-8"))
