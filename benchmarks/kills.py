"""Runs killed at random moments, and taken up: what they have written is that of an undisturbed run.

python -m benchmarks.kills [--kills 200] [--to jsonl.zst] [--seed 1]
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import _COMMAND, corpus


def run(source: Path, output: Path, to: str) -> subprocess.Popen[bytes]:
    """Start a run in a group of its own, its temporary files beside the output."""
    command = [sys.executable, "-c", _COMMAND, "run", str(source), "-o", str(output), "-j", "2", "--to", to, "-q"]
    temporary = output.parent / "tmp"
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(command, start_new_session=True, env={**os.environ, "TMPDIR": str(temporary)})


def digest(output: Path) -> str:
    """The hash of all that a run has written, its journal aside."""
    whole = hashlib.sha256()
    for path in sorted(output.rglob("*")):
        if path.is_file() and path.name != ".journal.sqlite":
            whole.update(f"{path.relative_to(output)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def main() -> None:
    """Print how many runs came out the same, every twenty kills, and what they left behind."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--to", default="jsonl.zst")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        source, output = Path(name) / "in.jsonl.zst", Path(name) / "out"
        corpus(source, 600, 200)
        began = time.monotonic()
        assert run(source, Path(name) / "calm", options.to).wait() == 0
        seconds, wanted = time.monotonic() - began, digest(Path(name) / "calm")
        same = killed = 0
        while killed < options.kills:
            process = run(source, output, options.to)
            try:
                process.wait(chance.uniform(0, seconds))
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                killed += 1
                same += run(source, output, options.to).wait() == 0 and digest(output) == wanted
                if not killed % 20:
                    print(f"{same} of {killed} the same", flush=True)
            shutil.rmtree(output, ignore_errors=True)
        left = len(list((Path(name) / "tmp").iterdir()))
        print(f"{left} temporary files left")


if __name__ == "__main__":
    main()
