"""The adapters inside the real programs; each only where its program is installed. test_ray.py has Ray's."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from corpora import text

import cleaner
from cleaner import packs, plugins
from cleaner.adapters.cleaning import Cleaner, restore
from cleaner.index import Index
from cleaner.settings import Settings

pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(120)]

SOURCES = [text(number) for number in range(6)]
CLEAN = [cleaner.clean(source).text for source in SOURCES]
BINARY = b"PK\x03\x04" + bytes(range(256))
KEPT = Settings(ignore=("share",))
"""Settings beside which the levels know less."""


def rules_of(removed: list[Any]) -> set[str]:
    return {row["rule"] for row in removed}


def test_the_record_is_a_list_of_one_shape_from_which_the_source_comes_back() -> None:
    for source in [*SOURCES, "", "Nothing goes from here, where the ferry sails."]:
        cleaned = Cleaner()(source)
        assert restore(cleaned.text, cleaned.removed) == source
        assert all(tuple(row) == cleaner.Removal._fields and isinstance(row["also"], list) for row in cleaned.removed)


@pytest.mark.parametrize("source", [None, 3.5, BINARY])
def test_what_is_no_text_stays_with_an_error(source: Any) -> None:
    cleaned = Cleaner()(source)
    assert (cleaned.text, cleaned.removed) == (source, [])
    assert cleaned.error


def test_the_core_imports_no_adapter() -> None:
    program = "import sys, cleaner, cleaner.commands.cli, cleaner.corpus.run; cleaner.clean('a'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8")
    assert not [name for name in done.stdout.split() if name.startswith("cleaner.adapters")]


def test_pandas_cleans_a_column() -> None:
    pandas = pytest.importorskip("pandas")
    import_module("cleaner.adapters.pandas")
    frame = pandas.DataFrame({"text": [*SOURCES, None], "shelf": range(7)}, index=list("gfedcba"))
    cleaned = frame.text.clean(settings=KEPT)
    assert list(cleaned.index) == list("gfedcba")
    assert list(cleaned.text[:6]) == [cleaner.clean(source, settings=KEPT).text for source in SOURCES]
    assert [restore(row.text, row.removed) for row in cleaned[:6].itertuples()] == SOURCES
    assert cleaned.removed["a"] == []
    assert "not str or bytes" in cleaned.error["a"]
    assert frame.text[:0].clean().shape == (0, 3)
    assert list(frame.text[:6].clean(level="careful", without=["navigation"]).text) != CLEAN


def test_datasets_cleans_a_column_with_one_type_for_every_row(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    from cleaner.adapters import huggingface

    rows = {"text": ["Nothing goes from here.", *SOURCES, None], "shelf": list(range(8))}
    scraped = datasets.Dataset.from_dict(rows)
    clean = huggingface.Cleaner("text")
    cleaned = scraped.map(clean, batched=True, batch_size=1, features=clean.features(scraped.features))
    assert cleaned["text"][1:7] == CLEAN
    assert [restore(row["text"], row["clean_removed"]) for row in cleaned.select(range(1, 7))] == SOURCES
    assert cleaned["clean_removed"][0] == cleaned["clean_removed"][7] == []
    assert cleaned["clean_error"][7]
    assert cleaned["shelf"][:] == list(range(8))
    cleaned.to_parquet(tmp_path / "clean.parquet")


def test_the_fingerprint_for_datasets_depends_on_what_decides_and_on_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("datasets")
    from datasets.fingerprint import Hasher

    from cleaner.adapters.huggingface import Cleaner as Map

    elsewhere = """
from datasets.fingerprint import Hasher
from cleaner.adapters.huggingface import Cleaner
clean = Cleaner("text")
clean({"text": ["Skip to main content"]})
print(Hasher.hash(clean))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", elsewhere], capture_output=True, check=True, encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    same = done.stdout.strip()
    assert Hasher.hash(Map("text")) == same
    assert same not in (Hasher.hash(Map("html")), Hasher.hash(Map("text", level="careful")))
    monkeypatch.setattr(plugins, "fingerprints", lambda: {"harbour-rules: en.toml": "0"})
    assert Hasher.hash(Map("text")) != same


def test_what_cleans_for_datasets_is_the_same_in_another_process() -> None:
    datasets = pytest.importorskip("datasets")
    from cleaner.adapters.huggingface import Cleaner as Map

    [rule] = [rule for rule in packs.complete() if rule.id == "share.invitation.en"]
    own = Index([packs.changed(rule, id="ours.invitation.en")])
    clean = Map(settings=Settings(own=own, ignore=("share", "frame"), suppressed=frozenset(("b", "a"))))
    before = datasets.fingerprint.Hasher.hash(clean)
    cleaned = clean({"text": SOURCES})
    assert rules_of(cleaned["clean_removed"][0]) == {"navigation.skip-link.en", "ours.invitation.en"}
    again = pickle.loads(pickle.dumps(clean))
    assert again({"text": SOURCES}) == cleaned
    assert datasets.fingerprint.Hasher.hash(again) == datasets.fingerprint.Hasher.hash(clean) == before


