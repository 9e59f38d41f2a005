"""Comments behind an article go as one thread; what has dates and short lines but is no thread stays."""

from __future__ import annotations

from cleaner import clean
from cleaner.stages.threads import THREAD

ARTICLE = (
    "The kiln that three villages share",
    "The brick kiln at Tolverne has no owner. It was built by men from three villages who could not agree on a place for it.",
    "Firing takes four days and nights, and somebody has to be awake for all of them. The rota hangs in the chapel's porch.",
    "This spring the chimney was found to lean. A surveyor gave it two winters, and a man offered to buy it for its view.",
)
POSTS = (
    ("Edith", "3.4.2024 8:12", "My grandfather kept the fire on the second night of every firing for thirty years."),
    (
        "claybank",
        "3.4.2024 21:40",
        "Has anybody asked about the road? You cannot carry that many bricks by hand, nor on a cart.",
    ),
    ("Tregear", "5.4.2024 11:05", "Count me in for the first of May."),
)


def threads(*lines: str) -> list[str]:
    return [removal.text for removal in clean("\n".join(lines), kind="text").removed if removal.rule == THREAD.id]


def posts(control: str = "") -> list[str]:
    return [line for name, date, text in POSTS for line in (name, date, text, control) if line]


def test_a_thread_goes_from_the_first_name_to_the_last_control_whatever_its_words() -> None:
    assert threads(*ARTICLE, *posts("Glorb")) == ["\n" + "\n".join(posts("Glorb"))]


def test_what_no_control_comes_with_is_no_thread() -> None:
    assert threads(*ARTICLE, *posts()) == []


def test_a_forum_whose_first_post_has_the_form_of_all_stays() -> None:
    first = [ARTICLE[0], "claybank", "2.4.2024 9:30", *ARTICLE[1:], "Glorb"]
    assert threads(*first, *posts("Glorb")) == []


def test_two_comments_are_no_thread() -> None:
    assert threads(*ARTICLE, *posts("Glorb")[:8]) == []


def test_comments_without_an_article_before_them_stay() -> None:
    assert threads(ARTICLE[0], *posts("Glorb")) == []


def test_mails_quoted_in_an_article_stay() -> None:
    mails = [line for _, date, text in POSTS for line in (f"Date: {date}", "To: claybank", text)]
    assert threads(*ARTICLE, *mails) == []
