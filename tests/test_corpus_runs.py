"""A corpus run: what it reads, what it writes, and that nothing is missing."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command import run
from corpora import account, files, folder, lines, quarantined, summary, text

import cleaner
from cleaner import configuration
from cleaner.corpus import compression, output
from cleaner.corpus.documents import documents
from cleaner.corpus.entries import Entry

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress,
    ".zst": lambda data: compression.compress(data, ".zst"),
}  # fmt: skip


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSONL file, however it is compressed."""
    with compression.open_stream(str(path), float("inf")) as stream:
        return [json.loads(line) for line in io.BufferedReader(stream)]


class TestSources:
    def test_a_folder_becomes_a_tree_of_the_articles_that_clean_gives(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(9))
        assert run("run", source, "-o", tmp_path / "out").code == 0
        assert account(tmp_path / "out") == (9, 9, 0, 0)
        for path in source.rglob("*.txt"):
            written = (tmp_path / "out" / f"{path.relative_to(source)}.json").read_bytes()
            assert written == cleaner.clean(path.read_bytes(), path=str(path)).to_json_bytes() + b"\n"

    @pytest.mark.parametrize("ending", PACKERS)
    def test_jsonl_is_read_however_it_is_compressed(self, tmp_path: Path, ending: str) -> None:
        source = tmp_path / f"in.jsonl{ending}"
        source.write_bytes(PACKERS[ending](lines(range(7))))
        assert run("run", source, "-o", tmp_path / "out").code == 0
        written = rows(tmp_path / "out" / "articles.jsonl")
        assert [row["id"] for row in written] == [f"d{number}" for number in range(7)]
        assert [row["metadata"] for row in written] == [{"shelf": number} for number in range(7)]
        assert written[5]["url"] == "https://2.example/5"
        assert written[5]["text"] == cleaner.clean(text(5)).text

    @pytest.mark.parametrize("ending", PACKERS)
    def test_a_text_is_read_however_it_is_compressed(self, tmp_path: Path, ending: str) -> None:
        source = tmp_path / f"a.txt{ending}"
        source.write_bytes(PACKERS[ending](text(1).encode()))
        assert run("run", source, "-o", tmp_path / "out").code == 0
        written = json.loads((tmp_path / "out" / f"a.txt{ending}.json").read_bytes())
        assert written["text"] == cleaner.clean(text(1)).text

    @pytest.mark.parametrize("ending", PACKERS)
    def test_standard_input_is_jsonl_however_it_is_compressed(self, tmp_path: Path, ending: str) -> None:
        assert run("run", "-", "-o", tmp_path / "out", stdin=PACKERS[ending](lines(range(3)))).code == 0
        assert [row["id"] for row in rows(tmp_path / "out" / "articles.jsonl")] == ["d0", "d1", "d2"]

    def test_fields_have_the_names_that_are_given(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        source.write_text(json.dumps({"key": 7, "body": text(1), "link": "https://a.example/", "text": "no"}) + "\n")
        options = ("--field", "body", "--id-field", "key", "--url-field", "link")
        assert run("run", source, "-o", tmp_path / "out", *options).code == 0
        (row,) = rows(tmp_path / "out" / "articles.jsonl")
        assert (row["id"], row["url"], row["metadata"]) == ("7", "https://a.example/", {"text": "no"})
        assert row["text"] == cleaner.clean(text(1)).text

    def test_a_page_in_a_field_is_cleaned_as_a_page(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        source.write_text(json.dumps({"html": "<p>The ferry <b>sails</b> again from the harbour on Monday.</p>"}) + "\n")
        assert run("run", source, "-o", tmp_path / "out").code == 0
        (row,) = rows(tmp_path / "out" / "articles.jsonl")
        assert row["source"]["media_type"] == "text/html"
        assert row["text"].strip() == "The ferry sails again from the harbour on Monday."

    def test_articles_of_this_program_are_cleaned_from_their_sources(self, tmp_path: Path) -> None:
        source = tmp_path / "in"
        source.mkdir()
        (source / "a.json").write_text(cleaner.clean(text(1), without=["share"]).to_json())
        assert run("run", source, "-o", tmp_path / "out").code == 0
        assert json.loads((tmp_path / "out" / "a.json.json").read_bytes())["text"] == cleaner.clean(text(1)).text

    def test_a_glob_finds_only_files_like_it(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(3))
        (source / "notes.md").write_text(text(9))
        assert run("run", source, "-o", tmp_path / "out", "--glob", "*.md").code == 0
        assert list(files(tmp_path / "out")) == ["notes.md.json", "quarantine.jsonl"]

    def test_what_is_no_document_is_counted_as_skipped(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(2))
        (source / "photo.png").write_bytes(b"\x89PNG")
        (source / ".hidden").mkdir()
        (source / "link.txt").symlink_to(source / "0" / "0.txt")
        assert run("run", source, "-o", tmp_path / "out").code == 0
        assert account(tmp_path / "out") == (5, 2, 0, 3)
        assert summary(tmp_path / "out")["left_out"] == {"hidden": 1, "link": 1, "no text by its name": 1}

    def test_documents_can_be_looked_at_without_a_run(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(2)) + b"{broken\n")
        found = list(documents([str(tmp_path / "in.jsonl")]))
        assert [(one.id, one.place, one.url) for one in found if isinstance(one, Entry)] == [
            ("d0", 1, "https://0.example/0"), ("d1", 2, "https://1.example/1"),
        ]  # fmt: skip
        assert len(found) == 3


class TestWarc:
    PAGE = "<html><body><p>The ferry sails again from the harbour on Monday, said the council.</p></body></html>"

    def record(self, kind: str, content: bytes, said: str, length: int | None = None) -> bytes:
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:7>\r\nWARC-Target-URI: https://a.example/{kind}\r\n"
            f"WARC-Date: 2025-01-01T00:00:00Z\r\nContent-Type: {said}\r\nContent-Length: {length or len(content)}\r\n\r\n"
        )
        return head.encode() + content + b"\r\n\r\n"

    def response(self, body: bytes, *headers: str, status: str = "200 OK") -> bytes:
        head = "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers])
        return self.record("response", head.encode() + b"\r\n\r\n" + body, "application/http; msgtype=response")

    @pytest.mark.parametrize("ending", ["", ".gz"])
    def test_responses_are_cleaned_and_other_records_are_skipped(self, tmp_path: Path, ending: str) -> None:
        page = self.PAGE.encode()
        records = [
            self.record("warcinfo", b"software: x\r\n", "application/warc-fields"),
            self.response(page),
            self.response(gzip.compress(page), "Content-Encoding: gzip"),
            self.response(b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page), "Transfer-Encoding: chunked"),
            self.response(page, status="404 Not Found"),
        ]
        packed = b"".join(map(PACKERS[ending], records))
        (tmp_path / f"a.warc{ending}").write_bytes(packed)
        assert run("run", tmp_path / f"a.warc{ending}", "-o", tmp_path / "out").code == 0
        written = rows(tmp_path / "out" / "articles.jsonl")
        assert {row["text"].strip() for row in written} == {
            "The ferry sails again from the harbour on Monday, said the council."
        }
        assert [row["source"]["path"][-1] for row in written] == ["2", "3", "4"]
        assert written[0]["url"] == "https://a.example/response"
        assert account(tmp_path / "out") == (5, 3, 0, 2)

    def test_a_conversion_is_cleaned_as_the_text_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "a.warc.wet").write_bytes(self.record("conversion", text(1).encode(), "text/plain"))
        assert run("run", tmp_path / "a.warc.wet", "-o", tmp_path / "out").code == 0
        (row,) = rows(tmp_path / "out" / "articles.jsonl")
        assert row["text"] == cleaner.clean(text(1)).text

    def test_a_record_that_claims_more_than_may_be_is_not_read(self, tmp_path: Path) -> None:
        good, page = self.response(self.PAGE.encode()), self.PAGE.encode()
        (tmp_path / "a.warc").write_bytes(good + self.record("response", page, "application/http", length=2**40) + good)
        assert run("run", tmp_path / "a.warc", "-o", tmp_path / "out").code == 1
        (failed,) = quarantined(tmp_path / "out")
        assert (failed["place"], failed["cause"]) == (2, "too-large")
        assert account(tmp_path / "out") == (2, 1, 1, 0)

    @pytest.mark.parametrize("damage", ["cut", "no archive"])
    def test_an_archive_that_is_damaged_is_read_as_far_as_it_can_be(self, tmp_path: Path, damage: str) -> None:
        good = self.response(self.PAGE.encode())
        (tmp_path / "a.warc").write_bytes(good + (good[:-30] if damage == "cut" else b"no archive\r\n" * 50))
        assert run("run", tmp_path / "a.warc", "-o", tmp_path / "out").code == 1
        assert account(tmp_path / "out") == (2, 1, 1, 0)
        assert quarantined(tmp_path / "out")[0]["cause"] == "broken"


