"""Tables of contents, grids of teasers and authors' boxes inside an article go by their form; what only looks like one stays.

The scorer is taken to keep every block here, as it keeps what stands inside an article and reads like it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from cleaner import clean
from cleaner.pipeline import settle_page
from cleaner.readers.html import read
from cleaner.scorer import Verdict
from cleaner.settings import Settings

PAGES = tomllib.loads((Path(__file__).parent / "pages.toml").read_text("utf-8"))
"""By language, an article and what pages put around one."""
SITE = "https://ufer.example/steg"


def article(language: str, *, before: str = "", inside: str = "", behind: str = "") -> tuple[str, list[str]]:
    """A page with an article, and something before its text, inside and behind it; and the lines of the article."""
    author, headings, paragraphs = (PAGES[language][key] for key in ("author", "headings", "paragraphs"))
    first, *rest = (f"<p>{text}</p>" for text in paragraphs)
    sections = "".join(f"<h2>{heading}</h2>{text}" for heading, text in zip(headings, rest, strict=False))
    text = f"{before}{first}{sections}{inside}{rest[-1]}{behind}"
    html = f"<meta name=author content='{author}'><main><article>{text}</article></main>"
    lines = [paragraphs[0], *(line for pair in zip(headings, paragraphs[1:], strict=False) for line in pair), paragraphs[-1]]
    return html, lines


def settled(html: str, kind: str = "article") -> tuple[list[str], set[str]]:
    """The lines that stay of a page, and the rules that took the others."""
    page = read(html, SITE)
    done = settle_page(page, Settings(), verdict=Verdict(np.full(len(page), 0.9, np.float32), kind, 1.0))
    return done.document.raws, {removal.rule for removal in done.removed}


def contents(language: str) -> str:
    return "".join(
        f"<li><a href='#{place}'>{place}. {text}</a></li>" for place, text in enumerate(PAGES[language]["headings"], 1)
    )


def grid(language: str, address: str = "/other", picture: str = "<img src=a.jpg>") -> str:
    return "".join(
        f"<div class=card>{picture}<h3><a href='{address}/{title}'>{title}</a></h3><p>{blurb}</p></div>"
        for title, blurb in PAGES[language]["stories"]
    )


def box(name: str, note: str) -> str:
    return f"<div><img src=face.jpg><h3>{name}</h3><p>{note}</p></div>"


@pytest.mark.parametrize("language", PAGES)
def test_a_table_of_contents_goes_with_the_line_before_it(language: str) -> None:
    html, lines = article(language, before=f"<p>{PAGES[language]['label']}</p><ol>{contents(language)}</ol>")
    assert settled(html) == (lines, {"contents.headings"})


@pytest.mark.parametrize("language", PAGES)
def test_a_table_of_contents_in_one_block_goes(language: str) -> None:
    links = "<br>".join(f"<a href='#{text}'>{text}</a>" for text in PAGES[language]["headings"])
    html, lines = article(language, before=f"<p>{links}</p>")
    assert settled(html) == (lines, {"contents.headings"})


@pytest.mark.parametrize("language", PAGES)
def test_links_that_say_what_no_heading_says_stay(language: str) -> None:
    titles = [title for title, _ in PAGES[language]["stories"]]
    html, lines = article(language, before="".join(f"<p><a href='/{title}'>{title}</a></p>" for title in titles))
    assert settled(html)[0] == titles + lines


@pytest.mark.parametrize("language", PAGES)
def test_what_headings_say_stays_where_it_is_no_link(language: str) -> None:
    html, _ = article(language, before="".join(f"<p>{text}</p>" for text in PAGES[language]["headings"]))
    assert "contents.headings" not in settled(html)[1]


def test_links_to_headings_stay_on_a_page_that_is_a_list() -> None:
    html, _ = article("de", before=f"<ol>{contents('de')}</ol>")
    assert "contents.headings" not in settled(html, "collection")[1]


@pytest.mark.parametrize("language", PAGES)
def test_a_grid_of_teasers_goes_from_inside_an_article(language: str) -> None:
    html, lines = article(language, inside=grid(language))
    assert settled(html) == (lines, {"related.teasers"})


@pytest.mark.parametrize("language", PAGES)
def test_goods_and_places_that_an_article_recommends_stay(language: str) -> None:
    html, _ = article(language, inside=grid(language, "https://shop.example"))
    assert "related.teasers" not in settled(html)[1]


@pytest.mark.parametrize("language", PAGES)
def test_sections_with_linked_titles_and_no_pictures_stay(language: str) -> None:
    html, _ = article(language, inside=grid(language, picture=""))
    assert "related.teasers" not in settled(html)[1]


def test_pictured_steps_without_links_stay() -> None:
    steps = "".join(
        f"<div class=step><img src=a.jpg><h3>{title}</h3><p>{text}</p></div>" for title, text in PAGES["de"]["stories"]
    )
    html, _ = article("de", inside=steps)
    assert "related.teasers" not in settled(html)[1]


def test_a_page_that_is_made_of_teasers_keeps_them() -> None:
    intro = f"<p>{PAGES['de']['paragraphs'][0]}</p>"
    assert "related.teasers" not in settled(f"<main>{intro}{grid('de')}</main>")[1]


@pytest.mark.parametrize("language", PAGES)
def test_the_authors_box_goes(language: str) -> None:
    author, note = PAGES[language]["author"], PAGES[language]["note"]
    html, lines = article(language, behind=box(author, note))
    assert settled(html) == (lines, {"author.box"})


@pytest.mark.parametrize("language", PAGES)
def test_a_portrait_of_someone_else_stays(language: str) -> None:
    name, note = PAGES[language]["stories"][0]
    html, lines = article(language, behind=box(name, note))
    assert settled(html)[0] == [*lines, name, note]


@pytest.mark.parametrize("language", PAGES)
def test_what_names_the_author_before_the_last_paragraph_stays(language: str) -> None:
    author, note = PAGES[language]["author"], PAGES[language]["note"]
    html, _ = article(language, inside=box(author, note))
    assert "author.box" not in settled(html)[1]


@pytest.mark.parametrize("language", PAGES)
def test_of_a_caption_that_is_also_the_pictures_description_one_copy_stays_at_most(language: str) -> None:
    caption = PAGES[language]["note"]
    figure = f"<figure><img src=a.jpg alt='{caption}'><div>{caption}</div><figcaption>{caption}</figcaption></figure>"
    html, _ = article(language, inside=figure)
    assert settled(html)[0].count(caption) <= 1


@pytest.mark.parametrize("language", PAGES)
def test_a_paragraph_for_wide_and_for_narrow_screens_stays_once(language: str) -> None:
    paragraph = PAGES[language]["paragraphs"][0]
    html, lines = article(
        language, before=f"<div class=wide><p>{paragraph}</p></div><div class=narrow><p>{paragraph}</p></div>"
    )
    assert settled(html)[0] == lines


@pytest.mark.parametrize("language", PAGES)
def test_a_dialog_goes_whatever_it_says(language: str) -> None:
    html, _ = article(language)
    asked = "".join(f"<p>{blurb}</p><button>{title}</button>" for title, blurb in PAGES[language]["stories"])
    page = f"<body><div role=dialog aria-modal=true style='position:fixed'>{asked}</div>{html}</body>"
    assert not {blurb for _, blurb in PAGES[language]["stories"]} & set(clean(page, kind="html").text.splitlines())
