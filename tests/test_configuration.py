"""What a configuration file may say, and what it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command import run

import cleaner
from cleaner import configuration
from cleaner.configuration import KEYS, Configuration, ConfigurationError
from cleaner.packs import PackError
from cleaner.suppressions import fingerprint

BODY = (
    "The lighthouse at Arkö was lit again on Friday, after the society that owns it had found a lamp of the old make.\n\n"
    "Its keeper climbs the hundred and ten steps twice a day, and says that nobody has asked her yet to do it faster.\n"
)
NOISE = "Skip to main content"
SCRAPED = f"{NOISE}\n\n{BODY}\nShare this article\n"
RULE = """
[[rule]]
id = "tide.table"
reason = "Table of the tides."
phrases = ["tides of the week"]
removes = [
    "⟦Tides of the week⟧\\nThe ferry leaves at nine, and the harbour master asks everybody to be there by half past eight.",
    "The ferry leaves at nine, and nobody in the harbour has ever seen it late, they say.\\n⟦Tides of the week⟧",
]
keeps = ["The tides of the week had taken the jetty.", "Nobody reads the tides of the week any more, said the old pilot."]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    configuration.forget()
    return tmp_path


def written(here: Path, text: str, name: str = "clean.toml") -> Path:
    (here / name).write_text(text, "utf-8")
    return here / name


def rules_of(here: Path, *argv: str) -> list[str]:
    (here / "a.txt").write_text(SCRAPED, "utf-8")
    done = run("check", "a.txt", *argv)
    assert not done.err
    return [line.split()[1] for line in done.out.splitlines()]


def test_without_a_file_everything_is_as_it_always_is(here: Path) -> None:
    assert rules_of(here) == ["navigation.skip-link.en", "share.invitation.en"]


def test_rules_are_ignored(here: Path) -> None:
    written(here, 'ignore = ["share", "frame"]\n')
    assert rules_of(here) == ["navigation.skip-link.en"]


def test_rules_are_selected(here: Path) -> None:
    written(here, 'select = ["share"]\n')
    assert rules_of(here) == ["share.invitation.en"]


def test_the_table_of_a_shared_file_counts(here: Path) -> None:
    written(here, '[project]\nname = "corpus"\n[tool.cleaner]\nignore = ["navigation"]\n', "pyproject.toml")
    assert rules_of(here) == ["share.invitation.en"]


def test_the_nearest_file_wins_and_one_that_is_about_other_things_does_not_count(here: Path) -> None:
    written(here, 'ignore = ["navigation"]\n')
    (here / "news").mkdir()
    written(here / "news", '[project]\nname = "other"\n', "pyproject.toml")
    assert configuration.of(here / "news" / "a.txt").settings().ignore == ("navigation",)
    configuration.forget()
    written(here / "news", 'level = "strict"\n')
    assert configuration.of(here / "news" / "a.txt").settings().level == "strict"
    assert configuration.of(here / "news" / "a.txt").settings().ignore == ()


def test_what_the_command_says_overrules_the_file(here: Path) -> None:
    written(here, 'level = "careful"\nignore = ["share", "frame"]\n')
    assert rules_of(here, "--without", "navigation.skip-link") == []
    other = written(here, 'ignore = ["navigation"]\n', "other.toml")
    assert rules_of(here, "--config", str(other)) == ["share.invitation.en"]


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*.md", "notes/deep/a.md", True),
        ("notes/*.md", "notes/a.md", True),
        ("notes/*.md", "notes/deep/a.md", False),
        ("notes/**/*.md", "notes/a.md", True),
        ("notes/**", "notes/deep/er/a.txt", True),
        ("notes/?.md", "notes/ab.md", False),
        ("a.md", "xa.md", False),
    ],
)
def test_patterns_of_paths(here: Path, pattern: str, path: str, fits: bool) -> None:
    found = Configuration({"files": {pattern: {"level": "strict"}}}, here / "clean.toml")
    assert found.settings(here / path).level == ("strict" if fits else "standard")


def test_later_patterns_and_sites_change_what_earlier_ones_say(here: Path) -> None:
    text = """
    ignore = ["share"]
    [files."*.txt"]
    level = "careful"
    ignore = ["login"]
    [files."blog/*"]
    level = "strict"
    site = "blog.example.org"
    [site."example.org"]
    ignore = ["cookies"]
    """
    settings = configuration.read(written(here, text)).settings(here / "blog" / "a.txt")
    assert (settings.level, settings.ignore, settings.site) == ("strict", ("share", "login", "cookies"), "blog.example.org")


def test_own_rules_take_what_they_say(here: Path) -> None:
    written(here, RULE)
    settings = configuration.of(here).settings()
    article = cleaner.clean(f"{BODY}\nTides of the week\n", settings=settings)
    assert [removal.rule for removal in article.removed] == ["tide.table"]
    assert article.text == BODY


def test_a_sites_rules_hold_on_the_site_and_below_it_alone(here: Path) -> None:
    text = RULE.replace("[[rule]]", '[[site."example.org".rule]]')
    found = configuration.read(written(here, text))

    def gone(url: str | None) -> list[str]:
        settings = found.settings(site=cleaner.sites.host(url))
        return [removal.rule for removal in cleaner.clean(f"{BODY}\nTides of the week\n", url=url, settings=settings).removed]

    assert gone("https://www.example.org/a") == gone("http://news.example.org:80/b") == ["tide.table"]
    assert gone("https://example.com") == gone("https://notexample.org") == gone(None) == []


