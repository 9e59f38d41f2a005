"""Why lines went or stayed, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cleaner.reports.terminal import Paint, one_line

if TYPE_CHECKING:
    from cleaner.explain import Line


def told(lines: Sequence[Line], paint: Paint) -> Iterator[str]:
    """Each line with its number, and below it what took it or why it stayed."""
    width = len(str(lines[-1].number)) if lines else 0
    for line in lines:
        sign, colours = ("-", ("red",)) if not line.stays else ("~", ("yellow",)) if line.removed else (" ", ())
        text = f"{line.number:>{width}} {sign} {one_line(line.text)}".rstrip()
        yield paint(text, *colours) if colours else text
        indent = " " * (width + 5)
        for removal in line.removed:
            lifted = f"; goes to {removal.lifted_to}" if removal.lifted_to else ""
            also = f"; also {', '.join(removal.also)}" if removal.also else ""
            more = f"confidence {removal.confidence:g}{lifted}{also}"
            yield f"{indent}{removal.rule}: {one_line(removal.reason)} ({more})"
        if line.scored:
            yield paint(f"{indent}scored {one_line(line.scored)}", "dim")
        if line.stays:
            yield paint(f"{indent}stays: {one_line(line.stays)}", "dim")
