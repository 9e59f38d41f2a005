"""The folder through which this process starts others.

A process that is killed leaves it behind, so its name can be noted before it is there.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from functools import cache
from multiprocessing import current_process
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, Final

_PREFIX: Final = "clean-"
_LAST: Final = -100  # at the end of a process: when multiprocessing would remove a folder of its own


@cache
def folder() -> Path:
    """Where it is, or will be."""
    return Path(tempfile.gettempdir()) / f"{_PREFIX}{secrets.token_hex(4)}"


@cache
def make() -> None:
    """Have it made, and used by multiprocessing for as long as this process lives."""
    folder().mkdir(mode=0o700)
    Finalize(None, shutil.rmtree, (folder(), True), exitpriority=_LAST)
    # A folder within that of `tempfile.tempdir` would do without a private name, but a socket's path has 108 bytes at most.
    process: Any = current_process()
    process._config["tempdir"] = os.fspath(folder())


def forget(before: str) -> None:
    """Remove the folder of a run that was killed, as it was noted; nothing that is not such a folder beside this one's."""
    path = Path(before)
    if path != folder() and path.parent == folder().parent and path.name.startswith(_PREFIX):
        shutil.rmtree(path, ignore_errors=True)