class TestParquet:
    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        import pyarrow as pa
        from pyarrow import parquet

        table = pa.table({
            "shelf": pa.array(range(300), pa.int16()), "text": pa.array([text(n, 1) for n in range(300)], pa.large_string()),
            "title": [f"mine {n}" for n in range(300)], "blob": [bytes([n % 256]) for n in range(300)],
        })  # fmt: skip
        parquet.write_table(table, tmp_path / "in.parquet", row_group_size=130)
        return tmp_path / "in.parquet"

    def test_one_column_is_cleaned_and_all_others_stay_in_order(self, tmp_path: Path, source: Path) -> None:
        from pyarrow import parquet

        assert run("run", source, "-o", tmp_path / "out").code == 0
        before, after = parquet.read_table(source), parquet.read_table(tmp_path / "out" / "articles-00000.parquet")
        assert after.column_names[:4] == before.column_names
        for name in ("shelf", "title", "blob"):
            assert after.column(name).equals(before.column(name))
        assert after.schema.field("text").type == before.schema.field("text").type
        assert after.column("text").to_pylist() == [cleaner.clean(text(n, 1)).text for n in range(300)]
        assert {len(removed) for removed in after.column("removed").to_pylist()} == {2}
        assert "clean_title" in after.column_names

    def test_a_row_without_a_text_is_quarantined_by_its_number(self, tmp_path: Path) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.table({"text": [text(1), None, text(2)]}), tmp_path / "in.parquet")
        assert run("run", tmp_path / "in.parquet", "-o", tmp_path / "out").code == 1
        assert account(tmp_path / "out") == (3, 2, 1, 0)
        assert quarantined(tmp_path / "out")[0]["place"] == 2

    def test_files_of_other_columns_each_keep_their_own(self, tmp_path: Path) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        (tmp_path / "in").mkdir()
        parquet.write_table(pa.table({"text": [text(1)], "a": [1]}), tmp_path / "in" / "1.parquet")
        parquet.write_table(pa.table({"text": [text(2)], "b": ["x"]}), tmp_path / "in" / "2.parquet")
        assert run("run", tmp_path / "in", "-o", tmp_path / "out", "--to", "parquet").code == 0
        tables = [parquet.read_table(path) for path in sorted((tmp_path / "out").glob("*.parquet"))]
        assert [table.column_names[1] for table in tables] == ["a", "b"]

    def test_a_file_that_is_none_is_quarantined(self, tmp_path: Path) -> None:
        (tmp_path / "in.parquet").write_bytes(b"no parquet at all")
        assert run("run", tmp_path / "in.parquet", "-o", tmp_path / "out").code == 1
        assert account(tmp_path / "out") == (1, 0, 1, 0)


