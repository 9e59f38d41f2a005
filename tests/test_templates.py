"""What the pages of a site have in common: learnt, taken out, proposed as rules."""

from __future__ import annotations

import json
import random
import sqlite3
import tomllib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from command import run

from cleaner import Article, clean, packs, pipeline, proof, restore
from cleaner.corpus.formats import Options
from cleaner.corpus.learner import How
from cleaner.corpus.learning import learn
from cleaner.corpus.plan import find
from cleaner.settings import Settings
from cleaner.suggesting import suggested
from cleaner.templates.lines import key
from cleaner.templates.store import StoreError, open_store

THINGS = ["the mill", "the ferry", "the school", "the bakery", "the lighthouse", "the cinema", "the orchard", "the quarry"]
DOINGS = ["closes in autumn", "is sold", "gets a new roof", "stays open", "burns down", "wins a prize", "moves", "is for rent"]
PROSE = (
    "The owners of {a} told the council on {day} that nobody had asked them before the plan was drawn, and that they would"
    " rather wait a year than sign a paper which they had not read.",
    "Whether {b} will follow is not known, though a clerk said that letters had been sent, and {n} of them had come back.",
    "In the end it was a child who asked why {a} needed a plan at all, and the hall, loud before, was quiet for a while.",
)
HEAD = ["Hafnarpost", "Tides & Tables", "Our islands", "Boats wanted", "The harbour at a glance: 14 berths free"]
TAIL = [
    "Hafnarpost prints on paper made of nets",
    "Printed by the harbour master's sister",
    "Letters reach us when the wind is from the west",
]
STANDING = "From the harbour wall"
SITE = "hafnarpost.example"


def page(number: int, *, tail: Iterable[str] = TAIL) -> str:
    thing, other = THINGS[number % 8], THINGS[(number + 3) % 8]
    fill = {"a": thing, "b": other, "day": ["Monday", "Tuesday", "Friday"][number % 3], "n": number + 2}
    first, second, third = (text.format(**fill) for text in PROSE)
    head = [line.replace("14", str(number + 3)) for line in HEAD]
    title = f"{thing.capitalize()} {DOINGS[(number * 3 + number // 8) % 8]}, and {other} does not"
    return "\n".join([*head, title, first, STANDING, second, third, *tail]) + "\n"


def corpus(path: Path, numbers: Iterable[int], site: str = SITE) -> Path:
    rows = [{"id": f"p{number}", "url": f"https://{site}/{number}", "text": page(number)} for number in numbers]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def learnt(source: Path, store: Path, **options: Any) -> Path:
    learn(find([str(source)]), How(Options(), **options.pop("how", {})), store, **options)
    return store


def cleaned(text: str, store: Path, site: str = SITE) -> Article:
    return clean(text, kind="text", settings=Settings(templates=open_store(store), site=site))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("learnt")
    return learnt(corpus(folder / "in.jsonl", range(10)), folder / "store.sqlite")


