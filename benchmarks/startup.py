"""CPU time of short commands as a user starts them: child processes, with Python's own start beside them.

    python -m benchmarks.startup [--rounds 20]

The commands take turns, so that a machine that slows down slows all; the least of each counts, the median tells how busy
the machine was. `check, first` has an empty cache: as on the first run after an installation, if it is run in an environment
with a wheel; a checkout makes the index of its rules first.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TEXT = (
    "Skip to main content\n\nThe mayor of Lund resigned on Monday after a debate that had divided the council for most of "
    "the winter.\n\nHer deputy, a former harbour pilot, will lead the town until voters choose a successor.\n\nBack to top\n"
)


def milliseconds(argv: list[str], environment: dict[str, str]) -> float:
    """CPU time of one child, the system's share included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def measure(commands: dict[str, list[str]], rounds: int, folder: Path) -> dict[str, list[float]]:
    """The times of each command, taken in turns; one whose name ends in `first` finds its cache empty."""
    cache = folder / "cache"
    # Byte code is kept, as after an installation, whatever is set here; beside the cache, so that nothing is left behind.
    environment = os.environ | {"CLEANER_CACHE": str(cache), "PYTHONPYCACHEPREFIX": str(folder / "code")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, argv in commands.items():
            if name.endswith("first"):
                shutil.rmtree(cache, ignore_errors=True)
            took = milliseconds(argv, environment)
            if number:  # the round before the first one writes the byte code and fills the cache
                times[name].append(took)
    return times


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    clean = str(Path(sys.executable).with_name("clean"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "article.txt")
        file.write_text(TEXT, "utf-8")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "clean --help": [clean, "--help"],
            "clean check FILE, first": [clean, "check", str(file)],
            "clean check FILE": [clean, "check", str(file)],
            "clean FILE": [clean, str(file)],
        }
        times = measure(commands, options.rounds, Path(folder))
    bare = min(times["python -c pass"])
    print(f"{'CPU ms of ' + str(options.rounds) + ' runs':<26}{'min':>8}{'median':>8}{'to python':>11}")
    for name, taken in times.items():
        print(f"{name:<26}{min(taken):8.0f}{statistics.median(taken):8.0f}{min(taken) / bare:11.1f}")


if __name__ == "__main__":
    main()
