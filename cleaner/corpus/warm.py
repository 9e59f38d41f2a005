"""What every worker needs, loaded once: a server imports this, workers are forked from it and share its memory."""

from __future__ import annotations

import gc

from cleaner.corpus import learner, worker
from cleaner.errors import SourceError
from cleaner.pipeline import clean

__all__ = ["learner", "worker"]

# In letters of two alphabets, so that the rules of all of them are read; a page, for its scorer.
_TEXT = "Skip to content. \u041d\u0430 \u0433\u043b\u0430\u0432\u043d\u0443\u044e.\n"

for _source in (_TEXT * 40, f"<html><body><p>{_TEXT * 40}</p></body></html>"):
    try:
        clean(_source).to_json_bytes()
    except (OSError, SourceError, ValueError):  # whoever cleans the first document will say what is wrong
        break
gc.collect()
gc.freeze()
