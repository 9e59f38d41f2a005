"""Rule packs: `rules/*.toml` read, checked, and turned into rules. An error names file, rule and field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner import anchors, patterns
from cleaner.document import fold

LEVELS: Final = ("careful", "standard", "strict")
SCOPES: Final = ("block", "match", "sentence", "passage", "run", "rest", "pair")
PART_SCOPES: Final = ("match", "sentence", "passage")  # what fits may be a part of a block
LIST_SCOPES: Final = ("run", "rest", "pair")  # a heading, and blocks that follow it
WHERES: Final = ("anywhere", "head", "tail", "edge", "company", "end", "foot")
FIELDS: Final = ("title", "author", "date", "section", "site")

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
_SHOWN: Final = re.compile(r"⟦(.*?)⟧", re.DOTALL)


class PackError(ValueError):
    """A rule pack that cannot be used; says file, rule, field and what is wrong."""


@dataclass(frozen=True)
class Cue:
    """One part of an appeal: any of its phrases counts `weight`, once a block."""

    name: str
    weight: float
    phrases: tuple[str, ...]
    anchor: bool = False
    """Whether a block is looked at because one of these phrases stands in it."""

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple({text.casefold() for phrase in self.phrases for text in patterns.expand(phrase) if "{" not in text})

    @cached_property
    def _regex(self) -> re.Pattern[str] | None:
        varied = [patterns.template(phrase) for phrase in self.phrases if "{" in phrase]
        return re.compile("|".join(map(patterns.bounded, varied)), re.IGNORECASE) if varied else None

    def is_in(self, text: str, folded: str) -> bool:
        """Whether one of the phrases stands in `text` as whole words; `folded` is `text` in one case."""
        for phrase in self._texts:  # `in` is a hundred times as fast as one pattern of them all
            if phrase in folded and patterns.stands_alone(phrase, folded):
                return True
        return self._regex is not None and self._regex.search(text) is not None


class Finds(NamedTuple):
    """Texts by which the blocks are found that a rule may fit; a block that it fits has one of them."""

    exact: tuple[str, ...]
    """Keys of whole blocks."""
    counted: tuple[str, ...]
    """Keys of whole blocks with one sign for every number."""
    starts: tuple[str, ...]
    """What a block begins with."""
    inside: tuple[str, ...]
    """What a block holds; the empty text where nothing is fixed."""
    varied: tuple[str, ...]
    """The phrases of which not every wording is a key of a whole block."""


@dataclass(frozen=True)
class Rule:
    """What a kind of boilerplate looks like, why it goes, and the examples that prove it."""

    id: str
    reason: str
    language: str = ""
    phrases: tuple[str, ...] = ()
    pattern: str = ""
    cues: tuple[Cue, ...] = ()
    least: float = 0.0
    """What a block's cues must add up to."""
    scope: str = "block"
    where: str = "anywhere"
    when: Mapping[str, int] = field(default_factory=dict)
    unless: tuple[str, ...] = ()
    lifts: str | None = None
    level: str = "standard"
    confidence: float = 0.95
    keep: bool = False
    other_letters: bool = False
    """Whether its pattern is of a language in other letters than Latin ones: a block of these alone is none of its own."""
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    file: str = ""

    @property
    def category(self) -> str:
        """The first word of the id."""
        return self.id.partition(".")[0]

    def score(self, text: str) -> float:
        """What the cues in `text` add up to."""
        folded = text.casefold()
        return sum(cue.weight for cue in self.cues if cue.is_in(text, folded))

    @property
    def is_whole(self) -> bool:
        """Whether a phrase of the rule is all of a block."""
        return self.scope not in PART_SCOPES

    @cached_property
    def regex(self) -> re.Pattern[str] | None:
        """What the rule looks for in a block, compiled; None where cues are counted."""
        if self.pattern:
            return re.compile(patterns.fill(self.pattern), re.IGNORECASE)
        if not self.phrases:
            return None
        return re.compile("|".join(map(self._framed, self.phrases)), re.IGNORECASE)

    def _framed(self, phrase: str) -> str:
        pattern = patterns.template(phrase)
        return patterns.whole(pattern, patterns.stop_of(phrase)) if self.is_whole else patterns.bounded(pattern)

    @cached_property
    def finds(self) -> Finds:
        """How to find the blocks that the rule may fit."""
        exact: set[str] = set()
        counted: set[str] = set()
        starts: set[str] = set()
        inside: set[str] = set()
        varied: list[str] = []

        def search(pattern: str) -> None:
            begins, holds = anchors.of(patterns.outlined(pattern))
            starts.update(begins)
            inside.update(holds if begins or holds else [""])

        for phrase in self.phrases:
            wordings = patterns.expand(phrase)
            if self.is_whole and all(map(patterns.is_fixed, wordings)):
                exact.update(map(str.casefold, wordings))
                continue
            varied.append(phrase)
            if self.is_whole and all(map(patterns.is_counted, wordings)):
                counted.update(patterns.counted_key(wording) for wording in wordings)
            else:
                search((r"\A" if self.is_whole else "") + patterns.template(phrase, filled=False))
        for cue in self.cues:
            for phrase in cue.phrases if cue.anchor else ():
                search(patterns.template(phrase, filled=False))
        if self.pattern:
            search(self.pattern)
        return Finds(tuple(sorted(exact)), tuple(sorted(counted)), tuple(sorted(starts)), tuple(sorted(inside)), tuple(varied))

    @cached_property
    def limits(self) -> anchors.Limits:
        """What else such a block must be."""
        return anchors.limits(patterns.outlined(self.pattern)) if self.pattern else anchors.Limits()

    @cached_property
    def exceptions(self) -> re.Pattern[str] | None:
        """What excuses a block."""
        return re.compile("|".join(map(patterns.fill, self.unless)), re.IGNORECASE) if self.unless else None