class TestSinks:
    @pytest.mark.parametrize("to", ["tree", "text", "jsonl", "jsonl.gz", "jsonl.zst", "parquet"])
    def test_articles_are_read_back_from_every_sink(self, tmp_path: Path, to: str) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(20)))
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--to", to).code == 0
        self.check(tmp_path)

    @pytest.mark.parametrize("shape", ["flat", "datatrove", "dolma"])
    def test_articles_are_read_back_from_every_shape(self, tmp_path: Path, shape: str) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(20)))
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--shape", shape).code == 0
        self.check(tmp_path)

    def check(self, tmp_path: Path) -> None:
        found = list(output.articles(tmp_path / "out"))
        assert [article.id for article in found] == [f"d{number}" for number in range(20)]
        for number, article in enumerate(found):
            assert cleaner.restore(article) == text(number)
            assert article.text == cleaner.clean(text(number)).text

    def test_the_text_stands_beside_its_record(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", [3])
        assert run("run", source, "-o", tmp_path / "out", "--to", "text").code == 0
        assert list(files(tmp_path / "out")) == ["3/3.txt.json", "3/3.txt.txt", "quarantine.jsonl"]
        assert (tmp_path / "out" / "3" / "3.txt.txt").read_text("utf-8") == cleaner.clean(text(3)).text

    def test_an_article_from_a_corpus_fits_the_schema(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines([1]))
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
        schema = json.loads(run("schema").out)
        (row,) = rows(tmp_path / "out" / "articles.jsonl")
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(row)) == []

    def test_dolma_has_spans_of_the_text_as_it_was(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines([1]))
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--shape", "dolma").code == 0
        (document,) = rows(tmp_path / "out" / "documents" / "articles.jsonl.gz")
        (spans,) = rows(tmp_path / "out" / "attributes" / "clean" / "articles.jsonl.gz")
        assert document["text"] == text(1)
        assert spans["id"] == document["id"] == "d1"
        removed = spans["attributes"]["clean__removed"]
        kept, end = "", 0
        for first, last, score in removed:
            kept += document["text"][end:first]
            end = last
            assert 0 < score <= 1
        assert kept + document["text"][end:] == cleaner.clean(text(1)).text

    def test_datatrove_has_what_else_is_known_in_its_metadata(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines([1]))
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--shape", "datatrove").code == 0
        (row,) = rows(tmp_path / "out" / "articles.jsonl")
        assert list(row) == ["text", "id", "media", "metadata"]
        assert row["metadata"]["shelf"] == 1
        assert row["metadata"]["url"] == "https://1.example/1"

    def test_a_field_of_the_source_is_never_overwritten(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text(json.dumps({"text": text(1), "title": "mine", "removed": 3}) + "\n")
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--shape", "flat").code == 0
        (row,) = rows(tmp_path / "out" / "articles.jsonl")
        assert (row["title"], row["removed"]) == ("mine", 3)
        assert row["clean_title"] == "The story of number 1"
        assert [article.title for article in output.articles(tmp_path / "out")] == ["The story of number 1"]

    @pytest.mark.parametrize("options", [("--to", "parquet", "--shape", "dolma"), ("--to", "tree", "--shape", "dolma")])
    def test_a_shape_that_does_not_fit_a_sink_is_refused(self, tmp_path: Path, options: tuple[str, ...]) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines([1]))
        done = run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", *options)
        assert done.code == 2
        assert "--shape" in done.err
        assert not (tmp_path / "out").exists()


