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


def test_a_section_before_the_headline_does_not_take_it() -> None:
    """Above an article "Latest news" is a section or a path, and the headline is no item of a list."""
    title, *paragraphs = ARTICLE
    text = "\n".join(("Home", "Latest news", title, "By Ida Kolk", *paragraphs))
    left = cleaner.clean(text, without=["scorer"]).text.splitlines()
    assert left == list(ARTICLE)


def test_a_list_ends_where_its_bullets_end() -> None:
    titles = ["- Where the snow still lies in June", "- Nine huts with a stove", "- How a rope is spliced"]
    rest = ["Second part", "What the ropes cost, and who pays", ARTICLE[2], ARTICLE[3]]
    left = cleaner.clean("\n".join((*ARTICLE[:2], "Related articles", *titles, *rest)), without=["scorer"]).text.splitlines()
    assert left == [*ARTICLE[:2], *rest]


def test_a_list_ends_before_a_paragraph_in_lines_of_one_width() -> None:
    wrapped = [
        "The shortest ride is the one to the mill, which takes four minutes and",
        "costs as much as a loaf of bread. It was built for the miller's sacks,",
        "and it still stops for them when the road is under water.",
    ]
    left = cleaner.clean(
        "\n".join((*ARTICLE, "Related articles", "Nine huts with a stove", *wrapped, ARTICLE[2] + " Again.")),
        without=["scorer"],
    )
    assert left.text.splitlines() == [*ARTICLE, *wrapped, ARTICLE[2] + " Again."]


def test_a_list_ends_before_a_paragraph_that_links_cut_up() -> None:
    cut = [
        "In the hut below, the",
        "miller's widow",
        "still keeps the first ticket, which her father bought on the day the lift opened.",
    ]
    left = cleaner.clean("\n".join((*ARTICLE, "Related articles", "Nine huts with a stove", *cut)), without=["scorer"])
    assert left.text.splitlines() == [*ARTICLE, *cut]
