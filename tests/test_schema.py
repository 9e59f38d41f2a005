from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command import SCRAPED, run

import cleaner
from cleaner.article import SCHEMA

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "fixtures" / "golden").glob("*/source.txt"))
ODD = ["", "\n", SCRAPED, "\ufeff\u200b\x00 \ud800", "a" * 5000]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(run("schema").out)
    return printed


def problems(schema: dict[str, Any], article: object) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(article)]


def test_the_printed_schema_is_one_and_carries_the_articles_version(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == schema["properties"]["schema"]["const"] == SCHEMA


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parent.name)
def test_a_real_article_fits(schema: dict[str, Any], source: Path) -> None:
    article = cleaner.clean(source.read_bytes(), path=source.name, url="https://example.org/1")
    assert problems(schema, json.loads(article.to_json())) == []


@pytest.mark.parametrize("source", ODD, ids=["empty", "blank", "noise", "odd", "long"])
def test_an_odd_article_fits(schema: dict[str, Any], source: str) -> None:
    assert problems(schema, json.loads(cleaner.clean(source).to_json())) == []


def objects(schema: object, path: str = "$") -> list[tuple[str, dict[str, Any]]]:
    """Every part of a schema that describes an object with known fields."""
    found = []
    if isinstance(schema, dict):
        if "properties" in schema:
            found.append((path, schema))
        for key, part in schema.items():
            found += objects(part, f"{path}.{key}")
    return found


def test_every_object_has_fixed_fields(schema: dict[str, Any]) -> None:
    parts = objects(schema)
    assert {path for path, _ in parts} >= {"$", "$.$defs.removal", "$.properties.source"}
    assert [path for path, part in parts if part["additionalProperties"] is not False] == ["$.properties.stats"]  # rows
