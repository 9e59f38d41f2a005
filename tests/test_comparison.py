"""Two ways of cleaning the same sources: what each rule takes more or less."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import BODY, NOISE, run

import cleaner
from cleaner import configuration, marks
from cleaner.comparison import Comparison, only

SCRAPED = f"{NOISE}\n{BODY}\nShare this article\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    configuration.forget()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(SCRAPED, "utf-8")
    (tmp_path / "in" / "b.txt").write_text(BODY, "utf-8")
    return tmp_path


def removal(start: int, end: int, rule: str = "a.b") -> marks.Removal:
    return marks.Removal(start, end, "abcdefghij"[start:end], "s", rule, "a", "r", 1.0, None, (), "")


@pytest.mark.parametrize(
    ("these", "those", "left"),
    [
        ([(0, 3)], [], ["abc"]),
        ([(0, 3)], [(0, 3)], []),
        ([(0, 3)], [(1, 2)], ["a", "c"]),
        ([(0, 9)], [(1, 2), (4, 6)], ["a", "cd", "ghi"]),
        ([(2, 4), (5, 8)], [(0, 3), (6, 10)], ["d", "f"]),
        ([(0, 2), (8, 10)], [(3, 7)], ["ab", "ij"]),
    ],
)
def test_what_only_one_takes(these: list[tuple[int, int]], those: list[tuple[int, int]], left: list[str]) -> None:
    found = only([removal(*span) for span in these], [removal(*span) for span in those])
    assert [piece.text for piece in found] == left


def test_each_rule_tells_what_it_takes_more_and_less() -> None:
    found = Comparison()
    found.add("a", cleaner.clean(SCRAPED, without=["share", "frame"]), cleaner.clean(SCRAPED, without=["navigation"]))
    rules = dict(found.by_change())
    assert rules["share.invitation.en"].more == len("Share this article")
    assert rules["navigation.skip-link.en"].less == len(NOISE)
    assert [example.text for example in rules["navigation.skip-link.en"].lost] == [NOISE]
    assert (found.documents, found.differ) == (1, 1)


def test_sources_that_are_not_the_same_are_refused() -> None:
    with pytest.raises(ValueError, match="another length"):
        Comparison().add("a", cleaner.clean(SCRAPED), cleaner.clean(BODY))


def test_a_configuration_is_compared_with_a_level(here: Path) -> None:
    (here / "less.toml").write_text('ignore = ["share", "frame"]\n', "utf-8")
    done = run("compare", "in", "--old", "less.toml", "--new", "standard")
    assert done.code == 1
    assert done.out.startswith("2 documents, 1 differ; ")
    assert "share.invitation.en: 0 -> 1 removals, 18 characters more, 0 less\n  + Share this article (in/a.txt)\n" in done.out
    assert "  in/a.txt: 18 characters more, 0 less\n" in done.out


def test_a_pack_is_compared(here: Path) -> None:
    pack = f"""
    [[rule]]
    id = "tide.table"
    reason = "Table of the tides."
    phrases = ["tides of the week"]
    removes = ["⟦Tides of the week⟧\\n{BODY.partition(chr(10))[0]}", "{BODY.partition(chr(10))[0]}\\n⟦Tides of the week⟧"]
    keeps = ["The tides of the week had taken the jetty.", "Nobody reads the tides of the week any more."]
    """
    (here / "tides.toml").write_text(pack, "utf-8")
    (here / "in" / "c.txt").write_text(f"{BODY}\nTides of the week\n", "utf-8")
    assert "tide.table: 0 -> 1 removals" in run("compare", "in", "--new", "tides.toml").out


def test_nothing_differs_from_itself(here: Path) -> None:
    done = run("compare", "in", "--old", "standard", "--new", "standard")
    assert (done.code, done.out.count("\n")) == (0, 1)


def test_an_earlier_run_stands_for_what_it_made(here: Path) -> None:
    assert run("run", "in", "-o", "out", "--without", "share", "--without", "frame", "--jobs", "1", "-q").code == 0
    done = run("compare", "in", "--old", "out")
    assert done.code == 1
    assert "share.invitation.en: 0 -> 1 removals" in done.out


def test_texts_in_json_are_compared(here: Path) -> None:
    (here / "in" / "c.jsonl").write_text("\n" + json.dumps({"text": SCRAPED}), "utf-8")
    (here / "less.toml").write_text('ignore = ["share", "frame"]\n', "utf-8")
    assert "  + Share this article (in/c.jsonl:2)\n" in run("compare", "in/c.jsonl", "--old", "less.toml").out


def test_the_page_is_escaped(here: Path) -> None:
    (here / "in" / "a.txt").write_text(f"{BODY}\n<b>Skip</b>\n\nShare this article <script>\n\nShare this article\n", "utf-8")
    (here / "<i>.toml").write_text('ignore = ["share", "markup"]\n', "utf-8")
    run("compare", "in", "--old", "<i>.toml", "--html", "out.html")
    page = (here / "out.html").read_text("utf-8")
    assert "<script" not in page
    assert "<i>" not in page
    assert "&lt;i&gt;.toml" in page


@pytest.mark.parametrize("way", ["brave", "none.toml", "in"])
def test_what_is_no_way_is_named(here: Path, way: str) -> None:
    done = run("compare", "in", "--old", way)
    assert (done.code, done.out) == (2, "")
    assert way in done.err
