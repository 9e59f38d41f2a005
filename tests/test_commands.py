from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import BODY, NOISE, SCRAPED, run

import cleaner
from cleaner import files, packs, pipeline

RULE = "navigation.skip-link.en"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return tmp_path


def write(path: Path, text: str = SCRAPED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


class TestArticle:
    def test_prints_the_article_and_its_record(self, here: Path) -> None:
        write(here / "a.txt")
        done = run("a.txt")
        (article,) = done.articles
        assert (done.code, done.err) == (0, "")
        assert article["text"] == BODY
        assert [entry["rule"] for entry in article["removed"]] == [RULE]
        assert article["source"]["path"] == "a.txt"

    def test_is_one_line_each_for_a_program_and_indented_for_a_person(self, here: Path) -> None:
        write(here / "a.txt")
        assert run("a.txt").out.count("\n") == 1
        seen = run("a.txt", terminal=True).out
        assert seen.startswith('{\n  "schema"')
        assert json.loads(seen)["text"] == BODY

    def test_reads_standard_input(self, here: Path) -> None:
        (article,) = run("-", stdin=SCRAPED.encode()).articles
        assert article["text"] == BODY
        assert article["source"]["path"] is None

    def test_takes_options_before_and_after_files(self, here: Path) -> None:
        write(here / "a.txt")
        assert run("--text", "a.txt").out == run("a.txt", "--text").out == BODY

    def test_takes_a_file_that_is_named_like_a_command(self, here: Path) -> None:
        write(here / "check")
        assert run("./check", "--text").out == BODY

    def test_takes_a_file_that_is_named_like_an_option(self, here: Path) -> None:
        write(here / "-q")
        assert run("--text", "--", "-q").out == BODY

    def test_takes_the_texts_and_pages_of_a_folder_in_order(self, here: Path) -> None:
        for name in ("b.txt", "a/z.TEXT", "a/b/c.txt", "plain", "page.html", "data.csv", ".hidden.txt", ".git/x.txt"):
            write(here / "in" / name)
        (here / "in" / "binary").write_bytes(b"\x89PNG\x00\xff")
        found = [article["source"]["path"] for article in run("in").articles]
        assert found == ["in/a/b/c.txt", "in/a/z.TEXT", "in/b.txt", "in/page.html", "in/plain"]

    def test_takes_any_named_file_and_each_once(self, here: Path) -> None:
        write(here / "in" / "a.log")
        write(here / "in" / "b.txt")
        found = [article["source"]["path"] for article in run("in/a.log", "in", "in/b.txt", "./in/b.txt").articles]
        assert found == ["in/a.log", "in/b.txt"]

    def test_mirrors_the_tree_in_an_output_folder(self, here: Path) -> None:
        write(here / "in" / "a" / "b.txt")
        write(here / "in" / "c.txt")
        done = run("in", "-o", "out")
        assert (done.code, done.out, done.err) == (0, "", "")
        assert tree(here / "out") == ["a/b.txt.json", "c.txt.json"]
        assert json.loads((here / "out" / "c.txt.json").read_bytes())["text"] == BODY

    def test_writes_all_articles_to_one_file(self, here: Path) -> None:
        write(here / "a.txt")
        write(here / "b.txt")
        assert run("a.txt", "b.txt", "-o", "all.jsonl").code == 0
        rows = [json.loads(row) for row in (here / "all.jsonl").read_text("utf-8").splitlines()]
        assert [row["source"]["path"] for row in rows] == ["a.txt", "b.txt"]
        assert tree(here) == ["a.txt", "all.jsonl", "b.txt"]

    def test_does_nothing_where_two_inputs_want_one_name(self, here: Path) -> None:
        write(here / "in" / "a.txt")
        write(here / "too" / "a.txt")
        done = run("in/a.txt", "too/a.txt", "-o", "out/")
        assert done.code == 2
        assert "too/a.txt" in done.err
        assert "in/a.txt" in done.err
        assert not (here / "out").exists()

    @pytest.mark.parametrize("output", ["in/", "in/a.txt"])
    def test_never_writes_over_a_source(self, here: Path, output: str) -> None:
        source = write(here / "in" / "a.txt")
        done = run("in/a.txt", "--text", "-o", output)
        assert (done.code, source.read_text("utf-8")) == (2, SCRAPED)
        assert "in/a.txt" in done.err

    def test_leaves_out_a_rule_by_its_prefix(self, here: Path) -> None:
        write(here / "a.txt")
        assert run("a.txt", "--text", "--without", "navigation").out == SCRAPED
        assert run("a.txt", "--text", "--without", RULE).out == SCRAPED

    def test_refuses_a_prefix_without_rules(self, here: Path) -> None:
        write(here / "a.txt")
        done = run("a.txt", "--without", "navigatoin")
        assert (done.code, done.out) == (2, "")
        assert "navigatoin" in done.err

    @pytest.mark.parametrize("option", [("--level", "harsh"), ("--kind", "pdf"), ("--colour",)])
    def test_refuses_what_is_no_option(self, here: Path, option: tuple[str, ...]) -> None:
        write(here / "a.txt")
        done = run("a.txt", *option)
        assert (done.code, done.out) == (2, "")
        assert option[0] in done.err

    def test_writes_an_odd_character_as_it_is_but_not_to_a_terminal(self, here: Path) -> None:
        text = SCRAPED.replace("mayor", "\x1b[31m\x9b2Jmayor")
        write(here / "a.txt", text)
        for json_seen in (run("a.txt", terminal=True).out, run("a.txt").out):
            assert "\x1b" not in json_seen
            assert "\x1b[31m\x9b2Jmayor" in json.loads(json_seen)["text"]
        seen = run("--text", "a.txt", terminal=True).out
        assert "\\x1b[31m\\x9b2Jmayor" in seen
        assert run("--text", "a.txt").out == text.removeprefix(NOISE).lstrip("\n")


class TestCheck:
    def test_lists_what_would_go_by_its_place(self, here: Path) -> None:
        write(here / "a b.txt")
        done = run("check", "a b.txt")
        assert (done.code, done.err) == (1, "")
        assert done.out.startswith(f"a b.txt:1:1: {RULE} ")
        assert done.out.count("\n") == 1

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_counts_lines_as_editors_do(self, here: Path, end: str) -> None:
        write(here / "a.txt", f"{BODY}\n  {NOISE}\n".replace("\n", end))
        assert run("check", "a.txt").out.startswith(f"a.txt:5:3: {RULE} ")

    def test_counts_columns_in_characters(self, here: Path) -> None:
        write(here / "a.txt", f"{BODY}\n\u3000\u00a0{NOISE}\n")
        assert run("check", "a.txt").out.startswith(f"a.txt:5:3: {RULE} ")

    def test_is_silent_about_a_clean_text(self, here: Path) -> None:
        write(here / "a.txt", BODY)
        assert run("check", "a.txt") == (0, "", "")

    def test_reads_from_standard_input(self) -> None:
        assert run("check", "-", stdin=SCRAPED.encode()).out.startswith("-:1:1: ")

    def test_trouble_outweighs_findings(self, here: Path) -> None:
        write(here / "a.txt")
        done = run("check", "gone.txt", "a.txt")
        assert done.code == 2
        assert done.out.startswith("a.txt:1:1: ")
        assert "gone.txt" in done.err

    def test_shows_what_a_terminal_would_obey_in_a_name(self, here: Path) -> None:
        write(here / "a\x1b[2J\n.txt")
        done = run("check", "a\x1b[2J\n.txt")
        assert done.out.startswith("a\\x1b[2J\\n.txt:1:1: ")
        assert "\x1b" not in run("check", "no\x1b[2J.txt").err

    def test_takes_a_name_that_is_no_utf8(self, here: Path) -> None:
        name = os.fsdecode(b"caf\xe9.txt")
        try:
            write(here / name)
        except OSError:
            pytest.skip("the file system wants UTF-8")
        assert run("check", name).out.startswith("caf\\udce9.txt:1:1: ")
        assert json.loads(run(name).out)["source"]["path"] == name


class TestColour:
    @pytest.mark.parametrize("command", ["check", "diff", "explain"])
    def test_is_for_terminals(self, here: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
        write(here / "a.txt")
        assert "\x1b[31m" in run(command, "a.txt", terminal=True).out
        assert "\x1b" not in run(command, "a.txt").out
        assert "\x1b" not in run(command, "a.txt", "--no-color", terminal=True).out
        assert "\x1b[31m" in run(command, "a.txt", "--color").out
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b" not in run(command, "a.txt", terminal=True).out
        monkeypatch.setenv("NO_COLOR", "")
        monkeypatch.setenv("TERM", "dumb")
        assert "\x1b" not in run(command, "a.txt", terminal=True).out


class TestFix:
    def test_rewrites_a_file_once(self, here: Path) -> None:
        path = write(here / "my notes.txt")
        assert run("fix", "my notes.txt") == (1, "Fixing my notes.txt\n", "")
        assert path.read_text("utf-8") == BODY
        assert run("fix", "my notes.txt") == (0, "", "")

    def test_does_not_touch_a_clean_file(self, here: Path) -> None:
        path = write(here / "a.txt", BODY)
        os.utime(path, ns=(1, 1))
        before = path.stat()
        assert run("fix", "a.txt").code == 0
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, 1)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
    def test_keeps_the_encoding(self, here: Path, encoding: str) -> None:
        path = here / "a.txt"
        body = BODY.replace("spring", "printemps très prévisible, dit-elle à l’été")
        path.write_bytes(f"{NOISE}\n\n{body}".encode(encoding))
        assert run("fix", "a.txt").code == 1
        assert path.read_bytes() == body.encode(encoding)

    def test_keeps_the_byte_order_of_a_mark(self, here: Path) -> None:
        path = here / "a.txt"
        path.write_bytes(b"\xfe\xff" + SCRAPED.encode("utf-16-be"))
        assert run("fix", "a.txt").code == 1
        assert path.read_bytes() == b"\xfe\xff" + BODY.encode("utf-16-be")

    def test_keeps_line_ends_and_the_want_of_a_last_one(self, here: Path) -> None:
        first, _, second = BODY.strip().split("\n")
        path = write(here / "a.txt", f"{NOISE}\r\n\r\n{first}\r\r{second}")
        assert run("fix", "a.txt").code == 1
        assert path.read_bytes() == f"{first}\r\r{second}".encode()

    def test_keeps_the_mode(self, here: Path) -> None:
        path = write(here / "a.txt")
        path.chmod(0o640)
        run("fix", "a.txt")
        assert path.stat().st_mode & 0o7777 == 0o640

    def test_keeps_a_link_and_fixes_what_it_leads_to(self, here: Path) -> None:
        path = write(here / "deep" / "a.txt")
        (here / "link.txt").symlink_to("deep/a.txt")
        assert run("fix", "link.txt").code == 1
        assert (here / "link.txt").is_symlink()
        assert path.read_text("utf-8") == BODY

    def test_refuses_a_file_that_changed_meanwhile(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = write(here / "a.txt")
        real = pipeline.clean

        def meanwhile(*args: object, **options: object) -> cleaner.Article:
            path.write_text("Somebody else wrote this.\n")
            return real(*args, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(pipeline, "clean", meanwhile)
        done = run("fix", "a.txt")
        assert (done.code, done.out) == (2, "")
        assert "a.txt" in done.err
        assert path.read_text() == "Somebody else wrote this.\n"
        assert tree(here) == ["a.txt"]

    def test_leaves_the_old_file_when_the_disk_is_full(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = write(here / "a.txt")

        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        done = run("fix", "a.txt")
        assert (done.code, done.out) == (2, "")
        assert "a.txt: no space left on device" in done.err
        assert path.read_text("utf-8") == SCRAPED
        assert tree(here) == ["a.txt"]

    def test_fixes_the_others_when_one_cannot_be_read(self, here: Path) -> None:
        path = write(here / "b.txt")
        done = run("fix", "a.txt", "b.txt")
        assert (done.code, done.out) == (2, "Fixing b.txt\n")
        assert "a.txt" in done.err
        assert path.read_text("utf-8") == BODY

    def test_does_not_follow_links_out_of_a_folder(self, here: Path) -> None:
        outside = write(here / "outside.txt")
        write(here / "in" / "a.txt")
        (here / "in" / "link.txt").symlink_to(outside)
        done = run("fix", "in")
        assert (done.code, done.out) == (1, "Fixing in/a.txt\n")
        assert "in/link.txt" in done.err
        assert outside.read_text("utf-8") == SCRAPED

    def test_has_nothing_to_do_with_standard_input(self) -> None:
        assert run("fix", "-", stdin=SCRAPED.encode()).code == 2

    def test_is_quiet_when_asked(self, here: Path) -> None:
        write(here / "a.txt")
        assert run("fix", "-q", "a.txt") == (1, "", "")


class TestDiff:
    def test_shows_lost_lines_with_rule_and_reason_between_kept_ones(self, here: Path) -> None:
        write(here / "a.txt", f"{BODY}\n{NOISE}\n")
        done = run("diff", "a.txt")
        assert done.code == 1
        lines = done.out.splitlines()
        assert lines[0] == "--- a.txt"
        assert f" {BODY.splitlines()[-1]}" in lines
        assert any(line.startswith(f"@@ 5: {RULE} ") for line in lines)
        assert lines[-1] == f"-{NOISE}"

    def test_skips_what_is_far_from_any_change(self, here: Path) -> None:
        middle = "".join(f"On day {day} of the talks nobody in the town hall had gone home.\n" for day in range(1, 20))
        write(here / "a.txt", f"{NOISE}\n\n{middle}{BODY}\n{NOISE}\n")
        out = run("diff", "a.txt").out
        assert out.count(f"-{NOISE}") == 2
        assert "\n...\n" in out
        assert "day 1 of" in out
        assert "day 9 of" not in out

    def test_shows_what_is_left_of_a_line(self, here: Path) -> None:
        first = "It rained in Lund. The mayor of the town resigned on Monday after a debate that had divided the council"
        second = "for most of the winter, and her deputy is to lead the town until the spring."
        write(here / "a.txt", f"{BODY}\n{first}\n\n{second}\n\n{BODY.swapcase()}")
        out = run("diff", "a.txt").out
        assert f"\n-{first}\n-\n-{second}\n+{first} {second}\n" in out

    def test_is_empty_for_a_clean_text(self, here: Path) -> None:
        write(here / "a.txt", BODY)
        assert run("diff", "a.txt") == (0, "", "")


class TestRestore:
    @pytest.mark.parametrize("text", [SCRAPED, SCRAPED.replace("\n", "\r\n"), f"\r{NOISE}\r\n\n\r{BODY}\u2028 \x0c", ""])
    def test_gives_the_source_back_to_the_character(self, here: Path, text: str) -> None:
        source = write(here / "a.txt", text)
        run("a.txt", "-o", "a.json")
        assert run("restore", "a.json").out == text
        assert run("restore", "a.json", "-o", "again.txt") == (0, "", "")
        assert (here / "again.txt").read_bytes() == source.read_bytes()

    def test_reads_standard_input(self, here: Path) -> None:
        assert run("restore", "-", stdin=cleaner.clean(SCRAPED).to_json().encode()).out == SCRAPED

    def test_writes_several_articles_to_a_folder(self, here: Path) -> None:
        write(here / "a.txt")
        write(here / "b.txt", BODY)
        run("a.txt", "b.txt", "-o", "all.jsonl")
        done = run("restore", "all.jsonl")
        assert (done.code, done.out) == (2, "")
        assert "-o" in done.err
        assert run("restore", "all.jsonl", "-o", "out/").code == 0
        assert tree(here / "out") == ["a.txt", "b.txt"]
        assert (here / "out" / "a.txt").read_text("utf-8") == SCRAPED

    def test_writes_nothing_outside_the_folder(self, here: Path) -> None:
        article = json.loads(cleaner.clean(SCRAPED, path="../../a.txt").to_json())
        write(here / "a.json", json.dumps(article))
        write(here / "b.json", json.dumps(article | {"id": "../x", "source": article["source"] | {"path": ".."}}))
        assert run("restore", "a.json", "b.json", "-o", "deep/out/").code == 0
        assert "a.txt" in tree(here / "deep" / "out")
        assert len(tree(here)) == 4

    @pytest.mark.parametrize(
        "damage",
        [
            {"text": "another text"},
            {"text": BODY.replace("mayor", "baker")},
            {"removed": []},
            {"removed": [{"start": 0}]},
            {"source": {}},
            {"text": None},
        ],
        ids=["short", "edited", "no record", "broken record", "no source", "no text"],
    )
    def test_refuses_an_article_that_was_changed(self, here: Path, damage: dict[str, object]) -> None:
        write(here / "a.json", json.dumps(json.loads(cleaner.clean(SCRAPED).to_json()) | damage))
        done = run("restore", "a.json", "-o", "a.txt")
        assert (done.code, done.out) == (2, "")
        assert "a.json" in done.err
        assert not (here / "a.txt").exists()

    @pytest.mark.parametrize("content", ["", "[]", "{", "Not JSON at all.", '{"text": "x"}\n{"text": "y"}\n'])
    def test_refuses_what_is_no_article(self, here: Path, content: str) -> None:
        write(here / "a.json", content)
        done = run("restore", "a.json", "gone.json")
        assert (done.code, done.out) == (2, "")
        assert "a.json" in done.err
        assert "gone.json" in done.err


PACK = """
[[rule]]
id = "greeting.hello"
reason = "A greeting."
phrases = ["hello dear reader"]
removes = ["⟦Hello dear reader⟧\\nThe mayor of Lund resigned on Monday.", {second}]
keeps = ["Hello dear reader is what he wrote.", "He said hello."]
"""


class TestRules:
    def test_lists_rules_of_packs_and_of_structure(self) -> None:
        done = run("rules")
        ids = [line.split()[0] for line in done.out.splitlines()]
        assert done.code == 0
        assert ids == sorted(set(ids))
        assert RULE in ids
        assert {rule.id for stage in pipeline.EVERY for rule in stage.RULES} <= set(ids)

    def test_lists_those_under_a_prefix(self) -> None:
        ids = [line.split()[0] for line in run("rules", "navigation").out.splitlines()]
        assert RULE in ids
        assert all(rule.startswith("navigation.") for rule in ids)

    def test_shows_one_whole_with_its_examples(self) -> None:
        out = run("rules", RULE).out
        assert out.startswith(f"{RULE}\n")
        assert "⟦Skip to main content⟧" in out
        assert "keeps:" in out

    def test_prints_the_pack_of_a_language(self) -> None:
        out = run("rules", "--language", "hi").out
        shown = [line for line in out.splitlines() if line and not line.startswith(" ")]
        assert shown == sorted(rule.id for rule in packs.complete() if rule.language == "hi")
        assert out.count("keeps:") == len(shown)

    def test_knows_no_unknown_language(self) -> None:
        done = run("rules", "--language", "xx")
        assert (done.code, done.out) == (2, "")
        assert "'xx'" in done.err

    def test_gives_json(self) -> None:
        rows = run("rules", "--json").articles
        (rule,) = [row for row in rows if row["id"] == RULE]
        assert rule["level"] == "careful"
        assert len(rule["removes"]) >= 2
        assert {"id", "level", "where", "reason"} <= set.intersection(*(set(row) for row in rows))

    def test_knows_no_unknown_prefix(self) -> None:
        done = run("rules", "nothing")
        assert (done.code, done.out) == (2, "")
        assert "nothing" in done.err

    def test_proves_a_pack(self, here: Path) -> None:
        write(here / "xx.toml", PACK.format(second='"⟦Hello dear reader!⟧\\nIt rained in Lund on Monday."'))
        done = run("rules", "test", "xx.toml")
        assert (done.code, done.out) == (0, "")

    def test_shows_the_example_that_does_not_hold(self, here: Path) -> None:
        write(here / "xx.toml", PACK.format(second='"⟦Goodbye⟧\\nIt rained in Lund on Monday."'))
        done = run("rules", "test", "xx.toml")
        assert done.code == 1
        assert done.out.startswith("xx.toml: greeting.hello.xx: ")
        assert "Goodbye" in done.out

    @pytest.mark.parametrize("content", ["[[rule]]\nid = 'a.b'\n", "rule = 1", "= ="])
    def test_refuses_a_pack_that_cannot_be_used(self, here: Path, content: str) -> None:
        write(here / "xx.toml", content)
        done = run("rules", "test", "xx.toml", "gone.toml")
        assert (done.code, done.out) == (2, "")
        assert "xx.toml" in done.err
        assert "gone.toml" in done.err


class TestExplain:
    def test_names_rule_reason_and_confidence_of_what_went(self, here: Path) -> None:
        write(here / "a.txt")
        out = run("explain", "a.txt").out
        assert f"1 - {NOISE}\n" in out
        assert f"{RULE}: " in out
        assert "confidence" in out

    def test_tells_of_one_line_alone(self, here: Path) -> None:
        write(here / "a.txt")
        done = run("explain", "a.txt:3")
        assert done.code == 0
        assert NOISE not in done.out
        assert "stays: reads as a paragraph: 20 words" in done.out

    def test_takes_a_file_whose_name_ends_like_a_line(self, here: Path) -> None:
        write(here / "a.txt:3")
        assert NOISE in run("explain", "a.txt:3").out

    def test_knows_no_line_that_is_not_there(self, here: Path) -> None:
        write(here / "a.txt")
        done = run("explain", "a.txt:99")
        assert (done.code, done.out) == (2, "")
        assert "99" in done.err

    def test_names_the_nearest_wording(self, here: Path) -> None:
        write(here / "a.txt", f"Skip over main content\n\n{BODY}")
        assert f"of {RULE}" in run("explain", "a.txt:1").out

    def test_names_the_rule_that_was_left_out(self, here: Path) -> None:
        write(here / "a.txt")
        assert f"stays: {RULE} is left out" in run("explain", "a.txt:1", "--without", "navigation").out


class TestProgram:
    def test_ends_with_usage_where_nothing_is_asked(self) -> None:
        done = run()
        assert done.code == 2
        assert "Usage: clean" in done.out + done.err

    @pytest.mark.parametrize("words", [(), ("check",), ("rules",), ("rules", "test"), ("--text",)])
    def test_helps(self, words: tuple[str, ...]) -> None:
        done = run(*words, "--help")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("Usage: clean")

    def test_tells_its_version(self) -> None:
        assert run("--version") == (0, f"clean {cleaner.__version__}\n", "")

    def test_ends_with_130_when_interrupted(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(here / "a.txt")

        def interrupt(path: str) -> bytes:
            raise KeyboardInterrupt

        monkeypatch.setattr(files, "read", interrupt)
        assert run("a.txt").code == 130

    def test_ends_with_3_on_a_fault_of_its_own_and_names_the_source(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(here / "a.txt")

        def fault(*args: object, **options: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(pipeline, "clean", fault)
        done = run("a.txt", "-o", "out/")
        assert (done.code, done.out) == (3, "")
        assert "ZeroDivisionError" in done.err
        assert "a.txt" in done.err
        assert tree(here) == ["a.txt"]

    def test_ends_quietly_when_nobody_reads(self, here: Path) -> None:
        for number in range(300):
            write(here / "in" / f"{number}.txt")
        shell = f"{sys.executable} -c 'from cleaner.commands.cli import main; raise SystemExit(main())' in | head -c 1"
        done = subprocess.run(["/bin/sh", "-c", shell], cwd=here, capture_output=True, check=False)
        assert (done.stdout, done.stderr) == (b"{", b"")

    def test_starts_without_what_it_does_not_need(self, here: Path) -> None:
        path = write(here / "a.txt")
        heavy = ("rich", "pydantic", "trafilatura", "bs4", "lxml", "langdetect", "charset_normalizer")
        script = (
            "import sys; from cleaner.commands.cli import main; main(sys.argv[1:]);"
            f"print(*(name for name in {heavy} if name in sys.modules), file=sys.stderr)"
        )
        for words in (["--help"], ["check", str(path)]):
            done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
            assert done.stderr.split() == []

    def test_completes_commands_and_options(self, here: Path) -> None:
        def completed(line: str) -> list[str]:
            environment = {**os.environ, "_CLEAN_COMPLETE": "complete_bash", "COMP_WORDS": line}
            environment["COMP_CWORD"] = str(len(line.split()) - 1)
            script = "from cleaner.commands.cli import main; raise SystemExit(main())"
            return subprocess.run(
                [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
            ).stdout.split()

        assert completed("clean ch") == ["check"]
        assert completed("clean a.txt --te") == ["--text"]
