"""How soon a run is through with a bomb, and how soon it ends when it is asked to.

    python -m benchmarks.stops [--signals 20] [--seed 1]

Bombs are 4 GB of blanks, or a record that claims 2**40 bytes; the time of each is that of the whole command, less that of a run
over one short text. Signals come at random moments of a run over 4,000 texts, with two workers; the time is that from the
signal to the end of the command. Times are those of the clock.
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.corpus import _COMMAND, corpus, text
from cleaner.corpus.compression import compress

_MEGABYTE = 1_000_000
_CLAIM = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"


def bombs() -> Iterator[tuple[str, bytes]]:
    """Files by their names."""

    def zst(data: bytes) -> bytes:
        return compress(data, ".zst")

    packs: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zst}
    for ending, pack in packs.items():
        blanks = pack(b" " * 16 * _MEGABYTE) * 256
        yield f"text.txt.{ending}", blanks
        yield f"lines.jsonl.{ending}", blanks
        yield f"archive.warc.{ending}", pack(_CLAIM % (4096 * _MEGABYTE)) + blanks
    yield "nested.txt.gz", gzip.compress(gzip.compress(b" " * 16 * _MEGABYTE) * 256)
    http = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b" " * 16 * _MEGABYTE) * 256
    yield "response.warc", _CLAIM % len(http) + http + b"\r\n\r\n"
    yield "claim.warc", _CLAIM % 2**40 + b"HTTP/1.1 200 OK\r\n\r\nshort"


def start(source: Path, output: Path) -> subprocess.Popen[bytes]:
    """Start a run."""
    command = [sys.executable, "-c", _COMMAND, "run", str(source), "-o", str(output), "-j", "2"]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def timed(source: Path, output: Path) -> float:
    """Seconds that a run takes, the least of three."""
    found = []
    for _ in range(3):
        shutil.rmtree(output, ignore_errors=True)
        began = time.monotonic()
        start(source, output).communicate()
        found.append(time.monotonic() - began)
    return min(found)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--signals", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder, output = Path(name), Path(name) / "out"
        (folder / "short.txt").write_text(text(1, 200), "utf-8")
        least = timed(folder / "short.txt", output)
        print(f"a short text {least:.2f} s")
        for title, data in bombs():
            path = folder / title
            path.write_bytes(data)
            print(f"{title:16} {timed(path, output) - least:.2f} s more")
            path.unlink()
        source = folder / "in.jsonl.zst"
        ends: list[float] = []
        corpus(source, 4000, 200)
        whole = timed(source, output)
        while len(ends) < options.signals:
            shutil.rmtree(output, ignore_errors=True)
            process = start(source, output)
            time.sleep(chance.uniform(0.3, whole))
            began = time.monotonic()
            process.send_signal(chance.choice([signal.SIGINT, signal.SIGTERM]))
            _, told = process.communicate()
            if process.returncode >= 128:
                assert b"Traceback" not in told, told
                ends.append(time.monotonic() - began)
        print(f"{len(ends)} signals: median {statistics.median(ends):.2f} s, most {max(ends):.2f} s")


if __name__ == "__main__":
    main()
