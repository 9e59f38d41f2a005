"""The adapters to Ray Data, on a real Ray; only where that is installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run
from corpora import text
from test_templates import HEAD, TAIL, corpus

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


def test_templates_are_learnt_by_site_as_the_command_learns_them_and_taken_out(cluster: Any, tmp_path: Path) -> None:
    from cleaner.adapters.ray import Cleaner
    from cleaner.adapters.ray_templates import Lines, count, write_store

    source = corpus(tmp_path / "in.jsonl", [*range(12), 3, 5])
    rows = [json.loads(line) for line in source.read_bytes().splitlines()]
    rows += [{"id": f"m{n}", "url": f"https://moor.example/{n}", "text": text(n)} for n in range(8)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert run("learn", source, "-o", tmp_path / "here.sqlite", "-j", 1).code == 0
    spoilt = [{"id": "a", "url": None, "text": text(1)}, {"id": "b", "url": "https://moor.example/b", "text": None}]
    pages = cluster.from_items([*reversed(rows), *spoilt])
    lines = pages.map_batches(Lines, batch_format="pyarrow", batch_size=8, concurrency=1)
    counts = lines.groupby("site").map_groups(count, batch_format="pyarrow")
    failed = write_store(counts, tmp_path / "ray.sqlite")
    assert (tmp_path / "ray.sqlite").read_bytes() == (tmp_path / "here.sqlite").read_bytes()
    assert [one.partition(":")[0] for one in failed] == ["a", "b"]
    taught = {"templates": str(tmp_path / "ray.sqlite")}
    cleaned = pages.map_batches(Cleaner, fn_constructor_kwargs=taught, batch_format="pyarrow", concurrency=1)
    texts = [row["text"] for row in cleaned.take_all() if row["id"].startswith("p")]
    assert len(texts) == 14
    assert not [line for text in texts for line in (*HEAD[:4], *TAIL) if line in text]
