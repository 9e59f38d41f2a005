"""Threads of comments: they go from under an article, and nothing that only looks like one does.

The scorer is taken to keep every block here, as it keeps comments that read like paragraphs.
"""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.pipeline import Cleaning, settle_page
from cleaner.readers.html import read
from cleaner.scorer import Verdict
from cleaner.settings import Settings

ARTICLES = {
    "da": (
        "Broen over Vejby Å blev åbnet igen lørdag formiddag, efter at byens tømrere i fjorten måneder havde skiftet hver "
        "eneste planke og hvert eneste søm i den, og så kørte den første hestevogn over til den anden side."
    ),
    "es": (
        "El molino de Valdehoz volvió a moler el domingo, después de que los vecinos desmontaran sus dos ruedas, las llevaran "
        "en carro hasta la cantera y las devolvieran a su sitio con una grúa prestada por la cooperativa de la comarca vecina."
    ),
    "ru": (
        "Старый маяк на мысе Вельмин снова зажгли в пятницу вечером: четыре лета подряд добровольцы чинили лестницу и "
        "вставляли стёкла, а линзу нашли в сарае под сетями, где она пролежала целой почти девятнадцать лет и не разбилась."
    ),
    "hi": (
        "पुराने घाट की सीढ़ियाँ रविवार को फिर से खोल दी गईं, जब गाँव के राजमिस्त्रियों ने चार महीने तक एक-एक पत्थर निकालकर धोया और उसे उसी "
        "क्रम में वापस लगाया जिसमें वह पहले था, और नदी का पानी उतरने पर पहली नाव वहीं आकर बँधी जहाँ वह सौ साल पहले बँधती थी।"
    ),
}
COMMENTS = {
    "da": ("Karen", "Jeg gik over den som barn."),
    "es": ("Pilar", "Mi abuelo trabajó allí."),
    "ru": ("Зоя", "Мой дед служил там смотрителем."),
    "hi": ("मीना", "मैंने बचपन में यहीं तैरना सीखा था।"),
}


def settled(html: str, kind: str = "article") -> Cleaning:
    page = read(html)
    return settle_page(page, Settings(), verdict=Verdict(np.full(len(page), 0.9, np.float32), kind, 1.0))


def thread(name: str, text: str, element: str = '<li class="comment">') -> str:
    entry = f"{element}<b>{name}</b><p>{text}</p></{element[1:3]}>"
    return f"<main><p>%s</p></main><ol>{entry}{entry.replace(text, text[::-1])}</ol>"


@pytest.mark.parametrize("language", ARTICLES)
def test_comments_under_an_article_go_by_their_shape_and_name(language: str) -> None:
    done = settled(thread(*COMMENTS[language]) % ARTICLES[language])
    assert done.document.text.strip() == ARTICLES[language]
    assert {removal.rule for removal in done.removed} == {"comments.entry"}


def test_posts_stay_on_a_forum() -> None:
    name, text = COMMENTS["da"]
    assert text in settled(thread(name, text) % ARTICLES["da"], "forum").document.text


@pytest.mark.parametrize(
    "element",
    ['<li class="entry">', '<li class="commentary">', '<li id="uncommented">'],
)
def test_a_list_of_another_name_stays(element: str) -> None:
    name, text = COMMENTS["es"]
    assert text in settled(thread(name, text, element) % ARTICLES["es"]).document.text


def test_an_article_whose_sections_are_named_like_comments_stays() -> None:
    sections = "".join(f'<div class="kommentar"><h2>{name}</h2><p>{text}</p></div>' for name, text in ARTICLES.items())
    done = settled(f"<main><p>{ARTICLES['da']}</p>{sections}</main>")
    assert all(text in done.document.text for text in ARTICLES.values())


def test_what_is_named_like_comments_stays_before_the_last_paragraph() -> None:
    name, text = COMMENTS["ru"]
    done = settled(f"{thread(name, text)}<p>%s</p>" % (ARTICLES["ru"], ARTICLES["hi"]))
    assert text in done.document.text


def test_a_page_that_is_open_to_comments_stays() -> None:
    done = settled(f'<body class="comments-open"><p>Lars</p><p>{ARTICLES["da"]}</p><p>{ARTICLES["es"]}</p></body>')
    assert ARTICLES["da"] in done.document.text
    assert ARTICLES["es"] in done.document.text
