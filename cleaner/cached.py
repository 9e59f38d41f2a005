"""Things worked out once and kept in the user's cache folder, in Python's own form; losing them costs time only."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cleaner import __version__


def folder() -> Path:
    """The folder: `CLEANER_CACHE`, or the program's own in the place the system has for caches."""
    if chosen := os.environ.get("CLEANER_CACHE"):
        return Path(chosen)
    place = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.environ.get("XDG_CACHE_HOME")
    return Path(place or Path("~/.cache").expanduser()) / "article-cleaner"


def path(name: str, made_from: Iterable[bytes]) -> Path:
    """Where what is made from these contents by this version is kept."""
    digest = hashlib.blake2b(f"{__version__} {sys.version_info[:2]}".encode(), digest_size=12)
    for content in made_from:
        digest.update(len(content).to_bytes(8, "little") + content)
    return folder() / f"{name}-{digest.hexdigest()}.bin"


def read(kept: Path) -> Any:
    """What is kept there. Raises OSError if nothing is, ValueError if it is broken."""
    try:
        return marshal.loads(kept.read_bytes())
    except EOFError as error:
        raise ValueError(f"{kept} is cut off") from error


def write(kept: Path, content: Any) -> None:
    """Keep `content`, if the folder can be written."""
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(marshal.dumps(content))
            Path(temporary).replace(kept)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
