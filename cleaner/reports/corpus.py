"""What a corpus run has done, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cleaner.corpus.entries import shown
from cleaner.corpus.run import QUARANTINE, SUMMARY, Order, Outcome
from cleaner.reports.terminal import one_line

_ROWS: Final = 5  # of each table
_WIDTH: Final = 70  # code points of a removed text


def lines(outcome: Outcome, order: Order) -> Iterator[str]:
    """The account, then what went most."""
    told = outcome.tally.to_dict()
    if not outcome.is_new:
        yield f"{shown(str(order.output))} is finished already; --restart begins anew"
    yield ", ".join(f"{told[name]:,} {name}" for name in ("read", "written", "quarantined", "skipped"))
    yield from _reasons("quarantined", told["causes"])
    yield from _reasons("skipped", told["left_out"])
    characters, removed = told.get("characters", 0), told.get("removed", 0)
    speed = f", {told['read'] / outcome.seconds:,.0f} documents/s" if outcome.seconds else ""
    yield f"{removed:,} of {characters:,} characters removed ({removed / max(1, characters):.1%}){speed}"
    for table, name in (("rules", "rule"), ("languages", "language"), ("sites", "site"), ("texts", "text")):
        rows: list[dict[str, Any]] = told[table][:_ROWS]
        if rows:
            yield f"{table}: " + ", ".join(f"{_short(row[name])} ({_first(row):,})" for row in rows)
    yield f"more in {shown(str(order.output / SUMMARY))}"
    if told["quarantined"]:
        yield f"what failed is in {shown(str(order.output / QUARANTINE))}"


def _reasons(what: str, counts: dict[str, int]) -> Iterator[str]:
    if counts:
        yield f"{what}: " + ", ".join(f"{number:,} {one_line(name)}" for name, number in counts.items())


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _first(row: dict[str, Any]) -> int:
    number: int = row["removals"] if "removals" in row else row["documents"]
    return number