def test_packs_of_sites_are_found_by_their_names(here: Path) -> None:
    (here / "sites").mkdir()
    written(here / "sites", RULE, "example.org.toml")
    found = configuration.read(written(here, 'site-packs = "sites"\n'))
    assert [head[0] for head in found.settings(site="example.org").own.heads] == ["tide.table.example.org"]  # type: ignore[union-attr]
    assert found.settings(site="example.com").own is None


def test_sites_without_rules_of_their_own_share_a_rulebook(here: Path) -> None:
    found = configuration.read(written(here, RULE))
    assert found.settings(site="a.org").own is found.settings(site="b.org").own is not None


def test_a_suppressed_line_stays_and_others_of_the_rule_go(here: Path) -> None:
    known = fingerprint("navigation.skip-link.en", NOISE)
    written(here, f'[[suppress]]\nfingerprint = "{known}"\nrule = "navigation.skip-link.en"\nline = "{NOISE}"\n')
    assert rules_of(here) == ["share.invitation.en"]
    settings = configuration.of(here).settings()
    assert cleaner.clean("Skip to content\n" + SCRAPED, settings=settings).text == f"{NOISE}\n\n{BODY}"


def test_a_line_is_suppressed_on_its_site_alone(here: Path) -> None:
    known = fingerprint("navigation.skip-link.en", NOISE, "example.org")
    settings = configuration.read(written(here, f'[[suppress]]\nfingerprint = "{known}"\n')).settings()
    for url, stays in (("https://example.org/a", True), ("https://example.com/a", False), (None, False)):
        assert (NOISE in cleaner.clean(SCRAPED, url=url, settings=settings).text) is stays


def test_a_line_of_a_page_is_suppressed(here: Path) -> None:
    text = BODY.replace("\n\n", "</p><p>")
    page = f"<html><body><nav>{NOISE}</nav><article><h1>Light</h1><p>{text}</p></article></body></html>"
    [gone] = [removal for removal in cleaner.clean(page).removed if NOISE in removal.text]
    known = fingerprint(gone.rule, NOISE)
    settings = configuration.read(written(here, f'[[suppress]]\nfingerprint = "{known}"\n')).settings()
    assert cleaner.clean(page, settings=settings).text.startswith(NOISE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('levle = "strict"', "levle: unknown key; the nearest known one is level"),
        ('level = "brave"', "level is 'brave', which is none of careful, standard, strict"),
        ("level = 3", "level: wants one of careful, standard, strict"),
        ('ignore = "share"', "ignore: wants a list of strings"),
        ("ignore = [3]", "ignore: wants a list of strings"),
        ('[files."*.md"]\nlevels = "strict"', 'files."*.md".levels: unknown key; the nearest known one is level'),
        ('[site."example.org"]\nsit = 1', 'site."example.org".sit: unknown key; the nearest known one is select'),
        ("[limits]\nmax-seconds = 0", "limits.max-seconds: wants seconds, more than 0"),
        ("[limits]\nmax-bytes = 1.5", "limits.max-bytes: wants bytes, a whole number above 0"),
        ('[[suppress]]\nrule = "share"', "suppress 1: wants a fingerprint"),
        ('packs = ["none.toml"]', "packs: none.toml: No such file or directory"),
        ("level =", "not TOML"),
        ('ignore = ["shraes"]', "shraes: no rule begins so; the nearest is share"),
    ],
)
def test_what_cannot_be_is_named_with_its_file(here: Path, text: str, told: str) -> None:
    written(here, text)
    (here / "a.txt").write_text(SCRAPED, "utf-8")
    done = run("check", "a.txt")
    assert (done.code, done.out) == (2, "")
    assert f"clean.toml: {told}" in done.err
    assert done.err.count("\n") == 1


def test_the_table_of_a_shared_file_is_named(here: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"pyproject.toml: tool\.cleaner\.levle: unknown key"):
        configuration.read(written(here, '[tool.cleaner]\nlevle = "strict"\n', "pyproject.toml"))


def test_an_own_rule_may_not_bear_the_name_of_another(here: Path) -> None:
    text = RULE.replace("tide.table", "navigation.skip-link.en")
    with pytest.raises(PackError, match="id: is that of another rule already"):
        configuration.read(written(here, text))


def test_a_broken_own_rule_is_named(here: Path) -> None:
    with pytest.raises(PackError, match=r"clean.toml: rule tide.table: phrases"):
        configuration.read(written(here, RULE.replace("phrases", "pattern = 'a'\nphrases")))


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(run("schema", "--configuration").out)


def test_the_schema_knows_the_same_keys(schema: Any) -> None:
    tables = {
        "": schema["properties"],
        "files": schema["properties"]["files"]["additionalProperties"]["properties"],
        "site": schema["properties"]["site"]["additionalProperties"]["properties"],
        "suppress": schema["properties"]["suppress"]["items"]["properties"],
        "limits": schema["properties"]["limits"]["properties"],
    }
    assert {name: set(keys) for name, keys in tables.items()} == {name: set(keys) for name, keys in KEYS.items()}


def test_the_schema_accepts_what_is_read_and_refuses_what_is_not(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    assert check.is_valid({"level": "strict", "ignore": ["share"], "site": {"example.org": {"select": ["share"]}}})
    assert not check.is_valid({"levle": "strict"})
    assert not check.is_valid({"level": "brave"})
    assert not check.is_valid({"limits": {"max-bytes": 0}})
    assert not check.is_valid({"suppress": [{"rule": "share"}]})
