"""Patterns kept compiled find what they find when they are compiled anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner import compiled, packs

RULES = [rule for rule in packs.complete() if rule.regex is not None]


@pytest.mark.parametrize("rule", RULES[::40], ids=lambda rule: rule.id)
def test_a_pattern_taken_from_the_file_finds_the_same(rule: packs.Rule) -> None:
    assert rule.regex is not None
    taken = compiled.unpack(compiled.pack(rule.regex))
    assert (taken.pattern, taken.flags, taken.groupindex) == (rule.regex.pattern, rule.regex.flags, rule.regex.groupindex)
    for example in (*rule.removes, *rule.keeps):
        for line in packs.shown(example)[0].splitlines():
            was, now = rule.regex.search(line), taken.search(line)
            assert (was and (was.span(), was.groupdict())) == (now and (now.span(), now.groupdict()))


def test_a_file_gives_each_rule_its_own_pattern(tmp_path: Path) -> None:
    file = tmp_path / "patterns.bin"
    compiled.write(file, [re.compile("ferry", re.IGNORECASE), None, re.compile(r"\bquay (?P<side>\w{1,9})")])
    kept = compiled.Kept(file)
    ferry, quay = kept.get(0), kept.get(2)
    assert ferry is not None
    assert ferry.search("The FERRY sails")
    assert quay is not None
    assert quay.findall("the quay west, the quay east") == ["west", "east"]
    assert kept.get(1) is None
    assert kept.get(3) is None


@pytest.mark.parametrize("content", [None, b"", b"cut", b"\x05" + b"\0" * 7 + b"\xe9\x01\0\0\0" + b"x" * 9])
def test_a_file_that_is_missing_or_broken_is_no_loss(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "patterns.bin"
    if content is not None:
        file.write_bytes(content)
    assert compiled.Kept(file).get(0) is None
