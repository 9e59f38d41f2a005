"""What a corpus may hold that is broken or hostile: it is accounted for, and costs nothing else."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import run
from corpora import account, files, folder, lines, quarantined, summary, text

from cleaner.corpus import compression
from cleaner.corpus.plan import Names

MEGABYTE = 1_000_000


def written(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "articles.jsonl").read_bytes().splitlines()]


class TestJsonl:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (b'{"text": "cut', "is no JSON"),
            (b"[1, 2]", "is JSON, but no object"),
            (b'{"body": "x"}', "has no field text or html"),
            (b'{"text": 7}', "its field text is no text, but 7"),
            (b'{"text": null}', "its field text is no text, but null"),
            (b'{"text": "\xff\xfe"}', "is no JSON"),
            (b"[" * 100_000, "is no JSON"),
            (b'{"text": "a\\u0000\\u0001b' + b"\\u0000" * 400 + b'"}', ""),
        ],
        ids=["cut", "list", "no field", "number", "null", "not utf-8", "deep", "nul"],
    )
    def test_a_poisoned_line_costs_only_itself(self, tmp_path: Path, line: bytes, reason: str) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines([1]) + line + b"\n" + lines([2]))
        done = run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out")
        ids = [row["id"] for row in written(tmp_path / "out")]
        if reason:
            (failed,) = quarantined(tmp_path / "out")
            assert done.code == 1
            assert ids == ["d1", "d2"]
            assert (failed["place"], failed["cause"]) == (2, "broken")
            assert reason in failed["reason"]
            assert len(failed["sha256"]) == 64
        else:
            assert done.code == 0
            assert len(ids) == 3

    def test_line_ends_of_windows_blank_lines_and_a_mark_are_no_trouble(self, tmp_path: Path) -> None:
        data = b"\xef\xbb\xbf" + lines([1]).replace(b"\n", b"\r\n") + b"\r\n\n" + lines([2]).rstrip(b"\n")
        (tmp_path / "in.jsonl").write_bytes(data)
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
        assert account(tmp_path / "out") == (2, 2, 0, 0)
        assert [row["source"]["path"].rpartition(":")[2] for row in written(tmp_path / "out")] == ["1", "4"]

    def test_a_last_line_that_is_cut_off_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines([1, 2])[:-40])
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 1
        (failed,) = quarantined(tmp_path / "out")
        assert failed["place"] == 2
        assert "the last line, without an end" in failed["reason"]

    def test_a_line_that_is_too_long_is_passed_over(self, tmp_path: Path) -> None:
        long = json.dumps({"text": "x" * 3 * MEGABYTE}).encode() + b"\n"
        (tmp_path / "in.jsonl").write_bytes(lines([1]) + long + lines([2]))
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--max-bytes", MEGABYTE).code == 1
        (failed,) = quarantined(tmp_path / "out")
        assert (failed["place"], failed["cause"]) == (2, "too-large")
        assert [row["id"] for row in written(tmp_path / "out")] == ["d1", "d2"]

    def test_numbers_and_halves_of_characters_come_through(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(b'{"text": "The mayor \\ud800 resigned on Monday.", "n": 1.5, "s": "\\udc00"}\n')
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
        (row,) = written(tmp_path / "out")
        assert row["metadata"] == {"n": 1.5, "s": "\udc00"}
        assert "\ud800" in row["text"]


class TestFiles:
    def test_links_that_lead_nowhere_count_as_read_and_failed(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(3))
        (source / "gone.txt").symlink_to("nowhere.txt")
        (source / "loop.txt").symlink_to("loop.txt")
        done = run("run", source, "-o", tmp_path / "out")
        assert done.code == 1
        assert account(tmp_path / "out") == (5, 3, 2, 0)
        assert "5 read, 3 written, 2 quarantined, 0 skipped" in done.err
        assert {failed["source"] for failed in quarantined(tmp_path / "out")} == {f"{source}/gone.txt", f"{source}/loop.txt"}

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_file_that_may_not_be_read_is_quarantined(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(2))
        (source / "0" / "0.txt").chmod(0)
        assert run("run", source, "-o", tmp_path / "out").code == 1
        assert account(tmp_path / "out") == (2, 1, 1, 0)

    def test_bytes_that_are_no_text_are_quarantined_with_their_hash(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", [1])
        (source / "odd.txt").write_bytes(bytes(range(256)) * 20)
        assert run("run", source, "-o", tmp_path / "out").code == 1
        (failed,) = quarantined(tmp_path / "out")
        assert failed["cause"] == "not-text"
        assert len(failed["sha256"]) == 64

    @pytest.mark.parametrize("data", [b"no gzip", gzip.compress(text(1).encode())[:-9]], ids=["other", "cut"])
    def test_a_broken_compressed_file_is_quarantined(self, tmp_path: Path, data: bytes) -> None:
        source = folder(tmp_path / "in", [1])
        (source / "a.txt.gz").write_bytes(data)
        (source / "b.jsonl.gz").write_bytes(data)
        assert run("run", source, "-o", tmp_path / "out").code == 1
        assert {failed["cause"] for failed in quarantined(tmp_path / "out")} == {"broken"}
        assert account(tmp_path / "out")[2] in (2, 3)  # of the cut one, a line that is no JSON as well

    def test_a_source_that_does_not_exist_is_refused(self, tmp_path: Path) -> None:
        done = run("run", tmp_path / "nowhere", "-o", tmp_path / "out")
        assert done.code == 2
        assert done.err == f"clean: {tmp_path}/nowhere does not exist\n"


class TestBombs:
    """Compression that makes very much of very little is stopped where the limit is."""

    def bomb(self, pack: Callable[[bytes], bytes], name: str) -> bytes:
        """4 GB of blanks, in pieces that follow each other; in a record, if it is to be an archive."""
        head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % (60 * MEGABYTE)
        return pack(head if name == "a.warc" else b" ") + pack(b" " * 16 * MEGABYTE) * 256

    @pytest.mark.parametrize("ending", [".gz", ".zst"])
    @pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.warc"])
    def test_a_bomb_is_quarantined(self, tmp_path: Path, name: str, ending: str) -> None:
        source = folder(tmp_path / "in", [1])
        pack = gzip.compress if ending == ".gz" else lambda data: compression.compress(data, ".zst")
        (source / f"{name}{ending}").write_bytes(self.bomb(pack, name))
        assert run("run", source, "-o", tmp_path / "out").code == 1
        (failed,) = quarantined(tmp_path / "out")
        assert failed["cause"] == "too-large"
        assert "more than 200 bytes come out of each of its bytes" in failed["reason"]
        assert account(tmp_path / "out") == (2, 1, 1, 0)

    def test_gzip_in_gzip_is_opened_once(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", [1])
        (source / "a.txt.gz").write_bytes(gzip.compress(gzip.compress(b" " * 100 * MEGABYTE)))
        assert run("run", source, "-o", tmp_path / "out").code == 1
        assert quarantined(tmp_path / "out")[0]["cause"] == "not-text"

    def test_a_response_that_is_a_bomb_is_quarantined(self, tmp_path: Path) -> None:
        body = gzip.compress(b" " * 200 * MEGABYTE)
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
        (tmp_path / "a.warc").write_bytes(head.encode() + http + b"\r\n\r\n")
        assert run("run", tmp_path / "a.warc", "-o", tmp_path / "out").code == 1
        assert quarantined(tmp_path / "out")[0]["cause"] == "too-large"


class TestNames:
    def outside(self, tmp_path: Path) -> set[str]:
        """Everything that is not in the input or the output."""
        return {path.name for path in tmp_path.iterdir()} - {"in", "out"}

    def test_nothing_is_written_outside_and_no_link_leads_out(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", [1])
        (tmp_path / "secret.txt").write_text("The secret of the harbour is kept by the mayor of the town.")
        (source / "out.txt").symlink_to(tmp_path / "secret.txt")
        (source / "up").symlink_to(tmp_path)
        assert run("run", f"{source}/../in", "-o", tmp_path / "out").code == 0
        assert list(files(tmp_path / "out")) == ["1/1.txt.json", "quarantine.jsonl"]
        assert self.outside(tmp_path) == {"secret.txt"}

    def test_ids_that_look_like_paths_make_no_files(self, tmp_path: Path) -> None:
        rows = [{"id": name, "text": text(1)} for name in ("../up", "/absolute", "a/../../b", "con\0")]
        (tmp_path / "in").write_text("".join(json.dumps(row) + "\n" for row in rows))
        assert run("run", tmp_path / "in", "-o", tmp_path / "out", "--format", "jsonl", "--to", "tree").code == 0
        assert [name for name in files(tmp_path / "out") if name.endswith(".json")] == [
            f"in/{number:09}.json" for number in range(1, 5)
        ]
        assert self.outside(tmp_path) == set()

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
    def test_every_document_has_a_name_of_its_own(self, tmp_path: Path) -> None:
        top = os.fsencode(tmp_path / "in")
        os.mkdir(top)
        names = [
            b"a.txt", b"A.txt", b"a.TXT", b"caf\xe9.txt", "café.txt".encode(), "cafe\u0301.txt".encode(), b"x" * 251 + b".txt",
            b"x" * 250 + b"y.txt", b"run", b"quarantine.jsonl.txt", b"new\nline.txt", b"-o.txt", b"..txt",
        ]  # fmt: skip
        for number, name in enumerate(names):
            (Path(os.fsdecode(top)) / os.fsdecode(name)).write_text(text(number))
        (tmp_path / "in" / "a.txt.json").mkdir()
        (tmp_path / "in" / "a.txt.json" / "b.txt").write_text(text(99))
        done = run("run", tmp_path / "in", "-o", tmp_path / "out", "--glob", "*")
        assert done.code == 0, done.err
        written = [path for path in (tmp_path / "out").rglob("*.json") if path.is_file() and path.name != "run.json"]
        assert len(written) == len(names) + 1
        sources = {json.loads(path.read_bytes())["source"]["sha256"] for path in written}
        assert len(sources) == len(names) + 1
        assert len({str(path).casefold() for path in written}) == len(written)
        assert summary(tmp_path / "out")["written"] == len(names) + 1

    def test_two_sources_of_one_name_go_to_different_places(self, tmp_path: Path) -> None:
        folder(tmp_path / "x" / "news", [1])
        folder(tmp_path / "y" / "news", [1])
        assert run("run", tmp_path / "x" / "news", tmp_path / "y" / "news", "-o", tmp_path / "out").code == 0
        assert list(files(tmp_path / "out")) == ["news/1/1.txt.json", "news~2/1/1.txt.json", "quarantine.jsonl"]

    def test_a_source_named_twice_is_read_once(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(3))
        assert run("run", source, source, "-o", tmp_path / "out").code == 0
        assert account(tmp_path / "out") == (3, 3, 0, 0)

    def test_a_name_that_is_made_is_taken_from_then_on(self) -> None:
        names = Names()
        assert [names.unique(name) for name in ("a", "A", "a~2", "a")] == ["a", "A~2", "a~2~2", "a~3"]
