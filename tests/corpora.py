"""Corpora that tests make, and runs over them."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from command import SCRAPED

WORDS = (
    "the", "harbour", "council", "voted", "ferry", "winter", "bridge", "road", "mayor", "island", "school", "boat", "letter",
    "price", "market", "water", "light",
)  # fmt: skip
BOOKKEEPING = (".journal.sqlite", "run.json")


def text(number: int, sentences: int = 1) -> str:
    """A scraped article, another one for each number."""
    chance = random.Random(number)
    prose = "\n\n".join(" ".join(chance.choices(WORDS, k=20)).capitalize() + "." for _ in range(sentences))
    return f"Skip to main content\n\nThe story of number {number}\n\n{prose}\n\nShare this article\n"


def lines(numbers: Iterable[int]) -> bytes:
    """JSONL of such articles."""
    rows = ({"id": f"d{n}", "url": f"https://{n % 3}.example/{n}", "text": text(n), "shelf": n} for n in numbers)
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def folder(top: Path, numbers: Iterable[int]) -> Path:
    """A folder of such articles, in folders."""
    for number in numbers:
        path = top / str(number % 7) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(number), "utf-8")
    return top


def files(top: Path) -> dict[str, bytes]:
    """All files below a folder that a run has written, without its own bookkeeping."""
    found = {str(path.relative_to(top)): path for path in top.rglob("*") if not path.is_dir()}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if name not in BOOKKEEPING}


def summary(top: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((top / "run.json").read_bytes())
    return told


def account(top: Path) -> tuple[int, int, int, int]:
    """What was read, written, quarantined and skipped."""
    told = summary(top)
    return told["read"], told["written"], told["quarantined"], told["skipped"]


def quarantined(top: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (top / "quarantine.jsonl").read_bytes().splitlines()]


def start(*argv: object, command: str = "run", **options: Any) -> subprocess.Popen[bytes]:
    """Start a run, or another command, in a process of its own, and in a group of its own."""
    code = "import sys; from cleaner.commands.cli import main; sys.exit(main())"
    words = [sys.executable, "-c", code, command, *map(str, argv)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, **options)


def stubborn(tmp_path: Path, does: str, *options: str, command: str = "run") -> subprocess.CompletedProcess[bytes]:
    """A run over sixty documents of a site, or another command; at the thirty-first a worker does something."""
    hangs = "hangs in this test"
    texts = (text(n) if n != 31 else f"{hangs}\n\n{text(n)}" for n in range(1, 61))
    rows = [{"url": f"https://a.example/{number}", "text": told} for number, told in enumerate(texts)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "sitecustomize.py").write_text(f"""
import os, signal, sys, time

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "cleaner.corpus.worker":
            sys.meta_path.remove(self)
            from cleaner import pipeline, readers
            def spoilt(honest):
                def spoiling(source, *words, **settings):
                    if isinstance(source, str) and source.startswith({hangs!r}):
                        with open({str(tmp_path / "tries")!r}, "a") as file:
                            file.write("x")
                        {does}
                    return honest(source, *words, **settings)
                return spoiling
            pipeline.clean, readers.read = spoilt(pipeline.clean), spoilt(readers.read)

sys.meta_path.insert(0, Finder())
""")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "code")}
    process = start(tmp_path / "in.jsonl", "-o", tmp_path / "out", "-j", "2", *options, command=command, env=environment)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess([], process.returncode, out, err)


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that clean for a run: all below it that wait to be killed first."""
    return [pid for pid in below(process.pid) if _is_worker(pid)]


def _is_worker(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/oom_score_adj").read_text("ascii").strip() == "1000"
    except OSError:
        return False


def below(pid: int) -> list[int]:
    """All processes that a process has started, and those that they have."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text("utf-8", "replace")
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
    found, look = [], [pid]
    while look:
        children = parents.get(look.pop(), [])
        found += children
        look += children
    return found


def wait_for(condition: Any, seconds: float = 60) -> Any:
    """What a condition gives as soon as it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """End a run and all that it started, at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


__all__ = [
    "SCRAPED", "account", "below", "files", "folder", "kill_all", "lines", "quarantined", "start", "stubborn", "summary",
    "text", "wait_for", "workers",
]  # fmt: skip
