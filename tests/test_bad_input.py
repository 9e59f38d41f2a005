from __future__ import annotations

import os
import random
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from command import BODY, NOISE, SCRAPED, run

import cleaner
from cleaner import files

LONG = 5_000_000  # of one line; benchmarks/ has the 50 MB


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(SCRAPED)
    return tmp_path


def exactly(source: str | bytes, decoded: str) -> cleaner.Article:
    """The article of `source`, after its record was found to give `decoded` back, also through JSON."""
    article = cleaner.clean(source)
    assert cleaner.restore(article) == decoded
    again = cleaner.Article.from_json(article.to_json())
    assert cleaner.restore(again) == decoded
    assert again.text == article.text
    return article


# ---------------------------------------------------------------- text that is odd, but text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_a_mark(encoding: str) -> None:
    text = SCRAPED.replace("pilot", "pilot (Käpt’n), прежний лоцман")
    article = exactly(text.encode(encoding), text)
    assert article.source.encoding == encoding
    assert article.text == text.removeprefix(NOISE).lstrip()


def test_the_other_byte_order_is_read(here: Path) -> None:
    article = exactly(b"\xfe\xff" + SCRAPED.encode("utf-16-be"), SCRAPED)
    assert article.text == BODY


def test_cp1252_is_read() -> None:
    text = SCRAPED.replace("pilot", "“pilot” – it’s a long way from the café to the town’s harbour –")
    article = exactly(text.encode("cp1252"), text)
    assert article.text == text.removeprefix(NOISE).lstrip()


def test_a_lone_surrogate_stays_in_the_library() -> None:
    text = f"{SCRAPED}\ud800 was half a character.\n"
    assert "\ud800" in exactly(text, text).text


def test_a_lone_surrogate_cannot_be_written_by_the_command(here: Path) -> None:
    (here / "a.json").write_text(cleaner.clean(f"{SCRAPED}\udfff").to_json())
    done = run("restore", "a.json", "-o", "a.txt")
    assert (done.code, done.out) == (2, "")
    assert "a.json: " in done.err
    assert "surrogate" in done.err
    assert not (here / "a.txt").exists()


def test_nul_among_text_is_text(here: Path) -> None:
    text = SCRAPED.replace("pilot", "pi\0lot")
    assert "pi\0lot" in exactly(text.encode(), text).text
    (here / "nul.txt").write_text(text)
    assert "\0" not in run("--text", "nul.txt", terminal=True).out


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_every_line_end_is_one_and_stays(end: str) -> None:
    text = SCRAPED.replace("\n", end)
    assert exactly(text.encode(), text).text == BODY.replace("\n", end)


def test_mixed_line_ends_stay_as_they_are(here: Path) -> None:
    first, _, second = BODY.strip().split("\n")
    text = f"{NOISE}\r\n\r{first}\r\n\r{second}\n\r"
    article = exactly(text.encode(), text)
    assert f"{first}\r\n\r{second}" in article.text
    assert NOISE not in article.text


def test_what_has_no_width_does_not_hide_noise() -> None:
    text = f"\ufeff\u200b{NOISE}\u200b\n\n{BODY}"
    assert NOISE not in exactly(text, text).text


