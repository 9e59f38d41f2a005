"""Signals that ask a process to end, as an exception that leaves everything in order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class InterruptedRun(BaseException):
    """A signal ended the run."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def interrupts() -> Iterator[None]:
    """Turn SIGINT and SIGTERM into InterruptedRun, once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asking = [signal.SIGINT, signal.SIGTERM]

    def interrupt(number: int, frame: object) -> None:
        for one in asking:
            signal.signal(one, signal.SIG_IGN)
        raise InterruptedRun(number)

    before = {number: signal.signal(number, interrupt) for number in asking}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
