"""Every rule is proved by its own examples, and none can be made slow."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cleaner import matcher, packs, patterns, proof
from cleaner.packs import PackError, Rule

RULES = packs.complete()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_hold(rule: Rule) -> None:
    failures = list(proof.prove([rule]))
    assert not failures, "\n".join(f"{failure.example!r}: {failure.why}" for failure in failures)


def test_ids_are_unique() -> None:
    assert [id for id, times in Counter(rule.id for rule in RULES).items() if times > 1] == []


def test_a_language_has_a_sentence_that_stays_for_each_of_its_rules() -> None:
    rules = Counter(rule.language for rule in RULES)
    keeps = {language: {keep for rule in RULES if rule.language == language for keep in rule.keeps} for language in rules}
    assert {language for language, count in rules.items() if len(keeps[language]) < count} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_found_by_fixed_text(rule: Rule) -> None:
    assert any(rule.finds)
    assert all((*rule.finds.exact, *rule.finds.counted, *rule.finds.starts, *rule.finds.inside))


def test_every_pattern_tries_few_ways_from_a_place() -> None:
    for rule in RULES:
        for pattern in filter(None, (rule.pattern, *rule.unless)):
            patterns.check(pattern, wants_literal=pattern == rule.pattern)


def test_of_words_to_choose_from_only_those_count_that_begin_alike() -> None:
    apart = "(?:" + "|".join(f"{letter}ort" for letter in "bcdfghklmnpstvw") + ")"
    patterns.check(rf"\b{apart} {apart} {apart} {apart} of \w{{1,20}}")  # of one place each fits one at most
    with pytest.raises(patterns.PatternError, match="ways"):
        patterns.check(r"(?:a|ab|abc|abcd)" * 9 + " of")


def hostile(rule: Rule) -> list[str]:
    """Texts that hold what the rule is found by, again and again, and almost fit it."""
    finds = rule.finds
    texts = [text for kind in (finds.exact, finds.counted, finds.starts, finds.inside) for text in kind[:3]]
    texts += [patterns.expand(phrase)[0] for cue in rule.cues for phrase in cue.phrases[:1]]
    out = []
    for text in texts:
        out += [
            (text + " ") * 300,
            text * 300,
            text + " " + "A" * 3_000,
            (text + " Abc, Def. ") * 200,
            text + " 1" * 1_500,
        ]
    return out


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.pattern or rule.cues], ids=lambda rule: rule.id)
def test_hostile_blocks_come_to_an_end(rule: Rule) -> None:
    for text in hostile(rule):
        for hit in matcher.confirm(rule, text):
            assert 0 <= hit.start < hit.end <= len(text)


PACK = """
[[rule]]
id = "some.rule"
reason = "A rule."
pattern = '''{pattern}'''
removes = ["⟦one⟧", "⟦two⟧"]
keeps = ["three", "four"]
"""


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("share(?= this)", "look-ahead"),
        ("share(?! this)", "look-ahead"),
        ("(?<=please )share", "look-ahead"),
        (r"(share) \1", "back-reference"),
        ("share.*", "without a bound"),
        ("share.+", "without a bound"),
        ("share.{3,}", "without a bound"),
        ("share.{0,5000}", "without a bound"),
        ("share(?:.{0,900}x){0,3}", "may span|tries"),
        (r"share (?:\w{1,20} ){0,20}!", "tries"),
        (r"share (?:(?:a{0,9}){0,9}){0,9}!", "tries"),
        ("share (", "not a regular expression"),
        (r"\w{3,5}", "no fixed text"),
        ("share {nothing}", "unknown placeholder"),
    ],
)
def test_patterns_that_may_be_slow_are_refused(tmp_path: Path, pattern: str, reason: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(PACK.replace("{pattern}", pattern), "utf-8")
    with pytest.raises(PackError, match=reason) as caught:
        packs.load(path)
    assert str(path) in str(caught.value)
    assert "rule some.rule: pattern: " in str(caught.value)


def rule_of(tmp_path: Path, **fields: str) -> Rule:
    lines = {"id": '"some.rule"', "reason": '"A rule."', "phrases": '["press the purple button"]'} | fields
    path = tmp_path / "xx.toml"
    path.write_text("[[rule]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items()), "utf-8")
    return packs.load(path)[0]


KEEPS = '["He would press the purple button.", "Nobody knew of a purple button in the town hall."]'


def test_a_rule_that_proves_itself_has_no_failures(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, removes='["⟦Press the purple button⟧", "It rained.\\n⟦» Press the purple button⟧"]', keeps=KEEPS)
    assert list(proof.prove([rule])) == []


@pytest.mark.parametrize(
    ("removes", "why"),
    [
        ("⟦Press the green button⟧", "should go, but stays: 'Pressthegreenbutton'"),
        ("It rained.\nPress the purple button ⟦⟧", "should stay, but goes"),
        ("⟦Skip to main content⟧", "by other rules"),
    ],
)
def test_a_wrong_example_is_told(tmp_path: Path, removes: str, why: str) -> None:
    text = removes.replace("\n", "\\n")
    rule = rule_of(tmp_path, removes=f'["{text}", "⟦Press the purple button⟧"]', keeps=KEEPS)
    (failure,) = proof.prove([rule])
    assert failure.rule == "some.rule.xx"
    assert failure.example == removes
    assert why.replace("Pressthegreenbutton", "Press the green button") in failure.why


def test_a_sentence_that_should_stay_and_goes_is_told(tmp_path: Path) -> None:
    keeps = '["Press the purple button", "Nobody knew of a purple button in the town hall."]'
    rule = rule_of(tmp_path, removes='["⟦Press the purple button⟧", "⟦PRESS THE PURPLE BUTTON⟧"]', keeps=keeps)
    (failure,) = proof.prove([rule])
    assert "should stay whole" in failure.why


def test_examples_are_read_with_the_rules_that_are_given(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, removes='["⟦Press the purple button⟧", "⟦PRESS THE PURPLE BUTTON⟧"]', keeps=KEEPS)
    (first, *_) = proof.prove([rule], with_all=[])
    assert "should go, but stays" in first.why


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("Press the purple button today.", ["Press the purple button today."]),
        ("Do you like ferries? Press the purple button today.", ["Do you like ferries? Press the purple button today."]),
        ("Press the purple button today. It is free.", ["Press the purple button today. It is free."]),
        ("The ferry went down with all of its passengers! Press the purple button today.", ["Press the purple button today."]),
        ("The ferry did not sail on Monday. Press the purple button today.", ["Press the purple button today."]),
        ("Press the purple button today. The ferry did not sail on Monday.", ["Press the purple button today. "]),
    ],
)
def test_a_passage_takes_the_question_before_it_along_and_nothing_told(tmp_path: Path, text: str, goes: list[str]) -> None:
    rule = rule_of(tmp_path, scope='"passage"', removes='["⟦a⟧", "⟦b⟧"]', keeps='["c", "d"]')
    assert [text[hit.start : hit.end] for hit in matcher.confirm(rule, text)] == goes


WORDS = """
[words]
colour = ["purple", "green(?:ish)?"]
{more}
[[rule]]
id = "some.rule"
reason = "A rule."
pattern = '''press the {colour} button'''
removes = ["⟦Press the greenish button⟧", "⟦Press the purple button⟧"]
keeps = ["Press the yellow button", "Press the green knob"]
"""


def test_a_pattern_names_a_list_of_words(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(WORDS.replace("{more}", ""), "utf-8")
    (rule,) = packs.load(tmp_path / "xx.toml")
    assert list(proof.prove([rule])) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('size = ["large"]', "no pattern names {size}"),
        ('date = ["monday"]', "wants a name"),
        ("size = []", "wants a list"),
        ('size = "large"', "wants a list"),
    ],
)
def test_a_list_of_words_that_is_wrong_is_told(tmp_path: Path, more: str, why: str) -> None:
    (tmp_path / "xx.toml").write_text(WORDS.replace("{more}", more), "utf-8")
    with pytest.raises(PackError, match=why):
        packs.load(tmp_path / "xx.toml")
