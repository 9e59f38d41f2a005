"""`clean check` of a thousand files of 10 kB, as a hook meets them: seconds, and the same by one process.

    python -m benchmarks.many TEXTS.jsonl.gz [--files 1000]

TEXTS holds an object a line with the field `text`; those of 7,000 to 13,000 code points are taken. In an environment with an
installed wheel patterns come compiled; in a checkout each process compiles them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLEAN = str(Path(sys.executable).with_name("clean"))


def seconds(folder: Path, *words: str) -> float:
    """Wall seconds of `clean check` on a folder."""
    start = time.perf_counter()
    subprocess.run([CLEAN, "check", str(folder), *words], stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    options = parser.parse_args()
    with gzip.open(options.texts, "rt", encoding="utf-8") as lines, tempfile.TemporaryDirectory() as name:
        texts = (json.loads(line)["text"] for line in lines)
        chosen = [text for text in texts if 7_000 < len(text) < 13_000][: options.files]
        for number, text in enumerate(chosen):
            Path(name, f"{number}.txt").write_text(text, "utf-8")
        seconds(Path(name))  # the rules are in the cache from now on
        together, alone = seconds(Path(name)), seconds(Path(name), "--stale")
    size = sum(len(text.encode()) for text in chosen) / len(chosen)
    print(f"{len(chosen)} files of {size / 1000:.1f} kB: {together:.1f} s; by one process {alone:.1f} s")


if __name__ == "__main__":
    main()
