"""The labels that the scorer is fitted to, and the network that is fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.train.labels import common, in_gold
from cleaner import features, scorer
from cleaner.readers.html import read


def test_the_longest_common_subsequence() -> None:
    assert common(list("xaxbxc"), list("abc")) == [1, 3, 5]
    assert common(list("abc"), list("xyz")) == []
    assert common([], list("abc")) == []
    assert len(common(list("abcbdab"), list("bdcaba"))) == 4


def test_words_of_blocks_in_the_gold_text() -> None:
    texts = ["Home", "The mayor resigned.", "Share the mayor", "She left on Monday"]
    assert in_gold(texts, "The mayor resigned. She left on Monday") == ([1, 3, 3, 4], [0, 3, 0, 4])


PAGE = """<title>Harbour</title><nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav><main><h1>Harbour</h1>
<div class=post><p>The harbour was closed for a day after two ferries had met in the fog.</p><p>Nobody was hurt.</p></div>
<div class=post><p>It opened again on Tuesday, and the ferries have run on time since then.</p></div></main><p>Imprint</p>"""


def test_what_was_fitted_gives_the_same_scores_when_it_is_served(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from benchmarks.train.__main__ import write
    from benchmarks.train.network import Network, Plan, Scale, predict
    from benchmarks.train.pages import KINDS, sample

    row = {"id": "1", "url": "", "site": "", "page_type": "forum", "main_content": "Nobody was hurt."}
    one, plan = sample(row, PAGE.encode()), Plan()
    torch.manual_seed(1)
    network, scale = Network(len(features.page_names()), plan).eval(), Scale([one])
    about = {"kinds": KINDS, "floors": {}, "ceilings": {}, "before": plan.before, "after": plan.after, "columns": []}
    write(tmp_path / "weights.npz", network, scale, about)
    page = read(PAGE)
    verdict = scorer.load(tmp_path / "weights.npz").judge(page)
    scores, odds = predict(network, scale, one)
    assert verdict.kind == KINDS[odds.argmax()]
    np.testing.assert_allclose(verdict.scores, scorer.levelled(page, scores, verdict.kind), atol=0.01)
