"""Golden articles: what goes is shown with ⟦ ⟧ in `fixtures/golden/<slug>/source.txt`; see `fixtures/README.md`."""

from __future__ import annotations

import difflib
import html
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from cleaner import Article, clean, restore

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
FACTS: Final = ("title", "author", "date", "section", "site", "language")
KEYS: Final = {*FACTS, "captions", "roles", "warning"}


@dataclass(frozen=True)
class Golden:
    folder: Path

    @property
    def shown(self) -> str:
        return (self.folder / "source.txt").read_bytes().decode("utf-8")

    @property
    def source(self) -> str:
        return self.shown.replace("⟦", "").replace("⟧", "")

    @property
    def expected(self) -> str:
        joined = re.sub(r"⟦\s+⟧", " ", self.shown)
        decoded = re.sub(r"⟦(&[#\w]+;)⟧", lambda entity: html.unescape(entity[1]), joined)
        return re.sub(r"⟦.*?⟧", "", decoded, flags=re.DOTALL)

    @property
    def facts(self) -> dict[str, Any]:
        path = self.folder / "facts.toml"
        return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}

    @property
    def record(self) -> Path:
        return self.folder / "removals.jsonl"

    def cleaned(self) -> Article:
        return clean(self.source, kind="text")


def golden(kind: str) -> list[Golden]:
    return [Golden(path.parent) for path in sorted((FIXTURES / kind).glob("*/source.txt"))]


GOLDEN: Final = golden("golden")
KNOWN: Final = golden("known_failures")
NAMED: Final = [pytest.param(case, id=case.folder.name) for case in GOLDEN]
ALL: Final = NAMED + [pytest.param(case, id=f"known-{case.folder.name}") for case in KNOWN]


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def differences(case: Golden, article: Article) -> list[str]:
    """What stays and should go, what goes and should stay, and every fact that is another one."""
    facts = case.facts
    captions = tuple(facts.get("captions", ()))
    wanted, got = lines_of(case.expected), lines_of(article.text)
    problems = []
    if captions:  # whichever copy stays
        for caption in captions:
            copies = [line for line in got if line.startswith(caption)]
            if len(copies) != 1:
                problems.append(f"{len(copies)} copies of the caption stay, not one: {caption}")
        wanted = [line for line in wanted if not line.startswith(captions)]
        got = [line for line in got if not line.startswith(captions)]
    words = {"-": "gone, should stay", "+": "kept, should go "}
    problems += [f"{words[line[0]]}: {line[2:]}" for line in difflib.ndiff(wanted, got) if line[0] in words]
    if "⟦" not in case.shown and (article.text != case.source or article.removed):
        problems += [f"removed by {removal.rule}: {removal.text!r}" for removal in article.removed]
        problems.append("an article without noise does not come back whole")
    for name in FACTS:
        if name in facts and (getattr(article, name) or "") != facts[name]:
            problems.append(f"{name} is {getattr(article, name)!r}, not {facts[name]!r}")
    roles = [*facts.get("roles", {}).items(), *([("caption", captions)] if captions else [])]
    for role, beginnings in roles:
        for beginning in beginnings:
            found = {paragraph.role for paragraph in article.paragraphs if paragraph.text.startswith(beginning)}
            if found != {role}:
                problems.append(f"role is {' and '.join(sorted(found)) or 'none'}, not {role}: {beginning}")
    if "warning" in facts and not any(facts["warning"] in warning for warning in article.warnings):
        problems.append(f"no warning speaks of {facts['warning']!r}: {list(article.warnings)}")
    return problems


def entries(article: Article) -> list[dict[str, Any]]:
    return [{"start": r.start, "end": r.end, "rule": r.rule, "text": r.text} for r in article.removed]


def check(case: Golden) -> None:
    if problems := differences(case, case.cleaned()):
        pytest.fail("\n".join([case.folder.name, *problems]), pytrace=False)


@pytest.mark.parametrize("case", NAMED)
def test_comes_out_as_shown(case: Golden) -> None:
    check(case)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.folder.name) for case in KNOWN])
@pytest.mark.xfail(strict=True, reason="known failure; move its folder to golden when this passes")
def test_is_still_got_wrong(case: Golden) -> None:
    check(case)


@pytest.mark.parametrize("case", ALL)
def test_every_removal_is_where_the_record_says_and_can_be_undone(case: Golden) -> None:
    source, article = case.source, case.cleaned()
    at = 0
    for removal in article.removed:
        assert at <= removal.start < removal.end <= len(source)
        assert source[removal.start : removal.end] == removal.text
        assert removal.replacement.isspace() or removal.replacement in ("", html.unescape(removal.text))
        at = removal.end
    assert restore(article) == source


@pytest.mark.parametrize("case", ALL)
def test_cleaning_the_clean_text_removes_nothing(case: Golden) -> None:
    text = case.cleaned().text
    assert clean(text, kind="text").text == text


@pytest.mark.parametrize("case", [param for param, case in zip(NAMED, GOLDEN, strict=True) if "⟦" in case.shown])
def test_removals_are_the_accepted_ones(case: Golden, request: pytest.FixtureRequest) -> None:
    article = case.cleaned()
    if differences(case, article):
        pytest.skip("the clean text is not right yet")
    found = [json.dumps(entry, ensure_ascii=False) for entry in entries(article)]
    if request.config.getoption("--accept"):
        case.record.write_text("".join(f"{line}\n" for line in found), "utf-8", newline="\n")
    if not case.record.exists():
        pytest.fail("no removals.jsonl yet: run `pytest --accept`, and read it in the diff", pytrace=False)
    accepted = case.record.read_text("utf-8").split("\n")[:-1]
    changes = [line for line in difflib.ndiff(accepted, found) if line[0] in "-+"]
    if changes:
        pytest.fail("\n".join(["- accepted, + found; `pytest --accept` if it is right:", *changes]), pytrace=False)


@pytest.mark.parametrize("case", ALL)
def test_fixture_is_well_formed(case: Golden) -> None:
    shown = case.shown
    assert re.sub(r"⟦[^⟦⟧]+⟧", "", shown).count("⟦") == 0, "brackets nest, are empty or do not close"
    assert re.sub(r"⟦[^⟦⟧]+⟧", "", shown).count("⟧") == 0, "a bracket closes that was not opened"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case.folder.name), "a slug is kebab-case"
    assert not case.facts.keys() - KEYS
    wanted = lines_of(case.expected)
    for caption in case.facts.get("captions", ()):
        assert sum(line.startswith(caption) for line in wanted) == 1, f"one copy stays: {caption}"


def test_slugs_are_unique() -> None:
    slugs = [case.folder.name for case in [*GOLDEN, *KNOWN]]
    assert len(slugs) == len(set(slugs))
