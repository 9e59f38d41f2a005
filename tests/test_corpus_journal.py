"""A run that is cut short goes on where it was, or says why it does not."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from operator import sub
from pathlib import Path

import pytest
from command import run
from corpora import account, below, files, folder, kill_all, lines, quarantined, start, stubborn, text, wait_for, workers

from cleaner.corpus import exchange

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some seconds of work: a folder with files, and with files of many documents."""
    top = folder(tmp_path_factory.mktemp("corpus") / "in", range(40))
    (top / "a.jsonl.gz").write_bytes(gzip.compress(lines(range(1000, 1400))))
    (top / "b.jsonl").write_bytes(lines(range(2000, 2150)) + b"{broken\n" + lines([2150]))
    (top / "gone.txt").symlink_to("nowhere")
    return top


def leftovers(out: Path) -> list[str]:
    """Files that only a run that is going on should have."""
    return [str(path) for path in out.rglob("*") if path.suffix in (".tmp", ".part") or path.name == ".tmp"]


class TestKills:
    @pytest.mark.parametrize("to", ["tree", "jsonl.zst", "parquet", "text"])
    def test_output_after_five_kills_is_that_of_an_undisturbed_run(self, tmp_path: Path, corpus: Path, to: str) -> None:
        began = time.monotonic()
        assert run("run", corpus, "-o", tmp_path / "calm", "--to", to, "-j", 2).code == 1
        seconds = time.monotonic() - began
        (tmp_path / "tmp").mkdir()
        elsewhere = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
        chance = random.Random(to)
        moments = sorted(chance.uniform(0, seconds) for _ in range(5))
        for number, wait in enumerate(map(sub, moments, [0, *moments])):
            process = start(corpus, "-o", tmp_path / "out", "--to", to, "-j", 2, env=elsewhere)
            if number:  # one is killed as it begins, the others at their work
                wait_for(lambda: workers(process) or process.poll() is not None)  # noqa: B023
            try:
                process.communicate(timeout=wait)
            except subprocess.TimeoutExpired:
                if chance.random() < 0.5:
                    process.kill()  # the others notice
                kill_all(process)
        last = start(corpus, "-o", tmp_path / "out", "--to", to, "-j", 2, env=elsewhere)
        last.communicate()
        assert last.returncode == 1
        assert files(tmp_path / "out") == files(tmp_path / "calm")
        assert (tmp_path / "out" / "run.json").read_bytes() == (tmp_path / "calm" / "run.json").read_bytes()
        assert leftovers(tmp_path / "out") == []
        assert list((tmp_path / "tmp").iterdir()) == []
        assert account(tmp_path / "out") == (593, 591, 2, 0)

    def test_a_killed_run_goes_on_from_inside_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(1500)))
        process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "-j", 1)
        wait_for(lambda: noted(tmp_path / "out"))
        time.sleep(0.2)  # what was noted is committed then
        kill_all(process)
        before = noted(tmp_path / "out")
        assert 0 < before < 1500
        done = run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "-j", 1)
        assert done.code == 0
        ids = [json.loads(line)["id"] for line in (tmp_path / "out" / "articles.jsonl").read_bytes().splitlines()]
        assert ids == [f"d{number}" for number in range(1500)]


def noted(out: Path) -> int:
    """Documents that the journal says are done."""
    import sqlite3

    try:
        base = sqlite3.connect(f"file:{out / '.journal.sqlite'}?mode=ro&nolock=1", uri=True)
        (row,) = base.execute("SELECT value FROM facts WHERE name = 'step'").fetchall() or [None]
        base.close()
    except sqlite3.Error:
        return 0
    return int(json.loads(row[0])["counts"].get("read", 0)) if row else 0


