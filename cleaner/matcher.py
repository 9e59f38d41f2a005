"""All rules at once over a document's blocks. The only file that knows the matching engine.

Whole-block phrases are looked up in a dictionary; everything else is found by a text that its matches must hold
(Aho-Corasick over all different blocks of the document) and then confirmed by the rule itself, so the search can only
cost time, never change what is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner import packs, patterns
from cleaner.document import Document, count_words, is_dense
from cleaner.packs import Rule
from cleaner.sentences import sentence_at

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

    def __init__(self, rules: Sequence[Rule], level: str = "standard", without: Iterable[str] = ()) -> None:
        self.level = packs.LEVELS.index(level)
        self.without = tuple(without)
        self.rules = [rule for rule in rules if self.has(rule.id, rule.level)]
        self._exact: dict[str, list[Rule]] = defaultdict(list)
        searched: dict[str, list[Rule]] = defaultdict(list)
        self._always: list[Rule] = []
        for rule in self.rules:
            for wording in rule.wordings:
                if rule.scope in ("block", "run") and patterns.is_fixed(wording):
                    self._exact[patterns.key(wording)].append(rule)
                else:
                    searched[patterns.literal(wording)].append(rule)
            for cue in rule.cues:
                if cue.anchor:
                    for phrase in cue.phrases:
                        for wording in patterns.expand(phrase):
                            searched[patterns.literal(wording)].append(rule)
            if rule.pattern:
                found = patterns.literals(rule.pattern)
                for text in found:
                    searched[text].append(rule)
                if not found:
                    self._always.append(rule)
        self._searched: list[list[Rule]] = []
        needles: list[bytes] = []
        for text, wanted in searched.items():
            for variant in sorted({_needle(text), _needle(text.capitalize()), _needle(text.upper()), _needle(text.title())}):
                needles.append(variant)
                self._searched.append(wanted)
        self._automaton = _automaton(needles) if needles else None

    def has(self, rule: str, level: str = "careful") -> bool:
        """Whether a rule of that level is in force."""
        return packs.LEVELS.index(level) <= self.level and not packs.is_under(rule, self.without)

    def find(self, document: Document, known: dict[str, tuple[Hit, ...]]) -> dict[int, tuple[Hit, ...]]:
        """The hits of each block that has any, where they may stand aside.

        `known` remembers what was found in which text, and is added to: blocks come back in the next pass.
        """
        distinct = document.distinct
        fresh = list(distinct.keys() - known.keys()) if known else list(distinct)
        if fresh:
            known.update(dict.fromkeys(fresh, ()))
            self._find(fresh, known)
        places = document.places
        hits: dict[int, tuple[Hit, ...]] = {}
        for text, last in distinct.items():
            found = known[text]
            if found:
                for index in places.get(text, (last,)):
                    hits[index] = found
        return hits

    def _find(self, texts: list[str], known: dict[str, tuple[Hit, ...]]) -> None:
        exact = self._exact
        key = patterns.key
        for text in texts:
            if len(text) <= _KEY_MOST and (rules := exact.get(key(text))):
                known[text] = tuple(Hit(rule, 0, len(text)) for rule in rules if _fits(rule, text))
        for text, rules in self._candidates(texts):
            hits = list(known[text])
            for rule in rules:
                hits += confirm(rule, text)
            known[text] = tuple(hits)

    def _candidates(self, texts: list[str]) -> Iterator[tuple[str, Iterable[Rule]]]:
        wanted: dict[int, dict[str, Rule]] = {}
        if self._automaton is not None:
            # Lower case for ASCII alone is a tenth of the price of str.lower(); needles come in the other cases too.
            data = "\n".join(texts).encode("utf-8", "surrogatepass").lower()
            index = at = 0
            for needle, start, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
                # Overlapping matches come by their ends, so a later one may begin before an earlier one.
                index += data.count(b"\n", at, start) if start >= at else -data.count(b"\n", start, at)
                at = start
                rules = wanted.setdefault(index, {})
                for rule in self._searched[needle]:
                    rules[rule.id] = rule
        for index, rules in wanted.items():
            yield texts[index], rules.values()
        if self._always:
            for text in texts:
                yield text, self._always


def confirm(rule: Rule, text: str) -> list[Hit]:
    """Where `rule` itself fits `text`, a block; the prefilter has no say in it."""
    if not _fits(rule, text):
        return []
    if rule.cues:
        score = sum(cue.weight for cue in rule.cues if cue.regex.search(text))
        return [Hit(rule, 0, len(text), f"{score:g}")] if score >= rule.least else []
    assert rule.regex is not None
    if rule.scope in ("block", "run"):
        found = rule.regex.search(text)
        return [Hit(rule, 0, len(text), _value(rule, found.groupdict(), text))] if found else []
    spans: list[Hit] = []
    for found in rule.regex.finditer(text):
        start, end = found.span() if rule.scope == "match" else sentence_at(text, *found.span())
        if not spans or start >= spans[-1].end:
            spans.append(Hit(rule, start, end))
    return spans


def _value(rule: Rule, groups: dict[str, str | None], text: str) -> str | None:
    return (groups.get(rule.lifts) or text) if rule.lifts else None


def _fits(rule: Rule, text: str) -> bool:
    if rule.when:
        words = count_words(text)
        if not rule.when.get("min_words", 0) <= words <= rule.when.get("max_words", words):
            return False
    return not (rule.exceptions and rule.exceptions.search(text))


def _needle(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").lower()


@lru_cache(maxsize=8)
def rulebook(level: str, without: tuple[str, ...]) -> Rulebook:
    """The program's own rules at a level, less those switched off."""
    return Rulebook(packs.standard(), level, without)


def _automaton(needles: list[bytes]):  # type: ignore[no-untyped-def]
    from ahocorasick_rs import BytesAhoCorasick, Implementation

    return BytesAhoCorasick(needles, implementation=Implementation.DFA)


__all__ = ["Hit", "Rulebook", "confirm", "is_dense", "rulebook"]
