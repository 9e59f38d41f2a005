"""What may be shown on a terminal: nothing that commands it, and colour where it is wanted."""

from __future__ import annotations

import os
import re
from typing import Final

# Control codes, what turns the direction of writing around, and halves of characters. Line ends and tabs pass in texts.
_ODD: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_ODD_IN_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ODD_IN_JSON: Final = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CODES: Final = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "bold": "1", "dim": "2"}


def one_line(text: str) -> str:
    r"""`text` on one line, what a terminal would obey or cannot show written out.

    >>> one_line("a\nb\x1b[31m")
    'a\\nb\\x1b[31m'
    """
    return _ODD.sub(_escape, text)


def many_lines(text: str) -> str:
    """`text` with its line ends and tabs, everything else that a terminal would obey written out."""
    return _ODD_IN_TEXT.sub(_escape, text.replace("\r\n", "\n"))


def json_lines(json: str) -> str:
    """The same JSON, with what a terminal would obey as JSON's own escapes."""
    return _ODD_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", json)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def wants_colour(choice: bool | None, is_terminal: bool) -> bool:
    """Whether to colour: as chosen or, without a choice, on a terminal that can and where NO_COLOR is not set."""
    if choice is not None:
        return choice
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Paint:
    """Colours by name, or none at all."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, *names: str) -> str:
        """`text` in these colours."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"