def test_one_very_long_line_is_read() -> None:
    words = random.Random(1).choices(BODY.split(), k=LONG // 6)
    line = f"{' '.join(words)[:LONG]}."
    text = f"{NOISE}\n{line}\n"
    article = cleaner.clean(text.encode())
    assert article.text == f"{line}\n"
    assert cleaner.restore(article) == text


@pytest.mark.parametrize("text", ["", "\n", " \r\n\t\n", "\ufeff", "\u200b"])
def test_nothing_is_an_article_without_text(here: Path, text: str) -> None:
    exactly(text, text)
    (here / "empty.txt").write_bytes(text.encode())
    before = (here / "empty.txt").read_bytes()
    assert run("empty.txt").code == 0
    assert run("check", "empty.txt").out == ""
    assert run("fix", "empty.txt").code == 0
    assert (here / "empty.txt").read_bytes() == before


# ---------------------------------------------------------------- what is no text


BINARY = {
    "binary": bytes(range(256)) * 8,
    "png": b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(4000),
    "nul": b"\0" * 1000,
    "cut utf-16": "\ufeffLund".encode("utf-16-le") + b"\x00",
}


@pytest.mark.parametrize("data", BINARY.values(), ids=BINARY.keys())
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(cleaner.SourceError):
        cleaner.clean(data)


@pytest.mark.parametrize("data", BINARY.values(), ids=BINARY.keys())
def test_standard_input_that_is_no_text_is_refused(data: bytes) -> None:
    done = run("-", stdin=data)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("clean: standard input: is ")


# ---------------------------------------------------------------- sources that cannot be used, beside one that can


def no_text(here: Path) -> str:
    (here / "bad.txt").write_bytes(BINARY["binary"])
    return "is no text"


def missing(here: Path) -> str:
    return "no such file or directory"


def dangling(here: Path) -> str:
    (here / "bad.txt").symlink_to("nowhere.txt")
    return "is a link to nowhere.txt, which does not exist"


def circle(here: Path) -> str:
    (here / "bad.txt").symlink_to("bad.txt")
    return "is a link to bad.txt, which does not exist"


def empty_folder(here: Path) -> str:
    (here / "bad.txt" / "deeper").mkdir(parents=True)
    (here / "bad.txt" / ".hidden.txt").write_text(SCRAPED)
    (here / "bad.txt" / "page.pdf").write_text(SCRAPED)
    return "is a folder without a readable text"


def forbidden(here: Path) -> str:
    (here / "bad.txt").write_text(SCRAPED)
    (here / "bad.txt").chmod(0)
    return "permission denied"


def listener(here: Path) -> str:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("bad.txt")
    return "no such device or address"


@pytest.fixture(params=[no_text, missing, dangling, circle, empty_folder, forbidden, listener])
def why(request: pytest.FixtureRequest, here: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is wrong with `bad.txt`."""
    make: Callable[[Path], str] = request.param
    told = make(here)
    if make is forbidden and os.access("bad.txt", os.R_OK):  # root may read everything
        real = files.read

        def read(path: str) -> bytes:
            if path == "bad.txt":
                raise PermissionError(13, "Permission denied", path)
            return real(path)

        monkeypatch.setattr(files, "read", read)
    return told


def test_articles_of_the_others_are_printed(here: Path, why: str) -> None:
    done = run("bad.txt", "good.txt")
    assert done.code == 2
    assert f"clean: bad.txt: {why}" in done.err
    assert done.err.count("\n") == 1
    assert [article["source"]["path"] for article in done.articles] == ["good.txt"]


def test_articles_of_the_others_are_written(here: Path, why: str) -> None:
    done = run("bad.txt", "good.txt", "-o", "out/")
    assert done.code == 2
    assert f"clean: bad.txt: {why}" in done.err
    assert os.listdir("out") == ["good.txt.json"]


def test_the_others_are_checked(here: Path, why: str) -> None:
    done = run("check", "bad.txt", "good.txt")
    assert done.code == 2
    assert f"clean: bad.txt: {why}" in done.err
    assert done.out.startswith("good.txt:1:1: ")


def test_the_others_are_fixed_and_it_stays_as_it_was(here: Path, why: str) -> None:
    bad = Path("bad.txt")
    before = (bad.is_symlink(), bad.is_file() and bad.read_bytes())
    done = run("fix", "bad.txt", "good.txt")
    assert (done.code, done.out) == (2, "Fixing good.txt\n")
    assert f"clean: bad.txt: {why}" in done.err
    assert (bad.is_symlink(), bad.is_file() and bad.read_bytes()) == before
    assert Path("good.txt").read_text() == BODY


@pytest.mark.parametrize("command", [["diff"], ["explain"], ["check"], ["fix"], ["restore"], ["--text"]])
def test_every_command_names_it(here: Path, why: str, command: list[str]) -> None:
    done = run(*command, "bad.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("clean: bad.txt: ")


# ---------------------------------------------------------------- folders with traps in them


def test_a_folder_is_walked_past_its_traps(here: Path) -> None:
    inside = here / "in"
    inside.mkdir()
    (inside / "a.txt").write_text(SCRAPED)
    (inside / "b.txt").write_bytes(BINARY["binary"])
    (inside / "c.txt").symlink_to("nowhere")
    (inside / "d").symlink_to("..", target_is_directory=True)
    (inside / "e.txt").mkdir()
    (inside / "f.txt").write_text(SCRAPED)
    os.mkfifo(inside / "g.txt")
    done = run("in")
    assert [article["source"]["path"] for article in done.articles] == ["in/a.txt", "in/f.txt"]
    assert done.code == 2
    assert "in/b.txt: is no text" in done.err
    assert "in/c.txt: is a link to nowhere" in done.err


def test_a_link_to_a_folder_may_be_named(here: Path) -> None:
    (here / "in").mkdir()
    (here / "in" / "a.txt").write_text(SCRAPED)
    (here / "link").symlink_to("in")
    assert [article["source"]["path"] for article in run("link").articles] == ["link/a.txt"]


def test_every_source_in_a_folder_is_written_or_named(here: Path) -> None:
    inside = here / "in"
    inside.mkdir()
    for number in range(20):
        (inside / f"{number}.txt").write_bytes(BINARY["binary"] if number % 5 == 0 else SCRAPED.encode())
    done = run("in", "-o", "out/")
    assert len(list((here / "out").iterdir())) == 16
    assert done.err.count("is no text") == 4


def test_a_pipe_is_read_but_not_fixed(here: Path) -> None:
    os.mkfifo("pipe")
    if os.fork() == 0:
        try:
            Path("pipe").write_text(SCRAPED)
        finally:
            os._exit(0)
    assert run("--text", "pipe").out == BODY
    os.wait()
    if os.fork() == 0:
        try:
            Path("pipe").write_text(SCRAPED)
        finally:
            os._exit(0)
    done = run("fix", "pipe")
    os.wait()
    assert done.code == 2
    assert "pipe: is no regular file" in done.err
    assert stat.S_ISFIFO(os.stat("pipe").st_mode)


# ---------------------------------------------------------------- outputs that cannot be written


def test_an_output_that_cannot_be_written_is_named(here: Path) -> None:
    done = run("good.txt", "-o", "good.txt/a.json")
    assert (done.code, done.out) == (2, "")
    assert "clean: good.txt/a.json: " in done.err
    assert Path("good.txt").read_text() == SCRAPED


def test_no_half_of_a_file_is_left_when_the_disk_is_full(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (here / "old.json").write_text("{}")
    for output in ("new/", "new.json", "old.json"):
        done = run("good.txt", "-o", output)
        assert (done.code, done.out) == (2, "")
        assert "no space left on device" in done.err
    assert (here / "old.json").read_text() == "{}"
    assert sorted(path.name for path in here.rglob("*") if path.is_file()) == ["good.txt", "old.json"]


def test_a_device_is_written_to_as_it_is(here: Path) -> None:
    assert run("good.txt", "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
