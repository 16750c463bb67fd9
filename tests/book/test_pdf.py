"""The book on paper: `make pdf`, and what it writes."""

import posixpath
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from pdf.pages import NOT_ON_PAPER
from pypdf import PdfReader

from tests.book.pages import CHAPTERS, ROOT

pytestmark = pytest.mark.timeout(900)  # the first test waits for the printing, on a machine that does other things, too

PDF = ROOT / "_build" / "pdf" / "deep-learning-notes.pdf"
LARGEST = 40_000_000  # bytes
LEAST_ON_A_PAGE = 3_000  # bytes of drawing; running head and page number take 1800


@pytest.fixture(scope="module")
def said(built_book):
    """What the command says."""
    command = [sys.executable, str(ROOT / "tools" / "pdf")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.fixture(scope="module")
def printed(said):
    return PdfReader(PDF)


@pytest.fixture(scope="module")
def articles(built_book):
    """name of a page → what is in it."""
    names = [name for name in CHAPTERS if name not in NOT_ON_PAPER]
    pages = {name: (built_book / f"{name}.html").read_text(encoding="utf-8") for name in names}
    return {name: BeautifulSoup(page, "html.parser").select_one("article") for name, page in pages.items()}


@pytest.fixture(scope="module")
def bookmarks(printed):
    """Those of the pages of the book: title → number of a sheet, from 0."""
    top = [bookmark for bookmark in printed.outline if not isinstance(bookmark, list)]
    return {bookmark.title: printed.get_destination_page_number(bookmark) for bookmark in top}


@pytest.fixture(scope="module")
def places(printed):
    """name of a place → number of a sheet, from 0."""
    return {
        name.lstrip("/"): printed.get_destination_page_number(place)
        for name, place in printed.named_destinations.items()
    }


@pytest.fixture(scope="module")
def links(printed):
    """(number of a sheet, name of a place or an address of the web)"""
    found = []
    for number, sheet in enumerate(printed.pages):
        for note in map(lambda each: each.get_object(), sheet.get("/Annots", [])):
            found.append((number, note["/Dest"].lstrip("/") if "/Dest" in note else note["/A"]["/URI"]))
    return found


def elements(printed):
    """Everything that the PDF says about its own structure."""
    waiting = [printed.root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif hasattr(element, "get"):
            yield element
            waiting += [element["/K"]] if "/K" in element and not isinstance(element["/K"], int) else []


def test_nothing_is_missing_or_cut_at_the_edge(said):
    assert said == [f"The book on paper: {PDF.as_uri()}"]


def test_it_is_a_file_to_be_sent_around(said):
    assert PDF.stat().st_size < LARGEST


def test_it_says_what_it_is(printed):
    assert printed.metadata.title == "Deep Learning Notes"
    assert printed.metadata.author == "the authors of Deep Learning Notes"
    assert printed.root_object["/Lang"] == "en"
    assert printed.root_object["/MarkInfo"]["/Marked"]
    assert "Deep Learning Notes" in printed.pages[0].extract_text()


def test_every_page_of_the_book_has_a_bookmark_in_the_order_of_reading(bookmarks, articles):
    titles = [article.find("h1").find(string=True, recursive=False) for article in articles.values()]
    shown = [title for title in bookmarks if title not in ("Contents", "Solutions")]
    assert [title.split(". ")[-1] for title in shown] == titles
    assert list(bookmarks)[0] == "Contents" and list(bookmarks)[-1] == "Solutions"
    assert list(bookmarks.values()) == sorted(bookmarks.values())


def test_a_bookmark_leads_to_the_page_with_its_title(printed, bookmarks):
    for title, number in bookmarks.items():
        assert title in printed.pages[number].extract_text()


def test_a_page_bears_its_number(printed, bookmarks):
    for number in [*bookmarks.values(), *range(1, len(printed.pages), 12)]:
        assert str(number + 1) in printed.pages[number].extract_text().splitlines()


def test_the_table_of_contents_gives_the_number_of_each_chapter(printed, bookmarks):
    first = next(number for title, number in bookmarks.items() if title != "Contents")
    contents = [line for sheet in printed.pages[1:first] for line in sheet.extract_text().splitlines()]
    for title, number in bookmarks.items():
        assert title == "Contents" or f"{title} {number + 1}" in contents


def test_every_link_stays_in_the_document_or_leads_to_the_web(places, links):
    assert {target for _, target in links if target not in places and not target.startswith("https://")} == set()


def test_a_link_from_page_to_page_of_the_book_is_a_link_on_paper(articles, links):
    there = {target for _, target in links}
    for name, article in articles.items():
        for link in article.select("a.internal[href*='.html#']"):
            page, _, anchor = link["href"].partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), page))
            assert f"{file.removesuffix('.html').replace('/', '-')}--{anchor}" in there


def test_solutions_stand_behind_the_last_chapter_linked_there_and_back(articles, bookmarks, places, links):
    found = [(name, solution) for name, article in articles.items() for solution in article.select(".solution")]
    assert len(found) > 100
    for name, solution in found:
        key = name.replace("/", "-")
        there = f"{key}--{solution['id']}"
        back = f"{key}--{solution.select_one('.admonition-title a')['href'].removeprefix('#')}"
        assert places[there] >= bookmarks["Solutions"]
        assert any(target == there and number == places[back] for number, target in links), "from the exercise"
        assert any(target == back and number >= bookmarks["Solutions"] for number, target in links), "from the solution"


def test_every_figure_has_its_picture_with_words_for_it(printed, articles):
    stills = sorted(still["alt"] for article in articles.values() for still in article.select(".dlnotes-still"))
    told = sorted(element["/Alt"] for element in elements(printed) if "/Alt" in element)
    assert len(stills) > 70
    assert [still for still in stills if still not in told] == []


def test_no_page_is_blank(printed):
    drawn = [len(sheet.get_contents().get_data()) for sheet in printed.pages]
    assert [number for number, size in enumerate(drawn, start=1) if size < LEAST_ON_A_PAGE] == []
