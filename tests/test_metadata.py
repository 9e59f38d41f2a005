from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cleaner.page import Fact, Metadata
from cleaner.readers.metadata import NODES, filled, read_metadata

URL = "https://www.varnholt-courier.example/2026/03/04/ferry"


def read(head: str, body: str = "", url: str | None = URL, lang: str = "") -> Metadata:
    return read_metadata(LexborHTMLParser(f"<!doctype html><html{lang}><head>{head}</head><body>{body}</body></html>"), url)


def ld(*objects: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(entry)}</script>' for entry in objects)


def og(**values: str) -> str:
    return "".join(f'<meta property="og:{name}" content="{value}">' for name, value in values.items())


ARTICLE = {"@type": "NewsArticle", "headline": "Varnholt keeps its ferry", "datePublished": "2026-03-04T08:30:00Z"}


# ---------------------------------------------------------------- nothing there, nothing said


@pytest.mark.parametrize("page", ["", "plain", "<p>text</p>", "<meta><link><time></time><h1></h1><title></title>", "<!---->"])
def test_a_page_that_says_nothing_has_no_metadata(page: str) -> None:
    assert read_metadata(LexborHTMLParser(page)) == Metadata()


BROKEN = [
    "{", "[", "null", "1", '"@type"', "{'@type': 'Article'}", '{"@type": "Article", "author": {"@id": 3}}',
    '{"@type": ["Article", 4, null], "author": [null, [], {"name": {"a": "b"}}, 4], "headline": 5, "datePublished": {}}',
    '{"@type": "Article", "headline": null, "publisher": [[]], "articleSection": [], "inLanguage": {"name": "x"}}',
    '{"@type": {"a": 1}, "@id": ["x"]}', '{"@type": "Article"' + '"a": [' * 5000, '{"@type":"Article","a":' + "[" * 100_000,
    '{"@graph": "@type", "@type": "WebSite", "name": ["a"]}', '"@type" <!--', '{"@type": "Article", "headline": "\ud83d"}',
]  # fmt: skip


@pytest.mark.parametrize("script", BROKEN)
def test_broken_json_ld_says_nothing_and_does_no_harm(script: str) -> None:
    page = f'<title>Ferry kept</title><script type="application/ld+json">{script}</script>'
    found = read_metadata(LexborHTMLParser(page), "http://[::1")
    assert found.title == Fact("Ferry kept", "title")
    assert (found.author, found.date, found.site) == (None, None, None)


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-9, 3000), st.text(max_size=20), st.sampled_from(["Article", "2026"])),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.sampled_from(["@type", "@id", "@graph", "author", "name", "headline", "publisher", "datePublished"]),
                inner,
                max_size=5,
            ),
        ),
        max_leaves=20,
    )
)  # fmt: skip
def test_any_json_is_survived(value: Any) -> None:
    script = json.dumps({"@type": "Article", "x": value}).replace("<", "\\u003c")
    read_metadata(LexborHTMLParser(f'<script type="application/ld+json">{script}</script>'))


@pytest.mark.parametrize("url", [None, "", "no url", "http://[::1", "//x", "mailto:a@b.example", "https://x.example/\ud800"])
def test_any_address_is_survived(url: str | None) -> None:
    read('<link rel=canonical href="http://[bad"><meta property="og:url" content="::">', "<h1>x</h1>", url)


# ---------------------------------------------------------------- title


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Ferry kept | Varnholt Courier</title>" + og(site_name="Varnholt Courier"), "", Fact("Ferry kept", "title")),
        ("<title>Varnholt Courier: Ferry kept</title>" + og(site_name="Varnholt Courier"), "", Fact("Ferry kept", "title")),
        ("<title>Ferry kept - varnholt-courier.example</title>", "", Fact("Ferry kept", "title")),
        # What nothing confirms as the site's name stays.
        ("<title>Ferry kept | Bread and boats</title>", "", Fact("Ferry kept | Bread and boats", "title")),
        ("<title>Varnholt Courier</title>" + og(site_name="Varnholt Courier"), "", Fact("Varnholt Courier", "title")),
        ("<title>Ferry kept - for now</title>", "<h1>Ferry kept - for now</h1>", Fact("Ferry kept - for now", "h1")),
        (og(title="Ferry kept | Varnholt Courier", site_name="Varnholt Courier"), "", Fact("Ferry kept", "og:title")),
        # The heading as it stands in the text, where what is written for machines bears it out.
        (og(title="Ferry kept: how a town voted"), "<h1>Ferry kept</h1>", Fact("Ferry kept", "h1")),
        (og(title="FERRY KEPT!"), "<h1>Ferry <em>kept</em></h1>", Fact("Ferry kept", "h1")),
        ("<title>Town keeps its night ferry</title>", "<h1>The night ferry<br>stays</h1>", Fact("The night ferry stays", "h1")),
        # A heading that is the site's name, the book's or a section's is none of the article's.
        (og(title="Ferry kept", site_name="Varnholt Courier"), "<h1>Varnholt Courier</h1>", Fact("Ferry kept", "og:title")),
        ("<title>Mooring - The Ferry Book</title>", "<h1>The Ferry Book</h1>", Fact("Mooring - The Ferry Book", "title")),
        (ld(ARTICLE), "<h1>News</h1><h1>Sport</h1>", Fact("Varnholt keeps its ferry", "json-ld")),
        (ld(ARTICLE), "<h1>News</h1><h1>Varnholt keeps its ferry</h1>", Fact("Varnholt keeps its ferry", "h1")),
        ("", "<h1>Ferry kept</h1>", Fact("Ferry kept", "h1")),
        ("", "<h1>Ferry kept</h1><h1>Harbour news</h1>", None),
        (og(title="Ferry &amp;amp; harbour <b>kept</b>"), "", Fact("Ferry & harbour kept", "og:title")),
        ("<title>One</title>", "<svg><title>Two</title></svg>", Fact("One", "title")),
        ("", "<svg><title>Icon</title></svg><h1>Ferry</h1>", Fact("Ferry", "h1")),
        (f"<title>{'x' * 501}</title>", "", None),
    ],
)  # fmt: skip
def test_title(head: str, body: str, title: Fact | None) -> None:
    assert read(head, body).title == title


