"""One huge file: CPU time and memory of the command on 25, 50 and 100 MB of many lines, and on one line of 50 MB.

    python -m benchmarks.large [--megabytes 100]

The texts are invented paragraphs, no two alike, with boilerplate between them. The command runs in a child process, whose
time and peak of memory the system tells; this process stays small, because a child begins with its parent's peak.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.words import PLAIN

NOISE = (
    "Skip to main content", "Advertisement", "Share this article", "Read more", "Subscribe to our newsletter", "Back to top",
    "Sign up for our newsletter and never miss a story.", "Follow us on Facebook", "© 2024 Harbour Media. All rights reserved.",
)  # fmt: skip


class Cost(NamedTuple):
    """What a child process took."""

    seconds: float
    megabytes: float
    """Resident memory at its peak."""
    code: int


def paragraphs(seed: int) -> Iterator[str]:
    """Invented text without end; one block in eight is boilerplate."""
    chance = random.Random(seed)
    while True:
        if chance.random() < 1 / 8:
            yield chance.choice(NOISE)
        else:
            yield " ".join(
                " ".join(chance.choices(PLAIN, k=chance.randint(6, 24))).capitalize() + "." for _ in range(chance.randint(1, 6))
            )


def write(path: Path, megabytes: float, *, lines: bool) -> None:
    """A file of that size."""
    left = int(megabytes * 1e6)
    with path.open("w", encoding="utf-8", newline="") as file:
        for paragraph in paragraphs(7):
            text = paragraph + ("\n\n" if lines else " ")
            file.write(text)
            left -= len(text.encode())
            if left <= 0:
                return


def cost(argv: list[str], folder: Path) -> Cost:
    """What a command takes."""
    with (folder / "out").open("wb") as out:
        child = subprocess.Popen(argv, stdout=out, env=os.environ | {"CLEANER_CACHE": str(folder / "cache")})
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, child.returncode)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--megabytes", type=float, default=100.0, help="the largest file")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each, of which the least counts")
    options = parser.parse_args()
    most = options.megabytes
    clean = str(Path(sys.executable).with_name("clean"))
    shapes = [
        ("lines", most / 4, True),
        ("lines", most / 2, True),
        ("lines", most, True),
        ("one line", most / 2, False),
    ]
    print(f"{'':<26}{'MB':>6}{'CPU s':>8}{'MB/s':>7}{'peak MB':>9}{'exit':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for shape, megabytes, lines in shapes:
            file = folder / "huge.txt"
            write(file, megabytes, lines=lines)
            for words in (["-o", str(folder / "article.json")], ["check"]):
                argv = [clean, *words, str(file)] if words == ["check"] else [clean, str(file), *words]
                took = min(cost(argv, folder) for _ in range(options.rounds))
                label = f"clean {'check ' if words == ['check'] else ''}{shape}"
                speed = megabytes / took.seconds
                print(
                    f"{label:<26}{megabytes:6.0f}{took.seconds:8.1f}{speed:7.1f}{took.megabytes:9.0f}{took.code:6}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
