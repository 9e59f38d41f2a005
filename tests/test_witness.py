from __future__ import annotations

import multiprocessing
import os
import threading
import time
import warnings
from concurrent.futures import ProcessPoolExecutor

import pytest

from cleaner import witness
from cleaner.witness import Opinion, ask, kept

SENTENCES = (
    "The night ferry of Varnholt will keep sailing, the council decided on Tuesday after four hours of debate.",
    "Its captain, who has steered it for thirty years, had packed her cap and her compass into a box already.",
    "Fewer than forty people a week take the boat, most of them nurses of the hospital on the other shore.",
    "The harbour pays for the fuel, the town for the paint, and nobody for the coffee, which is free on board.",
)
ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
PAGE = (
    "<html lang=en><head><title>Night ferry kept</title><meta property='og:site_name' content='Varnholt Courier'>"
    "<meta name=author content='Ada Lindqvist'></head><body><nav><a href=/>Home</a> <a href=/b>Boats</a></nav>"
    f"<article><h1>Night ferry kept</h1>{ARTICLE}</article><footer>Imprint and privacy</footer></body></html>"
)


def test_the_witness_tells_what_it_would_keep() -> None:
    text = ask(PAGE, "https://courier.example/ferry").text
    assert text is not None
    assert kept(text, [*SENTENCES, "Home Boats", "Imprint and privacy"]) == [True] * 4 + [False] * 2


def test_bytes_are_decoded_as_pages_are() -> None:
    page = PAGE.replace("captain", "Käpt’n").encode("cp1252")
    assert "Käpt’n" in (ask(page).text or "")


def test_facts_go_by_the_names_of_an_articles_fields() -> None:
    opinion = ask(PAGE, "https://courier.example/2026/03/04/ferry", text=False, facts=True)
    assert opinion.text is None
    assert opinion.facts["title"] == "Night ferry kept"
    assert opinion.facts["author"] == "Ada Lindqvist"
    assert opinion.facts["site"] == "Varnholt Courier"
    assert opinion.facts.keys() <= {"title", "author", "date", "site", "language", "url"}


@pytest.mark.parametrize(
    "page",
    ["", " ", "plain text", b"", "\x00", "\ud800", "<p>\x00\ud800", "<", "<!doctype html>", b"\xff\xfe\x00", "<svg>" * 20],
)
def test_a_page_without_content_gets_no_opinion(page: str | bytes) -> None:
    assert ask(page, "\ud800", facts=True).text is None


def test_a_deep_page_is_not_shown_to_it() -> None:
    opinion = ask("<div>" * 300 + PAGE)
    assert opinion.text is None
    assert "deep" in opinion.warning
    assert ask("<div>" * 150 + PAGE).warning == ""


def test_a_large_page_is_not_shown_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_BYTES", 100)
    assert "large" in ask(PAGE).warning


def test_it_has_only_so_much_time_and_answers_again_afterwards() -> None:
    begun = time.monotonic()
    opinion = ask("<p>x</p>" * 200_000, seconds=0.05)
    assert time.monotonic() - begun < 5
    assert opinion == Opinion(warning="the second opinion took more than 0.05 seconds")
    assert ask(PAGE).text is not None


def test_a_child_that_died_costs_at_most_one_answer() -> None:
    assert ask(PAGE).text is not None
    assert witness._CHILD.process is not None
    witness._CHILD.process.kill()
    witness._CHILD.process.wait()
    assert ask(PAGE).text is not None


def test_the_child_is_replaced_after_so_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_PAGES", 1)
    assert ask(PAGE).text is not None
    first = witness._CHILD.process
    assert ask(PAGE).text is not None
    assert witness._CHILD.process is not first


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_asks_a_child_of_its_own() -> None:
    assert ask(PAGE).text is not None
    first = witness._CHILD.process
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of forking with threads
        answers = ProcessPoolExecutor(2, multiprocessing.get_context("fork"))
        with answers:
            assert [text is not None for text in answers.map(_text, [PAGE] * 4)] == [True] * 4
    assert ask(PAGE).text is not None
    assert witness._CHILD.process is first


def _text(page: str) -> str | None:
    return ask(page).text


def test_threads_take_turns() -> None:
    answers: list[Opinion] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(PAGE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.text for answer in answers] == [ask(PAGE).text] * 4


@pytest.mark.parametrize(
    ("text", "lines", "answer"),
    [
        ("", ["a", ""], [False, False]),
        ("Share", ["Share", "share!", "Share this"], [True, True, False]),
        ("one two three four five", ["two three four", "one two three four", "one two three six seven"], [False, True, False]),
        ("- one two three four five\n| six | seven |", ["one two three four five", "six seven"], [True, True]),
        ("渡船又开始运行了。", ["渡船又开始运行", "首页 关于我们 联系"], [True, False]),
        ("เรือข้ามฟาก", ["เรือข้ามฟาก", "หน้าแรก"], [True, False]),
        ("x", ["", " ", "—"], [False, False, False]),
    ],
)
def test_a_line_is_kept_if_most_of_its_words_are_said_in_order(text: str, lines: list[str], answer: list[bool]) -> None:
    assert kept(text, lines) == answer


def test_many_lines_take_linear_time() -> None:
    lines = [f"cell {number} of a very large table" for number in range(50_000)]
    begun = time.process_time()
    assert all(kept("\n".join(lines), lines))
    assert time.process_time() - begun < 5