class TestStage:
    def test_what_most_pages_share_goes_and_the_article_stays(self, store: Path) -> None:
        article = cleaned(page(3), store)
        assert not set(HEAD[:4] + TAIL) & set(article.text.splitlines())
        assert "The harbour at a glance" not in article.text
        assert all(text.split("{", 1)[0] in article.text for text in PROSE)

    def test_the_record_tells_the_evidence(self, store: Path) -> None:
        article = cleaned(page(3), store)
        (removal,) = [r for r in article.removed if TAIL[1] in r.text]
        assert removal.rule == "template.line"
        assert removal.reason.endswith(f"On 10 of 10 pages of {SITE}, at the tail.")
        assert removal.confidence == 0.99

    def test_the_standing_head_of_a_series_stays_between_paragraphs(self, store: Path) -> None:
        assert STANDING in cleaned(page(3), store).text

    @pytest.mark.parametrize("behind", [True, False], ids=["amid", "beside"])
    def test_a_line_between_paragraphs_goes_only_amid_furniture_that_is_gone(self, tmp_path: Path, behind: bool) -> None:
        above = ["Share this article", "Facebook", "Twitter", "WhatsApp", "Print", "Copy link"]
        below = ["Subscribe to our newsletter", "Log in", "Sign up", "Skip to main content", "Leave a comment"]
        bar = [*above, STANDING, *(below if behind else [])]
        texts = [page(number).replace(STANDING, "\n".join(bar)) for number in range(10)]
        rows = [{"url": f"https://{SITE}/{number}", "text": text} for number, text in enumerate(texts)]
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        left = cleaned(texts[3], learnt(tmp_path / "in.jsonl", tmp_path / "store.sqlite")).text
        assert not set(above) & set(left.splitlines())
        assert (STANDING in left) is not behind

    def test_the_words_of_a_text_that_is_cut_up_stay(self, tmp_path: Path) -> None:
        words = ["while", "tide", "and", "net", "or", "tide"] * 4
        texts = [page(number).replace(STANDING, "\n".join(words)) for number in range(10)]
        rows = [{"url": f"https://{SITE}/{number}", "text": text} for number, text in enumerate(texts)]
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        left = cleaned(texts[3], learnt(tmp_path / "in.jsonl", tmp_path / "store.sqlite")).text.splitlines()
        plain = clean(texts[3], kind="text").text.splitlines()
        assert [line for line in left if line in words] == [line for line in plain if line in words] != []

    def test_another_site_loses_nothing_by_it(self, store: Path) -> None:
        assert cleaned(page(3), store, "elsewhere.example").text == clean(page(3), kind="text").text

    def test_the_source_comes_back(self, store: Path) -> None:
        assert restore(cleaned(page(5), store)) == page(5)

    @pytest.mark.parametrize("number", range(6))
    def test_the_clean_text_stays_as_it_is(self, store: Path, number: int) -> None:
        once = cleaned(page(number), store)
        assert cleaned(once.text, store).removed == ()

    def test_a_line_that_is_most_of_a_document_stays(self, store: Path) -> None:
        assert cleaned(f"{TAIL[2]}\n", store).text == f"{TAIL[2]}\n"

    def test_a_paragraph_of_an_agency_on_a_few_pages_stays(self, tmp_path: Path) -> None:
        wire = (
            "The agency reports that the herring came late this year, that the nets were full by noon, and that the price fell."
        )
        rows = [{"url": f"https://{SITE}/{n}", "text": page(n) + (f"{wire}\n" if n < 4 else "")} for n in range(10)]
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        store = learnt(tmp_path / "in.jsonl", tmp_path / "store.sqlite")
        assert wire in cleaned(rows[1]["text"], store).text

    def test_copies_of_a_page_count_once_and_are_noted(self, tmp_path: Path) -> None:
        rows = [{"url": f"https://{SITE}/{n}", "text": page(1) if n < 8 else page(n)} for n in range(10)]
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        store = learnt(tmp_path / "in.jsonl", tmp_path / "store.sqlite")
        with closing(sqlite3.connect(store)) as base:
            assert base.execute("SELECT site, documents, copies FROM sites").fetchall() == [(SITE, 3, 7)]
            assert base.execute("SELECT count(*) FROM copies").fetchone() == (8,)
        assert PROSE[2].format(a="the ferry") in cleaned(page(1), store).text

    def test_an_article_that_several_pages_print_with_a_change_each_stays_whole(self, tmp_path: Path) -> None:
        *_, last = page(1).splitlines()[len(HEAD) : -len(TAIL)]
        pages = [page(1).replace(last, f"{last} The clerk has read {thing} to us.") for thing in THINGS[:6]]
        pages += [page(number) for number in range(6, 10)]
        rows = [{"url": f"https://{SITE}/{n}", "text": text} for n, text in enumerate(pages)]
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        store = learnt(tmp_path / "in.jsonl", tmp_path / "store.sqlite")
        left = cleaned(pages[0], store).text
        assert all(line in left for line in pages[0].splitlines()[len(HEAD) : -len(TAIL)])
        assert TAIL[0] not in cleaned(pages[7], store).text