class Heuristic(NamedTuple):
    """A rule of structure: what a stage finds without words."""

    id: str
    reason: str
    """A sentence; the mark's own reason adds what was measured."""
    level: str = "standard"


def shown(example: str) -> tuple[str, list[str]]:
    """An example without its brackets, and what stands between them."""
    return example.replace("⟦", "").replace("⟧", ""), _SHOWN.findall(example)


def is_under(rule: str, prefixes: Iterable[str]) -> bool:
    """Whether a rule's dotted id is one of `prefixes` or stands below one."""
    return any(rule == prefix or rule.startswith(prefix + ".") for prefix in prefixes)


def folder() -> Path:
    """Where the packs are: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "rules"


def paths() -> list[Path]:
    """The files of the program's own packs, the one for every language first."""
    found = [path for path in folder().glob("*.toml") if path.stem not in ("languages", "html")]
    return sorted(found, key=lambda path: (path.stem != "any", path.stem))


@cache
def complete() -> tuple[Rule, ...]:
    """The rules that come with the program, with their examples, in the order of their files."""
    rules = [rule for path in paths() for rule in load(path)]
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise PackError(f"{rule.file}: rule {rule.id}: id: stands in {seen[rule.id]} already")
        seen[rule.id] = rule.file
    return tuple(rules)


def unproved() -> list[Rule]:
    """The same rules unchecked, four times as fast: the tests check the program's own.

    What is so wrong that it cannot be read is still reported by the checks.
    """
    try:
        return [rule for path in paths() for rule in load(path, checked=False)]
    except (ValueError, TypeError, KeyError, AttributeError):
        return list(complete())


def changed(rule: Rule, **fields: Any) -> Rule:
    """`rule` with other conditions; what it is found by stays, so its phrases and pattern must."""
    other = replace(rule, **fields)
    other.__dict__.update(finds=rule.finds, limits=rule.limits)
    return other


def lean(rule: Rule) -> Rule:
    """`rule` as it is needed to clean: without examples, and without the phrases that whole blocks are looked up by.

    A pattern of all its phrases takes up to 30 ms to compile, most of them for nothing.
    """
    return changed(rule, removes=(), keeps=(), phrases=rule.finds.varied)


