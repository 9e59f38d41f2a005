"""How far a run is: a bar for a terminal, now and then a line for a log."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Final, Self

from cleaner.corpus.tally import Tally

_LINE: Final = 10.0  # seconds between two lines of a log
_BAR: Final = 0.25  # seconds between two looks of a bar


class Progress:
    """A context that shows how far a run is on standard error."""

    def __init__(self, *, bar: bool, quiet: bool = False) -> None:
        """With `bar` it is drawn anew in its place; else a line is written every ten seconds."""
        self._quiet = quiet
        self._bar: Any = None
        self._wants_bar = bar and not quiet
        self._began = self._shown = time.monotonic()
        self._first: tuple[int, int, int] | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def show(self, done: int, total: int, tally: Tally) -> None:
        """Bytes of the sources that are done, of all, and what was counted."""
        now = time.monotonic()
        read, characters = tally.counts.get("read", 0), tally.counts.get("characters", 0)
        if self._first is None:
            self._first = (done, read, characters)
        if self._quiet or now - self._shown < (_BAR if self._wants_bar else _LINE):
            return
        self._shown = now
        seconds = now - self._began
        rate = (done - self._first[0]) / seconds
        told = [
            f"{read:,} documents", f"{(read - self._first[1]) / seconds:,.0f}/s", f"{rate / 1e6:.1f} MB/s",
            f"{tally.counts.get('removed', 0) / max(1, characters):.0%} removed",
        ]  # fmt: skip
        if tally.counts.get("quarantined"):
            told.append(f"{tally.counts['quarantined']:,} quarantined")
        if total and rate > 0:
            told.append(f"{_clock((total - done) / rate)} left")
        if self._wants_bar:
            self._draw(done, total, ", ".join(told))
        else:
            share = f"{done / total:.0%} of the sources, " if total else ""
            sys.stderr.write(f"clean: {share}{', '.join(told)}\n")
            sys.stderr.flush()

    def _draw(self, done: int, total: int, told: str) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, TaskProgressColumn, TextColumn
            from rich.progress import Progress as Bar

            columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
            self._bar = Bar(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
            self._bar.add_task("", total=total or None)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done, description=told)
        self._bar.refresh()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End, and leave no bar behind."""
        if self._bar is not None:
            self._bar.stop()


def _clock(seconds: float) -> str:
    """A time as hours, minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
