"""What packages add that lie in a folder of `sys.path`: rules, stages, errors that name them. test_package.py installs one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from distributions import BODY, SOURCE, installed

PACKS, STAGES = "[cleaner.packs]\nharbour = harbour_rules\n", "[cleaner.stages]\ntides = harbour_rules.tides\n"


def clean(site: Path, *words: str, code: int = 0) -> str:
    """What the command writes where `site` is among the folders of packages; of a failure, to standard error."""
    program = "import sys; from cleaner.commands.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, check=False, encoding="utf-8", cwd=site.parent,
        env={**os.environ, "PYTHONPATH": str(site), "CLEANER_CACHE": str(site.parent.parent / "cache"), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done.stderr if code == 2 else done.stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "scraped.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def test_rules_and_stages_of_a_package_are_in_use(site: Path) -> None:
    installed(site, PACKS + STAGES)
    article = json.loads(clean(site, "scraped.txt"))
    assert article["text"] == BODY
    assert [(row["rule"], row["stage"]) for row in article["removed"]] == [
        ("harbour.bulletin.en", "phrases"), ("harbour.tide", "tides"),
    ]  # fmt: skip
    assert clean(site, "--text", "--without", "harbour", "scraped.txt") == SOURCE
    assert "no rule begins so" in clean(site, "--text", "--without", "harbor", "scraped.txt", code=2)


def test_they_are_listed_and_explained_like_the_programs_own(site: Path) -> None:
    installed(site, PACKS + STAGES)
    ids = [line.split()[0] for line in clean(site, "rules", "harbour").splitlines()]
    assert ids == ["harbour.bulletin.en", "harbour.tide"]
    assert "harbour.tide" in clean(site, "explain", "scraped.txt:5")


def test_what_is_installed_or_removed_later_is_noticed(site: Path) -> None:
    assert clean(site, "--text", "scraped.txt") == SOURCE
    installed(site, STAGES)
    assert "~~" not in clean(site, "--text", "scraped.txt")
    shutil.rmtree(site / "harbour_rules-1.4.dist-info")
    assert clean(site, "--text", "scraped.txt") == SOURCE


def test_a_run_does_not_go_on_with_another_pack(site: Path) -> None:
    installed(site, PACKS + STAGES)
    clean(site, "run", "scraped.txt", "-o", "out", "-q")
    stage = site / "harbour_rules" / "tides.py"
    stage.write_text(stage.read_text("utf-8").replace("~~", "~~~"), "utf-8")
    told = clean(site, "run", "scraped.txt", "-o", "out", "-q", code=2)
    assert "changed since the run began: harbour-rules: tides.py;" in told


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ("[cleaner.packs]\nharbour = no_such_package\n", "ModuleNotFoundError: No module named 'no_such_package'"),
        ("[cleaner.packs]\nharbour = harbour_rules.tides\n", "holds no pack, no file that ends in .toml"),
        ("[cleaner.packs]\nharbour = harbour_rules.tides:TIDE.level\n", "No such file or directory"),
        ("[cleaner.packs]\nharbour = harbour_rules.tides:mark\n", "is function, no package and no path"),
        (PACKS + "again = harbour_rules\n", "rule harbour.bulletin.en: id: is that of a rule of harbour-rules already"),
        ("[cleaner.stages]\ntides = harbour_rules\n", "has no RULES, a tuple of cleaner.packs.Heuristic"),
        ("[cleaner.stages]\ntides = harbour_rules.tides:nothing\n", "has no attribute 'nothing'"),
    ],
)
def test_an_entry_point_that_cannot_be_used_is_told_with_its_distribution(site: Path, entries: str, why: str) -> None:
    installed(site, entries)
    told = clean(site, "--text", "scraped.txt", code=2)
    assert told.startswith("clean: harbour-rules 1.4: cleaner.")
    assert why in told


def test_a_pack_that_cannot_be_used_is_told_with_file_and_rule(site: Path) -> None:
    installed(site, PACKS)
    (site / "harbour_rules" / "en.toml").write_text('[[rule]]\nid = "harbour.bulletin"\nphrases = ["x y z"]\n', "utf-8")
    told = clean(site, "--text", "scraped.txt", code=2)
    assert told.startswith("clean: harbour-rules 1.4: cleaner.packs: harbour = harbour_rules: ")
    assert "en.toml: rule harbour.bulletin: reason: is missing" in told
