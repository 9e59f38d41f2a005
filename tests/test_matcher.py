"""What the search for candidates finds is what the rules say, block by block."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner import packs, patterns
from cleaner.document import Document
from cleaner.matcher import Rulebook, confirm
from cleaner.packs import Rule

GOLDEN = sorted((Path(__file__).parent.parent / "fixtures" / "golden").glob("*/source.txt"))
RULES = packs.complete()


def by_search(book: Rulebook, text: str) -> set[tuple[int, str]]:
    return {(index, hit.rule.id) for index, hits in book.find(Document(text)).items() for hit in hits}


def one_by_one(text: str) -> set[tuple[int, str]]:
    document = Document(text)
    return {(index, rule.id) for index, block in enumerate(document.texts) for rule in RULES if confirm(rule, block)}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook(RULES, "strict")


# All of the packs that came first, and of the others, which hold the same kinds of rules, a part: each is tried by all rules.
SOME = [rule for number, rule in enumerate(RULES) if rule.language in ("", "en", "hi") or number % 40 == 0]


@pytest.mark.parametrize("rule", SOME, ids=lambda rule: rule.id)
def test_examples_are_found_with_the_search_as_without(book: Rulebook, rule: packs.Rule) -> None:
    text = "\n".join(packs.shown(example)[0] for example in (*rule.removes, *rule.keeps))
    assert by_search(book, text) == one_by_one(text)


@pytest.mark.parametrize("path", GOLDEN[::8], ids=lambda path: path.parent.name)
def test_articles_are_found_with_the_search_as_without(book: Rulebook, path: Path) -> None:
    text = packs.shown(path.read_text("utf-8"))[0]
    assert by_search(book, text) == one_by_one(text)


@pytest.mark.parametrize(
    "line",
    ["Share", "SHARE", "» Share «", "“Share”", "Share:", "Share (12)", "share...", "\u00a0Share\u00a0", "• Share"],
)
def test_a_word_is_known_whatever_signs_stand_around_it(book: Rulebook, line: str) -> None:
    assert "share.word.en" in {rule for _, rule in by_search(book, line)}


@pytest.mark.parametrize("language", ["zh-Hans", ""])
def test_a_pattern_of_a_language_in_other_letters_fits_no_latin_line(language: str) -> None:
    entry = {
        "id": "app.store", "reason": "Pointer to an app.", "pattern": r"\A(?:app|应用)[^。]{0,20}\Z",
        "removes": ["⟦应用商店⟧\n桥在秋天开放。", "⟦app商店⟧\n桥在秋天开放。"], "keeps": ["桥在秋天开放。", "河流改道了。"],
    }  # fmt: skip
    found = by_search(Rulebook(packs.rules([entry], language, "ours.toml")), "应用商店\nApp 商店\nApple picking begins\n")
    assert [index for index, _ in sorted(found)] == ([0, 1] if language else [0, 1, 2])


@pytest.mark.parametrize("line", ["Share.", "Share?", "Share it", "Shared", "2 Share prices", "The share"])
def test_a_word_in_a_sentence_is_no_control(book: Rulebook, line: str) -> None:
    assert "share.word.en" not in {rule for _, rule in by_search(book, line)}


def test_a_block_is_found_the_same_the_second_time() -> None:
    book = Rulebook(RULES)
    text = "Skip to main content\nThe mayor resigned.\nShare\nShare"
    assert by_search(book, text) == by_search(book, text) != set()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Ｓｈａｒｅ", "share.word.en"),
        ("ＳＨＡＲＥ ＴＨＩＳ ＡＲＴＩＣＬＥ", "share.invitation.en"),
        ("SUBSCRİBE", "share.word.en"),
        ("subscrıbe", "share.word.en"),
    ],
)
def test_a_word_is_known_in_any_form_of_its_letters(book: Rulebook, line: str, rule: str) -> None:
    assert rule in {found for _, found in by_search(book, line)}


PACK = """
[[rule]]
id = "share.own"
reason = "Controls."
phrases = ["partager l’article", "déplier la liste", "شارك المقال", "{n} टिप्पणियाँ", "مشاركة على فيسبوك"]
removes = ["⟦Partager l'article⟧", "⟦déplier la liste⟧"]
keeps = ["One.", "Two."]
"""


@pytest.mark.parametrize(
    "line",
    [
        "Partager l’article", "PARTAGER L'ARTICLE", "De\u0301plier la liste", "De\u0301plier la liste »", "شارک المقال",
        "شارك المقال", "१२ टिप्पणियाँ", "12 टिप्पणियाँ", "مشارکة علی فیسبوک",
    ],
)  # fmt: skip
def test_variants_of_letters_and_figures_are_one(tmp_path: Path, line: str) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(PACK, encoding="utf-8")
    document = Document(f"Ein Absatz.\n{line}")
    assert [hit.rule.id for hit in Rulebook(packs.load(pack)).find(document)[1]] == ["share.own.own"]
    assert document.raws[1] == line


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("मा", "मात्र", False), ("की", "कीमत", False), ("कर", "करें", False), ("कर", "किकर", False), ("మా", "మాత్రం", False),
        ("की", "राम की किताब", True), ("మా", "ఇది మా ఊరు", True), ("share", "shared", False), ("share", "please share it", True),
        ("การ", "การเมือง", True),
    ],
)  # fmt: skip
def test_no_word_ends_before_its_own_vowel_sign(phrase: str, text: str, stands: bool) -> None:
    assert patterns.stands_alone(phrase, text) is stands
    assert (re.search(patterns.bounded(phrase), text) is not None) is stands


def test_signs_in_the_midst_of_a_pattern_are_not_passed_over() -> None:
    rule = Rule("dates.changed", "Who changed it.", pattern=r"\A[^\w]{0,3}+(?:updated|changed)[ :]{1,3}+by \w+\Z")
    hits = Rulebook([rule]).find(Document("• Updated: by Anna\nchanged by Olof\nUpdatedby Anna\n"))
    assert sorted(hits) == [0, 1]


def test_a_line_of_several_languages_is_named_by_the_commonest_of_the_text(book: Rulebook) -> None:
    """The first of equal marks names a removal, and without more to go by that was the first of the alphabet."""
    for language, others in (("fr", ("Aller au contenu", "Se connecter")), ("en", ("Skip to main content", "Sign in"))):
        [*_, hits] = book.find(Document("\n".join((*others, "Sport")))).values()
        assert len(hits) > 1
        assert hits[0].rule.language == language