def plain_rule(row: dict[str, Any]) -> Rule:
    """The rule of which `dataclasses.asdict` made `row`."""
    return Rule(**{**row, "cues": tuple(Cue(**cue) for cue in row["cues"])})


def load(path: Path, *, checked: bool = True) -> list[Rule]:
    """The rules of one file; its name without the ending is their language, `any` means every language.

    Raises PackError for what cannot be read or used, unless it may go unchecked, OSError for a file that cannot be opened.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: not TOML: {error}") from error
    language = "" if path.stem == "any" else path.stem
    unknown = content.keys() - {"rule", "words"}
    if unknown:
        raise PackError(f"{path}: unknown table {', '.join(sorted(unknown))}; a pack holds [[rule]] tables and one of [words]")
    entries = content.get("rule", [])
    if lists := content.get("words"):
        entries = _with_words(entries, lists, str(path))
    return rules(entries, language, str(path), checked=checked)


def _with_words(entries: Any, lists: Any, file: str) -> Any:
    """`entries` with the pack's own lists of words in the place of their names, `{names}`, in patterns."""
    if not isinstance(lists, dict):
        raise PackError(f"{file}: words: write the lists as a [words] table")
    for name, items in lists.items():
        if not isinstance(items, list) or not items or not all(isinstance(item, str) and item for item in items):
            raise PackError(f"{file}: words: {name}: wants a list of strings, none empty")
        if not name.isalpha() or not name.islower() or name in patterns.PLACEHOLDERS:
            raise PackError(
                f"{file}: words: {name}: wants a name in small letters other than {', '.join(patterns.PLACEHOLDERS)}"
            )
    choices = {name: f"(?:{'|'.join(items)})" for name, items in lists.items()}
    used: set[str] = set()

    def filled(found: re.Match[str]) -> str:
        used.add(found[1])
        return choices.get(found[1], found[0])

    if isinstance(entries, list):
        entries = [
            entry | {"pattern": patterns.PLACEHOLDER.sub(filled, entry["pattern"])}
            if isinstance(entry, dict) and isinstance(entry.get("pattern"), str)
            else entry
            for entry in entries
        ]
    if unused := choices.keys() - used:
        raise PackError(f"{file}: words: no pattern names {', '.join(f'{{{name}}}' for name in sorted(unused))}")
    return entries


