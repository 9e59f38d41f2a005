"""Files that grow: what is not made sure of is cut off again when a run is taken up."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cleaner.files import sync_folder


class Growing:
    """Files in a folder, by their names there, that bytes are put at the end of."""

    def __init__(self, folder: Path, names: Iterable[str], lengths: dict[str, int]) -> None:
        """Open all files and cut them to their `lengths`, in bytes. Raises OSError, ValueError for one that is too short."""
        self._files: dict[str, BinaryIO] = {}
        try:
            for name in names:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                file = self._files[name] = path.open("ab")
                length = lengths.get(name, 0)
                if os.fstat(file.fileno()).st_size < length:
                    raise ValueError(f"{path} is shorter than the run has left it")
                file.truncate(length)
        except BaseException:
            self.close()
            raise
        for name in names:
            sync_folder(str((folder / name).parent))

    def append(self, rendered: dict[str, bytes]) -> None:
        """Put bytes at the end of files. Raises OSError."""
        for name, data in rendered.items():
            self._files[name].write(data)

    def settled(self) -> bool:
        """Yes: each chunk is whole."""
        return True

    def state(self) -> dict[str, int]:
        """Make sure that all is on the disk; how long the files are. Raises OSError."""
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
        return {name: file.tell() for name, file in self._files.items()}

    def finish(self) -> None:
        """Nothing is left to do."""

    def close(self) -> None:
        """Close the files; what they still hold back is lost, and was not promised."""
        for file in self._files.values():
            with suppress(OSError):
                file.close()
