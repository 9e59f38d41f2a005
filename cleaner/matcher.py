"""All rules at once over a document's blocks. The only file that knows the matching engine.

Whole-block phrases are looked up in a dictionary; everything else is found by a text that its matches must hold
(Aho-Corasick over all different blocks of the document) and then confirmed by the rule itself, so the search can only
cost time, never change what is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain, compress, filterfalse
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner import anchors, packs, patterns
from cleaner.document import Document, count_words, with_digits
from cleaner.index import Index, Numbers, Part, is_latin
from cleaner.packs import LEVELS, Heuristic, Rule
from cleaner.sentences import sentence_at

if TYPE_CHECKING:
    from cleaner.templates.store import Templates

_SIGNS: Final = patterns.EDGE_ASCII.encode()
_REMEMBERED: Final = 4_000_000  # code points of the blocks whose hits are remembered
_NOTHING: Final[list[Any]] = []
_FULL_WIDTH: Final = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_FIGURE: Final = re.compile(r"\d")


class Hit(NamedTuple):
    """A rule that fits a block, and the stretch of the block it means."""

    rule: Rule
    start: int
    end: int
    lifted: tuple[int, int] | None = None
    """The stretch of the block that the rule lifts."""
    score: float = 0.0
    """What its cues add up to."""


class Rulebook:
    """The rules in force, made ready to be found together."""

    def __init__(
        self,
        rules: Iterable[Rule] | Index,
        level: str = "standard",
        without: Iterable[str] = (),
        heuristics: Iterable[Heuristic] = (),
        *,
        select: Iterable[str] = (),
        suppressed: frozenset[str] = frozenset(),
        templates: Templates | None = None,
    ) -> None:
        self.level = level
        self.without = tuple(without)
        self.select = tuple(select)
        self.suppressed = suppressed
        """Fingerprints of the lines that stay."""
        self.templates = templates
        """What the pages of sites have in common."""
        self.met: set[str] = set()
        """Those of them that were met."""
        self._on: dict[str, bool] = {}
        self._known: dict[str, list[Hit]] = {}
        self._size = 0  # code points in it
        for heuristic in heuristics:
            self.has(heuristic.id, heuristic.level)
        self.index = rules if isinstance(rules, Index) else Index(tuple(rules))
        heads = self.index.heads
        self._in_force = [self.has(rule, at) for rule, at, _ in heads]
        self.keeps = any(keep and on for (_, _, keep), on in zip(heads, self._in_force, strict=True))
        """Whether any of the rules keeps what it finds."""
        self._tests = _Tests(self.index, self._in_force)
        self._searches: dict[bool, _Search] = self.index.searches

    def has(self, rule: str, level: str = "careful") -> bool:
        """Whether a rule is in force; what is said of its level first holds."""
        if rule not in self._on:
            self._on[rule] = (
                LEVELS.index(level) <= LEVELS.index(self.level)
                and not packs.is_under(rule, self.without)
                and (not self.select or packs.is_under(rule, self.select))
            )
        return self._on[rule]

    def find(self, document: Document) -> dict[int, list[Hit]]:
        """The hits of each block that has any, in order; where a rule may stand is not looked at.

        A block's hits come by how common their languages are in the document: the first of equal marks names the removal.
        """
        known, texts = self._known, document.texts
        fresh = list(dict.fromkeys(filterfalse(known.__contains__, texts)))
        if fresh:
            # Pages of one site share most of their short lines, and the passes over one document nearly all of them.
            if self._size > _REMEMBERED:
                self.forget()
                fresh = list(dict.fromkeys(texts))
            self._size += sum(map(len, fresh))
            known.update(dict.fromkeys(fresh, _NOTHING))
            self._find(fresh, known)
        found = list(map(known.__getitem__, texts))
        return _in_order(dict(compress(enumerate(found), found)))

    def forget(self) -> None:
        """Empty what is remembered of blocks seen before; it costs time only."""
        self._known.clear()
        self._size = 0

    def _find(self, texts: list[str], known: dict[str, list[Hit]]) -> None:
        self._find_in(self._search(True), texts, known)
        if strange := [text for text in texts if not is_latin(text)]:
            self._find_in(self._search(False), strange, known)
        self._find_composed([text for text in texts if len(text) <= patterns.KEY_MOST and not text.isascii()], known)

    def _search(self, latin: bool) -> _Search:
        if latin not in self._searches:
            self._searches[latin] = _Search(self.index.part(latin))
        return self._searches[latin]

    def _rules(self, numbers: Iterable[int]) -> Iterator[Rule]:
        return (self.index.rule(number) for number in numbers if self._in_force[number])

    def _find_in(self, search: _Search, texts: list[str], known: dict[str, list[Hit]]) -> None:
        exact, before, behind = search.part.exact, anchors.LEAD, patterns.EDGE_AND_DIGITS
        stripped = [text.lstrip(before) for text in texts]
        keys = [text.casefold() for text in stripped]
        short = [(text, key.rstrip(behind)) for text, key in zip(texts, keys, strict=True) if len(key) <= patterns.KEY_MOST]
        short += [(text, stopless) for text, key in short if key[-1:] == "." and (stopless := patterns.without_stop(key))]
        for text, rules in [(text, found) for text, key in short if (found := exact.get(key)) and _has_few_signs(text)]:
            known[text] = known[text] + [
                Hit(rule, 0, len(text))
                for rule in self._rules(rules)
                if _has_length(rule, text) and not _is_excused(rule, text)
            ]
        numbered = compress(zip(texts, keys, strict=True), with_digits("\n".join(keys)))
        for text, numbers in search.counts([pair for pair in numbered if len(pair[1]) <= patterns.KEY_MOST]):
            self._confirm(numbers, text, known)
        # lstrip() gives back the same object where there was nothing to strip.
        lines = [
            key if part is text else f"{key}\0{text.casefold()}" for text, part, key in zip(texts, stripped, keys, strict=True)
        ]
        for text, maybe in search.candidates(texts, _bytes("\n" + "\n".join(lines))):
            self._confirm(maybe, text, known)

    def _confirm(self, numbers: Iterable[int], text: str, known: dict[str, list[Hit]]) -> None:
        """Add the hits of rules that were not found in the block by another of their texts."""
        tests, size, words, has_number = self._tests, len(text), count_words(text), _FIGURE.search(text) is not None
        # Of a hundred candidates two fit, so what tells most of the others is asked here, without a call for each.
        maybe = [
            number
            for number in numbers
            if (test := tests[number]).longest >= size
            and test.least <= words <= test.most
            and (has_number or not test.has_number)
            and test.fits(text)
        ]
        found = [hit for number in maybe for hit in confirm(self.index.rule(number), text)]
        if found and (before := {hit.rule.id for hit in known[text]}):
            found = [hit for hit in found if hit.rule.id not in before]
        if found:
            known[text] = known[text] + found

    def _find_composed(self, texts: list[str], known: dict[str, list[Hit]]) -> None:
        """Whole blocks that are phrases but for letters written as two code points, or as wide as Chinese ones."""
        composed = {
            text: unicodedata.normalize("NFKC", text)
            for text in texts
            if not unicodedata.is_normalized("NFC", text) or _FULL_WIDTH.search(text)
        }
        found: dict[str, list[Hit]] = dict.fromkeys(composed.values(), _NOTHING)
        if found.keys() - composed.keys():
            self._find(list(found), found)
        for text, plain in composed.items():
            whole = [hit for hit in found[plain] if (hit.start, hit.end) == (0, len(plain)) and not hit.lifted]
            if whole and not known[text]:
                known[text] = [hit._replace(end=len(text)) for hit in whole]


def _in_order(found: dict[int, list[Hit]]) -> dict[int, list[Hit]]:
    common = Counter(chain.from_iterable({hit.rule.language for hit in hits} for hits in found.values()))
    common[""] = len(found) + 1  # rules of every language
    return {
        index: hits if len(hits) == 1 else sorted(hits, key=lambda hit: -common[hit.rule.language])
        for index, hits in found.items()
    }


class _Test(NamedTuple):
    """What a rule's pattern asks of a block, in the order of what it costs."""

    longest: int
    """Code points."""
    least: int
    most: int
    """Words."""
    has_number: bool
    fits: Callable[[str], object]
    """Something where the pattern fits."""


