"""The language of an article's body: scripts vote first, then stop words; langdetect is asked where neither tells.

A look at some 1,000 characters from the middle is enough, and keeps the menus at head and foot out of it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from cleaner.packs import folder

_SAMPLE: Final = 600  # code points: with 1,000 one answer of 1,999 is another, at half as much time again
_WIDER: Final = 8_000  # for a second look, where the first is a table or a list of names
_ASKED: Final = 1_000  # for langdetect, which takes 5 to 13 ms for as many
_LOOKS: Final = 64  # code points whose script is looked up
_PLAIN: Final = 1.25  # bytes a code point, below which Latin is taken for granted: other letters have two or three
_FEWEST: Final = 20  # letters without which only a script of one language tells

# Measured on 1,999 pages and on 2,506 pieces of the Declaration of Human Rights in these languages. A word counts the
# less the more languages have it, and once however often it stands there: menus and tables repeat letters and names.
_ALONE: Final = 3_600  # what the word of one language counts; of two a quarter, of three a ninth, and so on
_SHARED: Final = 6  # a word of more languages is left out; up to here all counts are whole numbers
# More than two words: at two a list of teams with Los, Las and La is Spanish, at three 14 pages more stay open.
_EVIDENCE: Final = 7_560
_SURE: Final = 0.8  # of langdetect, that is: below, it guesses at tables and names
_RIVAL: Final = 0.7  # share of the winner's count that the second may have; from 0.6 to 0.9 one page differs
_DECISIVE: Final = 3  # words, repeats counted, that tell two relatives apart; from 2 to 5 no page differs

# No \w: the vowel signs of Indic scripts are none of it.
_WORD: Final = re.compile(r"[^\s\d.,:;!?()\[\]{}<>«»„“”\"/|*…–—·•।،؛؟]+")


class _Ballot(NamedTuple):
    """The languages of one script, and what each word says for them."""

    languages: tuple[str, ...]
    words: Mapping[str, tuple[tuple[int, int], ...]]


def detect(text: str) -> str | None:
    """Tell the language that the middle of `text` is in, as an ISO 639-1 code; None where nobody knows.

    >>> detect("The council said on Monday that it would not be able to pay for the bridge.")
    'en'
    >>> detect("2,410 1,988 17.03") is None
    True
    """
    return vote(text) or _ask(text)


def vote(text: str) -> str | None:
    """Tell the language of `text` by its script and its stop words alone; None where they do not tell."""
    text = text.strip()
    sample = _middle(text, _SAMPLE)
    if len(sample.encode("utf-8", "surrogatepass")) < _PLAIN * len(sample):
        if len(sample) < 4 * _FEWEST and _letters(sample) < _FEWEST:
            return None
        found = _winner(sample.split(), _ballots()["Latin"])
        if found:
            return found
    script = _script(sample)
    ballot = _ballots().get(script)
    if ballot is None:
        return None
    if len(ballot.languages) == 1:
        return ballot.languages[0] if script != "Han" or _letters(sample) >= _FEWEST else None
    if len(sample) < 4 * _FEWEST and _letters(sample) < _FEWEST:
        return None
    return _winner(sample.split(), ballot) or _winner(_words(_middle(text, _WIDER)), ballot, between_two=True)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _words(text: str) -> list[str]:
    """Split `text` into its words, in one case and one spelling, without the signs around them."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower().replace("’", "'"))


