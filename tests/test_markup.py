from __future__ import annotations

import html
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import clean, restore

FERRY = "The night ferry of Varnholt will keep sailing, the council decided on Tuesday after four hours of debate."


def cleaned(text: str) -> str:
    """The clean text, after all that must hold of its record was found to hold."""
    article = clean(text, kind="text", level="careful")
    assert restore(article) == text
    for removal in article.removed:
        if removal.rule == "markup.entity" and removal.replacement:
            assert removal.replacement == html.unescape(removal.text)
        else:
            assert removal.replacement in ("", " ")
    again = clean(article.text, kind="text", level="careful")
    assert not again.removed
    return article.text


def rules(text: str) -> set[str]:
    return {removal.rule for removal in clean(text, kind="text").removed if removal.category == "markup"}


# ---------------------------------------------------------------- what must not change


@pytest.mark.parametrize(
    "text",
    [
        # other uses of the signs
        "If a < b and c > d, then a<c may hold, but a <b is no tag, and neither is 3<4 or 5>2.",
        "It follows that x<y>z, and that a<b>c for no a at all, as was to be shown in the second part.",
        "We <3 the ferry, and so does R&D, AT&T, and Johnson & Sons of the harbour street in Varnholt.",
        "Write to Ada Lindqvist <ada@courier.example> or look at <https://courier.example/ferry> for the answer.",
        "Home > News > Harbour, said the sign above the door of the office, and >> it went on like this.",
        "-> to the harbour, <- to the town, <-> to both, and --> back again to where the road begins.",
        "<<<<<<< the first half was one thing and the second half was another >>>>>>> in the end of it all.",
        # names that are no elements: generics, placeholders, chats, sounds of a language
        "The method returns a List<String> and takes a Map<K, V>, a Vec<u8>, an Option<I> or a Set<B> of them.",
        "The method returns a List<P> and nothing else, which is <b>surprising</b> to all who read it first.",
        "Start it with ferry --from <harbour> --to <island>, and <b>never</b> in a storm, says the manual.",
        "<ada> hello to all of you, is the <b>ferry</b> on time today? <bo> no, it never was and will not be",
        "English writes two sounds as <th>, and Swedish writes its long vowels as <å> or <u> in most words.",
        # texts about markup
        "Use the <div> element where nothing else fits, and close it with </div> when you are done with it.",
        "A paragraph stands between <p> and </p>, a break is made with <br>, and bold words stand in <b> or <strong>.",
        'The element "<br>" needs no end, and `<p>` rarely has one, though it is good manners to write it.',
        "In HTML you write <b>bold</b> for words in bold, and &lt;b&gt; where the tag itself is to be seen.",
        "In HTML an ampersand is written as &amp; and a blank that does not break as &nbsp; in every text.",
        'An ampersand is written as "&amp;" and a blank that does not break as "&nbsp;" in every such text.',
        "Write `&copy;` for the sign, which most keyboards do not have, and &hellip; for the three dots of an ellipsis.",
        # code
        "```\n<p>The ferry <b>sails</b> at nine o'clock in the evening.</p>\n```\n" + FERRY,
        "function ferry(a) {\n  return '<b>' + a + '</b> sails at nine in the evening';\n}\nferry(1);\n" + FERRY,
        "<ul>\n<li>Bread</li>\n<li>Salt</li>\n<li>Rope</li>\n<li>Oil</li>\n<li>Tar</li>\n</ul>",
        "<note>\n<to>Ada</to>\n<from>Bo</from>\n<body>The ferry sails at nine in the evening and not before.</body>\n</note>",
        "<script>alert(1)</script> was all that was left of the page about the ferry, and nobody knew why.",
        "graph LR: A[The ferry<br/>sails at nine in the evening] --> B[and comes back<br/>in the morning]",
        # entities that are not certain
        "The letter said &amp;lt;b&amp;gt; and &amp;nbsp; and &amp;#39; and &amp;amp; and nobody knew what was meant.",
        "AT&T and Johnson &amp; Sons are written in two ways, so that neither of them can be the right one.",
        "The price is in &curren3; or &unknown; or &#xFFFFFF; or &#0; or &#55296; or in &copy 2019, who knows.",
        "Three &lt;b&gt;words&lt;/b&gt; were shown with their tags, as the author of the text had wanted it.",
        "&#102;&#101;&#114;&#114;&#121; is how an address is hidden from those who gather them for their lists.",
        "",
        "<",
        "&",
        "<b>",
        "&amp;",
    ],
)  # fmt: skip
def test_stays(text: str) -> None:
    stays = text == "&amp;" or cleaned(text) == text
    assert stays
    assert text == "&amp;" or not rules(text)