class _Tests(dict[int, _Test]):
    """The tests of rules by their numbers, made when they are asked for; what is not in force fits nothing."""

    def __init__(self, index: Index, in_force: list[bool]) -> None:
        super().__init__()
        self._index, self._in_force = index, in_force

    def __missing__(self, number: int) -> _Test:
        rule, limits = self._index.rule(number), anchors.Limits(*self._index.limits[number])
        longest = limits.longest if self._in_force[number] else 0
        least, most = rule.when.get("min_words", 0), rule.when.get("max_words", limits.longest)
        test = self[number] = _Test(longest, least, most, limits.has_number, partial(self._compile, number, limits.at_start))
        return test

    def _compile(self, number: int, at_start: bool, text: str) -> object:
        """Try a pattern for the first time: in a checkout it is compiled then, which takes as long as cleaning half a text."""
        regex = self._index.rule(number).regex
        fits: Callable[[str], object] = bool  # where cues are counted, more is not known
        if regex is not None:
            fits = regex.match if at_start else regex.search
        self[number] = self[number]._replace(fits=fits)
        return fits(text)


class _Search:
    """A part of an index, and the automaton that finds its texts."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._always = part.needles.get(b"", ())
        self._needles = list(filter(None, part.needles))
        self._wanted = [part.needles[needle] for needle in self._needles]
        self._automaton: Any = None

    def counts(self, numbered: list[tuple[str, str]]) -> Iterator[tuple[str, Numbers]]:
        """Blocks of `numbered`, texts and their keys, that are phrases with numbers in them, and the numbers of their rules."""
        lines = patterns.count(_bytes("\n".join([key for _, key in numbered]))).split(b"\n")
        for (text, _), line in zip(numbered, lines, strict=False):
            if rules := self.part.counted.get(line.strip(_SIGNS)):
                yield text, rules

    def candidates(self, texts: list[str], data: bytes) -> Iterator[tuple[str, Iterable[int]]]:
        """Blocks, and the numbers of rules that may fit them: all that do are among them, that is all that is promised."""
        automaton = self._ready()
        if automaton is not None:
            wanted: dict[int, set[int]] = {}
            index, at = -1, 0
            for needle, _, end in automaton.find_matches_as_indexes(data, overlapping=True):
                # Matches come by their ends, and a line break at the beginning of one belongs to its block.
                index += data.count(b"\n", at, end)
                at = end
                if index in wanted:
                    wanted[index].update(self._wanted[needle])
                else:
                    wanted[index] = set(self._wanted[needle])
            for index, rules in wanted.items():
                yield texts[index], sorted(rules)
        if self._always:
            for text in texts:
                yield text, self._always

    def _ready(self) -> Any:
        """The automaton, if there is anything to find."""
        if self._needles and self._automaton is None:
            from ahocorasick_rs import BytesAhoCorasick, Implementation

            # A DFA takes 71 MB in the place of 6, and is not worth it: of a text, the search is a twentieth of the time.
            self._automaton = BytesAhoCorasick(self._needles, implementation=Implementation.ContiguousNFA)
        return self._automaton


def _has_few_signs(text: str) -> bool:
    """Whether no more signs and figures stand around a block's words than may stand around a phrase."""
    before, behind = len(text.lstrip(anchors.LEAD)), len(text.rstrip(patterns.EDGE_AND_DIGITS))
    return len(text) - before <= patterns.SIGNS and len(text) - behind <= patterns.SIGNS


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def confirm(rule: Rule, text: str) -> list[Hit]:
    """Where `rule` itself fits `text`, a block; the search for candidates has no say in it."""
    if not _has_length(rule, text) or (rule.other_letters and is_latin(text)):
        return []
    hits: list[Hit] = []
    if rule.cues:
        if (score := rule.score(text)) >= rule.least:
            hits.append(Hit(rule, 0, len(text), score=score))
    elif rule.regex is None:
        pass
    elif rule.is_whole:
        if found := rule.regex.search(text):
            hits.append(Hit(rule, 0, len(text), _lifted(rule, found)))
    else:
        for found in rule.regex.finditer(text):
            start, end = found.span() if rule.scope == "match" else sentence_at(text, *_from_word(found))
            if not hits or start >= hits[-1].end:
                hits.append(Hit(rule, start, end))
        if hits and rule.scope == "passage" and all(map(_goes_along, _beside(text, hits))):
            hits = [Hit(rule, 0, len(text))]
    return hits if hits and not _is_excused(rule, text) else []


