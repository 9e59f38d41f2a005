"""Marks and removals: what stages claim, what of it goes, and the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """A stage's claim on a span: it should go or, with `keep`, it must stay."""

    start: int
    end: int
    rule: str
    reason: str
    confidence: float = 0.9
    lifted_to: str | None = None
    """The article's field that the span's text goes to."""
    value: str | None = None
    """What goes there; nothing means the span's text itself."""
    stage: str = ""
    replacement: str = ""
    """What stands in the clean text instead: white space, or the one character that the span writes as an entity."""
    keep: bool = False


class Removal(NamedTuple):
    """A span of the decoded source that is not in the clean text, and why."""

    start: int
    """First code point in the decoded source."""
    end: int
    """One past its last code point."""
    text: str
    stage: str
    rule: str
    category: str
    """The first word of the rule's id."""
    reason: str
    confidence: float
    """From 0 to 1."""
    lifted_to: str | None
    also: tuple[str, ...]
    """Other rules that claimed the span, or a part of it."""
    replacement: str
    path: str | None = None
    """On a page, the element that holds the span's beginning and those around it: html/body/nav/ul/li."""


def resolve(marks: Sequence[Mark], text: str) -> list[Removal]:
    """Disjoint removals in order. Keeps beat all; then the longest mark wins, ties go to the earlier one.

    What a loser claims beyond the winner goes too, in its own name; a loser inside the winner is named in its `also`.
    """
    keeps = [mark for mark in marks if mark.keep]
    claims: dict[tuple[int, int], tuple[Mark, list[str]]] = {}
    for mark in marks:
        if mark.start < mark.end and not mark.keep:
            first, also = claims.setdefault(mark[:2], (mark, []))
            if mark.rule != first.rule and mark.rule not in also:
                also.append(mark.rule)
    spans = sorted(claims)
    if not keeps and all(a[1] <= b[0] for a, b in pairwise(spans)):
        return [_removal(claims[span][0], *span, text, tuple(claims[span][1])) for span in spans]

    holes = _union(keeps)
    starts: list[int] = []  # of what is taken, in order
    taken: list[tuple[int, int, Mark, list[str]]] = []
    # Stable, so ties stay in the order of the stages.
    for mark, others in sorted(claims.values(), key=lambda claim: claim[0].start - claim[0].end):
        for start, end in _without(mark.start, mark.end, holes):
            if mark.replacement and not _is_free(start, end, mark, starts, taken):
                continue  # what replaces the whole replaces no part of it
            at = max(0, bisect_right(starts, start) - 1)
            rest = start
            while at < len(taken) and taken[at][0] < end:
                s, e, winner, also = taken[at]
                if e > rest:
                    also += [rule for rule in (mark.rule, *others) if rule != winner.rule and rule not in also]
                    if rest < s:
                        starts.insert(at, rest)
                        taken.insert(at, (rest, s, mark, [*others]))
                        at += 1
                    rest = max(rest, e)
                at += 1
            if rest < end:
                at = bisect_right(starts, rest)
                starts.insert(at, rest)
                taken.insert(at, (rest, end, mark, [*others]))
    return [_removal(mark, start, end, text, tuple(also)) for start, end, mark, also in taken]


def _is_free(start: int, end: int, mark: Mark, starts: list[int], taken: list[tuple[int, int, Mark, list[str]]]) -> bool:
    """Whether the span is all of the mark and nothing of it is taken."""
    at = max(0, bisect_right(starts, start) - 1)
    return (start, end) == (mark.start, mark.end) and not any(s < end and e > start for s, e, *_ in taken[at : at + 2])


def _union(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    """The spans that the marks cover together, in order and disjoint."""
    spans: list[tuple[int, int]] = []
    for mark in sorted(marks):
        if spans and mark.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end))
        else:
            spans.append((mark.start, mark.end))
    return spans


def _without(start: int, end: int, holes: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """The parts of a span that no hole covers; `holes` are in order and disjoint."""
    for s, e in holes[max(0, bisect_right(holes, (start, start)) - 1) :] if holes else ():
        if s >= end:
            break
        if e > start:
            if start < s:
                yield start, s
            start = max(start, e)
    if start < end:
        yield start, end


def _removal(mark: Mark, start: int, end: int, text: str, also: tuple[str, ...]) -> Removal:
    return Removal(
        start, end, text[start:end], mark.stage, mark.rule, mark.rule.partition(".")[0], mark.reason, mark.confidence,
        mark.lifted_to, also, mark.replacement,
    )  # fmt: skip


def apply(text: str, removals: Iterable[Removal]) -> str:
    """`text` without the removals, which are sorted and disjoint."""
    pieces: list[str] = []
    at = 0
    for removal in removals:
        pieces += text[at : removal.start], removal.replacement
        at = removal.end
    pieces.append(text[at:])
    return "".join(pieces)


def restore(text: str, removals: Iterable[Removal]) -> str:
    """The text from which `removals` were applied to give `text`.

    Raises ValueError where the removals cannot have left this text: out of order, or a replacement that is not there.
    """
    pieces: list[str] = []
    at = length = 0
    for removal in removals:
        kept = removal.start - length
        if kept < 0 or at + kept > len(text) or len(removal.text) != removal.end - removal.start:
            raise ValueError(f"removal {removal.rule} [{removal.start}:{removal.end}] does not fit the text")
        pieces.append(text[at : at + kept])
        at += kept
        if not text.startswith(removal.replacement, at):
            raise ValueError(f"removal {removal.rule} [{removal.start}:{removal.end}]: its replacement is not in the text")
        at += len(removal.replacement)
        pieces.append(removal.text)
        length = removal.end
    pieces.append(text[at:])
    return "".join(pieces)


def origins(places: Iterable[int], removals: Sequence[Removal]) -> list[int]:
    """For each of `places` in the clean text, in order, its place in the source."""
    found: list[int] = []
    shift = number = 0
    for place in places:
        while number < len(removals) and removals[number].start <= place + shift:
            shift += removals[number].end - removals[number].start - len(removals[number].replacement)
            number += 1
        found.append(place + shift)
    return found


def compose(earlier: Sequence[Removal], later: Sequence[Removal], text: str) -> list[Removal]:
    """`later`, found in what `earlier` leaves of `text`, together with `earlier` as removals of `text` itself.

    A later removal that reaches across earlier ones is cut there, and its replacement is the first piece's; a replacement that
    it covers goes.
    """
    out: list[Removal] = []
    shift = number = 0  # a place in the left text + shift is its place in `text`

    def skip() -> None:
        nonlocal shift, number
        done = earlier[number]
        out.append(done)
        shift += done.end - done.start - len(done.replacement)
        number += 1

    for found in later:
        removal = found
        at, end = removal.start, removal.end
        while number < len(earlier) and earlier[number].start - shift + len(earlier[number].replacement) <= at:
            skip()
        while number < len(earlier) and earlier[number].start - shift < end:
            hole = earlier[number]
            begin = hole.start - shift
            if at < begin:
                out.append(_moved(removal, at + shift, hole.start, text))
                removal = removal._replace(replacement="")  # it stands there once, however often the span is cut
            after = begin + len(hole.replacement)
            skip()
            out[-1] = hole._replace(replacement="")
            at = max(at, after)
        if at < end:
            out.append(_moved(removal, at + shift, end + shift, text))
        elif removal.replacement:
            out[-1] = out[-1]._replace(replacement=removal.replacement)
    out += earlier[number:]
    return out


def _moved(removal: Removal, start: int, end: int, text: str) -> Removal:
    return removal._replace(start=start, end=end, text=text[start:end])
