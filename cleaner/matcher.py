"""All rules at once over a document's blocks. The only file that knows the matching engine.

Whole-block phrases are looked up in a dictionary; everything else is found by a text that its matches must hold
(Aho-Corasick over all different blocks of the document) and then confirmed by the rule itself, so the search can only
cost time, never change what is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cleaner import packs, patterns
from cleaner.document import Document, count_words, with_digits
from cleaner.packs import Rule
from cleaner.sentences import sentence_at

_INDEX: Final = 4  # code points by which beginnings are looked up; shorter ones by all they have
_REMEMBERED: Final = 60_000  # blocks whose hits are remembered, about 30 MB of them
_NOTHING: Final[list[Any]] = []
_KEY_MOST: Final = 120  # code points of a block that may be a phrase


class Hit(NamedTuple):
    """A rule that fits a block, and the stretch of the block it means."""

    rule: Rule
    start: int
    end: int
    value: str | None = None
    """What the rule lifts out of the block, typographic signs folded."""


class Rulebook:
    """The rules in force, made ready to be found together."""

    def __init__(self, rules: Iterable[Rule], level: str = "standard", without: Iterable[str] = ()) -> None:
        self.level = packs.LEVELS.index(level)
        self._on: dict[str, bool] = {}
        self._known: dict[str, list[Hit]] = {}
        self.without = tuple(without)
        self.rules = [rule for rule in rules if self.has(rule.id, rule.level)]
        self._exact: dict[str, list[Rule]] = defaultdict(list)
        self._counted: dict[str, list[Rule]] = defaultdict(list)
        starts: dict[str, dict[str, list[Rule]]] = defaultdict(lambda: defaultdict(list))
        self._search = _Search()
        for rule in self.rules:
            finds = rule.finds
            for text in finds.exact:
                self._exact[text].append(rule)
            for text in finds.counted:
                self._counted[text].append(rule)
            for text in finds.starts:
                starts[text[:_INDEX]][text].append(rule)
            for text in finds.inside:
                self._search.add(text, rule)
        self._starts = {begin: (tuple(texts), dict(texts)) for begin, texts in starts.items()}

    def has(self, rule: str, level: str = "careful") -> bool:
        """Whether a rule of that level is in force."""
        if rule not in self._on:
            self._on[rule] = packs.LEVELS.index(level) <= self.level and not packs.is_under(rule, self.without)
        return self._on[rule]

    def find(self, document: Document) -> dict[int, list[Hit]]:
        """The hits of each block that has any, in order; where a rule may stand is not looked at."""
        known, distinct, places = self._known, document.distinct, document.places
        fresh = [text for text in distinct if text not in known]
        if fresh:
            # Pages of one site share most of their short lines, and the passes over one document nearly all of them.
            if len(known) > _REMEMBERED:
                known.clear()
                fresh = list(distinct)
            known.update(dict.fromkeys(fresh, _NOTHING))
            numbered = [text for text, digits in zip(fresh, with_digits("\n".join(fresh)), strict=True) if digits]
            self._find(fresh, numbered, known)
        hits = {
            index: found
            for text, last in distinct.items()
            if (found := known[text])
            for index in places.get(text, (last,))
        }
        return dict(sorted(hits.items())) if places else hits

    def _find(self, texts: list[str], numbered: Iterable[str], known: dict[str, list[Hit]]) -> None:
        exact, before, behind = self._exact, patterns.EDGE, patterns.EDGE_AND_DIGITS
        keys = [(text, text[:_KEY_MOST].lstrip(before).rstrip(behind).casefold()) for text in texts]
        for text, rules in [(text, exact[key]) for text, key in keys if key in exact]:
            if len(text) <= _KEY_MOST and (found := [Hit(rule, 0, len(text)) for rule in rules if _has_length(rule, text) and not _is_excused(rule, text)]):
                known[text] = found
        starts = self._starts
        for text, key in [(text, key) for text, key in keys if key[:4] in starts or key[:3] in starts or key[:2] in starts]:
            candidates: dict[str, Rule] = {}
            for size in range(patterns.START, _INDEX + 1):
                texts_of, rules_of = starts.get(key[:size], ((), {}))
                if key.startswith(texts_of):
                    candidates |= {r.id: r for start, rules in rules_of.items() if key.startswith(start) for r in rules}
            for rule in candidates.values():
                if found := confirm(rule, text):
                    known[text] = known[text] + found
        counted = self._counted
        for text in [text for text in numbered if len(text) <= _KEY_MOST]:
            for rule in counted.get(patterns.key(patterns.count(text)), ()):
                if found := confirm(rule, text):
                    known[text] = known[text] + found
        for text, candidates in self._search.candidates(texts):
            if found := [hit for rule in candidates for hit in confirm(rule, text)]:
                known[text] = known[text] + found


class _Search:
    """Rules by the texts that their matches hold."""

    def __init__(self) -> None:
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        self._always: list[Rule] = []
        self._automaton: Any = None
        self._found: list[list[Rule]] = []

    def add(self, text: str, rule: Rule) -> None:
        """Look for `rule` where `text`, in lower case, stands; everywhere if it is empty."""
        if text:
            self._rules[text].append(rule)
        else:
            self._always.append(rule)

    def _ready(self) -> Any:
        if self._automaton is None and self._rules:
            from ahocorasick_rs import BytesAhoCorasick, Implementation

            needles: list[bytes] = []
            for text, rules in self._rules.items():
                cases = {text, text.capitalize(), text.upper(), text.title()}
                for needle in sorted({case.encode("utf-8", "surrogatepass").lower() for case in cases}):
                    needles.append(needle)
                    self._found.append(rules)
            self._automaton = BytesAhoCorasick(needles, implementation=Implementation.DFA)
        return self._automaton

    def candidates(self, texts: list[str]) -> Iterator[tuple[str, Iterable[Rule]]]:
        """Blocks, and the rules that may fit them."""
        automaton = self._ready()
        wanted: dict[int, dict[str, Rule]] = {}
        if automaton is not None:
            # Lower case for ASCII alone is a tenth of the price of str.lower(); needles come in the other cases too.
            data = "\n".join(texts).encode("utf-8", "surrogatepass").lower()
            index = at = 0
            for needle, start, _ in automaton.find_matches_as_indexes(data, overlapping=True):
                # Overlapping matches come by their ends, so a later one may begin before an earlier one.
                if start != at:
                    index += data.count(b"\n", at, start) if start > at else -data.count(b"\n", start, at)
                    at = start
                rules = wanted.get(index)
                if rules is None:
                    rules = wanted[index] = {}
                for rule in self._found[needle]:
                    rules[rule.id] = rule
        for index, rules in wanted.items():
            yield texts[index], rules.values()
        if self._always:
            for text in texts:
                yield text, self._always


def confirm(rule: Rule, text: str) -> list[Hit]:
    """Where `rule` itself fits `text`, a block; the search for candidates has no say in it."""
    if not _has_length(rule, text):
        return []
    hits: list[Hit] = []
    if rule.cues:
        score = sum(cue.weight for cue in rule.cues if cue.regex.search(text))
        if score >= rule.least:
            hits.append(Hit(rule, 0, len(text), f"{score:g}"))
    elif rule.regex is None:
        pass
    elif rule.is_whole:
        if found := rule.regex.search(text):
            hits.append(Hit(rule, 0, len(text), _value(rule, found.groupdict(), text)))
    else:
        for found in rule.regex.finditer(text):
            start, end = found.span() if rule.scope == "match" else sentence_at(text, *found.span())
            if not hits or start >= hits[-1].end:
                hits.append(Hit(rule, start, end))
    return hits if hits and not _is_excused(rule, text) else []


def _value(rule: Rule, groups: dict[str, str | None], text: str) -> str | None:
    return (groups.get(rule.lifts) or text) if rule.lifts else None


def _has_length(rule: Rule, text: str) -> bool:
    if not rule.when:
        return True
    words = count_words(text)
    return rule.when.get("min_words", 0) <= words <= rule.when.get("max_words", words)


def _is_excused(rule: Rule, text: str) -> bool:
    return rule.exceptions is not None and rule.exceptions.search(text) is not None


@lru_cache(maxsize=8)
def rulebook(level: str, without: tuple[str, ...]) -> Rulebook:
    """The program's own rules at a level, less those switched off."""
    return Rulebook(packs.standard(), level, without)

