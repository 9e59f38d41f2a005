"""Readers turn a source into text, and decide what kind a source is."""

from __future__ import annotations

import re
from typing import Final, Literal

Kind = Literal["text", "html"]

_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAG: Final = re.compile(r"</(?:p|div|span|a|li|ul|td|section|article)>", re.IGNORECASE)
_LOOK: Final = 20_000  # code points looked at
_TAGS: Final = 10  # closing tags among them that make a page


def kind_of(text: str) -> Kind:
    """Whether `text` is a page or text: a page begins like one, or is full of closing tags."""
    beginning = text[:_LOOK].lstrip("\ufeff")
    if "<" not in beginning:
        return "text"
    if _PAGE.match(beginning) or (beginning.lstrip()[:1] == "<" and len(_TAG.findall(beginning)) >= _TAGS):
        return "html"
    return "text"
