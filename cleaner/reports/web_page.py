"""One HTML page of many articles, which needs nothing else: what went and why, in the text that it was taken from.

Documents stand in the page as packed JSON, some to a piece, and are unpacked when they are looked at, so that ten thousand
of them do not choke a browser. Texts reach the page as data alone, and its policy lets no script run but its own.
"""

from __future__ import annotations

import gzip
import html
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from typing import Any, BinaryIO, Final

from cleaner.article import Article, restore
from cleaner.sites import host

_EACH: Final = 20  # documents of a piece


class _Numbers(dict[str, int]):
    """Numbers for texts, from 0, in the order in which they come."""

    def __missing__(self, key: str) -> int:
        self[key] = len(self)
        return self[key]


def write(articles: Iterable[Article], file: BinaryIO, *, title: str, token: str = "") -> int:
    """Write the page of `articles` into `file`, as UTF-8; how many there were.

    With a `token` the page sends what is decided about a line to where it came from, and shows the token there.
    Raises ValueError for an article whose record does not fit its text.
    """
    template, script = _part("page.html"), _part("page.js")
    style = _part("page.css")
    target = "'self'" if token else "'none'"
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; connect-src {target}; "
        "base-uri 'none'; form-action 'none'"
    )
    for name, value in (("policy", policy), ("title", html.escape(title)), ("style", style)):
        template = template.replace(f"@{name}@", value)
    file.write(template.encode())
    rules, sites, languages = _Numbers(), _Numbers(), _Numbers()
    rows: list[list[Any]] = []
    piece: list[dict[str, Any]] = []
    for article in articles:
        rows.append(_row(article, rules, sites, languages))
        piece.append(_document(article, rules))
        if len(piece) == _EACH:
            file.write(_script(f"chunk-{len(rows) // _EACH - 1}", piece))
            piece = []
    if piece:
        file.write(_script(f"chunk-{len(rows) // _EACH}", piece))
    index = {
        "each": _EACH, "rules": list(rules), "sites": list(sites), "languages": list(languages), "documents": rows,
        "token": token,
    }  # fmt: skip
    file.write(_script("index", index))
    file.write(f"<script>{script}</script>\n</body>\n</html>\n".encode())
    return len(rows)


def _part(name: str) -> str:
    return files("cleaner.reports").joinpath("web", name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _script(name: str, data: Any) -> bytes:
    """Data in an element that no browser runs, packed; the same bytes for the same data."""
    packed = gzip.compress(json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode(), mtime=0)
    return f'<script type="text/plain" id="{name}">{b64encode(packed).decode()}</script>\n'.encode()


def _row(article: Article, rules: _Numbers, sites: _Numbers, languages: _Numbers) -> list[Any]:
    """What the index says of an article; the script names its fields."""
    counts: dict[int, list[float]] = {}
    for removal in article.removed:
        row = counts.setdefault(rules[removal.rule], [0, 0, 1.0])
        row[0] += 1
        row[1] += removal.end - removal.start
        row[2] = min(row[2], removal.confidence)
    return [
        article.title or "", article.source.path or article.url or article.id, sites[host(article.url)],
        languages[article.language or ""], article.source.characters, sum(r.end - r.start for r in article.removed),
        [[rule, *row] for rule, row in counts.items()],
    ]  # fmt: skip


def _document(article: Article, rules: _Numbers) -> dict[str, Any]:
    return {
        "author": article.author, "date": article.date, "kind": article.kind and article.kind.kind,
        "warnings": list(article.warnings), "segments": list(_segments(article, rules)),
    }  # fmt: skip


def _segments(article: Article, rules: _Numbers) -> Iterator[str | list[Any]]:
    """The source in pieces: what stays as text; what goes with its rule, reason, confidence and the rest."""
    source = restore(article)
    at = 0
    for removal in article.removed:
        if at < removal.start:
            yield source[at : removal.start]
        more = {
            "lifted": removal.lifted_to, "also": removal.also, "path": removal.path, "replacement": removal.replacement,
        }  # fmt: skip
        told = {name: value for name, value in more.items() if value}
        yield [removal.text, rules[removal.rule], removal.reason, removal.confidence, told]
        at = removal.end
    if at < len(source):
        yield source[at:]
