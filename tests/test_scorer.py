"""The scorer: what it is given, what it says, and what is chosen by it."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import features, scorer
from cleaner.readers.html import read

PARAGRAPHS = [
    "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour.",
    "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze in one night.",
    "The bridge, which was closed in 2019 after engineers found cracks in two pillars, will open to cyclists in autumn.",
    "Nobody in the village could say who had bought the old mill, or why the new owner never came to look at it.",
]
MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "News", "Sport", "Culture", "Weather", "Shop"))
FOOT = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Imprint", "Privacy", "Terms", "Contact", "Jobs"))
PAGE = f"""<!DOCTYPE html><html><head><title>Mayor of Lund resigns - Kustpost</title></head><body>
<header><nav class="main-menu"><ul>{MENU}</ul></nav></header>
<main><article><h1>Mayor of Lund resigns</h1>{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article>
<aside class="related"><h3>More stories</h3><ul><li><a href=/a>A boat sinks</a></li>
<li><a href=/b>A mill burns</a></li></ul></aside>
</main><footer class="site-footer"><ul>{FOOT}</ul><p>© 2024 Kustpost</p></footer></body></html>"""


def test_each_block_has_its_numbers() -> None:
    page = read(PAGE)
    blocks, whole = features.of_page(page)
    assert len(blocks) == len(page)
    assert blocks.shape[1] + len(whole) == len(features.page_names())
    assert np.isfinite(blocks).all()
    assert np.isfinite(whole).all()


@pytest.mark.parametrize("source", ["", "<p>x", "<p>\U0001f600", "<p>\ud800", "<ul>" + "<li>a" * 3, "مرحبا", "<h1>a</h1>" * 4])
def test_odd_pages_have_numbers(source: str) -> None:
    page = read(source)
    blocks, whole = features.of_page(page)
    assert len(blocks) == len(page)
    assert blocks.shape[1] + len(whole) == len(features.page_names())
    assert np.isfinite(blocks).all()
    assert np.isfinite(whole).all()


def test_a_number_says_what_its_name_says() -> None:
    page = read(
        "<title>Old boats</title><nav><ul><li><a href=/>Home</a></ul></nav><p class='entry-content'>Old boats, 12 of them!</p>"
    )
    names = features.page_names()[: -len(features.whole_names())]
    rows = features.of_page(page)[0]

    def number(row: int, name: str) -> float:
        return float(rows[row, len(names) - 1 - names[::-1].index(name)])

    assert number(0, "in nav") == 1
    assert number(1, "in nav") == 0
    assert number(0, "share of links") == 1
    assert number(1, "class post") == 1
    assert number(1, "class content") == 1
    assert number(1, "class nav") == 0
    assert number(1, "words of the title") == pytest.approx(1 / 5)  # "boats," is another word
    assert number(1, "last stop") == 1
    assert number(1, "first upper") == 1
    assert number(1, "share of digit") == pytest.approx(2 / 22)


def test_class_words_are_found_between_hyphens_and_capitals() -> None:
    names = features.page_names()
    for words in ("post-body", "postBody", "PostBody", "post_body x1", "c-post c-body"):
        row = features.of_page(read(f"<div class='{words}'>a</div>"))[0][0]
        assert row[names.index("class post")] == 1, words
        assert row[names.index("class body")] == 1, words


def test_no_language_is_preferred() -> None:
    names = features.page_names()
    column = names.index("share of stop words")
    for text in (
        "Der Rat der Stadt hat am Montag beschlossen, dass die Brücke nicht vor dem Herbst für den Verkehr geöffnet wird.",
        "Le conseil de la ville a décidé que le pont ne sera pas ouvert avant la fin de l'été pour les voitures.",
        "Городской совет решил, что мост не будет открыт для машин до осени, и это не всем по душе.",
    ):
        assert features.of_page(read(f"<p>{text}</p>"))[0][0, column] > 0.2


def test_what_is_chosen_has_the_best_expected_f1() -> None:
    scores = np.array([0.9, 0.8, 0.45, 0.2, 0.05])
    words = [100, 80, 60, 50, 400]
    best = scorer.choose(words, scores, 0.0)

    def expected(chosen: np.typing.NDArray[np.bool_]) -> float:
        sizes = np.array(words)
        return float(2 * (sizes * scores)[chosen].sum() / (sizes[chosen].sum() + (sizes * scores).sum()))

    assert expected(best) == max(expected(scores >= least) for least in scores)


def test_nothing_below_the_floor_is_chosen() -> None:
    assert scorer.choose([10, 10], np.array([0.1, 0.05]), 0.2).tolist() == [False, False]
    assert scorer.choose([], np.zeros(0), 0.2).tolist() == []


def test_the_weights_fit_the_features() -> None:
    assert scorer.of_pages().about["columns"] == list(features.page_names())


def test_an_article_is_told_from_what_stands_around_it() -> None:
    page = read(PAGE)
    verdict = scorer.of_pages().judge(page)
    scores = dict(zip(page.texts, verdict.scores.tolist(), strict=True))
    assert min(scores[text] for text in PARAGRAPHS) > 0.5
    assert max(scores[text] for text in ("Home", "Sport", "Imprint", "Privacy", "A boat sinks", "© 2024 Kustpost")) < 0.5
    assert verdict.kind == "article"
    assert 0.3 < verdict.certainty <= 1


def test_the_same_page_gets_the_same_scores() -> None:
    judge = scorer.of_pages().judge
    assert judge(read(PAGE)).scores.tolist() == judge(read(PAGE)).scores.tolist()


def test_what_weighed_most_is_named() -> None:
    page = read(PAGE)
    weighed = scorer.of_pages().weighed(page, page.texts.index("Imprint"))
    assert len(weighed) == 5
    assert {name for name, _ in weighed} <= set(features.page_names())
    assert abs(weighed[0][1]) >= abs(weighed[-1][1])


POSTS = "<div class=post id=a><p>First</p></div><div class=post id=b><p>Second</p></div><div class=box><p>Third</p></div>"


def test_blocks_of_one_form_are_judged_more_alike_on_pages_of_entries() -> None:
    scores = np.array([0.9, 0.1, 0.1], dtype=np.float32)
    first, second, third = scorer.levelled(read(POSTS), scores, "forum").tolist()
    assert 0.5 < first < 0.9
    assert 0.1 < second < 0.5
    assert third == pytest.approx(0.1)


def test_blocks_of_an_article_are_judged_each_by_itself() -> None:
    scores = np.array([0.9, 0.1, 0.1], dtype=np.float32)
    assert scorer.levelled(read(POSTS), scores, "article").tolist() == scores.tolist()


def test_an_empty_page_is_judged() -> None:
    assert scorer.of_pages().judge(read("")).scores.tolist() == []
