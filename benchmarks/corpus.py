"""What a corpus run costs beside the cleaning, and what it gains by a second worker.

    python -m benchmarks.corpus [--documents 1500] [--characters 14000] [--short 0]

Documents are made up. Times are those of the clock, so the machine should be quiet; each ratio is of one run. With `--short N`
a run over N documents of some 200 characters from one JSONL.zst is made instead, and the memory of the parent and of its
largest worker is told for each tenth of it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import cleaner
from cleaner.corpus.compression import compress

_WORDS: Final = [
    "harbour",
    "council",
    "voted",
    "ferry",
    "winter",
    "bridge",
    "road",
    "mayor",
    "island",
    "school",
    "boat",
    "letter",
    "price",
    "market",
    "water",
    "light",
]
_COMMAND: Final = "import sys; from cleaner.commands.cli import main; sys.exit(main())"


def text(number: int, characters: int) -> str:
    """A scraped article of about so many characters, another one for each number."""
    chance = random.Random(number)
    blocks, size = ["Skip to main content", f"The story of number {number}"], 0
    while size < characters:
        blocks.append(" ".join(chance.choices(_WORDS, k=min(60, characters // 6 + 1))).capitalize() + ".")
        size += len(blocks[-1])
    return "\n\n".join([*blocks, "Share this article"])


def corpus(path: Path, documents: int, characters: int) -> None:
    """Write a JSONL.zst."""
    with path.open("wb") as file:
        for start in range(0, documents, 1000):
            rows = ({"id": f"{n}", "text": text(n, characters)} for n in range(start, min(documents, start + 1000)))
            file.write(compress(b"".join(json.dumps(row).encode() + b"\n" for row in rows), ".zst"))


def start(source: Path, output: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start a run."""
    command = [sys.executable, "-c", _COMMAND, "run", str(source), "-o", str(output), "-j", str(jobs), "-q"]
    return subprocess.Popen(command)


def timed(source: Path, output: Path, jobs: int) -> tuple[float, float, float]:
    """Seconds of a run on the clock, CPU seconds of its parent alone, and MB of its largest worker."""
    began = time.monotonic()
    process = start(source, output, jobs)
    used = largest = 0.0
    while process.poll() is None:
        with suppress(OSError, IndexError):
            fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
            used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            largest = max(largest, max(map(resident, below(process.pid)), default=0.0))
        time.sleep(0.05)
    assert process.wait() == 0
    return time.monotonic() - began, used, largest


def resident(pid: int) -> float:
    """MB of memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def below(pid: int) -> Iterator[int]:
    """The processes that a process has started, and those that they have."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        yield int(child)
        yield from below(int(child))


def memory(source: Path, output: Path, size: int) -> None:
    """Print the greatest memory of the parent and of any worker, by tenths of a run, each as it ends."""
    process = start(source, output, 2)
    written = output / "articles.jsonl"
    now, parent, worker = 0, 0.0, 0.0

    def tell() -> None:
        print(f"tenth {now + 1:2}  parent {parent:6.1f} MB  largest worker {worker:6.1f} MB", flush=True)

    while process.poll() is None:
        try:
            held, largest = resident(process.pid), max(map(resident, below(process.pid)), default=0.0)
            tenth = min(9, written.stat().st_size * 10 // size)
        except (OSError, IndexError):
            continue
        finally:
            time.sleep(0.2)
        if tenth > now:
            tell()
            now, parent, worker = tenth, 0.0, 0.0
        parent, worker = max(parent, held), max(worker, largest)
    tell()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=int, default=1500)
    parser.add_argument("--characters", type=int, default=14_000)
    parser.add_argument("--short", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, source = Path(name), Path(name) / "in.jsonl.zst"
        if options.short:
            corpus(source, options.short, 200)
            one = len(json.dumps(json.loads(cleaner.clean(text(7, 200)).to_json()))) + 60
            memory(source, folder / "out", options.short * one)
            return
        corpus(source, options.documents, options.characters)
        texts = [text(number, options.characters) for number in range(options.documents)]
        cleaner.clean(texts[0]).to_json_bytes()
        began = time.monotonic()
        for one_text in texts:
            cleaner.clean(one_text).to_json_bytes()
        bare = time.monotonic() - began
        empty = folder / "empty.jsonl.zst"
        corpus(empty, 1, 100)
        begin, *_ = timed(empty, folder / "begin", 1)
        single, used, largest = timed(source, folder / "one", 1)
        double, *_ = timed(source, folder / "two", 2)
        print(f"{options.documents} documents of {options.characters} characters; a run of one takes {begin:.1f} s")
        print(f"library {bare:.1f} s, one worker {single:.1f} s, two workers {double:.1f} s")
        print(f"overhead {(single - begin) / bare - 1:.1%}, two workers {(single - begin) / (double - begin):.2f} times one")
        print(f"parent {used / single:.1%} of the time; largest worker {largest:.0f} MB")


if __name__ == "__main__":
    main()
