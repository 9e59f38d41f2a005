"""The stage that asks the scorer: what goes, and what stays whatever it scores."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.articles import Writer, languages
from cleaner import clean
from cleaner.document import Document
from cleaner.explain import explain
from cleaner.line_features import NAMES, Seen
from cleaner.line_scorer import Scorer, judged_by
from cleaner.reports.explanation import told
from cleaner.reports.terminal import Paint
from cleaner.stages.low_content import LOW, THRESHOLDS

TITLE = "Varnholt keeps its night ferry"
PARAGRAPHS = (
    "The council of Varnholt voted on Tuesday to keep the night ferry, which carries fewer than forty people a week.",
    "It will be paid for by the harbour, whose director said that he had expected nothing else from a town of sailors.",
    "The boats, he added, were due for repair in any case, and the pilots would rather work than wait for the spring.",
)
# Most of these are words of no language, so of no rule.
MENU = (
    "Skip to main content",
    "Log in",
    "Home",
    "Tollin",
    "Harsk",
    "Perimund",
    "Ostrel",
    "Karv",
    "Luminda",
    "Weth",
    "Sorrin",
    "Subscribe",
)
FOOT = ("Ten harbours to see", "What sailors eat", "Why ropes are blue", "Omrel", "Tasp", "Varnholt Courier Group")
LAST = "What sailors eat"
MORE = tuple(
    f"In the year {year} the council had voted otherwise, and the pilots remember it well to this day."
    for year in range(1990, 2020)
)
LISTED = ("Ten harbours to see", "Why ropes are blue", LAST)
TAILED = (TITLE, *PARAGRAPHS, *MORE, *LISTED)
KNOWN = "Skip to main content"
PAGE = "\n".join((*MENU, TITLE, *PARAGRAPHS, *FOOT, *MENU))


class Fixed(Scorer):
    """A scorer that is certain: paragraphs are text and other lines are noise, but for one of either."""

    def __init__(self, *, line: float = 1.0, paragraph: float = 0.0, others: float = 1.0) -> None:
        self.line, self.paragraph, self.others = line, paragraph, others

    def scores(self, seen: Seen) -> NDArray[np.float32]:
        return np.array([self._score(text) for text in seen.document.texts], np.float32)

    def _score(self, text: str) -> float:
        if text in (LAST, PARAGRAPHS[1]):
            return self.line if text == LAST else self.paragraph
        return self.others if len(text) < 80 else 0.0


def left(lines: Sequence[str], scorer: Fixed, level: str = "standard") -> list[str]:
    """The lines that stay where one before them is known furniture, which goes."""
    with judged_by(scorer):
        return clean("\n".join((KNOWN, *lines)), kind="text", level=level).text.split("\n")


def test_the_frame_of_a_page_goes_and_its_article_stays() -> None:
    article = clean(PAGE, kind="text")
    assert article.title == TITLE
    assert all(line in article.text for line in (TITLE, *PARAGRAPHS))
    low = [removal for removal in article.removed if removal.rule == LOW.id]
    assert {"Harsk", "Karv", "Luminda"} <= {line for removal in low for line in removal.text.split()}
    for removal in low:
        assert removal.stage == "low_content"
        assert f"{removal.confidence:.2f}" in removal.reason


def test_lines_that_stand_together_go_as_one() -> None:
    with judged_by(Fixed(line=0.95)):
        _, removal = clean("\n".join((KNOWN, *TAILED)), kind="text").removed
    assert removal.text.split("\n") == ["", *LISTED]
    assert removal.reason.endswith("3 lines score 0.95 to 1.00 of 1.")


def test_explain_names_the_numbers_that_weighed_most() -> None:
    article = clean(PAGE, kind="text")
    [line] = explain(article, only=PAGE.split("\n").index("Omrel") + 1)
    assert [removal.rule for removal in line.removed] == [LOW.id]
    score, weighed = line.scored.split("; what weighed most: ")
    assert float(score.removesuffix(" of 1 to be no part of the text")) >= THRESHOLDS["standard"].line
    assert {number.rpartition(" ")[0] for number in weighed.split(", ")} <= set(NAMES)
    assert any(line.scored in text for text in told([line], Paint(False)))
    assert not explain(article, only=PAGE.split("\n").index(TITLE) + 1)[0].scored


def test_it_can_be_left_out() -> None:
    assert not [r for r in clean(PAGE, kind="text", without=["scorer"]).removed if r.category == "scorer"]


@pytest.mark.parametrize("level", THRESHOLDS)
def test_where_nothing_else_is_furniture_nothing_is_scored(level: str) -> None:
    with judged_by(Fixed(paragraph=1.0)):
        assert not clean("\n".join(TAILED), kind="text", level=level).removed


@pytest.mark.parametrize("level", THRESHOLDS)
def test_a_line_goes_from_its_threshold_on(level: str) -> None:
    at = THRESHOLDS[level].line
    assert LAST in left(TAILED, Fixed(line=at - 0.01), level)
    assert LAST not in left(TAILED, Fixed(line=at + 0.001), level)


@pytest.mark.parametrize("level", THRESHOLDS)
def test_a_paragraph_goes_from_its_threshold_on(level: str) -> None:
    at = THRESHOLDS[level].prose
    assert PARAGRAPHS[1] in left(TAILED, Fixed(paragraph=at - 0.001), level)
    assert PARAGRAPHS[1] not in left(TAILED, Fixed(paragraph=at + 0.001), level)


@pytest.mark.parametrize("level", THRESHOLDS)
def test_nothing_goes_unless_one_line_is_beyond_doubt(level: str) -> None:
    at = THRESHOLDS[level].sure
    assert left(TAILED, Fixed(line=at - 0.01, others=at - 0.01), level) == list(TAILED)
    assert LAST not in left(TAILED, Fixed(line=at + 0.001, others=at - 0.01), level)


def test_no_half_of_a_sentence_goes() -> None:
    """What a scrape sets apart within a sentence stays with the part of it that stays."""
    sentence = (
        "The harbour's director, who came late and left the meeting early, had read it in",
        "the morning's paper",
        "of Monday",
    )
    kept = left((TITLE, *PARAGRAPHS, *sentence, *MORE, *LISTED), Fixed(line=1.0))
    assert kept[4:7] == list(sentence)


def test_strict_takes_more_and_careful_nothing() -> None:
    standard, strict = THRESHOLDS["standard"], THRESHOLDS["strict"]
    assert all(a > b for a, b in zip(standard[:3], strict[:3], strict=True))
    assert standard.lost < strict.lost
    assert left(TAILED, Fixed(paragraph=1.0), "careful") == list(TAILED)


def test_a_line_stays_once_as_much_of_the_text_may_have_gone() -> None:
    """A paragraph that may be text goes where there are 33, and stays where there are two."""
    scorer = Fixed(paragraph=THRESHOLDS["standard"].prose + 0.01)
    assert PARAGRAPHS[1] in left((TITLE, *PARAGRAPHS[:2], *LISTED), scorer)
    assert PARAGRAPHS[1] not in left(TAILED, scorer)


def test_a_line_alone_between_paragraphs_stays_and_so_does_the_title() -> None:
    lines = [TITLE, PARAGRAPHS[0], "The pilots", PARAGRAPHS[1], *LISTED]
    assert left(lines, Fixed()) == lines[:4]


def test_lines_among_others_that_no_rule_knows_stay_longer_between_paragraphs() -> None:
    """A table's cells look like a menu: what gives a menu away is an entry that every page has."""
    at = THRESHOLDS["standard"]
    cells = ("Boats", "Pilots", "Nights", "14", "Spring", "12", "30", "Summer", "9", "45")
    article = (TITLE, *(paragraph + " " + paragraph for paragraph in PARAGRAPHS[:2]))
    cut = len(article) - 1

    def between(lines: Sequence[str], score: float) -> list[str]:
        return left((*article[:cut], *lines, *article[cut:], *LISTED), Fixed(others=score, line=0.95))

    assert [line for line in cells if line in between(cells, at.apart - 0.01)] == list(cells)
    assert not set(cells) & set(between(cells, at.apart + 0.01))
    menu = ("Log in", *cells, "Skip to main content")
    assert not set(menu) & set(between(menu, at.line + 0.01))


