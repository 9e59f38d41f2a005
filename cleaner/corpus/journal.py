"""What a run has done, in SQLite: which files there are, how far it is, what it has counted, where its output stands.

Each step is one transaction, made after all that it speaks of is on the disk. So whenever a run is killed, the journal tells
where it can be taken up. While a run is going the database is locked; the system lifts the lock when the process ends.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.corpus.chunks import Cursor
from cleaner.corpus.plan import File
from cleaner.corpus.tally import Tally

NAME: Final = ".journal.sqlite"
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY, path BLOB, name TEXT, format TEXT, size INTEGER, modified INTEGER, trouble TEXT, skipped TEXT
);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT);
"""


class BusyError(RuntimeError):
    """Another run holds the journal."""


class Step(NamedTuple):
    """Where a run stands."""

    cursor: Cursor
    tally: Tally
    outputs: dict[str, Any]
    """The states of the sinks."""
    seconds: float
    """How long it took, all in all."""


class Journal:
    """The journal of the run whose output is in a folder. To be closed."""

    def __init__(self, folder: Path) -> None:
        """Open or begin it. Raises BusyError if a run is going on, OSError if it cannot be written."""
        self._path = folder / NAME
        try:
            self._base = sqlite3.connect(self._path, timeout=0, isolation_level=None)
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.execute("BEGIN EXCLUSIVE")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                self._base.execute(statement)
            self._base.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise self._translated(error) from error

    def _translated(self, error: sqlite3.Error) -> Exception:
        if "locked" in str(error):
            return BusyError("another run is going on there")
        return OSError(None, f"the journal {self._path}: {error}")

    def fact(self, name: str) -> Any:
        """What was noted under a name; None if nothing was."""
        row = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row and json.loads(row[0])

    def note(self, **facts: Any) -> None:
        """Note facts, all or none. Raises OSError."""
        try:
            self._base.execute("BEGIN")
            self._base.executemany(
                "INSERT OR REPLACE INTO facts VALUES (?, ?)", [(name, json.dumps(fact)) for name, fact in facts.items()]
            )
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._translated(error) from error

    def plan(self, files: Iterable[File]) -> None:
        """Note all files that there are, in the place of those that were noted. Raises OSError, and what `files` raise."""
        try:
            self._base.execute("BEGIN")
            self._base.execute("DELETE FROM files")
            self._base.executemany(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((number, os.fsencode(file.path), *file[1:]) for number, file in enumerate(files)),
            )
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._translated(error) from error
        except BaseException:
            self._base.execute("ROLLBACK")
            raise

    def files(self, start: int = 0) -> Iterator[File]:
        """The files from a number on."""
        rows = self._base.execute("SELECT * FROM files WHERE number >= ? ORDER BY number", (start,))
        return (File(os.fsdecode(row[1]), *row[2:]) for row in rows)

    def total(self) -> int:
        """Bytes of all files."""
        (size,) = self._base.execute("SELECT coalesce(sum(size), 0) FROM files WHERE skipped = ''").fetchone()
        return int(size)

    def step(self) -> Step:
        """Where the run stands."""
        told = self.fact("step")
        if told is None:
            return Step(Cursor(), Tally(), {}, 0)
        return Step(Cursor(*told["cursor"]), Tally(told["counts"], told["tables"]), told["outputs"], told["seconds"])

    def advance(self, step: Step) -> None:
        """Note where the run stands now. Raises OSError."""
        tally = step.tally
        self.note(step={
            "cursor": step.cursor, "counts": tally.counts, "tables": tally.tables, "outputs": step.outputs,
            "seconds": step.seconds,
        })  # fmt: skip

    def close(self) -> None:
        """Let go of it."""
        self._base.close()
