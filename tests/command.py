"""The command run in this process, with what it wrote."""

from __future__ import annotations

import io
import json
import sys
from typing import Any, NamedTuple

import pytest

from cleaner.commands.cli import main

NOISE = "Skip to main content"
BODY = (
    "The mayor of Lund resigned on Monday after a debate that had divided the council for most of the winter.\n\n"
    "Her deputy, a former harbour pilot, will lead the town until voters choose a successor in the spring.\n"
)
SCRAPED = f"{NOISE}\n\n{BODY}"


class Done(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def articles(self) -> list[dict[str, Any]]:
        """What it wrote, as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class _Stream(io.TextIOWrapper):
    def __init__(self, data: bytes = b"", *, terminal: bool = False) -> None:
        self.bytes = io.BytesIO(data)
        self.terminal = terminal
        super().__init__(self.bytes, encoding="ascii", errors="strict", newline="", write_through=True)

    def isatty(self) -> bool:
        return self.terminal

    def written(self) -> str:
        return self.bytes.getvalue().decode("utf-8")


def run(*argv: object, stdin: bytes = b"", terminal: bool = False) -> Done:
    """Run `clean` with these arguments."""
    with pytest.MonkeyPatch.context() as patch:
        out, err = _Stream(terminal=terminal), _Stream()
        patch.setattr(sys, "stdin", _Stream(stdin))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = main([str(word) for word in argv])
    return Done(code, out.written(), err.written())
