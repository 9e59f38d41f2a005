"""Patterns as the engine of `re` runs them, kept in a wheel: to take one from there is a hundredth of compiling it.

What a pattern is compiled to is a list of numbers that one version of the engine understands, so they are kept under its name,
and with any other Python patterns are compiled as they are needed. The standard library has no public names for the two steps;
where it has them no longer under these, nothing is kept. Tried with Python 3.11, 3.12 and 3.13.
"""

from __future__ import annotations

import importlib
import marshal
import mmap
import re
import sys
from array import array
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from cleaner import cached

_engine: Final[Any] = importlib.import_module("_sre")
_compiler: Final[Any] = importlib.import_module("re._compiler")
_SIZE: Final = 8  # bytes of the number that says where the patterns begin


def path(made_from: Iterable[bytes]) -> Path:
    """Where the patterns of the rules made from these contents are kept, for this Python and kind of machine."""
    return cached.READY / cached.path(f"patterns-{getattr(_engine, 'MAGIC', 0)}-{sys.byteorder}", made_from).name


def pack(regex: re.Pattern[str]) -> bytes:
    """A pattern compiled, as bytes."""
    tree = _compiler._parser.parse(regex.pattern, regex.flags)
    code = array("I", _compiler._code(tree, regex.flags))
    return marshal.dumps((regex.pattern, regex.flags, code.tobytes(), regex.groups, dict(regex.groupindex)), cached.FORM)


def unpack(packed: bytes) -> re.Pattern[str]:
    """The pattern again."""
    pattern, flags, code, groups, names = marshal.loads(packed)
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    found: re.Pattern[str] = _engine.compile(pattern, flags, array("I", code).tolist(), groups, names, tuple(by_number))
    return found


def write(kept: Path, patterns: Iterable[re.Pattern[str] | None]) -> None:
    """Keep the patterns of rules by their numbers, if this Python lets them be taken apart."""
    try:
        packed = [b"" if regex is None else pack(regex) for regex in patterns]
    except (AttributeError, TypeError):
        return
    sizes = marshal.dumps(list(map(len, packed)), cached.FORM)
    kept.write_bytes(len(sizes).to_bytes(_SIZE, "little") + sizes + b"".join(packed))


class Kept:
    """The patterns in a file, each taken when it is asked for; none where there is no such file."""

    def __init__(self, kept: Path) -> None:
        self._starts = [0]
        try:
            with kept.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            begin = _SIZE + int.from_bytes(self._bytes[:_SIZE], "little")
            self._starts = list(accumulate(marshal.loads(self._bytes[_SIZE:begin]), initial=begin))
        except (OSError, ValueError, TypeError, EOFError):
            return

    def get(self, number: int) -> re.Pattern[str] | None:
        """The pattern of a rule; None where none is kept, or not for this engine."""
        if number + 1 >= len(self._starts) or not (packed := self._bytes[self._starts[number] : self._starts[number + 1]]):
            return None
        try:
            return unpack(packed)
        except (AttributeError, ValueError, TypeError, EOFError, RuntimeError):
            return None
