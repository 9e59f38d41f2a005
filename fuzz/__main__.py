"""Feed a target until an input makes it fail, or hang, or the time is up: `python -m fuzz TARGET [SECONDS] [FOLDER]`.

Such an input is written to `fuzz-TARGET-...` in the folder at hand. Mend the program, then keep the input in
`fixtures/fuzz/TARGET/`, where the tests try it for good. Wants the extra `fuzz`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cleaner", "tomllib"]):
    from fuzz.seeds import seeds
    from fuzz.targets import TARGETS

_SLOW = 20  # seconds that one input may take
_MOST = 4096  # bytes of an input


def main() -> None:
    """Run one target."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("seconds", type=int, nargs="?", default=600)
    parser.add_argument("folder", type=Path, nargs="?", help="where what widened the coverage is kept")
    told = parser.parse_args()
    name = told.target
    with tempfile.TemporaryDirectory() as scratch:
        corpus = told.folder or Path(scratch)
        corpus.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds(name)):
            (corpus / f"seed-{number}").write_bytes(seed)
        atheris.Setup(
            [
                sys.argv[0], str(corpus), f"-max_total_time={told.seconds}", f"-timeout={_SLOW}", f"-max_len={_MOST}",
                "-rss_limit_mb=3000", f"-artifact_prefix=fuzz-{name}-", "-print_final_stats=1", "-verbosity=1",
            ],
            TARGETS[name],
        )  # fmt: skip
        atheris.Fuzz()


if __name__ == "__main__":
    main()
