"""What must stay as an article of its own stays between a page's menu and its foot: furniture is no leave to take more."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from cleaner import clean

GOLDEN: Final = Path(__file__).parent.parent / "fixtures" / "golden"
MENU: Final = "Skip to main content\nHome\nNews\nSport\nCulture\nOpinion\nSubscribe\nSign in\nSearch\n"
FOOT: Final = (
    "\nShare this article\nFacebook\nTwitter\nEmail\nPrint\nMore from the author\nSign up for our newsletter\nTerms of use\n"
    "Privacy policy\nCookie policy\nContact us\nAbout us\nAdvertise\n© 2024 The Harbour Post. All rights reserved.\n"
)
# What the scorer for lines takes for furniture at the edges, where it has no paragraphs to go by.
LOST: Final = frozenset(
    {
        "stay-film-credits-en",
        "stay-hard-wrapped-plain-text-mail-en",
        "stay-letters-to-the-editor-with-names-en",
        "stay-name-in-its-own-letters-after-a-colon-de",
        "stay-obituaries-with-dates-en",
        "stay-recipe-with-ingredients-and-steps-en",
        "stay-words-of-controls-listed-after-a-colon-en",
    }
)


def whole() -> list[Path]:
    """The fixtures that have nothing to remove."""
    return [path.parent for path in sorted(GOLDEN.glob("stay-*/source.txt")) if "⟦" not in path.read_text("utf-8")]


def case(folder: Path) -> object:
    known = pytest.mark.xfail(strict=True, reason="known failure; take it from the list when this passes")
    return pytest.param(folder, id=folder.name, marks=[known] if folder.name in LOST else [])


@pytest.mark.parametrize("folder", [case(folder) for folder in whole()])
def test_stays_whole_between_a_menu_and_a_foot(folder: Path) -> None:
    article = (folder / "source.txt").read_bytes().decode("utf-8").strip("\n")
    text, first, last = MENU + article + FOOT, len(MENU), len(MENU) + len(article)
    removed = [removal for removal in clean(text, kind="text").removed if not removal.lifted_to]
    assert not "".join(text[max(removal.start, first) : min(removal.end, last)] for removal in removed).strip()
