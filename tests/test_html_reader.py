"""Pages to text: what is read, where its lines end, and what is known of each block."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import features
from cleaner.page import Inside
from cleaner.readers.html import read

READ = [
    ("paragraphs", "<p>One <b>two</b>\n three</p><p>four</p>", ["One two three", "four"]),
    ("text beside elements", "<div>One<p>two</p>three</div>", ["One", "two", "three"]),
    ("a break is a line", "<p>One<br>two<br/>three</p>", ["One\ntwo\nthree"]),
    ("two breaks are a paragraph", "<div>One<br> <br>two<br>three<br><br><br>four</div>", ["One", "two\nthree", "four"]),
    ("items", "<ul><li>One</li><li>Two <ul><li>inner</li></ul></li></ul>", ["One", "Two", "inner"]),
    ("rows", "<table><tr><th>Year<th>Boats</tr><tr><td>1911<td></td><td><i>40</i></table>", ["Year | Boats", "1911 | 40"]),
    ("a table for layout", "<table><tr><td><p>Left</p><td><p>Right</p>more</table>", ["Left", "Right", "more"]),
    ("code", "<pre>if x:\n    y = 1\n\n    z\n</pre>", ["if x:\n    y = 1\n\n    z"]),
    ("menu and footer", "<nav><a>Home</a></nav><p>Text</p><footer>Imprint</footer>", ["Home", "Text", "Imprint"]),
    ("form", "<form><label>Name</label><input><button>Send</button></form>", ["Name", "Send"]),
    ("hidden", "<p hidden>Later</p><p style='display: none'>Never</p>", ["Later", "Never"]),
    ("noscript", "<noscript><div><p>First post</p></div></noscript>", ["First post"]),
    ("no text", "<script>a</script><style>b</style><template><p>c</p></template><!-- d --><p>e", ["e"]),
    ("links side by side", "<div><a>Home</a><a>About</a></div>", ["Home About"]),
    ("a letter set apart", "<p><span>T</span>he mayor</p>", ["The mayor"]),
    ("never closed", "<div><p>One<p>Two<div><b>Three<p>Four", ["One", "Two", "Three", "Four"]),
    ("entities", "<p>a &lt;b&gt; &amp;amp; &#x110000;&nbsp;c</p>", ["a <b> &amp; \ufffd c"]),
    ("frames", "<frameset><frame src=a><noframes><p>No frames here</p></noframes></frameset>", ["No frames here"]),
    ("scripts of the world", "<p>مرحبا بالعالم</p><p>東京は晴れ。</p><p>สวัสดี</p>", ["مرحبا بالعالم", "東京は晴れ。", "สวัสดี"]),
    ("zero width", "<p>\u200b</p><p>a\u200bb</p>", ["a\u200bb"]),
    ("empty", "", []),
    ("empty body", "<html><body></body></html>", []),
    ("not markup", '{"title": "a < b"}', ['{"title": "a < b"}']),
    ("a wide cell", "<table><tr><td colspan=9007199254740991>One</table>", ["One"]),
    ("drawing", "<p>a<svg><title>Logo</title><path d='M0'/></svg>b</p>", ["ab"]),
]  # fmt: skip


@pytest.mark.parametrize(("page", "texts"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_the_text_of_a_page(page: str, texts: list[str]) -> None:
    assert read(page).texts == texts


def test_each_block_knows_its_lines() -> None:
    page = read("<h1>Title</h1><p>One<br>two</p><ul><li>three</li><li>four</li></ul><pre>a\n\nb</pre>")
    assert page.text == "Title\n\nOne\ntwo\n\nthree\nfour\n\na\n\nb\n"
    assert page.document.texts == ["Title", "One", "two", "three", "four", "a", "b"]
    assert page.starts == [0, 1, 3, 4, 5, 7]
    assert [page.text[start:end].rstrip("\n") for start, end in page.spans] == page.texts


def test_facts_of_a_block() -> None:
    page = read(
        "<title>The harbour - Kustpost</title><nav><a href=/>Home</a></nav><article class='post wide x' id=a>"
        "<h1>The harbour</h1><blockquote><p>Boats <a href=b>rot</a>.</p></blockquote><h3>More</h3><img alt='A  boat'>"
        "<figure><figcaption>A boat</figcaption></figure><ol><li>one</ol><pre>x</pre><table><tr><td>1</table></article>"
    )
    blocks = [page.block(number) for number in range(len(page))]
    assert [block.role for block in blocks] == [
        "paragraph", "title", "quote", "heading", "caption", "list item", "code", "table",
    ]  # fmt: skip
    assert blocks[2].path == "html/body/article.post.wide/blockquote/p"
    assert [block.level for block in blocks[:4]] == [0, 1, 0, 3]
    assert blocks[0].links == 4
    assert blocks[2].links == 3
    assert blocks[0].inside == Inside.NAV
    assert page.alts == ["A boat"]
    assert page.title == "The harbour - Kustpost"


def test_hidden_is_a_fact() -> None:
    page = read(
        "<div hidden><p>a</p></div><div aria-hidden=true>b</div><noscript><p>c</p></noscript><div role=navigation>d</div>"
    )
    assert [page.block(number).inside for number in range(4)] == [
        Inside.HIDDEN, Inside.UNSPOKEN, Inside.NOSCRIPT, Inside.NAV,
    ]  # fmt: skip


def test_what_a_page_says_it_is() -> None:
    page = read(
        '<head><meta property="og:type" content="Article"><script type="application/ld+json">'
        '{"@type": "NewsArticle", "author": {"@type": ["Person"]}}</script></head><p>x'
    )
    assert page.kinds == ["og:article", "NewsArticle", "Person"]


BODY = "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour."


def test_a_page_whose_text_is_in_its_data() -> None:
    linked = json.dumps({"@type": "NewsArticle", "headline": "x", "articleBody": f"{BODY}\n\nShe said: a < b. {BODY}"})
    page = read(f'<script type="application/ld+json">{linked}</script><div id="root"></div>')
    assert page.texts == [BODY, f"She said: a < b. {BODY}"]
    assert page.warnings
    state = json.dumps({"props": {"id": "a" * 100, "post": {"html": f"<p>{BODY}</p><p>{BODY} Again.</p>"}}})
    page = read(f'<div>Menu</div><script id="__NEXT_DATA__" type="application/json">{state}</script>')
    assert page.texts == ["Menu", BODY, f"{BODY} Again."]


def test_a_page_of_which_only_a_description_is_there() -> None:
    page = read(f'<meta name="description" content="{BODY}"><meta property="og:description" content="short"><div></div>')
    assert page.texts == [BODY]
    assert page.warnings


def test_data_is_not_read_where_the_page_has_text() -> None:
    linked = json.dumps({"articleBody": BODY * 20})
    page = read(f'<script type="application/ld+json">{linked}</script><p>{BODY * 5}</p>')
    assert page.texts == [BODY * 5]
    assert not page.warnings


BILLION = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><p>&b;&c;</p>"


def test_entities_of_a_dtd_are_not_expanded() -> None:
    assert "".join(read(BILLION).texts).count("ha") < 2
    assert "root:" not in read(BILLION).text


HARD = {
    "cells": ("<table>" + "<tr>" + "<td>12</td>" * 50_000 + "</table>", "12"),
    "rows": ("<table>" + "<tr><td>12</td></tr>" * 50_000 + "</table>", "12"),
    "paragraphs": ("<p>a</p>" * 50_000, "a"),
    "links": ("<div>" + "<a href=b>a</a> " * 20_000 + "</div>", "a"),
    "picture": (f"<p>a</p><img src='data:image/png;base64,{'A' * 5_000_000}'><p>b</p>", "b"),
    "never closed": ("<div><p><b><a href=x><table><td>a" * 10_000, "a"),
    "open type": ("".join(f"<p><font size={n}>a" for n in range(50_000)), "a"),
    "open links": ("".join(f"<p><a href={n}>a" for n in range(50_000)), "a"),
    "deep": ("<div>" * 1_000_000 + "deep" + "</div>" * 1_000_000 + "<p>tail</p>", "deep"),
    "deep and mixed": ("<div><section><span><blockquote>" * 250_000 + "deep", "deep"),
    "deep lists": ("<ul><li>a" * 200_000, "a"),
    "less than": ("<" * 1_000_000 + "p>a", "a"),
    "attribute": (f"<p title='{'x' * 1_000_000}'>a</p>", "a"),
    "breaks": ("<div>" + "a<br>" * 100_000 + "</div>", "a"),
    "empty breaks": ("<div>a" + "<br>" * 300_000 + "</div>", "a"),
    "blanks": ("<div>a" + "<i> </i>" * 200_000 + "</div>", "a"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_hard_pages(name: str) -> None:
    source, text = HARD[name]
    start = time.process_time()
    page = read(source)
    assert time.process_time() - start < 5
    assert text in page.text
    assert name != "deep" or page.texts == ["deep", "tail"]


def test_a_large_page_takes_linear_time() -> None:
    piece = f"<div class='post'><h2>Boats</h2><p>{BODY} <a href='x'>More</a></p><ul><li>one</li><li>two</li></ul></div>"

    def seconds(size: int) -> float:
        source = piece * (size // len(piece))
        start = time.process_time()
        read(source)
        return time.process_time() - start

    small = min(seconds(2_500_000) for _ in range(2))
    assert seconds(20_000_000) < 8 * 1.6 * small


TAGS = (
    "<p> </p> <div> </div> <br> <table> <tr> <td> </table> <ul> <li> </ul> <pre> </pre> <a> </a> <b> </b> <span> </span> "
    "<form> <noscript> </noscript> <option> <h2> <svg> </svg> <script> </script> <template> </template> <select> </select> "
    "<frameset> <button> </nav> <x-y> &nbsp; &#x2028; <!-- --> < > & Boats. word اب 東京"
)
SIGNS = ["<nav hidden>", "<div class='a b'>", "<a href=x>", "\u200b", "\x0b", "\x00", "\ufeff", " ", "\n", "a", "\ud800"]
PIECES = st.sampled_from([*TAGS.split(), *SIGNS])


@given(st.lists(PIECES, max_size=60))
def test_blocks_lines_and_elements_fit_together(pieces: list[str]) -> None:
    page = read("".join(pieces))
    assert [page.text[start:end].rstrip("\n") for start, end in page.spans] == [text.rstrip("\n") for text in page.texts]
    numbers = [number for number in range(len(page)) for _ in range(page.starts[number], page.starts[number + 1])]
    for number, text in zip(numbers, page.document.raws, strict=True):
        assert text in page.texts[number]
    for first, last in zip(page.firsts, page.lasts, strict=True):
        assert 0 <= first < last <= len(page)
    for number, holder in enumerate(page.holders):
        assert page.firsts[holder] <= number < page.lasts[holder]
        assert page.parents[holder] < holder
    blocks, whole = features.of_page(page)
    assert len(blocks) == len(page)
    assert np.isfinite(blocks).all()
    assert np.isfinite(whole).all()
