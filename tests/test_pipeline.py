"""What a caller of the library meets: levels, switches, warnings, errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

import cleaner
from cleaner import clean, clean_many, index, packs, restore
from cleaner.pipeline import book, settle
from cleaner.settings import Settings

FIRST = (
    "The quarry above Sollen closed on the last day of April, after a hundred and forty years in which it had paid for the "
    "school, the road and most of the weddings in the valley."
)
SECOND = (
    "Forty-one people lost their work. The youngest is nineteen and had hoped to learn the drill; the oldest has been asked "
    "to stay on as a watchman, and has said that he would rather watch television."
)
CARD = "stone and bread\n\nThe last stonecutters of the upper valley and what they do now\n\n"
PAGE = f"Skip to main content\n\nThe quarry that paid for everything\n\n{FIRST}\n\n{CARD}{CARD}{SECOND}\n\nShare\n"


def gone(text: str, **options: object) -> set[str]:
    return {removal.rule for removal in clean(text, **options).removed}  # type: ignore[arg-type]


def test_careful_takes_only_what_is_certain() -> None:
    careful, standard = clean(PAGE, level="careful").text, clean(PAGE).text
    assert ("Skip to main content" in careful, CARD in careful, "Share" in careful) == (False, True, True)
    assert ("Skip to main content" in standard, CARD in standard, "Share" in standard) == (False, False, False)


def test_careful_keeps_one_of_each_copy() -> None:
    text = f"{FIRST}\n\n{SECOND}\n\n{FIRST}\n"
    assert clean(text, level="careful").text == f"{FIRST}\n\n{SECOND}\n"


@pytest.mark.parametrize("prefix", ["related.card", "related"])
def test_a_rule_is_switched_off_by_its_id_or_the_beginning_of_it(prefix: str) -> None:
    assert "related.card" not in gone(PAGE, without=[prefix])
    assert "navigation.skip-link.en" in gone(PAGE, without=[prefix])


def test_a_part_of_a_word_switches_nothing_off() -> None:
    assert "related.card" in gone(PAGE, without=["rel"])


def test_bytes_and_text_give_the_same_article() -> None:
    assert clean(PAGE.encode()).text == clean(PAGE).text


def test_many_come_one_at_a_time_and_in_order() -> None:
    articles = clean_many(iter([PAGE, FIRST]))
    assert next(articles).title == "The quarry that paid for everything"
    assert next(articles).text == FIRST


def test_all_noise_leaves_nothing_and_says_so() -> None:
    article = clean("Skip to main content\n\nShare\n\nBack to top\n")
    assert article.text == ""
    assert any("nothing is left" in warning for warning in article.warnings)


def test_a_text_that_loses_most_of_itself_says_so() -> None:
    article = clean(FIRST + "\n" + "\n".join("Sign up for our newsletter" for _ in range(60)))
    assert any("% of the text was removed" in warning for warning in article.warnings)


def test_a_list_of_other_stories_may_be_long() -> None:
    titles = "\n".join(f"A title of another story about the number {number}" for number in range(30))
    article = clean(f"{FIRST}\n\n{SECOND}\n\nRelated articles\n{titles}\n")
    assert article.text == f"{FIRST}\n\n{SECOND}\n"
    assert article.warnings == ()


def test_an_unknown_language_is_null_and_a_warning() -> None:
    article = clean("12 34 56\n78 90 12\n")
    assert article.language is None
    assert "the language is unknown" in article.warnings


def test_an_article_survives_json() -> None:
    article = clean(PAGE)
    again = cleaner.Article.from_json(article.to_json())
    assert again == article
    assert restore(again) == PAGE


def test_an_edited_article_is_not_restored_to_something_else() -> None:
    data = json.loads(clean(PAGE).to_json())
    data["text"] = data["text"][:40]
    with pytest.raises(ValueError, match="does not fit"):
        restore(cleaner.Article.from_dict(data))


@pytest.mark.parametrize(("option", "value"), [("level", "brave"), ("kind", "pdf")])
def test_an_unknown_option_is_named(option: str, value: str) -> None:
    with pytest.raises(ValueError, match=value):
        clean("text", **cast(Any, {option: value}))


def test_what_is_neither_text_nor_bytes_is_refused() -> None:
    with pytest.raises(TypeError, match="int"):
        clean(3)  # type: ignore[arg-type]


def test_a_paragraph_has_a_role() -> None:
    roles = {paragraph.text: paragraph.role for paragraph in clean(PAGE + "\n- a first thing\n").paragraphs}
    assert roles["The quarry that paid for everything"] == "title"
    assert roles[FIRST] == "paragraph"
    assert roles["- a first thing"] == "list item"


def test_a_rule_that_keeps_beats_those_that_take(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(
        '[[rule]]\nid = "keep.share"\nreason = "The paper is called so."\nkeep = true\nphrases = ["share"]\n'
        'removes = ["Share", "SHARE"]\nkeeps = ["One.", "Two."]\n',
        encoding="utf-8",
    )
    text = f"{FIRST}\n\nShare\n"
    assert settle(text, book(index.standard(), Settings())).document.text == f"{FIRST}\n"
    assert settle(text, book([*packs.complete(), *packs.load(pack)], Settings())).document.text == text


def test_a_page_whose_menu_lines_come_again_settles() -> None:
    menu = "\n".join(f"Entry number {name} {'x' * place}".strip() for place, name in enumerate("abcdefghijklmnopqrstuvwxyz"))
    article = clean(f"{menu}\n{menu}\nThe quarry\n{FIRST}\n{SECOND}\n")
    assert article.removed
    assert not [warning for warning in article.warnings if "did not settle" in warning]


def test_what_is_kept_as_code_at_first_stays_kept_only_while_there_is_code() -> None:
    form = "\n".join(["Name", "*", "Comment", "*", "Email", "*"])
    code = "\n".join(["<a>", "<b>", "x_y = {", "}"])
    article = clean(f"{FIRST}\n{SECOND}\n{form}\nShare\nPrint\n{code}\nShare\n")
    assert clean(article.text).removed == ()


def test_a_thai_title_is_no_paragraph_so_what_follows_it_still_stands_in_the_head() -> None:
    """Thai closes no sentence with a stop: only its length tells a paragraph from a title."""
    text = (
        "ชาวเกาะขอให้รัฐบาลเปิดเส้นทางเรือข้ามฟากอีกครั้ง\n\nการเมือง\n\n"
        "ทางเหนือของเกาะมีเรือข้ามฟากเพียงสัปดาห์ละสองเที่ยว ร้านค้าจึงสั่งขนมปังสำหรับทั้งสัปดาห์ไว้ล่วงหน้าหนึ่งวันก่อนเรือจะออกจากท่า "
        "และไม่มีใครรู้ว่าเรือเที่ยวสุดท้ายจะออกเมื่อไร"
    )
    assert "การเมือง" not in cleaner.clean(text, kind="text").text.splitlines()


@pytest.mark.parametrize("line", ["تخطى إلى المحتوى", "إقرأ أيضاً", "رفتن به محتوای اصلی", "१२ टिप्पणियाँ"])
def test_a_line_of_another_script_goes_from_the_midst_of_an_article(line: str) -> None:
    article = (
        "The mayor of Lund resigned on Monday after the council refused to approve her budget for the new harbour.",
        "Farmers in the valley say that the spring came three weeks early, and that half of the apricots froze.",
    )
    assert clean(f"{article[0]}\n\n{line}\n\n{article[1]}\n").text == f"{article[0]}\n\n{article[1]}\n"


def test_the_second_half_of_a_sentence_is_no_byline_and_a_button_behind_one_is_a_button() -> None:
    lines = (
        "Was freie Programme für kleine Büchereien leisten",
        "Seit zwei Jahren verleiht die Bücherei von Hallbrunn ihre Bände mit einem Programm, das jeder lesen, ändern und "
        "weitergeben darf, ohne dafür zu zahlen.",
        "In einem Leitfaden beschreiben die Leiterin und ihr Sohn die zunehmende Verbreitung",
        "von Ida Kolk",
        "Bestellen kann man ihn im Rathaus",
    )
    assert clean("\n".join(lines)).text.splitlines() == list(lines)
    button = [*lines[:3], "teilen", lines[4]]
    assert clean("\n".join(button)).text.splitlines() == [*lines[:3], lines[4]]
