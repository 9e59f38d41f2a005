"""Dates as pages print them, in any language whose months are known.

A text is read as tokens, and a letter stands for each: `d` a number of one or two digits, `M` a month, `y` a year.
What a date looks like is then a pattern over that short string, the same in every language.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple

from cleaner.language import languages

_LONGEST: Final = 120  # code points of a text that is a date with labels around it
LINE: Final = 80  # code points of a line that is a date, at most
_FIRST: Final = 1990
_LAST: Final = 2100
_ALIKE: Final = str.maketrans({"’": "'", "ʼ": "'"} | dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\ufeff"))

# The units of Chinese, Japanese and Korean stand behind their numbers. They are signs of the notation, like the colon.
_UNITS: Final = dict(zip("年년月월日일号號时時点點시分분", "YYmmDDDDHHHHHII", strict=True))
_TOKEN: Final = re.compile(
    rf"(?P<number>\d{{1,9}})(?: ?(?P<unit>[{''.join(_UNITS)}]))?"
    r"|(?P<word>[^\s\d!-/:-@\[-`{-~¡-©«-±´¶·»¿‐-‧‹›、-】・،؛。，：｜॰]{1,40}(?:['.][^\s\d!-/:-@\[-`{-~·،।]{1,40}){0,4})"
    r"|(?P<sign>\S)"
)
_SIGNS: Final = {
    "–": "-", "—": "-", "‑": "-", "‐": "-", "،": ",", "、": ",", "，": ",", "：": ":", "·": "|", "•": "|", "｜": "|",
    "۔": ".", "。": ".", "॰": ".",
}  # fmt: skip
_DIGIT: Final = re.compile(r"\d")
# A year, a day with its unit, or a time: without one of them no line is a date.
_HOPEFUL: Final = re.compile(r"\d(?:\d{3}| ?[日일号號]|[:.h：時时시点點] ?\d\d)")
_BLANKS: Final = 12  # in a line with weekday, date, time and zone there are fewer

# Letters of the pattern: d number of one or two digits, y year, n another number, Y D H I numbers with their unit,
# M month, k day of the week, a p before and after noon, h the sign of hours, T the T of ISO 8601; s w W any other word
# of up to 3, up to 6, or more letters.
_WORD: Final = "[swWaphTk]"
_SHORT: Final = "[saphT]"
_LINK: Final = "[swaphT]"
_DATE: Final = "|".join(
    (
        rf"(?P<d1>d)[.]?(?:{_SHORT}[.]?){{0,2}},?[-/]?(?P<M1>M)(?:/M)?[.,]{{0,2}}(?:{_LINK}[.]?){{0,2}}[-/,]?(?P<y1>y)",
        rf"(?P<M2>M)[.,]?-?{_SHORT}?(?P<d2>d)[.]?{_SHORT}?[.,]?(?:{_SHORT}[.]?)?-?(?P<y2>y)",
        rf"(?P<y3>y)[-.,/]?(?:{_LINK}[.]?){{0,2}}(?P<M3>M)[.,]?-?(?P<d3>d)",
        rf"(?P<y4>y)[-.,]?(?:{_LINK}[.]?){{0,2}}(?P<d4>d)[.]?{_SHORT}?(?P<M4>M)",
        r"(?P<y5>y)(?P<by5>[-/.])(?P<m5>d)(?P=by5)(?P<d5>d)",
        r"(?P<a6>d)(?P<by6>[-/.])(?P<b6>d)(?P=by6)(?P<y6>y)",
        r"(?P<y7>[Yy])(?P<M7>M)(?P<d7>D)",
    )
)
_YEARLESS: Final = rf"d[.]?(?:{_SHORT}[.]?){{0,2}}M[.]?|M[.]?{_SHORT}?d{_SHORT}?|MD"
_CLOCK: Final = r"(?:[ap][.]?)?(?:d:d(?::d(?:[.,][dny])?)?|d[.]d|dhd?|HI?)(?:[ap][.]?)?|d[ap][.]?"
_LABEL: Final = rf"(?:{_WORD}(?:[.-]?{_WORD}){{0,2}}:)?"
_BEFORE: Final = rf"(?:[swWaphTM][.]?,?|{_WORD}{_WORD},|k[.]?,?{_SHORT}?)?"
_AFTER: Final = r"[.,]{0,2}(?:s[.]?)?,?(?:[(]?[ks][)]?)?[.]?"
_TO_CLOCK: Final = rf"[-,|(@]{{0,2}}(?:{_WORD}[.]?){{0,2}}[-,|]?"
_ZONE: Final = rf"(?:[(]?{_WORD}[.]?){{0,2}}(?:[(]?{_WORD}?[-+](?:d(?::?d)?|n|y))?[)]?[.]?"

_FIND: Final = re.compile(rf"(?<![dny][-/.])(?:{_DATE})")
_LINES: Final = tuple(
    map(
        re.compile,
        (
            rf"{_LABEL}{_BEFORE}(?:{_DATE}){_AFTER}(?:{_TO_CLOCK}(?:{_CLOCK}){_ZONE})?",
            rf"{_LABEL}(?:{_CLOCK}){_ZONE}[-,|]?{_BEFORE}(?:{_DATE}){_AFTER}",
            rf"{_LABEL}{_BEFORE}(?:{_YEARLESS}){_AFTER}{_TO_CLOCK}(?:{_CLOCK}){_ZONE}",
        ),
    )
)
_TIME: Final = re.compile(
    r"(?P<P1>[ap])?[.]?(?:(?P<H1>d):(?P<I1>d)|(?P<H2>d)h(?P<I2>d)?|(?P<H3>H)(?P<I3>I)?)(?P<P2>[ap])?"
    r"|(?P<H4>d)(?P<P3>[ap])"
)
_POINT: Final = re.compile(rf"[-,|.]{{0,2}}(?:{_WORD}[.]?){{0,2}}(?P<H5>d)[.](?P<I5>d)(?![.:/]?[dny])")


class _Spellings(NamedTuple):
    """How months, days and halves of the day are spelled, each spelling as its tokens."""

    letters: dict[tuple[str, ...], str]
    longest: dict[str, int]
    """Tokens of the longest spelling that begins with one."""
    months: dict[tuple[str, ...], int]
    """The number of a month, plus 100 for each year that its calendar is ahead; 0 where languages differ."""
    disputed: dict[tuple[str, ...], int]
    """Where they differ: by spelling and language."""


class _Reading(NamedTuple):
    """A text as tokens: one letter of `shape` for each of `tokens`, and of `values` what it counts."""

    shape: str
    tokens: list[str]
    values: list[int]


def parse(text: str, language: str | None = None) -> str | None:
    """Read the first date in `text` as ISO 8601, with its time if it has one; None where there is none.

    `text` is a date as a page prints it, perhaps with words around it. None too where day and month cannot be told
    apart, and for years before 1990 or after 2100. No time zone is read.
    `language`, an ISO 639-1 code, decides where two disagree: listopad is October in Croatian and November in Polish.

    >>> parse("Published: April 27, 2026")
    '2026-04-27'
    >>> parse("27 апреля 2026 г., 14:02")
    '2026-04-27T14:02'
    >>> parse("04/05/2026") is None
    True
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    reading = _read(text, language)
    found = _FIND.search(reading.shape)
    day = found and _day(found, reading)
    if not found or not day:
        return None
    clock = _clock(reading, found)
    return f"{day.isoformat()}T{clock}" if clock else day.isoformat()


