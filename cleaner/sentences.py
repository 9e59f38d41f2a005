"""Where a sentence begins and ends inside a block."""

from __future__ import annotations

import re
from typing import Final

# A stop, what closes with it, and the blank after it; scripts without blanks need none.
_END: Final = re.compile(r"""[.!?…؟।॥۔](?:["')\]»”’]{0,3}) +|[。！？][」』”）]{0,3} *|\n+""")
_REACH: Final = 4_000  # code points looked at on either side


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences of `text` that hold `start` to `end`, with the blanks that follow them."""
    first = max(0, start - _REACH)
    begin = max((m.end() for m in _END.finditer(text, first, start)), default=first if first == 0 else start)
    inside = max(start, end - 1)  # a match may hold its own stop
    after = _END.search(text, inside, min(len(text), end + _REACH))
    if after:
        return begin, after.end()
    return begin, len(text) if len(text) <= end + _REACH else end
