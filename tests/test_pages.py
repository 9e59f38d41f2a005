"""A page cleaned: what comes out of `clean` for HTML, and what is on the record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from command import run
from selectolax.lexbor import SelectolaxError

import cleaner.listing
from cleaner import Article, clean, restore

FIRST = (
    "The lighthouse on Skarvøy was lit again on Friday, nineteen years after the last keeper carried his piano down the "
    "stairs and rowed it to the mainland."
)
SECOND = (
    "Volunteers had spent four summers on the lens, which was found in a barn under a heap of nets, and on the stairs, of "
    "which only the iron was left."
)
THIRD = (
    "The light is needed again: since the ferry was moved to the northern quay, its pilots have passed the skerries in the "
    "dark, and the harbour's books tell how many boats once did so and came home."
)
FOURTH = (
    "Nobody keeps the light today. It is switched on by a clock in the town hall, which the mayor winds on Sundays, and off by "
    "the same clock when the sun is up."
)
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>The lighthouse that came back</title></head><body>
<a class="skip" href="#content">Skip to main content</a>
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ul></nav>
<main><article><h1>The lighthouse that came back</h1>
<p>{FIRST}</p><h2>Four summers</h2><p>{SECOND}</p>
<ul><li>A lens of 1871</li><li>A stair of 96 steps</li></ul>
<pre>lens = 4
turn(lens)</pre>
<p>{THIRD}</p>
<table><tr><th>Year</th><th>Boats</th></tr><tr><td>1905</td><td>212</td></tr><tr><td>1906</td><td>240</td></tr></table>
<p>{FOURTH}</p>
</article></main>
</body></html>"""


@pytest.fixture(scope="module")
def article() -> Article:
    return clean(PAGE, url="https://example.org/lighthouse")


def test_the_record_gives_back_the_visible_text(article: Article) -> None:
    text = restore(article)
    assert "Skip to main content" in text
    assert "<" not in text
    assert article.source.characters == len(text)
    assert [text[removal.start : removal.end] for removal in article.removed] == [r.text for r in article.removed]


def test_the_article_stays_and_its_lines_are_readable(article: Article) -> None:
    for part in (FIRST, SECOND, "Four summers", "A lens of 1871\nA stair of 96 steps", "lens = 4\nturn(lens)"):
        assert part in article.text
    assert "Year | Boats\n1905 | 212" in article.text


def test_a_removal_names_its_place_on_the_page(article: Article) -> None:
    (skip,) = [removal for removal in article.removed if "Skip to main content" in removal.text]
    assert skip.path == "html/body"
    assert all(removal.path for removal in article.removed)


def test_markup_tells_the_roles(article: Article) -> None:
    roles = {paragraph.text: paragraph.role for paragraph in article.paragraphs}
    assert roles[FIRST] == "paragraph"
    assert roles["Four summers"] == "heading"
    assert roles["A lens of 1871"] == "list item"
    assert roles["turn(lens)"] == "code"
    assert roles["1905 | 212"] == "table"


def test_the_article_comes_back_from_its_json_with_its_roles(article: Article) -> None:
    again = Article.from_json(article.to_json())
    assert again == article
    assert again.to_json() == article.to_json()
    assert restore(again) == restore(article)


def test_the_article_fits_the_schema(article: Article) -> None:
    schema = json.loads(run("schema").out)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(article.to_json()))) == []


def test_cleaning_the_clean_text_removes_nothing(article: Article) -> None:
    assert clean(article.text, kind="text").removed == ()


def test_without_any_rule_the_text_stays() -> None:
    everything = {rule.partition(".")[0] for rule in cleaner.listing.ids()}
    article = clean(PAGE, without=everything)
    assert article.text == restore(article)


@pytest.mark.parametrize("kind", [None, "html"])
def test_a_page_is_known_by_its_looks(kind: str | None) -> None:
    assert clean(PAGE, kind=kind).source.media_type == "text/html"
    assert clean(PAGE.encode(), kind=kind).source.media_type == "text/html"


def test_a_page_that_is_called_a_text_stays_as_it_is() -> None:
    assert "<h2>Four summers</h2>" in clean(PAGE, kind="text").text


@pytest.mark.parametrize(
    ("encoding", "declared", "hint", "told"),
    [
        ("utf-8", "", None, "utf-8"),
        ("utf-16", "", None, "byte order mark"),
        ("cp1251", '<meta charset="windows-1251">', None, "meta"),
        ("cp1251", "", "text/html; charset=windows-1251", "hint"),
    ],
)
def test_the_encoding_is_found_and_written_down(encoding: str, declared: str, hint: str | None, told: str) -> None:
    body = "Смотритель маяка спустился на берег в пятницу вечером и сказал, что огонь горит."
    page = f"<!DOCTYPE html><html><head>{declared}</head><body><p>{body}</p></body></html>"
    article = clean(page.encode(encoding), encoding=hint)
    assert body in article.text
    assert article.source.encoding_from == told


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "in" / "text.txt").write_text(f"{FIRST}\n", encoding="utf-8")
    return tmp_path