# ---------------------------------------------------------------- what goes


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"<p>{FERRY}</p>", FERRY),
        (f"<p>{FERRY}</p>\n<p>{FERRY[4:]}</p>", f"{FERRY}\n{FERRY[4:]}"),
        ("The <b>night</b> ferry will <em>keep</em> sailing.", "The night ferry will keep sailing."),
        ('See <a href="https://courier.example/a?b=1&c=2" rel=nofollow>the report</a> of the council.',
         "See the report of the council."),
        ("The ferry sails at nine.<br>It comes back at ten.<br/>", "The ferry sails at nine. It comes back at ten."),
        ("12 Harbour Road<br />Varnholt, where the ferry lands", "12 Harbour Road Varnholt, where the ferry lands"),
        (f"{FERRY}</p><p>It was a long night.", f"{FERRY} It was a long night."),
        (f"{FERRY} <br> It was a long night.", f"{FERRY} It was a long night."),
        (f"<div class='story'>\n<p>{FERRY}</p>\n</div>\n", f"{FERRY}\n"),
        (f"{FERRY}\n<!-- more -->\n{FERRY[4:]}", f"{FERRY}\n{FERRY[4:]}"),
        ("Water is H<sub>2</sub>O, as every <i>child</i> knows.", "Water is H2O, as every child knows."),
        (f'<p class="a\nb">{FERRY}</p>', FERRY),
        (f"<ul>\n<li>{FERRY}</li>\n<li>Tar</li>\n</ul>", f"{FERRY}\nTar"),
        # addresses stay beside tags that go
        ("The <b>captain</b> (Ada <ada@courier.example>) stays.", "The captain (Ada <ada@courier.example>) stays."),
        # halves
        (f'class="story">{FERRY}', FERRY),
        (f'<p>{FERRY} <a href="https://courier.example/a', f"{FERRY} "),
        (f"{FERRY}</p", FERRY),
        (f"/p>{FERRY}", FERRY),
        # entities
        ("Johnson &amp; Sons", "Johnson & Sons"),
        ("The captain&rsquo;s cap &ndash; &quot;blue&quot; &#8211; isn&#39;t here&hellip;",
         "The captain’s cap – \"blue\" – isn't here…"),
        ("five &lt; 6 and 7 &gt; 3", "five < 6 and 7 > 3"),
        ("caf&eacute;&nbsp;noir", "café\u00a0noir"),
        (f"{FERRY}\n&nbsp;\n{FERRY[4:]}", f"{FERRY}\n{FERRY[4:]}"),
        ("&#128674; the ferry", "🚢 the ferry"),
        ("<b>Johnson &amp; Sons</b> keep the night ferry.", "Johnson & Sons keep the night ferry."),
    ],
)  # fmt: skip
def test_goes(text: str, left: str) -> None:
    assert cleaned(text) == left
    assert rules(text)


def test_the_record_shows_what_stood_there_and_what_stands_there_now() -> None:
    removed = clean("Johnson &amp; <b>Sons</b> keep the night ferry", kind="text").removed
    assert [(r.text, r.replacement, r.rule, r.stage) for r in removed] == [
        ("&amp;", "&", "markup.entity", "markup"),
        ("<b>", "", "markup.tag", "markup"),
        ("</b>", "", "markup.tag", "markup"),
    ]


def test_other_stages_see_the_text_without_its_markup() -> None:
    article = clean(
        f"<div>Skip to main content</div>\n<h1>Night ferry &amp; day ferry kept</h1>\n<p>{FERRY}</p>\n<p>{FERRY[4:]}</p>"
    )
    assert article.title == "Night ferry & day ferry kept"
    assert "Skip" not in article.text
    assert [r.rule for r in article.removed if "Skip" in r.text] == ["navigation.skip-link.en"]


def test_rules_can_be_left_out() -> None:
    text = f"<p>{FERRY}</p> &ndash;"
    assert clean(text, kind="text", without=["markup"]).text == text
    assert clean(text, kind="text", without=["markup.tag"]).text == f"<p>{FERRY}</p> –"


# fmt: off
PIECES = (
    "<p>", "</p>", "<b>", "</b>", "<br>", "<br />", '<a href="x">', "</a>", "<", ">", "&", "&amp;", "&lt;", "&gt;", "&nbsp;",
    "&quot;", "lt;", "amp;", "#39;", "b>", "/b>", "<b", "</b", 'class="x">',
    ' href="y"', "<!--", "-->", " ", "\n", "\n\n", FERRY, "Sons", "x",
    "=", '"', "&#38;", "&#60;", "&am&#112;;", "<List>", "```", "\u00a0", "Skip to main content",
)
# fmt: on


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_the_laws_hold_for_any_markup(text: str) -> None:
    cleaned(text)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<b>",
        "&",
        "&amp;",
        "<a href=",
        '<a href="',
        "<!--",
        "/p>\n",
        '="">',
        "<a " + " " * 99,
        "a=b ",
        "</p",
        "<p>x ",
    ],
)
@pytest.mark.timeout(60)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    begun = time.process_time()
    clean(text, kind="text")
    assert time.process_time() - begun < 8
