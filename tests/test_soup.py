from __future__ import annotations

import time

import pytest

from cleaner.readers.soup import read_with_soup


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("", ""),
        ("plain text", "plain text\n"),
        ("<p>One</p>two<div>three</div>four", "One\ntwo\nthree\nfour\n"),
        ("<p>The <b>night</b>\n ferry&nbsp;&amp; the <i>day</i> one</p>", "The night ferry & the day one\n"),
        ("one<br>two<br/>three", "one\ntwo\nthree\n"),
        ("<ul><li>Tar<li>Rope</ul>", "Tar\nRope\n"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c<td>d</table>", "a\tb\nc\td\n"),
        ("<pre>a\n  b</pre>", "a\nb\n"),
        ("<head><title>No</title></head><title>No</title><style>no</style><script>no</script>yes<!-- no -->", "yes\n"),
        ("<script></script>yes<template><p>no</p></template><noscript>and yes</noscript>", "yes\nand yes\n"),
        ("<p>caf\u00e9</p>".encode("cp1252"), "caf\u00e9\n"),
    ],
)
def test_lines(page: str | bytes, text: str) -> None:
    assert read_with_soup(page) == text


@pytest.mark.parametrize(
    "page",
    [
        "<![foo",
        "<!x",
        "<a" * 1000,
        "<![CDATA[x]]>",
        "<?",
        "<!doctype",
        "&#xFFFFFFFFFF;",
        "\0\ud800",
        "<p",
        "</p></p>",
        "<svg><title>",
    ],
)
def test_odd_markup_is_survived(page: str) -> None:
    read_with_soup(f"{page} and <p>a line</p>")


def test_a_deep_page_loses_nothing() -> None:
    begun = time.process_time()
    assert read_with_soup("<div>" * 20_000 + "deep" + "</div>" * 20_000 + "<p>after</p>") == "deep\nafter\n"
    assert time.process_time() - begun < 10