def rules(entries: Any, language: str, file: str, *, checked: bool = True) -> list[Rule]:
    """The rules that `entries`, the [[rule]] tables of `file`, tell of. Raises PackError for one that cannot be used."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise PackError(f"{file}: rule: write each rule as a [[rule]] table")
    return [_rule(entry, number, language, file, checked=checked) for number, entry in enumerate(entries, 1)]


_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "id": (str,), "reason": (str,), "phrases": (list,), "pattern": (str,), "cues": (list,), "least": (int, float),
    "scope": (str,), "where": (str,), "when": (dict,), "unless": (list,), "lifts": (str,), "level": (str,),
    "confidence": (int, float), "keep": (bool,), "removes": (list,), "keeps": (list,),
}  # fmt: skip
_CHOICES: Final = {"scope": SCOPES, "where": WHERES, "level": LEVELS, "lifts": FIELDS}
_LIMITS: Final = ("min_words", "max_words")
Wrong = Callable[[str, str], PackError]


def _rule(entry: dict[str, Any], number: int, language: str, file: str, *, checked: bool) -> Rule:
    name = entry.get("id", f"number {number}")

    def wrong(key: str, why: str) -> PackError:
        return PackError(f"{file}: rule {name}: {key}: {why}")

    if checked:
        _check(entry, wrong)
    # Blocks are folded before rules see them, so what rules look for is folded too.
    entry = entry | {key: [*map(fold, entry[key])] for key in ("phrases", "unless") if key in entry}
    if "pattern" in entry:
        entry["pattern"] = fold(entry["pattern"])
    known: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    if "cues" in entry:
        known["cues"] = tuple(Cue(**{**cue, "phrases": tuple(map(fold, cue["phrases"]))}) for cue in entry["cues"])
    known["id"] = entry["id"] + (f".{language.lower()}" if language else "")
    has_other = patterns.OTHER_LETTERS.search(known.get("pattern", "")) is not None
    other = has_other and language.partition("-")[0] in _without_latin()
    return Rule(**known, language=language, file=file, other_letters=other)


@cache
def _without_latin() -> frozenset[str]:
    """The languages that are written in other letters than Latin ones."""
    languages = tomllib.loads((folder() / "languages.toml").read_text("utf-8"))
    scripts = {code: about["scripts"].split() for code, about in languages.items() if code != "scripts"}
    return frozenset(code for code, names in scripts.items() if "Latin" not in names)


def _check(entry: dict[str, Any], wrong: Wrong) -> None:
    _check_types(entry, wrong)
    _check_values(entry, wrong)
    _check_texts(entry, wrong)
    if "cues" in entry:
        _check_cues(entry, wrong)


def _check_types(entry: dict[str, Any], wrong: Wrong) -> None:
    for key, value in entry.items():
        if key not in _TYPES:
            raise wrong(key, f"unknown field; known are {', '.join(_TYPES)}")
        if not isinstance(value, _TYPES[key]) or (isinstance(value, bool) and key != "keep"):
            raise wrong(key, f"wants {_TYPES[key][0].__name__}, not {type(value).__name__}")
        if isinstance(value, list) and key != "cues" and not all(isinstance(part, str) and part for part in value):
            raise wrong(key, "wants a list of strings, none empty")
        if key in _CHOICES and value not in _CHOICES[key]:
            raise wrong(key, f"{value!r} is none of {', '.join(_CHOICES[key])}")


def _check_values(entry: dict[str, Any], wrong: Wrong) -> None:
    for key in ("id", "reason"):
        if not entry.get(key):
            raise wrong(key, "is missing")
    if not _ID.fullmatch(entry["id"]):
        raise wrong("id", "wants dotted kebab-case words, like newsletter.sign-up")
    if sum(bool(entry.get(key)) for key in ("phrases", "pattern", "cues")) != 1:
        raise wrong("phrases", "wants exactly one of phrases, pattern and cues")
    for key, value in entry.get("when", {}).items():
        if key not in _LIMITS or not isinstance(value, int):
            raise wrong("when", f"knows {' and '.join(_LIMITS)}, as whole numbers")
    if not 0 <= entry.get("confidence", 0) <= 1:
        raise wrong("confidence", "wants a number from 0 to 1")


def _check_texts(entry: dict[str, Any], wrong: Wrong) -> None:
    removes, keeps = entry.get("removes", []), entry.get("keeps", [])
    if len(removes) < 2 or len(keeps) < 2:
        raise wrong("removes" if len(removes) < 2 else "keeps", "wants two examples at least: no proof, no rule")
    for example in removes:
        if not entry.get("keep") and not _SHOWN.search(example):
            raise wrong("removes", f"{example!r} does not show with ⟦ ⟧ what goes")
    for key, sources in (("pattern", [entry.get("pattern", "")]), ("unless", entry.get("unless", []))):
        for source in filter(None, sources):
            try:
                patterns.check(source, wants_literal=key == "pattern")
            except patterns.PatternError as error:
                raise wrong(key, str(error)) from error
    for phrase in entry.get("phrases", []):
        try:
            patterns.check_phrase(phrase)
        except patterns.PatternError as error:
            raise wrong("phrases", str(error)) from error


def _check_cues(entry: dict[str, Any], wrong: Wrong) -> None:
    for cue in entry["cues"]:
        try:
            for phrase in Cue(**cue).phrases:
                patterns.check_phrase(fold(phrase))
        except (TypeError, patterns.PatternError) as error:
            raise wrong("cues", f"wants tables of name, weight, phrases and perhaps anchor: {error}") from error
    if not any(cue.get("anchor") for cue in entry["cues"]) or entry.get("least", 0) <= 0:
        raise wrong("cues", "wants a cue with anchor = true, and least above 0")
