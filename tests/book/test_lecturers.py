"""The page for lecturers: per lecture the figures, their scenes, what to ask, and the minutes they need."""

import re

import pytest
import yaml
from bs4 import BeautifulSoup

from dlnotes.live.typeset import plain
from tests.book.pages import ROOT
from tests.browser.found import NAMES, figure_named, shown_in

NOTES = yaml.safe_load((ROOT / "guide" / "lectures.yml").read_text(encoding="utf-8"))
LECTURES = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture(scope="module")
def page(built_book):
    text = (built_book / "guide" / "for_lecturers.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


@pytest.fixture(scope="module")
def lectures(page):
    """file of a chapter → its section: the number of its figures and minutes, and its entries."""
    sections = [section for section in page.select("section section") if section.find("dl", recursive=False)]
    return {section.select_one("dt a")["href"].partition("#")[0].split("/")[-1][:-5]: section for section in sections}


def entries(section):
    """name of a figure → (term, descriptions)."""
    found = {}
    for term in section.find("dl", recursive=False).find_all("dt", recursive=False):
        descriptions = []
        for each in term.find_next_siblings():
            if each.name == "dt":
                break
            descriptions.append(each)
        found[term.a["href"].partition("#")[2]] = (term, descriptions)
    return found


def questions(descriptions):
    return [item.get_text() for item in descriptions[-1].select("li") if not item.get_text().startswith("Challenge:")]


def test_every_lecture_is_there_in_its_order(lectures):
    assert list(lectures) == LECTURES


@pytest.mark.parametrize("lecture", LECTURES)
def test_a_lecture_lists_the_figures_of_its_chapter_in_their_order(lectures, built_book, lecture):
    shown = shown_in(built_book)[built_book / "chapters" / f"{lecture}.html"]
    assert list(entries(lectures[lecture])) == shown


@pytest.mark.parametrize("lecture", LECTURES)
def test_every_figure_has_its_scenes_at_least_one_question_and_minutes(lectures, lecture):
    for name, (term, descriptions) in entries(lectures[lecture]).items():
        figure = figure_named(name)
        scenes = [f"{number}\N{NO-BREAK SPACE}{scene}" for number, scene in enumerate(figure.scenes, start=1)]
        assert descriptions[0].get_text().strip().replace("’", "'") == ", ".join(scenes), name
        assert questions(descriptions), f"{name} has no question"
        assert all("?" in question for question in questions(descriptions)), name
        assert re.search(r", [1-9]\d? min$", term.get_text()), name


@pytest.mark.parametrize("lecture", LECTURES)
def test_the_minutes_of_a_lecture_are_those_of_its_figures(lectures, lecture):
    minutes = [int(re.search(r"(\d+) min$", term.get_text())[1]) for term, _ in entries(lectures[lecture]).values()]
    said = re.search(r"(\d+) figures, about (\d+) minutes", lectures[lecture].p.get_text())
    assert (int(said[1]), int(said[2])) == (len(minutes), sum(minutes))


def test_every_figure_of_a_chapter_has_a_question_to_ask_before_it_is_touched(built_book):
    chapters = {path: names for path, names in shown_in(built_book).items() if path.parent.name == "chapters"}
    assert [name for names in chapters.values() for name in names if not NOTES.get(name, {}).get("ask")] == []


def test_the_notes_name_figures_of_the_book_and_every_question_is_one():
    assert sorted(set(NOTES) - set(NAMES)) == []
    asked = [question for note in NOTES.values() for question in note.get("ask", [])]
    assert [question for question in asked if not question.endswith("?")] == []
    assert len(set(asked)) == len(asked)


def test_titles_lead_to_their_figures(lectures):
    """That the links lead somewhere is tested with those of all pages."""
    for section in lectures.values():
        for name, (term, _) in entries(section).items():
            assert len(term.a.get_text()) > 3 and plain(figure_named(name).title)[:3] in term.a.get_text()
