"""A document from the fields of a record: of a line of JSONL, a JSON file, a row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from cleaner.corpus.entries import Entry, Failed
from cleaner.corpus.formats import Options

FIELDS: Final = ("text", "html")
"""Where a document stands unless said otherwise: the first of these that holds a text."""


def parse(data: bytes) -> Any:
    """The JSON in `data`. Raises ValueError."""
    import orjson

    try:
        return orjson.loads(data)
    except ValueError:
        try:
            return json.loads(data)  # what orjson is too strict for, such as halves of characters in escapes
        except RecursionError as error:
            raise ValueError("it is nested too deep") from error


def entry(record: Any, source: str, place: int | None, options: Options, raw: bytes | None) -> Entry | Failed:
    """The document in `record`, which was read from `raw`, if from bytes of its own."""
    if not isinstance(record, dict):
        return failed(source, place, "broken", "is JSON, but no object", raw)
    fields = [options.field] if options.field else FIELDS
    field = next((name for name in fields if isinstance(record.get(name), (str, bytes))), None)
    if field is None:
        return failed(source, place, "broken", _why(record, fields[0] if options.field else None), raw)
    content = record[field]
    size = len(content) if content.isascii() or isinstance(content, bytes) else len(content.encode("utf-8", "surrogatepass"))
    if size > options.max_bytes:
        return failed(source, place, "too-large", f"holds {size:,} bytes, more than {options.max_bytes:,}", raw or content)
    identity, url = record.get(options.id_field), record.get(options.url_field)
    own = {field, options.id_field, options.url_field}
    return Entry(
        content, source, place,
        id=str(identity) if isinstance(identity, (str, int)) and identity != "" else None,
        url=url if isinstance(url, str) and url else None,
        kind="html" if field == "html" else None,
        metadata={name: value for name, value in record.items() if name not in own},
    )  # fmt: skip


def _why(record: Mapping[str, Any], field: str | None) -> str:
    names = [field] if field else [name for name in FIELDS if name in record]
    if not names or names[0] not in record:
        return f"has no field {' or '.join([field] if field else FIELDS)}"
    return f"its field {names[0]} is no text, but {json.dumps(record[names[0]], default=str)[:60]}"


def failed(source: str, place: int | None, cause: str, reason: str, raw: bytes | str | None) -> Failed:
    """A document that failed, with the hash of its raw bytes."""
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    return Failed(source, place, cause, reason, None if data is None else hashlib.sha256(data).hexdigest())
