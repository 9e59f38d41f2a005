"""The commands that look at what a run removed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from command import BODY, SCRAPED, run

COMMAND = "from cleaner.commands.cli import main; raise SystemExit(main())"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a finished run in `out`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(SCRAPED, "utf-8")
    (tmp_path / "in" / "b.txt").write_text(f"{BODY}\nShare this article\n", "utf-8")
    assert run("run", "in", "-o", "out", "--jobs", "1", "-q").code == 0
    return tmp_path


def test_a_report_is_written(here: Path) -> None:
    done = run("report", "out", "-o", "page.html")
    assert (done.code, done.out) == (0, "")
    assert "page.html: documents 2" in done.err
    assert (here / "page.html").read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize("command", [("report",), ("review", "--no-browser"), ("stats",)])
def test_what_is_no_run_is_named_and_nothing_is_written(here: Path, command: tuple[str, ...]) -> None:
    done = run(*command, "in")
    assert (done.code, done.out) == (2, "")
    assert "in: " in done.err
    assert not (here / "report.html").exists()


def test_stats_count_by_rule(here: Path) -> None:
    lines = run("stats", "out").out.splitlines()
    assert lines[0].split() == ["rule", "documents", "removals", "characters", "share"]
    assert {line.split()[0]: line.split()[1:3] for line in lines[1:]} == {
        "navigation.skip-link.en": ["1", "1"],
        "share.invitation.en": ["1", "1"],
        "all": ["2", "2"],
    }


def test_stats_by_language_as_json(here: Path) -> None:
    [row] = [json.loads(line) for line in run("stats", "out", "--by", "language", "--json").out.splitlines()]
    assert (row["language"], row["documents"], row["removals"]) == ("en", 2, 2)


def test_a_review_answers_and_ends_with_an_interrupt(here: Path) -> None:
    words = [sys.executable, "-c", COMMAND, "review", "out", "--no-browser"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{20,}", address)
        with urlopen(address) as page:
            assert page.read(15) == b"<!doctype html>"
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "0 decisions in clean.toml" in told
    assert "Traceback" not in told
