"""How a source is cleaned: the words of `clean`, and what a configuration may add to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner.index import Index
from cleaner.packs import LEVELS

if TYPE_CHECKING:
    from cleaner.templates.store import Templates

WITNESS: Final = ("never", "doubt", "always")
METADATA: Final = ("page", "thorough")


@dataclass(frozen=True)
class Settings:
    """How a source is cleaned."""

    level: str = "standard"
    select: tuple[str, ...] = ()
    """Beginnings of the ids of the only rules in use; none stands for all."""
    ignore: tuple[str, ...] = ()
    """Beginnings of the ids of rules not in use."""
    encoding: str | None = None
    """A hint for the bytes of a page."""
    witness: str = "never"
    metadata: str = "page"
    own: Index | None = None
    """Rules beside the program's own."""
    suppressed: frozenset[str] = frozenset()
    """Fingerprints of lines that stay; `suppressions.fingerprint` makes them."""
    templates: Templates | None = None
    """What the pages of sites have in common."""
    site: str = ""
    """The site that the source is of; without one, the host of its URL."""

    def __post_init__(self) -> None:
        for name, known in (("level", LEVELS), ("witness", WITNESS), ("metadata", METADATA)):
            if (value := getattr(self, name)) not in known:
                raise ValueError(f"{name} is {value!r}, which is none of {', '.join(known)}")
