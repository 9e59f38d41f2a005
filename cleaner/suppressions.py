"""Lines that stay although a rule fits them, known by a fingerprint for as long as they say what they say."""

from __future__ import annotations

from hashlib import blake2b

from cleaner import patterns
from cleaner.document import fold


def normal(line: str) -> str:
    """`line` without what does not count: case, blanks, the signs around it and the shapes of its quotes.

    >>> normal(" SHARE » ")
    'share'
    """
    return patterns.key(fold(" ".join(line.split())))


def fingerprint(rule: str, line: str, site: str = "") -> str:
    """Sixteen hexadecimal figures for a rule's id, a line and a site; without a site, for the line anywhere.

    >>> fingerprint("share.word.en", "Share") == fingerprint("share.word.en", " SHARE » ")
    True
    """
    told = "\0".join((rule, normal(line), site))
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
