"""The page of a corpus in a real browser, and the server of a review."""

from __future__ import annotations

import io
import json
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import cleaner
from cleaner import configuration
from cleaner.reports import web_page
from cleaner.review import Review

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
BODY = (
    "The lighthouse at Arkö was lit again on Friday, after the society that owns it had found a lamp of the old make.\n\n"
    "Its keeper climbs the hundred and ten steps twice a day, and says that nobody has asked her yet to do it faster.\n"
)
SHOP = "The harbour shop is open till six"
EVIL = "</script><script>window.evil = 1</script><img src=x onerror='window.evil = 2'>\x1b[2J${window.evil = 3}"


def articles(count: int = 3) -> list[cleaner.Article]:
    found = [
        cleaner.clean(
            f"Skip to main content\n{BODY}\n{SHOP}\n\nShare this article\n", path=f"in/{number}.txt",
            url=f"https://{'north' if number % 2 else 'south'}.example/{number}",
        )
        for number in range(count)
    ]  # fmt: skip
    return [*found, cleaner.clean(f"{EVIL}\n\n{BODY}\n{EVIL}\n\nShare this article\n", kind="text", path=f"in/{EVIL}.txt")]


def page_of(found: list[cleaner.Article], title: str = "Lights") -> bytes:
    file = io.BytesIO()
    assert web_page.write(found, file, title=title) == len(found)
    return file.getvalue()


def test_the_page_is_the_same_for_the_same_articles() -> None:
    assert page_of(articles()) == page_of(articles())


def test_the_page_loads_nothing_from_elsewhere() -> None:
    page = page_of(articles()).decode()
    assert "default-src 'none'" in page
    assert not any(sign in page for sign in ("<link", "src=", "@import", "url("))


