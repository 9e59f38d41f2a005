"""What the scorer does to pages, and pages that are hard to read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_html_reader import HARD, PIECES
from test_scorer import PAGE, PARAGRAPHS

from cleaner import clean, restore
from cleaner.readers.html import read
from cleaner.stages import content

HIGHEST = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def kept(page: str) -> list[str]:
    text = clean(page, kind="html").text
    return [paragraph for paragraph in PARAGRAPHS if paragraph in text]


def test_a_page_is_cleaned() -> None:
    article = clean(PAGE.encode())
    assert all(text in article.text for text in PARAGRAPHS)
    for noise in ("Sport", "Imprint", "A boat sinks", "2024"):
        assert noise not in article.text
    assert article.source.media_type == "text/html"


def test_the_record_gives_the_page_back() -> None:
    article = clean(PAGE)
    text = read(PAGE).text
    assert restore(article) == text
    assert all(text[removal.start : removal.end] == removal.text for removal in article.removed)
    rules = {removal.rule for removal in article.removed}
    assert rules & {"navigation.part", "frame.footer", "scorer.low-content"}


def test_the_levels_take_more_and_more_of_a_page() -> None:
    careful, standard, strict = (clean(PAGE, level=level) for level in ("careful", "standard", "strict"))
    assert len(restore(standard)) > len(careful.text) >= len(standard.text) >= len(strict.text)
    assert all(text in strict.text for text in PARAGRAPHS)


def test_the_scorer_can_be_switched_off() -> None:
    assert not [removal for removal in clean(PAGE, without=["scorer"]).removed if removal.category == "scorer"]


def test_an_article_in_one_form() -> None:
    assert (
        kept(f"<body><nav><a href=/>Home</a></nav><form action=/>{HIGHEST}<input><button>Send</button></form></body>")
        == PARAGRAPHS
    )


def test_an_article_whose_class_says_teaser() -> None:
    assert kept(f"<body><div class='teaser'><h1>Mayor resigns</h1>{HIGHEST}</div></body>") == PARAGRAPHS


def test_an_article_in_lines() -> None:
    for gap in ("<br>", "<br><br>"):
        assert kept(f"<body><a href=/>Home</a> <h1>Mayor resigns</h1><div>{gap.join(PARAGRAPHS)}</div></body>") == PARAGRAPHS


def test_an_article_in_a_table() -> None:
    cells = "".join(f"<tr><td>{text}</td></tr>" for text in PARAGRAPHS)
    page = f"<body><table><tr><td><a href=/a>Home</a><br><a href=/b>News</a></td><td><table>{cells}</table></td></tr></table>"
    assert kept(page) == PARAGRAPHS


def test_an_article_without_scripts() -> None:
    assert kept(f"<body><div id=app></div><noscript><div><h1>Mayor resigns</h1>{HIGHEST}</div></noscript>") == PARAGRAPHS


def test_pages_without_text() -> None:
    for page in ("<html></html>", "<body></body>", "<html><frameset><frame src=a></frameset></html>"):
        assert clean(page, kind="html").text == ""


def test_data_that_came_as_a_page() -> None:
    source = '{"title": "Mayor resigns", "id": 17}'
    assert restore(clean(source, kind="html")) == source + "\n"


def test_other_scripts() -> None:
    for sentence in (
        "市議会は月曜日に新しい港の予算を承認しなかったため、市長は辞任した。橋は秋に自転車に開放される予定である。",
        "استقالت رئيسة البلدية يوم الاثنين بعد أن رفض المجلس الموافقة على ميزانيتها للميناء الجديد في المدينة القديمة.",
        "นายกเทศมนตรีลาออกเมื่อวันจันทร์หลังจากที่สภาปฏิเสธที่จะอนุมัติงบประมาณสำหรับท่าเรือแห่งใหม่ของเมือง",
    ):
        paragraphs = [sentence * (2 + number % 2) for number in range(4)]
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        menu = "<nav><ul><li><a href=/>A</a></li><li><a href=/b>B</a></li></ul></nav>"
        article = clean(
            f"<body>{menu}<main><h1>{sentence[:12]}</h1>{body}</main><footer><a href=/c>C</a></footer></body>", kind="html"
        )
        assert sentence in article.text


def emptied(levels: str, kept: str) -> list[int]:
    return sorted(content.emptied([int(level) for level in levels], [sign == "k" for sign in kept]))


def test_headings_go_with_their_sections() -> None:
    assert emptied("1020", "kkkk") == []
    assert emptied("1020", "kkk-") == [2]
    assert emptied("1023", "kkkk") == [2, 3]
    assert emptied("10230", "kkkkk") == []
    assert emptied("10230", "kkk-k") == []  # the text under a heading that went itself
    assert emptied("1032", "kkk-") == [2]
    assert emptied("1200", "kk-k") == []
    assert emptied("1", "k") == []
    assert emptied("", "") == []


def test_headings_right_behind_each_other_stay_unless_what_follows_went() -> None:
    assert emptied("12220", "kkkkk") == []
    assert emptied("1320", "kkkk") == []
    assert emptied("1220", "kk--") == [1]


@given(st.lists(PIECES, max_size=40))
def test_any_page_is_given_back(pieces: list[str]) -> None:
    source = "".join(pieces)
    article = clean(source, kind="html")
    assert restore(article) == read(source).text


@pytest.mark.parametrize("name", HARD)
def test_hard_pages_are_cleaned(name: str) -> None:
    article = clean(HARD[name][0], kind="html")
    assert len(restore(article)) == article.source.characters
