"""Whether time grows as the text does: hostile texts of 64 kB to 8 MB, and what each doubling costs.

    python -m benchmarks.linear [--quick] [--only PREFIX] [--share 20] [--part confirm|lines|structure]

- confirm: each rule alone on one long line, of what the rule is found by, again and again, and almost what it wants.
- lines: all of `clean` and its record, on many lines of that kind.
- structure: all of `clean` and its record, on texts without words for any rule: copies, cards, records, dates, splits.

A step is the least of three timings (of one where it takes longer than a second), and a step that fails is timed again
before it counts. Exits with 1 where a step costs more than 2.3 times the one before it.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from typing import Final, NamedTuple

from benchmarks.words import WORDS
from cleaner import anchors, clean, matcher, packs, patterns
from cleaner.dates import is_date_line
from cleaner.packs import Rule
from cleaner.pipeline import rulebook
from cleaner.settings import Settings
from cleaner.stages.records import masked

LIMIT: Final = 2.3
MEMORY: Final = 300e6  # bytes a second from which on a step tells of the machine's caches, not of the rule
FIRST: Final = 64 * 1024  # bytes of UTF-8
LAST: Final = 8 * 1024 * 1024
QUICK: Final = 1024 * 1024
SLOW: Final = 30.0  # CPU seconds after which a text grows no further
AGAIN: Final = 4  # times that a failing step is timed once more

Run = Callable[[str], object]
Make = Callable[[int], str]


class Growth(NamedTuple):
    """The dearest doubling of one kind of text."""

    ratio: float
    size: int
    """Bytes after that doubling."""
    speed: float
    """MB/s at the end."""
    last: int
    """Bytes at the end."""


# ---------------------------------------------------------------- texts


def found_by(rule: Rule) -> list[str]:
    """Some texts that bring a block before the rule, and some that excuse one."""
    finds = rule.finds
    texts = [text for kind in (finds.exact, finds.counted, finds.starts, finds.inside) for text in spread(kind, 3)]
    texts += [patterns.expand(phrase)[0] for cue in rule.cues for phrase in spread(cue.phrases, 2)]
    for pattern in rule.unless[:2]:
        texts += [text for kind in anchors.of(pattern) for text in sorted(kind)[:1]]
    return [filled for text in dict.fromkeys(texts) if (filled := example(text))]


def spread(items: Iterable[str], most: int) -> list[str]:
    """At most so many of `items`, from all over."""
    kept = list(items)
    return kept[:: max(1, -(-len(kept) // most))]


def example(text: str) -> str:
    """`text` with something for each placeholder."""
    for name, value in (
        ("n", "12"),
        ("words", "a b c d e f g"),
        ("word", "word"),
        ("name", "Ann B"),
        ("date", "May 1, 2020"),
    ):
        text = text.replace(f"{{{name}}}", value)
    return text.replace("#", "12")


def units(text: str) -> list[str]:
    """What is repeated to make a text hostile."""
    return [text, text + " ", text + " Abc, Def. ", text + " 1", text + " Ann B. de C, ", f"Abc {text}: "]


def repeated(unit: str, start: str = "") -> Make:
    """One long line."""
    return lambda size: start + unit * max(1, (size - len(start)) // len(unit.encode()))


def numbered(lines: list[str]) -> Make:
    """Many lines, of which no two are alike."""

    def make(size: int) -> str:
        out: list[str] = []
        for number in count():
            line = lines[number % len(lines)]
            out.append(f"{line} {number}" if number % 3 else f"{number} {line}")
            size -= len(out[-1].encode()) + 1
            if size < 0:
                return "\n".join(out)
        raise AssertionError

    return make


def alike(lines: list[str]) -> Make:
    """The same lines again and again."""
    return repeated("\n".join(lines) + "\n")


def generated(line: Callable[[int], str]) -> Make:
    """Lines made from their numbers."""

    def make(size: int) -> str:
        width = len(line(1).encode()) + 1
        return "\n".join(map(line, range(size // width)))

    return make


def _words(number: int, length: int) -> str:
    return " ".join(islice((WORDS[(number // 12**place + place) % 12] for place in count()), length)).capitalize()


STRUCTURE: Final[dict[str, Make]] = {
    "a line, again and again": alike(["The council met on Monday."]),
    "two lines, again and again": alike(["Harbour", "The council met on Monday."]),
    "a paragraph, again and again": alike([_words(7, 60) + "."]),
    "titles": generated(lambda n: _words(n, 6)),
    "paragraphs that begin alike": generated(lambda n: f"{_words(0, 12)} {_words(n, 8)}."),
    "captions and longer copies": generated(lambda n: _words(n // 2, 14) + (" (Photo)." if n % 2 else ".")),
    "cards printed twice": generated(lambda n: f"Kicker {n // 4}\n{_words(n // 4, 7)}\nKicker {n // 4}\n{_words(n // 4, 7)}"),
    "lines printed twice": generated(lambda n: f"{_words(n, 7)}\n{_words(n, 7)}"),
    "records": generated(lambda n: f"{_words(n, 7)}\n{n % 28 + 1} May 2024"),
    "records between paragraphs": generated(
        lambda n: f"{_words(n, 7)}\n{n % 28 + 1} May 2024" if n % 5 else f"{_words(n, 40)}."
    ),
    "dates": generated(lambda n: f"{n % 28 + 1} May {1900 + n % 120}"),
    "split paragraphs": generated(lambda n: f"{_words(n, 20)}\n\n{_words(n + 1, 20).lower()},"),
    "signs": generated(lambda n: "|»•*-"[n % 5] * (n % 3 + 1)),
    "blank lines": repeated("\n \r\n\t\n"),
    "fences": generated(lambda n: f"```\n{_words(n, 4)}"),
    "list items": generated(lambda n: f"{n}. {_words(n, 5)}"),
    "table rows": generated(lambda n: f"| {n} | {_words(n, 3)} |"),
    "quotes and dialogue": generated(lambda n: f"“{_words(n, 9)},” said {WORDS[n % 12]}. “{_words(n + 3, 5)}.”"),
    "Chinese lines": generated(lambda n: "议会星期一在港口开会" + chr(0x4E00 + n % 20_000) + "。"),
    "one line of words": repeated("harbour mill winter "),
    "one line of sentences": repeated("The council met. "),
    "one line of boilerplate": repeated("The council met. Sign up for our newsletter and never miss a story. "),
    "one line without blanks": repeated("harbour"),
    "one line of signs": repeated("|»•*- "),
    "one line of Chinese": repeated("议会星期一在港口开会。"),
    "one line of quotes": repeated("“Harbour,” "),
}


# ---------------------------------------------------------------- timing


def seconds(run: Run, text: str, times: int = 3) -> float:
    """CPU seconds of `run` on `text`, the least of so many; short runs are repeated to be long enough to time.

    Without the garbage collector, whose full passes over a large heap make steps of their own, whatever the program does.
    """
    gc.collect()
    gc.disable()
    best, loops = float("inf"), 1
    while times:
        start = time.process_time()
        for _ in range(loops):
            run(text)
        took = time.process_time() - start
        if took < 0.01 and loops < 2_000:
            loops = min(2_000, loops * 4)
            continue
        best = min(best, took / loops)
        times -= 1
        if took > 1:
            break
    gc.enable()
    return best


def growth(run: Run, make: Make, last: int) -> Growth:
    """How time grows from the first size to `last`."""
    size, longer = FIRST, make(FIRST)
    before = seconds(run, longer)
    worst, worst_size = 0.0, size
    while size < last and before < SLOW:
        longer = make(2 * size)
        now = seconds(run, longer)
        for _ in range(AGAIN):
            if now <= LIMIT * before:
                break
            now = min(now, seconds(run, longer))
        size = 2 * size
        if now / before > worst and size / now < MEMORY:
            worst, worst_size = now / before, size
        before = now
    return Growth(worst, worst_size, len(longer.encode()) / 1e6 / before, size)


def dearest(run: Run, makes: list[Make]) -> list[Make]:
    """Of many texts the one that is slowest, and the one whose time grows most, at a small size."""
    timed = [(seconds(run, make(FIRST // 4), 1), seconds(run, make(FIRST), 1), number) for number, make in enumerate(makes)]
    slowest = max(timed, key=lambda row: row[1])[2]
    growing = max(timed, key=lambda row: row[1] / row[0])[2]
    return [makes[number] for number in dict.fromkeys((slowest, growing))]


def confirming(rule: Rule) -> Run:
    """The rule alone, on a block that no rule before it has seen."""

    def run(text: str) -> object:
        matcher.forget_words()
        return matcher.confirm(rule, text)

    return run


def cleaning(text: str) -> object:
    """The whole program, which remembers nothing of the text from before: small texts would be remembered, large ones not."""
    forget()
    return clean(text, kind="text").to_json()


def forget() -> None:
    """Empty what the program remembers of lines it has seen."""
    rulebook(Settings()).forget()
    is_date_line.cache_clear()
    masked.cache_clear()


def measure(part: str, only: str, share: int, last: int) -> Iterator[tuple[str, Growth]]:
    """Each rule or text, and its dearest doubling."""
    if part == "structure":
        for name, make in STRUCTURE.items():
            yield name, growth(cleaning, make, last)
        return
    for rule in packs.complete()[::share]:
        if only and not packs.is_under(rule.id, (only,)):
            continue
        texts = found_by(rule)
        if part == "confirm":
            makes = [repeated(unit) for text in texts for unit in units(text)]
            makes += [repeated(sign, text + " ") for text in texts[:3] for sign in ("A", "a ", " 1")]
            run = confirming(rule)
            yield rule.id, max(growth(run, make, last) for make in dearest(run, makes))
        else:
            lines = [unit.strip() * times for text in texts for unit in units(text) for times in (1, 6)]
            yield rule.id, growth(cleaning, numbered(lines), last)


def main() -> int:
    """Print the figures; 1 where a step costs too much."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="up to 1 MB")
    parser.add_argument("--only", default="", metavar="PREFIX", help="rules whose ids begin so")
    parser.add_argument("--share", type=int, default=1, metavar="N", help="one rule in N, from all packs")
    parser.add_argument("--part", choices=("confirm", "lines", "structure"), action="append")
    options = parser.parse_args()
    failed = False
    for part in options.part or ("confirm", "lines", "structure"):
        rows: list[tuple[str, Growth]] = []
        print(f"\n{part:<48}{'worst x2':>9}{'at':>9}{'MB/s':>9}")
        for name, found in measure(part, options.only, options.share, QUICK if options.quick else LAST):
            rows.append((name, found))
            mark = "  too much" if found.ratio > LIMIT else ""
            short = f"  stopped at {found.last >> 10} kB" if found.speed * SLOW * 1e6 < found.last else ""
            print(f"{name:<48}{found.ratio:9.2f}{found.size >> 10:6} kB{found.speed:9.2f}{mark}{short}", flush=True)
        if rows:
            name, found = max(rows, key=lambda row: row[1].ratio)
            late = [name for name, found in rows if found.ratio > LIMIT]
            slow_name, slow = min(rows, key=lambda row: row[1].speed)
            print(f"{part}: worst {found.ratio:.2f} ({name}), slowest {slow.speed:.2f} MB/s ({slow_name}), failing {len(late)}")
            failed = failed or bool(late)
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
