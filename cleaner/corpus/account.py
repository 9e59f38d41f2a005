"""Every document that was read became something: the promise that is checked at the end of each pass over a corpus."""

from __future__ import annotations

from collections.abc import Mapping


class AccountError(RuntimeError):
    """Documents went missing, or were counted twice: a fault of this program."""


def balance(counts: Mapping[str, int], *ends: str) -> None:
    """Raise AccountError unless as many documents were `read` as came to one of the `ends`."""
    if counts.get("read", 0) != sum(counts.get(end, 0) for end in ends):
        raise AccountError(", ".join(f"{name} {counts.get(name, 0)}" for name in ("read", *ends)))
