"""trafilatura as a witness: what it would keep of a page and what it knows about it. It never decides what is recorded.

It runs in a child process of its own, because it crashes in threads, may take minutes on some pages, and loses without a
word what is nested deeper than 256 elements and all that follows. So each question has a time limit, a child that dies costs
one answer, and a page that is too deep or too large is not shown to it.
"""

from __future__ import annotations

import atexit
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import IO, Any, Final, NamedTuple

import orjson

_SECONDS: Final = 20.0  # of a page of 300 KB trafilatura takes 0.04
_BYTES: Final = 8_000_000
_DEPTH: Final = 200  # elements; libxml2 stops at 256
_PAGES: Final = 500  # after so many the child is replaced: it grows by up to 1 MB a page
_GRAM: Final = 4  # words compared at once
_MOST: Final = 0.7  # share of a line's words that the witness must have, in fours
_FACTS: Final = {"title": "title", "author": "author", "date": "date", "sitename": "site", "language": "language", "url": "url"}
_DENSE: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff"  # scripts without blanks: a character is a word
_WORD: Final = re.compile(rf"[{_DENSE}]|[^\W{_DENSE}]+")


class Opinion(NamedTuple):
    """What the witness says of a page."""

    text: str | None = None
    """What it would keep, a block a line; None where it was not asked or finds nothing."""
    facts: Mapping[str, str] = {}
    """Its metadata, by the fields of an article."""
    warning: str = ""
    """Why it has no opinion, where that is no fault of the page's content."""


def ask(
    page: bytes | str, url: str | None = None, *, text: bool = True, facts: bool = False, seconds: float = _SECONDS
) -> Opinion:
    """What trafilatura thinks of `page`: its text without comments, or its facts (htmldate's date among them), or both.

    `page` is best given decoded; bytes are decoded as pages are. Never raises for what a page holds.
    """
    if isinstance(page, bytes):
        from cleaner.readers.encoding import decode_page

        page = decode_page(page).text
    if len(page) > _BYTES:
        return Opinion(warning=f"the page is too large for a second opinion: {len(page):,} characters")
    question = orjson.dumps({"url": url and _sound(url), "text": text, "facts": facts})
    return _CHILD.ask(question, _sound(page).encode(), seconds)


def _sound(text: str) -> str:
    """`text` without half characters and NULs, which no XML has."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def kept(text: str, lines: Sequence[str]) -> list[bool]:
    r"""Which of `lines` the witness keeps, if `text` is what it keeps: most of a line's words stand there, four by four.

    A line of fewer than four words must be a line there too. Copies of a line are all kept or none.

    >>> kept("The ferry to Varnholt sails again.\nHarbour", ["Home", "Harbour", "Ferry", "- The ferry to Varnholt sails"])
    [False, True, False, True]
    """
    said: set[tuple[str, ...]] = set()
    for line in text.splitlines():
        words = _WORD.findall(line.casefold())
        said.update(_grams(words) if len(words) >= _GRAM else [tuple(words)])
    answer = []
    for line in lines:
        words = _WORD.findall(line.casefold())
        grams = _grams(words) if len(words) >= _GRAM else [tuple(words)]
        answer.append(bool(words) and sum(gram in said for gram in grams) >= _MOST * len(grams))
    return answer


def _grams(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(islice(words, start, None) for start in range(_GRAM)), strict=False))


class _Child:
    """The process that trafilatura runs in, started when it is first asked; one question at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.asked = 0

    def ask(self, question: bytes, page: bytes, seconds: float) -> Opinion:
        with self.lock:
            process = self._started()
            timer = threading.Timer(seconds, process.kill)
            late = time.monotonic() + seconds
            timer.start()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                _send(process.stdin, question)
                _send(process.stdin, page)
                answer = _receive(process.stdout)
            except (OSError, EOFError):
                self.close()
                why = f"took more than {seconds:g} seconds" if time.monotonic() >= late else "failed"
                return Opinion(warning=f"the second opinion {why}")
            finally:
                timer.cancel()
            self.asked += 1
        told: dict[str, Any] = orjson.loads(answer)
        return Opinion(told["text"], told["facts"], told["warning"])

    def _started(self) -> subprocess.Popen[bytes]:
        if self.asked >= _PAGES or self.owner != os.getpid() or (self.process and self.process.poll() is not None):
            self.close()
        if self.process is None:
            program = f"import sys; sys.path[:0] = {sys.path!r}; from cleaner.witness import answer; answer()"
            self.process = subprocess.Popen(
                [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self.owner, self.asked = os.getpid(), 0
        return self.process

    def close(self) -> None:
        """End the child; in a fork only let go of it, since it is the other process's."""
        process, self.process, self.asked = self.process, None, 0
        if process is None:
            return
        if self.owner == os.getpid():
            process.kill()
            process.communicate()
        else:
            process.returncode = 0
            for pipe in filter(None, (process.stdin, process.stdout)):
                pipe.close()


_CHILD: Final = _Child()
atexit.register(_CHILD.close)


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(8, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """The next message. Raises EOFError where the other end is closed."""
    size = pipe.read(8)
    data = pipe.read(int.from_bytes(size, "big")) if len(size) == 8 else b""
    if len(size) < 8 or len(data) < int.from_bytes(size, "big"):
        raise EOFError
    return data


def answer() -> None:
    """Answer questions from standard input until it closes: what the child process does."""
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that a library prints is an answer
    while True:
        try:
            question = orjson.loads(_receive(inbox))
            page = _receive(inbox).decode()
        except EOFError:
            return
        try:
            opinion = _opinion(page, question["url"], text=question["text"], facts=question["facts"])
        except Exception as error:  # whatever a page makes it raise is its answer
            opinion = Opinion(warning=f"the second opinion failed: {type(error).__name__}")
        _send(outbox, orjson.dumps(opinion._asdict()))


def _opinion(page: str, url: str | None, *, text: bool, facts: bool) -> Opinion:
    from selectolax.lexbor import LexborHTMLParser

    if LexborHTMLParser(page).css_first(">".join("*" * _DEPTH)) is not None:
        return Opinion(warning=f"the page is nested more than {_DEPTH} elements deep, too deep for a second opinion")
    from trafilatura import extract
    from trafilatura.metadata import extract_metadata

    kept = extract(page, url=url, include_comments=False) if text else None
    found = extract_metadata(page, default_url=url) if facts else None
    told = {ours: value for theirs, ours in _FACTS.items() if isinstance(value := getattr(found, theirs, None), str) and value}
    return Opinion(kept, told)