@lru_cache(maxsize=50_000)
def is_date_line(text: str) -> bool:
    """Whether `text` is a short line that holds a date and nothing else: a weekday, a time, a label with a colon aside.

    A day and a month without a year are a date where a time stands with them.

    >>> is_date_line("Mo., 3. März 2025, 10:30 Uhr"), is_date_line("12 May 1998 was a cold day")
    (True, False)
    """
    if len(text) > LINE or not _HOPEFUL.search(text) or text.count(" ") > _BLANKS:
        return False
    reading = _read(text)
    for line in _LINES:
        found = line.fullmatch(reading.shape)
        if found:
            return line is _LINES[-1] or _is_possible(found, reading)
    return False


def _read(text: str, language: str | None = None) -> _Reading:
    spellings = _spellings()
    text = unicodedata.normalize("NFC", text).casefold().strip(" \t\r\n|•·-–—[]").translate(_ALIKE)
    raw = list(_TOKEN.finditer(text))
    plain = [_plain(match) for match in raw]
    shape, tokens, values = [], [], []
    at = 0
    while at < len(raw):
        size = spellings.longest.get(plain[at], 0)
        while size and tuple(plain[at : at + size]) not in spellings.letters:
            size -= 1
        if size:
            spelling = tuple(plain[at : at + size])
            letter = spellings.letters[spelling]
            value = spellings.months.get(spelling) or spellings.disputed.get((*spelling, language or ""), 0)
        else:
            letter, value = _letter(raw[at])
        shape.append(letter)
        tokens.append(plain[at])
        values.append(value)
        at += size or 1
    return _Reading("".join(shape), tokens, values)


