"""Decisions about lines become data in a configuration, and hold the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner import configuration, decisions
from cleaner.article import Article
from cleaner.decisions import RefusedError

BODY = (
    "The lighthouse at Arkö was lit again on Friday, after the society that owns it had found a lamp of the old make.\n\n"
    "Its keeper climbs the hundred and ten steps twice a day, and says that nobody has asked her yet to do it faster.\n"
)
URL = "https://www.example.org/light"


def again(file: Path, article: Article, url: str | None = None) -> str:
    settings = configuration.read(file).settings(site=cleaner.sites.host(url))
    return cleaner.clean(cleaner.restore(article), kind="text", url=url, settings=settings).text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    configuration.forget()
    return tmp_path / "clean.toml"


def test_what_was_taken_stays_from_now_on(file: Path) -> None:
    article = cleaner.clean(f"Skip to main content\n{BODY}")
    assert decisions.keep(article, "navigation.skip-link.en", "Skip to main content", file) == (
        "stays from now on: Skip to main content"
    )
    assert again(file, article).startswith("Skip to main content\n")


def test_it_stays_on_its_site_alone(file: Path) -> None:
    article = cleaner.clean(f"Skip to main content\n{BODY}", url=URL)
    decisions.keep(article, "navigation.skip-link.en", "Skip to main content", file)
    assert "Skip" in again(file, article, URL)
    assert "Skip" not in again(file, article, "https://example.com/")


def test_all_lines_of_a_list_stay(file: Path) -> None:
    lines = "Read more\nWinter storm closes the coast road\n3 min read\nOld cannery becomes a library\n5 min read\n"
    article = cleaner.clean(f"{BODY}\n{lines}")
    [removal] = article.removed
    decisions.keep(article, removal.rule, removal.text, file)
    assert again(file, article) == f"{BODY}\n{lines}"


def test_what_was_not_taken_cannot_be_kept(file: Path) -> None:
    article = cleaner.clean(f"Skip to main content\n{BODY}")
    with pytest.raises(RefusedError, match="took no such line"):
        decisions.keep(article, "share.word.en", "Skip to main content", file)
    assert not file.exists()


def test_a_line_goes_from_now_on_by_a_rule_that_proves_itself(file: Path) -> None:
    line = "The harbour shop is open till six"
    article = cleaner.clean(f"{BODY}\n{line}\n")
    assert line in article.text
    decisions.remove(article, line, file)
    assert again(file, article) == BODY
    [head] = configuration.read(file).settings().own.heads  # type: ignore[union-attr]
    assert head[0].startswith("own.the-harbour-shop-is-")


@pytest.mark.parametrize(
    "line", ["Tide (today) | [high]", 'The "Gazette" shop \\ since 1901', "Öppet – varje dag", "Kurz & gut {a}"]
)
def test_signs_in_a_line_mean_themselves(file: Path, line: str) -> None:
    article = cleaner.clean(f"{BODY}\n{line}\n")
    decisions.remove(article, line, file)
    assert again(file, article) == BODY


def test_a_paragraph_of_any_length_can_be_made_to_go(file: Path) -> None:
    blurb = (
        "The society of the friends of the light has kept boats off these rocks for a hundred years; for ten crowns a month "
        "you climb for nothing, bring whom you like, and are told the evening before when the lamp is cleaned."
    )
    article = cleaner.clean(f"{BODY}\n{blurb}\n\nThe lamp burns until two in the morning.\n")
    assert blurb in article.text
    decisions.remove(article, blurb, file)
    assert blurb not in again(file, article)


def test_a_rule_for_a_site_holds_there_alone(file: Path) -> None:
    line = "The harbour shop is open till six"
    article = cleaner.clean(f"{BODY}\n{line}\n", url=URL)
    decisions.remove(article, line, file)
    assert line not in again(file, article, URL)
    assert line in again(file, article)


def test_what_the_file_says_already_stays(file: Path) -> None:
    file.write_text('# ours\nignore = ["share"]\n\n[files."*.md"]\nlevel = "strict"\n', "utf-8")
    article = cleaner.clean(f"Skip to main content\n{BODY}\nThe harbour shop is open till six\n")
    decisions.keep(article, "navigation.skip-link.en", "Skip to main content", file)
    decisions.remove(article, "The harbour shop is open till six", file)
    assert file.read_text("utf-8").startswith(
        '# ours\nignore = ["share"]\n\n[files."*.md"]\nlevel = "strict"\n\n[[suppress]]\n'
    )
    assert configuration.read(file).settings().ignore == ("share",)
    assert again(file, article) == f"Skip to main content\n{BODY}"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (BODY, "No such line", "has no such line"),
        ("Only this\n", "Only this", "nothing else stands in the text"),
        (f"{BODY}\n```\nThe harbour shop\n```\n", "The harbour shop", "would stay all the same"),
    ],
)
def test_a_rule_that_cannot_be_is_not_written(file: Path, text: str, line: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        decisions.remove(cleaner.clean(text), line, file)
    assert not file.exists()


def test_the_same_line_twice_is_refused(file: Path) -> None:
    article = cleaner.clean(f"{BODY}\nThe harbour shop is open till six\n")
    decisions.remove(article, "The harbour shop is open till six", file)
    before = file.read_text("utf-8")
    with pytest.raises(RefusedError, match="is that of another rule already"):
        decisions.remove(article, "The harbour shop is open till six", file)
    assert file.read_text("utf-8") == before