# ---------------------------------------------------------------- author


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Lindqvist", "Ada Lindqvist"),
        (["Ada Lindqvist", "Bo Ek"], "Ada Lindqvist, Bo Ek"),
        ({"@type": "Person", "name": "Ada Lindqvist"}, "Ada Lindqvist"),
        ([{"@type": "Person", "name": "Ada Lindqvist"}, {"name": "Bo Ek"}, {"name": "Ada Lindqvist"}], "Ada Lindqvist, Bo Ek"),
        ({"@id": "#ada"}, "Ada Lindqvist"),
        ({"name": ["Ada Lindqvist", "Bo Ek"]}, "Ada Lindqvist, Bo Ek"),
        ("Author: Ada Lindqvist", "Ada Lindqvist"),
        (", Varnholt Press", "Varnholt Press"),
        ("Caf&eacute; Lindqvist", "Café Lindqvist"),
        ({"@type": "Organization", "name": "Varnholt Courier"}, None),
        ("https://varnholt-courier.example/ada", None),
        ("@ada", None), ("ada@courier.example", None), ("262588213843476", None), ("undefined", None),
        ("page.head.author", None), ("", None), ("x" * 151, None),
    ],
)  # fmt: skip
def test_author_of_json_ld(author: Any, names: str | None) -> None:
    person = {"@type": "Person", "@id": "#ada", "name": "Ada Lindqvist"}
    found = read(ld({"@graph": [ARTICLE | {"author": author}, person]})).author
    assert found == (Fact(names, "json-ld") if names else None)


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        ('<meta name="author" content="Ada Lindqvist">', "", Fact("Ada Lindqvist", "author")),
        ('<meta property="article:author" content="https://social.example/ada">', "", None),
        ('<meta name="citation_author" content="Lindqvist, Ada"><meta name="citation_author" content="Ek, Bo">', "",
         Fact("Ada Lindqvist, Bo Ek", "citation_author")),
        ('<meta name="DC.creator" content="Lindqvist, Ada">', "", Fact("Ada Lindqvist", "dc.creator")),
        ("", '<a rel="author" href="/ada">Ada Lindqvist</a>', Fact("Ada Lindqvist", "rel")),
        ("", '<p itemprop="author"><i>by</i><span itemprop="name">Ada Lindqvist</span></p>', Fact("Ada Lindqvist", "itemprop")),
        ("", '<div itemprop="comment"><span itemprop="author">Bo Ek</span></div>', None),
        ("", '<div itemtype="https://schema.org/Answer"><b itemprop="author">Bo Ek</b></div>', None),
        # The site's own name gives way to anybody else's, but on a blog it is the author's.
        (og(site_name="Varnholt Courier") + '<meta name="author" content="Varnholt Courier">',
         '<a rel="author">Ada Lindqvist</a>', Fact("Ada Lindqvist", "rel")),
        (og(site_name="Ada Lindqvist") + '<meta name="author" content="Ada Lindqvist">', "", Fact("Ada Lindqvist", "author")),
    ],
)  # fmt: skip
def test_author(head: str, body: str, author: Fact | None) -> None:
    assert read(head, body).author == author