def _from_word(found: re.Match[str]) -> tuple[int, int]:
    """The span of what a pattern has found, less the end of the sentence before it."""
    start, end = found.span()
    return start + len(found[0]) - len(found[0].lstrip(" .!?:,;)")), end


def _beside(text: str, hits: list[Hit]) -> Iterator[str]:
    """What stands before, between and after `hits`."""
    ends = [0, *(hit.end for hit in hits)]
    starts = [*(hit.start for hit in hits), len(text)]
    for end, start in zip(ends, starts, strict=True):
        yield text[end:start].strip()


def _goes_along(text: str) -> bool:
    """Whether `text`, beside sentences that go, is a call or a question that leads to them, and nothing told."""
    words = count_words(text)
    return (
        words <= _FEW
        or (words <= _CALL and text.endswith(_CALL_ENDS))
        or (words <= _QUESTION and text.endswith(_QUESTION_ENDS))
    )


def _lifted(rule: Rule, found: re.Match[str]) -> tuple[int, int] | None:
    """The span of the group that is named like the field; without one, of all the block."""
    if not rule.lifts:
        return None
    return found.span(rule.lifts) if found.groupdict().get(rule.lifts) else (0, len(found.string))


_FEW: Final = 3  # words beside a sentence that go with it
_CALL: Final = 6  # of a call that does: a longer one may be an outcry of the article's
_CALL_ENDS: Final = ("!", ":", "！", "：")
_QUESTION: Final = 14
_QUESTION_ENDS: Final = ("?", "？", "؟", ";")
_words: Final = lru_cache(maxsize=1)(count_words)  # rule after rule asks the same block


def forget_words() -> None:
    """Empty what is remembered of the last block; it costs time only."""
    _words.cache_clear()


def _has_length(rule: Rule, text: str) -> bool:
    if not rule.when:
        return True
    words = _words(text)
    return rule.when.get("min_words", 0) <= words <= rule.when.get("max_words", words)


def _is_excused(rule: Rule, text: str) -> bool:
    return rule.exceptions is not None and rule.exceptions.search(text) is not None