class TestConfiguration:
    SHARE = 'ignore = ["navigation"]\n[site."1.example"]\nignore = ["share"]\n'

    def test_each_document_is_cleaned_by_what_holds_for_its_site(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(3)))
        (tmp_path / "clean.toml").write_text(self.SHARE)
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
        gone = [
            {removal["rule"].partition(".")[0] for removal in row["removed"]} for row in rows(tmp_path / "out/articles.jsonl")
        ]
        assert ["share" in rules for rules in gone] == [True, False, True]
        assert not any("navigation" in rules for rules in gone)

    def test_its_limits_hold_unless_others_are_given(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines([1]))
        (tmp_path / "clean.toml").write_text("[limits]\nmax-bytes = 10\n")
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 1
        assert quarantined(tmp_path / "out")[0]["cause"] == "too-large"
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "other", "--max-bytes", 1000).code == 0

    def test_a_change_of_it_is_noticed(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines([1]))
        (tmp_path / "clean.toml").write_text(self.SHARE)
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
        (tmp_path / "clean.toml").write_text(self.SHARE + "# another\n")
        configuration.forget()
        done = run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out")
        assert done.code == 2
        assert done.err == f"clean: changed since the run began: {tmp_path}/clean.toml; --restart begins anew\n"

    def test_sources_with_different_ones_want_one_to_be_named(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            folder(tmp_path / name, [1])
            (tmp_path / name / "clean.toml").write_text(self.SHARE)
        done = run("run", tmp_path / "a", tmp_path / "b", "-o", tmp_path / "out")
        assert done.code == 2
        assert "both apply; name one with --config" in done.err
        assert (
            run("run", tmp_path / "a", tmp_path / "b", "-o", tmp_path / "out", "--config", tmp_path / "a/clean.toml").code == 0
        )


class TestOrder:
    @pytest.mark.parametrize("to", ["tree", "jsonl.zst", "parquet"])
    def test_output_is_the_same_for_any_number_of_workers(self, tmp_path: Path, to: str) -> None:
        source = folder(tmp_path / "in", range(20))
        (source / "more.jsonl.gz").write_bytes(gzip.compress(lines(range(280))))
        for jobs in (1, 2, 4):
            assert run("run", source, "-o", tmp_path / f"out{jobs}", "--to", to, "--jobs", jobs).code == 0
        one = files(tmp_path / "out1")
        assert one == files(tmp_path / "out2") == files(tmp_path / "out4")
        assert account(tmp_path / "out1") == (300, 300, 0, 0)
        assert summary(tmp_path / "out1") == summary(tmp_path / "out4")
