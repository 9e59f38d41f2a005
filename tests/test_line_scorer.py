"""The scorer for lines: its weights, its arithmetic, its reasons."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np

from cleaner import line_scorer, packs
from cleaner.document import Document
from cleaner.line_features import NAMES, Seen, measure
from cleaner.line_scorer import DILATIONS, EXACT, MIDDLE, MOST, NAME, UNIT, Scorer, current, judged_by, load, spared, standard
from cleaner.packs import LEVELS

PATH = packs.folder() / NAME
ARTICLE = (
    "Varnholt keeps its night ferry\n"
    "The council of Varnholt voted on Tuesday to keep the night ferry, which carries fewer than forty people a week.\n"
    "It will be paid for by the harbour, whose director said that he had expected nothing else from a town of sailors.\n"
    "The boats, he added, were due for repair in any case, and the pilots would rather work than wait for the spring.\n"
)
MENU = "Home\nNews\nSport\nCulture\nOpinion\nLog in\nSubscribe\n"
PAGE = (
    f"{MENU}{ARTICLE}Most Read\nTen harbours to see\nWhat sailors eat\n{MENU}Imprint\nTerms\nPrivacy\n© 2024 Varnholt Courier\n"
)


def test_the_weights_are_small_and_say_where_they_come_from() -> None:
    scorer, about = load(PATH)
    assert PATH.stat().st_size < 1_000_000
    assert about.keys() == {"fitted", "set", "figures"}
    assert set(about["figures"]) == set(LEVELS)
    assert len(scorer.typical) == len(NAMES)


def test_menus_score_high_and_paragraphs_low() -> None:
    document = Document(PAGE)
    title = document.texts.index(ARTICLE.splitlines()[0])
    scores = dict(zip(document.texts, standard().scores(Seen(document, title=title)).tolist(), strict=True))
    highest = max(scores[line] for line in ARTICLE.splitlines())
    lowest = min(scores[line] for line in ("Sport", "Opinion", "Terms", "Imprint"))
    assert (highest < 0.3, lowest > 0.6) == (True, True)


def test_sums_stay_exact() -> None:
    """No sum leaves the numbers that a float of 32 bits holds: the same in whole numbers of any size."""
    with np.load(PATH) as file:
        weights = {name: file[name] for name in file.files}
    numbers = measure([Seen(Document(PAGE))]).astype(object)

    def dense(layer: str, rows: Any) -> Any:
        sums = weights[layer].astype(object).dot(rows) + weights[f"{layer}.bias"].astype(object)[:, None]
        assert abs(sums).max() < EXACT
        return sums >> int(weights[f"{layer}.power"]) if layer != "last" else sums

    def bounded(rows: Any) -> Any:
        return np.minimum(np.maximum(rows, 0), MOST)

    lines = bounded(dense("first", numbers))
    count = lines.shape[1]
    for number, step in enumerate(DILATIONS):
        if number == MIDDLE:
            heard = np.stack([*(lines.sum(axis=1) // count), *lines.max(axis=1)])[:, None]
            lines = bounded(lines + dense("whole", heard))
        nothing = np.zeros((len(lines), step), object)
        before = np.concatenate([nothing, lines], axis=1)[:, :count]
        after = np.concatenate([lines, nothing], axis=1)[:, -count:]
        lines = np.minimum(lines + np.maximum(dense(f"layer{number}", np.concatenate([before, lines, after])), 0), MOST)
    odds = dense("last", lines)[0].astype(float) / 2.0 ** int(weights["last.power"]) / UNIT
    assert np.allclose(1 / (1 + np.exp(-odds)), standard().of_numbers(numbers.astype(np.uint8)), rtol=1e-5, atol=1e-7)


def test_no_numbers_at_all_can_make_a_sum_inexact() -> None:
    with np.load(PATH) as weights:
        for layer in [name for name in weights.files if "." not in name]:
            most = 255 if layer == "first" else MOST
            assert (np.abs(weights[layer]).sum(axis=1) * most + np.abs(weights[f"{layer}.bias"])).max() < EXACT


def test_reasons_name_what_weighs_most() -> None:
    document = Document(PAGE)
    reasons = standard().reasons(Seen(document), document.texts.index("Opinion"), most=4)
    assert len(reasons) == 4
    assert {name for name, _ in reasons} <= set(NAMES)
    weights = [abs(weight) for _, weight in reasons]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0


def test_another_scorer_judges_only_where_it_is_asked_to() -> None:
    with np.load(PATH) as file:
        weights = {name: file[name] for name in file.files}
    weights["last"] = np.zeros_like(weights["last"])
    other = Scorer(weights)
    with judged_by(other):
        assert current() is other
        assert len(set(current().scores(Seen(Document(PAGE))).tolist())) == 1
    assert current() is standard()


def test_a_line_is_spared_once_as_much_of_the_text_may_have_gone() -> None:
    scores = np.array([0.9, 0.2, 0.8, 0.1], np.float32)  # of ten code points each, 1, 8, 2 and 9 count as text
    assert spared(scores, [10] * 4, 0.2).tolist() == [scores[0], 0, scores[2], 0]
    assert spared(scores, [10] * 4, 0.1).tolist() == [scores[0], 0, 0, 0]
    assert spared(scores, [10, 10, 1, 10], 0.1).tolist() == [scores[0], 0, scores[2], 0]
    assert spared(scores, [10] * 4, 1).tolist() == scores.tolist()


def test_a_score_hangs_on_lines_that_are_near_and_on_the_whole() -> None:
    lines = PAGE.splitlines()
    shuffled = lines.copy()
    Random(1).shuffle(shuffled)
    scorer = line_scorer.standard()
    assert scorer.scores(Seen(Document("\n".join(shuffled)))).tolist() != scorer.scores(Seen(Document(PAGE))).tolist()
    assert scorer.scores(Seen(Document(PAGE))).tolist() == scorer.scores(Seen(Document("\n\n".join(lines)))).tolist()
