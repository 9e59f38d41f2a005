"""What the scorer for lines is told of a text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.document import Document
from cleaner.line_features import LINE, NAMES, Seen, measure

PIECES = (
    "The harbour of Varnholt was closed on Tuesday, because the ferry had lost a rudder in the night.", "Home", "Log in",
    "12:30",
    "“No,” said the harbour master.", "- one", "議会は火曜日に夜間フェリーの存続を可決した。", "ที่ท่าเรือมีเรือข้ามฟากทุกคืน", "😀",
    "\ud800", "a\u200bb",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=12).map("\n".join)


def column(text: str, name: str) -> list[int]:
    numbers: list[int] = measure([Seen(Document(text))])[NAMES.index(name)].tolist()
    return numbers


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_a_line_has_the_same_numbers_alone_and_among_other_documents(texts: list[str]) -> None:
    seen = [
        Seen(
            document,
            [(index, "comments") for index in range(0, len(document), 3)],
            [(index, "legal") for index in range(len(document))[1:2]],
            range(len(document))[:1],
            min(2, len(document) - 1),
            range(len(document))[-1:],
            range(len(document))[-2:],
        )
        for document in map(Document, texts)
    ]
    together = measure(seen)
    assert together.shape == (len(NAMES), sum(len(each.document) for each in seen))
    assert (together == np.concatenate([measure([each]) for each in seen] or [together], axis=1)).all()


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("words", "one two three four", "one"),
        ("words", "議会は火曜日に夜間フェリーの存続", "議会は火曜"),
        ("words", "ที่ท่าเรือมีเรือข้ามฟากทุกคืน", "ที่ท่า"),
        ("digits", "12:30", "noon"),
        ("capitals", "ŁÓDŹ ПОРТ ΛΙΜΗΝ", "Łódź Порт Λιμην"),
        ("titled", "Night Ferry Saved", "Night ferry saved"),
        ("function words", "the end of it", "Harbour Master Report"),
        ("without case", "ميناء", "harbour"),
        ("stops", "Yes. No. Perhaps!", "Yes, no, perhaps"),
        ("closed", "Tout est dit.»", "Tout est dit"),
        ("closed", "सब ठीक है।", "सब ठीक है"),
        ("bars", "a | b | c", "a b c"),
        ("code", "x = {y}", "x is y"),
        ("dash first", "• one", "one"),
        ("quote first", "«one", "one"),
        ("long", PIECES[0], "The harbour of Varnholt was closed."),
    ],
)
def test_a_number_is_larger_for_what_it_counts(name: str, more: str, less: str) -> None:
    [high], [low] = column(more, name), column(less, name)
    assert high > low


def test_repeats_and_neighbours_and_places() -> None:
    text = f"Home\nNews\nHome\n{PIECES[0]}\n{PIECES[0]}\nEnd"
    assert [value > 0 for value in column(text, "repeats")] == [True, False, True, True, True, False]
    assert column(text, "head") == [255, 255, 255, 255, 0, 0]
    assert column(text, "tail") == [0, 0, 0, 0, 255, 255]
    assert [value > 0 for value in column(text, "same shape before")] == [False, True, True, False, True, False]
    assert column(text, "from the top") == column(text, "from the foot")[::-1]


def test_words_of_the_text_are_those_of_other_long_lines() -> None:
    other = "Nothing in the minutes of the council explains why anybody would want to go by night at all."
    shares = column(f"Ferry and rudder\nCookies accepted\n{PIECES[0]}\n{other}\nFERRY", "words of the text")
    assert shares[0] == shares[4] == 255
    assert shares[1] == 0
    assert shares[2] < 128, "a long line's own words are no others'"


def test_rules_dates_and_what_other_stages_take_are_told() -> None:
    numbers = measure(
        [Seen(Document("a\nb\nc"), ruled=[(1, "share")], touched=[(2, "cookies")], dated=[2], marked={0}, kept={1})]
    )
    assert numbers[LINE.index("rule")].tolist() == [0, 255, 127]
    assert numbers[LINE.index("rule of controls")].tolist() == [0, 255, 0]
    assert numbers[LINE.index("rule of legal notices")].tolist() == [0, 0, 127]
    assert numbers[LINE.index("date")].tolist() == [0, 0, 255]
    assert numbers[LINE.index("marked")].tolist() == [255, 0, 0]
    assert numbers[LINE.index("kept")].tolist() == [0, 255, 0]


def test_lines_that_begin_or_end_alike_or_differ_by_figures_are_told() -> None:
    text = "By Ann\nBy Tom\n3 min read\n12 min read\nAlone"
    assert [value > 0 for value in column(text, "same first word")] == [True, True, False, False, False]
    assert [value > 0 for value in column(text, "same last word")] == [False, False, True, True, False]
    assert [value > 0 for value in column(text, "same but for figures")] == [False, False, True, True, False]


def test_neighbours_that_begin_alike_are_told() -> None:
    text = "By Ann\nRead on\nBy Tom\nAlone\nBy Eve\nBy Kim"
    assert column(text, "first word of neighbours") == [63, 0, 126, 0, 126, 63]


def test_paragraphs_and_lines_of_code_are_told() -> None:
    text = f"{PIECES[0]}\nx = f(y);\nz = {{}}\nHome"
    assert column(text, "paragraph") == [255, 0, 0, 0]
    assert column(text, "line of code") == [0, 255, 255, 0]


def test_how_often_words_stand_in_the_text_is_told() -> None:
    text = "Ferry ticket\nFerry rudder\nFerry\n12"
    assert column(text, "words that stand once") == [127, 127, 0, 0]
    rare, _, often, none = column(text, "words that stand often")
    assert often > rare > none == 0


def test_places_and_words_of_the_title_are_told() -> None:
    text = f"Home\nNight ferry saved\n{PIECES[0]}\nThe night ferry of old"
    numbers = measure([Seen(Document(text), title=1)])
    assert numbers[NAMES.index("title")].tolist() == [0, 255, 0, 0]
    assert [value > 0 for value in numbers[NAMES.index("before the title")].tolist()] == [True, False, False, False]
    assert [value > 0 for value in numbers[NAMES.index("after the title")].tolist()] == [False, False, True, True]
    assert numbers[NAMES.index("words of the title")].tolist()[3] == 255, "words of up to three letters are not counted"


def test_nothing_has_no_numbers() -> None:
    assert measure([]).shape == measure([Seen(Document(" \n"))]).shape == (len(NAMES), 0)