def test_a_folder_may_mix_pages_and_texts(here: Path) -> None:
    articles = run("in").articles
    assert [row["source"]["media_type"] for row in articles] == ["text/html", "text/plain"]


def test_fix_leaves_pages_as_they_are(here: Path) -> None:
    done = run("fix", "in")
    assert (done.code, done.out) == (0, "")
    assert "in/page.html: is a page and stays as it is" in done.err
    assert (here / "in" / "page.html").read_text(encoding="utf-8") == PAGE


def test_restore_writes_what_the_page_showed_beside_its_name(here: Path) -> None:
    assert run("in/page.html", "-o", "out.json").code == 0
    assert run("restore", "out.json", "-o", "back/").code == 0
    assert (here / "back" / "page.html.txt").read_text(encoding="utf-8") == restore(clean(PAGE))


def test_what_the_page_says_of_itself_comes_first_and_says_where_it_stood() -> None:
    head = (
        '<meta property="og:site_name" content="Skarv Tidende"><link rel="canonical" href="https://example.org/lit">'
        '<meta property="article:published_time" content="2024-06-07T09:30:00+02:00"><meta name="author" content="Ada Lind">'
    )
    article = clean(PAGE.replace("</head>", f"{head}</head>"), url="https://example.org/lit?from=mail")
    assert (article.title, article.author, article.site) == ("The lighthouse that came back", "Ada Lind", "Skarv Tidende")
    assert (article.date, article.url) == ("2024-06-07T09:30+02:00", "https://example.org/lit")
    assert article.provenance._asdict() == {
        "title": "h1", "author": "author", "date": "article:published_time", "section": None, "site": "og:site_name",
        "language": "text", "url": "canonical",
    }  # fmt: skip


def test_what_the_page_does_not_say_is_taken_from_its_text() -> None:
    page = PAGE.replace(f"<p>{FIRST}</p>", f"<p>By Ada Lindqvist</p><p>{FIRST}</p>")
    article = clean(page)
    assert (article.author, article.provenance.author) == ("Ada Lindqvist", "text")
    assert "By Ada Lindqvist" not in article.text


def test_a_witness_is_heard_where_the_scorer_is_unsure() -> None:
    never, always = clean(PAGE), clean(PAGE, witness="always")
    assert not [removal for removal in never.removed if removal.stage == "second_opinion"]
    assert restore(always) == restore(never)
    for part in (FIRST, SECOND, THIRD, FOURTH):
        assert part in always.text


def test_a_thorough_look_fills_what_the_page_does_not_say() -> None:
    page = PAGE.replace("<h1>", '<p class="post-date">7 June 2024</p><h1>')
    article = clean(page, metadata="thorough", without=["dates"])
    assert (article.date, article.provenance.date) == ("2024-06-07", "trafilatura")
    assert article.provenance.title == "h1"


@pytest.mark.parametrize(("option", "value"), [("witness", "often"), ("metadata", "all")])
def test_an_unknown_word_for_an_option_of_pages_is_named(option: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"{option} is '{value}'"):
        clean(PAGE, **cast(Any, {option: value}))


def test_explain_tells_what_the_scorer_went_by(here: Path) -> None:
    whole = run("explain", "in/page.html").out
    assert "scorer.low-content" in whole
    assert whole.count("of 1 to be part of the text") > 10
    line = 1 + restore(clean(PAGE)).splitlines().index(FIRST)
    out = run("explain", f"in/page.html:{line}").out
    assert "what weighed most: " in out
    assert "stays: " in out


def test_a_title_above_the_text_is_lifted_and_a_byline_below_it_too() -> None:
    page = PAGE.replace("</h1>", "</h1><div class='meta'><span>By Ada Lindqvist</span></div>")
    article = clean(page)
    lifted = {removal.lifted_to: removal.text.strip() for removal in article.removed if removal.lifted_to}
    assert lifted["title"] == article.title == "The lighthouse that came back"
    assert lifted["author"] == "By Ada Lindqvist"
    assert article.author == "Ada Lindqvist"


@pytest.mark.parametrize("error", [SelectolaxError("can't parse"), ValueError("too large"), MemoryError()])
def test_a_page_that_the_parser_refuses_is_read_without_its_markup(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: bytes) -> None:
        raise error

    monkeypatch.setattr("cleaner.readers.html.LexborHTMLParser", refuse)
    article = clean(PAGE)
    assert all(part in article.text for part in (FIRST, SECOND, THIRD, FOURTH))
    assert "Skip to main content" not in article.text
    assert "Year | Boats" in restore(article)
    assert any("refused the page" in warning for warning in article.warnings)
