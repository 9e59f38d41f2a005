"""Where in a source something stands: lines and columns as an editor counts them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of a text, counted from 1; each ends with CR, LF or both."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        if len(self.starts) > 1 and self.starts[-1] == len(text):
            self.starts.pop()  # what ends with a line end has no line after it

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, place: int) -> int:
        """The line that holds code point `place`."""
        return bisect_right(self.starts, place)

    def place(self, place: int) -> tuple[int, int]:
        """Line and column of a code point, both from 1."""
        line = self.at(place)
        return line, place - self.starts[line - 1] + 1

    def span(self, line: int) -> tuple[int, int]:
        """The code points of a line, its end included."""
        return self.starts[line - 1], self.starts[line] if line < len(self.starts) else len(self.text)

    def line(self, line: int) -> str:
        """The text of a line without its end."""
        start, end = self.span(line)
        return self.text[start:end].rstrip("\r\n")


def visible(start: int, text: str) -> int:
    """Where the first character of `text` stands that can be seen; `start` is where the text begins."""
    return start + (len(text) - len(text.lstrip()) if text.strip() else 0)
