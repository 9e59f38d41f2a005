"""Where a list of other stories ends."""

from __future__ import annotations

import cleaner

ARTICLE = (
    "What a ride up costs between the passes",
    "The price of a ride on the valley's chairlifts has doubled since the old company gave up the concession, and nobody at "
    "the bottom station can say who decided it.",
    "A family of four now pays as much for an afternoon as it paid for three days ten years ago. The new company "
    "points to the wind, which stopped the lifts on forty days last winter, and to the price of rope.",
    "The cheapest ride is the shortest one, and the dearest goes to a hut that closed in spring. All prices stand in the table "
    "at the end, with the length of the ride.",
)
STATIONS = (
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch", "Maple", "Oak", "Pine",
    "Quince", "Rowan", "Spruce",
)  # fmt: skip


def cleaned(*lines: str) -> list[str]:
    # The scorer for lines has a say of its own about the end of a text.
    return cleaner.clean("\n".join((*ARTICLE, *lines)), without=["scorer"]).text.splitlines()


def test_a_table_behind_a_list_at_the_end_stays() -> None:
    table = [
        cell for number, name in enumerate(STATIONS) for cell in (f"{name} Ridge", str(4 + number % 9), f"${11 + number}.50")
    ]
    left = cleaned("Related articles", "Where the snow still lies in June", "Here is the full list of stations:", *table)
    assert left[len(ARTICLE) :][-len(table) :] == table


def test_a_long_list_of_titles_at_the_end_goes() -> None:
    titles = [f"{what} on {name} Ridge" for what in ("Snow", "Thaw", "A storm") for name in STATIONS]
    assert cleaned("Related articles", *titles) == list(ARTICLE)