def _plain(match: re.Match[str]) -> str:
    if match["number"]:
        return str(int(match["number"])) + (match["unit"] or "")
    return match[0]


def _letter(match: re.Match[str]) -> tuple[str, int]:
    """Give the letter of a token that is neither month nor mark, and what it counts."""
    if match["sign"]:
        return _SIGNS.get(match[0], match[0] if match[0] in ".,:/-|()+@" else "x"), 0
    if match["word"]:
        word = match[0]
        return {"t": "T", "h": "h"}.get(word, "s" if len(word) <= 3 else "w" if len(word) <= 6 else "W"), len(word)
    value = int(match["number"])
    if match["unit"]:
        return _UNITS[match["unit"]], value
    if len(match["number"]) <= 2:
        return "d", value
    is_year = any(_FIRST <= value - ahead <= _LAST for ahead in _calendars())
    return "y" if is_year and len(match["number"]) == 4 else "n", value


def _named(found: re.Match[str], reading: _Reading) -> dict[str, int]:
    """Give the value of each part of a date, by its group's name without the number."""
    parts = {name[:-1]: place for name in found.groupdict() if (place := found.start(name)) >= 0}
    return {name: place if name == "by" else reading.values[place] for name, place in parts.items()}


def _day(found: re.Match[str], reading: _Reading) -> datetime.date | None:
    """Give the day that a match names; None where it cannot be or may be one of two."""
    parts = _named(found, reading)
    ahead, month = divmod(parts["M"], 100) if "M" in parts else (0, parts.get("m", 0))
    day = parts.get("d", 0)
    if "a" in parts:
        day, month = parts["a"], parts["b"]
        if reading.shape[parts["by"]] != "." and day != month:
            if max(day, month) <= 12:
                return None
            day, month = max(day, month), min(day, month)
    year = parts["y"] - (ahead if parts["y"] > _LAST else 0)
    if not _FIRST <= year <= _LAST:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _is_possible(found: re.Match[str], reading: _Reading) -> bool:
    """Whether a match names a day that can be, be it in another order or a month that languages dispute."""
    parts = _named(found, reading)
    if parts.get("M") == 0 or _day(found, reading):
        return True
    if "a" not in parts or reading.shape[parts["by"]] == "." or parts["y"] > _LAST:
        return False
    return all(1 <= parts[name] <= 12 for name in "ab")


def _clock(reading: _Reading, found: re.Match[str]) -> str | None:
    """Give the time after the date, or else before it, as HH:MM."""
    shape = reading.shape
    time = _TIME.search(shape, found.end()) or _POINT.match(shape, found.end()) or _TIME.search(shape, 0, found.start())
    if not time:
        return None
    places = {name: place for name in time.groupdict() if (place := time.start(name)) >= 0}
    hour, minute = (next((reading.values[places[n]] for n in places if n[0] == kind), 0) for kind in "HI")
    half = next((shape[places[name]] for name in places if name[0] == "P"), "")
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


@cache
def _calendars() -> tuple[int, ...]:
    """How many years each calendar is ahead of the common one."""
    return tuple({0, *(entry.get("year", 0) for entry in languages().values())})


@cache
def _spellings() -> _Spellings:
    months: dict[tuple[str, ...], int] = {}
    disputed: dict[tuple[str, ...], int] = {}
    letters: dict[tuple[str, ...], str] = {}
    for code, entry in languages().items():
        for letter, key in (("k", "days"), ("a", "am"), ("p", "pm")):
            letters.update(dict.fromkeys(map(_tokens, filter(None, entry.get(key, "").split(", "))), letter))
        for number, line in enumerate(entry["months"].strip().splitlines(), 1):
            for spelling in map(_tokens, line.split(", ")):
                value = number + 100 * entry.get("year", 0)
                disputed[*spelling, code] = value
                months[spelling] = value if months.get(spelling, value) == value else 0
    letters.update(dict.fromkeys(months, "M"))
    longest: dict[str, int] = {}
    for spelling in letters:
        longest[spelling[0]] = max(len(spelling), longest.get(spelling[0], 0))
    clear = {spelling for spelling, value in months.items() if value}
    disputed = {key: value for key, value in disputed.items() if key[:-1] not in clear}
    return _Spellings(letters, longest, months, disputed)


def _tokens(spelling: str) -> tuple[str, ...]:
    return tuple(_plain(match) for match in _TOKEN.finditer(unicodedata.normalize("NFC", spelling).casefold()))
