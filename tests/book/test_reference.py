"""The part "Reference": its pages list everything, and their links and those of the chapters lead to each other."""

import importlib
import inspect
import re
from functools import cache
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image
from pybtex.database import parse_file

from tests.book.pages import CHAPTERS, ROOT, open_page
from tests.book.test_pages import LARGEST_PAGE, weight

BOOK_CHAPTERS = [name for name in CHAPTERS if name.startswith("chapters/")]
PARTS = ["Lecture notes:", "Right:", "Check:"]
MODULES = [path.stem for path in sorted((ROOT / "dlnotes").glob("*.py")) if path.stem != "__init__"]
CITED_YEAR = re.compile(r"[(\s]((?:18|19|20)\d\d)\)")  # "Cybenko (1989)", "(Bengio and others, 2003)"


def data(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


ERRATA = data("reference/errata.yml")
TERMS = data("reference/glossary.yml")
LECTURE_ITEMS = data("chapters/lecture_items.yml")


@cache
def parsed(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


class Shelf:
    """The pages of the book, and what their links lead to."""

    def __init__(self, book):
        self.book = book

    def page(self, name):
        return parsed(self.book / f"{name}.html").find("article")

    def follow(self, name, link):
        """(name of the page, element) to which a link of a page leads."""
        address = urlsplit(link["href"])
        target = (self.book / name).parent / unquote(address.path) if address.path else self.book / f"{name}.html"
        found = target.resolve().relative_to(self.book).with_suffix("").as_posix()
        return found, self.page(found).find(id=unquote(address.fragment))

    def into_chapters(self, name, element):
        """(chapter, element) for each link of an element that leads into a chapter."""
        places = [self.follow(name, link) for link in element.find_all("a", href=re.compile(r"/chapters/"))]
        return [(chapter, place) for chapter, place in places if chapter in BOOK_CHAPTERS]


@pytest.fixture(scope="module")
def shelf(built_book):
    return Shelf(built_book.resolve())


def words(element):
    return " ".join(element.get_text(" ").split())


def letters(text):
    """What is left of a text without spaces and signs, which typesetting may change."""
    return re.sub(r"\W", "", text)


# --- errata


def test_the_errata_are_numbered_from_1_to_62():
    assert list(ERRATA) == [f"E{number:02}" for number in range(1, 63)]
    assert {number for chapter in LECTURE_ITEMS.values() for number in chapter["errata"]} == set(ERRATA) - {"E62"}


@pytest.mark.parametrize("number", ERRATA)
def test_an_erratum_says_what_the_notes_say_what_is_right_and_how_one_sees_it(shelf, number):
    entry = shelf.page("reference/errata").find(id=number).find_parent("dt").find_next_sibling("dd")
    parts = {part.strong.extract().get_text(): words(part) for part in parsed_again(entry).find_all("p")}
    assert [name for name in PARTS if len(parts.get(name, "")) < 10] == []


def parsed_again(element):
    """A copy that may be changed."""
    return BeautifulSoup(str(element), "html.parser")


@pytest.mark.parametrize("number", sorted(set(ERRATA) - {"E62"}))
def test_an_erratum_and_its_margin_note_link_to_each_other(shelf, number):
    heading = shelf.page("reference/errata").find(id=number).find_parent("dt")
    places = shelf.into_chapters("reference/errata", heading)
    home = next(f"chapters/{name}" for name, listed in LECTURE_ITEMS.items() if number in listed["errata"])
    assert [chapter for chapter, _ in places] == [home]
    [(chapter, note)] = places
    assert note.name == "a" and note.get_text() == number and note.find_parent("aside", class_="margin")
    assert shelf.follow(chapter, note) == ("reference/errata", shelf.page("reference/errata").find(id=number))


def test_every_number_of_an_erratum_in_a_margin_is_a_link(shelf):
    for chapter in BOOK_CHAPTERS:
        for note in shelf.page(chapter).select("aside.margin strong"):
            if note.get_text().startswith("Errat"):
                linked = [link.get_text() for link in note.find_all("a")]
                assert linked == re.findall(r"E\d\d", note.get_text())


@pytest.mark.parametrize("number", ERRATA)
def test_a_check_in_code_leads_to_a_code_cell_of_the_chapter(shelf, number):
    entry = shelf.page("reference/errata").find(id=number).find_parent("dt").find_next_sibling("dd")
    links = [link for link in entry.find_all("a") if link.get_text() == "In code."]
    assert links or "code" not in ERRATA[number]
    for link in links:
        _, cell = shelf.follow("reference/errata", link)
        code = cell.find_next(class_="cell_input")  # a cell with two ids carries one in an element before it
        assert letters(ERRATA[number].get("code", "")) in letters(code.get_text())


# --- concordance


@pytest.mark.parametrize("chapter", LECTURE_ITEMS)
def test_every_item_of_the_lecture_notes_has_its_places_in_the_concordance(shelf, chapter):
    page = shelf.page("reference/concordance")
    for item in LECTURE_ITEMS[chapter]["items"]:
        entry = page.find(id=item.replace(".", "-")).find_parent("li")
        assert f"chapters/{chapter}" in [found for found, _ in shelf.into_chapters("reference/concordance", entry)]
        assert all(link.get_text() for link in entry.find_all("a"))


def test_the_concordance_lists_nothing_else(shelf):
    listed = [item for section in data("reference/items.yml").values() for item in section["items"]]
    assert sorted(listed) == sorted(item for chapter in LECTURE_ITEMS.values() for item in chapter["items"])


# --- gallery


@pytest.mark.parametrize("chapter", BOOK_CHAPTERS)
def test_every_figure_has_a_picture_in_the_gallery_that_leads_to_it(shelf, chapter):
    cards = shelf.page("reference/gallery").select(".figure-gallery > li")
    shown = {figure["data-figure"] for figure in shelf.page(chapter).select(".dlnotes-figure")}
    led_to = {}
    for card in cards:
        [(found, figure)] = shelf.into_chapters("reference/gallery", card)
        if found == chapter:
            led_to[figure["data-figure"]] = card
    assert set(led_to) == shown
    for name, card in led_to.items():
        picture = card.img
        path = (shelf.book / "reference" / picture["src"]).resolve()
        assert path.stem == name
        with Image.open(path) as image:
            assert image.size == (int(picture["width"]), int(picture["height"]))
        assert picture["loading"] == "lazy" and len(picture["alt"]) > 20
        assert len(card.select("p")[-1].get_text()) > 15, f"{name}: the gallery says too little of it"


def test_the_gallery_with_all_its_pictures_weighs_little(page, built_book):
    def load():
        open_page(page, built_book, "reference/gallery")
        pictures = "[...document.querySelectorAll('.figure-gallery img')]"
        page.evaluate(f"for (const picture of {pictures}) picture.loading = 'eager'")
        page.wait_for_function(f"{pictures}.every(picture => picture.complete && picture.naturalWidth)")

    assert weight(page, load) <= LARGEST_PAGE


# --- functions


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_is_described_by_its_docstring(shelf, name):
    module = importlib.import_module(f"dlnotes.{name}")
    page = shelf.page("reference/api")
    members = inspect.getmembers(module, lambda member: inspect.isfunction(member) or inspect.isclass(member))
    public = [member for _, member in members if member.__module__ == module.__name__]
    for member in public:
        if member.__name__.startswith("_"):
            continue
        description = page.find(id=f"dlnotes.{name}.{member.__name__}").find_next_sibling("dd")
        assert member.__doc__, f"{member.__name__} needs a docstring"
        assert letters(inspect.getdoc(member)) in letters(description.get_text())


# --- glossary and notation


@pytest.mark.parametrize("names", TERMS)
def test_a_term_leads_to_where_it_is_introduced(shelf, names):
    page = shelf.page("reference/glossary")
    name = letters(names.split(", ")[0])
    [entry] = [dt for dt in page.find_all("dt") if letters(dt.get_text()) == name]
    places = shelf.into_chapters("reference/glossary", entry.find_next_sibling("dd"))
    assert len(places) == 1
    section = places[0][1].find_parent("section") or places[0][1]
    text = letters(section.get_text()).lower()
    assert [name for name in names.split(", ") if letters(name).lower().removesuffix("s") in text]


def test_every_symbol_says_where_it_is_introduced(shelf):
    rows = [row for row in shelf.page("reference/notation").select("tbody tr") if len(row.find_all("td")) == 3]
    assert len(rows) > 25
    assert [words(row) for row in rows if not shelf.into_chapters("reference/notation", row)] == []


# --- bibliography


@cache
def works(name):
    return list(parse_file(str(ROOT / "reference" / f"{name}.bib"), encoding="utf-8").entries)


@pytest.mark.parametrize("key", works("references"))
def test_a_work_and_the_chapters_that_mention_it_link_to_each_other(shelf, key):
    entry = shelf.page("reference/bibliography").find("li", id=key)
    places = shelf.into_chapters("reference/bibliography", entry)
    assert places
    for chapter, mention in places:
        assert shelf.follow(chapter, mention) == ("reference/bibliography", entry)


@pytest.mark.parametrize("key", works("further"))
def test_the_bibliography_says_what_else_there_is_to_read(shelf, key):
    page = shelf.page("reference/bibliography")
    assert page.find("li", id=key) and page.find("a", href=f"#{key}")


@pytest.mark.parametrize("chapter", BOOK_CHAPTERS)
def test_every_citation_in_a_chapter_is_a_link(shelf, chapter):
    page = parsed_again(shelf.page(chapter))
    for other in page.select("a, pre, .dlnotes-figure, script"):
        other.decompose()
    assert CITED_YEAR.findall(words(page)) == []
