"""Every rule there is: those of the packs, and those of structure, which the stages name."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cleaner import pipeline, plugins
from cleaner.index import Index
from cleaner.packs import Heuristic, Rule, complete, is_under

STRUCTURE = "structure"


class Listed(NamedTuple):
    """A rule as it is listed."""

    id: str
    level: str
    where: str
    """Where in an article it looks; "structure" for what a stage finds without words."""
    reason: str
    rule: Rule | None
    """The rule itself, if it is one of a pack."""


def every() -> list[Listed]:
    """All rules, by their ids. Raises PackError for a pack that cannot be used."""
    listed = [Listed(rule.id, rule.level, rule.where, rule.reason, rule) for rule in (*complete(), *plugins.rules())]
    known: dict[str, Heuristic] = {rule.id: rule for stage in pipeline.every() for rule in stage.RULES}
    listed += [Listed(rule.id, rule.level, STRUCTURE, rule.reason, None) for rule in known.values()]
    return sorted(listed)


def under(prefix: str, language: str = "") -> list[Listed]:
    """The rules whose ids are `prefix` or stand below it, all without one; of one language's pack alone where it is named."""
    found = every()
    if language:
        found = [listed for listed in found if listed.rule and Path(listed.rule.file).stem == language]
    return [listed for listed in found if not prefix or is_under(listed.id, (prefix,))]


def languages() -> tuple[str, ...]:
    """The packs there are, by their names: a language's code, or "any"."""
    return tuple(dict.fromkeys(Path(rule.file).stem for rule in (*complete(), *plugins.rules())))


def ids(own: Index | None = None) -> tuple[str, ...]:
    """The ids of all rules, `own` ones among them."""
    packs = (*plugins.index().heads, *(own.heads if own else ()))
    return (*(head[0] for head in packs), *dict.fromkeys(rule.id for stage in pipeline.every() for rule in stage.RULES))