class TestWorkers:
    def test_a_worker_that_is_killed_costs_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(800)))
        process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "-j", 2)
        for _ in range(3):
            os.kill(wait_for(lambda: workers(process))[0], signal.SIGKILL)
            time.sleep(0.3)
        _, err = process.communicate()
        assert process.returncode == 0, err
        assert account(tmp_path / "out") == (800, 800, 0, 0)

    def test_a_document_that_kills_its_worker_is_tried_twice_and_quarantined(self, tmp_path: Path) -> None:
        done = stubborn(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
        assert done.returncode == 1, done.stderr
        (failed,) = quarantined(tmp_path / "out")
        assert (failed["place"], failed["cause"]) == (31, "died")
        assert "2 times" in failed["reason"]
        assert "SIGKILL" in failed["reason"]
        assert account(tmp_path / "out") == (60, 59, 1, 0)
        assert (tmp_path / "tries").read_text() == "xx"

    def test_a_document_that_takes_too_long_is_quarantined(self, tmp_path: Path) -> None:
        done = stubborn(tmp_path, "time.sleep(600)", "--max-seconds", "1")
        assert done.returncode == 1, done.stderr
        (failed,) = quarantined(tmp_path / "out")
        assert (failed["place"], failed["cause"]) == (31, "time")
        assert account(tmp_path / "out") == (60, 59, 1, 0)

    def test_a_document_that_takes_too_much_memory_is_quarantined(self, tmp_path: Path) -> None:
        done = stubborn(tmp_path, "bytearray(4_000_000_000)")
        assert done.returncode == 1, done.stderr
        (failed,) = quarantined(tmp_path / "out")
        assert (failed["place"], failed["cause"]) == (31, "memory")
        assert account(tmp_path / "out") == (60, 59, 1, 0)

    def test_a_document_that_shows_a_fault_of_ours_is_quarantined(self, tmp_path: Path) -> None:
        done = stubborn(tmp_path, "{}['no such key']")
        assert done.returncode == 1, done.stderr
        (failed,) = quarantined(tmp_path / "out")
        assert failed["cause"] == "fault"
        assert "KeyError" in failed["reason"]


class TestSignals:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    @pytest.mark.parametrize("group", [False, True], ids=["parent", "group"])
    def test_a_signal_ends_the_run_at_once_and_it_can_go_on(self, tmp_path: Path, number: signal.Signals, group: bool) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(1000)))
        process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "-j", 2)
        wait_for(lambda: (tmp_path / "out" / "articles.jsonl").exists() and workers(process))
        others = below(process.pid)
        (os.killpg if group else os.kill)(process.pid, number)
        _, err = process.communicate(timeout=20)
        assert process.returncode == 128 + number
        assert err.decode() == "clean: interrupted; the same command goes on from here\n"
        wait_for(lambda: not [pid for pid in others if Path(f"/proc/{pid}/cmdline").exists() and not zombie(pid)], 10)
        assert run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "-j", 2).code == 0
        assert account(tmp_path / "out") == (1000, 1000, 0, 0)


def zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


