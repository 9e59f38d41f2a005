"""The adapter to Ray Data, on a real Ray; only where that is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from corpora import text

import cleaner
from cleaner.article import Article

ray = pytest.importorskip("ray")
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    import ray.data

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().execution_options.preserve_order = True
    yield ray.data
    ray.shutdown()


def test_rows_are_cleaned_in_their_places_and_one_that_cannot_be_says_why(cluster: Any) -> None:
    from cleaner.adapters.ray import Cleaner

    rows = [{"text": text(n), "shelf": n} for n in range(40)] + [{"text": None, "shelf": 40}]
    cleaned = cluster.from_items(rows).map_batches(Cleaner, batch_format="pyarrow", batch_size=16, concurrency=1).take_all()
    assert [row["shelf"] for row in cleaned] == list(range(41))
    for row in cleaned[:40]:
        assert row["text"] == cleaner.clean(text(row["shelf"])).text
        assert cleaner.restore(Article.from_json(row["clean_record"])) == text(row["shelf"])
        assert row["clean_error"] is None
    assert cleaned[40]["text"] is None
    assert "is no text" in cleaned[40]["clean_error"]
