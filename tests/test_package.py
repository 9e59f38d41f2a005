"""The package as a user gets it: a wheel, installed in a fresh environment, used far from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import distributions
import pytest
from command import BODY, SCRAPED

CHECKOUT = Path(__file__).parent.parent
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"

# The environment is made once, which takes half a minute, and longer where packages come over a slow line.
pytestmark = pytest.mark.timeout(900)

Command = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as pip builds it: in isolation, with the backend from the index."""
    folder = tmp_path_factory.mktemp("wheel")
    call(Path(sys.executable), "-m", "pip", "wheel", str(CHECKOUT), "--no-deps", "--quiet", "-w", str(folder), cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands are of an environment that has the wheel, what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, symlinks=sys.platform != "win32", with_pip=True)
    call(folder / SCRIPTS / "python", "-m", "pip", "install", "--quiet", str(wheel), cwd=folder)
    return folder / SCRIPTS


@pytest.fixture
def command(scripts: Path, tmp_path: Path) -> Command:
    """Runs a command of the fresh environment in an empty folder."""

    def run(name: str, *words: str, code: int = 0) -> subprocess.CompletedProcess[bytes]:
        return call(scripts / name, *words, cwd=tmp_path, code=code, CLEANER_CACHE=str(tmp_path / "cache"))

    return run


def call(program: Path, *words: str, cwd: Path, code: int = 0, **extra: str) -> subprocess.CompletedProcess[bytes]:
    names = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    names["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    done = subprocess.run([str(program), *words], cwd=cwd, env=names | extra, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode(errors="replace")
    return done


def test_the_wheel_holds_the_packs_and_none_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    packs = {path.name for path in (CHECKOUT / "rules").glob("*.toml")}
    assert {name.removeprefix("cleaner/rules/") for name in names if name.endswith(".toml")} == packs
    assert "cleaner/py.typed" in names
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"cleaner"}


def test_the_program_and_its_packs_are_those_of_the_package(command: Command, scripts: Path) -> None:
    told = command("python", "-c", "import cleaner.packs as p; print(p.__file__); print(p.folder())").stdout.decode()
    program, packs = map(Path, told.splitlines())
    assert program.is_relative_to(scripts.parent)
    assert packs == program.parent / "rules"


def test_a_file_is_cleaned_and_comes_back(command: Command, tmp_path: Path) -> None:
    (tmp_path / "scraped.txt").write_text(SCRAPED, "utf-8", newline="")
    done = command("clean", "scraped.txt")
    article = json.loads(done.stdout)
    assert article["text"] == BODY
    assert [removal["rule"] for removal in article["removed"]] == ["navigation.skip-link.en"]
    assert done.stderr == b""

    (tmp_path / "article.json").write_bytes(done.stdout)
    assert command("clean", "restore", "article.json").stdout == SCRAPED.encode()


def test_the_first_file_does_not_wait_for_the_rules_to_be_read(command: Command, tmp_path: Path) -> None:
    (tmp_path / "scraped.txt").write_text(SCRAPED, "utf-8", newline="")
    command("clean", "check", "scraped.txt", code=1)
    kept = {path.name.partition("-")[0] for path in (tmp_path / "cache").glob("*")}
    assert kept <= {"plugins"}  # the index came with the package, and nothing had to be made
    rules = "[standard().rule(number) for number in range(200)]"
    code = f"from cleaner.index import standard; print(all('regex' in rule.__dict__ for rule in {rules} if rule.pattern))"
    assert command("python", "-c", code).stdout.strip() == b"True"  # and so did the patterns, compiled


def test_the_hooks_commands_end_as_they_promise(command: Command, tmp_path: Path) -> None:
    (tmp_path / "scraped.txt").write_text(SCRAPED, "utf-8", newline="")
    assert command("clean", "check", "scraped.txt", code=1).stdout.startswith(b"scraped.txt:1:1: navigation.skip-link.en")
    command("clean", "fix", "scraped.txt", code=1)
    command("clean", "fix", "scraped.txt")
    assert (tmp_path / "scraped.txt").read_text("utf-8") == BODY


def test_a_package_of_a_user_adds_rules_and_a_stage(command: Command, scripts: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    pip = (scripts / "python", "-m", "pip")
    call(*pip, "install", "--quiet", str(distributions.project(ours)), cwd=tmp_path)
    (tmp_path / "scraped.txt").write_text(distributions.SOURCE, "utf-8", newline="")
    try:
        assert command("clean", "--text", "scraped.txt").stdout == distributions.BODY.encode()
    finally:
        call(*pip, "uninstall", "--quiet", "--yes", distributions.NAME, cwd=tmp_path)
    assert command("clean", "--text", "scraped.txt").stdout == distributions.SOURCE.encode()


def test_schema_rules_and_version_are_told(command: Command) -> None:
    schema = (CHECKOUT / "cleaner" / "article.schema.json").read_bytes()
    assert command("clean", "schema").stdout == schema
    rules = command("clean", "rules").stdout.decode().splitlines()
    assert any(line.startswith("navigation.skip-link.en ") for line in rules)
    assert len(rules) > 50
    assert command("clean", "--version").stdout.startswith(b"clean 0.")