class TestTrouble:
    @pytest.mark.parametrize("to", ["jsonl", "tree", "parquet"])
    def test_a_full_disk_is_told_and_the_run_can_go_on(self, tmp_path: Path, to: str) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(200)) + json.dumps({"text": text(1, 1000)}).encode())
        command = (tmp_path / "in.jsonl", "-o", tmp_path / "out", "--to", to)
        size = 60_000  # more than the journal has, less than the large document
        process = start(*command, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2, err
        assert b"ile too large; the same command goes on from here" in err
        assert b"Traceback" not in err
        assert run("run", *command).code == 0
        assert account(tmp_path / "out") == (201, 201, 0, 0)

    def test_an_output_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("no folder")
        done = run("run", folder(tmp_path / "in", [1]), "-o", tmp_path / "file" / "out")
        assert done.code == 2
        assert done.err.startswith(f"clean: {tmp_path}/file")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_read_only_output_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir(mode=0o500)
        done = run("run", folder(tmp_path / "in", [1]), "-o", tmp_path / "out")
        assert done.code == 2
        assert str(tmp_path / "out") in done.err

    def test_a_source_that_vanishes_is_told_and_the_run_goes_on_when_it_is_back(self, tmp_path: Path, corpus: Path) -> None:
        shutil.copytree(corpus, tmp_path / "in", symlinks=True)
        process = start(tmp_path / "in", "-o", tmp_path / "out", "-j", 1)
        wait_for(lambda: list((tmp_path / "out").glob("*/*.json")))
        (tmp_path / "in").rename(tmp_path / "elsewhere")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2, err
        assert f"{tmp_path}/in is no longer there; the same command goes on" in err.decode()
        (tmp_path / "elsewhere").rename(tmp_path / "in")
        assert run("run", tmp_path / "in", "-o", tmp_path / "out").code == 1
        assert account(tmp_path / "out") == (593, 591, 2, 0)

    def test_a_file_that_changed_in_the_middle_is_refused(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        source.write_bytes(lines(range(1000)))
        process = start(source, "-o", tmp_path / "out", "-j", 1)
        wait_for(lambda: noted(tmp_path / "out"))
        time.sleep(0.2)  # what was noted is committed then
        kill_all(process)
        source.write_bytes(lines(range(1, 1000)))
        done = run("run", source, "-o", tmp_path / "out", "-j", 1)
        assert done.code == 2
        assert "has changed since a part of it was cleaned" in done.err


class TestAgain:
    def test_a_finished_run_says_so_and_does_nothing(self, tmp_path: Path) -> None:
        command = ("run", folder(tmp_path / "in", range(3)), "-o", tmp_path / "out")
        assert run(*command).code == 0
        before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.json")}
        again = run(*command)
        assert again.code == 0
        assert "is finished already" in again.err
        assert "3 read, 3 written" in again.err
        assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.json")}

    def test_a_changed_option_is_refused_by_name(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(3))
        assert run("run", source, "-o", tmp_path / "out").code == 0
        done = run("run", source, "-o", tmp_path / "out", "--level", "strict", "--without", "share")
        assert done.code == 2
        assert "level (was None, is 'strict')" in done.err
        assert "without (was [], is ['share'])" in done.err

    def test_a_changed_pack_is_refused_by_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from cleaner import packs

        source = folder(tmp_path / "in", range(3))
        assert run("run", source, "-o", tmp_path / "out").code == 0
        shutil.copytree(packs.folder(), tmp_path / "rules")
        with (tmp_path / "rules" / "de.toml").open("a") as file:
            file.write("# another\n")
        monkeypatch.setattr(packs, "folder", lambda: tmp_path / "rules")
        done = run("run", source, "-o", tmp_path / "out")
        assert done.code == 2
        assert done.err == "clean: changed since the run began: rules/de.toml; --restart begins anew\n"

    @pytest.mark.parametrize("to", ["tree", "text", "jsonl.gz", "parquet"])
    def test_restart_leaves_nothing_of_the_earlier_run_and_all_that_is_not_its_own(self, tmp_path: Path, to: str) -> None:
        source = folder(tmp_path / "in", range(5))
        (source / "more.jsonl").write_bytes(lines(range(5)))
        assert run("run", source, "-o", tmp_path / "out", "--to", to).code == 0
        (tmp_path / "out" / "mine.md").write_text("notes")
        shutil.rmtree(source / "3")
        assert run("run", source, "-o", tmp_path / "out", "--to", "text", "--restart").code == 0
        assert run("run", source, "-o", tmp_path / "calm", "--to", "text").code == 0
        assert files(tmp_path / "out") == files(tmp_path / "calm") | {"mine.md": b"notes"}

    def test_a_second_run_on_the_same_output_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(lines(range(1000)))
        process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "-j", 1)
        wait_for((tmp_path / "out" / "articles.jsonl").exists)
        done = run("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "-j", 1)
        kill_all(process)
        assert done.code == 2
        assert "another run is going on there" in done.err

    def test_a_folder_that_holds_other_things_is_refused(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(3))
        done = run("run", source, "-o", source)
        assert done.code == 2
        assert "is not empty, and what it holds is of no run" in done.err
        assert sorted(path.name for path in source.rglob("*.*")) == ["0.txt", "1.txt", "2.txt"]

    def test_an_output_inside_the_source_is_no_part_of_it(self, tmp_path: Path) -> None:
        source = folder(tmp_path / "in", range(3))
        for _ in range(2):
            assert run("run", source, "-o", source / "out", "--restart").code == 0
            assert account(source / "out") == (3, 3, 0, 0)


def test_only_the_folder_of_another_run_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a journal names as the folder of a killed run is removed where it is one, and nothing else that it may name."""
    monkeypatch.setattr(exchange, "folder", lambda: tmp_path / "clean-00000000")
    (tmp_path / "elsewhere").mkdir()
    named = [tmp_path / name for name in ("clean-00000000", "clean-11111111", "photos", "elsewhere/clean-22222222")]
    for path in named:
        path.mkdir()
        exchange.forget(str(path))
    assert [path.exists() for path in named] == [True, False, True, True]