def test_where_not_all_lines_can_go_a_half_does() -> None:
    line = clean(f"Skip to main content\n\n{page(1)}", kind="text").removed[0]
    lines = [line._replace(start=number) for number in range(8)]
    assert pipeline._most(lines, lambda some: True) == lines
    assert pipeline._most(lines, lambda some: lines[6] not in some) == lines[:4]
    assert pipeline._most(lines, lambda some: lines[1] not in some) == lines[4:]
    assert pipeline._most(lines, lambda some: len(some) < 4) == []


class TestStore:
    def test_its_bytes_do_not_depend_on_order_or_workers(self, tmp_path: Path) -> None:
        numbers = list(range(40))
        wanted = learnt(corpus(tmp_path / "0.jsonl", numbers), tmp_path / "0.sqlite").read_bytes()
        random.Random(7).shuffle(numbers)
        shuffled = corpus(tmp_path / "1.jsonl", numbers)
        for jobs in (1, 2, 4):
            assert learnt(shuffled, tmp_path / f"{jobs}.sqlite", jobs=jobs).read_bytes() == wanted

    def test_counts_of_several_runs_add_up(self, tmp_path: Path) -> None:
        first = learnt(corpus(tmp_path / "a.jsonl", range(8)), tmp_path / "a.sqlite")
        both = learnt(corpus(tmp_path / "b.jsonl", range(8, 16)), tmp_path / "both.sqlite", stores=[str(first)])
        with closing(sqlite3.connect(both)) as base:
            row = base.execute("SELECT documents, tail FROM lines WHERE line = ?", (key(TAIL[0]),)).fetchone()
            assert row == (16, 16)
            assert base.execute("SELECT documents FROM sites").fetchone() == (16,)

    def test_numbers_are_one_line(self, store: Path) -> None:
        with closing(sqlite3.connect(store)) as base:
            rows = base.execute("SELECT documents, head FROM lines WHERE line LIKE 'the harbour at%'").fetchall()
        assert rows == [(10, 10)]

    def test_folders_are_sites_where_there_is_no_address(self, tmp_path: Path) -> None:
        for site in ("north", "south"):
            (tmp_path / "in" / site).mkdir(parents=True)
            for number in range(3):
                (tmp_path / "in" / site / f"{number}.txt").write_text(page(number), "utf-8")
        store = learnt(tmp_path / "in", tmp_path / "store.sqlite")
        with closing(sqlite3.connect(store)) as base:
            assert base.execute("SELECT site, documents FROM sites").fetchall() == [("north", 3), ("south", 3)]

    def test_pages_nearly_the_same_are_noted(self, tmp_path: Path) -> None:
        pytest.importorskip("datasketch")
        near = page(2).replace("nobody", "no one")
        for name, text in (("a", page(2)), ("b", near), ("c", "\n".join(reversed(page(5).split())))):
            (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        store = learnt(tmp_path, tmp_path / "out.sqlite", how={"alike": True})
        with closing(sqlite3.connect(store)) as base:
            found = base.execute("SELECT document, other FROM alike").fetchall()
        assert found == [(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))]

    def test_a_file_that_is_none_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_text("no store", "utf-8")
        with pytest.raises(StoreError, match="x is no store"):
            open_store(tmp_path / "x")


