r"""spaCy: a component that finds boilerplate, and a step before the pipeline that takes it out.

A text does not change in spaCy, so the component marks what would go:

>>> import spacy
>>> import cleaner.adapters.spacy
>>> nlp = spacy.blank("en")
>>> component = nlp.add_pipe("boilerplate", config={"level": "careful"})
>>> doc = nlp("Skip to main content\nThe mayor of Lund resigned on Monday.\n")
>>> [(span.text, span.label_) for span in doc.spans["boilerplate"]]
[('Skip to main content\n', 'navigation.skip-link.en')]

and `texts` gives the pipeline clean texts, each with its record:

>>> from cleaner.adapters.spacy import texts
>>> [(doc, removed)] = nlp.pipe(texts(["Skip to main content\nThe mayor of Lund resigned on Monday.\n"]), as_tuples=True)
>>> doc.text, removed[0]["rule"]
('The mayor of Lund resigned on Monday.\n', 'navigation.skip-link.en')

"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from cleaner.adapters.cleaning import Cleaner
from cleaner.errors import SourceError
from cleaner.settings import Settings

KEY = "boilerplate"


class Boilerplate:
    """The component: `doc.spans["boilerplate"]` are the whole tokens that would go, labelled with the rules' ids."""

    def __init__(self, level: str = "standard", without: Iterable[str] = (), settings: Settings | None = None) -> None:
        """Options are those of `cleaner.clean`. Raises ValueError for an unknown level."""
        self._clean = Cleaner(level, without, settings, "text")

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with the spans, and with the record, its places in characters, in `doc.user_data["boilerplate"]`."""
        doc.user_data[KEY] = removed = self._clean(doc.text).removed
        # A line break that joins a sentence is replaced, it is no boilerplate.
        rows = [row for row in removed if not row["replacement"]]
        spans = [doc.char_span(row["start"], row["end"], row["rule"], alignment_mode="contract") for row in rows]
        doc.spans[KEY] = [span for span in spans if span is not None]
        return doc


@Language.factory("boilerplate", default_config={"level": "standard", "without": []}, assigns=["doc.spans"])
def boilerplate(nlp: Language, name: str, level: str, without: Sequence[str]) -> Boilerplate:
    """The component, as `nlp.add_pipe("boilerplate")` makes it."""
    return Boilerplate(level, without)


def texts(
    sources: Iterable[str | bytes],
    *,
    level: str = "standard",
    without: Iterable[str] = (),
    settings: Settings | None = None,
    kind: str | None = None,
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Clean text and record of each source, for `nlp.pipe(..., as_tuples=True)`.

    Options are those of `cleaner.clean`. Raises SourceError at a source that cannot be read, ValueError for an unknown level.
    """
    clean = Cleaner(level, without, settings, kind)
    for source in sources:
        cleaned = clean(source)
        if cleaned.error:
            raise SourceError(cleaned.error)
        yield cleaned.text, cleaned.removed
