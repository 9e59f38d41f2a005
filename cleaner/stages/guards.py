"""Keeps what other stages must not touch: code between fences."""

from __future__ import annotations

from typing import Final

from cleaner.packs import Heuristic
from cleaner.reading import Reading

CODE: Final = Heuristic("keep.code", "Code between fences stays as it is.", "careful")
RULES: Final = (CODE,)

_FENCE: Final = "```"


def mark(reading: Reading) -> None:
    """Keeps on everything from a fence to the next one."""
    document = reading.document
    if _FENCE not in document.joined:
        return
    fences = [index for index, text in enumerate(document.texts) if text.startswith(_FENCE)]
    for first, last in zip(fences[::2], fences[1::2], strict=False):
        reading.keep(first, last, CODE.id, CODE.reason)