def test_a_line_between_two_that_stay_goes_later() -> None:
    at = THRESHOLDS["standard"].apart
    lines = (TITLE, *PARAGRAPHS, "Alder", "Birch", LAST, "Cedar", "Dogwood")
    assert LAST in left(lines, Fixed(line=at - 0.01, paragraph=1.0, others=0.0))
    assert LAST not in left(lines, Fixed(line=at + 0.01, paragraph=1.0, others=0.0))


def test_the_paragraph_that_an_article_begins_with_stays() -> None:
    first, second, third = PARAGRAPHS[1], PARAGRAPHS[0], PARAGRAPHS[2]
    assert first in left((TITLE, first, second, third, *LISTED), Fixed(paragraph=1.0))
    assert first not in left((TITLE, second, first, third, *LISTED), Fixed(paragraph=1.0))


def test_where_no_lines_stand_together_nothing_is_scored() -> None:
    lines = [TITLE, PARAGRAPHS[0], "The pilots", "The boats", PARAGRAPHS[1], *LISTED[1:]]
    assert left(lines, Fixed(paragraph=1.0)) == lines


@pytest.mark.parametrize("code", languages())
def test_a_clean_article_in_any_language_comes_back_whole(code: str) -> None:
    write = Writer(code)
    title, paragraphs = write.title(), [write.paragraph() for _ in range(5)]
    plain = "\n\n".join([title, *paragraphs])
    headed = "\n".join([title, *(line for paragraph in paragraphs for line in (write.title(), paragraph))])
    listed = "\n".join(
        [
            title,
            *paragraphs[:2],
            paragraphs[2].rstrip(write.stop) + ":",
            *(f"- {write.title()}" for _ in range(5)),
            *paragraphs[3:],
        ]
    )
    sentences = "\n".join([title, *(write.sentence() for _ in range(20))])
    for text in (plain, headed, listed, sentences):
        assert clean(text, kind="text").text == text


def test_a_small_clean_article_needs_no_arithmetic() -> None:
    program = "import sys, cleaner; cleaner.clean(sys.stdin.read(), kind='text'); sys.exit('numpy' in sys.modules)"
    text = "\n\n".join((TITLE, *PARAGRAPHS))
    assert subprocess.run([sys.executable, "-c", program], input=text, encoding="utf-8", check=False).returncode == 0


def test_scores_do_not_hang_on_blank_lines() -> None:
    apart = clean(PAGE.replace("\n", "\n\n"), kind="text")
    assert Document(apart.text).texts == Document(clean(PAGE, kind="text").text).texts
