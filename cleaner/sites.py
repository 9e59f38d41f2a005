"""The site a document is of."""

from __future__ import annotations


def host(url: str | None) -> str:
    """The host of `url` in small letters, without `www.` and port; empty where there is none.

    >>> host("https://www.Example.org:8080/news?id=1")
    'example.org'
    """
    if not url:
        return ""
    from urllib.parse import urlsplit

    try:
        found = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return found.removeprefix("www.").rstrip(".")
