"""What would go, as compilers and linters tell it: a finding for each removal, in several formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from cleaner.article import Article, restore
from cleaner.reports.places import Lines, visible
from cleaner.reports.terminal import Paint, json_lines, one_line
from cleaner.suppressions import fingerprint

_SHOWN: Final = 5  # lines of a finding that are shown in full
_ESCAPES: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_MORE_ESCAPES: Final = (*_ESCAPES, (":", "%3A"), (",", "%2C"))
_SARIF: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Finding(NamedTuple):
    """What would go from one place."""

    path: str
    line: int
    """From 1, as all places; of the file."""
    column: int
    """Code points."""
    end_line: int
    end_column: int
    """Behind the last character."""
    rule: str
    reason: str
    confidence: float
    text: str
    site: str = ""
    """Where the source was found."""
    within: str | None = None
    """The place within the text, as line:column, where the text stands in JSON and the other places are those of its record."""

    @property
    def fingerprint(self) -> str:
        """That by which a configuration suppresses it, and a baseline knows it."""
        return fingerprint(self.rule, self.text, self.site)

    def to_dict(self) -> dict[str, Any]:
        """All that is known of it, and its fingerprint."""
        told = self._asdict() | {"fingerprint": self.fingerprint}
        del told["site"]
        return told


def findings(path: str, article: Article, *, site: str = "", record: int | None = None) -> Iterator[Finding]:
    """Each removal of `article`, whose source stands at `path`; the place is the first character of it that can be seen.

    `site` is where the source was found. `record` is the line of a file in which the source stands as JSON.
    """
    if not article.removed:
        return
    lines = Lines(restore(article))
    for removal in article.removed:
        text = removal.text.strip()
        start = visible(removal.start, removal.text)
        places = (*lines.place(start), *lines.place(start + len(text)))
        line, column = places[:2]
        if record is not None:
            places = (record, 1, record, 1)
        yield Finding(
            path, *places, removal.rule, removal.reason, removal.confidence, text, site,
            None if record is None else f"{line}:{column}",
        )  # fmt: skip


def concise(found: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """`path:line:column: rule reason`, a line each."""
    for one in found:
        within = f"text:{one.within}: " if one.within else ""
        yield f"{_place(one)}: {within}{paint(one.rule, 'red')} {one_line(one.reason)}"


def full(found: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """The same, with the lines that would go below each, and the confidence and the fingerprint."""
    for one in found:
        yield from concise([one], paint)
        shown = [line for line in one.text.splitlines() if line.strip()]
        yield from (f"    {paint('-', 'red')} {one_line(line)}" for line in shown[:_SHOWN])
        if len(shown) > _SHOWN:
            yield f"    {paint(f'... and {len(shown) - _SHOWN} more lines', 'dim')}"
        yield paint(f"    confidence {one.confidence:g}, fingerprint {one.fingerprint}", "dim")


def as_json(found: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """A list of objects."""
    yield "["
    before = ""
    for one in found:
        if before:
            yield before + ","
        before = "  " + json_lines(json.dumps(one.to_dict(), ensure_ascii=_is_strange(one)))
    if before:
        yield before
    yield "]"


def github(found: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """Annotations of a GitHub workflow."""
    for one in found:
        places = {"file": one.path, "line": one.line, "col": one.column, "endLine": one.end_line, "title": one.rule}
        told = ",".join(f"{name}={_escaped(f'{value}', _MORE_ESCAPES)}" for name, value in places.items())
        yield f"::warning {told}::{_escaped(one.reason, _ESCAPES)}"


def sarif(found: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """A SARIF 2.1.0 log."""
    from cleaner import __version__

    rules: dict[str, int] = {}
    results = [_result(one, rules.setdefault(one.rule, len(rules))) for one in found]
    reasons = _reasons(rules)
    driver = {
        "name": "clean", "version": __version__,
        "rules": [{"id": rule, "shortDescription": {"text": reasons.get(rule, rule)}} for rule in rules],
    }  # fmt: skip
    runs = [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}]
    yield json_lines(json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": runs}, indent=2))


def _result(one: Finding, rule: int) -> dict[str, Any]:
    from urllib.parse import quote

    region = {"startLine": one.line, "startColumn": one.column, "endLine": one.end_line, "endColumn": one.end_column}
    place = {"artifactLocation": {"uri": quote(one.path, errors="surrogateescape")}, "region": region}
    return {
        "ruleId": one.rule, "ruleIndex": rule, "level": "warning",
        "message": {"text": f"{one.reason} (text:{one.within})" if one.within else one.reason},
        "locations": [{"physicalLocation": place}], "partialFingerprints": {"line/v1": one.fingerprint},
        "rank": round(100 * one.confidence, 1),
    }  # fmt: skip


def _reasons(rules: Iterable[str]) -> Mapping[str, str]:
    from cleaner.listing import every

    wanted = set(rules)
    return {rule.id: rule.reason for rule in every() if rule.id in wanted}


FORMATS: Final[dict[str, Callable[[Iterable[Finding], Paint], Iterator[str]]]] = {
    "concise": concise, "full": full, "json": as_json, "github": github, "sarif": sarif,
}  # fmt: skip

BY_FILE: Final = ("concise", "full", "github")
"""Formats that tell each finding by itself, and nothing about all of them."""


def _place(one: Finding) -> str:
    return f"{one_line(one.path)}:{one.line}:{one.column}"


def _is_strange(one: Finding) -> bool:
    """Whether there are halves of characters in it, which only an escape can carry."""
    return any("\ud800" <= sign <= "\udfff" for sign in one.path + one.text)


def _escaped(text: str, escapes: Iterable[tuple[str, str]]) -> str:
    for sign, written in escapes:
        text = text.replace(sign, written)
    return one_line(text)