def _middle(text: str, size: int) -> str:
    """About `size` code points from the middle of `text`, cut between words."""
    if len(text) <= size:
        return text
    start = (len(text) - size) // 2
    sample = text[start : start + size]
    first, last = sample.find(" ", 0, size // 4), sample.rfind(" ", size - size // 4)
    return sample[first + 1 : last if last > 0 else size]


def _script(sample: str) -> str:
    """Tell the script of most letters in `sample`; "" where there is none."""
    rows = _rows()
    counts = Counter([rows.get(ord(char) >> 4, "") for char in sample[:: len(sample) // _LOOKS or 1] if char.isalpha()])
    if not counts:
        return ""
    script = max(counts, key=counts.__getitem__)
    return "Kana" if script == "Han" and counts["Kana"] * 10 >= counts["Han"] else script


def script_of(text: str) -> str:
    """The script of most letters in `text`, as `rules/languages.toml` names it; "" where it has none.

    >>> script_of("Читать далее"), script_of("Read 3 more"), script_of("2 | 3")
    ('Cyrillic', 'Latin', '')
    """
    return _script(text)


def holds_script(script: str, text: str) -> bool:
    """Whether any letter of `text` is of that script."""
    return _letters_of(script).search(text) is not None


@cache
def _letters_of(script: str) -> re.Pattern[str]:
    spans = (span.split("-") for span in _tables()["scripts"][script].split())
    return re.compile("[" + "".join(f"\\u{first}-\\u{last}" for first, last in spans) + "]")


def _winner(words: list[str], ballot: _Ballot, *, between_two: bool = False) -> str | None:
    """Tell the language that `words` speak for, if they speak clearly.

    Relatives share most of their stop words, so `between_two` lets only those count that one of the first two has.
    """
    score = [0] * len(ballot.languages)
    for word in ballot.words.keys() & words:
        for number, weight in ballot.words[word]:
            score[number] += weight
    best = max(score)
    if best < _EVIDENCE:
        return None
    winner = score.index(best)
    score[winner] = 0
    second = max(score)
    if second <= _RIVAL * best:
        return ballot.languages[winner]
    if not between_two:
        return None
    return _duel(words, ballot.languages[winner], ballot.languages[score.index(second)])


def _duel(words: list[str], one: str, other: str) -> str | None:
    """Tell which of two languages more of `words` are stop words of, if it is twice as many and not by chance."""
    known = languages()
    ours, theirs = (set(known[code]["stopwords"].split()) for code in (one, other))
    for_one, for_other = (sum(word in own for word in words) for own in (ours - theirs, theirs - ours))
    if for_other > for_one:
        one, for_one, for_other = other, for_other, for_one
    return one if for_one >= max(_DECISIVE, 2 * for_other) else None


def _ask(text: str) -> str | None:
    """Ask langdetect about the middle of `text`; None where it is not sure."""
    sample = _middle(text.strip(), _ASKED)
    if _letters(sample) < _FEWEST:
        return None
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0  # unseeded, the same text gets different answers
    try:
        best = detect_langs(sample)[0]
    except LangDetectException:
        return None
    return best.lang.partition("-")[0] if best.prob >= _SURE else None


@cache
def languages() -> dict[str, dict[str, Any]]:
    """Load what `rules/languages.toml` says of each language, by ISO 639-1 code."""
    return {code: entry for code, entry in _tables().items() if code != "scripts"}


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((folder() / "languages.toml").read_text("utf-8"))


@cache
def _rows() -> dict[int, str]:
    """Map each row of sixteen code points to its script."""
    rows = {}
    for script, ranges in _tables()["scripts"].items():
        for span in ranges.split():
            first, last = (int(point, 16) for point in span.split("-"))
            rows.update(dict.fromkeys(range(first >> 4, (last >> 4) + 1), script))
    return rows


@cache
def _ballots() -> dict[str, _Ballot]:
    """Make the ballot of each script."""
    voters: defaultdict[str, list[str]] = defaultdict(list)
    for code, entry in languages().items():
        for script in entry["scripts"].split():
            voters[script].append(code)
    return {script: _ballot(codes) for script, codes in voters.items()}


def _ballot(codes: Iterable[str]) -> _Ballot:
    codes = tuple(codes)
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for number, code in enumerate(codes):
        for word in languages()[code]["stopwords"].split():
            sharing[word].append(number)
    return _Ballot(
        codes,
        {
            word: tuple((number, _ALONE // len(numbers) ** 2) for number in numbers)
            for word, numbers in sharing.items()
            if len(numbers) <= _SHARED
        },
    )
