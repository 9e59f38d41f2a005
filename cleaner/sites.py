"""The site a document is of."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any


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


def site_of(path: str, place: int | None, url: str | None, fields: Mapping[str, Any], field: str | None = None) -> str:
    """The site of a document in a corpus: what `field` says, else the host of its address, else the folder it lies in.

    A file of many documents, at a `place` in which it stands, says nothing by its folder.

    >>> site_of("corpus/example.org/a.txt", None, None, {})
    'example.org'
    """
    if field and (told := fields.get(field)):
        return str(told)
    return host(url) or ("" if place is not None else os.path.basename(os.path.dirname(os.path.abspath(path))))
