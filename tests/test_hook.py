from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from command import BODY, SCRAPED

MANIFEST = Path(__file__).parent.parent / ".pre-commit-hooks.yaml"
COMMAND = "from cleaner.commands.cli import main; raise SystemExit(main())"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository of articles in which our hooks run, by the command that is installed here."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in [name for name in os.environ if name.startswith("GIT_") and "CONFIG" not in name]:
        monkeypatch.delenv(name)
    command = tmp_path / "bin" / "clean"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{COMMAND}" "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")

    folder = tmp_path / "articles"
    (folder / "old news").mkdir(parents=True)
    (folder / "clean.txt").write_text(BODY)
    (folder / "old news" / "first one.txt").write_text(SCRAPED)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    hooks: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text("utf-8"))
    for hook in hooks:
        assert hook["language"] == "python"
        hook["language"] = "system"  # what is installed, not what an index has
        hook["files"] = r"\.(txt|png)$"
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    git(folder, "init", "-q")
    git(folder, "add", ".")
    return folder


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def pre_commit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_manifest_is_valid() -> None:
    done = pre_commit(MANIFEST.parent, "validate-manifest", str(MANIFEST))
    assert done.returncode == 0, done.stdout


def test_the_check_fails_with_the_list_and_changes_nothing(repository: Path) -> None:
    done = pre_commit(repository, "run", "clean-check", "--all-files")
    assert done.returncode == 1
    assert "old news/first one.txt:1:1: navigation.skip-link.en" in done.stdout
    assert "- exit code: 1" in done.stdout
    assert "files were modified" not in done.stdout
    assert "picture.png" not in done.stdout
    assert (repository / "old news" / "first one.txt").read_text() == SCRAPED


def test_the_fix_fails_once_and_passes_when_its_work_is_added(repository: Path) -> None:
    done = pre_commit(repository, "run", "clean-fix", "--all-files")
    assert done.returncode == 1
    assert "Fixing old news/first one.txt" in done.stdout
    assert "files were modified by this hook" in done.stdout
    assert (repository / "old news" / "first one.txt").read_text() == BODY
    assert (repository / "clean.txt").read_text() == BODY
    git(repository, "add", ".")
    for hook in ("clean-fix", "clean-check"):
        again = pre_commit(repository, "run", hook, "--all-files")
        assert again.returncode == 0, again.stdout


def test_a_commit_is_stopped_until_it_is_clean(repository: Path) -> None:
    assert pre_commit(repository, "install").returncode == 0
    commit = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "Add articles"]
    first = subprocess.run(commit, cwd=repository, capture_output=True, check=False)
    assert first.returncode == 1
    git(repository, "add", ".")
    assert subprocess.run(commit, cwd=repository, capture_output=True, check=False).returncode == 0
