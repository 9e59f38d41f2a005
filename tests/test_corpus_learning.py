"""What a corpus may do to a pass that learns: it is accounted for, and costs nothing else."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from command import run
from corpora import below, folder, lines, start, stubborn, wait_for

from cleaner.corpus import parts
from cleaner.corpus.formats import Options
from cleaner.corpus.pool import Pool


def failed(store: Path) -> list[dict[str, Any]]:
    """What a pass has listed beside its store."""
    listed = store.with_name(f"{store.name}.failed")
    return [json.loads(line) for line in listed.read_bytes().splitlines()]


def documents(store: Path) -> int:
    """How many pages a store knows."""
    with closing(sqlite3.connect(store)) as base:
        (number,) = base.execute("SELECT total(documents + copies) FROM sites").fetchone()
    return int(number)


class TestNothingFound:
    """A command that finds nothing says so, and is no success."""

    @pytest.mark.parametrize("command", ["run", "learn"])
    def test_no_file_like_the_pattern(self, tmp_path: Path, command: str) -> None:
        source = folder(tmp_path / "in", range(3))
        done = run(command, source, "-o", tmp_path / "out", "--glob", "*.md", "--glob", "*.rst")
        assert (done.code, done.err) == (2, f"clean: there is no file like *.md or *.rst in {source}\n")

    @pytest.mark.parametrize("command", ["run", "learn"])
    def test_an_empty_folder(self, tmp_path: Path, command: str) -> None:
        (tmp_path / "in" / "deep" / "down").mkdir(parents=True)
        done = run(command, tmp_path / "in", "-o", tmp_path / "out")
        assert (done.code, done.err) == (2, f"clean: there is no file in {tmp_path}/in\n")

    def test_one_folder_of_several_may_be_empty(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert run("run", tmp_path / "empty", folder(tmp_path / "in", [1]), "-o", tmp_path / "out").code == 0

    def test_the_output_can_be_used_for_what_was_meant(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(3))
        assert run("run", source, "-o", tmp_path / "out", "--glob", "*.md").code == 2
        assert run("run", source, "-o", tmp_path / "out", "--glob", "*.txt").code == 0


class TestFailures:
    """What cannot be learnt from is listed with its place and the reason; all else is learnt from."""

    def test_broken_lines_and_documents_of_no_site(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(4)) + b'{broken\n{"text": "Of nowhere."}\n' + lines([6]))
        store = tmp_path / "s.sqlite"
        done = run("learn", tmp_path / "in.jsonl", "-o", store)
        assert done.code == 1
        assert f"clean: {store}: read 7 = learnt 5 + failed 2 + skipped 0\n" in done.err
        assert f"what failed, and why: {store}.failed\n" in done.err
        assert sorted((one["source"], one["place"], one["cause"]) for one in failed(store)) == [
            (str(tmp_path / "in.jsonl"), 5, "broken"), (str(tmp_path / "in.jsonl"), 6, "no-site"),
        ]  # fmt: skip
        assert all(one["reason"] for one in failed(store))
        assert documents(store) == 5

    def test_files_that_are_none_are_counted(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(3))
        (source / "photo.png").write_bytes(b"\x89PNG")
        (source / "gone.txt").symlink_to(source / "nowhere")
        done = run("learn", source, "-o", tmp_path / "s.sqlite")
        assert "read 5 = learnt 3 + failed 1 + skipped 1" in done.err
        assert [one["cause"] for one in failed(tmp_path / "s.sqlite")] == ["unreadable"]

    def test_a_list_of_an_earlier_pass_does_not_stay(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(b"{broken\n" + lines([1]))
        assert run("learn", tmp_path / "in.jsonl", "-o", tmp_path / "s.sqlite").code == 1
        (tmp_path / "in.jsonl").write_bytes(lines([1]))
        assert run("learn", tmp_path / "in.jsonl", "-o", tmp_path / "s.sqlite").code == 0
        assert not (tmp_path / "s.sqlite.failed").exists()

    @pytest.mark.parametrize(
        ("does", "options", "cause", "tries"),
        [("os.kill(os.getpid(), signal.SIGKILL)", (), "died", 2), ("time.sleep(600)", ("--max-seconds", "2"), "time", 1)],
    )
    def test_a_document_that_kills_or_hangs_costs_only_itself(
        self, tmp_path: Path, does: str, options: tuple[str, ...], cause: str, tries: int
    ) -> None:
        done = stubborn(tmp_path, does, *options, command="learn")
        assert done.returncode == 1, done.stderr
        (one,) = failed(tmp_path / "out")
        assert (one["source"], one["place"], one["cause"]) == (str(tmp_path / "in.jsonl"), 31, cause)
        assert documents(tmp_path / "out") == 59
        assert (tmp_path / "tries").read_text() == "x" * tries

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_the_pass_and_leaves_nothing(self, tmp_path: Path, number: signal.Signals) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(20_000)))
        process = start(tmp_path / "in.jsonl", "-o", tmp_path / "s.sqlite", "-j", 1, command="learn")
        wait_for(lambda: [path for path in tmp_path.glob(".clean-learn-*/*") if path.stat().st_size])
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
        assert (process.returncode, err.decode()) == (128 + number, "clean: interrupted; nothing was written\n")
        assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
        wait_for(lambda: not below(process.pid))


def test_rows_that_do_not_fit_at_once_are_sorted_and_counted_as_if_they_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    rows = [
        (f"s{chance.randrange(3)}", f"k{chance.randrange(40)}", chance.randrange(9), chance.randrange(3), f"t{number % 7}")
        for number in range(2_345)
    ] + [(f"s{number % 3}", "", number % 50, 0, f"page{number}") for number in range(90)]
    chance.shuffle(rows)
    parts.write(str(tmp_path / "rows"), rows)
    at_once = list(parts.ordered(str(tmp_path / "rows")))
    monkeypatch.setattr(parts, "RUN", 100)
    assert list(parts.ordered(str(tmp_path / "rows"))) == at_once == sorted(rows)
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]
    pages = {line: {row[2] for row in rows if row[:2] == line} for line in {row[:2] for row in rows if row[1]}}
    found = [row for table, row in parts.counted(at_once) if table == "lines"]
    assert {row[:2]: row[3] for row in found} == {line: len(bodies) for line, bodies in pages.items() if len(bodies) > 1}
    assert all(row[3] == sum(row[4:]) for row in found)


class Wait(NamedTuple):
    """A job that ends when a file is there."""

    path: str
    documents: int = 1


class Waited(NamedTuple):
    """What became of it."""

    worn: bool = False


class Waiter(NamedTuple):
    """A recipe for such jobs, and whoever does them."""

    options: Options = Options()
    config: str | None = None
    max_seconds: float = 60
    max_memory: int = 1_000_000_000

    def worker(self, folder: Path, at: Callable[[int], None]) -> Waiter:
        return self

    def work(self, job: Wait, verdicts: Mapping[int, Any]) -> Waited:
        while not Path(job.path).exists():
            time.sleep(0.01)
        return Waited()


def test_a_slow_job_holds_no_other_up_where_order_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "now").touch()
    with closing(Pool(2, Waiter(), tmp_path)) as pool:
        slow, *quick = [Wait(str(tmp_path / "later")), *[Wait(str(tmp_path / "now"))] * 40]
        done = pool.run([slow, *quick], in_order=False)
        assert [next(done).job for _ in quick] == quick
        (tmp_path / "later").touch()
        assert [one.job for one in done] == [slow]
