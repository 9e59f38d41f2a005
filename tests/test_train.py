"""The labels that the scorer is fitted to."""

from __future__ import annotations

from benchmarks.train.labels import common, in_gold


def test_the_longest_common_subsequence() -> None:
    assert common(list("xaxbxc"), list("abc")) == [1, 3, 5]
    assert common(list("abc"), list("xyz")) == []
    assert common([], list("abc")) == []
    assert len(common(list("abcbdab"), list("bdcaba"))) == 4


def test_words_of_blocks_in_the_gold_text() -> None:
    texts = ["Home", "The mayor resigned.", "Share the mayor", "She left on Monday"]
    assert in_gold(texts, "The mayor resigned. She left on Monday") == ([1, 3, 3, 4], [0, 3, 0, 4])