def test_datatrove_cleans_documents_in_a_pipeline(tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    from datatrove.data import Document
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.adapters.datatrove import Cleaner as Step

    documents = [Document(source, str(number), metadata={"shelf": number}) for number, source in enumerate(SOURCES)]
    writer = JsonlWriter(str(tmp_path / "out"), compression=None)
    stats = LocalPipelineExecutor(
        [documents, Step(), writer], logging_dir=str(tmp_path / "logs"), skip_completed=False
    ).run()  # fmt: skip
    rows = [json.loads(line) for path in (tmp_path / "out").glob("*.jsonl") for line in path.open(encoding="utf-8")]
    assert [row["text"] for row in rows] == CLEAN
    assert [restore(row["text"], row["metadata"]["clean_removed"]) for row in rows] == SOURCES
    assert [row["metadata"]["shelf"] for row in rows] == list(range(6))
    [counted] = [step.stats for step in stats.stats if "article-cleaner" in step.name]
    assert counted["removed navigation"].total == 6


def test_spacy_marks_whole_tokens_and_keeps_the_record() -> None:
    spacy = pytest.importorskip("spacy")
    from cleaner.adapters.spacy import texts

    nlp = spacy.blank("en")
    nlp.add_pipe("boilerplate", config={"level": "standard", "without": ["share", "frame"]})
    for doc in nlp.pipe(SOURCES):
        spans = doc.spans["boilerplate"]
        assert {span.label_ for span in spans} == {"navigation.skip-link.en"}
        assert "".join(span.text for span in spans).strip() == "Skip to main content"
        assert rules_of(doc.user_data["boilerplate"]) == {"navigation.skip-link.en"}
    found = list(nlp.pipe(texts(SOURCES), as_tuples=True))
    assert [doc.text for doc, _ in found] == CLEAN
    assert [restore(doc.text, removed) for doc, removed in found] == SOURCES
    assert not any(doc.spans["boilerplate"] for doc, _ in found)
    assert spacy.blank("en").from_config(nlp.config).pipe_names == ["boilerplate"]
    with pytest.raises(cleaner.SourceError):
        list(texts([BINARY]))


def test_spacy_finds_the_component_without_an_import() -> None:
    pytest.importorskip("spacy")
    program = "import spacy; spacy.blank('en').add_pipe('boilerplate')"
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, check=True)


SPIDER = """
import scrapy
from scrapy.crawler import CrawlerProcess

class Spider(scrapy.Spider):
    name = "stories"

    async def start(self):
        for item in {items!r}:
            yield item

process = CrawlerProcess({{
    "ITEM_PIPELINES": {{"cleaner.adapters.scrapy.CleanerPipeline": 300}}, "CLEANER_WITHOUT": "share,related",
    "FEEDS": {{"items.jsonl": {{"format": "jsonlines"}}}}, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
    "STATS_DUMP": False,
}})
crawler = process.create_crawler(Spider)
process.crawl(crawler)
process.start()
print(crawler.stats.get_value("cleaner/items"), crawler.stats.get_value("cleaner/removed/navigation"))
"""


def test_scrapy_cleans_items_of_a_crawl(tmp_path: Path) -> None:
    pytest.importorskip("scrapy")
    items = [*({"text": source, "url": "https://example.org/1"} for source in SOURCES), {"title": "no text"}]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SPIDER.format(items=items)], capture_output=True, check=False, cwd=tmp_path,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "items.jsonl").open(encoding="utf-8")]
    rows.sort(key=lambda row: [*SOURCES, None].index(row.get("text") and restore(row["text"], row["clean_removed"])))
    assert [row.get("text") for row in rows[:6]] == [cleaner.clean(source, without=["share"]).text for source in SOURCES]
    assert rows[6] == {"title": "no text"}
    assert done.stdout.split() == ["6", "6"]


def test_dolma_tags_spans_that_cut_to_the_clean_text() -> None:
    pytest.importorskip("dolma.core.taggers")
    from dolma.core.data_types import InputSpec
    from dolma.core.registry import TaggerRegistry

    import cleaner.adapters.dolma as adapter

    assert TaggerRegistry.get("article_cleaner") is adapter.Cleaner
    for source, clean in zip(SOURCES, CLEAN, strict=True):
        spans = adapter.Cleaner().tag(InputSpec(id="a", text=source))
        for start, end, _ in sorted(spans["removed"], reverse=True):
            source = source[:start] + source[end:]  # noqa: PLW2901
        assert source == clean
    assert adapter.Cleaner().tag(InputSpec(id="a", text="The ferry sails.")) == {"removed": []}
