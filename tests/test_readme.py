"""What the README shows is what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from command import run

from cleaner import configuration, packs, proof

CHECKOUT = Path(__file__).parent.parent
README = (CHECKOUT / "README.md").read_text("utf-8")


def shown(kind: str) -> str:
    """The fenced block of that kind."""
    (block,) = re.findall(rf"^```{kind}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return str(block)


@pytest.fixture
def scraped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "scraped.txt").write_text(shown("text before"), "utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    return "scraped.txt"


def test_the_picture_before_is_the_file() -> None:
    assert shown("text before") == (CHECKOUT / "docs" / "scraped.txt").read_text("utf-8")


def test_the_picture_after_is_what_stays(scraped: str) -> None:
    assert run("--text", scraped).out == shown("text after")


def test_the_record_is_what_check_prints(scraped: str) -> None:
    assert run("check", scraped).out == shown("text record")


def test_the_rule_that_is_shown_proves_itself(tmp_path: Path) -> None:
    pack = tmp_path / "en.toml"
    pack.write_text(shown("toml"), "utf-8")
    assert tomllib.loads(shown("toml"))["rule"][0]["id"] == "share.carrier-pigeon"
    assert list(proof.prove(packs.load(pack))) == []


def test_the_configuration_that_is_shown_is_one(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ours.toml").write_text(shown("toml"), "utf-8")
    (tmp_path / "clean.toml").write_text(shown("toml clean.toml"), "utf-8")
    settings = configuration.read(tmp_path / "clean.toml").settings(tmp_path / "blog" / "a.txt")
    assert (settings.level, settings.ignore, settings.site) == ("careful", ("newsletter", "related"), "blog.example.org")
    assert settings.own is not None
    assert len(settings.suppressed) == 1


def test_every_command_is_in_the_table() -> None:
    told = run("--help").out
    commands = re.findall(r"^  (\w+)  +\S", told.partition("Commands:")[2], re.MULTILINE)
    assert len(commands) > 5
    for command in commands:
        assert f"| `clean {command} " in README or f"| `clean {command}`" in README