class TestSuggest:
    def test_what_is_proposed_loads_proves_itself_and_tells_the_evidence(self, store: Path, tmp_path: Path) -> None:
        ((site, pack),) = suggested(open_store(store))
        assert site == SITE
        (tmp_path / f"{site}.toml").write_text(pack, "utf-8")
        rules = packs.load(tmp_path / f"{site}.toml")
        assert list(proof.prove(rules)) == []
        by_phrase = {phrase: rule for rule in rules for phrase in rule.phrases}
        assert by_phrase[TAIL[0]].reason == f"On 10 of 10 pages of {SITE}, at the tail."
        assert "The harbour at a glance: {n} berths free" in by_phrase

    def test_no_line_is_proposed_that_the_rules_take_already(self, tmp_path: Path) -> None:
        rows = [{"url": f"https://{SITE}/{n}", "text": page(n, tail=["Share this article"])} for n in range(6)]
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        store = learnt(tmp_path / "in.jsonl", tmp_path / "store.sqlite")
        proposed = "".join(pack for _, pack in suggested(open_store(store)))
        assert "Share this article" not in proposed

    def test_a_name_that_differs_from_page_to_page_is_a_placeholder(self, tmp_path: Path) -> None:
        names = ["Lena Berg", "Jon Feld", "Ada Strand", "Ole Vik", "Ida Holm", "Per Lund"]
        rows = [
            {"url": f"https://{SITE}/{n}", "text": page(n, tail=[f"Drawn with chalk by {name}"])}
            for n, name in enumerate(names)
        ]
        (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        store = learnt(tmp_path / "in.jsonl", tmp_path / "store.sqlite")
        ((_, pack),) = suggested(open_store(store))
        assert ["Drawn with chalk by {name}"] in [rule["phrases"] for rule in tomllib.loads(pack)["rule"]]


class TestCommands:
    def test_learn_then_run(self, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in.jsonl", range(8))
        assert run("learn", source, "-o", tmp_path / "s.sqlite", "-j", 1).code == 0
        done = run("run", source, "-o", tmp_path / "out", "-j", 1, "--templates", tmp_path / "s.sqlite")
        assert done.code == 0
        texts = [json.loads(line)["text"] for line in (tmp_path / "out" / "articles.jsonl").read_bytes().splitlines()]
        assert not any(TAIL[0] in text for text in texts)

    def test_run_learns_by_itself_and_is_the_same(self, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in.jsonl", range(8))
        assert run("learn", source, "-o", tmp_path / "s.sqlite", "-j", 1).code == 0
        assert run("run", source, "-o", tmp_path / "a", "-j", 1, "--templates", tmp_path / "s.sqlite").code == 0
        assert run("run", source, "-o", tmp_path / "b", "-j", 1, "--learn").code == 0
        assert (tmp_path / "a" / "articles.jsonl").read_bytes() == (tmp_path / "b" / "articles.jsonl").read_bytes()

    def test_another_store_is_noticed_when_a_run_is_taken_up(self, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in.jsonl", range(8))
        store = learnt(source, tmp_path / "s.sqlite")
        assert run("run", source, "-o", tmp_path / "out", "-j", 1, "--templates", store).code == 0
        learnt(corpus(tmp_path / "more.jsonl", range(9)), store)
        again = run("run", source, "-o", tmp_path / "out", "-j", 1, "--templates", store)
        assert again.code == 2
        assert "templates" in again.err

    def test_a_store_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        done = run("run", corpus(tmp_path / "in.jsonl", range(2)), "-o", tmp_path / "out", "--templates", tmp_path / "none")
        assert done.code == 2
        assert "none" in done.err

    def test_documents_without_a_site_are_told(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text(json.dumps({"text": page(1)}) + "\n", "utf-8")
        done = run("learn", tmp_path / "in.jsonl", "-o", tmp_path / "s.sqlite", "-j", 1)
        assert done.code == 1
        assert "read 1 = learnt 0 + failed 1 + skipped 0" in done.err
        (failed,) = map(json.loads, (tmp_path / "s.sqlite.failed").read_bytes().splitlines())
        assert (failed["source"], failed["place"], failed["cause"]) == (str(tmp_path / "in.jsonl"), 1, "no-site")

    def test_suggest_writes_a_pack_a_site(self, store: Path, tmp_path: Path) -> None:
        done = run("suggest", store, "-o", tmp_path / "sites")
        assert done.code == 0
        assert packs.load(tmp_path / "sites" / f"{SITE}.toml")


def test_settings_with_templates_are_picked_up_by_processes(store: Path) -> None:
    import pickle

    settings = Settings(templates=open_store(store), site=SITE)
    again = pickle.loads(pickle.dumps(settings))
    assert clean(page(3), kind="text", settings=again) == clean(page(3), kind="text", settings=replace(settings))


SITES = sorted((Path(__file__).parent.parent / "fixtures" / "sites").glob("*.toml"))


class Pages(NamedTuple):
    """The pages of an invented site, and what on them is furniture."""

    site: str
    kind: str
    sources: list[str]
    articles: list[list[str]]
    furniture: list[list[str]]

    def write(self, path: Path) -> Path:
        field = "text" if self.kind == "text" else "html"
        rows = [{"url": f"https://{self.site}/{number}", field: source} for number, source in enumerate(self.sources)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return path


def site(path: Path, kind: str) -> Pages:
    """An invented site as text, a line a block, or as HTML without a class or an element that tells furniture."""
    told = tomllib.loads(path.read_text("utf-8"))
    pages = Pages(path.stem, kind, [], [], [])
    for number, page in enumerate(told["page"], 1):
        head, middle, tail = (
            [one["line"].replace("7", str(number * 3)) for one in told[place] if number in one.get("on", [number])]
            for place in ("head", "middle", "tail")
        )
        first, *rest = page["body"]
        lines = [*head, page["title"], first, *middle, *rest, *tail]
        if kind == "html":
            blocks = "".join(f"<h1>{line}</h1>" if line == page["title"] else f"<p>{line}</p>" for line in lines)
            pages.sources.append(f"<html><head><title>{page['title']}</title></head><body><div>{blocks}</div></body></html>")
        else:
            pages.sources.append("\n".join(lines) + "\n")
        pages.articles.append([page["title"], *page["body"]])
        pages.furniture.append([*head, *middle, *tail])
    return pages


@pytest.mark.parametrize("kind", ["text", "html"])
@pytest.mark.parametrize("path", SITES, ids=lambda path: path.stem)
class TestSites:
    """Invented sites of news, whose furniture is not the same on every page."""

    def test_half_of_the_furniture_that_is_left_goes_and_nothing_of_the_articles(
        self, tmp_path: Path, path: Path, kind: str
    ) -> None:
        pages = site(path, kind)
        store = learnt(pages.write(tmp_path / "in.jsonl"), tmp_path / "s.sqlite")
        left = gone = 0
        for source, article, furniture in zip(pages.sources, pages.articles, pages.furniture, strict=True):
            before = clean(source, kind=kind, url=f"https://{pages.site}/").text.splitlines()
            after = clean(
                source, kind=kind, url=f"https://{pages.site}/", settings=Settings(templates=open_store(store))
            ).text.splitlines()
            assert [line for line in article if line in before] == [line for line in article if line in after]
            left += len(still := [line for line in furniture if line in before])
            gone += len([line for line in still if line not in after])
        assert left > len(pages.sources)  # else there is nothing to show
        assert gone >= left / 2

    def test_a_run_takes_what_the_pages_of_a_site_share(self, tmp_path: Path, path: Path, kind: str) -> None:
        pages = site(path, kind)
        source = pages.write(tmp_path / "in.jsonl")
        assert run("run", source, "-o", tmp_path / "out", "-j", 1, "--learn", "-q").code == 0
        rows = [json.loads(line) for line in (tmp_path / "out" / "articles.jsonl").read_bytes().splitlines()]
        texts = [row["text"].splitlines() for row in rows]
        assert all(set(article[1:]) <= set(lines) for lines, article in zip(texts, pages.articles, strict=True))
        stays = [furniture[-1] in lines for lines, furniture in zip(texts, pages.furniture, strict=True)]
        assert sum(stays) < len(stays) / 2
