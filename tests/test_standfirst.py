"""The sentences between headline and text: they stay where the page describes itself with them, and nothing beside them does.

The scorer is taken to drop everything before the first paragraph here, as it drops what stands in a page's header.
"""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.pipeline import settle_page
from cleaner.readers.html import read
from cleaner.scorer import Verdict
from cleaner.settings import Settings

STANDFIRSTS = {
    "de": "Vierzig Jahre lag das Boot im Schuppen. Nun hat eine Schulklasse es über den See gebracht.",
    "fr": "Le four du village était froid depuis la guerre. Samedi, on y a cuit deux cents pains.",
    "tr": "Değirmenin taşı otuz yıl susmuştu. Pazar sabahı yeniden dönmeye başladı.",
    "ja": "港の時計は二十年のあいだ止まっていた。先週の土曜日、ふたたび動き出した。",
}
BYLINE = "Elin Varga, 4. 3. 2024"
TEXT = (
    "Nobody had expected the clock to run on the first day. The oldest watchmaker of the town had taken its works apart on "
    "the floor of the sports hall, cleaned each wheel with a toothbrush, and put them together again after a drawing of 1911."
)


def text_of(head: str, description: str, *, kind: str = "article", after: str = TEXT) -> str:
    page = read(f'<head><meta name="description" content="{description}"></head><body>{head}<p>{after}</p></body>')
    scores = np.full(len(page), 0.01, np.float32)
    scores[-1] = 0.99
    return settle_page(page, Settings(), verdict=Verdict(scores, kind, 1.0)).document.text


@pytest.mark.parametrize("language", STANDFIRSTS)
def test_what_the_page_describes_itself_with_stays_under_the_headline(language: str) -> None:
    standfirst = STANDFIRSTS[language]
    left = text_of(f"<header><h1>1911</h1><p>{standfirst}</p><p>{BYLINE}</p></header>", standfirst)
    assert standfirst in left
    assert BYLINE not in left
    assert TEXT in left


def test_a_description_that_is_cut_short_tells_as_well() -> None:
    standfirst = STANDFIRSTS["de"]
    assert standfirst in text_of(f"<h1>1911</h1><p>{standfirst}</p>", standfirst[:60] + "...")


@pytest.mark.parametrize(
    "head",
    ["<h1>1911</h1><nav><p>{}</p></nav>", "<h1>1911</h1><aside><p>{}</p></aside>", "<p>{}</p><h1>1911</h1>", "<p>{}</p>"],
)
def test_the_same_sentences_go_elsewhere(head: str) -> None:
    standfirst = STANDFIRSTS["fr"]
    assert standfirst not in text_of(head.format(standfirst), standfirst)


def test_of_two_copies_one_stays() -> None:
    standfirst = STANDFIRSTS["tr"]
    assert text_of(f"<h1>1911</h1><p>{standfirst}</p><p>{standfirst}</p>", standfirst).count(standfirst) == 1


def test_the_beginning_of_the_text_is_not_kept_twice() -> None:
    beginning = TEXT[:90]
    assert text_of(f"<h1>1911</h1><p>{beginning}</p>", beginning).count(beginning) == 1


def test_slogans_go_where_the_page_is_no_article() -> None:
    standfirst = STANDFIRSTS["de"]
    assert standfirst not in text_of(f"<h1>1911</h1><p>{standfirst}</p>", standfirst, kind="product")
