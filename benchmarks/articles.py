"""Invented articles in every language of `rules/languages.toml`: its stop words, and other words made of their letters."""

from __future__ import annotations

import tomllib
from functools import cache
from random import Random
from typing import Any, Final

from cleaner.packs import folder

_STOPS: Final = {
    "Devanagari": "।", "Bengali": "।", "Han": "。", "Kana": "。", "Thai": "", "Lao": "", "Khmer": "។", "Myanmar": "။",
    "Armenian": "։", "Ethiopic": "።",
}  # fmt: skip
_UNBROKEN: Final = ("Han", "Kana", "Thai", "Lao", "Khmer", "Myanmar")


@cache
def languages() -> dict[str, dict[str, Any]]:
    """What is known of each language, by its code."""
    known = tomllib.loads((folder() / "languages.toml").read_text("utf-8"))
    return {code: told for code, told in known.items() if "stopwords" in told}


class Writer:
    """Writes nonsense that has the shape of a language."""

    def __init__(self, code: str) -> None:
        told = languages()[code]
        script = told["scripts"].split()[0]
        self.random = Random(code)
        self.stopwords: list[str] = told["stopwords"].split()
        self.letters = sorted({char for word in self.stopwords for char in word if char.isalpha()})
        self.blank = "" if script in _UNBROKEN else " "
        self.sizes = (1, 2) if script in ("Han", "Kana") else (2, 4) if script == "Hangul" else (4, 9)
        self.stop = _STOPS.get(script, ".")

    def _word(self) -> str:
        if self.random.random() < 0.45:
            return self.random.choice(self.stopwords)
        return "".join(self.random.choices(self.letters, k=self.random.randint(*self.sizes)))

    def title(self) -> str:
        """A few words without a stop."""
        found = self.blank.join(self._word() for _ in range(self.random.randint(4, 8)))
        return found[0].upper() + found[1:]

    def sentence(self) -> str:
        """One sentence."""
        found = self.blank.join(self._word() for _ in range(self.random.randint(9, 20)))
        return found[0].upper() + found[1:] + self.stop

    def paragraph(self) -> str:
        """Three to five sentences."""
        between = "" if self.stop == "。" else " "
        return between.join(self.sentence() for _ in range(self.random.randint(3, 5)))