def test_no_text_stands_in_the_page_as_it_is() -> None:
    page = page_of(articles(), title=EVIL)
    assert b"window.evil = 1</script>" not in page
    assert page.count(b"<script>") == 1


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CLEANER_BROWSER"):
            pytest.fail("no Chromium, and CLEANER_BROWSER wants one")
        pytest.skip("no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """A page in the browser, and what its console complained of."""

    def __init__(self, browser: Any, address: str, **settings: Any) -> None:
        self.page = browser.new_page(**settings)
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]")

    def documents(self) -> None:
        """Show the documents, and wait for the first to be drawn."""
        self.page.click("#show-documents")
        self.page.wait_for_selector(".text del")

    def texts(self, selector: str) -> list[str]:
        return [f"{text}" for text in self.page.locator(selector).all_inner_texts()]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opened]:
    file = tmp_path / "report.html"
    file.write_bytes(page_of(articles()))
    found = Opened(browser, file.as_uri())
    yield found
    assert found.complaints == []
    assert found.page.evaluate("window.evil") is None
    found.page.close()


class TestPage:
    def test_the_overview_counts(self, opened: Opened) -> None:
        assert opened.texts(".figures b")[0] == "4"
        assert "share.invitation.en" in opened.page.inner_text("#overview")

    def test_a_table_sorts_by_what_is_pressed(self, opened: Opened) -> None:
        table = opened.page.locator("table").nth(1)
        table.get_by_role("button", name="rule").click()
        names = list(table.locator("tbody td:first-child").all_inner_texts())
        assert names == sorted(names)
        assert table.locator("th").first.get_attribute("aria-sort") == "ascending"

    def test_a_row_leads_to_its_documents(self, opened: Opened) -> None:
        opened.page.get_by_role("button", name="north.example").click()
        assert len(opened.texts("#list button")) == 1

    def test_what_went_is_struck_through_and_says_why_on_focus(self, opened: Opened) -> None:
        opened.documents()
        opened.page.keyboard.press("n")
        focused = opened.page.evaluate("document.activeElement.textContent")
        assert focused.startswith("Skip to main content")
        assert "navigation.skip-link.en" in opened.page.inner_text("#tip")
        opened.page.keyboard.press("n")
        assert "share.invitation.en" in opened.page.inner_text("#tip")
        opened.page.keyboard.press("p")
        assert "navigation.skip-link.en" in opened.page.inner_text("#tip")

    def test_the_reason_shows_under_the_pointer(self, opened: Opened) -> None:
        opened.documents()
        opened.page.hover(".text del >> nth=0")
        assert "Link that skips" in opened.page.inner_text("#tip")

    def test_the_document_is_the_source_to_the_character(self, opened: Opened) -> None:
        opened.documents()
        opened.page.keyboard.press("]")
        opened.page.wait_for_selector("#document .facts:has-text('in/1.txt')")
        assert opened.page.evaluate("document.querySelector('.text').textContent") == cleaner.restore(articles()[1])

    def test_filters_choose_documents_and_removals(self, opened: Opened) -> None:
        opened.documents()
        opened.page.select_option("#rule", "navigation.skip-link.en")
        assert len(opened.texts("#list button")) == 3
        opened.page.wait_for_selector(".text del.other")
        assert len(opened.texts(".text del:not(.other)")) == 1
        opened.page.select_option("#confidence", "0.6")
        assert opened.page.inner_text("#page") == "no document"

    def test_search_goes_through_titles_and_texts(self, opened: Opened) -> None:
        opened.documents()
        opened.page.fill("#search", "in/2")
        assert len(opened.texts("#list button")) == 1
        opened.page.fill("#search", "HARBOUR SHOP")
        assert opened.texts("#list button") == []
        opened.page.press("#search", "Enter")
        opened.page.wait_for_selector("#status:has-text('3 documents hold it')")
        assert len(opened.texts("#list button")) == 3

    def test_hostile_texts_are_shown_and_do_nothing(self, opened: Opened) -> None:
        opened.page.goto(opened.page.url.partition("#")[0] + "#document-3")
        opened.page.reload()
        opened.page.wait_for_selector(".text del")
        assert EVIL in opened.page.evaluate("document.querySelector('.text').textContent")
        assert opened.page.locator("#document img, #document script").count() == 0

    def test_it_fits_a_phone_and_the_dark(self, opened: Opened) -> None:
        opened.page.set_viewport_size({"width": 360, "height": 700})
        opened.documents()
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360
        light = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        opened.page.click("#theme")
        assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") != light

    def test_everything_that_is_pressed_has_a_name(self, opened: Opened) -> None:
        opened.documents()
        nameless = "[...document.querySelectorAll('button, select, input, del')].filter(e => !(e.getAttribute('aria-label')"
        assert opened.page.evaluate(f"{nameless} || e.innerText || e.labels?.length)).map(e => e.outerHTML)") == []


def test_ten_thousand_documents_do_not_choke_it(browser: Any, tmp_path: Path) -> None:
    one = articles(1)[0]
    file = tmp_path / "report.html"
    file.write_bytes(page_of([one] * 10_000))
    found = Opened(browser, file.as_uri())
    found.documents()
    assert len(found.texts("#list button")) == 100
    found.page.click("#page-after")
    assert found.page.inner_text("#page") == "101–200 of 10,000"
    assert found.page.evaluate("document.querySelectorAll('body *').length") < 2000
    assert found.complaints == []


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    configuration.forget()
    desk = Review(articles, io.BytesIO(), tmp_path / "clean.toml", title="Lights")
    thread = threading.Thread(target=desk.serve, daemon=True)
    thread.start()
    yield desk
    desk.close()
    thread.join()


def answer(review: Review, path: str, data: Any = None, **heads: str) -> tuple[int, bytes]:
    request = Request(f"http://127.0.0.1:{review.server.server_port}{path}", headers=heads)
    if data is not None:
        request.data = json.dumps(data).encode()
    try:
        with urlopen(request) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


ORDER = {"what": "keep", "document": 0, "rule": "navigation.skip-link.en", "text": "Skip to main content\n"}


class TestReview:
    def heads(self, review: Review) -> dict[str, str]:
        return {"X-Token": review.token, "Origin": f"http://127.0.0.1:{review.server.server_port}"}

    def test_it_listens_on_this_machine_alone(self, review: Review) -> None:
        assert review.server.server_address[0] == "127.0.0.1"

    def test_the_page_is_for_who_knows_the_token(self, review: Review) -> None:
        assert answer(review, f"/?token={review.token}")[1].startswith(b"<!doctype html>")
        assert answer(review, "/")[0] == answer(review, "/?token=x")[0] == 403

    def test_a_decision_is_written(self, review: Review) -> None:
        code, told = answer(review, "/decisions", ORDER, **self.heads(review))
        assert (code, json.loads(told)) == (200, {"done": "stays from now on: Skip to main content"})
        assert "[[suppress]]" in review.configuration.read_text("utf-8")

    @pytest.mark.parametrize(
        "changed",
        [
            {"X-Token": "x"}, {"X-Token": ""}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""},
            {"Host": "evil.example"},
        ],
    )  # fmt: skip
    def test_who_is_not_the_page_is_refused(self, review: Review, changed: dict[str, str]) -> None:
        assert answer(review, "/decisions", ORDER, **{**self.heads(review), **changed})[0] == 403
        assert not review.configuration.exists()

    @pytest.mark.parametrize(
        "order",
        [
            None, [], {}, {**ORDER, "document": 99}, {**ORDER, "document": -1}, {**ORDER, "document": "0"},
            {**ORDER, "what": "burn"}, {**ORDER, "text": 3}, {**ORDER, "rule": "x"},
        ],
    )  # fmt: skip
    def test_what_is_no_decision_is_refused(self, review: Review, order: Any) -> None:
        code, told = answer(review, "/decisions", order if order is not None else "x", **self.heads(review))
        assert code == 409
        assert json.loads(told)["error"]
        assert not review.configuration.exists()

    def test_keys_decide_in_the_browser(self, review: Review, browser: Any) -> None:
        found = Opened(browser, review.address)
        found.documents()
        found.page.keyboard.press("n")
        found.page.keyboard.press("k")
        found.page.wait_for_selector("#status:has-text('stays from now on')")
        found.page.focus(f".line:has-text('{SHOP}')")
        found.page.keyboard.press("r")
        found.page.wait_for_selector("#status:has-text('goes from now on')")
        written = review.configuration.read_text("utf-8")
        assert "[[suppress]]" in written
        assert '[[site."south.example".rule]]' in written
        assert review.written == 2
        assert found.complaints == []
