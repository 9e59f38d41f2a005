"""The targets of `fuzz/` on what it has found, and on sources, packs, configurations and records that Hypothesis makes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import configuration, packs
from fuzz import targets

ROOT = Path(__file__).parent.parent
FINDS = sorted((ROOT / "fixtures" / "fuzz").glob("*/*"))
FUZZ = settings(
    max_examples=5_000 if os.environ.get("CLEANER_FULL") else 300, deadline=None, suppress_health_check=list(HealthCheck)
)
TEXTS = st.text(max_size=40)
PIECES = st.one_of(
    TEXTS,
    st.sampled_from((
        "Skip to main content", "Share this article", "By Ada Lindqvist", "Photo: Jon Aas", "Read more", "12 May 2025",
        "\0", "\r\n",
        "The council of Varnholt voted on Tuesday to keep the night ferry, which carries fewer than forty people a week.",
    )),
)  # fmt: skip
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)
# Values that TOML writes like JSON.
PLAIN = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30)
VALUES = st.one_of(PLAIN, st.integers(-5, 2_000), st.floats(-2, 2), st.booleans(), st.lists(PLAIN, max_size=3))


def toml(table: str, content: dict[str, Any]) -> str:
    return "\n".join([table, *(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in content.items()), ""])


@pytest.mark.parametrize("path", FINDS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_found_is_mended(path: Path) -> None:
    targets.TARGETS[path.parent.name](path.read_bytes())


@FUZZ
@given(st.one_of(st.binary(max_size=300), st.lists(PIECES).map(lambda parts: "\n".join(parts).encode("utf-8", "replace"))))
def test_bytes_of_a_text(data: bytes) -> None:
    targets.text(data)


TAGS = st.sampled_from(("p", "div", "nav", "ul", "li", "a", "h1", "table", "td", "br", "pre", "noscript", "script", "svg", "b"))
MARKUP = st.one_of(
    PIECES, st.binary(max_size=20).map(lambda data: data.decode("latin-1")), TAGS.map("<{}>".format), TAGS.map("</{}>".format),
    st.sampled_from(("<!--", "-->", "<![CDATA[", "]]>", '<a href="', '">', "&amp;", "&#x110000;", "&#0;", "<p hidden>", "<")),
    st.tuples(TAGS, TAGS, TEXTS).map(lambda found: f"<{found[0]} class={found[1]} {found[2]}=1>"),
)  # fmt: skip


@FUZZ
@given(st.lists(MARKUP, max_size=30), st.sampled_from(("utf-8", "utf-16", "latin-1")))
def test_bytes_of_a_page(parts: list[str], encoding: str) -> None:
    targets.page("".join(parts).encode(encoding, "replace"))


LINE = st.one_of(
    st.binary(max_size=60),
    st.dictionaries(st.one_of(st.just("text"), TEXTS), JSON, max_size=4).map(lambda row: json.dumps(row).encode()),
    st.tuples(TEXTS, st.booleans()).map(lambda row: json.dumps({"text": row[0], "a": [row[0]]}, ensure_ascii=row[1])
        .encode("utf-8", "surrogatepass")),
    st.tuples(TEXTS, TEXTS).map(lambda row: f'{{"text": {json.dumps(row[0])} , "text":{json.dumps(row[1])}}} \r'.encode()),
)  # fmt: skip


@FUZZ
@given(st.lists(LINE, max_size=5))
def test_lines_of_json(rows: list[bytes]) -> None:
    targets.jsonl(b"\n".join(rows))


KEYS = st.sampled_from(sorted({key for kind in configuration.KEYS.values() for key in kind}))


@FUZZ
@given(
    st.dictionaries(KEYS, VALUES, max_size=4),
    st.sampled_from(("[files.\"blog/**\"]", "[site.\"example.org\"]", "[[suppress]]", "[limits]", "[[rule]]")),
    st.dictionaries(st.one_of(KEYS, PLAIN), VALUES, max_size=3),
)  # fmt: skip
def test_configurations(top: dict[str, Any], table: str, content: dict[str, Any]) -> None:
    targets.configuration_file((toml("", top) + toml(table, content)).encode())


BITS = st.sampled_from(
    ("sail", "home", "[now]", "(a|b)", "{n}", "{word}", "{", "(", "[", "|", "\\d{1,3}", "+", "?", "»", " ", "é")
)
PHRASES = st.lists(BITS, min_size=1, max_size=8).map(" ".join)
EXAMPLES = st.lists(st.one_of(PHRASES.map("⟦{}⟧".format), PHRASES), min_size=2, max_size=3)
RULE = st.fixed_dictionaries(
    {"id": st.sampled_from(("share.sail", "a.b", "A", "")), "reason": PLAIN, "removes": EXAMPLES, "keeps": EXAMPLES},
    optional={
        "phrases": st.lists(PHRASES, max_size=4), "pattern": st.lists(BITS, max_size=8).map("".join),
        "unless": st.lists(PHRASES, max_size=2), "scope": st.sampled_from((*packs.SCOPES, "page")),
        "where": st.sampled_from(packs.WHERES), "level": st.sampled_from(packs.LEVELS), "lifts": st.sampled_from(packs.FIELDS),
        "confidence": VALUES, "keep": VALUES, "least": VALUES, "cues": VALUES, "when": VALUES,
    },
)  # fmt: skip


@FUZZ
@given(st.lists(RULE, max_size=3))
def test_packs(rules: list[dict[str, Any]]) -> None:
    targets.pack("\n".join(toml("[[rule]]", rule) for rule in rules).encode())


RECORD = cleaner.clean("Skip to main content\nThe mayor of Lund resigned on Monday.\n\nShare this article\n").to_dict()


@FUZZ
@given(st.sampled_from(sorted(RECORD)), JSON, st.sampled_from(sorted(RECORD["removed"][0])), JSON)
def test_records(field: str, value: Any, part: str, other: Any) -> None:
    changed = json.loads(json.dumps(RECORD))
    changed["removed"][0][part] = other
    targets.record(json.dumps(changed).encode())
    targets.record(json.dumps({**RECORD, field: value}).encode())
