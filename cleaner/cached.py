"""Things worked out once and kept, in Python's own form; losing them costs time only.

What takes longest, the index of the program's own rules, comes with an installed package (`hatch_build.py` puts it there);
everything else, and all of it in a checkout, is kept in the user's cache folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from cleaner import __version__

READY: Final = Path(__file__).parent / "ready"
"""What came with the package."""
FORM: Final = 4
"""Of `marshal`: the newest that every Python from 3.11 on reads."""
_OLD: Final = 30 * 24 * 3600.0  # seconds after which what was kept goes, if something new is kept


def folder() -> Path:
    """The folder: `CLEANER_CACHE`, or the program's own in the place the system has for caches."""
    if chosen := os.environ.get("CLEANER_CACHE"):
        return Path(chosen)
    place = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.environ.get("XDG_CACHE_HOME")
    return Path(place or Path("~/.cache").expanduser()) / "article-cleaner"


def path(name: str, made_from: Iterable[bytes]) -> Path:
    """Where what is made from these contents by this version is kept."""
    digest = hashlib.blake2b(__version__.encode(), digest_size=12)
    for content in made_from:
        digest.update(len(content).to_bytes(8, "little") + content)
    return folder() / f"{name}-{digest.hexdigest()}.bin"


def read(kept: Path) -> Any:
    """What is kept there. Raises OSError if nothing is, ValueError if it is broken."""
    ready = READY / kept.name
    try:
        return marshal.loads((ready if ready.exists() else kept).read_bytes())
    except EOFError as error:
        raise ValueError(f"{kept} is cut off") from error


def write(kept: Path, content: Any) -> None:
    """Keep `content`, if the folder can be written; what was kept a month ago and more goes."""
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(marshal.dumps(content, FORM))
            Path(temporary).replace(kept)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        for old in kept.parent.glob("*.bin"):
            if old.stat().st_mtime < time.time() - _OLD:
                old.unlink()
