"""Speed on web pages, as ratios of CPU time to peers in the same run, and the peak of memory.

    python -m benchmarks.pages FOLDER [--limit 200] [--rounds 3]

FOLDER holds pages, `*.html` or `*.html.gz`. Each round reads every page with each system in turn, so that a machine that
slows down slows all; the best round of each counts. A peer that is not installed is left out: trafilatura comes with the
program, `pip install resiliparse` brings the other.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner import clean

System = Callable[[bytes], object]


def ours(page: bytes) -> object:
    """The article and its record, as JSON."""
    return clean(page, kind="html").to_json()


def systems() -> Iterator[tuple[str, System]]:
    """What is compared."""
    yield "clean and record", ours
    import trafilatura

    yield "trafilatura", trafilatura.extract
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    except ImportError:
        return
    yield (
        "resiliparse, main content",
        lambda page: extract_plain_text(bytes_to_str(page, detect_encoding(page) or "utf-8"), main_content=True),
    )


def pages(folder: Path, limit: int) -> Iterator[bytes]:
    """Pages from all over the folder, one after the other."""
    paths = sorted(folder.glob("*.html*"))
    step = max(1, len(paths) // limit) if limit else 1
    for path in paths[::step]:
        yield gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=200, help="pages; 0 means all")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for page in pages(options.folder, options.limit):
        ours(page)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6  # before any peer is imported
    found = list(pages(options.folder, options.limit))
    best: dict[str, float] = {}
    compared = list(systems())
    for _ in range(options.rounds):
        for name, system in compared:
            start = time.process_time()
            for page in found:
                system(page)
            best[name] = min(best.get(name, float("inf")), time.process_time() - start)
    own = best["clean and record"]
    print(f"{len(found)} pages, {sum(map(len, found)) / 1e6:.1f} MB; peak of memory {peak:.0f} MB")
    for name, seconds in best.items():
        print(f"{name:28}{len(found) / seconds:8.1f} pages/s   {seconds / own:6.2f} of our time")


if __name__ == "__main__":
    main()
