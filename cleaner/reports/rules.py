"""Rules as text: a table of many, one of them whole, the examples that failed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cleaner.reports.terminal import one_line

if TYPE_CHECKING:
    from cleaner.listing import Listed
    from cleaner.packs import Rule
    from cleaner.proof import Failure


def table(rules: Sequence[Listed]) -> Iterator[str]:
    """A rule a line: id, level, where it looks, reason."""
    ids = max((len(rule.id) for rule in rules), default=0)
    levels = max((len(rule.level) for rule in rules), default=0)
    wheres = max((len(rule.where) for rule in rules), default=0)
    for rule in rules:
        yield f"{rule.id:<{ids}}  {rule.level:<{levels}}  {rule.where:<{wheres}}  {one_line(rule.reason)}"


def as_jsonl(rules: Sequence[Listed]) -> Iterator[str]:
    """A rule a line, as JSON; those of packs with all that is said in the pack."""
    for listed in rules:
        row: dict[str, Any] = {"id": listed.id, "level": listed.level, "where": listed.where, "reason": listed.reason}
        yield json.dumps(row | (_fields(listed.rule) if listed.rule else {}), ensure_ascii=False)


def _fields(rule: Rule) -> dict[str, Any]:
    """What the pack says of the rule, as plain data, without what it leaves out."""
    fields: dict[str, Any] = {
        "language": rule.language or None, "phrases": list(rule.phrases), "pattern": rule.pattern,
        "cues": [
            {"name": cue.name, "weight": cue.weight, "anchor": cue.anchor, "phrases": list(cue.phrases)}
            for cue in rule.cues
        ],
        "least": rule.least, "scope": rule.scope, "when": dict(rule.when), "unless": list(rule.unless),
        "lifts": rule.lifts, "confidence": rule.confidence, "keep": rule.keep,
        "removes": list(rule.removes), "keeps": list(rule.keeps),
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value}


def whole(listed: Listed) -> Iterator[str]:
    """One rule with everything that is known of it, its examples last."""
    yield listed.id
    yield f"  {one_line(listed.reason)}"
    yield f"  level: {listed.level}"
    yield f"  where: {listed.where}"
    if listed.rule is None:
        return
    for name, value in _fields(listed.rule).items():
        if name == "cues":
            for cue in value:
                counts = f"counts {cue['weight']:g}" + (", and calls for a look" if cue["anchor"] else "")
                yield f"  cue {cue['name']} ({counts}): {one_line(' | '.join(cue['phrases']))}"
        elif isinstance(value, list):
            yield f"  {name}:"
            for one in value:
                yield f"    {one_line(one)}"
        elif isinstance(value, dict):
            yield f"  {name}: {', '.join(f'{key} {number}' for key, number in value.items())}"
        else:
            yield f"  {name}: {one_line(f'{value}')}"


def failed(path: str, failure: Failure) -> str:
    """An example of a pack that does not hold."""
    return f"{one_line(path)}: {failure.rule}: {one_line(failure.why)}: {one_line(failure.example)}"
