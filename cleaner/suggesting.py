"""Rule packs for sites, proposed from what their pages have in common: for a person to read, and to keep or not.

A rule is proposed for each line that stands on enough pages and that no rule takes, with its numbers, dates and names as
placeholders. It says on how many pages the line was seen, and it proves itself: lines seen are what it removes, the lines of
the site that are most like them and stay are what it keeps. A rule that does not prove itself is not proposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from cleaner import packs, patterns, pipeline, proof
from cleaner.decisions import slug, toml
from cleaner.settings import Settings
from cleaner.templates import lines
from cleaner.templates.lines import PLACES
from cleaner.templates.store import Templates, connect, sites

_NAMED: Final = 3  # lines that differ in a name, from which on it is one
_KEPT: Final = 2  # examples of what stays
_SYNTAX: Final = re.compile(r"[\[\](){}|]")  # what means something in a phrase
_DATED: Final = re.compile(patterns.PLACEHOLDERS["date"], re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_BY_NAME: Final = re.compile(rf"(\S+(?: \S+){{0,4}}?) ({patterns.PLACEHOLDERS['name']})")


class _Found(NamedTuple):
    """A wording, and the evidence for it."""

    phrase: str
    examples: list[str]
    documents: int
    place: str
    at_least: str = ""


def suggested(templates: Templates, wanted: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """For each site of which anything is to be proposed, its name and a pack, as TOML. Raises StoreError."""
    for site, documents in list(sites(templates.path)):
        if (
            documents >= templates.least
            and (not wanted or site in wanted)
            and (rules := list(_rules(templates, site, documents)))
        ):
            head = f"# {site}: proposed from {documents} pages. Read it before use.\n"
            yield site, head + "".join(f"\n[[rule]]\n{_written(rule)}" for rule in rules)


def _written(rule: dict[str, Any]) -> str:
    return "".join(f"{name} = {toml(value)}\n" for name, value in rule.items())


def _rules(templates: Templates, site: str, documents: int) -> Iterator[dict[str, Any]]:
    with closing(connect(templates.path)) as base:
        rows = base.execute(
            "SELECT line, example, documents, head, middle, tail FROM lines WHERE site = ? ORDER BY documents DESC, line",
            (site,),
        ).fetchall()
        rare = base.execute("SELECT example, body FROM rare WHERE site = ? ORDER BY line", (site,)).fetchall()
    book = pipeline.rulebook(Settings())
    least = max(templates.least, templates.share * documents)
    staying = [example for _, example, number, *_ in rows if number < least] + [text for text, _ in rare]
    staying = [text for text in staying if not pipeline.settle(text, book).removed]
    taken: set[str] = set()
    proposed: dict[str, dict[str, Any]] = {}
    for found in (*_named(rows, rare, least), *_frequent(rows, least)):
        if found.examples[0] in taken or pipeline.settle(found.examples[0], book).removed:
            continue
        rule = {
            "id": f"template.{slug(found.phrase)}",
            "reason": f"On {found.at_least}{found.documents} of {documents} pages of {site}{found.place}.",
            "phrases": [found.phrase],
            "removes": _removes(found.examples),
            "keeps": _nearest(found.examples, staying),
        }
        if _is_rule(rule):
            taken.update(found.examples)
            proposed.setdefault(str(rule["id"]), rule)
    known = packs.rules(list(proposed.values()), "", "proposed")
    failed = {failure.rule for failure in proof.prove(known)} if known else set()
    yield from (rule for name, rule in proposed.items() if name not in failed)


def _place(places: Sequence[int]) -> str:
    name = PLACES[places.index(max(places))]
    return ", in the middle" if name == "middle" else f", at the {name}"


def _frequent(rows: list[Any], least: float) -> Iterator[_Found]:
    """Lines that stand on enough pages themselves."""
    for _, example, documents, *places in rows:
        text = example.strip()
        if documents >= least and len(example) < lines.LONGEST and not _SYNTAX.search(text):
            phrase = _NUMBER.sub("{n}", _DATED.sub("{date}", text))
            yield _Found(phrase, [text], documents, _place(places))


def _named(rows: list[Any], rare: list[tuple[str, int]], least: float) -> Iterator[_Found]:
    """Beginnings that stand before one name on this page and another on that, as far as the sample of rare lines tells."""
    groups: dict[str, list[str]] = defaultdict(list)
    pages: dict[str, set[int]] = defaultdict(set)
    for example, body in [*((example, number) for number, (_, example, *_) in enumerate(rows)), *rare]:
        found = _BY_NAME.fullmatch(example.strip())
        if found and not _SYNTAX.search(found[1]) and not found[1].istitle() and not found[1][-1:].isdigit():
            groups[found[1]].append(example.strip())
            pages[found[1]].add(body)
    for beginning, examples in sorted(groups.items()):
        if len(examples) >= _NAMED and len(pages[beginning]) >= least:
            yield _Found(f"{beginning} {{name}}", examples, len(pages[beginning]), "", "at least ")


def _removes(examples: list[str]) -> list[str]:
    """Lines as they were seen, two at least."""
    return [f"⟦{text}⟧" for text in (examples * 2 if len(examples) == 1 else examples[:_NAMED])]


def _nearest(seen: list[str], staying: list[str]) -> list[str]:
    """The lines that stay and are most like those that were seen."""

    def likeness(text: str) -> float:
        return SequenceMatcher(None, seen[0], text, autojunk=False).quick_ratio()

    return sorted((text for text in staying if text.strip() not in seen), key=likeness, reverse=True)[:_KEPT]


def _is_rule(rule: dict[str, Any]) -> bool:
    """Whether a pack could hold it."""
    try:
        packs.rules([rule], "", "proposed")
    except packs.PackError:
        return False
    return True