# ---------------------------------------------------------------- date


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-04", "2026-03-04"), ("2026-03-04T00:00:00+00:00", "2026-03-04"), ("20260304", "2026-03-04"),
        ("2026-03-04T08:30:00Z", "2026-03-04T08:30+00:00"), ("2026-03-04 08:30:15.123+0200", "2026-03-04T08:30+02:00"),
        ("2026-03-04T08:30:00", "2026-03-04T08:30"), ("2026-03-04T08:30-05", "2026-03-04T08:30-05:00"),
        ("March 4, 2026", "2026-03-04"), ("Wed, 04 Mar 2026 08:30:00 GMT", "2026-03-04T08:30"), ("4. März 2026", "2026-03-04"),
        ("2026-13-04", None), ("0001-01-01T00:00:00", None), ("1772612400", None), ("soon", None), ("", None),
        ("03/04/2026", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written(written: str, day: str | None) -> None:
    found = read(f'<meta property="article:published_time" content="{written}">', url=None).date
    assert found == (Fact(day, "article:published_time") if day else None)


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        (ld(ARTICLE), "", Fact("2026-03-04T08:30+00:00", "json-ld")),
        ("", '<time datetime="2026-03-05">x</time>', Fact("2026-03-04", "url")),
        ('<meta itemprop="datePublished" content="2026-03-05">', "", Fact("2026-03-05", "datepublished")),
        ("", '<time>x</time><time itemprop="datePublished" datetime="2026-03-05">', Fact("2026-03-05", "time")),
        ("", '<time pubdate datetime="2026-03-05">', Fact("2026-03-05", "time")),
    ],
)
def test_date(head: str, body: str, date: Fact) -> None:
    assert read(head, body).date == date


def test_the_first_time_under_the_heading_is_the_articles() -> None:
    body = '<time datetime="2026-01-01"></time><h1>x</h1><time datetime="2026-03-05"></time><time datetime="2026-03-06"></time>'
    assert read("", body, url=None).date == Fact("2026-03-05", "time")


# ---------------------------------------------------------------- the rest


def test_of_several_articles_only_the_pages_own_counts() -> None:
    others = [
        {"@type": "Article", "headline": f"Story {n}", "author": f"Writer {n} Ek", "datePublished": "2020-01-01"}
        for n in range(3)
    ]
    assert read(ld(others), "<h1>Stories</h1>", url=None).author is None
    assert read(ld([*others, ARTICLE]), "<h1>Varnholt keeps its ferry</h1>").date == Fact("2026-03-04T08:30+00:00", "json-ld")


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "Article", "headline": "Ferry kept"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Ferry kept"}\n//]]>',
        '{"@type": "Article", "headline": "Ferry kept",}',
        '{"@type": "https://schema.org/Article", "headline": "Ferry\nkept"};',
        '[[{"@type": ["Thing", "Article"], "headline": "Ferry kept"}]]',
    ],
)
def test_common_slips_in_json_ld_are_read(script: str) -> None:
    found = read(f'<script type="application/ld+json; charset=utf-8">{script}</script>')
    assert found.title == Fact("Ferry kept", "json-ld")
    assert "Article" in found.types


def test_site_section_language_and_address() -> None:
    publisher = {"@type": "Organization", "name": "Varnholt Courier"}
    found = read(
        ld(ARTICLE | {"publisher": publisher, "articleSection": ["Harbour", "Town"]})
        + "<link rel=canonical href='/ferry?a=1'>",
        lang=' lang="de-CH"',
    )
    assert found.site == Fact("Varnholt Courier", "json-ld")
    assert found.section == Fact("Harbour", "json-ld")
    assert found.language == Fact("de", "html lang")
    assert found.url == Fact("https://www.varnholt-courier.example/ferry?a=1", "canonical")
    assert found.types == ("NewsArticle", "Organization")
    assert read(og(type="Article", locale="pt_BR")).og_type == "article"
    assert read(og(locale="pt_BR")).language == Fact("pt", "og:locale")
    assert read("", lang=' lang="{{lang}}"').language is None


def test_an_address_that_leads_to_the_front_page_is_none_of_the_articles() -> None:
    assert read("<link rel=canonical href='https://www.varnholt-courier.example/'>").url == Fact(URL, "given")
    assert read("<link rel=canonical href='javascript:void(0)'>" + og(url="/ferry")).url == Fact(
        "https://www.varnholt-courier.example/ferry", "og:url"
    )


def test_nodes_at_hand_give_the_same() -> None:
    page = LexborHTMLParser(
        "<title>Ferry kept</title><h1>Ferry kept</h1><meta name=author content='Ada Lindqvist'>" + ld(ARTICLE)
    )
    assert read_metadata(page, URL, page.css(NODES)) == read_metadata(page, URL)


def test_only_what_is_missing_is_filled() -> None:
    found = filled(read(og(title="Ferry kept")), {"title": "Other", "author": "Ada Lindqvist", "date": ""}, "trafilatura")
    assert found.title == Fact("Ferry kept", "og:title")
    assert found.author == Fact("Ada Lindqvist", "trafilatura")
    assert found.date == Fact("2026-03-04", "url")
