"""Which line of a whole page is the article's title."""

from __future__ import annotations

import pytest

from cleaner import clean

MENU = (
    *(f"Varnholt {name}" for name in ("Sport", "News", "Letters", "Weather", "Harbour", "Art", "Books", "Food")),
    "Home",
    "Your Varnholt",
    "The weekend in pictures and words",
    "My Page",
    "Subscribe to the paper",
)
PARAGRAPHS = (
    "The council of Varnholt voted on Tuesday to keep the night ferry, which carries fewer than forty people a week.",
    "It will be paid for by the harbour, whose director said that he had expected nothing else from a town of sailors.",
)
TITLE = "Night ferry stays"


@pytest.mark.parametrize("window", [f"{TITLE} | Varnholt Courier", f"{TITLE} - News - Varnholt Courier", TITLE])
def test_the_title_of_the_window_tells_which_line_it_is(window: str) -> None:
    article = clean("\n".join((window, *MENU, TITLE, "A look at the timetable", *PARAGRAPHS)), kind="text")
    assert article.title == TITLE
    assert article.text.count(TITLE) == 1


@pytest.mark.parametrize("window", ["Varnholt Courier", f"{TITLE}s", f"{TITLE}: what now"])
def test_a_first_line_that_only_begins_alike_tells_nothing(window: str) -> None:
    lines = (window, *MENU, *PARAGRAPHS[:1], TITLE, *PARAGRAPHS[1:])
    assert clean("\n".join(lines), kind="text", without=["scorer"]).title != TITLE
