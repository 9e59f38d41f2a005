"""What the fuzzer begins with: sources, packs, configurations and articles as the project has them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cleaner import clean, packs

_ROOT: Final = Path(__file__).parent.parent
_RULES: Final = 40  # of a pack
_LONGEST: Final = 20_000  # bytes: long seeds make slow runs


def seeds(target: str) -> Iterator[bytes]:
    """Inputs of the kind that `target` takes, and what it has found before."""
    golden = sorted(_ROOT.glob("fixtures/golden/*/source.txt"))
    texts = [path.read_bytes() for path in golden if path.stat().st_size < _LONGEST]
    pages = [_page(text) for text in texts[:40]]
    readme = (_ROOT / "README.md").read_text("utf-8")
    yield from {
        "text": texts,
        "page": pages,
        "jsonl": [json.dumps({"id": "a", "text": _read(text)}).encode() for text in texts[:20]],
        "configuration": [block.encode() for block in re.findall(r"^```toml.*?\n(.*?)^```$", readme, re.M | re.S)],
        "pack": [_whole(table) for path in packs.paths() for table in path.read_text("utf-8").split("\n\n")[1:_RULES]],
        "record": [clean(source).to_json_bytes() for source in texts[:20] + pages[:10]],
    }[target]
    yield from (path.read_bytes() for path in sorted((_ROOT / "fixtures" / "fuzz" / target).glob("*")))


def _read(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _page(text: bytes) -> bytes:
    """A page whose first lines are a menu and whose last are a foot, the others paragraphs."""
    lines = [html.escape(line) for line in _read(text).splitlines() if line.strip()]
    menu = "".join(f'<li><a href="/{number}">{line}</a>' for number, line in enumerate(lines[:3]))
    body = "".join(f'<p class="c{number % 5}">{line}</p>\n' for number, line in enumerate(lines[3:-1]))
    head = f'<title>{"".join(lines[:1])}</title><meta property="og:type" content="article">'
    foot = "".join(lines[-1:])
    return f"<!doctype html><html lang=en><head>{head}</head><nav><ul>{menu}</ul></nav><article>{body}<footer>{foot}".encode()


def _whole(table: str) -> bytes:
    return f"{table}\n".encode()
