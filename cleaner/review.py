"""A review of a corpus on this machine: the page of its articles, and a place to send decisions to.

Only this machine reaches it, only who knows the token sees anything, and no page of another origin may send.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, Final
from urllib.parse import parse_qs, urlsplit

from cleaner import decisions
from cleaner.article import Article
from cleaner.reports import web_page

_MOST: Final = 1_000_000  # bytes of a decision
_PIECE: Final = 1 << 20

Articles = Callable[[], Iterable[Article]]


class Review:
    """A server of the page; `serve` runs it until it is interrupted."""

    def __init__(self, articles: Articles, page: BinaryIO, configuration: Path, *, title: str, port: int = 0) -> None:
        """`articles` gives them anew at each call. The page is written into `page`, decisions into `configuration`."""
        self.articles = articles
        self.page = page
        self.configuration = configuration
        self.token = secrets.token_urlsafe(24)
        self.written = 0
        """Decisions that were written down."""
        self.lock = Lock()
        self.count = web_page.write(articles(), page, title=title, token=self.token)
        self.server = _Server(("127.0.0.1", port), lambda *given: _Answer(self, *given))

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://127.0.0.1:{self.server.server_port}/?token={self.token}"

    def serve(self) -> None:
        """Answer until `close` is called from elsewhere, or an interrupt comes."""
        self.server.serve_forever()

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def decide(self, order: Any) -> str:
        """Write a decision down; what was written. Raises RefusedError, OSError."""
        if not isinstance(order, dict) or not isinstance(order.get("text"), str) or type(order.get("document")) is not int:
            raise decisions.RefusedError("is no decision")
        with self.lock:
            article = next(islice(self.articles(), order["document"], None), None) if order["document"] >= 0 else None
            if article is None:
                raise decisions.RefusedError("there is no such document")
            if order.get("what") == "keep":
                done = decisions.keep(article, f"{order.get('rule')}", order["text"], self.configuration)
            elif order.get("what") == "remove":
                done = decisions.remove(article, order["text"], self.configuration)
            else:
                raise decisions.RefusedError("is neither keep nor remove")
            self.written += 1
        return done


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of faults; that a browser went away is none."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Answer(BaseHTTPRequestHandler):
    server_version = "clean"
    sys_version = ""

    def __init__(self, review: Review, *given: Any) -> None:
        self.review = review
        super().__init__(*given)

    def do_GET(self) -> None:
        """The page, for who knows the token."""
        asked = urlsplit(self.path)
        if asked.path != "/" or not self._is_at_home() or not self._knows(parse_qs(asked.query).get("token", [""])[0]):
            self._tell(403, {"error": "not allowed"})
            return
        with self.review.lock:
            page = self.review.page
            size = page.seek(0, 2)
            page.seek(0)
            self.send_response(200)
            self._heads("text/html; charset=utf-8", size)
            while piece := page.read(_PIECE):
                self.wfile.write(piece)

    def do_POST(self) -> None:
        """A decision, from the page alone."""
        allowed = urlsplit(self.path).path == "/decisions" and self._is_at_home() and self._is_own_origin()
        if not allowed or not self._knows(self.headers.get("X-Token", "")):
            self._tell(403, {"error": "not allowed"})
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _MOST:
            self._tell(413, {"error": "is too long"})
            return
        try:
            self._tell(200, {"done": self.review.decide(json.loads(self.rfile.read(int(length))))})
        except (decisions.RefusedError, ValueError, RecursionError) as error:
            self._tell(409, {"error": str(error)})
        except OSError as error:
            self._tell(500, {"error": f"{error.filename}: {error.strerror}"})

    def _is_at_home(self) -> bool:
        """Whether it was called by its own name: a name of elsewhere may lead here too."""
        port = self.review.server.server_port
        return self.headers.get("Host", "") in (f"127.0.0.1:{port}", f"localhost:{port}")

    def _is_own_origin(self) -> bool:
        return self.headers.get("Origin", "") == f"http://{self.headers.get('Host', '')}"

    def _knows(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self.review.token.encode())

    def _tell(self, code: int, answer: dict[str, str]) -> None:
        data = json.dumps(answer).encode()
        self.send_response(code)
        self._heads("application/json", len(data))
        self.wfile.write(data)

    def _heads(self, kind: str, length: int) -> None:
        heads = {
            "Content-Type": kind, "Content-Length": f"{length}", "Cache-Control": "no-store", "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin",
        }  # fmt: skip
        for name, value in heads.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *given: Any) -> None:
        """Say nothing: what matters is on the page."""
